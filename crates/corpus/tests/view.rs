//! What the page sees of a small corpus: selections, facets, histogram, rows and reader.

mod common;

use common::corpus;
use verbatim_article::ArticleId;
use verbatim_corpus::{
    Corpus, CountBy, DateRange, Facet, FacetRequest, Filter, Layer, Query, Rows, Sort, Tab, View,
    ViewRequest, Wanted,
};

fn request(text: &str, filters: &[(Facet, &str, bool)]) -> ViewRequest {
    ViewRequest {
        query: Query {
            text: text.to_owned(),
            filters: filters
                .iter()
                .map(|(facet, key, exclude)| Filter {
                    facet: *facet,
                    key: (*key).to_owned(),
                    exclude: *exclude,
                })
                .collect(),
            dates: None,
        },
        limit: 50,
        facets: Facet::ALL
            .into_iter()
            .map(|facet| FacetRequest { facet, search: String::new(), offset: 0, limit: 20 })
            .collect(),
        ..ViewRequest::default()
    }
}

fn facet(view: &View, facet: Facet) -> Vec<(&str, u32)> {
    let counts = view.facets.iter().find(|counts| counts.facet == facet).unwrap();
    counts.values.iter().map(|value| (value.key.as_str(), value.count)).collect()
}

fn quotes(view: &View) -> Vec<(u64, u32)> {
    match &view.rows {
        Rows::Quotes(rows) => rows.iter().map(|row| (row.article.0, row.number)).collect(),
        _ => panic!("quotes were asked for"),
    }
}

fn articles(view: &View) -> Vec<u64> {
    match &view.rows {
        Rows::Articles(rows) => rows.iter().map(|row| row.article.0).collect(),
        _ => panic!("articles were asked for"),
    }
}

#[test]
fn nothing_asked_is_everything() {
    let view = corpus().view(&request("", &[]));
    assert_eq!((view.totals.quotes, view.totals.articles, view.totals.outlets), (4, 4, 2));
    assert_eq!((view.totals.all_quotes, view.totals.all_articles, view.totals.rows), (4, 4, 4));
    // Known speakers' own words first, of these the newest; then what is less sure.
    assert_eq!(quotes(&view), [(2, 1), (1, 0), (3, 0), (2, 0)]);
    // An unknown day of April is later than a day of March.
    let newest = ViewRequest { sort: Sort::Newest, ..request("", &[]) };
    assert_eq!(quotes(&corpus().view(&newest)), [(3, 0), (2, 0), (2, 1), (1, 0)]);
    assert_eq!(facet(&view, Facet::Speaker), [("tarsa", 2), ("quill", 1)]);
    assert_eq!(facet(&view, Facet::Outlet), [("harbour-post", 3), ("morning-ledger", 1)]);
    assert_eq!(facet(&view, Facet::VerbFamily), [("neutral", 2), ("deny", 1), ("warn", 1)]);
    assert_eq!(view.undated, 0);
}

#[test]
fn words_are_folded_and_anded_and_phrases_hold() {
    let corpus = corpus();
    let quotes_of = |text: &str| quotes(&corpus.view(&request(text, &[])));
    assert_eq!(quotes_of("TARSA"), [(1, 0), (2, 1)]);
    assert_eq!(quotes_of("river wall"), [(2, 0)]);
    assert_eq!(quotes_of("\"hold the river\""), [(2, 1)]);
    assert_eq!(quotes_of("\"river the\""), []);
    let mut wanted = request("drovna", &[]);
    wanted.tab = Tab::Articles;
    wanted.sort = Sort::Oldest;
    assert_eq!(articles(&corpus.view(&wanted)), [1, 3]);
}

#[test]
fn filters_or_within_and_across_and_facets_ignore_themselves() {
    let corpus = corpus();
    let view = corpus.view(&request("", &[(Facet::Speaker, "tarsa", false)]));
    assert_eq!(quotes(&view), [(2, 1), (1, 0)]);
    assert_eq!(view.totals.articles, 2);
    assert_eq!(facet(&view, Facet::Speaker), [("tarsa", 2), ("quill", 1)]);
    assert_eq!(facet(&view, Facet::Verb), [("deny", 1), ("say", 1)]);
    let both =
        [(Facet::Speaker, "tarsa", false), (Facet::Speaker, "quill", false), (Facet::Verb, "warn", false)];
    assert_eq!(quotes(&corpus.view(&request("", &both))), [(2, 0)]);
    let without = corpus.view(&request("", &[(Facet::Speaker, "tarsa", true)]));
    assert_eq!(quotes(&without), [(3, 0), (2, 0)]);
    let chosen: Vec<_> = without.facets[0].values.iter().filter_map(|v| v.chosen).collect();
    assert_eq!(chosen, [true]);
}

