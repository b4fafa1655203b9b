//! Where names begin and end: what recognisers took in with them.

use super::entity::Named;
use super::gender;
use super::text::Text;
use crate::EntityType;
use crate::names::{Gazetteer, PersonName, fold};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;

/// "The Kelsund Mission's Mira Tolk" is two names: where one of them stands alone elsewhere, or a given name comes after
/// the possessive.
pub(super) fn parted<'n>(text: Text<'_>, names: &'n [Named]) -> Cow<'n, [Named]> {
    let possessive =
        |named: &Named| named.span.of(text.text).contains("'s ") || named.span.of(text.text).contains("’s ");
    if !names.iter().any(possessive) {
        return Cow::Borrowed(names);
    }
    let alone: FxHashMap<String, EntityType> =
        names.iter().rev().map(|named| (fold(named.span.of(text.text)), named.kind)).collect();
    let part = |named: &Named| -> Option<[Named; 2]> {
        let range = text.range(named.span);
        let inner = range.start + 1..range.end.saturating_sub(1);
        let at = inner.into_iter().find(|&at| text.is(at, &["'s", "’s"]))?;
        let (owner, owned) = (text.span(&(range.start..at))?, text.span(&(at + 1..range.end))?);
        let (first, second) = (fold(owner.of(text.text)), fold(owned.of(text.text)));
        let person =
            second.contains(' ') && text.capital(at + 1) && gender::is_given_name(second.split(' ').next()?);
        if !person && !alone.contains_key(&second) {
            return None;
        }
        let kind_of = |folded: &str, other: EntityType| alone.get(folded).copied().unwrap_or(other);
        let thing = if named.kind == EntityType::Person { EntityType::Organization } else { named.kind };
        let owned_kind = if person { EntityType::Person } else { named.kind };
        Some([
            Named { span: owner, kind: kind_of(&first, thing) },
            Named { span: owned, kind: kind_of(&second, owned_kind) },
        ])
    };
    let mut out = Vec::with_capacity(names.len());
    for named in names {
        match Some(named).filter(|named| possessive(named)).and_then(part) {
            Some(both) => out.extend(both),
            None => out.push(named.clone()),
        }
    }
    Cow::Owned(out)
}

/// "Pieter van der Loon" is one name, where a recogniser saw two with small words between.
pub(super) fn rejoined<'n>(text: Text<'_>, names: &'n [Named]) -> Cow<'n, [Named]> {
    const BETWEEN: &[&str] = &[
        "van", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "von", "zu", "ter", "ten",
        "bin", "ibn",
    ];
    let one = |a: &Named, b: &Named| {
        let between = text.range(a.span).end..text.range(b.span).start;
        let thing = matches!(
            b.kind,
            EntityType::Person | EntityType::Location | EntityType::Organization | EntityType::Misc
        );
        a.kind == EntityType::Person
            && thing
            && (1..=3).contains(&between.len())
            && between.clone().all(|at| text.is(at, BETWEEN))
            && gender::is_given_name(a.span.of(text.text).split(' ').next().unwrap_or(""))
    };
    if !names.windows(2).any(|pair| matches!(pair, [a, b] if one(a, b))) {
        return Cow::Borrowed(names);
    }
    let mut out: Vec<Named> = Vec::with_capacity(names.len());
    for named in names {
        match out.last_mut().filter(|last| one(last, named)) {
            Some(last) => last.span = last.span.cover(named.span),
            None => out.push(named.clone()),
        }
    }
    Cow::Owned(out)
}

/// Leaves out what is no part of the name: article, title, demonym, possessive ending.
pub(super) fn trim(text: Text<'_>, mut range: Range<usize>, kind: EntityType) -> Range<usize> {
    while range.len() > 1 && text.is(range.start, &["the", "\"", "“"]) {
        range.start += 1;
    }
    // "In a post on X, Sorel"
    while range.len() > 2 && text.get(range.start).len() == 1 && text.get(range.start + 1) == "," {
        range.start += 2;
    }
    while range.len() > 1 && text.is(range.end - 1, &["'s", "’s", "'", "’", ",", "\"", "”"]) {
        range.end -= 1;
    }
    // "The delay cost Ardovia 200,000 crowns": the sum belongs to what follows.
    while range.len() > 1 && counts(text, range.end - 1) {
        range.end -= 1;
    }
    // "Ana Sorel T-shirts", "the Drovna X-ray": the letter belongs to what follows.
    let letter =
        |at: usize| text.get(at).chars().count() == 1 && text.get(at + 1) == "-" && text.glued(at + 1);
    while range.len() > 1 && letter(range.end - 1) {
        range.end -= 1;
    }
    if kind == EntityType::Person {
        // "In a post on X, Ana Sorel": two names; not "Ana Sorel, Jr."
        let comma = range.clone().rev().find(|&at| text.get(at) == ",");
        let son = |at: usize| text.is(at + 1, &["jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "esq", "esq."]);
        if let Some(comma) = comma.filter(|&at| !son(at) && at + 1 < range.end) {
            range.start = comma + 1;
        }
        while range.len() > 1 {
            let word = text.get(range.start);
            let titled = PersonName::new(&format!("{word} x")).is_short() && word.chars().count() > 1;
            let demonym = range.len() > 2 && Gazetteer::get().adjective(word).is_some();
            let spaced = word == "'s" || word == "’s";
            if !titled && !demonym && !spaced {
                break;
            }
            range.start += 1;
        }
        // "Presidential Communications Director Ana Sorel": the name begins after the office.
        let office = (range.start..range.end.saturating_sub(1)).rev().find(|&at| text.is(at, OFFICES));
        range.start = office.map_or(range.start, |at| at + 1);
    }
    range
}

/// Whether a word counts what follows it: thousands with commas, or a number before millions. Other
/// numbers may be a name's ("Channel 4").
fn counts(text: Text<'_>, at: usize) -> bool {
    const UNITS: &[&str] = &["million", "billion", "trillion", "percent", "%", "bn"];
    let word = text.get(at);
    let number = word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    let thousands = word.split(',').count() > 1
        && word.split(',').skip(1).all(|part| part.split('.').next().is_some_and(|p| p.len() == 3));
    let percent = text.is(at + 1, &["per"]) && text.is(at + 2, &["cent"]);
    number && (thousands || percent || text.is(at + 1, UNITS))
}

/// Offices that are no part of anybody's name, whatever stands before them.
pub(super) const OFFICES: &[&str] = &[
    "director",
    "minister",
    "president",
    "secretary",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "chairman",
    "chairwoman",
    "commissioner",
    "senator",
    "governor",
    "ambassador",
    "officer",
    "official",
    "manager",
    "coach",
    "chief",
    "leader",
    "editor",
    "professor",
    "adviser",
    "advisor",
    "executive",
    "premier",
    "envoy",
    "prosecutor",
    "inspector",
    "sergeant",
    "lieutenant",
    "correspondent",
    "analyst",
    "superintendent",
    "counterpart",
];
