//! Downloads of news databases: many articles in one file, each with labelled fields.
mod europresse;
mod factiva;
mod labels;
mod newsbank;
mod nexis;
mod proquest;
mod record;

use verbatim_article::Article;

/// What the databases' own words look like; a file without any of them is no download.
const MARKS: &[&str] = &[
    "DOCUMENTS",
    "DOKUMENTE",
    "End of Document",
    "LOAD-DATE",
    "Load-Date",
    "Factiva",
    "ProQuest",
    "Europresse",
    "NewsBank",
    "Document ",
    "Documento ",
    "Dokument ",
    "Документ ",
    "Belge ",
    "news·",
    "DocPublicationName",
    "Record Number:",
    "rdp__articletitle",
    "LENGTH:",
    "Length:",
    "\nHD",
    "DATE-CHARGEMENT",
    "\nFin",
    "\nFim do",
    "\nEinde van",
    "Readability:",
];

/// Whether a text can be a download; cheap, and often right for nothing.
pub(crate) fn may_be(text: &str) -> bool {
    MARKS.iter().any(|mark| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some())
}

/// The articles of a download in text form, or `None` when it is none.
pub(crate) fn read(text: &str) -> Option<Vec<Article>> {
    if !may_be(text) {
        return None;
    }
    let lines: Vec<&str> = text.split(['\n', '\u{C}']).map(str::trim_end).collect();
    let found = factiva::coded(&lines)
        .or_else(|| nexis::read(&lines))
        .or_else(|| proquest::read(&lines))
        .or_else(|| factiva::plain(&lines))
        .or_else(|| europresse::read(&lines))
        .or_else(|| newsbank::read(&lines))?;
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
    let strong =
        ["Factiva", "ProQuest", "End of Document", "DOCUMENTS", "LOAD-DATE", "Load-Date", "NewsBank"];
    if !strong.iter().any(|mark| html.contains(mark)) {
        return None;
    }
    read(&crate::html::text_of(html))
}
