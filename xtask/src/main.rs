//! `cargo xtask serve` runs the page, `cargo xtask test` passes all tests; both install what is
//! missing first. Continuous integration runs exactly the same.
#![allow(clippy::print_stdout)] // Its output is for the person at the terminal.

mod build;
mod first_view;
mod parity;
mod quality;
mod serve;
mod setup;
mod size;
mod split;
mod step;
mod test;
mod tools;
mod wasm;

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask serve    install what is missing, build the page, serve it on localhost
cargo xtask test     install what is missing, run all tests: native, wasm, real browser
cargo xtask setup    install all that the others need, and build nothing
cargo xtask build    build the page into dist/          [--public-url URL] [--fast]
cargo xtask size     write tests/scoreboards/size.md from a built page
cargo xtask first-view   find out in a browser what the first view runs, for xtask/first_view
cargo xtask speed    time reading and understanding, natively and in WebAssembly
cargo xtask quality  score quotations, names and linking on the development data

Options: --offline   use only what is installed
         --port N    port of `serve` (8080)
         --only STEP run one step of `test`: fmt, lint, native, parity, page, browser, size";

/// What was asked for on the command line.
pub struct Options {
    /// Install and download nothing.
    pub offline: bool,
    /// Port of `serve`.
    pub port: u16,
    /// Path under which the page will be served.
    pub public_url: Option<String>,
    /// Skip the slow size optimisations.
    pub fast: bool,
    /// Only this step of `test`.
    pub only: Option<String>,
}

/// A step's result; the error is one line that names the fix.
pub type Done<T = ()> = Result<T, String>;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let mut options = Options { offline: false, port: 8080, public_url: None, fast: false, only: None };
    let parsed = (|| {
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
            match argument.as_str() {
                "--offline" => options.offline = true,
                "--fast" => options.fast = true,
                "--port" => {
                    options.port = value()?.parse().map_err(|_| "--port needs a number".to_owned())?;
                }
                "--public-url" => options.public_url = Some(value()?),
                "--only" => options.only = Some(value()?),
                other => return Err(format!("unknown option {other}\n\n{USAGE}")),
            }
        }
        Ok(())
    })();
    let done = parsed.and_then(|()| match command.as_str() {
        "serve" => serve::run(&options),
        "test" => test::run(&options),
        "setup" => setup::run(&options),
        "build" => build::run(&options).map(drop),
        "size" => size::run(&options),
        "first-view" => first_view::run(&options),
        "speed" => parity::speed(&options),
        "quality" => quality::run(&options),
        _ => Err(USAGE.to_owned()),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\n{message}");
            ExitCode::FAILURE
        }
    }
}

/// The checkout's root folder.
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map_or(here.clone(), PathBuf::from)
}
