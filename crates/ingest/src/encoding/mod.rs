//! Bytes to text: which encoding, and what was wrong with it.

mod cyrillic;
mod johab;
pub(crate) mod mojibake;
mod old_pages;
pub(crate) mod utf7;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes turned into text, with what had to be done for it.
#[derive(Debug, Clone)]
pub(crate) struct Decoded {
    /// The text; line ends are `\n`, no byte order mark, no NUL.
    pub text: String,
    /// The encoding's name and how it was told.
    pub evidence: Option<String>,
    /// Rows for the person: repairs and broken bytes, with the line of the first one.
    pub notices: Vec<Notice>,
    /// The bytes were no text at all.
    pub noise: bool,
}

/// A repair or a loss that decoding met.
#[derive(Debug, Clone)]
pub(crate) struct Notice {
    pub line: Option<usize>,
    pub problem: String,
    pub kept: String,
    /// Nothing was lost: for the person to know, and not to act on.
    pub mended: bool,
}

/// How many bytes the detector looks at; more does not make it surer.
const DETECT: usize = 1 << 20;

/// Decodes a file. `declared` is what its own markup says about its encoding: it is believed
/// unless the bytes are valid UTF-8, or contradict it.
pub(crate) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    let mut notices = Vec::new();
    let wide_or_marked = Encoding::for_bom(bytes).is_some()
        || bytes.starts_with(&[0, 0, 0xFE, 0xFF])
        || widest(bytes).is_some()
        || wide(bytes).is_some()
        || wide_without_spaces(bytes).is_some()
        || shifted(bytes).is_some();
    let noise = !wide_or_marked && crate::sniff::is_noise(bytes);
    if noise {
        return Decoded { text: String::new(), evidence: None, notices, noise };
    }
    let (text, mut evidence) = to_text(bytes, declared, &mut notices);
    let mut text = tidy(text, &mut notices);
    if let Some(repair) = mojibake::repair(&text) {
        let first = text.get(..repair.first).map_or(1, |before| line_of(before.as_bytes()));
        notices.push(Notice {
            line: Some(first),
            problem: format!(
                "The text was saved in the wrong encoding once ({} read as {}).",
                repair.was, repair.read_as
            ),
            kept: format!("All of it; {} characters were repaired.", repair.count),
            mended: true,
        });
        let words = format!("{} that was read as {} once; repaired", repair.was, repair.read_as);
        evidence = Some(evidence.map_or(words.clone(), |before| format!("{before}; {words}")));
        text = repair.text;
    }
    Decoded { text, evidence, notices, noise }
}

/// The encoding that markup names in its own head: `<meta charset>`, `http-equiv`, the XML
/// declaration.
pub(crate) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    if !head.contains(&b'<') {
        return None;
    }
    let lower = head.to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = lower.get(at..).and_then(|rest| {
        let charset = memchr::memmem::find(rest, b"charset=").map(|i| i + 8);
        let xml = memchr::memmem::find(rest, b"encoding=").map(|i| i + 9);
        charset.into_iter().chain(xml).min()
    }) {
        at += found;
        let label: Vec<u8> = lower
            .get(at..)?
            .iter()
            .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':'))
            .copied()
            .collect();
        if let Some(encoding) = Encoding::for_label(&label) {
            return Some(encoding);
        }
    }
    None
}

fn line_of(before: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', before).count() + 1
}

