use super::printed;
use verbatim_article::PartialDate;

/// A date written for machines: ISO 8601 with or without time, RFC 2822, compact figures,
/// seconds or milliseconds since 1970; anything else that is one printed date.
///
/// The day is the one written, in the publisher's own time zone.
pub(crate) fn from_machine(text: &str) -> Option<PartialDate> {
    let text = text.trim().trim_matches(|c| matches!(c, '"' | '\''));
    let bytes = text.as_bytes();
    let figures = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if figures == bytes.len() {
        return compact(text);
    }
    if figures == 4 {
        let mut parts = text.splitn(3, ['-', '/', '.', ':', ' ']);
        let year = parts.next()?.parse().ok()?;
        if let (Some(month), Some(rest)) = (parts.next().and_then(small), parts.next())
            && let Some(date) = PartialDate::ymd(year, month.0, small(rest)?.0).filter(|_| month.1 == 0)
        {
            return plausible(date);
        }
        if let Some((year, month)) = text.split_once('-')
            && let (Ok(year), Ok(month)) = (year.parse(), month.parse())
        {
            return PartialDate::ym(year, month).and_then(plausible);
        }
    }
    if figures == 8 {
        // 20220203T101500Z, 20220203 10:15
        return compact(text.get(..8)?);
    }
    if let Some(date) = short_year(text).or_else(|| year_last(text)) {
        return plausible(date);
    }
    let found = printed::find(text)?;
    match found.reading {
        // "2/3/2022 10:15:00 AM": programs that write a clock of twelve hours with seconds put the month first.
        printed::Reading::Open(numeric) if twelve_hours(text.get(found.span.range().end..)?) => {
            numeric.month_first
        }
        reading => reading.settled(),
    }
    .and_then(plausible)
}

/// `Thu, 03 Feb 22 10:00 EST`, as mail wrote dates first (RFC 822).
fn short_year(text: &str) -> Option<PartialDate> {
    let text = text.split_once(", ").map_or(text, |(_, rest)| rest);
    let mut parts = text.split_whitespace();
    let (day, month, year, clock) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 2 || !clock.contains(':') {
        return None;
    }
    let year: i32 = year.parse().ok()?;
    PartialDate::ymd(
        if year < 70 { 2000 + year } else { 1900 + year },
        super::month(month)?,
        day.parse().ok()?,
    )
}

/// `Thu Feb  3 10:00:00 2022`, as the C library writes dates, a time zone before the year or not.
fn year_last(text: &str) -> Option<PartialDate> {
    let mut parts = text.split_whitespace();
    let (_, month, day, clock) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    if !clock.contains(':') {
        return None;
    }
    let year = parts.take(2).find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit()))?;
    PartialDate::ymd(year.parse().ok()?, super::month(month)?, day.parse().ok()?)
}

/// Whether a time of day with seconds, and which half of the day it is in, follows.
fn twelve_hours(after: &str) -> bool {
    let after = after.trim().to_ascii_lowercase();
    (after.ends_with(" am") || after.ends_with(" pm"))
        && after.bytes().filter(|b| *b == b':').count() == 2
        && after.len() <= 11
}

/// The figures that begin a text, at most two, and how much follows them.
fn small(text: &str) -> Option<(u32, usize)> {
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = text.get(..figures).filter(|f| matches!(f.len(), 1 | 2))?.parse().ok()?;
    Some((value, text.len() - figures))
}

fn compact(figures: &str) -> Option<PartialDate> {
    let number: i64 = figures.parse().ok()?;
    let days = |seconds: i64| PartialDate::from_days(i32::try_from(seconds.div_euclid(86_400)).ok()?);
    match figures.len() {
        8 | 12 | 14 => {
            let at = |range: std::ops::Range<usize>| figures.get(range)?.parse::<u32>().ok();
            PartialDate::ymd(at(0..4)? as i32, at(4..6)?, at(6..8)?).and_then(plausible)
        }
        10 => days(number).and_then(plausible),
        13 => days(number / 1000).and_then(plausible),
        _ => None,
    }
}

/// News has dates from the first papers to the near future.
fn plausible(date: PartialDate) -> Option<PartialDate> {
    (1600..=2100).contains(&date.year()).then_some(date)
}

/// The date in a page's address: `/2022/02/03/`, `/2022-02-03-`, `/20220203/`, `/2022/feb/03/`.
pub(crate) fn from_url(url: &str) -> Option<PartialDate> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let pieces: Vec<&str> = path.split(['/', '-', '_', '.']).filter(|p| !p.is_empty()).collect();
    let year = |p: &str| {
        (p.len() == 4).then(|| p.parse::<i32>().ok()).flatten().filter(|y| (1980..=2100).contains(y))
    };
    for window in pieces.windows(3) {
        let [y, m, d] = window else { continue };
        let Some(year) = year(y) else { continue };
        let month = m.parse::<u32>().ok().filter(|_| m.len() <= 2).or_else(|| super::month(m));
        let day = d.parse::<u32>().ok().filter(|_| d.len() <= 2);
        if let (Some(month), Some(day)) = (month, day)
            && let Some(date) = PartialDate::ymd(year, month, day)
        {
            return Some(date);
        }
    }
    pieces
        .iter()
        .filter(|p| p.len() == 8 && p.bytes().all(|b| b.is_ascii_digit()))
        .find_map(|p| compact(p).filter(|date| (1980..=2100).contains(&date.year())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        from_machine(text).map_or("-".to_owned(), |d| d.to_string())
    }

    #[test]
    fn machine_dates() {
        for (text, date) in [
            ("2022-02-03T23:10:00+03:00", "2022-02-03"),
            ("2022-02-03", "2022-02-03"),
            ("2022-2-3 10:15", "2022-02-03"),
            ("2022/02/03 10:15:00", "2022-02-03"),
            ("2022-02", "2022-02"),
            ("20220203", "2022-02-03"),
            ("20220203101500", "2022-02-03"),
            ("20220203T101500Z", "2022-02-03"),
            ("1643881123", "2022-02-03"),
            ("1643881123000", "2022-02-03"),
            ("Thu, 03 Feb 2022 10:00:00 GMT", "2022-02-03"),
            ("Thursday, February 3rd, 2022", "2022-02-03"),
            ("2/3/2022 10:15:00 AM", "2022-02-03"),
            ("Thu, 03 Feb 22 10:00 EST", "2022-02-03"),
            ("Thu Feb  3 10:00:00 2022", "2022-02-03"),
            ("Thu Feb 3 10:00:00 CET 2022", "2022-02-03"),
            ("2022-02-31", "-"),
            ("0000-00-00", "-"),
            ("yesterday", "-"),
            ("", "-"),
        ] {
            assert_eq!(read(text), date, "{text}");
        }
    }

    #[test]
    fn addresses() {
        for (url, date) in [
            ("https://paper.example/world/2022/02/03/talks", Some("2022-02-03")),
            ("https://paper.example/2022/feb/03/talks", Some("2022-02-03")),
            ("https://paper.example/talks-2022-02-03.html", Some("2022-02-03")),
            ("https://paper.example/a/20220203/x", Some("2022-02-03")),
            ("https://paper.example/a-12345678", None),
            ("https://paper.example/2022/99/03/talks", None),
        ] {
            assert_eq!(from_url(url).map(|d| d.to_string()).as_deref(), date, "{url}");
        }
    }
}
