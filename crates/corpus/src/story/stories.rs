use super::fingerprint::{bands, fingerprint, shared};
use crate::shelf::{Shelf, entry, key_of};
use crate::text::fold;
use crate::union::{find, unite};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::HashSet;
use verbatim_article::{Article, ArticleId, BlockKind};

/// Articles that print one text, wholly or in part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// The articles, the likely origin first, then by day (unknown last) and id.
    pub articles: Vec<ArticleId>,
    /// Where the text probably comes from; `None` when nothing tells.
    pub origin: Option<ArticleId>,
    /// What tells.
    pub because: Option<OriginEvidence>,
}

/// Why an article counts as a story's origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OriginEvidence {
    /// The others credit this agency, and this is its own article.
    Agency(String),
    /// It was published before all others.
    Earliest,
    /// Published on one day, and it is the only one that has all that the others have.
    Fullest,
}

/// What is kept of an article; the outlet is folded.
#[derive(Clone, Debug)]
pub(super) struct Print {
    pub id: ArticleId,
    /// Where its marks end in [`Stories::marks`].
    pub marks_end: u32,
    pub day: Option<i32>,
    pub outlet: Option<String>,
    pub agency: Option<String>,
}

/// Collects articles and groups near-duplicates.
///
/// Articles are compared with those before them by [`Self::join`], and only with those that share a MinHash band. The result
/// depends on the set of articles alone: the groups are the connected parts of a relation between pairs.
#[derive(Clone, Debug, Default)]
pub struct Stories {
    pub(super) known: HashSet<ArticleId>,
    pub(super) prints: Vec<Print>,
    pub(super) marks: Vec<u32>,
    /// Which of so many kinds of marks each article has.
    kinds: Vec<Kinds>,
    /// Articles by band.
    pub(super) bands: Shelf,
    pub(super) parent: Vec<u32>,
}

/// A bit for each of 1024 kinds of marks.
type Kinds = [u64; 16];

fn kinds(marks: &[u32]) -> Kinds {
    let mut kinds = Kinds::default();
    for mark in marks {
        if let Some(bits) = kinds.get_mut((mark >> 6 & 15) as usize) {
            *bits |= 1 << (mark & 63);
        }
    }
    kinds
}

/// Share of the shorter text's marks that the longer must have, in hundredths.
const CONTAINED: usize = 50;
/// Fewer shared marks than this are a common phrase.
const LEAST: usize = 6;

impl Stories {
    /// Nothing added yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an article; one that is there already changes nothing.
    pub fn add(&mut self, article: &Article) {
        if !self.known.insert(article.id) {
            return;
        }
        let body: String = article
            .blocks
            .iter()
            .filter(|block| !matches!(block.kind, BlockKind::Boilerplate | BlockKind::Caption))
            .map(|block| block.span.of(&article.text))
            .collect();
        self.marks.extend(fingerprint(if article.blocks.is_empty() { &article.text } else { &body }));
        self.prints.push(Print {
            id: article.id,
            marks_end: self.marks.len() as u32,
            day: article.published.map(verbatim_article::PartialDate::first_day),
            outlet: article.outlet.as_deref().map(fold),
            agency: article.agency.clone(),
        });
        self.note_kinds();
    }

    /// Compares the next articles, at most so many, with those before them; says whether there are more. A hundred take some
    /// milliseconds.
    pub fn join(&mut self, most: u32) -> bool {
        let (first, all) = (self.parent.len() as u32, self.prints.len() as u32);
        let end = all.min(first.saturating_add(most));
        self.parent.extend(first..end);
        let mut fresh: Vec<u64> = Vec::new();
        for number in first..end {
            fresh.extend(bands(self.marks_of(number)).into_iter().map(|band| entry(band, number)));
        }
        radsort::sort(&mut fresh);
        self.bands.put(fresh.clone(), usize::MAX);
        let mut groups = fresh.chunk_by(|a, b| key_of(*a) == key_of(*b));
        let keys = fresh.chunk_by(|a, b| key_of(*a) == key_of(*b)).filter_map(|same| same.first());
        let mut met: Vec<u64> = Vec::new();
        self.bands.each(keys.map(|entry| key_of(*entry)), |_, there| {
            for late in groups.next().unwrap_or(&[]).iter().map(|entry| *entry as u32) {
                met.extend(there.iter().filter(|early| **early < late).map(|early| entry(late, *early)));
            }
        });
        // What meets in many bands is compared once.
        radsort::sort(&mut met);
        met.dedup();
        let mut parent = std::mem::take(&mut self.parent);
        for pair in met {
            let (late, early) = (key_of(pair), pair as u32);
            if find(&mut parent, late) != find(&mut parent, early) && self.alike(late, early) {
                unite(&mut parent, late, early);
            }
        }
        self.parent = parent;
        end < all
    }

    /// Whether two articles are reprints of one another.
    fn alike(&self, a: u32, b: u32) -> bool {
        let (a, b) = if self.marks_of(a).len() <= self.marks_of(b).len() { (a, b) } else { (b, a) };
        let (few, many) = (self.marks_of(a), self.marks_of(b));
        let Some(left) = may_miss(few) else { return false };
        let of = |number: u32| self.kinds.get(number as usize);
        let (Some(x), Some(y)) = (of(a), of(b)) else { return false };
        // At least so many marks are missing: most pairs end here.
        let missing: u32 = x.iter().zip(y).map(|(x, y)| (x & !y).count_ones()).sum();
        missing as usize <= left && contains(many, few, left)
    }

