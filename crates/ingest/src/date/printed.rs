use super::month;
use verbatim_article::{PartialDate, Span};

/// A date found in words or figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    /// Where it stands in the text that was searched.
    pub span: Span,
    pub reading: Reading,
}

/// What a printed date can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// One date.
    Sure(PartialDate),
    /// Figures whose order is not told: `03.02.22`.
    Open(Numeric),
    /// A month and a day without a year.
    Yearless { month: u32, day: u32 },
}

/// A date in figures alone with more than one possible order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numeric {
    pub day_first: Option<PartialDate>,
    pub month_first: Option<PartialDate>,
    pub year_first: Option<PartialDate>,
}

impl Numeric {
    /// The distinct dates that it can be, in the order of how common they are.
    pub(crate) fn choices(self) -> Vec<PartialDate> {
        let mut dates: Vec<PartialDate> = Vec::new();
        for date in [self.day_first, self.month_first, self.year_first].into_iter().flatten() {
            if !dates.contains(&date) {
                dates.push(date);
            }
        }
        dates
    }
}

impl Reading {
    /// The date when there is only one.
    pub(crate) fn settled(self) -> Option<PartialDate> {
        match self {
            Self::Sure(date) => Some(date),
            Self::Open(_) | Self::Yearless { .. } => None,
        }
    }
}

/// The first date with a year in a text.
pub(crate) fn find(text: &str) -> Option<Printed> {
    let mut search = Search { text, at: 0 };
    loop {
        let found = search.next()?;
        if !matches!(found.reading, Reading::Yearless { .. }) {
            return Some(found);
        }
    }
}

/// All dates in a text, those without a year included.
pub(crate) fn find_all(text: &str) -> impl Iterator<Item = Printed> {
    Search { text, at: 0 }
}

/// The date when a line holds little else: a weekday, a time of day, a label such as
/// "Published:", at most `spare` bytes besides.
pub(crate) fn whole_line(line: &str, spare: usize) -> Option<Printed> {
    let found = find(line)?;
    let rest = line.len() - found.span.len();
    (rest <= spare).then_some(found)
}

struct Search<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Search<'_> {
    type Item = Printed;

    fn next(&mut self) -> Option<Printed> {
        while let Some((start, end)) = word(self.text, self.at) {
            self.at = end;
            let token = self.text.get(start..end).unwrap_or_default();
            let found = if token.bytes().next().is_some_and(|b| b.is_ascii_digit()) {
                from_figures(self.text, start, end)
            } else {
                month(token).and_then(|m| from_month(self.text, start, end, m))
            };
            if let Some(found) = found {
                self.at = found.span.range().end.max(end);
                return Some(found);
            }
        }
        None
    }
}

/// The next run of figures or of letters from `at` on.
fn word(text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    let offset = rest.find(char::is_alphanumeric)?;
    let start = at + offset;
    let tail = text.get(start..)?;
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    let len = if digits > 0 {
        digits
    } else {
        tail.char_indices()
            .find(|(i, c)| !(c.is_alphabetic() || *c == '\u{307}') && *i > 0)
            .map_or(tail.len(), |(i, _)| i)
            .max(tail.chars().next().map_or(1, char::len_utf8))
    };
    Some((start, start + len))
}

fn figures(text: &str, at: usize) -> Option<(u32, usize)> {
    let tail = text.get(at..)?;
    let len = tail.bytes().take_while(u8::is_ascii_digit).count();
    let value = tail.get(..len).filter(|f| (1..=4).contains(&f.len()))?.parse().ok()?;
    Some((value, len))
}

/// Skips one of the separators that may stand between the pieces of a printed date.
fn skip(text: &str, at: usize) -> usize {
    let tail = text.get(at..).unwrap_or_default();
    let mut len = 0;
    for (i, c) in tail.char_indices() {
        let fits = match c {
            ' ' | '\u{A0}' | '\u{202F}' | ',' | '.' | '-' | '/' | '’' | '\'' => i < 4,
            _ => false,
        };
        if !fits {
            break;
        }
        len = i + c.len_utf8();
    }
    at + len
}

/// Skips a word from a short list: "of", "de", "ye".
fn skip_word(text: &str, at: usize, words: &[&str]) -> usize {
    match word(text, at) {
        Some((start, end)) if start - at <= 2 => {
            let token = text.get(start..end).unwrap_or_default();
            if words.iter().any(|w| token.eq_ignore_ascii_case(w)) { skip(text, end) } else { at }
        }
        _ => at,
    }
}

