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

/// Inputs that are multiplied at a time: the weights are fetched once for all of them.
pub(super) const LANES: usize = 4;

/// Two neighbouring values of each of the inputs that are multiplied at a time, the first in the
/// low half.
pub(super) type Pairs = [i32; LANES];

/// Rows of a block: as many sums stay in registers.
const BLOCK: usize = 16;
/// Rows of a block of a matrix that has no more.
const SMALL: usize = 8;

impl Matrix {
    fn new(width: usize, weights: Vec<i16>, units: Vec<f32>) -> Self {
        let mut made = Self { width, weights, blocks: Vec::new(), units };
        let count = made.units.len();
        let rows = if count <= SMALL { SMALL } else { BLOCK };
        let mut blocks = Vec::with_capacity(count.next_multiple_of(rows) * width / 8);
        for block in (0..count).step_by(rows) {
            for pair in (0..width).step_by(2) {
                for four in (block..block + rows).step_by(4) {
                    let at = |i: usize| made.weight(four + i / 2, pair + i % 2);
                    blocks.push(i16x8::from(std::array::from_fn(at)));
                }
            }
        }
        made.blocks = blocks;
        made
    }

    /// Adds this matrix times each of the inputs in `x`, one after another, to the outputs in `out`,
    /// one after another. Inputs count in `unit`s. Sums are whole numbers and so the same in any
    /// order: |x| · 127 · width must stay below 2³¹.
    pub fn add(&self, x: &[i16], unit: f32, out: &mut [f32]) {
        add(self, x, unit, out);
    }

    #[inline(always)]
    fn add_rows(&self, x: &[i16], out: &mut [f32], add: impl Fn(&[Pairs], usize, &mut [f32])) {
        let mut pairs = vec![Pairs::default(); self.width.div_ceil(2)];
        let inputs = x.chunks(LANES * self.width.max(1));
        for (inputs, out) in inputs.zip(out.chunks_mut(LANES * self.units.len().max(1))) {
            for (lane, input) in inputs.chunks(self.width.max(1)).enumerate() {
                put_pairs(input, lane, &mut pairs);
            }
            add(&pairs, inputs.len().div_ceil(self.width.max(1)), out);
        }
    }

    /// Adds this matrix times the first `count` of the inputs in `pairs` to the outputs in `out`, one
    /// after another. On registers of 128 bits.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn add_narrow(&self, pairs: &[Pairs], count: usize, unit: f32, out: &mut [f32]) {
        let rows = self.units.len();
        if rows <= SMALL {
            self.by_blocks(pairs, unit, out, count, |pairs, weights: &[[i16x8; 2]]| {
                let mut sums = [[0; SMALL]; LANES];
                narrow_sums::<0, LANES, 2, SMALL>(pairs, weights, &mut sums);
                sums
            });
        } else {
            self.by_blocks(pairs, unit, out, count, |pairs, weights: &[[i16x8; 4]]| {
                let mut sums = [[0; BLOCK]; LANES];
                match count {
                    1 => narrow_sums::<0, 1, 4, BLOCK>(pairs, weights, &mut sums),
                    2 => narrow_sums::<0, 2, 4, BLOCK>(pairs, weights, &mut sums),
                    _ => {
                        narrow_sums::<0, 2, 4, BLOCK>(pairs, weights, &mut sums);
                        narrow_sums::<2, 2, 4, BLOCK>(pairs, weights, &mut sums);
                    }
                }
                sums
            });
        }
    }

    /// The same on registers of 256 bits.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    pub(super) fn add_wide(&self, pairs: &[Pairs], count: usize, unit: f32, out: &mut [f32]) {
        let rows = self.units.len();
        if rows <= SMALL {
            self.by_blocks(pairs, unit, out, count, |pairs, weights: &[[i16x8; 2]]| {
                wide_sums::<LANES, 2, 1, SMALL>(pairs, weights)
            });
        } else {
            self.by_blocks(pairs, unit, out, count, |pairs, weights: &[[i16x8; 4]]| match count {
                1 => wide_sums::<1, 4, 2, BLOCK>(pairs, weights),
                2 => wide_sums::<2, 4, 2, BLOCK>(pairs, weights),
                3 => wide_sums::<3, 4, 2, BLOCK>(pairs, weights),
                _ => wide_sums::<4, 4, 2, BLOCK>(pairs, weights),
            });
        }
    }

    /// The same, given how the products of a block of rows are summed.
    #[inline(always)]
    fn by_blocks<const FOURS: usize, const ROWS: usize>(
        &self,
        pairs: &[Pairs],
        unit: f32,
        out: &mut [f32],
        count: usize,
        sums: impl Fn(&[Pairs], &[[i16x8; FOURS]]) -> [[i32; ROWS]; LANES],
    ) {
        let (blocks, _) = self.blocks.as_chunks::<FOURS>();
        let blocks = blocks.chunks_exact(pairs.len().max(1)).zip(self.units.chunks(ROWS));
        for (number, (block, units)) in blocks.enumerate() {
            self.put((number, units), &sums(pairs, block), count, unit, out);
        }
    }

    /// Adds the sums of the rows of block `number`, whose units are given, to the first `count` outputs.
    #[allow(clippy::needless_range_loop)]
    #[inline(always)]
    pub(super) fn put<const ROWS: usize>(
        &self,
        (number, units): (usize, &[f32]),
        sums: &[[i32; ROWS]; LANES],
        count: usize,
        unit: f32,
        out: &mut [f32],
    ) {
        for (lane, sums) in sums.iter().enumerate().take(count) {
            let start = lane * self.units.len() + number * ROWS;
            let whole = out.get_mut(start..start + ROWS).and_then(|p| p.first_chunk_mut::<ROWS>());
            match (whole, units.first_chunk::<ROWS>()) {
                (Some(places), Some(units)) => {
                    // In a copy: nothing else can lie there, so that it is done at once.
                    let mut made = *places;
                    for i in 0..ROWS {
                        made[i] += sums[i] as f32 * (units[i] * unit);
                    }
                    *places = made;
                }
                _ => {
                    let places = out.get_mut(start..).unwrap_or(&mut []);
                    for ((place, sum), scale) in places.iter_mut().zip(sums).zip(units) {
                        *place += *sum as f32 * (scale * unit);
                    }
                }
            }
        }
    }

    /// What its rows are worth.
    #[cfg(target_arch = "x86_64")]
    pub(super) fn units(&self) -> &[f32] {
        &self.units
    }

    /// How many columns it has.
    #[cfg(target_arch = "x86_64")]
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// One of its weights; 0 beyond its borders.
    pub(super) fn weight(&self, row: usize, column: usize) -> i16 {
        let known = row < self.units.len() && column < self.width;
        if known { self.weights.get(row * self.width + column).copied().unwrap_or(0) } else { 0 }
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
    matrix.add_rows(x, out, |pairs, count, out| {
        match_target! {
            "x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3" => matrix.add_wide(pairs, count, unit, out),
            _ => matrix.add_narrow(pairs, count, unit, out),
        }
    });
}

