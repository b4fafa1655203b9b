/// What a file is, told by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binary {
    Zip,
    Pdf,
    Rtf,
    Gzip,
    /// Old Office files and encrypted new ones.
    Ole,
    /// A kind that holds no text to read; its name.
    Other(&'static str),
}

/// The binary kinds by their signatures.
pub(crate) fn binary(bytes: &[u8]) -> Option<Binary> {
    const SIGNATURES: &[(&[u8], Binary)] = &[
        (b"PK\x03\x04", Binary::Zip),
        (b"PK\x05\x06", Binary::Zip),
        (b"PK\x07\x08", Binary::Zip),
        (b"{\\rtf", Binary::Rtf),
        (b"\xEF\xBB\xBF{\\rtf", Binary::Rtf),
        (b"\x1F\x8B", Binary::Gzip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Binary::Ole),
        (b"\x89PNG\r\n", Binary::Other("a picture (PNG)")),
        (b"\xFF\xD8\xFF", Binary::Other("a picture (JPEG)")),
        (b"GIF8", Binary::Other("a picture (GIF)")),
        (b"II*\0", Binary::Other("a picture (TIFF)")),
        (b"MM\0*", Binary::Other("a picture (TIFF)")),
        (b"BM\x00", Binary::Other("a picture (BMP)")),
        (b"RIFF", Binary::Other("a sound or a picture (RIFF)")),
        (b"ID3", Binary::Other("a sound (MP3)")),
        (b"OggS", Binary::Other("a sound (Ogg)")),
        (b"\x1A\x45\xDF\xA3", Binary::Other("a film (Matroska)")),
        (b"7z\xBC\xAF\x27\x1C", Binary::Other("a 7z archive; unpack it first")),
        (b"Rar!\x1A\x07", Binary::Other("a RAR archive; unpack it first")),
        (b"BZh", Binary::Other("a bzip2 archive; unpack it first")),
        (b"\xFD7zXZ", Binary::Other("an xz archive; unpack it first")),
        (b"(\xB5/\xFD", Binary::Other("a Zstandard archive; unpack it first")),
        (b"\x7FELF", Binary::Other("a program")),
        (b"MZ\x90", Binary::Other("a program")),
        (b"SQLite format 3", Binary::Other("a database (SQLite)")),
        (b"bplist00", Binary::Other("an Apple web archive; save the page as HTML instead")),
        (b"\0\0\0\x18ftyp", Binary::Other("a film (MP4)")),
        (b"\0\0\0\x20ftyp", Binary::Other("a film (MP4)")),
        (b"wOF", Binary::Other("a font")),
        (b"!BDN", Binary::Other("an Outlook mailbox (PST); export the mails as EML or mbox")),
    ];
    if let Some((_, kind)) = SIGNATURES.iter().find(|(sign, _)| bytes.starts_with(sign)) {
        return Some(*kind);
    }
    let head = bytes.get(..1024).unwrap_or(bytes);
    if memchr::memmem::find(head, b"%PDF-").is_some() {
        return Some(Binary::Pdf);
    }
    None
}

/// Whether decoded bytes were no text at all: too many control or broken characters.
pub(crate) fn is_noise(bytes: &[u8]) -> bool {
    let sample = bytes.get(..8192).unwrap_or(bytes);
    if sample.is_empty() {
        return false;
    }
    // Sums of one byte each, which the compiler makes wide.
    let is_odd = |b: &u8| u8::from(matches!(b, 0..=8 | 0xE..=0x1A | 0x1C..=0x1F | 0x7F));
    let sums = sample.chunks(128).map(|chunk| chunk.iter().fold(0u8, |sum, b| sum + is_odd(b)));
    sums.map(usize::from).sum::<usize>() * 10 > sample.len()
}

/// What decoded text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Textual {
    Html,
    /// XML; the root element's name without its prefix, told by `root`.
    Xml,
    Json,
    Table(u8),
    Plain,
}

