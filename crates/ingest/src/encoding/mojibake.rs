//! UTF-8 that was once read in a one-byte encoding and saved so: "Ã§", "â€œ", "Ð¿Ñ€".
//!
//! The idea is ftfy's (Speer 2019): a run of characters that, written back in the wrong encoding,
//! is valid UTF-8 is hardly ever there by chance.
use encoding_rs::{
    Encoding, ISO_8859_2, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
    WINDOWS_1257,
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
    /// The encoding that the text was in.
    pub was: &'static str,
    /// The encoding that it was wrongly read in.
    pub read_as: &'static str,
}

/// Text can have gone through the same mistake more than once.
const PASSES: usize = 5;

/// Repairs a text, or `None` when there is nothing to repair.
pub(crate) fn repair(text: &str) -> Option<Repair> {
    let mut done: Option<Repair> = None;
    for _ in 0..PASSES {
        let current = done.as_ref().map_or(text, |d| d.text.as_str());
        let Some(next) = pass(current).or_else(|| controls(current)).or_else(|| graves(current)) else {
            break;
        };
        done = Some(match done {
            None => next,
            Some(before) => Repair { text: next.text, count: before.count.max(next.count), ..before },
        });
    }
    done
}

/// Quotation marks and dashes of windows-1252 that were read as ISO-8859-1, in which their bytes
/// are control characters that no text has.
fn controls(text: &str) -> Option<Repair> {
    let is_control = |c: char| matches!(c, '\u{80}'..='\u{9F}');
    let bytes = text.as_bytes();
    let first = memchr::memchr_iter(0xC2, bytes).find(|at| matches!(bytes.get(at + 1), Some(0x80..=0x9F)))?;
    let mut count = 0;
    let text = text
        .chars()
        .map(|c| match u8::try_from(u32::from(c)) {
            Ok(byte) if is_control(c) => {
                count += 1;
                WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(c)
            }
            _ => c,
        })
        .collect();
    Some(Repair { text, count, first, was: "windows-1252", read_as: "ISO-8859-1" })
}

/// "voilÃ le": no word goes on with "Ã" in the middle of small letters; its second piece, a no-break space, was
/// made a plain one.
fn graves(text: &str) -> Option<Repair> {
    const LEAD: &str = "Ã";
    let bytes = text.as_bytes();
    let hit = |at: &usize| {
        at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(u8::is_ascii_lowercase)
            && matches!(bytes.get(at + LEAD.len()), Some(b' '))
    };
    let first = memchr::memmem::find_iter(bytes, LEAD).find(hit)?;
    let (mut out, mut copied, mut count) = (String::with_capacity(text.len()), 0, 0);
    for at in memchr::memmem::find_iter(bytes, LEAD).filter(hit) {
        out.push_str(text.get(copied..at)?);
        out.push('à');
        count += 1;
        // The second of two spaces was the piece.
        copied = at + LEAD.len() + usize::from(bytes.get(at + LEAD.len() + 1) == Some(&b' '));
    }
    out.push_str(text.get(copied..)?);
    Some(Repair { text: out, count, first, was: "UTF-8", read_as: WINDOWS_1252.name() })
}

fn pass(text: &str) -> Option<Repair> {
    if !is_suspect(text) {
        return None;
    }
    let mut best: Option<(isize, &Table)> = None;
    let open = ['\u{81}', '\u{83}', '\u{88}', '\u{90}', '\u{98}'];
    let controls = text.chars().any(|c| ('\u{80}'..='\u{9F}').contains(&c) && !open.contains(&c));
    for table in tables() {
        // Windows-1250 has characters for all but five of those bytes; its ISO kin, which differs
        // elsewhere, has none.
        if controls && table.name == WINDOWS_1250.name() {
            continue;
        }
        let found = survey(text, table);
        if found > best.as_ref().map_or(0, |b: &(isize, &Table)| b.0) {
            best = Some((found, table));
        }
    }
    let (_, table) = best?;
    Some(rewrite(text, table)).filter(|r| r.count > 0)
}

