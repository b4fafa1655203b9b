use super::columns::{Columns, Lists, facet_of, range, sort_tail};
use super::values::{NONE, Values};
use crate::Facet;
use crate::link::{CorpusEntity, Links, Reason, Suggestion};
use crate::text::fold;
use serde::{Deserialize, Serialize};
use verbatim_nlp::{EntityIndex, EntityType};

/// What was joined across articles, as columns: who speaks, who is named, which story.
///
/// Made anew from the links by [`Naming`]; articles that were added since have no rows here,
/// which reads as "nobody".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Names {
    /// The entities; `folded` holds all variants of a name, a line each.
    pub values: Values,
    pub kinds: Vec<EntityType>,
    /// Every spelling with how often it is used, the most frequent first.
    pub variants: Vec<Vec<(String, u32)>>,
    /// Why each spelling is one of the entity's, in the same order.
    #[serde(skip)]
    pub reasons: Vec<Vec<Reason>>,
    /// Entities that may be one; the numbers are those of the analysis.
    #[serde(skip)]
    pub suggestions: Vec<Suggestion>,
    /// Pairs that the reader keeps apart.
    #[serde(skip)]
    apart: Vec<(u32, u32)>,
    /// The entity of each slot.
    pub of_slot: Vec<u32>,
    /// The entity that says each quotation.
    pub speaker: Vec<u32>,
    /// The entities named in each quotation.
    pub about: Lists,
    /// The entities mentioned in each article.
    pub mentioned: Lists,
    /// The same without places that only speak there: what the facets of persons, organisations and places count.
    #[serde(skip)]
    pub counted: Lists,
}

/// [`Names`] in the making, bit by bit. Articles that come meanwhile are left for the next time.
#[derive(Debug, Default)]
pub(crate) struct Naming {
    names: Names,
    /// Entities and articles that were looked at, and parts of what follows from them that were made.
    entered: usize,
    placed: u32,
    derived: u8,
}

/// Entities, and articles, that are looked at in one step: some milliseconds.
const ENTITIES: usize = 4096;
const ARTICLES: u32 = 4096;

impl Naming {
    /// Does a step; says whether there is more to do.
    pub fn step(&mut self, columns: &Columns, links: &Links) -> bool {
        let some = links.entities.get(self.entered..).unwrap_or(&[]);
        if !some.is_empty() {
            some.iter().take(ENTITIES).for_each(|entity| self.names.enter(entity));
            self.entered += some.len().min(ENTITIES);
            return true;
        }
        let end = columns.articles().min(self.placed + ARTICLES);
        if self.placed < end {
            for article in self.placed..end {
                let (start, end) = range(&columns.slot_ends, article);
                let id = columns.ids.get(article as usize);
                let entity = |local| {
                    id.and_then(|id| links.of(*id, EntityIndex(local))).map_or(NONE, |entity| entity.0)
                };
                self.names.of_slot.extend((0..end - start).map(entity));
            }
            self.placed = end;
            return true;
        }
        self.derived += 1;
        match self.derived {
            1 => self.names.values.rank(),
            2 => self.names.derive_articles(columns),
            _ => self.names.derive_quotations(columns),
        }
        self.derived < 3
    }

    /// What was made, after the last step.
    pub fn done(mut self, links: &Links) -> Names {
        self.names.suggestions.clone_from(&links.suggestions);
        self.names
    }
}

impl Names {
    /// Enters an entity of the links.
    fn enter(&mut self, entity: &CorpusEntity) {
        let number = self.values.push(entity.key.clone(), entity.name.clone());
        let mut lines = fold(&entity.name);
        for variant in &entity.variants {
            let folded = fold(&variant.text);
            if !lines.lines().any(|line| line == folded) {
                lines.push('\n');
                lines.push_str(&folded);
            }
        }
        if let Some(folded) = self.values.folded.get_mut(number as usize) {
            *folded = lines;
        }
        self.kinds.push(entity.kind);
        self.variants.push(entity.variants.iter().map(|v| (v.text.clone(), v.count)).collect());
        self.reasons.push(entity.variants.iter().map(|v| v.because).collect());
    }

    /// Fills the columns of articles and quotations from those of the slots.
    pub fn derive(&mut self, columns: &Columns) {
        self.values.rank();
        self.derive_articles(columns);
        self.derive_quotations(columns);
    }

    fn entity(&self, slot: u32) -> u32 {
        self.of_slot.get(slot as usize).copied().unwrap_or(NONE)
    }

    fn derive_articles(&mut self, columns: &Columns) {
        let mut mentioned = Lists::default();
        for article in 0..columns.articles() {
            let (start, end) = range(&columns.slot_ends, article);
            let before = mentioned.values.len();
            let entities = (start..end).map(|slot| self.entity(slot));
            mentioned.values.extend(entities.filter(|entity| *entity != NONE));
            sort_tail(&mut mentioned.values, before);
            mentioned.close();
        }
        self.mentioned = mentioned;
        self.count(columns);
    }

    fn derive_quotations(&mut self, columns: &Columns) {
        let mut about = Lists::default();
        for quote in 0..columns.quotes() {
            let before = about.values.len();
            let entities = columns.about_slots.of(quote).iter().map(|slot| self.entity(*slot));
            about.values.extend(entities.filter(|entity| *entity != NONE));
            sort_tail(&mut about.values, before);
            about.close();
        }
        self.speaker = columns.speaker_slot.iter().map(|slot| self.entity(*slot)).collect();
        self.about = about;
    }

