//! Short names: surnames without a given name, short forms of organisations.

use super::class::Class;
use super::context::Contexts;
use super::decide::Decision;
use super::entity::Reason;
use super::linker::Linker;
use std::collections::BTreeMap;
use std::ops::Range;
use verbatim_nlp::names::{fold, skeleton};

/// A bearer this many times as frequent as the next is meant unless the context says otherwise.
const USUAL: u32 = 10;

/// Last words that many bodies and places share.
const GENERIC: &[&str] = &[
    "agency",
    "airport",
    "army",
    "association",
    "authority",
    "bank",
    "board",
    "center",
    "centre",
    "church",
    "city",
    "club",
    "college",
    "commission",
    "committee",
    "congress",
    "council",
    "county",
    "court",
    "department",
    "district",
    "federation",
    "force",
    "foundation",
    "fund",
    "government",
    "group",
    "hospital",
    "house",
    "hotel",
    "institute",
    "island",
    "islands",
    "journal",
    "league",
    "ministry",
    "museum",
    "news",
    "office",
    "organisation",
    "organization",
    "park",
    "parliament",
    "party",
    "police",
    "post",
    "press",
    "prison",
    "republic",
    "river",
    "road",
    "school",
    "senate",
    "service",
    "society",
    "square",
    "station",
    "street",
    "team",
    "times",
    "union",
    "university",
    "valley",
    "village",
];

/// Words that say which of its offices, not whose.
const WHICH: &[&str] = &[
    "air",
    "armed",
    "central",
    "constitutional",
    "criminal",
    "defence",
    "defense",
    "election",
    "electoral",
    "federal",
    "fire",
    "foreign",
    "general",
    "health",
    "high",
    "interior",
    "justice",
    "labour",
    "local",
    "military",
    "national",
    "public",
    "regional",
    "security",
    "state",
    "supreme",
];

/// Whether a name of several words is made of words that many bodies share: "City Council", "National Bank".
pub(super) fn is_generic(folded: &str) -> bool {
    let small = |word: &str| matches!(word, "of" | "and" | "for" | "the" | "in");
    folded.split(' ').all(|word| {
        GENERIC.contains(&word)
            || WHICH.contains(&word)
            || super::shape::BODIES.contains(&word)
            || small(word)
    })
}

/// Short names that are given to the group that bears them, bit by bit.
#[derive(Debug)]
pub(super) struct Shorts {
    /// How many names were looked at for what they can be called.
    known: usize,
    bearers: BTreeMap<(Class, String), Vec<(u32, bool)>>,
    shorts: Vec<u32>,
    next: usize,
}

/// Short names that are looked at in one step.
const SHORTS: usize = 128;
/// Names that are looked at for who can be called by a short one, in one step.
const NAMES: usize = 4096;

impl Shorts {
    pub fn new(linker: &Linker, decision: &Decision) -> Self {
        let mut shorts: Vec<u32> = (0..linker.names.len() as u32)
            .filter(|&n| {
                linker.names.get(n as usize).is_some_and(|name| name.is_single() && name.articles > 0)
            })
            .collect();
        shorts.sort_unstable_by_key(|&n| decision.rank(n));
        Self { known: 0, bearers: BTreeMap::new(), shorts, next: 0 }
    }

    /// Does a step; says whether there is more to do.
    pub fn step(&mut self, linker: &Linker, contexts: &mut Contexts, decision: &mut Decision) -> bool {
        if self.known < linker.names.len() {
            bearers(linker, self.known..self.known + NAMES, &mut self.bearers);
            self.known += NAMES;
            return true;
        }
        let end = self.shorts.len().min(self.next + SHORTS);
        resolve(linker, self.shorts.get(self.next..end).unwrap_or(&[]), &self.bearers, contexts, decision);
        self.next = end;
        end < self.shorts.len()
    }
}

