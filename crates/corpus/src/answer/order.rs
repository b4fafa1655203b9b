use crate::facets::{Columns, NONE};
use std::cmp::Reverse;

/// Articles in the orders that rows are shown in. Ties go by id, so that the order of the files
/// does not show.
#[derive(Clone, Debug, Default)]
pub(crate) struct Orders {
    pub newest: Vec<u32>,
    pub oldest: Vec<u32>,
    pub outlet: Vec<u32>,
    /// Place of each article in `newest`.
    pub rank: Vec<u32>,
}

impl Orders {
    pub fn new(columns: &Columns) -> Self {
        let date = |article: &u32| columns.published.get(*article as usize).copied().flatten();
        let id = |article: &u32| columns.ids.get(*article as usize).copied();
        let outlet = |article: &u32| {
            let outlet = columns.outlet.get(*article as usize).copied().unwrap_or(NONE);
            (columns.named.outlets.rank_of(outlet), columns.named.outlets.folded.get(outlet as usize))
        };
        let all: Vec<u32> = (0..columns.articles()).collect();
        let (mut newest, mut oldest, mut by_outlet) = (all.clone(), all.clone(), all);
        newest.sort_by_key(|a| (Reverse(date(a)), id(a)));
        oldest.sort_by_key(|a| (date(a).is_none(), date(a), id(a)));
        let mut rank = vec![0; newest.len()];
        for (place, article) in (0u32..).zip(&newest) {
            if let Some(slot) = rank.get_mut(*article as usize) {
                *slot = place;
            }
        }
        by_outlet.sort_by_key(|a| (outlet(a), rank.get(*a as usize).copied()));
        Self { newest, oldest, outlet: by_outlet, rank }
    }

    pub fn rank(&self, article: u32) -> u32 {
        self.rank.get(article as usize).copied().unwrap_or(NONE)
    }

    pub fn memory(&self) -> usize {
        4 * (self.newest.capacity() + self.oldest.capacity() + self.outlet.capacity() + self.rank.capacity())
    }
}
