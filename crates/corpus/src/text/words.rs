use unicode_normalization::char::is_combining_mark;
use verbatim_article::Span;

/// The words of a text in order: runs of letters, figures and their combining marks. What joins
/// them (apostrophes, hyphens, dots) parts them too, so that `Tarsa's` is found by `tarsa`, and
/// a joined word that is searched for becomes a phrase. Ideographs and kana stand alone.
#[derive(Clone, Debug)]
pub struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    /// Reads a text from its beginning.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Class {
    Word,
    Alone,
    Other,
}

fn class(c: char) -> Class {
    match c {
        '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{20000}'..='\u{3FFFF}' => Class::Alone,
        _ if c.is_alphanumeric() => Class::Word,
        _ => Class::Other,
    }
}

impl Iterator for Words<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        // Where the word begins, once one has begun.
        let mut start = None;
        while let Some(&byte) = bytes.get(at) {
            if byte < 0x80 {
                if byte.is_ascii_alphanumeric() {
                    start.get_or_insert(at);
                } else if start.is_some() {
                    break;
                }
                at += 1;
                continue;
            }
            let Some(c) = self.text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            let alone = match class(c) {
                Class::Word => {
                    start.get_or_insert(at);
                    false
                }
                Class::Alone if start.is_none() => {
                    start = Some(at);
                    true
                }
                Class::Alone => break,
                Class::Other => {
                    if start.is_some() && !is_combining_mark(c) {
                        break;
                    }
                    false
                }
            };
            at += c.len_utf8();
            if alone {
                break;
            }
        }
        self.at = at;
        start.map(|start| Span::new(start, at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        Words::new(text).map(|word| word.of(text)).collect()
    }

    #[test]
    fn words_are_parted_at_marks() {
        assert_eq!(
            words("Tarsa's well-known “plan”, 5,000 of it."),
            ["Tarsa", "s", "well", "known", "plan", "5", "000", "of", "it"]
        );
        assert_eq!(
            words("e\u{301}te\u{301} Дніпро 北京 x"),
            ["e\u{301}te\u{301}", "Дніпро", "北", "京", "x"]
        );
        assert_eq!(words("—…"), Vec::<&str>::new());
        assert_eq!(words(""), Vec::<&str>::new());
    }

    proptest::proptest! {
        #[test]
        fn spans_are_in_order_and_on_boundaries(text in "\\PC{0,60}") {
            let mut last = 0;
            for word in Words::new(&text) {
                proptest::prop_assert!(last <= word.start && word.start < word.end);
                proptest::prop_assert!(!word.of(&text).is_empty());
                last = word.end;
            }
        }
    }
}
