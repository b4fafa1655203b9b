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
        let n = self.labels;
        if n == 0 {
            return Vec::new();
        }
        let transitions = self.masked();
        let length = emissions.len() / n;
        let mut back = vec![0u8; length * n];
        let mut scores = vec![0.0f32; n];
        for (t, row) in emissions.chunks_exact(n).enumerate() {
            let mut next = vec![NEVER; n];
            for (to, place) in next.iter_mut().enumerate() {
                let (mut best, mut from) = (f32::NEG_INFINITY, 0);
                if t == 0 {
                    best = if allowed(None, to) { 0.0 } else { NEVER };
                } else {
                    for (f, score) in scores.iter().enumerate() {
                        let value = score + transitions[f * n + to];
                        if value > best {
                            (best, from) = (value, f);
                        }
                    }
                }
                *place = best + row[to];
                back[t * n + to] = from as u8;
            }
            scores = next;
        }
        let mut label = argmax(&scores);
        let mut path = vec![0; length];
        for t in (0..length).rev() {
            path[t] = label as u8;
            label = usize::from(back[t * n + label]);
        }
        path
    }

    /// Chance of every label at every token (forward-backward), `labels` a token.
    #[must_use]
    pub fn marginals(&self, emissions: &[f32]) -> Vec<f32> {
        let n = self.labels;
        if n == 0 {
            return Vec::new();
        }
        // In the probability domain, each token scaled to its peak: no logarithm in the loops.
        let factors: Vec<f32> = self.masked().iter().map(|t| exp(*t)).collect();
        let length = emissions.len() / n;
        let mut scaled = Vec::with_capacity(emissions.len());
        for row in emissions.chunks_exact(n) {
            let peak = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            scaled.extend(row.iter().map(|v| exp(v - peak)));
        }
        let mut forward = vec![0.0f32; length * n];
        for t in 0..length {
            for to in 0..n {
                let reach = if t == 0 {
                    if allowed(None, to) { 1.0 } else { 0.0 }
                } else {
                    (0..n).map(|f| forward[(t - 1) * n + f] * factors[f * n + to]).sum()
                };
                forward[t * n + to] = reach * scaled[t * n + to];
            }
            normalise(&mut forward[t * n..(t + 1) * n]);
        }
        let mut behind = vec![1.0f32; n];
        for t in (0..length).rev() {
            let emitted: Vec<f32> = (0..n).map(|to| behind[to] * scaled[t * n + to]).collect();
            for label in 0..n {
                forward[t * n + label] *= behind[label];
            }
            normalise(&mut forward[t * n..(t + 1) * n]);
            for (from, place) in behind.iter_mut().enumerate() {
                *place = (0..n).map(|to| factors[from * n + to] * emitted[to]).sum();
            }
            normalise(&mut behind);
        }
        forward
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

fn argmax(values: &[f32]) -> usize {
    let mut best = 0;
    for (index, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = index;
        }
    }
    best
}

fn normalise(values: &mut [f32]) {
    let sum: f32 = values.iter().sum();
    if sum > 0.0 {
        values.iter_mut().for_each(|v| *v /= sum);
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
