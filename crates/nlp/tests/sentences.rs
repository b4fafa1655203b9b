//! Two spot sets of sentences: as newspapers write them (headlines, initials, titles, places, quotation
//! marks, abbreviations, datelines), and letters, posts and lists whose line breaks were lost.
//! `cargo test -p verbatim-nlp --test sentences -- --nocapture` shows the figures and every mistake.
#![allow(clippy::print_stdout)]

use std::collections::BTreeSet;
use std::path::Path;
use verbatim_nlp::{Annotator, Input, split_sentences, tokenize};

static SETS: &str = include_str!("sentences.txt");

/// A text, and where its sentences end.
fn read(line: &str) -> (String, BTreeSet<usize>) {
    let mut text = String::new();
    let mut ends = BTreeSet::new();
    for sentence in line.replace("\\n", "\n").split(" | ") {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push(' ');
        }
        text.push_str(sentence);
        ends.insert(text.trim_end().len());
    }
    (text, ends)
}

/// The set that stands under a heading; the first one has none.
fn set(heading: &str) -> impl Iterator<Item = (String, BTreeSet<usize>)> {
    let named = |part: &&str| part.starts_with(heading);
    let part = SETS.split("\n## ").find(named).expect("a set of that name");
    part.lines()
        .filter(move |l| !l.starts_with('#') && (heading.is_empty() || !l.starts_with(heading)))
        .map(read)
}

fn annotator() -> Annotator {
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/en.bin");
    Annotator::from_model(&std::fs::read(model).expect("models/en.bin")).expect("a model")
}

fn by_model(annotator: &Annotator, text: &str) -> BTreeSet<usize> {
    let document = annotator.annotate(Input { text, ..Input::default() });
    document.sentences.iter().map(|s| s.end as usize).collect()
}

fn by_rule(text: &str) -> BTreeSet<usize> {
    let tokens = tokenize(text);
    let sentences = split_sentences(text, &tokens, &[]);
    sentences.iter().filter_map(|s| tokens.get(s.end.checked_sub(1)?)).map(|t| t.end as usize).collect()
}

/// F1 in per cent; every mistake is shown.
fn score(heading: &str, find: impl Fn(&str) -> BTreeSet<usize>) -> f64 {
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    for (text, gold) in set(heading) {
        let given = find(&text);
        right += gold.intersection(&given).count();
        found += given.len();
        wanted += gold.len();
        for end in gold.symmetric_difference(&given) {
            let what = if gold.contains(end) { "missed" } else { "made up" };
            let (before, after) = text.split_at(*end);
            println!("{what}: {before:?} | {after:?}");
        }
    }
    let f1 = 200.0 * f64::from(right as u32) / f64::from((found + wanted) as u32);
    println!("{wanted} sentences, {found} found, {right} right: F1 {f1:.1}");
    f1
}

#[test]
fn news() {
    let annotator = annotator();
    let f1 = score("", |text| by_model(&annotator, text));
    assert!(f1 >= 99.5, "F1 {f1:.1}");
}

#[test]
fn news_by_rule_alone() {
    let f1 = score("", by_rule);
    assert!(f1 >= 99.5, "F1 {f1:.1}");
}

#[test]
fn letters() {
    let annotator = annotator();
    let rules = score("letters", by_rule);
    let f1 = score("letters", |text| by_model(&annotator, text));
    assert!(f1 >= 86.0 && f1 > rules + 8.0, "F1 {f1:.1}, by rule alone {rules:.1}");
}

/// Names with titles, runs of capitals and other news stays whole where nothing ends a sentence.
#[test]
fn news_is_left_alone() {
    let annotator = annotator();
    for text in [
        "Attorney General Mara Quill met Deputy Mayor Jon Sorel of Harrow City Council on Monday in Orvik.",
        "The Ministry of Public Works said Transport Minister Petra Olin will visit Kelsund Harbour Bridge.",
        "KELSUND PORT AUTHORITY SAYS FERRY LINE TO HAFNAR WILL CLOSE IN MAY",
        "Strand, Olin and Tarn won 12 of 15 seats in 2019, while Harrow took 3.",
    ] {
        assert_eq!(by_model(&annotator, text), [text.len()].into(), "{text}");
    }
}
