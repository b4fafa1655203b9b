//! Digests of what each stage makes of the sample. Two machines, or a machine and a browser,
//! agree when their digests do. The same pipeline, stage by stage, for timing it on both.

use include_dir::{Dir, include_dir};
use serde::Serialize;
use std::sync::OnceLock;
use verbatim_corpus::{Corpus, Facet, FacetRequest, Tab, ViewRequest};
use verbatim_nlp::{Annotator, Input};

static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../sample");
static MODEL: &[u8] = include_bytes!("../../../models/en.bin");

/// `ingest=… nlp=… corpus=…`: one digest a stage, so that a difference names its place.
#[must_use]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn digest() -> String {
    let annotator = Annotator::from_model(MODEL).unwrap_or_else(|_| Annotator::rules());
    let mut corpus = Corpus::new();
    let (mut ingest, mut nlp) = (Digest::default(), Digest::default());
    let mut files: Vec<_> = SAMPLE.files().collect();
    files.sort_by_key(|file| file.path());
    for file in files {
        let reading = verbatim_ingest::read(&file.path().to_string_lossy(), file.contents());
        for article in reading.articles {
            ingest.add(&article);
            let input = Input {
                text: &article.text,
                blocks: &article.blocks,
                published: article.published,
                language: &article.language,
            };
            let document = annotator.annotate(input);
            nlp.add(&document);
            corpus.add(article, document);
        }
    }
    let facets = Facet::ALL
        .map(|facet| FacetRequest { facet, search: String::new(), offset: 0, limit: 1000 })
        .to_vec();
    let mut view = Digest::default();
    for tab in [Tab::Quotes, Tab::Articles] {
        view.add(&corpus.view(&ViewRequest {
            tab,
            limit: 10_000,
            facets: facets.clone(),
            ..Default::default()
        }));
    }
    format!("ingest={:016x} nlp={:016x} corpus={:016x}", ingest.0, nlp.0, view.0)
}

/// Stages that can be timed: bytes to articles, articles to tokens with parts of speech and names, articles to all that
/// is found in them.
pub const STAGES: [&str; 3] = ["read", "names", "annotate"];

/// Goes through the sample so many times, one stage only; how many bytes of text that was.
#[must_use]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn work(stage: &str, rounds: u32) -> f64 {
    static KEPT: OnceLock<(Annotator, Vec<verbatim_article::Article>)> = OnceLock::new();
    let (annotator, articles) = KEPT.get_or_init(|| {
        let read =
            |file: &include_dir::File<'_>| verbatim_ingest::read("sample.txt", file.contents()).articles;
        (
            Annotator::from_model(MODEL).unwrap_or_else(|_| Annotator::rules()),
            SAMPLE.files().flat_map(read).collect(),
        )
    });
    let mut bytes = 0;
    for _ in 0..rounds {
        if stage == "read" {
            for file in SAMPLE.files() {
                bytes += file.contents().len();
                std::hint::black_box(verbatim_ingest::read("sample.txt", file.contents()));
            }
            continue;
        }
        for article in articles {
            bytes += article.text.len();
            if stage == "names" {
                std::hint::black_box(annotator.tagged(&article.text));
            } else {
                let input = Input {
                    text: &article.text,
                    blocks: &article.blocks,
                    published: article.published,
                    language: &article.language,
                };
                std::hint::black_box(annotator.annotate(input));
            }
        }
    }
    bytes as f64
}

/// Reads a file and forgets it, as the page's reading program reads it; how many articles it holds. For a measurement of
/// many short files in a browser.
#[must_use]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn read(name: &str, bytes: &[u8]) -> usize {
    verbatim_ingest::read(name, bytes).articles.len()
}

/// FNV-1a over the values' serialised bytes.
struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    fn add(&mut self, value: &impl Serialize) {
        for byte in postcard::to_allocvec(value).unwrap_or_default() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
}
