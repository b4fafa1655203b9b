use super::crf;
use super::gru::{self, Pass, Size};
use super::mat::{add_product, plain, transpose, transposed};
use super::params::Places;
use super::random::Random;
use verbatim_nlp::neural::layout::{SHAPE_WIDTH, STATE_WIDTH, SUFFIX_WIDTH, WHOLE_WIDTH};
use verbatim_nlp::neural::{Crf, TokenInput, WordTable};

/// A sequence to learn from.
#[derive(Clone, Debug, Default)]
pub struct Example {
    /// What the tagger sees.
    pub inputs: Vec<TokenInput>,
    /// The right label of each input.
    pub labels: Vec<u8>,
}

/// How much is left out at random while training.
#[derive(Clone, Copy, Debug)]
pub struct Dropout {
    /// Share of word forms hidden: their vector and their hash.
    pub word: f32,
    /// Share of the inputs' coordinates.
    pub input: f32,
    /// Share of the outputs of every recurrent layer.
    pub output: f32,
}

impl Dropout {
    /// Nothing is left out.
    pub const NONE: Self = Self { word: 0.0, input: 0.0, output: 0.0 };
}

struct Batch {
    size: Size,
    x: Vec<f32>,
    mask: Vec<f32>,
    /// Inputs by row, `None` where a sequence has ended.
    inputs: Vec<Option<TokenInput>>,
    hidden_words: Vec<bool>,
}

fn gather(
    places: &Places,
    weights: &[f32],
    table: &WordTable,
    examples: &[&Example],
    drop: Dropout,
    random: &mut Random,
) -> Batch {
    let shape = places.shape;
    let width = shape.inputs();
    let time = examples.iter().map(|e| e.inputs.len()).max().unwrap_or(0);
    let batch = examples.len();
    let rows = time * batch;
    let mut made = Batch {
        size: Size { time, batch, input: width, hidden: shape.hidden },
        x: vec![0.0; rows * width],
        mask: vec![0.0; rows],
        inputs: vec![None; rows],
        hidden_words: vec![false; rows],
    };
    for (b, example) in examples.iter().enumerate() {
        for (t, input) in example.inputs.iter().enumerate() {
            let row = t * batch + b;
            made.mask[row] = 1.0;
            made.inputs[row] = Some(*input);
            let hide = drop.word > 0.0 && random.unit() < drop.word;
            made.hidden_words[row] = hide;
            let x = &mut made.x[row * width..(row + 1) * width];
            let (word, rest) = x.split_at_mut(shape.word);
            if input.form.word > 0 && !hide {
                table.vector(input.form.word - 1, word);
            }
            let (suffix, rest) = rest.split_at_mut(SUFFIX_WIDTH);
            suffix.copy_from_slice(row_of(weights, &places.suffix, input.form.suffix.into(), SUFFIX_WIDTH));
            let (whole, rest) = rest.split_at_mut(WHOLE_WIDTH);
            if !hide {
                whole.copy_from_slice(row_of(weights, &places.whole, input.form.whole.into(), WHOLE_WIDTH));
            }
            let (form, state) = rest.split_at_mut(SHAPE_WIDTH);
            form.copy_from_slice(row_of(weights, &places.form, input.form.shape.into(), SHAPE_WIDTH));
            state.copy_from_slice(row_of(weights, &places.state, input.state.into(), STATE_WIDTH));
        }
    }
    made
}

fn row_of<'w>(weights: &'w [f32], range: &std::ops::Range<usize>, row: usize, width: usize) -> &'w [f32] {
    &weights[range.start + row * width..range.start + (row + 1) * width]
}

/// A mask of `count` factors: 0 for what is left out, and the rest scaled up.
fn drop_mask(count: usize, share: f32, random: &mut Random) -> Option<Vec<f32>> {
    let keep = 1.0 / (1.0 - share);
    (share > 0.0).then(|| (0..count).map(|_| if random.unit() < share { 0.0 } else { keep }).collect())
}

fn apply(values: &mut [f32], mask: Option<&Vec<f32>>) {
    if let Some(mask) = mask {
        values.iter_mut().zip(mask).for_each(|(v, m)| *v *= m);
    }
}

struct LayerPass {
    x: Vec<f32>,
    passes: [Pass; 2],
    mask: Option<Vec<f32>>,
}

fn layers(
    places: &Places,
    weights: &[f32],
    batch: &Batch,
    x: Vec<f32>,
    drop: Dropout,
    random: &mut Random,
) -> (Vec<LayerPass>, Vec<f32>) {
    let h = places.shape.hidden;
    let rows = batch.size.time * batch.size.batch;
    let mut x = x;
    let mut kept = Vec::new();
    for (layer, pair) in places.layers.iter().enumerate() {
        let size = Size { input: places.shape.width(layer), ..batch.size };
        let passes = [false, true]
            .map(|back| gru::forward(weights, &pair[usize::from(back)], &x, &batch.mask, size, back));
        let mut out = vec![0.0; rows * 2 * h];
        for row in 0..rows {
            out[row * 2 * h..row * 2 * h + h].copy_from_slice(&passes[0].out[row * h..(row + 1) * h]);
            out[row * 2 * h + h..(row + 1) * 2 * h].copy_from_slice(&passes[1].out[row * h..(row + 1) * h]);
        }
        let mask = drop_mask(out.len(), drop.output, random);
        apply(&mut out, mask.as_ref());
        kept.push(LayerPass { x, passes, mask });
        x = out;
    }
    (kept, x)
}

