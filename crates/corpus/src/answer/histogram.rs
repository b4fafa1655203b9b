use super::Scene;
use crate::facets::{Bits, Selection, each_group, range};
use crate::{Bucket, CountBy, Grain};
use std::collections::BTreeMap;
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

/// The grain asked for, or one that gives at most some hundred steps.
pub(super) fn grain(scene: &Scene<'_>, articles: &Bits) -> Grain {
    if let Some(grain) = scene.request.grain {
        return grain;
    }
    let (mut first, mut last) = (i32::MAX, i32::MIN);
    articles.for_each(|article| {
        if let Some(Some(date)) = scene.facets.columns.published.get(article as usize) {
            first = first.min(date.first_day());
            last = last.max(date.last_day());
        }
    });
    match last.saturating_sub(first) {
        ..=120 => Grain::Day,
        121..=3660 => Grain::Month,
        _ => Grain::Year,
    }
}

/// Calls `each` with the date of everything that is counted, once for each distinct story or outlet of a step.
pub(super) fn each_counted(
    scene: &Scene<'_>,
    selection: &Selection,
    grain: Grain,
    mut each: impl FnMut(u32, Option<PartialDate>, u32),
) {
    let columns = scene.facets.columns;
    let by = scene.request.count_by;
    // Steps that the group being counted was seen in.
    let mut seen: (u32, Vec<Option<PartialDate>>) = (u32::MAX, Vec::new());
    each_group(scene.facets, by, &selection.articles, |article, group| {
        let date = columns.published.get(article as usize).copied().flatten().map(|date| step(date, grain));
        match by {
            CountBy::Quotes => {}
            CountBy::Articles => each(article, date, 1),
            CountBy::Stories | CountBy::Outlets => {
                if seen.0 != group {
                    seen = (group, Vec::new());
                }
                if !seen.1.contains(&date) {
                    seen.1.push(date);
                    each(article, date, 1);
                }
            }
        }
    });
    if by == CountBy::Quotes {
        for article in 0..columns.articles() {
            let (start, end) = range(&columns.quote_ends, article);
            let count = selection.quotes.count_in(start, end);
            if count > 0 {
                let date = columns.published.get(article as usize).copied().flatten();
                each(article, date.map(|date| step(date, grain)), count);
            }
        }
    }
}

/// Bars over time of all that the question chooses but for its dates, and how many have no date.
pub(crate) fn histogram(scene: &Scene<'_>, without_dates: &Selection) -> (Vec<Bucket>, u32) {
    let grain = grain(scene, &without_dates.articles);
    let mut bars: BTreeMap<PartialDate, Bucket> = BTreeMap::new();
    let mut undated = 0;
    each_counted(scene, without_dates, grain, |_, date, count| match date {
        Some(date) => bars.entry(date).or_insert(Bucket { date, all: 0, selected: 0 }).all += count,
        None => undated += count,
    });
    each_counted(scene, scene.selection, grain, |_, date, count| {
        if let Some(bar) = date.and_then(|date| bars.get_mut(&date)) {
            bar.selected += count;
        }
    });
    (bars.into_values().collect(), undated)
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
