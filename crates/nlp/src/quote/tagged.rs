use super::chunk::{phrase_after, phrase_before};
use super::direct::Draft;
use super::lexicon::CueLexicon;
use super::link::{Linker, cue_candidates, source_candidates};
use super::marks::{MarkStyle, Quoted};
use super::pieces::{Piece, PieceKind, Place, pieces};
use super::state::inputs;
use super::traits::Traits;
use super::words::Words;
use crate::ModelError;
use crate::lexeme::{Forms, Survivors};
use crate::model::{ByteReader, ModelFile};
use crate::neural::{FormFeatures, Memo, Tagger, TokenInput, WordTable, form_features};
use std::ops::Range;
use verbatim_article::Span;

/// The trained part: a tagger that marks sources, cues and contents, and a linker that joins them.
#[derive(Debug)]
pub(crate) struct QuotationModel {
    table: WordTable,
    tagger: Tagger,
    linker: Linker,
}

/// What was worked out of word forms, kept from article to article as long as the memo that numbers
/// the forms. It never changes a result.
#[derive(Debug, Default)]
pub(crate) struct QuotationMemo {
    tagger: Memo,
    features: Vec<Option<FormFeatures>>,
    traits: Vec<Option<Traits>>,
}

/// An article's word forms, and what is known of them.
pub(crate) struct Known<'a> {
    pub forms: &'a Forms,
    pub memo: &'a mut QuotationMemo,
}

impl QuotationMemo {
    /// Follows the memo of forms when it has forgotten some of them.
    pub fn keep(&mut self, survivors: &Survivors) {
        survivors.compact(&mut self.features, 1);
        survivors.compact(&mut self.traits, 1);
    }

    fn features(&mut self, form: Option<u32>, word: &str, table: &WordTable) -> FormFeatures {
        remembered(&mut self.features, form, || form_features(word, table))
    }

    /// What the rules ask of a word form.
    pub fn traits(&mut self, form: Option<u32>, word: &str, new: impl FnOnce(&str) -> Traits) -> Traits {
        remembered(&mut self.traits, form, || new(word))
    }
}

/// What a table holds of a form, worked out when it is not there yet.
fn remembered<T: Copy>(table: &mut Vec<Option<T>>, form: Option<u32>, new: impl FnOnce() -> T) -> T {
    let Some(form) = form.map(|form| form as usize) else { return new() };
    if form >= table.len() {
        table.resize((form + 1).next_power_of_two(), None);
    }
    match table.get_mut(form) {
        Some(known) => *known.get_or_insert_with(new),
        None => new(),
    }
}

/// What the tagger says of every token.
struct Tags {
    labels: Vec<u8>,
    /// Seven chances a token: O, then begin and inside of source, cue and content.
    chances: Vec<f32>,
}

impl Tags {
    fn chance(&self, token: usize, kind: PieceKind) -> f32 {
        let at = token * 7 + 1 + 2 * kind as usize;
        self.chances.get(at..at + 2).unwrap_or(&[]).iter().sum()
    }

    fn free(&self, token: usize) -> bool {
        self.labels.get(token) == Some(&0)
    }
}

/// A source that the tagger left out is taken back when its chance reaches this.
const RESCUE: f32 = 0.15;

/// Name of the rule that finds the source of a cue for which the tagger marked none.
pub(crate) const BESIDE: &str = "trained tagger, source beside the cue";

/// Below this chance a content is not given to the likeliest cue: it stays an orphan.
const LINKED: f32 = 0.7;

/// Stretches given to the tagger together, so that an endless text takes no endless memory.
const AT_A_TIME: usize = 32;

impl QuotationModel {
    /// The sections `words` and `quotes` of a model; `None` when it has none.
    ///
    /// # Errors
    /// When they are damaged.
    pub fn read(file: &ModelFile<'_>) -> Result<Option<Self>, ModelError> {
        let (Some(words), Some(quotes)) = (file.section("words"), file.section("quotes")) else {
            return Ok(None);
        };
        let mut reader = ByteReader::new(quotes);
        Ok(Some(Self {
            table: WordTable::from_bytes(words)?,
            tagger: Tagger::read(&mut reader)?,
            linker: Linker::read(&mut reader)?,
        }))
    }

