//! The middle column: the search, what is selected, and the rows.

mod article_row;
mod chips;
mod column;
mod empty;
mod help;
mod list;
mod quote_row;
mod search;
mod snippet;
mod tabs;

pub use column::ResultsColumn;
pub use help::HelpPanel;
pub use search::SearchBox;
