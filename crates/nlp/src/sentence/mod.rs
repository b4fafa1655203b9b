//! Where sentences end.

mod split;
mod words;

pub use split::split_sentences;
