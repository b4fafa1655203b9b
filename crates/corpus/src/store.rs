use crate::correction::Metadata;
use crate::search::Texts;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use verbatim_article::Article;
use verbatim_nlp::Document;

/// Articles and documents, packed, in parts of a quarter of a megabyte. A part that was not
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

/// Where an article lies: its text first, the rest of it after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub part: u32,
    pub start: u32,
    pub text: u32,
    pub rest: u32,
}

const PART: usize = 256 << 10;

impl Store {
    /// Adds an article. Tokens are not kept: what reads them has done so.
    pub fn add(&mut self, mut article: Article, mut document: Document) {
        document.tokens = Vec::new();
        let text = std::mem::take(&mut article.text);
        let rest = postcard::to_allocvec(&(article, document)).unwrap_or_default();
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
        let place = self.places.get(number as usize)?;
        let bytes = self.part(place.part)?;
        let start = place.start as usize + place.text as usize;
        let rest = bytes.get(start..start + place.rest as usize)?;
        let (mut article, document): (Article, Document) = postcard::from_bytes(rest).ok()?;
        self.text_at(*place)?.clone_into(&mut article.text);
        if let Some(corrected) = self.corrected.get(&number) {
            corrected.apply(&mut article);
        }
        Some((article, document))
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
