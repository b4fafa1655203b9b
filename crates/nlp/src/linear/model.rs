use super::{LabelSet, Transitions};
use crate::model::{ByteReader, ByteWriter, ModelError};
use prefetch_index::prefetch_index;
use wide::i16x8;

/// Levels of a weight: its size is the square of −7 to 7, which spends precision on small weights.
const LEVELS: i32 = 7;

/// Weights of a linear-chain model: a table of rows, found by feature hash, with a weight for
/// each label. Rows without weights are not held: a table that is small stays near the processor.
#[derive(Clone, Debug)]
pub struct LinearModel {
    labels: LabelSet,
    mask: u32,
    /// Each row that is held is filled up with zeros to `width`.
    width: usize,
    held: Held,
    rows: Vec<i8>,
    steps: Vec<i32>,
}

/// Which rows are held.
#[derive(Clone, Debug, Default, PartialEq)]
struct Held {
    /// For 64 rows each: a bit for every row that is held, and how many are before them.
    parts: Vec<(u64, u32)>,
}

impl Held {
    fn new(held: impl Iterator<Item = bool>) -> Self {
        let (mut parts, mut before): (Vec<(u64, u32)>, u32) = (Vec::new(), 0);
        for (row, held) in held.enumerate() {
            if row % 64 == 0 {
                parts.push((0, before));
            }
            if let Some(part) = parts.last_mut().filter(|_| held) {
                part.0 |= 1 << (row % 64);
                before += 1;
            }
        }
        Self { parts }
    }

    /// The number of a row among those that are held, and 1 if it is, 0 if not.
    #[inline(always)]
    fn find(&self, row: u32) -> (u32, usize) {
        let (bits, before) = self.parts.get(row as usize / 64).copied().unwrap_or_default();
        let bit = 1u64 << (row % 64);
        (before + (bits & (bit - 1)).count_ones(), usize::from(bits & bit != 0))
    }
}

/// Writes the numbers of the rows that are held for some features to `places`; how many they are. Bits are
/// counted by one instruction where the processor has it.
#[multiversion::multiversion(targets("x86_64+bmi1+bmi2+popcnt"))]
fn find_all(held: &Held, mask: u32, features: &[u32], places: &mut [u32]) -> usize {
    let mut count = 0;
    // Without a branch, which nothing could foretell.
    for feature in features {
        let (number, here) = held.find(feature & mask);
        if let Some(place) = places.get_mut(count) {
            *place = number;
        }
        count += here;
    }
    count
}

#[multiversion::multiversion(targets("x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3"))]
fn add_all(model: &LinearModel, rows: &[u32], scores: &mut [i16]) {
    model.sum_rows(rows, scores);
}

/// Labels are summed this many at a time.
const LANES: usize = 8;

impl LinearModel {
    /// Puts a model together. `rows` holds [quantised](quantise) weights, `labels.len()` a row,
    /// `2^n` rows; `steps` the transition scores in the same unit (see
    /// [`Transitions`](super::Transitions)).
    ///
    /// # Errors
    /// When the sizes do not fit.
    pub fn new(labels: LabelSet, rows: Vec<i8>, steps: Vec<i32>) -> Result<Self, ModelError> {
        let count = labels.len();
        let row_count = rows.len() / count.max(1);
        if count == 0
            || count > Transitions::MOST_LABELS
            || !row_count.is_power_of_two()
            || row_count * count != rows.len()
            || steps.len() != (count + 1) * count
        {
            return Err(ModelError::new("the sizes of a linear model do not fit"));
        }
        let full = |row: &&[i8]| row.iter().any(|w| *w != 0);
        let held = Held::new(rows.chunks_exact(count).map(|row| full(&row)));
        let width = Self::padded(count);
        let mut padded = Vec::new();
        for row in rows.chunks_exact(count).filter(full) {
            padded.extend_from_slice(row);
            padded.resize(padded.len().next_multiple_of(width), 0);
        }
        Ok(Self { labels, mask: row_count as u32 - 1, width, held, rows: padded, steps })
    }

    /// Scores that a token has room for with so many labels.
    #[must_use]
    pub(super) fn padded(labels: usize) -> usize {
        labels.next_multiple_of(LANES)
    }

