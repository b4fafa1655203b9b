//! The words of the interface, apart from the code, and numbers and dates as a language writes them.

mod english;
mod format;
mod german;
mod language;
mod strings;
mod turkish;
mod ukrainian;

pub use format::{count, date, fill, number, percent};
pub use language::{Language, language, preferred_language, remember_language, set_language, tr};