/// A full year: four figures, or two after a date that has its day and month in words.
fn year(value: u32, len: usize) -> Option<i32> {
    match len {
        4 => Some(value as i32).filter(|y| (1600..=2100).contains(y)),
        2 => Some(if value < 70 { 2000 + value as i32 } else { 1900 + value as i32 }),
        _ => None,
    }
}

fn printed(start: usize, end: usize, reading: Reading) -> Printed {
    Printed { span: Span::new(start, end), reading }
}

/// Dates that begin with figures.
fn from_figures(text: &str, start: usize, end: usize) -> Option<Printed> {
    let before = text.get(..start)?.chars().next_back();
    if let Some(found) = with_signs(text, start, end) {
        return Some(found);
    }
    if before.is_some_and(|c| {
        matches!(c, '.' | '/' | '-' | ':' | '$' | '€' | '£' | '#' | '+') || c.is_alphanumeric()
    }) {
        let spaced = before == Some('-') || before == Some('.') || before == Some(':');
        // "…, ISTANBUL.3 Feb 2022" is rare; "1.2.3" and "12:30" are not dates.
        if !spaced || text.get(..start)?.chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
    }
    let (first, len) = figures(text, start)?;
    // 2022-02-03 and 2022/02/03, with anything after it.
    if len == 4 {
        let joint = text.get(end..)?.chars().next()?;
        if matches!(joint, '-' | '/' | '.') && text.as_bytes().get(end + 1).is_some_and(u8::is_ascii_digit) {
            let (m, ml) = figures(text, end + 1)?;
            let after = end + 1 + ml;
            if ml <= 2 && text.get(after..)?.starts_with(joint) {
                let (d, dl) = figures(text, after + 1)?;
                let date = PartialDate::ymd(year(first, 4)?, m, d).filter(|_| dl <= 2)?;
                return Some(printed(start, after + 1 + dl, Reading::Sure(date)));
            }
            return None;
        }
        // 2022 February 3; Turkish and Hungarian databases write so.
        let (ws, we) = word(text, end)?;
        let m = (ws - end <= 2).then(|| month(text.get(ws..we)?)).flatten()?;
        let at = skip(text, we);
        let (d, dl) = figures(text, at)?;
        let date = PartialDate::ymd(year(first, 4)?, m, d).filter(|_| dl <= 2)?;
        return Some(printed(start, at + dl, Reading::Sure(date)));
    }
    if len > 2 {
        return None;
    }
    let joint = text.get(end..)?.chars().next()?;
    if matches!(joint, '.' | '/' | '-') && text.as_bytes().get(end + 1).is_some_and(u8::is_ascii_digit) {
        return in_figures(text, start, end, first, joint);
    }
    if joint == '.'
        && text.get(end..)?.starts_with(". ")
        && text.as_bytes().get(end + 2).is_some_and(u8::is_ascii_digit)
    {
        // German "3. 2. 2022".
        let (m, ml) = figures(text, end + 2)?;
        let after = end + 2 + ml;
        let at = text.get(after..)?.starts_with(". ").then_some(after + 2)?;
        let (y, yl) = figures(text, at)?;
        let date = PartialDate::ymd(year(y, yl).filter(|_| yl == 4)?, m, first).filter(|_| ml <= 2)?;
        return Some(printed(start, at + yl, Reading::Sure(date)));
    }
    // 3 February 2022, 3rd of February, 2022, 3 de febrero de 2022, 03-Feb-22, 1er août 2022
    let mut at = end;
    for suffix in ["st", "nd", "rd", "th", "er", "º", "ª", "ème", "e"] {
        let tail = text.get(at..)?;
        let lead = tail.get(..suffix.len()).is_some_and(|t| t.eq_ignore_ascii_case(suffix));
        if lead && !tail.get(suffix.len()..)?.starts_with(char::is_alphanumeric) {
            at += suffix.len();
            break;
        }
    }
    at = skip(text, at);
    if let Some(found) = vietnamese(text, start, at, first) {
        return Some(found);
    }
    at = skip_word(text, at, &["of", "de", "di", "do"]);
    let (ws, we) = word(text, at)?;
    let m = (ws == at).then(|| month(text.get(ws..we)?)).flatten()?;
    finish(text, start, we, m, first)
}