#[test]
fn dates_and_their_histogram() {
    let corpus = corpus();
    let mut wanted = request("", &[]);
    wanted.count_by = CountBy::Articles;
    wanted.tab = Tab::Articles;
    wanted.query.dates = Some(DateRange { from: "2031-03-03".parse().ok(), to: None });
    let view = corpus.view(&wanted);
    assert_eq!(articles(&view), [3, 2]);
    let bars: Vec<_> = view.histogram.iter().map(|b| (b.date.to_string(), b.all, b.selected)).collect();
    assert_eq!(
        bars,
        [("2031-03-02".to_owned(), 1, 0), ("2031-03-05".to_owned(), 1, 1), ("2031-04".to_owned(), 1, 1)]
    );
    assert_eq!(view.undated, 1);
}

#[test]
fn rows_are_paged_and_marked() {
    let corpus = corpus();
    let mut wanted = request("leaked", &[]);
    wanted.limit = 1;
    let view = corpus.view(&wanted);
    assert_eq!(view.totals.rows, 1);
    let Rows::Quotes(rows) = &view.rows else { panic!("quotes were asked for") };
    let row = &rows[0];
    assert_eq!(row.speaker.as_deref(), Some("Ilva Tarşa"));
    let lit = |layer| {
        let mark = row.snippet.marks.iter().find(|(_, l)| *l == layer).unwrap();
        mark.0.of(&row.snippet.text)
    };
    assert_eq!(lit(Layer::Hit), "leaked");
    assert_eq!(lit(Layer::Content), "The dam has never leaked a drop");
    wanted = request("", &[]);
    (wanted.offset, wanted.limit) = (1, 2);
    assert_eq!(quotes(&corpus.view(&wanted)), [(1, 0), (3, 0)]);
    (wanted.sort, wanted.offset) = (Sort::Newest, 1);
    assert_eq!(quotes(&corpus.view(&wanted)), [(2, 0), (2, 1)]);
}

#[test]
fn the_reader_shows_hits_and_speakers() {
    let corpus = corpus();
    let reader = corpus.reader(ArticleId(1), "tarsa").unwrap();
    let lit: Vec<_> = reader.hits.iter().map(|span| span.of(&reader.article.text)).collect();
    assert_eq!(lit, ["Tarsa", "Tarşa", "Tarşa"]);
    assert_eq!(reader.quotations[0].speaker_key.as_deref(), Some("tarsa"));
    assert!(corpus.reader(ArticleId(99), "").is_none());
}

#[test]
fn the_same_article_twice_is_one() {
    let mut corpus = corpus();
    let (article, document) = common::sample().remove(0);
    assert!(!corpus.add(article, document));
    assert_eq!(corpus.len(), 4);
}

#[test]
fn every_field_chooses() {
    let corpus = corpus();
    for (asked, wanted) in [
        ("speaker:tarsa", &[(1, 0), (2, 1)][..]),
        ("speaker:\"bero quill\"", &[(2, 0)]),
        ("-speaker:tarsa", &[(2, 0), (3, 0)]),
        ("person:quill", &[(2, 0), (2, 1)]),
        ("org:\"river board\"", &[(1, 0), (2, 0), (2, 1)]),
        ("place:drovna", &[(1, 0), (3, 0)]),
        ("outlet:ledger", &[(3, 0)]),
        ("agency:norda", &[(2, 0), (2, 1)]),
        ("verb:say", &[(2, 1), (3, 0)]),
        ("verbfamily:deny", &[(1, 0)]),
        ("type:indirect", &[(2, 0)]),
        ("date:2031-03", &[(1, 0), (2, 0), (2, 1)]),
        ("date:2031-03-04..", &[(2, 0), (2, 1), (3, 0)]),
        ("lang:en is:anonymous", &[(3, 0)]),
        ("is:low-confidence", &[(2, 0)]),
        ("is:undated", &[]),
        ("is:boilerplate", &[]),
        ("in:headline leak", &[]),
        ("in:quote leaked", &[(1, 0)]),
        ("wall near/6 flood", &[(2, 0)]),
        ("wall near/5 flood", &[]),
        ("floo*", &[(2, 0)]),
        ("floods~", &[(2, 0)]),
        ("=river", &[(2, 1)]),
        ("=RIVER", &[]),
        ("/hold(s| the) river/", &[(2, 1)]),
        ("speaker:tarsa OR type:indirect", &[(1, 0), (2, 0), (2, 1)]),
        ("speaker:tarsa (river OR dam) -leaked", &[(2, 1)]),
    ] {
        let view = corpus.view(&request(asked, &[]));
        assert_eq!(view.error, None, "{asked}");
        let mut found = quotes(&view);
        found.sort_unstable();
        assert_eq!(found, wanted, "{asked}");
    }
}

