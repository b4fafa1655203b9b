use rustc_hash::FxHashSet;
use std::ops::Deref;
use std::sync::OnceLock;

/// A word in lower case. Most are as the text has them, and the others short.
#[derive(Clone, Debug)]
pub(crate) enum Lower<'a> {
    Same(&'a str),
    /// Plain letters, and how many.
    Short([u8; SHORT], u8),
    Long(String),
}

/// Bytes of a word that is no string of its own.
const SHORT: usize = 22;

impl Deref for Lower<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Same(word) => word,
            Self::Short(bytes, length) => {
                bytes.get(..usize::from(*length)).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
            }
            Self::Long(word) => word,
        }
    }
}

impl AsRef<str> for Lower<'_> {
    fn as_ref(&self) -> &str {
        self
    }
}

impl PartialEq<str> for Lower<'_> {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Lower<'_> {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

/// A word in lower case; copied only when that changes it.
pub(crate) fn lowered(word: &str) -> Lower<'_> {
    if is_lower(word) {
        return Lower::Same(word);
    }
    let mut bytes = [0; SHORT];
    match bytes.get_mut(..word.len()) {
        Some(place) if word.is_ascii() => {
            place.copy_from_slice(word.as_bytes());
            place.make_ascii_lowercase();
            Lower::Short(bytes, word.len() as u8)
        }
        _ => Lower::Long(word.to_lowercase()),
    }
}

/// A long list of lower-case words that is looked up often.
pub(crate) struct WordSet {
    list: &'static [&'static str],
    set: OnceLock<FxHashSet<&'static str>>,
}

impl WordSet {
    pub const fn new(list: &'static [&'static str]) -> Self {
        Self { list, set: OnceLock::new() }
    }

    /// Whether it holds a word, given in lower case.
    pub fn holds(&self, lower: &str) -> bool {
        self.set.get_or_init(|| self.list.iter().copied().collect()).contains(lower)
    }
}

/// Whether a list of lower-case words holds a word, whatever its case.
pub(crate) fn one_of(word: &str, list: &[&str]) -> bool {
    if !word.is_ascii() {
        return list.contains(&&*lowered(word));
    }
    let word = word.as_bytes();
    let Some(first) = word.first().map(u8::to_ascii_lowercase) else { return list.contains(&"") };
    // Length and first letter rule nearly all of a list out.
    list.iter().map(|w| w.as_bytes()).any(|w| {
        w.len() == word.len()
            && w.first() == Some(&first)
            && w.iter().zip(word).all(|(a, b)| *a == b.to_ascii_lowercase())
    })
}

/// Whether a word is the same in lower case, as far as can be seen quickly.
fn is_lower(word: &str) -> bool {
    if word.is_ascii() {
        return !word.bytes().any(|b| b.is_ascii_uppercase());
    }
    // Letters alone have a case.
    word.chars().all(|c| c.is_lowercase() || !c.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lists() {
        let list = ["said", "’s", "“", "öl", ""];
        for (word, held) in [
            ("Said", true),
            ("SAID", true),
            ("sai", false),
            ("’s", true),
            ("“", true),
            ("ÖL", true),
            ("", true),
        ] {
            assert_eq!(one_of(word, &list), held, "{word}");
        }
    }

    #[test]
    fn long_words() {
        for length in 20..26 {
            let word = "É".to_owned() + &"B".repeat(length);
            assert_eq!(*lowered(&word), word.to_lowercase());
            assert_eq!(*lowered(&word[2..]), word[2..].to_lowercase());
        }
    }

    proptest! {
        #[test]
        fn lower_case_is_that_of_the_standard_library(word in "\\PC{0,12}") {
            prop_assert_eq!(&*lowered(&word), word.to_lowercase());
        }
    }

    #[test]
    fn every_character() {
        for c in '\0'..=char::MAX {
            let word = c.to_string();
            assert_eq!(*lowered(&word), word.to_lowercase(), "{c:?}");
        }
    }
}
