//! Word documents: the words of `word/document.xml`, a paragraph a line.
use crate::xml::{Id, Xml};

/// The text of the document part.
pub(crate) fn text(part: &str) -> String {
    let xml = Xml::parse(part);
    let body = xml.find(Xml::ROOT, "body").unwrap_or(Xml::ROOT);
    let mut out = String::new();
    let range = xml.descendants(body);
    let mut at: Id = range.start;
    while at < range.end {
        match xml.name(at) {
            // Deleted words, field codes, the older version of a drawing.
            "del" | "instrText" | "Fallback" | "moveFrom" | "delText" | "pPr" => {
                if xml.name(at) == "pPr" && xml.find(at, "pageBreakBefore").is_some() {
                    out.push('\u{C}');
                }
                at = xml.descendants(at).end;
                continue;
            }
            "p" if !out.is_empty() => out.push('\n'),
            "tab" => out.push('\t'),
            "br" | "cr" => {
                let page = xml.attribute(at, "type") == Some("page");
                out.push_str(if page { "\n\u{C}\n" } else { "\n" });
            }
            "noBreakHyphen" => out.push('-'),
            "tc" if xml
                .parent(at)
                .is_some_and(|row| xml.children(row).find(|c| xml.name(*c) == "tc") != Some(at)) =>
            {
                out.push('\t');
            }
            "" if xml.parent(at).is_some_and(|p| xml.name(p) == "t") => out.push_str(xml.words_of(at)),
            _ => {}
        }
        at += 1;
    }
    out
}
