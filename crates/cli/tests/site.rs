//! `verbatim site`: the built page with somebody's articles in the place of the sample.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn site(arguments: &[&Path], page: &Path, out: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_verbatim"))
        .arg("site")
        .args(arguments)
        .arg("--page")
        .arg(page)
        .arg("--out")
        .arg(out)
        .output()
        .expect("the program runs")
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A stand-in for what the page's build leaves, with a sample of its own.
fn page(folder: &Path) {
    write(&folder.join("index.html"), "<!doctype html><title>Verbatim</title>");
    write(&folder.join("app.js"), "");
    write(&folder.join("models/en.bin"), "model");
    write(&folder.join("sample/index.json"), r#"{"title":"The sample","files":["old.txt"]}"#);
    write(&folder.join("sample/old.txt"), "An article of the sample\n\nIt has a body.\n");
}

fn files_under(folder: &Path) -> Vec<String> {
    let mut all: Vec<String> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/"))
        .collect();
    all.sort();
    all
}

#[test]
fn the_collection_takes_the_place_of_the_sample() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    page(&at("dist"));
    write(&at("press/may/b 1#2.txt"), "Ferry line to reopen\n\n“On Monday,” said Mara Velin.\n");
    write(&at("press/a.txt"), "Bridge closes\n\nThe bridge closes tonight.\n");
    write(&at("press/.DS_Store"), "x");
    write(&at("a.txt"), "Tide table late\n\nThe tide was not.\n");

    let output = site(&[&at("press"), &at("a.txt")], &at("dist"), &at("out"));
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(
        files_under(&at("out")),
        [
            ".nojekyll",
            "app.js",
            "index.html",
            "models/en.bin",
            "sample/a.txt",
            "sample/corpus.vbt",
            "sample/index.json",
            "sample/press/a.txt",
            "sample/press/may/b 1_2.txt",
        ]
    );
    let index: serde_json::Value =
        serde_json::from_slice(&fs::read(at("out/sample/index.json")).unwrap()).unwrap();
    assert_eq!(index["title"], "press");
    assert_eq!(index["own"], true);
    assert_eq!(index["files"], serde_json::json!(["press/a.txt", "press/may/b 1_2.txt", "a.txt"]));
    assert_eq!(index["saved"], "corpus.vbt");
    let saved = verbatim_corpus::Corpus::open(&fs::read(at("out/sample/corpus.vbt")).unwrap()).unwrap();
    assert_eq!(saved.len(), 3, "the page opens it without reading the files again");
    let copied = fs::read(at("out/sample/press/a.txt")).unwrap();
    assert_eq!(copied, fs::read(at("press/a.txt")).unwrap(), "files are published as they are");
    assert!(String::from_utf8_lossy(&output.stdout).contains("3 articles from 3 files"));
}

#[test]
fn what_cannot_be_read_is_told_and_not_published() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    page(&at("dist"));
    write(&at("press/a.txt"), "Bridge closes\n\nThe bridge closes tonight.\n");
    write(&at("press/empty.txt"), "");
    let output = site(&[&at("press"), &at("gone")], &at("dist"), &at("out"));
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("empty.txt") && told.contains("gone"), "{told}");
    assert!(at("out/sample/press/a.txt").is_file());
    assert!(!at("out/sample/press/empty.txt").exists());
}

#[test]
fn nothing_is_overwritten_and_nothing_is_published_without_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write(&at("press/a.txt"), "Bridge closes\n\nThe bridge closes tonight.\n");

    let no_page = site(&[&at("press")], &at("dist"), &at("out"));
    assert_eq!(no_page.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&no_page.stderr).contains("cargo xtask build"));
    assert!(!at("out").exists());

    page(&at("dist"));
    let only_bad = site(&[&at("nothing-here")], &at("dist"), &at("out"));
    assert_eq!(only_bad.status.code(), Some(2));
    assert!(!at("out").exists());

    write(&at("out/mine.txt"), "keep me");
    let taken = site(&[&at("press")], &at("dist"), &at("out"));
    assert_eq!(taken.status.code(), Some(2));
    assert_eq!(files_under(&at("out")), ["mine.txt"]);
}

#[test]
fn a_site_may_be_written_inside_its_own_folders() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    page(&at("press/dist"));
    write(&at("press/news/a.txt"), "Bridge closes\n\nThe bridge closes tonight.\n");
    let output = site(&[&at("press/news")], &at("press/dist"), &at("press/news/site"));
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(
        files_under(&at("press/news/site/sample")),
        ["a.txt", "corpus.vbt", "index.json"],
        "a folder does not copy itself"
    );
}
