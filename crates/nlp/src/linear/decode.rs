use super::{LabelSet, LinearModel};
use multiversion::target::match_target;

/// What may follow what, and at which score: made once per model, for [`decode`].
#[derive(Clone, Debug)]
pub struct Transitions {
    count: usize,
    width: usize,
    /// For each label, the labels that may stand before it, with the score.
    before: Vec<Vec<(u16, i32)>>,
    /// Labels after which much may follow,
    wide: Vec<u16>,
    /// and the scores of each towards every label.
    steps: Vec<[i32; LANES]>,
    /// The steps from all others: from, to, score.
    narrow: Vec<(u16, u16, i32)>,
    /// Score of beginning with a label.
    first: Vec<Option<i32>>,
    last: Vec<bool>,
}

/// Labels are looked at so many at a time.
const LANES: usize = 8;

/// A label that so many may follow is looked at together with all.
const MANY: usize = 8;

impl Transitions {
    /// From scores `[before][next]`, row by row, the last row being "begins a sentence".
    #[must_use]
    pub fn new(labels: &LabelSet, scores: &[i32]) -> Self {
        let count = labels.len();
        let width = LinearModel::padded(count);
        let score = |before: usize, next: usize| scores.get(before * count + next).copied().unwrap_or(0);
        let before = (0..count)
            .map(|next| {
                (0..count)
                    .filter(|b| labels.may_follow(Some(*b), next))
                    .map(|b| (b as u16, score(b, next)))
                    .collect()
            })
            .collect();
        let (mut wide, mut steps, mut narrow) = (Vec::new(), Vec::new(), Vec::new());
        for label in 0..count {
            let may = |next: &usize| *next < count && labels.may_follow(Some(label), *next);
            if (0..count).filter(may).count() < MANY {
                narrow.extend((0..count).filter(may).map(|n| (label as u16, n as u16, score(label, n))));
            } else {
                let step = |next: usize| if may(&next) { score(label, next) } else { NEVER };
                steps.extend((0..width / LANES).map(|c| std::array::from_fn(|i| step(c * LANES + i))));
                wide.push(label as u16);
            }
        }
        let first = (0..count).map(|n| labels.may_follow(None, n).then(|| score(count, n))).collect();
        let last = (0..count).map(|n| labels.may_end(n)).collect();
        Self { count, width, before, wide, steps, narrow, first, last }
    }
}

const NEVER: i32 = i32::MIN / 4;

/// The best sequence of labels (Viterbi) for one sentence, given each token's scores, a row of
/// [`LinearModel::width`] a token. Writes one label a token to `out`.
///
/// Which label stood before is worked out for the best path alone.
pub fn decode(transitions: &Transitions, scores: &[i16], out: &mut Vec<u16>) {
    let Transitions { count, width, .. } = *transitions;
    out.clear();
    if count == 0 || scores.len() < width {
        return;
    }
    let length = scores.len() / width;
    let mut best = vec![NEVER; length * width];
    for ((place, first), score) in best.iter_mut().zip(&transitions.first).zip(scores) {
        if let Some(first) = first {
            *place = first + i32::from(*score);
        }
    }
    forward(transitions, scores, &mut best);
    let ends = best.get((length - 1) * width..).unwrap_or(&[]);
    let (mut label, mut top) = (0u16, i32::MIN);
    for (index, (value, may)) in ends.iter().zip(&transitions.last).enumerate() {
        if *may && *value > top {
            (label, top) = (index as u16, *value);
        }
    }
    out.push(label);
    for now in best.chunks_exact(width).rev().skip(1) {
        let (mut top, mut from) = (NEVER, 0);
        for &(before, score) in transitions.before.get(usize::from(label)).map_or(&[][..], Vec::as_slice) {
            let value = now.get(usize::from(before)).map_or(NEVER, |n| n.saturating_add(score));
            if value > top {
                (top, from) = (value, before);
            }
        }
        label = from;
        out.push(label);
    }
    out.reverse();
}

/// Fills in the best score of every label at every token but the first, whose are there.
#[multiversion::multiversion(targets("x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3"))]
fn forward(transitions: &Transitions, scores: &[i16], best: &mut [i32]) {
    match_target! {
        "x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3" => by_width(transitions, scores, best),
        _ => by_width(transitions, scores, best),
    }
}

