//! Which names are joined: certain pairs first, then pairs that need support, then short names.

use super::class::Class;
use super::context::Contexts;
use super::entity::Reason;
use super::group::Groups;
use super::linker::Linker;
use super::name::Name;
use super::relation::{Bond, Relation};
use super::shape::{core, same_place};
use std::collections::BTreeMap;
use verbatim_article::ArticleId;
use verbatim_nlp::names::{Likeness, skeleton};

/// What was decided.
#[derive(Debug)]
pub(super) struct Decision {
    pub groups: Groups,
    /// Entities of single articles that go to another group than their name: an ambiguous surname
    /// that the article's context resolves.
    pub moved: BTreeMap<(ArticleId, u32), u32>,
    /// (better known, other, why, thousandths).
    pub suggestions: Vec<(u32, u32, Reason, u16)>,
    /// Places of the names: the most written first, then by letter. They do not depend on numbers.
    ranks: Vec<u32>,
}

impl Decision {
    pub fn new(names: &[Name]) -> Self {
        let key = |name: &Name| std::cmp::Reverse(name.count());
        let counted: Vec<_> = names.iter().map(key).collect();
        let mut order: Vec<u32> = (0..names.len() as u32).collect();
        let of = |n: &u32| {
            let name = names.get(*n as usize);
            (counted.get(*n as usize), name.map(|name| (name.folded.as_str(), name.class)))
        };
        order.sort_unstable_by(|a, b| of(a).cmp(&of(b)));
        let mut ranks = vec![0; names.len()];
        for (rank, name) in order.iter().enumerate() {
            if let Some(slot) = ranks.get_mut(*name as usize) {
                *slot = rank as u32;
            }
        }
        Self { groups: Groups::new(names.len()), moved: BTreeMap::new(), suggestions: Vec::new(), ranks }
    }

    /// The place of a name.
    pub fn rank(&self, name: u32) -> u32 {
        self.ranks.get(name as usize).copied().unwrap_or(u32::MAX)
    }
}

/// The pairs of names that may be one, each with the better-known name first, the surest pairs first.
pub(super) fn ordered(linker: &Linker, decision: &Decision) -> Vec<Bond> {
    let place = |name: u32| decision.rank(name);
    let ordered = |bond: &Bond| match place(bond.a) <= place(bond.b) {
        true => *bond,
        false => Bond { a: bond.b, b: bond.a, ..*bond },
    };
    // Names that came since are for the next time.
    let knows = |bond: &&Bond| decision.groups.knows(bond.a) && decision.groups.knows(bond.b);
    let mut bonds: Vec<Bond> = linker.bonds.iter().filter(knows).map(ordered).collect();
    bonds.sort_unstable_by_key(|bond| (bond.relation, place(bond.a), place(bond.b)));
    bonds
}

pub(super) fn certain(linker: &Linker, bonds: &[Bond], decision: &mut Decision) {
    for bond in bonds {
        let reason = match bond.relation {
            Relation::Known => Reason::KnownNames,
            Relation::Spelling => Reason::Romanisation,
            Relation::Order => Reason::OtherOrder,
            _ => continue,
        };
        if agree(linker, &decision.groups, bond.a, bond.b) {
            decision.groups.join(bond.a, bond.b, reason);
        }
    }
}

/// Whether no two names of the groups contradict each other.
fn agree(linker: &Linker, groups: &Groups, a: u32, b: u32) -> bool {
    let full = |of: u32| -> Vec<&Name> {
        let names = groups.members(of).iter().filter_map(|&n| linker.names.get(n as usize));
        names.filter(|n| !n.is_single()).take(12).collect()
    };
    let (a, b) = (full(a), full(b));
    a.iter().all(|x| {
        b.iter().all(|y| {
            if x.class != Class::Person || y.class != Class::Person {
                let known = x.known.is_empty() || y.known.is_empty() || x.known == y.known;
                return known && !x.shape.office.differs(&y.shape.office);
            }
            // "Ana Sorel" and "Maria Sorel" are one when "Ana Maria Sorel" is there.
            fits(x, y)
                || a.iter().chain(&b).any(|z| {
                    let fuller = |n: &Name| z.given_letters() > n.given_letters() && fits(z, n);
                    fuller(x) && fuller(y)
                })
        })
    })
}

fn fits(x: &Name, y: &Name) -> bool {
    !matches!(x.person().likeness(y.person()), Likeness::Different | Likeness::Distant)
}

