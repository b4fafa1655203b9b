use super::histogram::{dates_of, grain, over_time, precise, step};
use super::table::{Cells, each_unit, leading, row_of};
use super::{Page, Scene};
use crate::facets::NONE;
use crate::{Grain, Series, Timeline};
use verbatim_article::PartialDate;

/// At most so many steps; a longer stretch of time is drawn with a coarser grain.
const MOST_STEPS: usize = 2000;

/// The selection over time, a line for each of the most frequent values of a facet.
#[inline(never)]
pub(crate) fn timeline(scene: &Scene<'_>) -> Page<Timeline> {
    let known = dates_of(scene, scene.tally);
    let mut grain = grain(scene, &known);
    let mut dates = steps(&known, grain);
    while dates.len() > MOST_STEPS && grain != Grain::Year {
        grain = match grain {
            Grain::Day => Grain::Week,
            Grain::Week => Grain::Month,
            Grain::Month => Grain::Quarter,
            _ => Grain::Year,
        };
        dates = steps(&known, grain);
    }
    let number =
        |date: &PartialDate| dates.binary_search(&step(*date, grain)).map_or(NONE, |place| place as u32);
    let place: Vec<u32> = scene.orders.dates.iter().map(number).collect();
    let mut all = over_time(scene, scene.tally, &place, dates.len());
    let undated = all.pop().unwrap_or(0);
    let facet = scene.request.axes.rows;
    let (values, line_of, total) = leading(scene, facet, scene.request.limit.clamp(1, 24));
    let mut cells = Cells::new(scene.request.count_by, values.len() * dates.len());
    let column = scene.facets.column(facet);
    each_unit(scene, &[facet], |article, quote| {
        let Some(group) = scene.group(scene.request.count_by, article) else { return };
        let at = place.get(scene.orders.date(article) as usize).copied().unwrap_or(NONE) as usize;
        if at >= dates.len() {
            return;
        }
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

/// Every step from the first to the last of some dates.
fn steps(known: &[PartialDate], grain: Grain) -> Vec<PartialDate> {
    let precise = || known.iter().copied().filter(|date| precise(*date, grain));
    let (Some(first), Some(last)) = (precise().min(), precise().max()) else { return Vec::new() };
    let (first, last) = (step(first, grain), step(last, grain));
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
