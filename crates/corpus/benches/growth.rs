//! How cost grows with the corpus: time and memory of import, joining, saving, opening and asking,
//! as rows of a Markdown table.
//!
//! `cargo bench -p verbatim-corpus --bench growth -- 100 1000 10000`

use std::convert::Infallible;
use std::time::Instant;
use verbatim_corpus::file::{HEADER, index_length};
use verbatim_corpus::invent::World;
use verbatim_corpus::link::Linker;
use verbatim_corpus::same_quote::Quotes;
use verbatim_corpus::story::Stories;
use verbatim_corpus::{Corpus, CountBy, Facet, FacetRequest, Filter, Query, Sort, Tab, ViewRequest};

fn main() {
    let sizes: Vec<u64> = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![100, 1000] } else { sizes };
    let world = World::new();
    report(
        "| articles | text MB | add s | refresh s | memory MB: text and annotations, index, columns | bytes a byte of text | process MB (with what joining keeps) | file MB | save s | open s (index only) | open with texts s | query, best of five: p50 / p95 / max ms |",
    );
    report("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for size in sizes {
        measure(&world, size);
    }
}

#[allow(clippy::print_stdout)]
fn report(line: &str) {
    println!("{line}");
}

fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

fn measure(world: &World, size: u64) {
    if std::env::var_os("VERBOSE").is_some() {
        joining(world, size);
    }
    let before = resident();
    let mut corpus = Corpus::new();
    let mut adding = 0.0;
    for number in 0..size {
        let (article, document) = world.article(number);
        let start = Instant::now();
        corpus.add(article, document);
        adding += start.elapsed().as_secs_f64();
    }
    let start = Instant::now();
    corpus.refresh();
    let refresh = start.elapsed().as_secs_f64();
    let process = resident() - before;
    let memory = corpus.memory();
    let start = Instant::now();
    let mut file = Vec::new();
    let written = corpus.save(|piece| {
        file.extend_from_slice(piece);
        Ok::<(), Infallible>(())
    });
    written.expect("all parts are in memory");
    let save = start.elapsed().as_secs_f64();
    drop(corpus);
    let index = index_length(&file[..HEADER]).expect("it was just written") as usize;
    let start = Instant::now();
    drop(Corpus::open(&file[..index]).expect("it was just written"));
    let open = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let corpus = Corpus::open(&file).expect("it was just written");
    let open_all = start.elapsed().as_secs_f64();
    let mut times = Vec::new();
    let verbose = std::env::var_os("VERBOSE").is_some();
    for (name, request) in questions(world) {
        let mut best = f64::MAX;
        for _ in 0..5 {
            let start = Instant::now();
            let view = corpus.view(&request);
            let took = start.elapsed().as_secs_f64() * 1000.0;
            best = best.min(took);
            assert_eq!(view.error, None);
        }
        times.push(best);
        if verbose {
            let view = corpus.view(&request);
            report(&format!(
                "    {best:8.2} ms  {name}  ({} rows, {} quotes)",
                view.totals.rows, view.totals.quotes
            ));
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let mb = |bytes: u64| bytes as f64 / 1e6;
    report(&format!(
        "| {size} | {:.1} | {adding:.2} | {refresh:.2} | {:.1}, {:.1}, {:.1} | {:.2} | {process:.0} | {:.1} | {save:.2} | {open:.3} | {open_all:.3} | {:.2} / {:.2} / {:.2} |",
        mb(memory.text),
        mb(memory.articles),
        mb(memory.index),
        mb(memory.columns),
        memory.total() as f64 / memory.text as f64,
        mb(file.len() as u64),
        at(0.5),
        at(0.95),
        times[times.len() - 1],
    ));
}

/// What joining costs by itself.
fn joining(world: &World, size: u64) {
    let made: Vec<_> = (0..size).map(|number| world.article(number)).collect();
    let time = |name: &str, mut work: Box<dyn FnMut() + '_>| {
        let start = Instant::now();
        work();
        report(&format!("    {:8.2} s   {name}", start.elapsed().as_secs_f64()));
    };
    let (mut linker, mut quotes, mut stories) = (Linker::new(), Quotes::new(), Stories::new());
    time(
        "names: add",
        Box::new(|| {
            made.iter().for_each(|(a, d)| {
                linker.add(a, d);
            });
        }),
    );
    time("quotes: add", Box::new(|| made.iter().for_each(|(a, d)| quotes.add(a, d))));
    time("stories: add", Box::new(|| made.iter().for_each(|(a, _)| stories.add(a))));
    let links = linker.links();
    time("names: join", Box::new(|| drop(linker.links())));
    time("quotes: join", Box::new(|| drop(quotes.groups(&links))));
    time("stories: join", Box::new(|| drop(stories.stories())));
}

/// What a reader does: words of all frequencies, phrases, filters, every tab; all facets counted each time.
fn questions(world: &World) -> Vec<(String, ViewRequest)> {
    let text = |text: String| ViewRequest {
        query: Query { text, ..Query::default() },
        limit: 50,
        facets: Facet::ALL
            .into_iter()
            .map(|facet| FacetRequest { facet, search: String::new(), limit: 12 })
            .collect(),
        ..ViewRequest::default()
    };
    let mut all = vec![("nothing".to_owned(), text(String::new()))];
    let word = |rank: usize| world.word(rank).to_owned();
    for rank in [0, 10, 60, 150, 500, 2000, 10_000, 100_000] {
        all.push((format!("word {rank}"), text(word(rank))));
    }
    for (a, b) in [(0, 100), (100, 200), (300, 4000), (60, 61)] {
        all.push((format!("words {a} {b}"), text(format!("{} {}", word(a), word(b)))));
        all.push((format!("phrase {a} {b}"), text(format!("\"{} {}\"", word(a), word(b)))));
        all.push((format!("near {a} {b}"), text(format!("{} near/5 {}", word(a), word(b)))));
        all.push((format!("not {a} {b}"), text(format!("{} -{}", word(b), word(a)))));
    }
    all.push(("phrase of the".to_owned(), text("\"of the\"".to_owned())));
    all.push(("prefix".to_owned(), text(format!("{}*", &word(3000)[..3]))));
    all.push(("short prefix".to_owned(), text(format!("{}*", &word(3000)[..2]))));
    all.push(("fuzzy".to_owned(), text(format!("{}~", word(3000)))));
    all.push(("field".to_owned(), text("verb:deny type:direct".to_owned())));
    all.push(("headline".to_owned(), text(format!("in:headline {}", word(60)))));
    for (name, facet, key) in [
        ("family", Facet::VerbFamily, "deny"),
        ("type", Facet::QuoteType, "direct"),
        ("agency", Facet::Agency, "norda"),
    ] {
        for by in [CountBy::Quotes, CountBy::Articles, CountBy::Stories, CountBy::Outlets] {
            let mut request = text(String::new());
            request.query.filters = vec![Filter { facet, key: key.to_owned(), exclude: false }];
            request.count_by = by;
            all.push((format!("filter {name} by {by:?}"), request));
        }
    }
    for tab in
        [Tab::Articles, Tab::Context, Tab::Timeline, Tab::Network, Tab::Table, Tab::Names, Tab::SameQuote]
    {
        let mut request = text(word(150));
        request.tab = tab;
        all.push((format!("tab {tab:?}"), request));
    }
    for sort in [Sort::Left, Sort::Right] {
        let mut request = text(word(60));
        (request.tab, request.sort) = (Tab::Context, sort);
        all.push((format!("concordance {sort:?}"), request));
    }
    let mut far = text(String::new());
    far.offset = 50_000;
    all.push(("far down".to_owned(), far));
    all
}
