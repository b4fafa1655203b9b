//! Words and marks of a text, each with its exact place in the source.

mod abbreviation;
mod case;
mod chars;
mod clitic;
mod clock;
mod scan;

pub use abbreviation::{Abbreviation, abbreviation};
pub(crate) use case::{Lower, WordSet, lowered, one_of};
pub use chars::{is_blank, is_closing_quote, is_opening_quote};
pub(crate) use clock::after_clock;
pub use scan::tokenize;
