use super::{Correction, CorrectionError, Log};
use crate::Corpus;
use crate::facets::{Bases, NONE, Names, range};
use crate::text::slug;
use std::collections::{BTreeMap, BTreeSet};
use verbatim_article::{Article, ArticleId, PartialDate};
use verbatim_nlp::MentionKind;

/// Fields of one article that the reader put right; `None` is what was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Metadata {
    outlet: Option<Option<String>>,
    agency: Option<Option<String>>,
    published: Option<Option<PartialDate>>,
    headline: Option<Option<String>>,
}

impl Metadata {
    pub fn apply(&self, article: &mut Article) {
        if let Some(outlet) = &self.outlet {
            article.outlet.clone_from(outlet);
        }
        if let Some(agency) = &self.agency {
            article.agency.clone_from(agency);
        }
        if let Some(published) = self.published {
            article.published = published;
        }
        if let Some(headline) = &self.headline {
            article.headline.clone_from(headline);
        }
    }
}

impl Corpus {
    /// The reader's corrections.
    #[must_use]
    pub fn corrections(&self) -> &Log {
        &self.log
    }

    /// Makes a correction.
    ///
    /// # Errors
    /// When it does not fit the corpus; then nothing is changed.
    pub fn correct(&mut self, correction: Correction) -> Result<(), CorrectionError> {
        self.check(&correction)?;
        self.log.push(correction);
        self.replay();
        Ok(())
    }

    /// Takes back the last correction, and tells which it was.
    pub fn undo(&mut self) -> Option<Correction> {
        let before = self.apart();
        let undone = self.log.undo().cloned()?;
        self.replay();
        self.rejoin(&before);
        Some(undone)
    }

    /// Makes the last undone correction again, and tells which it is.
    pub fn redo(&mut self) -> Option<Correction> {
        let before = self.apart();
        let redone = self.log.redo().cloned()?;
        self.replay();
        self.rejoin(&before);
        Some(redone)
    }

    /// Takes back one of the corrections that hold, wherever it stands in the log. Those after it stay as
    /// far as they still fit.
    pub fn take_back(&mut self, number: usize) -> Option<Correction> {
        let before = self.apart();
        let removed = self.log.remove(number)?;
        self.replay();
        self.rejoin(&before);
        Some(removed)
    }

    /// Takes over a log that was saved: all of its steps that fit this corpus, in order. Tells which did
    /// not, by their numbers in the log, and why.
    pub fn correct_all(&mut self, log: &Log) -> Vec<(usize, CorrectionError)> {
        let mut skipped = Vec::new();
        if self.analysed.is_none() {
            self.analysed = Some(self.names.clone());
        }
        for (number, step) in log.steps().iter().enumerate() {
            match self.check(step) {
                Ok(()) => {
                    self.log.push(step.clone());
                    let mut names = std::mem::take(&mut self.names);
                    self.step(step, &mut names, &mut BTreeMap::new(), &mut BTreeMap::new());
                    self.names = names;
                }
                Err(error) => skipped.push((number, error)),
            }
        }
        self.replay();
        skipped
    }

    /// The correction that gives an entity, as far as some articles mention it, to another one of a new name.
    ///
    /// # Errors
    /// When there is no such entity or article, or none of the articles mentions it.
    pub fn split_in(
        &self,
        key: &str,
        articles: &[ArticleId],
        name: &str,
    ) -> Result<Correction, CorrectionError> {
        let entity = self.entity(key)?;
        let mut occurrences = BTreeSet::new();
        for article in articles {
            let (first, end) = range(&self.columns.slot_ends, self.number(*article)?);
            let meant = (first..end).filter(|slot| self.names.of_slot.get(*slot as usize) == Some(&entity));
            occurrences.extend(meant.map(|slot| (*article, slot - first)));
        }
        let occurrences: Vec<(ArticleId, u32)> = occurrences.into_iter().collect();
        match occurrences.is_empty() {
            true => Err(CorrectionError::NothingToSplit),
            false => Ok(Correction::Split { entity: key.to_owned(), name: name.to_owned(), occurrences }),
        }
    }

