//! Quotations that render one utterance: word for word, trimmed, reworded or translated, switched
//! between direct and indirect.
//!
//! Two quotations are compared only when they share a run of words, or a speaker and some of
//! their rarest words; so the work grows with what is repeated, not with all pairs. Whether two are one depends on
//! these two alone, and on whether their speakers are one: quotations that come later are compared with those before
//! them, and nothing else is done again.

mod claims;
mod compare;
mod group;
mod join;
mod keys;
mod nodes;
mod quotes;
mod saved;
mod score;
mod stem;
mod weights;

#[cfg(test)]
mod tests;

pub use compare::{Comparison, Rendering, WordDiff, compare};
pub(crate) use group::Grouping;
pub use group::{QuoteGroup, QuoteRef};
pub use quotes::Quotes;
pub(crate) use saved::SavedQuotes;
