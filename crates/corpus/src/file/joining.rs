//! What joins further articles with those of a saved corpus: read when the first of them comes.

use super::layout::{Damage, Kind, Section};
use crate::Corpus;
use crate::ask::Place;
use crate::facets::{NONE, range};
use crate::join::Joiner;
use crate::link::{Linker, SavedNames};
use crate::same_quote::SavedQuotes;
use crate::search::Index;
use crate::story::{SavedStories, Stories, Texts};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::ops::Range;
use verbatim_article::{Article, PartialDate, Span};
use verbatim_nlp::{
    Document, Entity, EntityIndex, EntityType, Evidence, Mention, MentionKind, Quotation, QuotationKind,
    Stance, VerbFamily,
};
use xxhash_rust::xxh64::xxh64;

/// Where it lies in a file; the bytes, too, when they were given with the index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Joining {
    sections: Vec<Section>,
    bytes: Vec<Vec<u8>>,
    /// How many articles it is about.
    articles: u32,
}

impl Joining {
    /// The sections of a file that begins with these bytes.
    pub fn found(bytes: &[u8], sections: &[Section], articles: u32) -> Result<Self, Damage> {
        let mut found = Self::placed(sections, articles);
        for section in &found.sections {
            let range = usize::try_from(section.offset).ok().zip(usize::try_from(section.end()).ok());
            let Some(here) = range.and_then(|(start, end)| bytes.get(start..end)) else { continue };
            if !section.check(here) {
                return Err(Damage::Changed(Kind::Names.name()));
            }
            found.bytes.push(here.to_vec());
        }
        // All of them or none.
        if found.bytes.len() != found.sections.len() {
            found.bytes.clear();
        }
        Ok(found)
    }

    /// The sections of a table.
    pub fn placed(sections: &[Section], articles: u32) -> Self {
        let of = |kind: &Kind| sections.iter().find(|section| section.kind == *kind as u32).copied();
        let sections: Option<Vec<Section>> = Kind::JOINING.iter().map(of).collect();
        Self { sections: sections.unwrap_or_default(), bytes: Vec::new(), articles }
    }

    /// Lets go of the bytes.
    pub fn forget(&mut self) {
        self.bytes = Vec::new();
    }

    /// The bytes of one kind as they were saved.
    fn read<'j>(
        &'j self,
        at: usize,
        read: &mut impl FnMut(Range<u64>) -> Option<Vec<u8>>,
    ) -> Option<Cow<'j, [u8]>> {
        if let Some(bytes) = self.bytes.get(at) {
            return Some(Cow::Borrowed(bytes));
        }
        let section = self.sections.get(at)?;
        let bytes = read(section.offset..section.end())?;
        section.check(&bytes).then_some(Cow::Owned(bytes))
    }
}

fn encode(kind: Kind, saved: &impl Serialize) -> Option<(Kind, Cow<'static, [u8]>)> {
    let bytes = postcard::to_extend(saved, rules().to_le_bytes().to_vec()).ok()?;
    Some((kind, Cow::Owned(bytes)))
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (made_by, rest) = bytes.split_at_checked(8)?;
    if made_by != rules().to_le_bytes() {
        return None;
    }
    match postcard::take_from_bytes(rest) {
        Ok((saved, [])) => Some(saved),
        _ => None,
    }
}

impl Corpus {
    /// The sections of what joins further articles; none when it does not have all articles, or cannot be read.
    pub(super) fn joining_sections<E>(
        &self,
        read: &mut impl FnMut(Range<u64>) -> Option<Result<Vec<u8>, E>>,
    ) -> Vec<(Kind, Cow<'_, [u8]>)> {
        let made = match &self.joiner {
            Some(joiner) => self.encoded(joiner),
            None if self.joining.articles != self.columns.articles() => None,
            None => {
                let mut read = |range| read(range).and_then(Result::ok);
                let kinds = Kind::JOINING.into_iter().enumerate();
                kinds.map(|(at, kind)| Some((kind, self.joining.read(at, &mut read)?))).collect()
            }
        };
        made.unwrap_or_default()
    }

    fn encoded(&self, joiner: &Joiner) -> Option<Vec<(Kind, Cow<'_, [u8]>)>> {
        let ids = &self.columns.ids;
        let quotations = (0..self.columns.articles()).map(|article| {
            let (first, end) = self.columns.quotes_of(article);
            end - first
        });
        Some(vec![
            encode(Kind::Names, &joiner.links.saved(ids)?)?,
            encode(Kind::Quotations, &joiner.quotes.saved(ids.iter().copied().zip(quotations))?)?,
            encode(Kind::Stories, &joiner.stories.saved(ids, &self.index)?)?,
        ])
    }

    /// What joins articles as it was saved; `None` when it is not there or does not fit.
    pub(crate) fn restored(
        &self,
        read: &mut impl FnMut(Range<u64>) -> Result<Vec<u8>, String>,
    ) -> Option<Joiner> {
        let columns = &self.columns;
        let count = self.joining.articles.min(columns.articles());
        let ids = columns.ids.get(..count as usize)?;
        let mut read = |range| read(range).ok();
        let mut bytes = |at: usize| self.joining.read(at, &mut read);
        let slot_ends = columns.slot_ends.get(..count as usize)?;
        let links = Linker::restored(decode::<SavedNames>(&bytes(0)?)?, ids, slot_ends)?;
        let day = |article: u32| {
            let corrected = self.originals.get(&article).map(|printed| printed.published);
            corrected.unwrap_or_else(|| columns.printed(article).published).map(PartialDate::first_day)
        };
        let saved: SavedQuotes = decode(&bytes(1)?)?;
        let mut said = saved.restoring();
        for (article, id) in (0u32..).zip(ids) {
            let (first, end) = columns.quotes_of(article);
            let slot = range(&columns.slot_ends, article).0;
            let of = |speaker: &u32| speaker.checked_sub(slot).filter(|_| *speaker != NONE);
            let speakers = columns.speaker_slot.get(first as usize..end as usize)?;
            said.article(*id, day(article), speakers.iter().map(of))?;
        }
        let quotes = said.done()?;
        drop(saved);
        let days = (0u32..).zip(ids).map(|(article, id)| (*id, day(article)));
        let stories = Stories::restored(&decode::<SavedStories>(&bytes(2)?)?, days, &self.index)?;
        Some(Joiner { links, quotes, stories })
    }
}

