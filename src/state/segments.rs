use std::collections::BTreeSet;
use verbatim_article::Span;

/// What a stretch of the article belongs to; numbers point into the reader's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A paragraph.
    Block(u32),
    /// Words of a quotation.
    Content(u32),
    /// Words that report it.
    Cue(u32),
    /// Words for who said it.
    Source(u32),
    /// A mention of an entity.
    Entity(u32),
    /// The credited agency's name.
    Agency,
    /// A searched word.
    Hit(u32),
}

/// A stretch of text that belongs to the same things from end to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where it lies.
    pub span: Span,
    /// What it belongs to, in order.
    pub marks: Vec<Mark>,
}

/// Cuts `[within.start, within.end)` wherever a marked span begins or ends, so that spans which
/// overlap or nest in any way are drawn right. The segments tile `within`. Linear but for a sort.
#[must_use]
pub fn segments(within: Span, marked: &[(Span, Mark)]) -> Vec<Segment> {
    // (offset, whether it begins, mark): at one offset, ends come before beginnings.
    let mut edges: Vec<(u32, bool, Mark)> = Vec::with_capacity(marked.len() * 2);
    for &(span, mark) in marked {
        let (start, end) = (span.start.max(within.start), span.end.min(within.end));
        if start < end {
            edges.push((start, true, mark));
            edges.push((end, false, mark));
        }
    }
    edges.sort_unstable();
    let mut out = Vec::new();
    let mut open: BTreeSet<Mark> = BTreeSet::new();
    let mut at = within.start;
    for (offset, begins, mark) in edges {
        if offset > at {
            let span = Span { start: at, end: offset };
            out.push(Segment { span, marks: open.iter().copied().collect() });
            at = offset;
        }
        if begins {
            open.insert(mark);
        } else {
            open.remove(&mark);
        }
    }
    if at < within.end {
        out.push(Segment { span: Span { start: at, end: within.end }, marks: Vec::new() });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn overlapping_spans() {
        let span = |start, end| Span { start, end };
        let marked =
            [(span(2, 8), Mark::Content(0)), (span(5, 12), Mark::Entity(1)), (span(8, 9), Mark::Hit(0))];
        let found: Vec<_> =
            segments(span(0, 10), &marked).into_iter().map(|s| (s.span.start, s.span.end, s.marks)).collect();
        assert_eq!(
            found,
            [
                (0, 2, vec![]),
                (2, 5, vec![Mark::Content(0)]),
                (5, 8, vec![Mark::Content(0), Mark::Entity(1)]),
                (8, 9, vec![Mark::Entity(1), Mark::Hit(0)]),
                (9, 10, vec![Mark::Entity(1)]),
            ]
        );
    }

    proptest! {
        #[test]
        fn segments_tile_and_belong(spans in prop::collection::vec((0u32..60, 0u32..60), 0..20)) {
            let within = Span { start: 10, end: 50 };
            let marked: Vec<_> = spans
                .iter()
                .enumerate()
                .map(|(n, &(a, b))| (Span { start: a.min(b), end: a.max(b) }, Mark::Entity(n as u32)))
                .collect();
            let cut = segments(within, &marked);
            let mut at = within.start;
            for segment in &cut {
                prop_assert_eq!(segment.span.start, at);
                prop_assert!(!segment.span.is_empty());
                at = segment.span.end;
                for &(span, mark) in &marked {
                    prop_assert_eq!(segment.marks.contains(&mark), span.contains(segment.span));
                }
            }
            prop_assert_eq!(at, within.end);
        }
    }
}
