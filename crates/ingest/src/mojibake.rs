//! UTF-8 that was once read in a one-byte encoding and saved so: "Ã§", "â€œ", "Ð¿Ñ€".
//!
//! The idea is ftfy's (Speer 2019): a run of characters that, written back in the wrong encoding,
//! is valid UTF-8 is hardly ever there by chance.
use encoding_rs::{
    Encoding, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
};
use std::sync::OnceLock;

/// A repaired text.
#[derive(Debug)]
pub(crate) struct Repair {
    pub text: String,
    /// How many characters were restored.
    pub count: usize,
    /// Byte offset of the first one in the text as it was.
    pub first: usize,
    /// The encoding that the text was wrongly read in.
    pub read_as: &'static str,
}

/// Text can have gone through the same mistake more than once.
const PASSES: usize = 3;

/// Repairs a text, or `None` when there is nothing to repair.
pub(crate) fn repair(text: &str) -> Option<Repair> {
    let mut done: Option<Repair> = None;
    for _ in 0..PASSES {
        let current = done.as_ref().map_or(text, |d| d.text.as_str());
        let Some(next) = pass(current) else { break };
        done = Some(match done {
            None => next,
            Some(before) => Repair { text: next.text, count: before.count.max(next.count), ..before },
        });
    }
    done
}

fn pass(text: &str) -> Option<Repair> {
    if text.is_ascii() {
        return None;
    }
    let mut best: Option<(isize, &Table)> = None;
    for table in tables() {
        let found = survey(text, table);
        if found > best.as_ref().map_or(0, |b: &(isize, &Table)| b.0) {
            best = Some((found, table));
        }
    }
    let (_, table) = best?;
    Some(rewrite(text, table)).filter(|r| r.count > 0)
}

/// The encodings that UTF-8 is wrongly read in, the commonest first.
fn tables() -> &'static [Table; 6] {
    static TABLES: OnceLock<[Table; 6]> = OnceLock::new();
    TABLES.get_or_init(|| {
        [WINDOWS_1252, WINDOWS_1254, WINDOWS_1251, WINDOWS_1250, WINDOWS_1253, MACINTOSH].map(Table::new)
    })
}

/// The way back from a one-byte encoding's characters to its bytes.
struct Table {
    encoding: &'static Encoding,
    /// (character, byte) for the upper half, sorted.
    back: Vec<(char, u8)>,
}

impl Table {
    fn new(encoding: &'static Encoding) -> Self {
        let mut back: Vec<(char, u8)> = (0x80..=0xFFu8)
            .filter_map(|byte| {
                let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
                let c = text.chars().next()?;
                (c != '\u{FFFD}').then_some((c, byte))
            })
            .collect();
        // Bytes that the encoding leaves open are often passed through as control characters.
        for byte in 0x80..=0x9Fu8 {
            let c = char::from(byte);
            if !back.iter().any(|(known, _)| *known == c) {
                back.push((c, byte));
            }
        }
        back.sort_unstable();
        Self { encoding, back }
    }

    fn byte(&self, c: char) -> Option<u8> {
        if c.is_ascii() {
            return None;
        }
        self.back
            .binary_search_by_key(&c, |(known, _)| *known)
            .ok()
            .and_then(|i| self.back.get(i))
            .map(|p| p.1)
    }
}

/// A character that was taken apart: how many bytes of the text its pieces fill.
struct Found {
    c: char,
    len: usize,
}

/// The character whose pieces begin at the head of `rest`.
fn found(rest: &str, table: &Table) -> Option<Found> {
    let mut chars = rest.chars();
    let first = chars.next()?;
    let lead = table.byte(first)?;
    let need = match lead {
        0xC2..=0xDF => 1,
        0xE0..=0xEF => 2,
        0xF0..=0xF4 => 3,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    let mut len = first.len_utf8();
    for slot in bytes.iter_mut().skip(1).take(need) {
        let c = chars.next()?;
        let byte = table.byte(c).filter(|b| (0x80..=0xBF).contains(b));
        *slot = match byte {
            Some(byte) => byte,
            // A closing quotation mark whose last byte got lost on the way.
            None if lead == 0xE2 && c == '\u{FFFD}' && len == first.len_utf8() + '€'.len_utf8() => 0x9D,
            None => return None,
        };
        len += c.len_utf8();
    }
    let c = std::str::from_utf8(bytes.get(..=need)?).ok()?.chars().next()?;
    plausible(c, need).then_some(Found { c, len })
}

/// Characters that news text has; the others come about by chance.
fn plausible(c: char, need: usize) -> bool {
    match need {
        1 => matches!(u32::from(c),
            0x80..=0x17F | 0x192 | 0x1C4..=0x1DC | 0x1E6..=0x1E7 | 0x218..=0x21B | 0x259 | 0x2BB..=0x2C8
            | 0x300..=0x30C | 0x386..=0x3CE | 0x400..=0x4FF | 0x531..=0x589 | 0x5B0..=0x5F4 | 0x600..=0x6FF),
        2 => matches!(u32::from(c), 0x900..=0xDFF | 0xE01..=0xE5B | 0x10A0..=0x11FF | 0x1E00..=0x27BF
            | 0x2E80..=0x9FFF | 0xAC00..=0xD7A3 | 0xFB00..=0xFDFF | 0xFE00..=0xFE0F | 0xFE70..=0xFEFF
            | 0xFF01..=0xFFEE | 0xFFFD),
        _ => matches!(u32::from(c), 0x1F000..=0x1FAFF | 0x20000..=0x2FA1F | 0x1D400..=0x1D7FF),
    }
}

/// How well an encoding explains the damage: the characters of damaged lines that it puts
/// together again, less those that it leaves over.
fn survey(text: &str, table: &Table) -> isize {
    let lines = text.split('\n').filter(|line| !line.is_ascii());
    lines.map(|line| weigh(line, table)).filter(|w| w.repairs > 0).map(|w| w.covered - w.left).sum()
}

/// What an encoding makes of a line.
#[derive(Default)]
struct Weight {
    /// Repairs that the line needs; 0 when most of its foreign letters are as they should be.
    repairs: usize,
    /// Characters that the repairs take up.
    covered: isize,
    /// Characters outside ASCII that are in no repair.
    left: isize,
}

fn weigh(line: &str, table: &Table) -> Weight {
    let mut weight = Weight::default();
    let (mut sure, mut sound) = (0usize, 0usize);
    let mut at = 0;
    while let Some((c, rest)) = next_foreign(line, &mut at) {
        match found(rest, table) {
            Some(f) => {
                weight.repairs += 1;
                weight.covered += if f.c > '\u{7FF}' { 3 } else { 2 };
                sure += usize::from(matches!(f.c, '\u{2010}'..='\u{2030}' | '\u{20AC}'));
                at += f.len;
            }
            None => {
                weight.left += 1;
                // Alone these are leftovers of the same damage, not letters of a language.
                sound += usize::from(!matches!(c, 'Ã' | 'Â' | '\u{80}'..='\u{9F}' | '\u{FFFD}'));
                at += c.len_utf8();
            }
        }
    }
    if weight.repairs <= sound && sure == 0 {
        weight.repairs = 0;
    }
    weight
}

/// The next character outside ASCII from `at` on, and the text that it begins; `at` moves to it.
fn next_foreign<'t>(text: &'t str, at: &mut usize) -> Option<(char, &'t str)> {
    let skip = text.as_bytes().get(*at..)?.iter().position(|b| !b.is_ascii())?;
    *at += skip;
    let rest = text.get(*at..)?;
    Some((rest.chars().next()?, rest))
}

