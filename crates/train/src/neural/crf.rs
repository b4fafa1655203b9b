use verbatim_nlp::neural::allowed;

/// Negative log-likelihood of one sequence under a linear-chain CRF, with its gradients.
/// `emissions` is time × labels; the gradient of the emissions is written to `grad`, that of the
/// transitions added to `grad_transitions`, both times `scale`.
pub fn loss(
    emissions: &[f32],
    transitions: &[f32],
    gold: &[u8],
    n: usize,
    scale: f32,
    grad: &mut [f32],
    grad_transitions: &mut [f32],
) -> f64 {
    let length = gold.len();
    let factors: Vec<f32> = (0..n * n)
        .map(|i| if allowed(Some(i / n), i % n) { transitions[i].clamp(-30.0, 30.0).exp() } else { 0.0 })
        .collect();
    let mut total = 0.0f64;
    let mut scaled = vec![0.0f32; length * n];
    for (row, out) in emissions.chunks_exact(n).zip(scaled.chunks_exact_mut(n)).take(length) {
        let peak = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        total += f64::from(peak);
        for (o, v) in out.iter_mut().zip(row) {
            *o = (v - peak).exp();
        }
    }
    let mut forward = vec![0.0f32; length * n];
    for t in 0..length {
        for to in 0..n {
            let reach: f32 = if t == 0 {
                if allowed(None, to) { 1.0 } else { 0.0 }
            } else {
                (0..n).map(|f| forward[(t - 1) * n + f] * factors[f * n + to]).sum()
            };
            forward[t * n + to] = reach * scaled[t * n + to];
        }
        let sum: f32 = forward[t * n..(t + 1) * n].iter().sum::<f32>().max(1e-30);
        total += f64::from(sum.ln());
        forward[t * n..(t + 1) * n].iter_mut().for_each(|v| *v /= sum);
    }
    let mut score = 0.0f64;
    for (t, label) in gold.iter().enumerate() {
        let label = usize::from(*label);
        score += f64::from(emissions[t * n + label]);
        if t > 0 {
            let step = usize::from(gold[t - 1]) * n + label;
            score += f64::from(transitions[step]);
            grad_transitions[step] -= scale;
        }
    }
    let mut behind = vec![1.0f32; n];
    let mut pairs = vec![0.0f32; n * n];
    for t in (0..length).rev() {
        let row = &mut grad[t * n..(t + 1) * n];
        let mut sum = 0.0;
        for label in 0..n {
            row[label] = forward[t * n + label] * behind[label];
            sum += row[label];
        }
        row.iter_mut().for_each(|v| *v *= scale / sum.max(1e-30));
        row[usize::from(gold[t])] -= scale;
        let emitted: Vec<f32> = (0..n).map(|to| behind[to] * scaled[t * n + to]).collect();
        if t > 0 {
            let mut sum = 0.0;
            for f in 0..n {
                for to in 0..n {
                    pairs[f * n + to] = forward[(t - 1) * n + f] * factors[f * n + to] * emitted[to];
                    sum += pairs[f * n + to];
                }
            }
            for (place, pair) in grad_transitions.iter_mut().zip(&pairs) {
                *place += pair * scale / sum.max(1e-30);
            }
        }
        let mut sum = 0.0;
        for f in 0..n {
            behind[f] = (0..n).map(|to| factors[f * n + to] * emitted[to]).sum();
            sum += behind[f];
        }
        behind.iter_mut().for_each(|v| *v /= sum.max(1e-30));
    }
    total - score
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradient_follows_the_loss() {
        let n = 5;
        let mut emissions: Vec<f32> = (0..4 * n).map(|i| ((i * 7) % 11) as f32 * 0.2 - 1.0).collect();
        let mut transitions: Vec<f32> = (0..n * n).map(|i| ((i * 5) % 7) as f32 * 0.1).collect();
        let gold = [1, 2, 0, 3];
        let value =
            |e: &[f32], t: &[f32]| loss(e, t, &gold, n, 1.0, &mut vec![0.0; e.len()], &mut vec![0.0; n * n]);
        let (mut grad, mut grad_t) = (vec![0.0; emissions.len()], vec![0.0; n * n]);
        assert!(loss(&emissions, &transitions, &gold, n, 1.0, &mut grad, &mut grad_t) > 0.0);
        for index in 0..emissions.len() {
            emissions[index] += 0.01;
            let up = value(&emissions, &transitions);
            emissions[index] -= 0.02;
            let slope = (up - value(&emissions, &transitions)) / 0.02;
            emissions[index] += 0.01;
            assert!((slope - f64::from(grad[index])).abs() < 1e-3);
        }
        for index in 0..n * n {
            transitions[index] += 0.01;
            let up = value(&emissions, &transitions);
            transitions[index] -= 0.02;
            let slope = (up - value(&emissions, &transitions)) / 0.02;
            transitions[index] += 0.01;
            assert!((slope - f64::from(grad_t[index])).abs() < 1e-3);
        }
    }
}