    /// The correction that gives some spellings of an entity to another one of a new name: `spellings` are
    /// compared without case and accents with the names that the articles give.
    ///
    /// # Errors
    /// When there is no such entity, or no article uses a spelling for it.
    pub fn split(&self, key: &str, spellings: &[String], name: &str) -> Result<Correction, CorrectionError> {
        let entity = self.entity(key)?;
        let wanted: Vec<String> = spellings.iter().map(|spelling| slug(spelling)).collect();
        let mut occurrences = Vec::new();
        for (article, id) in (0u32..).zip(&self.columns.ids) {
            if !self.names.mentioned_in(article).contains(&entity) {
                continue;
            }
            let (first, end) = range(&self.columns.slot_ends, article);
            let Some((read, document)) = self.store.get(article) else {
                return Err(CorrectionError::NoSuchArticle(*id));
            };
            for (slot, local) in (first..end).zip(&document.entities) {
                let named = local.mentions.iter().filter(|mention| mention.kind == MentionKind::Name);
                let mut written = named.map(|mention| slug(mention.span.of(&read.text)));
                let meant = wanted.contains(&slug(&local.name)) || written.any(|name| wanted.contains(&name));
                if meant && self.names.of_slot.get(slot as usize) == Some(&entity) {
                    occurrences.push((*id, slot - first));
                }
            }
        }
        match occurrences.is_empty() {
            true => Err(CorrectionError::NothingToSplit),
            false => Ok(Correction::Split { entity: key.to_owned(), name: name.to_owned(), occurrences }),
        }
    }

    fn entity(&self, key: &str) -> Result<u32, CorrectionError> {
        self.names.values.find(key).ok_or_else(|| CorrectionError::NoSuchEntity(key.to_owned()))
    }

    fn number(&self, article: ArticleId) -> Result<u32, CorrectionError> {
        self.numbers.get(&article).copied().ok_or(CorrectionError::NoSuchArticle(article))
    }

    fn check(&self, correction: &Correction) -> Result<(), CorrectionError> {
        let named = |name: &str| match slug(name).is_empty() {
            true => Err(CorrectionError::NoName),
            false => Ok(()),
        };
        match correction {
            Correction::Rename { entity, name } => self.entity(entity).and_then(|_| named(name)),
            Correction::Merge { into: entity, other } | Correction::Apart { entity, other } => {
                match self.entity(entity)? == self.entity(other)? {
                    true => Err(CorrectionError::Same(other.clone())),
                    false => Ok(()),
                }
            }
            Correction::Split { entity, name, occurrences } => {
                named(name)?;
                let entity = self.entity(entity)?;
                let of = |(article, local): &(ArticleId, u32)| self.slot(*article, *local);
                let belongs =
                    |slot: u32| self.names.of_slot.get(slot as usize).is_some_and(|known| *known == entity);
                match occurrences.iter().filter_map(of).any(belongs) {
                    true => Ok(()),
                    false => Err(CorrectionError::NothingToSplit),
                }
            }
            Correction::Speaker { article, quotation, speaker } => {
                let (first, end) = self.columns.quotes_of(self.number(*article)?);
                if *quotation >= end - first {
                    return Err(CorrectionError::NoSuchQuotation(*article, *quotation));
                }
                speaker.as_deref().map_or(Ok(()), |key| self.entity(key).map(drop))
            }
            Correction::Outlet { article, value } | Correction::Agency { article, value } => {
                self.number(*article)?;
                value.as_deref().map_or(Ok(()), named)
            }
            Correction::Published { article, .. } => self.number(*article).map(drop),
            Correction::Headline { article, value } => {
                self.number(*article)?;
                value.as_deref().map_or(Ok(()), named)
            }
        }
    }

    fn slot(&self, article: ArticleId, local: u32) -> Option<u32> {
        let (first, end) = range(&self.columns.slot_ends, *self.numbers.get(&article)?);
        (local < end - first).then_some(first + local)
    }

