//! The worker: owns the corpus, reads files, answers questions. The engine is plain Rust and is
//! tested natively; the shell around it knows the browser.

mod engine;
mod fetch;
mod helper;
mod keep;
mod order;
mod pool;
mod port;
mod shell;

/// Starts as what the worker was made for: the owner of the corpus, or one of its helpers.
pub fn start() {
    if port::scope().name() == helper::NAME { helper::start() } else { shell::start() }
}
