use std::ops::Range;

/// Heights of the rows of a long list when they differ: guessed until a row has been drawn and
/// measured. Sums are kept in a Fenwick tree (1994), so that every question takes logarithmic time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heights {
    rows: Vec<f64>,
    sums: Vec<f64>,
}

impl Heights {
    /// So many rows of one guessed height, in pixels.
    #[must_use]
    pub fn new(total: u32, guess: f64) -> Self {
        let rows = vec![guess; total as usize];
        let mut sums = vec![0.0; rows.len() + 1];
        for at in 1..sums.len() {
            sums[at] += guess;
            let parent = at + (at & at.wrapping_neg());
            if parent < sums.len() {
                sums[parent] += sums[at];
            }
        }
        Self { rows, sums }
    }

    /// Notes a measured height; the answer is by how much it differs from what was known.
    pub fn set(&mut self, row: u32, height: f64) -> f64 {
        let Some(known) = self.rows.get_mut(row as usize) else { return 0.0 };
        let change = height - *known;
        *known = height;
        let mut at = row as usize + 1;
        while change != 0.0 && at < self.sums.len() {
            self.sums[at] += change;
            at += at & at.wrapping_neg();
        }
        change
    }

    /// Where a row begins.
    #[must_use]
    pub fn top(&self, row: u32) -> f64 {
        let mut at = (row as usize).min(self.rows.len());
        let mut sum = 0.0;
        while at > 0 {
            sum += self.sums.get(at).copied().unwrap_or(0.0);
            at -= at & at.wrapping_neg();
        }
        sum
    }

    /// How high a row is.
    #[must_use]
    pub fn height(&self, row: u32) -> f64 {
        self.rows.get(row as usize).copied().unwrap_or(0.0)
    }

    /// The height of all rows.
    #[must_use]
    pub fn all(&self) -> f64 {
        self.top(u32::try_from(self.rows.len()).unwrap_or(u32::MAX))
    }

    /// The row at a height; the last one below them all.
    #[must_use]
    pub fn row_at(&self, height: f64) -> u32 {
        let (mut at, mut left) = (0usize, height.max(0.0));
        let mut step = self.rows.len().next_power_of_two();
        while step > 0 {
            if let Some(sum) = self.sums.get(at + step).filter(|sum| **sum <= left) {
                left -= sum;
                at += step;
            }
            step /= 2;
        }
        u32::try_from(at.min(self.rows.len().saturating_sub(1))).unwrap_or(u32::MAX)
    }

    /// The rows to draw: what is seen between two heights, and some more on both sides.
    #[must_use]
    pub fn seen(&self, from: f64, to: f64, more: u32) -> Range<u32> {
        let total = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        if total == 0 {
            return 0..0;
        }
        let (first, last) = (self.row_at(from), self.row_at(to));
        first.saturating_sub(more)..last.saturating_add(more + 1).min(total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn guesses_give_way_to_measures() {
        let mut heights = Heights::new(100_000, 50.0);
        assert_eq!((heights.all(), heights.top(3)), (5_000_000.0, 150.0));
        assert_eq!(heights.set(1, 80.0), 30.0);
        assert_eq!((heights.top(1), heights.top(2), heights.all()), (50.0, 130.0, 5_000_030.0));
        assert_eq!((heights.row_at(129.0), heights.row_at(130.0)), (1, 2));
        assert_eq!(heights.seen(0.0, 400.0, 2), 0..10);
        assert_eq!(Heights::default().seen(0.0, 400.0, 2), 0..0);
    }

    proptest! {
        #[test]
        fn sums_are_those_of_the_rows(measured in prop::collection::vec((0u32..40, 1u32..300), 0..60), at in 0.0..9000.0) {
            let mut heights = Heights::new(40, 100.0);
            let mut plain = vec![100.0; 40];
            for (row, height) in measured {
                heights.set(row, f64::from(height));
                plain[row as usize] = f64::from(height);
            }
            for row in 0..=40u32 {
                prop_assert_eq!(heights.top(row), plain[..row as usize].iter().sum::<f64>());
            }
            let row = heights.row_at(at);
            prop_assert!(heights.top(row) <= at);
            prop_assert!(row == 39 || at < heights.top(row + 1));
        }
    }
}
