//! Saved corpora: what is opened answers as what was saved, and damage is always told.

mod common;

use common::saved;
use proptest::prelude::*;
use std::convert::Infallible;
use std::sync::OnceLock;
use verbatim_article::ArticleId;
use verbatim_corpus::file::{Damage, HEADER, index_length};
use verbatim_corpus::{Corpus, Facet, FacetRequest, Query, Tab, ViewRequest};

fn file() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| saved(&common::corpus()))
}

fn questions() -> Vec<ViewRequest> {
    let tabs = [
        Tab::Quotes,
        Tab::Articles,
        Tab::Context,
        Tab::Timeline,
        Tab::Network,
        Tab::Table,
        Tab::Names,
        Tab::SameQuote,
    ];
    let texts = ["", "river", "\"river board\"", "speaker:tarsa", "wal*", "drovan~", "/flood|leak/", "-dam"];
    let question = |tab: Tab, text: &str| ViewRequest {
        query: Query { text: text.to_owned(), ..Query::default() },
        tab,
        limit: 20,
        facets: Facet::ALL
            .into_iter()
            .map(|facet| FacetRequest { facet, search: String::new(), offset: 0, limit: 20 })
            .collect(),
        ..ViewRequest::default()
    };
    tabs.into_iter().flat_map(|tab| texts.iter().map(move |text| question(tab, text))).collect()
}

#[test]
fn what_is_opened_answers_as_what_was_saved() {
    let corpus = common::corpus();
    let opened = Corpus::open(file()).unwrap();
    for question in questions() {
        assert_eq!(opened.view(&question), corpus.view(&question), "{question:?}");
    }
    assert_eq!(opened.reader(ArticleId(1), "river"), corpus.reader(ArticleId(1), "river"));
    assert_eq!(saved(&opened), file(), "saving again gives the same bytes");
}

#[test]
fn texts_are_read_when_they_are_shown() {
    let corpus = common::corpus();
    let index = index_length(&file()[..HEADER]).unwrap() as usize;
    assert!(index < file().len());
    let mut opened = Corpus::open(&file()[..index]).unwrap();
    for question in questions() {
        let expected = corpus.view(&question);
        let mut view = opened.view(&question);
        assert_eq!(view.facets.len(), expected.facets.len());
        for part in std::mem::take(&mut view.missing) {
            let range = opened.part_range(part).unwrap();
            opened.supply(part, &file()[range.start as usize..range.end as usize]).unwrap();
            view = opened.view(&question);
        }
        assert_eq!(view, expected);
        (0..opened.parts()).for_each(|part| opened.release(part));
    }
    assert_eq!(opened.supply(0, b"something else"), Err(Damage::Changed("texts")));
    assert_eq!(opened.reader(ArticleId(1), ""), None);
}

#[test]
fn an_opened_corpus_grows_as_one_made_at_once() {
    let mut sample = common::sample();
    let last = sample.pop().unwrap();
    let mut corpus = Corpus::new();
    for (article, document) in sample {
        corpus.add(article, document);
    }
    let mut opened = Corpus::open(&saved(&corpus)).unwrap();
    opened.add(last.0, last.1);
    opened.refresh();
    let whole = common::corpus();
    for question in questions() {
        assert_eq!(opened.view(&question), whole.view(&question));
    }
}

#[test]
fn what_is_no_corpus_is_told() {
    assert_eq!(Corpus::open(b"").unwrap_err(), Damage::NotACorpus);
    assert_eq!(
        Corpus::open(b"PK\x03\x04 a zip archive, not a corpus, is here").unwrap_err(),
        Damage::NotACorpus
    );
    let mut other = file().to_vec();
    other[8] = 9;
    assert_eq!(Corpus::open(&other).unwrap_err(), Damage::OtherVersion(9));
    assert!(Corpus::open(&Vec::from_iter(file().iter().copied().take(100))).is_err());
    assert_eq!(saved(&Corpus::open(&saved(&Corpus::new())).unwrap()), saved(&Corpus::new()));
}

proptest! {
    #[test]
    fn cut_short_is_refused(length in 0..file().len()) {
        let index = index_length(file()).unwrap() as usize;
        match Corpus::open(&file()[..length]) {
            Ok(opened) => {
                // Only texts are missing, and they are known to be.
                prop_assert!(length >= index);
                let view = opened.view(&ViewRequest { limit: 20, ..ViewRequest::default() });
                prop_assert!(!view.missing.is_empty());
            }
            Err(damage) => prop_assert!(length < index, "{}", damage),
        }
    }

    #[test]
    fn a_changed_bit_is_refused(at in 0..file().len() * 8) {
        let mut bytes = file().to_vec();
        bytes[at / 8] ^= 1 << (at % 8);
        prop_assert!(Corpus::open(&bytes).is_err());
    }

    #[test]
    fn any_bytes_are_refused(bytes: Vec<u8>) {
        let mut headed = file()[..16].to_vec();
        headed.extend(&bytes);
        prop_assert!(Corpus::open(&headed).is_err());
        prop_assert!(Corpus::open(&bytes).is_err());
    }
}

