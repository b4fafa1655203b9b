use super::best::Best;
use super::order::places as places_in;
use super::snippet::boundary;
use super::{Page, Scene};
use crate::facets::NONE;
use crate::search::spans;
use crate::store::Lean;
use crate::{ContextRow, Sort};
use std::borrow::Cow;
use verbatim_article::Span;

/// One hit: article, first word, end.
type Place = (u32, u32, u32);

/// The concordance: every hit of the selection with its context.
#[inline(never)]
pub(crate) fn context(scene: &Scene<'_>) -> Page<Vec<ContextRow>> {
    let places = places(scene);
    let total = places.len() as u32;
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    let mut open: Option<(u32, Lean<'_>, Vec<Span>)> = None;
    for (article, start, end) in page(scene, &places) {
        if open.as_ref().is_none_or(|(known, ..)| *known != article) {
            open = scene.store.lean(article).map(|read| {
                let words = spans(&read.article.text);
                (article, read, words)
            });
        }
        match &open {
            Some((_, read, words)) => rows.extend(row(scene, (article, start, end), read, words)),
            None => missing.push(article),
        }
    }
    Page { rows, total, missing }
}

/// Every hit in the selection, by article and place. When the question says something of
/// quotations, those that stand in such ones.
fn places(scene: &Scene<'_>) -> Vec<Place> {
    let columns = scene.facets.columns;
    let mut places: Vec<Place> = Vec::new();
    for leaf in scene.leaves {
        for (at, &article) in leaf.articles.iter().enumerate() {
            if !scene.selection().articles.has(article) {
                continue;
            }
            let lead = scene.index.forward.lead(article);
            let (first, last) = columns.quotes_of(article);
            for (start, end) in leaf.places_at(at) {
                let chosen = !scene.of_quotes
                    || (first..last).any(|quote| {
                        let at = quote as usize;
                        scene.selection().quotes.has(quote)
                            && columns.passage_start.get(at).is_some_and(|from| *from <= start)
                            && columns.passage_end.get(at).is_some_and(|to| end <= *to)
                    });
                // Words outside the text have no context.
                if chosen && start >= lead {
                    places.push((article, start, end));
                }
            }
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

fn page(scene: &Scene<'_>, places: &[Place]) -> Vec<Place> {
    let end = scene.request.offset.saturating_add(scene.request.limit) as usize;
    let mut best = Best::new(end);
    match scene.request.sort {
        Sort::Left | Sort::Right => by_words(scene, places, &mut best),
        sort => {
            let rank = match sort {
                Sort::Oldest => Cow::Owned(places_in(&scene.orders.oldest)),
                Sort::Outlet => Cow::Owned(places_in(&scene.orders.outlet)),
                _ => Cow::Borrowed(&scene.orders.rank),
            };
            let of = |place: &Place| rank.get(place.0 as usize).copied().unwrap_or(NONE);
            places.iter().for_each(|place| best.push((0, of(place), *place)));
        }
    }
    best.sorted().into_iter().skip(scene.request.offset as usize).map(|(.., place)| place).collect()
}

/// Sorts by the words beside the hit.
fn by_words(scene: &Scene<'_>, places: &[Place], best: &mut Best<(u64, u32, Place)>) {
    let ranks = scene.index.dictionary.ranks();
    // Three words of 21 bits; larger vocabularies lose the last bits of their order.
    let drop = (usize::BITS - ranks.len().leading_zeros()).saturating_sub(20);
    let left = scene.request.sort == Sort::Left;
    // Nothing sorts before any word.
    let rank = |form: Option<u32>| {
        let rank = form.and_then(|form| ranks.get(scene.index.dictionary.term(form) as usize));
        rank.map_or(0, |rank| u64::from(rank >> drop) + 1)
    };
    let forward = &scene.index.forward;
    let mut reader = forward.reader();
    let (mut words, mut forms) = (Vec::new(), Vec::new());
    for some in places.chunks(SOME) {
        words.clear();
        forms.clear();
        match left {
            true => words.extend(some.iter().map(|(article, start, _)| (*article, start.checked_sub(1)))),
            false => {
                words.extend(some.iter().flat_map(|(a, start, end)| [(*a, Some(*start)), (*a, Some(*end))]));
            }
        }
        forward.forms_at(&words, &mut forms);
        let first_ranks: Vec<u64> = forms.iter().map(|form| rank(*form)).collect();
        let of_place = first_ranks.chunks(if left { 1 } else { 2 });
        for (&(article, start, end), ranks) in some.iter().zip(of_place) {
            // Most are turned down for the words that count most; the others are looked up only when that leaves it open.
            let first = ranks.iter().zip([42, 21]).fold(0, |key, (rank, shift)| key | rank << shift);
            if best.is_beyond((first, 0, (0, 0, 0))) {
                continue;
            }
            let mut word = |at: Option<u32>| rank(at.and_then(|at| reader.form(article, at)));
            let key = match left {
                true => first | word(start.checked_sub(2)) << 21 | word(start.checked_sub(3)),
                false => first | word(end.checked_add(1)),
            };
            best.push((key, scene.orders.rank(article), (article, start, end)));
        }
    }
}

/// So many places are looked up together.
const SOME: usize = 256;

/// Bytes of context on each side, about a line.
const WIDTH: u32 = 90;

fn row(
    scene: &Scene<'_>,
    (article, start, end): Place,
    lean: &Lean<'_>,
    words: &[Span],
) -> Option<ContextRow> {
    let read = &lean.article;
    let columns = scene.facets.columns;
    let lead = scene.index.forward.lead(article);
    let word = |position: u32| words.get(position.checked_sub(lead)? as usize).copied();
    let span = word(start)?.cover(word(end.saturating_sub(1).max(start))?);
    let text = &read.text;
    let from = words.iter().map(|w| w.start).find(|at| *at + WIDTH >= span.start).unwrap_or(span.start);
    let from = from.min(span.start);
    let to = boundary(text, span.end.saturating_add(WIDTH));
    // Not in the middle of a word.
    let to = words.iter().rev().map(|w| w.end).find(|at| *at <= to).unwrap_or(to).max(span.end);
    let line = |span: Span| span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let (first, last) = columns.quotes_of(article);
    // The innermost quotation whose content it stands in.
    let inside = |quote: &u32| {
        columns.content.of(*quote).chunks_exact(2).any(|p| matches!(p, [a, b] if *a <= start && end <= *b))
    };
    let size = |quote: &u32| columns.content.of(*quote).chunks_exact(2).map(|p| p[1] - p[0]).sum::<u32>();
    let quotation = (first..last).filter(inside).min_by_key(size);
    let local = quotation.and_then(|quote| lean.quotation(quote - first)?.speaker);
    let (speaker, speaker_key) =
        quotation.map_or((None, None), |quote| super::quotes::speaker(scene, article, quote, local));
    Some(ContextRow {
        article: read.id,
        span,
        left: line(Span { start: from, end: span.start }),
        hit: line(span),
        right: line(Span { start: span.end, end: to }),
        quotation: quotation.map(|quote| quote - first),
        speaker,
        speaker_key,
        outlet: read.outlet.clone(),
        published: read.published,
        headline: read.headline.clone().unwrap_or_default(),
    })
}
