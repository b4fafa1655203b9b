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
        let n = self.width;
        let (Some(x), true) = (x.get(..n), n > 0) else { return };
        let count = self.units.len().min(out.len());
        let whole = count - count % 4;
        // Four rows at a time: each piece of `x` is read once for all four.
        let blocks =
            self.weights.chunks_exact(4 * n).zip(self.units.chunks_exact(4)).zip(out.chunks_exact_mut(4));
        for ((rows, units), places) in blocks.take(whole / 4) {
            let sums = four_products(rows, x);
            for k in 0..4 {
                places[k] += sums[k] as f32 * (units[k] * unit);
            }
        }
        let rest = self.weights.chunks_exact(n).zip(&self.units).zip(out).take(count).skip(whole);
        for ((row, worth), place) in rest {
            *place += product(row, x) as f32 * (worth * unit);
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

// Plain loops over slices of one length: compilers turn them into multiply-add instructions on
// pairs of sixteen-bit numbers (`pmaddwd`, `i32x4.dot_i16x8_s`) in every build profile.
#[allow(clippy::needless_range_loop)]
#[inline(always)]
fn product(row: &[i16], x: &[i16]) -> i32 {
    let row = &row[..x.len()];
    let mut sum = 0i32;
    for i in 0..x.len() {
        sum += i32::from(row[i]) * i32::from(x[i]);
    }
    sum
}

#[allow(clippy::needless_range_loop)]
#[inline(always)]
fn four_products(rows: &[i16], x: &[i16]) -> [i32; 4] {
    let n = x.len();
    let (a, b, c, d) = (&rows[..n], &rows[n..2 * n], &rows[2 * n..3 * n], &rows[3 * n..4 * n]);
    let mut sums = [0i32; 4];
    for i in 0..n {
        let v = i32::from(x[i]);
        sums[0] += i32::from(a[i]) * v;
        sums[1] += i32::from(b[i]) * v;
        sums[2] += i32::from(c[i]) * v;
        sums[3] += i32::from(d[i]) * v;
    }
    sums
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