/// Whether a character outside ASCII follows another: the pieces of one that was taken apart.
fn is_suspect(text: &str) -> bool {
    // Whole stretches without a branch for each pair, which the compiler makes wide.
    let bytes = text.as_bytes();
    let next = bytes.get(1..).unwrap_or_default();
    bytes.chunks(1024).zip(next.chunks(1024)).any(|(these, next)| {
        let pairs = these.iter().zip(next);
        pairs.fold(false, |any, (a, b)| any | (matches!(a, 0x80..=0xBF) & matches!(b, 0xC2..=0xF4)))
    })
}

/// The encodings that UTF-8 is wrongly read in, the commonest first.
fn tables() -> &'static [Table; 9] {
    static TABLES: OnceLock<[Table; 9]> = OnceLock::new();
    TABLES.get_or_init(|| {
        let [a, b, c, d, e, f, g, h] = [
            WINDOWS_1252,
            WINDOWS_1254,
            WINDOWS_1251,
            WINDOWS_1250,
            WINDOWS_1253,
            WINDOWS_1257,
            ISO_8859_2,
            MACINTOSH,
        ]
        .map(Table::new);
        [a, b, c, d, e, f, g, h, Table::of("IBM437", IBM437.chars().zip(0x80..=0xFF).collect())]
    })
}

/// The upper half of the first PC's code page, in which consoles and old archives read names.
const IBM437: &str = "\
    ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧\
    ╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";

/// The way back from a one-byte encoding's characters to its bytes.
struct Table {
    name: &'static str,
    /// (character, byte) for the upper half, sorted.
    back: Vec<(char, u8)>,
}

impl Table {
    fn new(encoding: &'static Encoding) -> Self {
        let back = (0x80..=0xFFu8).filter_map(|byte| {
            let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
            let c = text.chars().next()?;
            (c != '\u{FFFD}').then_some((c, byte))
        });
        Self::of(encoding.name(), back.collect())
    }

    fn of(name: &'static str, mut back: Vec<(char, u8)>) -> Self {
        // Bytes that the encoding leaves open are often passed through as control characters; what knows Latin-1 only passes all.
        // The Macintosh and the first PC have characters for every byte.
        let full = matches!(name, "macintosh" | "IBM437");
        let open: Vec<u8> =
            (0xA0..=0xFFu8).filter(|byte| !back.iter().any(|(_, known)| known == byte)).collect();
        for byte in (0x80..=0x9Fu8).chain(open).filter(|_| !full) {
            let c = char::from(byte);
            if !back.iter().any(|(known, _)| *known == c) {
                back.push((c, byte));
            }
        }
        back.sort_unstable();
        Self { name, back }
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
    proof: Proof,
}

/// How much a single sequence says for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Proof {
    /// Sound text has such neighbours too: "Ó…", "’é", "ë”".
    Weak,
    /// Letters only, as in "Ð¿Ñ€" without its symbols: told by how many there are.
    Letters,
    /// A letter before a symbol that never follows one: "Ã©", "Â»", "â€œ".
    Sure,
}

/// Pieces that stand beside letters in sound text.
fn is_common(c: char) -> bool {
    matches!(
        c,
        '…' | '’'
            | '‘'
            | '”'
            | '“'
            | '„'
            | '–'
            | '—'
            | '•'
            | '™'
            | '®'
            | '\u{A0}'
            | 'π'
            | '∞'
            | '∂'
    )
}