    /// Puts all corrections of the log on top of the analysis again.
    pub(crate) fn replay(&mut self) {
        self.bases = Bases::default();
        match (&self.analysed, self.log.is_empty()) {
            (None, true) => {}
            (None, false) => self.analysed = Some(self.names.clone()),
            (Some(analysed), _) => self.names = analysed.clone(),
        }
        let mut names = std::mem::take(&mut self.names);
        self.note_kept(&names);
        let mut speakers: BTreeMap<u32, Option<String>> = BTreeMap::new();
        let mut metadata: BTreeMap<u32, Metadata> = BTreeMap::new();
        for step in self.log.steps() {
            self.step(step, &mut names, &mut speakers, &mut metadata);
        }
        if !self.log.is_empty() {
            names.derive(&self.columns);
            for (quote, key) in speakers {
                let speaker = key.and_then(|key| names.values.find(&key)).unwrap_or(NONE);
                if let Some(slot) = names.speaker.get_mut(quote as usize) {
                    *slot = speaker;
                }
            }
        } else if self.analysed.take().is_some() {
            names.derive(&self.columns);
        }
        self.names = names;
        self.set_metadata(metadata);
    }

    fn step(
        &self,
        step: &Correction,
        names: &mut Names,
        speakers: &mut BTreeMap<u32, Option<String>>,
        metadata: &mut BTreeMap<u32, Metadata>,
    ) {
        let number = |article: &ArticleId| self.numbers.get(article).copied();
        match step {
            Correction::Rename { entity, name } => {
                if let Some(entity) = names.values.find(entity) {
                    names.values.rename(entity, name);
                }
            }
            Correction::Merge { into, other } => {
                if let (Some(into), Some(from)) = (names.values.find(into), names.values.find(other))
                    && into != from
                {
                    names.merge(into, from);
                }
            }
            Correction::Split { entity, name, occurrences } => {
                let Some(entity) = names.values.find(entity) else { return };
                let slots: Vec<u32> =
                    occurrences.iter().filter_map(|(article, local)| self.slot(*article, *local)).collect();
                names.split(entity, name, &slots);
            }
            Correction::Apart { entity, other } => names.keep_apart(entity, other),
            Correction::Speaker { article, quotation, speaker } => {
                if let Some(article) = number(article) {
                    speakers.insert(self.columns.quotes_of(article).0 + quotation, speaker.clone());
                }
            }
            Correction::Outlet { article, value } => {
                if let Some(article) = number(article) {
                    metadata.entry(article).or_default().outlet = Some(value.clone());
                }
            }
            Correction::Agency { article, value } => {
                if let Some(article) = number(article) {
                    metadata.entry(article).or_default().agency = Some(value.clone());
                }
            }
            Correction::Published { article, value } => {
                if let Some(article) = number(article) {
                    metadata.entry(article).or_default().published = Some(*value);
                }
            }
            Correction::Headline { article, value } => {
                if let Some(article) = number(article) {
                    metadata.entry(article).or_default().headline = Some(value.clone());
                }
            }
        }
    }

    /// Makes the columns say what the articles say with these corrections.
    fn set_metadata(&mut self, metadata: BTreeMap<u32, Metadata>) {
        if metadata.is_empty() && self.originals.is_empty() {
            return;
        }
        for (article, printed) in std::mem::take(&mut self.originals) {
            self.columns.set_printed(article, printed);
        }
        for (&article, corrected) in &metadata {
            let mut printed = self.columns.printed(article);
            self.originals.insert(article, printed);
            let named = &mut self.columns.named;
            if let Some(outlet) = &corrected.outlet {
                printed.outlet = outlet.as_deref().map_or(NONE, |name| named.outlets.intern(name));
            }
            if let Some(agency) = &corrected.agency {
                printed.agency = agency.as_deref().map_or(NONE, |name| named.agencies.intern(name));
            }
            if let Some(published) = corrected.published {
                printed.published = published;
            }
            self.columns.set_printed(article, printed);
        }
        self.store.corrected = metadata;
        self.columns.rank();
        self.order();
    }
}
