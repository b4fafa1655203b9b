//! Dates as papers, sites and databases print them.
mod machine;
mod months;
mod printed;

pub(crate) use machine::{from_machine, from_url};
pub(crate) use months::month;
pub(crate) use printed::{Numeric, Printed, Reading, find, find_all, whole_line};
