//! What is known of a word form by itself: spelling, shape, cluster, the name lists it is in.

mod form;
mod forms;
mod lexicon;

pub use form::{Lexeme, Shape};
pub use forms::Forms;
pub(crate) use forms::{FormScores, REACH};
pub use lexicon::{ClusterId, Lexicon, NameList};
