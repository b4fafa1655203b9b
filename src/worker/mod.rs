//! The worker owns the corpus and answers questions; its helpers read files and understand articles.
//! The two are separate programs for the browser: opening a saved corpus, the sample among them,
//! downloads the worker alone. The engine is plain Rust and is tested natively; the shell around it
//! knows the browser.

mod backing;
mod breath;
mod chosen;
mod dates;
mod engine;
mod fetch;
mod fits;
mod helper;
mod keep;
mod keep_database;
mod message;
mod order;
mod pdf;
mod pool;
mod port;
mod shell;

pub use helper::start as start_helper;
pub use pdf::start as start_pdf;
pub use shell::start;
