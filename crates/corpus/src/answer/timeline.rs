use super::histogram::{each_counted, grain, precise, step};
use super::table::{Cells, each_unit, leading, row_of};
use super::{Page, Scene};
use crate::facets::{NONE, Selection};
use crate::{CountBy, Grain, Series, Timeline};
use std::collections::BTreeMap;
use verbatim_article::PartialDate;

/// At most so many steps; a longer stretch of time is drawn with a coarser grain.
const MOST_STEPS: usize = 2000;

/// The selection over time, a line for each of the most frequent values of a facet.
pub(crate) fn timeline(scene: &Scene<'_>) -> Page<Timeline> {
    let selection = scene.selection;
    let mut grain = grain(scene, &selection.articles);
    let mut dates = steps(scene, selection, grain);
    while dates.len() > MOST_STEPS && grain != Grain::Year {
        grain = match grain {
            Grain::Day => Grain::Week,
            Grain::Week => Grain::Month,
            Grain::Month => Grain::Quarter,
            _ => Grain::Year,
        };
        dates = steps(scene, selection, grain);
    }
    let place: BTreeMap<PartialDate, usize> = dates.iter().copied().zip(0..).collect();
    let mut all = vec![0; dates.len()];
    let mut undated = 0;
    each_counted(scene, selection, grain, |_, date, number| {
        match date.and_then(|date| place.get(&date)).and_then(|at| all.get_mut(*at)) {
            Some(sum) => *sum += number,
            None => undated += number,
        }
    });
    let facet = scene.request.axes.rows;
    let (values, line_of, total) = leading(scene, facet, scene.request.limit.clamp(1, 24));
    let mut cells = Cells::new(scene.request.count_by, values.len() * dates.len());
    let column = scene.facets.column(facet);
    each_unit(scene, &[facet], |article, quote| {
        let Some(group) = scene.group(scene.request.count_by, article) else { return };
        let date = scene.facets.columns.published.get(article as usize).copied().flatten();
        let Some(at) = date.and_then(|date| place.get(&step(date, grain))) else { return };
        column.each(row_of(facet, article, quote), |value| {
            if let Some(Some(line)) = line_of.get(value as usize) {
                cells.add(*line as usize * dates.len() + at, group);
            }
        });
    });
    let sums = cells.sums();
    let mut lines = sums.chunks(dates.len().max(1));
    let series =
        values.into_iter().map(|value| Series { value, counts: lines.next().unwrap_or(&[]).to_vec() });
    let series = series.collect();
    Page { rows: Timeline { grain, dates, all, series, undated }, total, missing: Vec::new() }
}

/// Every step from the first to the last that is selected.
fn steps(scene: &Scene<'_>, selection: &Selection, grain: Grain) -> Vec<PartialDate> {
    let (mut first, mut last): (Option<PartialDate>, Option<PartialDate>) = (None, None);
    let mut see = |article: u32| {
        let date = scene.facets.columns.published.get(article as usize).copied().flatten();
        if let Some(date) = date.filter(|date| precise(*date, grain)) {
            first = Some(first.map_or(date, |known| known.min(date)));
            last = Some(last.map_or(date, |known| known.max(date)));
        }
    };
    match scene.request.count_by {
        CountBy::Quotes => selection.quotes.for_each(|quote| {
            see(scene.facets.columns.article_of.get(quote as usize).copied().unwrap_or(NONE));
        }),
        _ => selection.articles.for_each(&mut see),
    }
    let (Some(first), Some(last)) = (first.map(|d| step(d, grain)), last.map(|d| step(d, grain))) else {
        return Vec::new();
    };
    let mut dates = vec![first];
    let mut here = first;
    while here < last && dates.len() <= MOST_STEPS * 2 {
        let next = match grain {
            Grain::Day => PartialDate::from_days(here.first_day() + 1),
            Grain::Week => PartialDate::from_days(here.first_day() + 7),
            _ => PartialDate::from_days(here.last_day() + 1).map(|day| step(day, grain)),
        };
        // A quarter stands as its first month: the month after it is in the same quarter.
        let next = match (grain, here.month()) {
            (Grain::Quarter, Some(month)) => {
                PartialDate::ym(here.year() + i32::from(month > 9), (month + 2) % 12 + 1)
            }
            _ => next,
        };
        let Some(next) = next.filter(|next| *next > here) else { break };
        here = next;
        dates.push(here);
    }
    dates
}
