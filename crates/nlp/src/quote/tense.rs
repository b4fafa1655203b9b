use super::chunk::{AUXILIARIES, is_adverb};
use super::words::Words;
use crate::Tense;
use std::ops::Range;

/// Past forms that do not end in -ed.
const PAST: &[&str] = &[
    "said",
    "told",
    "wrote",
    "spoke",
    "thought",
    "felt",
    "knew",
    "saw",
    "found",
    "made",
    "gave",
    "took",
    "put",
    "went",
    "began",
    "swore",
    "understood",
    "held",
    "meant",
    "read",
    "sought",
    "heard",
    "let",
    "set",
    "cast",
    "hit",
    "cut",
    "blew",
    "drew",
    "forgave",
    "foresaw",
    "forbade",
    "withdrew",
    "brought",
    "laid",
    "led",
    "left",
    "shot",
    "stood",
];

/// The tense of the verb in a cue, from its auxiliaries and its ending.
pub(crate) fn tense(words: Words, cue: &Range<usize>, verb: usize) -> Tense {
    // The tagger may leave the auxiliary out of the cue: "has long | said".
    let mut first = cue.start;
    while first > 0 && cue.start - first < 3 && (is_adverb(words, first - 1) || auxiliary(words, first - 1)) {
        first -= 1;
    }
    let before = || first..verb;
    let has = |list: &[&str]| before().any(|i| words.is(i, list));
    let form = words.lower(verb);
    if has(&["will", "'ll", "’ll", "shall", "wo"]) || has(&["going"]) && form.as_ref() != "going" {
        return Tense::Future;
    }
    if has(&["would", "could", "might", "may", "should", "can", "must", "'d", "’d", "ca"]) {
        return Tense::Conditional;
    }
    if has(&["has", "have", "had", "'ve", "’ve"]) {
        return Tense::Perfect;
    }
    if has(&["did", "was", "were"]) {
        return Tense::Past;
    }
    if has(&["is", "are", "am", "does", "do", "'s", "’s", "'re", "’re"]) {
        return Tense::Present;
    }
    if has(&["to"]) || form.ends_with("ing") {
        return Tense::Nonfinite;
    }
    if form.ends_with("ed") || PAST.contains(&form.as_ref()) { Tense::Past } else { Tense::Present }
}

fn auxiliary(words: Words, index: usize) -> bool {
    words.is(index, AUXILIARIES) || words.is(index, &["to", "shall", "am"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize;

    #[test]
    fn tenses() {
        for (text, verb, wanted) in [
            ("she says it is", "says", Tense::Present),
            ("she said it is", "said", Tense::Past),
            ("she has long said it is", "said", Tense::Perfect),
            ("she will say it is", "say", Tense::Future),
            ("she might warn that", "warn", Tense::Conditional),
            ("she left, adding that", "adding", Tense::Nonfinite),
            ("she refused to say that", "say", Tense::Nonfinite),
            ("she was warning that", "warning", Tense::Past),
            ("she did not say that", "say", Tense::Past),
        ] {
            let tokens = tokenize(text);
            let words = Words { text, tokens: &tokens, pos: &[] };
            let at = (0..tokens.len()).find(|i| words.get(*i) == verb).unwrap_or(0);
            assert_eq!(tense(words, &(at..at + 1), at), wanted, "{text}");
        }
    }
}
