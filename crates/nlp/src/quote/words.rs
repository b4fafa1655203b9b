use super::chunk::{AUXILIARIES, DETERMINERS, PRONOUNS};
use super::lexicon::{Cue, CueClass, CueLexicon};
use super::link::word_hash;
use super::traits::{Trait, Traits, capital, letters, mark, small};
use crate::Pos;
use crate::coref::is_head;
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
    /// What is known of the tokens beforehand; may be shorter, and then takes longer to tell.
    pub traits: &'a [Traits],
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
        self.traits.get(index).is_none_or(|traits| traits.may_be(list)) && one_of(self.get(index), list)
    }

    /// The answer to a question about a token: as known, or else as worked out.
    pub fn has(&self, index: usize, question: Trait, answer: impl FnOnce(&str) -> bool) -> bool {
        match self.traits.get(index) {
            Some(traits) => traits.has(question),
            None => answer(self.get(index)),
        }
    }

    /// The token's part of speech; [`Pos::X`] where nothing tagged it.
    pub fn pos(&self, index: usize) -> Pos {
        self.pos.get(index).copied().unwrap_or(Pos::X)
    }

    pub fn capital(&self, index: usize) -> bool {
        self.has(index, Trait::Capital, capital)
    }

    pub fn letters(&self, index: usize) -> bool {
        self.has(index, Trait::Letters, letters)
    }

    /// Whether it begins with a small letter.
    pub fn small(&self, index: usize) -> bool {
        self.has(index, Trait::Small, small)
    }

    /// Whether it says what somebody is: "minister".
    pub fn head(&self, index: usize) -> bool {
        self.has(index, Trait::Head, |word| is_head(&lowered(word)))
    }

    /// The linker's name of the token.
    pub fn hash(&self, index: usize) -> u32 {
        self.traits.get(index).map_or_else(|| word_hash(self.get(index)), |traits| traits.hash())
    }

    /// Whether the token is or holds a double quotation mark.
    pub fn mark(&self, index: usize) -> bool {
        self.has(index, Trait::Mark, mark)
    }

    /// Whether it is "he", "it", "who" and the like.
    pub fn pronoun(&self, index: usize) -> bool {
        self.has(index, Trait::Pronoun, |word| one_of(word, PRONOUNS))
    }

    /// Whether it is "the", "his", "many" and the like.
    pub fn determiner(&self, index: usize) -> bool {
        self.has(index, Trait::Determiner, |word| one_of(word, DETERMINERS))
    }

    /// Whether it is "has", "was", "not" and the like.
    pub fn auxiliary(&self, index: usize) -> bool {
        self.has(index, Trait::Auxiliary, |word| one_of(word, AUXILIARIES))
    }

    /// Whether a line break stands before a token.
    pub fn new_line(&self, index: usize) -> bool {
        if let Some(traits) = self.traits.get(index) {
            return traits.has(Trait::NewLine);
        }
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
        if !self.has(index, Trait::Begins, |word| lexicon.begins(&lowered(word))) {
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
        if self.traits.get(index).is_some_and(|traits| !traits.has(Trait::Verb)) {
            return None;
        }
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