#[test]
fn parts_of_articles_choose_articles() {
    let corpus = corpus();
    for (asked, wanted) in [
        ("in:headline leak", &[1][..]),
        ("in:headline wall", &[]),
        ("in:headline drovna", &[3, 1]),
        ("is:undated", &[4]),
        ("is:boilerplate", &[]),
        ("lang:en agency:norda", &[2, 4]),
        ("date:2031-03", &[2, 1]),
    ] {
        let mut wanted_rows = request(asked, &[]);
        (wanted_rows.tab, wanted_rows.sort) = (Tab::Articles, Sort::Newest);
        assert_eq!(articles(&corpus.view(&wanted_rows)), wanted, "{asked}");
    }
}

#[test]
fn facets_are_paged() {
    let corpus = corpus();
    let page = |offset: u32, limit: u32| {
        let mut request = request("", &[]);
        request.facets = vec![FacetRequest { facet: Facet::Verb, search: String::new(), offset, limit }];
        let view = corpus.view(&request);
        let found: Vec<String> = facet(&view, Facet::Verb).iter().map(|(key, _)| (*key).to_owned()).collect();
        (found, view.facets[0].total)
    };
    let (all, total) = page(0, 20);
    assert_eq!(all.len(), total as usize);
    assert_eq!(page(0, 2), (all[..2].to_vec(), total));
    assert_eq!(page(2, 2), (all[2..].iter().take(2).cloned().collect(), total));
    assert_eq!(page(20, 2), (Vec::new(), total));
}

#[test]
fn what_was_asked_last_is_answered_as_if_it_were_new() {
    let mut corpus = common::corpus();
    let ask = |text: &str, tab: Tab, offset: u32, limit: u32| ViewRequest {
        query: Query { text: text.to_owned(), ..Query::default() },
        tab,
        offset,
        limit,
        facets: Facet::ALL
            .into_iter()
            .map(|facet| FacetRequest { facet, search: String::new(), offset: 0, limit: 20 })
            .collect(),
        ..ViewRequest::default()
    };
    let asked = [
        ask("river", Tab::Quotes, 0, 20),
        ask("river", Tab::Quotes, 1, 20),
        ask("river", Tab::Articles, 0, 2),
        ViewRequest { count_by: CountBy::Articles, ..ask("river", Tab::Articles, 0, 2) },
        ask("=River", Tab::Articles, 0, 2),
        ask("river -dam", Tab::Names, 0, 20),
        ask("/flood|leak/", Tab::Context, 0, 20),
        ask("/flood|leak/", Tab::Timeline, 0, 20),
    ];
    let check = |corpus: &Corpus, fresh: &Corpus| {
        for request in asked.iter().chain(asked.iter().rev()) {
            // Nothing is remembered of another question.
            drop(fresh.view(&ask("nothing of it", Tab::Quotes, 0, 1)));
            assert_eq!(corpus.view(request), fresh.view(request), "{request:?}");
        }
    };
    check(&corpus, &common::corpus());
    let (article, document) =
        common::article(77, "Harbour Post", "2031-03-02", "River news", "[person|Ana Sorel] saw the river.");
    let mut grown = common::corpus();
    for corpus in [&mut corpus, &mut grown] {
        corpus.add(article.clone(), document.clone());
    }
    check(&corpus, &grown);
}

#[test]
fn rows_and_counts_asked_apart_are_the_whole_answer() {
    let corpus = common::corpus();
    for (text, tab) in [("river", Tab::Quotes), ("", Tab::Articles), ("", Tab::Timeline), ("\"", Tab::Names)]
    {
        let whole = ViewRequest { tab, ..request(text, &[]) };
        let all = corpus.view(&whole);
        let rows = corpus.view(&ViewRequest { wanted: Wanted::Rows, ..whole.clone() });
        let counts = corpus.view(&ViewRequest { wanted: Wanted::Counts, ..whole });
        assert!(rows.facets.is_empty() && rows.histogram.is_empty() && !counts.facets.is_empty());
        assert_eq!(counts.rows, Rows::Quotes(Vec::new()));
        assert_eq!((&rows.rows, rows.totals, &rows.error), (&all.rows, all.totals, &all.error));
        let counted = (&counts.facets, &counts.histogram, counts.undated);
        assert_eq!(counted, (&all.facets, &all.histogram, all.undated), "{text:?}");
    }
}
