//! Sums of money in an article: found by grammar, told as a number and a currency.

mod amount;
mod find;

pub use amount::{Amount, amount};
pub(crate) use find::{may_begin, money_entities};
