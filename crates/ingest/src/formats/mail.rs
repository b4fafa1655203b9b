//! Mail in its own format (EML), and pages saved as MHTML.
use super::mail_head::{self, NAMES};
use crate::draft::set;
use crate::encoding::{mojibake, utf7};
use crate::{date, html, text};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;
use verbatim_article::{Article, PartialDate};

/// Whether a file's first line can be a header's or a mailbox's; cheap, and often right for nothing.
pub(crate) fn may_be(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let blank = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let line = bytes.get(blank..).unwrap_or_default();
    let name = line.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
    line.starts_with(b"From ") || name > 0 && line.get(name) == Some(&b':')
}

/// Whether a text begins with a mail's headers.
pub(crate) fn is_mail(head: &str) -> bool {
    let mut known = 0;
    for (at, line) in head.lines().enumerate() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && at > 0 {
            continue;
        }
        let name = line.split_once(':').map_or("", |(name, _)| name);
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            // The blank line was forgotten, or a long header was wrapped without being indented.
            return known >= 3;
        }
        known += usize::from(NAMES.contains(&name.to_ascii_lowercase().as_str()));
    }
    known >= 2
}

/// Whether a file that is called a mail begins like one: then a single header is enough.
pub(crate) fn is_named(name: &str, head: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or("");
    let first = head.split_once(':').map_or("", |(name, _)| name);
    ["eml", "mht", "mhtml"].iter().any(|known| extension.eq_ignore_ascii_case(known))
        && NAMES.iter().any(|known| first.eq_ignore_ascii_case(known))
}

/// The mail within a file of Apple's Mail (EMLX): a line with its length, the mail, and what the program noted.
pub(crate) fn unwrapped(bytes: &[u8]) -> Option<&[u8]> {
    let end = memchr::memchr(b'\n', bytes.get(..24).unwrap_or(bytes))?;
    let (line, rest) = (bytes.get(..end)?, bytes.get(end + 1..)?);
    let len: usize = std::str::from_utf8(line).ok()?.trim().parse().ok()?;
    let mail = rest.get(..len)?;
    is_mail(&String::from_utf8_lossy(mail.get(..6000).unwrap_or(mail))).then_some(mail)
}

/// What is in one mail.
#[derive(Debug, Default)]
pub(crate) struct Mail {
    /// `None` when there are no words in it.
    pub article: Option<Article>,
    /// Files that may be read, in their order.
    pub attached: Vec<Attached>,
}

