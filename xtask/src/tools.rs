//! The tools that a build or a test needs, checked and installed at the right version.

use crate::step::{first_line, start, step};
use crate::{Done, Options, root};
use std::path::PathBuf;
use std::process::Command;

const TRUNK: &str = "0.21.14";

/// Trunk, which bundles the page.
pub fn trunk(options: &Options) -> Done {
    if first_line("trunk", &["--version"]).is_some_and(|line| line.ends_with(TRUNK)) {
        return Ok(());
    }
    // Without its own downloader Trunk builds in a third of the time; we give it its tools.
    let extra = ["--locked", "--no-default-features"];
    install(options, "trunk", TRUNK, &extra, "5 minutes")
}

/// wasm-bindgen's command, at exactly the version of the library in Cargo.lock.
pub fn wasm_bindgen(options: &Options) -> Done {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).map_err(|e| format!("Cargo.lock: {e}"))?;
    let version = locked_version(&lock, "wasm-bindgen")
        .ok_or("Cargo.lock has no wasm-bindgen. Fix: `cargo generate-lockfile`.")?;
    if first_line("wasm-bindgen", &["--version"]).is_some_and(|line| line.ends_with(&version)) {
        return Ok(());
    }
    // Not --locked: the lock file that it ships names a crate version that registries lack.
    install(options, "wasm-bindgen-cli", &version, &[], "4 minutes")
}

/// The version of a package in a lock file.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines().skip_while(|line| *line != format!("name = \"{package}\""));
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

fn install(options: &Options, package: &str, version: &str, extra: &[&str], usually: &str) -> Done {
    let by_hand = format!("cargo install {package} --version {version}");
    if options.offline {
        return Err(format!(
            "{package} {version} is missing and --offline forbids to fetch it. Fix: `{by_hand}`."
        ));
    }
    step(&format!("installing {package} {version}, once"), usually, || {
        let ready_made = first_line("cargo", &["binstall", "-V"]).is_some()
            && start(
                Command::new("cargo").args(["binstall", "--no-confirm", "--version", version, package]),
                "none needed: it is built from source instead",
            )
            .is_ok();
        if ready_made {
            return Ok(());
        }
        let mut command = Command::new("cargo");
        command.args(["install", package, "--version", version, "--force"]).args(extra);
        // A cheap profile: these tools need not be fast, and their own takes over 15 minutes.
        command
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
            .env("CARGO_TARGET_DIR", root().join("target/tools"));
        // The folder decides which toolchain and which configuration is used: not this project's.
        command.current_dir(std::env::temp_dir());
        start(&mut command, &by_hand)
    })
}

/// Node, which runs the browser tests and wasm-opt.
pub fn node() -> Done {
    let fix = "install Node 20 or later from your system or nodejs.org";
    let version = first_line("node", &["--version"]).ok_or(format!("Node is missing. Fix: {fix}."))?;
    let major: u32 =
        version.trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    if major >= 20 { Ok(()) } else { Err(format!("Node {version} is too old. Fix: {fix}.")) }
}

/// What the browser tests and the size optimiser take from npm, in `tests/browser`.
pub fn npm(options: &Options) -> Done {
    let folder = root().join("tests/browser");
    let wanted =
        std::fs::read(folder.join("package-lock.json")).map_err(|e| format!("tests/browser: {e}"))?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if options.offline {
        return Err(
            "The npm packages of tests/browser are missing. Fix: `npm ci` there, with a network.".to_owned()
        );
    }
    step("installing the npm packages of tests/browser, once", "20 seconds", || {
        let arguments = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
        start(
            Command::new("npm").args(arguments).current_dir(&folder),
            "check the network and `npm --version`",
        )?;
        std::fs::write(&stamp, wanted).map_err(|e| format!("tests/browser/node_modules: {e}"))
    })
}

/// A Chromium to test in: `CHROMIUM`, or one of the usual names and places.
pub fn chromium(options: &Options) -> Done<PathBuf> {
    let fix = "`apt-get install chromium`, or set CHROMIUM to the path of Chrome or Chromium";
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
    browser(options, "CHROMIUM", &names, mac, &["chromium"], fix)
}

/// A Firefox to test in: `FIREFOX`, or one of the usual names and places.
pub fn firefox(options: &Options) -> Done<PathBuf> {
    let fix = "`apt-get install firefox-esr`, or set FIREFOX to the path of Firefox";
    let mac = "/Applications/Firefox.app/Contents/MacOS/firefox";
    browser(options, "FIREFOX", &["firefox-esr", "firefox"], mac, &["firefox-esr"], fix)
}

fn browser(
    options: &Options,
    variable: &str,
    names: &[&str],
    mac: &str,
    packages: &[&str],
    fix: &str,
) -> Done<PathBuf> {
    if let Some(path) = std::env::var_os(variable) {
        return Ok(path.into());
    }
    let found = || {
        let on_path = std::env::var_os("PATH")
            .map(|paths| std::env::split_paths(&paths).collect::<Vec<_>>())
            .unwrap_or_default()
            .into_iter()
            .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
            .find(|path| path.is_file());
        on_path.or_else(|| Some(PathBuf::from(mac)).filter(|path| path.is_file()))
    };
    if let Some(path) = found() {
        return Ok(path);
    }
    debian(options, packages, "1 minute", fix)?;
    found().ok_or_else(|| format!("There is no {}. Fix: {fix}.", names[0]))
}

/// Installs Debian packages, as root or through sudo.
pub fn debian(options: &Options, packages: &[&str], usually: &str, fix: &str) -> Done {
    if options.offline || first_line("apt-get", &["--version"]).is_none() {
        return Err(format!("{} is missing. Fix: {fix}.", packages.join(", ")));
    }
    step(&format!("installing {} with apt-get, once", packages.join(", ")), usually, || {
        let is_root = first_line("id", &["-u"]).as_deref() == Some("0");
        let apt = |arguments: &[&str]| {
            let mut command = if is_root { Command::new("apt-get") } else { Command::new("sudo") };
            if !is_root {
                command.args(["-n", "apt-get"]);
            }
            start(
                command
                    .args(arguments)
                    .args(packages_after(arguments, packages))
                    .env("DEBIAN_FRONTEND", "noninteractive"),
                fix,
            )
        };
        // Old lists are the usual reason for a failure, so they are renewed first.
        apt(&["update", "-q"])?;
        apt(&["install", "-qy", "--no-install-recommends"])
    })
}

fn packages_after<'p>(arguments: &[&str], packages: &'p [&'p str]) -> &'p [&'p str] {
    if arguments.first() == Some(&"install") { packages } else { &[] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "absent"), None);
    }
}