fn to_text(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
    notices: &mut Vec<Notice>,
) -> (String, Option<String>) {
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE, 0, 0]) {
        return (utf32(rest, u32::from_le_bytes), Some("UTF-32 by its byte order mark".to_owned()));
    }
    if let Some(rest) = bytes.strip_prefix(&[0, 0, 0xFE, 0xFF]) {
        return (utf32(rest, u32::from_be_bytes), Some("UTF-32 by its byte order mark".to_owned()));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        let (text, broken) = encoding.decode_without_bom_handling(rest);
        if broken {
            broken_notice(&text, encoding.name(), notices);
        }
        return (text.into_owned(), Some(format!("{} by its byte order mark", encoding.name())));
    }
    if let Some(read) = widest(bytes) {
        return (utf32(bytes, read), Some("UTF-32 by its pattern of bytes".to_owned()));
    }
    if let Some(encoding) = wide(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        if broken {
            broken_notice(&text, encoding.name(), notices);
        }
        return (text.into_owned(), Some(format!("{} by its pattern of bytes", encoding.name())));
    }
    if let Some((text, name)) = shifted(bytes) {
        return (text, Some(format!("{name} by its shifts")));
    }
    if let Some(encoding) = wide_without_spaces(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        return (text.into_owned(), Some(format!("{} by its pattern of bytes", encoding.name())));
    }
    if let Some(text) = utf7::detect(bytes) {
        return (text, Some("UTF-7 by its stretches of base64".to_owned()));
    }
    let escapes = memchr::memchr(0x1B, bytes).is_some();
    if !escapes && let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    if mostly_utf8(bytes) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        broken_notice(&text, "UTF-8", notices);
        return (text, None);
    }
    if let Some(encoding) = declared.filter(|e| *e != UTF_8 && *e != UTF_16LE && *e != UTF_16BE) {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        if !broken {
            return (text.into_owned(), Some(format!("{} as the file says", encoding.name())));
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes.get(..DETECT).unwrap_or(bytes), true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if let Some((name, better)) = cyrillic::instead(bytes, &text) {
        return (better, Some(format!("{name} by its letters")));
    }
    if encoding.is_single_byte()
        && let Some(text) = johab::detect(bytes)
    {
        return (text, Some("Johab by its letters".to_owned()));
    }
    if encoding.is_single_byte()
        && let Some((name, better)) = old_pages::instead(bytes, &text)
    {
        return (better, Some(format!("{name} by its letters")));
    }
    if broken {
        broken_notice(&text, encoding.name(), notices);
    }
    let evidence = (encoding != UTF_8).then(|| format!("{} by its letters", encoding.name()));
    (text.into_owned(), evidence)
}

fn broken_notice(text: &str, encoding: &str, notices: &mut Vec<Notice>) {
    let count = text.matches('\u{FFFD}').count();
    let Some(first) = text.find('\u{FFFD}') else { return };
    let line = line_of(text.as_bytes().get(..first).unwrap_or_default());
    let places = if count == 1 { "place is".to_owned() } else { format!("{count} places are") };
    let one = if count == 1 { "One " } else { "" };
    notices.push(Notice {
        line: Some(line),
        problem: format!("{one}{places} not valid {encoding}."),
        kept: "All other text; each broken place is shown as \u{FFFD}.".to_owned(),
        mended: false,
    });
}

fn utf32(bytes: &[u8], read: fn([u8; 4]) -> u32) -> String {
    let unit = |c: &[u8]| <[u8; 4]>::try_from(c).ok().and_then(|c| char::from_u32(read(c)));
    bytes.chunks(4).map(|c| unit(c).unwrap_or('\u{FFFD}')).collect()
}

/// UTF-32 without a mark: of every four bytes the one at the high end is zero, and the next is
/// hardly ever more than a plane's number.
fn widest(bytes: &[u8]) -> Option<fn([u8; 4]) -> u32> {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    if bytes.len() < 8 || !bytes.len().is_multiple_of(4) {
        return None;
    }
    let orders: [fn([u8; 4]) -> u32; 2] = [u32::from_le_bytes, u32::from_be_bytes];
    orders.into_iter().find(|read| {
        sample.chunks_exact(4).all(|c| {
            let unit = <[u8; 4]>::try_from(c).map_or(0, read);
            unit != 0 && char::from_u32(unit).is_some()
        })
    })
}

/// UTF-16 without a mark. Text in any script has spaces, full stops and line ends, whose other
/// byte is zero: in which half of the pairs the zeros lie tells the order.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    memchr::memchr(0, sample)?;
    let (mut little, mut big, mut pairs) = (0usize, 0usize, 0usize);
    for pair in sample.chunks_exact(2) {
        pairs += 1;
        match pair {
            [b'\t' | b'\n' | b'\r' | 0x20..=0x7E, 0] => little += 1,
            [0, b'\t' | b'\n' | b'\r' | 0x20..=0x7E] => big += 1,
            _ => {}
        }
    }
    if pairs < 2 {
        return None;
    }
    let (most, least, encoding) =
        if little >= big { (little, big, UTF_16LE) } else { (big, little, UTF_16BE) };
    // Text in a script of its own still has about one space in eight characters.
    if most * 16 < pairs || least * 8 > most {
        return None;
    }
    let even = sample.get(..sample.len() & !1)?;
    let (text, _) = encoding.decode_without_bom_handling(even);
    let odd = text.chars().filter(|c| *c == '\u{FFFD}' || (c.is_control() && !c.is_whitespace())).count();
    (odd * 50 <= pairs).then_some(encoding)
}

