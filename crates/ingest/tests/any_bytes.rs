//! No bytes may panic, hang, or get lost without a row; what is read keeps its promises.
use proptest::collection::vec;
use proptest::prelude::*;
use verbatim_ingest::{Reading, read};

fn promises(name: &str, bytes: &[u8]) -> Reading {
    let start = std::time::Instant::now();
    let reading = read(name, bytes);
    if bytes.len() > 10_000 {
        eprintln!("{name}: {} kB in {:?}", bytes.len() / 1000, start.elapsed());
    }
    assert!(!reading.articles.is_empty() || !reading.problems.is_empty(), "{name}: neither article nor row");
    for article in &reading.articles {
        let mut end = 0;
        for block in &article.blocks {
            let range = block.span.range();
            assert_eq!(range.start, end, "{name}: gap");
            assert!(range.end > range.start && article.text.is_char_boundary(range.end), "{name}: boundary");
            end = range.end;
        }
        assert_eq!(end, article.text.len(), "{name}: tail");
        assert!(!article.text.trim().is_empty() && !article.language.is_empty());
        assert!(!article.text.contains('\0'));
    }
    assert_eq!(reading, read(name, bytes), "{name}: not the same twice");
    reading
}

/// Beginnings that lead to each reader.
const HEADS: &[(&str, &str)] = &[
    ("a.txt", ""),
    ("a.txt", "Headline of it\n\nORVIK, February 3. /TASS/. "),
    ("a.html", "<html><head><script type='application/ld+json'>"),
    ("a.html", "<html><body><article><h1>A</h1><p>"),
    ("a.csv", "title,text,date\n\"a\",\"b"),
    ("a.json", "[{\"title\":\"a\",\"text\":\""),
    ("a.ndjson", "{\"title\":\"a\",\"text\":\"b\"}\n{"),
    ("a.xml", "<?xml version='1.0'?><rss><channel><item><title>"),
    ("a.xml", "<TEI><text><body><p>"),
    ("a.xml", "<nitf><body><hedline><hl1>"),
    ("a.eml", "From: a@b.example\nSubject: c\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"),
    ("a.mbox", "From a@b Thu Feb  3 10:00:00 2022\nSubject: c\nFrom: d\n\n"),
    ("a.rtf", "{\\rtf1\\ansi {\\fonttbl{\\f0 A;}} "),
    ("a.zip", "PK\u{3}\u{4}"),
    ("a.pdf", "%PDF-1.4\n1 0 obj\n<<"),
    ("a.gz", "\u{1f}"),
    (
        "a.txt",
        "                 1 of 2 DOCUMENTS\n\n   The Courier\n\n  February 3, 2022\n\nHead\n\nLENGTH: 1 words\n",
    ),
    ("a.txt", "HD  Head\nPD  3 February 2022\nSN  The Courier\nLP\n"),
    ("a.txt", "Document 1 of 1\n\nHead\n\nProQuest document link\n\nFull text: "),
    ("a.txt", "Title: a\nDate: 03.02.22\n\n"),
];

/// Pieces that readers look for, so that chance gets deep into them.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div class='",
    "'>",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    "\\",
    "\\u8220?",
    "\\'",
    "\\bin9999999 ",
    ",",
    ";",
    "\n",
    "\r\n",
    "\t",
    "&amp;",
    "&#x110000;",
    "&#0;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<item>",
    "</item>",
    "2022-02-03",
    "03.02.22",
    "February 3, 2022",
    "9999999999999",
    "Ã§",
    "â€œ",
    "\u{FEFF}",
    "\u{202E}",
    "İ",
    "ß",
    "Share",
    "By A B",
    "(AP) —",
    " / ",
    "End of Document",
    "LOAD-DATE: ",
    "AN  Document ABCD000020220203ei2300001",
    "PK\u{1}\u{2}",
    "PK\u{5}\u{6}",
    "endobj",
    "stream",
    "--x--",
    "=?utf-8?B?",
    "?=",
    "---\n",
    "# ",
    "© 2022 ",
    "|",
    "\u{c}",
    "a",
    "The ferry sails. ",
    "é",
    "中",
    "👍🏽",
    "\0",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(bytes in vec(any::<u8>(), 0..600)) {
        promises("a", &bytes);
    }

    #[test]
    fn random_bytes_after_each_head(head in 0..HEADS.len(), bytes in vec(any::<u8>(), 0..300)) {
        let (name, start) = HEADS[head];
        promises(name, &[start.as_bytes(), &bytes].concat());
    }

    #[test]
    fn telling_pieces_after_each_head(head in 0..HEADS.len(), pieces in vec(0..PIECES.len(), 0..80)) {
        let (name, start) = HEADS[head];
        let mut text = start.to_owned();
        for piece in pieces {
            text.push_str(PIECES[piece]);
        }
        promises(name, text.as_bytes());
    }

    /// Fixtures with bytes changed, cut off and doubled.
    #[test]
    fn damaged_fixtures(pick in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>(), whole in any::<bool>()) {
        let files = fixtures();
        let (name, bytes) = &files[pick.index(files.len())];
        let mut bytes = bytes.clone();
        let place = at.index(bytes.len());
        bytes[place] = byte;
        if !whole {
            bytes.truncate(cut.index(bytes.len()));
        }
        promises(name, &bytes);
    }
}

fn fixtures() -> &'static Vec<(String, Vec<u8>)> {
    static FILES: std::sync::OnceLock<Vec<(String, Vec<u8>)>> = std::sync::OnceLock::new();
    FILES.get_or_init(|| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let mut out = Vec::new();
        for folder in std::fs::read_dir(root).expect("fixtures") {
            for file in std::fs::read_dir(folder.expect("a folder").path()).expect("files") {
                let path = file.expect("a file").path();
                out.push((
                    path.file_name().expect("a name").to_string_lossy().into_owned(),
                    std::fs::read(&path).expect("bytes"),
                ));
            }
        }
        out.sort();
        out
    })
}

#[test]
fn files_that_fill_memory_or_time() {
    let deep = format!("{}x{}", "<div>".repeat(10_000), "</div>".repeat(10_000));
    promises("deep.html", deep.as_bytes());
    promises("deep.xml", format!("<?xml version='1.0'?><rss>{}", "<item>".repeat(10_000)).as_bytes());
    promises("deep.json", "[".repeat(1_000_000).as_bytes());
    promises("deep.rtf", format!("{{\\rtf1 {}", "{".repeat(1_000_000)).as_bytes());
    promises("wide.csv", format!("title,text\n{}", ",".repeat(200_000)).as_bytes());
    promises("quotes.csv", format!("title,text\n{}", "\"a,\n".repeat(50_000)).as_bytes());
    promises("zeros.txt", &vec![0; 1 << 20]);
    promises("line.txt", "word ".repeat(400_000).as_bytes());
    promises("lines.txt", "a\n".repeat(400_000).as_bytes());
    promises("rules.txt", "-----\n".repeat(100_000).as_bytes());
    promises("dates.html", format!("<p>{}", "<time>3 Feb 2022</time> ".repeat(50_000)).as_bytes());
    promises("links.html", "<p><a href=x>Some words of a link</a></p>".repeat(50_000).as_bytes());
    promises("broken.xml", format!("<?xml version='1.0'?><rss>{}", "<i <".repeat(200_000)).as_bytes());
    let bomb = format!(
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a '{}'>]><rss><item><title>&a;&a;</title></item></rss>",
        "b".repeat(100_000)
    );
    promises("entities.xml", bomb.as_bytes());
}
