//! Keys under which two renderings of one utterance meet.

use super::nodes::Nodes;

/// Words of a run that makes two quotations worth comparing, whoever speaks.
const RUN: usize = 5;
/// Runs of which the smallest is a key (winnowing; Schleimer, Wilkerson, Aiken 2003): two quotations that share
/// `RUN + WINDOW - 1` words in a row share a key.
const WINDOW: usize = 4;
/// Keys made of runs at most; those of the smallest value, so that two copies keep the same ones.
const RUNS: usize = 48;
/// How many of a quotation's rarest words are keys together with the speaker.
const PROBES: usize = 10;
/// A rendering in other words follows within so many days.
pub(super) const DAYS: i32 = 21;

/// The keys of the runs of words, sorted, each once.
pub(super) fn runs(words: &[u32]) -> Vec<u32> {
    let hash = |run: &[u32]| {
        let hash = run.iter().fold(0, |hash: u64, &word| mix(hash ^ u64::from(word)).rotate_left(9));
        (mix(hash) >> 32) as u32
    };
    let hashes: Vec<u32> = words.windows(RUN).map(hash).collect();
    let mut kept: Vec<u32> = match hashes.len() {
        0..=WINDOW => hashes.iter().min().copied().into_iter().collect(),
        _ => hashes.windows(WINDOW).filter_map(|window| window.iter().min().copied()).collect(),
    };
    kept.sort_unstable();
    kept.dedup();
    kept.truncate(RUNS);
    kept
}

/// The words of a quotation that lead to others by its speaker, the rarest ones; sorted, each once. Empty without a
/// speaker.
pub(super) fn probes(nodes: &Nodes, node: u32) -> Vec<u32> {
    if nodes.speaker(node) == 0 {
        return Vec::new();
    }
    let mut terms = nodes.content(node).to_vec();
    terms.dedup();
    // The rarest first; of equally rare ones those of the smallest value, which every rendering has.
    let worth = |term: &u32| (std::cmp::Reverse(super::weights::weight(*term)), mix(u64::from(*term)));
    if terms.len() > PROBES {
        terms.select_nth_unstable_by_key(PROBES, worth);
        terms.truncate(PROBES);
    }
    terms.sort_unstable();
    terms
}

/// Quotations of one speaker that are not much further apart than [`DAYS`] have periods that are at most one apart;
/// those without a day have one of their own.
pub(super) fn period(day: Option<i32>) -> i32 {
    day.map_or(i32::MIN, |day| day.div_euclid(DAYS + 1))
}

/// The periods that quotations of one period are compared with.
pub(super) fn near(period: i32) -> impl Iterator<Item = i32> {
    let end = if period == i32::MIN { period } else { period + 1 };
    period.saturating_sub(1).max(i32::MIN)..=end
}

/// The key of a word that a speaker uses in a period.
pub(super) fn probe(speaker: u32, term: u32, period: i32) -> u32 {
    let whole = u64::from(speaker) << 32 | u64::from(term);
    (mix(mix(whole) ^ u64::from(period.cast_unsigned())) >> 32) as u32
}

/// The finaliser of SplitMix64.
pub(super) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_in_common_leave_a_key() {
        let long: Vec<u32> = (0..60).map(|n| n * 7919).collect();
        for start in 0..50 {
            let part = &long[start..start + RUN + WINDOW - 1];
            assert!(runs(part).iter().any(|key| runs(&long).contains(key)), "{start}");
        }
        assert!(runs(&long).len() < 40);
        assert!(runs(&[1, 2, 3]).is_empty());
    }

    #[test]
    fn periods_meet() {
        for (a, b) in [(0, 21), (21, 22), (-30, -9), (100, 121)] {
            assert!(near(period(Some(a))).any(|near| near == period(Some(b))), "{a} {b}");
        }
        assert_eq!(near(period(None)).collect::<Vec<_>>(), [period(None)]);
    }
}
