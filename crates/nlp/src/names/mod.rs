//! Names: how they are folded, taken apart and compared; which countries, capitals and well-known
//! bodies have several. Shared by coreference within an article and linking across articles.

mod fold;
mod gazetteer;
mod person;

pub use fold::{consonants, fold, one_slip, skeleton};
pub use gazetteer::{Gazetteer, Known, KnownKind};
pub use person::{Likeness, PersonName};
