//! Contents that reach further than what was said: into the next sentence, over a dateline, over
//! somebody else's assent.

use super::direct::{Draft, is_dash};
use super::find::kind;
use super::lexicon::CueLexicon;
use super::marks::Quoted;
use super::taken::Taken;
use super::words::Words;
use crate::{Pos, QuotationKind};
use std::ops::Range;

/// Tokens that a dateline has at most: "NORTH KELSUND, Ardin, Feb. 3 (ANA) –".
const DATELINE: usize = 14;

/// Cuts contents back, and gives what others are said to have done with a claim to them.
pub(crate) fn reach(
    words: Words,
    sentences: &[Range<usize>],
    quoted: &[Quoted],
    lexicon: &CueLexicon,
    drafts: &mut Vec<Draft>,
) {
    let outermost: Vec<Quoted> = quoted.iter().filter(|q| q.depth == 0).copied().collect();
    for draft in &mut *drafts {
        behind_the_marks(words, sentences, &outermost, draft);
        next_sentence(words, sentences, &outermost, draft);
        assent(words, draft);
    }
    let added: Vec<Draft> = drafts.iter_mut().filter_map(|d| rejected(words, lexicon, d)).collect();
    drafts.extend(added);
    drafts.retain(|d| !d.content.is_empty() && !cited(words, d));
}

/// "The agency, citing police, reported": whom somebody cites is not what is said.
fn cited(words: Words, draft: &Draft) -> bool {
    const LONGEST: usize = 5;
    let (Some(cue), [content]) = (&draft.cue, draft.content.as_slice()) else { return false };
    let (from, to) = (words.at(content.start), words.at(content.end));
    let nominal = |at: usize| {
        words.determiner(at)
            || matches!(words.pos(at), Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num | Pos::Adp | Pos::Part)
    };
    words.is(cue.end - 1, &["citing", "quoting", "cited", "cites", "quotes"])
        && from == cue.end
        && to - from <= LONGEST
        && (from..to).all(nominal)
}

/// `Marin said: “We were lucky.” | His captain`: what was said ends with the mark that ends its sentence.
fn behind_the_marks(words: Words, sentences: &[Range<usize>], outermost: &[Quoted], draft: &mut Draft) {
    for piece in &mut draft.content {
        let at = outermost.partition_point(|q| q.outer.end <= piece.start);
        let Some(quote) = outermost.get(at).filter(|q| q.closed && q.outer.start <= piece.start + 3) else {
            continue;
        };
        let next = words.at(quote.outer.end);
        let begins = sentences.binary_search_by_key(&next, |s| s.start).is_ok();
        let stopped = quote.inner.of(words.text).trim_end().ends_with(['.', '!', '?']);
        let rest = words.at(piece.end).saturating_sub(next);
        if stopped && begins && piece.end > quote.outer.end && piece.start <= quote.inner.start && rest <= 6 {
            *piece = quote.inner;
        }
    }
}

/// `The sign read “No fishing”. The lake is | shallow`: what goes on in another sentence than the verb's
/// stands in marks as a whole.
fn next_sentence(words: Words, sentences: &[Range<usize>], outermost: &[Quoted], draft: &mut Draft) {
    let Some(cue) = &draft.cue else { return };
    if draft.content.len() < 2 || draft.kind.is_some() {
        return;
    }
    let number = |token: usize| sentences.partition_point(|s| s.end <= token);
    let home = number(cue.start);
    let text = words.text;
    let marked = draft.content.iter().any(|c| kind(text, &[*c], outermost) != QuotationKind::Indirect);
    draft.content.retain(|piece| {
        let here = number(words.at(piece.start)) == home;
        here || !marked || kind(text, &[*piece], outermost) == QuotationKind::Direct
    });
}

/// Takes datelines out of what was said.
pub(crate) fn datelines(words: Words, drafts: &mut [Draft]) {
    drafts.iter_mut().for_each(|draft| dateline(words, draft));
}

/// "KELSUND (ANA) – | The harbour will close, the port announced".
fn dateline(words: Words, draft: &mut Draft) {
    let Some(content) = draft.content.first_mut() else { return };
    let begins = words.at(content.start);
    let mut line = (begins.saturating_sub(DATELINE)..=begins).rev();
    let Some(start) = line.find(|at| *at == 0 || words.new_line(*at)) else { return };
    let Some(dash) = (start + 1..start + DATELINE).find(|at| is_dash(words.get(*at)) && !words.glued(*at))
    else {
        return;
    };
    let shouted = |at: usize| {
        let word = words.get(at);
        word.len() > 2 && word.chars().all(char::is_uppercase)
    };
    let placed = |at: usize| {
        words.capital(at)
            || words.get(at).chars().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation())
            || words.is(at, &["de", "la", "el", "of"])
    };
    let line = start..dash;
    if line.clone().any(shouted)
        && line.clone().all(placed)
        && let Some(first) = words.tokens.get(dash + 1).filter(|t| t.start < content.end && begins <= dash)
    {
        content.start = first.start;
    }
}

/// "He said the plan was dead|, and Lemm agreed".
fn assent(words: Words, draft: &mut Draft) {
    const AGREES: &[&str] =
        &["agreed", "agrees", "disagreed", "disagrees", "concurred", "nodded", "objected"];
    let Some(content) = draft.content.last_mut() else { return };
    let (from, to) = (words.at(content.start), words.at(content.end));
    if to < from + 6 || !words.is(to - 1, AGREES) {
        return;
    }
    let floor = to.saturating_sub(8).max(from + 2);
    let and = (floor..to - 2).rev().find(|at| words.is(*at, &["and", "but", "while"]));
    let Some(and) = and.filter(|and| words.get(and - 1) == ",") else { return };
    let subject = and + 1;
    let named = words.capital(subject) || words.determiner(subject) || words.pronoun(subject);
    if let Some(last) = words.tokens.get(and - 2).filter(|_| named) {
        content.end = last.end;
    }
}

