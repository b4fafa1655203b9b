use serde::Deserialize;
use std::error::Error;
use std::path::Path;
use verbatim_article::Span;

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

/// Reads articles or sentences with names; of names that overlap, the first and longest is kept.
pub fn read_names(path: &Path) -> Result<Vec<Named>, Box<dyn Error>> {
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
