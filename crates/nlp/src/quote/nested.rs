//! Attributions that the tagger's one layer of labels cannot hold: those inside a quotation, reported or in marks ("Both
//! banks have said that …") and in a relative clause ("which he said was …").

use super::chunk::phrase_before;
use super::direct::{Draft, verb_group};
use super::find::kind;
use super::lexicon::{CueClass, CueLexicon};
use super::marks::{MarkStyle, Quoted};
use super::words::Words;
use crate::{Pos, QuotationKind, Stance};
use std::ops::Range;
use verbatim_article::Span;

/// Fewest tokens that are reported.
const SAID: usize = 3;
/// Longest clause that is read.
const CLAUSE: usize = 60;

/// Attributions inside marks and in relative clauses, of verbs that are nobody's cue yet.
pub(crate) fn nested(
    words: Words,
    sentences: &[Range<usize>],
    quoted: &[Quoted],
    lexicon: &CueLexicon,
    drafts: &[Draft],
) -> Vec<Draft> {
    let mut cues: Vec<Range<usize>> = drafts.iter().filter_map(|d| d.cue.clone()).collect();
    cues.sort_unstable_by_key(|c| c.start);
    let free = |verb: usize| {
        let before = cues.partition_point(|c| c.start <= verb);
        before.checked_sub(1).and_then(|b| cues.get(b)).is_none_or(|c| c.end <= verb)
    };
    let mut found = Vec::new();
    for quote in quoted.iter().filter(|q| q.depth == 0 && q.style != MarkStyle::Single) {
        let inside = words.at(quote.inner.start)..words.at(quote.inner.end);
        let first = sentences.partition_point(|s| s.end <= inside.start);
        for sentence in sentences.iter().skip(first).take_while(|s| s.start < inside.end) {
            let clause = sentence.start.max(inside.start)..sentence.end.min(inside.end);
            found.extend(
                clause.clone().filter(|v| free(*v)).find_map(|v| reported(words, lexicon, &clause, v)),
            );
        }
    }
    let outermost: Vec<Quoted> = quoted.iter().filter(|q| q.depth == 0).copied().collect();
    for draft in drafts.iter().filter(|d| d.source.is_some()) {
        // "He said that the envoy had told him that the bridge was closed."
        let [content] = draft.content.as_slice() else { continue };
        let clause = words.at(content.start)..words.at(content.end);
        if clause.len() <= CLAUSE && kind(words.text, &[*content], &outermost) == QuotationKind::Indirect {
            let that = |d: &Draft| d.content.first().is_some_and(|c| words.is(words.at(c.start), &["that"]));
            let verbs = clause.clone().skip(1).filter(|v| free(*v));
            found.extend(verbs.filter_map(|v| reported(words, lexicon, &clause, v)).find(that));
        }
    }
    for sentence in sentences {
        for verb in sentence.clone().skip(2).filter(|v| free(*v)) {
            found.extend(
                relative(words, lexicon, sentence, verb).or_else(|| as_saying(words, sentence, verb)),
            );
        }
    }
    found
}

/// The cue that begins at a token, when it is a finite verb of speech.
fn speech(words: Words, lexicon: &CueLexicon, verb: usize) -> Option<usize> {
    if words.capital(verb) || !matches!(words.pos(verb), Pos::Verb | Pos::X) {
        return None;
    }
    let lower = words.lower(verb);
    let plain = matches!(lower.as_ref(), "say" | "tell" | "claim" | "warn" | "insist" | "admit");
    let finite =
        lower.ends_with("ed") || matches!(lower.as_ref(), "said" | "says" | "told" | "tells" | "wrote");
    if !plain && !finite || plain && !subject_stands_beside(words, verb) {
        return None;
    }
    let (cue, length) = words.cue(lexicon, verb)?;
    (cue.class == CueClass::Verb && cue.stance == Stance::Speech).then_some(length)
}

/// "they say", "people always tell", but not "to say", "would say".
fn subject_stands_beside(words: Words, verb: usize) -> bool {
    verb.checked_sub(1).is_some_and(|b| words.pronoun(b) || matches!(words.pos(b), Pos::Noun | Pos::Propn))
}

/// "Both banks have said that the loan is safe", "They told us it was safe".
fn reported(words: Words, lexicon: &CueLexicon, clause: &Range<usize>, verb: usize) -> Option<Draft> {
    let length = speech(words, lexicon, verb)?;
    let group = verb_group(words, clause.start, verb);
    // What might be said, or is not said, is no report.
    if (group..verb).any(|i| {
        words.is(i, &["would", "could", "might", "should", "may", "will", "not", "n't", "n’t", "never"])
    }) {
        return None;
    }
    let cue = group..verb + length;
    let source = phrase_before(words, lexicon, clause.start, group)?;
    let mut start = cue.end;
    // "told us that": the person spoken to.
    let heard = words.is(
        start,
        &["me", "us", "him", "her", "them", "you", "people", "reporters", "everybody", "everyone"],
    );
    if heard {
        start += 1;
    }
    let that = words.is(start, &["that"]);
    let verb_next = matches!(words.pos(start + 1), Pos::Verb | Pos::Aux | Pos::X | Pos::Adv);
    let pronoun = words.pronoun(start) && verb_next || words.is(start, &["there"]);
    let told = words.is(verb, &["told", "tells", "tell"]);
    if told && !heard
        || !that && !pronoun
        || words.is(start, &["that"]) && words.is(start + 1, &["'s", "’s", "is", "was"])
    {
        return None;
    }
    let content = start..clause_end(words, start, clause.end);
    let verbal = content.clone().any(|i| matches!(words.pos(i), Pos::Verb | Pos::Aux) || words.auxiliary(i));
    if content.len() < SAID || !verbal {
        return None;
    }
    Some(Draft {
        content: vec![words.span(&content)?],
        cue: Some(cue),
        source: Some(source),
        rule: "attribution inside a quotation",
        kind: Some(QuotationKind::Indirect),
        ..Draft::default()
    })
}

