use super::Words;
use crate::quote::{boilerplate, is_dash, quoted_spans};
use std::ops::Range;
use verbatim_article::{Block, Span};

/// Bytes looked at before a stretch, and tokens of speech behind a dash, at most.
const FAR: u32 = 4000;
const LONGEST: usize = 400;

/// Words that stand between marks or behind a dash, with what lies around them. Ranges count tokens.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    /// Without its marks, and without blanks.
    pub inner: Span,
    /// It goes on with what the paragraph before left open.
    pub continues: bool,
    /// Its first token, and the first behind it.
    pub first: usize,
    pub last: usize,
    /// Tokens before and behind it that belong to its sentence and to no other stretch.
    pub before: Range<usize>,
    pub behind: Range<usize>,
    /// Where its paragraph begins, in bytes, and the one before.
    pub paragraph: u32,
    pub earlier: u32,
}

/// The stretches of a text in order: what stands in quotation marks, and speech behind a dash that a
/// verb of speaking closes.
pub(super) fn stretches(words: Words, sentences: &[Range<usize>], blocks: &[Block]) -> Vec<Stretch> {
    let mut found: Vec<(Span, Span, bool)> = quoted_spans(words.text)
        .into_iter()
        .filter(|quoted| quoted.depth == 0)
        .map(|quoted| (quoted.outer, quoted.inner, quoted.continues))
        .collect();
    let marked: Vec<Span> = found.iter().map(|(outer, ..)| *outer).collect();
    let dashed = dashed(words).into_iter().filter(|(outer, _)| {
        let place = marked.partition_point(|span| span.end <= outer.start);
        marked.get(place).is_none_or(|span| !span.overlaps(*outer))
    });
    found.extend(dashed.map(|(outer, inner)| (outer, inner, false)));
    found.sort_by_key(|(outer, ..)| *outer);
    found.retain(|(outer, ..)| !boilerplate(blocks, *outer));
    let outers: Vec<Span> = found.iter().map(|(outer, ..)| *outer).collect();
    let made = found.into_iter().enumerate().map(|(number, (outer, inner, continues))| {
        let floor = number.checked_sub(1).and_then(|n| outers.get(n)).map_or(0, |o| words.at(o.end));
        let ceiling = outers.get(number + 1).map_or(words.tokens.len(), |o| words.at(o.start));
        let (first, last) = (words.at(outer.start), words.at(outer.end));
        let paragraph = line_start(words.text, outer.start);
        // Not past the next one, however long the line is.
        let next = words.tokens.get(ceiling).map_or(words.text.len(), |token| token.start as usize);
        let line_end = words.text.get(outer.end as usize..next).and_then(|t| t.find('\n'));
        let line_end = line_end.map_or(ceiling, |n| words.at(outer.end + n as u32));
        let sentence = sentences.get(sentences.partition_point(|s| s.end <= first));
        let start = sentence.map_or(first, |s| s.start.min(first)).max(words.at(paragraph)).max(floor);
        let line = line_end.min(ceiling).max(last);
        let stop = (last..line).find(|at| full_stop(words, *at)).unwrap_or(line);
        Stretch {
            inner: trimmed(words.text, inner),
            continues,
            first,
            last,
            before: start.min(first)..first,
            behind: last..stop,
            paragraph,
            earlier: line_start(words.text, paragraph.saturating_sub(2)),
        }
    });
    made.filter(|stretch| !stretch.inner.is_empty()).collect()
}

impl Stretch {
    /// Whether nothing but marks stands between it and the end of the attribution before.
    pub fn follows(&self, words: Words, end: usize) -> bool {
        end <= self.first
            && self.first - end <= 3
            && (end..self.first).all(|at| !words.letters(at))
            && (end..=self.first).all(|at| words.beside(at))
    }

    /// Speech, as against a title, a nickname or a word held at arm's length.
    pub fn speech(&self, words: Words) -> bool {
        let said = || (self.first..self.last).filter(|at| words.letters(*at));
        let small = said().filter(|at| !words.capital(*at)).count();
        let stopped = self.inner.of(words.text).ends_with(['.', '!', '?', '…', ',', '؟', '،'])
            || words.get(self.last) == ","
            || self.first.checked_sub(1).is_some_and(|at| words.get(at) == ":");
        said().count() >= 4 && small * 2 > said().count() && (stopped || said().count() >= 8)
    }

    /// Whether what stands behind it belongs to its sentence: behind a full stop and a capital another begins.
    pub fn goes_on(&self, words: Words) -> bool {
        let inner = self.inner.of(words.text);
        let next = self.behind.start;
        !inner.ends_with(['.', '!', '?', '…']) || !words.capital(next) || words.language.last
    }
}

/// `– Nikt nas nie słuchał – powiedział Holmski. – Teraz trzeba zapłacić.`
fn dashed(words: Words) -> Vec<(Span, Span)> {
    let mut found: Vec<(Span, Span)> = Vec::new();
    let mut at = 0;
    // The line in which somebody speaks already: a further dash goes on.
    let mut speaking = false;
    while at < words.tokens.len() {
        speaking &= words.beside(at);
        let opens = is_dash(words.get(at))
            && (!words.beside(at) || at > 0 && full_stop(words, at - 1))
            && words.capital(at + 1);
        if !opens {
            at += 1;
            continue;
        }
        let far = words.tokens.len().min(at + LONGEST);
        let line = (at + 1..far).find(|next| !words.beside(*next)).unwrap_or(far);
        let verb = |dash: usize| {
            (dash + 1..dash + 3).any(|next| words.language.verbs.contains_key(words.lower(next).as_str()))
        };
        let close = (at + 2..line).find(|next| is_dash(words.get(*next)) && verb(*next));
        let end = match close {
            Some(close) => close,
            None if speaking => line,
            None => {
                at += 1;
                continue;
            }
        };
        if let (Some(first), Some(dash), Some(last)) =
            (words.tokens.get(at + 1), words.tokens.get(at), words.tokens.get(end - 1))
        {
            let inner = Span { start: first.start, end: last.end };
            found.push((Span { start: dash.start, end: last.end }, inner));
        }
        speaking = true;
        at = end;
    }
    found
}

/// A full stop, not that of an abbreviation or of an initial.
fn full_stop(words: Words, at: usize) -> bool {
    match words.get(at) {
        "!" | "?" | "…" => true,
        "." => {
            let before = at.checked_sub(1).map_or(0, |before| words.get(before).chars().count());
            before > 3 || !words.capital(at + 1) || !words.beside(at + 1)
        }
        _ => false,
    }
}

/// Where the line begins, or as far back as anything is looked for.
fn line_start(text: &str, at: u32) -> u32 {
    let from = at.saturating_sub(FAR);
    let bytes = text.as_bytes().get(from as usize..at as usize).unwrap_or(&[]);
    bytes.iter().rposition(|byte| *byte == b'\n').map_or(from, |line| from + line as u32 + 1)
}

fn trimmed(text: &str, span: Span) -> Span {
    let inner = span.of(text);
    let start = span.start + (inner.len() - inner.trim_start().len()) as u32;
    let end = span.end - (inner.len() - inner.trim_end().len()) as u32;
    Span { start: start.min(end), end }
}
