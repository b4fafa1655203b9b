use std::fmt;
use xxhash_rust::xxh64::xxh64;

/// Version of the layout that this program writes.
pub const VERSION: u32 = 3;
/// The first version that it reads: it has no sections of kinds 12 and above but the texts.
const OLDEST: u32 = 2;
/// Bytes of the header: enough to know how much must be read to open the corpus.
pub const HEADER: usize = 40;

const MAGIC: [u8; 8] = [0x89, b'V', b'B', b'T', 0x0D, 0x0A, 0x1A, 0x0A];
const ENTRY: usize = 32;

/// Why some bytes are not a saved corpus that can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// It does not begin like one.
    NotACorpus,
    /// It was written by another version of the program.
    OtherVersion(u32),
    /// It ends too early.
    CutShort {
        /// Bytes that there should be.
        expected: u64,
        /// Bytes that there are.
        found: u64,
    },
    /// A part of it is not what was written; the part is named.
    Changed(&'static str),
    /// Its parts do not fit one another; the part is named.
    Contradiction(&'static str),
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotACorpus => f.write_str("this is not a saved corpus"),
            Self::OtherVersion(version) => write!(
                f,
                "this corpus was saved in layout {version}, and this program reads layouts {OLDEST} to {VERSION}: make it anew with verbatim index"
            ),
            Self::CutShort { expected, found } => {
                write!(f, "the file is cut short: {found} bytes of {expected}")
            }
            Self::Changed(part) => write!(f, "the file is damaged: its {part} changed since it was saved"),
            Self::Contradiction(part) => write!(f, "the file contradicts itself in its {part}"),
        }
    }
}

impl std::error::Error for Damage {}

/// What a section holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Places = 1,
    Dictionary = 2,
    Columns = 3,
    Joined = 4,
    Words = 5,
    Runs = 6,
    WordEnds = 7,
    Postings = 8,
    Terms = 9,
    Corrections = 10,
    Evidence = 11,
    Kept = 12,
    Voices = 13,
    Part = 16,
    Names = 17,
    Quotations = 18,
    Stories = 19,
}

impl Kind {
    /// What is read when the first article is added, in the order of the file.
    pub const JOINING: [Self; 3] = [Self::Names, Self::Quotations, Self::Stories];

    /// Whether it must be read to open the corpus.
    pub fn is_index(self) -> bool {
        (self as u32) < Self::Part as u32
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Places => "list of articles",
            Self::Dictionary => "dictionary",
            Self::Columns | Self::Voices => "columns",
            Self::Joined => "names and stories",
            Self::Words | Self::Runs | Self::WordEnds => "words of the articles",
            Self::Postings | Self::Terms => "search index",
            Self::Corrections | Self::Kept => "corrections",
            Self::Evidence => "reasons of joined names",
            Self::Part => "texts",
            Self::Names | Self::Quotations | Self::Stories => "notes for adding articles",
        }
    }
}

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    pub kind: u32,
    pub number: u32,
    pub offset: u64,
    pub length: u64,
    pub checksum: u64,
}

impl Section {
    /// Where it ends.
    pub fn end(&self) -> u64 {
        self.offset.saturating_add(self.length)
    }

    /// Whether these bytes are what was saved.
    pub fn check(&self, bytes: &[u8]) -> bool {
        bytes.len() as u64 == self.length && checksum(bytes) == self.checksum
    }
}

pub(super) fn checksum(bytes: &[u8]) -> u64 {
    xxh64(bytes, 0)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
}

/// Header and table of a file of these sections (kind, number, length and checksum of each, the index first), and where
/// each will lie.
pub(super) fn head(sections: &[(Kind, u32, u64, u64)]) -> (Vec<u8>, Vec<Section>) {
    let mut offset = (HEADER + sections.len() * ENTRY) as u64;
    let mut table = Vec::with_capacity(sections.len() * ENTRY);
    let mut index_end = offset;
    let mut placed = Vec::with_capacity(sections.len());
    for (kind, number, length, checksum) in sections {
        table.extend((*kind as u32).to_le_bytes());
        table.extend(number.to_le_bytes());
        table.extend(offset.to_le_bytes());
        table.extend(length.to_le_bytes());
        table.extend(checksum.to_le_bytes());
        placed.push(Section {
            kind: *kind as u32,
            number: *number,
            offset,
            length: *length,
            checksum: *checksum,
        });
        offset += length;
        if kind.is_index() {
            index_end = offset;
        }
    }
    let mut head = Vec::with_capacity(HEADER + table.len());
    head.extend(MAGIC);
    head.extend(VERSION.to_le_bytes());
    head.extend((sections.len() as u32).to_le_bytes());
    head.extend(index_end.to_le_bytes());
    head.extend(offset.to_le_bytes());
    head.extend([0; 8]);
    head.extend(table);
    let sum = checksum(&head);
    head[32..40].copy_from_slice(&sum.to_le_bytes());
    (head, placed)
}

/// How many bytes from the beginning of the file [`crate::Corpus::open`] needs, told by the first
/// [`HEADER`] bytes.
///
/// # Errors
/// When the bytes do not begin a saved corpus of this version.
pub fn index_length(header: &[u8]) -> Result<u64, Damage> {
    let known = header.len().min(MAGIC.len());
    if header.get(..known) != MAGIC.get(..known) || known == 0 {
        return Err(Damage::NotACorpus);
    }
    if header.len() < HEADER {
        return Err(Damage::CutShort { expected: HEADER as u64, found: header.len() as u64 });
    }
    match u32_at(header, 8) {
        OLDEST..=VERSION => Ok(u64_at(header, 16)),
        other => Err(Damage::OtherVersion(other)),
    }
}

/// The table of a file whose header and index these bytes begin with, and the length of the file.
pub(super) fn table(bytes: &[u8]) -> Result<(Vec<Section>, u64), Damage> {
    let index_end = index_length(bytes)?;
    let short = |expected: u64| Damage::CutShort { expected, found: bytes.len() as u64 };
    let count = u32_at(bytes, 12) as usize;
    let end = HEADER as u64 + count as u64 * ENTRY as u64;
    let head = usize::try_from(end).ok().and_then(|end| bytes.get(..end)).ok_or(short(end))?;
    let mut unsigned = head.to_vec();
    if let Some(sum) = unsigned.get_mut(32..40) {
        sum.fill(0);
    }
    if checksum(&unsigned) != u64_at(head, 32) {
        return Err(Damage::Changed("table of contents"));
    }
    if (bytes.len() as u64) < index_end {
        return Err(short(index_end));
    }
    let mut sections = Vec::with_capacity(count);
    let mut offset = end;
    for entry in head.get(HEADER..).unwrap_or(&[]).chunks_exact(ENTRY) {
        let section = Section {
            kind: u32_at(entry, 0),
            number: u32_at(entry, 4),
            offset: u64_at(entry, 8),
            length: u64_at(entry, 16),
            checksum: u64_at(entry, 24),
        };
        if section.offset != offset {
            return Err(Damage::Contradiction("table of contents"));
        }
        offset = offset.checked_add(section.length).ok_or(Damage::Contradiction("table of contents"))?;
        sections.push(section);
    }
    match offset == u64_at(head, 24) {
        true => Ok((sections, offset)),
        false => Err(Damage::Contradiction("table of contents")),
    }
}
