//! JSON and NDJSON: lists of articles as programs and services write them.
use crate::options::Options;
use crate::problem::Problem;
use crate::roles::{self, Role};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use verbatim_article::Article;

/// Whether a text that begins with a bracket is JSON.
pub(crate) fn looks_json(start: &str) -> bool {
    let mut chars = start.char_indices();
    let Some((_, open)) = chars.next() else { return false };
    let rest = start.get(1..).unwrap_or_default().trim_start();
    match open {
        '{' => rest.starts_with('"') || rest.starts_with('}'),
        _ => rest.starts_with(['{', '"', ']', '[']) && (rest.starts_with(']') || rest.contains(['"', ']'])),
    }
}

/// The articles of a JSON or NDJSON text.
pub(crate) fn read(file: &str, text: &str, options: &Options, problems: &mut Vec<Problem>) -> Vec<Article> {
    match serde_json::from_str::<Value>(text) {
        Ok(value) => whole(file, &value, options, problems),
        Err(error) => lines(file, text, &error, options, problems),
    }
}

fn lines(
    file: &str,
    text: &str,
    error: &serde_json::Error,
    options: &Options,
    problems: &mut Vec<Problem>,
) -> Vec<Article> {
    let mut records: Vec<(usize, Map<String, Value>)> = Vec::new();
    let mut broken: Vec<usize> = Vec::new();
    let mut total = 0usize;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim().trim_end_matches(',');
        if line.is_empty() || matches!(line, "[" | "]") {
            continue;
        }
        total += 1;
        match serde_json::from_str::<Value>(line) {
            Ok(Value::Object(map)) => records.push((at + 1, map)),
            _ => broken.push(at + 1),
        }
    }
    if records.is_empty() || records.len() * 2 < total {
        // One value that breaks off: what is whole within it is kept.
        let kept = salvage(text);
        if kept.is_empty() {
            problems.push(
                Problem::lost(file, format!("The file is not valid JSON: {error}.")).at_line(error.line()),
            );
            return Vec::new();
        }
        problems.push(
            Problem::kept(
                file,
                format!("The file is not valid JSON: {error}."),
                format!("{} whole records before that.", kept.len()),
            )
            .at_line(error.line()),
        );
        let records: Vec<(usize, Map<String, Value>)> = kept.into_iter().map(|m| (0, m)).collect();
        return articles(file, &records, options, problems);
    }
    for line in broken {
        problems.push(Problem::lost(file, "The line is not a JSON object.").at_line(line));
    }
    articles(file, &records, options, problems)
}

/// The whole objects of a list that breaks off.
fn salvage(text: &str) -> Vec<Map<String, Value>> {
    let Some(open) = text.find('[') else { return Vec::new() };
    let mut out = Vec::new();
    let mut at = open + 1;
    while let Some(rest) = text.get(at..) {
        let Some(start) = rest.find('{') else { break };
        let mut stream =
            serde_json::Deserializer::from_str(rest.get(start..).unwrap_or_default()).into_iter::<Value>();
        match stream.next() {
            Some(Ok(Value::Object(map))) => {
                at += start + stream.byte_offset();
                out.push(map);
            }
            _ => break,
        }
    }
    out
}

fn whole(file: &str, value: &Value, options: &Options, problems: &mut Vec<Problem>) -> Vec<Article> {
    let records = match records(value) {
        Some(list) => list,
        None => {
            problems.push(Problem::lost(file, "The JSON holds no list of articles and no article."));
            return Vec::new();
        }
    };
    let records: Vec<(usize, Map<String, Value>)> = records.into_iter().map(|m| (0, m.clone())).collect();
    articles(file, &records, options, problems)
}

/// The list with the most records that look like articles; a single record counts as a list.
fn records(value: &Value) -> Option<Vec<&Map<String, Value>>> {
    let mut best: Option<Vec<&Map<String, Value>>> = None;
    let mut open: Vec<&Value> = vec![value];
    let mut seen = 0usize;
    while let Some(value) = open.pop() {
        seen += 1;
        if seen > 200_000 {
            break;
        }
        match value {
            Value::Array(list) => {
                let objects: Vec<&Map<String, Value>> = list.iter().filter_map(Value::as_object).collect();
                let told = objects.iter().take(20).filter(|o| is_article(o)).count();
                if told * 2 >= objects.len().clamp(1, 20)
                    && best.as_ref().is_none_or(|b| objects.len() > b.len())
                    && !objects.is_empty()
                {
                    best = Some(objects);
                } else if best.is_none() {
                    open.extend(list.iter().rev().take(1000));
                }
            }
            Value::Object(map) => open.extend(map.values().rev()),
            _ => {}
        }
    }
    best.or_else(|| value.as_object().filter(|o| is_article(o)).map(|o| vec![o]))
}

