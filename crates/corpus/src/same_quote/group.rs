//! From pairs to groups.

use super::quotes::{NOBODY, Quotes, Said};
use super::score::Speakers;
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
    let speaker = |said: &Said| match said.speaker {
        NOBODY => NONE,
        local => links.of(said.at.article, EntityIndex(local)).map_or(NONE, |id| id.0),
    };
    let speakers: Vec<u32> = quotes.said.iter().map(speaker).collect();
    let by_node = sorted(quotes.said.iter().zip(&speakers).map(|(said, speaker)| (said.node, *speaker)));
    let mut of_node = vec![NONE; quotes.nodes.len() as usize];
    for same in by_node.chunk_by(|a, b| a >> 32 == b >> 32) {
        let node = same.first().map_or(0, |first| (first >> 32) as usize);
        if let Some(slot) = of_node.get_mut(node) {
            *slot = most(same);
        }
    }
    // Nodes that stand in one article only.
    let mut home: Vec<Option<ArticleId>> = vec![None; of_node.len()];
    let mut abroad = vec![false; of_node.len()];
    for said in &quotes.said {
        if let (Some(home), Some(abroad)) =
            (home.get_mut(said.node as usize), abroad.get_mut(said.node as usize))
        {
            *abroad |= home.replace(said.at.article).is_some_and(|before| before != said.at.article);
        }
    }
    let mut parent: Vec<u32> = (0..quotes.nodes.len()).collect();
    for node in 0..quotes.nodes.len() {
        if let Some(before) = quotes.nodes.before(node) {
            unite(&mut parent, before, node);
        }
    }
    let of = |node: u32| of_node.get(node as usize).copied().unwrap_or(NONE);
    let within = |a: u32, b: u32| {
        let alone = |node: u32| abroad.get(node as usize).is_some_and(|abroad| !abroad);
        alone(a) && alone(b) && home.get(a as usize) == home.get(b as usize)
    };
    quotes.join.each(|a, b, verdict| {
        let speakers = match (of(a), of(b)) {
            (NONE, _) | (_, NONE) => Speakers::Unknown,
            (x, y) if x == y => Speakers::Same,
            _ => Speakers::Different,
        };
        // What one article says twice is no rendering of it.
        if verdict.with(speakers) && !within(a, b) {
            unite(&mut parent, a, b);
        }
    });
    let members = sorted((0..).zip(&quotes.said).map(|(at, said)| (find(&mut parent, said.node), at)));
    let mut groups: Vec<(QuoteRef, QuoteGroup)> = Vec::new();
    for same in members.chunk_by(|a, b| a >> 32 == b >> 32).filter(|same| same.len() > 1) {
        groups.extend(build(quotes, &speakers, same));
    }
    groups.sort_unstable_by_key(|(first, _)| *first);
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Pairs as numbers, in order.
fn sorted(pairs: impl Iterator<Item = (u32, u32)>) -> Vec<u64> {
    let mut sorted: Vec<u64> = pairs.map(|(a, b)| u64::from(a) << 32 | u64::from(b)).collect();
    sorted.sort_unstable();
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
