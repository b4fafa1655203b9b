use crate::ModelError;
use crate::model::{ByteReader, ByteWriter};
use multiversion::target::match_target;
use wide::{i16x8, i32x4};

/// A matrix of whole-numbered weights, one row an output, each row with what its unit is worth.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    width: usize,
    /// Eight bits in the file, sixteen in memory, where products of pairs are one instruction. Row
    /// after row.
    weights: Vec<i16>,
    /// The same in the order in which they are used: blocks of rows, in each block pairs of columns,
    /// of each pair all rows of the block, four to a register. Filled up with zeros.
    blocks: Vec<i16x8>,
    units: Vec<f32>,
}

/// Pairs of inputs held at a time.
const PAIRS: usize = 128;
/// Rows of a block: as many sums stay in registers.
const BLOCK: usize = 24;
const FOURS: usize = BLOCK / 4;

impl Matrix {
    fn new(width: usize, weights: Vec<i16>, units: Vec<f32>) -> Self {
        let at = |row: usize, column: usize| {
            let known = row < units.len() && column < width;
            if known { weights.get(row * width + column).copied().unwrap_or(0) } else { 0 }
        };
        let mut blocks = Vec::with_capacity(units.len().next_multiple_of(BLOCK) * width / 8);
        for block in (0..units.len()).step_by(BLOCK) {
            for pair in (0..width).step_by(2) {
                for four in (block..block + BLOCK).step_by(4) {
                    blocks.push(i16x8::from(std::array::from_fn(|i| at(four + i / 2, pair + i % 2))));
                }
            }
        }
        Self { width, weights, blocks, units }
    }

    /// Adds this matrix times `x` to `out`. `x` counts in `unit`s. Sums are whole numbers and so
    /// the same in any order: |x| · 127 · width must stay below 2³¹.
    pub fn add(&self, x: &[i16], unit: f32, out: &mut [f32]) {
        add(self, x, unit, out);
    }

    /// The same on registers of 128 bits.
    #[inline(always)]
    pub(super) fn add_narrow(&self, x: &[i16], unit: f32, out: &mut [f32]) {
        self.add_by(x, unit, out, narrow_sums);
    }

