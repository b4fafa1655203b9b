//! What was read: articles, blocks, spans and dates, shared by every stage of Verbatim.
#![warn(missing_docs)]

mod date;
mod offsets;
mod span;
mod types;

pub use date::{DateError, PartialDate};
pub use offsets::OffsetMap;
pub use span::Span;
pub use types::{Article, ArticleId, Block, BlockKind, Dateline, Origin};
