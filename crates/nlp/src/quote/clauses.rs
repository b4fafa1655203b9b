//! Contents that reach over the clause they belong to, or begin before it.

use super::chunk::{phrase_after, phrase_before};
use super::direct::{Draft, verb_group};
use super::lexicon::CueLexicon;
use super::marks::Quoted;
use super::words::Words;
use crate::{Pos, Stance};
use std::ops::Range;
use verbatim_article::Span;

/// Corrects contents, and cuts off what somebody else says in them.
pub(crate) fn clauses(
    words: Words,
    sentences: &[Range<usize>],
    lexicon: &CueLexicon,
    quoted: &[Quoted],
    drafts: &mut Vec<Draft>,
) {
    for draft in &mut *drafts {
        late_that(words, draft);
        goes_on(words, sentences, draft);
        inverted(words, sentences, lexicon, draft);
    }
    subject_behind_semicolon(words, drafts);
    let added: Vec<Draft> = drafts.iter_mut().filter_map(|d| adding(words, lexicon, d)).collect();
    drafts.extend(added);
    let cut: Vec<Draft> = drafts.iter_mut().filter_map(|d| behind_semicolon(words, lexicon, d)).collect();
    drafts.extend(cut);
    somebody_quoted(words, quoted, drafts);
}

/// "The union said | in a letter to members | that talks had broken down": what is said begins at
/// "that".
fn late_that(words: Words, draft: &mut Draft) {
    const REACH: usize = 14;
    let Some(cue) = &draft.cue else { return };
    let Some(content) = draft.content.first_mut().filter(|c| words.at(c.start) == cue.end) else { return };
    if !words.is(cue.end, &["to", "in", "at", "on", "during", "by", "via", "late", "early", "after"]) {
        return;
    }
    let clause = (cue.end + 1..(cue.end + REACH).min(words.tokens.len()))
        .take_while(|at| words.letters(*at) || words.glued(*at))
        .find(|at| words.is(*at, &["that"]));
    let Some(that) = clause else { return };
    // "to people that were there"
    let relative = matches!(words.pos(that + 1), Pos::Verb | Pos::Aux);
    let infinitive = words.is(cue.end, &["to"]) && words.pos(cue.end + 1) == Pos::Verb;
    let verbal = (cue.end..that).any(|at| words.pos(at) == Pos::Aux);
    if let Some(first) = words.tokens.get(that).filter(|t| t.start < content.end)
        && !relative
        && !infinitive
        && !verbal
    {
        content.start = first.start;
    }
}

/// "Then, Lemm says, the lights went out": what stands before the first comma is no clause, so that the
/// sentence goes on behind the second.
fn goes_on(words: Words, sentences: &[Range<usize>], draft: &mut Draft) {
    let (Some(cue), Some(source), [content]) = (&draft.cue, &draft.source, draft.content.as_slice()) else {
        return;
    };
    let (start, end) = (words.at(content.start), words.at(content.end));
    let verbal = |at: usize| matches!(words.pos(at), Pos::Verb | Pos::Aux);
    let first = source.start.min(cue.start);
    let last = source.end.max(cue.end);
    let Some(sentence) = sentences.get(sentences.partition_point(|s| s.end <= start)) else { return };
    let between = end <= first
        && first - end <= 1
        && words.get(last) == ","
        && start == sentence.start
        && first.max(last) - first <= 12
        && !(start..end).any(verbal);
    let mut stop = sentence.end;
    while stop > last && !words.letters(stop - 1) {
        stop -= 1;
    }
    let rest = last + 1..stop;
    let plain = !rest.clone().any(|at| words.mark(at));
    if between
        && plain
        && rest.len() > 2
        && rest.clone().any(verbal)
        && let Some(span) = words.span(&rest)
    {
        draft.content.push(span);
    }
}

