//! Makes the lexicon: word clusters from openly licensed vectors, and lists of names.

use crate::crf::Random;
use crate::name_lists;
use crate::options::Options;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use verbatim_nlp::lexeme::{ClusterId, Lexicon};

/// How many words have a cluster, the most frequent first.
const WORDS: usize = 60_000;
const FINE: usize = 512;
const COARSE: usize = 48;

#[derive(Deserialize)]
struct Vectors {
    #[serde(rename = "wordIndex")]
    word_index: usize,
    dimensions: usize,
    words: Vec<String>,
    vectors: BTreeMap<String, Vec<f32>>,
}

/// A word and its vector, of unit length.
pub type WordVector = (String, Vec<f32>);

/// The vectors of the most frequent words from the package's JSON file.
pub fn read_vectors(options: &Options) -> Result<Vec<WordVector>, Box<dyn Error>> {
    let path = options.vectors_file();
    let file = std::fs::File::open(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut all: Vectors = serde_json::from_reader(std::io::BufReader::new(file))?;
    let mut out = Vec::new();
    for word in all.words.iter().filter(|w| !w.contains('\n')).take(WORDS) {
        let Some(mut vector) = all.vectors.remove(word) else { continue };
        vector.truncate(all.dimensions.min(all.word_index));
        let norm = vector.iter().map(|v| v * v).sum::<f32>().sqrt().max(1e-9);
        vector.iter_mut().for_each(|v| *v /= norm);
        out.push((word.clone(), vector));
    }
    Ok(out)
}

/// Makes the lexicon from vectors and gazetteers.
pub fn make(options: &Options) -> Result<Lexicon, Box<dyn Error>> {
    let vectors = read_vectors(options)?;
    let points: Vec<&[f32]> = vectors.iter().map(|v| v.1.as_slice()).collect();
    let (centres, fine) = k_means(&points, FINE, 12, 7);
    let centre_points: Vec<&[f32]> = centres.iter().map(Vec::as_slice).collect();
    let (_, coarse) = k_means(&centre_points, COARSE, 30, 11);
    let clusters = vectors.iter().zip(&fine).map(|((w, _), c)| (w.clone(), *c as ClusterId)).collect();
    Ok(Lexicon::new(&clusters, coarse.iter().map(|c| *c as ClusterId).collect(), &name_lists::read(options)?))
}

/// Spherical k-means: points of unit length to the centre with the largest dot product.
fn k_means(points: &[&[f32]], count: usize, rounds: usize, seed: u64) -> (Vec<Vec<f32>>, Vec<usize>) {
    let mut random = Random(seed);
    let mut order: Vec<usize> = (0..points.len()).collect();
    random.shuffle(&mut order);
    let mut centres: Vec<Vec<f32>> = order.iter().take(count).map(|p| points[*p].to_vec()).collect();
    let mut nearest = vec![0; points.len()];
    for _ in 0..rounds {
        for (point, near) in points.iter().zip(&mut nearest) {
            let mut best = f32::MIN;
            for (index, centre) in centres.iter().enumerate() {
                let dot = dot(point, centre);
                if dot > best {
                    (best, *near) = (dot, index);
                }
            }
        }
        for centre in &mut centres {
            centre.iter_mut().for_each(|c| *c = 0.0);
        }
        for (point, near) in points.iter().zip(&nearest) {
            centres[*near].iter_mut().zip(*point).for_each(|(c, p)| *c += p);
        }
        for centre in &mut centres {
            let norm = centre.iter().map(|c| c * c).sum::<f32>().sqrt();
            if norm < 1e-6 {
                *centre = points[random.below(points.len())].to_vec();
            } else {
                centre.iter_mut().for_each(|c| *c /= norm);
            }
        }
    }
    (centres, nearest)
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0f32; 16];
    for (x, y) in a.chunks(16).zip(b.chunks(16)) {
        for ((s, x), y) in sums.iter_mut().zip(x).zip(y) {
            *s += x * y;
        }
    }
    sums.iter().sum()
}
