use super::Scene;
use crate::facets::{NONE, Tally, each_group};
use crate::{Bucket, CountBy, Grain};
use verbatim_article::PartialDate;

/// The step of time that a date falls into; a date less precise than the step stands for itself.
pub(super) fn step(date: PartialDate, grain: Grain) -> PartialDate {
    let made = match grain {
        Grain::Day => None,
        Grain::Week => {
            date.weekday().and_then(|weekday| PartialDate::from_days(date.first_day() - weekday as i32))
        }
        Grain::Month => date.month().and_then(|month| PartialDate::ym(date.year(), month)),
        Grain::Quarter => {
            date.month().and_then(|month| PartialDate::ym(date.year(), (month - 1) / 3 * 3 + 1))
        }
        Grain::Year => PartialDate::y(date.year()),
    };
    made.unwrap_or(date)
}

/// Whether a date is precise enough for a step.
pub(super) fn precise(date: PartialDate, grain: Grain) -> bool {
    match grain {
        Grain::Day | Grain::Week => date.day().is_some(),
        Grain::Month | Grain::Quarter => date.month().is_some(),
        Grain::Year => true,
    }
}

/// Which of [`super::Orders::dates`] a selection has.
pub(super) fn dates_of(scene: &Scene<'_>, tally: &Tally<'_>) -> Vec<PartialDate> {
    let mut has = vec![false; scene.orders.dates.len()];
    let mut see = |article: u32| {
        if let Some(slot) = has.get_mut(scene.orders.date(article) as usize) {
            *slot = true;
        }
    };
    match scene.request.count_by {
        CountBy::Quotes => {
            tally.quotes_of().iter().for_each(|(article, _)| see(*article));
        }
        _ => tally.selection.articles.for_each(see),
    }
    scene.orders.dates.iter().zip(has).filter(|(_, has)| *has).map(|(date, _)| *date).collect()
}

/// The grain asked for, or one that gives at most some hundred steps.
pub(super) fn grain(scene: &Scene<'_>, dates: &[PartialDate]) -> Grain {
    if let Some(grain) = scene.request.grain {
        return grain;
    }
    let first = dates.iter().map(|date| date.first_day()).min().unwrap_or(i32::MAX);
    let last = dates.iter().map(|date| date.last_day()).max().unwrap_or(i32::MIN);
    match last.saturating_sub(first) {
        ..=120 => Grain::Day,
        121..=3660 => Grain::Month,
        _ => Grain::Year,
    }
}

/// Numbers over time: `steps` has the step of every date, below `length`. The last number is of what has no date
/// or no step. Of stories and outlets each counts once a step.
pub(super) fn over_time(scene: &Scene<'_>, tally: &Tally<'_>, steps: &[u32], length: usize) -> Vec<u32> {
    let mut sums = vec![0u32; length + 1];
    let step = |article: u32| {
        let step = steps.get(scene.orders.date(article) as usize).copied().unwrap_or(NONE);
        (step as usize).min(length)
    };
    let mut add = |step: usize, number: u32| {
        if let Some(sum) = sums.get_mut(step) {
            *sum += number;
        }
    };
    match scene.request.count_by {
        CountBy::Quotes => {
            for (article, number) in tally.quotes_of() {
                add(step(*article), *number);
            }
        }
        CountBy::Articles => tally.selection.articles.for_each(|article| add(step(article), 1)),
        by => {
            let mut seen = vec![NONE; length + 1];
            each_group(scene.facets, by, &tally.selection.articles, |article, group| {
                let step = step(article);
                if let Some(last) = seen.get_mut(step)
                    && *last != group
                {
                    *last = group;
                    add(step, 1);
                }
            });
        }
    }
    sums
}

/// Bars over time of all that the question chooses but for its dates, and how many have no date.
/// `without_dates` is `None` when no dates are chosen.
pub(crate) fn histogram<'c>(scene: &Scene<'c>, without_dates: Option<&Tally<'c>>) -> (Vec<Bucket>, u32) {
    let all = without_dates.unwrap_or(scene.tally);
    let dates = dates_of(scene, all);
    let grain = grain(scene, &dates);
    let stepped: Vec<PartialDate> = scene.orders.dates.iter().map(|date| step(*date, grain)).collect();
    let mut bars: Vec<PartialDate> = dates.iter().map(|date| step(*date, grain)).collect();
    bars.sort_unstable();
    bars.dedup();
    let number = |date: &PartialDate| bars.binary_search(date).map_or(NONE, |at| at as u32);
    let steps: Vec<u32> = stepped.iter().map(number).collect();
    let sums = over_time(scene, all, &steps, bars.len());
    let selected = without_dates.map(|_| over_time(scene, scene.tally, &steps, bars.len()));
    let selected = selected.as_ref().unwrap_or(&sums);
    let bucket = |((date, all), selected): ((&PartialDate, &u32), &u32)| Bucket {
        date: *date,
        all: *all,
        selected: *selected,
    };
    let buckets = bars.iter().zip(&sums).zip(selected).map(bucket).filter(|bucket| bucket.all > 0);
    (buckets.collect(), sums.last().copied().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_fall_into_steps() {
        for (date, grain, expected) in [
            ("2031-03-05", Grain::Day, "2031-03-05"),
            ("2031-03-05", Grain::Week, "2031-03-03"),
            ("2031-03-03", Grain::Week, "2031-03-03"),
            ("2031-03-05", Grain::Month, "2031-03"),
            ("2031-12-31", Grain::Quarter, "2031-10"),
            ("2031-03", Grain::Year, "2031"),
            ("2031", Grain::Day, "2031"),
        ] {
            assert_eq!(step(date.parse().unwrap(), grain).to_string(), expected);
        }
    }
}