/// Gives each short name to the group that bears it.
fn resolve(
    linker: &Linker,
    shorts: &[u32],
    bearers: &BTreeMap<(Class, String), Vec<(u32, bool)>>,
    contexts: &mut Contexts,
    decision: &mut Decision,
) {
    for &short in shorts {
        let Some(name) = linker.names.get(short as usize) else { continue };
        let root = decision.groups.root(short);
        let long_already = decision
            .groups
            .members(short)
            .iter()
            .any(|&n| linker.names.get(n as usize).is_some_and(|m| !m.is_single()));
        if long_already || !name.known.is_empty() {
            continue;
        }
        let found = bearers.get(&(name.class, skeleton(&name.folded)));
        let mut weights: BTreeMap<u32, (u32, bool)> = BTreeMap::new();
        for &(bearer, used) in found.map_or(&[][..], Vec::as_slice) {
            let group = decision.groups.root(bearer);
            let weight = linker.names.get(bearer as usize).map_or(0, |n| n.articles);
            let entry = weights.entry(group).or_default();
            entry.0 += weight;
            entry.1 |= used;
        }
        weights.remove(&root);
        let mut candidates: Vec<(u32, u32, bool)> =
            weights.into_iter().map(|(g, (w, used))| (g, w, used)).collect();
        candidates
            .sort_unstable_by_key(|&(g, w, _)| (std::cmp::Reverse(w), decision.rank(best(decision, g))));
        match candidates.as_slice() {
            [] => {}
            [(only, weight, used)] => {
                let shared = contexts.shared(*only, short, &decision.groups);
                let reason = if *used { Reason::UsedInArticle } else { Reason::OnlyBearer };
                if shared >= 1
                    || (*used && *weight >= 2)
                    || contexts.together(best(decision, *only), short) > 0
                {
                    decision.groups.join(*only, short, reason);
                } else {
                    decision.suggestions.push((*only, short, reason, 600));
                }
            }
            [(first, weight, _), (_, next, _), ..] if *weight >= USUAL * (*next).max(1) => {
                decision.groups.join(*first, short, Reason::UsualBearer);
            }
            [(first, ..), ..] => {
                by_article(contexts, decision, short, &candidates);
                decision.suggestions.push((*first, short, Reason::UsualBearer, 300));
            }
        }
    }
}

/// The most written name of a group.
fn best(decision: &Decision, group: u32) -> u32 {
    decision.groups.members(group).iter().copied().min_by_key(|&n| decision.rank(n)).unwrap_or(group)
}

/// (class, short name's skeleton) → names that can be called so, and whether an article does.
fn bearers(linker: &Linker, some: Range<usize>, out: &mut BTreeMap<(Class, String), Vec<(u32, bool)>>) {
    for (number, name) in linker
        .names
        .iter()
        .enumerate()
        .take(some.end)
        .skip(some.start)
        .filter(|(_, name)| !name.is_single() && name.articles > 0)
    {
        let number = number as u32;
        let mut keys: BTreeMap<String, bool> = BTreeMap::new();
        if name.class == Class::Person {
            keys.insert(skeleton(&name.person().surname), false);
        } else if let Some(last) = name
            .folded
            .rsplit(' ')
            .next()
            .filter(|last| name.is_body() && last.len() > 3 && !GENERIC.contains(last))
        {
            keys.insert(skeleton(last), false);
        }
        for form in name.forms.keys() {
            let folded = super::name::filed_under(name.class, form);
            let given = name.class == Class::Person && {
                let parts = name.person();
                parts.given.first().is_some_and(|g| *g == folded) && parts.surname != folded
            };
            // A first name that one article uses alone is no surname for all articles.
            if !folded.contains(' ') && folded != fold(&name.folded) && !given {
                keys.insert(skeleton(&folded), true);
            }
        }
        for (key, used) in keys {
            out.entry((name.class, key)).or_default().push((number, used));
        }
    }
}

/// Several bearers: each article's company may say which one it means.
fn by_article(contexts: &Contexts, decision: &mut Decision, short: u32, candidates: &[(u32, u32, bool)]) {
    let groups: Vec<u32> = candidates.iter().take(20).map(|&(group, ..)| group).collect();
    let bearers = contexts.bearers(&groups, &decision.groups);
    for (place, article) in contexts.places(short) {
        let nearest = contexts.nearest(place, short, &bearers);
        let group = nearest.and_then(|at| groups.get(at as usize));
        if let Some(&group) = group.filter(|group| !decision.groups.are_apart(**group, short)) {
            decision.moved.insert((article, short), group);
        }
    }
}