    /// Notes the kinds of the marks that an article has.
    pub(super) fn note_kinds(&mut self) {
        let kinds = kinds(self.marks_of(self.prints.len() as u32 - 1));
        self.kinds.push(kinds);
    }

    /// Articles that were not compared yet.
    #[must_use]
    pub fn waiting(&self) -> u32 {
        (self.prints.len() - self.parent.len()) as u32
    }

    pub(super) fn marks_of(&self, number: u32) -> &[u32] {
        let end = |number: usize| self.prints.get(number).map(|print| print.marks_end as usize);
        let start = (number as usize).checked_sub(1).and_then(end).unwrap_or(0);
        self.marks.get(start..end(number as usize).unwrap_or(start)).unwrap_or(&[])
    }

    /// The stories, articles that stand alone among them, ordered by their lowest article id. Compares what was not
    /// compared yet.
    #[must_use]
    pub fn stories(&mut self) -> Vec<Story> {
        while self.join(512) {}
        let mut parent = self.parent.clone();
        let root = |number: u32| u64::from(find(&mut parent, number)) << 32 | u64::from(number);
        let mut members: Vec<u64> = (0..self.prints.len() as u32).map(root).collect();
        members.sort_unstable();
        let stories = members.chunk_by(|a, b| a >> 32 == b >> 32);
        let number = |member: &u64| *member as u32;
        let mut stories: Vec<(ArticleId, Story)> =
            stories.filter_map(|same| self.story(&same.iter().map(number).collect::<Vec<_>>())).collect();
        stories.sort_unstable_by_key(|(lowest, _)| *lowest);
        stories.into_iter().map(|(_, story)| story).collect()
    }

    fn story(&self, numbers: &[u32]) -> Option<(ArticleId, Story)> {
        let print = |number: &u32| self.prints.get(*number as usize);
        let id = |number: &u32| print(number).map(|print| print.id);
        let lowest = numbers.iter().filter_map(id).min()?;
        if let [_] = numbers {
            return Some((lowest, Story { articles: vec![lowest], origin: Some(lowest), because: None }));
        }
        let day = |number: &u32| print(number).and_then(|print| print.day);
        let mut order = numbers.to_vec();
        order.sort_unstable_by_key(|number| (day(number).is_none(), day(number), id(number)));
        let found =
            self.agency_origin(&order).or_else(|| self.earliest(&order)).or_else(|| self.fullest(&order));
        let (origin, because) = found.unzip();
        order.sort_by_key(|number| Some(*number) != origin);
        let articles = order.iter().filter_map(id).collect();
        Some((lowest, Story { articles, origin: origin.as_ref().and_then(id), because }))
    }

    /// The one article that the credited agency published itself.
    fn agency_origin(&self, numbers: &[u32]) -> Option<(u32, OriginEvidence)> {
        let prints =
            || numbers.iter().filter_map(|number| Some((*number, self.prints.get(*number as usize)?)));
        let mut agencies: Vec<&String> = prints().filter_map(|(_, print)| print.agency.as_ref()).collect();
        agencies.sort();
        agencies.dedup();
        let [agency] = agencies.as_slice() else { return None };
        let name = fold(agency);
        let own: Vec<u32> = prints()
            .filter(|(_, print)| print.outlet.as_ref().is_some_and(|o| *o == name))
            .map(|(number, _)| number)
            .collect();
        match own.as_slice() {
            [origin] => Some((*origin, OriginEvidence::Agency((*agency).clone()))),
            _ => None,
        }
    }

    fn earliest(&self, numbers: &[u32]) -> Option<(u32, OriginEvidence)> {
        let days: Option<Vec<i32>> =
            numbers.iter().map(|number| self.prints.get(*number as usize)?.day).collect();
        match days?.as_slice() {
            [first, second, ..] if first < second => Some((*numbers.first()?, OriginEvidence::Earliest)),
            _ => None,
        }
    }

    fn fullest(&self, numbers: &[u32]) -> Option<(u32, OriginEvidence)> {
        let marks = |number: &u32| self.marks_of(*number);
        let id = |number: &u32| self.prints.get(*number as usize).map(|print| print.id);
        let origin = numbers.iter().max_by_key(|number| (marks(number).len(), Reverse(id(number))))?;
        let mut others = numbers.iter().filter(|number| *number != origin);
        others
            .all(|number| {
                marks(number).len() < marks(origin).len()
                    && shared(marks(number), marks(origin)) * 10 >= marks(number).len() * 9
            })
            .then_some((*origin, OriginEvidence::Fullest))
    }

    /// Bytes of memory.
    pub(crate) fn memory(&self) -> usize {
        self.known.capacity() * 9
            + self.prints.capacity() * size_of::<Print>()
            + self.prints.iter().map(|print| print.outlet.as_ref().map_or(0, String::capacity)).sum::<usize>()
            + self.marks.capacity() * 4
            + self.kinds.capacity() * size_of::<Kinds>()
            + self.bands.memory()
            + self.parent.capacity() * 4
    }
}

/// How many marks of the shorter text the longer may be without.
fn may_miss(few: &[u32]) -> Option<usize> {
    few.len().checked_sub(LEAST.max((few.len() * CONTAINED).div_ceil(100)))
}

/// Whether all but so many of sorted marks are among others.
fn contains(mut many: &[u32], few: &[u32], mut left: usize) -> bool {
    for mark in few {
        let before = many.iter().take_while(|other| *other < mark).count();
        many = many.get(before..).unwrap_or(&[]);
        if many.first() != Some(mark) {
            match left.checked_sub(1) {
                Some(fewer) => left = fewer,
                None => return false,
            }
        }
    }
    true
}
