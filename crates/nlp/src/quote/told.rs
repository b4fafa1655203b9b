//! "Sources told the Mercury the plant would close": a clause without "that" behind the person spoken
//! to.

use super::chunk::phrase_before;
use super::direct::{Draft, verb_group};
use super::lexicon::CueLexicon;
use super::words::Words;
use crate::Pos;
use std::ops::Range;
use verbatim_article::Span;

/// Longest person spoken to: "the parliament's foreign affairs committee".
const HEARER: usize = 7;
/// Longest subject of what is said.
const SUBJECT: usize = 8;
/// Fewest tokens that are said.
const SAID: usize = 3;

/// Where what is said begins, when a person spoken to stands at `start` and a clause follows without
/// "that". Nothing where the border cannot be told.
pub(crate) fn clause_after_hearer(words: Words, start: usize, end: usize) -> Option<usize> {
    let opens = |at: usize| {
        words.determiner(at) || words.pronoun(at) && !words.is(at, &["who"]) || words.is(at, &["there"])
    };
    let nominal = |at: usize| matches!(words.pos(at), Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num);
    let object = words.is(start, &["him", "her", "them", "us", "me", "you"]);
    let hearer = if object || opens(start) || nominal(start) { start + 1 } else { return None };
    // A bare plural ends there: "told lawmakers inflation was beaten". The noun before "was" may look like a verb.
    let begins = nominal(hearer) || words.pos(hearer) == Pos::Verb && words.pos(hearer + 1) == Pos::Aux;
    let plural = words.pos(start) == Pos::Noun && words.lower(start).ends_with('s') && begins;
    let clause = if object || plural {
        hearer
    } else {
        let inside = |at: &usize| nominal(*at) || matches!(words.get(*at), "'s" | "’s" | "-");
        (hearer..end.min(start + HEARER)).find(|at| !inside(at)).filter(|at| opens(*at))?
    };
    let finite =
        |at: &usize| matches!(words.pos(*at), Pos::Aux | Pos::Verb) && !words.lower(*at).ends_with("ing");
    let verb = (clause + 1..end.min(clause + SUBJECT)).take_while(|at| words.letters(*at)).find(finite);
    (verb.is_some() && (opens(clause) || nominal(clause) || plural)).then_some(clause)
}

/// The sentences with "told somebody" and a clause in which nothing else was found.
pub(crate) fn told(
    words: Words,
    sentences: &[Range<usize>],
    lexicon: &CueLexicon,
    drafts: &[Draft],
) -> Vec<Draft> {
    let mut taken: Vec<Span> = drafts.iter().flat_map(|d| d.content.iter().copied()).collect();
    taken.extend(drafts.iter().filter_map(|d| words.span(d.cue.as_ref()?)));
    taken.sort_unstable();
    let found = sentences.iter().filter_map(|sentence| {
        let verb = sentence.clone().take(60).find(|at| words.is(*at, &["told", "tells"]))?;
        let cue = verb_group(words, sentence.start, verb)..verb + 1;
        let passive =
            cue.clone().any(|at| words.is(at, &["was", "were", "been", "be", "is", "are", "being"]));
        let source = phrase_before(words, lexicon, sentence.start, cue.start)?;
        let mut end = sentence.end;
        while end > verb && !words.letters(end - 1) {
            end -= 1;
        }
        let start = clause_after_hearer(words, cue.end, end)?;
        let whole = words.span(&(source.start..end))?;
        let marks = (source.start..end).any(|at| words.mark(at));
        let before = taken.partition_point(|t| t.start < whole.end);
        let free = taken.get(before.saturating_sub(4)..before)?.iter().all(|t| !t.overlaps(whole));
        (!passive && !marks && free && end >= start + SAID).then_some(())?;
        Some(Draft {
            content: vec![words.span(&(start..end))?],
            cue: Some(cue),
            source: Some(source),
            rule: "told somebody a clause",
            ..Draft::default()
        })
    });
    found.collect()
}
