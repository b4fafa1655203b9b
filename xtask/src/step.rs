//! Running programs and saying so.

use crate::{Done, root};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Says what begins and how long it usually takes, runs it, says how long it took.
pub fn step<T>(what: &str, usually: &str, work: impl FnOnce() -> Done<T>) -> Done<T> {
    println!("\n== {what} (usually {usually})");
    let began = Instant::now();
    let done = work()?;
    println!("== {what}: done in {:.0} s", began.elapsed().as_secs_f64());
    Ok(done)
}

/// Runs a program in the root folder; a failure is told with its fix.
pub fn start(command: &mut Command, fix: &str) -> Done {
    let shown = show(command);
    println!("   {shown}");
    let status = command
        .current_dir(command.get_current_dir().map_or_else(root, Into::into))
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("`{shown}` could not be started ({error}). Fix: {fix}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{shown}` failed. Fix: {fix}")) }
}

/// First line that a program prints, if it can be run.
pub fn first_line(program: &str, arguments: &[&str]) -> Option<String> {
    let output =
        Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    output.status.success().then(|| text.lines().next().unwrap_or_default().trim().to_owned())
}

fn show(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|a| a.to_string_lossy().into_owned()));
    words.join(" ")
}
