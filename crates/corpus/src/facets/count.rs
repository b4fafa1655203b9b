use super::bitset::Bits;
use super::column::{Column, Facets};
use super::columns::range;
use super::select::Selection;
use super::values::{NONE, Values};
use crate::text::fold;
use crate::{CountBy, Facet, FacetCounts, FacetRequest, FacetValue, Filter};

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

/// How many quotations, articles, stories or outlets of the selection each value has.
pub(crate) fn count(facets: Facets<'_>, facet: Facet, selection: &Selection, by: CountBy) -> Vec<u32> {
    let column = facets.column(facet);
    let mut counts = vec![0u32; facets.values(facet).len() as usize];
    let add = |counts: &mut Vec<u32>, value: u32, number: u32| {
        if let Some(count) = counts.get_mut(value as usize) {
            *count += number;
        }
    };
    if by == CountBy::Quotes {
        match &column {
            Column::QuoteOne(values) => selection.quotes.for_each(|quote| {
                if let Some(&value) = values.get(quote as usize) {
                    add(&mut counts, value, 1);
                }
            }),
            Column::QuoteSmall(values) => selection.quotes.for_each(|quote| {
                if let Some(&value) = values.get(quote as usize) {
                    add(&mut counts, u32::from(value), 1);
                }
            }),
            Column::QuoteMany(_) => selection.quotes.for_each(|quote| {
                column.each(quote, |value| add(&mut counts, value, 1));
            }),
            Column::ArticleOne(_) | Column::ArticleMany(..) => {
                for article in 0..facets.columns.articles() {
                    let (start, end) = facets.columns.quotes_of(article);
                    let quotes = selection.quotes.count_in(start, end);
                    if quotes > 0 {
                        column.each(article, |value| add(&mut counts, value, quotes));
                    }
                }
            }
        }
        return counts;
    }
    let mut seen = vec![NONE; counts.len()];
    let of_quotes = column.of_quotes();
    each_group(facets, by, &selection.articles, |article, group| {
        let mut mark = |value: u32| {
            if let Some(last) = seen.get_mut(value as usize)
                && *last != group
            {
                *last = group;
                add(&mut counts, value, 1);
            }
        };
        if of_quotes {
            let (start, end) = range(&facets.columns.quote_ends, article);
            for quote in start..end {
                if selection.quotes.has(quote) {
                    column.each(quote, &mut mark);
                }
            }
        } else {
            column.each(article, mark);
        }
    });
    counts
}

/// The values of a facet for the page: those that fit the search, the most frequent first.
pub(crate) fn list(
    values: &Values,
    counts: &[u32],
    wanted: &FacetRequest,
    filters: &[Filter],
) -> FacetCounts {
    let search = fold(wanted.search.trim());
    let mut keyed: Vec<(u64, u32)> = Vec::new();
    for (number, &count) in (0u32..).zip(counts) {
        if count > 0
            && (search.is_empty() || values.folded.get(number as usize).is_some_and(|f| f.contains(&search)))
        {
            // The most frequent first, then by name, then by age for names that are not ranked yet.
            keyed.push((u64::from(u32::MAX - count) << 32 | u64::from(values.rank_of(number)), number));
        }
    }
    let total = keyed.len() as u32;
    let limit = wanted.limit as usize;
    if limit < keyed.len() {
        keyed.select_nth_unstable(limit);
        keyed.truncate(limit);
    }
    keyed.sort_unstable();
    let mut shown: Vec<u32> = keyed.into_iter().map(|(_, number)| number).collect();
    let mut chosen: Vec<(u32, bool)> = Vec::new();
    for filter in filters.iter().filter(|filter| filter.facet == wanted.facet) {
        if let Some(number) = values.find(&filter.key).or_else(|| values.by_words_of(&filter.key)) {
            chosen.push((number, filter.exclude));
            // What is chosen can always be seen, and so be let go.
            if search.is_empty() && !shown.contains(&number) {
                shown.push(number);
            }
        }
    }
    let value = |number: u32| FacetValue {
        key: values.key(number).to_owned(),
        name: values.name(number).to_owned(),
        count: counts.get(number as usize).copied().unwrap_or(0),
        chosen: chosen.iter().find(|(known, _)| *known == number).map(|(_, exclude)| *exclude),
    };
    FacetCounts { facet: wanted.facet, values: shown.into_iter().map(value).collect(), total }
}
