use super::direct::Draft;
use super::words::Words;
use crate::QuotationKind;
use std::collections::BTreeMap;
use std::ops::Range;
use verbatim_article::Span;

/// Words of a speaker's label at most: "CHAIRWOMAN MARA ILLIC:".
const LABEL: usize = 6;

/// An interview or a hearing in writing: paragraphs that begin with the speaker's name and a colon.
/// Two labels that alternate, or one that comes back, make a transcript; a lone "Note:" does not.
pub(crate) fn transcript(words: Words) -> Vec<Draft> {
    let lines = lines(words);
    let labels: Vec<Option<Range<usize>>> = lines.iter().map(|l| label(words, l)).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for label in labels.iter().flatten() {
        *counts.entry(name(words, label)).or_default() += 1;
    }
    let returning = counts.values().filter(|c| **c > 1).count();
    if counts.values().sum::<usize>() < 3 || returning == 0 || counts.len() < 2 {
        return Vec::new();
    }
    let mut drafts: Vec<Draft> = Vec::new();
    let mut open = false;
    for (line, label) in lines.iter().zip(&labels) {
        let spoken = match label {
            Some(label) if counts.get(&name(words, label)).is_some_and(|c| *c > 1 || returning > 1) => {
                let start = label.end + 1;
                drafts.push(Draft {
                    cue: Some(label.end..start),
                    source: Some(label.clone()),
                    rule: "speaker's name and a colon, as in a transcript",
                    kind: Some(QuotationKind::Direct),
                    ..Draft::default()
                });
                open = true;
                start..line.end
            }
            // A paragraph without a label goes on only right after one, when it ends like speech.
            _ if open => {
                open = false;
                continue;
            }
            _ => continue,
        };
        if let (Some(span), Some(draft)) = (words.span(&spoken), drafts.last_mut()) {
            draft.content.push(bare(words.text, span));
        }
    }
    drafts.retain(|d| d.content.iter().any(|c| !c.is_empty()));
    drafts
}

/// The paragraphs as ranges of tokens.
fn lines(words: Words) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut end = 0;
    for (index, token) in words.tokens.iter().enumerate() {
        let breaks = words.text.get(end..token.start as usize).is_some_and(|gap| gap.contains('\n'));
        match found.last_mut() {
            Some(line) if !breaks => line.end = index + 1,
            _ => found.push(index..index + 1),
        }
        end = token.end as usize;
    }
    found
}

/// The speaker's label that opens a paragraph, without its colon.
fn label(words: Words, line: &Range<usize>) -> Option<Range<usize>> {
    // A quotation of several turns may open with its mark: “LEMM: Who paid?
    let start = line.start + usize::from(matches!(words.get(line.start), "“" | "\"" | "”" | "«"));
    let colon = (start..line.end.min(start + LABEL + 1)).find(|i| words.get(*i) == ":")?;
    let label = start..colon;
    let named =
        |i: usize| words.capital(i) || words.get(i) == "." || words.is(i, &["de", "van", "der", "al"]);
    let whole =
        !label.is_empty() && colon + 1 < line.end && words.capital(label.start) && label.clone().all(named);
    whole.then_some(label)
}

fn name(words: Words, label: &Range<usize>) -> String {
    label.clone().map(|i| words.lower(i)).collect::<Vec<_>>().join(" ")
}

/// Without the marks around the whole.
fn bare(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let inner = words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '“' | '”' | '"' | '«' | '»'));
    if inner.contains(['“', '"', '”']) || inner.is_empty() {
        return span;
    }
    let start = span.start as usize + words.find(inner).unwrap_or(0);
    Span::new(start, start + inner.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize;

    fn read(text: &str) -> Vec<(String, String)> {
        let tokens = tokenize(text);
        let words = Words { text, tokens: &tokens, pos: &[] };
        let shown = |d: &Draft| {
            let source = d.source.as_ref().and_then(|s| words.span(s)).unwrap_or_default().of(text);
            (source.to_owned(), d.content[0].of(text).to_owned())
        };
        transcript(words).iter().map(shown).collect()
    }

    #[test]
    fn labels_that_come_back() {
        let text = "LEMM: Who paid?\nODA BRIX: “We did.”\nLEMM: All of it?\nODA BRIX: Yes.";
        let pairs = read(text);
        let shown: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(
            shown,
            [("LEMM", "Who paid?"), ("ODA BRIX", "We did."), ("LEMM", "All of it?"), ("ODA BRIX", "Yes.")]
        );
    }

    #[test]
    fn a_colon_alone_is_no_transcript() {
        assert!(read("Note: the office is closed.\nTime: noon.\nPlace: Velm.\nEntry: free.").is_empty());
    }
}
