//! The worker: owns the corpus, reads files, answers questions. The engine is plain Rust and is
//! tested natively; the shell around it knows the browser.

mod engine;
mod fetch;
mod port;
mod shell;

pub use shell::start;
