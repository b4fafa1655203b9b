use super::{ByteReader, ByteWriter, ModelError};
use std::collections::BTreeMap;

const MAGIC: &[u8; 4] = b"VBTM";
/// Grows when the layout of the file or of any section changes in a way that old readers misread.
const VERSION: u32 = 1;

/// An opened model file: its sections by name. Nothing is copied.
#[derive(Clone, Debug, Default)]
pub struct ModelFile<'b> {
    sections: BTreeMap<&'b str, &'b [u8]>,
}

impl<'b> ModelFile<'b> {
    /// Opens a model file and checks every section against its checksum.
    ///
    /// # Errors
    /// When the bytes are no model, are of another version, are cut short or were damaged.
    pub fn read(bytes: &'b [u8]) -> Result<Self, ModelError> {
        let mut reader = ByteReader::new(bytes);
        if reader.take(4).ok() != Some(MAGIC.as_slice()) {
            return Err(ModelError::new("this is not a Verbatim model"));
        }
        let version = reader.u32()?;
        if version != VERSION {
            return Err(ModelError::new(format!(
                "the model has version {version}, this program reads {VERSION}"
            )));
        }
        let mut table = Vec::new();
        for _ in 0..reader.varint()? {
            table.push((reader.text()?, reader.u32()?, reader.u32()?));
        }
        let mut sections = BTreeMap::new();
        for (name, length, sum) in table {
            let body = reader.take(length as usize)?;
            if checksum(body) != sum {
                return Err(ModelError::new(format!("section {name} of the model is damaged")));
            }
            sections.insert(name, body);
        }
        Ok(Self { sections })
    }

    /// The bytes of a section; `None` when the model does without it.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&'b [u8]> {
        self.sections.get(name).copied()
    }

    /// All sections, by name.
    pub fn sections(&self) -> impl Iterator<Item = (&'b str, &'b [u8])> + '_ {
        self.sections.iter().map(|(n, b)| (*n, *b))
    }
}

/// Puts a model file together. Sections are written in the order of their names, so the same
/// sections give the same file.
#[derive(Clone, Debug, Default)]
pub struct ModelBuilder {
    sections: BTreeMap<String, Vec<u8>>,
}

impl ModelBuilder {
    /// A file without sections.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The sections of a file, to replace some of them.
    #[must_use]
    pub fn from_file(file: &ModelFile<'_>) -> Self {
        Self { sections: file.sections().map(|(n, b)| (n.to_owned(), b.to_vec())).collect() }
    }

    /// Adds or replaces a section.
    pub fn set(&mut self, name: &str, body: Vec<u8>) {
        self.sections.insert(name.to_owned(), body);
    }

    /// A section as it stands.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&[u8]> {
        self.sections.get(name).map(Vec::as_slice)
    }

    /// Takes a section out.
    pub fn remove(&mut self, name: &str) {
        self.sections.remove(name);
    }

    /// The file.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut out = ByteWriter::new();
        out.put(MAGIC);
        out.u32(VERSION);
        out.varint(self.sections.len() as u32);
        for (name, body) in &self.sections {
            out.text(name);
            out.u32(body.len() as u32);
            out.u32(checksum(body));
        }
        for body in self.sections.values() {
            out.put(body);
        }
        out.finish()
    }
}

/// FNV-1a over 32 bits: guards against a damaged download, not against malice.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |sum, b| (sum ^ u32::from(*b)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut builder = ModelBuilder::new();
        builder.set("tagger", vec![1, 2, 3]);
        builder.set("names", vec![9; 300]);
        builder.write()
    }

    #[test]
    fn sections_come_back() {
        let bytes = sample();
        let file = ModelFile::read(&bytes).unwrap();
        assert_eq!(file.section("tagger"), Some(&[1, 2, 3][..]));
        assert_eq!(file.section("names").map(<[u8]>::len), Some(300));
        assert_eq!(file.section("other"), None);
        let mut again = ModelBuilder::from_file(&file);
        assert_eq!(again.write(), bytes);
        again.remove("names");
        assert!(again.write().len() < 40);
    }

    #[test]
    fn damage_is_an_error() {
        let bytes = sample();
        for cut in 0..bytes.len() {
            assert!(ModelFile::read(&bytes[..cut]).is_err(), "cut at {cut}");
            let mut flipped = bytes.clone();
            flipped[cut] ^= 0x40;
            let same = ModelFile::read(&flipped)
                .is_ok_and(|f| f.section("tagger").is_some() && f.section("names").is_some());
            assert!(!same, "flipped at {cut}");
        }
    }

    #[test]
    fn numbers_come_back() {
        let mut out = ByteWriter::new();
        for value in [0, 1, 127, 128, 65_535, u32::MAX] {
            out.varint(value);
        }
        out.f32(-1.5);
        out.text("né");
        let bytes = out.finish();
        let mut reader = ByteReader::new(&bytes);
        for value in [0, 1, 127, 128, 65_535, u32::MAX] {
            assert_eq!(reader.varint(), Ok(value));
        }
        assert_eq!((reader.f32(), reader.text()), (Ok(-1.5), Ok("né")));
        assert!(reader.u8().is_err());
    }
}