/// Signs that stand after any letter but those which damage by the Latin code pages begins with:
/// "«СССР»", "90°".
fn is_sign(c: char) -> bool {
    matches!(c, '»' | '«' | '°' | '·' | '№' | '±' | '§' | '¬' | '×' | '÷')
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
    if lead == 0xED
        && let Some(pair) = surrogates(rest, table)
    {
        return Some(pair);
    }
    let mut bytes = [lead, 0, 0, 0];
    let mut len = first.len_utf8();
    let (mut lost, mut common, mut letters, mut controls) = (false, 0usize, 0usize, false);
    for (at, slot) in bytes.iter_mut().skip(1).take(need).enumerate() {
        let c = chars.next()?;
        let byte = table.byte(c).filter(|b| (0x80..=0xBF).contains(b));
        *slot = match byte {
            Some(byte) => byte,
            // A closing quotation mark whose last byte got lost on the way.
            None if lead == 0xE2 && matches!(c, '\u{FFFD}' | '?') && bytes_are(rest, table, at) => 0x9D,
            // A byte that the wrong encoding does not have: the character is gone, its place is not.
            None if c == '\u{FFFD}' && at + 1 == need && first.is_alphabetic() => {
                lost = true;
                0x80
            }
            None => return None,
        };
        let latin = matches!(first, 'Ã' | 'Â' | 'Ä' | 'Å' | 'â');
        common += usize::from(is_common(c) || (is_sign(c) && !latin));
        letters += usize::from(c.is_alphabetic());
        controls |= matches!(c, '\u{80}'..='\u{9F}');
        len += c.len_utf8();
    }
    let c = std::str::from_utf8(bytes.get(..=need)?).ok()?.chars().next()?;
    if !plausible(c, need) {
        return None;
    }
    let quote = matches!(c, '\u{2010}'..='\u{2030}' | '\u{20AC}');
    let chance = is_common(first) || is_sign(first) || (common == need && !(quote && first == 'â'));
    let proof = if lost || (chance && !controls) {
        Proof::Weak
    } else if controls || quote || (letters < need && first.is_alphabetic()) {
        Proof::Sure
    } else if c.is_alphabetic() {
        Proof::Letters
    } else {
        Proof::Weak
    };
    Some(Found { c: if lost { '\u{FFFD}' } else { c }, len, proof })
}

/// Whether the second piece of a quotation mark is whole: "â€" before its lost end.
fn bytes_are(rest: &str, table: &Table, at: usize) -> bool {
    at == 1 && rest.chars().nth(1).and_then(|c| table.byte(c)) == Some(0x80)
}

/// A character beyond the first plane that was written as two surrogates of three bytes each.
fn surrogates(rest: &str, table: &Table) -> Option<Found> {
    let mut bytes = [0u8; 6];
    let mut len = 0;
    let mut chars = rest.chars();
    for slot in &mut bytes {
        let c = chars.next()?;
        *slot = table.byte(c).or_else(|| (c == ' ').then_some(0xA0))?;
        len += c.len_utf8();
    }
    let [0xED, a @ 0xA0..=0xAF, b @ 0x80..=0xBF, 0xED, c @ 0xB0..=0xBF, d @ 0x80..=0xBF] = bytes else {
        return None;
    };
    let unit = |x: u8, y: u8| 0xD000 | u16::from(x & 0x3F) << 6 | u16::from(y & 0x3F);
    let c = char::decode_utf16([unit(a, b), unit(c, d)]).next()?.ok()?;
    Some(Found { c, len, proof: Proof::Sure })
}

/// Characters that news text has; the others come about by chance.
fn plausible(c: char, need: usize) -> bool {
    match need {
        1 => matches!(u32::from(c),
            0x80..=0x17E | 0x192 | 0x1C4..=0x1DC | 0x1E6..=0x1E7 | 0x218..=0x21B | 0x259 | 0x2BB..=0x2DD
            | 0x300..=0x336 | 0x386..=0x3CE | 0x400..=0x4FF | 0x531..=0x589 | 0x5B0..=0x5F4 | 0x600..=0x6FF),
        2 => matches!(u32::from(c), 0x900..=0xDFF | 0xE01..=0xE5B | 0x10A0..=0x11FF | 0x1E00..=0x28FF
            | 0x2E80..=0x9FFF | 0xAC00..=0xD7A3 | 0xFB00..=0xFDFF | 0xFE00..=0xFE0F | 0xFE70..=0xFEFF
            | 0xFF01..=0xFFEE | 0xFFFD),
        _ => matches!(u32::from(c), 0x1F000..=0x1FAFF | 0x20000..=0x2FA1F | 0x1D400..=0x1D7FF),
    }
}

