//! What the page shows, without the browser: the state that a link carries, what can be done to it,
//! and the arithmetic of lists, plots and marked text.

mod diff;
mod fragment;
mod heights;
mod histogram;
mod link;
mod pace;
mod segments;
mod selection;
mod sheet;
mod short;
mod window;

pub use diff::{Piece, word_diff};
pub use heights::Heights;
pub use histogram::{Bar, Bars};
pub use link::{Link, Open, tab_name};
pub use pace::Pace;
pub use segments::{Mark, Segment, segments};
pub use selection::{clear_all, exclude, is_narrowed, remove, toggle};
pub use sheet::Sheet;
pub use short::Short;
pub use window::{PAGE, Window};
