use super::bitset::Bits;
use super::column::{Column, Facets};
use super::columns::Lists;
use super::select::Selection;
use super::values::NONE;
use crate::memo::Memo;
use crate::{CountBy, Facet};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::OnceLock;

/// What is kept until something changes: the numbers of the whole corpus, each counted when it is first asked for, and what
/// was asked last.
#[derive(Debug, Default)]
pub(crate) struct Bases([[OnceLock<Vec<u32>>; 4]; Facet::ALL.len()], pub Memo);

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
    /// Whether everything is selected.
    whole: bool,
    quotes_of: OnceCell<Vec<(u32, u32)>>,
    named: OnceCell<Cow<'c, [u32]>>,
    masks: OnceCell<Vec<u64>>,
    several: OnceCell<Vec<(u32, u32)>>,
    /// What is not selected, where that is less.
    rest: OnceCell<Option<Box<Tally<'c>>>>,
}

impl<'c> Tally<'c> {
    pub fn new(facets: Facets<'c>, selection: Selection, by: CountBy) -> Self {
        let whole = selection.quotes.is_full() && selection.articles.is_full();
        let (quotes_of, named, masks, several, rest) = Default::default();
        Self { facets, selection, by, whole, quotes_of, named, masks, several, rest }
    }

    /// The articles that selected quotations stand in, in order, and how many stand in each.
    pub fn quotes_of(&self) -> &[(u32, u32)] {
        self.quotes_of.get_or_init(|| {
            let (columns, quotes) = (self.facets.columns, &self.selection.quotes);
            let mut found: Vec<(u32, u32)> = Vec::new();
            if quotes.count() < columns.articles() / 2 {
                quotes.for_each(|quote| {
                    let article = columns.article_of.get(quote as usize).copied().unwrap_or(NONE);
                    match found.last_mut().filter(|(last, _)| *last == article) {
                        Some((_, count)) => *count += 1,
                        None => found.push((article, 1)),
                    }
                });
                return found;
            }
            let mut start = 0;
            for (article, &end) in (0u32..).zip(&columns.quote_ends) {
                let count = quotes.count_in(start, end);
                if count > 0 {
                    found.push((article, count));
                }
                start = end;
            }
            found
        })
    }

