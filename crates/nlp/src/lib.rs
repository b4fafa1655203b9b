//! Text to document: tokens, sentences, mentions and quotations. Analysis is total: it cannot
//! fail and cannot panic, whatever the text.
#![warn(missing_docs)]

mod annotate;
pub mod coref;
mod dates;
mod document;
pub mod lexeme;
pub mod linear;
mod metonym;
pub mod model;
mod money;
mod multilingual;
pub mod names;
pub mod ner;
pub mod neural;
pub mod pos;
mod quote;
mod sentence;
mod token;

pub use annotate::{Annotator, Input};
pub use document::{
    Document, Entity, EntityIndex, EntityType, Evidence, Mention, MentionKind, Pos, Quotation, QuotationKind,
    Stance, Token, VerbFamily,
};
pub use metonym::voices;
pub use model::ModelError;
pub use money::{Amount, amount};
pub use quote::{
    CONFIDENCE_FEATURES, Candidate, ConfidenceFeatures, Cue, CueClass, CueLexicon, LINK_ROWS, LinkFeatures,
    Linker, MarkStyle, Piece, PieceKind, Place, Quoted, Stretch, Tense, cue_candidates, cue_tense, pieces,
    quotation_inputs, quote_states, quoted_spans, source_candidates,
};
pub use sentence::{GapPlace, SentenceEnds, split_sentences, walk_places};
pub use token::{is_blank, is_closing_quote, is_opening_quote, tokenize};
