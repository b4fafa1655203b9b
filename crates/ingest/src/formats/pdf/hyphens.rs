//! Words that were parted at the end of a line.
use std::collections::BTreeSet;

/// The words of a document, to tell "well-" from "har-".
#[derive(Debug, Default)]
pub(super) struct Words(BTreeSet<String>);

/// Words remembered at most.
const MOST: usize = 200_000;

/// First parts that keep their hyphen before any word.
const COMPOUND: &[&str] =
    &["well", "self", "half", "vice", "non", "so", "all", "cross", "long", "short", "ill", "high", "low"];

impl Words {
    pub(super) fn learn(&mut self, line: &str) {
        if self.0.len() > MOST {
            return;
        }
        for word in line.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| word.len() > 3) {
            if !word.ends_with('-') {
                self.0.insert(word.to_lowercase());
            }
        }
    }

    /// Adds a line to the words before it.
    pub(super) fn join(&self, text: &mut String, next: &str) {
        if text.ends_with('\u{AD}') {
            text.pop();
        } else if let Some(before) = text.strip_suffix(['-', '‐']) {
            let head: String =
                before.chars().rev().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
            let head: String = head.chars().rev().collect::<String>().to_lowercase();
            let tail: String = next.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
            if !head.is_empty() && next.chars().next().is_some_and(char::is_lowercase) {
                let known = |word: String| self.0.contains(&word);
                let kept = known(format!("{head}-{tail}"))
                    || !known(format!("{head}{tail}")) && COMPOUND.contains(&head.as_str());
                if !kept {
                    text.truncate(before.len());
                }
            } else if !next.chars().next().is_some_and(char::is_alphanumeric) || head.is_empty() {
                text.push(' ');
            }
        } else if !(text.is_empty() || text.ends_with(' ') || ends_dense(text) && starts_dense(next)) {
            text.push(' ');
        }
        text.push_str(next);
    }
}

/// Scripts that part no words.
fn dense(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{E00}'..='\u{E7F}')
}

fn ends_dense(text: &str) -> bool {
    text.chars().next_back().is_some_and(dense)
}

fn starts_dense(text: &str) -> bool {
    text.chars().next().is_some_and(dense)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(words: &Words, text: &str, next: &str) -> String {
        let mut text = text.to_owned();
        words.join(&mut text, next);
        text
    }

    #[test]
    fn hyphens_go_where_they_only_part() {
        let mut words = Words::default();
        words.learn("a ferry-boat and a harbour");
        assert_eq!(joined(&words, "the har-", "bour lay"), "the harbour lay");
        assert_eq!(joined(&words, "the ferry-", "boat lay"), "the ferry-boat lay");
        assert_eq!(joined(&words, "a well-", "founded doubt"), "a well-founded doubt");
        assert_eq!(joined(&words, "Anglo-", "Norlandic talks"), "Anglo-Norlandic talks");
        assert_eq!(joined(&words, "he said -", "and left"), "he said - and left");
        assert_eq!(joined(&words, "the ma\u{AD}", "chine"), "the machine");
        assert_eq!(joined(&words, "one", "two"), "one two");
    }
}