fn is_article(map: &Map<String, Value>) -> bool {
    let mut flat = BTreeMap::new();
    flatten("", map, &mut flat, 0);
    let names: Vec<String> = flat.keys().cloned().collect();
    let roles = roles::choose(&names, &BTreeMap::new());
    let text = roles.get(&Role::Text).and_then(|at| names.get(*at)).and_then(|n| flat.get(n));
    let headline = roles.contains_key(&Role::Headline);
    text.is_some_and(|t| t.len() > 40 || headline)
        || (headline
            && (roles.contains_key(&Role::Url)
                || roles.contains_key(&Role::Published)
                || roles.contains_key(&Role::Standfirst)))
}

/// Nested keys joined by dots; lists of words joined by commas, of paragraphs by lines.
fn flatten(prefix: &str, map: &Map<String, Value>, out: &mut BTreeMap<String, String>, depth: usize) {
    for (key, value) in map {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            Value::String(words) => {
                out.insert(name, words.clone());
            }
            Value::Number(number) => {
                out.insert(name, number.to_string());
            }
            Value::Object(inner) if depth < 4 => flatten(&name, inner, out, depth + 1),
            Value::Array(list) => {
                let words: Vec<&str> = list
                    .iter()
                    .take(2000)
                    .filter_map(|v| {
                        v.as_str()
                            .or_else(|| v.get("name").and_then(Value::as_str))
                            .or_else(|| v.get("text").and_then(Value::as_str))
                    })
                    .collect();
                if !words.is_empty() {
                    let long = words.iter().any(|w| w.len() > 60);
                    out.insert(name, words.join(if long { "\n" } else { ", " }));
                }
            }
            _ => {}
        }
    }
}

fn articles(
    file: &str,
    records: &[(usize, Map<String, Value>)],
    options: &Options,
    problems: &mut Vec<Problem>,
) -> Vec<Article> {
    let mut out = Vec::new();
    for (line, map) in records {
        let mut flat = BTreeMap::new();
        flatten("", map, &mut flat, 0);
        let names: Vec<String> = flat.keys().cloned().collect();
        let roles = roles::choose(&names, &options.columns);
        let cell = |at: usize| names.get(at).and_then(|n| flat.get(n)).cloned().unwrap_or_default();
        match roles::article(&roles, &names, cell) {
            Some(mut article) => {
                if *line > 0 {
                    article.evidence.insert("row".to_owned(), format!("line {line}"));
                }
                out.push(article);
            }
            None => {
                let mut problem = Problem::lost(file, "A record has no headline and no text.");
                if *line > 0 {
                    problem = problem.at_line(*line);
                }
                problems.push(problem);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> (Vec<Article>, Vec<Problem>) {
        let mut problems = Vec::new();
        (read("a.json", text, &Options::default(), &mut problems), problems)
    }

    #[test]
    fn lists_lines_and_services() {
        let list = r#"{"status":"ok","articles":[{"source":{"id":null,"name":"Courier"},"author":"Ida Kvam","title":"Ferry","publishedAt":"2022-02-03T10:00:00Z","content":"It stays in dock."}]}"#;
        let (found, problems) = run(list);
        assert!(problems.is_empty());
        assert_eq!(found[0].outlet.as_deref(), Some("Courier"));
        assert_eq!(found[0].byline.as_deref(), Some("Ida Kvam"));
        assert_eq!(found[0].published.unwrap().to_string(), "2022-02-03");
        let (found, problems) = run(
            "{\"title\":\"A\",\"text\":\"b\"}\nbroken\n{\"title\":\"C\",\"text\":\"d\"}\n{\"title\":\"E\",\"text\":\"f\"}",
        );
        assert_eq!((found.len(), problems.len()), (3, 1));
        assert_eq!(problems[0].line, Some(2));
    }

    #[test]
    fn broken_off_and_deep() {
        let (found, problems) = run(r#"[{"title":"A","text":"b"},{"title":"C","text":"d"},{"title":"E","te"#);
        assert_eq!((found.len(), problems.len()), (2, 1));
        let (found, problems) = run(&"[".repeat(100_000));
        assert_eq!((found.len(), problems.len()), (0, 1));
    }
}
