//! Builds the page into `dist/` with Trunk.

use crate::step::{start, step};
use crate::wasm::Toolchain;
use crate::{Done, Options, root, tools};
use std::path::PathBuf;
use std::process::Command;

/// Installs what is missing and builds; the folder built is the answer.
pub fn run(options: &Options) -> Done<PathBuf> {
    let toolchain = Toolchain::ready(options)?;
    tools::node()?;
    tools::npm(options)?;
    tools::trunk(options)?;
    tools::wasm_bindgen(options)?;
    let dist = root().join("dist");
    step("building the page", "12 minutes the first time, 2 after a change", || {
        let mut command = Command::new("trunk");
        // Offline keeps Trunk from downloading tools of its own; cargo may still fetch crates.
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
    Ok(dist)
}

fn command_path(command: &Command) -> String {
    let set = command.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, value)| value);
    set.map_or_else(
        || std::env::var("PATH").unwrap_or_default(),
        |value| value.to_string_lossy().into_owned(),
    )
}
