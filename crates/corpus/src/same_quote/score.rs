//! How much of two quotations is the same, and whether that makes them one.

use super::claims::{contradict, denies};
use super::keys::DAYS;
use super::nodes::{Nodes, is_sure};
use super::weights::weight;

/// One of few words follows within so many days.
const SOON: i32 = 4;
/// Bits that a word must tell on average to be seldom said.
const SELDOM: u32 = 9;

/// With whom as speakers two quotations render one utterance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict(u8);

/// How the speakers of two quotations relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speakers {
    /// Both have one, and it is the same.
    Same = 1,
    /// One of them has none.
    Unknown = 2,
    /// Both have one, and they differ.
    Different = 4,
}

impl Verdict {
    /// Whether there are speakers with whom it is one utterance.
    pub fn is_any(self) -> bool {
        self.0 != 0
    }

    /// Whether it is one utterance with speakers that relate like this.
    pub fn with(self, speakers: Speakers) -> bool {
        self.0 & speakers as u8 != 0
    }

    /// The verdict as a number below eight, and back.
    pub fn bits(self) -> u64 {
        u64::from(self.0)
    }

    pub fn from_bits(bits: u64) -> Self {
        Self(bits as u8 & 7)
    }
}

/// Compares two quotations.
pub(super) fn verdict(nodes: &Nodes, a: u32, b: u32) -> Verdict {
    let apart = match (nodes.day(a), nodes.day(b)) {
        (Some(x), Some(y)) => x.abs_diff(y).cast_signed(),
        _ => 0,
    };
    let content = nodes.content(a).len().min(nodes.content(b).len());
    let may_contain = nodes.may_contain(a, b);
    // Most pairs end here: what is far apart in time is one utterance only word for word, and a word that carries meaning
    // is not enough.
    if content < 2 || (apart > DAYS && !may_contain) {
        return Verdict(0);
    }
    let words = nodes.words(a).len().min(nodes.words(b).len());
    let verbatim = may_contain && verbatim(nodes.words(a), nodes.words(b));
    // A look at the words of most pairs would cost more than all that follows.
    let denies = || denies(nodes.words(a), nodes.words(b));
    if verbatim && is_sure(words, content) {
        return Verdict(if denies() { 0 } else { 7 });
    }
    if !verbatim && apart > DAYS {
        return Verdict(0);
    }
    // Content words that both have, and what these tell on average.
    let (shared, told_by_words) = common(nodes.content(a), nodes.content(b));
    if !verbatim && shared < 2 {
        return Verdict(0);
    }
    let mean = told_by_words / (shared as u32).max(1);
    let (names, told_by_names) = common(nodes.entities(a), nodes.entities(b));
    let contained = contained(told_by_words + told_by_names, nodes.told(a).min(nodes.told(b)));
    let (near, told, seldom) = (apart <= DAYS, shared + names, mean >= SELDOM);
    let same = verbatim
        // A short rendering in words that are seldom said.
        || (apart <= SOON && seldom && ((shared >= 2 && contained >= 900) || (shared >= 3 && contained >= 500)))
        || (near && shared >= 3 && told >= 4 && contained >= 500)
        || (near && shared >= 5 && told >= 6 && contained >= 400);
    // Without a speaker in common the words alone must tell.
    let unknown = near && ((verbatim && words >= 5 && seldom) || (shared >= 5 && contained >= 700));
    let different = near && shared >= 7 && contained >= 800;
    if !(same || unknown || different) || denies() || contradict(nodes.words(a), nodes.words(b)) {
        return Verdict(0);
    }
    Verdict(u8::from(same) | u8::from(unknown) << 1 | u8::from(different) << 2)
}

/// Thousandths of what the lighter one tells that the other has, too.
fn contained(shared: u32, lighter: u32) -> u32 {
    (shared.saturating_mul(1000) / lighter.max(1)).min(1000)
}

/// How many terms two sorted lists share, and the bits that these tell.
fn common(a: &[u32], b: &[u32]) -> (usize, u32) {
    let (mut i, mut j, mut count, mut sum) = (0, 0, 0, 0u32);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x == y {
            count += 1;
            sum = sum.saturating_add(weight(*x));
        }
        (i, j) = (i + usize::from(x <= y), j + usize::from(y <= x));
    }
    (count, sum)
}

/// Whether the shorter is a run of the longer.
fn verbatim(a: &[u32], b: &[u32]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let Some(first) = short.first() else { return false };
    let starts = long.get(..=long.len() - short.len()).unwrap_or(&[]);
    // A look at one word spares the comparison of runs nearly always.
    starts.iter().enumerate().any(|(at, word)| word == first && long.get(at..at + short.len()) == Some(short))
}

#[cfg(test)]
mod tests {
    use super::super::nodes::Reduced;
    use super::super::weights::stem_term;
    use super::*;

    fn pair(a: &str, b: &str) -> Nodes {
        let mut nodes = Nodes::default();
        for text in [a, b] {
            let words: Vec<u32> = text.split(' ').map(stem_term).collect();
            let mut content = words.clone();
            content.sort_unstable();
            nodes.add(&Reduced { words, content, ..Reduced::default() });
        }
        nodes
    }

    #[test]
    fn runs_and_shares() {
        let of = |a: &str, b: &str| {
            let nodes = pair(a, b);
            let (shared, told) = common(nodes.content(0), nodes.content(1));
            let contained = contained(told, nodes.told(0).min(nodes.told(1)));
            (shared, contained, verbatim(nodes.words(0), nodes.words(1)))
        };
        assert_eq!(of("ferry basin dredger pilot quay", "basin dredger pilot"), (3, 1000, true));
        assert_eq!(of("ferry basin dredger pilot", "pilot harpoon ferry kelp"), (2, 500, false));
        assert_eq!(of("ferry ferry basin", "ferry basin"), (2, 1000, true));
        assert_eq!(of("ferry", "kelp"), (0, 0, false));
        assert_eq!(common(&[], &[1]), (0, 0));
    }

    #[test]
    fn speakers_decide_where_words_do_not() {
        let nodes = pair("ferry basin dredger kelp tide", "tide dredger basin ferry shoal");
        let verdict = verdict(&nodes, 0, 1);
        assert!(verdict.with(Speakers::Same) && !verdict.with(Speakers::Different));
        assert_eq!(Verdict::from_bits(verdict.bits()), verdict);
    }
}
