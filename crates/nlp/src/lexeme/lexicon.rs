use crate::model::{ByteReader, ByteWriter, ModelError};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Number of a distributional cluster: words of similar use share it.
pub type ClusterId = u16;

/// Lists of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum NameList {
    /// Countries and territories.
    Country,
    /// Nationalities and peoples.
    Demonym,
    /// Capitals.
    Town,
    /// Given names.
    Given,
}

impl NameList {
    /// All lists.
    pub const ALL: [NameList; 4] = [Self::Country, Self::Demonym, Self::Town, Self::Given];

    /// Its bit in [`Lexeme::lists`](super::Lexeme::lists).
    #[must_use]
    pub fn bit(self) -> u16 {
        1 << self as u8
    }
}

/// What is known of words: clusters and lists of names. One section of the model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lexicon {
    /// Fine cluster and lists by word in lower case.
    words: FxHashMap<String, (ClusterId, u16)>,
    /// Coarse cluster of each fine one.
    coarse: Vec<ClusterId>,
    /// Names of two to five words, in lower case with single spaces.
    phrases: FxHashMap<String, u16>,
}

/// The cluster number of a word that has none.
const NO_CLUSTER: ClusterId = ClusterId::MAX;

impl Lexicon {
    /// The section of the model file.
    pub const SECTION: &str = "lexicon";

    /// Puts a lexicon together: fine cluster by word, coarse cluster by fine one, lists by name
    /// (all in lower case; names may have several words).
    #[must_use]
    pub fn new(
        clusters: &BTreeMap<String, ClusterId>,
        coarse: Vec<ClusterId>,
        names: &BTreeMap<String, u16>,
    ) -> Self {
        let mut words: FxHashMap<String, (ClusterId, u16)> =
            clusters.iter().map(|(w, c)| (w.clone(), (*c, 0))).collect();
        let mut phrases = FxHashMap::default();
        for (name, lists) in names {
            if name.contains(' ') {
                phrases.insert(name.clone(), *lists);
            } else {
                words.entry(name.clone()).or_insert((NO_CLUSTER, 0)).1 |= lists;
            }
        }
        Self { words, coarse, phrases }
    }

    /// The same clusters with other lists of names.
    #[must_use]
    pub fn with_names(&self, names: &BTreeMap<String, u16>) -> Self {
        let clusters = self.words.iter().filter(|(_, v)| v.0 != NO_CLUSTER).map(|(w, v)| (w.clone(), v.0));
        Self::new(&clusters.collect(), self.coarse.clone(), names)
    }

    /// Coarse and fine cluster of a word in lower case.
    #[must_use]
    pub fn clusters(&self, lower: &str) -> [Option<ClusterId>; 2] {
        let fine = self.words.get(lower).map(|w| w.0).filter(|c| *c != NO_CLUSTER);
        [fine.and_then(|f| self.coarse.get(usize::from(f)).copied()), fine]
    }

    /// The lists that hold a word in lower case, as bits.
    #[must_use]
    pub fn lists(&self, lower: &str) -> u16 {
        self.words.get(lower).map_or(0, |w| w.1)
    }

    /// The lists that hold a name of several words in lower case with single spaces, as bits.
    #[must_use]
    pub fn phrase(&self, lower: &str) -> u16 {
        self.phrases.get(lower).copied().unwrap_or(0)
    }

    /// Reads what [`write`](Self::write) wrote.
    ///
    /// # Errors
    /// When the section is damaged.
    pub fn read(reader: &mut ByteReader<'_>) -> Result<Self, ModelError> {
        let mut lexicon = Self::default();
        for _ in 0..reader.varint()? {
            lexicon.coarse.push(ClusterId::from(reader.u8()?));
        }
        for (entry, fine, lists) in read_table(reader)? {
            lexicon.words.insert(entry, (fine, lists));
        }
        for (entry, _, lists) in read_table(reader)? {
            lexicon.phrases.insert(entry, lists);
        }
        Ok(lexicon)
    }

    /// Writes the section: words in order, each as what it adds to the one before it, then the
    /// columns, which compresses best.
    pub fn write(&self, out: &mut ByteWriter) {
        out.varint(self.coarse.len() as u32);
        for coarse in &self.coarse {
            out.u8(*coarse as u8);
        }
        let words: BTreeMap<&str, (ClusterId, u16)> =
            self.words.iter().map(|(w, v)| (w.as_str(), *v)).collect();
        write_table(out, &words);
        let phrases = self.phrases.iter().map(|(w, v)| (w.as_str(), (NO_CLUSTER, *v))).collect();
        write_table(out, &phrases);
    }
}

fn write_table(out: &mut ByteWriter, table: &BTreeMap<&str, (ClusterId, u16)>) {
    out.varint(table.len() as u32);
    let (mut shared, mut rest) = (Vec::new(), ByteWriter::new());
    let mut before = "";
    for word in table.keys() {
        let same = word.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count().min(255);
        shared.push(same as u8);
        rest.put(word.as_bytes().get(same..).unwrap_or(&[]));
        rest.u8(b'\n');
        before = word;
    }
    let rest = rest.finish();
    out.put(&shared);
    out.varint(rest.len() as u32);
    out.put(&rest);
    for column in [
        table.values().map(|v| v.0 as u8).collect::<Vec<u8>>(),
        table.values().map(|v| (v.0 >> 8) as u8).collect(),
        table.values().map(|v| v.1 as u8).collect(),
        table.values().map(|v| (v.1 >> 8) as u8).collect(),
    ] {
        out.put(&column);
    }
}

fn read_table(reader: &mut ByteReader<'_>) -> Result<Vec<(String, ClusterId, u16)>, ModelError> {
    let count = reader.varint()? as usize;
    let shared = reader.take(count)?;
    let length = reader.varint()? as usize;
    let mut rest = reader.take(length)?.split(|b| *b == b'\n');
    let columns = [reader.take(count)?, reader.take(count)?, reader.take(count)?, reader.take(count)?];
    let at = |column: usize, row: usize| -> u16 {
        columns.get(column).and_then(|c| c.get(row)).copied().map_or(0, u16::from)
    };
    let wrong = || ModelError::new("the word list of the model is damaged");
    let mut table = Vec::with_capacity(count);
    let mut word: Vec<u8> = Vec::new();
    for (row, same) in shared.iter().enumerate() {
        word.truncate(usize::from(*same));
        word.extend_from_slice(rest.next().ok_or_else(wrong)?);
        let text = std::str::from_utf8(&word).map_err(|_| wrong())?.to_owned();
        table.push((text, at(0, row) | at(1, row) << 8, at(2, row) | at(3, row) << 8));
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back() {
        let clusters =
            [("ferry", 300), ("ferries", 300), ("école", 2)].map(|(w, c)| (w.to_owned(), c)).into();
        let names = [("dover", 5), ("new dover", 4), ("ferry", 1)].map(|(w, l)| (w.to_owned(), l)).into();
        let lexicon = Lexicon::new(&clusters, vec![7; 301], &names);
        assert_eq!(lexicon.clusters("ferries"), [Some(7), Some(300)]);
        assert_eq!((lexicon.lists("ferry"), lexicon.phrase("new dover"), lexicon.lists("x")), (1, 4, 0));
        let mut out = ByteWriter::new();
        lexicon.write(&mut out);
        let bytes = out.finish();
        assert_eq!(Lexicon::read(&mut ByteReader::new(&bytes)).unwrap(), lexicon);
        for cut in 0..bytes.len() {
            assert!(Lexicon::read(&mut ByteReader::new(&bytes[..cut])).is_err());
        }
    }
}
