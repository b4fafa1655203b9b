//! The same bytes in give the same bytes out, natively and in WebAssembly.

use crate::step::start;
use crate::wasm::Toolchain;
use crate::{Done, Options, root, tools};
use std::process::Command;

/// Runs the whole pipeline over the sample natively, then in WebAssembly under Node, and compares
/// the digests of the results.
pub fn run(options: &Options) -> Done {
    let toolchain = Toolchain::ready(options)?;
    tools::node()?;
    tools::wasm_bindgen(options)?;
    let mut native = Command::new("cargo");
    native.args(["run", "--quiet", "--profile", "quick", "-p", "verbatim-parity"]).current_dir(root());
    let output = native.output().map_err(|e| format!("cargo: {e}"))?;
    if !output.status.success() {
        return Err(format!("verbatim-parity failed natively:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    let digest = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    println!("   native: {digest}");
    let mut command = Command::new("cargo");
    toolchain.apply(&mut command);
    command
        .args([
            "test",
            "--quiet",
            "--profile",
            "quick",
            "-p",
            "verbatim-parity",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("VERBATIM_PARITY", &digest);
    if options.offline {
        command.env("CARGO_NET_OFFLINE", "true");
    }
    start(&mut command, "look for hash-map order, float maths or usize in the stage whose digest differs")
}