/// "Long Name (LN)": the short name goes to the long one that most articles give it.
pub(super) fn acronyms(linker: &Linker, decision: &mut Decision) {
    let mut by_short: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
    for (&(short, long), &count) in &linker.acronyms {
        by_short.entry(short).or_default().push((long, count));
    }
    let mut rows: Vec<_> = by_short.into_iter().collect();
    rows.sort_unstable_by_key(|(short, _)| decision.rank(*short));
    for (short, mut longs) in rows {
        longs.sort_unstable_by_key(|&(long, count)| (std::cmp::Reverse(count), decision.rank(long)));
        let Some(&(first, most)) = longs.first() else { continue };
        let rival =
            longs.iter().skip(1).find(|(long, _)| decision.groups.root(*long) != decision.groups.root(first));
        let clear = rival.is_none_or(|&(_, count)| most >= 3 * count);
        if clear && agree(linker, &decision.groups, first, short) {
            decision.groups.join(first, short, Reason::AcronymInText);
        } else {
            decision.suggestions.push((first, short, Reason::AcronymInText, 500));
        }
    }
}

/// The names that fit two fuller names which contradict each other: which of them is meant, only context says.
pub(super) fn torn(names: &[Name], bonds: &[Bond]) -> Vec<bool> {
    let mut partners: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for bond in bonds.iter().filter(|bond| bond.relation == Relation::Shorter) {
        partners.entry(bond.a).or_default().push(bond.b);
        partners.entry(bond.b).or_default().push(bond.a);
    }
    let mut torn = vec![false; names.len()];
    for (name, others) in partners {
        let Some(own) = names.get(name as usize) else { continue };
        let fuller: Vec<&Name> = others
            .iter()
            .filter_map(|&n| names.get(n as usize))
            .filter(|other| other.given_letters() >= own.given_letters())
            .take(40)
            .collect();
        let apart = |(at, x): (usize, &&Name)| fuller.iter().skip(at + 1).any(|y| !fits(x, y));
        if let Some(slot) = torn.get_mut(name as usize) {
            *slot = fuller.iter().enumerate().any(apart);
        }
    }
    torn
}

/// Joins pairs that have the company which their likeness needs. `torn` is what [`torn`] found among all pairs.
pub(super) fn supported(
    linker: &Linker,
    bonds: &[Bond],
    torn: &[bool],
    contexts: &mut Contexts,
    decision: &mut Decision,
) {
    let torn = |name: u32| torn.get(name as usize).copied().unwrap_or(false);
    for bond in bonds.iter().filter(|bond| bond.relation > Relation::Order) {
        if decision.groups.root(bond.a) == decision.groups.root(bond.b) {
            continue;
        }
        let (Some(big), Some(small)) = (linker.names.get(bond.a as usize), linker.names.get(bond.b as usize))
        else {
            continue;
        };
        if big.articles == 0 || small.articles == 0 || !agree_or_distant(linker, decision, bond) {
            continue;
        }
        let shared = contexts.shared(bond.a, bond.b, &decision.groups);
        let together = contexts.together(bond.a, bond.b);
        let person = big.class == Class::Person;
        let (joined, reason, likelihood) = match bond.relation {
            Relation::Shorter => (!(torn(bond.a) || torn(bond.b)) || shared >= 3, Reason::ShorterName, 700),
            Relation::Initials => {
                let short = if big.is_single() { big } else { small };
                (together > 0 && short.folded.len() >= 3, Reason::Initials, 500)
            }
            Relation::Tail => {
                // "North Selmar Clinic" is not North Selmar; "Selmar Recovery in Ardin" is Selmar Recovery.
                let (short, long) =
                    if big.folded.len() < small.folded.len() { (big, small) } else { (small, big) };
                let there = same_place(&short.folded, &long.folded)
                    || long.folded.strip_prefix(&short.folded).is_some_and(|rest| rest.starts_with(" in "));
                let place = !there && (big.is_place() || small.is_place());
                let known = shared >= 3 && short.articles <= 2 * long.articles;
                ((!place && (shared >= 1 || together > 0)) || known, Reason::WithoutTail, 500)
            }
            // An article that names both by full names means two people.
            Relation::Loose => (shared >= 2 && together == 0, Reason::SharedContext, 500),
            Relation::Slip => {
                let rare = small.articles <= 2 && big.count() >= 2 * small.count();
                let same_first = big.folded.chars().next() == small.folded.chars().next();
                // Brothers and sisters have other given names, not other surnames.
                let (x, y) = (big.person(), small.person());
                let surname = !x.is_short() && x.given == y.given && shared >= 2 && together == 0;
                let near = if person && big.is_single() {
                    together > 0 && small.count() == 1
                } else if person {
                    shared >= 2 || (together > 0 && small.count() == 1)
                } else {
                    // Nobody is called "Kelsund Navigation Comission".
                    together > 0 || shared >= 2 || small.folded.len() >= 16
                };
                let slip = person || !another_word(&big.folded, &small.folded);
                (
                    surname || (rare && same_first && near && slip && small.known.is_empty()),
                    Reason::Misspelling,
                    400,
                )
            }
            _ => (false, Reason::Likeness, 200),
        };
        let evidence = shared > 0 || together > 0;
        let worth = match bond.relation {
            Relation::Slip | Relation::Distant => evidence,
            Relation::Tail => !big.is_place() && !small.is_place(),
            _ => true,
        };
        if joined {
            decision.groups.join(bond.a, bond.b, reason);
        } else if worth {
            decision.suggestions.push((bond.a, bond.b, reason, likelihood));
        }
    }
}

