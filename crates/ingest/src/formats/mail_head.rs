//! A mail's headers: bounded, in one encoding, and the words in them.
use crate::encoding::{mojibake, utf7};
use encoding_rs::Encoding;
use mail_parser::decoders::charsets::map::charset_decoder;
use std::borrow::Cow;

/// Headers that mails have and other texts with labels hardly do.
pub(super) const NAMES: &[&str] = &[
    "from",
    "to",
    "cc",
    "date",
    "subject",
    "message-id",
    "mime-version",
    "received",
    "content-type",
    "return-path",
    "delivered-to",
    "reply-to",
    "x-mailer",
    "content-transfer-encoding",
    "dkim-signature",
    "list-unsubscribe",
    "list-id",
    "sender",
    "in-reply-to",
    "references",
    "arc-seal",
    "authentication-results",
    "x-received",
    "snapshot-content-location",
    "x-gm-thrid",
    "x-gmail-labels",
    "received-spf",
    "x-mozilla-status",
    "x-priority",
    "importance",
    "thread-topic",
    "thread-index",
    "x-originating-ip",
    "user-agent",
];

/// Headers beyond this many bytes are left out: each costs the parser far more than its length.
const HEADERS: usize = 1 << 18;

/// A mail whose headers a parser reads as they were meant.
pub(super) fn mended(bytes: &[u8]) -> Cow<'_, [u8]> {
    let end = end(bytes);
    let (head, rest) = bytes.split_at_checked(end).unwrap_or((bytes, &[]));
    let first = head.get(..HEADERS).unwrap_or(head);
    let whole =
        memchr::memrchr(b'\n', first).filter(|_| head.len() > HEADERS).map_or(first.len(), |at| at + 1);
    let mut sound = Cow::Borrowed(first.get(..whole).unwrap_or(first));
    if std::str::from_utf8(&sound).is_err() {
        // Headers should be ASCII; what is not was written in the encoding of the text, or in the writer's own.
        let decoded = crate::encoding::decode(&sound, declared(&sound));
        if !decoded.noise {
            sound = Cow::Owned(decoded.text.into_bytes());
        }
    }
    let blank = rest.is_empty() || rest.starts_with(b"\n") || rest.starts_with(b"\r\n");
    if blank && whole == head.len() && matches!(sound, Cow::Borrowed(_)) {
        return Cow::Borrowed(bytes);
    }
    let gap: &[u8] = if blank { b"" } else { b"\n" };
    Cow::Owned([&*sound, gap, rest].concat())
}

/// What the first header of some name says, its folded lines too. Looked for by itself: a date that the parser
/// does not know takes it past the end of its line, and the next header with it.
pub(super) fn field<'m>(mail: &'m [u8], name: &str) -> Option<&'m [u8]> {
    let mut at = 0;
    while let Some(rest) = mail.get(at..).filter(|rest| !rest.is_empty()) {
        let len = memchr::memchr_iter(b'\n', rest)
            .map(|end| end + 1)
            .find(|end| !rest.get(*end).is_some_and(|b| matches!(b, b' ' | b'\t')))
            .unwrap_or(rest.len());
        let line = rest.get(..len)?;
        if line.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        if self::name(line).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return line.get(name.len() + 1..);
        }
        at += len;
    }
    None
}

/// Where the headers end: before a blank line, or after the last line that is one, where it was forgotten.
fn end(bytes: &[u8]) -> usize {
    let (mut at, mut sound) = (0, 0);
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let len = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let line = rest.get(..len).unwrap_or(rest);
        if line.iter().all(|b| matches!(b, b'\r' | b'\n')) {
            // A header in the middle of others that was wrapped without being indented ends nothing.
            let lost = bytes.get(sound..at).unwrap_or_default();
            return if sound > 0 && !lost.is_empty() { sound } else { at };
        }
        at += len;
        if belongs(line) && (sound + len == at || is_known(line)) {
            sound = at;
        }
    }
    if sound > 0 { sound } else { bytes.len() }
}

/// Whether a line is a header or goes on with one.
fn belongs(line: &[u8]) -> bool {
    line.starts_with(b" ") || line.starts_with(b"\t") || line.starts_with(b"From ") || name(line).is_some()
}