/// A file that came with a mail.
#[derive(Debug)]
pub(crate) struct Attached {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Reads one mail.
pub(crate) fn read(bytes: &[u8]) -> Mail {
    let bytes = mail_head::mended(bytes);
    let Some(message) = MessageParser::default().parse(bytes.as_ref()) else { return Mail::default() };
    if let Some(article) = saved_page(&message) {
        return Mail { article: Some(article), attached: Vec::new() };
    }
    Mail { attached: attached(&message), article: letter(&message) }
}

/// More attachments of one mail than this are left out.
const MOST_ATTACHED: usize = 1000;

/// The attachments that can hold articles: no pictures, sounds, signatures, calendars.
fn attached(message: &Message<'_>) -> Vec<Attached> {
    let file = |(at, part): (usize, &MessagePart<'_>)| {
        let kind = part.content_type();
        let (class, sort) = kind.map_or(("", ""), |k| (k.ctype(), k.subtype().unwrap_or("")));
        let class = class.to_ascii_lowercase();
        let sort = sort.to_ascii_lowercase();
        let deaf = ["image", "audio", "video", "font"].contains(&class.as_str())
            || ["calendar", "vcard", "x-vcard", "directory", "rfc822-headers", "css", "delivery-status"]
                .contains(&sort.as_str())
            || ["signature", "pgp-", "pkcs7", "x-pkcs7"].iter().any(|s| sort.contains(s));
        let (name, bytes) = match &part.body {
            PartType::Message(inner) => {
                let name = part.attachment_name().map(str::to_owned);
                (name.or_else(|| Some(format!("{at}.eml"))), inner.raw_message())
            }
            PartType::Multipart(_) => return None,
            _ => (part.attachment_name().map(str::to_owned), part.contents()),
        };
        let name = name?.replace(['/', '\\', '\n', '\r'], "_");
        let extension = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        let picture =
            ["png", "jpg", "jpeg", "gif", "ics", "vcf", "asc", "sig", "p7s", "p7m", "bmp", "webp", "svg"];
        let skipped = deaf || picture.contains(&extension.as_str()) || bytes.is_empty();
        (!skipped).then(|| Attached { name, bytes: bytes.to_vec() })
    };
    message.parts.iter().enumerate().skip(1).filter_map(file).take(MOST_ATTACHED).collect()
}

/// A page that a browser saved as MHTML.
fn saved_page(message: &Message<'_>) -> Option<Article> {
    let saved = message.header_raw("Snapshot-Content-Location").is_some()
        || message
            .from()
            .and_then(|f| f.first())
            .and_then(|a| a.name())
            .is_some_and(|n| n.starts_with("Saved by"));
    let mut article = page(message).filter(|_| saved)?;
    if let Some(url) =
        message.header_raw("Snapshot-Content-Location").or_else(|| message.header_raw("Content-Location"))
    {
        let why = "address that the page was saved from";
        set(&mut article.evidence, &mut article.url, "url", url.trim(), why);
    }
    Some(article)
}

/// The mail's own words.
fn letter(message: &Message<'_>) -> Option<Article> {
    let mut article = Article::default();
    let evidence = &mut article.evidence;
    if let Some(subject) = mail_head::field(&message.raw_message, "Subject") {
        let subject = mail_head::words(subject);
        set(evidence, &mut article.headline, "headline", &subject, "mail: subject");
    }
    if let Some(from) = message.from().and_then(|f| f.first()) {
        let name = mail_head::field(&message.raw_message, "From").map(|raw| {
            let name = raw.split(|b| *b == b'<').next().unwrap_or_default();
            mail_head::words(name)
        });
        let name = name.filter(|name| from.name().is_some() && !name.contains(['\\', ',']));
        let name = name.as_deref().or_else(|| from.name()).or_else(|| from.address()).unwrap_or_default();
        set(evidence, &mut article.outlet, "outlet", name.trim().trim_matches(['"', '\'']), "mail: sender");
    }
    if let Some((date, why)) = sent(message) {
        article.published = Some(date);
        article.evidence.insert("published".to_owned(), why.to_owned());
    }
    let body = words(message);
    if body.trim().is_empty() && article.headline.is_none() {
        return None;
    }
    super::feed::body(&mut article, &body);
    if article.agency.is_none()
        && let Some(name) = article.outlet.as_deref().and_then(text::known_agency)
    {
        set(&mut article.evidence, &mut article.agency, "agency", name, "mail: sender");
    }
    Some(article)
}

/// The day that a mail was written on, or else the day that it arrived.
fn sent(message: &Message<'_>) -> Option<(PartialDate, &'static str)> {
    let day = |date: &mail_parser::DateTime| {
        PartialDate::ymd(i32::from(date.year), u32::from(date.month), u32::from(date.day))
    };
    let printed = || {
        let written = String::from_utf8_lossy(mail_head::field(&message.raw_message, "Date")?);
        date::from_machine(&written).or_else(|| date::find(&written)?.reading.settled())
    };
    let arrived = || message.received()?.date.as_ref().and_then(day);
    message
        .date()
        .and_then(day)
        .or_else(printed)
        .map(|date| (date, "mail: date"))
        .or_else(|| arrived().map(|date| (date, "mail: date of its arrival")))
}

/// The text part, or what the HTML part shows.
fn words(message: &Message<'_>) -> String {
    let mut html = None;
    for part in &message.parts {
        if part.attachment_name().is_some() {
            continue;
        }
        match &part.body {
            PartType::Text(text)
                if part
                    .content_type()
                    .is_none_or(|c| c.subtype().is_none_or(|s| s.eq_ignore_ascii_case("plain")))
                    && text.trim().len() > 20 =>
            {
                return unflow(&sound(message, part, text));
            }
            PartType::Html(source) if html.is_none() => html = Some((part, source)),
            _ => {}
        }
    }
    match html {
        Some((part, source)) => html::text_of(&sound(message, part, source)),
        None => message.body_text(0).map(|t| unflow(&t)).unwrap_or_default(),
    }
}

/// A part's text in the encoding that it really has: many name none, or a wrong one.
fn sound<'t>(message: &Message<'_>, part: &MessagePart<'_>, text: &'t str) -> Cow<'t, str> {
    let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
    let seven = charset.is_some_and(|name| name.eq_ignore_ascii_case("utf-7"));
    if seven || text.contains('\u{FFFD}') {
        let place = part.offset_body as usize..part.offset_end as usize;
        let raw = message.raw_message.get(place).unwrap_or_default();
        let bytes = match part.encoding {
            Encoding::None => Some(raw.to_vec()),
            Encoding::QuotedPrintable => quoted_printable_decode(raw),
            Encoding::Base64 => base64_decode(raw),
        };
        if let Some(text) = bytes.as_deref().filter(|_| seven).and_then(utf7::decode) {
            return Cow::Owned(text);
        }
        if let Some(bytes) = bytes {
            let decoded = crate::encoding::decode(&bytes, None);
            if !decoded.noise && !decoded.text.contains('\u{FFFD}') {
                return Cow::Owned(decoded.text);
            }
        }
    }
    mojibake::repair(text).map_or(Cow::Borrowed(text), |repair| Cow::Owned(repair.text))
}

