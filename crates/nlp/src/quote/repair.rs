//! What grammar knows better than the tagger: small certain corrections of what it found.

use super::chunk::phrase_after;
use super::direct::Draft;
use super::lexicon::{CueClass, CueLexicon};
use super::marks::Quoted;
use super::words::Words;

/// Corrects drafts that the tagger found, in order of their cues.
pub(crate) fn repair(words: Words, lexicon: &CueLexicon, quoted: &[Quoted], drafts: &mut [Draft]) {
    for draft in &mut *drafts {
        source_in_cue(words, lexicon, draft);
        source_over_marks(words, quoted, draft);
    }
    shared_source(words, drafts);
}

/// "according to witnesses" is a cue and its source.
fn source_in_cue(words: Words, lexicon: &CueLexicon, draft: &mut Draft) {
    let Some(cue) = draft.cue.clone() else { return };
    let phrase = words.cue(lexicon, cue.start).filter(|(c, _)| c.class == CueClass::Phrase);
    let Some((_, length)) = phrase.filter(|(_, l)| cue.start + l < cue.end) else { return };
    if draft.source.is_none()
        && let Some(source) = phrase_after(words, lexicon, cue.start + length, cue.end)
    {
        draft.source = Some(source);
        draft.cue = Some(cue.start..cue.start + length);
    }
}

/// A source ends where a quotation opens; a nickname in marks belongs to it.
fn source_over_marks(words: Words, quoted: &[Quoted], draft: &mut Draft) {
    let Some(source) = &mut draft.source else { return };
    let Some(span) = words.span(source) else { return };
    let from = quoted.partition_point(|q| q.outer.start < span.start);
    let opens = quoted.iter().skip(from).take_while(|q| q.outer.start < span.end);
    let long = |q: &&Quoted| q.inner.of(words.text).split_whitespace().count() > 3;
    if let Some(mark) = opens.into_iter().find(long).map(|q| words.at(q.outer.start)) {
        let mut end = mark;
        while end > source.start && !words.letters(end - 1) {
            end -= 1;
        }
        if end > source.start {
            source.end = end;
        }
    }
}

/// "She says it can, but says that it will not": the second cue has the first one's source.
fn shared_source(words: Words, drafts: &mut [Draft]) {
    for index in 1..drafts.len() {
        let (before, rest) = drafts.split_at_mut(index);
        let (Some(last), Some(draft)) = (before.last(), rest.first_mut()) else { continue };
        let (Some(cue), None, Some(source), Some(first)) =
            (&draft.cue, &draft.source, &last.source, &last.cue)
        else {
            continue;
        };
        let joined =
            cue.start.checked_sub(1).is_some_and(|i| words.is(i, &["and", "but", "or", "then", "also"]));
        let near = first.end <= cue.start && cue.start - first.end < 60;
        let sentence =
            (first.end..cue.start).any(|i| matches!(words.get(i), "." | "!" | "?") || words.new_line(i));
        if joined && near && !sentence {
            draft.source = Some(source.clone());
        }
    }
}
