//! Who and what names have around them.

use super::group::Groups;
use super::linker::Linker;
use rustc_hash::FxHashMap;
use std::ops::Bound;
use verbatim_article::ArticleId;

/// Articles looked at for one name: enough to tell bearers apart, and bounded.
const ARTICLES: usize = 200;

/// Articles that are looked at in one step.
const STEP: usize = 1024;

/// Names that occur in more than this share of all articles tell nothing (one in so many).
const COMMON: usize = 8;

/// Looks up what names have around them. Articles go by their place in the order of ids, so that the answers
/// depend on what was added and not on when.
#[derive(Debug)]
pub(super) struct Contexts {
    ids: Vec<ArticleId>,
    /// The names of each article, each once.
    names: Vec<Vec<u32>>,
    /// The articles of all names, name by name, each in order.
    seen: Vec<u32>,
    /// Where those of each name begin and end, as far as they were looked at, and where there is no more room.
    within: Vec<[u32; 3]>,
    /// What a name in common tells, by rarity; 0 for names that are everywhere.
    weight: Vec<u32>,
    /// The names around a group, with the number of its members when they were looked up.
    around: FxHashMap<u32, (usize, Vec<u32>)>,
    /// Marks of groups, to intersect without sorting.
    marks: Vec<u32>,
    mark: u32,
}

impl Contexts {
    /// Nothing looked at yet: see [`Self::look`].
    pub fn of(linker: &Linker) -> Self {
        let mut end = 0;
        let within = linker.names.iter().map(|name| {
            let start = end;
            end += name.articles;
            [start, start, end]
        });
        let within: Vec<[u32; 3]> = within.collect();
        Self {
            ids: Vec::new(),
            names: Vec::new(),
            seen: vec![0; end as usize],
            weight: Vec::new(),
            around: FxHashMap::default(),
            marks: vec![0; within.len()],
            within,
            mark: 0,
        }
    }

    /// Looks at some more articles; says whether there may be more. Names and articles that come while this goes on are
    /// for the next time.
    pub fn look(&mut self, linker: &Linker) -> bool {
        let from = self.ids.last().map_or(Bound::Unbounded, |last| Bound::Excluded(*last));
        let before = self.ids.len();
        let known = self.within.len();
        for (&id, local) in linker.articles.range((from, Bound::Unbounded)).take(STEP) {
            let place = self.ids.len() as u32;
            let mut here: Vec<u32> = local.iter().copied().flatten().collect();
            here.sort_unstable();
            here.dedup();
            here.retain(|name| (*name as usize) < known);
            for name in &here {
                let Some([_, end, room]) = self.within.get_mut(*name as usize) else { continue };
                if let Some(slot) = self.seen.get_mut(*end as usize).filter(|_| *end < *room) {
                    *slot = place;
                    *end += 1;
                }
            }
            self.ids.push(id);
            self.names.push(here);
        }
        if self.ids.len() > before {
            return true;
        }
        let all = self.names.len();
        let tells = |[start, end, _]: &[u32; 3]| match (end - start) as usize {
            0 => 0,
            n if all >= 4 * COMMON && n * COMMON > all => 0,
            n => ((all / n).max(1).ilog2() + 1).pow(2),
        };
        self.weight = self.within.iter().map(tells).collect();
        false
    }

