//! Who said what: quotation marks, cues, sources, contents.

mod addressee;
mod block;
mod chunk;
mod confidence;
mod dialogue;
mod direct;
mod find;
mod headline;
mod lexicon;
mod link;
mod marks;
mod nested;
mod pieces;
mod repair;
mod state;
mod tagged;
mod trailing;
mod transcript;
mod words;

pub use confidence::{CONFIDENCE_FEATURES, ConfidenceFeatures};
pub(crate) use find::QuotationFinder;
pub use lexicon::{Cue, CueClass, CueLexicon};
pub use link::{Candidate, LINK_ROWS, Linker, cue_candidates, source_candidates};
pub use marks::{MarkStyle, Quoted, quoted_spans};
pub use pieces::{Piece, PieceKind, Place, pieces};
pub use state::{Stretch, quotation_inputs, quote_states};
pub(crate) use tagged::{Known, QuotationMemo};
pub(crate) use words::Words;
