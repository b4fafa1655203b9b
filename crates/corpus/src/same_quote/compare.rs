use crate::text::{Words, fold};
use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffTag, capture_diff_slices};
use verbatim_article::Span;
use verbatim_nlp::{Quotation, VerbFamily};

/// How one quotation's words stand to another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rendering {
    /// The same words.
    Exact,
    /// Words were left out and none changed.
    Trimmed,
    /// Other words.
    Reworded,
}

/// A stretch of two texts as far as they differ or agree; both spans are byte offsets into the
/// articles' texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WordDiff {
    /// The same words, but for case and punctuation.
    Same(Span, Span),
    /// Only the first has them.
    Removed(Span),
    /// Only the second has them.
    Added(Span),
    /// The second has other words in their place.
    Changed(Span, Span),
}

/// Two renderings of one utterance side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Exact, trimmed or reworded.
    pub rendering: Rendering,
    /// The words, from the beginning to the end of both.
    pub words: Vec<WordDiff>,
    /// Direct in one and indirect or mixed in the other.
    pub kind_differs: bool,
    /// The reporting verbs with what they do, when they differ.
    pub verbs: Option<[(String, VerbFamily); 2]>,
    /// The source words, when they differ: "Altun" and "the communications director".
    pub sources: Option<[String; 2]>,
    /// Whether the two name different addressees or occasions.
    pub addressees: Option<[String; 2]>,
}

/// Compares two quotations word by word, each with the text of its article.
#[must_use]
pub fn compare(first: (&str, &Quotation), second: (&str, &Quotation)) -> Comparison {
    let (a, b) = (words(first.0, &first.1.content), words(second.0, &second.1.content));
    let letters =
        |list: &[(Span, String)]| -> Vec<String> { list.iter().map(|(_, word)| word.clone()).collect() };
    let mut diff = Vec::new();
    let (mut kept, mut removed, mut added) = (false, false, false);
    for op in capture_diff_slices(Algorithm::Myers, &letters(&a), &letters(&b)) {
        let (tag, old, new) = op.as_tag_tuple();
        let (left, right) = (cover(&a, old), cover(&b, new));
        kept |= tag == DiffTag::Equal;
        removed |= matches!(tag, DiffTag::Delete | DiffTag::Replace);
        added |= matches!(tag, DiffTag::Insert | DiffTag::Replace);
        diff.extend(match (tag, left, right) {
            (DiffTag::Equal, Some(left), Some(right)) => Some(WordDiff::Same(left, right)),
            (DiffTag::Replace, Some(left), Some(right)) => Some(WordDiff::Changed(left, right)),
            (_, Some(left), None) => Some(WordDiff::Removed(left)),
            (_, None, Some(right)) => Some(WordDiff::Added(right)),
            _ => None,
        });
    }
    let rendering = match (removed, added) {
        (false, false) => Rendering::Exact,
        (true, true) => Rendering::Reworded,
        _ if kept => Rendering::Trimmed,
        _ => Rendering::Reworded,
    };
    let (x, y) = (first.1, second.1);
    let differ = |left: String, right: String| (fold(&left) != fold(&right)).then_some([left, right]);
    Comparison {
        rendering,
        words: diff,
        kind_differs: x.kind != y.kind,
        verbs: (x.verb != y.verb).then(|| [(x.verb.clone(), x.family), (y.verb.clone(), y.family)]),
        sources: differ(joined(first.0, &x.source), joined(second.0, &y.source)),
        addressees: differ(joined(first.0, &x.addressee), joined(second.0, &y.addressee)),
    }
}

fn words(text: &str, pieces: &[Span]) -> Vec<(Span, String)> {
    let mut out = Vec::new();
    for piece in pieces {
        for word in Words::new(piece.of(text)) {
            let span = Span { start: piece.start + word.start, end: piece.start + word.end };
            out.push((span, fold(span.of(text))));
        }
    }
    out
}

fn cover(words: &[(Span, String)], range: std::ops::Range<usize>) -> Option<Span> {
    let words = words.get(range)?;
    Some(words.first()?.0.cover(words.last()?.0))
}

fn joined(text: &str, spans: &[Span]) -> String {
    spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ")
}
