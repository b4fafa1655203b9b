//! A spot set of sentences as newspapers write them: headlines, initials, titles, places, quotation
//! marks, abbreviations, datelines. `cargo test -p verbatim-nlp --test sentences -- --nocapture`
//! shows the figure and every mistake.
#![allow(clippy::print_stdout)]

use std::collections::BTreeSet;
use verbatim_nlp::{split_sentences, tokenize};

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

#[test]
fn sentences_of_news() {
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    for line in include_str!("sentences.txt").lines().filter(|l| !l.starts_with('#')) {
        let (text, gold) = read(line);
        let tokens = tokenize(&text);
        let given: BTreeSet<usize> = split_sentences(&text, &tokens, &[])
            .iter()
            .filter_map(|s| tokens.get(s.end.checked_sub(1)?))
            .map(|t| t.end as usize)
            .collect();
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
    assert!(f1 >= 97.0, "F1 {f1:.1}");
}
