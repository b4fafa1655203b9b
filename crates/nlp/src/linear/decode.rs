use super::{LabelSet, LinearModel};
use multiversion::target::match_target;
use wide::i32x4;

/// What may follow what, and at which score: made once per model, for [`decode`].
#[derive(Clone, Debug)]
pub struct Transitions {
    width: usize,
    /// For each label, the labels that may stand before it: a bit each.
    before: Vec<u64>,
    /// The scores from each label towards every label.
    steps: Vec<[i32; LANES]>,
    /// Labels after which much may follow.
    wide: u64,
    /// For each label `r`, how much better than from `r` any label can be reached at most, from every
    /// label after which much may follow; never from the others.
    leads: Vec<[i32; LANES]>,
    /// 0 for labels after which much may follow, never for the others.
    bias: Vec<[i32; LANES]>,
    /// The steps from those others: from, to, score.
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
    /// Labels that a model can have at most: as many as there are bits in a set of them.
    pub const MOST_LABELS: usize = 64;

    /// From scores `[before][next]`, row by row, the last row being "begins a sentence".
    #[must_use]
    pub fn new(labels: &LabelSet, scores: &[i32]) -> Self {
        let count = labels.len();
        let width = LinearModel::padded(count);
        let score = |before: usize, next: usize| scores.get(before * count + next).copied().unwrap_or(0);
        let may = |before: usize, next: usize| next < count && labels.may_follow(Some(before), next);
        let step = |before: usize, next: usize| if may(before, next) { score(before, next) } else { NEVER };
        let is_wide = |label: usize| label < count && (0..count).filter(|n| may(label, *n)).count() >= MANY;
        let lead = |r: usize, label: usize| {
            if !is_wide(label) {
                return NEVER;
            }
            let each = (0..count).filter(|n| may(label, *n));
            each.map(|n| if may(r, n) { score(label, n) - score(r, n) } else { ALWAYS })
                .max()
                .unwrap_or(NEVER)
        };
        let set = |has: &dyn Fn(usize) -> bool| {
            (0..count.min(Self::MOST_LABELS)).filter(|l| has(*l)).fold(0u64, |set, l| set | 1 << l)
        };
        let row = |value: &dyn Fn(usize) -> i32| -> Vec<[i32; LANES]> {
            (0..width / LANES).map(|c| std::array::from_fn(|i| value(c * LANES + i))).collect()
        };
        let narrow = (0..count).filter(|l| !is_wide(*l)).flat_map(|label| {
            (0..count)
                .filter(move |n| labels.may_follow(Some(label), *n))
                .map(move |n| (label as u16, n as u16, score(label, n)))
        });
        Self {
            width,
            before: (0..count).map(|next| set(&|before| may(before, next))).collect(),
            steps: (0..count).flat_map(|label| row(&|next| step(label, next))).collect(),
            wide: set(&is_wide),
            leads: (0..count).flat_map(|r| row(&|label| lead(r, label))).collect(),
            bias: row(&|label| if is_wide(label) { 0 } else { NEVER }),
            narrow: narrow.collect(),
            first: (0..count).map(|n| labels.may_follow(None, n).then(|| score(count, n))).collect(),
            last: (0..count).map(|n| labels.may_end(n)).collect(),
        }
    }

    fn step(&self, before: usize, next: usize) -> i32 {
        let at = before * self.width + next;
        self.steps.as_flattened().get(at).copied().unwrap_or(NEVER)
    }
}

const NEVER: i32 = i32::MIN / 4;
const ALWAYS: i32 = i32::MAX / 4;

/// The best sequence of labels (Viterbi) for one sentence, given each token's scores, a row of
/// [`LinearModel::width`] a token. Writes one label a token to `out`.
///
/// Most tokens leave no doubt. A label from which nothing can be reached as well as from the best one
/// is not looked at again, which changes no result: two or three labels a token are left of dozens.
/// Which label stood before is worked out for the best path alone.
pub fn decode(transitions: &Transitions, scores: &[i16], out: &mut Vec<u16>) {
    let width = transitions.width;
    out.clear();
    if width == 0 || scores.len() < width {
        return;
    }
    let length = scores.len() / width;
    let mut best = vec![NEVER; length * width];
    for ((place, first), score) in best.iter_mut().zip(&transitions.first).zip(scores) {
        if let Some(first) = first {
            *place = first + i32::from(*score);
        }
    }
    // For each token but the last, the labels that may stand before the next one.
    let mut alive = Vec::with_capacity(length);
    forward(transitions, scores, &mut best, &mut alive);
    let ends = best.get((length - 1) * width..).unwrap_or(&[]);
    let (mut label, mut top) = (0u16, i32::MIN);
    for (index, (value, may)) in ends.iter().zip(&transitions.last).enumerate() {
        if *may && *value > top {
            (label, top) = (index as u16, *value);
        }
    }
    out.push(label);
    for (now, alive) in best.chunks_exact(width).zip(&alive).rev() {
        let (mut top, mut from) = (NEVER, 0);
        let mut left = alive & transitions.before.get(usize::from(label)).copied().unwrap_or(0);
        while left != 0 {
            let before = left.trailing_zeros() as usize;
            left &= left - 1;
            let value = now.get(before).map_or(NEVER, |n| n + transitions.step(before, usize::from(label)));
            if value > top {
                (top, from) = (value, before as u16);
            }
        }
        label = from;
        out.push(label);
    }
    out.reverse();
}

