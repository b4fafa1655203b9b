//! What the rules ask of every word, worked out once a word form.

use super::chunk::{AUXILIARIES, DETERMINERS, PRONOUNS, adverb, boundary};
use super::lexicon::CueLexicon;
use super::link::word_hash;
use crate::token::{lowered, one_of};
use crate::{coref, dates, money};

/// Answers to what is asked of a word most often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits {
    flags: u16,
    /// The first letter in lower case, and the length in bytes, of a word of plain letters; 0 of others.
    initial: u8,
    length: u8,
    /// As the linker names the word.
    hash: u32,
}

/// One of the questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(crate) enum Trait {
    /// Has a letter or a digit.
    Letters = 1,
    /// Begins with a capital.
    Capital = 2,
    /// Holds a double quotation mark.
    Mark = 4,
    Pronoun = 8,
    Determiner = 16,
    Auxiliary = 32,
    Adverb = 64,
    /// Ends a noun phrase.
    Boundary = 128,
    /// An entry of the lexicon of cues begins with it,
    Begins = 256,
    /// or a verb among them is it.
    Verb = 512,
    /// Stands first in its line. This depends on the place.
    NewLine = 1024,
    /// Begins with a small letter.
    Small = 2048,
    /// What somebody may be: "minister".
    Head = 4096,
    /// Opens a clause of its own.
    Clause = 8192,
    /// A sum of money can begin with it,
    Sum = 16384,
    /// or a date.
    Date = 32768,
}

impl Traits {
    /// Those of a word form.
    pub fn new(word: &str, lexicon: &CueLexicon) -> Self {
        let lower = lowered(word);
        let flags = [
            (Trait::Letters, letters(word)),
            (Trait::Capital, capital(word)),
            (Trait::Mark, mark(word)),
            (Trait::Pronoun, one_of(word, PRONOUNS)),
            (Trait::Determiner, one_of(word, DETERMINERS)),
            (Trait::Auxiliary, one_of(word, AUXILIARIES)),
            (Trait::Adverb, adverb(word)),
            (Trait::Boundary, boundary(word, lexicon)),
            (Trait::Begins, lexicon.begins(&lower)),
            (Trait::Verb, lexicon.verb(&lower).is_some()),
            (Trait::Small, small(word)),
            (Trait::Head, coref::is_head(&lower)),
            (Trait::Clause, one_of(word, coref::CLAUSE)),
            (Trait::Sum, money::may_begin(word)),
            (Trait::Date, dates::may_begin(word)),
        ];
        let flags = flags.into_iter().filter(|(_, holds)| *holds).fold(0, |all, (flag, _)| all | flag as u16);
        let (initial, length) = match (word.as_bytes().first(), u8::try_from(word.len())) {
            (Some(first), Ok(length)) if word.is_ascii() => (first.to_ascii_lowercase(), length),
            _ => (0, 0),
        };
        Self { flags, initial, length, hash: word_hash(word) }
    }

    /// The same at the start of a line, or elsewhere.
    pub fn at_line_start(self, first: bool) -> Self {
        Self { flags: self.flags | if first { Trait::NewLine as u16 } else { 0 }, ..self }
    }

    pub fn has(self, question: Trait) -> bool {
        self.flags & question as u16 != 0
    }

    /// The linker's name of the word.
    pub fn hash(self) -> u32 {
        self.hash
    }

    /// Whether the word, in lower case, can be one of a list. Cheap, and nearly always right.
    pub fn may_be(self, list: &[&str]) -> bool {
        let like = |word: &&str| {
            word.len() == usize::from(self.length) && word.as_bytes().first() == Some(&self.initial)
        };
        self.length == 0 || list.iter().any(like)
    }
}

/// Whether a word has a letter or a digit.
pub(super) fn letters(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

/// Whether it begins with a capital.
pub(super) fn capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether it begins with a small letter.
pub(crate) fn small(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_lowercase)
}

/// Whether it holds a double quotation mark.
pub(super) fn mark(word: &str) -> bool {
    word.contains(['“', '”', '"', '«', '»'])
}

#[cfg(test)]
mod tests {
    use super::super::words::Words;
    use super::*;
    use crate::tokenize;

    #[test]
    fn with_and_without_them_the_answers_are_the_same() {
        let text =
            "He’d also SAID it, Ölaf:\n“The élan of Dr. Lemm” – 3 reported\n\nto “say” According To’s é ï x";
        let tokens = tokenize(text);
        let lexicon = CueLexicon::standard();
        let slow = Words { text, tokens: &tokens, pos: &[], traits: &[] };
        let traits: Vec<Traits> = (0..tokens.len())
            .map(|at| Traits::new(slow.get(at), &lexicon).at_line_start(slow.new_line(at)))
            .collect();
        let fast = Words { traits: &traits, ..slow };
        for at in 0..tokens.len() + 2 {
            let asked = |w: Words| {
                let cue = w.cue(&lexicon, at).map(|(c, n)| (c.lemma.clone(), n));
                let lists = [&["he", "said", "’d", "“"][..], &["élan", "ölaf", "3"], AUXILIARIES, &[]];
                (
                    [
                        w.letters(at),
                        w.capital(at),
                        w.mark(at),
                        w.pronoun(at),
                        w.determiner(at),
                        w.auxiliary(at),
                    ],
                    [w.new_line(at), w.cue_verb(&lexicon, at).is_some(), w.head(at), w.small(at)],
                    [
                        super::super::chunk::is_adverb(w, at),
                        super::super::chunk::is_boundary(w, &lexicon, at),
                    ],
                    lists.map(|list| w.is(at, list)),
                    (cue, w.hash(at)),
                )
            };
            assert_eq!(asked(fast), asked(slow), "{}", slow.get(at));
        }
    }
}
