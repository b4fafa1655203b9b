use super::words::Words;
use crate::neural::layout::PARAGRAPH;
use std::ops::Range;
use verbatim_article::Span;

/// What a piece of an attribution is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum PieceKind {
    /// Words that name the source.
    Source,
    /// Words that report.
    Cue,
    /// Words reported.
    Content,
}

/// A source, cue or content that the tagger marked.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The tagger's mean chance that its tokens are of this kind.
    pub chance: f32,
}

/// An article as the linker sees it.
pub struct Place<'a> {
    pub(crate) words: Words<'a>,
    /// Sentence and paragraph of every token.
    sentence: Vec<u32>,
    paragraph: Vec<u32>,
    /// Whether each token stands in quotation marks.
    quoted: Vec<bool>,
    /// How many tokens without letters and digits stand before each, and before the end.
    marks: Vec<u32>,
}

impl<'a> Place<'a> {
    /// Reads the borders of sentences and paragraphs and the quotation marks.
    #[must_use]
    pub fn new(text: &'a str, tokens: &'a [Span], sentences: &[Range<usize>], states: &[u8]) -> Self {
        Self::of(Words { text, tokens, pos: &[], traits: &[] }, sentences, states)
    }

    pub(crate) fn of(words: Words<'a>, sentences: &[Range<usize>], states: &[u8]) -> Self {
        let Words { text, tokens, .. } = words;
        let mut sentence = vec![0; tokens.len()];
        for (number, range) in sentences.iter().enumerate() {
            for place in sentence.iter_mut().take(range.end).skip(range.start) {
                *place = number as u32;
            }
        }
        let mut paragraph = Vec::with_capacity(tokens.len());
        let (mut number, mut end) = (0, 0usize);
        for token in tokens {
            if text.get(end..token.start as usize).is_some_and(|gap| gap.contains('\n')) {
                number += 1;
            }
            paragraph.push(number);
            end = token.end as usize;
        }
        let quoted = states.iter().map(|s| *s != 0 && *s < PARAGRAPH).collect();
        let words = Words { pos: &[], ..words };
        let mut marks = Vec::with_capacity(tokens.len() + 1);
        let mut before = 0;
        for token in 0..=tokens.len() {
            marks.push(before);
            before += u32::from(!words.letters(token));
        }
        Self { words, sentence, paragraph, quoted, marks }
    }

    pub(crate) fn sentence(&self, token: usize) -> u32 {
        self.sentence.get(token).copied().unwrap_or(u32::MAX)
    }

    pub(crate) fn paragraph(&self, token: usize) -> u32 {
        self.paragraph.get(token).copied().unwrap_or(u32::MAX)
    }

    /// Tokens without letters and digits among some.
    pub(crate) fn marks(&self, tokens: &Range<usize>) -> usize {
        let before =
            |at: usize| self.marks.get(at.min(self.marks.len().saturating_sub(1))).copied().unwrap_or(0);
        before(tokens.end).saturating_sub(before(tokens.start)) as usize
    }

    pub(crate) fn quoted(&self, token: usize) -> bool {
        self.quoted.get(token).copied().unwrap_or(false)
    }
}

/// The pieces that labels mark, in order: `labels` and `chances` (7 a token) run over all tokens.
#[must_use]
pub fn pieces(labels: &[u8], chances: &[f32]) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let kind = match label {
            1 | 2 => PieceKind::Source,
            3 | 4 => PieceKind::Cue,
            5 | 6 => PieceKind::Content,
            _ => continue,
        };
        let at = index * 7 + 1 + 2 * kind as usize;
        let chance: f32 = chances.get(at..at + 2).unwrap_or(&[]).iter().sum();
        match found.last_mut() {
            Some(last) if label % 2 == 0 && last.kind == kind && last.tokens.end == index => {
                last.chance += chance;
                last.tokens.end = index + 1;
            }
            _ => found.push(Piece { kind, tokens: index..index + 1, chance }),
        }
    }
    for piece in &mut found {
        piece.chance /= piece.tokens.len().max(1) as f32;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_make_pieces() {
        let labels = [0, 1, 2, 3, 5, 6, 5];
        let chances = vec![0.25; 49];
        let found = pieces(&labels, &chances);
        let shown: Vec<_> = found.iter().map(|p| (p.kind, p.tokens.clone(), p.chance)).collect();
        assert_eq!(
            shown,
            [
                (PieceKind::Source, 1..3, 0.5),
                (PieceKind::Cue, 3..4, 0.5),
                (PieceKind::Content, 4..6, 0.5),
                (PieceKind::Content, 6..7, 0.5)
            ]
        );
    }
}
