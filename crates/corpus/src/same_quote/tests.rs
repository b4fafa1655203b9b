//! Groups as a whole, on invented statements.

use super::{Quotes, Rendering, WordDiff, compare};
use crate::link::Linker;
use proptest::prelude::*;
use verbatim_article::{ArticleId, Span};
use verbatim_nlp::{
    Document, Entity, EntityIndex, EntityType, Evidence, Mention, MentionKind, Quotation, QuotationKind,
    Stance, VerbFamily,
};

/// An article of quotations, each with its speaker's name.
fn article(quotes: &[(&str, &str)]) -> (String, Document) {
    let mut text = String::new();
    let mut document = Document::default();
    let mut put = |words: &str| {
        let start = text.len();
        text.push_str(words);
        let span = Span::new(start, text.len());
        text.push(' ');
        span
    };
    for (speaker, words) in quotes {
        let (name, content) = (put(speaker), put(words));
        let known = document.entities.iter().position(|e: &Entity| e.name == *speaker);
        let index = known.unwrap_or(document.entities.len());
        let mention = Mention { span: name, kind: MentionKind::Name };
        match document.entities.get_mut(index) {
            Some(entity) => entity.mentions.push(mention),
            None => document.entities.push(Entity {
                kind: EntityType::Person,
                name: (*speaker).to_owned(),
                roles: Vec::new(),
                mentions: vec![mention],
                date: None,
            }),
        }
        document.quotations.push(Quotation {
            kind: QuotationKind::Direct,
            content: vec![content],
            cue: Vec::new(),
            verb: "say".to_owned(),
            family: VerbFamily::Neutral,
            source: vec![name],
            speaker: Some(EntityIndex(index as u32)),
            addressee: Vec::new(),
            stance: Stance::Speech,
            confidence: 900,
            evidence: Evidence::default(),
        });
    }
    (text, document)
}

/// An article's day; days below zero are unknown.
fn day(day: i32) -> Option<i32> {
    (day >= 0).then_some(day)
}

/// Groups as (article, quotation) numbers; each article with its day.
fn groups(articles: &[(i32, Vec<(&str, &str)>)], order: &[usize]) -> Vec<Vec<(u64, u32)>> {
    let (mut linker, mut quotes) = (Linker::new(), Quotes::new());
    for &at in order {
        let (on, told) = &articles[at];
        let (text, document) = article(told);
        linker.add_text(ArticleId(at as u64), &text, &document);
        quotes.add_text(ArticleId(at as u64), &text, day(*on), &document);
    }
    quotes.groups(&linker.links()).into_iter().map(members).collect()
}

fn members(group: super::QuoteGroup) -> Vec<(u64, u32)> {
    group.quotations.iter().map(|q| (q.article.0, q.number)).collect()
}

/// The same, article by article, with slices and answers in between.
fn groups_in_slices(articles: &[(i32, Vec<(&str, &str)>)], slices: &[u32]) -> Vec<Vec<(u64, u32)>> {
    let (mut linker, mut quotes) = (Linker::new(), Quotes::new());
    for ((at, (on, told)), slice) in articles.iter().enumerate().zip(slices.iter().cycle()) {
        let (text, document) = article(told);
        linker.add_text(ArticleId(at as u64), &text, &document);
        quotes.add_text(ArticleId(at as u64), &text, day(*on), &document);
        match slice {
            0 => {}
            1 => drop(quotes.groups(&linker.links())),
            most => drop(quotes.join(*most)),
        }
    }
    quotes.groups(&linker.links()).into_iter().map(members).collect()
}

const DREDGER: &str = "The dredger will not leave the northern basin before the winter storms are over";
const REWORDED: &str = "Before the storms of winter are over no dredger leaves our northern basin";
const OTHER: &str = "We shall sell the old ferry and buy two smaller ones for the islands";

#[test]
fn exact_trimmed_and_reworded_renderings_meet() {
    let found = groups(
        &[
            (10, vec![("Ana Sorel", DREDGER), ("Ana Sorel", OTHER)]),
            (11, vec![("Ana Sorel", REWORDED)]),
            (12, vec![("Ana Sorel", "will not leave the northern basin before the winter storms")]),
        ],
        &[0, 1, 2],
    );
    assert_eq!(found, [vec![(0, 0), (1, 0), (2, 0)]]);
}

#[test]
fn what_somebody_else_denies_is_another_statement() {
    let denies = |says: [bool; 2], speakers: [&str; 2]| {
        let (mut linker, mut quotes) = (Linker::new(), Quotes::new());
        for (at, (says, speaker)) in says.into_iter().zip(speakers).enumerate() {
            let (text, mut document) = article(&[(speaker, DREDGER)]);
            document.quotations[0].kind = QuotationKind::Indirect;
            if !says {
                document.quotations[0].family = VerbFamily::Deny;
            }
            linker.add_text(ArticleId(at as u64), &text, &document);
            quotes.add_text(ArticleId(at as u64), &text, day(10), &document);
        }
        quotes.groups(&linker.links()).len()
    };
    // The dredger "will not leave" already: the shorter statement has no denial of its own.
    let (text, mut document) =
        article(&[("Piet Brandt", "The dredger left the northern basin before the winter storms")]);
    let (mut linker, mut quotes) = (Linker::new(), Quotes::new());
    for (at, family) in [VerbFamily::Neutral, VerbFamily::Deny].into_iter().enumerate() {
        document.quotations[0].kind = QuotationKind::Indirect;
        document.quotations[0].family = family;
        linker.add_text(ArticleId(at as u64), &text, &document);
        quotes.add_text(ArticleId(at as u64), &text, day(10), &document);
    }
    assert_eq!(quotes.groups(&linker.links()).len(), 0);
    // Two who deny one thing, and two outlets on one denial, are told as before.
    assert_eq!(denies([false, false], ["Ana Sorel", "Ana Sorel"]), 1);
    assert_eq!(denies([true, true], ["Ana Sorel", "Ana Sorel"]), 1);
}

