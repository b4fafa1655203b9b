use crate::text::{Words, fold};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use verbatim_article::Span;

/// What became of a sentence of the origin, or where a sentence of the reprint comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Printed word for word.
    Kept(Span, Span),
    /// Printed with other words in it.
    Changed(Span, Span),
    /// Left out of the reprint.
    Trimmed(Span),
    /// Only in the reprint.
    Added(Span),
}

/// Compares a reprint with its origin, sentence by sentence. Spans are those of the sentences:
/// first those of the origin in its order, then what the reprint added.
#[must_use]
pub fn changes(origin: (&str, &[Span]), reprint: (&str, &[Span])) -> Vec<Change> {
    let bags = |(text, sentences): (&str, &[Span])| -> Vec<Vec<String>> {
        sentences.iter().map(|s| Words::new(s.of(text)).map(|w| fold(w.of(s.of(text)))).collect()).collect()
    };
    let (old, new) = (bags(origin), bags(reprint));
    let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, words) in new.iter().enumerate() {
        for word in words.iter().filter(|word| word.len() > 3) {
            let places = index.entry(word).or_default();
            if places.last() != Some(&number) && places.len() < 64 {
                places.push(number);
            }
        }
    }
    let mut taken = vec![false; new.len()];
    let mut out = Vec::new();
    for (words, &span) in old.iter().zip(origin.1) {
        let mut votes: HashMap<usize, usize> = HashMap::new();
        for word in words.iter().filter(|word| word.len() > 3) {
            for &place in index.get(word.as_str()).map_or(&[][..], Vec::as_slice) {
                *votes.entry(place).or_default() += 1;
            }
        }
        let best = votes
            .into_iter()
            .filter(|(place, _)| taken.get(*place) == Some(&false))
            .max_by_key(|&(place, count)| (count, std::cmp::Reverse(place)))
            .and_then(|(place, count)| Some((place, count, new.get(place)?, *reprint.1.get(place)?)));
        let long = |words: &[String]| words.iter().filter(|word| word.len() > 3).count();
        out.push(match best {
            Some((place, _, copy, at)) if copy == words => {
                taken[place] = true;
                Change::Kept(span, at)
            }
            Some((place, count, copy, at)) if count * 2 >= long(words).min(long(copy)).max(2) => {
                taken[place] = true;
                Change::Changed(span, at)
            }
            _ => Change::Trimmed(span),
        });
    }
    out.extend(
        reprint.1.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(span, _)| Change::Added(*span)),
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<Span> {
        let mut start = 0;
        text.split_inclusive(". ")
            .map(|s| {
                start += s.len();
                Span::new(start - s.len(), start)
            })
            .collect()
    }

    #[test]
    fn kept_changed_trimmed_added() {
        let old = "The harbour of Drovna opened again. Nobody was injured there. The mayor thanked the crews warmly. ";
        let new =
            "The harbour of Drovna opened again. The mayor thanked all crews. Rain is expected tomorrow. ";
        let (a, b) = (sentences(old), sentences(new));
        let found = changes((old, &a), (new, &b));
        assert_eq!(
            found,
            [
                Change::Kept(a[0], b[0]),
                Change::Trimmed(a[1]),
                Change::Changed(a[2], b[1]),
                Change::Added(b[2])
            ]
        );
        assert_eq!(changes(("", &[]), (new, &b)).len(), 3);
    }
}
