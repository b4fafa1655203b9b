//! What can be taken away: rows as CSV, pictures as SVG and PNG.

mod picture;
mod save;

pub use picture::{save_png, save_svg};
pub use save::{save_corpus, save_csv, save_text};
