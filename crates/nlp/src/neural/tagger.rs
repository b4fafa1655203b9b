use super::crf::Crf;
use super::features::{FormFeatures, TokenInput};
use super::layout::{
    SHAPE_ROWS, SHAPE_WIDTH, STATE_WIDTH, STATES, SUFFIX_ROWS, SUFFIX_WIDTH, WHOLE_ROWS, WHOLE_WIDTH,
};
use super::math::{rational_tanh, sigmoid};
use super::matrix::{LANES, Matrix, Pairs, floats, put_pairs};
use super::recurrent::RecurrentMatrix;
#[cfg(target_arch = "x86_64")]
use super::recurrent::{FourBytes, put_fours};
use super::table::WordTable;
use crate::ModelError;
use crate::lexeme::Uses;
use crate::model::ByteReader;
use multiversion::target::match_target;
use prefetch_index::prefetch_index;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A bidirectional gated recurrent network with a CRF output layer, its weights rounded to eight
/// bits. Products are summed in whole numbers; the few float steps are sums, products and
/// quotients in a fixed order: the result is the same bits natively and in wasm.
#[derive(Clone, Debug, Default)]
pub struct Tagger {
    word: usize,
    hidden: usize,
    tables: [Table; 3],
    layers: Vec<[Direction; 2]>,
    /// What each state adds to the gates of the first layer, for each direction.
    states: [Vec<f32>; 2],
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
    recurrent: RecurrentMatrix,
    bias: Vec<f32>,
    inner: Vec<f32>,
}

/// What the first layer makes of each word form, remembered: forms repeat, and all of the input
/// but the state depends on the form alone. Bounded; what it holds never changes a result.
#[derive(Clone, Debug, Default)]
pub struct Memo {
    rows: FxHashMap<FormFeatures, u32>,
    uses: Uses,
    /// For each direction, the gates of each form.
    sums: [Vec<f32>; 2],
    /// Room for what a layer gives out.
    out: Vec<i16>,
}

impl Memo {
    /// Forgets the forms that were seldom read; `width` is that of the gates.
    fn forget_rare(&mut self, width: usize) {
        let survivors = self.uses.survivors(REMEMBERED * 3 / 4);
        self.rows.retain(|_, row| survivors.new_number(*row).map(|new| *row = new).is_some());
        self.sums.iter_mut().for_each(|sums| survivors.compact(sums, width));
    }
}

/// What the gates of each input are given before the recurrent share: 3H numbers an input.
enum Given<'a> {
    /// In the first layer what the memo holds of a form and what the state adds, by their rows.
    Rows { forms: &'a [f32], states: &'a [f32], of: &'a [(u32, u8)] },
    /// In the others one input after another, and zeros for the part that does not depend on it.
    Sums { sums: &'a [f32], zeros: &'a [f32] },
}

/// Floats that are fetched at once.
const LINE: usize = 16;

