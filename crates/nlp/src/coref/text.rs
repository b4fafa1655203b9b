use crate::Pos;
use std::borrow::Cow;
use std::ops::Range;
use verbatim_article::Span;

/// An article's text with what was found in it so far.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    pub text: &'a str,
    pub tokens: &'a [Span],
    /// Parts of speech, as many as tokens; all [`Pos::X`] when nothing tagged them.
    pub pos: &'a [Pos],
    /// Sentences as ranges of tokens, in order.
    pub sentences: &'a [Range<usize>],
}

impl<'a> Text<'a> {
    /// The token's characters; empty past the end.
    pub fn get(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |span| span.of(self.text))
    }

    pub fn lower(&self, index: usize) -> Cow<'a, str> {
        let word = self.get(index);
        if word.bytes().any(|b| b.is_ascii_uppercase() || b >= 0x80) {
            Cow::Owned(word.to_lowercase())
        } else {
            Cow::Borrowed(word)
        }
    }

    pub fn is(&self, index: usize, list: &[&str]) -> bool {
        list.contains(&self.lower(index).as_ref())
    }

    pub fn capital(&self, index: usize) -> bool {
        self.get(index).chars().next().is_some_and(char::is_uppercase)
    }

    pub fn pos(&self, index: usize) -> Pos {
        self.pos.get(index).copied().unwrap_or(Pos::X)
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

    /// The bytes of some tokens.
    pub fn span(&self, range: &Range<usize>) -> Option<Span> {
        let (first, last) = (self.tokens.get(range.start)?, self.tokens.get(range.end.checked_sub(1)?)?);
        (first.start < last.end).then_some(Span { start: first.start, end: last.end })
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
                super::words::AUXILIARIES.contains(&word.as_ref())
                    || (word.len() > 3 && word.ends_with("ed") && !self.capital(index))
            }
            _ => super::words::AUXILIARIES.contains(&self.lower(index).as_ref()),
        }
    }
}
