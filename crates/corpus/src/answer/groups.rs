use crate::facets::{Columns, Lists, NONE, range};
use crate::same_quote::QuoteGroup;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use verbatim_article::ArticleId;

/// Quotations that render one utterance, by their numbers in the corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Groups {
    /// The quotations of each group, the earliest first.
    pub members: Lists,
    /// The entity that says it.
    pub speakers: Vec<u32>,
}

impl Groups {
    pub fn new(columns: &Columns, numbers: &HashMap<ArticleId, u32>, groups: &[QuoteGroup]) -> Self {
        let mut made = Self::default();
        for group in groups {
            for quotation in &group.quotations {
                let Some(article) = numbers.get(&quotation.article) else { continue };
                let (first, end) = range(&columns.quote_ends, *article);
                if first + quotation.number < end {
                    made.members.values.push(first + quotation.number);
                }
            }
            made.members.close();
            made.speakers.push(group.speaker.map_or(NONE, |speaker| speaker.0));
        }
        made
    }

    pub fn len(&self) -> u32 {
        self.speakers.len() as u32
    }

    pub fn memory(&self) -> usize {
        4 * (self.members.ends.capacity() + self.members.values.capacity() + self.speakers.capacity())
    }

    pub fn revive(&self, columns: &Columns, entities: u32) -> bool {
        self.members.is_sound(self.speakers.len())
            && self.members.values.iter().all(|quote| *quote < columns.quotes())
            && self.speakers.iter().all(|speaker| *speaker == NONE || *speaker < entities)
    }
}
