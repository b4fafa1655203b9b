//! The worker: owns the corpus, reads files, answers questions. The engine is plain Rust and is
//! tested natively; the shell around it knows the browser.

mod backing;
mod dates;
mod engine;
mod fetch;
mod fits;
mod helper;
mod keep;
mod keep_database;
mod order;
mod pool;
mod port;
mod shell;

/// Starts as what the worker was made for: the owner of the corpus, or one of its helpers.
pub fn start() {
    if port::scope().name() == helper::NAME { helper::start() } else { shell::start() }
}
