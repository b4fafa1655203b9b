//! Case files of quotations, `cases/quotes/*.txt`: the text, and under each of its lines what was
//! found there, in columns.
//!
//! ```text
//! # What the case is about; a line "# known failure: why" marks one that does not pass yet.
//! > “We ran,” said Ada Lemm.
//! 1  CCCCCCC  UUUU SSSSSSSS
//! = 1 direct say neutral speech by:Ada_Lemm
//! @ person Ada Lemm: Ada Lemm
//! ```
//!
//! Lines that begin with `>` are the text. Under each, one line for every quotation that touches
//! it: its number, then C under its content, U under its cue, S under its source, A under its
//! addressee. Lines that begin with `=` give its kind, verb, family and stance; what is written
//! there must be so, what is left out is not looked at. `?` instead of a verb: it has no cue;
//! `by:` gives the speaker, `by:none` says that there is none. Lines that begin with `@` give the
//! entities of a type, all of them or none: type, name and, after a colon, the mentions in order.
//!
//! `BLESS=1 cargo test -p verbatim-nlp --test quote_cases` rewrites the files with what is found
//! now: read the difference before you commit it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use verbatim_article::{OffsetMap, Span};
use verbatim_nlp::{Annotator, Document, Input};

fn annotator() -> Annotator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/en.bin");
    let bytes = std::fs::read(path).unwrap_or_default();
    if bytes.is_empty() {
        Annotator::rules()
    } else {
        Annotator::from_model(&bytes).expect("the model reads")
    }
}

struct Case {
    remarks: Vec<String>,
    text: String,
    /// Lines of columns and summaries, as written.
    columns: Vec<String>,
    summaries: BTreeMap<String, Vec<String>>,
    entities: Vec<String>,
    known_failure: bool,
}

fn read(source: &str) -> Case {
    let mut case = Case {
        remarks: Vec::new(),
        text: String::new(),
        columns: Vec::new(),
        summaries: BTreeMap::new(),
        entities: Vec::new(),
        known_failure: false,
    };
    for line in source.lines() {
        if let Some(text) = line.strip_prefix('>') {
            if !case.columns.is_empty() || !case.text.is_empty() {
                case.text.push('\n');
            }
            case.columns.push(line.trim_end().to_owned());
            case.text.push_str(text.strip_prefix(' ').unwrap_or(text));
        } else if let Some(summary) = line.strip_prefix('=') {
            let mut words = summary.split_whitespace().map(str::to_owned);
            if let Some(number) = words.next() {
                case.summaries.insert(number, words.collect());
            }
        } else if line.starts_with('@') {
            case.entities.push(line.trim_end().to_owned());
        } else if line.starts_with('#') {
            case.known_failure |= line.starts_with("# known failure");
            case.remarks.push(line.to_owned());
        } else if !line.trim().is_empty() {
            case.columns.push(line.trim_end().to_owned());
        }
    }
    case
}

/// The text with what was found under each line.
fn draw(text: &str, document: &Document) -> Vec<String> {
    let map = OffsetMap::new(text);
    let mut drawn = Vec::new();
    let mut start = 0u32;
    for line in text.split('\n') {
        drawn.push(format!("> {line}").trim_end().to_owned());
        let width = line.chars().count() as u32;
        for (number, quotation) in document.quotations.iter().enumerate() {
            let mut row: Vec<char> = vec![' '; width as usize];
            let parts: [(char, &[Span]); 4] = [
                ('C', &quotation.content),
                ('S', &quotation.source),
                ('A', &quotation.addressee),
                ('U', &quotation.cue),
            ];
            for (mark, span) in parts.iter().flat_map(|(m, list)| list.iter().map(move |s| (*m, s))) {
                let (from, to) = (map.code_points(span.start), map.code_points(span.end));
                for at in from.max(start)..to.min(start + width) {
                    row[(at - start) as usize] = mark;
                }
            }
            if row.iter().any(|c| *c != ' ') {
                drawn
                    .push(format!("{} {}", number + 1, row.iter().collect::<String>()).trim_end().to_owned());
            }
        }
        start += width + 1;
    }
    drawn
}

fn summaries(document: &Document) -> BTreeMap<String, Vec<String>> {
    let line = |(number, q): (usize, &verbatim_nlp::Quotation)| {
        let verb = if q.verb.is_empty() { "?".to_owned() } else { q.verb.replace(' ', "_") };
        let stance = format!("{:?}", q.stance).to_lowercase();
        let speaker = q.speaker.and_then(|s| document.entities.get(s.0 as usize));
        let by = speaker.map_or("none".to_owned(), |e| e.name.replace(' ', "_"));
        let words = [q.kind.name().to_owned(), verb, q.family.name().to_owned(), stance, format!("by:{by}")];
        ((number + 1).to_string(), words.to_vec())
    };
    document.quotations.iter().enumerate().map(line).collect()
}

/// The entities of the types that a case lists.
fn entities(text: &str, document: &Document, wanted: &[String]) -> Vec<String> {
    let kind = |line: &String| line.split_whitespace().nth(1).unwrap_or("").to_owned();
    let kinds: Vec<String> = wanted.iter().map(kind).collect();
    let listed = document.entities.iter().filter(|e| kinds.iter().any(|k| k == e.kind.name()));
    listed
        .map(|e| {
            let mentions: Vec<&str> = e.mentions.iter().map(|m| m.span.of(text)).collect();
            format!("@ {} {}: {}", e.kind.name(), e.name, mentions.join(" | "))
        })
        .collect()
}

#[test]
fn every_case() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/quotes");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder of cases")
        .filter_map(|e| Some(e.ok()?.path()))
        .collect();
    files.sort();
    assert!(files.len() > 15, "cases are missing");
    let annotator = annotator();
    let bless = std::env::var_os("BLESS").is_some();
    let mut report = String::new();
    for path in files {
        let source = std::fs::read_to_string(&path).expect("a case reads");
        let case = read(&source);
        let document = annotator.annotate(Input { text: &case.text, ..Input::default() });
        let (drawn, found) = (draw(&case.text, &document), summaries(&document));
        let holds = |(number, words): (&String, &Vec<String>)| {
            found.get(number).is_some_and(|f| words.iter().all(|w| f.contains(w)))
        };
        let who = entities(&case.text, &document, &case.entities);
        let passes = drawn == case.columns && case.summaries.iter().all(holds) && who == case.entities;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if bless && !passes && !case.known_failure {
            let mut file = case.remarks.join("\n") + "\n" + &drawn.join("\n") + "\n";
            for (number, words) in &found {
                let _ = writeln!(file, "= {number} {}", words.join(" "));
            }
            for line in &who {
                let _ = writeln!(file, "{line}");
            }
            std::fs::write(&path, file).expect("a case is written");
        } else if case.known_failure && passes {
            let _ = writeln!(report, "{name} passes now: take its mark \"known failure\" away\n");
        } else if !case.known_failure && !passes {
            let _ = writeln!(
                report,
                "{name}, found:\n{}\n{found:?}\n{}\nwanted:\n{}\n{}\n",
                drawn.join("\n"),
                who.join("\n"),
                case.columns.join("\n"),
                case.entities.join("\n")
            );
        }
    }
    assert!(report.is_empty(), "{report}");
}
