//! The tabs that are pictures, each with a table twin and downloads.

mod frame;
mod network;
mod table;
mod timeline;
mod twin;

pub use frame::PlotTab;
