use super::chunk::phrase_after;
use super::lexicon::CueLexicon;
use super::words::Words;
use crate::Pos;
use std::ops::Range;
use verbatim_article::Span;

/// Verbs whose object is the person spoken to.
const TO_SOMEONE: &[&str] = &[
    "tell",
    "inform",
    "remind",
    "assure",
    "reassure",
    "warn",
    "notify",
    "ask",
    "urge",
    "advise",
    "brief",
    "promise",
    "encourage",
    "implore",
    "instruct",
    "call on",
    "call upon",
    "convince",
    "persuade",
    "beg",
    "order",
];

/// Whether the object of a verb is the person spoken to.
pub(crate) fn to_someone(lemma: &str) -> bool {
    TO_SOMEONE.contains(&lemma)
}
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
    let at = cue.clone().rev().find(|i| words.cue_verb(lexicon, *i).is_some())?;
    let verb = words.cue_verb(lexicon, at)?;
    // "asked about the delay"
    let about = (at + 1..cue.end).any(|i| words.pos(i) == Pos::Adp);
    if TO_SOMEONE.contains(&verb.lemma.as_str()) && !about {
        // The tagger may have taken "told reporters" for the cue.
        let own = object(words, lexicon, at + 1, cue.end);
        // "Scientists warn the glacier could vanish": what is said has begun.
        let subject = |phrase: &Range<usize>| {
            verb.lemma != "tell" && matches!(words.pos(phrase.end), Pos::Verb | Pos::Aux)
        };
        let phrase = own.or_else(|| object(words, lexicon, cue.end, line)).or_else(|| {
            let tells = matches!(verb.lemma.as_str(), "tell" | "inform" | "notify" | "brief");
            plain(words, cue.end, line).filter(|_| tells)
        });
        if let Some(phrase) = phrase.filter(|p| !subject(p)) {
            return words.span(&phrase);
        }
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

/// "told parliament", "told local radio": a noun with nothing before it.
fn plain(words: Words, start: usize, end: usize) -> Option<Range<usize>> {
    let small = |at: &usize| matches!(words.pos(*at), Pos::Noun | Pos::Adj) && !words.capital(*at);
    let last = (start..end).take(4).take_while(small).last()?;
    (words.pos(last) == Pos::Noun && words.pos(last + 1) != Pos::Propn).then_some(start..last + 1)
}

const OBJECT_PRONOUNS: &[&str] = &["him", "her", "them", "us", "me", "you"];

fn object(words: Words, lexicon: &CueLexicon, start: usize, end: usize) -> Option<Range<usize>> {
    if start >= end {
        return None;
    }
    if words.is(start, OBJECT_PRONOUNS) {
        return Some(start..start + 1);
    }
    // "agreed to build", "asked whether".
    if matches!(words.pos(start), Pos::Verb | Pos::Aux | Pos::Sconj | Pos::Adp | Pos::Adv) {
        return None;
    }
    // "told the council", "told reporters": a bare plural or a name or a determiner.
    let phrase = phrase_after(words, lexicon, start, end)?;
    let comma = phrase.clone().find(|i| words.get(*i) == ",").unwrap_or(phrase.end);
    Some(phrase.start..comma)
}
