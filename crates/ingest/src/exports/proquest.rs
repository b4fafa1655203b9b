use super::labels;
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
    if !lines.iter().any(|l| l.contains("ProQuest") || l.contains("proquest.com")) {
        return None;
    }
    if !lines.iter().any(|l| field(l, &["Publication title", "Publication info", "Document type"]).is_some())
    {
        let english: Vec<String> =
            lines.iter().map(|l| labels::english(l).unwrap_or_else(|| (*l).to_owned())).collect();
        let lines: Vec<&str> = english.iter().map(String::as_str).collect();
        return lines.iter().any(mark).then(|| articles(&lines)).flatten();
    }
    lines.iter().any(mark).then(|| articles(lines)).flatten()
}

fn articles(lines: &[&str]) -> Option<Vec<Article>> {
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
    let document = |w: &str| matches!(w.to_lowercase().as_str(), "document" | "documento" | "dokument");
    let of = |w: &str| matches!(w.to_lowercase().as_str(), "of" | "de" | "sur" | "von" | "di");
    matches!(words.as_slice(), [d, a, o, b] if document(d) && number(a) && of(o) && number(b))
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
        "Texte intégral",
        "Volltext:",
        "Volltext",
        "Testo completo:",
        "Testo completo",
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
    let mut first: Option<String> = None;
    let mut wrapped = false;
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
                    first = Some(words.to_owned());
                    wrapped = words.len() >= 58;
                    continue;
                } else if wrapped && words.starts_with(char::is_lowercase) {
                    // A headline that was broken at the margin.
                    first = first.map(|head| format!("{head} {words}"));
                    continue;
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
        out.headline = first.unwrap_or_default();
    }
    // "Doe, Jane. The Orvik Courier ; Orvik [Orvik]. 03 Feb 2022: A.1."
    if !info.is_empty() {
        let head = info.split([';', '[']).next().unwrap_or_default().trim().trim_end_matches([',', '.']);
        let (author, paper) = head.rsplit_once(". ").unwrap_or(("", head));
        if out.outlet.is_empty() {
            out.outlet = paper.to_owned();
        }
        if out.byline.is_empty() {
            out.byline = names(author);
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

/// "Berg, Jonna; Lind, Tor" as printed: "Jonna Berg, Tor Lind". Anything else stays as it is.
pub(super) fn names(list: &str) -> String {
    let turned: Option<Vec<String>> = list
        .split(';')
        .map(|name| {
            let (family, given) = name.trim().trim_end_matches('.').split_once(", ")?;
            let plain = |part: &str| {
                let words = part.split_whitespace().count();
                (1..=3).contains(&words)
                    && part.chars().all(|c| !c.is_ascii_digit() && !matches!(c, ',' | ':' | '('))
            };
            (plain(family) && plain(given)).then(|| format!("{given} {family}"))
        })
        .collect();
    turned.map_or_else(|| list.to_owned(), |names| names.join(", "))
}

fn take(out: &mut Record, key: &str, value: &str) {
    let slot = match key {
        "Title" | "Document title" if out.headline.is_empty() => &mut out.headline,
        "Author" | "Byline" => {
            out.byline = names(&match out.byline.as_str() {
                "" => value.to_owned(),
                before => format!("{before} {value}"),
            });
            return;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverted_names_are_turned() {
        assert_eq!(names("Berg, Jonna; Lind, Tor."), "Jonna Berg, Tor Lind");
        assert_eq!(names("Jonna Berg"), "Jonna Berg");
        assert_eq!(names("Berg, Jonna, of the Courier"), "Berg, Jonna, of the Courier");
    }

    #[test]
    fn fields_in_other_languages() {
        let file = "Dokument 1 von 2\n\nFerry stays in dock\n\nAutor: Berg, Jonna\n\nPublikationsinfo: The Orvik Courier ; Orvik [Orvik]. 03 Feb 2022: A.1.\n\nVolltext: The ferry will not sail.\n\nThema: Ferries\n\nTitel der Publikation: The Orvik Courier; Orvik\n\nPublikationsdatum: Feb 3, 2022\n\nSprache der Publikation: English\n\nProQuest-Dokument-ID: 261\n\nDokument 2 von 2\n\nBridge opens\n\nVolltext: Lorries may pass.\n\nProQuest-Dokument-ID: 262\n";
        let lines: Vec<&str> = file.lines().collect();
        let found = read(&lines).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].headline.as_deref(), Some("Ferry stays in dock"));
        assert_eq!(found[0].byline.as_deref(), Some("Jonna Berg"));
        assert_eq!(found[0].outlet.as_deref(), Some("The Orvik Courier"));
        assert_eq!(found[0].published.unwrap().to_string(), "2022-02-03");
        assert!(found[0].text.ends_with("The ferry will not sail."));
    }
}
