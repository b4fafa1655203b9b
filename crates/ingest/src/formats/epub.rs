//! EPUB books: the chapters in reading order, each as a page.
use crate::xml::Xml;

/// What a book's package says.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pub title: Option<String>,
    pub date: Option<String>,
    pub language: Option<String>,
    /// Paths of the chapters in the archive.
    pub chapters: Vec<String>,
}

/// The path of the package in `META-INF/container.xml`.
pub(crate) fn package(container: &str) -> Option<String> {
    let xml = Xml::parse(container);
    let file = xml.find(Xml::ROOT, "rootfile")?;
    xml.attribute(file, "full-path").map(str::to_owned)
}

/// Reads a package; `path` is where it lies.
pub(crate) fn book(path: &str, package: &str) -> Book {
    let xml = Xml::parse(package);
    let folder = path.rsplit_once('/').map_or("", |(f, _)| f);
    let mut out = Book::default();
    if let Some(metadata) = xml.find(Xml::ROOT, "metadata") {
        out.title = xml.find(metadata, "title").map(|t| xml.text(t)).filter(|t| !t.is_empty());
        out.date = xml.find(metadata, "date").map(|t| xml.text(t)).filter(|t| !t.is_empty());
        out.language = xml.find(metadata, "language").map(|t| xml.text(t)).filter(|t| !t.is_empty());
    }
    let items: Vec<(String, String)> = xml
        .all(Xml::ROOT, "item")
        .filter(|i| xml.attribute(*i, "properties").is_none_or(|p| !p.split(' ').any(|p| p == "nav")))
        .filter_map(|i| Some((xml.attribute(i, "id")?.to_owned(), xml.attribute(i, "href")?.to_owned())))
        .collect();
    for reference in xml.all(Xml::ROOT, "itemref") {
        let Some(id) = xml.attribute(reference, "idref") else { continue };
        if let Some((_, href)) = items.iter().find(|(i, _)| i == id) {
            out.chapters.push(join(folder, href));
        }
    }
    out
}

fn join(folder: &str, href: &str) -> String {
    let href = unescape(href.split('#').next().unwrap_or(href));
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// `%20` and the like.
fn unescape(href: &str) -> String {
    let mut out = Vec::with_capacity(href.len());
    let bytes = href.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|h| std::str::from_utf8(h).ok())
            .and_then(|h| u8::from_str_radix(h, 16).ok());
        if let (b'%', Some(value)) = (byte, hex) {
            out.push(value);
            at += 3;
        } else {
            out.push(byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
