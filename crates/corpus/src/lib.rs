//! Documents to corpus: entities across articles, stories, same-quote groups, search and facets.
//! The page and the command line ask it a [`Query`] and get a [`View`].
#![warn(missing_docs)]

mod corpus;
mod linear;
mod query;
pub mod text;
mod view;

pub use corpus::Corpus;
pub use query::{CountBy, DateRange, Facet, FacetRequest, Filter, Query, Sort, Tab, ViewRequest};
pub use view::{
    ArticleRow, Bucket, FacetCounts, FacetValue, Layer, QuoteRow, Reader, ReaderEntity, ReaderQuotation,
    Rows, Snippet, Totals, View,
};
