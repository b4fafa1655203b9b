//! Putting right what was understood: names joined, separated and renamed, speakers, what
//! was read about an article, and the log of all that.

mod article;
mod candidates;
mod history;
mod judge;
mod panel;

pub use article::About;
pub use history::HistoryPanel;
pub use judge::Judge;
pub use panel::MendPanel;
