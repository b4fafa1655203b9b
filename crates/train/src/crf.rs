//! Trains linear-chain conditional random fields (Lafferty et al. 2001) over hashed features, with
//! AdaGrad (Duchi et al. 2011) and feature dropout.

use crate::options::Options;
use verbatim_nlp::linear::{LabelSet, LinearModel, quantise};
use verbatim_nlp::model::ModelError;

/// A sentence: its tokens' feature hashes, one after another, and the right labels.
#[derive(Clone, Debug, Default)]
pub struct Example {
    features: Vec<u32>,
    ends: Vec<u32>,
    gold: Vec<u16>,
}

impl Example {
    /// Adds a feature to the token that is being described.
    pub fn feature(&mut self, feature: u32) {
        self.features.push(feature);
    }

    /// Ends the token's description with its right label.
    pub fn end_token(&mut self, gold: u16) {
        self.ends.push(self.features.len() as u32);
        self.gold.push(gold);
    }

    /// How many tokens it has.
    pub fn len(&self) -> usize {
        self.gold.len()
    }

    fn token(&self, index: usize) -> &[u32] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.features[start..self.ends[index] as usize]
    }
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The table has `2^bits` rows.
    pub bits: u8,
    pub epochs: usize,
    /// AdaGrad's step.
    pub rate: f32,
    /// Share of the features left out of each token.
    pub dropout: f32,
    /// Smallest weight that is kept, as a share of the unit.
    pub unit: f32,
    /// Weight of the L1 penalty.
    pub lasso: f32,
    /// Features seen fewer times are left out.
    pub least: u8,
    pub seed: u64,
    /// The weights are the mean of those after each of the last so many epochs.
    pub averaged: usize,
    /// Weights smaller than this are left out after the epochs, and the rest trained on for `refits`
    /// more.
    pub prune: f32,
    pub refits: usize,
}

impl Settings {
    /// These settings with what the command line changes.
    pub fn changed(self, options: &Options) -> Self {
        Self {
            bits: options.setting("bits", f32::from(self.bits)) as u8,
            epochs: options.setting("epochs", self.epochs as f32) as usize,
            rate: options.setting("rate", self.rate),
            dropout: options.setting("dropout", self.dropout),
            unit: options.setting("unit", self.unit),
            lasso: options.setting("lasso", self.lasso),
            least: options.setting("least", f32::from(self.least)) as u8,
            seed: options.setting("seed", self.seed as f32) as u64,
            prune: options.setting("prune", self.prune),
            refits: options.setting("refits", self.refits as f32) as usize,
            averaged: options.setting("averaged", self.averaged as f32) as usize,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            bits: 18,
            epochs: 8,
            rate: 0.1,
            dropout: 0.2,
            unit: 0.1,
            lasso: 0.0,
            least: 2,
            seed: 1,
            averaged: 1,
            prune: 0.0,
            refits: 0,
        }
    }
}

/// A small, fast, seeded source of chance (SplitMix64).
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// The steps between labels that are allowed, as lists: the others cost nothing.
struct Lattice {
    count: usize,
    pairs: Vec<(u16, u16)>,
    first: Vec<bool>,
    last: Vec<bool>,
}

/// Trains a model and quantises it.
///
/// # Errors
/// When the labels do not fit a model.
pub fn train(labels: &LabelSet, examples: &[Example], settings: Settings) -> Result<LinearModel, ModelError> {
    let count = labels.len();
    let lattice = Lattice {
        count,
        pairs: (0..count)
            .flat_map(|b| {
                (0..count).filter(move |n| labels.may_follow(Some(b), *n)).map(move |n| (b as u16, n as u16))
            })
            .collect(),
        first: (0..count).map(|n| labels.may_follow(None, n)).collect(),
        last: (0..count).map(|n| labels.may_end(n)).collect(),
    };
    let mut trainer = Trainer {
        lattice,
        mask: (1 << settings.bits) - 1,
        weights: vec![0.0; count << settings.bits],
        squares: vec![1.0; count << settings.bits],
        steps: vec![0.0; (count + 1) * count],
        step_squares: vec![1.0; (count + 1) * count],
        random: Random(settings.seed),
        settings,
        closed: false,
    };
    let frequent = Frequent::new(examples, settings.least);
    let pruned: Vec<Example> = examples.iter().map(|e| frequent.prune(e)).collect();
    let examples = pruned.as_slice();
    let mut order: Vec<usize> = (0..examples.len()).filter(|e| examples[*e].len() > 0).collect();
    let (mut sums, mut step_sums) = (vec![0.0; trainer.weights.len()], vec![0.0; trainer.steps.len()]);
    let epochs = settings.epochs + settings.refits;
    let averaged = settings.averaged.clamp(1, epochs.max(1));
    for epoch in 0..epochs {
        if epoch == settings.epochs {
            trainer.weights.iter_mut().filter(|w| w.abs() < settings.prune).for_each(|w| *w = 0.0);
            trainer.closed = true;
        }
        trainer.random.shuffle(&mut order);
        let loss: f64 = order.iter().map(|e| f64::from(trainer.learn(&examples[*e]))).sum();
        let tokens: usize = examples.iter().map(Example::len).sum();
        eprintln!("  epoch {:2}: loss {:.4} a token", epoch + 1, loss / tokens as f64);
        if epoch + averaged >= epochs {
            sums.iter_mut().zip(&trainer.weights).for_each(|(s, w)| *s += w / averaged as f32);
            step_sums.iter_mut().zip(&trainer.steps).for_each(|(s, w)| *s += w / averaged as f32);
        }
    }
    let unit = settings.unit;
    let rows: Vec<i8> = sums.iter().map(|w| quantise(*w, unit)).collect();
    eprintln!("  {} weights kept of {}", rows.iter().filter(|w| **w != 0).count(), rows.len());
    let steps = step_sums.iter().map(|w| (w / unit).round() as i32).collect();
    LinearModel::new(labels.clone(), rows, steps)
}