/// "He accused her of lying|, a charge that her office dismissed as absurd": somebody else speaks of it.
fn rejected(words: Words, lexicon: &CueLexicon, draft: &mut Draft) -> Option<Draft> {
    const CLAIMS: &[&str] = &[
        "charge",
        "charges",
        "claim",
        "claims",
        "accusation",
        "accusations",
        "allegation",
        "allegations",
        "assertion",
        "suggestion",
        "description",
    ];
    const SUBJECT: usize = 8;
    let content = draft.content.last_mut()?;
    let (from, to) = (words.at(content.start), words.at(content.end));
    let noun = (from + 2..to).find(|at| {
        let opened = words.determiner(at - 1) && words.get(at - 2) == "," || words.get(at - 1) == ",";
        words.is(*at, CLAIMS) && opened
    })?;
    let comma = (noun - 2..noun).rev().find(|at| words.get(*at) == ",").filter(|at| *at > from)?;
    let start = noun + 1 + usize::from(words.is(noun + 1, &["that", "which"]));
    let verb = (start + 1..to.min(start + SUBJECT)).find(|at| words.cue_verb(lexicon, *at).is_some())?;
    let cue = super::direct::verb_group(words, start, verb)..verb + words.cue(lexicon, verb)?.1;
    let source = start..cue.start;
    let named = words.capital(source.start) || words.determiner(source.start) || words.pronoun(source.start);
    if !named || source.clone().any(|at| !words.letters(at) && !words.glued(at)) {
        return None;
    }
    let pieces = [comma + 1..noun + 1, cue.end..to];
    let said = pieces.iter().filter(|p| !p.is_empty()).filter_map(|p| words.span(p)).collect();
    content.end = words.tokens.get(comma - 1)?.end;
    Some(Draft {
        content: said,
        cue: Some(cue),
        source: Some(source),
        rule: "what somebody did with a claim",
        ..Draft::default()
    })
}

/// Puts drafts in the place of what they overlap: pieces of others are taken out, and what keeps none.
pub(crate) fn take_over(words: Words, drafts: &mut Vec<Draft>, new: Vec<Draft>) {
    if new.is_empty() {
        return;
    }
    let whole = |draft: &Draft| {
        let parts = draft.source.iter().chain(&draft.cue).filter_map(|r| words.span(r));
        parts.chain(draft.content.iter().copied()).reduce(verbatim_article::Span::cover)
    };
    let taken = Taken::new(new.iter().filter_map(whole));
    for other in &mut *drafts {
        let inside = other.cue.as_ref().and_then(|c| words.span(c)).is_some_and(|c| taken.touches(c));
        other.content.retain(|c| !taken.touches(*c) && !inside);
    }
    drafts.retain(|d| !d.content.is_empty());
    drafts.extend(new);
}

#[cfg(test)]
mod tests {
    use super::super::quoted_spans;
    use super::*;
    use crate::{split_sentences, tokenize};

    /// A draft with the given words, after its contents have been cut back; and what was added.
    fn cut(text: &str, cue: &str, content: &[&str]) -> (Vec<String>, Vec<String>) {
        let tokens = tokenize(text);
        let sentences = split_sentences(text, &tokens, &[]);
        let words = Words { text, tokens: &tokens, pos: &[], traits: &[] };
        let span = |part: &str| {
            let start = text.find(part).unwrap();
            verbatim_article::Span::new(start, start + part.len())
        };
        let at = words.at(span(cue).start);
        let draft = Draft {
            content: content.iter().map(|c| span(c)).collect(),
            cue: Some(at..at + 1),
            ..Draft::default()
        };
        let mut drafts = vec![draft];
        reach(words, &sentences, &quoted_spans(text), &CueLexicon::standard(), &mut drafts);
        datelines(words, &mut drafts);
        let shown = |d: &Draft| d.content.iter().map(|c| c.of(text).to_owned()).collect::<Vec<_>>();
        (shown(&drafts[0]), drafts.get(1).map(shown).unwrap_or_default())
    }

    #[test]
    fn the_next_sentence() {
        let text = "The sign read “No fishing here”. The “green” lake is shallow.";
        assert_eq!(
            cut(text, "read", &["No fishing here", "The “green” lake is shallow"]).0,
            ["No fishing here"]
        );
        let text = "“We wait,” said Lemm. “It rains.”";
        assert_eq!(cut(text, "said", &["We wait,", "It rains."]).0, ["We wait,", "It rains."]);
    }

    #[test]
    fn datelines_are_not_said() {
        let text = "KELSUND (ANA) – The harbour will close, the port announced.";
        let said = "KELSUND (ANA) – The harbour will close";
        assert_eq!(cut(text, "announced", &[said]).0, ["The harbour will close"]);
        let text = "NATO – and nobody else – will pay, the port announced.";
        assert_eq!(cut(text, "announced", &["NATO – and nobody else – will pay"]).0.len(), 1);
    }

    #[test]
    fn others_who_agree_or_reject() {
        let text = "Lemm said the plan was dead, and the mayor agreed.";
        assert_eq!(cut(text, "said", &["the plan was dead, and the mayor agreed"]).0, ["the plan was dead"]);
        let text = "Lemm accused her of lying, a charge that her office dismissed as absurd.";
        let (kept, added) =
            cut(text, "accused", &["her of lying, a charge that her office dismissed as absurd"]);
        assert_eq!(kept, ["her of lying"]);
        assert_eq!(added, ["a charge", "as absurd"]);
    }
}
