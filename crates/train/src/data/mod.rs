//! Gold data as tokens with labels.

mod conllu;
mod names;

pub use conllu::{Tagged, read_conllu};
pub use names::{Named, Nested, join, read_names};
