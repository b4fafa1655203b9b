//! The index against looking at every word of every article.

use proptest::prelude::*;
use verbatim_article::{Article, ArticleId, Block, BlockKind, Span};
use verbatim_corpus::ask::{Ask, Form, Phrase, Place, parse};
use verbatim_corpus::text::{Words, fold};
use verbatim_corpus::{Corpus, Query, Rows, Sort, Tab, ViewRequest};
use verbatim_nlp::Document;

fn article(id: u64, headline: &str, body: &str, page: &str) -> Article {
    let text = format!("{headline}\n{body}\n{page}");
    let (head, main) = (headline.len() + 1, headline.len() + body.len() + 2);
    Article {
        id: ArticleId(id),
        headline: Some(headline.to_owned()),
        language: "en".to_owned(),
        blocks: vec![
            Block { kind: BlockKind::Headline, span: Span::new(0, head) },
            Block { kind: BlockKind::Body, span: Span::new(head, main) },
            Block { kind: BlockKind::Boilerplate, span: Span::new(main, text.len()) },
        ],
        text,
        ..Article::default()
    }
}

/// Words with their place, in order.
fn words(article: &Article) -> Vec<(String, Place)> {
    let place = |at: u32| {
        let block = article.blocks.iter().find(|b| b.span.start <= at && at < b.span.end).unwrap();
        match block.kind {
            BlockKind::Headline => Place::Headline,
            BlockKind::Boilerplate => Place::Boilerplate,
            _ => Place::Body,
        }
    };
    Words::new(&article.text).map(|w| (w.of(&article.text).to_owned(), place(w.start))).collect()
}

fn spans(words: &[(String, Place)], phrase: &Phrase, place: Option<Place>) -> Vec<(usize, usize)> {
    let length = phrase.0.len();
    let fits = |start: &usize| {
        let Some(window) = words.get(*start..start + length) else { return false };
        let here = window[0].1;
        let in_place = place.map_or(here != Place::Boilerplate, |place| place == here);
        in_place
            && window.iter().zip(&phrase.0).all(|((word, at), term)| {
                *at == here
                    && match term.form {
                        Form::Folded => fold(word) == term.text,
                        Form::Exact => *word == term.text,
                        Form::Prefix => fold(word).starts_with(&term.text),
                        Form::Fuzzy(_) => unreachable!("not asked here"),
                    }
            })
    };
    (0..words.len()).filter(fits).map(|start| (start, start + length)).collect()
}

fn holds(ask: &Ask, words: &[(String, Place)], place: Option<Place>) -> bool {
    match ask {
        Ask::All => true,
        Ask::And(parts) => parts.iter().all(|part| holds(part, words, place)),
        Ask::Or(parts) => parts.iter().any(|part| holds(part, words, place)),
        Ask::Not(part) => !holds(part, words, place),
        Ask::In(place, part) => holds(part, words, Some(*place)),
        Ask::Words(phrase) => !spans(words, phrase, place).is_empty(),
        Ask::Near(phrases, distance) => {
            let [first, second] = phrases.as_slice() else { unreachable!("two are asked") };
            // Places are those of the pair's first word: the parts may lie on both sides of a border.
            let all = |phrase| {
                [Place::Headline, Place::Body, Place::Boilerplate]
                    .into_iter()
                    .flat_map(|place| spans(words, phrase, Some(place)))
                    .collect::<Vec<_>>()
            };
            let (left, right) = (all(first), all(second));
            left.iter().any(|(a, b)| {
                right.iter().any(|(c, d)| {
                    let apart = if c >= b {
                        c - b + 1
                    } else if a >= d {
                        a - d + 1
                    } else {
                        return false;
                    };
                    let here = words[*a.min(c)].1;
                    apart <= *distance as usize
                        && place.map_or(here != Place::Boilerplate, |place| place == here)
                })
            })
        }
        other => unreachable!("not asked here: {other:?}"),
    }
}

fn found(corpus: &Corpus, text: &str) -> Vec<u64> {
    let view = corpus.view(&ViewRequest {
        query: Query { text: text.to_owned(), ..Query::default() },
        tab: Tab::Articles,
        sort: Sort::Newest,
        limit: 1000,
        ..ViewRequest::default()
    });
    let Rows::Articles(rows) = view.rows else { panic!("articles were asked for") };
    rows.iter().map(|row| row.article.0).collect()
}