    /// Fills the column that facets count: a place counts where it is named as one, not where it only speaks.
    fn count(&mut self, columns: &Columns) {
        let mut voices = columns.voices.iter().copied().peekable();
        let mut counted = Lists::default();
        for article in 0..columns.articles() {
            let (start, end) = range(&columns.slot_ends, article);
            let before = counted.values.len();
            for slot in start..end {
                while voices.next_if(|voice| *voice < slot).is_some() {}
                let entity = self.of_slot.get(slot as usize).copied().unwrap_or(NONE);
                let speaks =
                    voices.peek() == Some(&slot) && facet_of(self.kind(entity)) == Some(Facet::Place);
                if entity != NONE && !speaks {
                    counted.values.push(entity);
                }
            }
            sort_tail(&mut counted.values, before);
            counted.close();
        }
        self.counted = counted;
    }

    /// Makes one entity part of another; its key leads to that one.
    pub fn merge(&mut self, into: u32, from: u32) {
        for entity in self.of_slot.iter_mut().filter(|entity| **entity == from) {
            *entity = into;
        }
        let taken = self.variants.get_mut(from as usize).map(std::mem::take).unwrap_or_default();
        self.reasons.resize(self.variants.len(), Vec::new());
        if let Some(reasons) = self.reasons.get_mut(from as usize) {
            reasons.clear();
        }
        if let (Some(variants), Some(reasons)) =
            (self.variants.get_mut(into as usize), self.reasons.get_mut(into as usize))
        {
            reasons.resize(variants.len(), Reason::SameName);
            let mut rows: Vec<((String, u32), Reason)> =
                std::mem::take(variants).into_iter().zip(std::mem::take(reasons)).collect();
            for (text, count) in taken {
                match rows.iter_mut().find(|((known, _), _)| *known == text) {
                    Some(((_, sum), _)) => *sum += count,
                    None => rows.push(((text, count), Reason::Reader)),
                }
            }
            rows.sort_by(|(a, _), (b, _)| (b.1, &a.0).cmp(&(a.1, &b.0)));
            (*variants, *reasons) = rows.into_iter().unzip();
        }
        self.values.absorb(into, from);
    }

    /// Makes a new entity of some slots of another one.
    pub fn split(&mut self, entity: u32, name: &str, slots: &[u32]) {
        let mut moved = 0;
        let new = self.values.len();
        for slot in slots {
            if let Some(of) = self.of_slot.get_mut(*slot as usize).filter(|of| **of == entity) {
                *of = new;
                moved += 1;
            }
        }
        self.values.push_named(name);
        self.kinds.push(self.kind(entity));
        self.variants.push(vec![(name.to_owned(), moved)]);
        self.reasons.resize(self.variants.len() - 1, Vec::new());
        self.reasons.push(vec![Reason::Reader]);
    }

    /// Two entities are two, says the reader.
    pub fn keep_apart(&mut self, entity: &str, other: &str) {
        if let (Some(entity), Some(other)) = (self.values.find(entity), self.values.find(other)) {
            self.apart.push((entity, other));
        }
    }

    /// Whether the reader keeps these entities apart, or others that became part of them.
    pub fn is_apart(&self, entity: u32, other: u32) -> bool {
        let now = |number: u32| self.values.find(self.values.key(number));
        let pair = |a: u32, b: u32| (now(a).min(now(b)), now(a).max(now(b)));
        self.apart.iter().any(|(a, b)| pair(*a, *b) == pair(entity, other))
    }

    pub fn speaker(&self, quote: u32) -> u32 {
        self.speaker.get(quote as usize).copied().unwrap_or(NONE)
    }

    /// The entities mentioned in an article.
    pub fn mentioned_in(&self, article: u32) -> &[u32] {
        self.mentioned.of(article)
    }

    pub fn kind(&self, entity: u32) -> EntityType {
        self.kinds.get(entity as usize).copied().unwrap_or(EntityType::Misc)
    }

    pub fn memory(&self) -> usize {
        let variants = self.variants.iter().flatten().map(|(text, _)| text.capacity() + 32).sum::<usize>();
        self.values.memory()
            + self.kinds.capacity()
            + variants
            + self.variants.capacity() * 24
            + self.reasons.iter().map(|of| of.capacity() + 24).sum::<usize>()
            + self.suggestions.len() * 64
            + 4 * (self.of_slot.capacity() + self.speaker.capacity())
            + 4 * (self.about.ends.capacity() + self.about.values.capacity())
            + 4 * (self.mentioned.ends.capacity() + self.mentioned.values.capacity())
            + 4 * (self.counted.ends.capacity() + self.counted.values.capacity())
    }

    /// Makes usable what was read from a file; false when it does not fit the columns.
    pub fn revive(&mut self, columns: &Columns) -> bool {
        let entities = self.values.len();
        let known = |values: &[u32]| values.iter().all(|value| *value == NONE || *value < entities);
        let slots = columns.slot_ends.last().copied().unwrap_or(0) as usize;
        let sound = self.values.revive()
            && self.kinds.len() == entities as usize
            && self.variants.len() == entities as usize
            && self.reasons.len() <= entities as usize
            && self.suggestions.iter().all(|one| {
                let all = one.shared.iter().chain([&one.entity, &one.other]);
                all.into_iter().all(|id| id.0 < entities)
            })
            && self.of_slot.len() <= slots
            && known(&self.of_slot)
            && known(&self.speaker)
            && self.speaker.len() <= columns.quotes() as usize
            && self.about.ends.len() <= columns.quotes() as usize
            && self.about.ends.is_sorted()
            && self.about.values.iter().all(|value| *value < entities)
            && self.mentioned.ends.len() <= columns.articles() as usize
            && self.mentioned.ends.is_sorted()
            && self.mentioned.values.iter().all(|value| *value < entities);
        if sound {
            self.count(columns);
        }
        sound
    }
}
