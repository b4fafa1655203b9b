use super::LabelSet;

/// What may follow what, and at which score: made once per model, for [`decode`].
#[derive(Clone, Debug)]
pub struct Transitions {
    count: usize,
    /// For each label, the labels that may stand before it, with the score.
    before: Vec<Vec<(u16, i32)>>,
    /// Score of beginning with a label.
    first: Vec<Option<i32>>,
    last: Vec<bool>,
}

impl Transitions {
    /// From scores `[before][next]`, row by row, the last row being "begins a sentence".
    #[must_use]
    pub fn new(labels: &LabelSet, scores: &[i32]) -> Self {
        let count = labels.len();
        let score = |before: usize, next: usize| scores.get(before * count + next).copied().unwrap_or(0);
        let before = (0..count)
            .map(|next| {
                (0..count)
                    .filter(|b| labels.may_follow(Some(*b), next))
                    .map(|b| (b as u16, score(b, next)))
                    .collect()
            })
            .collect();
        let first = (0..count).map(|n| labels.may_follow(None, n).then(|| score(count, n))).collect();
        let last = (0..count).map(|n| labels.may_end(n)).collect();
        Self { count, before, first, last }
    }
}

const NEVER: i32 = i32::MIN / 4;

/// The best sequence of labels (Viterbi) for one sentence, given each token's scores, `count` of
/// them a token. Writes one label a token to `out`.
pub fn decode(transitions: &Transitions, scores: &[i32], out: &mut Vec<u16>) {
    let count = transitions.count;
    out.clear();
    if count == 0 || scores.len() < count {
        return;
    }
    let length = scores.len() / count;
    let mut back = vec![0u16; length * count];
    let mut now = vec![NEVER; count];
    for ((best, first), score) in now.iter_mut().zip(&transitions.first).zip(scores) {
        if let Some(first) = first {
            *best = first + score;
        }
    }
    let mut next = vec![NEVER; count];
    for (row, pointers) in scores.chunks_exact(count).zip(back.chunks_exact_mut(count)).skip(1) {
        for (((best, pointer), before), score) in
            next.iter_mut().zip(pointers).zip(&transitions.before).zip(row)
        {
            let (mut top, mut from) = (NEVER, 0);
            for &(label, step) in before {
                let value = now.get(usize::from(label)).map_or(NEVER, |n| n.saturating_add(step));
                if value > top {
                    (top, from) = (value, label);
                }
            }
            *best = top.saturating_add(*score);
            *pointer = from;
        }
        std::mem::swap(&mut now, &mut next);
    }
    let (mut label, mut top) = (0u16, i32::MIN);
    for (index, (value, may)) in now.iter().zip(&transitions.last).enumerate() {
        if *may && *value > top {
            (label, top) = (index as u16, *value);
        }
    }
    for pointers in back.chunks_exact(count).rev() {
        out.push(label);
        label = pointers.get(usize::from(label)).copied().unwrap_or(0);
    }
    out.reverse();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_trying_everything() {
        let labels = LabelSet::new(["O", "B-x", "I-x", "L-x", "U-x"].map(str::to_owned).to_vec());
        let mut state = 7u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as i32 % 19 - 9
        };
        for _ in 0..50 {
            let steps: Vec<i32> = (0..30).map(|_| random()).collect();
            let scores: Vec<i32> = (0..20).map(|_| random()).collect();
            let mut found = Vec::new();
            decode(&Transitions::new(&labels, &steps), &scores, &mut found);
            let value = |path: &[usize]| -> Option<i32> {
                let mut sum = 0;
                for (i, &l) in path.iter().enumerate() {
                    let before = i.checked_sub(1).map(|b| path[b]);
                    if !labels.may_follow(before, l) {
                        return None;
                    }
                    sum += scores[i * 5 + l] + steps[before.unwrap_or(5) * 5 + l];
                }
                labels.may_end(*path.last()?).then_some(sum)
            };
            let best = (0..625).filter_map(|n| value(&[n / 125, n / 25 % 5, n / 5 % 5, n % 5])).max();
            let path: Vec<usize> = found.iter().map(|l| usize::from(*l)).collect();
            assert_eq!(value(&path), best);
        }
    }
}
