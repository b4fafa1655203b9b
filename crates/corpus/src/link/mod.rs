//! Which entities of different articles are one: spelling, romanisation, short names, acronyms.
//!
//! An article is taken apart once, when it is added: its entities become occurrences of *names*
//! (a class and a folded full name). What joins names is found when a name is first seen. The
//! rest, [`Linker::links`], looks at distinct names only and depends on nothing but what was
//! added: the order of the articles does not matter.

mod blocks;
mod bracket;
mod class;
mod context;
mod decide;
mod entity;
mod group;
mod keys;
mod linker;
mod linking;
mod links;
mod name;
mod office;
mod relation;
mod saved;
mod shape;
mod short;
#[cfg(test)]
mod tests;
mod written;

pub use entity::{CorpusEntity, CorpusEntityId, Reason, Suggestion, Variant};
pub use linker::Linker;
pub(crate) use linking::{Apart, Linking};
pub use links::Links;
pub(crate) use name::rough;
pub(crate) use saved::SavedNames;
