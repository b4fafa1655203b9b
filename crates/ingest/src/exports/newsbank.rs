use super::record::{Record, field};
use verbatim_article::Article;

const FIELDS: &[&str] = &[
    "Paper",
    "Source",
    "Newspaper",
    "Title",
    "Headline",
    "Date",
    "Author",
    "Author/Byline",
    "Byline",
    "Section",
    "Page",
    "Edition",
    "Column",
    "Dateline",
    "Length",
    "Readability",
    "Record Number",
    "Record",
    "Copyright",
    "Article Bookmark(OpenURL Compliant)",
    "Memo",
    "Index Terms",
    "Caption",
    "Citation",
    "Language",
    "OpenURL Link",
];

/// Reads downloads of NewsBank, or `None`.
pub(super) fn read(lines: &[&str]) -> Option<Vec<Article>> {
    let named = lines.iter().any(|l| l.contains("NewsBank") || l.contains("infoweb.newsbank"));
    let ends: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, l)| field(l, &["Record Number", "Record"]).is_some())
        .map(|(i, _)| i)
        .collect();
    if ends.is_empty() || !(named || lines.iter().any(|l| field(l, &["Paper", "Author/Byline"]).is_some())) {
        return piped(lines);
    }
    let mut out = Vec::new();
    let mut from = 0;
    for (i, end) in ends.iter().enumerate() {
        // The copyright line may follow the number.
        let stop = if i + 1 == ends.len() { lines.len() } else { end + 1 };
        if let Some(record) = labelled(lines.get(from..stop).unwrap_or_default()) {
            out.push(record.article("NewsBank"));
        }
        from = end + 1;
    }
    (!out.is_empty()).then_some(out)
}

fn labelled(lines: &[&str]) -> Option<Record> {
    let mut out = Record::default();
    let mut headed = false;
    let mut first = None;
    for line in lines {
        let words = line.trim();
        if words.is_empty() {
            if headed {
                out.body.push(String::new());
            }
            continue;
        }
        if words.to_lowercase().starts_with("copyright") {
            continue;
        }
        if let Some((name, value)) = field(line, FIELDS) {
            let slot = match name {
                "Paper" | "Source" | "Newspaper" => &mut out.outlet,
                "Title" | "Headline" => &mut out.headline,
                "Date" => &mut out.date,
                "Author" | "Author/Byline" | "Byline" => &mut out.byline,
                "Dateline" => &mut out.dateline,
                "Language" => &mut out.language,
                "Caption" => {
                    out.captions.push(value.to_owned());
                    continue;
                }
                _ => continue,
            };
            headed = true;
            if slot.is_empty() {
                slot.push_str(value);
            }
        } else if !headed && first.is_none() {
            first = Some(words);
        } else {
            headed = true;
            out.body.push((*line).to_owned());
        }
    }
    if out.headline.is_empty() {
        out.headline = first.unwrap_or_default().to_owned();
    }
    out.outlet = paper(&out.outlet);
    (!out.body.iter().all(String::is_empty)).then_some(out)
}

/// "Orvik Courier, The (Norland)" as it is printed: "The Orvik Courier".
fn paper(name: &str) -> String {
    let name = name.split(" (").next().unwrap_or(name).trim();
    match name.strip_suffix(", The") {
        Some(rest) => format!("The {rest}"),
        None => name.to_owned(),
    }
}

/// Fields that no other database has.
const MARKS: &[&str] = &["Readability", "Record Number", "Record"];

/// Date and paper of a line such as "February 3, 2022 | Orvik Courier, The (Orvik)" or "Orvik
/// Courier, The (Orvik) - February 3, 2022 - page A1".
fn source(line: &str) -> Option<(&str, &str)> {
    let dated = |d: &str| crate::date::whole_line(d.trim(), 16).is_some();
    if let Some((date, name)) = line.split_once('|') {
        return (dated(date) && name.contains('(')).then(|| (date.trim(), name.trim()));
    }
    let (name, rest) = line.split_once(") - ")?;
    let date = rest.split(" - ").next()?;
    (dated(date) && name.contains(" (")).then(|| (date.trim(), name.trim()))
}

/// The newer layouts: headline, "February 3, 2022 | Orvik Courier, The (Orvik)", then
/// "Author/Byline: … | Section: …".
fn piped(lines: &[&str]) -> Option<Vec<Article>> {
    let heads: Vec<usize> =
        lines.iter().enumerate().filter(|(_, l)| source(l).is_some()).map(|(i, _)| i).collect();
    if heads.is_empty()
        || !lines.iter().any(|l| l.contains("NewsBank") || l.contains("OpenURL") || field(l, MARKS).is_some())
    {
        return None;
    }
    let mut out = Vec::new();
    for (i, head) in heads.iter().enumerate() {
        let title = (0..*head).rev().find(|at| lines.get(*at).is_some_and(|l| !l.trim().is_empty()))?;
        let end = heads.get(i + 1).map_or(lines.len(), |next| {
            (0..*next).rev().find(|at| lines.get(*at).is_some_and(|l| !l.trim().is_empty())).unwrap_or(*next)
        });
        let mut record = Record { headline: lines.get(title)?.trim().to_owned(), ..Record::default() };
        if let Some((date, name)) = lines.get(*head).and_then(|l| source(l)) {
            record.date = date.to_owned();
            record.outlet = paper(name);
        }
        for line in lines.get(head + 1..end)? {
            let words = line.trim();
            let meta = words.contains('|')
                || words.contains("OpenURL")
                || words.contains("Readability:")
                || words.starts_with("©")
                || words.to_lowercase().starts_with("copyright")
                || words.contains("NewsBank");
            if let Some((_, value)) = field(line, &["Author/Byline", "Author", "Byline"]) {
                record.byline = value.split('|').next().unwrap_or(value).trim().to_owned();
            } else if words.starts_with("Citation") || words.starts_with("• Citation") {
                break;
            } else if !meta && field(line, FIELDS).is_none() {
                record.body.push((*line).to_owned());
            }
        }
        out.push(record.article("NewsBank"));
    }
    Some(out)
}
