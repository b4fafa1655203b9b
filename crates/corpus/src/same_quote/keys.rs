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
const PROBES: usize = 8;
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

/// When something was said, as far as keys tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Quotations that are at most [`DAYS`] apart have periods that are at most one apart.
    Period(i32),
    /// Whatever has a day has this, too: for comparing it with what has none.
    Dated,
    /// It has no day.
    Undated,
}

impl When {
    pub fn of(day: Option<i32>) -> Self {
        day.map_or(Self::Undated, |day| Self::Period(day.div_euclid(DAYS + 1)))
    }

    /// Under which keys something is put.
    pub fn puts(self) -> &'static [fn(Self) -> Self] {
        match self {
            Self::Period(_) => &[|own| own, |_| Self::Dated],
            _ => &[|own| own],
        }
    }

    /// Under which keys others are found, each with the one of the own keys that must be no crowd's either.
    pub fn meets(self) -> Vec<(Self, Self)> {
        match self {
            Self::Period(own) => vec![
                (Self::Period(own.saturating_sub(1)), self),
                (self, self),
                (Self::Period(own.saturating_add(1)), self),
                (Self::Undated, Self::Dated),
            ],
            _ => vec![(Self::Undated, self), (Self::Dated, self)],
        }
    }

    fn number(self) -> u64 {
        match self {
            Self::Period(period) => u64::from(period.cast_unsigned()),
            Self::Dated => 1 << 40,
            Self::Undated => 1 << 41,
        }
    }
}

/// The key of a word that a speaker uses at some time.
pub(super) fn probe(speaker: u32, term: u32, when: When) -> u32 {
    let whole = u64::from(speaker) << 32 | u64::from(term);
    (mix(mix(whole) ^ when.number()) >> 32) as u32
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
    fn what_is_near_in_time_meets() {
        let meet = |a: Option<i32>, b: Option<i32>| {
            let (a, b) = (When::of(a), When::of(b));
            let has = |one: When, key: When| one.puts().iter().any(|put| put(one) == key);
            let one_way =
                |x: When, y: When| x.meets().into_iter().any(|(theirs, own)| has(y, theirs) && has(x, own));
            assert_eq!(one_way(a, b), one_way(b, a));
            one_way(a, b)
        };
        for (a, b) in [(0, 21), (21, 22), (-30, -9), (100, 121)] {
            assert!(meet(Some(a), Some(b)), "{a} {b}");
        }
        assert!(meet(None, Some(5)) && meet(None, None) && !meet(Some(0), Some(60)));
    }
}
