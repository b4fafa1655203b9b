//! Verbatim's page: the app that a person sees, the worker that does the work, and what they say
//! to each other.
#![warn(missing_docs)]
// Closures handed to the browser are kept in non-Send cells by design; the page has one thread.
#![allow(clippy::must_use_candidate)]

mod app;
mod envelope;
mod export;
mod facets;
mod intake;
mod markup;
mod mend;
mod plots;
pub mod protocol;
mod reader;
pub mod rest;
mod results;
pub mod state;
mod text;
pub mod worker;

pub use app::mount;
