//! The left column: what the articles can be divided by, and what of it is chosen.

mod column;
mod dates;
mod facet;
mod histogram;
mod names;

pub use column::FacetColumn;
pub use names::{facet_title, value_name};
