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
    let lines = words.lines();
    let labels: Vec<Option<Label>> = lines.iter().map(|l| label(words, l)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for label in labels.iter().flatten() {
        *counts.entry(&label.name).or_default() += 1;
    }
    let returning = counts.values().filter(|c| **c > 1).count();
    if counts.values().sum::<usize>() < 3 || returning == 0 || counts.len() < 2 {
        return Vec::new();
    }
    // Where nearly every line has its label, one who speaks once speaks too.
    let all = counts.values().sum::<usize>() * 4 >= lines.len() * 3;
    let mut drafts: Vec<Draft> = Vec::new();
    // The answer to a question goes on until the next question.
    let last = labels.iter().rposition(|l| l.as_ref().is_some_and(|l| l.turn)).unwrap_or(0);
    let mut open = false;
    for (number, (line, label)) in lines.iter().zip(&labels).enumerate() {
        let spoken = match label {
            Some(label)
                if counts.get(label.name.as_str()).is_some_and(|c| *c > 1 || returning > 1 || all) =>
            {
                drafts.push(Draft {
                    cue: (!label.turn).then_some(label.words.end..label.said),
                    source: (!label.turn).then(|| label.words.clone()),
                    rule: if label.turn { "question and answer" } else { TRANSCRIPT },
                    kind: Some(QuotationKind::Direct),
                    ..Draft::default()
                });
                open = label.turn;
                label.said..line.end
            }
            None if open && number < last => line.clone(),
            _ => continue,
        };
        if let (Some(span), Some(draft)) = (words.span(&spoken), drafts.last_mut()) {
            draft.content.push(bare(words.text, span));
        }
    }
    drafts.retain(|d| d.content.iter().any(|c| !c.is_empty()));
    drafts
}

const TRANSCRIPT: &str = "speaker's name and a colon, as in a transcript";

/// What opens a speaker's turn.
struct Label {
    words: Range<usize>,
    name: String,
    /// The first token that is said.
    said: usize,
    /// "Q:" and "A:" tell whose turn it is, and name nobody.
    turn: bool,
}

/// The speaker's label that opens a paragraph.
fn label(words: Words, line: &Range<usize>) -> Option<Label> {
    // A quotation of several turns may open with its mark: “LEMM: Who paid?
    let start = line.start + usize::from(matches!(words.get(line.start), "“" | "\"" | "”" | "«"));
    // "Q. Who paid?": the full stop belongs to the letter.
    let letter = matches!(words.get(start), "Q." | "A.") && words.capital(start + 1);
    let colon = if letter {
        start + 1
    } else {
        (start..line.end.min(start + LABEL + 1)).find(|i| words.get(*i) == ":")?
    };
    let range = start..colon;
    let named =
        |i: usize| words.capital(i) || words.get(i) == "." || words.is(i, &["de", "van", "der", "al"]);
    let said = colon + usize::from(!letter);
    let whole = !range.is_empty() && said < line.end && words.capital(start) && range.clone().all(named);
    let name = range.clone().map(|i| words.lower(i).to_string()).collect::<Vec<_>>().join(" ");
    let turn = matches!(name.trim_end_matches('.'), "q" | "a" | "question" | "answer");
    whole.then_some(Label { words: range, name, said, turn })
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
    use super::super::sources_and_contents;
    use super::*;
    use crate::tokenize;

    fn read(text: &str) -> Vec<(String, String)> {
        let tokens = tokenize(text);
        let words = Words { text, tokens: &tokens, pos: &[], traits: &[] };
        sources_and_contents(words, &transcript(words))
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
    fn one_who_speaks_once() {
        let pairs = read("BRIX: We should wait.\nHOLM: Wait for what?\nBRIX: For the report.");
        assert_eq!(pairs.iter().map(|p| p.0.as_str()).collect::<Vec<_>>(), ["BRIX", "HOLM", "BRIX"]);
    }

    #[test]
    fn questions_and_answers() {
        for (question, answer) in [("Q:", "A:"), ("Q.", "A."), ("Question:", "Answer:")] {
            let text = format!(
                "{question} Who paid?\n{answer} We did.\nEvery month.\n{question} All of it?\n{answer} Yes.\nThe pumps run again."
            );
            let tokens = tokenize(&text);
            let words = Words { text: &text, tokens: &tokens, pos: &[], traits: &[] };
            let found = transcript(words);
            let said: Vec<Vec<&str>> =
                found.iter().map(|d| d.content.iter().map(|c| c.of(&text)).collect()).collect();
            assert_eq!(
                said,
                [vec!["Who paid?"], vec!["We did.", "Every month."], vec!["All of it?"], vec!["Yes."]]
            );
            assert!(found.iter().all(|d| d.source.is_none()));
        }
    }

    #[test]
    fn a_colon_alone_is_no_transcript() {
        assert!(read("Note: the office is closed.\nTime: noon.\nPlace: Velm.\nEntry: free.").is_empty());
    }
}
