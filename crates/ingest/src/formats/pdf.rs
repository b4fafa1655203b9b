//! The text layer of PDF files.
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
