use crate::correction::Metadata;
use crate::search::Texts;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use verbatim_article::{Article, Span};
use verbatim_nlp::{Document, Entity, Quotation};

/// Articles and documents, packed, in parts of some 64 kB. A part that was not
/// read from the saved file yet is a gap that [`Store::fill`] closes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store {
    pub places: Vec<Place>,
    parts: Vec<Option<Vec<u8>>>,
    /// So many parts lie in a file as they are: nothing is added to them.
    sealed: usize,
    /// What the reader put right about articles.
    pub corrected: BTreeMap<u32, Metadata>,
}

/// What rows are made of: the article, its sentences, and each quotation when it is asked for.
pub(crate) struct Lean<'s> {
    pub article: Article,
    pub sentences: Vec<Span>,
    /// Where each quotation ends.
    ends: Vec<u32>,
    quotations: &'s [u8],
}

impl Lean<'_> {
    /// A quotation by its number.
    pub fn quotation(&self, number: u32) -> Option<Quotation> {
        let (start, end) = crate::facets::range(&self.ends, number);
        let quotation: Quotation =
            postcard::from_bytes(self.quotations.get(start as usize..end as usize)?).ok()?;
        let spans = [&quotation.content, &quotation.cue, &quotation.source, &quotation.addressee];
        let stand = spans.into_iter().flatten().all(|span| stands_in(&self.article.text, *span));
        stand.then_some(quotation)
    }
}

/// Whether a span is one of a text. In a damaged file it may be of none; the article is then not there.
fn stands_in(text: &str, span: Span) -> bool {
    text.get(span.start as usize..span.end as usize).is_some()
}

/// Article and sentences, then the quotations one by one, then the entities: a row needs one quotation of an article.
fn packed(article: &Article, document: Document) -> Vec<u8> {
    let Document { sentences, entities, quotations, tokens: _ } = document;
    let mut ends: Vec<u32> = Vec::with_capacity(quotations.len());
    let mut bytes = Vec::new();
    for quotation in &quotations {
        bytes = postcard::to_extend(quotation, bytes).unwrap_or_default();
        ends.push(bytes.len() as u32);
    }
    let rest = postcard::to_allocvec(&(article, sentences, ends)).unwrap_or_default();
    let rest = [rest, bytes].concat();
    postcard::to_extend(&entities, rest).unwrap_or_default()
}

/// Where an article lies: its text first, the rest of it after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub part: u32,
    pub start: u32,
    pub text: u32,
    pub rest: u32,
}

const PART: usize = 64 << 10;

impl Store {
    /// Adds an article. Tokens are not kept: what reads them has done so.
    pub fn add(&mut self, mut article: Article, mut document: Document) {
        document.tokens = Vec::new();
        let text = std::mem::take(&mut article.text);
        let rest = packed(&article, document);
        let length = text.len() + rest.len();
        let fits = |part: &Option<Vec<u8>>| part.as_ref().is_some_and(|p| p.len() + length <= PART);
        if self.parts.len() <= self.sealed || !self.parts.last().is_some_and(fits) {
            if let Some(Some(full)) = self.parts.last_mut() {
                full.shrink_to_fit();
            }
            self.parts.push(Some(Vec::with_capacity(length.min(PART))));
        }
        let part = self.parts.len() as u32 - 1;
        if let Some(Some(bytes)) = self.parts.last_mut() {
            let start = bytes.len() as u32;
            bytes.extend_from_slice(text.as_bytes());
            bytes.extend_from_slice(&rest);
            self.places.push(Place { part, start, text: text.len() as u32, rest: rest.len() as u32 });
        }
    }

    /// A store of which nothing is read yet.
    pub fn unread(places: Vec<Place>, parts: usize) -> Self {
        Self { places, parts: vec![None; parts], sealed: parts, corrected: BTreeMap::new() }
    }

    /// All parts lie in a file now.
    pub fn seal(&mut self) {
        self.sealed = self.parts.len();
    }

    /// Number of parts.
    pub fn parts(&self) -> u32 {
        self.parts.len() as u32
    }

    pub fn part(&self, part: u32) -> Option<&[u8]> {
        self.parts.get(part as usize)?.as_deref()
    }

    /// Gives the bytes of a part.
    pub fn fill(&mut self, part: u32, bytes: Vec<u8>) {
        if let Some(gap) = self.parts.get_mut(part as usize) {
            *gap = Some(bytes);
        }
    }

    /// Forgets the bytes of a part.
    pub fn empty(&mut self, part: u32) {
        if let Some(slot) = self.parts.get_mut(part as usize) {
            *slot = None;
        }
    }

    /// The part that an article lies in.
    pub fn part_of(&self, article: u32) -> Option<u32> {
        self.places.get(article as usize).map(|place| place.part)
    }

    /// An article with its document; `None` when its part is not read.
    pub fn get(&self, number: u32) -> Option<(Article, Document)> {
        let (lean, rest) = self.read(number)?;
        let quotations =
            (0..lean.ends.len() as u32).map(|number| lean.quotation(number)).collect::<Option<_>>()?;
        let entities: Vec<Entity> = postcard::from_bytes(rest).ok()?;
        let Lean { article, sentences, .. } = lean;
        let mut mentions = entities.iter().flat_map(|entity| &entity.mentions);
        if !mentions.all(|mention| stands_in(&article.text, mention.span)) {
            return None;
        }
        Some((article, Document { sentences, entities, quotations, tokens: Vec::new() }))
    }

    /// An article without its entities; `None` when its part is not read.
    pub fn lean(&self, number: u32) -> Option<Lean<'_>> {
        self.read(number).map(|(lean, _)| lean)
    }

    fn read(&self, number: u32) -> Option<(Lean<'_>, &[u8])> {
        let place = self.places.get(number as usize)?;
        let bytes = self.part(place.part)?;
        let start = place.start as usize + place.text as usize;
        let rest = bytes.get(start..start + place.rest as usize)?;
        let (head, rest) = postcard::take_from_bytes(rest).ok()?;
        let (mut article, sentences, ends): (Article, Vec<Span>, Vec<u32>) = head;
        self.text_at(*place)?.clone_into(&mut article.text);
        let mut spans = article.blocks.iter().map(|block| &block.span).chain(&sentences);
        if !spans.all(|span| stands_in(&article.text, *span)) {
            return None;
        }
        if let Some(corrected) = self.corrected.get(&number) {
            corrected.apply(&mut article);
        }
        let (quotations, rest) = rest.split_at_checked(ends.last().copied().unwrap_or(0) as usize)?;
        Some((Lean { article, sentences, ends, quotations }, rest))
    }

    fn text_at(&self, place: Place) -> Option<&str> {
        let start = place.start as usize;
        let bytes = self.part(place.part)?.get(start..start + place.text as usize)?;
        std::str::from_utf8(bytes).ok()
    }

    /// Bytes of text of all articles.
    pub fn text_bytes(&self) -> u64 {
        self.places.iter().map(|place| u64::from(place.text)).sum()
    }

    pub fn memory(&self) -> usize {
        self.places.capacity() * size_of::<Place>()
            + self.parts.iter().map(|part| part.as_ref().map_or(0, Vec::capacity) + 24).sum::<usize>()
    }
}

impl Texts for Store {
    fn text(&self, article: u32) -> Option<&str> {
        self.text_at(*self.places.get(article as usize)?)
    }
}
