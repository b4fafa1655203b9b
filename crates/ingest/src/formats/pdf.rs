//! The text layer of PDF files.
use lopdf::Document;

/// What a PDF gave.
pub(crate) enum Pdf {
    Text(String),
    Locked,
    /// Pages are pictures.
    Scanned(usize),
    Broken,
}

/// More pages than this are left out.
const MOST: usize = 3000;

pub(crate) fn read(bytes: &[u8]) -> Pdf {
    let Ok(document) = Document::load_mem(bytes) else { return Pdf::Broken };
    if document.is_encrypted() {
        return Pdf::Locked;
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
    if words < 5 * pages.len().clamp(1, 20) { Pdf::Scanned(pages.len()) } else { Pdf::Text(out) }
}