/// Puts an input beside the others that it is multiplied with; `lane` is below [`LANES`].
#[inline(always)]
pub(super) fn put_pairs(input: &[i16], lane: usize, pairs: &mut [Pairs]) {
    let (whole, rest) = input.as_chunks::<2>();
    for (place, [a, b]) in pairs.iter_mut().zip(whole) {
        place[lane] = i32::from(*a as u16) | i32::from(*b) << 16;
    }
    if let (Some(place), [last]) = (pairs.get_mut(whole.len()), rest) {
        place[lane] = i32::from(*last as u16);
    }
}

/// Sums of a block's products with `N` inputs from `FROM` on.
#[allow(clippy::needless_range_loop)]
#[inline(always)]
fn narrow_sums<const FROM: usize, const N: usize, const FOURS: usize, const ROWS: usize>(
    pairs: &[Pairs],
    weights: &[[i16x8; FOURS]],
    out: &mut [[i32; ROWS]; LANES],
) {
    let mut sums = [[i32x4::ZERO; FOURS]; N];
    for (pairs, weights) in pairs.iter().zip(weights) {
        for n in 0..N {
            let pair: i16x8 = bytemuck::cast(i32x4::splat(pairs[FROM + n]));
            for four in 0..FOURS {
                sums[n][four] += weights[four].dot(pair);
            }
        }
    }
    for n in 0..N {
        for (places, sums) in out[FROM + n].chunks_exact_mut(4).zip(sums[n]) {
            places.copy_from_slice(&sums.to_array());
        }
    }
}

/// The same for the first `N` inputs, eight rows at a time.
#[allow(clippy::needless_range_loop)]
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx2")]
fn wide_sums<const N: usize, const FOURS: usize, const EIGHTS: usize, const ROWS: usize>(
    pairs: &[Pairs],
    weights: &[[i16x8; FOURS]],
) -> [[i32; ROWS]; LANES] {
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi32, _mm256_madd_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
    };
    let mut sums = [[_mm256_setzero_si256(); EIGHTS]; N];
    for (pairs, weights) in pairs.iter().zip(weights) {
        for n in 0..N {
            let pair = _mm256_set1_epi32(pairs[n]);
            for eight in 0..EIGHTS {
                let row: __m256i = bytemuck::cast([weights[2 * eight], weights[2 * eight + 1]]);
                sums[n][eight] = _mm256_add_epi32(sums[n][eight], _mm256_madd_epi16(row, pair));
            }
        }
    }
    let mut out = [[0; ROWS]; LANES];
    for (places, sums) in out.iter_mut().zip(sums) {
        for (places, sums) in places.chunks_exact_mut(8).zip(sums) {
            places.copy_from_slice(&bytemuck::cast::<__m256i, [i32; 8]>(sums));
        }
    }
    out
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
        for rows in [7, 48] {
            let weights: Vec<i16> = (0..rows * 80).map(|i| (i * 37 % 255) as i16 - 127).collect();
            let matrix = Matrix::new(80, weights, vec![0.01; rows]);
            let x: Vec<i16> = (0..6 * 80).map(|i| (i * 997 % 16384) as i16 - 8192).collect();
            let mut together = vec![0.5f32; 6 * rows];
            matrix.add(&x, 0.25, &mut together);
            let mut narrow = vec![0.5f32; 6 * rows];
            matrix.add_rows(&x, &mut narrow, |pairs, count, out| {
                matrix.add_narrow(pairs, count, 0.25, out);
            });
            assert_eq!(together, narrow);
            for (x, together) in x.chunks(80).zip(together.chunks(rows)) {
                let mut alone = vec![0.5f32; rows];
                matrix.add(x, 0.25, &mut alone);
                assert_eq!(alone, together);
            }
        }
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
