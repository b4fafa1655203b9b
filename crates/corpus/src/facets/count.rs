use super::bitset::Bits;
use super::column::{Column, Facets};
use super::columns::facet_of;
use super::select::Selection;
use super::values::NONE;
use crate::text::fold;
use crate::{CountBy, Facet, FacetCounts, FacetRequest, FacetValue, Filter};
use std::borrow::Cow;
use std::cell::OnceCell;

/// Calls `each(article, group)` for the selected articles, those of a group one after the other.
pub(crate) fn each_group(facets: Facets<'_>, by: CountBy, chosen: &Bits, mut each: impl FnMut(u32, u32)) {
    match by {
        CountBy::Quotes | CountBy::Articles => chosen.for_each(|article| each(article, article)),
        CountBy::Stories => {
            let ordered = &facets.stories.by_story;
            ordered.iter().filter(|a| chosen.has(**a)).for_each(|a| each(*a, facets.stories.group(*a)));
            // Articles that came since the stories were found.
            let known = ordered.len() as u32;
            (known..chosen.len()).filter(|a| chosen.has(*a)).for_each(|a| each(a, facets.stories.group(a)));
        }
        CountBy::Outlets => {
            for article in &facets.stories.by_outlet {
                if chosen.has(*article) {
                    each(*article, facets.columns.outlet.get(*article as usize).copied().unwrap_or(NONE));
                }
            }
        }
    }
}

/// The numbers of one selection. What several facets and plots are made from is counted once, when
/// it is first asked for.
pub(crate) struct Tally<'c> {
    facets: Facets<'c>,
    pub selection: Selection,
    by: CountBy,
    quotes_of: OnceCell<Vec<u32>>,
    named: OnceCell<Vec<u32>>,
}

impl<'c> Tally<'c> {
    pub fn new(facets: Facets<'c>, selection: Selection, by: CountBy) -> Self {
        Self { facets, selection, by, quotes_of: OnceCell::new(), named: OnceCell::new() }
    }

    /// How many selected quotations each article has.
    pub fn quotes_of(&self) -> &[u32] {
        self.quotes_of.get_or_init(|| {
            let columns = self.facets.columns;
            let mut start = 0;
            let count = |&end: &u32| {
                let count = self.selection.quotes.count_in(start, end);
                start = end;
                count
            };
            columns.quote_ends.iter().map(count).collect()
        })
    }