    /// Scores that a token has room for: as many as there are labels, and a few that stay 0.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Its labels.
    #[must_use]
    pub fn labels(&self) -> &LabelSet {
        &self.labels
    }

    /// Its transition scores.
    #[must_use]
    pub fn steps(&self) -> &[i32] {
        &self.steps
    }

    /// Adds the weights of features to a token's scores, [`width`](Self::width) of them. A weight is
    /// 49 at most: hundreds of features fit.
    pub fn add(&self, features: &[u32], scores: &mut [i16]) {
        let mut rows = Vec::with_capacity(features.len());
        self.find(features, &mut rows);
        self.add_rows(&rows, scores);
    }

    /// Has fetched what tells whether a feature's row is held.
    pub(crate) fn ask(&self, feature: u32) {
        prefetch_index(&self.held.parts, (feature & self.mask) as usize / 64);
    }

    /// Adds to `rows` the numbers of the rows that are held for some features, and has them fetched:
    /// what [`add_rows`](Self::add_rows) adds later is at hand by then.
    pub(crate) fn find(&self, features: &[u32], rows: &mut Vec<u32>) {
        let start = rows.len();
        rows.resize(start + features.len(), 0);
        let count = find_all(&self.held, self.mask, features, rows.get_mut(start..).unwrap_or(&mut []));
        rows.truncate(start + count);
        for row in rows.get(start..).unwrap_or(&[]) {
            let first = *row as usize * self.width;
            prefetch_index(&self.rows, first);
            prefetch_index(&self.rows, first + self.width - 1);
        }
    }

    /// Adds the weights of rows that were [found](Self::find) to a token's scores.
    pub(crate) fn add_rows(&self, rows: &[u32], scores: &mut [i16]) {
        add_all(self, rows, scores);
    }

    #[inline(always)]
    fn sum_rows(&self, rows: &[u32], scores: &mut [i16]) {
        let scores = scores.as_chunks_mut::<LANES>().0;
        // Fixed sizes keep a token's sums in registers.
        match scores.len() {
            3 => self.add_part::<3>(rows, 0, scores),
            5 => self.add_part::<5>(rows, 0, scores),
            _ => {
                for (at, part) in scores.chunks_mut(1).enumerate() {
                    self.add_part::<1>(rows, at, part);
                }
            }
        }
    }

    /// Adds `N` chunks of each row, from chunk `from` on.
    #[allow(clippy::needless_range_loop)]
    #[inline(always)]
    fn add_part<const N: usize>(&self, rows: &[u32], from: usize, scores: &mut [[i16; LANES]]) {
        let Some((scores, _)) = scores.split_first_chunk_mut::<N>() else { return };
        let mut sums = *scores;
        for row in rows {
            let start = *row as usize * self.width + from * LANES;
            let Some(row) = self.rows.get(start..start + N * LANES) else { continue };
            let row = row.as_chunks::<LANES>().0;
            for part in 0..N {
                let mut weights = [0i16; LANES];
                for lane in 0..LANES {
                    weights[lane] = i16::from(row[part][lane]);
                }
                sums[part] = (i16x8::new(sums[part]) + i16x8::new(weights)).to_array();
            }
        }
        *scores = sums;
    }