/// Recognisers take some surnames for bodies or works ("Sorel" at the head of a line). Where a person goes by
/// it far more often than anything else, and the article's company fits, that person is meant. Looked at bit by bit.
#[derive(Debug)]
pub(super) struct Bodies {
    /// Who bears each surname, and how often they are named.
    people: BTreeMap<String, BTreeMap<u32, u32>>,
    bodies: Vec<u32>,
    next: usize,
}

/// Names of bodies that are looked at in one step.
const BODIES: usize = 512;

impl Bodies {
    pub fn new(linker: &Linker, decision: &Decision) -> Self {
        let mut people: BTreeMap<String, BTreeMap<u32, u32>> = BTreeMap::new();
        for (number, name) in linker.names.iter().enumerate() {
            if name.class == Class::Person && name.articles > 0 {
                let of = people.entry(skeleton(&name.person().surname)).or_default();
                *of.entry(decision.groups.root(number as u32)).or_default() += name.count();
            }
        }
        let mut bodies: Vec<u32> = (0..linker.names.len() as u32)
            .filter(|&n| {
                let name = linker.names.get(n as usize);
                name.is_some_and(|name| {
                    let plain = name.class == Class::Thing
                        && name.is_single()
                        && name.known.is_empty()
                        && !name.is_firm();
                    // Only what recognisers took in with it ("Overturn Sorel") goes with it.
                    let alone = decision.groups.members(n).iter().all(|&m| {
                        linker.names.get(m as usize).is_some_and(|other| {
                            let longer = other.folded.ends_with(&format!(" {}", name.folded));
                            m == n
                                || (other.class == Class::Thing && longer && 4 * other.count() < name.count())
                        })
                    });
                    plain && name.articles > 0 && alone
                })
            })
            .collect();
        bodies.sort_unstable_by_key(|&n| decision.rank(n));
        Self { people, bodies, next: 0 }
    }

    /// Does a step; says whether there is more to do.
    pub fn step(&mut self, linker: &Linker, contexts: &mut Contexts, decision: &mut Decision) -> bool {
        let end = self.bodies.len().min(self.next + BODIES);
        surnames_of_bodies(
            linker,
            self.bodies.get(self.next..end).unwrap_or(&[]),
            &self.people,
            contexts,
            decision,
        );
        self.next = end;
        end < self.bodies.len()
    }
}

fn surnames_of_bodies(
    linker: &Linker,
    bodies: &[u32],
    people: &BTreeMap<String, BTreeMap<u32, u32>>,
    contexts: &mut Contexts,
    decision: &mut Decision,
) {
    for &body in bodies {
        let Some(name) = linker.names.get(body as usize) else { continue };
        let Some(bearers) = people.get(&skeleton(&name.folded)) else { continue };
        let mut groups: Vec<(u32, u32)> = bearers.iter().map(|(group, count)| (*group, *count)).collect();
        groups.retain(|(group, _)| {
            // A surname that nobody bears with a given name is no sign of a person.
            decision.groups.members(*group).iter().any(|&n| {
                linker.names.get(n as usize).is_some_and(|name| {
                    let given = &name.person().given;
                    given.iter().any(|word| word.len() > 1 && word.chars().all(char::is_alphabetic))
                })
            })
        });
        groups.sort_unstable_by_key(|&(group, count)| {
            (std::cmp::Reverse(count), decision.rank(best(decision, group)))
        });
        let all: u32 = groups.iter().map(|(_, count)| count).sum();
        let enough = if name.is_place() { 6 } else { 2 };
        if groups.is_empty() || all < enough * name.count() {
            continue;
        }
        let candidates: Vec<(u32, u32, bool)> = groups.iter().map(|&(group, n)| (group, n, false)).collect();
        match candidates.as_slice() {
            [(only, ..)] if contexts.shared(*only, body, &decision.groups) >= 2 => {
                decision.groups.join(*only, body, Reason::OnlyBearer);
            }
            [(first, ..), ..] => {
                by_article(contexts, decision, body, &candidates);
                decision.suggestions.push((*first, body, Reason::UsualBearer, 200));
            }
            [] => {}
        }
    }
}
