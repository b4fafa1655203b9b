//! Text to document: tokens, sentences, mentions and quotations. Analysis is total: it cannot
//! fail and cannot panic, whatever the text.
#![warn(missing_docs)]

mod annotate;
mod document;

pub use annotate::{Annotator, Input, ModelError};
pub use document::{
    Document, Entity, EntityIndex, EntityType, Evidence, Mention, MentionKind, Pos, Quotation, QuotationKind,
    Stance, Token, VerbFamily,
};
