use super::layout::layout;
use super::{Page, Scene};
use crate::facets::NONE;
use crate::{CountBy, Edge, Facet, Network, Node, Ties};
use std::collections::HashMap;

/// At most so many names are drawn: more cannot be told apart.
const MOST: u32 = 150;

/// Who speaks about whom, or who is named together, among the most frequent names.
#[inline(never)]
pub(crate) fn network(scene: &Scene<'_>) -> Page<Network> {
    let names = scene.facets.names;
    let entities = names.values.len();
    let speaks = scene.tally.counts_by(Facet::Speaker, CountBy::Quotes);
    let named = match scene.request.ties {
        Ties::SpeaksAbout => scene.tally.counts_by(Facet::About, CountBy::Quotes),
        Ties::NamedTogether => {
            let mut counts = vec![0u32; entities as usize];
            scene.selection().articles.for_each(|article| {
                for entity in names.mentioned_in(article) {
                    if let Some(count) = counts.get_mut(*entity as usize) {
                        *count += 1;
                    }
                }
            });
            counts.into()
        }
    };
    let at = |counts: &[u32], entity: u32| counts.get(entity as usize).copied().unwrap_or(0);
    let weight = |entity: u32| match scene.request.ties {
        Ties::SpeaksAbout => at(&speaks, entity) + at(&named, entity),
        Ties::NamedTogether => at(&named, entity),
    };
    let mut order: Vec<(u32, u32, u32)> = (0..entities)
        .filter(|entity| weight(*entity) > 0)
        .map(|entity| (u32::MAX - weight(entity), names.values.rank_of(entity), entity))
        .collect();
    let total = order.len() as u32;
    order.sort_unstable();
    order.truncate(scene.request.limit.clamp(2, MOST) as usize);
    let mut place = vec![NONE; entities as usize];
    for (node, (.., entity)) in (0u32..).zip(&order) {
        if let Some(slot) = place.get_mut(*entity as usize) {
            *slot = node;
        }
    }
    let node_of = |entity: u32| place.get(entity as usize).copied().filter(|node| *node != NONE);
    let mut ties: HashMap<(u32, u32), u32> = HashMap::new();
    match scene.request.ties {
        Ties::SpeaksAbout => scene.selection().quotes.for_each(|quote| {
            let Some(from) = node_of(names.speaker(quote)) else { return };
            for to in names.about.of(quote).iter().filter_map(|entity| node_of(*entity)) {
                if to != from {
                    *ties.entry((from, to)).or_default() += 1;
                }
            }
        }),
        Ties::NamedTogether => scene.selection().articles.for_each(|article| {
            let nodes: Vec<u32> = names.mentioned_in(article).iter().filter_map(|e| node_of(*e)).collect();
            for (index, a) in nodes.iter().enumerate() {
                for b in nodes.iter().skip(index + 1) {
                    *ties.entry((*a.min(b), *a.max(b))).or_default() += 1;
                }
            }
        }),
    }
    let mut edges: Vec<Edge> = ties.into_iter().map(|((from, to), count)| Edge { from, to, count }).collect();
    edges.sort_unstable_by_key(|edge| (u32::MAX - edge.count, edge.from, edge.to));
    let places = layout(order.len(), &edges);
    let nodes = order.iter().zip(places).map(|((.., entity), (x, y))| Node {
        key: names.values.key(*entity).to_owned(),
        name: names.values.name(*entity).to_owned(),
        kind: names.kind(*entity),
        speaks: at(&speaks, *entity),
        named: at(&named, *entity),
        x,
        y,
    });
    Page { rows: Network { nodes: nodes.collect(), edges }, total, missing: Vec::new() }
}
