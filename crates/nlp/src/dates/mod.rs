//! Dates in an article: found by grammar, and resolved against the day of publication.

mod find;
mod grammar;
mod resolve;

pub(crate) use find::date_entities;
pub(crate) use grammar::may_begin;
