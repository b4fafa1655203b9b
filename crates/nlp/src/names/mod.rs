//! Names: how they are folded, taken apart and compared; which countries, capitals and well-known
//! bodies have several. Shared by coreference within an article and linking across articles.

mod alike;
mod asian;
mod fold;
mod gazetteer;
mod person;
mod script;

pub use fold::{consonants, fold, one_slip, skeleton};
pub use gazetteer::{Gazetteer, Known, KnownKind};
pub use person::{Likeness, PersonName, is_title};
