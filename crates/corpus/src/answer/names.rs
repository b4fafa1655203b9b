use super::{Page, Scene};
use crate::{CountBy, Facet, NameRow};

/// The entities of the selection, those in most articles first.
#[inline(never)]
pub(crate) fn names(scene: &Scene<'_>) -> Page<Vec<NameRow>> {
    let names = scene.facets.names;
    let mut articles = vec![0u32; names.values.len() as usize];
    scene.selection().articles.for_each(|article| {
        for entity in names.mentioned_in(article) {
            if let Some(count) = articles.get_mut(*entity as usize) {
                *count += 1;
            }
        }
    });
    let of_quotes = |facet| scene.tally.counts_by(facet, CountBy::Quotes);
    let (speaks, named) = (of_quotes(Facet::Speaker), of_quotes(Facet::About));
    let at = |counts: &[u32], entity: u32| counts.get(entity as usize).copied().unwrap_or(0);
    let mut keyed: Vec<(u32, u32, u32)> = (0..names.values.len())
        .filter(|entity| at(&articles, *entity) + at(&speaks, *entity) + at(&named, *entity) > 0)
        .map(|entity| (u32::MAX - at(&articles, entity), names.values.rank_of(entity), entity))
        .collect();
    keyed.sort_unstable();
    let total = keyed.len() as u32;
    let rows = scene.page(&keyed).into_iter().map(|(.., entity)| NameRow {
        key: names.values.key(entity).to_owned(),
        name: names.values.name(entity).to_owned(),
        kind: names.kind(entity),
        variants: names.variants.get(entity as usize).cloned().unwrap_or_default(),
        reasons: names.reasons.get(entity as usize).cloned().unwrap_or_default(),
        articles: at(&articles, entity),
        speaks: at(&speaks, entity),
        named: at(&named, entity),
    });
    Page { rows: rows.collect(), total, missing: Vec::new() }
}
