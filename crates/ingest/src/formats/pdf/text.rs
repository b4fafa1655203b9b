//! From the bytes of a PDF file to its words.
use super::glyphs::{self, Fonts};
use super::hyphens::Words;
use super::layout::{self, Paragraph};
use super::lines::{self, Line};
use super::{PdfText, PdfWords, heads};
use lopdf::{Document, Object};

/// More pages than this are left out.
const MOST: usize = 3000;

/// Letters beyond these are left out.
const LETTERS: usize = 20_000_000;

/// Steps for putting blocks in order, for all pages together; pages after that are read from the top.
const STEPS: usize = 300_000_000;

/// The text layer of a PDF file.
#[must_use]
pub fn pdf_text(bytes: &[u8]) -> PdfText {
    let Ok(document) = Document::load_mem(bytes) else {
        // Files whose password is not known cannot be opened either.
        let locked = memchr::memmem::find(bytes, b"/Encrypt").is_some();
        return if locked && whole(bytes) { PdfText::Locked } else { PdfText::Broken };
    };
    if document.is_encrypted() {
        return PdfText::Locked;
    }
    let mut fonts = Fonts::new();
    let mut pages: Vec<Vec<Line>> = Vec::new();
    let mut words = PdfWords::default();
    let (mut letters, mut unknown, mut blank) = (0, 0, 0);
    for (number, id) in (1..).zip(document.page_iter().take(MOST)) {
        let shown = if letters > LETTERS { None } else { glyphs::page(&document, id, &mut fonts).ok() };
        let Some(shown) = shown else {
            words.lost.push(number);
            continue;
        };
        letters += shown.letters;
        unknown += shown.unknown;
        if shown.letters < 20 {
            if shown.pictures { words.pictures.push(number) } else { blank += 1 }
        }
        pages.push(lines::lines(shown.runs));
    }
    let all = pages.len() + words.lost.len();
    if pages.is_empty() || (blank > 0 || !words.lost.is_empty()) && letters == 0 && !whole(bytes) {
        return PdfText::Broken;
    }
    let said = pages.iter().flatten().map(|line| line.text.split_whitespace().count()).sum::<usize>();
    if unknown * 2 > letters && letters > 0 {
        return PdfText::Unknown;
    }
    if said < 5 * all.clamp(1, 20) {
        return match (words.pictures.len(), words.lost.len()) {
            (0, 0) if said == 0 => PdfText::Empty,
            (0, lost) if lost > 0 => PdfText::Broken,
            (0, _) => written(&document, pages, words),
            (pictures, _) => PdfText::Scanned(u32::try_from(pictures).unwrap_or(u32::MAX)),
        };
    }
    if !whole(bytes) && blank > 0 {
        // What was cut off leaves pages without anything on them.
        words.lost.push(u32::try_from(all).unwrap_or(u32::MAX));
    }
    written(&document, pages, words)
}

/// Whether the file has its end.
fn whole(bytes: &[u8]) -> bool {
    let end = bytes.get(bytes.len().saturating_sub(2048)..).unwrap_or(bytes);
    memchr::memmem::rfind(end, b"%%EOF").is_some()
}

fn written(document: &Document, mut pages: Vec<Vec<Line>>, mut words: PdfWords) -> PdfText {
    words.around = heads::take(&mut pages);
    words.title = title(document);
    let mut known = Words::default();
    for line in pages.iter().flatten() {
        known.learn(&line.text);
    }
    let usual = layout::usual_size(pages.iter().flatten());
    let join = |text: &mut String, next: &str| known.join(text, next);
    let mut out: Vec<Paragraph> = Vec::new();
    let mut steps = STEPS;
    for (number, page) in pages.into_iter().enumerate() {
        let found = layout::paragraphs(page, usual, &join, &mut steps);
        if words.largest.is_none() && number < 2 {
            words.largest = largest(&found, usual, &words.around);
        }
        for paragraph in found {
            match out.last_mut().filter(|last| goes_on(last, &paragraph)) {
                Some(last) => {
                    join(&mut last.text, &paragraph.text);
                    last.full = paragraph.full;
                }
                None => out.push(paragraph),
            }
        }
    }
    let paragraphs: Vec<String> = out.into_iter().map(|p| p.text).filter(|t| !t.trim().is_empty()).collect();
    words.text = paragraphs.join("\n\n");
    PdfText::Text(words)
}

/// Whether a paragraph goes on in the next column or on the next page.
fn goes_on(last: &Paragraph, next: &Paragraph) -> bool {
    if (last.size / next.size - 1.0).abs() > 0.08 || !last.full {
        return false;
    }
    let end = last.text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']).chars().next_back();
    let ended = end.is_none_or(|c| matches!(c, '.' | '!' | '?' | ':' | '…' | '。'));
    let starts = next.text.chars().next();
    let lower = starts.is_some_and(char::is_lowercase);
    !ended
        && (lower
            || last.text.len() > 80
                && !next.indented
                && starts.is_some_and(|c| c.is_alphanumeric() || "\"“‘'(".contains(c)))
}

/// What the largest type says, when it says enough for a headline.
fn largest(found: &[Paragraph], usual: f64, around: &[String]) -> Option<String> {
    let mut best: Option<(&Paragraph, bool)> = None;
    for paragraph in found.iter().filter(|p| p.size > 1.2 * usual) {
        let count = paragraph.text.split_whitespace().count();
        let letters = paragraph.text.chars().filter(|c| c.is_alphabetic()).count();
        if !(2..=45).contains(&count)
            || letters < 8
            || around.iter().any(|a| spelled(a) == spelled(&paragraph.text))
        {
            continue;
        }
        // The largest type of a paper's front page is the paper's own name.
        let long = count >= 4;
        let better = best.is_none_or(|(known, known_long)| match (long, known_long) {
            (true, false) => true,
            (false, true) => false,
            _ => paragraph.size > known.size * 1.02,
        });
        if better {
            best = Some((paragraph, long));
        }
    }
    best.map(|(paragraph, _)| paragraph.text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Letters alone.
fn spelled(words: &str) -> String {
    words.chars().filter(|c| c.is_alphabetic()).collect()
}

/// The title in the file's own data, unless a program put it there.
fn title(document: &Document) -> Option<String> {
    let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict).ok()?;
    let bytes = info.get_deref(b"Title", document).and_then(Object::as_str).ok()?;
    let title = match bytes.strip_prefix(b"\xFE\xFF") {
        Some(wide) => encoding_rs::UTF_16BE.decode_without_bom_handling(wide).0.into_owned(),
        None => std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes))
            .map_or_else(|_| encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(), str::to_owned),
    };
    let title = title.trim().to_owned();
    let lower = title.to_lowercase();
    let program = [
        "microsoft ",
        "untitled",
        "document",
        "slide ",
        "powerpoint",
        "about:",
        "http",
        "file:",
        "layout",
        "(anonymous",
    ];
    let file = lower.rsplit_once('.').is_some_and(|(_, end)| {
        (2..5).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    let junk = program.iter().any(|start| lower.starts_with(start)) || file;
    (!junk && title.split_whitespace().count() >= 3).then_some(title)
}
