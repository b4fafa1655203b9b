//! Attributions at the end or in the middle of a sentence without marks: "The dam is safe, the
//! engineer told reporters", "The dam, she said, is safe".

use super::chunk::{phrase_after, phrase_before};
use super::direct::{Draft, verb_group};
use super::lexicon::{CueClass, CueLexicon};
use super::words::Words;
use crate::{Pos, Stance};
use std::ops::Range;
use verbatim_article::Span;

/// Fewest tokens that are said, and most that may follow the verb: "in a statement on Friday".
const SAID: usize = 4;
const REST: usize = 12;
/// Longest sentence that is looked at, so that a text without full stops costs no more.
const SENTENCE: usize = 120;

/// Attributions in sentences where nothing else was found.
pub(crate) fn trailing(
    words: Words,
    sentences: &[Range<usize>],
    lexicon: &CueLexicon,
    drafts: &[Draft],
) -> Vec<Draft> {
    let mut taken: Vec<Span> = drafts.iter().flat_map(|d| d.content.iter().copied()).collect();
    taken.extend(drafts.iter().filter_map(|d| words.span(d.cue.as_ref()?)));
    taken.sort_unstable();
    // Furthest end so far, so that one look back suffices.
    let mut reach = 0;
    let reaches: Vec<u32> = taken
        .iter()
        .map(|s| {
            reach = s.end.max(reach);
            reach
        })
        .collect();
    let free = |range: &Range<usize>| {
        words.span(range).is_some_and(|span| {
            let before = taken.partition_point(|t| t.start < span.end);
            before.checked_sub(1).and_then(|b| reaches.get(b)).is_none_or(|end| *end <= span.start)
        })
    };
    let mut cues: Vec<usize> = drafts.iter().filter_map(|d| Some(d.cue.as_ref()?.start)).collect();
    cues.sort_unstable();
    let short = sentences.iter().filter(|s| s.len() > SAID && s.len() <= SENTENCE);
    short
        .filter_map(|s| {
            let opened = || opening(words, lexicon, s).filter(|_| cues.binary_search(&s.start).is_err());
            free(s).then(|| attribution(words, lexicon, s)).flatten().or_else(opened)
        })
        .collect()
}

/// `According to the harbour office, two ferries were late.`
fn opening(words: Words, lexicon: &CueLexicon, sentence: &Range<usize>) -> Option<Draft> {
    let (cue, length) = words.cue(lexicon, sentence.start).filter(|(c, _)| c.class == CueClass::Phrase)?;
    let start = sentence.start + length;
    let comma = (start..sentence.end.min(start + 20)).find(|i| words.get(*i) == ",")?;
    let source = start..comma;
    let named = words.capital(start)
        || words.is(start, super::chunk::DETERMINERS)
        || words.is(start, super::chunk::PRONOUNS)
        || source.len() <= 3;
    let mut end = sentence.end;
    while end > comma + 1 && !words.letters(end - 1) {
        end -= 1;
    }
    let said = comma + 1..end;
    let plain = !sentence.clone().any(|i| words.get(i).contains(['“', '”', '"', '«', '»']));
    (cue.lemma == "according to" && named && plain && !source.is_empty() && clause(words, &said))
        .then(|| draft(words, &[said], sentence.start..start, source))
        .flatten()
}

fn attribution(words: Words, lexicon: &CueLexicon, sentence: &Range<usize>) -> Option<Draft> {
    let mut end = sentence.end;
    while end > sentence.start && !words.letters(end - 1) {
        end -= 1;
    }
    let mut marks = sentence.clone().filter(|i| words.get(*i).contains(['“', '”', '"', '«', '»']));
    if marks.next().is_some() {
        return None;
    }
    for verb in (sentence.start + SAID..end).rev() {
        let reports = words.cue_verb(lexicon, verb).filter(|c| c.stance == Stance::Speech);
        if reports.is_none() || words.capital(verb) || !finite(&words.lower(verb)) {
            continue;
        }
        if !matches!(words.pos(verb), Pos::Verb | Pos::X) {
            continue;
        }
        let Some((cue, length)) = words.cue(lexicon, verb) else { continue };
        if cue.class != CueClass::Verb {
            continue;
        }
        let place = Place { words, lexicon, start: sentence.start, verb, after: verb + length, end };
        let found = place.source_first().or_else(|| place.cue_first());
        if found.is_some() {
            return found;
        }
    }
    None
}

/// A verb that may report what its sentence says before it.
struct Place<'a> {
    words: Words<'a>,
    lexicon: &'a CueLexicon,
    /// Where the sentence begins.
    start: usize,
    verb: usize,
    /// The first token behind the cue.
    after: usize,
    /// The first token behind the sentence's last word.
    end: usize,
}

