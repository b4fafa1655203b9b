//! Fonts: which letters the codes of a text stand for, and how wide they are.
use super::cmap;
use lopdf::{Dictionary, Document, Object};
use std::collections::BTreeMap;

/// Bytes that what a font needs may unpack to.
const MOST: usize = 4 << 20;

/// What stands for a code that no letter is known for.
pub(super) const UNKNOWN: &str = "\u{FFFD}";

/// A font, as far as reading needs it.
#[derive(Debug, Default)]
pub(super) struct Font {
    /// Codes have two bytes.
    pub wide: bool,
    pub bold: bool,
    /// Codes are UTF-16 themselves.
    utf16: bool,
    letters: BTreeMap<u32, String>,
    widths: BTreeMap<u32, f64>,
    default: f64,
}

impl Font {
    pub(super) fn new(document: &Document, dict: &Dictionary) -> Self {
        let get = |dict: &Dictionary, key: &[u8]| dict.get_deref(key, document).ok().cloned();
        let mut font = Self { default: 500.0, ..Self::default() };
        let name = dict.get(b"BaseFont").and_then(Object::as_name).unwrap_or_default();
        let name = String::from_utf8_lossy(name).to_lowercase();
        font.bold = ["bold", "black", "heavy", "demi"].iter().any(|weight| name.contains(weight));
        if let Some(Object::Stream(stream)) = get(dict, b"ToUnicode")
            && let Ok(bytes) = stream.get_plain_content_with_limit(MOST)
        {
            font.letters = cmap::letters(&bytes);
        }
        font.wide = dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0");
        if font.wide {
            let encoding = dict.get(b"Encoding").and_then(Object::as_name).unwrap_or_default();
            font.utf16 = [&b"UCS2"[..], b"UTF16"].iter().any(|e| memchr::memmem::find(encoding, e).is_some());
            font.default = 1000.0;
            let below = get(dict, b"DescendantFonts").and_then(|list| {
                let first = list.as_array().ok()?.first()?.clone();
                let (_, first) = document.dereference(&first).ok()?;
                first.as_dict().ok().cloned()
            });
            if let Some(below) = below {
                font.default = get(&below, b"DW").and_then(|w| number(&w)).unwrap_or(1000.0);
                if let Some(Object::Array(list)) = get(&below, b"W") {
                    font.wide_widths(document, &list);
                }
            }
            return font;
        }
        font.simple_letters(document, dict);
        let first = get(dict, b"FirstChar").and_then(|n| n.as_i64().ok()).unwrap_or(0);
        match get(dict, b"Widths") {
            Some(Object::Array(list)) => {
                // Type 3 fonts measure in a space of their own.
                let matrix = get(dict, b"FontMatrix").and_then(|m| number(m.as_array().ok()?.first()?));
                let scale = matrix.map_or(1.0, |a| a * 1000.0);
                for (at, width) in list.iter().take(1 << 16).enumerate() {
                    let width = document.dereference(width).ok().and_then(|(_, width)| number(width));
                    if let (Some(width), Ok(code)) = (width, u32::try_from(first + at as i64)) {
                        font.widths.insert(code, width * scale);
                    }
                }
                let told = get(dict, b"FontDescriptor")
                    .and_then(|d| d.as_dict().ok().cloned())
                    .and_then(|d| get(&d, b"MissingWidth"));
                font.default = told.and_then(|w| number(&w)).filter(|w| *w > 0.0).unwrap_or(500.0);
            }
            _ => font.standard_widths(&name),
        }
        font
    }

    /// The letters of one-byte codes: by the font's own table first, by its encoding else.
    fn simple_letters(&mut self, document: &Document, dict: &Dictionary) {
        let Ok(encoding) = dict.get_font_encoding_with_limit(document, MOST) else { return };
        for code in 0..=255u8 {
            if self.letters.contains_key(&u32::from(code)) {
                continue;
            }
            if let Ok(letter) = encoding.bytes_to_string(&[code])
                && !letter.is_empty()
                && letter != UNKNOWN
            {
                self.letters.insert(u32::from(code), letter);
            }
        }
    }

