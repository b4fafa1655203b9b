//! Who said what: quotation marks, cues, sources, contents.

mod addressee;
mod chunk;
mod direct;
mod find;
mod lexicon;
mod marks;
mod named;
mod speaker;
mod words;

pub(crate) use find::QuotationFinder;
pub use lexicon::{Cue, CueClass, CueLexicon};
pub use marks::{MarkStyle, Quoted, quoted_spans};
