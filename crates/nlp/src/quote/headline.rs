use super::chunk::phrase_after;
use super::direct::{Draft, is_dash};
use super::lexicon::{CueClass, CueLexicon};
use super::words::Words;
use crate::{Pos, Stance};
use std::ops::Range;
use verbatim_article::Span;

/// Longest source that ends a headline, in tokens.
const SOURCE: usize = 10;
/// Longest source before or after a colon.
const LABEL: usize = 4;
/// Longest headline, and a text of one line that may be one.
const HEADLINE: usize = 60;
const LINE: usize = 25;
/// Fewest tokens that are said.
const SAID: usize = 3;

/// Who speaks in headlines: "Ferries to stop at noon: union". The last word of the source.
const SPEAKERS: &[&str] = &[
    "activists",
    "adviser",
    "agency",
    "aide",
    "ambassador",
    "analyst",
    "analysts",
    "army",
    "authorities",
    "bank",
    "boss",
    "ceo",
    "chairman",
    "charity",
    "chief",
    "coach",
    "commander",
    "company",
    "council",
    "court",
    "critics",
    "diplomat",
    "diplomats",
    "doctors",
    "economist",
    "economists",
    "envoy",
    "expert",
    "experts",
    "government",
    "governor",
    "group",
    "judge",
    "kremlin",
    "lawyer",
    "lawyers",
    "leader",
    "mayor",
    "media",
    "military",
    "minister",
    "ministry",
    "monitor",
    "ngo",
    "official",
    "officials",
    "opposition",
    "party",
    "pentagon",
    "pm",
    "police",
    "poll",
    "premier",
    "president",
    "prosecutor",
    "prosecutors",
    "regulator",
    "report",
    "reports",
    "researchers",
    "residents",
    "scientists",
    "secretary",
    "senator",
    "source",
    "sources",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "study",
    "survey",
    "un",
    "union",
    "unions",
    "watchdog",
    "witness",
    "witnesses",
];

/// A headline that names its source at one end: "No shortage of seed this year, assures ministry",
/// "Ferries to stop at noon: union", "Minister: Works will end by May".
pub(crate) fn headline(words: Words, lexicon: &CueLexicon) -> Option<Draft> {
    let count = words.tokens.len();
    let line =
        (1..count.min(HEADLINE)).find(|i| words.new_line(*i)).or_else(|| (count <= LINE).then_some(count));
    let end = line.filter(|end| *end > 0)?;
    if matches!(words.get(end - 1), "." | "!" | "?" | "”" | "\"") {
        return None;
    }
    verb_last(words, lexicon, end)
        .or_else(|| source_last(words, lexicon, end))
        .or_else(|| beside_colon(words, end))
}

/// "Mayor knew of the leak, emails show", "Ferry sinks; three missing, police say".
fn verb_last(words: Words, lexicon: &CueLexicon, end: usize) -> Option<Draft> {
    let verb = end.checked_sub(1)?;
    let heard = words.is(verb, &["hears", "told"]);
    let speaks = words.cue_verb(lexicon, verb).is_some_and(|c| c.stance == Stance::Speech);
    let comma = (verb.saturating_sub(LABEL + 1)..verb)
        .rev()
        .find(|i| words.get(*i) == "," || is_dash(words.get(*i)))?;
    let source = comma + 1..verb;
    let noun = matches!(words.pos(verb - 1), Pos::Noun | Pos::Propn | Pos::X) && words.letters(verb - 1);
    let verbal = source.clone().any(|at| matches!(words.pos(at), Pos::Verb | Pos::Aux));
    if source.is_empty() || !noun || verbal || comma < SAID || !(speaks || heard) {
        return None;
    }
    // A label of the paper's own: "EXCLUSIVE: Mayor knew …".
    let label = words.get(1) == ":" && words.get(0).chars().all(char::is_uppercase);
    Some(Draft {
        content: vec![words.span(&(if label { 2 } else { 0 }..comma))?],
        cue: Some(verb..end),
        source: Some(source),
        rule: "headline that ends with its source",
        ..Draft::default()
    })
}

