use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A calendar date that may lack its day, or its month and day: `2022-02-03`, `2022-02`, `2022`.
///
/// Proleptic Gregorian calendar, ISO 8601 spelling. Ordered by time, a shorter date before the
/// longer ones that it contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartialDate {
    year: i16,
    /// 0 when unknown.
    month: u8,
    /// 0 when unknown.
    day: u8,
}

/// Why some figures are not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError(String);

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not a date like 2022-02-03, 2022-02 or 2022", self.0)
    }
}

impl std::error::Error for DateError {}

impl PartialDate {
    /// A whole date, or `None` when there is no such day.
    #[must_use]
    pub fn ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        let fits = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day);
        fits.then_some(Self { year: year as i16, month: month as u8, day: day as u8 })
    }

    /// A month of a year.
    #[must_use]
    pub fn ym(year: i32, month: u32) -> Option<Self> {
        let fits = (1..=9999).contains(&year) && (1..=12).contains(&month);
        fits.then_some(Self { year: year as i16, month: month as u8, day: 0 })
    }

    /// A year alone.
    #[must_use]
    pub fn y(year: i32) -> Option<Self> {
        (1..=9999).contains(&year).then_some(Self { year: year as i16, month: 0, day: 0 })
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        i32::from(self.year)
    }

    /// The month, 1 to 12, when known.
    #[must_use]
    pub fn month(self) -> Option<u32> {
        (self.month > 0).then_some(u32::from(self.month))
    }

    /// The day of the month, when known.
    #[must_use]
    pub fn day(self) -> Option<u32> {
        (self.day > 0).then_some(u32::from(self.day))
    }

    /// Days since 1970-01-01 of the first day that the date can mean.
    #[must_use]
    pub fn first_day(self) -> i32 {
        days_from_civil(self.year(), self.month().unwrap_or(1), self.day().unwrap_or(1))
    }

    /// Days since 1970-01-01 of the last day that the date can mean.
    #[must_use]
    pub fn last_day(self) -> i32 {
        let month = self.month().unwrap_or(12);
        days_from_civil(self.year(), month, self.day().unwrap_or_else(|| days_in(self.year(), month)))
    }

    /// The whole date some days after 1970-01-01.
    #[must_use]
    pub fn from_days(days: i32) -> Option<Self> {
        let (year, month, day) = civil_from_days(days);
        Self::ymd(year, month, day)
    }

    /// Day of the week of a whole date, Monday 0 to Sunday 6.
    #[must_use]
    pub fn weekday(self) -> Option<u32> {
        self.day()?;
        Some((self.first_day() + 3).rem_euclid(7) as u32)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
            if self.day > 0 {
                write!(f, "-{:02}", self.day)?;
            }
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let wrong = || DateError(text.chars().take(40).collect());
        let mut parts = text.split('-');
        let mut next = |width: usize| match parts.next() {
            None => Ok(None),
            Some(p) if p.len() == width && p.bytes().all(|b| b.is_ascii_digit()) => {
                p.parse::<u32>().map(Some).map_err(|_| wrong())
            }
            Some(_) => Err(wrong()),
        };
        let (year, month, day) = (next(4)?.ok_or_else(wrong)? as i32, next(2)?, next(2)?);
        let date = match (month, day) {
            (None, _) => Self::y(year),
            (Some(m), None) => Self::ym(year, m),
            (Some(m), Some(d)) => Self::ymd(year, m, d),
        };
        if parts.next().is_some() {
            return Err(wrong());
        }
        date.ok_or_else(wrong)
    }
}

fn days_in(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

// Both conversions after Howard Hinnant, "chrono-compatible low-level date algorithms".
fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let shifted = (month as i32 + 9) % 12;
    let doy = (153 * shifted + 2) / 5 + day as i32 - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let z = days.saturating_add(719_468);
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let shifted = (5 * doy + 2) / 153;
    let day = (doy - (153 * shifted + 2) / 5 + 1) as u32;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 } as u32;
    (yoe + era * 400 + i32::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelled_and_read_back() {
        for text in ["2022", "2022-02", "2022-02-03", "2024-02-29"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
        for text in ["", "22", "2022-13", "2023-02-29", "2022-2-3", "2022-02-03-04", "x"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn days_round_trip_and_weekdays() {
        for days in (-300_000..300_000).step_by(97) {
            assert_eq!(PartialDate::from_days(days).unwrap().first_day(), days);
        }
        // 3 February 2022 was a Thursday.
        assert_eq!(PartialDate::ymd(2022, 2, 3).unwrap().weekday(), Some(3));
    }
}
