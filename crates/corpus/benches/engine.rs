//! The engine's numbers over 10,000 invented articles (set `ARTICLES` for another size):
//! `cargo bench -p verbatim-corpus --bench engine`.

use divan::Bencher;
use std::convert::Infallible;
use std::sync::OnceLock;
use verbatim_corpus::invent::World;
use verbatim_corpus::{Corpus, CountBy, Facet, FacetRequest, Filter, Query, Sort, Tab, ViewRequest};

fn main() {
    divan::main();
}

fn size() -> u64 {
    std::env::var("ARTICLES").ok().and_then(|size| size.parse().ok()).unwrap_or(10_000)
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(World::new)
}

fn corpus() -> &'static Corpus {
    static CORPUS: OnceLock<Corpus> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let mut corpus = Corpus::new();
        for number in 0..size() {
            let (article, document) = world().article(number);
            corpus.add(article, document);
        }
        corpus.refresh();
        corpus
    })
}

fn saved() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| {
        let mut bytes = Vec::new();
        let written = corpus().save(|piece| {
            bytes.extend_from_slice(piece);
            Ok::<(), Infallible>(())
        });
        written.expect("all parts are in memory");
        bytes
    })
}

fn request(text: &str) -> ViewRequest {
    ViewRequest {
        query: Query { text: text.to_owned(), ..Query::default() },
        limit: 50,
        ..ViewRequest::default()
    }
}

fn all_facets() -> Vec<FacetRequest> {
    Facet::ALL
        .into_iter()
        .map(|facet| FacetRequest { facet, search: String::new(), offset: 0, limit: 12 })
        .collect()
}

/// Every facet recounted after one filter changed.
#[divan::bench(args = [CountBy::Quotes, CountBy::Articles, CountBy::Stories, CountBy::Outlets])]
fn facets_after_a_filter(bencher: Bencher<'_, '_>, by: CountBy) {
    let mut request = request("");
    request.query.filters =
        vec![Filter { facet: Facet::QuoteType, key: "direct".to_owned(), exclude: false }];
    (request.facets, request.count_by, request.limit) = (all_facets(), by, 0);
    bencher.bench(|| corpus().view(&request));
}

/// One word with its first fifty rows; ranks from the commonest word to a rare one.
#[divan::bench(args = [0, 10, 100, 1000, 10_000])]
fn word(bencher: Bencher<'_, '_>, rank: usize) {
    let request = request(world().word(rank));
    bencher.bench(|| corpus().view(&request));
}

#[divan::bench(args = ["phrase", "near", "and", "not", "prefix", "slips", "expression", "field"])]
fn search(bencher: Bencher<'_, '_>, kind: &str) {
    let (common, rarer) = (world().word(1), world().word(120));
    let text = match kind {
        "phrase" => format!("\"{} {}\"", world().word(1), world().word(0)),
        "near" => format!("{common} near/5 {rarer}"),
        "and" => format!("{common} {rarer}"),
        "not" => format!("{rarer} -{common}"),
        "prefix" => world().word(3000).chars().take(3).chain(['*']).collect(),
        "slips" => format!("{}~", world().word(3000)),
        "expression" => format!("/{}.{{1,20}}{}/", world().word(3000), common),
        _ => "verb:deny type:direct".to_owned(),
    };
    let request = request(&text);
    bencher.bench(|| corpus().view(&request));
}

#[divan::bench(args = [Tab::Articles, Tab::Context, Tab::Timeline, Tab::Network, Tab::Table, Tab::Names, Tab::SameQuote])]
fn tab(bencher: Bencher<'_, '_>, tab: Tab) {
    let mut request = request(world().word(60));
    request.tab = tab;
    bencher.bench(|| corpus().view(&request));
}

#[divan::bench(args = [Sort::Left, Sort::Right])]
fn concordance(bencher: Bencher<'_, '_>, sort: Sort) {
    let mut request = request(world().word(60));
    (request.tab, request.sort) = (Tab::Context, sort);
    bencher.bench(|| corpus().view(&request));
}

#[divan::bench]
fn distinctive_words(bencher: Bencher<'_, '_>) {
    let of = |key: &str| Query {
        filters: vec![Filter { facet: Facet::Agency, key: key.to_owned(), exclude: false }],
        ..Query::default()
    };
    bencher.bench(|| corpus().distinctive(&of("norda"), &of("orbis"), 100));
}

/// Opening a saved corpus: without its texts, and with all of them.
#[divan::bench(sample_count = 10, args = [false, true])]
fn open(bencher: Bencher<'_, '_>, texts: bool) {
    let end = match texts {
        true => saved().len(),
        false => verbatim_corpus::file::index_length(saved()).expect("it was just written") as usize,
    };
    bencher.bench(|| Corpus::open(&saved()[..end]).expect("it was just written"));
}

#[divan::bench(sample_count = 5)]
fn save(bencher: Bencher<'_, '_>) {
    bencher.bench(|| {
        let mut length = 0;
        let written = corpus().save(|piece| {
            length += piece.len();
            Ok::<(), Infallible>(())
        });
        written.map(|()| length)
    });
}
