use crate::draft::{finish, set, set_date};
use crate::formats::pdf::{self, Pdf, PdfText, PdfWords};
use crate::formats::{docx, epub, feed, json, mail, markup_news, mbox, odt, rtf, table, tei, zip};
use crate::options::Options;
use crate::sniff::{self, Binary, Textual};
use crate::xml::Xml;
use crate::{Problem, date, encoding, exports, html, text};
use verbatim_article::Article;

/// What a file held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The articles, in the order of the file.
    pub articles: Vec<Article>,
    /// What could not be read, or was damaged.
    pub problems: Vec<Problem>,
    /// What was decided or mended and lost nothing: which columns of a table were taken for what,
    /// which wrong encoding was undone.
    pub notes: Vec<Problem>,
    /// PDF files met on the way whose words are still to be taken. Only [`read_apart`] leaves any.
    pub pdfs: Vec<Pdf>,
}

/// The largest file that is read, in bytes. Callers need not load a larger one.
pub const MAX_BYTES: usize = 512 << 20;

/// Bytes that the archives in one file may unpack to, all together.
const UNPACKED: usize = 1 << 30;

/// Parts without words that get a row each; a file with more gets one row for the rest.
const MOST_EMPTY: usize = 100;

/// Archives within archives.
const DEEPEST: usize = 4;

/// Reads one file. What it is, is told by its content; the name only helps where that leaves a
/// choice.
#[must_use]
pub fn read(name: &str, bytes: &[u8]) -> Reading {
    read_with(name, bytes, &Options::default())
}

/// Reads one file with a person's choices.
#[must_use]
pub fn read_with(name: &str, bytes: &[u8], options: &Options) -> Reading {
    let mut reading = read_apart(name, bytes, options);
    let found = std::mem::take(&mut reading.pdfs).into_iter().map(|pdf| {
        let found = words_of(&pdf.bytes);
        (pdf, found)
    });
    let found = found.collect();
    reading.put(found);
    reading
}

/// Reads one file and leaves the PDF files in it to the caller, whose program for them is another:
/// they come back in [`Reading::pdfs`], for [`Reading::put`].
#[must_use]
pub fn read_apart(name: &str, bytes: &[u8], options: &Options) -> Reading {
    let mut reader = Reader { options, reading: Reading::default(), left: UNPACKED, held: 0, depth: 0 };
    reader.file(name, bytes);
    reader.reading
}

#[cfg(feature = "pdf")]
fn words_of(bytes: &[u8]) -> PdfText {
    crate::formats::pdf::pdf_text(bytes)
}

#[cfg(not(feature = "pdf"))]
fn words_of(_: &[u8]) -> PdfText {
    PdfText::Unread(
        "PDF files are not read by this program. Save the text as a file and add that.".to_owned(),
    )
}

/// Whether a file is a PDF, by its content.
#[must_use]
pub fn is_pdf(bytes: &[u8]) -> bool {
    matches!(sniff::binary(bytes), Some(Binary::Pdf))
}

/// Reads a PDF whose text layer was taken elsewhere.
#[must_use]
pub fn read_pdf(name: &str, found: PdfText) -> Reading {
    let options = Options::default();
    let mut reader =
        Reader { options: &options, reading: Reading::default(), left: UNPACKED, held: 0, depth: 0 };
    reader.pdf_text(name, found);
    reader.reading
}

struct Reader<'o> {
    options: &'o Options,
    reading: Reading,
    /// Bytes that may still be unpacked.
    left: usize,
    /// Bytes of PDF files that wait for the caller.
    held: usize,
    depth: usize,
}

