//! Downloads of EBSCO: a head of labelled lines, the headline once more, the text, and a notice.
use super::proquest::names;
use super::record::{Record, field};
use verbatim_article::Article;

const FIELDS: &[&str] = &[
    "Title",
    "Alternate Title",
    "Authors",
    "Author",
    "Source",
    "Publication",
    "Document Type",
    "Subject Terms",
    "Subjects",
    "Geographic Terms",
    "People",
    "Company/Entity",
    "NAICS/Industry Codes",
    "Author-Supplied Keywords",
    "Abstract",
    "Full Text Word Count",
    "Lexile",
    "ISSN",
    "DOI",
    "Accession Number",
    "Database",
    "Persistent link to this record (Permalink)",
    "Publication Type",
    "Publisher Logo",
    "Section",
    "Images",
    "Copyright",
];

/// Reads downloads of EBSCO, or `None`.
pub(super) fn read(lines: &[&str]) -> Option<Vec<Article>> {
    let starts: Vec<usize> =
        lines.iter().enumerate().filter(|(_, l)| field(l, &["Title"]).is_some()).map(|(i, _)| i).collect();
    let mut out = Vec::new();
    for (at, start) in starts.iter().enumerate() {
        let part = lines.get(*start..starts.get(at + 1).copied().unwrap_or(lines.len()))?;
        let own = |name: &'static str| part.iter().any(|l| field(l, &[name]).is_some());
        if own("Accession Number") && own("Source") && own("Database") {
            out.push(record(part).article("EBSCO"));
        }
    }
    (!out.is_empty()).then_some(out)
}

fn record(lines: &[&str]) -> Record {
    let mut out = Record::default();
    let end = lines.iter().position(|l| field(l, &["Database"]).is_some()).map_or(0, |at| at + 1);
    let mut key = "";
    for line in lines.iter().take(end) {
        match field(line, FIELDS) {
            Some((name, value)) => {
                key = name;
                take(&mut out, key, value);
            }
            // Long values go on in further lines.
            None if line.trim().is_empty() => key = "",
            None => take(&mut out, key, line.trim()),
        }
    }
    out.byline = names(&out.byline);
    let headline = out.headline.clone();
    let mut repeated = headline.as_str();
    for line in lines.iter().skip(end) {
        let words = line.trim();
        if words.starts_with("~~~~") || words.starts_with("Copyright of ") {
            break;
        }
        // The headline once more, perhaps broken at the margin.
        if let Some(rest) = repeated.strip_prefix(words.trim_end_matches('.')).filter(|_| !words.is_empty()) {
            repeated = rest.trim_start();
            continue;
        }
        if field(line, FIELDS).is_none() {
            out.body.push((*line).to_owned());
            if !words.is_empty() {
                repeated = "";
            }
        }
    }
    out
}

fn take(out: &mut Record, key: &str, value: &str) {
    let slot = match key {
        "Title" => &mut out.headline,
        "Authors" | "Author" => &mut out.byline,
        "Source" => {
            // "Orvik Courier, The (Norland). 02/03/2022, p3."
            let found = crate::date::find(value);
            let name = found.and_then(|f| value.get(..f.span.range().start)).unwrap_or(value);
            out.outlet.push_str(name.trim().trim_end_matches(['.', ',', ';', ' ']));
            // EBSCO is American: the month comes first.
            out.date = found.map_or_else(String::new, |f| american(f.span.of(value)));
            return;
        }
        _ => return,
    };
    if !slot.is_empty() {
        slot.push(' ');
    }
    slot.push_str(value.trim_end_matches('.').trim());
}

/// `02/03/2022` as `2022-02-03`.
fn american(date: &str) -> String {
    let parts: Vec<&str> = date.split('/').collect();
    match parts.as_slice() {
        [month, day, year] if year.len() == 4 => format!("{year}-{month}-{day}"),
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_and_a_text() {
        let one = "Title:\tFerry stays in dock.\nAuthors:\tBerg, Jonna\nSource:\tOrvik Courier (Norland). 02/03/2022, p3. 2p.\nDocument Type:\tArticle\nAccession Number:\t261\nDatabase:\tNewspaper Source\n\nFerry stays in dock\n\nThe ferry will not sail.\n\n~~~~~~~~\n\nBy Jonna Berg\n\nCopyright of Orvik Courier is the property of Courier Papers.\n\n";
        let file = one.repeat(2);
        let lines: Vec<&str> = file.lines().collect();
        let found = read(&lines).unwrap();
        assert_eq!(found.len(), 2);
        let article = &found[1];
        assert_eq!(article.headline.as_deref(), Some("Ferry stays in dock"));
        assert_eq!(article.byline.as_deref(), Some("Jonna Berg"));
        assert_eq!(article.outlet.as_deref(), Some("Orvik Courier (Norland)"));
        assert_eq!(article.published.unwrap().to_string(), "2022-02-03");
        assert_eq!(article.text, "Ferry stays in dock\n\nThe ferry will not sail.");
    }
}
