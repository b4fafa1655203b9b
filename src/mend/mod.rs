//! Putting right what was understood: names joined, separated and renamed, speakers, and the log of all that.

mod candidates;
mod history;
mod judge;
mod panel;

pub use history::HistoryPanel;
pub use judge::Judge;
pub use panel::MendPanel;
