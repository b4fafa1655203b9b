//! Short names: surnames without a given name, short forms of organisations.

use super::class::Class;
use super::context::Contexts;
use super::decide::{Decision, rank};
use super::entity::Reason;
use super::linker::Linker;
use std::collections::{BTreeMap, BTreeSet};
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

/// Gives each short name to the group that bears it.
pub(super) fn resolve(linker: &Linker, contexts: &mut Contexts<'_>, decision: &mut Decision) {
    let bearers = bearers(linker, decision);
    let mut shorts: Vec<u32> = (0..linker.names.len() as u32)
        .filter(|&n| linker.names.get(n as usize).is_some_and(|name| name.is_single() && name.articles > 0))
        .collect();
    shorts.sort_unstable_by_key(|&n| rank(&linker.names, n));
    for short in shorts {
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
        candidates.sort_unstable_by_key(|&(g, w, _)| {
            (std::cmp::Reverse(w), rank(&linker.names, best(linker, decision, g)))
        });
        match candidates.as_slice() {
            [] => {}
            [(only, weight, used)] => {
                let shared = contexts.shared(*only, short, &decision.groups);
                let reason = if *used { Reason::UsedInArticle } else { Reason::OnlyBearer };
                if shared >= 1
                    || (*used && *weight >= 2)
                    || contexts.together(best(linker, decision, *only), short) > 0
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
                by_article(linker, contexts, decision, short, &candidates);
                decision.suggestions.push((*first, short, Reason::UsualBearer, 300));
            }
        }
    }
}

/// The most written name of a group.
fn best(linker: &Linker, decision: &Decision, group: u32) -> u32 {
    decision.groups.members(group).iter().copied().min_by_key(|&n| rank(&linker.names, n)).unwrap_or(group)
}

/// (class, short name's skeleton) → names that can be called so, and whether an article does.
fn bearers(linker: &Linker, decision: &Decision) -> BTreeMap<(Class, String), Vec<(u32, bool)>> {
    let mut out: BTreeMap<(Class, String), Vec<(u32, bool)>> = BTreeMap::new();
    for (number, name) in
        linker.names.iter().enumerate().filter(|(_, name)| !name.is_single() && name.articles > 0)
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
    let _ = decision;
    out
}

/// Several bearers: each article's context may say which one it means.
fn by_article(
    linker: &Linker,
    contexts: &mut Contexts<'_>,
    decision: &mut Decision,
    short: u32,
    candidates: &[(u32, u32, bool)],
) {
    let around: Vec<(u32, BTreeSet<u32>)> = candidates
        .iter()
        .take(20)
        .map(|&(group, ..)| {
            let mut around = contexts.around(group, &decision.groups);
            around.remove(&group);
            (group, around)
        })
        .collect();
    let articles = linker.seen_in.get(short as usize).map_or(&[][..], Vec::as_slice);
    for &article in articles {
        let here = contexts.in_article(article, &decision.groups);
        let mut scores: Vec<(usize, u32)> =
            around.iter().map(|(group, set)| (set.intersection(&here).count(), *group)).collect();
        scores.sort_by_key(|&(score, _)| std::cmp::Reverse(score));
        let next = scores.get(1).map_or(0, |s| s.0);
        if let Some(&(score, group)) = scores.first()
            && (score >= 2 * next.max(1) || score >= 1 && next == 0)
        {
            decision.moved.insert((article, short), group);
        }
    }
}
