use super::segment::FARTHEST;

/// The words of one article at which something stands, a bit each: quick to ask about many stretches of it.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// Sixty-four words of the article, and how many marks stand before them.
    words: Vec<(u64, u32)>,
    all: u32,
}

impl Marks {
    /// Takes the places of an article instead of those of the one before; `starts` are in order.
    pub fn take(&mut self, starts: &[u32]) {
        self.words.clear();
        self.words.resize(starts.last().map_or(0, |last| (*last).min(FARTHEST) as usize / 64 + 1), (0, 0));
        for start in starts {
            if let Some((word, _)) = self.words.get_mut(*start as usize / 64) {
                *word |= 1 << (start % 64);
            }
        }
        self.all = 0;
        for (word, before) in &mut self.words {
            *before = self.all;
            self.all += word.count_ones();
        }
    }

    /// Whether it stands at a word.
    #[inline]
    pub fn has(&self, at: u32) -> bool {
        self.words.get(at as usize / 64).is_some_and(|(word, _)| word >> (at % 64) & 1 == 1)
    }

    /// How many stand before a word.
    #[inline]
    fn before(&self, at: u32) -> u32 {
        match self.words.get(at as usize / 64) {
            Some((word, before)) => before + (word & !(u64::MAX << (at % 64))).count_ones(),
            None => self.all,
        }
    }

    /// How many stand in `[from, to)`.
    #[inline]
    pub fn count(&self, from: u32, to: u32) -> u32 {
        self.before(to).saturating_sub(self.before(from))
    }

    /// Whether any stands in `[from, to)`.
    #[inline]
    pub fn any(&self, from: u32, to: u32) -> bool {
        self.count(from, to) > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn stretches_have_what_stands_in_them(
            places in proptest::collection::btree_set(0u32..300, 0..60),
            before in proptest::collection::btree_set(0u32..400, 0..60),
            from in 0u32..320,
            to in 0u32..320,
        ) {
            let starts = |set: &std::collections::BTreeSet<u32>| set.iter().copied().collect::<Vec<_>>();
            let wanted = places.iter().filter(|place| (from..to).contains(place)).count() as u32;
            let mut marks = Marks::default();
            marks.take(&starts(&before));
            marks.take(&starts(&places));
            proptest::prop_assert_eq!(marks.count(from, to), wanted);
            proptest::prop_assert_eq!(marks.any(from, to), wanted > 0);
            proptest::prop_assert_eq!(marks.has(from), places.contains(&from));
        }
    }
}
