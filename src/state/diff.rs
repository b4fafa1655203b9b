/// A stretch of words in a comparison of two wordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only in the second.
    Added(String),
    /// Only in the first.
    Missing(String),
}

/// Longest wordings that are compared word by word; longer ones are shown as they are.
const LONGEST: usize = 600;

/// Compares two wordings word by word: a longest common subsequence over words with case and
/// punctuation set aside. The text of `Same` and `Added` pieces, joined by spaces, is the second's.
#[must_use]
pub fn word_diff(first: &str, second: &str) -> Vec<Piece> {
    let (a, b): (Vec<&str>, Vec<&str>) =
        (first.split_whitespace().collect(), second.split_whitespace().collect());
    if a.len() > LONGEST || b.len() > LONGEST {
        return vec![Piece::Same(b.join(" "))];
    }
    let (fa, fb): (Vec<String>, Vec<String>) =
        (a.iter().map(|word| folded(word)).collect(), b.iter().map(|word| folded(word)).collect());
    let width = b.len() + 1;
    // longest[i * width + j]: common words of a[i..] and b[j..].
    let mut longest = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if fa[i] == fb[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pieces: Vec<Piece> = Vec::new();
    while i < a.len() || j < b.len() {
        let same = i < a.len() && j < b.len() && fa[i] == fb[j];
        let skip_first = !same
            && i < a.len()
            && (j >= b.len() || longest[(i + 1) * width + j] >= longest[i * width + j + 1]);
        if same {
            push(&mut pieces, Piece::Same(b[j].to_owned()));
            i += 1;
            j += 1;
        } else if skip_first {
            push(&mut pieces, Piece::Missing(a[i].to_owned()));
            i += 1;
        } else {
            push(&mut pieces, Piece::Added(b[j].to_owned()));
            j += 1;
        }
    }
    pieces
}

fn folded(word: &str) -> String {
    let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
    if letters.is_empty() { word.to_owned() } else { letters.to_lowercase().replace('\u{2019}', "'") }
}

fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (Some(Piece::Same(text)), Piece::Same(word))
        | (Some(Piece::Added(text)), Piece::Added(word))
        | (Some(Piece::Missing(text)), Piece::Missing(word)) => {
            text.push(' ');
            text.push_str(&word);
        }
        (_, piece) => pieces.push(piece),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn added_and_missing_words() {
        let found = word_diff(
            "We will not close the harbour.",
            "\u{201c}We shall not close the old harbour,\u{201d}",
        );
        assert_eq!(
            found,
            [
                Piece::Same("\u{201c}We".to_owned()),
                Piece::Missing("will".to_owned()),
                Piece::Added("shall".to_owned()),
                Piece::Same("not close the".to_owned()),
                Piece::Added("old".to_owned()),
                Piece::Same("harbour,\u{201d}".to_owned()),
            ]
        );
    }

    proptest! {
        #[test]
        fn both_wordings_can_be_read_off(first in "[a-d]( [a-d]){0,12}", second in "[a-d]( [a-d]){0,12}") {
            let pieces = word_diff(&first, &second);
            let read = |skip: fn(&Piece) -> bool| {
                let words: Vec<&str> = pieces
                    .iter()
                    .filter(|piece| !skip(piece))
                    .map(|(Piece::Same(text) | Piece::Added(text) | Piece::Missing(text))| text.as_str())
                    .collect();
                words.join(" ")
            };
            prop_assert_eq!(read(|piece| matches!(piece, Piece::Missing(_))), second);
            prop_assert_eq!(read(|piece| matches!(piece, Piece::Added(_))), first);
        }
    }
}