fn text(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let word = proptest::sample::select(vec!["dam", "Dam", "river", "rivers", "flood", "wall", "dâm"]);
    proptest::collection::vec(word, length).prop_map(|words| words.join(" "))
}

const QUESTIONS: [&str; 16] = [
    "dam",
    "dam river",
    "\"dam river\"",
    "\"river dam flood\"",
    "dam OR wall",
    "river -wall",
    "-dam",
    "=Dam",
    "=\"Dam river\"",
    "riv*",
    "\"dam riv*\"",
    "dam near/2 flood",
    "\"dam river\" near/3 wall",
    "in:headline dam river",
    "(in:headline dam) OR (in:boilerplate wall)",
    "(dam OR wall) -(flood river) rivers",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_index_finds_what_looking_finds(
        made in proptest::collection::vec((text(1..4), text(1..12), text(1..3)), 1..40),
        settled: bool,
    ) {
        let articles: Vec<Article> =
            made.iter().zip(1..).map(|((h, b, p), id)| article(id, h, b, p)).collect();
        let mut corpus = Corpus::new();
        for article in &articles {
            corpus.add(article.clone(), Document::default());
        }
        if settled {
            corpus.refresh();
        }
        for question in QUESTIONS {
            let parsed = parse(question);
            prop_assert_eq!(&parsed.error, &None);
            let by_looking: Vec<u64> = articles
                .iter()
                .filter(|article| holds(&parsed.ask, &words(article), None))
                .map(|article| article.id.0)
                .collect();
            prop_assert_eq!(found(&corpus, question), by_looking, "{}", question);
        }
    }

    #[test]
    fn the_order_of_articles_does_not_show(made in proptest::collection::vec(text(3..12), 2..20)) {
        let articles: Vec<Article> =
            made.iter().zip(1..).map(|(body, id)| article(id, "wall", body, "x")).collect();
        let (mut there, mut back) = (Corpus::new(), Corpus::new());
        for article in &articles {
            there.add(article.clone(), Document::default());
        }
        for article in articles.iter().rev() {
            back.add(article.clone(), Document::default());
        }
        for tab in [Tab::Articles, Tab::Context, Tab::Timeline, Tab::Names] {
            for sort in [Sort::Best, Sort::Oldest, Sort::Left, Sort::Right] {
                let request = ViewRequest {
                    query: Query { text: "dam river~".to_owned(), ..Query::default() },
                    tab,
                    sort,
                    limit: 100,
                    ..ViewRequest::default()
                };
                prop_assert_eq!(there.view(&request), back.view(&request));
            }
        }
    }
}

#[test]
fn slips_prefixes_and_expressions_are_found() {
    let mut corpus = Corpus::new();
    let bodies =
        ["engineers looked", "an enigneer spoke", "the engine ran", "flooded plains of Drovna", "flooding"];
    for (body, id) in bodies.iter().zip(1..) {
        corpus.add(article(id, "h", body, "x"), Document::default());
    }
    assert_eq!(found(&corpus, "engineer~"), [1, 2, 3]);
    assert_eq!(found(&corpus, "engineer~1"), [1, 2]);
    assert_eq!(found(&corpus, "engineer*"), [1]);
    assert_eq!(found(&corpus, "/flood(ed|ing)/"), [4, 5]);
    assert_eq!(found(&corpus, r"/PLAINS\s+of/"), [4]);
    assert_eq!(found(&corpus, "/engine|plains/ -looked"), [3, 4]);
    // The same whether words are tried or texts are: "." fits a letter too.
    for (words, texts) in [("/flo+d/", "/fl.+?d/"), (r"/\bfloo/", r"/\bflo.?o/"), ("/[a-f]lood/", "/.lood/")]
    {
        assert!(!found(&corpus, words).is_empty(), "{words}");
        assert!(
            found(&corpus, words).iter().all(|article| found(&corpus, texts).contains(article)),
            "{words} {texts}"
        );
    }
}
