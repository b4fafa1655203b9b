use super::crf::Crf;
use super::features::{FormFeatures, TokenInput};
use super::layout::{
    SHAPE_ROWS, SHAPE_WIDTH, STATE_WIDTH, STATES, SUFFIX_ROWS, SUFFIX_WIDTH, WHOLE_ROWS, WHOLE_WIDTH,
};
use super::math::{rational_tanh, sigmoid};
use super::matrix::{Matrix, floats};
use super::table::WordTable;
use crate::ModelError;
use crate::model::ByteReader;
use multiversion::target::match_target;
use std::collections::HashMap;

/// A bidirectional gated recurrent network with a CRF output layer, its weights rounded to eight
/// bits. Products are summed in whole numbers; the few float steps are sums, products and
/// quotients in a fixed order: the result is the same bits natively and in wasm.
#[derive(Clone, Debug, Default)]
pub struct Tagger {
    word: usize,
    hidden: usize,
    tables: [Table; 3],
    layers: Vec<[Direction; 2]>,
    /// What each state adds to the gates of the first layer, both directions.
    states: Vec<f32>,
    output: Matrix,
    output_bias: Vec<f32>,
    crf: Crf,
}

#[derive(Clone, Debug, Default)]
struct Table {
    width: usize,
    unit: f32,
    weights: Vec<i8>,
}

#[derive(Clone, Debug, Default)]
struct Direction {
    /// 3H rows: reset, update, candidate.
    input: Matrix,
    recurrent: Matrix,
    bias: Vec<f32>,
    inner: Vec<f32>,
}

/// What the first layer makes of each word form, remembered: forms repeat, and all of the input
/// but the state depends on the form alone. Bounded; what it holds never changes a result.
#[derive(Clone, Debug, Default)]
pub struct Memo {
    rows: HashMap<FormFeatures, u32>,
    sums: Vec<f32>,
}

