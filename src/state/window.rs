use std::ops::Range;

/// Rows that are asked for at once: what a window shows of the beginning, and what it keeps below that.
pub const PAGE: u32 = 20;

/// Rows kept above and below what can be seen, so that scrolling does not show blanks.
const OVERSCAN: u32 = 8;

/// Which part of a long list of rows of one height is on screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Pixels scrolled off above.
    pub scroll: f64,
    /// Pixels to be seen.
    pub height: f64,
    /// Pixels of one row.
    pub row: f64,
    /// Rows in all.
    pub total: u32,
}

impl Window {
    /// The rows to draw.
    #[must_use]
    pub fn rows(&self) -> Range<u32> {
        let seen = self.seen();
        if seen.is_empty() {
            return 0..0;
        }
        seen.start.saturating_sub(OVERSCAN)..seen.end.saturating_add(OVERSCAN).min(self.total)
    }

    /// The rows of which something can be seen.
    #[must_use]
    pub fn seen(&self) -> Range<u32> {
        if self.row <= 0.0 {
            return 0..0;
        }
        let first = (self.scroll.max(0.0) / self.row) as u32;
        let last = ((self.scroll.max(0.0) + self.height.max(0.0)) / self.row).ceil() as u32;
        let end = last.min(self.total);
        first.min(end)..end
    }

    /// The pages that those rows lie on.
    #[must_use]
    pub fn pages(&self) -> Range<u32> {
        let rows = self.rows();
        rows.start / PAGE..rows.end.div_ceil(PAGE)
    }

    /// Where to scroll so that a row can be seen whole; `None` when it is seen already.
    #[must_use]
    pub fn scroll_to(&self, row: u32) -> Option<f64> {
        let top = f64::from(row) * self.row;
        if top < self.scroll {
            Some(top)
        } else if top + self.row > self.scroll + self.height {
            Some((top + self.row - self.height).max(0.0))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn middle_of_a_long_list() {
        let window = Window { scroll: 50_000.0, height: 900.0, row: 100.0, total: 100_000 };
        assert_eq!(window.rows(), 492..517);
        assert_eq!(window.pages(), 24..26);
        assert_eq!(window.scroll_to(505), None);
        assert_eq!(window.scroll_to(0), Some(0.0));
        assert_eq!(window.scroll_to(99_999), Some(9_999_100.0));
    }

    proptest! {
        #[test]
        fn what_is_seen_is_drawn(scroll in 0.0..1e7, height in 1.0..3000.0, row in 1.0..300.0, total in 0u32..100_000) {
            let window = Window { scroll, height, row, total };
            let (rows, pages) = (window.rows(), window.pages());
            prop_assert!(rows.start <= rows.end && rows.end <= total);
            for seen in [(scroll / row) as u32, ((scroll + height - 0.5).max(scroll) / row) as u32] {
                prop_assert!(seen >= total || rows.contains(&seen));
            }
            prop_assert!(rows.is_empty() || (pages.start * PAGE <= rows.start && rows.end <= pages.end * PAGE));
        }
    }
}