    /// `[first [w w w] first last w …]`
    fn wide_widths(&mut self, document: &Document, list: &[Object]) {
        let mut at = 0;
        while let Some(first) = list.get(at).and_then(|n| n.as_i64().ok()).and_then(|n| u32::try_from(n).ok())
        {
            let next = list.get(at + 1).and_then(|n| document.dereference(n).ok()).map(|(_, n)| n);
            match next {
                Some(Object::Array(widths)) => {
                    for (code, width) in (first..).zip(widths.iter().filter_map(number)) {
                        self.widths.insert(code, width);
                    }
                    at += 2;
                }
                Some(last) => {
                    let last = last.as_i64().ok().and_then(|n| u32::try_from(n).ok()).unwrap_or(first);
                    let Some(width) = list.get(at + 2).and_then(number) else { return };
                    for code in first..=last.min(first.saturating_add(70_000)) {
                        self.widths.insert(code, width);
                    }
                    at += 3;
                }
                None => return,
            }
            if self.widths.len() > 1 << 18 {
                return;
            }
        }
    }

    /// The fourteen fonts that every reader has come without widths.
    fn standard_widths(&mut self, name: &str) {
        let table = match (name, self.bold) {
            (name, _) if name.contains("courier") => {
                self.default = 600.0;
                return;
            }
            (name, true) if name.contains("times") => &TIMES_BOLD,
            (name, false) if name.contains("times") => &TIMES,
            (_, true) => &HELVETICA_BOLD,
            (_, false) => &HELVETICA,
        };
        for (code, letter) in &self.letters {
            // Letters with accents are as wide as those without.
            let plain = letter.chars().next().map_or(' ', bare);
            let width = u32::from(plain).checked_sub(32).and_then(|at| table.get(at as usize));
            self.widths.insert(*code, width.copied().map_or(500.0, f64::from));
        }
    }

    /// The words that a string of codes stands for, code by code: letters, their width in
    /// thousandths of the type size, and whether it is the space that word spacing widens.
    pub(super) fn glyphs<'f>(&'f self, bytes: &'f [u8]) -> impl Iterator<Item = (&'f str, f64, bool)> {
        bytes.chunks(if self.wide { 2 } else { 1 }).map(|code| {
            let code = code.iter().fold(0u32, |code, byte| (code << 8) | u32::from(*byte));
            let width = self.widths.get(&code).copied().unwrap_or(self.default);
            let letter = self.letters.get(&code).map_or(UNKNOWN, String::as_str);
            (letter, width, !self.wide && code == 32)
        })
    }

    /// Letters of codes that are characters themselves; `None` for other fonts.
    pub(super) fn spelled(&self, bytes: &[u8]) -> Option<String> {
        (self.utf16 && self.letters.is_empty()).then(|| encoding_rs::UTF_16BE.decode(bytes).0.into_owned())
    }
}

/// A number of a file, whole or not.
pub(super) fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(n) => Some(*n as f64),
        Object::Real(n) => Some(f64::from(*n)).filter(|n| n.is_finite()),
        _ => None,
    }
}

/// Roughly the letter without its accent, for its width alone.
fn bare(letter: char) -> char {
    match letter {
        'À'..='Æ' => 'A',
        'Ç' => 'C',
        'È'..='Ë' => 'E',
        'Ì'..='Ï' => 'I',
        'Ñ' => 'N',
        'Ò'..='Ø' => 'O',
        'Ù'..='Ü' => 'U',
        'à'..='æ' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' | 'ﬁ' | 'ﬂ' => 'i',
        'ñ' => 'n',
        'ò'..='ø' => 'o',
        'ù'..='ü' => 'u',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '–' => '0',
        '—' => '@',
        '\u{A0}' => ' ',
        other => other,
    }
}

/// Widths of the characters from the space to the tilde, from Adobe's metrics of the core fonts.
type Widths = [u16; 95];

#[rustfmt::skip]
const HELVETICA: Widths = [278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584];
#[rustfmt::skip]
const HELVETICA_BOLD: Widths = [278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584];
#[rustfmt::skip]
const TIMES: Widths = [250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541];
#[rustfmt::skip]
const TIMES_BOLD: Widths = [250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520];