/// Which features are frequent enough: counts by hash, in a table so large that few share a place.
struct Frequent {
    counts: Vec<u8>,
    least: u8,
}

impl Frequent {
    fn new(examples: &[Example], least: u8) -> Self {
        let mut counts = vec![0u8; 1 << 26];
        for feature in examples.iter().flat_map(|e| &e.features) {
            let count = &mut counts[(feature >> 6) as usize];
            *count = count.saturating_add(1);
        }
        Self { counts, least }
    }

    fn prune(&self, example: &Example) -> Example {
        let mut out = Example { features: Vec::new(), ends: Vec::new(), gold: example.gold.clone() };
        for token in 0..example.len() {
            let kept = example.token(token).iter().filter(|f| self.counts[(**f >> 6) as usize] >= self.least);
            out.features.extend(kept);
            out.ends.push(out.features.len() as u32);
        }
        out
    }
}

struct Trainer {
    lattice: Lattice,
    mask: u32,
    weights: Vec<f32>,
    squares: Vec<f32>,
    steps: Vec<f32>,
    step_squares: Vec<f32>,
    random: Random,
    settings: Settings,
    /// Whether weights of 0 stay 0.
    closed: bool,
}

impl Trainer {
    /// One step on one sentence; gives its loss.
    fn learn(&mut self, example: &Example) -> f32 {
        let (count, length) = (self.lattice.count, example.len());
        let threshold = (self.settings.dropout * 65536.0) as u64;
        let mut kept: Vec<u32> = Vec::with_capacity(example.features.len());
        let mut ends = Vec::with_capacity(length);
        let mut scores = vec![0f32; length * count];
        for token in 0..length {
            for chunk in example.token(token).chunks(4) {
                let mut chance = self.random.next();
                for feature in chunk {
                    if chance & 0xFFFF >= threshold {
                        kept.push(feature & self.mask);
                    }
                    chance >>= 16;
                }
            }
            let start = ends.last().copied().unwrap_or(0);
            ends.push(kept.len());
            let row = &mut scores[token * count..(token + 1) * count];
            for &feature in &kept[start..] {
                let weights = &self.weights[feature as usize * count..(feature as usize + 1) * count];
                for (s, w) in row.iter_mut().zip(weights) {
                    *s += w;
                }
            }
        }
        let (loss, gradient, step_gradient) = self.gradients(&scores, &example.gold);
        let (rate, lasso) = (self.settings.rate, self.settings.lasso);
        let mut start = 0;
        let mut moving: Vec<(usize, f32)> = Vec::with_capacity(count);
        for (token, end) in ends.into_iter().enumerate() {
            moving.clear();
            let row = &gradient[token * count..(token + 1) * count];
            moving.extend(row.iter().enumerate().filter(|(_, g)| g.abs() > 0.002).map(|(l, g)| (l, *g)));
            for &feature in &kept[start..end] {
                let base = feature as usize * count;
                for &(label, g) in &moving {
                    if self.closed && self.weights[base + label] == 0.0 {
                        continue;
                    }
                    let square = &mut self.squares[base + label];
                    *square += g * g;
                    let step = rate / square.sqrt();
                    let weight = self.weights[base + label] - step * g;
                    // The proximal step of an L1 penalty keeps the table sparse.
                    self.weights[base + label] = weight.signum() * (weight.abs() - step * lasso).max(0.0);
                }
            }
            start = end;
        }
        for ((w, s), g) in self.steps.iter_mut().zip(&mut self.step_squares).zip(&step_gradient) {
            if *g != 0.0 {
                *s += g * g;
                *w -= rate * g / s.sqrt();
            }
        }
        loss
    }