    /// How many quotations, articles, stories or outlets of the selection each value has. Person, organisation and
    /// place are one column: all of them are counted, and [`list`] shows those of the facet.
    pub fn counts(&self, facet: Facet) -> Cow<'_, [u32]> {
        match facet {
            Facet::Person | Facet::Organization | Facet::Place => {
                Cow::Borrowed(self.named.get_or_init(|| self.counts_by(facet, self.by)))
            }
            _ => Cow::Owned(self.counts_by(facet, self.by)),
        }
    }

    /// The same, counted by something else than what was asked for.
    pub fn counts_by(&self, facet: Facet, by: CountBy) -> Vec<u32> {
        let column = self.facets.column(facet);
        let mut counts = vec![0u32; self.facets.values(facet).len() as usize];
        if by == CountBy::Quotes {
            self.count_quotes(&column, &mut counts);
        } else {
            self.count_groups(&column, by, &mut counts);
        }
        counts
    }

    fn count_quotes(&self, column: &Column<'_>, counts: &mut [u32]) {
        let quotes = &self.selection.quotes;
        let mut add = |value: u32, number: u32| {
            if let Some(count) = counts.get_mut(value as usize) {
                *count += number;
            }
        };
        match column {
            Column::QuoteOne(values) => quotes.for_each(|quote| {
                add(values.get(quote as usize).copied().unwrap_or(NONE), 1);
            }),
            Column::QuoteSmall(values) => quotes.for_each(|quote| {
                add(values.get(quote as usize).copied().map_or(NONE, u32::from), 1);
            }),
            Column::QuoteMany(lists) => quotes.for_each(|quote| {
                lists.of(quote).iter().for_each(|value| add(*value, 1));
            }),
            Column::ArticleOne(values) => {
                for (value, number) in values.iter().zip(self.quotes_of()) {
                    add(*value, *number);
                }
            }
            Column::ArticleMany(lists, ..) => {
                for (article, number) in (0u32..).zip(self.quotes_of()) {
                    if *number > 0 {
                        lists.of(article).iter().for_each(|value| add(*value, *number));
                    }
                }
            }
        }
    }

    /// Every article, story or outlet counts once for a value.
    fn count_groups(&self, column: &Column<'_>, by: CountBy, counts: &mut [u32]) {
        let stories = self.facets.stories;
        let outlets = self.facets.columns.named.outlets.len();
        match by {
            CountBy::Quotes | CountBy::Articles => self.count_articles(column, counts),
            CountBy::Stories => {
                // Stories of one article are articles; of the others each counts once.
                self.count_articles(column, counts);
                let several: Vec<(u32, u32)> = stories.of_several().filter(|(a, _)| self.has(*a)).collect();
                let shared = several.chunk_by(|a, b| a.1 == b.1).filter(|same| same.len() > 1);
                let shared: Vec<(u32, u32)> = shared.flatten().copied().collect();
                let mut once = vec![0; counts.len()];
                self.count_marked(column, shared.iter().copied(), &mut once);
                let mut each = vec![0; counts.len()];
                self.count_marked(column, shared.iter().map(|(article, _)| (*article, *article)), &mut each);
                for (count, (once, each)) in counts.iter_mut().zip(once.iter().zip(&each)) {
                    *count = (*count + once).saturating_sub(*each);
                }
            }
            CountBy::Outlets if outlets <= u64::BITS => self.count_few_outlets(column, counts),
            CountBy::Outlets => {
                let outlet = |article: u32| self.facets.columns.outlet.get(article as usize).copied();
                let order = stories.by_outlet.iter().copied().filter(|article| self.has(*article));
                self.count_marked(column, order.map(|a| (a, outlet(a).unwrap_or(NONE))), counts);
            }
        }
    }

    fn has(&self, article: u32) -> bool {
        self.selection.articles.has(article)
    }

    /// Every article counts once for a value; read in the order of the rows.
    fn count_articles(&self, column: &Column<'_>, counts: &mut [u32]) {
        let (chosen, article_of) = (&self.selection, &self.facets.columns.article_of);
        let mut add = |value: u32| {
            if let Some(count) = counts.get_mut(value as usize) {
                *count += 1;
            }
        };
        // A quotation may be chosen where its article is not: it lacks a word that the article has.
        match column {
            // An article has each of its values once.
            Column::ArticleOne(values) => chosen.articles.for_each(|article| {
                add(values.get(article as usize).copied().unwrap_or(NONE));
            }),
            Column::ArticleMany(lists, ..) => {
                chosen.articles.for_each(|article| lists.of(article).iter().for_each(|value| add(*value)));
            }
            _ => {
                let mut last = vec![NONE; counts.len()];
                self.each_quoted(column, |quote, value| {
                    let article = article_of.get(quote as usize).copied().unwrap_or(NONE);
                    if let (Some(last), Some(count)) =
                        (last.get_mut(value as usize), counts.get_mut(value as usize))
                    {
                        *count += u32::from(*last != article && self.has(article));
                        *last = article;
                    }
                });
            }
        }
    }

    /// Every outlet counts once for a value: a bit each, so that rows are read in their order.
    fn count_few_outlets(&self, column: &Column<'_>, counts: &mut [u32]) {
        let (chosen, columns) = (&self.selection, self.facets.columns);
        // An article without an outlet counts for none.
        let bit = |(article, outlet): (u32, &u32)| match self.has(article) {
            true => 1u64.checked_shl(*outlet).unwrap_or(0),
            false => 0,
        };
        let bits: Vec<u64> = (0..).zip(&columns.outlet).map(bit).collect();
        let bit = |article: u32| bits.get(article as usize).copied().unwrap_or(0);
        let mut seen = vec![0u64; counts.len()];
        let mut add = |value: u32, bit: u64| {
            if let Some(seen) = seen.get_mut(value as usize) {
                *seen |= bit;
            }
        };
        match column {
            Column::ArticleOne(values) => chosen.articles.for_each(|article| {
                add(values.get(article as usize).copied().unwrap_or(NONE), bit(article));
            }),
            Column::ArticleMany(lists, ..) => chosen.articles.for_each(|article| {
                lists.of(article).iter().for_each(|value| add(*value, bit(article)));
            }),
            _ => self.each_quoted(column, |quote, value| {
                add(value, bit(columns.article_of.get(quote as usize).copied().unwrap_or(NONE)));
            }),
        }
        for (count, seen) in counts.iter_mut().zip(seen) {
            *count = seen.count_ones();
        }
    }

    /// Calls `each` with the values of every selected quotation.
    #[inline]
    fn each_quoted(&self, column: &Column<'_>, mut each: impl FnMut(u32, u32)) {
        let quotes = &self.selection.quotes;
        match column {
            Column::QuoteOne(values) => quotes.for_each(|quote| {
                each(quote, values.get(quote as usize).copied().unwrap_or(NONE));
            }),
            Column::QuoteSmall(values) => quotes.for_each(|quote| {
                each(quote, values.get(quote as usize).copied().map_or(NONE, u32::from));
            }),
            Column::QuoteMany(lists) => {
                quotes.for_each(|quote| lists.of(quote).iter().for_each(|value| each(quote, *value)));
            }
            Column::ArticleOne(_) | Column::ArticleMany(..) => {}
        }
    }

    /// Every group of the articles that are given counts once for a value; those of a group come one after the other.
    fn count_marked(
        &self,
        column: &Column<'_>,
        grouped: impl Iterator<Item = (u32, u32)>,
        counts: &mut [u32],
    ) {
        let mut last = vec![NONE; counts.len()];
        for (article, group) in grouped {
            let mut mark = |value: u32| {
                if let (Some(last), Some(count)) =
                    (last.get_mut(value as usize), counts.get_mut(value as usize))
                    && *last != group
                {
                    *last = group;
                    *count += 1;
                }
            };
            if column.of_quotes() {
                let (first, end) = self.facets.columns.quotes_of(article);
                self.selection.quotes.for_each_in(first, end, |quote| column.each(quote, &mut mark));
            } else {
                column.each_of_all(article, &mut mark);
            }
        }
    }
}

