//! A corpus that was saved and opened again grows as one that was never closed, and as one made at once; without a look at
//! the articles that are there.

mod common;

use common::saved;
use proptest::prelude::*;
use std::sync::OnceLock;
use verbatim_article::Article;
use verbatim_corpus::file::{HEADER, index_length};
use verbatim_corpus::invent::World;
use verbatim_corpus::{Corpus, Facet, FacetRequest, Rows, Tab, View, ViewRequest};
use verbatim_nlp::Document;
use xxhash_rust::xxh64::xxh64;

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(World::new)
}

/// Articles of the invented world: reprints among them, and two that each have quotations of the other.
fn articles(numbers: &[u64]) -> Vec<(Article, Document)> {
    numbers.iter().map(|number| world().article(*number)).collect()
}

fn add(corpus: &mut Corpus, articles: &[(Article, Document)]) {
    for (article, document) in articles {
        corpus.add(article.clone(), document.clone());
    }
    corpus.refresh();
}

/// Names, stories and same quotations, and every facet.
fn joined(corpus: &Corpus) -> Vec<View> {
    let view = |tab: Tab| {
        let facets = Facet::ALL.into_iter();
        let request = ViewRequest {
            tab,
            limit: 500,
            facets: facets
                .map(|facet| FacetRequest { facet, search: String::new(), offset: 0, limit: 500 })
                .collect(),
            ..ViewRequest::default()
        };
        let mut view = corpus.view(&request);
        // Groups are numbered in the order of their rows.
        if let Rows::SameQuote(rows) = &mut view.rows {
            rows.iter_mut().for_each(|row| row.group = 0);
        }
        view
    };
    [Tab::Names, Tab::SameQuote, Tab::Articles, Tab::Quotes].map(view).into()
}

/// Opens the index alone, and lets only what is no article be read.
fn reopened(file: &[u8]) -> Corpus {
    let index = index_length(&file[..HEADER]).unwrap() as usize;
    let mut opened = Corpus::open(&file[..index]).unwrap();
    let parts: Vec<_> = (0..opened.parts()).filter_map(|part| opened.part_range(part)).collect();
    opened
        .prepare(|range| match parts.contains(&range) {
            true => Err("an article was looked at".to_owned()),
            false => Ok(file[range.start as usize..range.end as usize].to_vec()),
        })
        .unwrap();
    fetch(&mut opened, file);
    opened
}

/// Reads the texts that are not in memory, for the rows that show them.
fn fetch(opened: &mut Corpus, file: &[u8]) {
    for part in 0..opened.parts() {
        if let (false, Some(range)) = (opened.has_part(part), opened.part_range(part)) {
            opened.supply(part, &file[range.start as usize..range.end as usize]).unwrap();
        }
    }
}

fn number(bytes: &[u8], at: usize) -> usize {
    u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap()) as usize
}

/// Kind, number and bytes of every section.
fn sections(file: &[u8]) -> Vec<(u32, u32, &[u8])> {
    let half = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
    let entries = (0..half(12) as usize).map(|section| HEADER + section * 32);
    let bytes = |at: usize| &file[number(file, at + 8)..number(file, at + 8) + number(file, at + 16)];
    entries.map(|at| (half(at), half(at + 4), bytes(at))).collect()
}

/// The notes for adding articles.
fn notes(file: &[u8]) -> Vec<(u32, u32, &[u8])> {
    sections(file).into_iter().filter(|(kind, ..)| *kind > 16).collect()
}