#[test]
fn what_differs_stays_apart() {
    // Another speaker in other words, the same article twice, and the same thing a year later.
    let told = vec![
        (10, vec![("Ana Sorel", DREDGER), ("Ana Sorel", DREDGER)]),
        (
            10,
            vec![(
                "Piet Brandt",
                "Until winter storms are over the dredger is not leaving that northern basin",
            )],
        ),
        (400, vec![("Ana Sorel", REWORDED)]),
    ];
    assert!(groups(&told, &[0, 1, 2]).is_empty());
}

#[test]
fn another_speaker_with_the_same_words_is_one_utterance_wrongly_given() {
    let told = vec![(10, vec![("Ana Sorel", DREDGER)]), (10, vec![("Piet Brandt", DREDGER)])];
    assert_eq!(groups(&told, &[0, 1]).len(), 1);
}

#[test]
fn differences_word_by_word() {
    let (a, first) = article(&[("Ana Sorel", "the basin stays closed until spring")]);
    let (b, mut second) = article(&[("the commissioner", "“The basin stays shut until late spring.”")]);
    second.quotations[0].verb = "insist".to_owned();
    let found = compare((&a, &first.quotations[0]), (&b, &second.quotations[0]));
    assert_eq!(found.rendering, Rendering::Reworded);
    let show: Vec<String> = found
        .words
        .iter()
        .map(|piece| match piece {
            WordDiff::Same(x, _) => format!("= {}", x.of(&a)),
            WordDiff::Changed(x, y) => format!("~ {} / {}", x.of(&a), y.of(&b)),
            WordDiff::Added(y) => format!("+ {}", y.of(&b)),
            WordDiff::Removed(x) => format!("- {}", x.of(&a)),
        })
        .collect();
    assert_eq!(show, ["= the basin stays", "~ closed / shut", "= until", "+ late", "= spring"]);
    assert_eq!(found.verbs.map(|v| v.map(|(verb, _)| verb)), Some(["say".to_owned(), "insist".to_owned()]));
    assert_eq!(found.sources, Some(["Ana Sorel".to_owned(), "the commissioner".to_owned()]));
    let (c, third) = article(&[("Ana Sorel", "basin stays closed")]);
    assert_eq!(compare((&a, &first.quotations[0]), (&c, &third.quotations[0])).rendering, Rendering::Trimmed);
    assert_eq!(compare((&a, &first.quotations[0]), (&a, &first.quotations[0])).rendering, Rendering::Exact);
}

#[test]
fn what_a_crowd_says_is_no_key_in_any_order() {
    // Trimmed renderings that meet under runs of words which so many others have that they say nothing; the pair in
    // front meets before they are many, and by other words, too.
    let filler = super::join::CROWD + 40;
    let said: Vec<String> = (0..filler)
        .map(|n| format!("quay{n} lamp{n} we shall see what the weather brings us tomorrow rope{n} kelp{n}"))
        .collect();
    let mut told: Vec<(i32, Vec<(&str, &str)>)> = vec![
        (1, vec![("Ana Sorel", "we shall see what the weather brings us tomorrow but only perhaps")]),
        (2, vec![("Piet Brandt", "we shall see what the weather brings us tomorrow")]),
        (3, vec![("Ana Sorel", DREDGER)]),
        (4, vec![("Piet Brandt", DREDGER)]),
    ];
    for (number, words) in said.iter().enumerate() {
        told.push((number as i32 * 30, vec![("Lina Orlo", words.as_str())]));
    }
    let forward: Vec<usize> = (0..told.len()).collect();
    let backward: Vec<usize> = forward.iter().rev().copied().collect();
    let all = groups(&told, &forward);
    assert_eq!(all, groups(&told, &backward));
    assert_eq!(all, groups_in_slices(&told, &[0, 3, 1, 0, 0, 0, 50]));
    assert!(all.contains(&vec![(2, 0), (3, 0)]));
    assert!(!all.contains(&vec![(0, 0), (1, 0)]), "met under a key that a crowd has");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_does_not_matter(
        picks in prop::collection::vec((0usize..2, 0usize..4, -8i32..40), 2..9),
        seed in any::<prop::sample::Index>(),
        slices in prop::collection::vec(0u32..4, 1..5),
    ) {
        let words = [DREDGER, REWORDED, OTHER, "the northern basin before the winter storms"];
        let speakers = ["Ana Sorel", "Piet Brandt"];
        let articles: Vec<_> =
            picks.iter().map(|&(who, what, day)| (day, vec![(speakers[who], words[what])])).collect();
        let forward: Vec<usize> = (0..articles.len()).collect();
        let mut turned = forward.clone();
        turned.rotate_left(seed.index(articles.len()));
        turned.reverse();
        let all = groups(&articles, &forward);
        prop_assert_eq!(&all, &groups(&articles, &turned));
        prop_assert_eq!(&all, &groups_in_slices(&articles, &slices));
    }
}
