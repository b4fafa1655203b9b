//! Parts of speech: a linear-chain model over word forms, affixes, shapes and clusters.

mod features;
mod tagger;

pub use features::{style, token_features};
pub use tagger::PosTagger;
