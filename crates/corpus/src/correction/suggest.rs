use crate::facets::NONE;
use crate::{Corpus, SuggestionRow};

impl Corpus {
    /// Pairs of entities that may be one and that nobody has judged yet, the likeliest first. The reader
    /// agrees with [`crate::Correction::Merge`] and disagrees with [`crate::Correction::Apart`].
    #[must_use]
    pub fn suggestions(&self) -> Vec<SuggestionRow> {
        let names = &self.names;
        let number = |entity: u32| names.values.find(names.values.key(entity)).unwrap_or(NONE);
        let mut articles = vec![0u32; names.values.len() as usize];
        for entity in &names.mentioned.values {
            if let Some(count) = articles.get_mut(*entity as usize) {
                *count += 1;
            }
        }
        let mut rows = Vec::new();
        let mut shown = std::collections::BTreeSet::new();
        for suggestion in &names.suggestions {
            let (entity, other) = (number(suggestion.entity.0), number(suggestion.other.0));
            let pair = (entity.min(other), entity.max(other));
            if entity == other || entity == NONE || other == NONE || names.is_apart(entity, other) {
                continue;
            }
            if !shown.insert(pair) {
                continue;
            }
            let name = |entity: u32| names.values.name(entity).to_owned();
            let count = |entity: u32| articles.get(entity as usize).copied().unwrap_or(0);
            rows.push(SuggestionRow {
                key: names.values.key(entity).to_owned(),
                name: name(entity),
                kind: names.kind(entity),
                articles: count(entity),
                other: names.values.key(other).to_owned(),
                other_name: name(other),
                other_articles: count(other),
                because: suggestion.because,
                likelihood: suggestion.likelihood,
                together: suggestion.together,
                shared: suggestion.shared.iter().map(|id| name(number(id.0))).collect(),
            });
        }
        rows
    }
}
