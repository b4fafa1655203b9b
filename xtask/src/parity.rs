//! The same bytes in give the same bytes out, natively and in WebAssembly.

use crate::step::{start, step};
use crate::wasm::Toolchain;
use crate::{Done, Options, root, tools};
use std::path::{Path, PathBuf};
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
    let module = in_node(&toolchain, options)?;
    let script = format!("process.stdout.write(require({module:?}).digest())");
    let output = Command::new("node").args(["-e", &script]).output().map_err(|e| format!("node: {e}"))?;
    let in_wasm = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    println!("   wasm:   {in_wasm}{}", String::from_utf8_lossy(&output.stderr));
    if in_wasm == digest {
        return Ok(());
    }
    Err("WebAssembly gives other results. Fix: look for hash-map order, float maths or usize in the first stage that differs.".to_owned())
}

/// How fast each stage is, natively and in WebAssembly, in one run: `cargo xtask speed`.
pub fn speed(options: &Options) -> Done {
    let toolchain = Toolchain::ready(options)?;
    tools::node()?;
    tools::wasm_bindgen(options)?;
    let module = step("building both", "5 minutes the first time", || {
        let mut native = Command::new("cargo");
        native.args(["build", "--quiet", "--profile", "quick", "-p", "verbatim-parity"]);
        start(&mut native, "read the compiler's message above")?;
        in_node(&toolchain, options)
    })?;
    let native = told(Command::new(root().join("target/quick/verbatim-parity")).arg("time"))?;
    let script = format!(
        "const {{ work }} = require({module:?});
        for (const stage of ['read', 'names', 'annotate']) {{
            work(stage, 1);
            let fastest = 0;
            for (let time = 0; time < 5; time++) {{
                const began = performance.now();
                let bytes = 0;
                while (performance.now() - began < 1000) bytes += work(stage, 1);
                fastest = Math.max(fastest, bytes / (performance.now() - began) / 1e3);
            }}
            console.log(stage, fastest.toFixed(3));
        }}"
    );
    let in_wasm = told(Command::new("node").args(["-e", &script]))?;
    println!(
        "\nMegabytes of the sample a second, one core, the fastest of five; no link-time optimisation natively\n"
    );
    println!("{:10} {:>8} {:>8} {:>8}", "stage", "native", "wasm", "share");
    for (native, in_wasm) in native.lines().zip(in_wasm.lines()) {
        let figure = |line: &str| line.split(' ').nth(1).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
        let (native, in_wasm, stage) = (figure(native), figure(in_wasm), native.split(' ').next());
        println!(
            "{:10} {native:8.2} {in_wasm:8.2} {:7.0}%",
            stage.unwrap_or_default(),
            100.0 * in_wasm / native.max(f64::MIN_POSITIVE)
        );
    }
    in_browser(options)
}

/// How long 10,000 short files take to be read in Chromium.
fn in_browser(options: &Options) -> Done {
    tools::npm(options)?;
    let chromium = tools::chromium(options)?;
    let folder = root().join("target/parity-web");
    bind("web", &folder)?;
    let mut bench = Command::new("node");
    bench
        .args(["bench/files.js"])
        .arg(&folder)
        .current_dir(root().join("tests/browser"))
        .env("CHROMIUM", chromium)
        // The module is what is served: no built page is needed.
        .env("DIST", &folder);
    start(&mut bench, "read the message above")
}

/// What a program prints.
fn told(command: &mut Command) -> Done<String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// Builds the pipeline as a module for Node; where it lies.
fn in_node(toolchain: &Toolchain, options: &Options) -> Done<PathBuf> {
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
    bind("nodejs", &folder)?;
    Ok(folder.join("verbatim_parity.js"))
}

/// Writes the built pipeline's module, as Node or a browser takes it.
fn bind(target: &str, folder: &Path) -> Done {
    let wasm = root().join("target/wasm32-unknown-unknown/web/verbatim_parity.wasm");
    let mut bind = Command::new("wasm-bindgen");
    bind.arg(wasm).args(["--target", target, "--out-dir"]).arg(folder);
    start(&mut bind, "`cargo install wasm-bindgen-cli` at the version of Cargo.lock")
}
