//! Dates in an article: found by grammar, and resolved against the day of publication.

mod find;
mod grammar;
mod resolve;

pub use find::date_entities;
