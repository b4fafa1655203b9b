use super::lexicon::CueLexicon;
use super::traits::{Trait, capital, letters};
use super::words::Words;
use crate::token::{lowered, one_of};
use std::ops::Range;

pub(crate) const PRONOUNS: &[&str] = &["he", "she", "they", "i", "we", "you", "it", "who"];
pub(crate) const DETERMINERS: &[&str] = &[
    "the", "a", "an", "his", "her", "its", "their", "our", "my", "your", "one", "two", "three", "four",
    "some", "many", "several", "few", "other", "another", "both", "all", "most", "no", "this", "these",
    "those", "any", "each", "every",
];
pub(crate) const AUXILIARIES: &[&str] = &[
    "has", "have", "had", "is", "are", "was", "were", "be", "been", "being", "will", "would", "did", "does",
    "do", "can", "could", "may", "might", "must", "should", "'s", "’s", "'d", "’d", "'ve", "’ve", "n't",
    "n’t", "not",
];
const ADVERBS: &[&str] = &[
    "also",
    "later",
    "then",
    "once",
    "often",
    "never",
    "now",
    "just",
    "even",
    "again",
    "soon",
    "still",
    "always",
    "himself",
    "herself",
    "themselves",
    "further",
    "long",
    "first",
    "not",
    "only",
    "so",
    "once",
    "ever",
    "today",
    "yesterday",
    "meanwhile",
    "instead",
    "thus",
    "too",
];
/// Words that end a noun phrase.
const BOUNDARIES: &[&str] = &[
    "that", "which", "when", "while", "as", "if", "because", "but", "after", "before", "where", "what",
    "how", "why", "whether", "although", "though", "since", "until", "than", "so", "to", "during", "by",
    "into", "with", "without", "about", "against", "on", "over", "under", "through", "between", "among",
    "despite", "amid", "around", "who",
];
/// Prepositions that may go on with a noun phrase: "a spokesman for the ministry".
const LINKS: &[&str] = &["of", "for", "from", "at", "in"];

pub(crate) fn is_adverb(words: Words, index: usize) -> bool {
    words.has(index, Trait::Adverb, adverb)
}

/// Whether a word can stand between an auxiliary and its verb.
pub(super) fn adverb(word: &str) -> bool {
    one_of(word, ADVERBS) || (word.len() > 4 && word.ends_with("ly") && !capital(word))
}

pub(super) fn is_boundary(words: Words, lexicon: &CueLexicon, index: usize) -> bool {
    words.has(index, Trait::Boundary, |word| boundary(word, lexicon))
}

/// Whether a noun phrase ends before a word.
pub(super) fn boundary(word: &str, lexicon: &CueLexicon) -> bool {
    if !letters(word) {
        return !matches!(word, "-" | "&" | "'s" | "’s" | "'" | "’" | "." | "/");
    }
    one_of(word, BOUNDARIES)
        || (one_of(word, AUXILIARIES) && !matches!(word, "'s" | "’s"))
        || (!capital(word) && finite(word) && lexicon.verb(&lowered(word)).is_some())
}

/// Past and third-person forms: "report" may be a noun, "reported" ends a noun phrase.
fn finite(word: &str) -> bool {
    word.ends_with("ed")
        || matches!(word, "said" | "says" | "told" | "tells" | "wrote" | "writes" | "thinks" | "saw")
}

/// The noun phrase that ends before token `end`, not reaching back over `floor`; appositions
/// ("Hugh Hill, a doctor, said") belong to it.
pub(crate) fn phrase_before(
    words: Words,
    lexicon: &CueLexicon,
    floor: usize,
    end: usize,
) -> Option<Range<usize>> {
    let last = end.checked_sub(1).filter(|l| *l >= floor)?;
    if words.pronoun(last) {
        return Some(last..end);
    }
    if words.get(last) == "," {
        // An apposition or a relative clause between commas: the name stands before it.
        let open = (floor..last).rev().take(28).find(|i| words.get(*i) == ",")?;
        let head = simple_before(words, lexicon, floor, open)?;
        return Some(head.start..last);
    }
    if words.get(last) == ")" {
        let open = (floor..last).rev().take(12).find(|i| words.get(*i) == "(")?;
        let head = simple_before(words, lexicon, floor, open)?;
        return Some(head.start..end);
    }
    simple_before(words, lexicon, floor, end)
}

fn simple_before(words: Words, lexicon: &CueLexicon, floor: usize, end: usize) -> Option<Range<usize>> {
    let mut start = end;
    // "Other sites such as the Mercury": the examples belong to what they are examples of.
    let example = |at: usize| words.is(at, &["as"]) && at > floor && words.is(at - 1, &["such"]);
    while start > floor && end - start < 14 && (!is_boundary(words, lexicon, start - 1) || example(start - 1))
    {
        start -= 1;
    }
    // A link cannot open a noun phrase: "In Ankara the minister said".
    while start < end
        && (words.is(start, LINKS) || words.is(start, &["and", "or", "yet", "then", "'s", "’s", ".", "-"]))
    {
        start += 1;
        if let Some(next) = (start..end).find(|i| words.determiner(*i)) {
            start = next;
        }
    }
    while start < end && is_adverb(words, start) {
        start += 1;
    }
    let named = (start..end).any(|i| words.capital(i));
    let opened = words.determiner(start) || end - start <= 3;
    (start < end && words.letters(end - 1) && (named || opened)).then_some(start..end)
}

/// The noun phrase that begins at token `start`, not reaching past `ceiling`.
pub(crate) fn phrase_after(
    words: Words,
    lexicon: &CueLexicon,
    start: usize,
    ceiling: usize,
) -> Option<Range<usize>> {
    if words.pronoun(start) && start < ceiling {
        return Some(start..start + 1);
    }
    if words.is(start, LINKS) {
        return None;
    }
    let mut end = start;
    while end < ceiling && end - start < 16 && !is_boundary(words, lexicon, end) {
        if words.get(end) == "." && end + 1 >= ceiling {
            break;
        }
        // "said Lee in Oslo": after a name a place is not part of the phrase.
        if end > start && words.is(end, &["in", "at", "from"]) {
            break;
        }
        end += 1;
    }
    while end > start && !words.letters(end - 1) {
        end -= 1;
    }
    while end > start && is_adverb(words, end - 1) {
        end -= 1;
    }
    let plausible = (start..end).any(|i| words.capital(i))
        || words.determiner(start)
        || (end - start <= 3 && words.get(end.saturating_sub(1)).ends_with('s'));
    if end == start || !plausible {
        return None;
    }
    // Apposition: "said Lyn Bode, the council's clerk."
    let opens = words.get(end) == "," && (words.determiner(end + 1) || words.is(end + 1, &["who"]));
    if opens
        && let Some(close) =
            (end + 2..ceiling.min(end + 20)).find(|i| matches!(words.get(*i), "," | "." | ";"))
    {
        let clause = (end + 1..close).any(|i| words.get(i).contains(['"', '“', '”']));
        if !clause {
            return Some(start..close);
        }
    }
    Some(start..end)
}
