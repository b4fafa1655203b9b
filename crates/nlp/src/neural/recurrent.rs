#[cfg(target_arch = "x86_64")]
use super::matrix::LANES;
use super::matrix::{Matrix, Pairs};
use crate::ModelError;
use crate::model::ByteReader;

/// A matrix that the network's states are multiplied with: both fit in eight bits.
///
/// Where the processor has the instruction (AVX-512 VNNI), it multiplies and sums four columns at
/// once; elsewhere states and weights are taken as sixteen bits, two columns at once. The sums are
/// whole numbers and the same either way.
#[derive(Clone, Debug, Default)]
pub(super) struct RecurrentMatrix {
    matrix: Matrix,
    #[cfg(target_arch = "x86_64")]
    fours: Fours,
}

impl RecurrentMatrix {
    /// Reads `rows` × `width` weights.
    pub fn read(reader: &mut ByteReader<'_>, rows: usize, width: usize) -> Result<Self, ModelError> {
        let matrix = Matrix::read(reader, rows, width)?;
        Ok(Self {
            #[cfg(target_arch = "x86_64")]
            fours: Fours::new(&matrix),
            matrix,
        })
    }

    /// Adds this matrix times the first `count` of the states in `pairs` to the outputs in `out`, one
    /// after another. On registers of 128 bits.
    #[inline(always)]
    pub fn add_narrow(&self, pairs: &[Pairs], count: usize, unit: f32, out: &mut [f32]) {
        self.matrix.add_narrow(pairs, count, unit, out);
    }

    /// The same on registers of 256 bits.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    pub fn add_wide(&self, pairs: &[Pairs], count: usize, unit: f32, out: &mut [f32]) {
        self.matrix.add_wide(pairs, count, unit, out);
    }

    /// The same by bytes, as [`put_fours`] puts them.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,avx512vnni,avx512vl")]
    pub fn add_bytes(&self, fours: &[FourBytes], count: usize, unit: f32, out: &mut [f32]) {
        self.fours.add(&self.matrix, fours, count, unit, out);
    }
}

/// Four neighbouring states of each of the inputs that are multiplied at a time, a byte each, 128 more
/// than they are, the first in the lowest byte.
#[cfg(target_arch = "x86_64")]
pub(super) type FourBytes = [i32; LANES];

/// Puts states beside the others that they are multiplied with; `lane` is below [`LANES`].
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(super) fn put_fours(states: &[i16], lane: usize, fours: &mut [FourBytes]) {
    let byte = |state: i16| state.wrapping_add(128) as u8;
    let (whole, rest) = states.as_chunks::<4>();
    for (place, four) in fours.iter_mut().zip(whole) {
        place[lane] = i32::from_le_bytes(four.map(byte));
    }
    if let (Some(place), false) = (fours.get_mut(whole.len()), rest.is_empty()) {
        // What is filled up counts as much as a state of 0, and meets weights of 0.
        place[lane] = i32::from_le_bytes(std::array::from_fn(|i| byte(rest.get(i).copied().unwrap_or(0))));
    }
}

#[cfg(target_arch = "x86_64")]
use by_fours::Fours;

#[cfg(target_arch = "x86_64")]
mod by_fours {
    use super::{FourBytes, LANES, Matrix};
    use std::arch::x86_64::{__m256i, _mm256_dpbusd_epi32, _mm256_set1_epi32};

    /// Rows of a block: as many sums stay in registers.
    const BLOCK: usize = 16;

    /// Weights in the order in which they are used.
    #[derive(Clone, Debug, Default)]
    pub struct Fours {
        /// Blocks of rows, in each block fours of columns, of each four all rows of the block.
        blocks: Vec<[[i8; 32]; 2]>,
        /// The instruction takes states from 0 to 255: what 128 too many in each state come to, for
        /// each row of a block, negative.
        starts: Vec<[[i32; 8]; 2]>,
    }

    impl Fours {
        pub fn new(matrix: &Matrix) -> Self {
            let (mut blocks, mut starts) = (Vec::new(), Vec::new());
            for block in (0..matrix.units().len()).step_by(BLOCK) {
                for four in (0..matrix.width()).step_by(4) {
                    let at =
                        |half: usize, i: usize| matrix.weight(block + 8 * half + i / 4, four + i % 4) as i8;
                    blocks.push(std::array::from_fn(|half| std::array::from_fn(|i| at(half, i))));
                }
                let sum =
                    |row: usize| (0..matrix.width()).map(|c| i32::from(matrix.weight(row, c))).sum::<i32>();
                starts.push(std::array::from_fn(|half| {
                    std::array::from_fn(|i| -128 * sum(block + 8 * half + i))
                }));
            }
            Self { blocks, starts }
        }

