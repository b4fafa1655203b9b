//! Which names are joined: certain pairs first, then pairs that need support, then short names.

use super::class::Class;
use super::context::Contexts;
use super::entity::Reason;
use super::group::Groups;
use super::linker::Linker;
use super::name::{Name, british, initials};
use super::short;
use std::collections::BTreeMap;
use verbatim_article::ArticleId;
use verbatim_nlp::names::{Likeness, one_slip, skeleton};

/// What two names, looked at alone, have to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Relation {
    /// The table of known names has both for one thing.
    Known,
    /// The same letters or romanisation.
    Spelling,
    /// Given names left out or cut to initials.
    Shorter,
    /// The short one is the initials of the long one.
    Initials,
    /// The same surname, given names that may be variants.
    Loose,
    /// One letter apart.
    Slip,
}

/// A pair of names that may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bond {
    pub a: u32,
    pub b: u32,
    pub relation: Relation,
}

/// What was decided.
pub(super) struct Decision {
    pub groups: Groups,
    /// Entities of single articles that go to another group than their name: an ambiguous surname
    /// that the article's context resolves.
    pub moved: BTreeMap<(ArticleId, u32), u32>,
    /// (better known, other, why, thousandths).
    pub suggestions: Vec<(u32, u32, Reason, u16)>,
}

/// Compares two names of one class, with nothing else known.
pub(super) fn relation(a: &Name, b: &Name) -> Option<Relation> {
    if a.class != b.class {
        return None;
    }
    if !a.known.is_empty() && !b.known.is_empty() {
        return (a.known == b.known).then_some(Relation::Known);
    }
    let slip = || {
        let long = a.folded.len().min(b.folded.len()) >= 5;
        let digits = |n: &Name| n.folded.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
        (long && one_slip(&a.folded, &b.folded) && digits(a) == digits(b)).then_some(Relation::Slip)
    };
    match a.class {
        Class::Person => {
            let (x, y) = (a.person(), b.person());
            if x.is_short() != y.is_short() {
                return None;
            }
            match x.likeness(&y) {
                Likeness::Same => Some(Relation::Spelling),
                Likeness::Fits => Some(Relation::Shorter),
                Likeness::Loose => Some(Relation::Loose),
                Likeness::Slip => Some(Relation::Slip),
                Likeness::Short | Likeness::Different => slip(),
            }
        }
        Class::Thing => {
            if british(&skeleton(&a.folded)) == british(&skeleton(&b.folded)) && a.folded.len() > 3 {
                return Some(Relation::Spelling);
            }
            let abbreviates = |short: &Name, long: &Name| {
                short.is_single() && initials(&long.folded).as_deref() == Some(&short.folded)
            };
            if abbreviates(a, b) || abbreviates(b, a) {
                return Some(Relation::Initials);
            }
            slip()
        }
        Class::Group => {
            let singular = |n: &Name| skeleton(n.folded.strip_suffix('s').unwrap_or(&n.folded));
            (singular(a) == singular(b)).then_some(Relation::Spelling)
        }
    }
}

/// Joins what is one.
pub(super) fn groups(linker: &Linker) -> Decision {
    let names = &linker.names;
    let mut decision =
        Decision { groups: Groups::new(names.len()), moved: BTreeMap::new(), suggestions: Vec::new() };
    let mut bonds: Vec<Bond> = linker.bonds.iter().map(|bond| ordered(names, *bond)).collect();
    bonds.sort_unstable_by_key(|bond| (bond.relation, rank(names, bond.a), rank(names, bond.b)));

    certain(linker, &bonds, &mut decision);
    acronyms(linker, &mut decision);
    let mut contexts = Contexts::new(linker);
    supported(linker, &bonds, &mut contexts, &mut decision);
    across_classes(linker, &mut decision);
    used_together(linker, &mut decision);
    short::resolve(linker, &mut contexts, &mut decision);
    decision
}

/// The order of names: the most written first, then by letter. It does not depend on numbers.
pub(super) fn rank(names: &[Name], number: u32) -> (std::cmp::Reverse<u32>, &str, Option<Class>) {
    names.get(number as usize).map_or((std::cmp::Reverse(0), "", None), |name| {
        (std::cmp::Reverse(name.count()), name.folded.as_str(), Some(name.class))
    })
}

fn ordered(names: &[Name], bond: Bond) -> Bond {
    if rank(names, bond.a) <= rank(names, bond.b) { bond } else { Bond { a: bond.b, b: bond.a, ..bond } }
}

fn certain(linker: &Linker, bonds: &[Bond], decision: &mut Decision) {
    for bond in bonds {
        let reason = match bond.relation {
            Relation::Known => Reason::KnownNames,
            Relation::Spelling => Reason::Romanisation,
            _ => continue,
        };
        if agree(linker, &decision.groups, bond.a, bond.b) {
            decision.groups.join(bond.a, bond.b, reason);
        }
    }
}

