use super::bitset::Bits;
use super::column::{Column, Facets};
use super::columns::of_quotations;
use crate::{DateRange, Facet, Query};
use verbatim_article::PartialDate;

/// Articles and quotations that are chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    pub articles: Bits,
    pub quotes: Bits,
}

/// What the words typed choose, and whether they say something of quotations. Then articles are
/// those that have such a quotation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Worded {
    pub selection: Selection,
    pub of_quotes: bool,
}

/// A part of the question that can be left out to see what else there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Facet(Facet),
    Dates,
}

/// The question cut into its parts, so that every facet can be counted without its own.
pub(crate) struct Selector<'c> {
    facets: Facets<'c>,
    words: Worded,
    /// What each part allows: articles, or quotations.
    parts: Vec<(Part, Bits, bool)>,
}

impl<'c> Selector<'c> {
    pub fn new(facets: Facets<'c>, words: Worded, query: &Query) -> Self {
        let mut parts = Vec::new();
        for facet in Facet::ALL {
            let filters: Vec<_> = query.filters.iter().filter(|filter| filter.facet == facet).collect();
            if filters.is_empty() {
                continue;
            }
            let values = facets.values(facet);
            let mut wanted = vec![0u8; values.len() as usize];
            let mut any_wanted = false;
            for filter in filters {
                any_wanted |= !filter.exclude;
                let found = values.find(&filter.key).or_else(|| values.by_words_of(&filter.key));
                if let Some(flag) = found.and_then(|value| wanted.get_mut(value as usize)) {
                    *flag |= if filter.exclude { 2 } else { 1 };
                }
            }
            let of_quotes = of_quotations(facet);
            let rows = if of_quotes { facets.columns.quotes() } else { facets.columns.articles() };
            let column = facets.column(facet);
            let allows = |flags: u8| flags & 2 == 0 && (!any_wanted || flags & 1 == 1);
            let flag = |value: u32| wanted.get(value as usize).copied().unwrap_or(0);
            let allowed = match column {
                Column::QuoteSmall(_, sets) => {
                    let mut allowed = Bits::none(rows);
                    for (value, set) in (0u32..).zip(sets) {
                        if allows(flag(value)) {
                            allowed.or(set);
                        }
                    }
                    allowed
                }
                // Rows that came since the column was made have no value.
                Column::QuoteOne(values) | Column::ArticleOne(values) => {
                    let mut allowed = Bits::of(values.iter().map(|value| allows(flag(*value))));
                    allowed.extend(rows, allows(0));
                    allowed
                }
                _ => Bits::of((0..rows as usize).map(|row| {
                    let mut flags = 0;
                    column.each(row as u32, |value| flags |= flag(value));
                    allows(flags)
                })),
            };
            parts.push((Part::Facet(facet), allowed, of_quotes));
        }
        if let Some(range) = query.dates.filter(|range| range.from.is_some() || range.to.is_some()) {
            parts.push((Part::Dates, in_range(facets, range), false));
        }
        Self { facets, words, parts }
    }

    /// Whether leaving this out changes anything.
    pub fn has(&self, part: Part) -> bool {
        self.parts.iter().any(|(known, ..)| *known == part)
    }

    /// What fulfils all parts but one.
    pub fn select(&self, without: Option<Part>) -> Selection {
        let mut selection = self.words.selection.clone();
        let mut of_quotes = self.words.of_quotes;
        let mut narrowed = false;
        for (part, allowed, quotes) in &self.parts {
            if Some(*part) == without {
                continue;
            }
            if *quotes {
                selection.quotes.and(allowed);
                of_quotes = true;
            } else {
                selection.articles.and(allowed);
                narrowed = true;
            }
        }
        let columns = self.facets.columns;
        if narrowed {
            // Quotations of the articles that were left, whatever words those articles have.
            let mut inside = Bits::none(columns.quotes());
            let mut articles = Bits::all(columns.articles());
            for (_, allowed, _) in self.parts.iter().filter(|(part, _, q)| !q && Some(*part) != without) {
                articles.and(allowed);
            }
            articles.for_each(|article| {
                let (start, end) = columns.quotes_of(article);
                inside.set_range(start, end);
            });
            selection.quotes.and(&inside);
        }
        if of_quotes {
            selection.articles = columns.articles_with(&selection.quotes);
        }
        selection
    }
}

/// Articles whose date lies within the range as a whole.
pub(crate) fn in_range(facets: Facets<'_>, range: DateRange) -> Bits {
    let columns = facets.columns;
    let (from, to) = (range.from.map(PartialDate::first_day), range.to.map(PartialDate::last_day));
    let mut allowed = Bits::none(columns.articles());
    for (article, date) in (0u32..).zip(&columns.published) {
        if date.is_some_and(|date| {
            from.is_none_or(|from| date.first_day() >= from) && to.is_none_or(|to| date.last_day() <= to)
        }) {
            allowed.set(article);
        }
    }
    allowed
}
