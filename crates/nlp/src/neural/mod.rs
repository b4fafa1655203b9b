//! A small sequence tagger: word vectors, a recurrent layer in both directions, a linear-chain CRF.
//! Its weights are made by `crates/train`; arithmetic is the same natively and in wasm.

mod crf;
mod features;
pub mod layout;
mod math;
mod matrix;
mod pack;
mod recurrent;
mod table;
mod tagger;

pub use crf::{Crf, allowed};
pub use features::{FormFeatures, TokenInput, form_features};
pub use math::{exp, ln, rational_tanh, sigmoid};
pub use matrix::Matrix;
pub use pack::pack;
pub use table::WordTable;
pub use tagger::{Memo, Tagger};
