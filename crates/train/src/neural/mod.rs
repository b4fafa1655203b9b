//! Trains the sequence tagger of `verbatim_nlp::neural`: a bidirectional gated recurrent network
//! with a CRF output layer (Huang, Xu and Yu 2015), in plain Rust, with its own backpropagation.

mod crf;
mod gru;
mod mat;
mod model;
mod params;
mod quantise;
mod random;
mod train;

#[cfg(test)]
pub use model::score;
pub use model::{Dropout, Example};
pub use params::{Places, Shape};
pub use quantise::quantise;
pub use random::Random;
pub use train::{Plan, measure, train};
