use std::borrow::Cow;

/// A word in lower case; copied only when that changes it.
pub(crate) fn lowered(word: &str) -> Cow<'_, str> {
    if is_lower(word) { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

/// Whether a list of lower-case words holds a word, whatever its case.
pub(crate) fn one_of(word: &str, list: &[&str]) -> bool {
    if !word.is_ascii() {
        return list.contains(&lowered(word).as_ref());
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

    proptest! {
        #[test]
        fn lower_case_is_that_of_the_standard_library(word in "\\PC{0,12}") {
            prop_assert_eq!(lowered(&word).into_owned(), word.to_lowercase());
        }
    }

    #[test]
    fn every_character() {
        for c in '\0'..=char::MAX {
            let word = c.to_string();
            assert_eq!(lowered(&word), word.to_lowercase(), "{c:?}");
        }
    }
}
