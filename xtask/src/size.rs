//! What a browser downloads, compressed as a static host would.

use crate::{Done, Options, build, root};
use std::fmt::Write;
use std::path::Path;

/// The first view: app and worker, without model and sample.
const BUDGET: u64 = 400_000;

/// Builds the page, measures it and writes the scoreboard.
pub fn run(options: &Options) -> Done {
    let dist = build::run(options)?;
    let table = measure(&dist)?;
    let file = root().join("tests/scoreboards/size.md");
    std::fs::create_dir_all(file.parent().unwrap_or(&file))
        .map_err(|e| format!("{}: {e}", file.display()))?;
    std::fs::write(&file, table.text).map_err(|e| format!("{}: {e}", file.display()))?;
    table.verdict
}

/// Prints the sizes and fails over the budget; the committed scoreboard stays as it is.
pub fn check(dist: &Path) -> Done {
    measure(dist)?.verdict
}

struct Table {
    text: String,
    verdict: Done,
}

fn measure(dist: &Path) -> Done<Table> {
    let mut rows = Vec::new();
    for entry in std::fs::read_dir(dist)
        .map_err(|e| format!("{}: {e}. Fix: `cargo xtask build`.", dist.display()))?
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = name.rsplit('.').next().unwrap_or_default();
        if ["wasm", "js", "css", "html"].contains(&kind) && name != "404.html" {
            let bytes = std::fs::read(entry.path()).map_err(|e| format!("{name}: {e}"))?;
            rows.push((stable_name(&name), bytes.len() as u64, compressed(&bytes)?));
        }
    }
    rows.sort();
    let model = dist.join("models/en.bin");
    let model = match std::fs::read(&model) {
        Ok(bytes) => Some((bytes.len() as u64, compressed(&bytes)?)),
        Err(_) => None,
    };
    let total = rows.iter().map(|row| row.2).sum::<u64>();
    let mut text = String::from(
        "# Size of the page\n\nBytes, and bytes after brotli (quality 11). Written by `cargo xtask size`.\n\n",
    );
    text.push_str("| file | bytes | brotli |\n|---|---:|---:|\n");
    for (name, bytes, small) in &rows {
        let _ = writeln!(text, "| {name} | {bytes} | {small} |");
    }
    let _ = writeln!(text, "| **app and worker** (at most {BUDGET}) | | **{total}** |");
    if let Some((bytes, small)) = model {
        let _ = writeln!(text, "| models/en.bin (fetched by the worker, cached) | {bytes} | {small} |");
    }
    println!("{text}");
    let verdict = if total <= BUDGET {
        Ok(())
    } else {
        Err(format!(
            "The page has {total} bytes after brotli, {BUDGET} are allowed. Fix: `cargo tree`, or split what is rarely needed."
        ))
    };
    Ok(Table { text, verdict })
}

/// `app-1a2b3c4d5e6f7081.js` is listed as `app.js`: the hash changes with every build.
fn stable_name(name: &str) -> String {
    let is_hash = |part: &str| part.len() >= 8 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let (stem, rest) = name.split_once('.').unwrap_or((name, ""));
    let parts: Vec<&str> = stem.split('-').filter(|part| !is_hash(part)).collect();
    let rest: Vec<&str> = rest.split('.').collect();
    let mut shown = parts.join("-");
    if let Some(first) = rest.first() {
        // Trunk writes the hash before `_bg`: `app-1a2b…_bg.wasm`.
        shown.push('.');
        shown.push_str(first);
    }
    for part in rest.iter().skip(1) {
        shown.push('.');
        shown.push_str(part);
    }
    match shown.find("-") {
        Some(at) if shown[at + 1..].split('_').next().is_some_and(is_hash) => {
            let tail = shown[at + 1..].split_once('_').map_or(String::new(), |(_, tail)| format!("_{tail}"));
            format!("{}{tail}", &shown[..at])
        }
        _ => shown,
    }
}

fn compressed(bytes: &[u8]) -> Done<u64> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters).map_err(|e| format!("brotli: {e}"))?;
    Ok(out.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_hashes() {
        assert_eq!(stable_name("app-1a2b3c4d5e6f7081.js"), "app.js");
        assert_eq!(stable_name("app-1a2b3c4d5e6f7081_bg.wasm"), "app_bg.wasm");
        assert_eq!(stable_name("worker_loader.js"), "worker_loader.js");
        assert_eq!(stable_name("main-0011aabbccddeeff.css"), "main.css");
    }
}