/// How well an encoding explains the damage: the characters of damaged lines that it puts
/// together again, less those that it leaves over.
fn survey(text: &str, table: &Table) -> isize {
    let lines = text.split('\n').filter(|line| is_suspect(line));
    lines.map(|line| weigh(line, table)).filter(Weight::is_damage).map(|w| (w.covered - w.left).max(1)).sum()
}

/// What an encoding makes of a line.
#[derive(Default)]
struct Weight {
    /// Sequences that can be put together again, without the weak ones.
    repairs: usize,
    /// Those among them that nothing else explains.
    sure: usize,
    /// Weak ones: by chance there are one or two.
    weak: usize,
    /// Letters outside ASCII that are as they should be.
    sound: usize,
    /// Characters that the repairs take up.
    covered: isize,
    /// Characters outside ASCII that are in no repair.
    left: isize,
}

impl Weight {
    fn is_damage(&self) -> bool {
        self.sure > 0 || self.repairs > self.sound || (self.weak >= 5 && self.weak > self.sound * 2)
    }
}

fn weigh(line: &str, table: &Table) -> Weight {
    let mut weight = Weight::default();
    let mut at = 0;
    while let Some((c, rest)) = next_foreign(line, &mut at) {
        match found(rest, table) {
            Some(mut f) => {
                f.proof = f.proof.max(within_word(line, at, &f, c));
                if f.proof == Proof::Letters && in_capitals(line, at, &f) {
                    f.proof = Proof::Weak;
                }
                weight.repairs += usize::from(f.proof > Proof::Weak);
                weight.sure += usize::from(f.proof == Proof::Sure);
                weight.weak += usize::from(f.proof == Proof::Weak);
                weight.covered += if f.c > '\u{7FF}' { 3 } else { 2 };
                at += f.len;
            }
            None => {
                weight.left += 1;
                // Alone these are leftovers of the same damage, not letters of a language.
                weight.sound += usize::from(!matches!(c, 'Ã' | 'Â' | '\u{80}'..='\u{9F}' | '\u{FFFD}'));
                at += c.len_utf8();
            }
        }
    }
    weight
}

/// "AÃ‘OS", "GÃ idhlig", "voilÃ  la": what follows "Ã" could be punctuation, but not in the middle
/// of a word, and no space follows another.
fn within_word(line: &str, at: usize, found: &Found, lead: char) -> Proof {
    if lead != 'Ã' || found.proof > Proof::Weak || !found.c.is_alphabetic() {
        return found.proof;
    }
    let before = line.get(..at).and_then(|b| b.chars().next_back());
    let after = line.get(at + found.len..).and_then(|a| a.chars().next());
    let inside = before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic);
    if inside || (found.c == 'à' && after == Some(' ')) { Proof::Sure } else { Proof::Weak }
}

