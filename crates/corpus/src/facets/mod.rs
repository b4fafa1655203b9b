//! What articles and quotations are filtered, counted and sorted by.

mod bitset;
mod column;
mod columns;
mod count;
mod list;
mod names;
mod select;
mod stories;
mod values;

pub(crate) use bitset::Bits;
pub(crate) use column::{Facets, Fixed};
pub(crate) use columns::{Columns, LOW_CONFIDENCE, Lists, Printed, of_quotations, passage, range};
pub(crate) use count::{Bases, Tally, each_group};
pub(crate) use list::list;
pub(crate) use names::{Names, Naming};
pub(crate) use select::{Part, Selection, Selector, Worded, in_range};
pub(crate) use stories::Stories;
pub(crate) use values::NONE;
