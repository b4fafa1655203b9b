use crate::ModelError;
use crate::model::{ByteReader, ByteWriter};
use rustc_hash::{FxBuildHasher, FxHashMap};

/// Word vectors of four bits a dimension, for lower-case words.
#[derive(Clone, Debug, Default)]
pub struct WordTable {
    rows: FxHashMap<Box<str>, u32>,
    width: usize,
    /// What one step of each dimension is worth.
    steps: Vec<f32>,
    /// Two dimensions a byte, the lower in the low half, each in two's complement.
    vectors: Vec<u8>,
}

impl WordTable {
    /// A table from its words and their whole-numbered coordinates, -7 to 7, row after row.
    /// Words are sorted; a word given twice keeps its first row. `None` when the sizes do not fit.
    #[must_use]
    pub fn new(words: &[(String, Vec<i8>)], steps: Vec<f32>) -> Option<Self> {
        let width = steps.len();
        let mut order: Vec<&(String, Vec<i8>)> = words.iter().collect();
        order.sort_by(|a, b| a.0.cmp(&b.0));
        order.dedup_by(|a, b| a.0 == b.0);
        let mut table = Self { rows: FxHashMap::default(), width, steps, vectors: Vec::new() };
        for (row, (word, values)) in order.into_iter().enumerate() {
            if values.len() != width || !width.is_multiple_of(2) {
                return None;
            }
            table.rows.insert(word.as_str().into(), row as u32);
            for pair in values.chunks(2) {
                let half = |i: usize| (pair.get(i).copied().unwrap_or(0).clamp(-7, 7) as u8) & 15;
                table.vectors.push(half(0) | half(1) << 4);
            }
        }
        Some(table)
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Dimensions of a vector.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// The row of a lower-case word; any number is looked up by its digits turned to 0.
    #[must_use]
    pub fn find(&self, lower: &str) -> Option<u32> {
        if let Some(row) = self.rows.get(lower) {
            return Some(*row);
        }
        if lower.bytes().any(|b| b.is_ascii_digit()) {
            let zeros: String = lower.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            return self.rows.get(zeros.as_str()).copied();
        }
        None
    }

    /// Writes a row's vector into `out`; zeros for a row that is not there.
    pub fn vector(&self, row: u32, out: &mut [f32]) {
        let bytes = self.width / 2;
        let start = (row as usize).saturating_mul(bytes);
        let packed = self.vectors.get(start..start.saturating_add(bytes)).unwrap_or(&[]);
        out.fill(0.0);
        for ((pair, byte), steps) in out.chunks_exact_mut(2).zip(packed).zip(self.steps.chunks_exact(2)) {
            pair[0] = f32::from((byte << 4) as i8 >> 4) * steps[0];
            pair[1] = f32::from(*byte as i8 >> 4) * steps[1];
        }
    }

    /// The table as a section of the model file: words front-coded, then vectors by column, which
    /// compresses better.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut words: Vec<(&str, u32)> = self.rows.iter().map(|(w, r)| (w.as_ref(), *r)).collect();
        words.sort_unstable_by_key(|(_, row)| *row);
        let mut out = ByteWriter::new();
        out.u32(words.len() as u32);
        out.u32(self.width as u32);
        self.steps.iter().for_each(|s| out.f32(*s));
        let mut previous = "";
        for (word, _) in &words {
            let shared = previous.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count().min(255);
            let tail = word.as_bytes().get(shared..).unwrap_or(&[]);
            out.u8(shared as u8);
            out.varint(tail.len() as u32);
            out.put(tail);
            previous = word;
        }
        let bytes = self.width / 2;
        for column in 0..bytes {
            let values: Vec<u8> = self.vectors.iter().skip(column).step_by(bytes).copied().collect();
            out.put(&values);
        }
        out.finish()
    }

    /// Reads what [`WordTable::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are something else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut reader = ByteReader::new(bytes);
        let (count, width) = (reader.u32()? as usize, reader.u32()? as usize);
        if count > reader.remaining() || width > 512 || !width.is_multiple_of(2) {
            return Err(ModelError::new("the model's word table has impossible sizes"));
        }
        let steps = (0..width).map(|_| reader.f32()).collect::<Result<Vec<f32>, _>>()?;
        let mut rows = FxHashMap::with_capacity_and_hasher(count, FxBuildHasher);
        let mut previous: Vec<u8> = Vec::new();
        for row in 0..count {
            let shared = usize::from(reader.u8()?);
            let length = reader.varint()? as usize;
            previous.truncate(shared);
            previous.extend(reader.take(length)?);
            let word = std::str::from_utf8(&previous)
                .map_err(|_| ModelError::new("a word of the model is not UTF-8"))?;
            rows.insert(word.into(), row as u32);
        }
        let half = width / 2;
        let columns = reader.take(count * half)?;
        let mut vectors = vec![0; columns.len()];
        for (column, values) in columns.chunks(count.max(1)).enumerate() {
            for (place, value) in vectors.iter_mut().skip(column).step_by(half.max(1)).zip(values) {
                *place = *value;
            }
        }
        Ok(Self { rows, width, steps, vectors })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read_back() {
        let words: Vec<(String, Vec<i8>)> =
            [("said", vec![1, -7]), ("saying", vec![0, 7]), ("éa", vec![-1, 3]), ("00", vec![2, 2])]
                .map(|(w, v)| (w.to_owned(), v))
                .into();
        let table = WordTable::new(&words, vec![0.5, 0.25]).unwrap();
        let again = WordTable::from_bytes(&table.to_bytes()).unwrap();
        for (word, values) in &words {
            let mut out = [9.0; 2];
            again.vector(again.find(word).unwrap(), &mut out);
            assert_eq!(out, [f32::from(values[0]) * 0.5, f32::from(values[1]) * 0.25], "{word}");
        }
        assert_eq!(again.find("17"), again.find("00"));
        assert_eq!(again.find("nothing"), None);
        let bytes = table.to_bytes();
        assert!((0..bytes.len()).all(|cut| WordTable::from_bytes(&bytes[..cut]).is_err()));
    }
}