    /// Reads what [`write`](Self::write) wrote.
    ///
    /// # Errors
    /// When the section is damaged.
    pub fn read(reader: &mut ByteReader<'_>) -> Result<Self, ModelError> {
        let mut names = Vec::new();
        for _ in 0..reader.u8()? {
            names.push(reader.text()?.to_owned());
        }
        let labels = LabelSet::new(names);
        let bits = reader.u8()?;
        if bits > 22 {
            return Err(ModelError::new("a linear model is too large"));
        }
        let row_count = 1usize << bits;
        let steps: Vec<i32> = (0..(labels.len() + 1) * labels.len())
            .map(|_| reader.u32().map(|v| v as i32))
            .collect::<Result<_, _>>()?;
        // Column by column: the rows that a label has weights in, as gaps, and the levels. Read twice,
        // first to see which rows there are.
        let mut columns = Vec::with_capacity(labels.len());
        let mut full = vec![false; row_count];
        for _ in 0..labels.len() {
            let (gaps, levels) = (reader.varint()? as usize, reader.varint()? as usize);
            let column = (reader.take(gaps)?, reader.take(levels)?);
            each_weight(column, |row, weight| {
                if let Some(full) = full.get_mut(row) {
                    *full |= weight != 0;
                }
            })?;
            columns.push(column);
        }
        if labels.is_empty() || labels.len() > Transitions::MOST_LABELS {
            return Err(ModelError::new("the sizes of a linear model do not fit"));
        }
        let held = Held::new(full.iter().copied());
        let width = Self::padded(labels.len());
        let mut rows = vec![0i8; full.iter().filter(|f| **f).count() * width];
        for (label, column) in columns.into_iter().enumerate() {
            each_weight(column, |row, weight| {
                let (number, here) = held.find(row as u32);
                if let Some(cell) = rows.get_mut(number as usize * width + label).filter(|_| here == 1) {
                    *cell = weight;
                }
            })?;
        }
        Ok(Self { labels, mask: row_count as u32 - 1, width, held, rows, steps })
    }

    /// Writes the model: sparse, since most weights are 0.
    pub fn write(&self, out: &mut ByteWriter) {
        let count = self.labels.len();
        out.u8(count as u8);
        for label in 0..count {
            out.text(self.labels.name(label));
        }
        out.u8((self.mask + 1).trailing_zeros() as u8);
        for step in &self.steps {
            out.u32(*step as u32);
        }
        let mut columns: Vec<(ByteWriter, Vec<u8>, u32)> = Vec::new();
        columns.resize_with(count, Default::default);
        for row in 0..=self.mask {
            let (number, held) = self.held.find(row);
            let weights = self.rows.chunks_exact(self.width).nth(number as usize).filter(|_| held == 1);
            let weights = weights.unwrap_or(&[]).iter().zip(&mut columns).filter(|(w, _)| **w != 0);
            for (weight, (gaps, levels, next)) in weights {
                gaps.varint(row - *next);
                let level = f64::from(weight.unsigned_abs()).sqrt().round() as i8 * weight.signum();
                levels.push(level as u8);
                *next = row + 1;
            }
        }
        for (gaps, levels, _) in columns {
            let gaps = gaps.finish();
            out.varint(gaps.len() as u32);
            out.varint(levels.len() as u32);
            out.put(&gaps);
            out.put(&levels);
        }
    }
}

/// Goes through a label's weights: gaps between the rows, and levels.
fn each_weight((gaps, levels): (&[u8], &[u8]), mut put: impl FnMut(usize, i8)) -> Result<(), ModelError> {
    let mut gaps = ByteReader::new(gaps);
    let mut row = 0usize;
    for &level in levels {
        row += gaps.varint()? as usize;
        let level = i32::from(level as i8);
        put(row, (level * level.abs()).clamp(-127, 127) as i8);
        row += 1;
    }
    Ok(())
}

/// The quantised weight nearest to `weight / unit`: a signed square, so that it needs 4 bits in
/// the file. The largest is 49.
#[must_use]
pub fn quantise(weight: f32, unit: f32) -> i8 {
    let level = ((weight.abs() / unit).sqrt().round() as i32).min(LEVELS);
    (level * level * if weight < 0.0 { -1 } else { 1 }) as i8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back() {
        let labels = LabelSet::new(vec!["O".into(), "B-x".into(), "I-x".into()]);
        let rows: Vec<i8> =
            (0..3 * 64).map(|i| if i % 5 == 0 { quantise(i as f32 - 90.0, 2.0) } else { 0 }).collect();
        let model = LinearModel::new(labels, rows, (0..12).map(|s| s - 6).collect()).unwrap();
        let mut out = ByteWriter::new();
        model.write(&mut out);
        let bytes = out.finish();
        let again = LinearModel::read(&mut ByteReader::new(&bytes)).unwrap();
        assert_eq!((&again.rows, &again.held), (&model.rows, &model.held));
        assert_eq!(again.steps, model.steps);
        for cut in 0..bytes.len() {
            assert!(LinearModel::read(&mut ByteReader::new(&bytes[..cut])).is_err());
        }
    }
}
