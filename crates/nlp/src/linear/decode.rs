use super::{LabelSet, LinearModel};

/// What may follow what, and at which score: made once per model, for [`decode`].
#[derive(Clone, Debug)]
pub struct Transitions {
    count: usize,
    width: usize,
    /// For each label, the labels that may stand before it, with the score.
    before: Vec<Vec<(u16, i32)>>,
    groups: Vec<Group>,
    /// Score of beginning with a label.
    first: Vec<Option<i32>>,
    last: Vec<bool>,
}

/// Labels that the same labels may follow.
#[derive(Clone, Debug)]
struct Group {
    members: Vec<Member>,
    targets: Vec<u16>,
}

/// A label with its scores towards its group's targets.
#[derive(Clone, Debug)]
struct Member {
    label: usize,
    steps: Vec<i32>,
    least: i32,
    most: i32,
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
        let mut groups: Vec<Group> = Vec::new();
        for label in 0..count {
            let targets: Vec<u16> =
                (0..count).filter(|n| labels.may_follow(Some(label), *n)).map(|n| n as u16).collect();
            let steps: Vec<i32> = targets.iter().map(|n| score(label, usize::from(*n))).collect();
            let least = steps.iter().copied().min().unwrap_or(0);
            let most = steps.iter().copied().max().unwrap_or(0);
            let member = Member { label, steps, least, most };
            match groups.iter_mut().find(|g| g.targets == targets) {
                Some(group) => group.members.push(member),
                None => groups.push(Group { members: vec![member], targets }),
            }
        }
        let first = (0..count).map(|n| labels.may_follow(None, n).then(|| score(count, n))).collect();
        let last = (0..count).map(|n| labels.may_end(n)).collect();
        Self { count, width: LinearModel::padded(count), before, groups, first, last }
    }
}

const NEVER: i32 = i32::MIN / 4;

/// The best sequence of labels (Viterbi) for one sentence, given each token's scores, a row of
/// [`LinearModel::width`] a token. Writes one label a token to `out`.
///
/// A label whose best step cannot beat another's worst is passed over, and which label stood before
/// is worked out for the best path alone: most tokens have two or three labels worth a look.
pub fn decode(transitions: &Transitions, scores: &[i16], out: &mut Vec<u16>) {
    let Transitions { count, width, .. } = *transitions;
    out.clear();
    if count == 0 || scores.len() < width {
        return;
    }
    let length = scores.len() / width;
    let mut best = vec![NEVER; length * count];
    for ((place, first), score) in best.iter_mut().zip(&transitions.first).zip(scores) {
        if let Some(first) = first {
            *place = first + i32::from(*score);
        }
    }
    let mut rest = best.as_mut_slice();
    for row in scores.chunks_exact(width).skip(1) {
        let (now, after) = rest.split_at_mut(count);
        step(transitions, now, after.get_mut(..count).unwrap_or(&mut []));
        for (place, score) in after.iter_mut().zip(row.iter().take(count)) {
            *place = place.saturating_add(i32::from(*score));
        }
        rest = after;
    }
    let ends = best.get((length - 1) * count..).unwrap_or(&[]);
    let (mut label, mut top) = (0u16, i32::MIN);
    for (index, (value, may)) in ends.iter().zip(&transitions.last).enumerate() {
        if *may && *value > top {
            (label, top) = (index as u16, *value);
        }
    }
    out.push(label);
    for now in best.chunks_exact(count).rev().skip(1) {
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

/// The best way from `now` to each label, its own score not yet added.
fn step(transitions: &Transitions, now: &[i32], next: &mut [i32]) {
    for group in &transitions.groups {
        let value = |m: &Member| now.get(m.label).copied().unwrap_or(NEVER);
        let sure = group.members.iter().map(|m| value(m).saturating_add(m.least)).max().unwrap_or(NEVER);
        for member in &group.members {
            let here = value(member);
            if here.saturating_add(member.most) < sure {
                continue;
            }
            for (target, step) in group.targets.iter().zip(&member.steps) {
                if let Some(place) = next.get_mut(usize::from(*target)) {
                    *place = (*place).max(here.saturating_add(*step));
                }
            }
        }
    }
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
        for _ in 0..200 {
            let steps: Vec<i32> = (0..30).map(|_| random()).collect();
            let scores: Vec<i16> = (0..32).map(|_| random() as i16 * 2).collect();
            let mut found = Vec::new();
            decode(&Transitions::new(&labels, &steps), &scores, &mut found);
            let value = |path: &[usize]| -> Option<i32> {
                let mut sum = 0;
                for (i, &l) in path.iter().enumerate() {
                    let before = i.checked_sub(1).map(|b| path[b]);
                    if !labels.may_follow(before, l) {
                        return None;
                    }
                    sum += i32::from(scores[i * 8 + l]) + steps[before.unwrap_or(5) * 5 + l];
                }
                labels.may_end(*path.last()?).then_some(sum)
            };
            let best = (0..625).filter_map(|n| value(&[n / 125, n / 25 % 5, n / 5 % 5, n % 5])).max();
            let path: Vec<usize> = found.iter().map(|l| usize::from(*l)).collect();
            assert_eq!(value(&path), best);
        }
    }
}
