//! Names: a linear-chain model over word forms, their neighbours, lists of names, and what the
//! whole article shows of each word. Reads an article twice: the second time it knows what it took
//! each name for the first time.

mod article;
mod features;
mod finer;
mod memory;
mod tagger;

pub use article::ArticleView;
pub use features::token_features;
pub use finer::finer_kind;
pub use memory::NameMemory;
pub use tagger::{NamedSpan, NerTagger};
