use serde::Deserialize;
use std::error::Error;
use std::path::Path;
use verbatim_article::Span;

/// Which of names that overlap is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nested {
    Outermost,
    Innermost,
}

/// A text with gold names.
#[derive(Clone, Debug)]
pub struct Named {
    pub text: String,
    /// Name and type, in order, not overlapping.
    pub names: Vec<(Span, String)>,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    entities: Vec<Vec<serde_json::Value>>,
}

/// Joins sentences that follow each other in a file, so that they are read as articles.
pub fn join(texts: &[Named], count: usize) -> Vec<Named> {
    let mut joined = Vec::new();
    for part in texts.chunks(count) {
        let mut whole = Named { text: String::new(), names: Vec::new() };
        for one in part {
            let start = whole.text.len() as u32;
            let shift = |s: &Span| Span { start: s.start + start, end: s.end + start };
            whole.names.extend(one.names.iter().map(|(s, k)| (shift(s), k.clone())));
            whole.text.push_str(&one.text);
            whole.text.push('\n');
        }
        joined.push(whole);
    }
    joined
}

/// Reads articles or sentences with names.
pub fn read_names(path: &Path, nested: Nested) -> Result<Vec<Named>, Box<dyn Error>> {
    let file = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut texts = Vec::new();
    for line in file.lines() {
        let line: Line = serde_json::from_str(line)?;
        let bytes: Vec<usize> = line.text.char_indices().map(|(at, _)| at).chain([line.text.len()]).collect();
        let place = |value: &serde_json::Value| value.as_u64().and_then(|v| bytes.get(v as usize)).copied();
        let mut names: Vec<(Span, String)> = line
            .entities
            .iter()
            .filter_map(|e| {
                Some((Span::new(place(e.first()?)?, place(e.get(1)?)?), e.get(2)?.as_str()?.to_owned()))
            })
            .collect();
        names.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        if nested == Nested::Innermost {
            let all = names.clone();
            names.retain(|(span, _)| !all.iter().any(|(other, _)| other != span && span.contains(*other)));
        }
        let mut end = 0;
        names.retain(|(span, _)| {
            let free = span.start >= end && span.end > span.start;
            end = if free { span.end } else { end };
            free
        });
        texts.push(Named { text: line.text, names });
    }
    Ok(texts)
}
