//! The whole path over the sample, compared with what a careful reader marked in it by hand
//! (`sample/gold.json`). The floors are what has been reached: raise them with it, never lower
//! them. `cargo test -p verbatim-cli --test sample -- --nocapture` prints every miss.
#![allow(clippy::print_stdout)] // The misses are what it is run for.

mod gold;
mod groups;
mod metadata;
mod names;
mod quotations;
