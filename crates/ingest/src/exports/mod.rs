//! Downloads of news databases: many articles in one file, each with labelled fields.
mod europresse;
mod factiva;
mod labels;
mod newsbank;
mod nexis;
mod proquest;
mod record;

use std::sync::OnceLock;
use verbatim_article::Article;

/// What the databases' own words look like; a file without any of them is no download.
const MARKS: &[&str] = &[
    "DOCUMENT",
    "DOKUMENT",
    "Dokuments",
    "Länge:",
    "Longueur",
    "Longitud",
    "Lunghezza",
    "Lengte:",
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
    "文書 ",
    "文件 ",
    "文档 ",
    "Dokumen ",
    "news·",
    "DocPublicationName",
    "Record Number:",
    "rdp__articletitle",
    "LENGTH:",
    "Length:",
    "\nHD",
    "DATE-CHARGEMENT",
    "Fin du doc",
    "Fin du Doc",
    "Fin del doc",
    "Fine del doc",
    "Fim do doc",
    "Einde van",
    "Readability:",
];

/// Whether a text can be a download; cheap, and often right for nothing.
pub(crate) fn may_be(text: &str) -> bool {
    // One pass for all marks: few pairs of letters begin one.
    static PAIRS: OnceLock<Vec<bool>> = OnceLock::new();
    let place = |a: u8, b: u8| usize::from(a) << 8 | usize::from(b);
    let pairs = PAIRS.get_or_init(|| {
        let mut pairs = vec![false; 1 << 16];
        for mark in MARKS {
            if let [a, b, ..] = mark.as_bytes()
                && let Some(pair) = pairs.get_mut(place(*a, *b))
            {
                *pair = true;
            }
        }
        pairs
    });
    let bytes = text.as_bytes();
    let begins = |at: usize| {
        let rest = bytes.get(at..).unwrap_or_default();
        MARKS.iter().any(|mark| rest.starts_with(mark.as_bytes()))
    };
    let pair = |pair: &[u8]| matches!(pair, [a, b] if pairs.get(place(*a, *b)) == Some(&true));
    bytes.windows(2).enumerate().any(|(at, two)| pair(two) && begins(at))
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
    let strong = [
        "Factiva",
        "ProQuest",
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
