use super::math::{exp, ln};

/// A linear-chain conditional random field over BIO labels: 0 is O, 2k+1 begins type k, 2k+2 goes
/// on with it.
#[derive(Clone, Debug, Default)]
pub struct Crf {
    /// Number of labels.
    pub labels: usize,
    /// `transitions[from * labels + to]`.
    pub transitions: Vec<f32>,
}

/// Whether one label may follow another (`None`: the sequence begins).
#[must_use]
pub fn allowed(from: Option<usize>, to: usize) -> bool {
    if to == 0 || to % 2 == 1 {
        return true;
    }
    from.is_some_and(|f| f == to || f + 1 == to)
}

const NEVER: f32 = -1e9;

/// Labels that are looked at together.
const LANES: usize = 8;

impl Crf {
    /// The transitions with what is not allowed ruled out.
    fn masked(&self) -> Vec<f32> {
        let n = self.labels;
        let score = |i: usize| {
            if allowed(Some(i / n), i % n) { self.transitions.get(i).copied().unwrap_or(0.0) } else { NEVER }
        };
        (0..n * n).map(score).collect()
    }

    /// The best sequence of labels (Viterbi) for emission scores, `labels` a token.
    #[must_use]
    pub fn best(&self, emissions: &[f32]) -> Vec<u8> {
        best(self, emissions)
    }

    #[inline(always)]
    fn best_path(&self, emissions: &[f32]) -> Vec<u8> {
        let n = self.labels;
        if n == 0 {
            return Vec::new();
        }
        let transitions = by_eights(n, &self.masked(), NEVER);
        let chunks = n.div_ceil(LANES);
        let length = emissions.len() / n;
        let mut back = vec![[0u8; LANES]; length * chunks];
        let mut scores = vec![0.0f32; chunks * LANES];
        let mut next = scores.clone();
        for (t, (row, back)) in emissions.chunks_exact(n).zip(back.chunks_exact_mut(chunks)).enumerate() {
            for (chunk, (next, back)) in next.as_chunks_mut::<LANES>().0.iter_mut().zip(back).enumerate() {
                let (mut best, mut from) = ([f32::NEG_INFINITY; LANES], [0u32; LANES]);
                if t == 0 {
                    best =
                        std::array::from_fn(|i| if allowed(None, chunk * LANES + i) { 0.0 } else { NEVER });
                } else {
                    let rows = transitions.iter().skip(chunk).step_by(chunks);
                    for ((f, score), steps) in (0u32..).zip(scores.iter().take(n)).zip(rows) {
                        for i in 0..LANES {
                            let value = score + steps[i];
                            from[i] = if value > best[i] { f } else { from[i] };
                            best[i] = if value > best[i] { value } else { best[i] };
                        }
                    }
                }
                let own: [f32; LANES] =
                    std::array::from_fn(|i| row.get(chunk * LANES + i).copied().unwrap_or(NEVER));
                *next = std::array::from_fn(|i| best[i] + own[i]);
                *back = from.map(|f| f as u8);
            }
            std::mem::swap(&mut scores, &mut next);
        }
        let mut label = argmax(scores.get(..n).unwrap_or(&[]));
        let mut path = vec![0; length];
        for (place, back) in path.iter_mut().zip(back.chunks_exact(chunks)).rev() {
            *place = label as u8;
            label = back.as_flattened().get(label).copied().unwrap_or(0).into();
        }
        path
    }

    /// Chance of every label at every token (forward-backward), `labels` a token.
    #[must_use]
    pub fn marginals(&self, emissions: &[f32]) -> Vec<f32> {
        marginals(self, emissions)
    }

    #[inline(always)]
    fn chances(&self, emissions: &[f32]) -> Vec<f32> {
        let n = self.labels;
        if n == 0 {
            return Vec::new();
        }
        // In the probability domain, each token scaled to its peak: no logarithm in the loops.
        // Eight labels at a time, those past the last with no chance; each sum in its usual order.
        let factors: Vec<f32> = self.masked().iter().map(|t| exp(*t)).collect();
        let turned: Vec<f32> = (0..n * n).map(|i| factors[i % n * n + i / n]).collect();
        let (factors, turned) = (by_eights(n, &factors, 0.0), by_eights(n, &turned, 0.0));
        let chunks = n.div_ceil(LANES);
        let length = emissions.len() / n;
        let mut scaled = vec![[0.0f32; LANES]; length * chunks];
        for (row, places) in emissions.chunks_exact(n).zip(scaled.chunks_exact_mut(chunks)) {
            let peak = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let places = places.as_flattened_mut();
            places.iter_mut().zip(row).for_each(|(place, v)| *place = v - peak);
            places.iter_mut().take(n).for_each(|place| *place = exp(*place));
        }
        let mut forward = vec![[0.0f32; LANES]; length * chunks];
        let first: Vec<[f32; LANES]> = (0..chunks)
            .map(|c| std::array::from_fn(|i| f32::from(u8::from(allowed(None, c * LANES + i)))))
            .collect();
        let mut before = first.clone();
        let rows = forward.chunks_exact_mut(chunks).zip(scaled.chunks_exact(chunks));
        for (t, (row, scaled)) in rows.enumerate() {
            if t == 0 {
                row.copy_from_slice(&first);
            } else {
                weighted(&factors, before.as_flattened().get(..n).unwrap_or(&[]), row);
            }
            multiply(row, scaled);
            normalise(row.as_flattened_mut(), n);
            before.copy_from_slice(row);
        }
        let mut behind = vec![[1.0f32; LANES]; chunks];
        let mut emitted = behind.clone();
        let mut out = Vec::with_capacity(length * n);
        for (row, scaled) in forward.chunks_exact_mut(chunks).zip(scaled.chunks_exact(chunks)).rev() {
            emitted.copy_from_slice(&behind);
            multiply(&mut emitted, scaled);
            multiply(row, &behind);
            normalise(row.as_flattened_mut(), n);
            weighted(&turned, emitted.as_flattened().get(..n).unwrap_or(&[]), &mut behind);
            normalise(behind.as_flattened_mut(), n);
        }
        for row in forward.chunks_exact(chunks) {
            out.extend_from_slice(row.as_flattened().get(..n).unwrap_or(&[]));
        }
        out
    }

