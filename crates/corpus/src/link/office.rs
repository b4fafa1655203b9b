//! Offices of state: whose they are, and which one "the Foreign Ministry" is where no country stands beside it.

use super::class::Class;
use super::context::Contexts;
use super::decide::Decision;
use super::entity::Reason;
use super::linker::Linker;
use super::name::Name;
use super::shape::{BODIES, SMALL, word_key};
use std::collections::{BTreeMap, BTreeSet};
use verbatim_nlp::names::{Gazetteer, Known, KnownKind};

/// Words of offices that every country may have, apart from [`BODIES`].
const MORE: &[&str] =
    &["assembly", "bank", "congress", "federation", "force", "forces", "party", "service", "union"];

/// What an office is, whoever's it is, and the id of its country; that one is empty in "the Foreign Ministry".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Office {
    /// Its words in an order of their own, without the country; empty for every other name.
    pub what: String,
    /// The id of the country.
    pub country: &'static str,
}

impl Office {
    pub fn of(folded: &str) -> Self {
        let words: Vec<&str> = folded.split(' ').collect();
        let office = |word: &&str| BODIES.contains(word) || MORE.contains(word);
        if words.len() > 8 || !words.iter().any(office) {
            return Self::default();
        }
        let (country, rest) = without_country(&words);
        let mut keys: Vec<String> =
            rest.iter().filter(|word| !SMALL.contains(word)).map(|word| word_key(word)).collect();
        // What the ministry is for, and "affairs" of that, are one.
        if keys.len() > 2 {
            keys.retain(|key| key != "afair");
        }
        let named = keys.len() > usize::from(country.is_none()) && rest.iter().any(office);
        keys.sort_unstable();
        keys.dedup();
        match named {
            true => Self { what: keys.join(" "), country: country.map_or("", |known| known.id) },
            false => Self::default(),
        }
    }

    /// Whether both are offices of states, and not of the same.
    pub fn differs(&self, other: &Self) -> bool {
        !self.country.is_empty() && !other.country.is_empty() && self.country != other.country
    }

    /// Whether this is the other one without its country.
    pub fn is_bare(&self, other: &Self) -> bool {
        !self.what.is_empty()
            && self.what == other.what
            && self.country.is_empty()
            && !other.country.is_empty()
    }
}

/// The country that begins a name ("Turkish Foreign Ministry") or ends it ("Supreme Court of Georgia"), and the other words.
fn without_country<'w, 't>(words: &'w [&'t str]) -> (Option<&'static Known>, &'w [&'t str]) {
    let longest = words.len().saturating_sub(1).min(4);
    for count in (1..=longest).rev() {
        let Some((first, rest)) = words.split_at_checked(count) else { continue };
        if let Some(country) = country(&first.join(" ")) {
            return (Some(country), rest);
        }
    }
    let after = words.iter().rposition(|word| *word == "of").filter(|at| *at > 0);
    if let Some((head, tail)) = after.and_then(|at| Some((words.get(..at)?, words.get(at + 1..)?))) {
        let tail = tail.strip_prefix(&["the"]).unwrap_or(tail);
        if let Some(country) = country(&tail.join(" ")) {
            return (Some(country), head);
        }
    }
    (None, words)
}

fn country(folded: &str) -> Option<&'static Known> {
    let table = Gazetteer::get();
    let mut letters = folded.chars();
    let written: String = letters.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(letters).collect();
    let known = table.adjective(&written).or_else(|| table.named_folded(folded, &folded.to_uppercase()));
    known.filter(|known| known.kind == KnownKind::Country)
}

/// The country that a name names, by itself, its people or its capital.
fn country_of(name: &Name) -> Option<&'static str> {
    let table = Gazetteer::get();
    match name.class {
        Class::Person => None,
        Class::Thing if !name.shape.office.country.is_empty() => Some(name.shape.office.country),
        Class::Group => country(&name.folded).map(|known| known.id),
        Class::Thing => match table.by_id(&name.known) {
            Some(known) if known.kind == KnownKind::Country => Some(known.id),
            Some(known) if known.kind == KnownKind::City => {
                table.by_id(known.country).map(|country| country.id)
            }
            _ => None,
        },
    }
}

/// Gives "the Foreign Ministry" to the country whose it is, article by article: where one country alone is named.
pub(super) fn resolve(linker: &Linker, contexts: &Contexts, decision: &mut Decision) {
    let mut of_states: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
    let mut bare = Vec::new();
    for (number, name) in linker.names.iter().enumerate().filter(|(_, name)| name.articles > 0) {
        let (office, number) = (&name.shape.office, number as u32);
        if office.what.is_empty() {
            continue;
        }
        if office.country.is_empty() {
            bare.push(number);
            continue;
        }
        let best = of_states.entry(&office.what).or_default().entry(office.country).or_insert(number);
        if decision.rank(number) < decision.rank(*best) {
            *best = number;
        }
    }
    bare.sort_unstable_by_key(|&number| decision.rank(number));
    let countries: Vec<Option<&str>> = linker.names.iter().map(country_of).collect();
    for short in bare {
        let Some(name) = linker.names.get(short as usize) else { continue };
        let Some(bearers) = of_states.get(name.shape.office.what.as_str()) else { continue };
        let mut left = false;
        for (place, article) in contexts.places(short) {
            let named: BTreeSet<&str> = contexts
                .names(place)
                .iter()
                .filter_map(|other| countries.get(*other as usize).copied().flatten())
                .collect();
            let only = named.first().filter(|_| named.len() == 1).and_then(|country| bearers.get(country));
            let only = only.filter(|bearer| !decision.groups.are_apart(**bearer, short));
            match only {
                Some(&bearer) => drop(decision.moved.insert((article, short), bearer)),
                None => left = true,
            }
        }
        if let (true, Some(&likely)) = (left, bearers.values().min_by_key(|bearer| decision.rank(**bearer))) {
            decision.suggestions.push((likely, short, Reason::UsualBearer, 300));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_offices_are() {
        let of = |name: &str| {
            let office = Office::of(name);
            (office.what, office.country)
        };
        let ministry = Office::of("foreign ministry").what;
        for (name, country) in [
            ("foreign ministry", ""),
            ("turkish foreign ministry", "turkey"),
            ("foreign ministry of turkiye", "turkey"),
            ("ministry of foreign affairs of turkey", "turkey"),
            ("north korean foreign ministry", "north-korea"),
            ("saudi foreign ministry", "saudi-arabia"),
            ("us foreign ministry", "united-states"),
        ] {
            assert_eq!(of(name), (ministry.clone(), country), "{name}");
        }
        assert_eq!(of("supreme court of the united kingdom").1, "united-kingdom");
        for name in ["turkish airlines", "turkey", "ministry", "united states", "kelsund rovers", ""] {
            assert_eq!(of(name), (String::new(), ""), "{name}");
        }
    }
}