/// Fills in the best score of every label at every token but the first, whose are there.
#[multiversion::multiversion(targets("x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3"))]
fn forward(transitions: &Transitions, scores: &[i16], best: &mut [i32], alive: &mut Vec<u64>) {
    match_target! {
        "x86_64+avx+avx2+sse3+sse4.1+sse4.2+ssse3" => by_width(transitions, scores, best, alive),
        _ => by_width(transitions, scores, best, alive),
    }
}

/// The same; fixed sizes keep a token's scores in registers.
#[inline(always)]
fn by_width(transitions: &Transitions, scores: &[i16], best: &mut [i32], alive: &mut Vec<u64>) {
    let (scores, _) = scores.as_chunks::<LANES>();
    let (best, _) = best.as_chunks_mut::<LANES>();
    match transitions.width / LANES {
        1 => forward_fixed::<1>(transitions, scores, best, alive),
        2 => forward_fixed::<2>(transitions, scores, best, alive),
        3 => forward_fixed::<3>(transitions, scores, best, alive),
        4 => forward_fixed::<4>(transitions, scores, best, alive),
        5 => forward_fixed::<5>(transitions, scores, best, alive),
        6 => forward_fixed::<6>(transitions, scores, best, alive),
        7 => forward_fixed::<7>(transitions, scores, best, alive),
        _ => forward_fixed::<8>(transitions, scores, best, alive),
    }
}

#[inline(always)]
fn forward_fixed<const N: usize>(
    transitions: &Transitions,
    scores: &[[i16; LANES]],
    best: &mut [[i32; LANES]],
    alive: &mut Vec<u64>,
) {
    let mut rows = best.as_chunks_mut::<N>().0.iter_mut();
    let Some(mut now) = rows.next() else { return };
    for (row, next) in scores.as_chunks::<N>().0.iter().skip(1).zip(rows) {
        let left = worth_a_look(transitions, now);
        *next = wide_steps(left, now.as_flattened(), transitions.steps.as_chunks::<N>().0);
        narrow_steps(&transitions.narrow, now.as_flattened(), next.as_flattened_mut());
        add(row, next);
        alive.push(left | !transitions.wide);
        now = next;
    }
}

/// Of the labels after which much may follow, those from which some label could be reached as well as
/// from the best of them.
#[inline(always)]
fn worth_a_look<const N: usize>(transitions: &Transitions, now: &[[i32; LANES]; N]) -> u64 {
    let halves = |chunk: &[i32; LANES]| -> [i32x4; 2] { bytemuck::cast(*chunk) };
    let Some(bias) = transitions.bias.first_chunk::<N>() else { return transitions.wide };
    let mut most = i32x4::splat(i32::MIN);
    for (now, bias) in now.iter().zip(bias) {
        let (now, bias) = (halves(now), halves(bias));
        most = most.max(now[0] + bias[0]).max(now[1] + bias[1]);
    }
    let top = i32x4::splat(most.reduce_max());
    let set = |of: &dyn Fn(usize, usize) -> i32x4| {
        (0..N).fold(0u64, |set, c| {
            set | u64::from(of(c, 0).to_bitmask() | of(c, 1).to_bitmask() << 4) << (c * LANES)
        })
    };
    let best = set(&|c, half| (halves(&now[c])[half] + halves(&bias[c])[half]).simd_eq(top)).trailing_zeros();
    let (leads, _) = transitions.leads.as_chunks::<N>();
    let Some(leads) = leads.get(best as usize) else { return transitions.wide };
    let behind = set(&|c, half| top.simd_gt(halves(&now[c])[half] + halves(&leads[c])[half]));
    transitions.wide & !behind
}

/// The best way from some labels to `N` chunks of labels.
#[allow(clippy::needless_range_loop)]
#[inline(always)]
fn wide_steps<const N: usize>(
    mut labels: u64,
    now: &[i32],
    steps: &[[[i32; LANES]; N]],
) -> [[i32; LANES]; N] {
    let mut most = [[NEVER; LANES]; N];
    while labels != 0 {
        let label = labels.trailing_zeros() as usize;
        labels &= labels - 1;
        let (Some(here), Some(steps)) = (now.get(label), steps.get(label)) else { break };
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

    #[test]
    fn equals_trying_everything_where_most_labels_fall_behind() {
        equals_with(&["O", "U-a", "U-b", "U-c", "U-d", "U-e", "U-f", "U-g", "U-h", "B-x", "L-x"]);
        equals_with(&["A", "B", "C", "D", "E", "F", "G", "H", "J"]);
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
            // Some tokens leave no doubt, and labels that cannot follow each other are among the best.
            let scores: Vec<i16> = (0..4 * width)
                .map(|_| random() as i16 * [1, 2, 9][(random().unsigned_abs() % 3) as usize])
                .collect();
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
