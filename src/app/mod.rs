//! The frame: state, worker, history, keys, and the three columns.

mod banner;
mod client;
mod frame;
pub mod history;
mod icon;
mod keys;
mod links;
mod masthead;
mod resize;
mod store;
mod theme;

pub use frame::mount;
pub use icon::Icon;
pub use keys::{
    copy_link, enable as enable_keys, enabled as keys_enabled, focus, go_to_row, mend, move_cursor,
};
pub use resize::on_resize;
pub use store::{FEW, Mending, Notice, Panel, Previewing, Row, RowPages, Store, store};
