//! Where sentences end.

mod ends;
mod gaps;
mod split;
mod words;

pub use ends::{GapPlace, SentenceEnds, walk_places};
pub use split::split_sentences;
