//! Words to articles: dictionary, postings, phrases, ranking.

mod dictionary;
mod distinctive;
mod evaluate;
mod forward;
mod fuzzy;
mod hits;
mod index;
mod marks;
mod regex;
mod score;
mod segment;
mod strings;
mod varint;

pub(crate) use dictionary::Dictionary;
pub(crate) use distinctive::distinctive;
pub(crate) use evaluate::{Answer, Texts, evaluate};
pub(crate) use forward::{Forward, Spelled, spans};
pub(crate) use hits::Hits;
pub(crate) use index::{Index, alike};
pub(crate) use regex::compile;
pub(crate) use score::{Scores, score_quotes};
pub(crate) use segment::{FARTHEST, Segment};