/// The textual kinds by their beginning; the file's extension decides only between plain kinds.
pub(crate) fn textual(name: &str, text: &str) -> Textual {
    let start = text.trim_start();
    if start.starts_with('<')
        && start
            .get(1..2)
            .is_some_and(|c| matches!(c, "!" | "?" | "/") || c.starts_with(|c: char| c.is_ascii_alphabetic()))
    {
        if let Some(root) = root(start) {
            if root.eq_ignore_ascii_case("html") {
                return Textual::Html;
            }
            if is_known_root(root) {
                return Textual::Xml;
            }
        }
        if start.starts_with("<?xml") && !has_page_tags(start) {
            return Textual::Xml;
        }
        return Textual::Html;
    }
    if start.starts_with(['{', '[']) && crate::formats::json::looks_json(start) {
        return Textual::Json;
    }
    if let Some(delimiter) = crate::formats::table::delimiter(name, text) {
        return Textual::Table(delimiter);
    }
    if memchr::memchr(b'<', start.as_bytes()).is_some() {
        let end = start.char_indices().nth(6000).map_or(start.len(), |(end, _)| end);
        if has_page_tags(start.get(..end).unwrap_or(start)) {
            return Textual::Html;
        }
    }
    Textual::Plain
}

pub(crate) fn is_known_root(root: &str) -> bool {
    matches!(
        root,
        "rss"
            | "feed"
            | "RDF"
            | "TEI"
            | "TEI.2"
            | "teiCorpus"
            | "nitf"
            | "NewsML"
            | "newsItem"
            | "newsMessage"
            | "packageItem"
            | "newsitem"
            | "channel"
            | "conceptItem"
            | "knowledgeItem"
    )
}

fn has_page_tags(text: &str) -> bool {
    let mut end = text.len().min(20_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or_default();
    if memchr::memchr(b'<', text.as_bytes()).is_none() {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    ["<html", "<body", "<!doctype html", "<head>"].iter().any(|t| lower.contains(t))
        || (lower.contains("</p>") && (lower.contains("<p>") || lower.contains("<p ")))
        || (lower.contains("</div>") && lower.contains("<div"))
}

/// The root element's name without its prefix.
pub(crate) fn root(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    for _ in 0..200 {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.split_once("-->")?.1;
        } else if rest.get(..9).is_some_and(|d| d.eq_ignore_ascii_case("<!doctype")) {
            // An internal subset is in brackets.
            let close = rest.find('>')?;
            match rest.find('[').filter(|b| *b < close) {
                Some(_) => rest = rest.split_once("]>").or_else(|| rest.split_once("] >"))?.1,
                None => {
                    let kind = rest.get(9..close)?.trim();
                    if kind.get(..4).is_some_and(|k| k.eq_ignore_ascii_case("html")) {
                        return Some("html");
                    }
                    rest = rest.get(close + 1..)?;
                }
            }
        } else if rest.starts_with("<?") {
            rest = rest.split_once("?>")?.1;
        } else {
            let name = rest.strip_prefix('<')?;
            let end = name.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
            let name = name.get(..end)?;
            return Some(name.rsplit(':').next().unwrap_or(name));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_their_beginning() {
        for (text, kind) in [
            ("<!DOCTYPE html><html><p>a</p>", Textual::Html),
            ("<?xml version='1.0'?>\n<rss version='2.0'>", Textual::Xml),
            ("<?xml version='1.0'?><!-- a --><html>", Textual::Html),
            ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><atom:feed x='y'>", Textual::Xml),
            ("<div><p>a</p></div>", Textual::Html),
            ("{\"a\": 1}", Textual::Json),
            ("The ferry <b>sails</b>", Textual::Plain),
            ("<40 % of the ferries sail", Textual::Plain),
        ] {
            assert_eq!(textual("x", text), kind, "{text}");
        }
    }
}
