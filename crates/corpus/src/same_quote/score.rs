//! How much of two quotations is the same.

use super::quotes::Term;

/// A quotation with its entities resolved over the corpus.
pub(super) struct Profile {
    /// Stems, names left out; sorted, with repetitions.
    pub content: Vec<Term>,
    /// Entities named, as terms; sorted, each once.
    pub entities: Vec<Term>,
    /// All words in order.
    pub words: Vec<Term>,
}

/// What two quotations have in common; weights are in sixteenths of a bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Overlap {
    /// Content words that both have.
    pub shared: usize,
    /// Entities that both name.
    pub entities: usize,
    /// Mean weight of the shared words, in sixteenths of a bit.
    pub mean: u32,
    /// Thousandths of the lighter one's weight that the other has too.
    pub contained: u32,
    /// Whether one is, word for word, a run of the other's words.
    pub verbatim: bool,
}

/// Compares two quotations. `weight` says how much a term tells: its rarity.
pub(super) fn overlap(a: &Profile, b: &Profile, weight: &dyn Fn(Term) -> u32) -> Overlap {
    let (shared, shared_weight) = common(&a.content, &b.content, weight);
    let (entities, entity_weight) = common(&a.entities, &b.entities, weight);
    let total = |p: &Profile| -> u32 { p.content.iter().chain(&p.entities).map(|&t| weight(t)).sum() };
    let lighter = total(a).min(total(b)).max(1);
    Overlap {
        shared,
        entities,
        mean: shared_weight / (shared as u32).max(1),
        contained: ((shared_weight + entity_weight).saturating_mul(1000) / lighter).min(1000),
        verbatim: verbatim(&a.words, &b.words),
    }
}

fn common(a: &[Term], b: &[Term], weight: &dyn Fn(Term) -> u32) -> (usize, u32) {
    let (mut i, mut j, mut count, mut sum) = (0, 0, 0, 0u32);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                sum = sum.saturating_add(weight(*x));
                i += 1;
                j += 1;
            }
        }
    }
    (count, sum)
}

/// Whether the shorter is a run of the longer.
fn verbatim(a: &[Term], b: &[Term]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && long.windows(short.len()).any(|run| run == short)
}

/// log2(total / count) in sixteenths, by integers alone so that every machine agrees.
pub(super) fn rarity(count: u32, total: u32) -> u32 {
    let log = |n: u32| {
        let n = u64::from(n.max(1));
        let whole = n.ilog2();
        // The sixteen steps between two powers of two, taken as straight.
        let part = ((n << 4) >> whole) as u32 & 15;
        whole * 16 + part
    };
    log(total).saturating_sub(log(count)) + 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarer_is_heavier() {
        assert!(rarity(1, 1000) > rarity(10, 1000) && rarity(10, 1000) > rarity(900, 1000));
        assert_eq!(rarity(1, 16) - rarity(16, 16), 64);
        assert_eq!(rarity(0, 0), 8);
    }

    #[test]
    fn runs_and_shares() {
        let profile = |words: &[Term]| {
            let mut content = words.to_vec();
            content.sort_unstable();
            Profile { content, entities: Vec::new(), words: words.to_vec() }
        };
        let flat = |_: Term| 10;
        let part = overlap(&profile(&[1, 2, 3, 4, 5]), &profile(&[2, 3, 4]), &flat);
        assert_eq!(part, Overlap { shared: 3, entities: 0, mean: 10, contained: 1000, verbatim: true });
        let half = overlap(&profile(&[1, 2, 3, 4]), &profile(&[4, 9, 1, 8]), &flat);
        assert_eq!((half.shared, half.contained, half.verbatim), (2, 500, false));
        assert_eq!(overlap(&profile(&[]), &profile(&[]), &flat), Overlap::default());
    }
}
