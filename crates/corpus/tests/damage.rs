//! Saved corpora with bytes changed and the checksums put right again, as no accident would do it: refused with a
//! reason, or opened and good for every question. `fuzz/fuzz_targets/saved.rs` looks for more of them.

mod common;

use std::convert::Infallible;
use verbatim_corpus::{Axes, Corpus, CountBy, Facet, FacetRequest, Query, Sort, Tab, ViewRequest};
use xxhash_rust::xxh64::xxh64;

const HEADER: usize = 40;
const ENTRY: usize = 32;

fn saved() -> Vec<u8> {
    let mut corpus = common::corpus();
    // A place that only speaks has a section of its own.
    let body = "[place|Kelsund] denied it. [place|Drovna] rejected it.";
    let (article, document) = common::article(5, "Harbour Post", "2031-03-02", "No", body);
    corpus.add(article, document);
    corpus.refresh();
    common::saved(&corpus)
}

fn number(bytes: &[u8], at: usize) -> usize {
    u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap()) as usize
}

/// Kind, offset and length of every section.
fn sections(bytes: &[u8]) -> Vec<(u32, usize, usize)> {
    let count = number(bytes, 8) >> 32;
    let entries = (0..count).map(|section| HEADER + section * ENTRY);
    let kind = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    entries.map(|at| (kind(at), number(bytes, at + 8), number(bytes, at + 16))).collect()
}

/// Puts right the checksums of all sections and of the table.
fn mend(bytes: &mut [u8]) {
    let all = sections(bytes);
    for (section, (_, offset, length)) in all.iter().enumerate() {
        let sum = xxh64(&bytes[*offset..offset + length], 0);
        let at = HEADER + section * ENTRY + 24;
        bytes[at..at + 8].copy_from_slice(&sum.to_le_bytes());
    }
    let table = HEADER + all.len() * ENTRY;
    bytes[32..40].fill(0);
    let sum = xxh64(&bytes[..table], 0);
    bytes[32..40].copy_from_slice(&sum.to_le_bytes());
}

/// Asks everything that the page can ask, opens every article, and adds to the corpus.
fn use_it(mut corpus: Corpus) {
    use Tab::{Articles, Context, Names, Network, Quotes, SameQuote, Table, Timeline};
    let texts = [
        "",
        "river",
        "\"river board\"",
        "riv* wall~ -dam",
        "=River near/9 board",
        "speaker:tarsa",
        "/flood|leak/",
    ];
    let tabs = [Quotes, Articles, Context, Timeline, Network, Table, Names, SameQuote];
    let counts = [CountBy::Quotes, CountBy::Articles, CountBy::Stories, CountBy::Outlets];
    let sorts = [Sort::Best, Sort::Left, Sort::Right, Sort::Oldest];
    for (number, (tab, text)) in tabs.into_iter().flat_map(|tab| texts.map(|text| (tab, text))).enumerate() {
        let request = ViewRequest {
            query: Query { text: text.to_owned(), ..Query::default() },
            tab,
            sort: sorts[number % sorts.len()],
            limit: 20,
            count_by: counts[number % counts.len()],
            facets: Facet::ALL
                .map(|facet| FacetRequest { facet, search: String::new(), offset: 0, limit: 5 })
                .to_vec(),
            axes: Axes { rows: Facet::Verb, columns: Facet::Outlet },
            ..ViewRequest::default()
        };
        drop(corpus.view(&request));
    }
    for id in corpus.ids().to_vec() {
        if let Some(reader) = corpus.reader(id, "river") {
            let text = &reader.article.text;
            let of_quotations = reader.quotations.iter().map(|row| &row.quotation);
            let of_quotations = of_quotations.flat_map(|q| q.content.iter().chain(&q.cue).chain(&q.source));
            let of_entities =
                reader.entities.iter().flat_map(|entity| entity.mentions.iter().map(|mention| &mention.span));
            for span in reader.sentences.iter().chain(&reader.hits).chain(of_quotations).chain(of_entities) {
                assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
            }
        }
        let _ = corpus.neighbour("tarsa", (id, 0), true);
    }
    let query = |text: &str| Query { text: text.to_owned(), ..Query::default() };
    drop(corpus.distinctive(&query("river"), &query("-river"), 10));
    let (article, document) =
        common::article(99, "Harbour Post", "2031-03-02", "One more", "The river fell.");
    corpus.add(article, document);
    corpus.refresh();
    corpus.save(|_| Ok::<(), Infallible>(())).ok();
}

/// The next number of a row that looks random and is always the same.
fn dice(seed: &mut u64) -> usize {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    (*seed >> 11) as usize
}

#[test]
fn changed_sections_are_refused_or_good() {
    let file = saved();
    let mut seed = 0x9E37_79B9_7F4A_7C15;
    let (mut opened, mut refused) = (0, 0);
    for (kind, offset, length) in sections(&file) {
        for round in 0..200 {
            if length == 0 {
                continue;
            }
            let mut bytes = file.clone();
            for _ in 0..1 + round % 3 {
                let at = offset + dice(&mut seed) % length;
                match dice(&mut seed) % 4 {
                    0 => bytes[at] ^= 1 << (dice(&mut seed) % 8),
                    1 => bytes[at] = dice(&mut seed) as u8,
                    // A number that goes on and on.
                    2 => bytes[at..(at + 5).min(offset + length)].fill(0xFF),
                    _ => bytes[at] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF][dice(&mut seed) % 6],
                }
            }
            mend(&mut bytes);
            match Corpus::open(&bytes) {
                Err(damage) => {
                    assert!(!damage.to_string().is_empty(), "section {kind}");
                    refused += 1;
                }
                Ok(corpus) => {
                    use_it(corpus);
                    opened += 1;
                }
            }
        }
    }
    assert!(opened > 100 && refused > 100, "{opened} opened, {refused} refused");
}

#[test]
fn a_changed_table_is_refused_or_good() {
    let file = saved();
    let mut seed = 0xD6E8_FEB8_6659_FD93;
    let table = HEADER + sections(&file).len() * ENTRY;
    for _ in 0..2000 {
        let mut bytes = file.clone();
        let at = 8 + dice(&mut seed) % (table - 8);
        bytes[at] = if dice(&mut seed).is_multiple_of(2) {
            dice(&mut seed) as u8
        } else {
            bytes[at] ^ 1 << (dice(&mut seed) % 8)
        };
        // The sum of the table alone: it says where sections lie that are not there.
        bytes[32..40].fill(0);
        let sum = xxh64(&bytes[..table], 0);
        bytes[32..40].copy_from_slice(&sum.to_le_bytes());
        match Corpus::open(&bytes) {
            Err(damage) => assert!(!damage.to_string().is_empty()),
            Ok(corpus) => use_it(corpus),
        }
    }
}
