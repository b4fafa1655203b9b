//! The text layer of PDF files.
use crate::{Reading, read_pdf};
use serde::{Deserialize, Serialize};

/// What a PDF gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PdfText {
    /// Its words, page by page.
    Text(String),
    /// It asks for a password.
    Locked,
    /// So many pages are pictures.
    Scanned(u32),
    /// It cannot be opened.
    Broken,
    /// What takes words out of PDF files was not there; why, for the person who brought it.
    Unread(String),
}

/// PDF files in one archive or mailbox, all together, that wait in memory for their turn.
pub(crate) const MOST_HELD: usize = 256 << 20;

/// A PDF whose words are still to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdf {
    /// Its path; inside an archive or a mail, that one's name comes first.
    pub name: String,
    /// The whole file.
    pub bytes: Vec<u8>,
    /// Articles and rows of the reading that come before it.
    after: (usize, usize),
}

impl Reading {
    /// Keeps a PDF for later, with its place among what was read.
    pub(crate) fn hold(&mut self, name: &str, bytes: &[u8]) {
        let after = (self.articles.len(), self.problems.len());
        self.pdfs.push(Pdf { name: name.to_owned(), bytes: bytes.to_vec(), after });
    }

    /// Puts what PDF files gave where they were met, in the order of [`Reading::pdfs`].
    pub fn put(&mut self, found: Vec<(Pdf, PdfText)>) {
        if found.is_empty() {
            return;
        }
        let mut articles = std::mem::take(&mut self.articles).into_iter();
        let mut problems = std::mem::take(&mut self.problems).into_iter();
        let (mut articles_at, mut problems_at) = (0, 0);
        for (pdf, words) in found {
            let (before, rows) = pdf.after;
            self.articles.extend(articles.by_ref().take(before.saturating_sub(articles_at)));
            self.problems.extend(problems.by_ref().take(rows.saturating_sub(problems_at)));
            (articles_at, problems_at) = (before.max(articles_at), rows.max(problems_at));
            let read = read_pdf(&pdf.name, words);
            self.articles.extend(read.articles);
            self.problems.extend(read.problems);
            self.notes.extend(read.notes);
        }
        self.articles.extend(articles);
        self.problems.extend(problems);
    }
}

/// More pages than this are left out.
#[cfg(feature = "pdf-text")]
const MOST: usize = 3000;

/// The text layer of a PDF file.
#[cfg(feature = "pdf-text")]
#[must_use]
pub fn pdf_text(bytes: &[u8]) -> PdfText {
    let Ok(document) = lopdf::Document::load_mem(bytes) else { return PdfText::Broken };
    if document.is_encrypted() {
        return PdfText::Locked;
    }
    let pages: Vec<u32> = document.get_pages().keys().copied().take(MOST).collect();
    let mut out = String::new();
    for page in &pages {
        if let Ok(text) = document.extract_text(&[*page]) {
            out.push_str(&text);
            out.push('\n');
        }
    }
    let words = out.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count();
    if words < 5 * pages.len().clamp(1, 20) {
        PdfText::Scanned(u32::try_from(pages.len()).unwrap_or(u32::MAX))
    } else {
        PdfText::Text(out)
    }
}
