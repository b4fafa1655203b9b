use super::agency;
use crate::date;
use verbatim_article::{Dateline, Span};

/// What opens an agency's first paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The opening words with their dash.
    pub span: Span,
    pub dateline: Dateline,
    pub agency: Option<String>,
}

/// How far into a paragraph a dateline can reach, in bytes.
const REACH: usize = 160;

/// The dateline at the head of a paragraph: `ANKARA, February 3. /TASS/.`, `LAGOS (AP) —`,
/// `Kyiv, Feb 3 (Interfax) -`, `OSLO — `, `Reuters - `.
pub(crate) fn find(paragraph: &str) -> Option<Found> {
    let mut reach = paragraph.len().min(REACH);
    while !paragraph.is_char_boundary(reach) {
        reach -= 1;
    }
    let head = paragraph.get(..reach)?;
    slashes(head).or_else(|| dashed(head)).or_else(|| bracket_only(head))
}

/// `ANKARA, February 3. /TASS/.` and `/TASS/`, as TASS and its neighbours write.
fn slashes(head: &str) -> Option<Found> {
    let open = head.find('/')?;
    let rest = head.get(open + 1..)?;
    let close = rest.find('/')?;
    let name = rest.get(..close)?.trim();
    if !agency_like(name) {
        return None;
    }
    let place = head.get(..open)?;
    if !place.trim().is_empty() && !place.trim_end().ends_with(['.', ',']) {
        return None;
    }
    let mut end = open + close + 2;
    let tail = head.get(end..)?;
    let dots = tail.len() - tail.trim_start_matches(['.', ' ', ',', '-', '–', '—', ':']).len();
    end += dots;
    let agency = agency::known(name).map_or_else(|| name.to_owned(), str::to_owned);
    Some(Found { span: Span::new(0, end), dateline: place_and_date(place)?, agency: Some(agency) })
}

/// Everything that ends in a dash: `PLACE (AGENCY) - `, `PLACE, Month 3 — `, `AGENCY - `.
fn dashed(head: &str) -> Option<Found> {
    if let Some((at, len)) = dashes(head).next() {
        let before = head.get(..at)?.trim_end();
        if before.is_empty() {
            return None;
        }
        let end = at
            + len
            + head
                .get(at + len..)?
                .chars()
                .take_while(|c| c.is_whitespace())
                .map(char::len_utf8)
                .sum::<usize>();
        let span = Span::new(0, end);
        if let Some(name) = agency::known(before) {
            let dateline = Dateline { place: None, date: None };
            return Some(Found { span, dateline, agency: Some(name.to_owned()) });
        }
        if let Some((place, name)) = bracketed(before) {
            if !agency_like(name) {
                return None;
            }
            let agency = agency::known(name).map_or_else(|| name.to_owned(), str::to_owned);
            return Some(Found { span, dateline: place_and_date(place)?, agency: Some(agency) });
        }
        // Without an agency only capitals tell a place from the beginning of a sentence.
        let found = place_and_date(before)?;
        let place = found.place.as_deref()?;
        let city = place.split(',').next().unwrap_or(place);
        return is_capitals(city).then_some(Found { span, dateline: found, agency: None });
    }
    None
}

/// `LAGOS (AP): ` or `LAGOS (Reuters) The ministry`: a known agency needs no dash.
fn bracket_only(head: &str) -> Option<Found> {
    let close = head.find(')')?;
    let before = head.get(..=close)?;
    let (place, name) = bracketed(before)?;
    let agency = agency::known(name)?;
    let tail = head.get(close + 1..)?;
    let skipped = tail.len() - tail.trim_start_matches([':', ' ', '.', '\u{A0}']).len();
    if skipped == 0 {
        return None;
    }
    let span = Span::new(0, close + 1 + skipped);
    Some(Found { span, dateline: place_and_date(place)?, agency: Some(agency.to_owned()) })
}

/// Dashes with white space after them: (offset, length).
fn dashes(head: &str) -> impl Iterator<Item = (usize, usize)> {
    head.char_indices().filter_map(move |(at, c)| {
        let double = c == '-' && head.get(at..)?.starts_with("--");
        let dash = matches!(c, '–' | '—' | '―')
            || double
            || (c == '-' && head.get(..at)?.ends_with([' ', '\u{A0}', ')']));
        let len = if double { 2 } else { c.len_utf8() };
        let spaced = head.get(at + len..)?.starts_with(char::is_whitespace) || matches!(c, '–' | '—' | '―');
        (dash && spaced).then_some((at, len))
    })
}

/// Splits `PLACE, date (NAME)` into what stands before and within the brackets.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim_end().strip_suffix(')')?;
    let open = inner.rfind('(')?;
    Some((inner.get(..open)?.trim(), inner.get(open + 1..)?.trim()))
}

