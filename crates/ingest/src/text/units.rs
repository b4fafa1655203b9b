use verbatim_article::Span;

/// A paragraph of running text: one line, or several lines that were wrapped by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Its words, without the white space around them.
    pub span: Span,
    /// Whether a blank line stands before it.
    pub gap: bool,
}

/// Splits a text into its paragraphs.
pub(crate) fn units(text: &str) -> Vec<Unit> {
    let lines = lines(text);
    let mut out = Vec::with_capacity(lines.len());
    let mut from = 0;
    while from < lines.len() {
        let next = lines.iter().skip(from + 1).position(|l| l.gap).map_or(lines.len(), |n| from + 1 + n);
        let chunk = lines.get(from..next).unwrap_or_default();
        if wrapped(text, chunk) {
            if let (Some(first), Some(last)) = (chunk.first(), chunk.last()) {
                out.push(Unit { span: first.span.cover(last.span), gap: first.gap });
            }
        } else {
            out.extend_from_slice(chunk);
        }
        from = next;
    }
    out
}

fn lines(text: &str) -> Vec<Unit> {
    let mut out = Vec::new();
    let mut gap = false;
    for (at, line) in super::lines(text) {
        let words = line.trim();
        if words.is_empty() {
            gap = true;
        } else {
            let start = at + (line.len() - line.trim_start().len());
            out.push(Unit { span: Span::new(start, start + words.len()), gap: gap && !out.is_empty() });
            gap = false;
        }
    }
    out
}

/// Whether the lines between two blank lines are one paragraph broken at a right margin: their
/// widths are alike, and most end in the middle of a sentence.
fn wrapped(text: &str, chunk: &[Unit]) -> bool {
    let Some((_, body)) = chunk.split_last() else { return false };
    if body.is_empty() {
        return false;
    }
    let width = |u: &Unit| u.span.of(text).chars().count();
    let widest = chunk.iter().map(width).max().unwrap_or(0);
    if !(40..=130).contains(&widest) {
        return false;
    }
    // A line is wrapped when the next line's first word would not have fitted on it.
    let full = chunk
        .windows(2)
        .filter(|pair| {
            let [line, next] = pair else { return false };
            let word = next.span.of(text).split_whitespace().next().map_or(0, |w| w.chars().count());
            width(line) + 1 + word + 6 >= widest
        })
        .count();
    let open =
        body.iter().filter(|u| !u.span.of(text).ends_with(['.', '!', '?', '”', '"', ':', '»'])).count();
    full * 10 >= body.len() * 8 && open * 2 >= body.len() && (body.len() > 1 || open == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<&str> {
        units(text).iter().map(|u| u.span.of(text)).collect()
    }

    #[test]
    fn lines_are_paragraphs_unless_wrapped() {
        assert_eq!(
            list("A head\nA longer line of words.\n\n Third \n"),
            ["A head", "A longer line of words.", "Third"]
        );
        let wrapped = "The harbour master said on Monday that the new ferry would\nnot sail before the \
                       inspectors had seen its engine, which had\nfailed twice.\n\nNext one.";
        assert_eq!(list(wrapped).len(), 2);
        assert!(units(wrapped)[1].gap);
    }
}