/// The same; fixed sizes keep a token's scores in registers.
#[inline(always)]
fn by_width(transitions: &Transitions, scores: &[i16], best: &mut [i32]) {
    let (scores, _) = scores.as_chunks::<LANES>();
    let (best, _) = best.as_chunks_mut::<LANES>();
    match transitions.width / LANES {
        3 => forward_fixed::<3>(transitions, scores, best),
        5 => forward_fixed::<5>(transitions, scores, best),
        chunks => {
            let mut rest = best;
            for row in scores.chunks_exact(chunks).skip(1) {
                let Some((now, after)) = rest.split_at_mut_checked(chunks) else { return };
                let next = after.get_mut(..chunks).unwrap_or(&mut []);
                let now = now.as_flattened();
                for (place, next) in next.iter_mut().enumerate() {
                    let steps = transitions.steps.iter().skip(place).step_by(chunks);
                    *next = wide_steps(&transitions.wide, now, steps.map(std::array::from_ref))[0];
                }
                narrow_steps(&transitions.narrow, now, next.as_flattened_mut());
                add(row, next);
                rest = after;
            }
        }
    }
}

#[inline(always)]
fn forward_fixed<const N: usize>(
    transitions: &Transitions,
    scores: &[[i16; LANES]],
    best: &mut [[i32; LANES]],
) {
    let mut rows = best.as_chunks_mut::<N>().0.iter_mut();
    let Some(mut now) = rows.next() else { return };
    for (row, next) in scores.as_chunks::<N>().0.iter().skip(1).zip(rows) {
        let here = now.as_flattened();
        *next = wide_steps(&transitions.wide, here, transitions.steps.as_chunks::<N>().0.iter());
        narrow_steps(&transitions.narrow, here, next.as_flattened_mut());
        add(row, next);
        now = next;
    }
}

/// The best way from the labels after which much may follow to `N` chunks of labels.
#[allow(clippy::needless_range_loop)]
#[inline(always)]
fn wide_steps<'s, const N: usize>(
    labels: &[u16],
    now: &[i32],
    steps: impl Iterator<Item = &'s [[i32; LANES]; N]>,
) -> [[i32; LANES]; N] {
    let mut most = [[NEVER; LANES]; N];
    for (label, steps) in labels.iter().zip(steps) {
        let here = now.get(usize::from(*label)).copied().unwrap_or(NEVER);
        for chunk in 0..N {
            for lane in 0..LANES {
                most[chunk][lane] = most[chunk][lane].max(here + steps[chunk][lane]);
            }
        }
    }
    most
}

/// Takes the ways from all other labels where they are better.
#[inline(always)]
fn narrow_steps(steps: &[(u16, u16, i32)], now: &[i32], next: &mut [i32]) {
    for (from, to, step) in steps {
        let here = now.get(usize::from(*from)).copied().unwrap_or(NEVER);
        if let Some(place) = next.get_mut(usize::from(*to)) {
            *place = (*place).max(here + step);
        }
    }
}

/// Adds a token's own scores, and counts from the best on: what never can be stays far below, and
/// nothing overflows, however long the sentence.
#[inline(always)]
fn add(scores: &[[i16; LANES]], next: &mut [[i32; LANES]]) {
    let mut most = [NEVER; LANES];
    for (places, scores) in next.iter_mut().zip(scores) {
        for i in 0..LANES {
            places[i] += i32::from(scores[i]);
            most[i] = most[i].max(places[i]);
        }
    }
    let mut top = NEVER;
    for lane in most {
        top = top.max(lane);
    }
    for places in next.iter_mut() {
        for place in places {
            *place = (*place - top).max(NEVER);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_trying_everything() {
        equals_with(&["O", "B-x", "I-x", "L-x", "U-x"]);
    }

    #[test]
    fn equals_trying_everything_with_many_labels() {
        equals_with(&["O", "B-x", "I-x", "L-x", "U-x", "U-y", "U-z", "U-a", "U-b"]);
    }

    fn equals_with(names: &[&str]) {
        let count = names.len();
        let width = LinearModel::padded(count);
        let labels = LabelSet::new(names.iter().map(|n| (*n).to_owned()).collect());
        let mut state = 7u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as i32 % 19 - 9
        };
        for _ in 0..200 {
            let steps: Vec<i32> = (0..(count + 1) * count).map(|_| random()).collect();
            let scores: Vec<i16> = (0..4 * width).map(|_| random() as i16 * 2).collect();
            let mut found = Vec::new();
            decode(&Transitions::new(&labels, &steps), &scores, &mut found);
            let value = |path: &[usize]| -> Option<i32> {
                let mut sum = 0;
                for (i, &l) in path.iter().enumerate() {
                    let before = i.checked_sub(1).map(|b| path[b]);
                    if !labels.may_follow(before, l) {
                        return None;
                    }
                    sum += i32::from(scores[i * width + l]) + steps[before.unwrap_or(count) * count + l];
                }
                labels.may_end(*path.last()?).then_some(sum)
            };
            let at = |n: usize, place: u32| n / count.pow(place) % count;
            let best =
                (0..count.pow(4)).filter_map(|n| value(&[at(n, 3), at(n, 2), at(n, 1), at(n, 0)])).max();
            let path: Vec<usize> = found.iter().map(|l| usize::from(*l)).collect();
            assert_eq!(value(&path), best);
        }
    }
}