/// Whether no two names of the groups contradict each other.
fn agree(linker: &Linker, groups: &Groups, a: u32, b: u32) -> bool {
    let full = |of: u32| {
        groups
            .members(of)
            .iter()
            .filter_map(|&n| linker.names.get(n as usize))
            .filter(|n| !n.is_single())
            .take(12)
    };
    full(a).all(|x| {
        full(b).all(|y| {
            if x.class != Class::Person {
                return x.known.is_empty() || y.known.is_empty() || x.known == y.known;
            }
            x.person().likeness(&y.person()) != Likeness::Different
        })
    })
}

/// "Long Name (LN)": the short name goes to the long one that most articles give it.
fn acronyms(linker: &Linker, decision: &mut Decision) {
    let mut by_short: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
    for (&(short, long), &count) in &linker.acronyms {
        by_short.entry(short).or_default().push((long, count));
    }
    let mut rows: Vec<_> = by_short.into_iter().collect();
    rows.sort_unstable_by_key(|(short, _)| rank(&linker.names, *short));
    for (short, mut longs) in rows {
        longs.sort_unstable_by_key(|&(long, count)| (std::cmp::Reverse(count), rank(&linker.names, long)));
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

fn supported(linker: &Linker, bonds: &[Bond], contexts: &mut Contexts<'_>, decision: &mut Decision) {
    // A name that fits two names which contradict each other says which one it is only by context.
    let mut partners: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for bond in bonds.iter().filter(|bond| bond.relation == Relation::Shorter) {
        partners.entry(bond.a).or_default().push(bond.b);
        partners.entry(bond.b).or_default().push(bond.a);
    }
    let torn = |name: u32, groups: &Groups| {
        let of = partners.get(&name).map_or(&[][..], Vec::as_slice);
        of.iter().take(12).any(|&x| of.iter().take(12).any(|&y| !agree(linker, groups, x, y)))
    };
    for bond in bonds {
        if decision.groups.root(bond.a) == decision.groups.root(bond.b) {
            continue;
        }
        let (Some(big), Some(small)) = (linker.names.get(bond.a as usize), linker.names.get(bond.b as usize))
        else {
            continue;
        };
        let fits = agree(linker, &decision.groups, bond.a, bond.b);
        let shared = contexts.shared(bond.a, bond.b, &decision.groups);
        let together = contexts.together(bond.a, bond.b);
        let (joined, reason, likelihood) = match bond.relation {
            Relation::Shorter => {
                let open = torn(bond.a, &decision.groups) || torn(bond.b, &decision.groups);
                (fits && (!open || shared >= 3), Reason::ShorterName, 700)
            }
            Relation::Initials => {
                let short = if big.is_single() { big } else { small };
                (together > 0 && short.folded.len() >= 3 && fits, Reason::Initials, 500)
            }
            Relation::Loose => (fits && shared >= 2, Reason::SharedContext, 500),
            Relation::Slip => {
                let rare = small.articles <= 2 && big.count() >= 2 * small.count();
                let same_first = big.folded.chars().next() == small.folded.chars().next();
                let single_person = big.class == Class::Person && big.is_single();
                let near = if single_person {
                    together > 0 && small.count() == 1
                } else {
                    together > 0 || shared >= 2
                };
                let known = !small.known.is_empty();
                (rare && same_first && near && !known, Reason::Misspelling, 400)
            }
            Relation::Known | Relation::Spelling => continue,
        };
        if joined {
            decision.groups.join(bond.a, bond.b, reason);
        } else if fits && (shared > 0 || together > 0 || bond.relation != Relation::Slip) {
            decision.suggestions.push((bond.a, bond.b, reason, likelihood));
        }
    }
}

/// A long form that an article uses beside the name it is filed under is that name elsewhere too.
fn used_together(linker: &Linker, decision: &mut Decision) {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for (number, name) in linker.names.iter().enumerate().filter(|(_, name)| name.class == Class::Thing) {
        for form in name.forms.keys() {
            let folded = super::name::filed_under(Class::Thing, form);
            if folded != name.folded && folded.contains(' ') {
                pairs.extend(linker.number.get(&(Class::Thing, folded)).map(|&other| (number as u32, other)));
            }
        }
    }
    pairs.sort_unstable_by_key(|&(a, b)| (rank(&linker.names, a), rank(&linker.names, b)));
    for (a, b) in pairs {
        if agree(linker, &decision.groups, a, b) {
            decision.groups.join(a, b, Reason::UsedInArticle);
        }
    }
}

/// A name that recognisers put into two classes belongs to the one that most articles see.
fn across_classes(linker: &Linker, decision: &mut Decision) {
    let table = verbatim_nlp::names::Gazetteer::get();
    let mut by_letters: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (number, name) in linker.names.iter().enumerate() {
        by_letters.entry(&name.folded).or_default().push(number as u32);
    }
    for (_, mut same) in by_letters {
        same.sort_unstable_by_key(|&number| rank(&linker.names, number));
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
            // Persons have the names of towns; anything longer than one word is one thing.
            let person = x.class == Class::Person || y.class == Class::Person;
            let clear = if x.is_single() && person { x.count() >= 5 * y.count() && !known } else { !demonym };
            if clear {
                decision.groups.join(big, small, Reason::SameName);
            }
        }
    }
}