    fn tag(&self, text: &str, tokens: &[Span], states: &[u8], known: Known) -> Tags {
        let mut tags = Tags { labels: vec![0; tokens.len()], chances: vec![0.0; tokens.len() * 7] };
        if self.tagger.crf().labels != 7 {
            return tags;
        }
        let Known { forms, memo } = known;
        let stretches = inputs(text, tokens, states, &self.table, |token, word| {
            memo.features(forms.kept_at(token), word, &self.table)
        });
        for stretches in stretches.chunks(AT_A_TIME) {
            let given: Vec<&[TokenInput]> = stretches.iter().map(|s| s.inputs.as_slice()).collect();
            let emissions = self.tagger.emissions(&given, &self.table, &mut memo.tagger);
            let mut rest = emissions.as_slice();
            for stretch in stretches {
                let Some((emissions, after)) = rest.split_at_checked(stretch.inputs.len() * 7) else { break };
                rest = after;
                let best = self.tagger.crf().best(emissions);
                let marginals = self.tagger.crf().marginals(emissions);
                let rows = stretch.tokens.iter().zip(best).zip(marginals.chunks_exact(7));
                for ((token, label), row) in rows {
                    let Some(token) = *token else { continue };
                    if let Some(place) = tags.labels.get_mut(token) {
                        *place = label;
                    }
                    if let Some(place) = tags.chances.get_mut(token * 7..token * 7 + 7) {
                        place.copy_from_slice(row);
                    }
                }
            }
        }
        tags
    }

    /// The attributions of an article, in order of their cues. `states` are the tokens' places with
    /// regard to all marks, `quoted` what of it is looked at.
    pub fn find(
        &self,
        words: Words,
        sentences: &[Range<usize>],
        (quoted, states): (&[Quoted], &[u8]),
        lexicon: &CueLexicon,
        known: Known,
    ) -> Vec<Draft> {
        let Words { text, tokens, .. } = words;
        let tags = self.tag(text, tokens, states, known);
        let place = Place::of(words, sentences, states);
        let pieces = pieces(&tags.labels, &tags.chances);
        let mut drafts: Vec<Draft> = Vec::new();
        let mut of_cue: Vec<Option<usize>> = vec![None; pieces.len()];
        for (number, piece) in pieces.iter().enumerate() {
            if piece.kind != PieceKind::Content {
                continue;
            }
            let (cue, sure) = self.linker.choose(&cue_candidates(&place, &pieces, number));
            let cue = cue.filter(|_| sure >= LINKED);
            let Some(content) = content_span(&place.words, &piece.tokens, quoted) else { continue };
            let cue = cue
                .filter(|c| pieces.get(*c).is_some_and(|p| !alone(text, tokens, content, &p.tokens, quoted)));
            match cue.and_then(|c| of_cue.get(c).copied().flatten()) {
                Some(known) => {
                    if let Some(draft) = drafts.get_mut(known) {
                        draft.content.push(content);
                        draft.scores.join(piece.chance, sure);
                    }
                }
                None => {
                    if let Some(place) = cue.and_then(|c| of_cue.get_mut(c)) {
                        *place = Some(drafts.len());
                    }
                    drafts.push(self.draft(
                        &place,
                        &tags,
                        &pieces,
                        (content, piece.chance),
                        (cue, sure),
                        lexicon,
                    ));
                }
            }
        }
        // Reported words without any cue are kept only where quotation marks speak for them.
        drafts.retain(|d| d.cue.is_some() || d.content.iter().any(|c| in_marks(*c, quoted)));
        drafts
    }

