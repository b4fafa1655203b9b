use super::chunk::phrase_after;
use super::lexicon::CueLexicon;
use super::words::Words;
use std::ops::Range;
use verbatim_article::Span;

/// Verbs whose object is the person spoken to.
const TO_SOMEONE: &[&str] = &[
    "tell", "inform", "remind", "assure", "reassure", "warn", "notify", "ask", "urge", "advise", "brief",
    "promise",
];
/// What an occasion is: "in an interview with CNN Turk".
const OCCASIONS: &[&str] = &[
    "interview",
    "conversation",
    "call",
    "meeting",
    "letter",
    "email",
    "e-mail",
    "message",
    "briefing",
    "conference",
];

/// To whom it was said: "told Bloomberg", "said to reporters", "in an interview with CNN Turk".
/// `cue` is the cue's tokens.
pub(crate) fn addressee(words: Words, lexicon: &CueLexicon, cue: &Range<usize>) -> Option<Span> {
    let line = (cue.end..cue.end + 24)
        .find(|i| {
            words.new_line(*i) || matches!(words.get(*i), "." | "!" | "?" | ":" | "“" | "\"" | "”" | "")
        })
        .unwrap_or(cue.end + 24);
    let verb = cue.clone().rev().find_map(|i| words.cue_verb(lexicon, i))?;
    if TO_SOMEONE.contains(&verb.lemma.as_str())
        && let Some(phrase) = object(words, lexicon, cue.end, line)
    {
        return words.span(&phrase);
    }
    for index in cue.end..line.min(cue.end + 8) {
        if words.is(index, &["to"]) && index <= cue.end + 1 {
            let phrase = object(words, lexicon, index + 1, line)?;
            return words.span(&phrase);
        }
        if words.is(index, OCCASIONS) && words.is(index + 1, &["with", "to"]) {
            let phrase = object(words, lexicon, index + 2, line)?;
            return words.span(&phrase);
        }
    }
    None
}

const OBJECT_PRONOUNS: &[&str] = &["him", "her", "them", "us", "me", "you"];

fn object(words: Words, lexicon: &CueLexicon, start: usize, end: usize) -> Option<Range<usize>> {
    if start >= end {
        return None;
    }
    if words.is(start, OBJECT_PRONOUNS) {
        return Some(start..start + 1);
    }
    // "told the council", "told reporters": a bare plural or a name or a determiner.
    let phrase = phrase_after(words, lexicon, start, end)?;
    let comma = phrase.clone().find(|i| words.get(*i) == ",").unwrap_or(phrase.end);
    Some(phrase.start..comma)
}