/// The values of a facet for the page: those that fit the search, the most frequent first.
pub(crate) fn list(
    facets: Facets<'_>,
    counts: &[u32],
    wanted: &FacetRequest,
    filters: &[Filter],
) -> FacetCounts {
    let values = facets.values(wanted.facet);
    let of_kind = |number: u32| match wanted.facet {
        Facet::Person | Facet::Organization | Facet::Place => {
            facet_of(facets.names.kind(number)) == Some(wanted.facet)
        }
        _ => true,
    };
    let search = fold(wanted.search.trim());
    let mut keyed: Vec<(u64, u32)> = Vec::new();
    for (number, &count) in (0u32..).zip(counts) {
        if count > 0
            && of_kind(number)
            && (search.is_empty() || values.folded.get(number as usize).is_some_and(|f| f.contains(&search)))
        {
            // The most frequent first, then by name, then by age for names that are not ranked yet.
            keyed.push((u64::from(u32::MAX - count) << 32 | u64::from(values.rank_of(number)), number));
        }
    }
    let total = keyed.len() as u32;
    let end = wanted.offset.saturating_add(wanted.limit) as usize;
    if end < keyed.len() {
        keyed.select_nth_unstable(end);
        keyed.truncate(end);
    }
    keyed.sort_unstable();
    let mut shown: Vec<u32> =
        keyed.into_iter().skip(wanted.offset as usize).map(|(_, number)| number).collect();
    let mut chosen: Vec<(u32, bool)> = Vec::new();
    for filter in filters.iter().filter(|filter| filter.facet == wanted.facet) {
        if let Some(number) = values.find(&filter.key).or_else(|| values.by_words_of(&filter.key)) {
            chosen.push((number, filter.exclude));
            // What is chosen can always be seen, and so be let go.
            if search.is_empty() && wanted.offset == 0 && !shown.contains(&number) {
                shown.push(number);
            }
        }
    }
    let value = |number: u32| FacetValue {
        key: values.key(number).to_owned(),
        name: values.name(number).to_owned(),
        count: counts.get(number as usize).copied().filter(|_| of_kind(number)).unwrap_or(0),
        chosen: chosen.iter().find(|(known, _)| *known == number).map(|(_, exclude)| *exclude),
    };
    FacetCounts { facet: wanted.facet, values: shown.into_iter().map(value).collect(), total }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invent::World;
    use crate::{Corpus, Query};

    /// Every group once for a value, read group by group.
    fn by_looking(facets: Facets<'_>, selection: &Selection, facet: Facet, by: CountBy) -> Vec<u32> {
        let column = facets.column(facet);
        let mut seen: Vec<std::collections::BTreeSet<u32>> =
            vec![Default::default(); facets.values(facet).len() as usize];
        let mut see = |value: u32, group: u32| {
            if let Some(seen) = seen.get_mut(value as usize) {
                seen.insert(group);
            }
        };
        each_group(facets, by, &selection.articles, |article, group| {
            let (first, end) = facets.columns.quotes_of(article);
            match column.of_quotes() {
                true => (first..end)
                    .filter(|quote| selection.quotes.has(*quote))
                    .for_each(|quote| column.each(quote, |value| see(value, group))),
                false => column.each_of_all(article, |value| see(value, group)),
            }
        });
        seen.iter().map(|groups| groups.len() as u32).collect()
    }

    #[test]
    fn counts_are_those_of_looking_at_every_group() {
        let world = World::new();
        let mut corpus = Corpus::new();
        (0..300).for_each(|number| {
            let (article, document) = world.article(number);
            corpus.add(article, document);
        });
        corpus.refresh();
        let word = world.word(90);
        for text in [
            String::new(),
            word.to_owned(),
            format!("-{word}"),
            "verb:deny".to_owned(),
            "outlet:post".to_owned(),
        ] {
            let query = Query { text, ..Query::default() };
            let facets = corpus.facets();
            for by in [CountBy::Articles, CountBy::Stories, CountBy::Outlets] {
                let tally = Tally::new(facets, corpus.select(&query).0, by);
                for facet in Facet::ALL {
                    let wanted = by_looking(facets, &tally.selection, facet, by);
                    assert_eq!(tally.counts_by(facet, by), wanted, "{} {facet:?} {by:?}", query.text);
                    if by == CountBy::Outlets {
                        let mut grouped = vec![0; wanted.len()];
                        let order = facets.stories.by_outlet.iter().copied().filter(|a| tally.has(*a));
                        let outlet =
                            |a: u32| (a, facets.columns.outlet.get(a as usize).copied().unwrap_or(NONE));
                        tally.count_marked(&facets.column(facet), order.map(outlet), &mut grouped);
                        assert_eq!(grouped, wanted, "of many outlets");
                    }
                }
            }
        }
    }
}