    fn articles(&self, name: u32) -> &[u32] {
        let [start, end, _] = self.within.get(name as usize).copied().unwrap_or_default();
        self.seen.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// In how many articles two names stand together; counted up to some hundreds.
    pub fn together(&self, a: u32, b: u32) -> usize {
        let (first, second) = (self.articles(a), self.articles(b));
        let (few, many) = if first.len() <= second.len() { (first, second) } else { (second, first) };
        few.iter().take(4 * ARTICLES).filter(|id| many.binary_search(id).is_ok()).count()
    }

    /// In how many articles two groups stand together, among those that are looked at.
    pub fn together_groups(&self, a: u32, b: u32, groups: &Groups) -> usize {
        let (first, second) = (self.articles_of(a, groups), self.articles_of(b, groups));
        first.iter().filter(|id| second.binary_search(id).is_ok()).count()
    }

    /// The first articles of a group, in order.
    fn articles_of(&self, name: u32, groups: &Groups) -> Vec<u32> {
        let members = groups.members(name);
        let mut articles: Vec<u32> = Vec::new();
        for member in members {
            articles.extend(self.articles(*member).iter().take(ARTICLES));
        }
        if members.len() > 1 {
            articles.sort_unstable();
            articles.dedup();
        }
        articles.truncate(ARTICLES);
        articles
    }

    /// How many other entities stand around both groups. Entities that are in most articles of the
    /// corpus are left out.
    pub fn shared(&mut self, a: u32, b: u32, groups: &Groups) -> usize {
        self.shared_groups(a, b, groups).len()
    }

    /// The groups that stand around both, each once.
    pub fn shared_groups(&mut self, a: u32, b: u32, groups: &Groups) -> Vec<u32> {
        let (a, b) = (groups.root(a), groups.root(b));
        self.look_around(a, groups);
        self.look_around(b, groups);
        self.mark += 2;
        let (seen, taken) = (self.mark - 1, self.mark);
        let of = |group: u32| self.around.get(&group).map_or(&[][..], |(_, names)| names.as_slice());
        for name in of(a) {
            if let Some(mark) = self.marks.get_mut(groups.root(*name) as usize) {
                *mark = seen;
            }
        }
        let mut out = Vec::new();
        for name in of(b) {
            let group = groups.root(*name);
            if let Some(mark) = self.marks.get_mut(group as usize).filter(|mark| **mark == seen) {
                *mark = taken;
                if group != a && group != b {
                    out.push(group);
                }
            }
        }
        out
    }

    /// Finds the names that stand in the articles of a group.
    fn look_around(&mut self, group: u32, groups: &Groups) {
        let members = groups.members(group).len();
        if self.around.get(&group).is_some_and(|(known, _)| *known == members) {
            return;
        }
        let mut around: Vec<u32> = Vec::new();
        for place in self.articles_of(group, groups) {
            let here = self.names.get(place as usize).map_or(&[][..], Vec::as_slice);
            around.extend(here.iter().filter(|name| self.weight_of(**name) > 0));
        }
        around.sort_unstable();
        around.dedup();
        self.around.insert(group, (members, around));
    }

    fn weight_of(&self, name: u32) -> u32 {
        self.weight.get(name as usize).copied().unwrap_or(0)
    }

    /// The articles of some bearers of one short name, for [`Self::nearest`].
    pub fn bearers(&self, groups: &[u32], decided: &Groups) -> FxHashMap<u32, Vec<u8>> {
        let mut out: FxHashMap<u32, Vec<u8>> = FxHashMap::default();
        for (number, group) in groups.iter().enumerate().take(20) {
            for member in decided.members(*group) {
                for place in self.articles(*member).iter().take(4 * ARTICLES) {
                    let here = out.entry(*place).or_default();
                    if here.last() != Some(&(number as u8)) {
                        here.push(number as u8);
                    }
                }
            }
        }
        out
    }

    /// The articles of a name with their ids.
    pub fn places(&self, name: u32) -> Vec<(u32, ArticleId)> {
        let id = |place: &u32| Some((*place, *self.ids.get(*place as usize)?));
        self.articles(name).iter().filter_map(id).collect()
    }

    /// The names in an article, by its place; each once.
    pub fn names(&self, place: u32) -> &[u32] {
        self.names.get(place as usize).map_or(&[], Vec::as_slice)
    }

    /// The bearer in whose company an article is, judged by the one article of each bearer that shares most
    /// with it; `None` when that does not tell. `left_out`: the short name itself.
    pub fn nearest(&self, place: u32, left_out: u32, bearers: &FxHashMap<u32, Vec<u8>>) -> Option<u8> {
        let mut votes: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
        for &name in self.names.get(place as usize).map_or(&[][..], Vec::as_slice) {
            let (weight, articles) = (self.weight_of(name), self.articles(name));
            if weight == 0 || name == left_out || articles.len() > 2 * ARTICLES {
                continue;
            }
            for other in articles.iter().filter(|other| **other != place && bearers.contains_key(other)) {
                let vote = votes.entry(*other).or_default();
                *vote = (vote.0 + weight, vote.1 + 1);
            }
        }
        let mut best = [(0u32, 0u32); 20];
        for (article, vote) in votes {
            for bearer in bearers.get(&article).into_iter().flatten() {
                if let Some(slot) = best.get_mut(*bearer as usize) {
                    *slot = (*slot).max(vote);
                }
            }
        }
        let (winner, &(most, names)) =
            best.iter().enumerate().max_by_key(|&(at, vote)| (*vote, std::cmp::Reverse(at)))?;
        let next = best.iter().enumerate().filter(|(at, _)| *at != winner).map(|(_, vote)| vote.0).max()?;
        let clear = (next == 0 && names >= 1) || (names >= 2 && 4 * most >= 5 * next);
        (most > 0 && clear).then_some(winner as u8)
    }
}
