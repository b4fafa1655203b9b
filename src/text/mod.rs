//! The words of the interface, apart from the code, and numbers and dates as a language writes them.

mod english;
mod format;
mod language;
mod strings;

pub use format::{count, date, fill, number, percent};
pub use language::tr;
