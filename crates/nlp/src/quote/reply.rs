//! Nouns that report a quotation: `"Never," came the reply from the council`, `"Never." That was the
//! answer of the mayor`.

use super::chunk::phrase_after;
use super::direct::Draft;
use super::lexicon::CueLexicon;
use super::marks::Quoted;
use super::words::Words;
use std::ops::Range;

/// What is said back, or aloud.
const REPLIES: &[&str] = &[
    "reply",
    "answer",
    "response",
    "retort",
    "rejoinder",
    "cry",
    "shout",
    "verdict",
    "warning",
    "message",
    "refrain",
    "explanation",
    "assessment",
    "comment",
    "question",
    "call",
];
const OWNERS: &[&str] = &["his", "her", "their", "its", "my", "our"];
/// Words between the verb and the noun: "came the terse official".
const BETWEEN: usize = 6;

/// Quotations that a noun of reply stands beside.
pub(crate) fn reply(words: Words, lexicon: &CueLexicon, quoted: &[Quoted]) -> Vec<Draft> {
    let outer: Vec<&Quoted> = quoted.iter().filter(|q| q.depth == 0 && q.closed).collect();
    let next = |number: usize| outer.get(number + 1).map_or(words.tokens.len(), |q| words.at(q.outer.start));
    let found = outer.iter().enumerate().filter_map(|(number, quote)| {
        let after = words.at(quote.outer.end);
        let (cue, source) = attribution(words, lexicon, after, next(number))?;
        let inner = quote.inner.of(words.text);
        let mut content = quote.inner;
        content.start += (inner.len() - inner.trim_start().len()) as u32;
        content.end -= (inner.len() - inner.trim_end().len()) as u32;
        (!content.is_empty()).then(|| Draft {
            content: vec![content],
            cue: Some(cue),
            source,
            rule: "noun of reply beside the quotation",
            ..Draft::default()
        })
    });
    found.collect()
}

/// Cue and source in the words behind a quotation, which end at `limit`.
fn attribution(
    words: Words,
    lexicon: &CueLexicon,
    after: usize,
    limit: usize,
) -> Option<(Range<usize>, Option<Range<usize>>)> {
    let mut start = after;
    while start < limit && !words.letters(start) && start - after < 2 {
        start += 1;
    }
    let same_line = (after..=start).all(|at| !words.new_line(at));
    // "That was the answer of …": a sentence of its own.
    let pointing = words.is(start, &["that", "this", "such"]);
    let verb = start + usize::from(pointing);
    let came = words.is(verb, &["came", "comes", "went", "goes"]) && !pointing;
    if !same_line || !came && !words.is(verb, &["was", "is"]) {
        return None;
    }
    let reach = verb + 1..limit.min(verb + 2 + BETWEEN);
    let noun = reach.clone().find(|at| words.is(*at, REPLIES))?;
    let opened = words.determiner(verb + 1) || came && noun == verb + 1;
    if !opened || (verb + 1..noun).any(|at| !words.letters(at) && !words.glued(at)) {
        return None;
    }
    // "was the mayor's blunt message"
    let mut between = verb + 1..noun;
    let possessed = between.find(|at| matches!(words.get(*at), "'s" | "’s")).map(|at| verb + 1..at);
    let cue = verb..noun + 1;
    let owner = words.is(verb + 1, OWNERS).then(|| verb + 1..verb + 2).or(possessed);
    let named = words.is(noun + 1, &["from", "of"]).then(|| phrase_after(words, lexicon, noun + 2, limit));
    let source = owner.or_else(|| named.flatten());
    // "… was the message" of nobody is a remark about it.
    (came || source.is_some()).then_some((cue, source))
}

#[cfg(test)]
mod tests {
    use super::super::{quoted_spans, sources_and_contents};
    use super::*;
    use crate::tokenize;

    fn read(text: &str) -> Vec<(String, String)> {
        let tokens = tokenize(text);
        let words = Words { text, tokens: &tokens, pos: &[], traits: &[] };
        sources_and_contents(words, &reply(words, &CueLexicon::standard(), &quoted_spans(text)))
    }

    #[test]
    fn replies() {
        for (text, source, said) in [
            ("“Never,” came the reply from the council.", "the council", "Never,"),
            ("“Who paid?” Lemm asked. “Nobody,” came the terse answer.", "", "Nobody,"),
            ("“We wait.” That was the answer of Mayor Ada Lemm on Monday.", "Mayor Ada Lemm", "We wait."),
            ("“We wait,” was her reply.", "her", "We wait,"),
            ("“We wait,” was the mayor’s blunt message to the crowd.", "the mayor", "We wait,"),
        ] {
            assert_eq!(read(text), [(source.to_owned(), said.to_owned())], "{text}");
        }
    }

    #[test]
    fn none() {
        for text in [
            "“Tide” was the answer to six across.",
            "“The Answer” came out in May.",
            "“No.”\n\nCame the reply.",
        ] {
            assert!(read(text).is_empty(), "{text}");
        }
    }
}
