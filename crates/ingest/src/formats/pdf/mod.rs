//! The text layer of PDF files.
#[cfg(feature = "pdf-text")]
mod cmap;
#[cfg(feature = "pdf-text")]
mod font;
#[cfg(feature = "pdf-text")]
mod glyphs;
#[cfg(feature = "pdf-text")]
mod heads;
#[cfg(feature = "pdf-text")]
mod hyphens;
#[cfg(feature = "pdf-text")]
mod layout;
#[cfg(feature = "pdf-text")]
mod lines;
#[cfg(feature = "pdf-text")]
mod text;

use crate::{Reading, read_pdf};
use serde::{Deserialize, Serialize};
#[cfg(feature = "pdf-text")]
pub use text::pdf_text;

/// What a PDF gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PdfText {
    /// Its words.
    Text(PdfWords),
    /// It asks for a password.
    Locked,
    /// So many pages are pictures.
    Scanned(u32),
    /// There are letters, but its fonts do not tell which.
    Unknown,
    /// There is nothing on its pages.
    Empty,
    /// It cannot be opened, or none of its pages can be read.
    Broken,
    /// What takes words out of PDF files was not there; why, for the person who brought it.
    Unread(String),
}

/// The words of a PDF.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PdfWords {
    /// Page after page in reading order; a blank line between paragraphs.
    pub text: String,
    /// What is set in the largest type on the first page, when that is larger than the rest.
    pub largest: Option<String>,
    /// The title that the file gives itself.
    pub title: Option<String>,
    /// Running heads and what else stood around the pages, each once.
    pub around: Vec<String>,
    /// Pages that could not be read, counted from 1.
    pub lost: Vec<u32>,
    /// Pages that are pictures, counted from 1.
    pub pictures: Vec<u32>,
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
