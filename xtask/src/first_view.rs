//! Finds out which functions the first view runs: `cargo xtask first-view`.

use crate::step::step;
use crate::{Done, Options, build, root, split, tools};
use std::process::Command;

/// Builds the page, watches its first views in Chromium, writes the lists, and splits the programs by them.
pub fn run(options: &Options) -> Done {
    let dist = build::run(options)?;
    let chromium = tools::chromium(options)?;
    for program in split::PROGRAMS {
        let whole = std::fs::read(build::whole(program)).map_err(|error| format!("{program}: {error}"))?;
        let file = build::module(&dist, program)?;
        std::fs::write(&file, split::marked(&whole)?)
            .map_err(|error| format!("{}: {error}", file.display()))?;
    }
    step("watching first views", "1 minute", || {
        let mut command = Command::new("node");
        command.arg("first-view.js").current_dir(root().join("tests/browser"));
        command.env("CHROMIUM", chromium).env("DIST", &dist);
        let output = command.output().map_err(|error| format!("node: {error}"))?;
        if !output.status.success() {
            return Err(format!("No first view was seen:\n{}", String::from_utf8_lossy(&output.stderr)));
        }
        // A line a program: its name, and the numbers of the functions that ran.
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let mut words = line.split(' ');
            let program = words.next().unwrap_or_default();
            let ran: Vec<usize> = words.filter_map(|word| word.parse().ok()).collect();
            let whole =
                std::fs::read(build::whole(program)).map_err(|error| format!("{program}: {error}"))?;
            let (first, all) = split::write(program, &whole, &ran)?;
            println!("   {program}: {first} of {all} functions");
        }
        Ok(())
    })?;
    for program in split::PROGRAMS {
        let file = build::module(&dist, program)?;
        std::fs::copy(build::whole(program), &file)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        build::split(&dist, program)?;
    }
    Ok(())
}
