//! The best rows without looking at all of them are the first of all rows.

use std::collections::BTreeMap;
use verbatim_corpus::invent::World;
use verbatim_corpus::text::{Words, fold};
use verbatim_corpus::{Corpus, Query, Rows, Sort, Tab, ViewRequest};

/// Article and number of quotations, as they are shown.
fn rows(corpus: &Corpus, text: &str, offset: u32, limit: u32) -> Vec<(u64, u32)> {
    let query = Query { text: text.to_owned(), ..Query::default() };
    let request =
        ViewRequest { query, tab: Tab::Quotes, sort: Sort::Best, offset, limit, ..ViewRequest::default() };
    match corpus.view(&request).rows {
        Rows::Quotes(rows) => rows.iter().map(|row| (row.article.0, row.number)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_best_are_the_first_of_all() {
    let world = World::new();
    let mut corpus = Corpus::new();
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut pairs: BTreeMap<(String, String), u32> = BTreeMap::new();
    for number in 0..120 {
        let (article, document) = world.article(number);
        let words: Vec<String> = Words::new(&article.text).map(|word| fold(word.of(&article.text))).collect();
        for pair in words.windows(2) {
            *pairs.entry((pair[0].clone(), pair[1].clone())).or_default() += 1;
            *counts.entry(pair[0].clone()).or_default() += 1;
        }
        corpus.add(article, document);
    }
    corpus.refresh();
    let mut common: Vec<(u32, String)> = counts
        .into_iter()
        .filter(|(word, _)| word.chars().all(char::is_alphabetic))
        .map(|(word, count)| (count, word))
        .collect();
    common.sort();
    let [.., (_, third), (_, second), (_, first)] = &common[..] else { panic!("{common:?}") };
    let rare = &common[common.len() / 2].1;
    let (pair, _) = pairs.into_iter().max_by_key(|(_, count)| *count).unwrap();
    let questions = [
        first.clone(),
        rare.clone(),
        format!("{first} {second}"),
        format!("{first} {second} {third}"),
        format!("{first} OR {rare}"),
        format!("({first} {rare}) OR {second}"),
        format!("{second} NOT {first}"),
        format!("\"{} {}\"", pair.0, pair.1),
        format!("\"{} {}\" {first}", pair.0, pair.1),
        format!("{first} near/3 {second}"),
        format!("{}*", &first[..1]),
        format!("/{first}|{second}/ {third}"),
        format!("{first} is:low-confidence"),
    ];
    let mut most = 0;
    for question in &questions {
        let all = rows(&corpus, question, 0, u32::MAX);
        most = most.max(all.len());
        for (offset, limit) in [(0, 1), (0, 20), (7, 5), (40, 20)] {
            let from = (offset as usize).min(all.len());
            let to = (from + limit as usize).min(all.len());
            assert_eq!(rows(&corpus, question, offset, limit), all[from..to], "{question}, from {offset}");
        }
    }
    // Far more than are kept while looking for the best.
    assert!(most > 500, "{most}");
}