/// `3 tháng 2 năm 2022`, `3 Tháng Hai, 2022`: months are numbers.
fn vietnamese(text: &str, start: usize, at: usize, day: u32) -> Option<Printed> {
    const NUMBERS: &[&str] =
        &["một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"];
    text.as_bytes().get(at).filter(|b| matches!(b, b't' | b'T'))?;
    let (ws, we) = word(text, at)?;
    (ws == at && text.get(ws..we)?.to_lowercase() == "tháng").then_some(())?;
    let at = skip(text, we);
    let (month, mut after) = match figures(text, at) {
        Some((month, len)) => (month, at + len),
        None => {
            let rest: String = text.get(at..)?.chars().take(9).flat_map(char::to_lowercase).collect();
            let place =
                (0..NUMBERS.len()).rev().find(|i| NUMBERS.get(*i).is_some_and(|n| rest.starts_with(n)))?;
            (place as u32 + 1, at + NUMBERS.get(place)?.len())
        }
    };
    after = skip(text, after);
    after = skip_word(text, after, &["năm"]);
    let (value, len) = figures(text, after).filter(|(_, len)| *len == 4)?;
    let date = PartialDate::ymd(year(value, len)?, month, day)?;
    Some(printed(start, after + len, Reading::Sure(date)))
}

/// `2022年2月3日`, `2022년 2월 3일`
fn with_signs(text: &str, start: usize, end: usize) -> Option<Printed> {
    let (y, len) = figures(text, start).filter(|(_, len)| *len == 4)?;
    let sign = |at: usize, signs: [char; 2]| {
        let tail = text.get(at..)?.trim_start_matches(' ').strip_prefix(signs)?;
        Some(text.len() - tail.len())
    };
    let at = skip(text, sign(end, ['年', '년'])?);
    let (m, ml) = figures(text, at)?;
    let month_end = sign(at + ml, ['月', '월'])?;
    let day_at = skip(text, month_end);
    let day = figures(text, day_at).and_then(|(d, dl)| Some((d, sign(day_at + dl, ['日', '일'])?)));
    let (date, stop) = match day {
        Some((d, stop)) => (PartialDate::ymd(year(y, len)?, m, d)?, stop),
        None => (PartialDate::ym(year(y, len)?, m)?, month_end),
    };
    Some(printed(start, stop, Reading::Sure(date)))
}

/// Dates that begin with a month's name: `February 3, 2022`, `Feb. 3`, `February 2022`.
fn from_month(text: &str, start: usize, end: usize, m: u32) -> Option<Printed> {
    let at = skip(text, end);
    let (value, len) = figures(text, at)?;
    if len == 4 {
        let date = PartialDate::ym(year(value, len)?, m)?;
        return Some(printed(start, at + len, Reading::Sure(date)));
    }
    if len > 2 {
        return None;
    }
    let mut after = at + len;
    for suffix in ["st", "nd", "rd", "th"] {
        if text.get(after..)?.get(..2).is_some_and(|t| t.eq_ignore_ascii_case(suffix)) {
            after += 2;
            break;
        }
    }
    // "June 12:30" is a time.
    if text.get(after..)?.starts_with(':') {
        return None;
    }
    finish(text, start, after, m, value)
}

/// Day and month are known; takes the year after them where there is one.
fn finish(text: &str, start: usize, end: usize, m: u32, day: u32) -> Option<Printed> {
    let mut at = skip(text, end);
    at = skip_word(text, at, &["de", "del", "do", "of"]);
    if let Some((value, len)) = figures(text, at) {
        let time = text.get(at + len..).is_some_and(|t| t.starts_with(':'));
        let close = text.get(at + len..).and_then(|t| t.chars().next()).is_none_or(|c| !c.is_alphanumeric());
        // Two figures are a year only where the date is joined: 03-Feb-22, 3 Feb '22.
        let joined = text.get(end..at).is_some_and(|s| s.contains(['-', '/', '\'', '’']));
        if !time
            && (len == 4 || (len == 2 && joined && close))
            && let Some(date) = year(value, len).and_then(|y| PartialDate::ymd(y, m, day))
        {
            return Some(printed(start, at + len, Reading::Sure(date)));
        }
    }
    PartialDate::ymd(2024, m, day)?;
    Some(printed(start, end, Reading::Yearless { month: m, day }))
}

