use crate::gold::{GoldArticle, GoldQuotation, Read, gold, is_name, sample, words};
use std::collections::BTreeMap;
use verbatim_article::Span;
use verbatim_nlp::{Quotation, Stance};

/// Shared words of two contents, as a share of all their words (repeated words count).
fn overlap(a: &[String], b: &[String]) -> f64 {
    let mut left: BTreeMap<&str, i32> = BTreeMap::new();
    for word in a {
        *left.entry(word).or_default() += 1;
    }
    let mut shared = 0;
    for word in b {
        let count = left.entry(word).or_default();
        if *count > 0 {
            *count -= 1;
            shared += 1;
        }
    }
    let all = a.len() + b.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

/// Whether nearly all words of one content are words of another.
fn within(part: &[String], whole: &[String]) -> bool {
    let shared = part.iter().filter(|word| whole.contains(word)).count();
    !part.is_empty() && shared * 10 >= part.len() * 9
}

fn said(text: &str, spans: &[Span]) -> Vec<String> {
    spans.iter().flat_map(|span| words(text.get(span.range()).unwrap_or_default())).collect()
}

/// Pairs of marked and found quotations: best overlap first, each used once, half or more shared.
fn pairs(gold: &GoldArticle, read: &Read) -> Vec<(usize, usize)> {
    let text = &read.article.text;
    let wanted: Vec<Vec<String>> = gold.quotations.iter().map(|q| words(&q.content.join(" "))).collect();
    let found: Vec<Vec<String>> = read.document.quotations.iter().map(|q| said(text, &q.content)).collect();
    let mut all: Vec<(f64, usize, usize)> = Vec::new();
    for (i, wanted) in wanted.iter().enumerate() {
        for (j, found) in found.iter().enumerate() {
            all.push((overlap(wanted, found), i, j));
        }
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut chosen: Vec<(usize, usize)> = Vec::new();
    for (share, i, j) in all {
        if share >= 0.5 && chosen.iter().all(|&(a, b)| a != i && b != j) {
            chosen.push((i, j));
        }
    }
    chosen
}

fn speaker<'a>(read: &'a Read, quotation: &Quotation) -> Option<&'a str> {
    let entity = read.document.entities.get(quotation.speaker?.0 as usize)?;
    Some(&entity.name)
}

#[derive(Default)]
struct Share {
    right: usize,
    all: usize,
}

impl Share {
    fn count(&mut self, right: bool) {
        self.all += 1;
        self.right += usize::from(right);
    }

    /// Prints the share; below so many percent it is a complaint.
    fn at_least(&self, what: &str, percent: usize) -> Option<String> {
        println!("{what}: {} of {}", self.right, self.all);
        let low = self.right * 100 < self.all * percent;
        low.then(|| format!("{what}: {} of {}, floor {percent} %", self.right, self.all))
    }
}

/// Where a marked quotation lies, for the list of misses.
fn shown(gold: &GoldArticle, quotation: &GoldQuotation) -> String {
    let nested = if quotation.nested { "nested " } else { "" };
    let source = quotation.source.as_deref().unwrap_or("nobody");
    format!("{}: {nested}{} by {source}: {:?}", gold.file, quotation.kind, quotation.content)
}

#[test]
fn quotations_and_speakers() {
    let mut by_kind: BTreeMap<&str, Share> = BTreeMap::new();
    let (mut nested, mut precise, mut named, mut orphans) =
        (Share::default(), Share::default(), Share::default(), Share::default());
    for (gold, read) in gold().articles.iter().zip(sample()) {
        if gold.language != "en" {
            continue;
        }
        let pairs = pairs(gold, read);
        for (i, quotation) in gold.quotations.iter().enumerate() {
            let found = pairs.iter().find(|pair| pair.0 == i).map(|pair| &read.document.quotations[pair.1]);
            let share =
                if quotation.nested { &mut nested } else { by_kind.entry(&quotation.kind).or_default() };
            share.count(found.is_some());
            let Some(found) = found else {
                println!("missed: {}", shown(gold, quotation));
                continue;
            };
            let name = speaker(read, found);
            match (&quotation.speaker, &quotation.source) {
                (Some(wanted), _) => {
                    let right = name.is_some_and(|name| is_name(wanted, name));
                    named.count(right);
                    if !right {
                        println!("speaker is {name:?}, not {wanted}: {}", shown(gold, quotation));
                    }
                }
                (None, None) => {
                    orphans.count(name.is_none());
                    if let Some(name) = name {
                        println!("an orphan was given to {name}: {}", shown(gold, quotation));
                    }
                }
                // Whether "the press office" is an entity of its own is left open.
                (None, Some(_)) => {}
            }
        }
        for (j, quotation) in read.document.quotations.iter().enumerate() {
            if quotation.stance == Stance::Attitude {
                continue;
            }
            // A part of a marked quotation, found by itself, is no invention.
            let words_found = said(&read.article.text, &quotation.content);
            let part = |gold: &GoldQuotation| within(&words_found, &words(&gold.content.join(" ")));
            let right = pairs.iter().any(|pair| pair.1 == j) || gold.quotations.iter().any(part);
            precise.count(right);
            if !right {
                let content = said(&read.article.text, &quotation.content).join(" ");
                println!("not marked: {}: {:?} {content:?}", gold.file, quotation.verb);
            }
        }
    }
    let of = |kind: &str, percent| by_kind.get(kind).and_then(|share| share.at_least(kind, percent));
    let low = [
        of("direct", 92),
        of("mixed", 80),
        of("indirect", 82),
        nested.at_least("nested", 14),
        precise.at_least("found and marked", 84),
        named.at_least("speakers", 70),
        orphans.at_least("orphans left alone", 100),
    ];
    let low: Vec<String> = low.into_iter().flatten().collect();
    assert!(low.is_empty(), "{low:#?}");
}

#[test]
fn overlap_counts_repeated_words() {
    let list = |text: &str| words(text);
    assert!((overlap(&list("page nine"), &list("page nine")) - 1.0).abs() < 1e-9);
    assert!((overlap(&list("no no no"), &list("no")) - 1.0 / 3.0).abs() < 1e-9);
    assert!(overlap(&list(""), &list("")).abs() < 1e-9);
}
