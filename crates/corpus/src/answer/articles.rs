use super::best::Best;
use super::snippet::{boundary, hit_spans, snippet};
use super::{Page, Scene};
use crate::facets::NONE;
use crate::search::Scores;
use crate::{ArticleRow, Layer, Sort};
use verbatim_article::{Article, BlockKind, Span};

/// The list of articles.
#[inline(never)]
pub(crate) fn articles(scene: &Scene<'_>) -> Page<Vec<ArticleRow>> {
    let total = scene.selection().articles.count();
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    for article in page(scene) {
        match scene.store.lean(article) {
            Some(read) => rows.push(row(scene, article, &read.article, &read.sentences)),
            None => missing.push(article),
        }
    }
    Page { rows, total, missing }
}

fn page(scene: &Scene<'_>) -> Vec<u32> {
    let request = scene.request;
    let chosen = &scene.selection().articles;
    if request.limit == 0 {
        return Vec::new();
    }
    let order = match request.sort {
        Sort::Oldest => &scene.orders.oldest,
        Sort::Outlet => &scene.orders.outlet,
        Sort::Best if !scene.leaves.is_empty() => {
            let scores = Scores::of_articles(scene.index, scene.leaves, chosen);
            return best(scene, |article| scores.get(article).to_bits());
        }
        Sort::Confidence => {
            // Articles with the most quotations first.
            return best(scene, |article| {
                let (start, end) = scene.facets.columns.quotes_of(article);
                scene.selection().quotes.count_in(start, end)
            });
        }
        _ => &scene.orders.newest,
    };
    let in_order = order.iter().copied().filter(|article| chosen.has(*article));
    in_order.skip(request.offset as usize).take(request.limit as usize).collect()
}

/// The page of the chosen articles, those of the highest key first.
fn best(scene: &Scene<'_>, key: impl Fn(u32) -> u32) -> Vec<u32> {
    let request = scene.request;
    let mut best = Best::new(request.offset.saturating_add(request.limit) as usize);
    scene.selection().articles.for_each(|article| {
        best.push((u32::MAX - key(article), scene.orders.rank(article), article));
    });
    best.sorted().into_iter().skip(request.offset as usize).map(|(.., article)| article).collect()
}

/// Two sentences are shown, and not more than this many bytes.
const LONGEST: u32 = 400;

fn row(scene: &Scene<'_>, article: u32, read: &Article, sentences: &[Span]) -> ArticleRow {
    let text = &read.text;
    let hits = hit_spans(scene.index, scene.leaves, article, text, u32::MAX);
    let body = read.blocks.iter().find(|block| block.kind == BlockKind::Body);
    let body = body.map_or(0, |block| block.span.start);
    // The first hit below the headline, which is shown anyway.
    let anchor = hits.iter().find(|hit| hit.start >= body).or(hits.first()).map_or(body, |hit| hit.start);
    let sentence = sentences.partition_point(|sentence| sentence.end <= anchor);
    let shown = sentences.get(sentence..).unwrap_or(&[]);
    let start = shown.first().map_or(anchor, |sentence| sentence.start);
    let end = shown.iter().take(2).map(|sentence| sentence.end).max().unwrap_or(text.len() as u32);
    let span = Span { start: boundary(text, start), end: boundary(text, end.min(start + LONGEST)) };
    let (first, last) = scene.facets.columns.quotes_of(article);
    let mut speakers: Vec<String> = Vec::new();
    for quote in first..last {
        let entity = scene.facets.names.speaker(quote);
        let name = scene.facets.names.values.name(entity);
        if entity != NONE && speakers.len() < 3 && !speakers.iter().any(|known| known == name) {
            speakers.push(name.to_owned());
        }
    }
    ArticleRow {
        article: read.id,
        headline: read.headline.clone().unwrap_or_default(),
        outlet: read.outlet.clone(),
        agency: read.agency.clone(),
        published: read.published,
        language: read.language.clone(),
        snippet: snippet(text, span, hits.into_iter().map(|hit| (hit, Layer::Hit))),
        quotes: last - first,
        words: scene.index.forward.length(article).saturating_sub(scene.index.forward.lead(article)),
        speakers,
    }
}
