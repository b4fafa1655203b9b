use super::best::Best;
use super::snippet::{hit_spans, snippet};
use super::{Page, Scene};
use crate::facets::{Bits, NONE, passage};
use crate::search::score_quotes;
use crate::store::Lean;
use crate::{Layer, QuoteRow, Sort};

/// The ledger of quotations.
pub(crate) fn quotes(scene: &Scene<'_>) -> Page<Vec<QuoteRow>> {
    let total = scene.selection().quotes.count();
    let mut missing = Vec::new();
    let mut rows = Vec::new();
    let mut open: Option<(u32, Lean<'_>)> = None;
    for quote in page(scene) {
        let article = scene.facets.columns.article_of.get(quote as usize).copied().unwrap_or(NONE);
        // Neighbours are often of one article.
        if open.as_ref().is_none_or(|(known, ..)| *known != article) {
            open = scene.store.lean(article).map(|read| (article, read));
        }
        match &open {
            Some((_, read)) => rows.extend(row(scene, quote, article, read)),
            None => missing.push(article),
        }
    }
    Page { rows, total, missing }
}

/// The quotations of the page, in order.
fn page(scene: &Scene<'_>) -> Vec<u32> {
    let (columns, request) = (scene.facets.columns, scene.request);
    let chosen = &scene.selection().quotes;
    let order = match request.sort {
        Sort::Oldest => Some(&scene.orders.oldest),
        Sort::Outlet => Some(&scene.orders.outlet),
        Sort::Newest | Sort::Left | Sort::Right => Some(&scene.orders.newest),
        Sort::Best if scene.leaves.is_empty() => return surest(scene),
        Sort::Best | Sort::Confidence => None,
    };
    let end = request.offset.saturating_add(request.limit) as usize;
    if request.limit == 0 {
        return Vec::new();
    }
    let Some(order) = order else {
        let mut best = Best::new(end);
        // Both are better when higher; figures of positive floats are in their order.
        let key = |better: u32| u32::MAX - better;
        let offer = |best: &mut Best<_>, quote: u32, key: u32| {
            if !best.is_beyond((key, 0, 0)) {
                let article = columns.article_of.get(quote as usize).copied().unwrap_or(NONE);
                best.push((key, scene.orders.rank(article), quote));
            }
        };
        match request.sort {
            Sort::Best => score_quotes(scene.index, columns, scene.leaves, chosen, |quote, score| {
                offer(&mut best, quote, key(score.to_bits()));
                best.limit().map_or(0.0, |(limit, ..)| f32::from_bits(key(limit)))
            }),
            _ => chosen.for_each(|quote| {
                let confidence = columns.confidence.get(quote as usize).copied().unwrap_or(0);
                offer(&mut best, quote, key(confidence.into()));
            }),
        }
        return best.sorted().into_iter().skip(request.offset as usize).map(|(.., quote)| quote).collect();
    };
    in_order(scene, order, chosen, request.offset, request.limit as usize)
}

/// The page when nothing says what fits best: somebody's own words first, the newest of them first.
fn surest(scene: &Scene<'_>) -> Vec<u32> {
    let (mut skip, limit) = (scene.request.offset, scene.request.limit as usize);
    let mut page: Vec<u32> = Vec::new();
    for tier in scene.orders.tiers(&scene.selection().quotes) {
        let count = tier.count();
        if skip < count && page.len() < limit {
            let more = in_order(scene, &scene.orders.newest, &tier, skip, limit - page.len());
            page.extend(more);
        }
        skip = skip.saturating_sub(count);
    }
    page
}

/// Some of the chosen quotations, article by article.
fn in_order(scene: &Scene<'_>, order: &[u32], chosen: &Bits, offset: u32, limit: usize) -> Vec<u32> {
    let columns = scene.facets.columns;
    let mut seen = 0;
    let mut page = Vec::new();
    for article in order {
        let (first, last) = columns.quotes_of(*article);
        let count = chosen.count_in(first, last);
        if seen + count > offset {
            for quote in (first..last).filter(|quote| chosen.has(*quote)) {
                if seen >= offset && page.len() < limit {
                    page.push(quote);
                }
                seen += 1;
            }
        } else {
            seen += count;
        }
        if page.len() >= limit {
            break;
        }
    }
    page
}

fn row(scene: &Scene<'_>, quote: u32, article: u32, lean: &Lean<'_>) -> Option<QuoteRow> {
    let number = quote - scene.facets.columns.quotes_of(article).0;
    let quotation = lean.quotation(number)?;
    let read = &lean.article;
    let text = &read.text;
    let span = passage(text, &lean.sentences, &quotation);
    let parts = [
        (&quotation.content, Layer::Content),
        (&quotation.cue, Layer::Cue),
        (&quotation.source, Layer::Source),
    ];
    let hits = hit_spans(scene.index, scene.leaves, article, text, span.end);
    let marks = parts.iter().flat_map(|(spans, layer)| spans.iter().map(|span| (*span, *layer)));
    let marks = marks.chain(hits.into_iter().map(|hit| (hit, Layer::Hit)));
    let (speaker, speaker_key) = speaker(scene, article, quote, quotation.speaker);
    let source: Vec<&str> = quotation.source.iter().map(|span| span.of(text)).collect();
    let source = source.join(" ");
    Some(QuoteRow {
        article: read.id,
        number,
        source: if speaker.as_deref() == Some(&source) { String::new() } else { source },
        speaker,
        speaker_key,
        verb: quotation.verb,
        family: quotation.family,
        kind: quotation.kind,
        stance: quotation.stance,
        confidence: quotation.confidence,
        snippet: snippet(text, span, marks),
        outlet: read.outlet.clone(),
        published: read.published,
        headline: read.headline.clone().unwrap_or_default(),
    })
}

/// Name and key of a speaker; what the article calls it when it was not joined with others yet.
pub(super) fn speaker(
    scene: &Scene<'_>,
    article: u32,
    quote: u32,
    local: Option<verbatim_nlp::EntityIndex>,
) -> (Option<String>, Option<String>) {
    let names = scene.facets.names;
    match names.speaker(quote) {
        NONE => {
            let name = local.and_then(|local| {
                let (_, document) = scene.store.get(article)?;
                document.entities.into_iter().nth(local.0 as usize).map(|entity| entity.name)
            });
            (name, None)
        }
        entity => (Some(names.values.name(entity).to_owned()), Some(names.values.key(entity).to_owned())),
    }
}
