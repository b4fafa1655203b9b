/// The smallest of many, without keeping all of them: room for some more than are wanted, and what is beyond the worst of
/// those that were kept is turned down at once.
pub(super) struct Best<T> {
    wanted: usize,
    kept: Vec<T>,
    /// Nothing from here on is among the best any more.
    limit: Option<T>,
}

impl<T: Ord + Copy> Best<T> {
    /// Keeps at most so many.
    pub fn new(wanted: usize) -> Self {
        Self { wanted, kept: Vec::new(), limit: None }
    }

    /// Whether something like this would be turned down.
    #[inline]
    pub fn is_beyond(&self, item: T) -> bool {
        self.limit.is_some_and(|limit| item >= limit)
    }

    /// From here on all are turned down.
    pub fn limit(&self) -> Option<T> {
        self.limit
    }

    #[inline]
    pub fn push(&mut self, item: T) {
        if self.is_beyond(item) {
            return;
        }
        self.kept.push(item);
        if self.kept.len() > self.wanted.saturating_add(self.wanted / 4).saturating_add(16) {
            self.prune();
        }
    }

    fn prune(&mut self) {
        if self.wanted < self.kept.len() {
            let (_, limit, _) = self.kept.select_nth_unstable(self.wanted);
            self.limit = Some(*limit);
            self.kept.truncate(self.wanted);
        }
    }

    /// The best in order.
    pub fn sorted(mut self) -> Vec<T> {
        self.prune();
        self.kept.sort_unstable();
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_best_are_those_of_sorting(mut items: Vec<u16>, wanted in 0usize..80) {
            let mut best = Best::new(wanted);
            items.iter().for_each(|item| best.push(*item));
            items.sort_unstable();
            items.truncate(wanted);
            proptest::prop_assert_eq!(best.sorted(), items);
        }
    }
}
