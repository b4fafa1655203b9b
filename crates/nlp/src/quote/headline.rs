use super::chunk::phrase_after;
use super::direct::Draft;
use super::lexicon::{CueClass, CueLexicon};
use super::words::Words;
use crate::Stance;
use verbatim_article::Span;

/// Longest source that ends a headline, in tokens.
const SOURCE: usize = 10;

/// A headline that ends with who says it: "No shortage of seed this year, assures ministry".
pub(crate) fn headline(words: Words, lexicon: &CueLexicon) -> Option<Draft> {
    let end = (1..words.tokens.len().min(60)).find(|i| words.new_line(*i))?;
    if matches!(words.get(end - 1), "." | "!" | "?" | "”" | "\"") {
        return None;
    }
    let comma = (1..end).rev().take(SOURCE + 3).find(|i| matches!(words.get(*i), "," | "–" | "—" | "-"))?;
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
