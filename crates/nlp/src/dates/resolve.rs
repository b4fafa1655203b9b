use super::grammar::{Expression, Which};
use verbatim_article::PartialDate;

/// The day, month or year that an expression means in an article of `published`; `ahead` when its
/// sentence speaks of what is to come. `None` where the article's date would be needed and is
/// unknown, or not known to the day.
pub(super) fn resolve(
    expression: Expression,
    published: Option<PartialDate>,
    ahead: bool,
) -> Option<PartialDate> {
    let today = published.filter(|p| p.day().is_some());
    let this_month = published.and_then(|p| Some((p.year(), p.month()?)));
    match expression {
        Expression::Day { year: Some(year), month, day } => PartialDate::ymd(year, month, day),
        Expression::Day { year: None, month, day } => {
            let now = published?;
            // 29 February has no neighbour in most years: the nearest year that has one.
            let candidates = (-4..=4).filter_map(|shift| PartialDate::ymd(now.year() + shift, month, day));
            candidates.min_by_key(|c| distance(*c, now))
        }
        Expression::Month { year: Some(year), month, .. } => PartialDate::ym(year, month),
        Expression::Month { year: None, month, which } => {
            let now = published?;
            let candidates = (-1..=1).filter_map(|shift| PartialDate::ym(now.year() + shift, month));
            let fits = |c: &PartialDate| match which {
                Which::Before => c.last_day() < now.first_day(),
                Which::After => c.first_day() > now.last_day(),
                Which::Around => c.year() == now.year(),
                Which::Nearest => true,
            };
            candidates.filter(fits).min_by_key(|c| distance(*c, now))
        }
        Expression::Year(year) => PartialDate::y(year),
        Expression::Weekday { day, which } => {
            let today = today?;
            let back = (today.weekday()? + 7 - day) % 7;
            let ahead = match which {
                Which::Before => false,
                Which::After => true,
                Which::Around | Which::Nearest => ahead,
            };
            let shift = match (ahead, back) {
                (true, 0) if which == Which::After => 7,
                (false, 0) if which == Which::Before => -7,
                (_, 0) => 0,
                (true, back) => 7 - back as i32,
                (false, back) => -(back as i32),
            };
            PartialDate::from_days(today.first_day() + shift)
        }
        Expression::DaysFrom(days) => PartialDate::from_days(today?.first_day().saturating_add(days)),
        Expression::MonthsFrom(months) => {
            let (year, month) = this_month?;
            let count = year * 12 + month as i32 - 1 + months;
            PartialDate::ym(count.div_euclid(12), count.rem_euclid(12) as u32 + 1)
        }
        Expression::YearsFrom(years) => PartialDate::y(published?.year() + years),
    }
}

/// Days between two dates; of equally near ones the earlier is nearer.
fn distance(date: PartialDate, now: PartialDate) -> i32 {
    let apart = if date.last_day() < now.first_day() {
        now.first_day() - date.last_day()
    } else {
        (date.first_day() - now.last_day()).max(0)
    };
    apart * 2 + i32::from(date.first_day() > now.first_day())
}
