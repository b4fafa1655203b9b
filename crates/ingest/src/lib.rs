//! Bytes and a file name to articles and problems. Reading never fails and never panics: what
//! could not be read is a [`Problem`], and everything else is kept.
#![warn(missing_docs)]

mod problem;
mod read;

pub use problem::Problem;
pub use read::{Reading, read};