/// Word forms remembered at most, about: 6H floats each.
const REMEMBERED: usize = 6000;
/// Inputs are rounded to this fraction,
const INPUT_UNIT: f32 = 1.0 / 4096.0;
/// and the network's states, between -1 and 1, to this one: they fit in eight bits, which costs a tenth
/// of a point of F1 at most.
const HIDDEN_UNIT: f32 = 1.0 / 127.0;

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
        for layer in 0..layers {
            let width = if layer == 0 { form + STATE_WIDTH } else { 2 * hidden };
            let mut direction = || -> Result<Direction, ModelError> {
                Ok(Direction {
                    input: Matrix::read(reader, 3 * hidden, width)?,
                    recurrent: RecurrentMatrix::read(reader, 3 * hidden, hidden)?,
                    bias: floats(reader, 3 * hidden)?,
                    inner: floats(reader, hidden)?,
                })
            };
            let mut pair = [direction()?, direction()?];
            if layer == 0 {
                // The state's columns are worked out for every state once and for all.
                for (direction, made) in pair.iter().zip(&mut made.states) {
                    let columns = direction.input.floats(form);
                    for state in state_table.chunks_exact(STATE_WIDTH) {
                        let product = |c: &[f32]| c.iter().zip(state).map(|(a, b)| a * b).sum::<f32>();
                        made.extend(columns.chunks_exact(STATE_WIDTH).map(product));
                    }
                }
                for direction in &mut pair {
                    direction.input = direction.input.head(form);
                }
            }
            made.layers.push(pair);
        }
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

    /// Scores of every label for every input of every stretch, one stretch after another,
    /// `crf().labels` an input. Stretches know nothing of each other, but several are read at a time,
    /// which is quicker.
    #[must_use]
    pub fn emissions(&self, stretches: &[&[TokenInput]], table: &WordTable, memo: &mut Memo) -> Vec<f32> {
        let h = self.hidden;
        if memo.rows.len() >= REMEMBERED {
            memo.forget_rare(3 * h);
        }
        let mut ranges = Vec::with_capacity(stretches.len());
        let mut of = Vec::with_capacity(stretches.iter().map(|s| s.len()).sum());
        let mut new = Vec::new();
        for stretch in stretches {
            let start = of.len();
            for input in *stretch {
                let next = memo.rows.len() as u32;
                let row = *memo.rows.entry(input.form).or_insert_with(|| {
                    new.push(input.form);
                    memo.uses.push();
                    next
                });
                memo.uses.count(row);
                of.push((row, input.state));
            }
            ranges.push(start..of.len());
        }
        self.project(&new, table, &mut memo.sums);
        // The longest first, so that the last ones are read side by side too.
        ranges.sort_by_key(|r| std::cmp::Reverse(r.len()));
        // All of it is written before it is read.
        let out = &mut memo.out;
        out.resize(of.len() * 2 * h, 0);
        let (mut sums, zeros) = ([const { Vec::new() }; 2], vec![0.0; 3 * h]);
        for (layer, pair) in self.layers.iter().enumerate() {
            if layer > 0 {
                for (direction, sums) in pair.iter().zip(&mut sums) {
                    sums.clear();
                    of.iter().for_each(|_| sums.extend_from_slice(&direction.bias));
                    direction.input.add(out, HIDDEN_UNIT, sums);
                }
            }
            let inputs = memo.sums.iter().zip(&self.states).zip(&sums);
            for (side, (direction, ((forms, states), sums))) in pair.iter().zip(inputs).enumerate() {
                let given = match layer {
                    0 => Given::Rows { forms, states, of: &of },
                    _ => Given::Sums { sums, zeros: &zeros },
                };
                run(direction, &given, &ranges, side, h, out);
            }
        }
        let mut scores: Vec<f32> = Vec::with_capacity(of.len() * self.crf.labels);
        of.iter().for_each(|_| scores.extend_from_slice(&self.output_bias));
        self.output.add(out, HIDDEN_UNIT, &mut scores);
        scores
    }

    /// Adds the first layer's shares of word forms, biases included, to those that are known.
    fn project(&self, forms: &[FormFeatures], table: &WordTable, sums: &mut [Vec<f32>; 2]) {
        let mut rounded: Vec<i16> = Vec::new();
        let mut x = Vec::new();
        for form in forms {
            x.clear();
            x.resize(self.word, 0.0f32);
            if form.word > 0 && table.width() == self.word {
                table.vector(form.word - 1, &mut x);
            }
            for (part, row) in self.tables.iter().zip([form.suffix, form.whole, form.shape]) {
                let start = usize::from(row) * part.width;
                let weights = part.weights.get(start..start + part.width).unwrap_or(&[]);
                x.extend(weights.iter().map(|w| f32::from(*w) * part.unit));
            }
            rounded.extend(x.iter().map(|v| round(*v * (1.0 / INPUT_UNIT))));
        }
        for (direction, sums) in self.layers.first().into_iter().flatten().zip(sums) {
            let start = sums.len();
            forms.iter().for_each(|_| sums.extend_from_slice(&direction.bias));
            direction.input.add(&rounded, INPUT_UNIT, sums.get_mut(start..).unwrap_or(&mut []));
        }
    }
}

