//! Words of somebody else set apart as a paragraph of their own, without quotation marks: "The
//! governor added:", and the next paragraph is what he said.

use super::addressee::to_someone;
use super::chunk::{phrase_after, phrase_before};
use super::direct::{Draft, is_dash, verb_group};
use super::lexicon::{CueClass, CueLexicon};
use super::words::Words;
use crate::{QuotationKind, Stance};
use std::ops::Range;

/// Tokens at most between the verb and the colon: "wrote in a letter to the islanders:".
const REST: usize = 12;
/// Words at least in the paragraph that is quoted.
const WORDS: usize = 8;

/// Paragraphs that a verb of speaking and a colon at the end of the paragraph before lead up to.
pub(crate) fn block(words: Words, lexicon: &CueLexicon) -> Vec<Draft> {
    let lines = words.lines();
    let pairs = lines.windows(2).filter_map(|pair| Some((pair.first()?, pair.get(1)?)));
    pairs.filter_map(|(heading, line)| quoted(words, lexicon, heading, line)).collect()
}

fn quoted(words: Words, lexicon: &CueLexicon, heading: &Range<usize>, line: &Range<usize>) -> Option<Draft> {
    let colon = heading.end.checked_sub(1).filter(|c| words.get(*c) == ":")?;
    // Marks, a list and another heading are for other rules.
    let plain = !line.clone().any(|i| words.get(i).contains(['“', '”', '"', '«', '»', '„']));
    let lists = is_dash(words.get(line.start)) || matches!(words.get(line.start), "•" | "*" | "-" | "·");
    let count = line.clone().filter(|i| words.letters(*i)).count();
    let last = words.get(line.end.saturating_sub(1));
    if !plain || lists || count < WORDS || !matches!(last, "." | "!" | "?" | "…" | "...") {
        return None;
    }
    let nearest = (heading.start.max(colon.saturating_sub(REST + 3))..colon).rev();
    let (verb, length) = nearest.clone().find_map(|verb| {
        let (cue, length) = words.cue(lexicon, verb)?;
        let speaks = cue.class == CueClass::Verb && cue.stance == Stance::Speech && !words.capital(verb);
        (speaks && leads(words, verb + length, colon, &cue.lemma)).then_some((verb, length))
    })?;
    let begin = (heading.start..verb).rev().find(|i| matches!(words.get(*i), "." | "!" | "?"));
    let begin = begin.map_or(heading.start, |i| i + 1);
    let cue = verb_group(words, begin, verb)..verb + length;
    let source = phrase_before(words, lexicon, begin, cue.start)
        .or_else(|| phrase_after(words, lexicon, cue.end, colon))?;
    Some(Draft {
        content: vec![words.span(line)?],
        cue: Some(cue),
        source: Some(source),
        rule: "paragraph after a colon",
        kind: Some(QuotationKind::Direct),
        ..Draft::default()
    })
}

/// Whether nothing is said between the verb and the colon, only where, when and to whom.
fn leads(words: Words, from: usize, colon: usize, lemma: &str) -> bool {
    const WHERE: &[&str] = &[
        "in",
        "on",
        "at",
        "to",
        "during",
        "after",
        "from",
        "this",
        "later",
        "again",
        "last",
        "yesterday",
        "today",
    ];
    from == colon || colon - from <= REST && (words.is(from, WHERE) || to_someone(lemma))
}

#[cfg(test)]
mod tests {
    use super::super::sources_and_contents;
    use super::*;
    use crate::tokenize;

    fn read(text: &str) -> Vec<(String, String)> {
        let tokens = tokenize(text);
        let words = Words { text, tokens: &tokens, pos: &[], traits: &[] };
        sources_and_contents(words, &block(words, &CueLexicon::standard()))
    }

    #[test]
    fn the_paragraph_is_what_was_said() {
        let said = "We promised a ferry to everybody who lives out there. It will sail again.";
        for heading in ["The governor added:", "She left early. Ada Lemm wrote in a letter to the islanders:"]
        {
            let found = read(&format!("{heading}\n\n{said}\n\nNobody answered."));
            assert_eq!(found.len(), 1, "{heading}");
            assert_eq!(found[0].1, said);
        }
    }

    #[test]
    fn no_block_quotation() {
        for text in [
            "The report noted three things that went wrong on the day:\n\nThe pumps failed and nobody was there to mend them.",
            "The governor added:\n\n“We promised a ferry to everybody who lives out there.”",
            "The governor added:\n\nMore below",
            "Contents:\n\nWe promised a ferry to everybody who lives out there.",
        ] {
            assert!(read(text).is_empty(), "{text}");
        }
    }
}