    /// How many quotations, articles, stories or outlets of the selection each value has. Person, organisation and
    /// place are one column: all of them are counted, and [`super::list`] shows those of the facet.
    pub fn counts(&self, facet: Facet) -> Cow<'_, [u32]> {
        match facet {
            Facet::Person | Facet::Organization | Facet::Place => {
                Cow::Borrowed(self.named.get_or_init(|| self.counts_by(Facet::Person, self.by)))
            }
            _ => self.counts_by(facet, self.by),
        }
    }

    /// The same, counted by something else than what was asked for.
    pub fn counts_by(&self, facet: Facet, by: CountBy) -> Cow<'c, [u32]> {
        if self.whole {
            return Cow::Borrowed(self.base(facet, by));
        }
        let column = self.facets.column(facet);
        let mut counts = vec![0u32; self.facets.values(facet).len() as usize];
        if by == CountBy::Articles && !column.of_quotes() && self.selects_most_articles() {
            let mut articles = self.selection.articles.clone();
            articles.not();
            let selection = Selection { articles, quotes: Bits::none(0) };
            let others = Tally::new(self.facets, selection, by);
            others.count_groups(facet, by, &mut counts);
            for (count, all) in counts.iter_mut().zip(self.base(facet, by)) {
                *count = all.saturating_sub(*count);
            }
        } else if by != CountBy::Quotes {
            self.count_groups(facet, by, &mut counts);
        } else if let Some(rest) = self.rest() {
            rest.count_quotes(&column, &mut counts);
            for (count, all) in counts.iter_mut().zip(self.base(facet, by)) {
                *count = all.saturating_sub(*count);
            }
        } else {
            self.count_quotes(&column, &mut counts);
        }
        Cow::Owned(counts)
    }

    /// The numbers of the whole corpus.
    fn base(&self, facet: Facet, by: CountBy) -> &'c [u32] {
        let facets = self.facets;
        let kept = facets.bases.0.get(facet as usize).and_then(|of_facet| of_facet.get(by as usize));
        let Some(kept) = kept else { return &[] };
        kept.get_or_init(|| {
            let columns = facets.columns;
            let (articles, quotes) = (Bits::all(columns.articles()), Bits::all(columns.quotes()));
            let all = Tally::new(facets, Selection { articles, quotes }, by);
            let mut counts = vec![0u32; facets.values(facet).len() as usize];
            match by {
                CountBy::Quotes => all.count_quotes(&facets.column(facet), &mut counts),
                by => all.count_groups(facet, by, &mut counts),
            }
            counts
        })
    }

    fn selects_most_articles(&self) -> bool {
        let articles = &self.selection.articles;
        articles.count() > articles.len() / 2
    }

    /// The quotations that are not selected, when they are fewer.
    fn rest(&self) -> Option<&Tally<'c>> {
        let rest = self.rest.get_or_init(|| {
            let quotes = &self.selection.quotes;
            if quotes.count() <= quotes.len() / 2 {
                return None;
            }
            let mut others = quotes.clone();
            others.not();
            let selection = Selection { articles: Bits::none(0), quotes: others };
            Some(Box::new(Tally::new(self.facets, selection, CountBy::Quotes)))
        });
        rest.as_deref()
    }

    fn count_quotes(&self, column: &Column<'_>, counts: &mut [u32]) {
        let quotes = &self.selection.quotes;
        let mut add = |value: u32, number: u32| {
            if let Some(count) = counts.get_mut(value as usize) {
                *count += number;
            }
        };
        match column {
            Column::QuoteOne(values) => quotes.for_each_of(values, |value| add(*value, 1)),
            Column::QuoteSmall(values, _) if quotes.count() < quotes.len() / 64 => {
                quotes.for_each_of(values, |value| add(u32::from(*value), 1));
            }
            Column::QuoteSmall(_, sets) => {
                for (value, set) in (0u32..).zip(*sets) {
                    add(value, quotes.count_common(set));
                }
            }
            Column::QuoteMany(lists) => quotes.for_each_range(|start, end| {
                lists.of_rows(start, end).iter().for_each(|value| add(*value, 1));
            }),
            Column::ArticleOne(values) => {
                for (article, number) in self.quotes_of() {
                    add(values.get(*article as usize).copied().unwrap_or(NONE), *number);
                }
            }
            Column::ArticleMany(lists, ..) => {
                for (article, number) in self.quotes_of() {
                    lists.of(*article).iter().for_each(|value| add(*value, *number));
                }
            }
        }
    }

    /// Every article, story or outlet counts once for a value.
    fn count_groups(&self, facet: Facet, by: CountBy, counts: &mut [u32]) {
        // A quotation may be chosen where its article is not: it lacks a word that the article has.
        match self.facets.column(facet) {
            Column::QuoteSmall(..) => self.count_masks(facet, by, counts),
            Column::QuoteOne(values) => self.count_once(by, counts, &OfQuotes(self, values)),
            Column::QuoteMany(lists) => self.count_once(by, counts, &OfQuotes(self, lists)),
            Column::ArticleOne(values) => self.count_once(by, counts, &values),
            Column::ArticleMany(lists, ..) => self.count_once(by, counts, lists),
        }
    }

    fn has(&self, article: u32) -> bool {
        self.selection.articles.has(article)
    }

    fn outlet(&self, article: u32) -> u32 {
        self.facets.columns.outlet.get(article as usize).copied().unwrap_or(NONE)
    }

    /// The selected articles, with their stories, of stories that have several of them, story by story.
    fn of_several(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let several = self.several.get_or_init(|| {
            let chosen = self.facets.stories.of_several().filter(|(article, _)| self.has(*article));
            let chosen: Vec<(u32, u32)> = chosen.collect();
            chosen.chunk_by(|a, b| a.1 == b.1).filter(|story| story.len() > 1).flatten().copied().collect()
        });
        several.iter().copied()
    }

    fn count_once(&self, by: CountBy, counts: &mut [u32], values: &impl Rows) {
        match by {
            CountBy::Quotes | CountBy::Articles => self.count_articles(counts, values),
            CountBy::Stories => {
                // Stories of one article are articles; what several articles of a story have counts once.
                self.count_articles(counts, values);
                let mut last = vec![(NONE, NONE); counts.len()];
                for (article, story) in self.of_several() {
                    values.each(article, |value| {
                        if let (Some(last), Some(count)) =
                            (last.get_mut(value as usize), counts.get_mut(value as usize))
                            && last.1 != article
                        {
                            *count = count.saturating_sub(u32::from(last.0 == story));
                            *last = (story, article);
                        }
                    });
                }
            }
            CountBy::Outlets if self.facets.columns.named.outlets.len() <= u64::BITS => {
                // A bit for each outlet, so that rows are read in their order. An article without one counts for none.
                let mut seen = vec![0u64; counts.len()];
                self.selection.articles.for_each(|article| {
                    let bit = 1u64.checked_shl(self.outlet(article)).unwrap_or(0);
                    values.each(article, |value| {
                        if let Some(seen) = seen.get_mut(value as usize) {
                            *seen |= bit;
                        }
                    });
                });
                for (count, seen) in counts.iter_mut().zip(seen) {
                    *count = seen.count_ones();
                }
            }
            CountBy::Outlets => self.count_by_outlet(counts, values),
        }
    }

    /// The same for any number of outlets, read outlet by outlet.
    fn count_by_outlet(&self, counts: &mut [u32], values: &impl Rows) {
        let mut last = vec![NONE; counts.len()];
        let order = &self.facets.stories.by_outlet;
        for article in order.iter().copied().filter(|article| self.has(*article)) {
            let outlet = self.outlet(article);
            values.each(article, |value| {
                if let (Some(last), Some(count)) =
                    (last.get_mut(value as usize), counts.get_mut(value as usize))
                {
                    *count += u32::from(*last != outlet);
                    *last = outlet;
                }
            });
        }
    }

    fn count_articles(&self, counts: &mut [u32], values: &impl Rows) {
        let mut seen = vec![(NONE, 0u32); counts.len()];
        self.selection.articles.for_each(|article| {
            values.each(article, |value| {
                if let Some((last, count)) = seen.get_mut(value as usize) {
                    *count += u32::from(*last != article);
                    *last = article;
                }
            });
        });
        for (count, (_, seen)) in counts.iter_mut().zip(seen) {
            *count = seen;
        }
    }

    /// The values of few that each selected article has in its selected quotations, a bit each; 0 for other articles.
    fn masks(&self) -> &[u64] {
        self.masks.get_or_init(|| {
            let columns = self.facets.columns;
            let mut masks = vec![0u64; columns.articles() as usize];
            let bit = |values: &[u8], quote: u32, shift: u32| {
                let value = values.get(quote as usize).map_or(u32::MAX, |value| u32::from(*value) + shift);
                1u64.checked_shl(value).unwrap_or(0)
            };
            self.selection.articles.for_each(|article| {
                let (start, end) = columns.quotes_of(article);
                let mut mask = 0;
                self.selection.quotes.for_each_in(start, end, |quote| {
                    mask |= bit(&columns.family, quote, 0)
                        | bit(&columns.kind, quote, KINDS_AT)
                        | bit(&columns.stance, quote, STANCES_AT);
                });
                if let Some(slot) = masks.get_mut(article as usize) {
                    *slot = mask;
                }
            });
            masks
        })
    }

    /// Counts values of few by their masks.
    fn count_masks(&self, facet: Facet, by: CountBy, counts: &mut [u32]) {
        let columns = self.facets.columns;
        let shift = match facet {
            Facet::QuoteType => KINDS_AT,
            Facet::Stance => STANCES_AT,
            _ => 0,
        };
        let all = (1u64 << counts.len().min(32)) - 1;
        let mask = |article: u32| {
            self.masks().get(article as usize).copied().unwrap_or(0).checked_shr(shift).unwrap_or(0) & all
        };
        let mut each = |mut mask: u64, by: i32| {
            while mask != 0 {
                if let Some(count) = counts.get_mut(mask.trailing_zeros() as usize) {
                    *count = count.saturating_add_signed(by);
                }
                mask &= mask - 1;
            }
        };
        if by == CountBy::Outlets {
            let mut of_outlet = vec![0u64; columns.named.outlets.len() as usize];
            self.selection.articles.for_each(|article| {
                if let Some(seen) = of_outlet.get_mut(self.outlet(article) as usize) {
                    *seen |= mask(article);
                }
            });
            of_outlet.into_iter().for_each(|mask| each(mask, 1));
            return;
        }
        self.selection.articles.for_each(|article| each(mask(article), 1));
        if by == CountBy::Stories {
            let mut seen = (NONE, 0u64);
            for (article, story) in self.of_several() {
                if seen.0 != story {
                    seen = (story, 0);
                }
                each(mask(article) & seen.1, -1);
                seen.1 |= mask(article);
            }
        }
    }
}