fn source_last(words: Words, lexicon: &CueLexicon, end: usize) -> Option<Draft> {
    let comma = (1..end).rev().take(SOURCE + 3).find(|i| words.get(*i) == "," || is_dash(words.get(*i)))?;
    let (cue, length) = words.cue(lexicon, comma + 1)?;
    let present = words.lower(comma + 1).ends_with('s') || words.is(comma + 1, &["say", "according"]);
    if !present || cue.class == CueClass::Noun || cue.stance != Stance::Speech {
        return None;
    }
    let start = comma + 1 + length;
    // A headline leaves articles out: whatever stands there to the end is the source.
    let source = phrase_after(words, lexicon, start, end).unwrap_or(start..end);
    if source.is_empty() || end - start > SOURCE || source.end != end {
        return None;
    }
    let content: Span = words.span(&(0..comma))?;
    Some(Draft {
        content: vec![content],
        cue: Some(comma + 1..start),
        source: Some(source),
        rule: "headline that ends with its source",
        ..Draft::default()
    })
}

/// "Ferries to stop at noon: union" or "Minister: Works will end by May".
fn beside_colon(words: Words, end: usize) -> Option<Draft> {
    let apart = |at: usize| {
        words.get(at) == ":" || is_dash(words.get(at)) && !words.glued(at) && !words.glued(at + 1)
    };
    let speaker = |label: &Range<usize>| {
        let names = label.clone().all(|at| words.letters(at) || matches!(words.get(at), "'s" | "’s" | "."));
        (1..=LABEL).contains(&label.len()) && names && words.is(label.end - 1, SPEAKERS)
    };
    let acts = |said: &Range<usize>| {
        let plain = !said.clone().any(|at| words.get(at).contains(['“', '”', '"', '«', '»', ':']));
        let verb = |at: usize| matches!(words.pos(at), Pos::Verb | Pos::Aux) || words.is(at, &["to", "not"]);
        // In capitals alone parts of speech cannot be told.
        let shouted = said.clone().all(|at| !words.get(at).chars().any(char::is_lowercase));
        said.len() >= SAID && plain && (shouted || said.clone().any(verb))
    };
    let mut marks = (1..end.saturating_sub(1)).filter(|at| apart(*at));
    let first = marks.next()?;
    let last = marks.next_back().unwrap_or(first);
    let (label, cue, said) = if speaker(&(last + 1..end)) {
        (last + 1..end, last..last + 1, 0..last)
    } else if words.get(first) == ":" && speaker(&(0..first)) {
        (0..first, first..first + 1, first + 1..end)
    } else {
        return None;
    };
    acts(&said).then_some(())?;
    Some(Draft {
        content: vec![words.span(&said)?],
        cue: Some(cue),
        source: Some(label),
        rule: "headline with its source beside a colon",
        ..Draft::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize;

    fn read(text: &str) -> Option<(String, String)> {
        let tokens = tokenize(text);
        let words = Words { text, tokens: &tokens, pos: &[], traits: &[] };
        let draft = headline(words, &CueLexicon::standard())?;
        let source = words.span(draft.source.as_ref()?)?;
        Some((source.of(text).to_owned(), draft.content[0].of(text).to_owned()))
    }

    #[test]
    fn sources_at_either_end() {
        for (text, source, said) in [
            ("No shortage of seed, assures ministry\n\nMore.", "ministry", "No shortage of seed"),
            ("Ferries to stop at noon, says union", "union", "Ferries to stop at noon"),
            ("Ferries to stop at noon: union\n\nThe ferries.", "union", "Ferries to stop at noon"),
            (
                "Ferries to stop at noon – harbour police\n\nThe ferries.",
                "harbour police",
                "Ferries to stop at noon",
            ),
            ("Mayor knew of leak, emails show\n\nMore.", "emails", "Mayor knew of leak"),
            ("Ferry sinks; three missing, police say", "police", "Ferry sinks; three missing"),
            ("Ferry owner knew of ice, court hears", "court", "Ferry owner knew of ice"),
            ("MINISTER: NO NEW FERRIES\n\nThe minister.", "MINISTER", "NO NEW FERRIES"),
        ] {
            assert_eq!(read(text), Some((source.to_owned(), said.to_owned())), "{text}");
        }
        for text in
            ["Ferries: the full timetable\n\nMore.", "Opinion: Ferries to stop\n\nMore.", "Ferry union"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
