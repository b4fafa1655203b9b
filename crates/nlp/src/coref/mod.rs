//! Who is meant within an article: names and parts of names, roles learned from titles and
//! appositions, descriptions, pronouns; and from them the speakers of quotations.
//!
//! Names are grouped first, then roles are learned, then descriptions and pronouns find the
//! entity that they take up. The pronouns "he" and "she" are ranked by a small linear model over
//! the features that the literature knows (Lappin and Leass 1994: recency, place, parallelism).

mod capitals;
mod entity;
mod features;
mod gender;
mod kin;
mod kinds;
mod names;
mod nominal;
mod offices;
mod pronoun;
mod resolve;
mod roles;
mod spans;
mod speaker;
mod text;
mod weights;
mod words;

pub(crate) use capitals::capital_names;
pub use entity::Named;
pub use features::{FEATURES, feature_name};
pub(crate) use gender::{Gender, is_given_name, of_given_name};
pub(crate) use offices::is_head;
pub use pronoun::PronounExample;
pub(crate) use resolve::resolve;
pub use resolve::{CorefInput, pronoun_examples};
pub(crate) use words::CLAUSE;
