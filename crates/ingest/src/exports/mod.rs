//! Downloads of news databases: many articles in one file, each with labelled fields.
mod ebsco;
mod europresse;
mod factiva;
mod gale;
mod labels;
mod newsbank;
mod nexis;
mod pages;
mod proquest;
mod record;

use std::sync::OnceLock;
use verbatim_article::Article;

/// What the databases' own words look like; a file without any of them is no download. Sorted, so that those with one first byte stand together.
const MARKS: &[&str] = &[
    "Accession Number:",
    "Belge ",
    "DATE-CHARGEMENT",
    "DOCUMENT",
    "DOKUMENT",
    "DocPublicationName",
    "Document ",
    "Documento ",
    "Dokumen ",
    "Dokument ",
    "Dokuments",
    "Einde van",
    "End of Document",
    "Europresse",
    "Factiva",
    "Fim do doc",
    "Fin del doc",
    "Fin du Doc",
    "Fin du doc",
    "Fine del doc",
    "Gale Document Number",
    "LENGTH:",
    "LOAD-DATE",
    "Lengte:",
    "Length:",
    "Load-Date",
    "Longitud",
    "Longueur",
    "Lunghezza",
    "Länge:",
    "NewsBank",
    "ProQuest",
    "Readability:",
    "Record Number:",
    "Документ ",
    "文件 ",
    "文書 ",
    "文档 ",
];

/// The marks that begin with a letter that every text is full of.
const RARE: &[&str] = &["news·", "rdp__articletitle", "\nHD"];

/// Whether a text can be a download; cheap, and often right for nothing.
pub(crate) fn may_be(text: &str) -> bool {
    // One pass for all marks that begin with a capital or a foreign letter; in which slots the marks with each first
    // byte stand is looked up once.
    static MARKED: OnceLock<[(usize, usize); 256]> = OnceLock::new();
    let slots = MARKED.get_or_init(|| {
        let first = |mark: &&str| mark.bytes().next().map_or(0, usize::from);
        std::array::from_fn(|byte| {
            let from = MARKS.iter().position(|mark| first(mark) == byte).unwrap_or(0);
            let count = MARKS.iter().filter(|mark| first(mark) == byte).count();
            (from, from + count)
        })
    });
    let bytes = text.as_bytes();
    RARE.iter().any(|mark| memchr::memmem::find(bytes, mark.as_bytes()).is_some())
        || bytes.iter().enumerate().any(|(at, byte)| {
            let (from, to) = slots.get(usize::from(*byte)).copied().unwrap_or_default();
            from < to
                && MARKS
                    .get(from..to)
                    .unwrap_or_default()
                    .iter()
                    .any(|mark| bytes.get(at..).is_some_and(|rest| rest.starts_with(mark.as_bytes())))
        })
}

/// The articles of a download in text form, or `None` when it is none.
pub(crate) fn read(text: &str) -> Option<Vec<Article>> {
    if !may_be(text) {
        return None;
    }
    let lines: Vec<&str> = text.split(['\n', '\u{C}']).map(str::trim_end).collect();
    let lines = pages::without_pages(&lines);
    let found = factiva::coded(&lines)
        .or_else(|| nexis::read(&lines))
        .or_else(|| proquest::read(&lines))
        .or_else(|| factiva::plain(&lines))
        .or_else(|| europresse::read(&lines))
        .or_else(|| newsbank::read(&lines))
        .or_else(|| gale::read(&lines))
        .or_else(|| ebsco::read(&lines))?;
    (!found.is_empty()).then_some(found)
}

/// The articles of a download saved as a web page.
pub(crate) fn read_html(html: &str) -> Option<Vec<Article>> {
    if !may_be(html) {
        return None;
    }
    if let Some(found) = europresse::read_html(html) {
        return Some(found);
    }
    let strong = [
        "Factiva",
        "ProQuest",
        "Gale Document Number",
        "Accession Number:",
        "End of Document",
        " DOCUMENT",
        " DOKUMENT",
        "LOAD-DATE",
        "Load-Date",
        "NewsBank",
        "news·",
        "Ende des Dokuments",
        "Fin du document",
        "Fin del documento",
        "Fine del documento",
        "Fim do documento",
        "Einde van",
    ];
    if !strong.iter().any(|mark| html.contains(mark)) && !factiva::has_id(html) {
        return None;
    }
    read(&crate::html::text_of(html))
}
