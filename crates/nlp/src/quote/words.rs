use super::lexicon::{Cue, CueClass, CueLexicon};
use crate::Pos;
use crate::token::{Lower, lowered, one_of};
use std::ops::Range;
use verbatim_article::Span;

/// Days of the week and months, in lower case: names of times, not of people.
pub(crate) const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// An article's text with its tokens: what the rules and coreference read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'a> {
    pub text: &'a str,
    pub tokens: &'a [Span],
    /// Parts of speech; may be shorter than the tokens.
    pub pos: &'a [Pos],
}

impl<'a> Words<'a> {
    /// The token's characters; empty past the end.
    pub fn get(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |s| s.of(self.text))
    }

    /// The token in lower case.
    pub fn lower(&self, index: usize) -> Lower<'a> {
        lowered(self.get(index))
    }

    /// Whether a list of lower-case words holds the token.
    pub fn is(&self, index: usize, list: &[&str]) -> bool {
        one_of(self.get(index), list)
    }

    /// The token's part of speech; [`Pos::X`] where nothing tagged it.
    pub fn pos(&self, index: usize) -> Pos {
        self.pos.get(index).copied().unwrap_or(Pos::X)
    }

    pub fn capital(&self, index: usize) -> bool {
        self.get(index).chars().next().is_some_and(char::is_uppercase)
    }

    pub fn letters(&self, index: usize) -> bool {
        self.get(index).chars().any(char::is_alphanumeric)
    }

    /// Whether a line break stands before a token.
    pub fn new_line(&self, index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(0, |t| t.end as usize);
        let start = self.tokens.get(index).map_or(before, |t| t.start as usize);
        self.text.get(before..start).is_some_and(|gap| gap.contains('\n'))
    }

    /// The paragraphs as ranges of tokens.
    pub fn lines(&self) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for index in 0..self.tokens.len() {
            match found.last_mut() {
                Some(line) if !self.new_line(index) => line.end = index + 1,
                _ => found.push(index..index + 1),
            }
        }
        found
    }

    /// The first token that starts at or after a byte.
    pub fn at(&self, byte: u32) -> usize {
        self.tokens.partition_point(|t| t.start < byte)
    }

    /// Whether no space stands before a token, as in "co-founder".
    pub fn glued(&self, index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|i| self.tokens.get(i)).map(|t| t.end);
        before.is_some() && before == self.tokens.get(index).map(|t| t.start)
    }

    /// The bytes of some tokens.
    pub fn span(&self, range: &Range<usize>) -> Option<Span> {
        let (first, last) = (self.tokens.get(range.start)?, self.tokens.get(range.end.checked_sub(1)?)?);
        (first.start < last.end).then_some(Span { start: first.start, end: last.end })
    }

    /// The longest cue of the lexicon that begins at a token, with its length.
    pub fn cue<'l>(&self, lexicon: &'l CueLexicon, index: usize) -> Option<(&'l Cue, usize)> {
        let first = self.lower(index);
        if !lexicon.begins(&first) {
            return None;
        }
        let lower: [Lower<'a>; 4] = std::array::from_fn(|i| self.lower(index + i));
        let words: [&str; 4] = std::array::from_fn(|i| lower.get(i).map_or("", |w| &**w));
        let mut best: Option<(&Cue, usize)> = None;
        for number in lexicon.matches(&words) {
            let (cue, length) = number;
            let better = match best {
                None => true,
                Some((b, l)) => length > l || (length == l && rank(cue) < rank(b)),
            };
            if better {
                best = Some((cue, length));
            }
        }
        best
    }

    /// Whether a token is a verb that reports.
    pub fn cue_verb<'l>(&self, lexicon: &'l CueLexicon, index: usize) -> Option<&'l Cue> {
        let word = self.lower(index);
        lexicon.verb(&word)
    }
}

/// Verbs of speech before attitudes before nouns.
fn rank(cue: &Cue) -> u8 {
    match (cue.class, cue.stance) {
        (CueClass::Verb, crate::Stance::Speech) | (CueClass::Phrase, _) => 0,
        (CueClass::Verb, crate::Stance::Attitude) => 1,
        (CueClass::Noun, _) => 2,
    }
}