        /// Adds the products of the first `count` states in `fours`.
        #[inline]
        #[target_feature(enable = "avx2,avx512vnni,avx512vl")]
        pub fn add(&self, matrix: &Matrix, fours: &[FourBytes], count: usize, unit: f32, out: &mut [f32]) {
            let blocks = self.blocks.chunks_exact(fours.len().max(1)).zip(&self.starts);
            let blocks = blocks.zip(matrix.units().chunks(BLOCK));
            for (number, ((block, starts), units)) in blocks.enumerate() {
                let sums = match count {
                    1 => sums::<1>(fours, block, starts),
                    2 => sums::<2>(fours, block, starts),
                    3 => sums::<3>(fours, block, starts),
                    _ => sums::<4>(fours, block, starts),
                };
                matrix.put((number, units), &sums, count, unit, out);
            }
        }
    }

    #[allow(clippy::needless_range_loop)]
    #[inline]
    #[target_feature(enable = "avx2,avx512vnni,avx512vl")]
    fn sums<const N: usize>(
        fours: &[FourBytes],
        weights: &[[[i8; 32]; 2]],
        starts: &[[i32; 8]; 2],
    ) -> [[i32; BLOCK]; LANES] {
        let starts: [__m256i; 2] = bytemuck::cast(*starts);
        let mut sums = [starts; N];
        for (four, weights) in fours.iter().zip(weights) {
            for n in 0..N {
                let four = _mm256_set1_epi32(four[n]);
                for half in 0..2 {
                    sums[n][half] = _mm256_dpbusd_epi32(sums[n][half], four, bytemuck::cast(weights[half]));
                }
            }
        }
        let mut out = [[0; BLOCK]; LANES];
        for (places, sums) in out.iter_mut().zip(sums) {
            *places = bytemuck::cast(sums);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ByteWriter;
    use crate::neural::matrix::{LANES, put_pairs};
    use multiversion::target::match_target;

    /// As this processor does it.
    #[multiversion::multiversion(targets(
        "x86_64+avx+avx2+avx512f+avx512vl+avx512vnni+sse3+sse4.1+sse4.2+ssse3"
    ))]
    fn add_here(matrix: &RecurrentMatrix, states: &[Vec<i16>], out: &mut [f32]) {
        let mut packed = vec![Pairs::default(); states[0].len().div_ceil(2)];
        match_target! {
            "x86_64+avx+avx2+avx512f+avx512vl+avx512vnni+sse3+sse4.1+sse4.2+ssse3" => {
                packed.truncate(states[0].len().div_ceil(4));
                states.iter().enumerate().for_each(|(lane, s)| put_fours(s, lane, &mut packed));
                matrix.add_bytes(&packed, states.len(), 0.25, out);
            },
            _ => {
                states.iter().enumerate().for_each(|(lane, s)| put_pairs(s, lane, &mut packed));
                matrix.add_narrow(&packed, states.len(), 0.25, out);
            },
        }
    }

    #[test]
    fn by_bytes_and_by_pairs_agree() {
        for (rows, width) in [(48, 16), (240, 80), (18, 6), (33, 5)] {
            let weights: Vec<f32> = (0..rows * width).map(|i| (i * 37 % 255) as f32 - 127.0).collect();
            let mut writer = ByteWriter::new();
            Matrix::write(&mut writer, &weights, width);
            let bytes = writer.finish();
            let matrix = RecurrentMatrix::read(&mut ByteReader::new(&bytes), rows, width).unwrap();
            for count in 1..=LANES {
                let states = |lane| (0..width).map(|i| ((i + lane) * 61 % 255) as i16 - 127).collect();
                let states: Vec<Vec<i16>> = (0..count).map(states).collect();
                let mut pairs = vec![Pairs::default(); width.div_ceil(2)];
                states.iter().enumerate().for_each(|(lane, s)| put_pairs(s, lane, &mut pairs));
                let mut by_pairs = vec![0.5; count * rows];
                matrix.add_narrow(&pairs, count, 0.25, &mut by_pairs);
                let mut here = vec![0.5; count * rows];
                add_here(&matrix, &states, &mut here);
                assert_eq!(here, by_pairs, "{rows} rows of {width}, {count} at a time");
            }
        }
    }
}
