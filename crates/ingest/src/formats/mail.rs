//! Mail in its own format (EML), and pages saved as MHTML.
use crate::draft::set;
use crate::html;
use crate::text;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;
use verbatim_article::{Article, PartialDate};

const NAMES: &[&str] = &[
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
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            return false;
        }
        known += usize::from(NAMES.contains(&name.to_ascii_lowercase().as_str()));
    }
    known >= 2
}

/// Headers beyond this many bytes are left out: each costs the parser far more than its length.
const HEADERS: usize = 1 << 18;

/// A mail without the headers that no real mail has.
fn bounded(bytes: &[u8]) -> Cow<'_, [u8]> {
    let end = memchr::memmem::find(bytes, b"\n\n")
        .into_iter()
        .chain(memchr::memmem::find(bytes, b"\r\n\r\n"))
        .min()
        .unwrap_or(bytes.len());
    let (Some(head), Some(rest)) = (bytes.get(..HEADERS.min(end)), bytes.get(end..)) else {
        return Cow::Borrowed(bytes);
    };
    if end <= HEADERS {
        return Cow::Borrowed(bytes);
    }
    let whole = memchr::memrchr(b'\n', head).unwrap_or(head.len());
    Cow::Owned([head.get(..whole).unwrap_or(head), rest].concat())
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
    let bytes = bounded(bytes);
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
    if let Some(subject) = message.subject() {
        set(evidence, &mut article.headline, "headline", subject, "mail: subject");
    }
    if let Some(from) = message.from().and_then(|f| f.first())
        && let Some(name) = from.name().or_else(|| from.address())
    {
        set(evidence, &mut article.outlet, "outlet", name.trim_matches(['"', '\'']), "mail: sender");
    }
    if let Some(date) = message.date() {
        article.published =
            PartialDate::ymd(i32::from(date.year), u32::from(date.month), u32::from(date.day));
        if article.published.is_some() {
            article.evidence.insert("published".to_owned(), "mail: date".to_owned());
        }
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
    if text.contains('\u{FFFD}') {
        let place = part.offset_body as usize..part.offset_end as usize;
        let raw = message.raw_message.get(place).unwrap_or_default();
        let bytes = match part.encoding {
            Encoding::None => Some(raw.to_vec()),
            Encoding::QuotedPrintable => quoted_printable_decode(raw),
            Encoding::Base64 => base64_decode(raw),
        };
        if let Some(bytes) = bytes {
            let decoded = crate::encoding::decode(&bytes, None);
            if !decoded.noise && !decoded.text.contains('\u{FFFD}') {
                return Cow::Owned(decoded.text);
            }
        }
    }
    crate::mojibake::repair(text).map_or(Cow::Borrowed(text), |repair| Cow::Owned(repair.text))
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
    }
}