/// One direction of one layer over all stretches, several at a time: each goes on where the one
/// before it in its lane has ended.
#[multiversion::multiversion(targets(
    "x86_64+avx+avx2+avx512f+avx512vl+avx512vnni+sse3+sse4.1+sse4.2+ssse3",
    "x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3"
))]
fn run(
    direction: &Direction,
    given: &Given<'_>,
    ranges: &[Range<usize>],
    side: usize,
    h: usize,
    out: &mut [i16],
) {
    let mut waiting = ranges.iter().filter(|r| !r.is_empty());
    let mut lanes: Vec<Range<usize>> = waiting.by_ref().take(LANES).cloned().collect();
    let mut states = vec![0.0f32; LANES * h];
    let mut shares = vec![0.0f32; LANES * 3 * h];
    let mut fresh = vec![0.0f32; LANES * h];
    // As this processor multiplies them, four bytes or two times sixteen bits.
    let mut packed: Vec<[i32; LANES]> = match_target! {
        "x86_64+avx+avx2+avx512f+avx512vl+avx512vnni+sse3+sse4.1+sse4.2+ssse3" => vec![FourBytes::default(); h.div_ceil(4)],
        _ => vec![Pairs::default(); h.div_ceil(2)],
    };
    let put = |states: &[i16], lane: usize, packed: &mut [[i32; LANES]]| {
        match_target! {
            "x86_64+avx+avx2+avx512f+avx512vl+avx512vnni+sse3+sse4.1+sse4.2+ssse3" => put_fours(states, lane, packed),
            _ => put_pairs(states, lane, packed),
        }
    };
    let nothing = vec![0i16; h];
    (0..LANES).for_each(|lane| put(&nothing, lane, &mut packed));
    let mut rounded = nothing.clone();
    while !lanes.is_empty() {
        // What does not depend on the step before comes first: fetching it from afar takes longest.
        let parts = shares.chunks_exact_mut((3 * h).max(1)).zip(fresh.chunks_exact_mut(h.max(1)));
        for (todo, (share, fresh)) in lanes.iter().zip(parts) {
            let t = if side == 0 { todo.start } else { todo.end - 1 };
            let Some((form, place)) = given.at(t, h) else { continue };
            given.fetch(if side == 0 { Some(t + 1) } else { t.checked_sub(1) }, h);
            let sum = |to: &mut [f32], from: usize| {
                let (form, place) = (&form[from..from + to.len()], &place[from..from + to.len()]);
                to.iter_mut().zip(form).zip(place).for_each(|((to, form), place)| *to = form + place);
            };
            let (gates, candidate) = share.split_at_mut(2 * h);
            sum(gates, 0);
            sum(fresh, 2 * h);
            candidate.copy_from_slice(&direction.inner);
        }
        match_target! {
            "x86_64+avx+avx2+avx512f+avx512vl+avx512vnni+sse3+sse4.1+sse4.2+ssse3" => direction.recurrent.add_bytes(&packed, lanes.len(), HIDDEN_UNIT, &mut shares),
            "x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3" => direction.recurrent.add_wide(&packed, lanes.len(), HIDDEN_UNIT, &mut shares),
            _ => direction.recurrent.add_narrow(&packed, lanes.len(), HIDDEN_UNIT, &mut shares),
        }
        let parts = shares.chunks_exact((3 * h).max(1)).zip(fresh.chunks_exact(h.max(1)));
        let parts = states.chunks_exact_mut(h.max(1)).zip(parts);
        for (lane, (todo, (state, (share, fresh)))) in lanes.iter_mut().zip(parts).enumerate() {
            let Some(t) = (if side == 0 { todo.next() } else { todo.next_back() }) else { continue };
            step_cells(share, fresh, state, &mut rounded);
            put(&rounded, lane, &mut packed);
            if let Some(place) = out.get_mut(t * 2 * h + side * h..t * 2 * h + (side + 1) * h) {
                place.copy_from_slice(&rounded);
            }
        }
        // Downwards: what is moved into a place has been looked at.
        for lane in (0..lanes.len()).rev() {
            if lanes.get(lane).is_none_or(|todo| !todo.is_empty()) {
                continue;
            }
            let from = match waiting.next() {
                Some(next) => {
                    lanes[lane] = next.clone();
                    states[lane * h..(lane + 1) * h].fill(0.0);
                    put(&nothing, lane, &mut packed);
                    continue;
                }
                None => lanes.len() - 1,
            };
            lanes.swap_remove(lane);
            states.copy_within(from * h..(from + 1) * h, lane * h);
            packed.iter_mut().for_each(|place| place[lane] = place[from]);
        }
    }
}

