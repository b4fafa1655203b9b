//! The right column: one article, with what was found in it drawn over its own words.

mod column;
mod html;
mod layers;
mod metadata;
mod steps;
mod text;
mod why;

pub use column::ReaderColumn;
pub use steps::step;
