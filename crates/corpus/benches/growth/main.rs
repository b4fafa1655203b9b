//! How cost grows with the corpus: time and memory of import, joining, saving, opening and asking, as a Markdown table and a
//! picture.
//!
//! `cargo bench -p verbatim-corpus --bench growth -- 100 1000 10000` prints the table; with `--write` it goes to
//! `tests/scoreboards/growth.md`, with `growth.svg` beside it. `VERBOSE=1` shows each query by itself. `KEEP=folder` keeps the
//! corpora as files; the name of such a file instead of a number asks it the questions, without making it again (`ONLY=word` those
//! with that in their names, `LETTERS=words` what a page asks while they are typed), and with `REPLAY=1` makes it anew from its
//! articles.
//!
//! Times are those that the program had a processor, so that other work on the machine does not count.

mod plot;

use std::convert::Infallible;
use std::time::Instant;
use verbatim_article::Article;
use verbatim_corpus::file::{HEADER, index_length};
use verbatim_corpus::invent::World;
use verbatim_corpus::link::Linker;
use verbatim_corpus::same_quote::Quotes;
use verbatim_corpus::story::Stories;
use verbatim_corpus::{Corpus, CountBy, Facet, FacetRequest, Filter, Query, Sort, Tab, ViewRequest, Wanted};
use verbatim_nlp::Document;

/// What was measured at one size.
#[derive(Clone, Debug, Default)]
struct Measured {
    articles: u64,
    text: f64,
    add: f64,
    refresh: f64,
    /// The longest step of it.
    step: f64,
    kept: f64,
    index: f64,
    columns: f64,
    /// What is kept to join further articles.
    joining: f64,
    /// Of the whole process, with what joining keeps.
    process: f64,
    file: f64,
    save: f64,
    open: f64,
    open_all: f64,
    /// All facets and the histogram after one filter, p95.
    recount: f64,
    p50: f64,
    p95: f64,
    worst: f64,
}

const HEAD: &str = "| articles | text MB | add s | join s | longest step s | memory MB: texts and annotations | index | columns | joining | all, bytes a byte of text | process MB | file MB | save s | open s, index only | open s, with texts | facets recounted, ms p95 | query ms: p50 | p95 | slowest |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|";

impl Measured {
    fn row(&self) -> String {
        format!(
            "| {} | {:.1} | {:.2} | {:.2} | {:.3} | {:.1} | {:.1} | {:.1} | {:.1} | {:.2} | {:.0} | {:.1} | {:.2} | {:.3} | {:.3} | {:.2} | {:.2} | {:.2} | {:.2} |",
            self.articles,
            self.text,
            self.add,
            self.refresh,
            self.step,
            self.kept,
            self.index,
            self.columns,
            self.joining,
            (self.kept + self.index + self.columns + self.joining) / self.text,
            self.process,
            self.file,
            self.save,
            self.open,
            self.open_all,
            self.recount,
            self.p50,
            self.p95,
            self.worst,
        )
    }
}

impl Measured {
    /// A row of a table that was written before.
    fn of_row(row: &str) -> Option<Self> {
        let cells = row.trim().trim_matches('|').split('|').map(|cell| cell.trim().parse::<f64>());
        let cells: Vec<f64> = cells.collect::<Result<_, _>>().ok()?;
        let [
            articles,
            text,
            add,
            refresh,
            step,
            kept,
            index,
            columns,
            joining,
            _,
            process,
            file,
            save,
            open,
            open_all,
            recount,
            p50,
            p95,
            worst,
        ] = cells[..]
        else {
            return None;
        };
        Some(Self {
            articles: articles as u64,
            text,
            add,
            refresh,
            step,
            kept,
            index,
            columns,
            joining,
            process,
            file,
            save,
            open,
            open_all,
            recount,
            p50,
            p95,
            worst,
        })
    }
}

