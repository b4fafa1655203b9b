use std::collections::BTreeMap;
use verbatim_nlp::{Document, EntityIndex, Quotation};

use crate::link::{CorpusEntityId, Links};
use verbatim_article::ArticleId;

/// The entities that a quotation's words mention, by name, description or pronoun; each once, in
/// order of their number. The speaker counts only when the words mention it ("I").
#[must_use]
pub fn spoken_about(document: &Document, quotation: &Quotation) -> Vec<EntityIndex> {
    let mut found = Vec::new();
    for (index, entity) in document.entities.iter().enumerate() {
        let inside = quotation.content.iter().any(|piece| {
            let first = entity.mentions.partition_point(|m| m.span.start < piece.start);
            entity.mentions.get(first).is_some_and(|m| piece.contains(m.span))
        });
        if inside {
            found.push(EntityIndex(index as u32));
        }
    }
    found
}

/// Who speaks about whom, and how often: (speaker, spoken about) → quotations. What a speaker
/// says of itself is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeaksAbout {
    /// Numbers of quotations by pair, in the order of the pairs.
    pub pairs: BTreeMap<(CorpusEntityId, CorpusEntityId), u32>,
    /// Entities that are quoted themselves, with the number of their quotations.
    pub speakers: BTreeMap<CorpusEntityId, u32>,
    /// Entities that quotations mention, with the number of such quotations.
    pub mentioned: BTreeMap<CorpusEntityId, u32>,
}

impl SpeaksAbout {
    /// Counts the quotations of some articles.
    #[must_use]
    pub fn count<'a>(articles: impl Iterator<Item = (ArticleId, &'a Document)>, links: &Links) -> Self {
        let mut out = Self::default();
        for (article, document) in articles {
            for quotation in &document.quotations {
                let speaker = quotation.speaker.and_then(|entity| links.of(article, entity));
                if let Some(speaker) = speaker {
                    *out.speakers.entry(speaker).or_default() += 1;
                }
                let mut about: Vec<CorpusEntityId> = spoken_about(document, quotation)
                    .into_iter()
                    .filter_map(|entity| links.of(article, entity))
                    .collect();
                about.sort_unstable();
                about.dedup();
                for one in about {
                    *out.mentioned.entry(one).or_default() += 1;
                    if let Some(speaker) = speaker.filter(|speaker| *speaker != one) {
                        *out.pairs.entry((speaker, one)).or_default() += 1;
                    }
                }
            }
        }
        out
    }

    /// Entities that are spoken about and never quoted, the most mentioned first.
    #[must_use]
    pub fn only_spoken_about(&self) -> Vec<(CorpusEntityId, u32)> {
        let mut out: Vec<(CorpusEntityId, u32)> = self
            .mentioned
            .iter()
            .filter(|(id, _)| !self.speakers.contains_key(id))
            .map(|(&id, &count)| (id, count))
            .collect();
        out.sort_by_key(|&(id, count)| (std::cmp::Reverse(count), id));
        out
    }
}
