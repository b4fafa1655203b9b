use super::histogram::{each_counted, grain, precise, step};
use super::{Page, Scene};
use crate::facets::{NONE, Selection, count, list};
use crate::{CountBy, FacetRequest, Grain, Series, Timeline};
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
    let values = scene.facets.values(facet);
    let by = scene.request.count_by;
    let counts = count(scene.facets, facet, selection, by);
    let wanted = FacetRequest { facet, search: String::new(), limit: scene.request.limit.clamp(1, 24) };
    let listed = list(values, &counts, &wanted, &scene.request.query.filters);
    let numbers: Vec<u32> = listed.values.iter().filter_map(|value| values.find(&value.key)).collect();
    let mut line_of = vec![NONE; values.len() as usize];
    for (line, number) in (0u32..).zip(&numbers) {
        if let Some(slot) = line_of.get_mut(*number as usize) {
            *slot = line;
        }
    }
    let mut lines = vec![vec![0u32; dates.len()]; numbers.len()];
    super::table::each_pair(scene, facet, |article, value, number, group| {
        let line = line_of.get(value as usize).copied().unwrap_or(NONE);
        let date = scene.facets.columns.published.get(article as usize).copied().flatten();
        let at = date.and_then(|date| place.get(&step(date, grain)).copied());
        (line != NONE).then_some(())?;
        Some((line as usize, at?, number, group))
    })
    .into_iter()
    .for_each(|((line, at), number)| {
        if let Some(sum) = lines.get_mut(line).and_then(|line| line.get_mut(at)) {
            *sum += number;
        }
    });
    let total = listed.total;
    let series =
        listed.values.into_iter().zip(lines).map(|(value, counts)| Series { value, counts }).collect();
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