fn main() {
    // Memory is kept from question to question, as a browser's worker does; the system's allocator would give it back.
    if std::env::var_os("MALLOC_MMAP_THRESHOLD_").is_none() {
        let again = std::process::Command::new(std::env::current_exe().expect("this program has a name"))
            .args(std::env::args_os().skip(1))
            .envs([("MALLOC_MMAP_THRESHOLD_", "1000000000"), ("MALLOC_TRIM_THRESHOLD_", "4000000000")])
            .status();
        std::process::exit(again.ok().and_then(|status| status.code()).unwrap_or(1));
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let sizes: Vec<u64> = arguments.iter().filter_map(|size| size.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![100, 1000] } else { sizes };
    let world = World::new();
    for file in arguments.iter().filter(|argument| argument.ends_with(".vbt")) {
        let bytes = std::fs::read(file).expect("the file can be read");
        let corpus = Corpus::open(&bytes).expect("it is a corpus");
        if std::env::var_os("REPLAY").is_some() {
            replay(&corpus);
            continue;
        }
        drop(bytes);
        if let Ok(words) = std::env::var("LETTERS") {
            letters(&corpus, &words);
            continue;
        }
        let (mut times, mut recounts) = ask(&world, &corpus, true);
        report(&format!(
            "{file}: p50 {:.2} ms, p95 {:.2}, slowest {:.2}; facets recounted {:.2}",
            at(&mut times, 0.5),
            at(&mut times, 0.95),
            at(&mut times, 1.0),
            at(&mut recounts, 0.95)
        ));
    }
    if arguments.iter().any(|argument| argument.ends_with(".vbt")) {
        return;
    }
    report(HEAD);
    let mut all = Vec::new();
    for &size in &sizes {
        let measured = measure(&world, size);
        report(&measured.row());
        all.push(measured);
    }
    if arguments.iter().any(|argument| argument == "--write") {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/scoreboards");
        // What was measured of other sizes before stays.
        let before = std::fs::read_to_string(format!("{folder}/growth.md")).unwrap_or_default();
        let others = before.lines().filter_map(Measured::of_row);
        all.extend(others.filter(|old| !sizes.contains(&old.articles)).collect::<Vec<_>>());
        all.sort_by_key(|measured| measured.articles);
        let rows: Vec<String> = all.iter().map(Measured::row).collect();
        let page = format!("{}\n{HEAD}\n{}\n", plot::INTRODUCTION, rows.join("\n"));
        std::fs::write(format!("{folder}/growth.md"), page).expect("the scoreboards lie beside the crates");
        std::fs::write(format!("{folder}/growth.svg"), plot::draw(&all)).expect("they do");
    }
}

#[allow(clippy::print_stdout)]
fn report(line: &str) {
    println!("{line}");
}

/// Seconds that this program had a processor; of the clock where the system does not tell.
struct Watch(Option<f64>, Instant);

impl Watch {
    fn start() -> Self {
        Self(Self::on_processor(), Instant::now())
    }

    fn on_processor() -> Option<f64> {
        let told = std::fs::read_to_string("/proc/self/schedstat").ok()?;
        told.split_whitespace().next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
    }

    fn seconds(&self) -> f64 {
        match (self.0, Self::on_processor()) {
            (Some(from), Some(to)) => to - from,
            _ => self.1.elapsed().as_secs_f64(),
        }
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let watch = Watch::start();
    let made = work();
    (made, watch.seconds())
}

/// Milliseconds that a question takes.
fn milliseconds(corpus: &Corpus, request: &ViewRequest) -> f64 {
    // The system counts processor time in steps of some milliseconds: many runs even them out.
    let runs = std::env::var("RUNS").map_or(24, |runs| runs.parse().unwrap_or(24));
    // The same in other letters: who asks the same twice is answered from memory.
    let mut other = request.clone();
    other.query.text.push(' ');
    let both = || {
        drop(corpus.view(request));
        drop(corpus.view(&other));
    };
    let runs = (runs / 2).max(1);
    timed(|| (0..runs).for_each(|_| both())).1 * 500.0 / f64::from(runs)
}

fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

fn measure(world: &World, size: u64) -> Measured {
    let verbose = std::env::var_os("VERBOSE").is_some();
    if verbose {
        joining(world, size);
    }
    let before = resident();
    let mut corpus = Corpus::new();
    let mut add = 0.0;
    let mut number = 0;
    while number < size {
        let made: Vec<_> = (number..size.min(number + 100)).map(|number| world.article(number)).collect();
        number += made.len() as u64;
        add += timed(|| {
            made.into_iter().for_each(|(article, document)| {
                corpus.add(article, document);
            });
        })
        .1;
    }
    corpus.begin_refresh();
    let (mut refresh, mut longest, mut more, mut step) = (0.0, 0.0f64, true, 0);
    while more {
        let took = timed(|| more = corpus.refresh_step()).1;
        step += 1;
        if verbose && took > 0.02 {
            report(&format!("    {took:8.3} s   step {step} of joining"));
        }
        (refresh, longest) = (refresh + took, longest.max(took));
    }
    if verbose {
        report(&format!("    {step} steps of joining"));
    }
    let process = resident() - before;
    let memory = corpus.memory();
    let mut file = Vec::new();
    let save = timed(|| {
        let written = corpus.save(|piece| {
            file.extend_from_slice(piece);
            Ok::<(), Infallible>(())
        });
        written.expect("all parts are in memory");
    })
    .1;
    match verbose {
        true => hundred_more(corpus, &file),
        false => drop(corpus),
    }
    if let Some(folder) = std::env::var_os("KEEP") {
        let name = std::path::Path::new(&folder).join(format!("{size}.vbt"));
        std::fs::write(name, &file).expect("the folder can be written");
    }
    let index = index_length(&file[..HEADER]).expect("it was just written") as usize;
    let open = timed(|| Corpus::open(&file[..index]).expect("it was just written")).1;
    let (corpus, open_all) = timed(|| Corpus::open(&file).expect("it was just written"));
    let (mut times, mut recounts) = ask(world, &corpus, verbose);
    let mb = |bytes: u64| bytes as f64 / 1e6;
    Measured {
        articles: size,
        text: mb(memory.text),
        add,
        refresh,
        step: longest,
        kept: mb(memory.articles),
        index: mb(memory.index),
        columns: mb(memory.columns),
        joining: mb(memory.joining),
        process,
        file: mb(file.len() as u64),
        save,
        open,
        open_all,
        recount: at(&mut recounts, 0.95),
        p50: at(&mut times, 0.5),
        p95: at(&mut times, 0.95),
        worst: at(&mut times, 1.0),
    }
}

/// The rows that a page asks for while some words are typed, a question a letter.
fn letters(corpus: &Corpus, words: &str) {
    for (end, letter) in words.char_indices() {
        let typed = &words[..end + letter.len_utf8()];
        let query = Query { text: typed.to_owned(), ..Query::default() };
        let request = ViewRequest { query, limit: 20, wanted: Wanted::Rows, ..ViewRequest::default() };
        let took = milliseconds(corpus, &request);
        report(&format!("{took:8.2} ms   {typed}: {} rows", corpus.view(&request).totals.rows));
    }
}

/// Adds the articles of a saved corpus to an empty one, as the browser's worker does.
fn replay(saved: &Corpus) {
    let (mut corpus, mut add) = (Corpus::new(), 0.0);
    for ids in saved.ids().chunks(100) {
        let made: Vec<_> = ids.iter().filter_map(|id| saved.article(*id)).collect();
        add += timed(|| {
            made.into_iter().for_each(|(article, document)| {
                corpus.add(article, document);
            });
        })
        .1;
    }
    corpus.begin_refresh();
    let (mut join, mut more, mut step) = (0.0, true, 0);
    while more {
        let took = timed(|| more = corpus.refresh_step()).1;
        step += 1;
        if took > 0.02 {
            report(&format!("    {took:8.3} s   step {step} of joining"));
        }
        join += took;
    }
    report(&format!("    {step} steps of joining"));
    let mut file = Vec::new();
    let written = corpus.save(|piece| {
        file.extend_from_slice(piece);
        Ok::<(), Infallible>(())
    });
    written.expect("all parts are in memory");
    if let Some(folder) = std::env::var_os("KEEP") {
        std::fs::write(std::path::Path::new(&folder).join("replayed.vbt"), &file)
            .expect("the folder can be written");
    }
    let request = ViewRequest { tab: Tab::SameQuote, limit: 1_000_000, ..ViewRequest::default() };
    let groups = corpus.view(&request).totals.rows;
    report(&format!(
        "{} articles: add {add:.2} s, join {join:.2} s; {:.1} MB to save, {groups} groups of quotations",
        corpus.len(),
        file.len() as f64 / 1e6,
    ));
    hundred_more(corpus, &file);
}

/// What it costs to add a hundred articles to a corpus, and to the same one opened again.
fn hundred_more(mut corpus: Corpus, file: &[u8]) {
    let more = || {
        let world = World::new();
        (10_000_000..10_000_100).map(|number| world.article(number)).collect::<Vec<_>>()
    };
    let grow = |corpus: &mut Corpus, more: Vec<(Article, Document)>| {
        let ready = timed(|| {
            let read =
                |range: std::ops::Range<u64>| Ok(file[range.start as usize..range.end as usize].to_vec());
            corpus.prepare(read).expect("it was just written");
        });
        let add = timed(|| {
            more.into_iter().for_each(|(article, document)| {
                corpus.add(article, document);
            });
        });
        let join = timed(|| corpus.refresh());
        format!("ready {:.2} s, add {:.2} s, join {:.2} s", ready.1, add.1, join.1)
    };
    report(&format!("    a hundred more, live: {}", grow(&mut corpus, more())));
    drop(corpus);
    let index = index_length(&file[..HEADER]).expect("it was just written") as usize;
    let mut opened = Corpus::open(&file[..index]).expect("it was just written");
    report(&format!("    a hundred more, opened again: {}", grow(&mut opened, more())));
}

/// Milliseconds of all questions, and of facets and histogram alone after a filter.
fn ask(world: &World, corpus: &Corpus, verbose: bool) -> (Vec<f64>, Vec<f64>) {
    let mut times = Vec::new();
    let mut recounts = Vec::new();
    let only = std::env::var("ONLY").unwrap_or_default();
    for (name, mut request) in questions(world).into_iter().filter(|(name, _)| name.contains(&only)) {
        let view = corpus.view(&request);
        assert_eq!(view.error, None);
        let took = milliseconds(corpus, &request);
        times.push(took);
        if verbose {
            let (rows, quotes) = (view.totals.rows, view.totals.quotes);
            report(&format!("    {took:8.2} ms  {name}  ({rows} rows, {quotes} quotes)"));
        }
        if name.starts_with("filter") {
            // Facets and histogram alone.
            request.limit = 0;
            recounts.push(milliseconds(corpus, &request));
        }
    }
    (times, recounts)
}

fn at(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get((times.len().saturating_sub(1) as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
}

/// What joining costs by itself.
fn joining(world: &World, size: u64) {
    let made: Vec<_> = (0..size).map(|number| world.article(number)).collect();
    let time = |name: &str, mut work: Box<dyn FnMut() + '_>| {
        let took = timed(&mut work).1;
        report(&format!("    {took:8.2} s   {name}"));
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
    time("quotes: compare", Box::new(|| while quotes.join(1000) {}));
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
            .map(|facet| FacetRequest { facet, search: String::new(), offset: 0, limit: 12 })
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
    all.push(("expression".to_owned(), text(format!("/{}[aeiou]+/", &word(3000)[..3]))));
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
