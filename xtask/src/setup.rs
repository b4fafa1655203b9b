//! Everything that building and testing need, installed; afterwards `--offline` works.

use crate::step::{start, step};
use crate::wasm::Toolchain;
use crate::{Done, Options, root, tools};
use std::process::Command;

/// Installs what is missing, and builds nothing of ours.
pub fn run(options: &Options) -> Done {
    Toolchain::ready(options)?;
    tools::node()?;
    tools::npm(options)?;
    tools::trunk(options)?;
    tools::wasm_bindgen(options)?;
    tools::chromium(options)?;
    tools::firefox(options)?;
    if !options.offline {
        step("fetching the crates, once", "1 minute", || {
            start(Command::new("cargo").args(["fetch", "--locked"]).current_dir(root()), "check the network")
        })?;
    }
    println!("\nEverything is installed.");
    Ok(())
}
