//! The query language, operator by operator and field by field: what each finds in a small corpus.

mod common;

use verbatim_article::{Article, ArticleId, Block, BlockKind, Span};
use verbatim_corpus::{Corpus, Query, Rows, Sort, Tab, ViewRequest};
use verbatim_nlp::Document;

/// The sample, with an article in French that has a standfirst, a caption and furniture.
fn corpus() -> Corpus {
    let mut corpus = common::corpus();
    let parts = [
        ("Le barrage tient\n", BlockKind::Headline),
        ("Les eaux montent\n", BlockKind::Standfirst),
        ("Le fleuve a débordé, dit la mairie de Drovna.\n", BlockKind::Body),
        ("Le mur en mars\n", BlockKind::Caption),
        ("Partager cet article\n", BlockKind::Boilerplate),
    ];
    let mut article = Article {
        id: ArticleId(5),
        outlet: Some("Écho du Fleuve".to_owned()),
        headline: Some("Le barrage tient".to_owned()),
        published: "2031-05-20".parse().ok(),
        language: "fr".to_owned(),
        ..Article::default()
    };
    for (text, kind) in parts {
        let start = article.text.len();
        article.text.push_str(text);
        article.blocks.push(Block { kind, span: Span::new(start, article.text.len()) });
    }
    corpus.add(article, Document::default());
    corpus.refresh();
    corpus
}

fn ask(corpus: &Corpus, text: &str, tab: Tab) -> verbatim_corpus::View {
    let query = Query { text: text.to_owned(), ..Query::default() };
    corpus.view(&ViewRequest { query, tab, sort: Sort::Oldest, limit: 100, ..ViewRequest::default() })
}

fn articles(corpus: &Corpus, text: &str) -> Vec<u64> {
    let view = ask(corpus, text, Tab::Articles);
    assert_eq!(view.error, None, "{text}");
    let Rows::Articles(rows) = view.rows else { panic!("articles were asked for") };
    let mut ids: Vec<u64> = rows.iter().map(|row| row.article.0).collect();
    ids.sort_unstable();
    ids
}