fn emissions(places: &Places, weights: &[f32], out: &[f32], rows: usize) -> Vec<f32> {
    let n = places.shape.labels;
    let mut scores = vec![0.0; rows * n];
    for row in scores.chunks_exact_mut(n) {
        row.copy_from_slice(&weights[places.output_bias.clone()]);
    }
    let width = 2 * places.shape.hidden;
    add_product(out, plain(width), &weights[places.output.clone()], &mut scores, (rows, width, n));
    scores
}

/// Loss of a batch, summed over its sequences; adds its gradient, times `scale`, to `gradient`.
pub fn learn(
    places: &Places,
    weights: &[f32],
    table: &WordTable,
    examples: &[&Example],
    (drop, scale): (Dropout, f32),
    random: &mut Random,
    gradient: &mut [f32],
) -> f64 {
    let mut batch = gather(places, weights, table, examples, drop, random);
    let (h, n) = (places.shape.hidden, places.shape.labels);
    let rows = batch.size.time * batch.size.batch;
    let input_mask = drop_mask(batch.x.len(), drop.input, random);
    let mut x = std::mem::take(&mut batch.x);
    apply(&mut x, input_mask.as_ref());
    let (kept, out) = layers(places, weights, &batch, x, drop, random);
    let scores = emissions(places, weights, &out, rows);
    let mut grad_scores = vec![0.0; rows * n];
    let mut total = 0.0;
    for (b, example) in examples.iter().enumerate() {
        let length = example.labels.len();
        let line: Vec<f32> =
            (0..length).flat_map(|t| scores[(t * batch.size.batch + b) * n..][..n].iter().copied()).collect();
        let mut grad = vec![0.0; length * n];
        let transitions = places.transitions.clone();
        let (w, g) = (&weights[transitions.clone()], &mut gradient[transitions]);
        total += crf::loss(&line, w, &example.labels, n, scale, &mut grad, g);
        for (t, row) in grad.chunks_exact(n).enumerate() {
            grad_scores[(t * batch.size.batch + b) * n..][..n].copy_from_slice(row);
        }
    }
    add_product(
        &out,
        transposed(2 * h),
        &grad_scores,
        &mut gradient[places.output.clone()],
        (2 * h, rows, n),
    );
    for row in grad_scores.chunks_exact(n) {
        gradient[places.output_bias.clone()].iter_mut().zip(row).for_each(|(g, v)| *g += v);
    }
    let back = transpose(&weights[places.output.clone()], 2 * h, n);
    let mut grad_out = vec![0.0; rows * 2 * h];
    add_product(&grad_scores, plain(n), &back, &mut grad_out, (rows, n, 2 * h));
    for (layer, pass) in kept.iter().enumerate().rev() {
        apply(&mut grad_out, pass.mask.as_ref());
        let size = Size { input: places.shape.width(layer), ..batch.size };
        let mut grad_x = vec![0.0; pass.x.len()];
        for (side, direction) in places.layers[layer].iter().enumerate() {
            let half: Vec<f32> = grad_out
                .chunks_exact(2 * h)
                .flat_map(|r| r[side * h..(side + 1) * h].iter().copied())
                .collect();
            let (w, m) = (weights, &batch.mask);
            gru::backward(
                w,
                direction,
                &pass.passes[side],
                &pass.x,
                m,
                size,
                side == 1,
                &half,
                gradient,
                &mut grad_x,
            );
        }
        grad_out = grad_x;
    }
    apply(&mut grad_out, input_mask.as_ref());
    scatter(places, &batch, &grad_out, gradient);
    total
}

fn scatter(places: &Places, batch: &Batch, grad_x: &[f32], gradient: &mut [f32]) {
    let width = places.shape.inputs();
    for (row, input) in batch.inputs.iter().enumerate() {
        let Some(input) = input else { continue };
        let mut at = row * width + places.shape.word;
        let hide = batch.hidden_words[row];
        for (range, index, size, skip) in [
            (&places.suffix, usize::from(input.form.suffix), SUFFIX_WIDTH, false),
            (&places.whole, usize::from(input.form.whole), WHOLE_WIDTH, hide),
            (&places.form, usize::from(input.form.shape), SHAPE_WIDTH, false),
            (&places.state, usize::from(input.state), STATE_WIDTH, false),
        ] {
            if !skip {
                let start = range.start + index * size;
                gradient[start..start + size]
                    .iter_mut()
                    .zip(&grad_x[at..at + size])
                    .for_each(|(g, v)| *g += v);
            }
            at += size;
        }
    }
}

/// Emission scores of each example, time × labels, without dropout.
pub fn score(places: &Places, weights: &[f32], table: &WordTable, examples: &[&Example]) -> Vec<Vec<f32>> {
    let mut random = Random::new(0);
    let mut batch = gather(places, weights, table, examples, Dropout::NONE, &mut random);
    let x = std::mem::take(&mut batch.x);
    let (_, out) = layers(places, weights, &batch, x, Dropout::NONE, &mut random);
    let (n, size) = (places.shape.labels, batch.size);
    let scores = emissions(places, weights, &out, size.time * size.batch);
    let line = |(b, e): (usize, &&Example)| {
        (0..e.inputs.len()).flat_map(|t| scores[(t * size.batch + b) * n..][..n].iter().copied()).collect()
    };
    examples.iter().enumerate().map(line).collect()
}

/// The CRF of some weights.
pub fn output_layer(places: &Places, weights: &[f32]) -> Crf {
    Crf { labels: places.shape.labels, transitions: weights[places.transitions.clone()].to_vec() }
}