/// Joins lines that were wrapped for the way: a blank line parts paragraphs.
fn unflow(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let widest = text.lines().map(str::len).max().unwrap_or(0);
    if widest > 100 {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut full = false;
    for line in text.lines() {
        let words = line.trim_end();
        if words.trim().is_empty() {
            out.push_str("\n\n");
            full = false;
            continue;
        }
        if full {
            out.push(' ');
        } else if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(words.trim_start());
        full = words.len() >= 56;
    }
    out
}

fn page(message: &Message<'_>) -> Option<Article> {
    message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(source) => Some(html::read(source).article),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_html_and_encoded() {
        let mail = b"From: =?UTF-8?Q?Orvik_Caf=C3=A9?= <a@orvik.example>\r\nSubject: =?utf-8?B?RsOkaHJl?=\r\nDate: Thu, 3 Feb 2022 23:30:00 +0300\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=iso-8859-9\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>I=FE=FDl said =\r\nyes.</p>";
        let article = read(mail).article.unwrap();
        assert_eq!(article.headline.as_deref(), Some("Fähre"));
        assert_eq!(article.outlet.as_deref(), Some("Orvik Café"));
        assert_eq!(article.published.unwrap().to_string(), "2022-02-03");
        assert!(article.text.ends_with("Işıl said yes."), "{}", article.text);
    }

    #[test]
    fn encodings_that_are_not_told_or_wrong() {
        let head = "From: a@orvik.example\nSubject: Ferry\nContent-Type: text/plain";
        let bytes =
            [head.as_bytes(), b"\n\n\x93The ferry stays in dock for a week,\x94 I\xe7\xe9l said on Monday."]
                .concat();
        assert!(read(&bytes).article.unwrap().text.contains("“The ferry stays in dock for a week,” Içél"));
        let wrong = format!(
            "{head}; charset=iso-8859-1\n\n“The ferry stays in dock for a week,” she said on Monday."
        );
        assert!(read(wrong.as_bytes()).article.unwrap().text.contains("“The ferry"));
    }

    #[test]
    fn attachments_that_can_be_articles() {
        let mail = "From: a@b.example\nSubject: c\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nThe report is attached to this mail.\n\
            --x\nContent-Type: application/pdf; name=a.pdf\n\n%PDF\n--x\nContent-Type: image/png; name=b.png\n\nx\n\
            --x\nContent-Type: message/rfc822\n\nFrom: d@e.example\nSubject: f\n\nForwarded words.\n--x--\n";
        let found = read(mail.as_bytes());
        assert!(found.article.is_some());
        let names: Vec<_> = found.attached.iter().map(|a| a.name.as_str()).collect();
        assert_eq!(names, ["a.pdf", "4.eml"]);
    }

    #[test]
    fn heads_of_mails() {
        assert!(is_mail("Subject: a\nFrom: b\n\nc"));
        assert!(!is_mail("Subject: a\nnot a header\n\nc"));
        assert!(!is_mail("Title: a\nDate: b\n\nc"));
        assert!(is_mail("From: a\nTo: b\nSubject: c\nThe blank line was forgotten"));
        assert!(is_named("a.EML", "Subject: c\n\nd") && !is_named("a.txt", "Subject: c\n\nd"));
    }

    #[test]
    fn dates_that_are_missing_or_odd() {
        for (line, want) in [
            ("Date: Thursday, February 03, 2022 5:56 AM", "2022-02-03"),
            ("Date: Thu, 3 Feb 2022 10:09:22", "2022-02-03"),
            ("Date: 2022-02-03 10:00", "2022-02-03"),
            ("Received: from a by b; Thu, 3 Feb 2022 10:00:00 +0300", "2022-02-03"),
        ] {
            let mail = format!("From: a@b.example\n{line}\nSubject: Ferry\n\nThe ferry sails.");
            let article = read(mail.as_bytes()).article.unwrap();
            assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some(want), "{line}");
        }
    }

    #[test]
    fn mails_of_apple() {
        let mail = "From: a@b.example\nSubject: Ferry\n\nThe ferry sails.\n";
        let file = format!("{}        \n{mail}<?xml version=\"1.0\"?><plist/>", mail.len());
        assert_eq!(unwrapped(file.as_bytes()), Some(mail.as_bytes()));
        assert_eq!(unwrapped(b"12\nThe ferry sails"), None);
    }
}
