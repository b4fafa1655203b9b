//! A site as one HTML file, which opens by a double click, without a server and without a network.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write;
use std::io;
use std::path::Path;

/// Finds the parts in the document and starts the page from them.
const START: &str = include_str!("single_file.js");

/// Nothing may be asked for over a network, not even from where the file lies.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:; style-src 'unsafe-inline'; \
    img-src data: blob:; connect-src data: blob:; worker-src blob:; form-action 'none'; base-uri 'none'";

/// What the page asks for, by the names that it uses; the build's names may carry a hash.
const PARTS: [(&str, &str); 11] = [
    ("app.js", "app"),
    ("app_bg.wasm", "app"),
    ("worker.js", "worker"),
    ("worker_bg.wasm", "worker"),
    ("reading.js", "reading"),
    ("reading_bg.wasm", "reading"),
    ("pdf.js", "pdf"),
    ("pdf_bg.wasm", "pdf"),
    ("models/en.bin", ""),
    ("sample/index.json", ""),
    ("sample/corpus.vbt", ""),
];

/// What a page has that was built to be small at first, by the same rules.
const RESTS: [(&str, &str); 2] = [("app_rest.wasm", "app_rest"), ("worker_rest.wasm", "worker_rest")];

/// Packs a written site.
///
/// # Errors
/// When a part of the site is missing: its page is of another version.
pub fn pack(site: &Path) -> io::Result<String> {
    let index = std::fs::read_to_string(site.join("index.html"))?;
    let mut page = String::new();
    let mut in_script = false;
    for (number, piece) in index.split('<').enumerate() {
        let tag = piece.split('>').next().unwrap_or_default();
        let rest = piece.get(tag.len() + 1..).unwrap_or_default();
        if number == 0 {
            page.push_str(piece);
        } else if in_script {
            // Trunk's start of the app; ours follows below.
            if tag.starts_with("/script") {
                in_script = false;
                page.push_str(rest);
            }
        } else if tag.starts_with("meta") && tag.contains("Content-Security-Policy") {
            let _ = write!(page, "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">{rest}");
        } else if tag.starts_with("link") {
            page.push_str(&link(site, tag)?);
            page.push_str(rest);
        } else if tag.starts_with("script") {
            in_script = true;
        } else if tag.starts_with("/body") {
            let parts = PARTS.iter().map(|(name, stem)| read(site, name, stem).map(|bytes| (name, bytes)));
            let rests =
                RESTS.iter().filter_map(|(name, stem)| Some(Ok((name, read(site, name, stem).ok()?))));
            for part in parts.chain(rests) {
                let (name, bytes) = part?;
                let _ = writeln!(
                    page,
                    "<script type=\"application/octet-stream\" data-file=\"{name}\">{}</script>",
                    packed(&bytes)
                );
            }
            let _ = write!(page, "<script>{START}</script>\n</body>{rest}");
        } else {
            page.push('<');
            page.push_str(piece);
        }
    }
    Ok(page)
}

/// A link of the page's head: styles and the icon move into the document, hints for the network go.
fn link(site: &Path, tag: &str) -> io::Result<String> {
    let Some(file) = attribute(tag, "href") else { return Ok(String::new()) };
    let file = site.join(file.trim_start_matches("./"));
    Ok(match attribute(tag, "rel") {
        Some("stylesheet") => format!("<style>{}</style>", std::fs::read_to_string(file)?),
        Some("icon") => {
            let data = STANDARD.encode(std::fs::read(file)?);
            format!("<link rel=\"icon\" type=\"image/svg+xml\" href=\"data:image/svg+xml;base64,{data}\">")
        }
        _ => String::new(),
    })
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, value) = tag.split_once(&format!("{name}="))?;
    match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split([' ', '>']).next(),
    }
}

/// One part, under its plain name or with the hash that the build put into it.
fn read(site: &Path, name: &str, stem: &str) -> io::Result<Vec<u8>> {
    let plain = site.join(name);
    if plain.exists() {
        return std::fs::read(plain);
    }
    let hashed = |candidate: &str| {
        let tail = candidate.strip_prefix(stem).and_then(|rest| rest.strip_prefix('-'));
        let tail = tail.map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
        !stem.is_empty() && tail == name.strip_prefix(stem)
    };
    for entry in std::fs::read_dir(site)?.flatten() {
        if hashed(&entry.file_name().to_string_lossy()) {
            return std::fs::read(entry.path());
        }
    }
    let words = format!("the page has no {name}: build it again with `cargo xtask build`");
    Err(io::Error::new(io::ErrorKind::InvalidInput, words))
}

/// Compressed as browsers can undo it, in letters that a document can hold.
fn packed(bytes: &[u8]) -> String {
    STANDARD.encode(miniz_oxide::deflate::compress_to_vec_zlib(bytes, 9))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = r#"<!doctype html><html><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'self'">
<link rel="icon" type="image/svg+xml" href="favicon.svg">
<link rel="stylesheet" href="./base-0a1b2c3d4e5f.css"/>
<link rel="modulepreload" href="./app-0a1b2c3d4e5f.js">
<script type="module">import init from './app-0a1b2c3d4e5f.js'; if (1 < 2) init();</script>
</head><body><p>Wait</p></body></html>"#;

    #[test]
    fn all_parts_move_into_the_document() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("index.html", INDEX);
        write("favicon.svg", "<svg/>");
        write("base-0a1b2c3d4e5f.css", "p { color: red }");
        let missing = pack(folder.path()).unwrap_err();
        assert!(missing.to_string().contains("app.js"), "{missing}");
        for (name, stem) in PARTS {
            let hashed =
                if stem == "app" { name.replacen("app", "app-0a1b2c3d4e5f", 1) } else { name.to_owned() };
            write(&hashed, &format!("bytes of {name}"));
        }
        let page = pack(folder.path()).unwrap();
        assert!(page.contains("<style>p { color: red }</style>") && page.contains("<p>Wait</p>"));
        assert!(page.contains("data:image/svg+xml;base64,PHN2Zy8+"));
        assert!(!page.contains("init()") && !page.contains("modulepreload") && !page.contains("'self'"));
        for (name, _) in PARTS {
            let (_, rest) = page.split_once(&format!("data-file=\"{name}\">")).unwrap();
            let bytes = STANDARD.decode(rest.split_once('<').unwrap().0).unwrap();
            let bytes = miniz_oxide::inflate::decompress_to_vec_zlib(&bytes).unwrap();
            assert_eq!(String::from_utf8(bytes).unwrap(), format!("bytes of {name}"));
        }
    }
}
