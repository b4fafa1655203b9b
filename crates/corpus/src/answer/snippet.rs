use crate::search::{Hits, Index};
use crate::text::Words;
use crate::{Layer, Snippet};
use verbatim_article::Span;

/// Where the words searched for stand in an article's text before the byte `upto`, in order.
pub(crate) fn hit_spans(index: &Index, leaves: &[Hits], article: u32, text: &str, upto: u32) -> Vec<Span> {
    let mut found = Vec::new();
    let mut words: Option<Vec<Span>> = None;
    let lead = index.forward.lead(article);
    for leaf in leaves {
        let Ok(at) = leaf.articles.binary_search(&article) else { continue };
        let words =
            words.get_or_insert_with(|| Words::new(text).take_while(|word| word.start < upto).collect());
        for (start, end) in leaf.places_at(at) {
            let word = |position: u32| words.get(position.checked_sub(lead)? as usize);
            if let (Some(first), Some(last)) = (word(start), word(end.saturating_sub(1).max(start))) {
                found.push(first.cover(*last));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A stretch of a text with marks that are given in the text's own offsets.
pub(super) fn snippet(text: &str, span: Span, marks: impl Iterator<Item = (Span, Layer)>) -> Snippet {
    let shown = span.of(text).trim_end();
    let end = span.start + shown.len() as u32;
    let mut marks: Vec<(Span, Layer)> = marks
        .filter(|(mark, _)| span.start <= mark.start && mark.start < end)
        .map(|(mark, layer)| {
            (Span { start: mark.start - span.start, end: mark.end.min(end) - span.start }, layer)
        })
        .collect();
    marks.sort_unstable();
    Snippet { text: shown.to_owned(), marks }
}

/// The nearest place at or before a byte where a character begins.
pub(super) fn boundary(text: &str, byte: u32) -> u32 {
    let mut at = (byte as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at as u32
}
