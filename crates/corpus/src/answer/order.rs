use crate::facets::{Bits, Columns, LOW_CONFIDENCE, NONE, Names};
use std::cmp::Reverse;
use verbatim_article::PartialDate;
use verbatim_nlp::{QuotationKind, Stance};

/// Articles in the orders that rows are shown in, and their dates as numbers. Ties go by id, so
/// that the order of the files does not show.
#[derive(Clone, Debug, Default)]
pub(crate) struct Orders {
    pub newest: Vec<u32>,
    pub oldest: Vec<u32>,
    pub outlet: Vec<u32>,
    /// Place of each article in `newest`.
    pub rank: Vec<u32>,
    /// Every date that an article has, in order.
    pub dates: Vec<PartialDate>,
    /// Number of each article's date in `dates`.
    pub date_of: Vec<u32>,
    /// Quotations that are surely somebody's words, and those that are likely to be.
    sure: Bits,
    likely: Bits,
}

/// Confidence from which on somebody's own words are taken for sure, in thousandths.
const SURE: u16 = 800;
/// Words that a quotation has at least to be shown among the first.
const WORDS: u32 = 5;

impl Orders {
    pub fn new(columns: &Columns) -> Self {
        let mut orders = Self::default();
        orders.update(columns);
        orders
    }

    /// Puts all articles in order. What stands in order already costs little: the standard sort
    /// finds it.
    pub fn update(&mut self, columns: &Columns) {
        let date = |article: &u32| columns.published.get(*article as usize).copied().flatten();
        let id = |article: &u32| columns.ids.get(*article as usize).copied();
        let outlet = |article: &u32| {
            let outlet = columns.outlet.get(*article as usize).copied().unwrap_or(NONE);
            (columns.named.outlets.rank_of(outlet), columns.named.outlets.folded.get(outlet as usize))
        };
        for order in [&mut self.newest, &mut self.oldest, &mut self.outlet] {
            order.extend(order.len() as u32..columns.articles());
        }
        self.newest.sort_by_key(|a| (Reverse(date(a)), id(a)));
        self.oldest.sort_by_key(|a| (date(a).is_none(), date(a), id(a)));
        self.rank = places(&self.newest);
        self.outlet.sort_by_key(|a| (outlet(a), self.rank.get(*a as usize).copied()));
        self.dates.clear();
        self.date_of = vec![NONE; self.oldest.len()];
        for article in &self.oldest {
            let Some(date) = date(article) else { continue };
            if self.dates.last() != Some(&date) {
                self.dates.push(date);
            }
            if let Some(slot) = self.date_of.get_mut(*article as usize) {
                *slot = self.dates.len() as u32 - 1;
            }
        }
    }

    /// Finds out which quotations are shown first when nothing is searched for.
    pub fn weigh(&mut self, columns: &Columns, names: &Names) {
        (self.sure, self.likely) = (Bits::none(columns.quotes()), Bits::none(columns.quotes()));
        for quote in 0..columns.quotes() {
            let at = quote as usize;
            let confidence = columns.confidence.get(at).copied().unwrap_or(0);
            let speech = columns.stance.get(at) == Some(&(Stance::Speech as u8));
            if names.speaker(quote) == NONE || !speech || confidence < LOW_CONFIDENCE {
                continue;
            }
            self.likely.set(quote);
            let words: u32 =
                columns.content.of(quote).chunks_exact(2).map(|p| p[1].saturating_sub(p[0])).sum();
            let direct = columns.kind.get(at).is_some_and(|kind| *kind != QuotationKind::Indirect as u8);
            if confidence >= SURE && direct && words >= WORDS {
                self.sure.set(quote);
            }
        }
    }

    /// The quotations of a selection in three parts, those that are surely somebody's words first.
    pub fn tiers(&self, chosen: &Bits) -> [Bits; 3] {
        let (mut sure, mut likely, mut rest) = (chosen.clone(), chosen.clone(), chosen.clone());
        sure.and(&self.sure);
        likely.and(&self.likely);
        likely.without(&self.sure);
        rest.without(&self.likely);
        if self.sure.len() < chosen.len() {
            // Quotations came since: they are not weighed yet.
            (sure, likely, rest) = (Bits::none(0), Bits::none(0), chosen.clone());
        }
        [sure, likely, rest]
    }

    pub fn rank(&self, article: u32) -> u32 {
        self.rank.get(article as usize).copied().unwrap_or(NONE)
    }

    /// Number of an article's date.
    #[inline]
    pub fn date(&self, article: u32) -> u32 {
        self.date_of.get(article as usize).copied().unwrap_or(NONE)
    }

    pub fn memory(&self) -> usize {
        let lists = [&self.newest, &self.oldest, &self.outlet, &self.rank, &self.date_of];
        4 * lists.iter().map(|list| list.capacity()).sum::<usize>()
            + self.dates.capacity() * 4
            + self.sure.len() as usize / 4
    }
}

/// The place of each article in an order.
pub(super) fn places(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, article) in (0u32..).zip(order) {
        if let Some(slot) = places.get_mut(*article as usize) {
            *slot = place;
        }
    }
    places
}
