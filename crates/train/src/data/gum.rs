//! Names in the openly licensed documents of GUM. Its mentions are whole noun phrases: what is taken is
//! the proper name around each head.

use super::Named;
use serde::Deserialize;
use std::error::Error;
use std::path::Path;
use verbatim_article::Span;

/// The genres whose texts are under CC BY.
const GENRES: [&str; 4] = ["news", "interview", "academic", "court"];
/// What may stand between the words of a name.
const INNER: [&str; 9] = ["of", "the", "for", "and", "de", "&", "-", "on", "'s"];
/// Words before a name that are not part of it.
pub const TITLES: [&str; 22] = [
    "mr.",
    "mrs.",
    "ms.",
    "dr.",
    "president",
    "judge",
    "justice",
    "chief",
    "senator",
    "sen.",
    "rep.",
    "professor",
    "prof.",
    "king",
    "queen",
    "prince",
    "minister",
    "governor",
    "mayor",
    "general",
    "sir",
    "secretary",
];

#[derive(Deserialize)]
struct Document {
    genre: String,
    text: String,
    /// Begin, end, part of speech, head, relation.
    tokens: Vec<(usize, usize, String, i64, String)>,
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    r#type: String,
    /// Begin, end, `name` or something else, the head's begin and end.
    mentions: Vec<(usize, usize, String, (usize, usize))>,
}

/// Reads the documents that may be used openly.
pub fn read_gum(path: &Path) -> Result<Vec<Named>, Box<dyn Error>> {
    let mut all = Vec::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let document: Document = serde_json::from_str(line)?;
        if GENRES.contains(&document.genre.as_str()) {
            all.push(named(document));
        }
    }
    Ok(all)
}

fn named(document: Document) -> Named {
    let bytes: Vec<usize> =
        document.text.char_indices().map(|(at, _)| at).chain([document.text.len()]).collect();
    let span = |from: usize, to: usize| {
        Some(Span::new(*bytes.get(document.tokens.get(from)?.0)?, *bytes.get(document.tokens.get(to)?.1)?))
    };
    let word = |at: usize| span(at, at).map_or(String::new(), |s| s.of(&document.text).to_lowercase());
    let proper = |at: usize| document.tokens.get(at).is_some_and(|t| t.2 == "PROPN");
    let mut names: Vec<(Span, String)> = Vec::new();
    for entity in &document.entities {
        let kind = match entity.r#type.as_str() {
            "date" => continue,
            kind => kind,
        };
        for (start, end, _, head) in entity.mentions.iter().filter(|m| m.2 == "name") {
            let first = document.tokens.partition_point(|t| t.0 < *start);
            let last = document.tokens.partition_point(|t| t.1 <= *end);
            let Some(head) = (first..last).find(|t| document.tokens[*t].0 == head.0).filter(|t| proper(*t))
            else {
                continue;
            };
            let (mut from, mut to) = (head, head);
            loop {
                let joined = |a: usize| INNER.contains(&word(a).as_str());
                if from > first && proper(from - 1) {
                    from -= 1;
                } else if from > first + 1 && joined(from - 1) && proper(from - 2) {
                    from -= 2;
                } else if to + 1 < last && (proper(to + 1) || document.tokens[to + 1].2 == "NUM") {
                    to += 1;
                } else if to + 2 < last && joined(to + 1) && proper(to + 2) {
                    to += 2;
                } else if to + 3 < last && joined(to + 1) && joined(to + 2) && proper(to + 3) {
                    to += 3;
                } else {
                    break;
                }
            }
            while kind == "person" && from < to && TITLES.contains(&word(from).as_str()) {
                from += 1;
            }
            names.extend(span(from, to).map(|s| (s, kind.to_owned())));
        }
    }
    names.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut end = 0;
    names.retain(|(span, _)| {
        let free = span.start >= end;
        end = if free { span.end } else { end };
        free
    });
    Named { text: document.text, names }
}
