//! Gold data as tokens with labels.

mod conllu;
mod gum;
mod names;

pub use conllu::{Tagged, read_conllu};
pub use gum::{TITLES, read_gum};
pub use names::{Named, Nested, join, read_names};