    fn draft(
        &self,
        place: &Place<'_>,
        tags: &Tags,
        pieces: &[Piece],
        (content, chance): (Span, f32),
        (cue, sure): (Option<usize>, f32),
        lexicon: &CueLexicon,
    ) -> Draft {
        let mut scores = Scores { content: chance, link: sure, ..Scores::default() };
        let mut source = None;
        let mut rule = "trained tagger";
        if let Some((number, piece)) = cue.and_then(|c| Some((c, pieces.get(c)?))) {
            scores.cue = piece.chance;
            let (chosen, sure) = self.linker.choose(&source_candidates(place, pieces, number));
            scores.source_link = sure;
            if let Some(found) = chosen.and_then(|s| pieces.get(s)) {
                scores.source = found.chance;
                source = Some(found.tokens.clone());
            } else if let Some((range, chance)) = rescue(place, tags, &piece.tokens, lexicon) {
                scores.source = chance;
                rule = BESIDE;
                source = Some(range);
            }
        }
        Draft {
            content: vec![content],
            cue: cue.and_then(|c| pieces.get(c)).map(|p| p.tokens.clone()),
            source,
            rule,
            mixed: false,
            kind: None,
            scores,
        }
    }
}

/// How sure the parts of an attribution are, each between 0 and 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Scores {
    pub content: f32,
    pub cue: f32,
    pub source: f32,
    /// That the content belongs to the cue.
    pub link: f32,
    /// That the cue has this source, or none.
    pub source_link: f32,
}

impl Scores {
    fn join(&mut self, content: f32, link: f32) {
        self.content = self.content.min(content);
        self.link = self.link.min(link);
    }
}

/// A source that the tagger nearly marked, near a cue that has none.
fn rescue(
    place: &Place<'_>,
    tags: &Tags,
    cue: &Range<usize>,
    lexicon: &CueLexicon,
) -> Option<(Range<usize>, f32)> {
    let words = place.words;
    let sentence = place.sentence(cue.start);
    let near = cue.start.saturating_sub(15)..(cue.end + 15).min(words.tokens.len());
    let inside = |t: usize| place.sentence(t) == sentence && tags.free(t);
    let best = near
        .clone()
        .filter(|t| inside(*t) && words.letters(*t))
        .map(|t| (t, tags.chance(t, PieceKind::Source)))
        .fold(
            None,
            |best: Option<(usize, f32)>, new| if best.is_none_or(|b| new.1 > b.1) { Some(new) } else { best },
        );
    let Some((peak, chance)) = best.filter(|(_, c)| *c >= RESCUE) else {
        return beside(place, tags, cue, lexicon);
    };
    let holds = |t: usize| inside(t) && tags.chance(t, PieceKind::Source) >= chance * 0.5;
    let start = (near.start..=peak).rev().take_while(|t| holds(*t)).last().unwrap_or(peak);
    let end = (peak..near.end).take_while(|t| holds(*t)).last().unwrap_or(peak) + 1;
    Some((start..end, chance))
}

/// The noun phrase beside a reporting verb, as the rules find it.
fn beside(
    place: &Place<'_>,
    tags: &Tags,
    cue: &Range<usize>,
    lexicon: &CueLexicon,
) -> Option<(Range<usize>, f32)> {
    let words = place.words;
    let verb = cue.clone().find(|i| words.cue_verb(lexicon, *i).is_some())?;
    let lower = words.lower(verb);
    let passive =
        (cue.start..verb).any(|i| words.is(i, &["be", "been", "being", "is", "are", "was", "were"]));
    if lower.ends_with("ing") || words.is(cue.start, &["to"]) || passive {
        return None;
    }
    let sentence = place.sentence(verb);
    let floor = (0..cue.start)
        .rev()
        .take(60)
        .take_while(|t| place.sentence(*t) == sentence && tags.free(*t))
        .last()?;
    let found = phrase_before(words, lexicon, floor, cue.start).or_else(|| {
        let ceiling = (cue.end..words.tokens.len())
            .take(60)
            .take_while(|t| place.sentence(*t) == sentence && tags.free(*t))
            .last()
            .map_or(cue.end, |t| t + 1);
        phrase_after(words, lexicon, cue.end, ceiling)
    })?;
    Some((found, 0.1))
}

