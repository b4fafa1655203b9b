//! Dialogue with dashes: each line that somebody says begins with one.

use super::chunk::phrase_after;
use super::direct::{Draft, is_dash};
use super::lexicon::{CueClass, CueLexicon};
use super::words::Words;
use crate::{QuotationKind, Stance};
use std::ops::Range;
use verbatim_article::Span;

/// Lines that begin with a dash, at least two that follow each other: "– Is that the twelfth?", "– It
/// is, said the clerk. It has come home."
pub(crate) fn dialogue(words: Words, lexicon: &CueLexicon) -> Vec<Draft> {
    let starts: Vec<usize> = (0..words.tokens.len()).filter(|i| *i == 0 || words.new_line(*i)).collect();
    let mut found: Vec<Draft> = Vec::new();
    let mut run: Vec<Range<usize>> = Vec::new();
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(words.tokens.len());
        let spoken = is_dash(words.get(*start)) && words.capital(start + 1) && !words.glued(start + 1);
        if spoken {
            run.push(start + 1..end);
        }
        if !spoken || end == words.tokens.len() {
            if run.len() > 1 {
                found.extend(run.iter().filter_map(|line| turn(words, lexicon, line)));
            }
            run.clear();
        }
    }
    found
}

fn turn(words: Words, lexicon: &CueLexicon, line: &Range<usize>) -> Option<Draft> {
    let end_of = |from: usize| {
        (from..line.end).find(|i| matches!(words.get(*i), "." | "!" | "?")).map_or(line.end, |i| i + 1)
    };
    let attributed = line.clone().skip(1).find_map(|verb| {
        let opens = words.get(verb - 1) == "," || matches!(words.get(verb - 1), "?" | "!");
        let (cue, length) = words.cue(lexicon, verb).filter(|_| opens && !words.capital(verb))?;
        let reports = cue.class == CueClass::Verb && cue.stance == Stance::Speech;
        let source = phrase_after(words, lexicon, verb + length, end_of(verb) - 1).filter(|_| reports)?;
        Some((verb..verb + length, source))
    });
    let (content, cue, source): (Vec<Option<Span>>, _, _) = match attributed {
        Some((cue, source)) => {
            let mut said = line.start..cue.start;
            while said.end > said.start && words.get(said.end - 1) == "," {
                said.end -= 1;
            }
            let rest = end_of(source.end)..line.end;
            let pieces = if rest.is_empty() { vec![said] } else { vec![said, rest] };
            (pieces.iter().map(|p| words.span(p)).collect(), Some(cue), Some(source))
        }
        None => (vec![words.span(line)], None, None),
    };
    let content: Vec<Span> = content.into_iter().flatten().collect();
    (!content.is_empty()).then(|| Draft {
        content,
        cue,
        source,
        rule: "dialogue with dashes",
        kind: Some(QuotationKind::Direct),
        ..Draft::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize;

    #[test]
    fn turns() {
        let text =
            "He knocked.\n– Is that the twelfth?\n– It is, said the clerk. It has come home.\nShe left.";
        let tokens = tokenize(text);
        let words = Words { text, tokens: &tokens, pos: &[], traits: &[] };
        let drafts = dialogue(words, &CueLexicon::standard());
        let shown: Vec<(String, String)> = drafts
            .iter()
            .map(|d| {
                let pieces: Vec<&str> = d.content.iter().map(|c| c.of(text)).collect();
                let source = d.source.as_ref().and_then(|s| words.span(s)).unwrap_or_default().of(text);
                (pieces.join(" … "), source.to_owned())
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("Is that the twelfth?".to_owned(), String::new()),
                ("It is … It has come home.".to_owned(), "the clerk".to_owned())
            ]
        );
        assert!(
            dialogue(
                Words { text: "– One line.", tokens: &tokenize("– One line."), pos: &[], traits: &[] },
                &CueLexicon::standard()
            )
            .is_empty()
        );
    }
}