impl<'a> Given<'a> {
    /// Has fetched what the gates of an input will be given.
    #[inline(always)]
    fn fetch(&self, t: Option<usize>, h: usize) {
        if let (Given::Rows { forms, of, .. }, Some(t)) = (self, t)
            && let Some((form, _)) = of.get(t)
        {
            let start = *form as usize * 3 * h;
            (start..start + 3 * h).step_by(LINE).for_each(|at| prefetch_index(forms, at));
        }
    }

    /// What the gates of an input are given, in two parts.
    #[inline(always)]
    fn at(&self, t: usize, h: usize) -> Option<(&'a [f32], &'a [f32])> {
        let row = |numbers: &'a [f32], row: usize| numbers.get(row * 3 * h..(row + 1) * 3 * h);
        match self {
            Given::Rows { forms, states, of } => {
                let &(form, state) = of.get(t)?;
                Some((row(forms, form as usize)?, row(states, state.into())?))
            }
            Given::Sums { sums, zeros } => Some((row(sums, t)?, zeros)),
        }
    }
}

/// One step of all units. `gates` holds reset and update, and the recurrent share of the candidate,
/// one after another; `fresh` is the candidate's other share.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
fn step_cells(gates: &[f32], fresh: &[f32], state: &mut [f32], rounded: &mut [i16]) {
    let h = state.len();
    let (reset, update, share) = (&gates[..h], &gates[h..2 * h], &gates[2 * h..3 * h]);
    let (fresh, rounded) = (&fresh[..h], &mut rounded[..h]);
    for u in 0..h {
        let reset = sigmoid(reset[u]);
        let update = sigmoid(update[u]);
        let candidate = rational_tanh(fresh[u] + reset * share[u]);
        state[u] = candidate + update * (state[u] - candidate);
        rounded[u] = nearest(state[u] * 127.0);
    }
}

/// The whole number nearest to one between -2¹⁵ and 2¹⁵, for several units at once: `as` looks out for
/// numbers that are too large, which x86 can do for one at a time only.
#[inline(always)]
fn nearest(value: f32) -> i16 {
    const ROUND: f32 = 12_582_912.0;
    ((value + ROUND).to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32) as i16
}

/// To the nearest whole number that sixteen bits hold.
fn round(value: f32) -> i16 {
    (value + if value < 0.0 { -0.5 } else { 0.5 }) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_is_that_of_the_language() {
        for step in -40_000..=40_000 {
            let value = step as f32 * 0.204_8;
            assert_eq!(nearest(value), value.round_ties_even() as i16, "{value}");
        }
        for value in [0.0, -0.0, 0.5, 1.5, 2.5, -0.5, -126.5, 126.999_9, f32::MIN_POSITIVE] {
            assert_eq!(nearest(value), value.round_ties_even() as i16, "{value}");
        }
    }
}
