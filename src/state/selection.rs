//! What a click on a facet value does to the selection.

use verbatim_corpus::{Facet, Filter, Query};

fn position(query: &Query, facet: Facet, key: &str) -> Option<usize> {
    query.filters.iter().position(|filter| filter.facet == facet && filter.key == key)
}

/// Chooses a value, or gives it up when it is chosen; an excluded value becomes a chosen one.
pub fn toggle(query: &mut Query, facet: Facet, key: &str) {
    set(query, facet, key, false);
}

/// Excludes a value, or gives that up; a chosen value becomes an excluded one.
pub fn exclude(query: &mut Query, facet: Facet, key: &str) {
    set(query, facet, key, true);
}

fn set(query: &mut Query, facet: Facet, key: &str, exclude: bool) {
    match position(query, facet, key) {
        Some(at) if query.filters[at].exclude == exclude => {
            query.filters.remove(at);
        }
        Some(at) => query.filters[at].exclude = exclude,
        None => query.filters.push(Filter { facet, key: key.to_owned(), exclude }),
    }
}

/// Takes a value out of the selection.
pub fn remove(query: &mut Query, facet: Facet, key: &str) {
    query.filters.retain(|filter| filter.facet != facet || filter.key != key);
}

/// Selects everything again.
pub fn clear_all(query: &mut Query) {
    *query = Query::default();
}

/// Whether anything is selected at all.
#[must_use]
pub fn is_narrowed(query: &Query) -> bool {
    !query.text.trim().is_empty() || !query.filters.is_empty() || query.dates.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn click_and_exclude() {
        let mut query = Query::default();
        toggle(&mut query, Facet::Speaker, "fenn");
        assert!(!query.filters[0].exclude && is_narrowed(&query));
        exclude(&mut query, Facet::Speaker, "fenn");
        assert!(query.filters.len() == 1 && query.filters[0].exclude);
        toggle(&mut query, Facet::Speaker, "fenn");
        assert!(!query.filters[0].exclude);
        toggle(&mut query, Facet::Speaker, "fenn");
        assert!(!is_narrowed(&query));
    }

    #[test]
    fn the_same_key_in_two_facets_is_two_values() {
        let mut query = Query::default();
        toggle(&mut query, Facet::Person, "fenn");
        toggle(&mut query, Facet::Speaker, "fenn");
        remove(&mut query, Facet::Person, "fenn");
        assert_eq!(query.filters.len(), 1);
        assert_eq!(query.filters[0].facet, Facet::Speaker);
    }
}
