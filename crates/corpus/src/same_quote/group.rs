//! From pairs to groups.

use super::quotes::{NOBODY, Quotes, Said};
use super::score::{Speakers, Verdict};
use crate::link::{CorpusEntityId, Links};
use crate::union::{find, unite};
use serde::{Deserialize, Serialize};
use verbatim_article::ArticleId;
use verbatim_nlp::EntityIndex;

/// A quotation of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct QuoteRef {
    /// The article.
    pub article: ArticleId,
    /// Number of the quotation in its document.
    pub number: u32,
}

/// Quotations of at least two articles that render one utterance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteGroup {
    /// Who says it: the speaker that most members have; `None` when none has one.
    pub speaker: Option<CorpusEntityId>,
    /// The members, ordered by day (unknown last) and by article.
    pub quotations: Vec<QuoteRef>,
}

const NONE: u32 = u32::MAX;

pub(super) fn groups(quotes: &Quotes, links: &Links) -> Vec<QuoteGroup> {
    let mut grouping = Grouping::default();
    while grouping.step(quotes, links) {}
    grouping.done()
}

/// Quotations, pairs and groups that are looked at in one step: some milliseconds.
const QUOTATIONS: usize = 1 << 15;
const PAIRS: usize = 1 << 17;
const GROUPS: usize = 1 << 12;

/// Groups in the making, bit by bit, of the quotations that were there when it began.
#[derive(Debug, Default)]
pub(crate) struct Grouping {
    /// The entity that says each quotation.
    speakers: Vec<u32>,
    nodes: Option<OfNodes>,
    /// How many pairs were looked at.
    pairs: usize,
    /// Quotations by what stands for their group.
    members: Option<Vec<u64>>,
    /// How many of these were looked at.
    built: usize,
    groups: Vec<(QuoteRef, QuoteGroup)>,
}

/// What is known of the distinct quotations.
#[derive(Debug)]
struct OfNodes {
    speaker: Vec<u32>,
    /// The article of those that stand in one only.
    home: Vec<Option<ArticleId>>,
    parent: Vec<u32>,
}

impl OfNodes {
    fn new(quotes: &Quotes, speakers: &[u32]) -> Self {
        let count = quotes.nodes.len() as usize;
        let by_node = sorted(quotes.said.iter().zip(speakers).map(|(said, speaker)| (said.node, *speaker)));
        let mut speaker = vec![NONE; count];
        for same in by_node.chunk_by(|a, b| a >> 32 == b >> 32) {
            let node = same.first().map_or(0, |first| (first >> 32) as usize);
            if let Some(slot) = speaker.get_mut(node) {
                *slot = most(same);
            }
        }
        let mut home: Vec<Option<ArticleId>> = vec![None; count];
        let mut seen = vec![false; count];
        for said in &quotes.said {
            let node = said.node as usize;
            if let (Some(home), Some(seen)) = (home.get_mut(node), seen.get_mut(node)) {
                *home = (!*seen || *home == Some(said.at.article)).then_some(said.at.article);
                *seen = true;
            }
        }
        let mut parent: Vec<u32> = (0..quotes.nodes.len()).collect();
        for node in 0..quotes.nodes.len() {
            if let Some(before) = quotes.nodes.before(node) {
                unite(&mut parent, before, node);
            }
        }
        Self { speaker, home, parent }
    }

    fn pair(&mut self, a: u32, b: u32, verdict: Verdict) {
        let of = |node: u32| self.speaker.get(node as usize).copied().unwrap_or(NONE);
        let speakers = match (of(a), of(b)) {
            (NONE, _) | (_, NONE) => Speakers::Unknown,
            (x, y) if x == y => Speakers::Same,
            _ => Speakers::Different,
        };
        let home = |node: u32| self.home.get(node as usize).copied().flatten();
        // What one article says twice is no rendering of it.
        if verdict.with(speakers) && (home(a).is_none() || home(a) != home(b)) {
            unite(&mut self.parent, a, b);
        }
    }
}