/// Whether two names of several words differ in one that is a name itself and has another consonant in its place: "Bank of
/// Kelsund" and "Bank of Kelmund" may be two, "Kelsund Comission" and "Kelsund Commission" are not.
fn another_word(a: &str, b: &str) -> bool {
    let mut differ = a.split(' ').zip(b.split(' ')).filter(|(x, y)| x != y);
    let Some((x, y)) = differ.next() else { return false };
    let swapped = {
        let apart: Vec<(u8, u8)> = x.bytes().zip(y.bytes()).filter(|(x, y)| x != y).collect();
        matches!(apart[..], [(p, q), (r, s)] if p == s && q == r)
    };
    // Another vowel is another spelling more often than another name.
    let vowel = |letter: u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let consonants = x.bytes().zip(y.bytes()).all(|(x, y)| x == y || !(vowel(x) || vowel(y)));
    a.contains(' ') && x.len() == y.len() && consonants && !swapped && !super::short::is_generic(x)
}

/// Whether the groups of a pair may become one, or at least be suggested.
fn agree_or_distant(linker: &Linker, decision: &Decision, bond: &Bond) -> bool {
    bond.relation == Relation::Distant || agree(linker, &decision.groups, bond.a, bond.b)
}

/// A long form that an article uses beside the name it is filed under is that name elsewhere too.
pub(super) fn used_together(linker: &Linker, decision: &mut Decision) {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for (number, name) in linker.names.iter().enumerate().filter(|(_, name)| name.class == Class::Thing) {
        for form in name.forms.keys() {
            let folded = super::name::filed_under(Class::Thing, form);
            if folded != name.folded && folded.contains(' ') {
                pairs.extend(linker.number.get(&(Class::Thing, folded)).map(|&other| (number as u32, other)));
            }
        }
    }
    pairs.sort_unstable_by_key(|&(a, b)| (decision.rank(a), decision.rank(b)));
    // "The Foreign Ministry" is another one elsewhere, and so is "the city council".
    let elsewhere = |a: u32, b: u32| {
        let (Some(name), Some(short)) = (linker.names.get(a as usize), linker.names.get(b as usize)) else {
            return true;
        };
        short.shape.office.is_bare(&name.shape.office)
            || name.folded.len() > short.folded.len() && super::short::is_generic(&short.folded)
    };
    for (a, b) in pairs {
        if !elsewhere(a, b) && agree(linker, &decision.groups, a, b) {
            decision.groups.join(a, b, Reason::UsedInArticle);
        }
    }
}

/// A name that recognisers put into two classes belongs to the one that most articles see.
pub(super) fn across_classes(linker: &Linker, decision: &mut Decision) {
    let table = verbatim_nlp::names::Gazetteer::get();
    let full = linker.names.iter().filter(|name| name.class == Class::Person && !name.is_single());
    // How often somebody is named in full by each surname.
    let mut borne: BTreeMap<String, u32> = BTreeMap::new();
    for name in full {
        *borne.entry(skeleton(&name.person().surname)).or_default() += name.count();
    }
    let mut by_letters: Vec<(&str, u32, u32)> = (0u32..)
        .zip(&linker.names)
        .map(|(number, name)| (core(&name.folded), decision.rank(number), number))
        .collect();
    by_letters.sort_unstable();
    for same in by_letters.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        let same: Vec<u32> = same.iter().map(|(.., number)| *number).collect();
        let Some((&big, rest)) = same.split_first() else { continue };
        for &small in rest {
            let (Some(x), Some(y)) = (linker.names.get(big as usize), linker.names.get(small as usize))
            else {
                continue;
            };
            let people = x.class == Class::Group || y.class == Class::Group;
            let demonym =
                people && x.forms.keys().chain(y.forms.keys()).any(|form| table.adjective(form).is_some());
            let known = !x.known.is_empty() || !y.known.is_empty();
            // Persons have the names of towns; anything longer than one word is one thing, and so is what
            // nobody bears with a given name.
            let person = x.class == Class::Person || y.class == Class::Person;
            // "Dorn", whose shares fell, is not Dorn whose given name is known.
            let bearers = borne.get(&skeleton(&x.folded)).copied().unwrap_or(0);
            let firm = (x.is_firm() || y.is_firm()) && 20 * bearers >= x.count().max(y.count());
            let clear = match x.is_single() && person {
                true => !known && !firm && (x.count() >= 5 * y.count() || bearers == 0),
                false => !demonym,
            };
            if clear {
                decision.groups.join(big, small, Reason::SameName);
            }
        }
    }
}
