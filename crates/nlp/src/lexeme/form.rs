use super::Lexicon;
use crate::linear::{hash_bytes, mix};

/// How a word is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Shape {
    /// `ferry`
    Lower,
    /// `Harrow`
    Capital,
    /// `NATO`
    Upper,
    /// `McKay`, `iPhone`
    Mixed,
    /// `A`
    Letter,
    /// `1,400`
    Number,
    /// `F16`, `3rd`
    LettersDigits,
    /// `,`
    Mark,
    /// Letters of a script without capitals.
    Uncased,
}

/// A word form, as features name it: each field is a hash, 0 where there is nothing.
#[derive(Clone, Copy, Debug)]
pub struct Lexeme {
    /// As written.
    pub word: u32,
    /// In lower case, digits as `0`.
    pub lower: u32,
    /// First 1 to 4 characters, in lower case.
    pub prefix: [u32; 4],
    /// Last 1 to 4 characters, in lower case.
    pub suffix: [u32; 4],
    /// Every character's class: `Xxxx-00`, runs longer than 2 cut.
    pub pattern: u32,
    /// Its general spelling.
    pub shape: Shape,
    /// Distributional clusters, coarse and fine.
    pub cluster: [u32; 2],
    /// The lists of names that hold the word: a bit for each (see
    /// [`NameList`](super::NameList)).
    pub lists: u16,
    /// The class of the parts of speech that it was seen as.
    pub uses: u32,
}

/// No word that people write is longer; what is longer is named by its beginning and end.
const LONGEST: usize = 64;

impl Lexeme {
    /// Looks a word form up.
    #[must_use]
    pub fn new(word: &str, lexicon: &Lexicon) -> Self {
        let word = shorten(word);
        let plain: String = word
            .chars()
            .map(|c| {
                if c == '\u{2019}' {
                    '\''
                } else if c == '\u{AD}' {
                    '-'
                } else {
                    c
                }
            })
            .collect();
        let lowered = plain.to_lowercase();
        let lower: String = lowered.chars().map(|c| if c.is_numeric() { '0' } else { c }).collect();
        let ends: Vec<usize> = lower.char_indices().map(|(at, _)| at).chain([lower.len()]).collect();
        let length = ends.len() - 1;
        let part = |seed: u32, from: usize, to: usize| match (ends.get(from), ends.get(to)) {
            (Some(&a), Some(&b)) if a < b => hash_bytes(seed, lower.as_bytes().get(a..b).unwrap_or(&[])),
            _ => 0,
        };
        let mut prefix = [0; 4];
        let mut suffix = [0; 4];
        for (size, (p, s)) in (1..).zip(prefix.iter_mut().zip(&mut suffix)) {
            if length > size {
                *p = part(10 + size as u32, 0, size);
                *s = part(20 + size as u32, length - size, length);
            }
        }
        let [coarse, fine] = lexicon.clusters(&lowered);
        let lists = lexicon.lists(&lowered);
        Self {
            word: hash_bytes(1, plain.as_bytes()),
            lower: hash_bytes(2, lower.as_bytes()),
            prefix,
            suffix,
            pattern: pattern(&plain),
            shape: shape(&plain),
            cluster: [cluster(30, coarse), cluster(31, fine)],
            lists: lists & 0xFF,
            uses: if lists >> 8 == 0 { 0 } else { mix(32, u32::from(lists >> 8)) },
        }
    }

    /// Whether it begins with a capital.
    #[must_use]
    pub fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Upper | Shape::Mixed | Shape::Letter)
    }
}

fn cluster(seed: u32, id: Option<u16>) -> u32 {
    id.map_or(0, |id| mix(seed, u32::from(id) + 1))
}

fn shorten(word: &str) -> &str {
    if word.len() <= LONGEST {
        return word;
    }
    let end = (0..=LONGEST).rev().find(|at| word.is_char_boundary(*at)).unwrap_or(0);
    word.get(..end).unwrap_or("")
}

fn class(c: char) -> u8 {
    if c.is_numeric() {
        b'0'
    } else if c.is_uppercase() {
        b'X'
    } else if c.is_lowercase() {
        b'x'
    } else if c.is_alphabetic() {
        b'a'
    } else {
        c.to_string().bytes().next().unwrap_or(b'?')
    }
}

fn pattern(word: &str) -> u32 {
    let mut classes: Vec<u8> = Vec::with_capacity(word.len());
    for c in word.chars() {
        let c = class(c);
        if !classes.ends_with(&[c, c]) {
            classes.push(c);
        }
    }
    hash_bytes(3, &classes)
}

fn shape(word: &str) -> Shape {
    let (mut upper, mut lower, mut digits, mut letters, mut count) = (0, 0, 0, 0, 0);
    let mut first = false;
    for (index, c) in word.chars().enumerate() {
        count += 1;
        if c.is_uppercase() {
            upper += 1;
            first |= index == 0;
        } else if c.is_lowercase() {
            lower += 1;
        } else if c.is_numeric() {
            digits += 1;
        } else if c.is_alphabetic() {
            letters += 1;
        }
    }
    match (upper, lower, digits) {
        (0, 0, 0) if letters > 0 => Shape::Uncased,
        (0, 0, 0) => Shape::Mark,
        (0, 0, _) => Shape::Number,
        (_, _, 1..) => Shape::LettersDigits,
        (0, _, _) => Shape::Lower,
        (1, 0, _) if count <= 2 => Shape::Letter,
        (_, 0, _) => Shape::Upper,
        (1, _, _) if first => Shape::Capital,
        _ => Shape::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for (word, wanted) in [
            ("ferry", Shape::Lower),
            ("Harrow", Shape::Capital),
            ("NATO", Shape::Upper),
            ("U.S.", Shape::Upper),
            ("J.", Shape::Letter),
            ("McKay", Shape::Mixed),
            ("1,400", Shape::Number),
            ("3rd", Shape::LettersDigits),
            ("…", Shape::Mark),
            ("東", Shape::Uncased),
        ] {
            assert_eq!(shape(word), wanted, "{word}");
        }
    }

    #[test]
    fn any_word() {
        let lexicon = Lexicon::default();
        for word in ["", "a", "é", "\u{301}", &"ß".repeat(100_000), "İİİ"] {
            let _ = Lexeme::new(word, &lexicon);
        }
    }
}
