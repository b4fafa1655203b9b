//! Attributions at the end or in the middle of a sentence without marks: "The dam is safe, the
//! engineer told reporters", "The dam, she said, is safe".

use super::chunk::{phrase_after, phrase_before};
use super::direct::{Draft, verb_group};
use super::lexicon::{CueClass, CueLexicon};
use super::taken::Taken;
use super::words::Words;
use crate::{Pos, Stance};
use std::ops::Range;
use verbatim_article::Span;

/// The rule's name.
pub(super) const BESIDE_CLAUSE: &str = "attribution beside a clause";

/// Fewest tokens that are said, and most that may follow the verb: "in a statement on Friday".
const SAID: usize = 4;
const REST: usize = 12;
/// Phrases that open a sentence with its source.
const WHOSE: &[&str] = &["according to", "in the view of", "in the opinion of", "in the words of"];
/// Longest source that reaches back to a comma: "sources close to the talks".
const SOURCE: usize = 12;
/// Longest sentence that is looked at, so that a text without full stops costs no more.
const SENTENCE: usize = 120;

/// Attributions in places where nothing else was found.
pub(crate) fn trailing(
    words: Words,
    sentences: &[Range<usize>],
    lexicon: &CueLexicon,
    drafts: &[Draft],
) -> Vec<Draft> {
    let cues_of = drafts.iter().filter_map(|d| words.span(d.cue.as_ref()?));
    let taken = Taken::new(drafts.iter().flat_map(|d| d.content.iter().copied()).chain(cues_of));
    let apart = |draft: &Draft| {
        let own = draft.cue.iter().chain(&draft.source).filter_map(|r| words.span(r));
        !own.chain(draft.content.iter().copied()).any(|span| taken.touches(span))
    };
    let mut cues: Vec<usize> = drafts.iter().filter_map(|d| Some(d.cue.as_ref()?.start)).collect();
    cues.sort_unstable();
    let short = sentences.iter().filter(|s| s.len() > SAID && s.len() <= SENTENCE);
    short
        .filter_map(|s| {
            let opened = || opening(words, lexicon, s).filter(|_| cues.binary_search(&s.start).is_err());
            attribution(words, lexicon, s).filter(apart).or_else(opened)
        })
        .collect()
}

/// `According to the harbour office, two ferries were late.`
fn opening(words: Words, lexicon: &CueLexicon, sentence: &Range<usize>) -> Option<Draft> {
    let phrase = words.cue(lexicon, sentence.start).filter(|(c, _)| c.class == CueClass::Phrase);
    let Some((cue, length)) = phrase else { return somebodys_view(words, sentence) };
    let start = sentence.start + length;
    let comma = (start..sentence.end.min(start + 20)).find(|i| words.get(*i) == ",")?;
    let source = start..comma;
    let named = words.capital(start) || words.determiner(start) || words.pronoun(start) || source.len() <= 3;
    let mut end = sentence.end;
    while end > comma + 1 && !words.letters(end - 1) {
        end -= 1;
    }
    let said = comma + 1..end;
    let plain = !sentence.clone().any(|i| words.mark(i));
    (WHOSE.contains(&cue.lemma.as_str()) && named && plain && !source.is_empty() && clause(words, &said))
        .then(|| draft(words, &[said], sentence.start..start, source))
        .flatten()
}

/// `In Lemm's view, the ferries were late.`
fn somebodys_view(words: Words, sentence: &Range<usize>) -> Option<Draft> {
    const VIEWS: &[&str] = &["view", "opinion", "words", "telling", "judgment", "judgement", "estimation"];
    const OWNER: usize = 8;
    if !words.is(sentence.start, &["in"]) {
        return None;
    }
    let reach = sentence.start + 2..sentence.end.min(sentence.start + 2 + OWNER);
    let view = reach.clone().find(|at| words.is(*at, VIEWS))?;
    let owns = |at: usize| matches!(words.get(at), "'s" | "’s" | "'" | "’");
    let pronoun = words.is(view - 1, &["his", "her", "their", "my", "our"]);
    let source = if pronoun { view - 1..view } else { sentence.start + 1..view - 1 };
    let mut end = sentence.end;
    while end > view && !words.letters(end - 1) {
        end -= 1;
    }
    let said = view + 2..end;
    let plain = !sentence.clone().any(|i| words.mark(i));
    let owned = pronoun && view == sentence.start + 2
        || owns(view - 1) && source.clone().all(|i| words.get(i) != ",");
    (owned && words.get(view + 1) == "," && plain && !source.is_empty() && clause(words, &said))
        .then(|| draft(words, &[said], view..view + 1, source))
        .flatten()
}

