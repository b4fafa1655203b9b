use super::joining::Joining;
use super::layout::{Damage, Kind, Section, table};
use crate::answer::Groups;
use crate::correction::Kept;
use crate::facets::{Columns, Names, Stories};
use crate::search::{Dictionary, Forward, Index, Segment};
use crate::store::{Place, Store};
use crate::{Corpus, Log};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::ops::Range;
use verbatim_article::Origin;

impl Corpus {
    /// Opens a saved corpus without analysing anything anew. `bytes` begins the file and holds at least its
    /// index (see [`super::index_length`]); parts that are not in it are asked for by
    /// [`crate::View::missing`] and given to [`Corpus::supply`].
    ///
    /// # Errors
    /// What is wrong with the bytes. A corpus is opened as a whole or not at all.
    pub fn open(bytes: &[u8]) -> Result<Self, Damage> {
        let (sections, _) = table(bytes)?;
        let (places, origins): (Vec<Place>, BTreeMap<u32, Vec<Origin>>) =
            decode(bytes, &sections, Kind::Places)?;
        let mut dictionary: Dictionary = decode(bytes, &sections, Kind::Dictionary)?;
        let mut columns: Columns = decode(bytes, &sections, Kind::Columns)?;
        if sections.iter().any(|section| section.kind == Kind::Voices as u32) {
            let gaps: Vec<u32> = decode(bytes, &sections, Kind::Voices)?;
            let add = |sum: &mut u32, gap: u32| {
                *sum = sum.saturating_add(gap);
                Some(*sum)
            };
            columns.voices = gaps.into_iter().scan(0, add).collect();
        }
        let (mut names, mut stories, groups): (Names, Stories, Groups) =
            decode(bytes, &sections, Kind::Joined)?;
        if sections.iter().any(|section| section.kind == Kind::Evidence as u32) {
            (names.reasons, names.suggestions) = decode(bytes, &sections, Kind::Evidence)?;
        }
        let forward = Forward::saved(
            decode(bytes, &sections, Kind::WordEnds)?,
            section(bytes, &sections, Kind::Words)?.to_vec(),
            section(bytes, &sections, Kind::Runs)?.to_vec(),
        );
        let (terms, ends, frequencies, lasts) = decode(bytes, &sections, Kind::Terms)?;
        let log: Log = match sections.iter().any(|section| section.kind == Kind::Corrections as u32) {
            true => decode(bytes, &sections, Kind::Corrections)?,
            false => Log::default(),
        };
        let kept: Vec<Kept> = match sections.iter().any(|section| section.kind == Kind::Kept as u32) {
            true => decode(bytes, &sections, Kind::Kept)?,
            false => Vec::new(),
        };
        let articles = columns.articles();
        let segment = Segment {
            first: 0,
            articles,
            terms,
            ends,
            frequencies,
            lasts,
            bytes: section(bytes, &sections, Kind::Postings)?.to_vec(),
        };
        let fits = |sound: bool, kind: Kind| match sound {
            true => Ok(()),
            false => Err(Damage::Contradiction(kind.name())),
        };
        fits(dictionary.revive(), Kind::Dictionary)?;
        fits(columns.revive(), Kind::Columns)?;
        fits(names.revive(&columns) && stories.revive(&columns), Kind::Joined)?;
        fits(groups.revive(&columns, names.values.len()), Kind::Joined)?;
        fits(forward.is_sound(articles), Kind::Words)?;
        fits(segment.is_sound(0, articles, dictionary.terms.len() as u32), Kind::Postings)?;
        let parts: Vec<Section> = sections.iter().filter(|s| s.kind == Kind::Part as u32).copied().collect();
        let numbered = parts.iter().zip(0..).all(|(part, number)| part.number == number);
        let inside = |place: &Place| {
            let end = u64::from(place.start) + u64::from(place.text) + u64::from(place.rest);
            parts.get(place.part as usize).is_some_and(|part| end <= part.length)
        };
        fits(numbered && places.len() == articles as usize && places.iter().all(inside), Kind::Places)?;
        let joining = Joining::found(bytes, &sections, articles)?;
        let mut corpus = Corpus {
            joining,
            store: Store::unread(places, parts.len()),
            index: Index::saved(dictionary, forward, segment),
            numbers: columns.ids.iter().copied().zip(0..).collect(),
            columns,
            names,
            stories,
            groups,
            origins,
            refreshed: articles,
            parts,
            log,
            kept,
            ..Corpus::default()
        };
        fits(corpus.numbers.len() == articles as usize, Kind::Columns)?;
        for part in 0..corpus.parts.len() as u32 {
            let range = corpus.part_range(part).unwrap_or(0..0);
            let range = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
            if let Some(part_bytes) = range.and_then(|(start, end)| bytes.get(start..end)) {
                corpus.supply(part, part_bytes)?;
            }
        }
        corpus.order();
        if !corpus.log.is_empty() {
            corpus.replay();
        }
        Ok(corpus)
    }

    /// Where a part lies in the file that the corpus was opened from; `None` when it was not.
    #[must_use]
    pub fn part_range(&self, part: u32) -> Option<Range<u64>> {
        self.parts.get(part as usize).map(|section| section.offset..section.offset + section.length)
    }

    /// Number of parts that the articles lie in.
    #[must_use]
    pub fn parts(&self) -> u32 {
        self.store.parts()
    }

    /// Whether a part is in memory.
    #[must_use]
    pub fn has_part(&self, part: u32) -> bool {
        self.store.part(part).is_some()
    }

    /// Gives the bytes of a part, read from [`Corpus::part_range`] of the file.
    ///
    /// # Errors
    /// When they are not what was saved; the corpus stays as it was.
    pub fn supply(&mut self, part: u32, bytes: &[u8]) -> Result<(), Damage> {
        let section = self.parts.get(part as usize).ok_or(Damage::Contradiction(Kind::Part.name()))?;
        if !section.check(bytes) {
            return Err(Damage::Changed(Kind::Part.name()));
        }
        self.store.fill(part, bytes.to_vec());
        Ok(())
    }

    /// Lets go of a part that can be read from the file again.
    pub fn release(&mut self, part: u32) {
        if self.part_range(part).is_some() {
            self.store.empty(part);
        }
    }
}

fn section<'b>(bytes: &'b [u8], sections: &[Section], kind: Kind) -> Result<&'b [u8], Damage> {
    let mut of_kind = sections.iter().filter(|section| section.kind == kind as u32);
    let (Some(section), None) = (of_kind.next(), of_kind.next()) else {
        return Err(Damage::Contradiction("table of contents"));
    };
    let end = section.offset.saturating_add(section.length);
    let range = usize::try_from(section.offset).ok().zip(usize::try_from(end).ok());
    let found = range
        .and_then(|(start, end)| bytes.get(start..end))
        .ok_or(Damage::CutShort { expected: end, found: bytes.len() as u64 })?;
    match section.check(found) {
        true => Ok(found),
        false => Err(Damage::Changed(kind.name())),
    }
}

fn decode<T: DeserializeOwned>(bytes: &[u8], sections: &[Section], kind: Kind) -> Result<T, Damage> {
    match postcard::take_from_bytes(section(bytes, sections, kind)?) {
        Ok((value, [])) => Ok(value),
        _ => Err(Damage::Contradiction(kind.name())),
    }
}