/// "The agency quoted an official as saying three people were held".
fn as_saying(words: Words, sentence: &Range<usize>, verb: usize) -> Option<Draft> {
    const QUOTES: &[&str] = &["quoted", "quotes", "quoting", "cited", "cites", "citing"];
    if !words.is(verb, &["saying", "telling"]) || !words.is(verb.checked_sub(1)?, &["as"]) {
        return None;
    }
    let floor = sentence.start.max(verb.saturating_sub(14));
    let quotes = (floor..verb - 1).rev().find(|i| words.is(*i, QUOTES))?;
    let source = quotes + 1..verb - 1;
    let named = words.capital(source.start)
        || words.pronoun(source.start)
        || words.determiner(source.start)
        || words.is(source.start, &["him", "her", "them", "officials", "sources", "witnesses", "residents"]);
    let mut content = verb + 1..stop(words, verb + 1, sentence.end, &[".", "!", "?", ";", "—", "–"]);
    let opened = content.clone().filter(|at| words.get(*at).contains(['“', '"', '«'])).count() % 2 == 1;
    if opened && words.get(content.end).contains(['”', '"', '»']) {
        content.end += 1;
    }
    (named && !source.is_empty() && content.len() >= SAID).then_some(())?;
    Some(Draft {
        content: vec![words.span(&content)?],
        cue: Some(verb - 1..verb + 1),
        source: Some(source),
        rule: "attribution inside another",
        ..Draft::default()
    })
}

/// "a plan which he said was the cheapest", "a man who police say was armed".
fn relative(words: Words, lexicon: &CueLexicon, sentence: &Range<usize>, verb: usize) -> Option<Draft> {
    const FINITE: &[&str] = &[
        "is", "was", "are", "were", "has", "had", "have", "will", "would", "can", "could", "should", "may",
        "might",
    ];
    let length = speech(words, lexicon, verb)?;
    let cue = verb..verb + length;
    if !words.is(cue.end, FINITE) {
        return None;
    }
    let floor = sentence.start.max(verb.saturating_sub(8));
    let link = (floor..verb).rev().find(|i| words.is(*i, &["which", "who", "that"]))?;
    let source = (link + 1..verb).len();
    let named = words.pronoun(link + 1)
        || words.capital(link + 1)
        || words.determiner(link + 1)
        || source == 1
            && words.is(
                link + 1,
                &["police", "officials", "critics", "experts", "prosecutors", "authorities", "analysts"],
            );
    if source == 0 || !named || (link + 1..verb).any(|i| !words.letters(i) && !words.glued(i)) {
        return None;
    }
    let content = cue.end..clause_end(words, cue.end, sentence.end);
    let span: Span = words.span(&content)?;
    (content.len() >= SAID - 1).then(|| Draft {
        content: vec![span],
        cue: Some(cue),
        source: Some(link + 1..verb),
        rule: "attribution in a relative clause",
        kind: Some(QuotationKind::Indirect),
        ..Draft::default()
    })
}

/// Up to the stop that ends the clause.
fn clause_end(words: Words, start: usize, limit: usize) -> usize {
    stop(words, start, limit, &[".", "!", "?", ";", ":", "—", "–", "“", "”", "\"", "«", "»"])
}

fn stop(words: Words, start: usize, limit: usize, marks: &[&str]) -> usize {
    let limit = limit.min(start + CLAUSE);
    let stop = (start..limit).find(|i| {
        marks.contains(&words.get(*i))
            || words.get(*i) == "," && words.is(*i + 1, &["and", "but", "so", "which", "while", "because"])
    });
    let mut end = stop.unwrap_or(limit);
    while end > start && !words.letters(end - 1) {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::quoted_spans;
    use crate::{split_sentences, tokenize};

    fn read(text: &str) -> Vec<[String; 3]> {
        let tokens = tokenize(text);
        let sentences = split_sentences(text, &tokens, &[]);
        let words = Words { text, tokens: &tokens, pos: &[], traits: &[] };
        let of = |r: &Option<Range<usize>>| {
            r.as_ref().and_then(|r| words.span(r)).unwrap_or_default().of(text).to_owned()
        };
        let drafts = nested(words, &sentences, &quoted_spans(text), &CueLexicon::standard(), &[]);
        drafts.iter().map(|d| [of(&d.source), of(&d.cue), d.content[0].of(text).to_owned()]).collect()
    }

    #[test]
    fn inside_marks() {
        assert_eq!(
            read(
                "“The loan is small. Both banks have said that the loan is safe, and we believe them,” he added."
            ),
            [["Both banks", "have said", "that the loan is safe"]]
        );
        assert_eq!(read("“They told us they would come.”"), [["They", "told", "they would come"]]);
        assert!(read("“I would say that it is safe.”").is_empty());
        assert!(read("“She said no.”").is_empty());
    }

    #[test]
    fn relative_clauses() {
        assert_eq!(
            read("The minister unveiled a plan which he said was the cheapest in the region."),
            [["he", "said", "was the cheapest in the region"]]
        );
        assert!(read("The plan which he had was cheap.").is_empty());
    }
}