/// Three figures with one separator: `03.02.2022`, `2/3/22`.
fn in_figures(text: &str, start: usize, end: usize, first: u32, joint: char) -> Option<Printed> {
    let (second, sl) = figures(text, end + 1)?;
    let after = end + 1 + sl;
    if sl > 2 || !text.get(after..)?.starts_with(joint) {
        return None;
    }
    let (third, tl) = figures(text, after + 1)?;
    let stop = after + 1 + tl;
    if !matches!(tl, 2 | 4) || text.get(stop..)?.chars().next().is_some_and(char::is_alphanumeric) {
        return None;
    }
    if text.get(stop..)?.starts_with(joint) && text.as_bytes().get(stop + 1).is_some_and(u8::is_ascii_digit) {
        return None; // An address such as 10.12.13.14.
    }
    let last = year(third, tl)?;
    let numeric = Numeric {
        day_first: PartialDate::ymd(last, second, first),
        month_first: PartialDate::ymd(last, first, second),
        // Only hyphens join a short year before its month.
        year_first: if tl == 2 && end - start == 2 && joint == '-' {
            year(first, 2).filter(|y| *y > 1999).and_then(|y| PartialDate::ymd(y, second, third))
        } else {
            None
        },
    };
    // With full stops and a full year the day comes first everywhere.
    let certain = joint == '.' && tl == 4;
    let reading = match (numeric.choices().as_slice(), numeric.day_first) {
        ([], _) => return None,
        ([only], _) => Reading::Sure(*only),
        (_, Some(date)) if certain => Reading::Sure(date),
        _ => Reading::Open(numeric),
    };
    Some(printed(start, stop, reading))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match find_all(text).next() {
            None => "-".to_owned(),
            Some(p) => match p.reading {
                Reading::Sure(date) => format!("{} {date}", p.span.of(text)),
                Reading::Open(n) => {
                    let all: Vec<String> = n.choices().iter().map(ToString::to_string).collect();
                    format!("{} {}", p.span.of(text), all.join("|"))
                }
                Reading::Yearless { month, day } => format!("{} --{month:02}-{day:02}", p.span.of(text)),
            },
        }
    }

    #[test]
    fn printed_dates() {
        for (text, want) in [
            ("date 2022-02-03 As a", "2022-02-03 2022-02-03"),
            ("on 3 Feb 2022, he", "3 Feb 2022 2022-02-03"),
            ("February 3, 2022", "February 3, 2022 2022-02-03"),
            ("Feb. 3, 2022. (EPA", "Feb. 3, 2022 2022-02-03"),
            ("ANKARA, February 3. /TASS/. Current", "February 3 --02-03"),
            ("03.02.2022", "03.02.2022 2022-02-03"),
            ("03.02.22", "03.02.22 2022-02-03|2022-03-02"),
            ("03-02-22", "03-02-22 2022-02-03|2022-03-02|2003-02-22"),
            ("23.02.22", "23.02.22 2022-02-23"),
            ("23/02/2022", "23/02/2022 2022-02-23"),
            ("2/3/2022", "2/3/2022 2022-03-02|2022-02-03"),
            ("3. Februar 2022", "3. Februar 2022 2022-02-03"),
            ("3. 2. 2022", "3. 2. 2022 2022-02-03"),
            ("1er août 2022", "1er août 2022 2022-08-01"),
            ("3 de febrero de 2022", "3 de febrero de 2022 2022-02-03"),
            ("3 Şubat 2022 Perşembe", "3 Şubat 2022 2022-02-03"),
            ("03-Feb-22 10:15", "03-Feb-22 2022-02-03"),
            ("February 2022", "February 2022 2022-02"),
            ("3rd of February, 2022", "3rd of February, 2022 2022-02-03"),
            ("3 февраля 2022 года", "3 февраля 2022 2022-02-03"),
            ("发布于2022年2月3日 10:31", "2022年2月3日 2022-02-03"),
            ("2022년 2월 3일", "2022년 2월 3일 2022-02-03"),
            ("2022. február 3.", "2022. február 3 2022-02-03"),
            ("3 فبراير 2022", "3 فبراير 2022 2022-02-03"),
            ("3 בפברואר 2022", "3 בפברואר 2022 2022-02-03"),
            ("May 10:30", "-"),
            ("10.12.13.14", "-"),
            ("version 1.2.3 of", "-"),
            ("on Sunday", "-"),
            ("12 30 99", "-"),
        ] {
            assert_eq!(read(text), want, "{text}");
        }
    }
}