impl Grouping {
    /// Does a step; says whether there is more to do.
    pub fn step(&mut self, quotes: &Quotes, links: &Links) -> bool {
        if self.speakers.len() < quotes.said.len() && self.nodes.is_none() {
            let speaker = |said: &Said| match said.speaker {
                NOBODY => NONE,
                local => links.of(said.at.article, EntityIndex(local)).map_or(NONE, |id| id.0),
            };
            let some = quotes.said.iter().skip(self.speakers.len()).take(QUOTATIONS);
            self.speakers.extend(some.map(speaker));
            return true;
        }
        let nodes = match &mut self.nodes {
            Some(nodes) => nodes,
            None => {
                self.nodes = Some(OfNodes::new(quotes, &self.speakers));
                return true;
            }
        };
        let Some(members) = &self.members else {
            let known = nodes.parent.len() as u32;
            let mut some = 0;
            quotes.join.each_from(self.pairs, PAIRS, |a, b, verdict| {
                // Quotations that came since are for the next time.
                if a.max(b) < known {
                    nodes.pair(a, b, verdict);
                }
                some += 1;
            });
            self.pairs += some;
            if some < PAIRS {
                let said = (0..).zip(&quotes.said).take(self.speakers.len());
                self.members = Some(sorted(said.map(|(at, said)| (find(&mut nodes.parent, said.node), at))));
            }
            return true;
        };
        let rest = members.get(self.built..).unwrap_or(&[]);
        for same in rest.chunk_by(|a, b| a >> 32 == b >> 32).take(GROUPS) {
            self.built += same.len();
            if same.len() > 1 {
                self.groups.extend(build(quotes, &self.speakers, same));
            }
        }
        self.built < members.len()
    }

    /// The groups, after the last step.
    pub fn done(mut self) -> Vec<QuoteGroup> {
        self.groups.sort_unstable_by_key(|(first, _)| *first);
        self.groups.into_iter().map(|(_, group)| group).collect()
    }
}

/// Pairs as numbers, in order.
fn sorted(pairs: impl Iterator<Item = (u32, u32)>) -> Vec<u64> {
    let mut sorted: Vec<u64> = pairs.map(|(a, b)| u64::from(a) << 32 | u64::from(b)).collect();
    radsort::sort(&mut sorted);
    sorted
}

/// The commonest low half of sorted pairs, [`NONE`] only when there is no other; of equally common ones the lowest.
fn most(pairs: &[u64]) -> u32 {
    let counted = pairs.chunk_by(|a, b| *a as u32 == *b as u32);
    let counted = counted.filter_map(|same| Some((same.len(), std::cmp::Reverse(*same.first()? as u32))));
    counted.filter(|(_, speaker)| speaker.0 != NONE).max().map_or(NONE, |(_, speaker)| speaker.0)
}

fn build(quotes: &Quotes, speakers: &[u32], members: &[u64]) -> Option<(QuoteRef, QuoteGroup)> {
    let mut order: Vec<(bool, Option<i32>, QuoteRef)> = Vec::with_capacity(members.len());
    let mut spoken: Vec<u64> = Vec::with_capacity(members.len());
    for member in members {
        let at = *member as u32 as usize;
        let said = quotes.said.get(at)?;
        let day = quotes.nodes.day(said.node);
        order.push((day.is_none(), day, said.at));
        spoken.push(u64::from(speakers.get(at).copied().unwrap_or(NONE)));
    }
    let first = order.first()?.2.article;
    if order.iter().all(|(.., at)| at.article == first) {
        return None;
    }
    spoken.sort_unstable();
    order.sort_unstable();
    let speaker = Some(most(&spoken)).filter(|speaker| *speaker != NONE).map(CorpusEntityId);
    let lowest = order.iter().map(|(.., at)| *at).min()?;
    Some((lowest, QuoteGroup { speaker, quotations: order.into_iter().map(|(.., at)| at).collect() }))
}
