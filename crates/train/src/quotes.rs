//! The gold data of quotations: PolNeAR's articles as sequences of labels.

use crate::neural::Example;
use serde::Deserialize;
use std::error::Error;
use std::io::BufRead;
use std::ops::Range;
use std::path::Path;
use verbatim_article::{OffsetMap, Span};
use verbatim_nlp::neural::WordTable;
use verbatim_nlp::{Place, Stretch, quotation_inputs, quote_states, split_sentences, tokenize};

/// Labels: O, and begin and inside of each of these.
pub const SOURCE: u8 = 0;
pub const CUE: u8 = 1;
pub const CONTENT: u8 = 2;
pub const LABELS: usize = 7;

/// An article with its attributions, in code points.
#[derive(Deserialize)]
pub struct Gold {
    pub text: String,
    pub attributions: Vec<Attribution>,
}

/// One attribution: lists of spans.
#[derive(Deserialize, Clone, Default)]
pub struct Attribution {
    pub source: Vec<(u32, u32)>,
    pub cue: Vec<(u32, u32)>,
    pub content: Vec<(u32, u32)>,
}

/// An article ready for training.
pub struct Article {
    pub gold: Gold,
    pub tokens: Vec<Span>,
    pub sentences: Vec<Range<usize>>,
    pub states: Vec<u8>,
    pub stretches: Vec<Stretch>,
    /// One label a token.
    pub labels: Vec<u8>,
}

/// Reads the articles of one file.
pub fn read(path: &Path, table: &WordTable) -> Result<Vec<Article>, Box<dyn Error>> {
    let file = std::io::BufReader::new(std::fs::File::open(path)?);
    let mut articles = Vec::new();
    for line in file.lines() {
        let gold: Gold = serde_json::from_str(&line?)?;
        let tokens = tokenize(&gold.text);
        let stretches = quotation_inputs(&gold.text, &tokens, table);
        let labels = labels(&gold, &tokens);
        let sentences = split_sentences(&gold.text, &tokens, &[]);
        let states = quote_states(&gold.text, &tokens);
        articles.push(Article { gold, tokens, sentences, states, stretches, labels });
    }
    Ok(articles)
}

/// The tokens that a span of code points touches.
pub fn covered(map: &OffsetMap, tokens: &[Span], span: (u32, u32)) -> std::ops::Range<usize> {
    let (start, end) = (map.byte_of_code_point(span.0), map.byte_of_code_point(span.1));
    let first = tokens.partition_point(|t| t.end <= start);
    first..tokens.partition_point(|t| t.start < end).max(first)
}

/// One label a token. Where spans overlap (one in fifty is nested in another attribution) the
/// longest content wins, and sources and cues inside it give way.
fn labels(gold: &Gold, tokens: &[Span]) -> Vec<u8> {
    let map = OffsetMap::new(&gold.text);
    let mut spans: Vec<(bool, usize, std::ops::Range<usize>, u8)> = Vec::new();
    for attribution in &gold.attributions {
        for (kind, list) in
            [(SOURCE, &attribution.source), (CUE, &attribution.cue), (CONTENT, &attribution.content)]
        {
            for span in list {
                let range = covered(&map, tokens, *span);
                spans.push((kind != CONTENT, range.len(), range, kind));
            }
        }
    }
    spans.sort_by_key(|(other, length, range, _)| (*other, std::cmp::Reverse(*length), range.start));
    let mut labels = vec![0u8; tokens.len()];
    for (_, _, range, kind) in spans {
        if range.is_empty() || labels[range.clone()].iter().any(|l| *l != 0) {
            continue;
        }
        labels[range.clone()].fill(2 * kind + 2);
        labels[range.start] = 2 * kind + 1;
    }
    labels
}

impl Article {
    /// What the linker sees of the article.
    pub fn place(&self) -> Place<'_> {
        Place::new(&self.gold.text, &self.tokens, &self.sentences, &self.states)
    }

    /// The stretches with their labels.
    pub fn examples(&self) -> impl Iterator<Item = Example> + '_ {
        self.stretches.iter().map(|stretch| {
            let label = |t: &Option<usize>| t.map_or(0, |t| self.labels[t]);
            let mut labels: Vec<u8> = stretch.tokens.iter().map(label).collect();
            // A span that a paragraph mark cuts begins again after it.
            for i in 1..labels.len() {
                if labels[i] != 0
                    && labels[i].is_multiple_of(2)
                    && labels[i - 1] != labels[i]
                    && labels[i - 1] + 1 != labels[i]
                {
                    labels[i] -= 1;
                }
            }
            if let Some(first) = labels.first_mut().filter(|l| **l != 0 && **l % 2 == 0) {
                *first -= 1;
            }
            Example { inputs: stretch.inputs.clone(), labels }
        })
    }
}
