use std::ops::Range;
use verbatim_article::Span;

/// Tokens that the tagger reads at a time, about.
const LENGTH: usize = 190;
/// A paragraph that is longer than this is cut.
const LONGEST: usize = 380;

/// The stretches that the tagger reads one at a time: whole paragraphs, filled up to about 190
/// tokens. Each stretch is a list of token ranges, a paragraph (or a part of a long one) each.
#[must_use]
pub fn pack(text: &str, tokens: &[Span]) -> Vec<Vec<Range<usize>>> {
    let mut stretches: Vec<Vec<Range<usize>>> = Vec::new();
    let mut held = 0;
    let mut put = |range: Range<usize>| {
        let length = range.len();
        match stretches.last_mut() {
            Some(last) if held + length <= LENGTH => {
                held += length;
                last.push(range);
            }
            _ => {
                held = length;
                stretches.push(vec![range]);
            }
        }
    };
    let mut start = 0;
    for index in 1..=tokens.len() {
        let ends = match (tokens.get(index - 1), tokens.get(index)) {
            (Some(a), Some(b)) => {
                text.get(a.end as usize..b.start as usize).is_none_or(|gap| gap.contains('\n'))
            }
            _ => true,
        };
        if ends || index - start >= LONGEST {
            put(start..index);
            start = index;
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_once_in_order() {
        let text = format!("{}\n\n{}\n{}", "a ".repeat(150), "b ".repeat(30), "c ".repeat(1000));
        let tokens = crate::tokenize(&text);
        let packed = pack(&text, &tokens);
        let order: Vec<usize> = packed.iter().flatten().cloned().flatten().collect();
        assert_eq!(order, (0..tokens.len()).collect::<Vec<_>>());
        assert_eq!(packed[0], vec![0..150, 150..180]);
        assert!(packed.iter().all(|s| s.iter().map(Range::len).sum::<usize>() <= LONGEST));
        assert!(pack("", &[]).is_empty());
    }
}
