//! What is known of a word form by itself: spelling, shape, cluster, the name lists it is in.

mod form;
mod forms;
mod lexicon;
mod memo;
mod uses;

pub use form::{Lexeme, Shape};
pub use forms::Forms;
pub use lexicon::{ClusterId, Lexicon, NameList};
pub(crate) use memo::REACH;
pub use memo::{FormMemo, FormScores};
pub(crate) use uses::{Survivors, Uses};
