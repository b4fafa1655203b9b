//! All tests: what continuous integration runs, and nothing else.

use crate::step::{start, step};
use crate::{Done, Options, build, parity, root, size, tools};
use std::process::Command;

/// Installs what is missing, then runs every test.
pub fn run(options: &Options) -> Done {
    let wanted = |name: &str| options.only.as_deref().is_none_or(|only| only == name);
    let known = ["fmt", "lint", "native", "parity", "page", "browser", "size"];
    if let Some(only) = options.only.as_deref().filter(|only| !known.contains(only)) {
        return Err(format!("There is no step {only}. Fix: one of {}.", known.join(", ")));
    }
    if wanted("fmt") {
        step("format", "2 seconds", || {
            start(cargo(options).args(["fmt", "--all", "--check"]), "`cargo fmt --all`")
        })?;
    }
    if wanted("lint") {
        step("lints", "4 minutes the first time", || {
            let arguments = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
            start(cargo(options).args(arguments), "mend what clippy names above")
        })?;
    }
    if wanted("native") {
        step("native tests", "5 minutes the first time", || {
            start(
                cargo(options).args(["test", "--workspace", "--no-fail-fast"]),
                "read the failing test above",
            )
        })?;
    }
    if wanted("parity") {
        step("the same results in WebAssembly", "3 minutes the first time", || parity::run(options))?;
    }
    let dist = root().join("dist");
    if wanted("page") {
        // The tests serve it under a sub-path, as GitHub Pages does.
        let sub_path = Options { public_url: Some("./".to_owned()), only: None, ..*options };
        build::run(&sub_path)?;
    }
    if wanted("browser") {
        tools::node()?;
        tools::npm(options)?;
        let (chromium, firefox) = (tools::chromium(options)?, tools::firefox(options)?);
        step("tests in real browsers", "3 minutes", || {
            let mut command = Command::new("npm");
            command.args(["test", "--silent"]).current_dir(root().join("tests/browser"));
            command.env("CHROMIUM", chromium).env("FIREFOX", firefox).env("DIST", &dist);
            start(&mut command, "read the failing test above; screenshots lie in tests/browser/artifacts")
        })?;
    }
    if wanted("size") {
        step("size of the page", "20 seconds", || size::check(&dist))?;
    }
    println!("\nAll tests passed.");
    Ok(())
}

fn cargo(options: &Options) -> Command {
    let mut command = Command::new("cargo");
    if options.offline {
        command.env("CARGO_NET_OFFLINE", "true");
    }
    command
}
