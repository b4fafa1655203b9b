//! What a saved corpus keeps of its stories, so that more articles can be compared with them.

use super::fingerprint::{BANDS, hash, of_words};
use super::stories::{Print, Stories};
use crate::shelf::{entry, key_of};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use verbatim_article::ArticleId;

/// [`Stories`] as they lie in a file. Marks are made of the words that the index has, but for the articles where they
/// would be others.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct SavedStories {
    marks: BTreeMap<u32, Vec<u32>>,
    /// How many articles were compared, and of each how far back the one lies that stands for its story.
    parent: Vec<u32>,
    /// The bands of these, each four bytes.
    bands: Vec<u8>,
    /// Outlets, folded, and agencies as written; of every article the places of its own and one, 0 without.
    printers: Vec<String>,
    printed: Vec<(u32, u32)>,
}

/// What the index knows of articles: the words of their texts without captions and boilerplate.
pub(crate) trait Texts {
    /// A folded word by its number.
    fn term(&self, term: u32) -> &str;
    /// How many there are.
    fn terms(&self) -> u32;
    /// The words of an article, by their numbers.
    fn words(&self, article: u32, out: &mut Vec<u32>);
}

/// Makes marks of words.
struct Marker<'t, T> {
    texts: &'t T,
    hashes: Vec<u64>,
    terms: Vec<u32>,
    words: Vec<u64>,
}

impl<'t, T: Texts> Marker<'t, T> {
    fn new(texts: &'t T) -> Self {
        let hashes = (0..texts.terms()).map(|term| hash(texts.term(term))).collect();
        Self { texts, hashes, terms: Vec::new(), words: Vec::new() }
    }

    fn marks(&mut self, article: u32) -> Vec<u32> {
        self.terms.clear();
        self.texts.words(article, &mut self.terms);
        self.words.clear();
        let hash = |term: &u32| self.hashes.get(*term as usize).copied().unwrap_or(0);
        self.words.extend(self.terms.iter().map(hash));
        of_words(&self.words)
    }
}

impl Stories {
    /// The stories of some articles, which must be all that there are; `None` when they are not.
    pub(crate) fn saved(&self, articles: &[ArticleId], texts: &impl Texts) -> Option<SavedStories> {
        if !self.prints.iter().map(|print| &print.id).eq(articles) {
            return None;
        }
        let mut marker = Marker::new(texts);
        let mut saved = SavedStories::default();
        let named = self.prints.iter().flat_map(|print| [&print.outlet, &print.agency]).flatten();
        let distinct: BTreeSet<&String> = named.collect();
        saved.printers = distinct.iter().map(|name| (*name).clone()).collect();
        let place = |name: &Option<String>| {
            let at = name.as_ref().and_then(|name| saved.printers.binary_search(name).ok());
            at.map_or(0, |at| at as u32 + 1)
        };
        saved.printed = self.prints.iter().map(|of| (place(&of.outlet), place(&of.agency))).collect();
        for number in 0..articles.len() as u32 {
            let marks = self.marks_of(number);
            if marker.marks(number) != marks {
                saved.marks.insert(number, marks.to_vec());
            }
        }
        for (number, parent) in (0u32..).zip(&self.parent) {
            saved.parent.push(number.checked_sub(*parent)?);
        }
        let mut bands: Vec<u64> = self.bands.entries().map(|of| entry(of as u32, key_of(of))).collect();
        radsort::sort(&mut bands);
        saved.bands.extend(bands.into_iter().flat_map(|of| (of as u32).to_le_bytes()));
        Some(saved)
    }

    /// The stories that were saved with these articles, each with its day; `None` when they do not fit them.
    pub(crate) fn restored(
        saved: &SavedStories,
        articles: impl Iterator<Item = (ArticleId, Option<i32>)>,
        texts: &impl Texts,
    ) -> Option<Self> {
        let mut marker = Marker::new(texts);
        let mut stories = Self::default();
        let mut bands = saved.bands.chunks_exact(4).map(|four| four.try_into().map_or(0, u32::from_le_bytes));
        let mut entries: Vec<u64> = Vec::new();
        for (number, (id, day)) in (0u32..).zip(articles) {
            stories.known.insert(id);
            let before = stories.marks.len();
            match saved.marks.get(&number) {
                Some(marks) => stories.marks.extend_from_slice(marks),
                None => stories.marks.extend(marker.marks(number)),
            }
            let marks = stories.marks.get(before..).unwrap_or(&[]);
            if !marks.is_sorted() {
                return None;
            }
            if let Some(back) = saved.parent.get(number as usize) {
                stories.parent.push(number.checked_sub(*back)?);
                // An article without marks has no bands.
                for _ in 0..if marks.is_empty() { 0 } else { BANDS } {
                    entries.push(entry(bands.next()?, number));
                }
            }
            let &(outlet, agency) = saved.printed.get(number as usize)?;
            let name = |place: u32| match place.checked_sub(1) {
                Some(at) => saved.printers.get(at as usize).map(|name| Some(name.clone())),
                None => Some(None),
            };
            let marks_end = stories.marks.len() as u32;
            stories.prints.push(Print { id, marks_end, day, outlet: name(outlet)?, agency: name(agency)? });
            stories.note_kinds();
        }
        if bands.next().is_some() || stories.parent.len() != saved.parent.len() {
            return None;
        }
        radsort::sort(&mut entries);
        stories.bands.put(entries, usize::MAX);
        Some(stories)
    }
}
