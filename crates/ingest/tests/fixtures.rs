//! Every file in `fixtures/<format>/` beside a `.json` of what it must give: a list of articles
//! with the fields that matter, and how many problems. `text` must be contained in the article's
//! text in the given order; fields that are left out are not compared.
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use verbatim_article::{Article, BlockKind};
use verbatim_ingest::{Reading, read};

fn field(article: &Article, name: &str) -> Value {
    let text = |v: &Option<String>| v.clone().map_or(Value::Null, Value::String);
    let blocks = |kind: BlockKind| {
        let list = article.blocks.iter().filter(|b| b.kind == kind);
        Value::Array(list.map(|b| Value::String(b.span.of(&article.text).trim().to_owned())).collect())
    };
    match name {
        "headline" => text(&article.headline),
        "standfirst" => text(&article.standfirst),
        "byline" => text(&article.byline),
        "outlet" => text(&article.outlet),
        "agency" => text(&article.agency),
        "url" => text(&article.url),
        "language" => Value::String(article.language.clone()),
        "published" => article.published.map_or(Value::Null, |d| Value::String(d.to_string())),
        "place" => text(&article.dateline.as_ref().and_then(|d| d.place.clone())),
        "day" => text(&article.dateline.as_ref().and_then(|d| d.date.clone())),
        "captions" => blocks(BlockKind::Caption),
        "boilerplate" => blocks(BlockKind::Boilerplate),
        other => panic!("no field {other}"),
    }
}

fn check(path: &Path, expected: &Map<String, Value>, reading: &Reading) -> Vec<String> {
    let mut wrong = Vec::new();
    let articles = expected["articles"].as_array().expect("a list of articles");
    if articles.len() != reading.articles.len() {
        let found: Vec<_> = reading.articles.iter().map(|a| a.headline.clone()).collect();
        wrong.push(format!(
            "{}: {} articles, not {}: {found:?}",
            path.display(),
            found.len(),
            articles.len()
        ));
    }
    let problems = expected.get("problems").and_then(Value::as_u64).unwrap_or(0);
    if problems != reading.problems.len() as u64 {
        wrong.push(format!("{}: problems {:?}", path.display(), reading.problems));
    }
    for (at, (want, found)) in articles.iter().zip(&reading.articles).enumerate() {
        for (name, value) in want.as_object().expect("an article") {
            if matches!(name.as_str(), "text" | "without") {
                let mut from = 0;
                for piece in value.as_array().expect("a list of pieces").iter().filter_map(Value::as_str) {
                    let hit = found.text[from..].find(piece);
                    match (hit, name.as_str()) {
                        (Some(hit), "text") => from += hit + piece.len(),
                        (None, "without") => {}
                        _ => wrong.push(format!(
                            "{} {at}: {name} '{piece}' in:\n{}",
                            path.display(),
                            found.text
                        )),
                    }
                }
            } else if field(found, name) != *value {
                wrong.push(format!(
                    "{} {at}: {name} is {} and not {value}",
                    path.display(),
                    field(found, name)
                ));
            }
        }
        let mut end = 0;
        for block in &found.blocks {
            assert_eq!(block.span.range().start, end, "blocks tile the text");
            end = block.span.range().end;
        }
        assert_eq!(end, found.text.len(), "blocks tile the text");
    }
    wrong
}

#[test]
fn fixtures_give_what_stands_beside_them() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut wrong = Vec::new();
    let mut count = 0;
    let mut folders: Vec<_> =
        std::fs::read_dir(&root).expect("fixtures").map(|e| e.expect("a folder").path()).collect();
    folders.sort();
    for folder in folders {
        let mut files: Vec<_> =
            std::fs::read_dir(&folder).expect("files").map(|e| e.expect("a file").path()).collect();
        files.sort();
        for path in files {
            let beside = path.with_file_name(format!("{}.json", path.file_name().unwrap().to_string_lossy()));
            if !beside.exists() {
                let described =
                    path.extension().is_some_and(|e| e == "json") && path.with_extension("").exists();
                assert!(described, "{} has no expectation", path.display());
                continue;
            }
            if cfg!(not(feature = "pdf")) && path.extension().is_some_and(|e| e == "pdf") {
                eprintln!("{}: not read without the feature `pdf`", path.display());
                continue;
            }
            let expected: Map<String, Value> =
                serde_json::from_slice(&std::fs::read(&beside).expect("an expectation"))
                    .unwrap_or_else(|e| panic!("{}: {e}", beside.display()));
            let reading =
                read(&path.file_name().unwrap().to_string_lossy(), &std::fs::read(&path).expect("a fixture"));
            wrong.extend(check(&path, &expected, &reading));
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 10, "only {count} fixtures were found");
}
