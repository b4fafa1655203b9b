//! Runs the scorers beside the checkout on the development data.

use crate::step::{start, step};
use crate::{Done, Options, root};
use std::process::Command;

/// Scorer, data, and further arguments, below the folder of shared material.
const RUNS: [(&str, &str, &[&str]); 6] = [
    ("eval/quotes.py", "data/quotes/polnear.dev.jsonl", &[]),
    ("eval/ner.py", "data/ner/worldwide.dev.jsonl", &[]),
    ("eval/speakers.py", "data/quotes/gum-news.train.jsonl", &["--genre", "news"]),
    ("eval/speakers.py", "data/coref/gap.development.tsv", &[]),
    ("eval/speakers.py", "data/coref/gap.validation.tsv", &[]),
    ("eval/merge.py", "data/merge/ecbplus.jsonl", &[]),
];

/// Builds the command and scores it; figures go to the terminal and to `target/quality`.
pub fn run(options: &Options) -> Done {
    let shared = root().join("../shared");
    if !shared.is_dir() {
        return Err(
            "There is no ../shared with data and scorers beside this checkout. Fix: put it there.".to_owned()
        );
    }
    step("building verbatim", "4 minutes the first time", || {
        let mut command = Command::new("cargo");
        command.args(["build", "--release", "-p", "verbatim-cli"]);
        if options.offline {
            command.arg("--offline");
        }
        start(&mut command, "read the compiler's message above")
    })?;
    let out = root().join("target/quality");
    std::fs::create_dir_all(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    for (scorer, data, arguments) in RUNS {
        let name = data.rsplit('/').next().unwrap_or(data);
        step(&format!("{scorer} on {name}"), "10 seconds", || {
            let mut command = Command::new("python3");
            command.arg(shared.join(scorer)).arg("--data").arg(shared.join(data)).args(arguments);
            command.arg("--json").arg(out.join(format!("{name}.json")));
            start(&mut command, "read the scorer's message above")
        })?;
    }
    Ok(())
}