impl Texts for Index {
    fn term(&self, term: u32) -> &str {
        self.dictionary.terms.get(term)
    }

    fn terms(&self) -> u32 {
        self.dictionary.terms.len() as u32
    }

    fn words(&self, article: u32, out: &mut Vec<u32>) {
        let lead = self.forward.lead(article);
        let mut places = self.forward.places(article);
        let mut here = places.next();
        for (position, form) in (0u32..).zip(self.forward.forms(article)) {
            while here.is_some_and(|(_, _, end)| position >= end) {
                here = places.next();
            }
            let left_out =
                here.is_some_and(|(place, ..)| matches!(place, Place::Caption | Place::Boilerplate));
            if position >= lead && !left_out {
                out.push(self.dictionary.term(form));
            }
        }
    }
}

/// Counts up when what is saved here would be made in another way that [`rules`] does not see.
const RULES: u64 = 2;

/// By which rules this program takes names and statements apart, as a number: what it makes of some that are all kinds of
/// names and statements. Another program's notes are of no use to it when the number is another.
fn rules() -> u64 {
    static NUMBER: std::sync::OnceLock<u64> = std::sync::OnceLock::new();
    *NUMBER.get_or_init(|| {
        let mut joiner = Joiner::default();
        for (number, (article, document)) in (0u64..).zip(probes()) {
            joiner.add(&Article { id: verbatim_article::ArticleId(number), ..article }, &document);
        }
        while joiner.step() {}
        let ids: Vec<_> = (0..PROBES.len() as u64).map(verbatim_article::ArticleId).collect();
        let counted = ids.iter().map(|id| (*id, 1));
        let made =
            (joiner.links.saved(&ids), joiner.quotes.saved(counted), joiner.stories.saved(&ids, &NoTexts));
        xxh64(&postcard::to_allocvec(&made).unwrap_or_default(), RULES)
    })
}

/// An index of nothing: all marks are saved as they are.
struct NoTexts;

impl Texts for NoTexts {
    fn term(&self, _: u32) -> &str {
        ""
    }

    fn terms(&self) -> u32 {
        0
    }

    fn words(&self, _: u32, _: &mut Vec<u32>) {}
}

/// Kinds of names (a letter a kind) and a statement.
const PROBES: [(&str, &str); 4] = [
    (
        "pAyşe Kılıçoğlu|pAyse Kilicoglu|pVolodymyr Tarasenko|pVladimir Tarassenko|pKim Dae-won|pAbd al-Rahman Harbin|\
         pJuan José de la Tarsa|pA. J. Sorel|pSorel|pPresident Lina van der Meer|pDr Yiannis Orlopoulos|pBill Fenn",
        "The dredger will not leave the northern basin before the winter storms of 40 years are over, never",
    ),
    (
        "oDrovna Harbour Watch|oDHW|oMinistry of Harbours of Turkey|oTurkish Harbour Ministry|oKelsund Shipping Co. Ltd.|\
         oUniversity of Selmar|oSelmar University Hospital|oForeign Ministry|oUN|oUnited Nations",
        "Before the storms of winter are over no dredger leaves our northern basin for those governments",
    ),
    (
        "lTürkiye|lTurkey|lKyiv|lKiev|lRussian Federation|lNorth Veldania|lKelsund Harbour|lSaint Marow|lSt Marow",
        "People of this country think that the new government makes nothing easier for seventy islands",
    ),
    (
        "gTurkish|gTurks|gVeldanians|gSunni|oMV Orla Fenn|oAct of Harbours 2019",
        "It costs more than anybody believed",
    ),
];

fn probes() -> impl Iterator<Item = (Article, Document)> {
    PROBES.iter().map(|(names, statement)| {
        let mut text = format!("{statement}. ");
        let mut document = Document::default();
        let content = Span::new(0, statement.len());
        for name in names.split('|') {
            let (kind, name) = name.split_at_checked(1).unwrap_or_default();
            let kind = match kind {
                "p" => EntityType::Person,
                "o" => EntityType::Organization,
                "l" => EntityType::Location,
                _ => EntityType::Group,
            };
            let span = Span::new(text.len(), text.len() + name.len());
            text.push_str(name);
            text.push_str(" spoke. ");
            let mentions = vec![Mention { span, kind: MentionKind::Name }];
            let entity = Entity { kind, name: name.to_owned(), roles: Vec::new(), mentions, date: None };
            document.entities.push(entity);
        }
        document.quotations.push(Quotation {
            kind: QuotationKind::Direct,
            content: vec![content],
            cue: Vec::new(),
            verb: String::new(),
            family: VerbFamily::Neutral,
            source: Vec::new(),
            speaker: Some(EntityIndex(0)),
            addressee: Vec::new(),
            stance: Stance::Speech,
            confidence: 1000,
            evidence: Evidence::default(),
        });
        (Article { text, ..Article::default() }, document)
    })
}
