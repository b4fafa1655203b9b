//! From a selection to what a tab shows.

mod articles;
mod best;
mod context;
mod groups;
mod histogram;
mod layout;
mod names;
mod network;
mod order;
mod quotes;
mod same_quote;
mod snippet;
mod table;
mod timeline;

pub(crate) use articles::articles;
pub(crate) use context::context;
pub(crate) use groups::Groups;
pub(crate) use histogram::histogram;
pub(crate) use names::names;
pub(crate) use network::network;
pub(crate) use order::Orders;
pub(crate) use quotes::quotes;
pub(crate) use same_quote::same_quote;
pub(crate) use snippet::hit_spans;
pub(crate) use table::table;
pub(crate) use timeline::timeline;

use crate::facets::{Facets, Selection, Tally};
use crate::search::{Hits, Index};
use crate::store::Store;
use crate::{CountBy, ViewRequest};

/// All that rows are made from.
pub(crate) struct Scene<'c> {
    pub facets: Facets<'c>,
    pub index: &'c Index,
    pub store: &'c Store,
    pub groups: &'c Groups,
    pub orders: &'c Orders,
    pub leaves: &'c [Hits],
    pub tally: &'c Tally<'c>,
    /// Whether the question says something of quotations.
    pub of_quotes: bool,
    pub request: &'c ViewRequest,
}

impl Scene<'_> {
    /// What the question chooses.
    pub fn selection(&self) -> &Selection {
        &self.tally.selection
    }

    /// Distinct quotations, articles, stories or outlets go by this number.
    pub fn group(&self, by: CountBy, article: u32) -> Option<u32> {
        match by {
            CountBy::Quotes | CountBy::Articles => Some(article),
            CountBy::Stories => Some(self.facets.stories.group(article)),
            CountBy::Outlets => {
                let outlet = self.facets.columns.outlet.get(article as usize).copied();
                outlet.filter(|outlet| *outlet != crate::facets::NONE)
            }
        }
    }

    /// What [`ViewRequest::offset`] and [`ViewRequest::limit`] ask for.
    pub fn page<T: Copy>(&self, list: &[T]) -> Vec<T> {
        let from = (self.request.offset as usize).min(list.len());
        let to = from.saturating_add(self.request.limit as usize).min(list.len());
        list.get(from..to).unwrap_or(&[]).to_vec()
    }
}

/// Rows of a tab, how many there are in all, and articles whose text has to be fetched first.
pub(crate) struct Page<T> {
    pub rows: T,
    pub total: u32,
    pub missing: Vec<u32>,
}
