//! Bytes and a file name to articles and problems. Reading never fails and never panics: what
//! could not be read is a [`Problem`], and everything else is kept.
#![warn(missing_docs)]
#![allow(dead_code, unused_imports)]

mod date;
mod draft;
mod encoding;
mod language;
mod mojibake;
mod problem;
mod read;
mod text;

pub use problem::Problem;
pub use read::{Reading, read};