impl Reader<'_> {
    fn lost(&mut self, name: &str, problem: impl Into<String>) {
        self.reading.problems.push(Problem::lost(name, problem));
    }

    fn file(&mut self, name: &str, bytes: &[u8]) {
        if bytes.len() > MAX_BYTES {
            let size = bytes.len() >> 20;
            return self.lost(
                name,
                format!("The file has {size} MB; files of up to {} MB are read. Split it.", MAX_BYTES >> 20),
            );
        }
        match sniff::binary(bytes) {
            Some(Binary::Other(what)) => self.lost(name, format!("The file is {what}, and not text.")),
            Some(Binary::Zip) => self.zip(name, bytes),
            Some(Binary::Gzip) => self.gzip(name, bytes),
            Some(Binary::Rtf) => self.rtf(name, bytes),
            Some(Binary::Pdf) => self.pdf(name, bytes),
            Some(Binary::Ole) => {
                let utf16 = |s: &str| s.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
                let locked = memchr::memmem::find(bytes, &utf16("EncryptedPackage")).is_some();
                self.lost(
                    name,
                    if locked {
                        "The document is locked with a password. Save it without one and add it again."
                    } else {
                        "The file is in an old Office format. Save it as DOCX, RTF or text and add it again."
                    },
                );
            }
            None => self.text(name, bytes),
        }
    }

    fn add(&mut self, name: &str, articles: Vec<Article>, evidence: Option<&str>) {
        let mut empty = 0usize;
        for (part, mut article) in articles.into_iter().enumerate() {
            if article.text.trim().is_empty() {
                empty += 1;
                if empty > MOST_EMPTY {
                    continue;
                }
                let problem =
                    Problem::lost(name, "No words of an article were found here.").in_part(part as u32);
                self.reading.problems.push(problem);
                continue;
            }
            if let Some(evidence) = evidence {
                article.evidence.insert("encoding".to_owned(), evidence.to_owned());
            }
            self.reading.articles.push(finish(article, name, part as u32));
        }
        if let Some(more) = empty.checked_sub(MOST_EMPTY).filter(|more| *more > 0) {
            self.lost(name, format!("{more} more parts of the file have no words either."));
        }
    }

    fn text(&mut self, name: &str, bytes: &[u8]) {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return self.lost(name, "The file is empty.");
        }
        if mail::may_be(bytes) {
            let head = String::from_utf8_lossy(bytes.get(..6000).unwrap_or(bytes)).replace("\r\n", "\n");
            let head = head.trim_start_matches(['\u{FEFF}', '\n']);
            if mbox::is_mbox(head) {
                return self.mails(name, &mbox::split(bytes));
            }
            if mail::is_mail(head) || mail::is_named(name, head) {
                return self.mails(name, &[bytes]);
            }
        }
        if let Some(mail) = mail::unwrapped(bytes) {
            return self.mails(name, &[mail]);
        }
        let decoded = encoding::decode(bytes, encoding::declared(bytes));
        if decoded.noise {
            return self.lost(
                name,
                "The file is not text: it has the bytes of a program or of a format that is not known here.",
            );
        }
        for notice in &decoded.notices {
            let mut problem = Problem::kept(name, notice.problem.clone(), notice.kept.clone());
            problem.line = notice.line.and_then(|l| u32::try_from(l).ok());
            let rows = if notice.mended { &mut self.reading.notes } else { &mut self.reading.problems };
            rows.push(problem);
        }
        if decoded.text.trim().is_empty() {
            return self.lost(name, "The file is empty.");
        }
        let words = decoded.text.as_str();
        let before = self.reading.problems.len();
        let articles = match sniff::textual(name, words) {
            Textual::Html => exports::read_html(words).unwrap_or_else(|| vec![html::read(words).article]),
            Textual::Xml => self.xml(name, words),
            Textual::Json => json::read(name, words, self.options, &mut self.reading.problems),
            Textual::Table(delimiter) => table::read(
                name,
                words,
                delimiter,
                self.options,
                &mut self.reading.problems,
                &mut self.reading.notes,
            ),
            Textual::Plain => running(words),
        };
        if articles.is_empty() && self.reading.problems.len() == before {
            return self.lost(name, "No words of an article were found here.");
        }
        self.add(name, articles, decoded.evidence.as_deref());
    }

    fn xml(&mut self, name: &str, words: &str) -> Vec<Article> {
        let xml = Xml::parse(words);
        if let Some(line) = xml.fault {
            let problem = Problem::kept(
                name,
                "The XML is not well formed.",
                "What could be read before and after that place.",
            );
            self.reading.problems.push(problem.at_line(line));
        }
        let root = sniff::root(words).unwrap_or("");
        let found = match root {
            "TEI" | "TEI.2" | "teiCorpus" => tei::read(&xml),
            "nitf" | "NewsML" | "newsItem" | "newsMessage" | "packageItem" | "newsitem" | "conceptItem"
            | "knowledgeItem" => markup_news::read(&xml),
            _ => feed::read(&xml),
        };
        if !found.is_empty() {
            return found;
        }
        // XML of a kind of its own: its words.
        vec![html::read(words).article]
    }

    /// The mails of a file, each with what is attached to it.
    fn mails(&mut self, name: &str, mails: &[&[u8]]) {
        let found: Vec<mail::Mail> = mails.iter().map(|mail| mail::read(mail)).collect();
        let mut articles = Vec::new();
        let mut attached = Vec::new();
        for (at, mail) in found.into_iter().enumerate() {
            match mail.article {
                Some(article) => articles.push(article),
                // A mail that only carries a file.
                None if !mail.attached.is_empty() => {}
                None => {
                    let mut problem = Problem::lost(name, "The mail has no words.");
                    if mails.len() > 1 {
                        problem = problem.in_part(at as u32);
                    }
                    self.reading.problems.push(problem);
                }
            }
            attached.extend(mail.attached);
        }
        self.add(name, articles, None);
        for file in attached {
            let path = format!("{name}/{}", file.name);
            if file.name.eq_ignore_ascii_case("winmail.dat") {
                self.lost(
                    &path,
                    "The attachment is in Outlook's own format. Ask for the mail as HTML or plain text.",
                );
            } else if self.depth >= DEEPEST {
                self.lost(&path, "The attachment lies in too many mails and archives.");
            } else {
                self.depth += 1;
                self.file(&path, &file.bytes);
                self.depth -= 1;
            }
        }
    }

    fn rtf(&mut self, name: &str, bytes: &[u8]) {
        let (words, broken) = rtf::text(bytes);
        if words.trim().is_empty() {
            return self.lost(name, "The document has no words.");
        }
        if broken {
            self.reading.problems.push(Problem::kept(
                name,
                "The document breaks off before its end.",
                "What stands before that.",
            ));
        }
        self.add(name, running(&words), None);
    }

    fn pdf(&mut self, name: &str, bytes: &[u8]) {
        if self.depth > 0 {
            self.held = self.held.saturating_add(bytes.len());
            if self.held > pdf::MOST_HELD {
                return self.lost(
                    name,
                    "The PDF files before it in the archive are too large together. Add this one by itself.",
                );
            }
        }
        self.reading.hold(name, bytes);
    }

    fn pdf_text(&mut self, name: &str, found: PdfText) {
        let problem = match found {
            PdfText::Text(words) => return self.pdf_words(name, &words),
            PdfText::Locked => {
                "The PDF is locked with a password. Save it without one and add it again.".to_owned()
            }
            PdfText::Scanned(pages) => {
                let what = if pages == 1 {
                    "its only page is a picture".to_owned()
                } else {
                    format!("its {pages} pages are pictures")
                };
                format!("The PDF is scanned: {what} without text. Run a text recognition first.")
            }
            PdfText::Unknown => "The fonts of the PDF do not tell which letters they show. Run a text recognition first, or save the text from another program.".to_owned(),
            PdfText::Empty => "The pages of the PDF are empty.".to_owned(),
            PdfText::Broken => "The PDF is damaged or breaks off, and none of its pages can be read. Get the file again, or open it in a viewer and save it anew.".to_owned(),
            PdfText::Unread(why) => why,
        };
        self.lost(name, problem);
    }

    fn pdf_words(&mut self, name: &str, words: &PdfWords) {
        let pages = |list: &[u32]| {
            let named: Vec<String> = list.iter().take(8).map(u32::to_string).collect();
            let more = if list.len() > 8 { " and more" } else { "" };
            format!("{} {}{more}", if list.len() == 1 { "page" } else { "pages" }, named.join(", "))
        };
        if !words.lost.is_empty() {
            let what = format!("The PDF is damaged or breaks off: {} could not be read.", pages(&words.lost));
            self.reading.problems.push(Problem::kept(name, what, "The words of the other pages."));
        }
        if !words.pictures.is_empty() {
            let what = format!(
                "Pictures without text: {}. Run a text recognition to have their words.",
                pages(&words.pictures)
            );
            self.reading.problems.push(Problem::kept(name, what, "The words of the other pages."));
        }
        let articles = exports::read(&words.text).unwrap_or_else(|| text::printed(words));
        self.add(name, articles, None);
    }

    fn gzip(&mut self, name: &str, bytes: &[u8]) {
        if self.depth >= DEEPEST {
            return self.lost(name, "The archive lies in too many archives.");
        }
        match zip::gunzip(bytes, self.left.min(MAX_BYTES)) {
            Ok(inner) => {
                self.left = self.left.saturating_sub(inner.len());
                let inner_name = name.strip_suffix(".gz").unwrap_or(name).to_owned();
                self.depth += 1;
                self.file(&inner_name, &inner);
                self.depth -= 1;
            }
            Err(failure) => self.failed(name, failure),
        }
    }

    fn failed(&mut self, name: &str, failure: zip::Failure) {
        match failure {
            zip::Failure::Locked => self.lost(name, "The file is locked with a password. Unpack the archive and add the files."),
            zip::Failure::Method(method) => self.lost(name, format!("The file is packed in a way that is not read here (method {method}). Unpack the archive and add the files.")),
            zip::Failure::Bomb => self.lost(name, "The file unpacks to far more than text would: it was left out."),
            zip::Failure::Damaged => self.lost(name, "The file is damaged and cannot be unpacked."),
        }
    }

    fn zip(&mut self, name: &str, bytes: &[u8]) {
        let archive = zip::list(bytes);
        if archive.broken {
            self.reading.problems.push(Problem::kept(
                name,
                "The archive breaks off or is damaged.",
                format!("{} files that could still be found.", archive.entries.len()),
            ));
        }
        if archive.more {
            self.lost(name, "The archive has more than 100,000 files; the rest was left out.");
        }
        let has = |path: &str| archive.entries.iter().position(|e| e.name == path);
        if let Some(at) = has("word/document.xml").or_else(|| has("word/document2.xml")) {
            if let Some(part) = self.part(name, bytes, &archive, at) {
                let words = docx::text(&part);
                self.document(name, &words);
            }
        } else if let Some(at) = has("META-INF/container.xml") {
            self.epub(name, bytes, &archive, at);
        } else if let (Some(at), true) =
            (has("content.xml"), has("mimetype").is_some() || has("META-INF/manifest.xml").is_some())
        {
            let manifest = has("META-INF/manifest.xml")
                .and_then(|m| self.part(name, bytes, &archive, m))
                .unwrap_or_default();
            if manifest.contains("encryption-data") {
                return self.lost(
                    name,
                    "The document is locked with a password. Save it without one and add it again.",
                );
            }
            if let Some(part) = self.part(name, bytes, &archive, at) {
                let words = odt::text(&part);
                self.document(name, &words);
            }
        } else if has("xl/workbook.xml").is_some() {
            self.lost(name, "The file is an Excel table. Save it as CSV and add it again.");
        } else if has("ppt/presentation.xml").is_some() {
            self.lost(name, "The file is a presentation, and not an article.");
        } else {
            self.archive(name, bytes, &archive);
        }
    }

    fn archive(&mut self, name: &str, bytes: &[u8], archive: &zip::Archive) {
        if self.depth >= DEEPEST {
            return self.lost(name, "The archive lies in too many archives.");
        }
        let mut any = false;
        for entry in &archive.entries {
            let base = entry.name.rsplit('/').next().unwrap_or("");
            if entry.name.ends_with('/')
                || base.is_empty()
                || base.starts_with('.')
                || entry.name.starts_with("__MACOSX/")
                || matches!(base, "Thumbs.db" | "desktop.ini")
            {
                continue;
            }
            any = true;
            let path = format!("{name}/{}", entry.name);
            if self.left == 0 {
                self.lost(&path, "The archive unpacks to more than a gigabyte; this file was left out.");
                break;
            }
            match zip::unpack(bytes, entry, self.left.min(MAX_BYTES)) {
                Ok(inner) => {
                    self.left = self.left.saturating_sub(inner.len());
                    self.depth += 1;
                    self.file(&path, &inner);
                    self.depth -= 1;
                }
                Err(failure) => self.failed(&path, failure),
            }
        }
        if !any && !archive.broken {
            self.lost(name, "The archive is empty.");
        } else if !any {
            self.lost(name, "Nothing in the archive could be read.");
        }
    }

    /// The text of a document's part.
    fn part(&mut self, name: &str, bytes: &[u8], archive: &zip::Archive, at: usize) -> Option<String> {
        let entry = archive.entries.get(at)?;
        match zip::unpack(bytes, entry, self.left.min(MAX_BYTES)) {
            Ok(part) => {
                self.left = self.left.saturating_sub(part.len());
                Some(encoding::decode(&part, encoding::declared(&part)).text)
            }
            Err(failure) => {
                self.failed(name, failure);
                None
            }
        }
    }

    fn document(&mut self, name: &str, words: &str) {
        if words.trim().is_empty() {
            return self.lost(name, "The document has no words.");
        }
        self.add(name, running(words), None);
    }

    fn epub(&mut self, name: &str, bytes: &[u8], archive: &zip::Archive, at: usize) {
        if archive.entries.iter().any(|e| e.name == "META-INF/encryption.xml")
            && archive.entries.iter().any(|e| e.name == "META-INF/rights.xml")
        {
            return self.lost(name, "The book is protected against copying and cannot be read.");
        }
        let find = |path: &str| archive.entries.iter().position(|e| e.name == path);
        let Some(container) = self.part(name, bytes, archive, at) else { return };
        let Some(path) = epub::package(&container) else {
            return self.lost(name, "The book has no list of its parts.");
        };
        let Some(package) = find(&path).and_then(|i| self.part(name, bytes, archive, i)) else {
            return self.lost(name, "The book's list of parts is missing.");
        };
        let book = epub::book(&path, &package);
        let mut articles = Vec::new();
        for chapter in &book.chapters {
            let Some(page) = find(chapter).and_then(|i| self.part(name, bytes, archive, i)) else {
                self.reading.problems.push(Problem::kept(
                    name,
                    format!("The part {chapter} is missing."),
                    "The other parts.",
                ));
                continue;
            };
            let mut article = html::read_part(&page);
            if article.text.len() < 200 && book.chapters.len() > 1 {
                continue; // Covers and title pages.
            }
            if let Some(title) = &book.title {
                set(&mut article.evidence, &mut article.outlet, "outlet", title, "EPUB: title of the book");
            }
            if let Some(found) = book.date.as_deref().and_then(date::from_machine) {
                if article.published.is_none() {
                    article.published = Some(found);
                    article.evidence.insert("published".to_owned(), "EPUB: date of the book".to_owned());
                }
            } else if let Some(written) = book.title.as_deref()
                && let Some(found) = date::find(written)
            {
                set_date(&mut article, found, written, "EPUB: title of the book");
            }
            articles.push(article);
        }
        if articles.is_empty() {
            return self.lost(name, "The book has no words.");
        }
        self.add(name, articles, None);
    }
}

/// The articles of running text: a database's download, or plain text.
fn running(text: &str) -> Vec<Article> {
    exports::read(text).unwrap_or_else(|| text::articles(text))
}
