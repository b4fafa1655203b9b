//! Words as the search sees them: where they stand, and their form without case and accents.

mod fold;
mod words;

pub use fold::{fold, slug};
pub use words::Words;
