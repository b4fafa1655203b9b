use super::mat::{add_product, plain, transpose, transposed};
use super::params::Direction;
use verbatim_nlp::neural::rational_tanh;

/// What one direction of a gated recurrent layer (Cho et al. 2014, with the reset gate after the
/// product as in cuDNN) keeps from its forward pass. All arrays are time × batch × units.
#[derive(Default)]
pub struct Pass {
    reset: Vec<f32>,
    update: Vec<f32>,
    candidate: Vec<f32>,
    /// Slopes of the three at their sums.
    slopes: [Vec<f32>; 3],
    /// The candidate's recurrent share before the reset gate.
    inner: Vec<f32>,
    before: Vec<f32>,
    /// The layer's output.
    pub out: Vec<f32>,
}

/// Sizes of a batch.
#[derive(Clone, Copy)]
pub struct Size {
    pub time: usize,
    pub batch: usize,
    pub input: usize,
    pub hidden: usize,
}

impl Size {
    fn steps(self, backwards: bool) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.time).map(move |t| if backwards { self.time - 1 - t } else { t })
    }
}

/// Runs one direction over `x` (time × batch × input). `mask` (time × batch) is 0 where a sequence
/// has ended: there the state stays what it was.
#[multiversion::multiversion(targets("x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3"))]
pub fn forward(
    weights: &[f32],
    at: &Direction,
    x: &[f32],
    mask: &[f32],
    size: Size,
    backwards: bool,
) -> Pass {
    let Size { time, batch, input, hidden: h } = size;
    let rows = time * batch;
    let mut gates = vec![0.0; rows * 3 * h];
    for row in gates.chunks_exact_mut(3 * h) {
        row.copy_from_slice(&weights[at.bias.clone()]);
    }
    add_product(x, plain(input), &weights[at.input.clone()], &mut gates, (rows, input, 3 * h));
    let empty = || vec![0.0; rows * h];
    let mut pass = Pass {
        reset: empty(),
        update: empty(),
        candidate: empty(),
        slopes: [empty(), empty(), empty()],
        inner: empty(),
        before: empty(),
        out: empty(),
    };
    let mut state = vec![0.0f32; batch * h];
    let mut share = vec![0.0f32; batch * 3 * h];
    for t in size.steps(backwards) {
        share.fill(0.0);
        for row in share.chunks_exact_mut(3 * h) {
            row[2 * h..].copy_from_slice(&weights[at.inner.clone()]);
        }
        add_product(&state, plain(h), &weights[at.recurrent.clone()], &mut share, (batch, h, 3 * h));
        for b in 0..batch {
            let row = t * batch + b;
            let (g, s) = (&gates[row * 3 * h..(row + 1) * 3 * h], &share[b * 3 * h..(b + 1) * 3 * h]);
            let span = row * h..(row + 1) * h;
            let state = &mut state[b * h..(b + 1) * h];
            pass.before[span.clone()].copy_from_slice(state);
            let (reset, update) = (&mut pass.reset[span.clone()], &mut pass.update[span.clone()]);
            let (candidate, out) = (&mut pass.candidate[span.clone()], &mut pass.out[span.clone()]);
            pass.inner[span].copy_from_slice(&s[2 * h..]);
            let keep = mask[row];
            let [slope_r, slope_z, slope_n] = &mut pass.slopes;
            let at = row * h;
            let (slope_r, slope_z, slope_n) =
                (&mut slope_r[at..at + h], &mut slope_z[at..at + h], &mut slope_n[at..at + h]);
            for u in 0..h {
                let (a, b) = (0.5 * (g[u] + s[u]), 0.5 * (g[h + u] + s[h + u]));
                let (r, z) = (0.5 + 0.5 * rational_tanh(a), 0.5 + 0.5 * rational_tanh(b));
                let c = g[2 * h + u] + r * s[2 * h + u];
                let n = rational_tanh(c);
                (slope_r[u], slope_z[u], slope_n[u]) = (0.25 * slope(a), 0.25 * slope(b), slope(c));
                let new = n + z * (state[u] - n);
                (reset[u], update[u], candidate[u]) = (r, z, n);
                state[u] += keep * (new - state[u]);
                out[u] = state[u];
            }
        }
    }
    pass
}

