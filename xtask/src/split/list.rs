use super::module::Module;
use crate::{Done, root};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

/// Functions of a program that its first view does not run, by the digests of their names: some names are as long as a page.
pub struct List(BTreeSet<u64>);

const HEAD: &str = "# Functions that the first view does not run: FNV-1a digests of their names, in order.\n\
    # Written by `cargo xtask first-view`; what it is for is told in `xtask/src/split/mod.rs`.\n";

fn file(program: &str) -> PathBuf {
    root().join("xtask/first_view").join(format!("{program}.txt"))
}

impl List {
    /// The list of a program; empty when there is none.
    pub fn of(program: &str) -> Self {
        let text = std::fs::read_to_string(file(program)).unwrap_or_default();
        Self(text.lines().filter_map(|line| u64::from_str_radix(line, 16).ok()).collect())
    }

    /// Whether a function of this name can come later. One without a name stays.
    pub fn has(&self, name: &str) -> bool {
        !name.is_empty() && self.0.contains(&digest(name.as_bytes()))
    }
}

/// Writes a program's list: `ran` are the numbers of the functions that the first view ran. How many these are, and how many
/// functions there are.
pub fn write(program: &str, module: &[u8], ran: &[usize]) -> Done<(usize, usize)> {
    let module = Module::parse(module)?;
    let mut first = vec![false; module.names.len()];
    for number in ran {
        *first.get_mut(*number).ok_or_else(|| format!("{program} has no function {number}"))? = true;
    }
    // Of functions with the same name all wait, or none.
    let mut later: BTreeMap<u64, bool> = BTreeMap::new();
    for (name, first) in module.names.iter().zip(&first).filter(|(name, _)| !name.is_empty()) {
        *later.entry(digest(name.as_bytes())).or_insert(true) &= !first;
    }
    let mut text = HEAD.to_owned();
    for (digest, _) in later.iter().filter(|(_, later)| **later) {
        let _ = writeln!(text, "{digest:016x}");
    }
    let file = file(program);
    std::fs::create_dir_all(file.parent().unwrap_or(&file)).map_err(|error| error.to_string())?;
    std::fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok((ran.len(), first.len()))
}

/// FNV-1a.
pub fn digest(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}