impl Place<'_> {
    /// `…, the engineer told reporters.` and `The dam, the engineer said, is safe.`
    fn source_first(&self) -> Option<Draft> {
        let Self { words, end, .. } = *self;
        let cue = verb_group(words, self.start, self.verb)..self.after;
        let source = phrase_before(words, self.lexicon, self.start, cue.start)?;
        let said = self.said(source.start)?;
        // "…, he said, …": the sentence goes on behind a second comma.
        if words.get(cue.end) == "," && end >= cue.end + 3 {
            let rest = cue.end + 1..end;
            let clause =
                rest.clone().take(4).any(|i| verbal(words, i)) || said.clone().any(|i| verbal(words, i));
            return clause.then(|| draft(words, &[said, rest], cue, source)).flatten();
        }
        (self.ends(cue.end) && clause(words, &said)).then(|| draft(words, &[said], cue, source)).flatten()
    }

    /// `…, said the engineer.`
    fn cue_first(&self) -> Option<Draft> {
        let said = self.said(self.verb)?;
        let cue = self.verb..self.after;
        let source = phrase_after(self.words, self.lexicon, cue.end, self.end)?;
        let named =
            self.words.capital(source.start) || self.words.is(source.start, super::chunk::DETERMINERS);
        // "What the town needs, says Lemm, is patience."
        let rest = source.end + 1..self.end;
        let verb_next = rest.clone().take(2).any(|i| verbal(self.words, i));
        if named && self.words.get(source.end) == "," && rest.len() >= 2 && verb_next {
            return draft(self.words, &[said, rest], cue, source);
        }
        (named && self.ends(source.end) && clause(self.words, &said))
            .then(|| draft(self.words, &[said], cue, source))
            .flatten()
    }

    /// What stands before a token and the comma before that.
    fn said(&self, token: usize) -> Option<Range<usize>> {
        let comma = token.checked_sub(1).filter(|c| self.words.get(*c) == ",")?;
        Some(self.start..comma)
    }

    /// Whether nothing that is said follows.
    fn ends(&self, from: usize) -> bool {
        from >= self.end || self.end - from <= REST && closes(self.words, from, self.end)
    }
}

fn draft(words: Words, said: &[Range<usize>], cue: Range<usize>, source: Range<usize>) -> Option<Draft> {
    let content: Vec<Span> = said.iter().filter_map(|r| words.span(r)).collect();
    (content.len() == said.len()).then(|| Draft {
        content,
        cue: Some(cue),
        source: Some(source),
        rule: "attribution beside a clause",
        ..Draft::default()
    })
}

/// Past and third-person forms of verbs that can close a sentence after what was said.
fn finite(word: &str) -> bool {
    word.ends_with("ed") || matches!(word, "said" | "says" | "told" | "tells" | "wrote" | "writes")
}

fn verbal(words: Words, index: usize) -> bool {
    matches!(words.pos(index), Pos::Verb | Pos::Aux) || words.is(index, super::chunk::AUXILIARIES)
}

/// A clause that can stand by itself: with a verb, and not "When he came".
fn clause(words: Words, said: &Range<usize>) -> bool {
    const OPENERS: &[&str] =
        &["when", "if", "as", "while", "although", "though", "after", "before", "because", "since", "asked"];
    let comma = || said.clone().any(|i| words.get(i) == ",");
    said.len() >= SAID
        && said.clone().any(|i| verbal(words, i))
        && (!words.is(said.start, OPENERS) || comma())
}

/// What may follow the verb: nothing said, only when, where and to whom.
fn closes(words: Words, from: usize, end: usize) -> bool {
    let that = (from..end).any(|i| {
        words.is(i, &["that", "whether", "how", "why", "what", "is", "was", "are", "were", "will", "would"])
            || matches!(words.get(i), ":" | ";")
    });
    let opens = words.is(from, &["in", "on", "at", "to", "during", "late", "early", "yesterday", "today"])
        || words.capital(from)
        || words.is(from.wrapping_sub(1), &["told", "tells", "informed", "reminded"]);
    !that && opens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{split_sentences, tokenize};

    fn read(text: &str) -> Vec<(String, String, String)> {
        let tokens = tokenize(text);
        let sentences = split_sentences(text, &tokens, &[]);
        let words = Words { text, tokens: &tokens, pos: &[] };
        let shown = |d: &Draft| {
            let of = |r: &Option<Range<usize>>| {
                r.as_ref().and_then(|r| words.span(r)).unwrap_or_default().of(text).to_owned()
            };
            let content: Vec<&str> = d.content.iter().map(|c| c.of(text)).collect();
            (of(&d.source), of(&d.cue), content.join(" … "))
        };
        trailing(words, &sentences, &CueLexicon::standard(), &[]).iter().map(shown).collect()
    }

    fn one(text: &str) -> (String, String, String) {
        read(text).pop().unwrap_or_default()
    }

    fn is(text: &str, source: &str, cue: &str, content: &str) {
        assert_eq!(one(text), (source.to_owned(), cue.to_owned(), content.to_owned()));
    }

    #[test]
    fn at_the_end() {
        is(
            "The old dam was never in danger, water board director Ada Lemm told the Mercury on Friday.",
            "water board director Ada Lemm",
            "told",
            "The old dam was never in danger",
        );
        is(
            "Two of the four pumps have failed, said the mayor.",
            "the mayor",
            "said",
            "Two of the four pumps have failed",
        );
    }

    #[test]
    fn at_the_beginning() {
        is(
            "According to the harbour office, two of the ferries were late.",
            "the harbour office",
            "According to",
            "two of the ferries were late",
        );
    }

    #[test]
    fn in_the_middle() {
        is("The dam, she said, was safe.", "she", "said", "The dam … was safe");
        is(
            "What the town needs, says Lemm, is patience.",
            "Lemm",
            "says",
            "What the town needs … is patience",
        );
    }

    #[test]
    fn no_attribution() {
        assert!(read("When the boats came in, the mayor said nothing.").is_empty());
        assert!(read("After the flood, the mayor said that the dam was safe.").is_empty());
        assert!(read("The boats came in and the crowd cheered.").is_empty());
    }
}
