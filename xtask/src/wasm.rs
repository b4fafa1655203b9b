//! Where the WebAssembly standard library comes from: rustup's target, or Debian's packages with
//! the library built from its source.

use crate::step::{first_line, start};
use crate::{Done, Options, tools};
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";
const FIX: &str = "`rustup target add wasm32-unknown-unknown`, or on Debian `apt-get install rustc-web cargo-web rust-web-src`";

/// A way to compile for the browser.
pub enum Toolchain {
    /// The compiler in use has the target.
    Rustup,
    /// Debian's compiler, the standard library from source, a linker from elsewhere.
    Debian { linker: PathBuf },
}

impl Toolchain {
    /// Finds or installs one.
    pub fn ready(options: &Options) -> Done<Self> {
        if has_target() {
            return Ok(Self::Rustup);
        }
        // Build machines forbid rustup to fetch anything; then it is not even tried.
        let may_fetch = !options.offline && std::env::var("RUSTUP_AUTO_INSTALL").as_deref() != Ok("0");
        if may_fetch && first_line("rustup", &["--version"]).is_some() {
            let added = start(Command::new("rustup").args(["target", "add", TARGET]), FIX);
            if added.is_ok() && has_target() {
                return Ok(Self::Rustup);
            }
        }
        if !debian_source() {
            tools::debian(options, &["rustc-web", "cargo-web", "rust-web-src"], "2 minutes", FIX)?;
        }
        if !debian_source() {
            return Err(format!("There is no standard library for WebAssembly. Fix: {FIX}."));
        }
        let linker = linker().ok_or_else(|| {
            "There is no linker for WebAssembly. Fix: install a rustup toolchain, or `apt-get install lld`.".to_owned()
        })?;
        Ok(Self::Debian { linker })
    }

    /// Fetches the crates that a build for the browser needs, those of the standard library among them where that is built, too:
    /// what builds afterwards may be offline.
    pub fn fetch(&self) -> Done {
        let mut command = Command::new("cargo");
        command.args(["fetch", "--quiet", "--locked", "--target", TARGET]);
        self.apply(&mut command);
        start(&mut command, "look whether there is a network")
    }

    /// Sets a command up to compile for the browser with it.
    pub fn apply(&self, command: &mut Command) {
        if let Self::Debian { linker } = self {
            let path = std::env::var("PATH").unwrap_or_default();
            command
                .env("PATH", format!("/usr/bin:{path}"))
                .env("RUSTC", "/usr/bin/rustc")
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                // Every type that is sorted brings 5 kB of the quick sorts: the short ones save an eighth of
                // the engine's download.
                .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                // What the rustup proxy set for the toolchain that runs us is not for this one.
                .env_remove("RUSTUP_TOOLCHAIN")
                .env_remove("CARGO");
        }
    }
}

fn has_target() -> bool {
    let Some(folder) = first_line("rustc", &["--print", "target-libdir", "--target", TARGET]) else {
        return false;
    };
    std::fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
    })
}

fn debian_source() -> bool {
    let Some(sysroot) = first_line("/usr/bin/rustc", &["--print", "sysroot"]) else { return false };
    Path::new("/usr/bin/cargo").exists()
        && Path::new(&sysroot).join("lib/rustlib/src/rust/library/std").exists()
}

fn linker() -> Option<PathBuf> {
    let host = |sysroot: String| {
        let found = std::fs::read_dir(Path::new(&sysroot).join("lib/rustlib")).ok()?;
        found.flatten().map(|entry| entry.path().join("bin/rust-lld")).find(|path| path.exists())
    };
    // Under `cargo run` the `rustc` of the toolchain in use is first on the path.
    first_line("rustc", &["--print", "sysroot"]).and_then(host).or_else(|| {
        let paths =
            std::env::split_paths(&std::env::var_os("PATH")?).chain(["/usr/bin".into()]).collect::<Vec<_>>();
        let names = ["wasm-ld", "wasm-ld-22", "wasm-ld-19", "wasm-ld-14"];
        paths.iter().flat_map(|folder| names.map(|name| folder.join(name))).find(|path| path.exists())
    })
}