/// Two capitals of a word in capitals, as in "HÅØYA", which make one letter by chance.
fn in_capitals(line: &str, at: usize, found: &Found) -> bool {
    let (before, after) = line.split_at_checked(at).unwrap_or_default();
    let pair = after.get(..found.len).unwrap_or_default();
    let next = after.get(found.len..).unwrap_or_default().chars().next();
    let beside = before.chars().next_back().into_iter().chain(next);
    pair.chars().count() == 2
        && pair.chars().all(|c| c.is_uppercase() && c < '\u{180}')
        && beside.into_iter().any(|c| c.is_ascii_uppercase())
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
        if !is_suspect(line) || !weigh(line, table).is_damage() {
            out.push_str(line);
            before += line.len();
            continue;
        }
        let (mut at, mut copied) = (0usize, 0usize);
        while let Some((c, rest)) = next_foreign(line, &mut at) {
            let hit = found(rest, table).or_else(|| blunted(rest, table));
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
    Repair { text: out, count, first, was: "UTF-8", read_as: table.name }
}

/// A lead whose second piece, a no-break space, was turned into a plain one: "Ã la" is "à la",
/// "Â " a space, "Å veices" is "Šveices".
fn blunted(rest: &str, table: &Table) -> Option<Found> {
    let mut chars = rest.chars();
    let first = chars.next()?;
    if chars.next() != Some(' ') {
        return None;
    }
    let lead = table.byte(first)?;
    let c = std::str::from_utf8(&[lead, 0xA0]).ok()?.chars().next().filter(|c| plausible(*c, 1))?;
    let long = first.len_utf8() + 1;
    let len = match c {
        // Portuguese "às" and "àquele"; else the word "à", and its space stays.
        'à' if joins(chars.as_str()) => long,
        'à' => first.len_utf8(),
        '\u{A0}' => return Some(Found { c: ' ', len: long, proof: Proof::Weak }),
        _ if c.is_alphabetic() => long,
        _ => return None,
    };
    Some(Found { c, len, proof: Proof::Weak })
}

fn joins(rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let closed = rest.get(end..).is_none_or(|after| !after.starts_with(['\'', '’', 'â']));
    closed && matches!(rest.get(..end), Some("s" | "quele" | "quela" | "queles" | "quelas" | "quilo"))
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
                // The encoding's own character sorts after the control character that passes through.
                table.back.iter().rfind(|(_, byte)| *byte == b).map_or(char::from(b), |p| p.0)
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
            for encoding in [WINDOWS_1252, WINDOWS_1254, WINDOWS_1251, WINDOWS_1250, ISO_8859_2, MACINTOSH] {
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
            "SÓ… e HUHLL Õ…",
            "L’épisode 8, enfin",
            "4288×… und 5×£35",
            "the one by Bront\u{EB}…”",
            "SELKÄ\u{A0}EDELLÄ\u{A0}MAAHAN",
            "a radius of 10 Å—",
            "NICIODATĂ™",
            "There are a lot of Ã’s here",
            "2012—∞, √π",
            "Рёв моторов и съезд, Ёлка",
            "«История СССР»",
            "«СССР»",
            "Connect with Āø on Facebook",
            "HÅØYA ER BLÅØYD",
        ]) {
            assert!(repair(text).is_none(), "{text} → {:?}", repair(text));
        }
    }

    #[test]
    fn other_ways_of_damage() {
        for (damaged, whole) in [
            ("Classificação da DivisÃ£o", "Classificação da Divisão"),
            ("com especial atenÃ§Ã£o Ã s crianÃ§as", "com especial atenção às crianças"),
            ("─îe┼ítina ├⌐t├⌐", "Čeština été"),
            ("Hi guys \u{ed}\u{a0}\u{bd}\u{ed}\u{b8}\u{8d}", "Hi guys 😍"),
            ("er sagt: \u{84}Ja\u{93}", "er sagt: „Ja“"),
            ("DOS AÃ‘OS y HÃ”TEL", "DOS AÑOS y HÔTEL"),
            ("CÃ\u{a0}nan nan GÃ\u{a0}idheal", "Cànan nan Gàidheal"),
            ("TroisiÃ¨me Ã©dition et signe Ã s'Ã©loign", "Troisième édition et signe à s'éloign"),
            ("\u{d7}\u{90}\u{d7}\u{91}\u{d7}\u{91}\u{d7}\u{90}", "אבבא"),
            ("SÃ³ um", "Só um"),
            ("voilÃ\u{20}le travail", "voilà le travail"),
            ("voilÃ\u{20} le travail", "voilà le travail"),
            (
                "Ida\u{e2}\u{80}\u{99}s \u{e2}\u{80}\u{98}no\u{e2}\u{80}\u{99} is a \u{e2}\u{80}\u{98}yes\u{e2}\u{80}\u{99}\u{85}",
                "Ida’s ‘no’ is a ‘yes’…",
            ),
            ("Å veices baÅ†Ä·ieri gaida konkrÄ“tus", "Šveices baņķieri gaida konkrētus"),
        ] {
            assert_eq!(repair(damaged).map(|r| r.text).as_deref(), Some(whole), "{damaged}");
        }
    }

    #[test]
    fn lost_pieces() {
        assert_eq!(repair("â€œYesâ€\u{FFFD} he said").unwrap().text, "“Yes” he said");
        assert_eq!(repair("Il va Ã\u{20}Paris cet Ã©tÃ©").unwrap().text, "Il va à Paris cet été");
    }
}