fn rewrite(text: &str, table: &Table) -> Repair {
    let mut out = String::with_capacity(text.len());
    let (mut count, mut first) = (0usize, text.len());
    let mut before = 0usize;
    for line in text.split_inclusive('\n') {
        if line.is_ascii() || weigh(line, table).repairs == 0 {
            out.push_str(line);
            before += line.len();
            continue;
        }
        let (mut at, mut copied) = (0usize, 0usize);
        while let Some((c, rest)) = next_foreign(line, &mut at) {
            let hit = found(rest, table).or_else(|| blunted(c, rest, table));
            let Some(hit) = hit else {
                at += c.len_utf8();
                continue;
            };
            out.push_str(line.get(copied..at).unwrap_or_default());
            out.push(hit.c);
            first = first.min(before + at);
            count += 1;
            at += hit.len;
            copied = at;
        }
        out.push_str(line.get(copied..).unwrap_or_default());
        before += line.len();
    }
    Repair { text: out, count, first, read_as: table.encoding.name() }
}

/// "Ã" or "Â" whose second piece, a no-break space, was turned into a plain one: "à" or a space.
fn blunted(c: char, rest: &str, table: &Table) -> Option<Found> {
    if table.encoding != WINDOWS_1252 && table.encoding != WINDOWS_1254 {
        return None;
    }
    match (c, rest.chars().nth(1)?) {
        ('Ã', ' ') => Some(Found { c: 'à', len: 'Ã'.len_utf8() }),
        ('Â', ' ') => Some(Found { c: ' ', len: 'Â'.len_utf8() + 1 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn damage(text: &str, encoding: &'static Encoding) -> String {
        let table = Table::new(encoding);
        text.bytes()
            .map(|b| {
                if b.is_ascii() {
                    return char::from(b);
                }
                table.back.iter().find(|(_, byte)| *byte == b).map_or(char::from(b), |p| p.0)
            })
            .collect()
    }

    const SAMPLES: [&str; 5] = [
        "“We’ll go on,” Işıl Gündoğdu said – at the café in Çeşme…",
        "Başkan, görüşmelerin süreceğini söyledi.",
        "Министр сообщил, что переговоры продолжатся.",
        "Le ministre a annoncé un accord à l’été 2022 : 3 € de plus.",
        "Der Präsident fährt über Zürich nach Köln, „im August“.",
    ];

    #[test]
    fn damage_is_undone() {
        for text in SAMPLES {
            for encoding in [WINDOWS_1252, WINDOWS_1254, WINDOWS_1251, WINDOWS_1250, MACINTOSH] {
                let damaged = damage(text, encoding);
                let repaired = repair(&damaged).unwrap_or_else(|| panic!("{damaged}"));
                assert_eq!(repaired.text, text, "{damaged}");
            }
            let twice = damage(&damage(text, WINDOWS_1252), WINDOWS_1252);
            assert_eq!(repair(&twice).unwrap().text, text);
        }
    }

    #[test]
    fn sound_text_is_left_alone() {
        for text in SAMPLES.into_iter().chain([
            "CAFÉ “LE SÃO PAULO” — L’ÉTÉ",
            "«VOILÀ»: È vero… «PERCHÉ»",
            "Ο υπουργός δήλωσε «ναι» — το “όχι” δεν υπάρχει",
            "MAÇÃ”, disse",
        ]) {
            assert!(repair(text).is_none(), "{text} → {:?}", repair(text));
        }
    }

    #[test]
    fn lost_pieces() {
        assert_eq!(repair("â€œYesâ€\u{FFFD} he said").unwrap().text, "“Yes” he said");
        assert_eq!(repair("Il va Ã\u{20}Paris cet Ã©tÃ©").unwrap().text, "Il va à Paris cet été");
    }
}
