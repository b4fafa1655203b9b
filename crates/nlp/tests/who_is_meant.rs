//! Cases of who is meant within an article, `cases/who.txt`, by class. A case is a line with its class behind `#`, the text
//! behind `>` (an empty `>` parts paragraphs), and what must come out:
//!
//! ```text
//! # couples
//! > Ana Sorel and her husband, Jon Sorel, run the mill. “It pays,” Mr Sorel said.
//! said: It pays = Jon Sorel
//! named: her husband, [Jon Sorel] = person Jon Sorel
//! ```
//!
//! `said:` gives a stretch of a quotation and its speaker by name, or `nobody`: whom the text does not name. `named:` gives a
//! stretch of the text with a name in brackets, and the type and name of the entity that it is a mention of.

use std::path::Path;
use verbatim_nlp::{Annotator, Document, Input, MentionKind};

static CASES: &str = include_str!("cases/who.txt");

#[derive(Default)]
struct Case<'t> {
    class: &'t str,
    text: String,
    said: Vec<(&'t str, &'t str)>,
    named: Vec<(&'t str, &'t str)>,
}

fn cases() -> Vec<Case<'static>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    let pair = |line: &'static str| line.split_once(" = ").expect("a stretch, an equals sign and a name");
    for line in CASES.lines().filter(|line| !line.is_empty()) {
        if let Some(class) = line.strip_prefix("# ") {
            cases.push(Case { class, ..Case::default() });
            continue;
        }
        let case = cases.last_mut().expect("a class before everything else");
        if let Some(text) = line.strip_prefix('>') {
            case.text.push_str(if case.text.is_empty() { "" } else { "\n" });
            case.text.push_str(text.trim_start());
        } else if let Some(said) = line.strip_prefix("said: ") {
            case.said.push(pair(said));
        } else if let Some(named) = line.strip_prefix("named: ") {
            case.named.push(pair(named));
        } else {
            panic!("not understood: {line}");
        }
    }
    cases
}

fn speaker<'d>(case: &Case<'_>, document: &'d Document, words: &str) -> Result<Option<&'d str>, String> {
    let at = case.text.find(words).ok_or(format!("no such words: {words}"))? as u32;
    let holds = |q: &&verbatim_nlp::Quotation| q.content.iter().any(|s| s.start <= at && at < s.end);
    let quotation = document.quotations.iter().find(holds).ok_or(format!("no quotation: {words}"))?;
    let entity = quotation.speaker.and_then(|speaker| document.entities.get(speaker.0 as usize));
    // An entity that is only described has no name.
    let named = |e: &&verbatim_nlp::Entity| e.mentions.iter().any(|m| m.kind == MentionKind::Name);
    Ok(entity.filter(named).map(|entity| entity.name.as_str()))
}

fn mention(case: &Case<'_>, document: &Document, marked: &str) -> Result<String, String> {
    let (before, rest) = marked.split_once('[').expect("a name in brackets");
    let (name, after) = rest.split_once(']').expect("a name in brackets");
    let plain = [before, name, after].concat();
    let start = case.text.find(&plain).ok_or(format!("no such words: {plain}"))? + before.len();
    let (start, end) = (start as u32, (start + name.len()) as u32);
    let holds = |e: &&verbatim_nlp::Entity| {
        e.mentions.iter().any(|m| m.kind == MentionKind::Name && m.span.start <= start && end <= m.span.end)
    };
    let entity = document.entities.iter().find(holds).ok_or(format!("no name: {marked}"))?;
    Ok(format!("{} {}", entity.kind.name(), entity.name))
}

#[test]
fn who_is_meant() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/en.bin");
    let model = std::fs::read(path).unwrap_or_default();
    if model.is_empty() {
        eprintln!("skipped: there is no model");
        return;
    }
    let annotator = Annotator::from_model(&model).expect("the model reads");
    let mut wrong = Vec::new();
    for case in cases() {
        let document = annotator.annotate(Input { text: &case.text, ..Input::default() });
        for (words, wanted) in &case.said {
            match speaker(&case, &document, words) {
                Ok(found) if found.unwrap_or("nobody") == *wanted => {}
                other => wrong.push(format!("{}: “{words}” is {wanted}'s, found {other:?}", case.class)),
            }
        }
        for (marked, wanted) in &case.named {
            match mention(&case, &document, marked) {
                Ok(found) if found == *wanted => {}
                other => wrong.push(format!("{}: {marked} is {wanted}, found {other:?}", case.class)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
