//! Running text: what each of its lines is, and where one article ends and the next begins.
mod agency;
mod boilerplate;
mod caption;
mod dateline;
mod labels;
mod outlet;
mod printed;
mod split;
mod structure;
mod units;

pub(crate) use agency::known as known_agency;
pub(crate) use boilerplate::is_boilerplate;
pub(crate) use caption::is_caption;
pub(crate) use dateline::find as find_dateline;
pub(crate) use printed::printed;
pub(crate) use split::articles;
pub(crate) use structure::{Known, structure, take_furniture};
