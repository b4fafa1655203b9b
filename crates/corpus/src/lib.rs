//! Documents to corpus: entities across articles, stories, same-quote groups, search and facets.
//! The page and the command line ask it a [`Query`] and get a [`View`].
#![warn(missing_docs)]

mod about;
mod answer;
pub mod ask;
mod corpus;
mod correction;
mod facets;
pub mod file;
pub mod invent;
mod join;
pub mod link;
mod memo;
mod memory;
mod query;
mod refresh;
mod rows;
pub mod same_quote;
mod search;
mod shelf;
mod store;
pub mod story;
pub mod text;
mod union;
mod view;

pub use about::{SpeaksAbout, spoken_about};
pub use corpus::Corpus;
pub use correction::{Correction, CorrectionError, LineError, Log};
pub use memory::Memory;
pub use query::{
    Axes, CountBy, DateRange, Facet, FacetRequest, Filter, Grain, Query, Sort, Tab, Ties, ViewRequest, Wanted,
};
pub use rows::{
    ContextRow, DistinctiveWord, Edge, NameRow, Network, Node, Rendering, SameQuoteRow, Series,
    SuggestionRow, Table, Timeline,
};
pub use view::{
    ArticleRow, Bucket, FacetCounts, FacetValue, Layer, QuoteRow, Reader, ReaderEntity, ReaderQuotation,
    Rows, Snippet, Totals, View,
};
