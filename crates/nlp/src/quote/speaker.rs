use super::words::Words;
use crate::{Entity, EntityIndex, EntityType};
use std::ops::Range;

/// The entity that the source words name: the one whose mention lies in the head of the phrase
/// (before a comma, "of", "for", "who"), a person before anything else.
pub(crate) fn speaker(words: Words, source: &Range<usize>, entities: &[Entity]) -> Option<EntityIndex> {
    let whole = words.span(source)?;
    let cut = source.clone().find(|i| {
        *i > source.start
            && (matches!(words.get(*i), "," | "(") || words.is(*i, &["of", "for", "who", "from", "at", "in"]))
    });
    let head = words.span(&(source.start..cut.unwrap_or(source.end)))?;
    let named = |span: verbatim_article::Span, persons: bool, ends: bool| {
        entities.iter().position(|e| {
            (e.kind == EntityType::Person || !persons)
                && e.mentions.iter().any(|m| span.contains(m.span) && (!ends || m.span.end == span.end))
        })
    };
    // "Meridian spokesman Ivo Lang" is a person; "the Ministry" is what the head ends with; "a
    // spokesman for the Ministry" is neither.
    let found =
        named(head, true, false).or_else(|| named(head, false, true)).or_else(|| named(whole, true, false));
    found.map(|index| EntityIndex(index as u32))
}

/// Whether the source words are a pronoun.
pub(crate) fn is_pronoun(words: Words, source: &Range<usize>) -> bool {
    source.len() == 1 && words.is(source.start, super::chunk::PRONOUNS)
}
