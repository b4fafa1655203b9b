use super::joining::Joining;
use super::layout::{Kind, Section, checksum, head};
use crate::search::Segment;
use crate::{Corpus, Log};
use std::fmt;
use std::ops::Range;

/// Why a corpus was not saved.
#[derive(Debug)]
#[non_exhaustive]
pub enum SaveError<E> {
    /// A part of the corpus was opened from a file and never read; its number.
    Unread(u32),
    /// A part of the file that the corpus was opened from is not what was saved there; its number.
    Changed(u32),
    /// Something could not be encoded.
    Encode,
    /// Whoever takes the bytes refused them.
    Write(E),
}

impl<E: fmt::Display> fmt::Display for SaveError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread(part) => write!(f, "part {part} of the corpus has to be read before it is saved"),
            Self::Changed(part) => {
                write!(f, "part {part} of the file that was opened changed since it was saved")
            }
            Self::Encode => f.write_str("the corpus could not be encoded"),
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for SaveError<E> {}

/// Where the parts lie in a file that was just written, for [`Corpus::rest_on`].
#[derive(Clone, Debug, Default)]
pub struct Written {
    parts: Vec<Section>,
    joining: Joining,
    articles: usize,
    /// Length of the file in bytes.
    pub length: u64,
}

/// Distances between numbers in order, the first from 0.
fn gaps(numbers: &[u32]) -> Vec<u32> {
    let before = std::iter::once(0).chain(numbers.iter().copied());
    numbers.iter().zip(before).map(|(number, before)| number - before).collect()
}

impl Corpus {
    /// Writes the corpus as a file, piece by piece in order. Call [`Corpus::refresh`] before, so that what is
    /// joined across articles is in it.
    ///
    /// # Errors
    /// When a part is not read, or `write` fails.
    pub fn save<E>(&self, write: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), SaveError<E>> {
        self.save_from(|_| None, write).map(|_| ())
    }

    /// From now on parts are read from a file that this corpus was just written to, and they can be let go of. When
    /// articles came since it was written, that holds for the parts that lay in a file before.
    pub fn rest_on(&mut self, written: Written) {
        let mut parts = written.parts;
        if written.articles == self.len() {
            self.store.seal();
        } else {
            parts.truncate(self.parts.len());
        }
        self.parts = parts;
        self.joining = written.joining;
    }

    /// The same as [`Corpus::save`] when not all parts are in memory: `read` gives the bytes of a range of the file that
    /// the corpus was opened from, or `None` when it cannot.
    ///
    /// # Errors
    /// When a part cannot be read or is not what was saved, or `write` fails.
    pub fn save_from<E>(
        &self,
        mut read: impl FnMut(Range<u64>) -> Option<Result<Vec<u8>, E>>,
        mut write: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<Written, SaveError<E>> {
        let merged;
        let segment = match self.index.segments.as_slice() {
            [] => &Segment::default(),
            [one] => one,
            many => {
                merged = Segment::merge(many);
                &merged
            }
        };
        let forward = &self.index.forward;
        let encode = |kind: Kind, bytes: postcard::Result<Vec<u8>>| match bytes {
            Ok(bytes) => Ok((kind, bytes)),
            Err(_) => Err(SaveError::Encode),
        };
        let ends = (&forward.ends, &forward.words, &forward.run_ends, &forward.leads);
        let terms = (&segment.terms, &segment.ends, &segment.frequencies, &segment.lasts);
        // The file has the analysis; the corrections are put on top of it when it is opened.
        let mut columns = std::borrow::Cow::Borrowed(&self.columns);
        for (article, printed) in &self.originals {
            columns.to_mut().set_printed(*article, *printed);
        }
        let names = self.analysed.as_ref().unwrap_or(&self.names);
        let mut encoded = vec![
            encode(Kind::Places, postcard::to_allocvec(&(&self.store.places, &self.origins)))?,
            encode(Kind::Dictionary, postcard::to_allocvec(&self.index.dictionary))?,
            encode(Kind::Columns, postcard::to_allocvec(&*columns))?,
            encode(Kind::Joined, postcard::to_allocvec(&(names, &self.stories, &self.groups)))?,
            encode(Kind::WordEnds, postcard::to_allocvec(&ends))?,
            encode(Kind::Terms, postcard::to_allocvec(&terms))?,
        ];
        let evidence = (&names.reasons, &names.suggestions);
        encoded.push(encode(Kind::Evidence, postcard::to_allocvec(&evidence))?);
        if self.log != Log::default() {
            encoded.push(encode(Kind::Corrections, postcard::to_allocvec(&self.log))?);
        }
        if !self.kept.is_empty() {
            encoded.push(encode(Kind::Kept, postcard::to_allocvec(&self.kept))?);
        }
        if !self.columns.voices.is_empty() {
            encoded.push(encode(Kind::Voices, postcard::to_allocvec(&gaps(&self.columns.voices)))?);
        }
        let joining = self.joining_sections(&mut read);
        let mut sections: Vec<(Kind, u32, &[u8])> =
            encoded.iter().map(|(kind, bytes)| (*kind, 0, bytes.as_slice())).collect();
        sections.push((Kind::Words, 0, &forward.bytes));
        sections.push((Kind::Runs, 0, &forward.runs));
        sections.push((Kind::Postings, 0, &segment.bytes));
        sections.extend(joining.iter().map(|(kind, bytes)| (*kind, 0, bytes.as_ref())));
        let mut table: Vec<_> = sections
            .iter()
            .map(|(kind, number, bytes)| (*kind, *number, bytes.len() as u64, checksum(bytes)))
            .collect();
        for part in 0..self.store.parts() {
            // Of what is not in memory the file that was opened knows length and checksum.
            let (length, sum) = match (self.store.part(part), self.parts.get(part as usize)) {
                (Some(bytes), _) => (bytes.len() as u64, checksum(bytes)),
                (None, Some(section)) => (section.length, section.checksum),
                (None, None) => return Err(SaveError::Unread(part)),
            };
            table.push((Kind::Part, part, length, sum));
        }
        let (head, placed) = head(&table);
        write(&head).map_err(SaveError::Write)?;
        for (_, _, bytes) in sections {
            write(bytes).map_err(SaveError::Write)?;
        }
        for part in 0..self.store.parts() {
            if let Some(bytes) = self.store.part(part) {
                write(bytes).map_err(SaveError::Write)?;
                continue;
            }
            let section = self.parts.get(part as usize).ok_or(SaveError::Unread(part))?;
            let range = section.offset..section.offset + section.length;
            let bytes = read(range).ok_or(SaveError::Unread(part))?.map_err(SaveError::Write)?;
            if !section.check(&bytes) {
                return Err(SaveError::Changed(part));
            }
            write(&bytes).map_err(SaveError::Write)?;
        }
        let joining = Joining::placed(&placed, self.columns.articles());
        let length = placed.last().map_or(head.len() as u64, |last| last.offset + last.length);
        let parts = placed.into_iter().filter(|section| section.kind == Kind::Part as u32).collect();
        Ok(Written { parts, joining, articles: self.len(), length })
    }
}