    /// The same on registers of 256 bits.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    pub(super) fn add_wide(&self, x: &[i16], unit: f32, out: &mut [f32]) {
        self.add_by(x, unit, out, |pairs, weights| wide_sums(pairs, weights));
    }

    /// The same, given how the products of a block are summed.
    #[allow(clippy::needless_range_loop)]
    #[inline(always)]
    fn add_by(
        &self,
        x: &[i16],
        unit: f32,
        out: &mut [f32],
        sums: impl Fn(&[i16x8], &[[i16x8; FOURS]]) -> [i32; BLOCK],
    ) {
        let Some(x) = x.get(..self.width).filter(|x| !x.is_empty()) else { return };
        let length = x.len().div_ceil(2);
        let mut pairs = [i16x8::ZERO; PAIRS];
        for start in (0..length).step_by(PAIRS) {
            // Wide inputs are taken in parts, so that the pairs need no memory of their own.
            let part = x.get(2 * start..x.len().min(2 * (start + PAIRS))).unwrap_or(&[]);
            for (place, pair) in pairs.iter_mut().zip(part.chunks(2)) {
                let (a, b) = (pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0));
                *place = i16x8::from([a, b, a, b, a, b, a, b]);
            }
            let pairs = &pairs[..part.len().div_ceil(2)];
            let blocks = self.blocks.chunks_exact(length * FOURS);
            for ((block, units), places) in blocks.zip(self.units.chunks(BLOCK)).zip(out.chunks_mut(BLOCK)) {
                let weights = block.get(start * FOURS..).unwrap_or(&[]).as_chunks::<FOURS>().0;
                let sums = sums(pairs, weights);
                let count = places.len().min(units.len());
                let (places, units) = (&mut places[..count], &units[..count]);
                for i in 0..count {
                    places[i] += sums[i] as f32 * (units[i] * unit);
                }
            }
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
        let weights = rows.flat_map(|row| row.iter().take(to).copied()).collect();
        Self::new(to, weights, self.units.clone())
    }

    /// Reads `rows` × `width` weights.
    ///
    /// # Errors
    /// When the bytes end too early.
    pub fn read(reader: &mut ByteReader<'_>, rows: usize, width: usize) -> Result<Self, ModelError> {
        let units = floats(reader, rows)?;
        let weights = reader.take(rows.saturating_mul(width))?.iter().map(|b| i16::from(*b as i8)).collect();
        Ok(Self::new(width, weights, units))
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

#[multiversion::multiversion(targets("x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3"))]
fn add(matrix: &Matrix, x: &[i16], unit: f32, out: &mut [f32]) {
    match_target! {
        "x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3" => matrix.add_wide(x, unit, out),
        _ => matrix.add_narrow(x, unit, out),
    }
}

/// Sums of a block's products with pairs of inputs.
#[inline(always)]
fn narrow_sums(pairs: &[i16x8], weights: &[[i16x8; FOURS]]) -> [i32; BLOCK] {
    // Named one by one: an array of sums would be written to memory at every step.
    let [mut a, mut b, mut c, mut d, mut e, mut f] = [i32x4::ZERO; FOURS];
    for (pair, weights) in pairs.iter().zip(weights) {
        a += weights[0].dot(*pair);
        b += weights[1].dot(*pair);
        c += weights[2].dot(*pair);
        d += weights[3].dot(*pair);
        e += weights[4].dot(*pair);
        f += weights[5].dot(*pair);
    }
    bytemuck::cast([a, b, c, d, e, f])
}

/// The same, eight rows at a time.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx2")]
fn wide_sums(pairs: &[i16x8], weights: &[[i16x8; FOURS]]) -> [i32; BLOCK] {
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi32, _mm256_broadcastsi128_si256, _mm256_madd_epi16, _mm256_setzero_si256,
    };
    let [mut a, mut b, mut c] = [_mm256_setzero_si256(); 3];
    for (pair, weights) in pairs.iter().zip(weights) {
        let pair = _mm256_broadcastsi128_si256(bytemuck::cast(*pair));
        let [d, e, f]: [__m256i; 3] = bytemuck::cast(*weights);
        a = _mm256_add_epi32(a, _mm256_madd_epi16(d, pair));
        b = _mm256_add_epi32(b, _mm256_madd_epi16(e, pair));
        c = _mm256_add_epi32(c, _mm256_madd_epi16(f, pair));
    }
    bytemuck::cast([a, b, c])
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
    fn wide_and_narrow_agree() {
        let weights: Vec<i16> = (0..48 * 80).map(|i| (i * 37 % 255) as i16 - 127).collect();
        let matrix = Matrix::new(80, weights, vec![0.01; 48]);
        let x: Vec<i16> = (0..80).map(|i| (i * 997 % 16384) as i16 - 8192).collect();
        let [mut a, mut b] = [[0.5f32; 48]; 2];
        matrix.add(&x, 0.25, &mut a);
        matrix.add_narrow(&x, 0.25, &mut b);
        assert_eq!(a, b);
    }

    #[test]
    fn a_product_comes_out_within_rounding() {
        for (rows, width) in [(3, 8), (24, 16), (50, 7), (61, 300)] {
            let weights: Vec<f32> = (0..rows * width).map(|i| ((i * 7 % 23) as f32 - 11.0) * 0.21).collect();
            let mut writer = ByteWriter::new();
            Matrix::write(&mut writer, &weights, width);
            let bytes = writer.finish();
            let matrix = Matrix::read(&mut ByteReader::new(&bytes), rows, width).unwrap();
            let x: Vec<i16> = (0..width).map(|i| (i * 31 % 201) as i16 - 100).collect();
            let mut out = vec![1.0; rows];
            matrix.add(&x, 0.001, &mut out);
            for (row, value) in out.iter().enumerate() {
                let terms = (0..width).map(|c| weights[row * width + c] * f32::from(x[c]) * 0.001);
                let wanted: f32 = 1.0 + terms.sum::<f32>();
                assert!((value - wanted).abs() < 0.02 * (width as f32).sqrt(), "{value} {wanted}");
            }
            assert!(Matrix::read(&mut ByteReader::new(&bytes[..20]), rows, width).is_err());
        }
    }
}
