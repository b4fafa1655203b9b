//! Downloads of Gale: each article ends with its document number.
use super::record::{Record, field};
use verbatim_article::Article;

const FIELDS: &[&str] = &[
    "Title",
    "Author",
    "Author(s)",
    "Authors",
    "By",
    "Byline",
    "Source",
    "From",
    "Publication Title",
    "Date",
    "Publication Date",
    "Publisher",
    "Document Type",
    "Length",
    "Lexile Measure",
    "Content Level",
    "Section",
    "Edition",
    "ISSN",
    "Language",
    "Subjects",
    "Copyright",
    "Topic",
    "Disclaimer",
];

/// Reads downloads of Gale, or `None`.
pub(super) fn read(lines: &[&str]) -> Option<Vec<Article>> {
    let ends: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, l)| field(l, &["Gale Document Number"]).is_some())
        .map(|(i, _)| i)
        .collect();
    let mut from = 0;
    let mut out = Vec::new();
    for end in ends {
        if let Some(record) = lines.get(from..end).and_then(record) {
            out.push(record.article("Gale"));
        }
        from = end + 1;
    }
    (!out.is_empty()).then_some(out)
}

fn record(lines: &[&str]) -> Option<Record> {
    let mut out = Record::default();
    let full = lines.iter().position(|l| full_text(l).is_some())?;
    let mut loose: Vec<String> = Vec::new();
    let mut key = "";
    for line in lines.get(..full)? {
        let words = line.trim();
        if let Some((name, value)) = field(line, FIELDS) {
            take(&mut out, name, value);
            key = name;
        } else if words.is_empty() {
            key = "";
        } else if key == "Title" {
            // Broken at the margin, as below.
            out.headline = format!("{} {words}", out.headline);
        } else if let Some(last) =
            loose.last_mut().filter(|last| last.len() >= 58 && words.starts_with(char::is_lowercase))
        {
            *last = format!("{last} {words}");
        } else if !words.chars().all(|c| matches!(c, '_' | '-' | '=')) {
            loose.push(words.to_owned());
        }
    }
    let mut loose = loose.into_iter();
    if out.headline.is_empty() {
        out.headline = loose.next()?;
    }
    // "Jonna Berg" and "The Orvik Courier. (Feb. 3, 2022): News: pA1."
    for line in loose {
        if line.contains('(') && crate::date::find(&line).is_some() {
            source(&mut out, &line);
        } else if out.byline.is_empty() && out.outlet.is_empty() && line.split_whitespace().count() <= 8 {
            out.byline = line;
        }
    }
    let mut first = true;
    for line in lines.get(full..)? {
        let words = full_text(line).filter(|_| first).unwrap_or(line.trim_end());
        let begins = std::mem::take(&mut first);
        if words.trim_start().starts_with("Source Citation") {
            break;
        }
        let told =
            field(words, FIELDS).filter(|(name, _)| matches!(*name, "Byline" | "Copyright" | "Publisher"));
        match told {
            Some((name, value)) => take(&mut out, name, value),
            None if begins && is_copyright(words) || words.trim_start().starts_with("http") => {}
            None => out.body.push(words.to_owned()),
        }
    }
    while out.body.last().is_some_and(|l| l.trim().is_empty() || is_copyright(l)) {
        out.body.pop();
    }
    (!out.is_empty()).then_some(out)
}

/// What stands on the line that opens the text, after its label.
fn full_text(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("Full Text").or_else(|| line.trim().strip_prefix("FULL TEXT"))?;
    Some(rest.trim_start().strip_prefix(':').unwrap_or(rest).trim())
}

fn is_copyright(words: &str) -> bool {
    let words = words.trim().to_lowercase();
    words.starts_with("copyright") || words.starts_with('©')
}

/// `The Orvik Courier. (Feb. 3, 2022): pA1.`
fn source(out: &mut Record, value: &str) {
    let (name, rest) = value.split_once('(').unwrap_or((value, ""));
    if out.outlet.is_empty() {
        out.outlet = name.trim().trim_end_matches(['.', ',', ';']).to_owned();
    }
    if out.date.is_empty() {
        out.date = rest.split(')').next().unwrap_or_default().to_owned();
    }
}

fn take(out: &mut Record, name: &str, value: &str) {
    let slot = match name {
        "Title" => &mut out.headline,
        "Author" | "Author(s)" | "Authors" | "By" | "Byline" => &mut out.byline,
        "Source" | "From" | "Publication Title" => return source(out, value),
        "Date" | "Publication Date" => &mut out.date,
        "Language" => &mut out.language,
        _ => return,
    };
    if slot.is_empty() {
        slot.push_str(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_layouts() {
        let new = "Ferry stays in dock\n\nDate: Feb. 3, 2022\nFrom: The Orvik Courier\nPublisher: Courier Papers\nDocument Type: Article\nLength: 9 words\n\nFull Text:\nByline: Jonna Berg\n\nThe ferry will not sail.\n\nCopyright: COPYRIGHT 2022 Courier Papers\n\nSource Citation (MLA 9th Edition)\n\"Ferry.\" The Orvik Courier.\nGale Document Number: GALE|A1\n";
        let old = "Ferry stays in dock\nJonna Berg\nThe Orvik Courier. (Feb. 3, 2022): News: pA1.\nFull Text: COPYRIGHT 2022 Courier Papers\n\nThe ferry will not sail.\n\nGale Document Number:A2\n";
        let file = format!("{new}\n{old}");
        let lines: Vec<&str> = file.lines().collect();
        let found = read(&lines).unwrap();
        assert_eq!(found.len(), 2);
        for article in found {
            assert_eq!(article.headline.as_deref(), Some("Ferry stays in dock"));
            assert_eq!(article.byline.as_deref(), Some("Jonna Berg"));
            assert_eq!(article.outlet.as_deref(), Some("The Orvik Courier"));
            assert_eq!(article.published.unwrap().to_string(), "2022-02-03");
            assert_eq!(article.text, "Ferry stays in dock\n\nThe ferry will not sail.");
        }
    }
}
