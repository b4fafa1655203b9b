use super::record::{Record, field};
use verbatim_article::Article;

/// Fields before the text.
const HEAD: &[&str] = &[
    "Author",
    "Publication info",
    "Abstract",
    "Abstract (Abstract)",
    "Abstract (Summary)",
    "Abstract (English)",
    "Links",
    "Title",
    "Document title",
    "Correspondence author",
    "ProQuest document link",
    "Publication",
    "Byline",
    "Summary",
    "Headnote",
];

/// Fields after the text.
const TAIL: &[&str] = &[
    "Subject",
    "Location",
    "People",
    "Company / organization",
    "Company",
    "Classification",
    "Identifier / keyword",
    "Publication title",
    "Pages",
    "Number of pages",
    "First page",
    "Last page",
    "Publication year",
    "Publication date",
    "Year",
    "Section",
    "Column",
    "Edition",
    "Publisher",
    "Place of publication",
    "Country of publication",
    "Publication subject",
    "ISSN",
    "e-ISSN",
    "Source type",
    "Source",
    "Language of publication",
    "Language",
    "Document type",
    "Document feature",
    "DOI",
    "ProQuest document ID",
    "Document URL",
    "Copyright",
    "Last updated",
    "Database",
    "Dateline",
    "Credit",
    "Illustration",
    "Word count",
    "Publication place",
    "Accession number",
    "Publication source",
    "Full text availability",
    "Business indexing term",
    "Literature cited",
    "Graphic",
    "Corresponding author",
    "Contact us at",
];

/// Reads downloads of ProQuest, or `None`.
pub(super) fn read(lines: &[&str]) -> Option<Vec<Article>> {
    let mark = |l: &&str| {
        l.contains("ProQuest document")
            || l.contains("Report Information from ProQuest")
            || l.contains("proquest.com")
    };
    if !lines.iter().any(mark) {
        return None;
    }
    let mut parts: Vec<&[&str]> = Vec::new();
    let numbered: Vec<usize> =
        lines.iter().enumerate().filter(|(_, l)| is_number(l)).map(|(i, _)| i).collect();
    let ruled: Vec<usize> = lines.iter().enumerate().filter(|(_, l)| is_rule(l)).map(|(i, _)| i).collect();
    if !numbered.is_empty() {
        for (i, start) in numbered.iter().enumerate() {
            parts.extend(lines.get(start + 1..numbered.get(i + 1).copied().unwrap_or(lines.len())));
        }
    } else if ruled.len() > 1 {
        for pair in ruled.windows(2) {
            if let [a, b] = pair {
                parts.extend(lines.get(a + 1..*b));
            }
        }
        parts.extend(ruled.last().and_then(|last| lines.get(last + 1..)));
    } else {
        let links: Vec<usize> =
            lines.iter().enumerate().filter(|(_, l)| is_link(l)).map(|(i, _)| i).collect();
        let mut starts: Vec<usize> = Vec::new();
        for link in &links {
            let floor = starts.last().copied().unwrap_or(0);
            starts.push(begin(lines, *link, floor));
        }
        for (i, start) in starts.iter().enumerate() {
            parts.extend(lines.get(*start..starts.get(i + 1).copied().unwrap_or(lines.len())));
        }
    }
    let articles: Vec<Article> =
        parts.into_iter().filter_map(record).map(|r| r.article("ProQuest")).collect();
    (!articles.is_empty()).then_some(articles)
}

/// "Document 3 of 50".
fn is_number(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit());
    matches!(words.as_slice(), [d, a, o, b] if d.eq_ignore_ascii_case("document") && number(a) && o.eq_ignore_ascii_case("of") && number(b))
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 20 && line.bytes().all(|b| b == b'_' || b == b'-')
}

fn is_link(line: &str) -> bool {
    line.trim().trim_matches('|').starts_with("ProQuest document link")
}

/// Where the article of a link begins: after the last field of the one before.
fn begin(lines: &[&str], link: usize, floor: usize) -> usize {
    for at in (floor..link).rev() {
        let line = lines.get(at).copied().unwrap_or_default();
        let value = lines.get(at + 1).copied().unwrap_or_default().trim();
        if let Some((name, own)) = field(line, TAIL) {
            // A table's value stands on the next line when the field's own line has none.
            return if own.is_empty() && !value.is_empty() && name != "Database" { at + 2 } else { at + 1 };
        }
        if line.contains("Database copyright")
            || line.contains("ProQuest LLC")
            || line.contains("Terms and Conditions")
        {
            return at + 1;
        }
    }
    floor
}

