//! Matrix products for training: plain loops in blocks that compilers turn into vector code. Sums
//! run in a fixed order, so the same data and seed give the same weights.

/// Rows and columns of a block whose sums stay in registers, sixteen of 256 bits at most.
const ROWS: usize = 4;
const COLUMNS: usize = 16;

/// How a left factor is laid out: entry (i, p) stands at `i * row + p * column`.
#[derive(Clone, Copy)]
pub struct Stride {
    pub row: usize,
    pub column: usize,
}

/// `c += a · b`, where `a` is m × k by its strides, `b` is k × n and `c` m × n, row after row.
#[multiversion::multiversion(targets("x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3"))]
pub fn add_product(a: &[f32], stride: Stride, b: &[f32], c: &mut [f32], (m, k, n): (usize, usize, usize)) {
    let whole = n - n % COLUMNS;
    // A strip of sixteen columns at a time, copied together: it stays in the nearest cache.
    let mut strip = vec![[0.0f32; COLUMNS]; k];
    for j in (0..n).step_by(COLUMNS) {
        let width = if j < whole { COLUMNS } else { n - whole };
        for (p, line) in strip.iter_mut().enumerate() {
            line[..width].copy_from_slice(&b[p * n + j..p * n + j + width]);
        }
        let mut i = 0;
        while i + ROWS <= m {
            let sums = block(&a[i * stride.row..], stride, &strip);
            for (r, sum) in sums.iter().enumerate() {
                let at = (i + r) * n + j;
                for (place, s) in c[at..at + width].iter_mut().zip(sum) {
                    *place += s;
                }
            }
            i += ROWS;
        }
        for i in i..m {
            let at = i * n + j;
            for (p, line) in strip.iter().enumerate() {
                let factor = a[i * stride.row + p * stride.column];
                for (place, v) in c[at..at + width].iter_mut().zip(line) {
                    *place += factor * v;
                }
            }
        }
    }
}

/// Some rows of `a` times a strip.
#[inline(always)]
fn block(a: &[f32], stride: Stride, strip: &[[f32; COLUMNS]]) -> [[f32; COLUMNS]; ROWS] {
    let mut sums = [[0.0f32; COLUMNS]; ROWS];
    let Some(reach) = strip.len().checked_sub(1) else { return sums };
    let a = &a[..(ROWS - 1) * stride.row + reach * stride.column + 1];
    for (p, line) in strip.iter().enumerate() {
        for r in 0..ROWS {
            let factor = a[p * stride.column + r * stride.row];
            for s in 0..COLUMNS {
                sums[r][s] += factor * line[s];
            }
        }
    }
    sums
}

/// Strides of an m × k matrix stored row after row.
pub fn plain(k: usize) -> Stride {
    Stride { row: k, column: 1 }
}

/// Strides that read a k × m matrix, stored row after row, as its transpose.
pub fn transposed(m: usize) -> Stride {
    Stride { row: 1, column: m }
}

/// The transpose of a rows × columns matrix.
pub fn transpose(a: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    let mut out = vec![0.0; rows * columns];
    for r in 0..rows {
        for c in 0..columns {
            out[c * rows + r] = a[r * columns + c];
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_definition() {
        for (m, k, n) in [(1, 1, 1), (9, 5, 33), (16, 7, 48), (3, 4, 7)] {
            let a: Vec<f32> = (0..m * k).map(|i| (i % 7) as f32 - 3.0).collect();
            let b: Vec<f32> = (0..k * n).map(|i| (i % 5) as f32 - 2.0).collect();
            let mut wanted = vec![1.0; m * n];
            for i in 0..m {
                for j in 0..n {
                    wanted[i * n + j] += (0..k).map(|p| a[i * k + p] * b[p * n + j]).sum::<f32>();
                }
            }
            let mut c = vec![1.0; m * n];
            add_product(&a, plain(k), &b, &mut c, (m, k, n));
            assert_eq!(c, wanted);
            let mut c = vec![1.0; m * n];
            add_product(&transpose(&a, m, k), transposed(m), &b, &mut c, (m, k, n));
            assert_eq!(c, wanted);
        }
    }
}