/// The file as the version of the layout before wrote it.
fn as_before(file: &[u8]) -> Vec<u8> {
    let kept: Vec<_> = sections(file).into_iter().filter(|(kind, ..)| *kind < 12 || *kind == 16).collect();
    let mut head = file[..HEADER].to_vec();
    head[8..12].copy_from_slice(&2u32.to_le_bytes());
    head[12..16].copy_from_slice(&(kept.len() as u32).to_le_bytes());
    let (mut offset, mut body) = (HEADER + kept.len() * 32, Vec::new());
    for (kind, number, bytes) in &kept {
        head.extend(kind.to_le_bytes());
        head.extend(number.to_le_bytes());
        for value in [offset as u64, bytes.len() as u64, xxh64(bytes, 0)] {
            head.extend(value.to_le_bytes());
        }
        offset += bytes.len();
        body.extend_from_slice(bytes);
        if *kind < 16 {
            head[16..24].copy_from_slice(&(offset as u64).to_le_bytes());
        }
    }
    head[24..32].copy_from_slice(&(offset as u64).to_le_bytes());
    head[32..40].fill(0);
    let sum = xxh64(&head, 0);
    head[32..40].copy_from_slice(&sum.to_le_bytes());
    [head, body].concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn grows_as_one_that_was_never_closed(
        numbers in prop::collection::hash_set(0u64..240, 8..70),
        order in any::<prop::sample::Index>(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let mut numbers: Vec<u64> = numbers.into_iter().collect();
        let turn = order.index(numbers.len());
        numbers.rotate_left(turn);
        let all = articles(&numbers);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(all.len())).collect();
        cuts.sort_unstable();

        let mut live = Corpus::new();
        let mut again = Corpus::new();
        let mut from = 0;
        for cut in cuts.into_iter().chain([all.len()]) {
            add(&mut live, &all[from..cut]);
            let file = saved(&again);
            again = reopened(&file);
            add(&mut again, &all[from..cut]);
            from = cut;
            prop_assert_eq!(joined(&again), joined(&live));
            prop_assert_eq!(again.suggestions(), live.suggestions());
            let (again, live) = (saved(&again), saved(&live));
            prop_assert!(notes(&again) == notes(&live), "the same notes");
            prop_assert_eq!(notes(&again).len(), 3);
        }
        let mut backward = Corpus::new();
        add(&mut backward, &all.iter().rev().cloned().collect::<Vec<_>>());
        for (at_once, grown) in joined(&backward).into_iter().zip(joined(&again)) {
            // Articles that nothing else tells apart stand in the order in which they came.
            prop_assert_eq!(at_once.facets, grown.facets);
            prop_assert_eq!(at_once.totals, grown.totals);
        }
        let names = |corpus: &Corpus| joined(corpus).remove(0).rows;
        prop_assert_eq!(names(&backward), names(&again));
    }
}

#[test]
fn older_files_and_damaged_notes_are_made_good_from_the_articles() {
    let all = articles(&(0..60).collect::<Vec<_>>());
    let (old, new) = all.split_at(40);
    let mut live = Corpus::new();
    add(&mut live, old);
    let file = saved(&live);
    add(&mut live, new);

    let before = as_before(&file);
    assert!(notes(&before).is_empty());
    let mut opened = Corpus::open(&before).unwrap();
    add(&mut opened, new);
    assert_eq!(joined(&opened), joined(&live));

    for (kind, _, bytes) in notes(&file) {
        let at = bytes.as_ptr() as usize - file.as_ptr() as usize + bytes.len() / 2;
        let mut damaged = file.clone();
        damaged[at] ^= 4;
        let refused = Corpus::open(&damaged).unwrap_err().to_string();
        assert!(refused.contains("notes for adding articles"), "{kind}: {refused}");
        // Of a file that is read by ranges they are read late.
        let index = index_length(&damaged[..HEADER]).unwrap() as usize;
        let mut opened = Corpus::open(&damaged[..index]).unwrap();
        opened.prepare(|range| Ok(damaged[range.start as usize..range.end as usize].to_vec())).unwrap();
        fetch(&mut opened, &file);
        add(&mut opened, new);
        assert_eq!(joined(&opened), joined(&live), "{kind}");
    }
}

#[test]
fn what_cannot_be_joined_yet_is_joined_when_it_can() {
    let all = articles(&(0..50).collect::<Vec<_>>());
    let (old, new) = all.split_at(40);
    let mut live = Corpus::new();
    add(&mut live, old);
    let file = saved(&live);
    add(&mut live, new);
    let index = index_length(&file[..HEADER]).unwrap() as usize;
    let mut opened = Corpus::open(&file[..index]).unwrap();
    let names = opened.view(&ViewRequest { tab: Tab::Names, limit: 500, ..ViewRequest::default() }).rows;
    add(&mut opened, new);
    assert_eq!(opened.len(), 50);
    assert!(!opened.is_refreshed());
    let still = opened.view(&ViewRequest { tab: Tab::Names, limit: 500, ..ViewRequest::default() }).rows;
    let keys = |rows: &Rows| match rows {
        Rows::Names(rows) => {
            rows.iter().map(|row| row.key.clone()).collect::<std::collections::BTreeSet<_>>()
        }
        _ => panic!("other rows"),
    };
    assert_eq!(keys(&still), keys(&names), "nobody is lost");
    opened.prepare(|range| Ok(file[range.start as usize..range.end as usize].to_vec())).unwrap();
    opened.refresh();
    fetch(&mut opened, &file);
    assert_eq!(joined(&opened), joined(&live));
}
