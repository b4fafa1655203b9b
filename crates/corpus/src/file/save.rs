use super::layout::{Kind, checksum, head};
use crate::search::Segment;
use crate::{Corpus, Log};
use std::fmt;

/// Why a corpus was not saved.
#[derive(Debug)]
#[non_exhaustive]
pub enum SaveError<E> {
    /// A part of the corpus was opened from a file and never read; its number.
    Unread(u32),
    /// Something could not be encoded.
    Encode,
    /// Whoever takes the bytes refused them.
    Write(E),
}

impl<E: fmt::Display> fmt::Display for SaveError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread(part) => write!(f, "part {part} of the corpus has to be read before it is saved"),
            Self::Encode => f.write_str("the corpus could not be encoded"),
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for SaveError<E> {}

impl Corpus {
    /// Writes the corpus as a file, piece by piece in order. Call [`Corpus::refresh`] before, so that what is
    /// joined across articles is in it.
    ///
    /// # Errors
    /// When a part is not read, or `write` fails.
    pub fn save<E>(&self, mut write: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), SaveError<E>> {
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
        let mut sections: Vec<(Kind, u32, &[u8])> =
            encoded.iter().map(|(kind, bytes)| (*kind, 0, bytes.as_slice())).collect();
        sections.push((Kind::Words, 0, &forward.bytes));
        sections.push((Kind::Runs, 0, &forward.runs));
        sections.push((Kind::Postings, 0, &segment.bytes));
        for part in 0..self.store.parts() {
            sections.push((Kind::Part, part, self.store.part(part).ok_or(SaveError::Unread(part))?));
        }
        let table: Vec<_> = sections
            .iter()
            .map(|(kind, number, bytes)| (*kind, *number, bytes.len() as u64, checksum(bytes)))
            .collect();
        write(&head(&table)).map_err(SaveError::Write)?;
        for (_, _, bytes) in sections {
            write(bytes).map_err(SaveError::Write)?;
        }
        Ok(())
    }
}
