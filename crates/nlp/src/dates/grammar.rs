//! Expressions for dates, read from tokens.

use crate::token::{Lower, lowered};

/// Which of the days or months of that name is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// No word tells.
    Nearest,
    /// "last", "past"
    Before,
    /// "next", "coming"
    After,
    /// "this"
    Around,
}

/// What an expression says, before it is known when it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    Day { year: Option<i32>, month: u32, day: u32 },
    Month { year: Option<i32>, month: u32, which: Which },
    Year(i32),
    Weekday { day: u32, which: Which },
    DaysFrom(i32),
    MonthsFrom(i32),
    YearsFrom(i32),
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const SHORT: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const NUMBERS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// Reads an expression that begins with the first word; gives its length in tokens.
pub(super) fn read(words: &[&str]) -> Option<(usize, Expression)> {
    if !words.first().is_some_and(|word| may_begin(word)) {
        return None;
    }
    let lower: [Lower<'_>; 5] = std::array::from_fn(|i| lowered(words.get(i).copied().unwrap_or("")));
    let at = |i: usize| lower.get(i).map_or("", |word| &**word);
    let capital = |i: usize| words.get(i).is_some_and(|w| w.starts_with(char::is_uppercase));
    match at(0) {
        "today" | "tonight" => return Some((1, Expression::DaysFrom(0))),
        "yesterday" => return Some((1, Expression::DaysFrom(-1))),
        "tomorrow" => return Some((1, Expression::DaysFrom(1))),
        _ => {}
    }
    if let Some(which) = which(at(0)) {
        let shift = match which {
            Which::Before => -1,
            Which::After => 1,
            _ => 0,
        };
        match at(1) {
            "month" => return Some((2, Expression::MonthsFrom(shift))),
            "year" => return Some((2, Expression::YearsFrom(shift))),
            "night" if which == Which::Before => return Some((2, Expression::DaysFrom(-1))),
            _ => {}
        }
        if capital(1) {
            if let Some(day) = weekday(at(1)) {
                return Some((2, Expression::Weekday { day, which }));
            }
            if let Some(month) = month(at(1)) {
                return Some((2, Expression::Month { year: None, month, which }));
            }
        }
        return None;
    }
    if let Some(count) = number(at(0)).filter(|_| at(2) == "ago") {
        let back = -count;
        return match at(1) {
            "day" | "days" => Some((3, Expression::DaysFrom(back))),
            "week" | "weeks" => Some((3, Expression::DaysFrom(back.saturating_mul(7)))),
            "month" | "months" => Some((3, Expression::MonthsFrom(back))),
            "year" | "years" => Some((3, Expression::YearsFrom(back))),
            _ => None,
        };
    }
    // 2022-02-03, which the tokenizer cuts at its hyphens.
    if let (Some(y), "-", Some(m), "-", Some(d)) =
        (year(at(0)), at(1), two_digits(at(2)), at(3), two_digits(at(4)))
    {
        return valid(Some(y), m, d).map(|e| (5, e));
    }
    if !at(0).starts_with(|c: char| c.is_ascii_digit()) && !capital(0) {
        return None;
    }
    if let Some(day) = weekday(at(0)) {
        // "Thursday, February 3": the date says it all.
        let skip = if at(1) == "," { 2 } else { 1 };
        if let Some((length, expression @ Expression::Day { .. })) = words.get(skip..).and_then(read_date) {
            return Some((skip + length, expression));
        }
        return Some((1, Expression::Weekday { day, which: Which::Nearest }));
    }
    read_date(words).or_else(|| year(at(0)).map(|y| (1, Expression::Year(y))))
}

/// Whether an expression can begin with a word; most words of a text are told by their first letter.
pub(crate) fn may_begin(word: &str) -> bool {
    word.starts_with(char::is_alphanumeric)
        && (word.bytes().any(|b| !b.is_ascii_lowercase())
            || matches!(word, "today" | "tonight" | "yesterday" | "tomorrow" | "a" | "an")
            || which(word).is_some()
            || NUMBERS.contains(&word))
}

/// `February 3, 2022`, `3rd of February 2022`, `Feb. 3`, `February 2022`, `February`.
fn read_date(words: &[&str]) -> Option<(usize, Expression)> {
    let lower: [Lower<'_>; 6] = std::array::from_fn(|i| lowered(words.get(i).copied().unwrap_or("")));
    let at = |i: usize| lower.get(i).map_or("", |word| &**word);
    let month_at =
        |i: usize| month(at(i)).filter(|_| words.get(i).is_some_and(|w| w.starts_with(char::is_uppercase)));
    // The year may follow a comma.
    let year_at = |i: usize| match at(i) {
        "," => year(at(i + 1)).map(|y| (2, y)),
        word => year(word).map(|y| (1, y)),
    };
    if let Some(month) = month_at(0) {
        if let Some(day) = day(at(1)) {
            let (more, year) = year_at(2).map_or((0, None), |(n, y)| (n, Some(y)));
            return valid(year, month, day).map(|e| (2 + more, e));
        }
        if let Some((more, year)) = year_at(1) {
            return Some((1 + more, Expression::Month { year: Some(year), month, which: Which::Nearest }));
        }
        // "May" and "March" are also other words.
        let plain = !matches!(at(0), "may" | "march" | "mar");
        return plain.then_some((1, Expression::Month { year: None, month, which: Which::Nearest }));
    }
    let day = day(at(0))?;
    let skip = if at(1) == "of" { 2 } else { 1 };
    let month = month_at(skip)?;
    let (more, year) = year_at(skip + 1).map_or((0, None), |(n, y)| (n, Some(y)));
    valid(year, month, day).map(|e| (skip + 1 + more, e))
}

fn valid(year: Option<i32>, month: u32, day: u32) -> Option<Expression> {
    let longest = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 29,
        1..=12 => 31,
        _ => return None,
    };
    (1..=longest).contains(&day).then_some(Expression::Day { year, month, day })
}

fn which(word: &str) -> Option<Which> {
    match word {
        "last" | "past" => Some(Which::Before),
        "next" | "coming" => Some(Which::After),
        "this" => Some(Which::Around),
        _ => None,
    }
}

pub(super) fn month(word: &str) -> Option<u32> {
    let bare = word.strip_suffix('.').unwrap_or(word);
    let short = if bare == "sept" { "sep" } else { bare };
    let found = MONTHS.iter().position(|m| *m == word).or_else(|| SHORT.iter().position(|m| *m == short));
    found.map(|i| i as u32 + 1)
}

fn weekday(word: &str) -> Option<u32> {
    WEEKDAYS.iter().position(|d| *d == word).map(|i| i as u32)
}

fn year(word: &str) -> Option<i32> {
    let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    word.parse().ok().filter(|y| digits && (1500..2100).contains(y))
}

fn two_digits(word: &str) -> Option<u32> {
    let digits = word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit());
    word.parse().ok().filter(|_| digits)
}

fn day(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|s| word.strip_suffix(s)).unwrap_or(word);
    let plain = matches!(digits.len(), 1 | 2) && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|d| plain && (1..=31).contains(d))
}

fn number(word: &str) -> Option<i32> {
    if word == "a" || word == "an" {
        return Some(1);
    }
    let spelled = NUMBERS.iter().position(|n| *n == word).map(|i| i as i32);
    spelled.or_else(|| word.parse().ok().filter(|n| word.len() <= 3 && (0..=999).contains(n)))
}