/// What the gates of each input are given before the recurrent share: 6H numbers an input.
enum Given<'a> {
    /// In the first layer what the memo holds of a form and what the state adds, by their rows.
    Rows { forms: &'a [f32], states: &'a [f32], of: &'a [(u32, u8)] },
    /// In the others, one input after another.
    Sums(&'a [f32]),
}

/// Word forms remembered at most: 480 floats each.
const REMEMBERED: usize = 6000;
/// Inputs are rounded to this fraction, the network's states (between -1 and 1) to the other.
const INPUT_UNIT: f32 = 1.0 / 4096.0;
const HIDDEN_UNIT: f32 = 1.0 / 8192.0;

impl Tagger {
    /// Reads the section that `crates/train` writes.
    ///
    /// # Errors
    /// When the bytes are something else.
    pub fn read(reader: &mut ByteReader<'_>) -> Result<Self, ModelError> {
        let mut size = |most: u32| match reader.u32()? {
            n if n <= most => Ok(n as usize),
            _ => Err(ModelError::new("the model's tagger has impossible sizes")),
        };
        let (word, hidden, layers, labels) = (size(512)?, size(512)?, size(4)?, size(64)?);
        let mut table = |rows: usize, width: usize| -> Result<Table, ModelError> {
            let unit = reader.f32()?;
            Ok(Table { width, unit, weights: reader.take(rows * width)?.iter().map(|b| *b as i8).collect() })
        };
        let tables = [
            table(SUFFIX_ROWS, SUFFIX_WIDTH)?,
            table(WHOLE_ROWS, WHOLE_WIDTH)?,
            table(SHAPE_ROWS, SHAPE_WIDTH)?,
        ];
        let state_table = floats(reader, STATES * STATE_WIDTH)?;
        let form = word + SUFFIX_WIDTH + WHOLE_WIDTH + SHAPE_WIDTH;
        let mut made = Self { word, hidden, tables, ..Self::default() };
        let mut both = Vec::new();
        for layer in 0..layers {
            let width = if layer == 0 { form + STATE_WIDTH } else { 2 * hidden };
            let mut direction = || -> Result<Direction, ModelError> {
                Ok(Direction {
                    input: Matrix::read(reader, 3 * hidden, width)?,
                    recurrent: Matrix::read(reader, 3 * hidden, hidden)?,
                    bias: floats(reader, 3 * hidden)?,
                    inner: floats(reader, hidden)?,
                })
            };
            let mut pair = [direction()?, direction()?];
            if layer == 0 {
                // The state's columns are worked out for every state once and for all.
                for state in state_table.chunks_exact(STATE_WIDTH) {
                    for direction in &pair {
                        let columns = direction.input.floats(form);
                        both.extend(
                            columns
                                .chunks_exact(STATE_WIDTH)
                                .map(|c| c.iter().zip(state).map(|(a, b)| a * b).sum::<f32>()),
                        );
                    }
                }
                for direction in &mut pair {
                    direction.input = direction.input.head(form);
                }
            }
            made.layers.push(pair);
        }
        made.states = both;
        made.output = Matrix::read(reader, labels, 2 * hidden)?;
        made.output_bias = floats(reader, labels)?;
        made.crf = Crf { labels, transitions: floats(reader, labels * labels)? };
        Ok(made)
    }

    /// The output layer.
    #[must_use]
    pub fn crf(&self) -> &Crf {
        &self.crf
    }

    /// Scores of every label for every input, `crf().labels` an input.
    #[must_use]
    pub fn emissions(&self, inputs: &[TokenInput], table: &WordTable, memo: &mut Memo) -> Vec<f32> {
        let h = self.hidden;
        let gates = 6 * h;
        if memo.rows.len() >= REMEMBERED {
            *memo = Memo::default();
        }
        let mut of = Vec::with_capacity(inputs.len());
        for input in inputs {
            let row = match memo.rows.get(&input.form) {
                Some(row) => *row,
                None => {
                    let row = memo.rows.len() as u32;
                    let start = memo.sums.len();
                    memo.sums.resize(start + gates, 0.0);
                    self.project(input.form, table, memo.sums.get_mut(start..).unwrap_or(&mut []));
                    memo.rows.insert(input.form, row);
                    row
                }
            };
            of.push((row, input.state));
        }
        let mut out = vec![0i16; inputs.len() * 2 * h];
        let mut sums = Vec::new();
        for (layer, pair) in self.layers.iter().enumerate() {
            if layer > 0 {
                sums.resize(inputs.len() * gates, 0.0);
                for (x, place) in out.chunks_exact(2 * h).zip(sums.chunks_exact_mut(gates.max(1))) {
                    for (direction, half) in pair.iter().zip(place.chunks_exact_mut(3 * h)) {
                        half.copy_from_slice(&direction.bias);
                        direction.input.add(x, HIDDEN_UNIT, half);
                    }
                }
            }
            for (side, direction) in pair.iter().enumerate() {
                let given = match layer {
                    0 => Given::Rows { forms: &memo.sums, states: &self.states, of: &of },
                    _ => Given::Sums(&sums),
                };
                run(direction, &given, side, h, &mut out);
            }
        }
        let labels = self.crf.labels;
        let mut scores = vec![0.0; inputs.len() * labels];
        for (x, row) in out.chunks_exact((2 * h).max(1)).zip(scores.chunks_exact_mut(labels.max(1))) {
            row.copy_from_slice(&self.output_bias);
            self.output.add(x, HIDDEN_UNIT, row);
        }
        scores
    }

    /// The first layer's share of a word form, biases included.
    fn project(&self, form: FormFeatures, table: &WordTable, out: &mut [f32]) {
        let mut x = vec![0.0f32; self.word];
        if form.word > 0 && table.width() == self.word {
            table.vector(form.word - 1, &mut x);
        }
        for (part, row) in self.tables.iter().zip([form.suffix, form.whole, form.shape]) {
            let start = usize::from(row) * part.width;
            let weights = part.weights.get(start..start + part.width).unwrap_or(&[]);
            x.extend(weights.iter().map(|w| f32::from(*w) * part.unit));
        }
        let rounded: Vec<i16> = x.iter().map(|v| round(*v * (1.0 / INPUT_UNIT))).collect();
        for (direction, half) in
            self.layers.first().into_iter().flatten().zip(out.chunks_exact_mut(3 * self.hidden))
        {
            half.copy_from_slice(&direction.bias);
            direction.input.add(&rounded, INPUT_UNIT, half);
        }
    }
}

/// One direction of one layer over all inputs.
#[multiversion::multiversion(targets("x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3"))]
fn run(direction: &Direction, given: &Given<'_>, side: usize, h: usize, out: &mut [i16]) {
    let length = out.len() / (2 * h).max(1);
    let mut state = vec![0.0f32; h];
    let mut rounded = vec![0i16; h];
    let mut share = vec![0.0f32; 3 * h];
    let mut gates = vec![0.0f32; 3 * h];
    let half = side * 3 * h..(side + 1) * 3 * h;
    for step in 0..length {
        let t = if side == 0 { step } else { length - 1 - step };
        share[..2 * h].fill(0.0);
        share[2 * h..].copy_from_slice(&direction.inner);
        match_target! {
            "x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3" => direction.recurrent.add_wide(&rounded, HIDDEN_UNIT, &mut share),
            _ => direction.recurrent.add_narrow(&rounded, HIDDEN_UNIT, &mut share),
        }
        match given {
            Given::Rows { forms, states, of } => {
                let Some(&(row, state)) = of.get(t) else { continue };
                let rows = forms.chunks_exact(6 * h).nth(row as usize).and_then(|r| r.get(half.clone()));
                let states = states.chunks_exact(6 * h).nth(state.into()).and_then(|r| r.get(half.clone()));
                let (Some(row), Some(state)) = (rows, states) else { continue };
                for ((gate, a), b) in gates.iter_mut().zip(row).zip(state) {
                    *gate = a + b;
                }
            }
            Given::Sums(sums) => {
                let Some(row) = sums.chunks_exact(6 * h).nth(t).and_then(|r| r.get(half.clone())) else {
                    continue;
                };
                gates.copy_from_slice(row);
            }
        }
        step_cells(&gates, &share, &mut state, &mut rounded);
        if let Some(place) = out.get_mut(t * 2 * h + side * h..t * 2 * h + (side + 1) * h) {
            place.copy_from_slice(&rounded);
        }
    }
}

/// One step of all units. `gates` and `share` hold reset, update and candidate, one after another.
#[inline(always)]
fn step_cells(gates: &[f32], share: &[f32], state: &mut [f32], rounded: &mut [i16]) {
    let h = state.len();
    let (gate_r, gate_z, gate_n) = (&gates[..h], &gates[h..2 * h], &gates[2 * h..3 * h]);
    let (share_r, share_z, share_n) = (&share[..h], &share[h..2 * h], &share[2 * h..3 * h]);
    let rounded = &mut rounded[..h];
    for u in 0..h {
        let reset = sigmoid(gate_r[u] + share_r[u]);
        let update = sigmoid(gate_z[u] + share_z[u]);
        let candidate = rational_tanh(gate_n[u] + reset * share_n[u]);
        state[u] = candidate + update * (state[u] - candidate);
        // Between -1 and 1: by way of 32 bits, which is one instruction for several units.
        rounded[u] = (state[u] * 8192.0) as i32 as i16;
    }
}

/// To the nearest whole number that sixteen bits hold.
fn round(value: f32) -> i16 {
    (value + if value < 0.0 { -0.5 } else { 0.5 }) as i16
}
