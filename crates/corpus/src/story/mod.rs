//! Near-duplicate and reprinted articles: which belong together, which came first, and what the
//! others trimmed or changed.

mod changes;
mod fingerprint;
mod saved;
mod stories;

#[cfg(test)]
mod tests;

pub use changes::{Change, changes};
pub(crate) use saved::{SavedStories, Texts};
pub use stories::{OriginEvidence, Stories, Story};
