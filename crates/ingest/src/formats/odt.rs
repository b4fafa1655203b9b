//! OpenDocument texts: the words of `content.xml`, a paragraph a line.
use crate::xml::{Id, Xml};

/// The text of the content part.
pub(crate) fn text(part: &str) -> String {
    let xml = Xml::parse(part);
    let body = xml.find(Xml::ROOT, "text").unwrap_or(Xml::ROOT);
    let mut out = String::new();
    let range = xml.descendants(body);
    let mut at: Id = range.start;
    while at < range.end {
        match xml.name(at) {
            "tracked-changes" | "annotation" | "sequence-decls" | "note" | "desc" | "title" => {
                at = xml.descendants(at).end;
                continue;
            }
            "p" | "h" if !out.is_empty() => out.push('\n'),
            "tab" => out.push('\t'),
            "line-break" => out.push('\n'),
            "soft-page-break" => {}
            "s" => {
                let count =
                    xml.attribute(at, "c").and_then(|c| c.parse::<usize>().ok()).unwrap_or(1).min(1000);
                out.push_str(&" ".repeat(count));
            }
            "" if xml
                .parent(at)
                .is_some_and(|p| matches!(xml.name(p), "p" | "h" | "span" | "a" | "ruby-base")) =>
            {
                // Line ends in the markup are spaces.
                out.push_str(&xml.words_of(at).replace(['\n', '\r', '\t'], " "));
            }
            _ => {}
        }
        at += 1;
    }
    out
}
