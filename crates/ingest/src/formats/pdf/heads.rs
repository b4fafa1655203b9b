//! What stands at the top and the bottom of every page: running heads, page numbers, what a browser prints around a page.
use super::lines::Line;
use std::collections::BTreeMap;

/// Takes running heads and page numbers out of the pages; each of them once, as first met.
pub(super) fn take(pages: &mut [Vec<Line>]) -> Vec<String> {
    // Where on its page each was seen: a running head stands at one height.
    let mut seen: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let margins: Vec<Vec<usize>> = pages.iter().map(|page| margin(page)).collect();
    for (page, levels) in pages.iter().zip(&margins) {
        for level in levels {
            seen.entry(key(&words(page, *level))).or_default().push(height(page, *level));
        }
    }
    for heights in seen.values_mut() {
        heights.sort_by(f64::total_cmp);
    }
    // The space at the head and the foot of a page, where running heads stand.
    let ys = pages.iter().flatten().map(|line| line.y);
    let (low, high) = ys.fold((0.0f64, f64::MIN), |(low, high), y| (low.min(y), high.max(y)));
    let outside = |y: f64| y > high - 0.15 * (high - low) || y < low + 0.15 * (high - low);
    // Left and right pages may have heads of their own, and articles of a download each theirs.
    let enough = (pages.len() / 8).max(2);
    let mut out: Vec<String> = Vec::new();
    let mut told: BTreeMap<String, ()> = BTreeMap::new();
    for (page, levels) in pages.iter_mut().zip(&margins) {
        for (place, level) in levels.iter().enumerate() {
            let words = words(page, *level);
            let key = key(&words);
            let here = height(page, *level);
            let alike = seen.get(&key).map_or(0, |heights| {
                heights.partition_point(|y| *y < here + 4.0) - heights.partition_point(|y| *y < here - 4.0)
            });
            let often = alike >= enough && outside(here) && key.chars().count() < 160;
            let outer = place == 0 || place + 1 == levels.len();
            if !(often || outer && (is_number(&words) || is_print(&words))) {
                continue;
            }
            page.retain(|line| line.level != *level);
            if !is_number(&words) && told.insert(key, ()).is_none() {
                out.push(words);
            }
        }
    }
    out
}

/// The first two and the last two levels of a page, if there is more on it than that.
fn margin(page: &[Line]) -> Vec<usize> {
    let mut levels: Vec<usize> = page.iter().map(|line| line.level).collect();
    levels.dedup();
    let count = levels.len();
    if count < 4 {
        // What little is on a last page is not all running heads.
        let (first, last) = (levels.first().copied(), levels.last().copied().filter(|_| count > 1));
        return first.into_iter().chain(last).collect();
    }
    levels.iter().enumerate().filter(|(at, _)| *at < 2 || *at + 2 >= count).map(|(_, level)| *level).collect()
}

fn words(page: &[Line], level: usize) -> String {
    let parts: Vec<&str> = page.iter().filter(|l| l.level == level).map(|l| l.text.as_str()).collect();
    parts.join("  ")
}

fn height(page: &[Line], level: usize) -> f64 {
    page.iter().find(|line| line.level == level).map_or(0.0, |line| line.y)
}

/// The words with all numbers alike.
fn key(words: &str) -> String {
    let mut out = String::new();
    for letter in words.chars().filter(|c| !c.is_whitespace()) {
        let letter = if letter.is_numeric() { '#' } else { letter };
        if !(letter == '#' && out.ends_with('#')) {
            out.push(letter);
        }
    }
    out
}

/// `3`, `- 3 -`, `Page 3 of 12`, `3/12`
pub(super) fn is_number(words: &str) -> bool {
    const NAMES: &[&str] = &[
        "page",
        "of",
        "p",
        "pg",
        "seite",
        "von",
        "s",
        "página",
        "pagina",
        "de",
        "di",
        "van",
        "sur",
        "sayfa",
        "strona",
        "z",
        "стр",
        "из",
        "сторінка",
        "сторінка",
        "side",
        "av",
        "af",
        "sida",
        "sivu",
    ];
    let lower = words.to_lowercase();
    let mut numbers = 0;
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
        let number = word.len() < 5 && word.bytes().all(|b| b.is_ascii_digit());
        numbers += usize::from(number);
        number || NAMES.contains(&word)
    }) && (1..=2).contains(&numbers)
}

/// What browsers print over and under a page: a date with a clock, or the address.
fn is_print(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or("");
    let date = first.trim_end_matches(',');
    let figures =
        date.split(['/', '.', '-']).filter(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let clock = words.split_whitespace().nth(1).is_some_and(|w| {
        w.split_once(':')
            .is_some_and(|(h, _)| !h.is_empty() && h.len() < 3 && h.bytes().all(|b| b.is_ascii_digit()))
    });
    let address = ["http://", "https://", "file://"].iter().any(|scheme| first.starts_with(scheme));
    figures.count() == 3 && clock || address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(level: usize, text: &str) -> Line {
        let y = 800.0 - 180.0 * level as f64;
        Line { left: 0.0, right: 50.0, y, size: 10.0, bold: false, text: text.to_owned(), level }
    }

    #[test]
    fn heads_and_numbers_go_and_words_stay() {
        let page = |n: usize, words: &str| {
            vec![
                line(0, &format!("The Courier {n}")),
                line(1, words),
                line(2, "b"),
                line(3, "c"),
                line(4, &n.to_string()),
            ]
        };
        let mut pages = vec![page(1, "one"), page(2, "two")];
        assert_eq!(take(&mut pages), ["The Courier 1"]);
        let left: Vec<_> = pages.iter().flatten().map(|line| line.text.as_str()).collect();
        assert_eq!(left, ["one", "b", "c", "two", "b", "c"]);
    }

    #[test]
    fn numbers_and_prints() {
        assert!(is_number("Page 2 of 3") && is_number("- 7 -") && is_number("Seite 1 von 2"));
        assert!(!is_number("2022 was 3") && !is_number("Page"));
        assert!(is_print("2/3/22, 10:31 AM  Ferry stays") && is_print("https://courier.example/a 1/3"));
        assert!(!is_print("3 February 2022"));
    }
}
