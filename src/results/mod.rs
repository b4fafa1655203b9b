//! The middle column: the search, what is selected, and the rows.

mod article_row;
mod chips;
mod column;
mod context_row;
mod empty;
mod help;
mod list;
mod name_row;
mod quote_row;
mod same_quote;
mod search;
mod snippet;
mod tabs;

pub use column::ResultsColumn;
pub use help::HelpPanel;
pub use quote_row::bare_cue;
pub use search::SearchBox;
pub use tabs::TABS;
