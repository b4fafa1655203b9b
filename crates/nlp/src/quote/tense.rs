//! The tense of a reporting verb, read off its own words.

use super::chunk::is_adverb;
use super::lexicon::{CueClass, CueLexicon};
use super::words::Words;
use crate::token::tokenize;
use std::sync::OnceLock;
use verbatim_article::Span;

/// The tense of a reporting verb.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tense {
    /// There is no verb, or nothing tells.
    #[default]
    None,
    /// "says", "is warning".
    Present,
    /// "said", "was warning".
    Past,
    /// "has said", "had warned".
    Perfect,
    /// "will say", "is going to say".
    Future,
    /// "would say", "might warn".
    Conditional,
    /// "to say", "adding": no tense of its own.
    Nonfinite,
}

impl Tense {
    /// The tense's name in files that leave.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Present => "present",
            Self::Past => "past",
            Self::Perfect => "perfect",
            Self::Future => "future",
            Self::Conditional => "conditional",
            Self::Nonfinite => "nonfinite",
        }
    }
}

/// Bytes before a cue in which its auxiliaries are looked for.
const BEFORE: usize = 40;

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
    "retold",
    "foretold",
    "forecast",
    "broke",
    "undertook",
    "overruled",
    "read",
    "spelt",
];

/// The tense of the verb in a quotation's cue. `text` is the article's.
#[must_use]
pub fn cue_tense(text: &str, cue: &[Span]) -> Tense {
    let (Some(first), Some(last)) = (cue.first(), cue.last()) else { return Tense::None };
    let from = (first.start as usize).saturating_sub(BEFORE);
    let from = (from..=first.start as usize).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let Some(near) = text.get(from..last.end as usize) else { return Tense::None };
    // A line break ends what belongs together.
    let line = near.get(..first.start as usize - from).and_then(|n| n.rfind('\n')).map_or(0, |n| n + 1);
    let near = near.get(line..).unwrap_or("");
    let tokens = tokenize(near);
    let words = Words { text: near, tokens: &tokens, pos: &[], traits: &[] };
    of_verb(words, words.at(first.start - (from + line) as u32))
}

/// The same for the cue that goes from a token to the last.
fn of_verb(words: Words, start: usize) -> Tense {
    static LEXICON: OnceLock<CueLexicon> = OnceLock::new();
    let lexicon = LEXICON.get_or_init(CueLexicon::standard);
    let inside = || start..words.tokens.len();
    let known = inside().find(|at| words.cue_verb(lexicon, *at).is_some() && !words.auxiliary(*at));
    let noun = || inside().any(|at| words.cue(lexicon, at).is_some_and(|(c, _)| c.class != CueClass::Verb));
    let plain = |at: &usize| words.letters(*at) && !words.auxiliary(*at) && !is_adverb(words, *at);
    let Some(verb) = known.or_else(|| inside().find(plain).filter(|_| !noun())) else { return Tense::None };
    // "The mayor's claim", "a statement by": a noun, however it is spelled.
    let owner = verb.checked_sub(1);
    if owner.is_some_and(|at| words.is(at, NOUN_FOLLOWS)) && !words.lower(verb).ends_with("ing") {
        return Tense::None;
    }
    // The tagger may leave the auxiliary out of the cue: "has long | said".
    let mut first = verb;
    while first > 0 && verb - first < 4 && (is_adverb(words, first - 1) || auxiliary(words, first - 1)) {
        first -= 1;
    }
    let has = |list: &[&str]| (first..verb).any(|at| words.is(at, list));
    let form = words.lower(verb);
    let participle = form.ends_with("ing");
    if has(&["will", "'ll", "’ll", "shall", "wo"]) || has(&["going"]) {
        return Tense::Future;
    }
    if has(&["would", "could", "might", "may", "should", "can", "must", "'d", "’d", "ca"]) {
        return Tense::Conditional;
    }
    let past = form.ends_with("ed") || PAST.contains(&&*form);
    if has(&["has", "have", "had", "'ve", "’ve"]) || has(&["'s", "’s"]) && past {
        return Tense::Perfect;
    }
    if has(&["did", "was", "were"]) {
        return Tense::Past;
    }
    if has(&["is", "are", "am", "does", "do", "'s", "’s", "'re", "’re"]) {
        return Tense::Present;
    }
    if has(&["to"]) || participle {
        return Tense::Nonfinite;
    }
    if past { Tense::Past } else { Tense::Present }
}

/// After these stands a noun.
const NOUN_FOLLOWS: &[&str] =
    &["the", "a", "an", "his", "her", "their", "its", "my", "our", "your", "this", "that", "these", "any"];

fn auxiliary(words: Words, at: usize) -> bool {
    words.auxiliary(at) || words.is(at, &["to", "shall", "am", "going", "'ll", "’ll", "'re", "’re"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenses() {
        for (text, cue, wanted) in [
            ("she says it is", "says", Tense::Present),
            ("she said it is", "said", Tense::Past),
            ("she has long said it is", "said", Tense::Perfect),
            ("she's always said it is", "said", Tense::Perfect),
            ("she will say it is", "say", Tense::Future),
            ("she is going to say it is", "say", Tense::Future),
            ("she might warn that", "warn", Tense::Conditional),
            ("she left, adding that", "adding", Tense::Nonfinite),
            ("she refused to say that", "say", Tense::Nonfinite),
            ("she was warning that", "was warning", Tense::Past),
            ("she is expected to stay", "is expected", Tense::Present),
            ("she did not say that", "did not say", Tense::Past),
            ("she said in a letter that", "said in a letter", Tense::Past),
            ("she also warned that", "also warned", Tense::Past),
            ("she gurgled that", "gurgled", Tense::Past),
            ("according to her", "according to", Tense::None),
            ("the mayor made a claim that", "claim", Tense::None),
            ("They will.\nshe warned", "warned", Tense::Past),
            ("– Ada Lemm", "–", Tense::None),
        ] {
            let start = text.find(cue).unwrap_or(0);
            let span = Span::new(start, start + cue.len());
            assert_eq!(cue_tense(text, &[span]), wanted, "{text}");
        }
        assert_eq!(cue_tense("é said", &[]), Tense::None);
        assert_eq!(cue_tense("said", &[Span::new(2, 90)]), Tense::None);
    }
}
