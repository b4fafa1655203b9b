//! `verbatim index -o`, `--merge` and `query`, over articles of our own.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const ARTICLES: [(&str, &str); 3] = [
    (
        "a.txt",
        "Harbour Post\n2031-03-02\nTarsa denies leak at Drovna dam\n\nILVEN, March 2. Ilva Tarsa spoke in Drovna on Sunday. “The dam has never leaked a drop,” Ilva Tarsa said. Engineers of the River Board looked at the wall.\n",
    ),
    (
        "b.txt",
        "Morning Ledger\n2031-03-05\nBoard warns of spring flood\n\nBero Quill of the River Board warned that the wall might not hold a second flood. “We hold the river,” Tarsa told reporters.\n",
    ),
    ("c.txt", "Notes\n\nThe river rose again, and the dam, they said, held.\n"),
];

fn verbatim(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_verbatim")).current_dir(folder).args(arguments).output().unwrap()
}

fn rows(folder: &Path, arguments: &[&str]) -> Vec<serde_json::Value> {
    let output = verbatim(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in ARTICLES {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn a_corpus_is_written_and_asked() {
    let folder = folder();
    let at = folder.path();
    assert!(rows(at, &["index", "a.txt", "b.txt", "c.txt", "-o", "all.vbt"]).is_empty());
    let articles = rows(at, &["query", "all.vbt", "river dam", "--list", "articles"]);
    assert_eq!(articles.len(), 2, "the two articles that have both words");
    assert!(rows(at, &["query", "all.vbt", "river -dam", "--list", "articles"]).len() == 1);
    let lines = rows(at, &["query", "all.vbt", "\"river board\"", "--list", "lines", "--sort", "right"]);
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line["hit"] == "River Board"));
    let said = rows(at, &["query", "all.vbt", "leaked type:direct"]);
    assert_eq!(said.len(), 1);
    let text = said[0]["text"].as_str().unwrap();
    assert!(text.starts_with("The dam has never leaked a drop"), "{text}");
    let count = rows(at, &["query", "all.vbt", "--count"]);
    assert_eq!(count[0]["articles"], 3);
    let csv = verbatim(at, &["query", "all.vbt", "--list", "articles", "--format", "csv"]);
    assert_eq!(String::from_utf8(csv.stdout).unwrap().matches("\r\n").count(), 4);
}

#[test]
fn merged_parts_are_what_indexing_at_once_gives() {
    let folder = folder();
    let at = folder.path();
    rows(at, &["index", "a.txt", "b.txt", "c.txt", "-o", "all.vbt", "--dump-entities", "all.e"]);
    rows(at, &["index", "c.txt", "a.txt", "-o", "one.vbt"]);
    rows(at, &["index", "b.txt", "-o", "two.vbt"]);
    rows(at, &["index", "--merge", "two.vbt", "one.vbt", "-o", "merged.vbt", "--dump-entities", "merged.e"]);
    assert!(fs::read(at.join("all.vbt")).unwrap() == fs::read(at.join("merged.vbt")).unwrap());
    assert_eq!(fs::read(at.join("all.e")).unwrap(), fs::read(at.join("merged.e")).unwrap());
}

#[test]
fn what_is_wrong_is_told() {
    let folder = folder();
    let at = folder.path();
    rows(at, &["index", "a.txt", "-o", "all.vbt"]);
    let wrong = verbatim(at, &["query", "all.vbt", "dam (river"]);
    assert_eq!(wrong.status.code(), Some(2));
    let told = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(told.contains("not closed") && told.ends_with("dam (river\n      ^\n"), "{told}");
    let bytes = fs::read(at.join("all.vbt")).unwrap();
    fs::write(at.join("cut.vbt"), &bytes[..bytes.len() / 2]).unwrap();
    let cut = verbatim(at, &["query", "cut.vbt", "dam"]);
    assert_eq!(cut.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&cut.stderr).contains("cut.vbt: "));
    let not = verbatim(at, &["query", "a.txt", "dam"]);
    assert!(String::from_utf8_lossy(&not.stderr).contains("not a saved corpus"));
}
