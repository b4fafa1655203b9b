use crate::ModelError;
use crate::model::{ByteReader, ByteWriter};

/// A matrix of whole-numbered weights, one row an output, each row with what its unit is worth.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    width: usize,
    /// Eight bits in the file, sixteen in memory, where products of pairs are one instruction.
    weights: Vec<i16>,
    units: Vec<f32>,
}

impl Matrix {
    /// Adds this matrix times `x` to `out`. `x` counts in `unit`s. Sums are whole numbers and so
    /// the same in any order: |x| · 127 · width must stay below 2³¹.
    pub fn add(&self, x: &[i16], unit: f32, out: &mut [f32]) {
        let x = x.get(..self.width).unwrap_or(x);
        let rows = self.weights.chunks_exact(self.width.max(1));
        for ((row, worth), place) in rows.zip(&self.units).zip(out) {
            let sum: i32 = row.iter().zip(x).map(|(w, v)| i32::from(*w) * i32::from(*v)).sum();
            *place += sum as f32 * (worth * unit);
        }
    }

    /// The columns from `from` on as floats, row after row.
    pub(super) fn floats(&self, from: usize) -> Vec<f32> {
        let rows = self.weights.chunks_exact(self.width.max(1)).zip(&self.units);
        rows.flat_map(|(row, unit)| row.iter().skip(from).map(move |w| f32::from(*w) * unit)).collect()
    }

    /// The columns before `to`.
    pub(super) fn head(&self, to: usize) -> Self {
        let rows = self.weights.chunks_exact(self.width.max(1));
        Self {
            width: to,
            weights: rows.flat_map(|row| row.iter().take(to).copied()).collect(),
            units: self.units.clone(),
        }
    }

    /// Reads `rows` × `width` weights.
    ///
    /// # Errors
    /// When the bytes end too early.
    pub fn read(reader: &mut ByteReader<'_>, rows: usize, width: usize) -> Result<Self, ModelError> {
        let units = floats(reader, rows)?;
        let weights = reader.take(rows.saturating_mul(width))?.iter().map(|b| i16::from(*b as i8)).collect();
        Ok(Self { width, weights, units })
    }

    /// Rounds weights, row after row of `width`, to eight bits and writes them.
    pub fn write(writer: &mut ByteWriter, weights: &[f32], width: usize) {
        let rows = || weights.chunks_exact(width.max(1));
        let unit = |row: &[f32]| row.iter().fold(1e-9f32, |m, w| m.max(w.abs())) / 127.0;
        rows().for_each(|row| writer.f32(unit(row)));
        for row in rows() {
            let unit = unit(row);
            let bytes: Vec<u8> =
                row.iter().map(|w| (w / unit).round().clamp(-127.0, 127.0) as i8 as u8).collect();
            writer.put(&bytes);
        }
    }
}

/// Reads some floats.
pub(super) fn floats(reader: &mut ByteReader<'_>, count: usize) -> Result<Vec<f32>, ModelError> {
    if count > reader.remaining() / 4 {
        return Err(ModelError::new("a section of the model ends too early"));
    }
    (0..count).map(|_| reader.f32()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_comes_out_within_rounding() {
        let weights: Vec<f32> = (0..24).map(|i| (i as f32 - 11.0) * 0.21).collect();
        let mut writer = ByteWriter::new();
        Matrix::write(&mut writer, &weights, 8);
        let bytes = writer.finish();
        let matrix = Matrix::read(&mut ByteReader::new(&bytes), 3, 8).unwrap();
        let x: [i16; 8] = [100, -50, 3, 0, 7, 90, -100, 1];
        let mut out = [1.0; 3];
        matrix.add(&x, 0.01, &mut out);
        for (row, value) in out.iter().enumerate() {
            let wanted: f32 =
                1.0 + (0..8).map(|c| weights[row * 8 + c] * f32::from(x[c]) * 0.01).sum::<f32>();
            assert!((value - wanted).abs() < 0.05, "{value} {wanted}");
        }
        assert!(Matrix::read(&mut ByteReader::new(&bytes[..20]), 3, 8).is_err());
    }
}