/// A header's name, without white space, up to its colon.
fn name(line: &[u8]) -> Option<&[u8]> {
    let name = line.get(..memchr::memchr(b':', line)?)?;
    (!name.is_empty() && name.iter().all(u8::is_ascii_graphic)).then_some(name)
}

/// Whether a line is a header that real mails have.
fn is_known(line: &[u8]) -> bool {
    name(line).is_some_and(|name| NAMES.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes())))
}

/// The encoding that the headers name for the text.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    let at = memchr::memmem::find(&lower, b"charset=")? + 8;
    let label = lower.get(at..)?.iter().skip_while(|b| matches!(b, b'"' | b'\''));
    let label: Vec<u8> =
        label.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).copied().collect();
    Encoding::for_label(&label)
}

/// A header's words (RFC 2047), with the liberties that mail programs take: characters parted between encoded
/// words, words within others or in quotation marks, white space inside them, no padding, a wrong charset.
pub(super) fn words(raw: &[u8]) -> String {
    let (mut out, mut at) = (String::with_capacity(raw.len()), 0);
    while let Some(found) = raw.get(at..).and_then(|rest| memchr::memmem::find(rest, b"=?")) {
        let start = at + found;
        let Some(mut whole) = word(raw, start) else {
            push(&mut out, raw.get(at..start + 2));
            at = start + 2;
            continue;
        };
        push(&mut out, raw.get(at..start));
        loop {
            let next = neighbour(raw, whole.end).and_then(|next| word(raw, next));
            at = whole.end;
            match next {
                Some(next) if next.charset.eq_ignore_ascii_case(whole.charset) => {
                    whole.bytes.extend_from_slice(&next.bytes);
                    whole.end = next.end;
                }
                Some(next) => {
                    out.push_str(&whole.text());
                    whole = next;
                }
                None => break,
            }
        }
        out.push_str(&whole.text());
    }
    push(&mut out, raw.get(at..));
    out
}

/// Adds words that are not encoded; where a line was folded its white space stays.
fn push(out: &mut String, words: Option<&[u8]>) {
    let words = String::from_utf8_lossy(words.unwrap_or_default());
    out.extend(words.chars().filter(|c| !matches!(c, '\r' | '\n')));
}

/// One encoded word: its charset, its bytes, and where it ends.
struct Word<'h> {
    charset: &'h [u8],
    bytes: Vec<u8>,
    end: usize,
}

impl Word<'_> {
    fn text(&self) -> String {
        // RFC 2231 adds the language: "utf-8*en".
        let label = self.charset.split(|b| *b == b'*').next().unwrap_or_default();
        let named = match Encoding::for_label(label) {
            Some(encoding) => Some(encoding.decode(&self.bytes).0.into_owned()),
            None if label.eq_ignore_ascii_case(b"utf-7") => utf7::decode(&self.bytes),
            None => charset_decoder(&label.to_ascii_lowercase()).map(|decode| decode(&self.bytes)),
        };
        let sound = named.filter(|text| !text.contains('\u{FFFD}'));
        let sound = sound.map(|text| mojibake::repair(&text).map_or(text, |repair| repair.text));
        sound.unwrap_or_else(|| {
            let found = crate::encoding::decode(&self.bytes, None);
            if found.noise { String::from_utf8_lossy(&self.bytes).into_owned() } else { found.text }
        })
    }
}

/// The encoded word that begins at `at`.
fn word(raw: &[u8], at: usize) -> Option<Word<'_>> {
    let rest = raw.get(at..)?.strip_prefix(b"=?")?;
    let first = memchr::memchr(b'?', rest.get(..80).unwrap_or(rest))?;
    let charset = rest.get(..first)?;
    let way = rest.get(first + 1)?.to_ascii_lowercase();
    let words = rest.get(first + 2..)?.strip_prefix(b"?")?;
    // "=?=" may end a word whose last sign is "=".
    let len = (0..words.len()).find(|i| words.get(*i..*i + 2) == Some(b"?="))?;
    let bytes = match way {
        b'b' => base64(words.get(..len)?),
        b'q' => unquoted(words.get(..len)?),
        _ => return None,
    };
    let fits = !charset.is_empty() && charset.iter().all(u8::is_ascii_graphic);
    fits.then_some(Word { charset, bytes, end: at + 2 + first + 3 + len + 2 })
}

