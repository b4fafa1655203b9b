use super::column::Facets;
use super::columns::facet_of;
use crate::text::fold;
use crate::{Facet, FacetCounts, FacetRequest, FacetValue, Filter};

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