/// "What the town needs, says Lemm, is patience": the tagger took the name for what was said.
fn inverted(words: Words, sentences: &[Range<usize>], lexicon: &CueLexicon, draft: &mut Draft) {
    let (Some(cue), None, [content]) = (&draft.cue, &draft.source, draft.content.as_slice()) else { return };
    let Some(comma) = cue.start.checked_sub(1).filter(|at| words.get(*at) == ",") else { return };
    if words.at(content.start) != cue.end
        || !words.is(cue.start, &["says", "said", "argues", "writes", "adds"])
    {
        return;
    }
    let Some(sentence) = sentences.get(sentences.partition_point(|s| s.end <= cue.start)) else { return };
    let Some(source) = phrase_after(words, lexicon, cue.end, sentence.end) else { return };
    let plain = !sentence.clone().any(|at| words.mark(at));
    let end = words.at(content.end);
    if !plain || words.get(source.end) != "," || end <= source.end + 1 || comma <= sentence.start {
        return;
    }
    let pieces = [sentence.start..comma, source.end + 1..end];
    let spans: Vec<Span> = pieces.iter().filter_map(|p| words.span(p)).collect();
    if spans.len() == pieces.len() {
        draft.content = spans;
        draft.source = Some(source);
    }
}

/// "The fire began in the kitchen; the insurers, however, | believe": the last words are the next cue's
/// source.
fn subject_behind_semicolon(words: Words, drafts: &mut [Draft]) {
    const LONGEST: usize = 8;
    let mut cues: Vec<(usize, usize)> =
        drafts.iter().enumerate().filter_map(|(n, d)| Some((d.cue.as_ref()?.start, n))).collect();
    cues.sort_unstable();
    for number in 0..drafts.len() {
        let Some(content) = drafts.get(number).and_then(|d| d.content.last().copied()) else { continue };
        let (from, to) = (words.at(content.start), words.at(content.end));
        let reach = to.saturating_sub(LONGEST).max(from + 1)..to;
        let Some(stop) = reach.rev().find(|at| words.get(*at) == ";") else { continue };
        let name = stop + 1..to;
        let nominal = |at: usize| {
            matches!(
                words.pos(at),
                Pos::Noun | Pos::Propn | Pos::Adj | Pos::Det | Pos::Num | Pos::Pron | Pos::Part
            ) || words.is(at, &["of", "for", "'s", "’s", "and"])
        };
        let next = cues.get(cues.partition_point(|c| c.0 < to)).filter(|c| c.0 <= to + 3);
        let aside =
            next.is_some_and(|c| (to..c.0).all(|at| words.get(at) == "," || words.pos(at) == Pos::Adv));
        let (Some(&(_, next)), Some(last)) = (next, words.tokens.get(stop - 1)) else { continue };
        if name.is_empty() || !aside || !name.clone().all(nominal) || next == number {
            continue;
        }
        if let Some(piece) = drafts.get_mut(number).and_then(|d| d.content.last_mut()) {
            piece.end = last.end;
        }
        if let Some(draft) = drafts.get_mut(next) {
            draft.source = Some(name);
        }
    }
}

/// "They told the judge it was lost, adding that nobody meant to mislead": said as well.
fn adding(words: Words, lexicon: &CueLexicon, draft: &mut Draft) -> Option<Draft> {
    const ALSO: &[&str] =
        &["adding", "saying", "noting", "stressing", "insisting", "warning", "arguing", "claiming"];
    let source = draft.source.clone()?;
    let content = draft.content.last_mut()?;
    let (from, to) = (words.at(content.start), words.at(content.end));
    let verb = (from + 3..to)
        .find(|at| words.is(*at, ALSO) && words.is(*at + 1, &["that"]) && words.get(*at - 1) == ",")?;
    if (from..to).any(|at| words.mark(at)) || to - verb < 5 {
        return None;
    }
    words.cue_verb(lexicon, verb)?;
    let rest = words.span(&(verb + 1..to))?;
    content.end = words.tokens.get(verb - 2)?.end;
    Some(Draft {
        content: vec![rest],
        cue: Some(verb..verb + 1),
        source: Some(source),
        rule: "added by the same speaker",
        ..Draft::default()
    })
}

