use verbatim_article::PartialDate;
use verbatim_corpus::{Bucket, DateRange};

/// One bar: a day, a month or a year, and what falls on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The time that it stands for.
    pub date: PartialDate,
    /// How many in all.
    pub all: u32,
    /// How many of them are selected.
    pub selected: u32,
}

/// The bars of a date histogram, without gaps: a day on which nothing was printed has its bar too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bars(Vec<Bar>);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grain {
    Day,
    Month,
    Year,
}

impl Bars {
    /// Bars for buckets of any grain, at the finest one that needs no more than `most` bars (years
    /// when even months are too many). A bucket that is coarser than the others makes all coarser.
    #[must_use]
    pub fn new(buckets: &[Bucket], most: usize) -> Self {
        let (Some(first), Some(last)) =
            (buckets.iter().map(|b| b.date).min(), buckets.iter().map(|b| b.date).max())
        else {
            return Self::default();
        };
        let least = buckets.iter().map(|bucket| grain_of(bucket.date)).max().unwrap_or(Grain::Day);
        let mut grain = least;
        while grain < Grain::Year && number(last, grain) - number(first, grain) >= most as i64 {
            grain = if grain == Grain::Day { Grain::Month } else { Grain::Year };
        }
        let start = number(first, grain);
        let count = (number(last, grain) - start + 1).clamp(0, 12_000);
        let mut bars: Vec<Bar> = (0..count)
            .filter_map(|index| Some(Bar { date: date_of(start + index, grain)?, all: 0, selected: 0 }))
            .collect();
        for bucket in buckets {
            if let Some(bar) =
                usize::try_from(number(bucket.date, grain) - start).ok().and_then(|at| bars.get_mut(at))
            {
                bar.all += bucket.all;
                bar.selected += bucket.selected;
            }
        }
        Self(bars)
    }

    /// The bars in order of time.
    #[must_use]
    pub fn bars(&self) -> &[Bar] {
        &self.0
    }

    /// The highest bar.
    #[must_use]
    pub fn highest(&self) -> u32 {
        self.0.iter().map(|bar| bar.all).max().unwrap_or(0)
    }

    /// The dates from one bar to another, in either order.
    #[must_use]
    pub fn range(&self, from: usize, to: usize) -> Option<DateRange> {
        let last = self.0.len().checked_sub(1)?;
        let (from, to) = (from.min(to).min(last), from.max(to).min(last));
        Some(DateRange { from: Some(self.0.get(from)?.date), to: Some(self.0.get(to)?.date) })
    }

    /// First and last bar that a range of dates touches.
    #[must_use]
    pub fn covered(&self, range: DateRange) -> Option<(usize, usize)> {
        let from = range.from.map_or(i32::MIN, PartialDate::first_day);
        let to = range.to.map_or(i32::MAX, PartialDate::last_day);
        let inside = |bar: &Bar| bar.date.last_day() >= from && bar.date.first_day() <= to;
        Some((self.0.iter().position(inside)?, self.0.iter().rposition(inside)?))
    }
}

fn grain_of(date: PartialDate) -> Grain {
    match (date.month(), date.day()) {
        (None, _) => Grain::Year,
        (_, None) => Grain::Month,
        _ => Grain::Day,
    }
}

/// Running number of the day, month or year that a date begins.
fn number(date: PartialDate, grain: Grain) -> i64 {
    match grain {
        Grain::Day => i64::from(date.first_day()),
        Grain::Month => i64::from(date.year()) * 12 + i64::from(date.month().unwrap_or(1)) - 1,
        Grain::Year => i64::from(date.year()),
    }
}

fn date_of(number: i64, grain: Grain) -> Option<PartialDate> {
    match grain {
        Grain::Day => PartialDate::from_days(i32::try_from(number).ok()?),
        Grain::Month => {
            PartialDate::ym(i32::try_from(number.div_euclid(12)).ok()?, number.rem_euclid(12) as u32 + 1)
        }
        Grain::Year => PartialDate::y(i32::try_from(number).ok()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(date: &str, all: u32) -> Bucket {
        Bucket { date: date.parse().unwrap(), all, selected: all / 2 }
    }

    #[test]
    fn days_without_articles_have_bars() {
        let bars = Bars::new(&[bucket("2031-02-27", 4), bucket("2031-03-02", 2)], 100);
        let shown: Vec<_> = bars.bars().iter().map(|bar| (bar.date.to_string(), bar.all)).collect();
        assert_eq!(
            shown,
            [("2031-02-27", 4), ("2031-02-28", 0), ("2031-03-01", 0), ("2031-03-02", 2)]
                .map(|(date, all)| (date.to_owned(), all))
        );
        assert_eq!(bars.highest(), 4);
        let range = bars.range(3, 1).unwrap();
        assert_eq!(range.from.unwrap().to_string(), "2031-02-28");
        assert_eq!(bars.covered(range), Some((1, 3)));
    }

    #[test]
    fn long_times_are_shown_by_month_or_year() {
        let buckets = [bucket("2021-01-05", 1), bucket("2021-01-06", 2), bucket("2030-12-24", 4)];
        let months = Bars::new(&buckets, 150);
        assert_eq!((months.bars().len(), months.bars()[0].all), (120, 3));
        let years = Bars::new(&buckets, 50);
        assert_eq!(years.bars().len(), 10);
    }

    #[test]
    fn one_coarse_date_makes_all_coarse() {
        let bars = Bars::new(&[bucket("2031", 1), bucket("2031-03-02", 2)], 100);
        assert_eq!(bars.bars().len(), 1);
        assert_eq!(bars.highest(), 3);
        assert_eq!(Bars::new(&[], 10).covered(DateRange::default()), None);
    }
}
