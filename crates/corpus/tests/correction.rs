//! Corrections: what they change, that undoing gives back what was, and that they are saved.

mod common;

use proptest::prelude::*;
use std::convert::Infallible;
use verbatim_article::ArticleId;
use verbatim_corpus::{
    Corpus, Correction, CorrectionError, Facet, FacetRequest, Rows, Tab, View, ViewRequest,
};

fn view(corpus: &Corpus, tab: Tab) -> View {
    corpus.view(&ViewRequest {
        tab,
        limit: 50,
        facets: Facet::ALL
            .into_iter()
            .map(|facet| FacetRequest { facet, search: String::new(), offset: 0, limit: 20 })
            .collect(),
        ..ViewRequest::default()
    })
}

fn facet(corpus: &Corpus, facet: Facet) -> Vec<(String, u32)> {
    let view = view(corpus, Tab::Quotes);
    let counts = view.facets.into_iter().find(|counts| counts.facet == facet).unwrap();
    counts.values.into_iter().map(|value| (value.name, value.count)).collect()
}

fn named(list: &[(&str, u32)]) -> Vec<(String, u32)> {
    list.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

fn all() -> Vec<Correction> {
    let article = ArticleId(1);
    vec![
        Correction::Rename { entity: "tarsa".to_owned(), name: "I. Tarşa".to_owned() },
        Correction::Merge { into: "tarsa".to_owned(), other: "quill".to_owned() },
        Correction::Speaker { article: ArticleId(3), quotation: 0, speaker: Some("quill".to_owned()) },
        Correction::Outlet { article, value: Some("Evening Mail".to_owned()) },
        Correction::Agency { article, value: Some("ORBIS".to_owned()) },
        Correction::Published { article, value: "2030-12-31".parse().ok() },
        Correction::Headline { article, value: Some("Another headline".to_owned()) },
    ]
}

#[test]
fn corrections_show_everywhere() {
    let mut corpus = common::corpus();
    corpus.correct(all()[0].clone()).unwrap();
    assert_eq!(facet(&corpus, Facet::Speaker), named(&[("I. Tarşa", 2), ("Bero Quill", 1)]));
    corpus.correct(all()[1].clone()).unwrap();
    assert_eq!(facet(&corpus, Facet::Speaker), named(&[("I. Tarşa", 3)]));
    // The key of the one that was merged leads to the other.
    corpus.correct(all()[2].clone()).unwrap();
    assert_eq!(facet(&corpus, Facet::Speaker), named(&[("I. Tarşa", 4)]));
    corpus.correct(all()[3].clone()).unwrap();
    assert_eq!(
        facet(&corpus, Facet::Outlet),
        named(&[("Harbour Post", 2), ("Evening Mail", 1), ("Morning Ledger", 1)])
    );
    corpus.correct(all()[5].clone()).unwrap();
    assert_eq!(view(&corpus, Tab::Quotes).histogram[0].date.to_string(), "2030-12-31");
    corpus.correct(all()[6].clone()).unwrap();
    let Rows::Articles(rows) = view(&corpus, Tab::Articles).rows else { panic!("articles were asked for") };
    let row = rows.iter().find(|row| row.article == ArticleId(1)).unwrap();
    assert_eq!((row.headline.as_str(), row.outlet.as_deref()), ("Another headline", Some("Evening Mail")));
}

#[test]
fn a_spelling_becomes_somebody_else() {
    let mut corpus = common::corpus();
    let split = corpus.split("quill", &["Bero Quill".to_owned()], "Another Quill").unwrap();
    corpus.correct(split).unwrap();
    assert_eq!(facet(&corpus, Facet::Speaker), named(&[("Ilva Tarşa", 2), ("Another Quill", 1)]));
    assert_eq!(corpus.split("tarsa", &["Nobody".to_owned()], "X"), Err(CorrectionError::NothingToSplit));
}

#[test]
fn undoing_gives_back_what_was() {
    let mut corpus = common::corpus();
    let mut before = Vec::new();
    for correction in all() {
        before.push((view(&corpus, Tab::Quotes), view(&corpus, Tab::Articles), view(&corpus, Tab::Names)));
        corpus.correct(correction).unwrap();
    }
    let last = view(&corpus, Tab::Quotes);
    for (correction, was) in all().into_iter().zip(before).rev() {
        assert_eq!(corpus.undo(), Some(correction));
        assert_eq!(
            (view(&corpus, Tab::Quotes), view(&corpus, Tab::Articles), view(&corpus, Tab::Names)),
            was
        );
    }
    assert_eq!(corpus.undo(), None);
    while corpus.redo().is_some() {}
    assert_eq!(view(&corpus, Tab::Quotes), last);
}

#[test]
fn they_are_saved_and_survive_new_articles() {
    let mut sample = common::sample();
    let late = sample.pop().unwrap();
    let mut corpus = Corpus::new();
    for (article, document) in sample {
        corpus.add(article, document);
    }
    all().into_iter().for_each(|correction| corpus.correct(correction).unwrap());
    let mut bytes = Vec::new();
    let saved = corpus.save(|piece| {
        bytes.extend_from_slice(piece);
        Ok::<(), Infallible>(())
    });
    saved.unwrap();
    let mut opened = Corpus::open(&bytes).unwrap();
    for tab in [Tab::Quotes, Tab::Articles, Tab::Names] {
        assert_eq!(view(&opened, tab), view(&corpus, tab));
    }
    opened.add(late.0.clone(), late.1.clone());
    corpus.add(late.0, late.1);
    for tab in [Tab::Quotes, Tab::Articles, Tab::Names] {
        assert_eq!(view(&opened, tab), view(&corpus, tab));
    }
    let mut replayed = common::corpus();
    assert_eq!(replayed.correct_all(opened.corrections()), []);
    assert_eq!(view(&replayed, Tab::Quotes), view(&opened, Tab::Quotes));
    while opened.undo().is_some() {}
    assert_eq!(view(&opened, Tab::Names), view(&common::corpus(), Tab::Names));
}

/// Two people of one surname, an article that gives the surname alone, and a pair of initials.
fn namesakes() -> Corpus {
    let mut corpus = Corpus::new();
    for (id, text) in [
        "[person|Ana Sorel] met [org|Kelsund Bank]. {Ana Sorel|say|The bank opens on Monday.}",
        "[person|Piet Sorel] plays for [org|Ardin Rovers]. {Piet Sorel|say|We won the game.}",
        "[person|Sorel] came. {Sorel|say|I am glad to be here.}",
        "[person|Piet Sorel] of [org|Ardin Rovers] and [person|Ana Sorel] met.",
    ]
    .into_iter()
    .enumerate()
    {
        let (article, document) = common::article(id as u64 + 1, "Harbour Post", "2031-03-02", "News", text);
        corpus.add(article, document);
    }
    corpus.refresh();
    corpus
}

fn suggested(corpus: &Corpus) -> Vec<(String, String)> {
    corpus.suggestions().into_iter().map(|row| (row.key, row.other)).collect()
}

#[test]
fn suggestions_are_judged() {
    let mut corpus = namesakes();
    let rows = corpus.suggestions();
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!((rows[0].other_name.as_str(), rows[0].articles, rows[0].other_articles), ("Sorel", 2, 1));
    let pair = (rows[0].key.clone(), rows[0].other.clone());
    // To disagree takes it from the list; undoing brings it back; to agree makes one of the two.
    corpus.correct(Correction::Apart { entity: pair.1.clone(), other: pair.0.clone() }).unwrap();
    assert_eq!(suggested(&corpus), []);
    corpus.undo();
    assert_eq!(suggested(&corpus), std::slice::from_ref(&pair));
    let mut opened = Corpus::open(&common::saved(&corpus)).unwrap();
    assert_eq!(opened.suggestions(), corpus.suggestions());
    opened.correct(Correction::Merge { into: pair.0.clone(), other: pair.1.clone() }).unwrap();
    assert_eq!(suggested(&opened), []);
    let Rows::Names(rows) = view(&opened, Tab::Names).rows else { panic!("names were asked for") };
    let row = rows.iter().find(|row| row.key == pair.0).unwrap();
    let reason = row.variants.iter().zip(&row.reasons).find(|((text, _), _)| text == "Sorel").unwrap().1;
    assert_eq!(*reason, verbatim_corpus::link::Reason::Reader);
    assert_eq!(
        opened.correct(Correction::Apart { entity: pair.0, other: pair.1.clone() }),
        Err(CorrectionError::Same(pair.1))
    );
}

#[test]
fn one_step_is_taken_back_and_the_others_stay() {
    let mut corpus = common::corpus();
    for correction in [all()[0].clone(), all()[3].clone(), all()[5].clone()] {
        corpus.correct(correction).unwrap();
    }
    assert_eq!(corpus.take_back(1), Some(all()[3].clone()));
    assert_eq!(corpus.corrections().steps(), [all()[0].clone(), all()[5].clone()]);
    let mut wanted = common::corpus();
    let file = corpus.corrections().to_lines();
    let (log, problems) = verbatim_corpus::Log::from_lines(&file);
    assert_eq!((problems, wanted.correct_all(&log)), (vec![], vec![]));
    assert_eq!(view(&wanted, Tab::Names), view(&corpus, Tab::Names));
    assert_eq!(view(&wanted, Tab::Articles), view(&corpus, Tab::Articles));
    assert_eq!(corpus.take_back(7), None);
}

#[test]
fn some_articles_mean_somebody_else() {
    let mut corpus = namesakes();
    let key = corpus.suggestions()[0].key.clone();
    let split = corpus.split_in(&key, &[ArticleId(4), ArticleId(4)], "Another Sorel").unwrap();
    corpus.correct(split.clone()).unwrap();
    let Rows::Names(rows) = view(&corpus, Tab::Names).rows else { panic!("names were asked for") };
    let count = |name: &str| rows.iter().find(|row| row.name == name).map(|row| row.articles);
    assert_eq!(count("Another Sorel"), Some(1));
    assert_eq!(corpus.split_in(&key, &[ArticleId(3)], "X"), Err(CorrectionError::NothingToSplit));
    assert_eq!(
        corpus.split_in(&key, &[ArticleId(9)], "X"),
        Err(CorrectionError::NoSuchArticle(ArticleId(9)))
    );
    // A log of another corpus: what fits is done, the rest told.
    let mut log = verbatim_corpus::Log::default();
    log.push(Correction::Rename { entity: "nobody".to_owned(), name: "x".to_owned() });
    log.push(split);
    let mut other = namesakes();
    assert_eq!(other.correct_all(&log), [(0, CorrectionError::NoSuchEntity("nobody".to_owned()))]);
    assert_eq!(view(&other, Tab::Names), view(&corpus, Tab::Names));
}

#[test]
fn what_does_not_fit_is_refused() {
    let mut corpus = common::corpus();
    let key = |key: &str| key.to_owned();
    for (correction, error) in [
        (
            Correction::Rename { entity: key("nobody"), name: key("x") },
            CorrectionError::NoSuchEntity(key("nobody")),
        ),
        (Correction::Rename { entity: key("tarsa"), name: key("—") }, CorrectionError::NoName),
        (Correction::Merge { into: key("tarsa"), other: key("tarsa") }, CorrectionError::Same(key("tarsa"))),
        (
            Correction::Speaker { article: ArticleId(1), quotation: 9, speaker: None },
            CorrectionError::NoSuchQuotation(ArticleId(1), 9),
        ),
        (
            Correction::Outlet { article: ArticleId(99), value: None },
            CorrectionError::NoSuchArticle(ArticleId(99)),
        ),
    ] {
        assert_eq!(corpus.correct(correction), Err(error));
    }
    assert!(corpus.corrections().is_empty());
}

/// A name as an article of its own, with others around it.
fn about(id: u64, name: &str, company: &str) -> (verbatim_article::Article, verbatim_nlp::Document) {
    let text = format!(
        "[person|{name}] came. [person|Ivo Brandt] and [org|Kelsund Bank] know {company}. {{{name}|say|We came.}}"
    );
    common::article(id, "Harbour Post", "2031-03-02", "News", &text)
}

/// Who is meant in an article of [`about`].
fn bearer(corpus: &Corpus, id: u64) -> String {
    corpus.reader(ArticleId(id), "").unwrap().entities[0].key.clone()
}

/// Decides something about articles 1 and 2, adds the others in some order, and brings all up to date now and then.
fn grown(decide: impl Fn(&Corpus) -> Correction, names: &[&str], order: &[usize], often: bool) -> Corpus {
    let mut corpus = Corpus::new();
    for (id, name) in [(1, "Ana Sorel"), (2, "Aniela Sorel")] {
        let (article, document) = about(id, name, "[place|Drovna]");
        corpus.add(article, document);
    }
    corpus.refresh();
    let decision = decide(&corpus);
    corpus.correct(decision).unwrap();
    for at in order {
        let (article, document) = about(*at as u64 + 3, names[*at], "[place|Drovna]");
        corpus.add(article, document);
        if often {
            corpus.refresh();
        }
    }
    corpus.refresh();
    corpus
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// What the reader joined stays joined and what was kept apart stays apart, whatever comes and in whatever order.
    #[test]
    fn decisions_hold_whatever_comes(
        (names, order) in prop::collection::vec(prop::sample::select(vec![
            "Sorel", "Ana Sorel", "A. Sorel", "Aniela Sorel", "Ana Aniela Sorel", "Anna Sorel", "Piet Sorel", "Aniela Sorell",
        ]), 1..7).prop_flat_map(|names| {
            let order: Vec<usize> = (0..names.len()).collect();
            (Just(names), Just(order).prop_shuffle())
        })
    ) {
        let first: Vec<usize> = (0..names.len()).collect();
        let keys = |corpus: &Corpus| (bearer(corpus, 1), bearer(corpus, 2));
        let merge = |corpus: &Corpus| { let (into, other) = keys(corpus); Correction::Merge { into, other } };
        let apart = |corpus: &Corpus| { let (entity, other) = keys(corpus); Correction::Apart { entity, other } };
        for (number, decide) in [&merge as &dyn Fn(&Corpus) -> Correction, &apart].into_iter().enumerate() {
            let grown = |order: &[usize], often| grown(decide, &names, order, often);
            let all = [grown(&first, false), grown(&order, false), grown(&order, true)];
            for corpus in &all {
                let (a, b) = keys(corpus);
                prop_assert_eq!(a == b, number == 0);
                prop_assert_eq!(view(corpus, Tab::Names), view(&all[0], Tab::Names));
            }
        }
    }
}

#[test]
fn what_is_kept_apart_is_not_joined_later() {
    let add = |corpus: &mut Corpus, id: u64, name: &str| {
        let (article, document) = about(id, name, "[place|Drovna]");
        corpus.add(article, document);
        corpus.refresh();
    };
    let mut free = Corpus::new();
    let mut judged = Corpus::new();
    for corpus in [&mut free, &mut judged] {
        add(corpus, 1, "Ana Sorel");
        add(corpus, 2, "Aniela Sorel");
    }
    assert_ne!(bearer(&judged, 1), bearer(&judged, 2));
    let (entity, other) = (bearer(&judged, 1), bearer(&judged, 2));
    judged.correct(Correction::Apart { entity, other }).unwrap();
    // Ana Aniela makes both one, unless the reader has said that they are two.
    for corpus in [&mut free, &mut judged] {
        add(corpus, 3, "Ana Aniela Sorel");
    }
    assert_eq!(bearer(&free, 1), bearer(&free, 2));
    assert_ne!(bearer(&judged, 1), bearer(&judged, 2));
    // The decision is about the same two after saving and opening, whoever has their keys now.
    let mut bytes = Vec::new();
    judged
        .save(|piece| {
            bytes.extend_from_slice(piece);
            Ok::<(), Infallible>(())
        })
        .unwrap();
    let mut opened = Corpus::open(&bytes).unwrap();
    add(&mut opened, 4, "Ana Aniela Sorel");
    assert_ne!(bearer(&opened, 1), bearer(&opened, 2));
}

#[test]
fn whom_the_reader_keeps_apart_no_more_is_joined_at_once() {
    let add = |corpus: &mut Corpus, id: u64, name: &str| {
        let (article, document) = about(id, name, "[place|Drovna]");
        corpus.add(article, document);
        corpus.refresh();
    };
    let one = |corpus: &Corpus| bearer(corpus, 1) == bearer(corpus, 2);
    let mut corpus = Corpus::new();
    add(&mut corpus, 1, "Ana Sorel");
    add(&mut corpus, 2, "Aniela Sorel");
    let (entity, other) = (bearer(&corpus, 1), bearer(&corpus, 2));
    corpus.correct(Correction::Apart { entity, other }).unwrap();
    add(&mut corpus, 3, "Ana Aniela Sorel");
    assert!(!one(&corpus));
    let file = common::saved(&corpus);
    let check = |corpus: &mut Corpus| {
        assert!(corpus.undo().is_some());
        assert!(one(corpus) && corpus.is_refreshed());
        assert!(corpus.redo().is_some());
        assert!(!one(corpus));
        assert!(corpus.take_back(0).is_some());
        assert!(one(corpus));
    };
    check(&mut corpus);
    // Opened again, it is to be refreshed when it was prepared.
    let mut opened = Corpus::open(&file).unwrap();
    assert!(opened.undo().is_some());
    assert!(!one(&opened) && !opened.is_refreshed());
    opened.prepare(|_| Err(String::new())).unwrap();
    opened.refresh();
    assert!(one(&opened) && opened.is_refreshed());
    let mut opened = Corpus::open(&file).unwrap();
    opened.prepare(|_| Err(String::new())).unwrap();
    check(&mut opened);
}

#[test]
fn whom_a_decision_is_about_is_saved_with_it() {
    let add = |corpus: &mut Corpus, id: u64, name: &str| {
        let (article, document) = about(id, name, "[place|Drovna]");
        corpus.add(article, document);
        corpus.refresh();
    };
    let grown = |reopen: bool| {
        let mut corpus = Corpus::new();
        add(&mut corpus, 1, "Ana Sorel");
        add(&mut corpus, 2, "Aniela Sorel");
        let (entity, other) = (bearer(&corpus, 1), bearer(&corpus, 2));
        corpus
            .correct(Correction::Rename { entity: entity.clone(), name: "Ana the Elder".to_owned() })
            .unwrap();
        corpus.correct(Correction::Apart { entity, other }).unwrap();
        for (id, name) in [(3, "Anna Sorel"), (4, "Ana Aniela Sorel"), (5, "A. Sorel"), (6, "Aniela Sorell")]
        {
            if reopen {
                corpus = Corpus::open(&common::saved(&corpus)).unwrap();
            }
            add(&mut corpus, id, name);
        }
        corpus
    };
    let (live, reopened) = (grown(false), grown(true));
    assert_eq!(view(&reopened, Tab::Names), view(&live, Tab::Names));
    assert_eq!(reopened.corrections(), live.corrections());
    assert_eq!(reopened.suggestions(), live.suggestions());
}
