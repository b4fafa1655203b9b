//! Names by their capitals, where no model recognises them.

use super::entity::Named;
use super::gender::{self, Gender};
use super::resolve::CorefInput;
use super::text::Text;
use crate::EntityType;
use crate::names::{Gazetteer, KnownKind, PersonName, fold};
use crate::token::WordSet;
use rustc_hash::FxHashSet;
use std::ops::Range;
use verbatim_article::Span;

const BODIES: &[&str] = &[
    "agency",
    "army",
    "association",
    "authority",
    "bank",
    "board",
    "bureau",
    "cabinet",
    "centre",
    "center",
    "church",
    "club",
    "college",
    "commission",
    "committee",
    "company",
    "congress",
    "corp",
    "corporation",
    "council",
    "court",
    "department",
    "federation",
    "force",
    "foundation",
    "fund",
    "government",
    "group",
    "guardian",
    "hospital",
    "house",
    "inc",
    "institute",
    "journal",
    "league",
    "ltd",
    "ministry",
    "museum",
    "news",
    "office",
    "organisation",
    "organization",
    "parliament",
    "party",
    "police",
    "post",
    "press",
    "rovers",
    "school",
    "senate",
    "service",
    "society",
    "state",
    "team",
    "times",
    "trust",
    "union",
    "united",
    "university",
];

const NEVER: &[&str] = &[
    "nobody",
    "everybody",
    "somebody",
    "anybody",
    "everyone",
    "someone",
    "anyone",
    "nothing",
    "everything",
    "something",
    "anything",
    "none",
    "neither",
    "i",
    "he",
    "she",
    "it",
    "we",
    "they",
    "you",
    "the",
    "a",
    "an",
    "this",
    "that",
    "these",
    "those",
    "his",
    "her",
    "its",
    "their",
    "our",
    "my",
    "your",
    "and",
    "but",
    "or",
    "if",
    "when",
    "while",
    "as",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "with",
    "to",
    "of",
    "after",
    "before",
    "since",
    "although",
    "though",
    "because",
    "however",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "mr",
    "mrs",
    "ms",
    "dr",
    "yes",
    "no",
    "not",
    "there",
    "here",
    "what",
    "who",
    "where",
    "why",
    "how",
    "also",
    "both",
    "one",
    "two",
    "some",
    "many",
    "most",
    "advertisement",
    "share",
    "despite",
    "during",
    "according",
    "meanwhile",
    "now",
    "then",
    "so",
    "all",
    "each",
];

/// Runs of capitalised words as names, with a guess at what bears them.
pub(crate) fn capital_names(input: &CorefInput<'_>) -> Vec<Named> {
    capital_names_where(input, |_| true)
}

/// The same for those alone whose place, asked for in order, is wanted.
pub(super) fn capital_names_where(
    input: &CorefInput<'_>,
    mut wanted: impl FnMut(Span) -> bool,
) -> Vec<Named> {
    let text = Text::new(input);
    // A word that also stands in lower case is no name where it opens a sentence.
    let common: FxHashSet<&str> =
        (0..text.tokens.len()).filter(|at| text.small(*at)).map(|at| text.get(at)).collect();
    let mut found = Vec::new();
    for sentence in text.sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let end = run(text, sentence, at, &common);
            if end > at {
                let range = bare(text, at..end);
                if text.span(&range).is_some_and(&mut wanted) {
                    found.extend(name(text, range));
                }
                at = end;
            } else {
                at += 1;
            }
        }
    }
    found
}

fn run(text: Text<'_>, sentence: &Range<usize>, start: usize, common: &FxHashSet<&str>) -> usize {
    let opens = |at: usize| {
        let word = text.get(at);
        static SET: WordSet = WordSet::new(NEVER);
        let fits = text.capital(at) && word.chars().any(char::is_alphabetic) && !SET.holds(&text.lower(at));
        let first = at == sentence.start || at > 0 && text.is(at - 1, &["\"", "“", "'", "‘", ":"]);
        fits && !(first && common.contains(&*text.lower(at)))
    };
    if !opens(start) || text.head(start) {
        return start;
    }
    let mut end = start + 1;
    while end < sentence.end {
        let joins = text
            .is(end, &["of", "de", "al", "el", "bin", "van", "der", "von", "the", "for", "-", "del", "la"]);
        if opens(end) {
            end += 1;
        } else if joins && end + 1 < sentence.end && opens(end + 1) && !text.is(end, &["the", "for"]) {
            end += 2;
        } else if text.get(end) == "." && text.get(end - 1).chars().count() == 1 && opens(end + 1) {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// Without demonyms and titles.
fn bare(text: Text<'_>, mut range: Range<usize>) -> Range<usize> {
    let table = Gazetteer::get();
    while range.len() > 1 && (table.adjective(text.get(range.start)).is_some() || text.head(range.start)) {
        range.start += 1;
    }
    range
}

fn name(text: Text<'_>, range: Range<usize>) -> Option<Named> {
    let table = Gazetteer::get();
    let written = text.words(&range);
    let person = PersonName::new(written);
    let has_body = range.clone().any(|at| text.is(at, BODIES));
    let title = range.start > 0
        && (gender::of_word(text.get(range.start - 1)) != Gender::Unknown || text.head(range.start - 1));
    let given = gender::of_given_name(text.get(range.start)) != Gender::Unknown;
    let kind = if let Some(known) = table.named_folded(&fold(written), written) {
        match known.kind {
            KnownKind::Body => EntityType::Organization,
            _ => EntityType::Location,
        }
    } else if range.len() == 1 && table.adjective(written).is_some() {
        EntityType::Group
    } else if has_body || text.is(range.end.saturating_sub(2), &["of"]) {
        EntityType::Organization
    } else if title || given || range.len() > 1 && !person.is_short() && range.len() <= 4 {
        EntityType::Person
    } else if written.len() > 1 && written.chars().all(|c| c.is_uppercase() || c == '.') {
        EntityType::Organization
    } else if range.len() == 1 && text.is(range.start.wrapping_sub(1), &["in", "at", "near", "from"]) {
        EntityType::Location
    } else {
        EntityType::Person
    };
    Some(Named { span: text.span(&range)?, kind })
}
