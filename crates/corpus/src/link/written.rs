//! How names are written: without what surrounds them, and under which of its forms an entity of an article goes.

use super::class::Class;
use super::name::filed_under;
use super::office::Office;
use super::shape::{TAILS, initials};
use super::short::is_generic;
use std::collections::BTreeMap;
use verbatim_article::Span;
use verbatim_nlp::names::Gazetteer;

/// The form under which an entity of an article is filed: a person's fullest name, anything
/// else's most frequent one, so that a chance long form does not take it away. A form that tells less than
/// another by its nature (the letters of an acronym, an office without its country) leaves it to that one.
pub(super) fn filing_name<'t>(class: Class, fullest: &'t str, named: &[Span], text: &'t str) -> &'t str {
    if class == Class::Person {
        return fullest;
    }
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for span in named {
        *counts.entry(tidy(span.of(text))).or_default() += 1;
    }
    let by_count = |&(form, count): &(&'t str, u32)| (count, form.len(), std::cmp::Reverse(form));
    let forms: Vec<(&str, u32)> = counts.into_iter().collect();
    let Some(&(best, _)) = forms.iter().max_by_key(|row| by_count(row)) else { return fullest };
    if forms.len() < 2 || class != Class::Thing {
        return best;
    }
    let folded = filed_under(class, best);
    if Gazetteer::get().named_folded(&folded, best).is_some() {
        return best;
    }
    let office = Office::of(&folded);
    let tells_more = |&&(form, _): &&(&str, u32)| {
        let long = filed_under(class, form);
        let spelled = !folded.contains(' ') && initials(&long).contains(&folded);
        let generic =
            long.len() > folded.len() && folded.contains(' ') && is_generic(&folded) && !is_generic(&long);
        spelled || office.is_bare(&Office::of(&long)) || generic
    };
    forms.iter().filter(tells_more).max_by_key(|row| by_count(row)).map_or(best, |&(form, _)| form)
}

/// A written form without what surrounds it: possessive ending, quotation marks, leading article.
pub(super) fn tidy(written: &str) -> &str {
    let mut form = written.trim();
    for ending in ["'s", "’s", "'S", "’S"] {
        form = form.strip_suffix(ending).unwrap_or(form);
    }
    let form = form.trim_matches(|c: char| {
        matches!(c, '"' | '“' | '”' | '‘' | '’' | '\'' | ',' | ';') || c.is_whitespace()
    });
    let form = form.strip_prefix("the ").or_else(|| form.strip_prefix("The ")).unwrap_or(form);
    described(form)
}

/// A name without the small words that describe what bears it: "southern Veldania", "Ardin rights group Harbour Watch".
fn described(form: &str) -> &str {
    let small = |word: &str| word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let capital = |rest: &str| rest.chars().next().is_some_and(char::is_uppercase);
    let mut name = form;
    while let Some((first, rest)) = name.split_once(' ') {
        // "al-Shabab", "de Beers": particles are parts of names.
        if !small(first) || first.len() < 4 || first.contains("al-") || !rest.contains(char::is_uppercase) {
            break;
        }
        name = rest;
    }
    let mut ends = name.match_indices(' ').filter(|&(at, _)| {
        let (head, rest) = (name.get(..at).unwrap_or(""), name.get(at + 1..).unwrap_or(""));
        let last = head.rsplit(' ').next().unwrap_or("");
        small(last) && (is_generic(last) || TAILS.contains(&last)) && !is_link(last) && capital(rest)
    });
    ends.next_back().and_then(|(at, _)| name.get(at + 1..)).unwrap_or(name)
}

/// Words that join the parts of a name.
fn is_link(word: &str) -> bool {
    matches!(word, "of" | "and" | "for" | "the" | "in")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_forms() {
        for (written, tidied) in [
            ("the “Mercury”", "“Mercury"),
            ("Kelsund’s", "Kelsund"),
            ("southern Veldania", "Veldania"),
            ("war-torn northern Veldania", "Veldania"),
            ("Ardin rights group Harbour Watch", "Harbour Watch"),
            ("Bank of Ardin", "Bank of Ardin"),
            ("Doctors without Borders", "Doctors without Borders"),
            ("al-Harbin", "al-Harbin"),
            ("de Laan", "de Laan"),
            ("eastern", "eastern"),
            ("North Veldania", "North Veldania"),
        ] {
            assert_eq!(tidy(written), tidied, "{written}");
        }
    }
}
