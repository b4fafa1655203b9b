//! Stamps the page and its worker with one build id, made from their sources: the two are separate
//! files for the browser, which may hold an old one of either. And has the linker keep constants apart, so that those which a
//! first view does without can be taken out of its program (`xtask/src/split/data.rs`).

use std::path::Path;
use std::{env, fs};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for folder in ["src", "crates"] {
        println!("cargo::rerun-if-changed={folder}");
        add_folder(&Path::new(&root).join(folder), &mut hash);
    }
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        for program in ["app", "worker"] {
            println!("cargo::rustc-link-arg-bin={program}=--no-merge-data-segments");
        }
    }
    println!("cargo::rustc-env=VERBATIM_BUILD={hash:016x}");
}

fn add_folder(folder: &Path, hash: &mut u64) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add_folder(&path, hash);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            for byte in fs::read(&path).unwrap_or_default() {
                *hash = (*hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
            }
        }
    }
}