/// UTF-16 without a mark in scripts that have no spaces: nearly all units are East Asian signs, which by chance half of
/// them would be.
fn wide_without_spaces(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    // Most texts are told by their first bytes to be something else.
    let few = |part: &[u8]| part.iter().filter(|b| !b.is_ascii()).count() * 6 < part.len();
    if bytes.len() < 16
        || !bytes.len().is_multiple_of(2)
        || few(sample.get(..64).unwrap_or(sample))
        || few(sample)
        || std::str::from_utf8(bytes).is_ok()
    {
        return None;
    }
    // Double-byte encodings look like signs, too; their commas and stops do not look like these.
    let is_stop =
        |unit: u16| matches!(unit, 0xA | 0x20 | 0x3000..=0x3002 | 0x300C | 0x300D | 0xFF0C | 0xFF01 | 0xFF1A);
    let is_sign = |unit: u16| {
        is_stop(unit)
            || matches!(unit, 0xD | 0x21..=0x7E | 0x2010..=0x2027 | 0x3003..=0x30FF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 | 0xFF02..=0xFFEE)
    };
    let fits = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> =
            sample.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok()).map(read).collect();
        let count = |is: &dyn Fn(u16) -> bool| units.iter().filter(|unit| is(**unit)).count();
        count(&is_sign) * 40 >= units.len() * 39 && count(&is_stop) * 60 >= units.len()
    };
    match (fits(u16::from_le_bytes), fits(u16::from_be_bytes)) {
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// Seven-bit encodings of mail that browsers no longer read: ISO-2022-KR (RFC 1557), whose Korean
/// stands between two control characters, and HZ (RFC 1843), whose Chinese stands in `~{ ~}`.
/// Both are eight-bit encodings without the highest bit.
fn shifted(bytes: &[u8]) -> Option<(String, &'static str)> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    let korean = memchr::memmem::find(head, b"\x1B$)C").is_some();
    let chinese = !korean && memchr::memmem::find(bytes, b"~{").is_some();
    if !(korean || chinese) || bytes.iter().any(|b| *b >= 0x80) {
        return None;
    }
    let (mut out, mut high, mut at, mut count) = (Vec::with_capacity(bytes.len()), false, 0, 0usize);
    while let Some(byte) = bytes.get(at).copied() {
        let next = bytes.get(at + 1).copied();
        at += 1;
        match (byte, next) {
            (0x1B, _) if korean && bytes.get(at..at + 3) == Some(b"$)C") => at += 3,
            (0x0E, _) if korean => high = true,
            (0x0F, _) if korean => high = false,
            (b'~', Some(sign @ (b'{' | b'}'))) if chinese => {
                high = sign == b'{';
                at += 1;
            }
            (b'\n', _) => {
                high = false;
                out.push(byte);
            }
            (0x21..=0x7E, _) if high => {
                count += 1;
                out.push(byte | 0x80);
            }
            _ => out.push(byte),
        }
    }
    let (encoding, name) =
        if korean { (encoding_rs::EUC_KR, "ISO-2022-KR") } else { (encoding_rs::GBK, "HZ-GB-2312") };
    let (text, broken) = encoding.decode_without_bom_handling(&out);
    (!broken && count >= 8).then(|| (text.into_owned(), name))
}

/// Whether bytes that are not valid UTF-8 were meant to be: sequences of several bytes hardly
/// ever come out valid by chance, so a few broken ones among them are damage.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

/// Line ends to `\n`, NULs and other control characters out of the text.
fn tidy(text: String, notices: &mut Vec<Notice>) -> String {
    let bytes = text.as_bytes();
    if !crate::draft::has_any(bytes, |b| (b < 0x20 && !matches!(b, b'\n' | b'\t')) || b == 0x7F) {
        return match text.strip_prefix('\u{FEFF}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
    }
    let (mut nuls, mut first_nul) = (0usize, 0usize);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.trim_start_matches('\u{FEFF}').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\0' => {
                if nuls == 0 {
                    first_nul = line_of(out.as_bytes());
                }
                nuls += 1;
            }
            // A form feed parts articles in some exports: the splitter still needs it.
            '\u{C}' => out.push(c),
            '\u{B}' | '\u{1C}'..='\u{1F}' => out.push('\n'),
            '\u{1}'..='\u{8}' | '\u{E}'..='\u{1B}' | '\u{7F}' => {}
            c => out.push(c),
        }
    }
    if nuls > 0 {
        notices.push(Notice {
            line: Some(first_nul),
            problem: format!("The text has {nuls} NUL characters, which no text should have."),
            kept: "All of the text without them.".to_owned(),
            mended: false,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TURKISH: &str = "Başkan Işıl Gündoğdu, görüşmelerin süreceğini söyledi. Çiftçiler, ağustos \
        ayında yağmurun geç başlaması nedeniyle ürünün düştüğünü, fiyatların ise yükseldiğini anlattı.";
    const RUSSIAN: &str = "Министр сообщил, что переговоры о поставках зерна продолжатся в четверг. \
        По его словам, стороны согласовали почти все вопросы.";

    fn read(bytes: &[u8]) -> String {
        decode(bytes, None).text
    }

    #[test]
    fn what_browsers_know() {
        for (label, text) in [
            ("windows-1254", TURKISH),
            ("iso-8859-9", TURKISH),
            ("windows-1251", RUSSIAN),
            ("koi8-r", RUSSIAN),
            ("windows-1252", "Le café “d’Été” coûte 3 € à Besançon, où l’hôtel est fermé depuis août."),
            ("windows-1253", "Ο υπουργός δήλωσε ότι οι συνομιλίες θα συνεχιστούν την Πέμπτη."),
        ] {
            let (bytes, _, lossy) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
            assert!(!lossy);
            assert_eq!(read(&bytes), text, "{label}");
        }
    }

    #[test]
    fn wide_encodings_with_and_without_mark() {
        for text in [
            TURKISH,
            RUSSIAN,
            "Plain words. More of them.",
            "市長は火曜日、フェリーは来週まで出航しないと述べた。",
        ] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(read(&little), text);
            assert_eq!(read(&big), text);
            assert_eq!(read(&[&[0xFF, 0xFE][..], &little].concat()), text);
            assert_eq!(read(&[&[0xFE, 0xFF][..], &big].concat()), text);
            let japanese =
                encoding_rs::SHIFT_JIS.encode("市長は火曜日に述べた。フェリーは、来週まで出航しない。");
            assert!(wide_without_spaces(&japanese.0).is_none());
            let wider: Vec<u8> = text.chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
            assert_eq!(read(&[&[0xFF, 0xFE, 0, 0][..], &wider].concat()), text);
            assert_eq!(read(&wider), text);
        }
    }

    #[test]
    fn seven_bit_encodings() {
        let high = |text: &str, encoding: &'static Encoding| -> Vec<u8> {
            encoding.encode(text).0.iter().map(|b| b & 0x7F).collect()
        };
        let korean = high("배는부두에머문다", encoding_rs::EUC_KR);
        let file = [&b"\x1B$)CFerry \x0E"[..], &korean, b"\x0F stays.\n"].concat();
        assert_eq!(read(&file), "Ferry 배는부두에머문다 stays.\n");
        let chinese = high("渡轮停在码头", encoding_rs::GBK);
        let file = [&b"Ferry ~{"[..], &chinese, b"~} stays.\n"].concat();
        assert_eq!(read(&file), "Ferry 渡轮停在码头 stays.\n");
        assert_eq!(read(b"A tilde ~{ and no more of it"), "A tilde ~{ and no more of it");
    }

    #[test]
    fn broken_bytes_are_reported_with_their_line() {
        let mut bytes = format!("{TURKISH}\n{TURKISH}\n").into_bytes();
        bytes.extend_from_slice(b"a\xC3 b");
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.notices.len(), 1);
        assert_eq!(decoded.notices[0].line, Some(3));
        assert!(decoded.text.ends_with("a\u{FFFD} b"));
    }

    #[test]
    fn line_ends_marks_and_nuls() {
        let decoded = decode(b"\xEF\xBB\xBFa\r\nb\rc\0d", None);
        assert_eq!(decoded.text, "a\nb\ncd");
        assert_eq!(decoded.notices.len(), 1);
    }
}
