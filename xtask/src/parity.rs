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
    // The profiles of the native tests and of the page: what they built is not built again.
    let mut native = Command::new("cargo");
    native.args(["run", "--quiet", "-p", "verbatim-parity"]).current_dir(root());
    let output = native.output().map_err(|e| format!("cargo: {e}"))?;
    if !output.status.success() {
        return Err(format!("verbatim-parity failed natively:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    let digest = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    println!("   native: {digest}");
    let mut build = Command::new("cargo");
    toolchain.apply(&mut build);
    build.args([
        "build",
        "--profile",
        "web",
        "-p",
        "verbatim-parity",
        "--lib",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    if options.offline {
        build.env("CARGO_NET_OFFLINE", "true");
    }
    start(&mut build, "read the compiler's message above")?;
    let folder = root().join("target/parity");
    let wasm = root().join("target/wasm32-unknown-unknown/web/verbatim_parity.wasm");
    let mut bind = Command::new("wasm-bindgen");
    bind.arg(wasm).args(["--target", "nodejs", "--out-dir"]).arg(&folder);
    start(&mut bind, "`cargo install wasm-bindgen-cli` at the version of Cargo.lock")?;
    let script =
        format!("process.stdout.write(require({:?}).digest())", folder.join("verbatim_parity.js").display());
    let output = Command::new("node").args(["-e", &script]).output().map_err(|e| format!("node: {e}"))?;
    let in_wasm = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    println!("   wasm:   {in_wasm}{}", String::from_utf8_lossy(&output.stderr));
    if in_wasm == digest {
        return Ok(());
    }
    Err("WebAssembly gives other results. Fix: look for hash-map order, float maths or usize in the first stage that differs.".to_owned())
}