/// A corpus that was opened without its texts, with the file that it was opened from.
fn without_texts() -> (Corpus, &'static [u8]) {
    let index = index_length(&file()[..HEADER]).unwrap() as usize;
    (Corpus::open(&file()[..index]).unwrap(), file())
}

fn range(bytes: &[u8], range: std::ops::Range<u64>) -> Vec<u8> {
    bytes[range.start as usize..range.end as usize].to_vec()
}

#[test]
fn what_is_not_in_memory_is_saved_from_the_file() {
    let (opened, bytes) = without_texts();
    let mut again = Vec::new();
    let mut write = |piece: &[u8]| {
        again.extend_from_slice(piece);
        Ok::<(), Infallible>(())
    };
    assert!(opened.save(&mut write).is_err(), "nobody reads the texts");
    again.clear();
    let mut write = |piece: &[u8]| {
        again.extend_from_slice(piece);
        Ok::<(), Infallible>(())
    };
    let written = opened.save_from(|wanted| Some(Ok(range(bytes, wanted))), &mut write).unwrap();
    assert_eq!(again, bytes);
    assert_eq!(written.length, bytes.len() as u64);
    let mut damaged = bytes.to_vec();
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    let refused = opened.save_from(|wanted| Some(Ok(range(&damaged, wanted))), |_| Ok::<(), Infallible>(()));
    assert!(refused.unwrap_err().to_string().contains("changed"));
}

#[test]
fn a_corpus_rests_on_the_file_that_it_was_written_to() {
    let mut corpus = common::corpus();
    let expected = corpus.view(&ViewRequest { limit: 20, ..ViewRequest::default() });
    let mut bytes = Vec::new();
    let written = corpus.save_from(
        |_| None,
        |piece| {
            bytes.extend_from_slice(piece);
            Ok::<(), Infallible>(())
        },
    );
    corpus.rest_on(written.unwrap());
    (0..corpus.parts()).for_each(|part| corpus.release(part));
    let view = corpus.view(&ViewRequest { limit: 20, ..ViewRequest::default() });
    assert!(!view.missing.is_empty(), "the texts were let go of");
    for part in view.missing {
        let wanted = corpus.part_range(part).unwrap();
        corpus.supply(part, &range(&bytes, wanted)).unwrap();
    }
    assert_eq!(corpus.view(&ViewRequest { limit: 20, ..ViewRequest::default() }), expected);
}

#[test]
fn a_corpus_without_its_texts_grows_as_one_with_them() {
    let mut sample = common::sample();
    let last = sample.pop().unwrap();
    let mut corpus = Corpus::new();
    for (article, document) in sample {
        corpus.add(article, document);
    }
    let bytes = saved(&corpus);
    let mut opened = Corpus::open(&bytes[..index_length(&bytes).unwrap() as usize]).unwrap();
    assert!(opened.is_unprepared());
    assert!(opened.prepare(|_| Err("the file is gone".to_owned())).is_err());
    opened.prepare(|wanted| Ok(range(&bytes, wanted))).unwrap();
    assert!((0..opened.parts()).all(|part| !opened.has_part(part)), "read parts are let go of");
    opened.add(last.0, last.1);
    opened.refresh();
    for part in 0..opened.parts() {
        if !opened.has_part(part) {
            let wanted = opened.part_range(part).unwrap();
            opened.supply(part, &range(&bytes, wanted)).unwrap();
        }
    }
    let whole = common::corpus();
    for question in questions() {
        assert_eq!(opened.view(&question), whole.view(&question));
    }
}

#[test]
fn neighbours_are_those_of_the_list() {
    let corpus = common::corpus();
    let key = "tarsa";
    let filter = verbatim_corpus::Filter { facet: Facet::Speaker, key: key.to_owned(), exclude: false };
    let request = ViewRequest {
        query: Query { filters: vec![filter], ..Query::default() },
        sort: verbatim_corpus::Sort::Oldest,
        limit: 100,
        ..ViewRequest::default()
    };
    let verbatim_corpus::Rows::Quotes(rows) = corpus.view(&request).rows else {
        panic!("quotes were asked for")
    };
    let listed: Vec<(ArticleId, u32)> = rows.iter().map(|row| (row.article, row.number)).collect();
    assert!(listed.len() >= 2);
    for pair in listed.windows(2) {
        assert_eq!(corpus.neighbour(key, pair[0], true), Some(pair[1]));
        assert_eq!(corpus.neighbour(key, pair[1], false), Some(pair[0]));
    }
    assert_eq!(corpus.neighbour(key, listed[0], false), None);
    assert_eq!(corpus.neighbour(key, listed[listed.len() - 1], true), None);
    assert_eq!(corpus.neighbour("nobody", listed[0], true), None);
}
