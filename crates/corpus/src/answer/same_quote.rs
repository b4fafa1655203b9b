use super::{Page, Scene};
use crate::facets::NONE;
use crate::{Rendering, SameQuoteRow};

/// Utterances of which a rendering is selected, those with the most renderings first.
#[inline(never)]
pub(crate) fn same_quote(scene: &Scene<'_>) -> Page<Vec<SameQuoteRow>> {
    let (columns, names) = (scene.facets.columns, scene.facets.names);
    let mut keyed: Vec<(u32, u32, u32)> = Vec::new();
    for group in 0..scene.groups.len() {
        let members = scene.groups.members.of(group);
        if members.iter().any(|quote| scene.selection().quotes.has(*quote)) {
            let newest = members
                .iter()
                .filter_map(|quote| columns.article_of.get(*quote as usize))
                .map(|article| scene.orders.rank(*article))
                .min();
            keyed.push((u32::MAX - members.len() as u32, newest.unwrap_or(NONE), group));
        }
    }
    keyed.sort_unstable();
    let total = keyed.len() as u32;
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    for (.., group) in scene.page(&keyed) {
        let mut renderings = Vec::new();
        for &quote in scene.groups.members.of(group) {
            let article = columns.article_of.get(quote as usize).copied().unwrap_or(NONE);
            let number = quote - columns.quotes_of(article).0;
            let Some((read, document)) = scene.store.get(article) else {
                missing.push(article);
                continue;
            };
            let Some(quotation) = document.quotations.get(number as usize) else { continue };
            let pieces: Vec<&str> = quotation.content.iter().map(|span| span.of(&read.text)).collect();
            let local = quotation.speaker.and_then(|speaker| document.entities.get(speaker.0 as usize));
            renderings.push(Rendering {
                article: read.id,
                number,
                text: pieces.join(" … "),
                kind: quotation.kind,
                verb: quotation.verb.clone(),
                speaker: local.map(|entity| entity.name.clone()),
                outlet: read.outlet,
                published: read.published,
                selected: scene.selection().quotes.has(quote),
            });
        }
        let speaker = scene.groups.speakers.get(group as usize).copied().filter(|speaker| *speaker != NONE);
        // A speaker who was merged goes by the other one.
        let speaker = speaker.and_then(|entity| names.values.find(names.values.key(entity)));
        rows.push(SameQuoteRow {
            group,
            speaker: speaker.map(|entity| names.values.name(entity).to_owned()),
            speaker_key: speaker.map(|entity| names.values.key(entity).to_owned()),
            renderings,
        });
    }
    Page { rows, total, missing }
}