    /// Logarithm of the sum over all sequences; for tests and training diagnostics.
    #[must_use]
    pub fn log_partition(&self, emissions: &[f32]) -> f32 {
        let n = self.labels;
        let transitions = self.masked();
        let mut scores: Vec<f32> = Vec::new();
        for row in emissions.chunks_exact(n.max(1)) {
            let next = (0..n)
                .map(|to| {
                    let reach = if scores.is_empty() {
                        if allowed(None, to) { 0.0 } else { NEVER }
                    } else {
                        log_sum(&(0..n).map(|f| scores[f] + transitions[f * n + to]).collect::<Vec<_>>())
                    };
                    reach + row[to]
                })
                .collect();
            scores = next;
        }
        log_sum(&scores)
    }
}

#[multiversion::multiversion(targets("x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3"))]
fn best(crf: &Crf, emissions: &[f32]) -> Vec<u8> {
    crf.best_path(emissions)
}

#[multiversion::multiversion(targets("x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3"))]
fn marginals(crf: &Crf, emissions: &[f32]) -> Vec<f32> {
    crf.chances(emissions)
}

fn argmax(values: &[f32]) -> usize {
    let mut best = 0;
    for (index, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = index;
        }
    }
    best
}

/// Divides by the sum of the first `n`.
#[inline(always)]
fn normalise(values: &mut [f32], n: usize) {
    let sum: f32 = values.iter().take(n).sum();
    if sum > 0.0 {
        values.iter_mut().for_each(|v| *v /= sum);
    }
}

/// A square matrix, its rows filled up to a multiple of eight.
fn by_eights(n: usize, values: &[f32], rest: f32) -> Vec<[f32; LANES]> {
    let rows = values.chunks_exact(n.max(1));
    rows.flat_map(|row| {
        row.chunks(LANES).map(|part| std::array::from_fn(|i| part.get(i).copied().unwrap_or(rest)))
    })
    .collect()
}

/// The sum of a matrix's rows, each times its weight.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
fn weighted(rows: &[[f32; LANES]], weights: &[f32], out: &mut [[f32; LANES]]) {
    let chunks = out.len();
    for (chunk, place) in out.iter_mut().enumerate() {
        let mut sum = [0.0f32; LANES];
        for (weight, row) in weights.iter().zip(rows.iter().skip(chunk).step_by(chunks)) {
            for i in 0..LANES {
                sum[i] += weight * row[i];
            }
        }
        *place = sum;
    }
}

#[inline(always)]
fn multiply(values: &mut [[f32; LANES]], by: &[[f32; LANES]]) {
    for (values, by) in values.iter_mut().zip(by) {
        *values = std::array::from_fn(|i| values[i] * by[i]);
    }
}

fn log_sum(values: &[f32]) -> f32 {
    let peak = values.iter().copied().fold(NEVER, f32::max);
    peak + ln(values.iter().map(|v| exp(v - peak)).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> (Crf, Vec<f32>) {
        let transitions = (0..25).map(|i| ((i * 7) % 5) as f32 * 0.3 - 0.5).collect();
        let emissions = (0..20).map(|i| ((i * 11) % 7) as f32 * 0.4 - 1.0).collect();
        (Crf { labels: 5, transitions }, emissions)
    }

    /// Every sequence with its score, by counting.
    fn all(crf: &Crf, emissions: &[f32]) -> Vec<(Vec<usize>, f32)> {
        let length = emissions.len() / 5;
        (0..5usize.pow(length as u32))
            .filter_map(|number| {
                let path: Vec<usize> = (0..length).map(|t| number / 5usize.pow(t as u32) % 5).collect();
                let legal = (0..length).all(|t| allowed(t.checked_sub(1).map(|p| path[p]), path[t]));
                let mut score = 0.0;
                for (t, label) in path.iter().enumerate() {
                    score += emissions[t * 5 + label];
                    if t > 0 {
                        score += crf.transitions[path[t - 1] * 5 + label];
                    }
                }
                legal.then_some((path, score))
            })
            .collect()
    }

    #[test]
    fn agrees_with_counting_every_sequence() {
        let (crf, emissions) = sample();
        let every = all(&crf, &emissions);
        let total: f32 = every.iter().map(|(_, s)| s.exp()).sum();
        assert!((crf.log_partition(&emissions) - total.ln()).abs() < 1e-4);
        let best = every.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        let found: Vec<usize> = crf.best(&emissions).into_iter().map(usize::from).collect();
        assert_eq!(found, best.0);
        let marginals = crf.marginals(&emissions);
        for t in 0..4 {
            for label in 0..5 {
                let chance: f32 =
                    every.iter().filter(|(p, _)| p[t] == label).map(|(_, s)| s.exp()).sum::<f32>() / total;
                assert!((marginals[t * 5 + label] - chance).abs() < 1e-4);
            }
        }
    }
}
