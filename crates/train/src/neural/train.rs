use super::model::{Dropout, Example, learn, output_layer, score};
use super::params::{Places, Shape};
use super::random::Random;
use std::time::Instant;
use verbatim_nlp::neural::WordTable;

/// How to train.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Sizes of the tagger.
    pub shape: Shape,
    /// Passes over the examples.
    pub epochs: usize,
    /// Sequences a step; two halves are worked on at a time.
    pub batch: usize,
    /// Peak step size; it falls to 0 along a cosine.
    pub rate: f32,
    /// Weight decay of the matrices (Loshchilov and Hutter 2019).
    pub decay: f32,
    /// Of the moving average of the weights that is kept in the end.
    pub average: f32,
    /// What is left out at random.
    pub dropout: Dropout,
    /// The same seed gives the same weights.
    pub seed: u64,
}

/// Trains a tagger; `observe` is given the averaged weights and a line on each epoch.
pub fn train(
    plan: &Plan,
    table: &WordTable,
    examples: &[Example],
    mut observe: impl FnMut(usize, &Places, &[f32], &str),
) -> (Places, Vec<f32>) {
    let places = plan.shape.places();
    let mut random = Random::new(plan.seed);
    let mut weights = places.begin(&mut random);
    let mut average = weights.clone();
    let mut optimiser = Adam::new(&places, plan);
    let steps = examples.len().div_ceil(plan.batch) * plan.epochs;
    let mut step = 0;
    for epoch in 0..plan.epochs {
        let began = Instant::now();
        let mut loss = 0.0;
        for group in batches(examples, plan.batch, &mut random) {
            let half = group.len().div_ceil(2);
            let tokens: usize = group.iter().map(|e| e.labels.len()).sum();
            let scale = 1.0 / tokens.max(1) as f32;
            let mut seeds = [Random::new(random.next()), Random::new(random.next())];
            let mut sums = [0.0; 2];
            let mut gradients = [vec![0.0; places.total], vec![0.0; places.total]];
            let parts = [&group[..half], &group[half..]];
            std::thread::scope(|scope| {
                for (((part, seed), sum), gradient) in
                    parts.into_iter().zip(&mut seeds).zip(&mut sums).zip(&mut gradients)
                {
                    let (places, weights) = (&places, &weights);
                    scope.spawn(move || {
                        if !part.is_empty() {
                            *sum = learn(places, weights, table, part, (plan.dropout, scale), seed, gradient);
                        }
                    });
                }
            });
            loss += sums[0] + sums[1];
            let [mut gradient, other] = gradients;
            gradient.iter_mut().zip(&other).for_each(|(a, b)| *a += b);
            step += 1;
            let share = step as f32 / steps as f32;
            let warm = (step as f32 / 100.0).min(1.0);
            let rate = plan.rate * warm * 0.5 * (1.0 + (std::f32::consts::PI * share).cos());
            optimiser.step(&mut weights, &mut gradient, rate);
            // Early averages forget faster, so that the first epochs can be judged.
            let keep = plan.average.min((1.0 + step as f32) / (10.0 + step as f32));
            average.iter_mut().zip(&weights).for_each(|(a, w)| *a += (1.0 - keep) * (w - *a));
        }
        let tokens: usize = examples.iter().map(|e| e.labels.len()).sum();
        let line = format!(
            "epoch {} of {}: loss {:.4} a token, {:.0} s",
            epoch + 1,
            plan.epochs,
            loss / tokens as f64,
            began.elapsed().as_secs_f32()
        );
        observe(epoch, &places, &average, &line);
    }
    (places, average)
}

/// Examples in random order, those of like length together.
fn batches<'e>(examples: &'e [Example], size: usize, random: &mut Random) -> Vec<Vec<&'e Example>> {
    let mut order: Vec<&Example> = examples.iter().filter(|e| !e.labels.is_empty()).collect();
    random.shuffle(&mut order);
    let mut made: Vec<Vec<&Example>> = Vec::new();
    for window in order.chunks_mut(size * 12) {
        window.sort_by_key(|e| e.labels.len());
        made.extend(window.chunks(size).map(<[_]>::to_vec));
    }
    random.shuffle(&mut made);
    made
}

struct Adam {
    first: Vec<f32>,
    second: Vec<f32>,
    decay: Vec<f32>,
    steps: i32,
}

impl Adam {
    fn new(places: &Places, plan: &Plan) -> Self {
        let mut decay = vec![0.0; places.total];
        for range in places.decays() {
            decay[range].fill(plan.decay);
        }
        Self { first: vec![0.0; places.total], second: vec![0.0; places.total], decay, steps: 0 }
    }

    fn step(&mut self, weights: &mut [f32], gradient: &mut [f32], rate: f32) {
        let norm = gradient.iter().map(|g| f64::from(*g) * f64::from(*g)).sum::<f64>().sqrt() as f32;
        let clip = if norm > 1.0 { 1.0 / norm } else { 1.0 };
        self.steps += 1;
        let (a, b) = (0.9f32, 0.999f32);
        let (fix_a, fix_b) = (1.0 - a.powi(self.steps), 1.0 - b.powi(self.steps));
        let moments = self.first.iter_mut().zip(&mut self.second).zip(&self.decay);
        for ((w, g), ((first, second), decay)) in weights.iter_mut().zip(gradient).zip(moments) {
            let g = *g * clip;
            *first += (1.0 - a) * (g - *first);
            *second += (1.0 - b) * (g * g - *second);
            *w -= rate * (*first / fix_a / ((*second / fix_b).sqrt() + 1e-8) + decay * *w);
        }
    }
}

/// Spans that the labels of one example mark: type, first and last input.
pub fn spans(labels: &[u8]) -> Vec<(u8, usize, usize)> {
    let mut found: Vec<(u8, usize, usize)> = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        if *label == 0 {
            continue;
        }
        let kind = (label - 1) / 2;
        match found.last_mut() {
            Some((k, _, end)) if label % 2 == 0 && *k == kind && *end + 1 == index => *end = index,
            _ => found.push((kind, index, index)),
        }
    }
    found
}

/// F1 of exact spans by type, in percent.
pub fn measure(places: &Places, weights: &[f32], table: &WordTable, examples: &[Example]) -> Vec<f32> {
    let kinds = (places.shape.labels - 1) / 2;
    let mut counts = vec![[0usize; 3]; kinds];
    let crf = output_layer(places, weights);
    for group in examples.chunks(16) {
        let group: Vec<&Example> = group.iter().collect();
        for (example, scores) in group.iter().zip(score(places, weights, table, &group)) {
            let (gold, given) = (spans(&example.labels), spans(&crf.best(&scores)));
            for span in &gold {
                counts[usize::from(span.0)][0] += 1;
                counts[usize::from(span.0)][2] += usize::from(given.contains(span));
            }
            given.iter().for_each(|s| counts[usize::from(s.0)][1] += 1);
        }
    }
    counts.iter().map(|[gold, given, right]| 200.0 * *right as f32 / (gold + given).max(1) as f32).collect()
}