fn is_full(line: &str) -> Option<&str> {
    let words = line.trim().trim_matches('|').trim();
    for mark in [
        "Full text:",
        "Full Text:",
        "FULL TEXT:",
        "Full text",
        "FULL TEXT",
        "Full Text",
        "Texto completo:",
        "Texte intégral:",
        "Texto completo",
        "Volltext:",
    ] {
        if let Some(rest) = words.strip_prefix(mark)
            && (mark.ends_with(':') || rest.is_empty())
        {
            return Some(rest.trim());
        }
    }
    None
}

/// "Doe, Jane. The Orvik Courier; Orvik [Orvik]03 Feb 2022: A.1.": where an article appeared.
fn is_source(words: &str) -> bool {
    crate::date::find(words).is_some()
        || (words.contains(" [") && words.contains("]") && words.contains(": "))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Head,
    Body,
    Tail,
}

fn record(lines: &[&str]) -> Option<Record> {
    let told = lines.iter().any(|l| {
        is_full(l).is_some()
            || field(
                l,
                &["ProQuest document ID", "Publication title", "Publication info", "Publication date"],
            )
            .is_some()
    });
    if !told {
        return None;
    }
    let mut out = Record::default();
    let mut state = State::Head;
    let mut key: &str = "";
    let mut info = String::new();
    let mut first: Option<&str> = None;
    for line in lines {
        let words = line.trim().trim_matches('|').trim();
        if words.is_empty() {
            if state == State::Body {
                out.body.push(String::new());
            }
            continue;
        }
        if state != State::Body
            && let Some(rest) = is_full(line)
        {
            state = State::Body;
            if !rest.is_empty() {
                out.body.push(rest.to_owned());
            }
            continue;
        }
        if let Some((name, value)) = field(line, TAIL)
            && (state == State::Body || state == State::Tail || name.contains(' '))
        {
            state = State::Tail;
            key = name;
            take(&mut out, name, value);
            continue;
        }
        if state == State::Body
            && (words == "DETAILS" || words == "Details" || words == "LINKS" || words == "Links")
        {
            state = State::Tail;
            key = "";
            continue;
        }
        match state {
            State::Head => {
                if is_link(line) || words.starts_with("http") {
                    key = "";
                } else if let Some((name, value)) = field(line, HEAD) {
                    key = name;
                    if name == "Publication info" || name == "Publication" {
                        info.push_str(value);
                    }
                    take(&mut out, name, value);
                } else if matches!(
                    words,
                    "ABSTRACT"
                        | "ABSTRACT (ENGLISH)"
                        | "ABSTRACT (ABSTRACT)"
                        | "LINKS"
                        | "HEADNOTE"
                        | "Abstract"
                ) {
                    key = "Abstract";
                } else if first.is_none() {
                    first = Some(words);
                } else if key == "Publication info" || (key.is_empty() && info.is_empty() && is_source(words))
                {
                    info.push_str(words);
                } else if matches!(key, "Author" | "Title") {
                    take(&mut out, key, words);
                }
            }
            State::Body => out.body.push((*line).to_owned()),
            State::Tail => {
                if !key.is_empty() {
                    take(&mut out, key, words);
                    key = "";
                }
            }
        }
    }
    if out.headline.is_empty() {
        out.headline = first.unwrap_or_default().to_owned();
    }
    // "Doe, Jane. The Orvik Courier ; Orvik [Orvik]. 03 Feb 2022: A.1."
    if !info.is_empty() {
        let head = info.split([';', '[']).next().unwrap_or_default().trim().trim_end_matches([',', '.']);
        let (author, paper) = head.rsplit_once(". ").unwrap_or(("", head));
        if out.outlet.is_empty() {
            out.outlet = paper.to_owned();
        }
        if out.byline.is_empty() {
            out.byline = author.to_owned();
        }
    }
    // "The Orvik Courier; Orvik, Norland": the place that follows is no part of the name.
    if let Some((paper, _)) = out.outlet.split_once(';') {
        out.outlet = paper.trim_end().to_owned();
    }
    if out.date.is_empty() {
        out.date = info;
    }
    (!out.is_empty()).then_some(out)
}

fn take(out: &mut Record, key: &str, value: &str) {
    let slot = match key {
        "Title" | "Document title" if out.headline.is_empty() => &mut out.headline,
        "Author" | "Byline" => &mut out.byline,
        "Publication title" if out.outlet.is_empty() => &mut out.outlet,
        "Publication date" if out.date.is_empty() => &mut out.date,
        "Language of publication" | "Language" => &mut out.language,
        "Dateline" => &mut out.dateline,
        "Document URL" if value.starts_with("http") => &mut out.url,
        "Illustration" | "Graphic" => {
            if !value.is_empty() {
                out.captions.push(value.to_owned());
            }
            return;
        }
        _ => return,
    };
    if !slot.is_empty() {
        slot.push(' ');
    }
    slot.push_str(value);
}