/// The bytes of a content without the quotation marks at its edges.
fn content_span(words: &Words<'_>, tokens: &Range<usize>, quoted: &[Quoted]) -> Option<Span> {
    let mut span = words.span(tokens)?;
    // Twice, for a quotation that is quoted as a whole.
    for _ in 0..2 {
        let first = quoted.partition_point(|q| q.outer.start < span.start);
        if let Some(q) =
            quoted.get(first).filter(|q| q.outer.start == span.start && q.inner.start > span.start)
            && q.outer.end >= span.end.saturating_sub(1)
        {
            span.start = q.inner.start;
            span.end = span.end.min(q.inner.end).max(span.start);
        }
        let from = quoted.partition_point(|q| q.outer.start < span.start.saturating_sub(4000));
        if let Some(q) = quoted.iter().skip(from).take_while(|q| q.outer.start < span.end).find(|q| {
            q.closed && q.inner.end < span.end && q.outer.end >= span.end && q.outer.start < span.start
        }) {
            span.end = q.inner.end.max(span.start);
        }
    }
    let text = span.of(words.text);
    let start = span.start as usize + (text.len() - text.trim_start().len());
    let end = start + text.trim().len();
    (start < end).then(|| Span::new(start, end))
}

/// Whether a content lies in double marks or guillemets.
fn in_marks(content: Span, quoted: &[Quoted]) -> bool {
    let to = quoted.partition_point(|q| q.outer.start <= content.start);
    quoted.iter().take(to).rev().take(8).any(|q| q.style != MarkStyle::Single && q.outer.contains(content))
}

/// How far the next letter is looked for: a line of many megabytes may have none.
const FAR: usize = 4096;

/// Whether no letter or digit comes before the line or the text ends.
fn is_bare(characters: &mut dyn Iterator<Item = char>) -> bool {
    let mut near = characters.take(FAR + 1).enumerate();
    near.find(|(at, c)| *at == FAR || *c == '\n' || c.is_alphanumeric()).is_none_or(|(_, c)| c == '\n')
}

/// Whether a quotation is a paragraph by itself that nothing before leads up to: the cue stands in
/// another paragraph, and the line before neither announces a quotation nor holds one.
fn alone(text: &str, tokens: &[Span], content: Span, cue: &Range<usize>, quoted: &[Quoted]) -> bool {
    let to = quoted.partition_point(|q| q.outer.start <= content.start);
    let whole = |q: &&Quoted| q.depth == 0 && q.style != MarkStyle::Single && q.outer.contains(content);
    let Some(quote) = quoted.iter().take(to).rev().take(8).find(whole) else { return false };
    let (before, rest) = text.split_at_checked(quote.outer.start as usize).unwrap_or((text, ""));
    let behind = rest.get(quote.outer.len()..).unwrap_or("");
    if !is_bare(&mut before.chars().rev()) || !is_bare(&mut behind.chars()) {
        return false;
    }
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    let in_line = |at: usize| {
        let from = (quote.outer.start as usize).min(at);
        at >= start && text.get(from..at).is_some_and(|between| !between.contains('\n'))
    };
    if tokens.get(cue.start).is_some_and(|t| in_line(t.start as usize)) {
        return false;
    }
    let last = text.get(..start).unwrap_or("").trim_end().rsplit('\n').next().unwrap_or("");
    !last.ends_with([':', ',', '—', '–', '-']) && !last.contains(['“', '”', '"', '«', '»', '„'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_looked_for_nearby() {
        for (text, bare) in [("", true), ("”) \n said", true), ("”, said", false), ("… 3", false)] {
            assert_eq!(is_bare(&mut text.chars()), bare, "{text:?}");
        }
        let mut looked_at = 0;
        let mut endless = std::iter::repeat('—').inspect(|_| looked_at += 1);
        assert!(!is_bare(&mut endless));
        assert_eq!(looked_at, FAR + 1);
    }
}
