use super::marks::{MarkStyle, Quoted, quoted_spans};
use crate::neural::layout::{ARTICLE, PARAGRAPH};
use crate::neural::{FormFeatures, TokenInput, WordTable, form_features, pack};
use crate::token::after_clock;
use rustc_hash::FxHashMap;
use std::ops::Range;
use verbatim_article::Span;

const OUTSIDE: u8 = 0;
const INSIDE: u8 = 1;
const OPENS: u8 = 2;
const CLOSES: u8 = 3;
const INSIDE_SINGLE: u8 = 6;

/// Each token's place with regard to quotation marks.
#[must_use]
pub fn quote_states(text: &str, tokens: &[Span]) -> Vec<u8> {
    states(tokens, &quoted_spans(text))
}

/// The same, when it is known what stands in marks.
pub(super) fn states(tokens: &[Span], quoted: &[Quoted]) -> Vec<u8> {
    let mut states = vec![OUTSIDE; tokens.len()];
    for quoted in quoted {
        let range = tokens.partition_point(|t| t.end <= quoted.outer.start)
            ..tokens.partition_point(|t| t.start < quoted.outer.end);
        // Outermost single marks, as in Britain, do what double ones do elsewhere.
        let single = quoted.style == MarkStyle::Single && quoted.depth > 0;
        for (state, token) in states.iter_mut().zip(tokens).take(range.end).skip(range.start) {
            *state = if token.end <= quoted.inner.start && !single {
                OPENS
            } else if token.start >= quoted.inner.end && !single {
                CLOSES
            } else if !single || *state == INSIDE {
                INSIDE
            } else {
                INSIDE_SINGLE
            };
        }
    }
    states
}

/// One stretch as the tagger reads it.
#[derive(Clone, Debug, Default)]
pub struct Stretch {
    /// The tokens' features, with a pseudo-token before each paragraph.
    pub inputs: Vec<TokenInput>,
    /// The token that each input stands for; `None` for a pseudo-token.
    pub tokens: Vec<Option<usize>>,
}

/// An article cut into stretches for the tagger of quotations.
#[must_use]
pub fn quotation_inputs(text: &str, tokens: &[Span], table: &WordTable) -> Vec<Stretch> {
    let mut known: FxHashMap<&str, FormFeatures> = FxHashMap::default();
    inputs(text, tokens, &quote_states(text, tokens), table, |_, word| {
        *known.entry(word).or_insert_with(|| form_features(word, table))
    })
}

/// The same, given the tokens' states, and the features of each token.
pub(super) fn inputs<'t>(
    text: &'t str,
    tokens: &[Span],
    states: &[u8],
    table: &WordTable,
    mut features: impl FnMut(usize, &'t str) -> FormFeatures,
) -> Vec<Stretch> {
    let [mark, quote] = ["", "\""].map(|word| form_features(word, table));
    let mut first = true;
    let stretch = |paragraphs: Vec<Range<usize>>| {
        let length = paragraphs.iter().map(|p| p.len() + 1).sum();
        let mut made = Stretch { inputs: Vec::with_capacity(length), tokens: Vec::with_capacity(length) };
        for range in paragraphs {
            let state = if std::mem::take(&mut first) { ARTICLE } else { PARAGRAPH };
            made.inputs.push(TokenInput { form: mark, state });
            made.tokens.push(None);
            // Before a live report's line stands a time, which the articles of the training do not have.
            let begins = after_clock(text, tokens, range.start).unwrap_or(range.start);
            for index in begins.min(range.end)..range.end {
                let (Some(span), Some(state)) = (tokens.get(index), states.get(index)) else { continue };
                let word = span.of(text);
                let single = matches!(*state, OPENS | CLOSES) && matches!(word, "‘" | "’" | "'" | "‚");
                let form = if single { quote } else { features(index, word) };
                made.inputs.push(TokenInput { form, state: *state });
                made.tokens.push(Some(index));
            }
        }
        made
    };
    pack(text, tokens).into_iter().map(stretch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize;

    #[test]
    fn states_follow_the_marks() {
        let text = "“We ‘won’ it,” she said.";
        let tokens = tokenize(text);
        let states = quote_states(text, &tokens);
        let shown: Vec<(&str, u8)> = tokens.iter().zip(&states).map(|(t, s)| (t.of(text), *s)).collect();
        assert_eq!(shown[..3], [("“", OPENS), ("We", INSIDE), ("‘", INSIDE)]);
        assert_eq!(shown[7..10], [("”", CLOSES), ("she", OUTSIDE), ("said", OUTSIDE)]);
    }
}