fn attribution(words: Words, lexicon: &CueLexicon, sentence: &Range<usize>) -> Option<Draft> {
    let mut end = sentence.end;
    while end > sentence.start && !words.letters(end - 1) {
        end -= 1;
    }
    let mut marks = sentence.clone().filter(|i| words.mark(*i));
    if marks.next().is_some() {
        return None;
    }
    for verb in (sentence.start + 2..end).rev() {
        let reports = words.cue_verb(lexicon, verb).filter(|c| c.stance == Stance::Speech);
        if reports.is_none() || words.capital(verb) || !matches!(words.pos(verb), Pos::Verb | Pos::X) {
            continue;
        }
        let lower = words.lower(verb);
        if !(finite(&lower) || words.pos(verb) == Pos::Verb && lower.ends_with('s')) {
            continue;
        }
        let Some((cue, length)) = words.cue(lexicon, verb) else { continue };
        if cue.class != CueClass::Verb {
            continue;
        }
        // ", adding that …" is another quotation.
        let adds = |at: &usize| {
            words.get(*at) == ","
                && words.lower(*at + 1).ends_with("ing")
                && words.cue_verb(lexicon, *at + 1).is_some()
        };
        let end = (verb + length..end).find(adds).unwrap_or(end);
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
        let near = phrase_before(words, self.lexicon, self.start, cue.start);
        let (source, said) = match near.and_then(|s| Some((s.clone(), self.said(s.start)?))) {
            Some(found) => found,
            None => self.long_source(cue.start)?,
        };
        // "…, he said, …": the sentence goes on behind a second comma.
        if words.get(cue.end) == "," && end >= cue.end + 3 {
            let rest = cue.end + 1..end;
            let clause =
                rest.clone().take(4).any(|i| verbal(words, i)) || said.clone().any(|i| verbal(words, i));
            return clause.then(|| draft(words, &[said, rest], cue, source)).flatten();
        }
        (self.ends(cue.end) && clause(words, &said)).then(|| draft(words, &[said], cue, source)).flatten()
    }

    /// `…, sources close to the talks said.`: from the comma on, when that can be a noun phrase.
    fn long_source(&self, cue: usize) -> Option<(Range<usize>, Range<usize>)> {
        let words = self.words;
        let comma =
            (self.start.max(cue.saturating_sub(SOURCE))..cue).rev().find(|at| words.get(*at) == ",")?;
        let source = comma + 1..cue;
        let noun = |at: usize| matches!(words.pos(at), Pos::Noun | Pos::Propn);
        let first = source.start;
        let opens = noun(first) || matches!(words.pos(first), Pos::Det | Pos::Adj | Pos::Num);
        let finite = |at: usize| {
            words.pos(at) == Pos::Aux
                || words.pos(at) == Pos::Verb && !words.lower(at).ends_with("ing") && at < first + 2
        };
        let relative =
            |at: usize| words.is(at, &["who", "which", "that", "when", "where", "as", "if", "because"]);
        let clause =
            source.clone().any(|at| finite(at) || relative(at) || !words.letters(at) && !words.glued(at));
        let phrase = source.len() > 2 && opens && noun(source.end - 1) && !clause;
        phrase.then(|| Some((source.clone(), self.said(source.start)?))).flatten()
    }

    /// `…, said the engineer.`
    fn cue_first(&self) -> Option<Draft> {
        let said = self.said(self.verb)?;
        let cue = self.verb..self.after;
        let source = phrase_after(self.words, self.lexicon, cue.end, self.end)?;
        let named = source.clone().any(|at| self.words.capital(at)) || self.words.determiner(source.start);
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
        rule: BESIDE_CLAUSE,
        ..Draft::default()
    })
}

/// Past and third-person forms of verbs that can close a sentence after what was said.
fn finite(word: &str) -> bool {
    word.ends_with("ed") || matches!(word, "said" | "says" | "told" | "tells" | "wrote" | "writes" | "found")
}

fn verbal(words: Words, index: usize) -> bool {
    matches!(words.pos(index), Pos::Verb | Pos::Aux) || words.auxiliary(index)
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
        let words = Words { text, tokens: &tokens, pos: &[], traits: &[] };
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