/// A known agency, or a short name in letters of which the first is a capital.
fn agency_like(name: &str) -> bool {
    if agency::known(name).is_some() {
        return true;
    }
    let words = name.split_whitespace().count();
    (1..=3).contains(&words)
        && name.chars().count() <= 24
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '&' | '/'))
        && name.split_whitespace().all(|w| w.chars().next().is_some_and(char::is_uppercase))
}

/// Reads `ANKARA, February 3.` or `KYIV, Ukraine`; nothing else may stand there.
fn place_and_date(text: &str) -> Option<Dateline> {
    let text = text.trim();
    let mut place = text;
    let mut written = None;
    if let Some(found) = date::find_all(text).next() {
        let range = found.span.range();
        let after = text.get(range.end..)?.trim_matches(|c: char| c == '.' || c == ',' || c.is_whitespace());
        if !after.is_empty() {
            return None;
        }
        written = match found.reading {
            date::Reading::Sure(date) => Some(date.to_string()),
            date::Reading::Yearless { month, day } => Some(format!("{month:02}-{day:02}")),
            date::Reading::Open(_) => None,
        };
        place = text.get(..range.start)?;
    }
    let place = place.trim_matches(|c: char| matches!(c, '.' | ',' | '(' | ';') || c.is_whitespace());
    if place.is_empty() {
        return Some(Dateline { place: None, date: written });
    }
    is_place(place).then(|| Dateline { place: Some(place.to_owned()), date: written })
}

/// A few words that begin with capitals, small words between them: "RIO DE JANEIRO, Brazil".
fn is_place(text: &str) -> bool {
    const SMALL: &[&str] = &[
        "de", "del", "la", "le", "el", "of", "the", "am", "an", "der", "al", "di", "da", "do", "du", "on",
        "upon", "sur", "and", "in", "near",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() || words.len() > 8 || text.chars().count() > 70 {
        return false;
    }
    if text.contains(['"', '“', '”', '!', '?', ':', '«']) || text.contains(". ") && text.len() > 30 {
        return false;
    }
    let commas = text.matches(',').count();
    if commas > 3 {
        return false;
    }
    let first = words.first().and_then(|w| w.chars().next());
    first.is_some_and(char::is_uppercase)
        && words.iter().all(|w| {
            let c = w.trim_start_matches(['(', '[']).chars().next();
            c.is_some_and(|c| c.is_uppercase() || matches!(c, '/' | '-' | '&')) || SMALL.contains(w)
        })
}

/// Letters in capitals only, at least three of them, with dots and hyphens allowed: "ST. JOHN'S".
fn is_capitals(place: &str) -> bool {
    let letters = place.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 3 && !place.chars().any(char::is_lowercase) && place.chars().all(|c| !c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(paragraph: &str) -> String {
        find(paragraph).map_or("-".to_owned(), |f| {
            format!(
                "{}|{}|{}|{}",
                f.dateline.place.as_deref().unwrap_or(""),
                f.dateline.date.as_deref().unwrap_or(""),
                f.agency.as_deref().unwrap_or(""),
                f.span.of(paragraph)
            )
        })
    }

    #[test]
    fn shapes_of_agencies() {
        for (paragraph, want) in [
            ("ORVIK, February 3. /TASS/. The ferry", "ORVIK|02-03|TASS|ORVIK, February 3. /TASS/. "),
            ("ORVIK (AP) — The ferry", "ORVIK||AP|ORVIK (AP) — "),
            ("ORVIK, Norland (AP) -- The ferry", "ORVIK, Norland||AP|ORVIK, Norland (AP) -- "),
            (
                "Orvik, Feb 3, 2022 (Interfax) - The",
                "Orvik|2022-02-03|Interfax|Orvik, Feb 3, 2022 (Interfax) - ",
            ),
            ("ORVIK. Feb 3 (Nordpress) - The", "ORVIK|02-03|Nordpress|ORVIK. Feb 3 (Nordpress) - "),
            ("ORVIK — The ferry", "ORVIK|||ORVIK — "),
            ("ORVIK, Feb. 3 – The ferry", "ORVIK|02-03||ORVIK, Feb. 3 – "),
            ("Reuters - The ferry", "||Reuters|Reuters - "),
            ("(AFP) - The ferry", "||AFP|(AFP) - "),
            ("ORVIK (Reuters) The ferry", "ORVIK||Reuters|ORVIK (Reuters) "),
            ("The ferry – a new one – sails", "-"),
            ("Turkey (not the bird) - said", "-"),
            ("The minister (Reuters has learned) said", "-"),
            ("He and/or she/they said", "-"),
        ] {
            assert_eq!(read(paragraph), want, "{paragraph}");
        }
    }
}
