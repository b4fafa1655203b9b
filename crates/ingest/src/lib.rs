//! Bytes and a file name to articles and problems. Reading never fails and never panics: what
//! could not be read is a [`Problem`], and everything else is kept.
#![warn(missing_docs)]
#![allow(dead_code, unused_imports)]

mod date;
mod draft;
mod encoding;
mod html;
mod json;
mod language;
mod mail;
mod mojibake;
mod problem;
mod read;
mod sniff;
mod table;
mod text;

pub use problem::Problem;
pub use read::{MAX_BYTES, Reading, read};