/// Backpropagates `grad_out` (time × batch × hidden): adds to the gradient of the weights and to
/// that of `x`.
#[allow(clippy::too_many_arguments)]
#[multiversion::multiversion(targets("x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3"))]
pub fn backward(
    weights: &[f32],
    at: &Direction,
    pass: &Pass,
    x: &[f32],
    mask: &[f32],
    size: Size,
    backwards: bool,
    grad_out: &[f32],
    gradient: &mut [f32],
    grad_x: &mut [f32],
) {
    let Size { time, batch, input, hidden: h } = size;
    let rows = time * batch;
    // Gradients of the three gates' sums, and of the recurrent share (the candidate's differs).
    let mut grad_gates = vec![0.0f32; rows * 3 * h];
    let mut grad_share = vec![0.0f32; rows * 3 * h];
    let mut grad_state = vec![0.0f32; batch * h];
    let recurrent = transpose(&weights[at.recurrent.clone()], h, 3 * h);
    for t in size.steps(backwards).rev() {
        for b in 0..batch {
            let row = t * batch + b;
            let span = row * h..(row + 1) * h;
            let (r, z, n) =
                (&pass.reset[span.clone()], &pass.update[span.clone()], &pass.candidate[span.clone()]);
            let (inner, before, given) =
                (&pass.inner[span.clone()], &pass.before[span.clone()], &grad_out[span]);
            let gates = &mut grad_gates[row * 3 * h..(row + 1) * 3 * h];
            let share = &mut grad_share[row * 3 * h..(row + 1) * 3 * h];
            let state = &mut grad_state[b * h..(b + 1) * h];
            let keep = mask[row];
            let [slope_r, slope_z, slope_n] = &pass.slopes;
            let at = row * h;
            let (slope_r, slope_z, slope_n) =
                (&slope_r[at..at + h], &slope_z[at..at + h], &slope_n[at..at + h]);
            for u in 0..h {
                let total = state[u] + given[u];
                let new = total * keep;
                let candidate = new * (1.0 - z[u]) * slope_n[u];
                let update = new * (before[u] - n[u]) * slope_z[u];
                let reset = candidate * inner[u] * slope_r[u];
                gates[u] = reset;
                gates[h + u] = update;
                gates[2 * h + u] = candidate;
                share[u] = reset;
                share[h + u] = update;
                share[2 * h + u] = candidate * r[u];
                state[u] = total * (1.0 - keep) + new * z[u];
            }
        }
        let share = &grad_share[t * batch * 3 * h..(t + 1) * batch * 3 * h];
        add_product(share, plain(3 * h), &recurrent, &mut grad_state, (batch, 3 * h, h));
    }
    add_product(
        &pass.before,
        transposed(h),
        &grad_share,
        &mut gradient[at.recurrent.clone()],
        (h, rows, 3 * h),
    );
    add_product(x, transposed(input), &grad_gates, &mut gradient[at.input.clone()], (input, rows, 3 * h));
    let weights_in = transpose(&weights[at.input.clone()], input, 3 * h);
    add_product(&grad_gates, plain(3 * h), &weights_in, grad_x, (rows, 3 * h, input));
    for row in grad_gates.chunks_exact(3 * h) {
        for (place, v) in gradient[at.bias.clone()].iter_mut().zip(row) {
            *place += v;
        }
    }
    for row in grad_share.chunks_exact(3 * h) {
        for (place, v) in gradient[at.inner.clone()].iter_mut().zip(&row[2 * h..]) {
            *place += v;
        }
    }
}

/// Slope of the rational tanh.
fn slope(x: f32) -> f32 {
    let square = (x * x).min(9.0);
    let root = (9.0 - square) / (3.0 * (3.0 + square));
    root * root
}

#[cfg(test)]
mod tests {
    use super::super::params::Shape;
    use super::super::random::Random;
    use super::*;

    #[test]
    fn gradient_follows_the_loss() {
        let shape = Shape { word: 8, hidden: 4, layers: 1, labels: 3 };
        let places = shape.places();
        let mut random = Random::new(3);
        let mut weights = places.begin(&mut random);
        let size = Size { time: 5, batch: 2, input: shape.inputs(), hidden: 4 };
        let x: Vec<f32> = (0..size.time * size.batch * size.input).map(|_| random.around(1.0)).collect();
        let mut mask = vec![1.0; 10];
        mask[9] = 0.0;
        let pull: Vec<f32> = (0..40).map(|_| random.around(1.0)).collect();
        for backwards in [false, true] {
            let at = places.layers[0][usize::from(backwards)].clone();
            let loss = |w: &[f32], x: &[f32]| -> f32 {
                forward(w, &at, x, &mask, size, backwards).out.iter().zip(&pull).map(|(a, b)| a * b).sum()
            };
            let pass = forward(&weights, &at, &x, &mask, size, backwards);
            let mut gradient = vec![0.0; places.total];
            let mut grad_x = vec![0.0; x.len()];
            backward(&weights, &at, &pass, &x, &mask, size, backwards, &pull, &mut gradient, &mut grad_x);
            for index in
                at.input.clone().step_by(37).chain(at.recurrent.clone().step_by(5)).chain(at.inner.clone())
            {
                let kept = weights[index];
                weights[index] = kept + 0.01;
                let up = loss(&weights, &x);
                weights[index] = kept - 0.01;
                let slope = (up - loss(&weights, &x)) / 0.02;
                weights[index] = kept;
                assert!(
                    (slope - gradient[index]).abs() < 0.003 + 0.01 * slope.abs(),
                    "{slope} {}",
                    gradient[index]
                );
            }
            let mut moved = x.clone();
            for index in (0..x.len()).step_by(41) {
                moved[index] += 0.01;
                let slope = (loss(&weights, &moved) - loss(&weights, &x)) / 0.01;
                moved[index] = x[index];
                assert!((slope - grad_x[index]).abs() < 0.003 + 0.01 * slope.abs());
            }
        }
    }
}
