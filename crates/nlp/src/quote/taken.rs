use verbatim_article::Span;

/// Stretches of a text that are spoken for, to be asked about many times.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// In order,
    spans: Vec<Span>,
    /// and the furthest end so far, so that one look back suffices.
    reaches: Vec<u32>,
}

impl Taken {
    pub fn new(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.collect();
        spans.sort_unstable();
        let mut reach = 0;
        let further = |span: &Span| {
            reach = span.end.max(reach);
            reach
        };
        let reaches = spans.iter().map(further).collect();
        Self { spans, reaches }
    }

    /// Whether any of them shares a character with a stretch.
    pub fn touches(&self, span: Span) -> bool {
        let before = self.spans.partition_point(|s| s.start < span.end);
        before.checked_sub(1).and_then(|b| self.reaches.get(b)).is_some_and(|end| *end > span.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_and_apart() {
        let taken = Taken::new([Span::new(4, 6), Span::new(0, 20), Span::new(30, 31)].into_iter());
        for (start, end, wanted) in
            [(15, 18, true), (20, 30, false), (19, 25, true), (29, 31, true), (31, 40, false)]
        {
            assert_eq!(taken.touches(Span::new(start, end)), wanted, "{start}");
        }
        assert!(!Taken::default().touches(Span::new(0, 5)));
    }
}
