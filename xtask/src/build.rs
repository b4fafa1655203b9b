//! Builds the page into `dist/` with Trunk.

use crate::step::{start, step};
use crate::wasm::Toolchain;
use crate::{Done, Options, root, split, tools};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The sample as a saved corpus, named in its index.
const SAVED: &str = "corpus.vbt";

/// Installs what is missing and builds; the folder built is the answer.
pub fn run(options: &Options) -> Done<PathBuf> {
    let toolchain = Toolchain::ready(options)?;
    tools::node()?;
    tools::npm(options)?;
    tools::trunk(options)?;
    tools::wasm_bindgen(options)?;
    if !options.offline {
        step("fetching crates", "20 seconds the first time", || toolchain.fetch())?;
    }
    let dist = root().join("dist");
    step("building the page", "12 minutes the first time, 2 after a change", || {
        let mut command = Command::new("trunk");
        // Offline keeps Trunk from downloading tools of its own, and cargo from fetching crates: they are here.
        command.args(["build", "--offline", "--dist"]).arg(&dist);
        if !options.fast {
            command.arg("--release");
        }
        if let Some(url) = &options.public_url {
            command.args(["--public-url", url]);
        }
        toolchain.apply(&mut command);
        // wasm-opt comes from npm: Debian's is too old for today's compiler.
        let bin = root().join("tests/browser/node_modules/.bin");
        let path = command_path(&command);
        command.env("PATH", format!("{path}:{}", bin.display())).env_remove("NO_COLOR");
        if options.offline {
            command.env("CARGO_NET_OFFLINE", "true");
        }
        start(&mut command, "read the compiler's message above")
    })?;
    if !options.fast {
        step("splitting off what the first view does without", "1 second", || {
            split::PROGRAMS.iter().try_for_each(|program| split(&dist, program))
        })?;
    }
    step("understanding the sample", "1 minute the first time", || sample(&dist, options))?;
    Ok(dist)
}

/// Splits one program; the whole of it is kept for `cargo xtask first-view`.
pub fn split(dist: &Path, program: &str) -> Done {
    let file = module(dist, program)?;
    let whole = whole(program);
    let told = |error: std::io::Error| format!("{}: {error}", file.display());
    std::fs::create_dir_all(whole.parent().unwrap_or(&whole)).map_err(told)?;
    std::fs::copy(&file, &whole).map_err(told)?;
    let bytes = std::fs::read(&whole).map_err(told)?;
    // Those of earlier builds go.
    for entry in std::fs::read_dir(dist).map_err(told)?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&format!("{program}_rest-")) {
            std::fs::remove_file(entry.path()).map_err(told)?;
        }
    }
    let list = split::List::of(program);
    let split = split::split(program, &bytes, |name| list.has(name))?;
    std::fs::write(&file, &split.first).map_err(told)?;
    std::fs::write(dist.join(&split.file), &split.rest).map_err(told)
}

/// Where the whole of a program is kept.
pub fn whole(program: &str) -> PathBuf {
    root().join("target/first-view").join(format!("{program}.wasm"))
}

/// A program's module in a built page; its name may carry a hash.
pub fn module(dist: &Path, program: &str) -> Done<PathBuf> {
    let entries = std::fs::read_dir(dist).map_err(|error| format!("{}: {error}", dist.display()))?;
    let found = entries.flatten().map(|entry| entry.path()).find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(program) && name.ends_with("_bg.wasm")
    });
    found.ok_or_else(|| format!("{} has no {program}. Fix: `cargo xtask build`.", dist.display()))
}

/// Saves the sample as a corpus, so that the page opens it at once and loads neither the model nor what
/// reads files before somebody brings their own.
fn sample(dist: &Path, options: &Options) -> Done {
    let folder = dist.join("sample");
    let index = folder.join("index.json");
    let told = |error: std::io::Error| format!("{}: {error}", index.display());
    let listed = std::fs::read_to_string(&index).map_err(told)?;
    let files = between(&listed, "\"files\"", "]");
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--manifest-path"]).arg(root().join("Cargo.toml"));
    command.args(["-p", "verbatim-cli", "--", "index", "-o", SAVED]).args(files).current_dir(&folder);
    if options.offline {
        command.env("CARGO_NET_OFFLINE", "true");
    }
    start(&mut command, "read the message above")?;
    let named = listed.replacen('{', &format!("{{\n  \"saved\": \"{SAVED}\","), 1);
    std::fs::write(&index, named).map_err(told)
}

/// The strings of a list in a JSON text of our own making.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Vec<&'t str> {
    let list = text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(list, _)| list);
    list.split('"').skip(1).step_by(2).collect()
}

fn command_path(command: &Command) -> String {
    let set = command.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, value)| value);
    set.map_or_else(
        || std::env::var("PATH").unwrap_or_default(),
        |value| value.to_string_lossy().into_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::between;

    #[test]
    fn files_are_read_from_the_index() {
        let text = "{\n  \"title\": \"A, b\",\n  \"files\": [\n    \"a.txt\",\n    \"b c.html\"\n  ]\n}";
        assert_eq!(between(text, "\"files\"", "]"), ["a.txt", "b c.html"]);
        assert!(between("{}", "\"files\"", "]").is_empty());
    }
}
