use super::random::Random;
use std::ops::Range;
use verbatim_nlp::neural::layout::{
    SHAPE_ROWS, SHAPE_WIDTH, STATE_WIDTH, STATES, SUFFIX_ROWS, SUFFIX_WIDTH, WHOLE_ROWS, WHOLE_WIDTH,
};

/// Sizes of a tagger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Dimensions of the word vectors.
    pub word: usize,
    /// Units of one direction of a layer; a multiple of 16 is fastest.
    pub hidden: usize,
    /// Recurrent layers.
    pub layers: usize,
    /// Labels of the CRF.
    pub labels: usize,
}

/// Where the weights of one direction of a layer lie.
#[derive(Clone, Debug)]
pub struct Direction {
    /// Inputs × 3H: reset, update, candidate.
    pub input: Range<usize>,
    /// H × 3H.
    pub recurrent: Range<usize>,
    /// 3H, added to the input's share.
    pub bias: Range<usize>,
    /// H, added to the candidate's recurrent share before the reset gate.
    pub inner: Range<usize>,
}

/// Where everything lies in the flat list of weights.
#[derive(Clone, Debug)]
pub struct Places {
    pub shape: Shape,
    pub suffix: Range<usize>,
    pub whole: Range<usize>,
    pub form: Range<usize>,
    pub state: Range<usize>,
    pub layers: Vec<[Direction; 2]>,
    /// 2H × labels.
    pub output: Range<usize>,
    pub output_bias: Range<usize>,
    pub transitions: Range<usize>,
    pub total: usize,
}

impl Shape {
    /// Width of the first layer's input.
    pub fn inputs(&self) -> usize {
        self.word + SUFFIX_WIDTH + WHOLE_WIDTH + SHAPE_WIDTH + STATE_WIDTH
    }

    /// Width of a layer's input.
    pub fn width(&self, layer: usize) -> usize {
        if layer == 0 { self.inputs() } else { 2 * self.hidden }
    }

    pub fn places(self) -> Places {
        let mut total = 0;
        let mut take = |count: usize| {
            total += count;
            total - count..total
        };
        let (suffix, whole) = (take(SUFFIX_ROWS * SUFFIX_WIDTH), take(WHOLE_ROWS * WHOLE_WIDTH));
        let (form, state) = (take(SHAPE_ROWS * SHAPE_WIDTH), take(STATES * STATE_WIDTH));
        let h = self.hidden;
        let mut direction = |width: usize| Direction {
            input: take(width * 3 * h),
            recurrent: take(h * 3 * h),
            bias: take(3 * h),
            inner: take(h),
        };
        let layers = (0..self.layers).map(|l| [direction(self.width(l)), direction(self.width(l))]).collect();
        let output = take(2 * h * self.labels);
        let output_bias = take(self.labels);
        let transitions = take(self.labels * self.labels);
        Places { shape: self, suffix, whole, form, state, layers, output, output_bias, transitions, total }
    }
}

impl Places {
    /// Weights to begin with: uniform, by the fan-in of each matrix.
    pub fn begin(&self, random: &mut Random) -> Vec<f32> {
        let mut weights = vec![0.0; self.total];
        let mut fill = |range: &Range<usize>, width: f32| {
            for place in &mut weights[range.clone()] {
                *place = random.around(width);
            }
        };
        for table in [&self.suffix, &self.whole, &self.form, &self.state] {
            fill(table, 0.3);
        }
        let bound = 1.0 / (self.shape.hidden as f32).sqrt();
        for (layer, pair) in self.layers.iter().enumerate() {
            let fan = (6.0 / (self.shape.width(layer) + self.shape.hidden) as f32).sqrt();
            for direction in pair {
                fill(&direction.input, fan);
                fill(&direction.recurrent, bound);
            }
        }
        fill(&self.output, bound);
        weights
    }

    /// The weights that decay: matrices, not tables or biases.
    pub fn decays(&self) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> =
            self.layers.iter().flatten().flat_map(|d| [d.input.clone(), d.recurrent.clone()]).collect();
        found.push(self.output.clone());
        found
    }
}
