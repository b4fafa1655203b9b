//! What a browser downloads, compressed as a static host would.

use crate::{Done, Options, build, root};
use std::fmt::Write;
use std::path::Path;

/// What all code may weigh in the end: app, worker and what reads files, without model and sample.
const AIM: u64 = 400_000;

/// What the first view may weigh: without what reads files, which comes when somebody brings some.
const FIRST_VIEW: u64 = 500_000;

/// Names of the files that the first view does without.
const LATER: [&str; 4] = ["reading", "pdf", "app_rest", "worker_rest"];

/// How much heavier than the committed scoreboard a build may be, in hundredths: compilers differ,
/// and a change that costs more must say so in the scoreboard.
const SLACK: u64 = 4;

/// The scoreboard's sums.
const FIRST_ROW: &str = "first view";
const TOTAL_ROW: &str = "app and worker";

const SCOREBOARD: &str = "tests/scoreboards/size.md";

/// Builds the page, measures it and writes the scoreboard.
pub fn run(options: &Options) -> Done {
    let table = measure(&build::run(options)?)?;
    let file = root().join(SCOREBOARD);
    std::fs::create_dir_all(file.parent().unwrap_or(&file))
        .map_err(|e| format!("{}: {e}", file.display()))?;
    std::fs::write(&file, table.text).map_err(|e| format!("{}: {e}", file.display()))
}

/// Prints the sizes; fails when the page has grown past what the scoreboard admits.
pub fn check(dist: &Path) -> Done {
    let Table { total, first, .. } = measure(dist)?;
    let board = std::fs::read_to_string(root().join(SCOREBOARD)).unwrap_or_default();
    for (row, now) in [(FIRST_ROW, first), (TOTAL_ROW, total)] {
        let admitted = admitted(&board, row)
            .ok_or_else(|| format!("{SCOREBOARD} names no {row}. Fix: `cargo xtask size`, and commit it."))?;
        if now * 100 > admitted * (100 + SLACK) {
            return Err(format!(
                "{row}: {now} bytes after brotli, the scoreboard says {admitted}. \
                 Fix: find the weight (`cargo tree`), or run `cargo xtask size` and say why."
            ));
        }
    }
    Ok(())
}

struct Table {
    text: String,
    /// All code.
    total: u64,
    /// What the first view downloads.
    first: u64,
}

/// The total that a scoreboard states in a row.
fn admitted(board: &str, row: &str) -> Option<u64> {
    let row = board.lines().find(|line| line.starts_with(&format!("| **{row}**")))?;
    row.rsplit('|').map(|cell| cell.trim().trim_matches('*')).find(|cell| !cell.is_empty())?.parse().ok()
}

fn measure(dist: &Path) -> Done<Table> {
    let missing = |e| format!("{}: {e}. Fix: `cargo xtask build`.", dist.display());
    let mut rows = Vec::new();
    for entry in std::fs::read_dir(dist).map_err(missing)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = name.rsplit('.').next().unwrap_or_default();
        if ["wasm", "js", "css", "html"].contains(&kind) && name != "404.html" {
            let bytes = std::fs::read(entry.path()).map_err(|e| format!("{name}: {e}"))?;
            rows.push((stable_name(&name), bytes.len() as u64, compressed(&bytes)?));
        }
    }
    rows.sort();
    let total = rows.iter().map(|row| row.2).sum::<u64>();
    let mut text = String::from(
        "# Size of the page\n\nBytes, and bytes after brotli (quality 11). Written by `cargo xtask size`.\n\n\
         | file | bytes | brotli |\n|---|---:|---:|\n",
    );
    for (name, bytes, small) in &rows {
        let _ = writeln!(text, "| {name} | {bytes} | {small} |");
    }
    let first = rows
        .iter()
        .filter(|row| !LATER.iter().any(|later| row.0.starts_with(later)))
        .map(|row| row.2)
        .sum::<u64>();
    let _ = writeln!(text, "| **{FIRST_ROW}** (aim: at most {FIRST_VIEW}) | | **{first}** |");
    let _ = writeln!(text, "| **{TOTAL_ROW}** (aim: at most {AIM}) | | **{total}** |");
    if let Ok(bytes) = std::fs::read(dist.join("models/en.bin")) {
        let small = compressed(&bytes)?;
        let _ = writeln!(
            text,
            "| models/en.bin (fetched with what reads files, cached) | {} | {small} |",
            bytes.len()
        );
    }
    println!("{text}");
    Ok(Table { text, total, first })
}

/// `app-1a2b3c4d5e6f7081_bg.wasm` is listed as `app_bg.wasm`: the hash changes with every build.
fn stable_name(name: &str) -> String {
    let Some((before, after)) = name.split_once('-') else { return name.to_owned() };
    let hash = after.bytes().take_while(u8::is_ascii_hexdigit).count();
    if hash >= 8 { format!("{before}{}", &after[hash..]) } else { name.to_owned() }
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
    fn the_total_is_read_back() {
        let board = "| app.js | 5 | 4 |\n| **app and worker** (aim: at most 400000) | | **1234** |\n";
        assert_eq!(admitted(board, TOTAL_ROW), Some(1234));
        assert_eq!(admitted(board, FIRST_ROW), None);
    }

    #[test]
    fn names_without_hashes() {
        assert_eq!(stable_name("app-1a2b3c4d5e6f7081.js"), "app.js");
        assert_eq!(stable_name("app-1a2b3c4d5e6f7081_bg.wasm"), "app_bg.wasm");
        assert_eq!(stable_name("worker_loader.js"), "worker_loader.js");
        assert_eq!(stable_name("base-526b32ad3f8c3f.css"), "base.css");
    }
}