/// Article and number of each quotation.
fn quotations(corpus: &Corpus, text: &str) -> Vec<(u64, u32)> {
    let view = ask(corpus, text, Tab::Quotes);
    assert_eq!(view.error, None, "{text}");
    let Rows::Quotes(rows) = view.rows else { panic!("quotations were asked for") };
    let mut ids: Vec<(u64, u32)> = rows.iter().map(|row| (row.article.0, row.number)).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn words_and_operators_find_articles() {
    let corpus = corpus();
    for (typed, expected) in [
        // Words: all of them, without case and accents.
        ("river", &[1, 2, 4][..]),
        ("RIVER Wall", &[1, 2]),
        ("river AND wall", &[1, 2]),
        ("tarsa", &[1, 2]),
        ("TARŞA", &[1, 2]),
        ("deborde", &[5]),
        ("débordé", &[5]),
        ("river OR barrage", &[1, 2, 4, 5]),
        ("river | barrage", &[1, 2, 4, 5]),
        ("river -wall", &[4]),
        ("river NOT wall", &[4]),
        ("river (wall OR notes)", &[1, 2, 4]),
        ("-river", &[3, 5]),
        ("NOT (river OR barrage)", &[3]),
        // Phrases.
        ("\"river board\"", &[1, 2]),
        ("“river board”", &[1, 2]),
        ("\"board river\"", &[]),
        ("\"river boa*\"", &[1, 2]),
        ("\"never leaked\" OR \"rose again\"", &[1, 4]),
        // Near: either order, the distance of neighbours is 1.
        ("river near/1 board", &[1, 2]),
        ("board near/1 river", &[1, 2]),
        ("dam near/3 leaked", &[1]),
        ("dam near/2 leaked", &[]),
        ("\"river board\" near/3 engineers", &[1]),
        // Beginnings, slips, exact letters, expressions.
        ("engin*", &[1]),
        ("drov*", &[1, 3, 5]),
        ("engineer~", &[1]),
        ("enigneers~1", &[1]),
        ("enigneersx~1", &[]),
        ("enigneersx~2", &[1]),
        ("=River", &[1, 2]),
        ("=river", &[2, 4]),
        ("=\"River Board\"", &[1, 2]),
        ("=\"river board\"", &[2]),
        ("=tarsa", &[]),
        ("=Tarşa", &[1, 2]),
        ("/lea(ks|ked) a/", &[1]),
        (r"/\bspring\s+flood/", &[2]),
        ("/RIVER ROSE/", &[4]),
        ("/who.{1,6}for/", &[3]),
    ] {
        assert_eq!(articles(&corpus, typed), expected, "{typed}");
    }
}

#[test]
fn fields_find_articles() {
    let corpus = corpus();
    for (typed, expected) in [
        ("outlet:harbour-post", &[1, 2][..]),
        ("outlet:\"Harbour Post\"", &[1, 2]),
        ("outlet:post", &[1, 2]),
        ("outlet:echo", &[5]),
        ("outlet:har*", &[1, 2]),
        ("-outlet:post", &[3, 4, 5]),
        ("agency:norda", &[2, 4]),
        ("person:tarsa", &[1, 2]),
        ("person:ilva", &[1, 2]),
        ("person:quil*", &[2]),
        ("person:quilt~", &[2]),
        ("org:board", &[1, 2]),
        ("org:\"river board\"", &[1, 2]),
        ("place:drovna", &[1, 3]),
        ("person:drovna", &[]),
        ("lang:fr", &[5]),
        ("date:2031-03", &[1, 2]),
        ("date:2031-03-02", &[1]),
        ("date:2031-03..2031-04", &[1, 2, 3]),
        ("date:2031-03-03..", &[2, 3, 5]),
        ("date:..2031-03-02", &[1]),
        ("date:2031", &[1, 2, 3, 5]),
        ("is:undated", &[4]),
        ("is:boilerplate", &[5]),
        ("-is:boilerplate", &[1, 2, 3, 4]),
        ("in:headline dam", &[1]),
        ("in:headline spring flood", &[2]),
        ("in:body dam", &[1]),
        ("in:standfirst eaux", &[5]),
        ("in:caption mur", &[5]),
        ("in:boilerplate partager", &[5]),
        // What is not the article's is found there only.
        ("partager", &[]),
        ("in:quote river", &[2]),
        ("(in:headline drovna) OR notes", &[1, 3, 4]),
        ("river outlet:post date:2031-03", &[1, 2]),
    ] {
        assert_eq!(articles(&corpus, typed), expected, "{typed}");
    }
}

#[test]
fn fields_find_quotations() {
    let corpus = corpus();
    // Article 1 has a denial of Tarşa, 2 a warning of Quill and words of Tarşa, 3 words of nobody named.
    for (typed, expected) in [
        ("", &[(1, 0), (2, 0), (2, 1), (3, 0)][..]),
        ("speaker:tarsa", &[(1, 0), (2, 1)]),
        ("speaker:\"Ilva Tarsa\"", &[(1, 0), (2, 1)]),
        ("speaker:quill", &[(2, 0)]),
        ("-speaker:tarsa", &[(2, 0), (3, 0)]),
        ("about:board", &[]),
        ("verb:deny", &[(1, 0)]),
        ("verb:say", &[(2, 1), (3, 0)]),
        ("verbfamily:warn", &[(2, 0)]),
        ("type:indirect", &[(2, 0)]),
        ("type:direct speaker:tarsa", &[(1, 0), (2, 1)]),
        ("stance:speech", &[(1, 0), (2, 0), (2, 1), (3, 0)]),
        ("stance:attitude", &[]),
        ("is:low-confidence", &[(2, 0)]),
        ("is:anonymous", &[(3, 0)]),
        // Words are looked for in the sentences of a quotation.
        ("leaked", &[(1, 0)]),
        ("flood speaker:quill", &[(2, 0)]),
        ("in:quote river board", &[(2, 1)]),
        ("outlet:ledger", &[(3, 0)]),
    ] {
        assert_eq!(quotations(&corpus, typed), expected, "{typed}");
    }
}

#[test]
fn a_story_is_found_by_its_key() {
    let mut corpus = Corpus::new();
    let text = "The river rose by a metre in the night, and by the morning the lower town of Drovna stood under water \
        to the window sills. Engineers opened both gates of the dam, and closed the bridge to everything on wheels.";
    for (id, outlet) in [(11, "Harbour Post"), (12, "Morning Ledger"), (13, "Harbour Post")] {
        let body = if id == 13 {
            "Nothing else happened anywhere on that day, said nobody to anybody."
        } else {
            text
        };
        let (article, document) = common::article(id, outlet, "2031-03-02", "Night of water", body);
        corpus.add(article, document);
    }
    corpus.refresh();
    let key = ArticleId(11).to_string();
    assert_eq!(articles(&corpus, &format!("story:{key}")), [11, 12]);
    assert_eq!(articles(&corpus, &format!("-story:{key}")), [13]);
}

#[test]
fn an_entity_is_found_by_all_its_names() {
    let mut corpus = Corpus::new();
    for (id, name) in [(1, "Ilva Tarşa"), (2, "Ilva Tarsa"), (3, "Minister Ilva Tarsa")] {
        let body = format!("[person|{name}] came. “{{{name}|say|It holds}}”, [person|{name}] said.");
        let (article, document) = common::article(id, "Harbour Post", "2031-03-02", "One", &body);
        corpus.add(article, document);
    }
    corpus.refresh();
    for typed in
        ["speaker:tarsa", "speaker:tarşa", "speaker:\"ilva tarsa\"", "speaker:TAR*", "speaker:tarsq~"]
    {
        assert_eq!(quotations(&corpus, typed), [(1, 0), (2, 0), (3, 0)], "{typed}");
    }
}

#[test]
fn a_place_counts_where_it_is_one_and_speaks_where_it_speaks() {
    let mut corpus = Corpus::new();
    let bodies = [
        (21, "[place|Kelsund] said “{Kelsund|say|the bridge is safe}”."),
        (22, "[place|Kelsund] has repeatedly denied that the bridge is unsafe."),
        (23, "The bridge in [place|Kelsund] is safe, [place|Kelsund] said."),
        (24, "[place|Kelsund] lies on the river."),
    ];
    for (id, body) in bodies {
        let (article, document) = common::article(id, "Harbour Post", "2031-03-02", "Bridge", body);
        corpus.add(article, document);
    }
    corpus.refresh();
    let opened = Corpus::open(&common::saved(&corpus)).unwrap();
    for corpus in [&corpus, &opened] {
        assert_eq!(articles(corpus, "place:kelsund"), [23, 24]);
        assert_eq!(quotations(corpus, "speaker:kelsund"), [(21, 0)]);
        assert_eq!(articles(corpus, "river place:kelsund"), [24]);
        // The facet beside the rows counts what the box finds, and the list of names has all four.
        let request = ViewRequest {
            tab: Tab::Names,
            limit: 10,
            count_by: verbatim_corpus::CountBy::Articles,
            facets: vec![verbatim_corpus::FacetRequest {
                facet: verbatim_corpus::Facet::Place,
                search: String::new(),
                offset: 0,
                limit: 10,
            }],
            ..ViewRequest::default()
        };
        let view = corpus.view(&request);
        assert_eq!(view.facets[0].values.iter().map(|value| value.count).collect::<Vec<_>>(), [2]);
        let Rows::Names(rows) = view.rows else { panic!("names were asked for") };
        assert_eq!(rows[0].articles, 4);
    }
}
