use super::resolve::CorefInput;
use super::words::AUXILIARIES;
use crate::Pos;
use crate::quote::Words;
use std::ops::{Deref, Range};
use verbatim_article::Span;

/// An article's words with its sentences.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    words: Words<'a>,
    /// Sentences as ranges of tokens, in order.
    pub sentences: &'a [Range<usize>],
}

impl<'a> Deref for Text<'a> {
    type Target = Words<'a>;

    fn deref(&self) -> &Self::Target {
        &self.words
    }
}

impl<'a> Text<'a> {
    /// The words that coreference starts from.
    pub fn new(input: &CorefInput<'a>) -> Self {
        let words = Words { text: input.text, tokens: input.tokens, pos: input.pos, traits: input.traits };
        Self { words, sentences: input.sentences }
    }

    /// Whether no space stands on either side of a token, as in "co-founder".
    pub fn glued(&self, index: usize) -> bool {
        let end = |at: usize| self.tokens.get(at).map(|t| t.end);
        let start = |at: usize| self.tokens.get(at).map(|t| t.start);
        index > 0 && end(index - 1) == start(index) && end(index).is_some() && end(index) == start(index + 1)
    }

    /// The tokens that a stretch of bytes touches.
    pub fn range(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|t| t.end <= span.start);
        let end = self.tokens.partition_point(|t| t.start < span.end);
        start..end.max(start)
    }

    /// The words of some tokens, as written.
    pub fn words(&self, range: &Range<usize>) -> &'a str {
        self.span(range).map_or("", |span| span.of(self.text))
    }

    /// Number of the sentence that a token stands in.
    pub fn sentence(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.end <= token)
    }

    /// The tokens of that sentence.
    pub fn sentence_of(&self, token: usize) -> Range<usize> {
        self.sentences.get(self.sentence(token)).cloned().unwrap_or(token..token)
    }

    /// Whether the token can be a finite verb or an auxiliary.
    pub fn verb(&self, index: usize) -> bool {
        match self.pos(index) {
            Pos::Verb | Pos::Aux => true,
            Pos::X => {
                let word = self.lower(index);
                self.is(index, AUXILIARIES)
                    || (word.len() > 3 && word.ends_with("ed") && !self.capital(index))
            }
            _ => self.is(index, AUXILIARIES),
        }
    }
}