/// Where the bits of types and of stances begin in a mask; those of families of verbs come first.
const KINDS_AT: u32 = 48;
const STANCES_AT: u32 = 56;

/// The values that an article has for a facet, some of them perhaps more than once.
trait Rows {
    fn each(&self, article: u32, each: impl FnMut(u32));
}

/// One value an article.
impl Rows for &[u32] {
    #[inline]
    fn each(&self, article: u32, mut each: impl FnMut(u32)) {
        each(self.get(article as usize).copied().unwrap_or(NONE));
    }
}

impl Rows for Lists {
    #[inline]
    fn each(&self, article: u32, mut each: impl FnMut(u32)) {
        self.of(article).iter().for_each(|value| each(*value));
    }
}

/// The values of the selected quotations of an article.
struct OfQuotes<'t, 'c, R>(&'t Tally<'c>, R);

impl<R: Rows> Rows for OfQuotes<'_, '_, R> {
    #[inline]
    fn each(&self, article: u32, mut each: impl FnMut(u32)) {
        let (start, end) = self.0.facets.columns.quotes_of(article);
        self.0.selection.quotes.for_each_in(start, end, |quote| self.1.each(quote, &mut each));
    }
}

impl<R: Rows> Rows for &R {
    #[inline]
    fn each(&self, article: u32, each: impl FnMut(u32)) {
        (*self).each(article, each);
    }
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
                // The entities of all facets.
                false => match column {
                    Column::ArticleMany(lists, ..) => lists.each(article, |value| see(value, group)),
                    _ => column.each(article, |value| see(value, group)),
                },
            }
        });
        seen.iter().map(|groups| groups.len() as u32).collect()
    }

    /// Every selected quotation once for each of its values and of its article's.
    fn quotes_by_looking(facets: Facets<'_>, selection: &Selection, facet: Facet) -> Vec<u32> {
        let column = facets.column(facet);
        let mut counts = vec![0; facets.values(facet).len() as usize];
        for quote in selection.quotes.iter() {
            let article = facets.columns.article_of[quote as usize];
            match column {
                Column::ArticleMany(lists, ..) => lists.each(article, |value| counts[value as usize] += 1),
                Column::ArticleOne(_) => column.each(article, |value| counts[value as usize] += 1),
                _ => column.each(quote, |value| counts[value as usize] += 1),
            }
        }
        counts
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
            for by in [CountBy::Quotes, CountBy::Articles, CountBy::Stories, CountBy::Outlets] {
                let tally = Tally::new(facets, corpus.select(&query).0, by);
                for facet in Facet::ALL {
                    if by == CountBy::Quotes {
                        let wanted = quotes_by_looking(facets, &tally.selection, facet);
                        assert_eq!(*tally.counts_by(facet, by), wanted, "{} {facet:?} {by:?}", query.text);
                        continue;
                    }
                    let wanted = by_looking(facets, &tally.selection, facet, by);
                    assert_eq!(*tally.counts_by(facet, by), wanted, "{} {facet:?} {by:?}", query.text);
                    if by == CountBy::Outlets {
                        let mut grouped = vec![0; wanted.len()];
                        match facets.column(facet) {
                            Column::QuoteSmall(..) => continue,
                            Column::QuoteOne(values) => {
                                tally.count_by_outlet(&mut grouped, &OfQuotes(&tally, values));
                            }
                            Column::QuoteMany(lists) => {
                                tally.count_by_outlet(&mut grouped, &OfQuotes(&tally, lists));
                            }
                            Column::ArticleOne(values) => tally.count_by_outlet(&mut grouped, &values),
                            Column::ArticleMany(lists, ..) => tally.count_by_outlet(&mut grouped, lists),
                        }
                        assert_eq!(grouped, wanted, "of many outlets");
                    }
                }
            }
        }
    }
}
