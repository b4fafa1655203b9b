//! What kind of thing each name of an article is: recognisers see one name in two ways, and a firm may have its founder's name.

use super::gender::{self, Gender};
use super::names::{Seen, known_id};
use super::text::Text;
use crate::EntityType;
use crate::names::{Gazetteer, KnownKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;
use std::rc::Rc;

/// A recogniser may see one name in two ways; the article's majority decides. A lone word that is
/// the surname of somebody in the article is that person, unless it is a country or town.
pub(super) fn settle(text: Text<'_>, seen: &mut [Seen]) {
    let recognised: Vec<EntityType> = seen.iter().map(|name| name.kind).collect();
    let mut votes: FxHashMap<Rc<str>, [u32; EntityType::ALL.len()]> = FxHashMap::default();
    for name in seen.iter() {
        if let Some(count) = votes.entry(name.folded.clone()).or_default().get_mut(name.kind as usize) {
            *count += 1;
        }
    }
    let surnames: FxHashSet<String> = seen
        .iter()
        .filter(|name| name.kind == EntityType::Person && !name.person.is_short())
        .flat_map(|name| name.person.given.iter().chain([&name.person.surname]).cloned())
        .collect();
    for name in seen.iter_mut() {
        if let Some(counts) = votes.get(&*name.folded) {
            let best = EntityType::ALL
                .into_iter()
                .zip(counts)
                .max_by_key(|&(kind, count)| (*count, kind == name.kind, std::cmp::Reverse(kind)));
            if let Some((kind, _)) = best {
                name.kind = kind;
            }
        }
    }
    // "SHP said": the Society of Harbour Pilots, whatever a recogniser takes the letters for.
    let letters: FxHashSet<String> = seen
        .iter()
        .filter(|name| name.kind == EntityType::Organization && name.folded.contains(' '))
        .map(|name| name.folded.split(' ').filter(|w| !matches!(*w, "of" | "and" | "the" | "for" | "in")))
        .map(|words| words.filter_map(|word| word.chars().next()).collect::<String>())
        .filter(|letters| letters.len() > 1)
        .collect();
    for name in
        seen.iter_mut().filter(|name| name.kind == EntityType::Person && letters.contains(&*name.folded))
    {
        if text.words(&name.range).chars().all(|c| !c.is_lowercase()) {
            name.kind = EntityType::Organization;
        }
    }
    // "Andy Sorel" the organisation is a person where Sorel is one; "Skeldhav" the person is the
    // company where "Skeldhav Holdings" is named.
    let lone: FxHashSet<String> = seen
        .iter()
        .filter(|name| name.kind == EntityType::Person && name.person.is_short())
        .map(|name| name.folded.to_string())
        .collect();
    let lone: FxHashSet<String> = lone.into_iter().chain(called_by_surname(text, seen)).collect();
    let firms: FxHashSet<String> = seen
        .iter()
        .filter(|name| name.kind == EntityType::Organization)
        .filter_map(|name| {
            let (first, rest) = name.folded.split_once(' ')?;
            rest.split(' ').all(|w| FIRM.contains(&w)).then(|| first.to_owned())
        })
        .collect();
    // A firm that has its founder's name: "Skarholm, which builds ferries", "Skarholm shares".
    let things = seen.iter().filter(|name| {
        matches!(name.kind, EntityType::Organization | EntityType::Person) && !name.folded.contains(' ')
    });
    let firm_words: FxHashSet<String> = things
        .filter(|name| is_said_of_a_firm(text, &name.range))
        .map(|name| name.folded.to_string())
        .collect();
    // "Mr Dorn" is nobody's firm.
    let called: FxHashSet<String> = seen
        .iter()
        .filter(|name| {
            !name.folded.contains(' ') && (!name.title.is_empty() || name.gender != Gender::Unknown)
        })
        .map(|name| name.folded.to_string())
        .collect();
    for name in seen.iter_mut() {
        let words: Vec<&str> = name.folded.split(' ').collect();
        let given = || words.first().is_some_and(|w| gender::is_given_name(w));
        let thing = matches!(name.kind, EntityType::Location | EntityType::Organization | EntityType::Misc);
        let full =
            || matches!(words.len(), 2 | 3) && words.last().is_some_and(|w| lone.contains(*w)) && given();
        if thing && known_id(name).is_none() && (lone.contains(&*name.folded) || full()) {
            name.kind = EntityType::Person;
        } else if name.kind == EntityType::Person
            && name.person.is_short()
            && (firms.contains(&*name.folded)
                || firm_words.contains(&*name.folded)
                    && !called.contains(&*name.folded)
                    && known_id(name).is_none())
            && !surnames.contains(&*name.folded)
        {
            name.kind = EntityType::Organization;
        }
        let place = Gazetteer::get().named_folded(&name.folded, &name.folded.to_uppercase());
        let on_the_map = place.is_some_and(|known| known.kind != KnownKind::Body);
        let country = place.is_some_and(|known| known.kind == KnownKind::Country);
        let body = place.is_some_and(|known| known.kind == KnownKind::Body);
        let thing = matches!(name.kind, EntityType::Location | EntityType::Organization | EntityType::Misc);
        // "Sorels" are many, "Sorel" is one.
        let one = name.kind == EntityType::Group && !name.folded.ends_with('s') && known_id(name).is_none();
        if (thing || one)
            && place.is_none()
            && surnames.contains(&*name.folded)
            && !firm_words.contains(&*name.folded)
        {
            name.kind = EntityType::Person;
        } else if name.kind == EntityType::Person && on_the_map && !surnames.contains(&*name.folded) {
            name.kind = EntityType::Location;
        } else if name.kind == EntityType::Person && body && !surnames.contains(&*name.folded) {
            name.kind = EntityType::Organization;
        } else if country && matches!(name.kind, EntityType::Organization | EntityType::Misc) {
            name.kind = EntityType::Location;
        }
    }
    founders(text, seen, &recognised, &surnames, &firms);
}

/// "Dorn" the firm and Dorn the man who founded it: where an article names somebody so in full and says of the name what is
/// said of firms, each place of it is looked at by itself.
fn founders(
    text: Text<'_>,
    seen: &mut [Seen],
    recognised: &[EntityType],
    surnames: &FxHashSet<String>,
    firms: &FxHashSet<String>,
) {
    let mut named: FxHashSet<String> = FxHashSet::default();
    let lone = |name: &Seen| !name.folded.contains(' ') && known_id(name).is_none();
    for name in seen.iter().filter(|name| lone(name)) {
        if is_said_of_a_firm(text, &name.range) {
            named.insert(name.folded.to_string());
        }
    }
    if named.is_empty() {
        return;
    }
    // Where each of them is first named in full.
    let mut full: FxHashMap<&str, usize> = FxHashMap::default();
    for name in seen.iter().filter(|name| name.kind == EntityType::Person && !name.person.is_short()) {
        if let Some(surname) = named.get(&name.person.surname) {
            let first = full.entry(surname).or_insert(usize::MAX);
            *first = name.range.start.min(*first);
        }
    }
    for (name, recognised) in seen.iter_mut().zip(recognised) {
        if !lone(name)
            || !named.contains(&*name.folded)
            || firms.contains(&*name.folded) && !surnames.contains(&*name.folded)
        {
            continue;
        }
        let Some(first) = full.get(&*name.folded) else { continue };
        let titled = !name.title.is_empty() || name.gender != Gender::Unknown;
        // Whoever is somebody is named in full before his surname speaks.
        let recognised = *recognised == EntityType::Organization;
        let firm = is_said_of_a_firm(text, &name.range)
            || recognised && (name.range.start < *first || !speaks(text, &name.range));
        name.kind = if firm && !titled { EntityType::Organization } else { EntityType::Person };
    }
}

/// Last words of names like "Andy Sorel" that stand alone time and again, and seldom as places and firms do: whatever a
/// recogniser takes both for, they are somebody's.
fn called_by_surname(text: Text<'_>, seen: &[Seen]) -> Vec<String> {
    const PLACED: &[&str] =
        &["in", "at", "near", "the", "from", "across", "around", "outside", "inside", "into"];
    let mut alone: FxHashMap<&str, (u32, u32)> = FxHashMap::default();
    for name in seen.iter().filter(|name| !name.folded.contains(' ')) {
        let (times, placed) = alone.entry(&name.folded).or_default();
        *times += 1;
        let before = name.range.start.checked_sub(1);
        let owns = text.is(name.range.end, &["'s", "’s"]);
        let there = !owns && before.is_some_and(|at| text.is(at, PLACED));
        *placed += u32::from(there || is_said_of_a_firm(text, &name.range));
    }
    let full = seen.iter().filter(|name| {
        matches!(name.kind, EntityType::Organization | EntityType::Location | EntityType::Misc)
            && known_id(name).is_none()
    });
    let last = full.filter_map(|name| {
        let (first, last) = name.folded.split_once(' ')?;
        let called = alone.get(last).is_some_and(|(times, placed)| *times > 2 && 4 * placed < *times);
        (called && last.len() > 3 && gender::is_given_name(first)).then(|| last.to_owned())
    });
    last.collect()
}

/// Whether the words around a name are said of firms and not of people.
fn is_said_of_a_firm(text: Text<'_>, range: &Range<usize>) -> bool {
    let comma = usize::from(text.get(range.end) == ",");
    let possessed = usize::from(text.is(range.end, &["'s", "’s"]));
    let next = range.end + possessed;
    if text.is(range.end + comma, &["which"])
        || text.is(next, OF_FIRMS)
        || possessed == 1
            && (text.is(next, OWNED) || text.is(next, &["chief"]) && text.is(next + 1, &["executive"]))
        || text.is(range.end, FIRMS_DO)
    {
        return true;
    }
    // "Dorn said its sales had fallen"; "Ryan said it was late" tells nothing.
    if text.is(range.end, SAID)
        && text.is(range.end + 1, &["its"])
        && (text.is(range.end + 2, OWNED) || text.is(range.end + 2, OF_FIRMS))
    {
        return true;
    }
    // "Dorn, a maker of pumps", "Dorn, the Danish shoe company,".
    if comma == 1 && text.is(range.end + 1, &["a", "an", "the"]) {
        let words = range.end + 2..range.end + 7;
        let head = words.take_while(|at| !text.is(*at, STOPS)).find(|at| is_firm_noun(&text.lower(*at)));
        if head.is_some_and(|head| !text.is(head + 1, &["'s", "’s"]))
            && !(range.end + 2..range.end + 7).any(|at| text.head(at))
        {
            return true;
        }
    }
    let Some(before) = range.start.checked_sub(1) else { return false };
    // "The fashion house Dorn", "carmaker Dorn".
    if is_firm_noun(&text.lower(before)) && !text.is(before, &["group"]) {
        return true;
    }
    // "Shares in Dorn", "the founder of Dorn", "workers at Dorn".
    let Some(held) = before.checked_sub(1) else { return false };
    (text.is(before, &["in", "of"]) && text.is(held, HELD))
        || (text.is(before, &["at", "of"]) && text.is(held, RUN))
        || text.is(before, &["founded", "cofounded", "co-founded", "started", "launched"])
}

/// What an organisation is called where it is a firm: "carmaker", "company"; `None` when the words around its name do not tell.
pub(super) fn firm_noun(text: Text<'_>, range: &Range<usize>) -> Option<String> {
    let before = range.start.checked_sub(1);
    if let Some(noun) = before.map(|at| text.lower(at)).filter(|word| is_firm_noun(word) && word != "house") {
        return Some(noun.to_string());
    }
    let possessed = usize::from(text.is(range.end, &["'s", "’s"]));
    let traded = text.is(range.end + possessed, &["shares", "shareholders", "stock", "subsidiary"])
        || possessed == 1
            && text.is(
                range.end + 1,
                &["ceo", "profits", "profit", "revenue", "sales", "shops", "stores", "customers"],
            );
    let held = before.filter(|at| text.is(*at, &["in", "of"])).and_then(|at| at.checked_sub(1));
    let held = held
        .is_some_and(|at| text.is(at, HELD) || text.is(at, &["founder", "co-founder", "subsidiary", "ceo"]));
    (traded || held).then(|| "company".to_owned())
}

/// Whether a name is the subject of a verb of speech: persons and firms both are.
fn speaks(text: Text<'_>, range: &Range<usize>) -> bool {
    text.is(range.end, SAID) || range.start.checked_sub(1).is_some_and(|before| text.is(before, SAID))
}

/// Whether a word says what a firm makes or deals in: "carmaker", "retailer".
pub(super) fn is_maker(lower: &str) -> bool {
    lower.len() > 6
        && lower.ends_with("maker")
        && !matches!(
            lower,
            "filmmaker"
                | "lawmaker"
                | "peacemaker"
                | "policymaker"
                | "playmaker"
                | "troublemaker"
                | "moviemaker"
        )
        || MAKERS.contains(&lower)
}

fn is_firm_noun(lower: &str) -> bool {
    is_maker(lower) || FIRM_NOUNS.contains(&lower)
}

const MAKERS: &[&str] =
    &["retailer", "brewer", "airline", "insurer", "automaker", "shipbuilder", "conglomerate", "startup"];

const FIRM_NOUNS: &[&str] = &[
    "company",
    "firm",
    "maker",
    "house",
    "brand",
    "bank",
    "manufacturer",
    "chain",
    "group",
    "supermarket",
    "giant",
    "label",
    "business",
    "brewery",
    "shipyard",
];

const OF_FIRMS: &[&str] =
    &["shares", "shareholders", "stock", "employees", "subsidiary", "headquarters", "products"];

const OWNED: &[&str] = &[
    "board",
    "ceo",
    "profits",
    "profit",
    "revenue",
    "revenues",
    "sales",
    "plant",
    "plants",
    "factory",
    "factories",
    "shops",
    "stores",
    "customers",
];

const FIRMS_DO: &[&str] =
    &["employs", "employed", "sells", "manufactures", "operates", "recalled", "produces"];

const HELD: &[&str] =
    &["shares", "stake", "stock", "investors", "investor", "investment", "shareholders", "shareholder"];

const RUN: &[&str] = &[
    "founder",
    "co-founder",
    "founders",
    "founding",
    "employees",
    "workers",
    "staff",
    "board",
    "subsidiary",
    "unit",
    "ceo",
    "executives",
];

const SAID: &[&str] = &["said", "says", "told", "added", "announced", "claimed", "insisted", "replied"];

const STOPS: &[&str] = &[",", ".", ";", "who", "and", "said"];

/// Words that end the names of clubs and bodies, and nobody's surname.
pub(super) const NEVER_SURNAMES: &[&str] = &[
    "rovers",
    "wanderers",
    "athletic",
    "albion",
    "fc",
    "council",
    "ministry",
    "committee",
    "university",
    "association",
    "institute",
    "commission",
    "corporation",
    "inc",
    "ltd",
    "holdings",
    "airlines",
    "airways",
    "federation",
];

/// Words that end the names of companies and bodies and may be left out.
pub(super) const FIRM: &[&str] = &[
    "group",
    "holdings",
    "holding",
    "bank",
    "airlines",
    "airways",
    "motors",
    "news",
    "agency",
    "inc",
    "corp",
    "corporation",
    "ltd",
    "limited",
    "co",
    "company",
    "plc",
    "ag",
    "gmbh",
    "spa",
    "asa",
    "llc",
    "international",
    "technologies",
    "systems",
    "energy",
    "industries",
    "party",
    "fc",
    "police",
];
