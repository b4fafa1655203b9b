//! Saved corpora: what is opened answers as what was saved, and damage is always told.

mod common;

use proptest::prelude::*;
use std::convert::Infallible;
use std::sync::OnceLock;
use verbatim_article::ArticleId;
use verbatim_corpus::file::{Damage, HEADER, index_length};
use verbatim_corpus::{Corpus, Facet, FacetRequest, Query, Tab, ViewRequest};

fn saved(corpus: &Corpus) -> Vec<u8> {
    let mut bytes = Vec::new();
    corpus
        .save(|piece| {
            bytes.extend_from_slice(piece);
            Ok::<(), Infallible>(())
        })
        .unwrap();
    bytes
}

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
            .map(|facet| FacetRequest { facet, search: String::new(), limit: 20 })
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