/// The bytes of base64, with or without padding; what does not belong there is passed over.
fn base64(words: &[u8]) -> Vec<u8> {
    let (mut out, mut held, mut bits) = (Vec::with_capacity(words.len()), 0u32, 0);
    for byte in words {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        held = (held << 6 | u32::from(value)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
        }
    }
    out
}

/// `=C3=A9t=C3=A9_`, in which a stray `=` stands for itself.
fn unquoted(words: &[u8]) -> Vec<u8> {
    let figure = |at: usize| words.get(at).and_then(|b| char::from(*b).to_digit(16));
    let (mut out, mut at) = (Vec::with_capacity(words.len()), 0);
    while let Some(byte) = words.get(at) {
        at += 1;
        out.push(match (byte, figure(at), figure(at + 1)) {
            (b'=', Some(high), Some(low)) => {
                at += 2;
                (high * 16 + low) as u8
            }
            (b'_', ..) => b' ',
            (b'\r' | b'\n', ..) => continue,
            _ => *byte,
        });
    }
    out
}

/// Where the next encoded word begins when only white space parts it from this one.
fn neighbour(raw: &[u8], end: usize) -> Option<usize> {
    let rest = raw.get(end..)?;
    let gap = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
    rest.get(gap..)?.starts_with(b"=?").then_some(end + gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_as_programs_write_them() {
        for (raw, want) in [
            ("=?utf-8?b?RsM=?=\r\n =?UTF-8?B?pGhyZQ==?= x", "Fähre x"),
            ("=?utf-8?q?F=C3?= =?utf-8?q?=A4hre?=", "Fähre"),
            ("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"),
            ("=?utf-8?q?a_?= =?koi8-r?q?=C1?=", "a а"),
            ("\"=?utf-8?B?RsOkaHJl?=\"!", "\"Fähre\"!"),
            ("[x]=?utf-8*de?B?RsOkaHI?=", "[x]Fähr"),
            ("=?utf-8?Q?Die F=C3=A4hre\r\n bleibt?=", "Die Fähre bleibt"),
            ("=?us-ascii?Q?F=C3=A4hre?=", "Fähre"),
            ("Folded\r\n words", "Folded words"),
            ("=?what=? is =? this ?=", "=?what=? is =? this ?="),
            ("=?utf-8?Q?Unfinished", "=?utf-8?Q?Unfinished"),
        ] {
            assert_eq!(words(raw.as_bytes()), want, "{raw}");
        }
    }

    #[test]
    fn bytes_that_no_header_may_have_are_decoded() {
        let mail = b"From: a\nSubject: K\xf6pr\xfc a\xe7\xfdld\xfd\nContent-Type: text/plain; charset=iso-8859-9\n\n\xfd";
        let found = mended(mail);
        assert!(String::from_utf8_lossy(&found).starts_with("From: a\nSubject: Köprü açıldı\nContent"));
        assert!(found.ends_with(b"\n\n\xfd"));
    }

    #[test]
    fn a_forgotten_blank_line_is_put_in() {
        assert_eq!(end(b"From: a\nSubject: b\nThe ferry sails.\n"), 19);
        assert_eq!(end(b"From: a\n b\n\nc"), 11);
        assert_eq!(end(b"From: a very long\nname\nSubject: b\n\nc"), 34);
        assert_eq!(field(b"Date: x\r\nsubject: b\r\n c\r\n\r\nTo: d", "Subject"), Some(&b" b\r\n c\r\n"[..]));
        assert_eq!(field(b"Date: x\n\nSubject: b", "Subject"), None);
        let long = [&b"From: a\n"[..], &b"X-A: b\n".repeat(60_000), b"\nbody"].concat();
        let found = mended(&long);
        assert!(found.len() <= HEADERS + 8 && found.ends_with(b"\n\nbody"));
    }
}
