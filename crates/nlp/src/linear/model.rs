use super::LabelSet;
use crate::model::{ByteReader, ByteWriter, ModelError};

/// Levels of a weight: its size is the square of −7 to 7, which spends precision on small weights.
const LEVELS: i32 = 7;

/// Weights of a linear-chain model: a table of rows, found by feature hash, with a weight for
/// each label.
#[derive(Clone, Debug)]
pub struct LinearModel {
    labels: LabelSet,
    mask: u32,
    rows: Vec<i8>,
    steps: Vec<i32>,
}

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
            || !row_count.is_power_of_two()
            || row_count * count != rows.len()
            || steps.len() != (count + 1) * count
        {
            return Err(ModelError::new("the sizes of a linear model do not fit"));
        }
        Ok(Self { labels, mask: row_count as u32 - 1, rows, steps })
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

    /// Adds a feature's weights to a token's scores.
    #[inline]
    pub fn add<T: std::ops::AddAssign + From<i8>>(&self, feature: u32, scores: &mut [T]) {
        let count = self.labels.len();
        let start = (feature & self.mask) as usize * count;
        if let Some(row) = self.rows.get(start..start + count) {
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += T::from(*weight);
            }
        }
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
        // Column by column: the rows that a label has weights in, as gaps, and the levels.
        let mut rows = vec![0i8; row_count * labels.len()];
        for label in 0..labels.len() {
            let (gaps, levels) = (reader.varint()? as usize, reader.varint()? as usize);
            let mut gaps = ByteReader::new(reader.take(gaps)?);
            let mut row = 0usize;
            for &level in reader.take(levels)? {
                row += gaps.varint()? as usize;
                let level = i32::from(level as i8);
                if let Some(cell) = rows.get_mut(row * labels.len() + label) {
                    *cell = (level * level.abs()).clamp(-127, 127) as i8;
                }
                row += 1;
            }
        }
        Self::new(labels, rows, steps)
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
        for label in 0..count {
            let (mut gaps, mut levels) = (ByteWriter::new(), Vec::new());
            let mut gap = 0;
            for row in self.rows.chunks_exact(count) {
                match row.get(label) {
                    Some(&weight) if weight != 0 => {
                        gaps.varint(gap);
                        levels.push(
                            (f64::from(weight.unsigned_abs()).sqrt().round() as i8 * weight.signum()) as u8,
                        );
                        gap = 0;
                    }
                    _ => gap += 1,
                }
            }
            let gaps = gaps.finish();
            out.varint(gaps.len() as u32);
            out.varint(levels.len() as u32);
            out.put(&gaps);
            out.put(&levels);
        }
    }
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
        assert_eq!((&again.rows, &again.steps), (&model.rows, &model.steps));
        for cut in 0..bytes.len() {
            assert!(LinearModel::read(&mut ByteReader::new(&bytes[..cut])).is_err());
        }
    }
}