    /// Loss and its gradients by emission and by step, with forward and backward sums scaled at
    /// every token.
    fn gradients(&self, scores: &[f32], gold: &[u16]) -> (f32, Vec<f32>, Vec<f32>) {
        let Lattice { count, pairs, first, last } = &self.lattice;
        let (count, length) = (*count, gold.len());
        let step: Vec<f32> = self.steps.iter().map(|s| s.exp()).collect();
        let mut psi = vec![0f32; length * count];
        let mut log_norm = 0f64;
        for (out, row) in psi.chunks_exact_mut(count).zip(scores.chunks_exact(count)) {
            let top = row.iter().copied().fold(f32::MIN, f32::max);
            log_norm += f64::from(top);
            for (o, s) in out.iter_mut().zip(row) {
                *o = (s - top).exp();
            }
        }
        let mut alpha = vec![0f32; length * count];
        let mut scale = vec![0f32; length];
        for t in 0..length {
            let (done, rest) = alpha.split_at_mut(t * count);
            let now = &mut rest[..count];
            if t == 0 {
                for l in 0..count {
                    now[l] = if first[l] { step[count * count + l] } else { 0.0 };
                }
            } else {
                let before = &done[(t - 1) * count..];
                for &(b, n) in pairs {
                    let (b, n) = (usize::from(b), usize::from(n));
                    now[n] += before[b] * step[b * count + n];
                }
            }
            let mut sum = 0.0;
            for (l, (a, p)) in now.iter_mut().zip(&psi[t * count..]).enumerate() {
                *a *= p;
                if t + 1 == length && !last[l] {
                    *a = 0.0;
                }
                sum += *a;
            }
            scale[t] = sum.max(1e-30);
            now.iter_mut().for_each(|a| *a /= scale[t]);
            log_norm += f64::from(scale[t].ln());
        }
        let mut beta = vec![0f32; length * count];
        let mut step_gradient = vec![0f32; (count + 1) * count];
        for l in 0..count {
            beta[(length - 1) * count + l] = if last[l] { 1.0 } else { 0.0 };
        }
        for t in (0..length - 1).rev() {
            let (here, after) = beta.split_at_mut((t + 1) * count);
            let here = &mut here[t * count..];
            let next_psi = &psi[(t + 1) * count..(t + 2) * count];
            let message: Vec<f32> = (0..count).map(|l| after[l] * next_psi[l] / scale[t + 1]).collect();
            for &(b, n) in pairs {
                let (b, n) = (usize::from(b), usize::from(n));
                let value = step[b * count + n] * message[n];
                here[b] += value;
                step_gradient[b * count + n] += alpha[t * count + b] * value;
            }
        }
        let mut gradient: Vec<f32> = alpha.iter().zip(&beta).map(|(a, b)| a * b).collect();
        let mut gold_score = 0f64;
        let mut before = count;
        for l in 0..count {
            step_gradient[count * count + l] += gradient[l];
        }
        for (t, &label) in gold.iter().enumerate() {
            let label = usize::from(label);
            gold_score += f64::from(scores[t * count + label] + self.steps[before * count + label]);
            gradient[t * count + label] -= 1.0;
            step_gradient[before * count + label] -= 1.0;
            before = label;
        }
        ((log_norm - gold_score) as f32, gradient, step_gradient)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use verbatim_nlp::linear::{Transitions, decode};

    #[test]
    fn learns_what_only_the_order_tells() {
        // The second of two equal words is a name, the first is not.
        let labels = LabelSet::new(["O", "B-x", "I-x", "L-x", "U-x"].map(str::to_owned).to_vec());
        let mut example = Example::default();
        for (features, gold) in [([1, 2], 0), ([1, 3], 1), ([4, 5], 3), ([1, 2], 0)] {
            features.into_iter().for_each(|f| example.feature(f * 77));
            example.end_token(gold);
        }
        let settings = Settings { bits: 10, epochs: 40, dropout: 0.0, least: 1, ..Settings::default() };
        let model = train(&labels, &[example.clone()], settings).unwrap();
        let mut scores = vec![0i16; 4 * model.width()];
        for (token, row) in scores.chunks_exact_mut(model.width()).enumerate() {
            model.add(example.token(token), row);
        }
        let mut path = Vec::new();
        decode(&Transitions::new(&labels, model.steps()), &scores, &mut path);
        assert_eq!(path, example.gold);
    }
}