/// "Critics argue it is vague; the minister counters that it is not": two people speak.
fn behind_semicolon(words: Words, lexicon: &CueLexicon, draft: &mut Draft) -> Option<Draft> {
    const REACH: usize = 10;
    let content = draft.content.last_mut()?;
    let (from, to) = (words.at(content.start), words.at(content.end));
    let stop = (from..to).find(|at| words.get(*at) == ";")?;
    if (from..to).any(|at| words.mark(at)) || stop == from {
        return None;
    }
    let start = stop + 1 + usize::from(words.is(stop + 1, &["and", "but", "while"]));
    let verb = (start + 1..to.min(start + REACH)).find(|at| {
        words.cue_verb(lexicon, *at).is_some_and(|c| c.stance == Stance::Speech)
            && (words.pos(*at) == Pos::Verb || words.is(*at + 1, &["that"]))
    })?;
    let cue = verb_group(words, start, verb)..verb + words.cue(lexicon, verb)?.1;
    let source = phrase_before(words, lexicon, start, cue.start).filter(|s| s.start == start)?;
    let said = words.is(cue.end, &["that", "there"])
        || words.determiner(cue.end)
        || words.pronoun(cue.end)
        || matches!(words.pos(cue.end), Pos::Propn | Pos::Noun);
    if !said || to - cue.end.min(to) < 3 {
        return None;
    }
    let rest = words.span(&(cue.end..to))?;
    let last = words.tokens.get(stop - 1)?.end;
    content.end = last;
    Some(Draft {
        content: vec![rest],
        cue: Some(cue),
        source: Some(source),
        rule: "attribution behind a semicolon",
        ..Draft::default()
    })
}

/// `"…," he said, quoting Marshal Roth, "…"`: one quotation; whose words they were first is said by
/// the way.
fn somebody_quoted(words: Words, quoted: &[Quoted], drafts: &mut Vec<Draft>) {
    let cue = |at: &usize| drafts.get(*at).and_then(|d| d.cue.as_ref()).map(|c| c.start);
    let mut order: Vec<usize> = (0..drafts.len()).filter(|at| cue(at).is_some()).collect();
    order.sort_by_key(cue);
    let mut gone = vec![false; drafts.len()];
    for pair in order.windows(2) {
        let [before, at] = *pair else { continue };
        let pair = drafts.get(before).zip(drafts.get(at));
        let Some(rest) = pair.and_then(|(b, d)| second_half(words, quoted, b, d)) else { continue };
        if let Some(draft) = drafts.get_mut(before) {
            draft.content.push(rest);
        }
        if let Some(gone) = gone.get_mut(at) {
            *gone = true;
        }
    }
    let mut gone = gone.into_iter();
    drafts.retain(|_| !gone.next().unwrap_or(false));
}

/// The words in marks that go on with the quotation before.
fn second_half(words: Words, quoted: &[Quoted], before: &Draft, draft: &Draft) -> Option<Span> {
    let (first, cue) = (before.cue.as_ref()?, draft.cue.as_ref()?);
    let by_the_way = cue.len() == 1
        && words.is(cue.start, &["quoting", "citing", "echoing", "paraphrasing", "invoking", "recalling"])
        && cue.start.checked_sub(1).is_some_and(|comma| words.get(comma) == "," && comma <= first.end + 3);
    let ([content], Some(said)) = (draft.content.as_slice(), before.content.last()) else { return None };
    if !by_the_way || words.at(said.end) > first.start {
        return None;
    }
    let from = quoted.partition_point(|q| q.outer.start <= content.start);
    let mark = quoted.get(from).filter(|q| q.depth == 0 && q.closed && q.inner.end <= content.end)?;
    let to = quoted.partition_point(|q| q.outer.start <= said.start);
    let marked = quoted.iter().take(to).rev().take(8).any(|q| q.depth == 0 && q.outer.contains(*said));
    let comma = words.at(mark.outer.start).checked_sub(1).filter(|comma| words.get(*comma) == ",")?;
    let name = words.at(content.start)..comma;
    (marked && (1..=6).contains(&name.len()) && words.capital(comma - 1)).then_some(mark.inner)
}
