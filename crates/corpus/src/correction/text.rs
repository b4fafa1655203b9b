//! The log as a file that leaves: one JSON object a line, so that two people can exchange and compare what
//! they put right.
//!
//! | `correction` | further fields |
//! |---|---|
//! | `rename` | `entity`, `name` |
//! | `merge` | `into`, `other` |
//! | `apart` | `entity`, `other` |
//! | `split` | `entity`, `name`, `occurrences`: pairs of an article and the number of the entity in it |
//! | `speaker` | `article`, `quotation`, `speaker` or null |
//! | `outlet`, `agency`, `published`, `headline` | `article`, `value` or null |
//!
//! Articles are named by their ids as everywhere in files. Every line has `"schema": 1`.

use super::{Correction, Log};
use serde_json::{Value, json};
use std::fmt;
use verbatim_article::ArticleId;

/// A line that is no correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl Log {
    /// The corrections that hold, one JSON object a line.
    #[must_use]
    pub fn to_lines(&self) -> String {
        self.steps().iter().map(|step| format!("{}\n", write(step))).collect()
    }

    /// Reads what [`Self::to_lines`] wrote. Lines that are no corrections are left out and told.
    #[must_use]
    pub fn from_lines(text: &str) -> (Self, Vec<LineError>) {
        let (mut log, mut problems) = (Self::default(), Vec::new());
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match read(line) {
                Ok(step) => log.push(step),
                Err(problem) => problems.push(LineError { line: number + 1, problem }),
            }
        }
        (log, problems)
    }
}

fn write(step: &Correction) -> Value {
    let about = |what: &str, article: &ArticleId, value: Value| json!({"schema": 1, "correction": what, "article": article.to_string(), "value": value});
    match step {
        Correction::Rename { entity, name } => {
            json!({"schema": 1, "correction": "rename", "entity": entity, "name": name})
        }
        Correction::Merge { into, other } => {
            json!({"schema": 1, "correction": "merge", "into": into, "other": other})
        }
        Correction::Apart { entity, other } => {
            json!({"schema": 1, "correction": "apart", "entity": entity, "other": other})
        }
        Correction::Split { entity, name, occurrences } => {
            let places: Vec<Value> =
                occurrences.iter().map(|(article, local)| json!([article.to_string(), local])).collect();
            json!({"schema": 1, "correction": "split", "entity": entity, "name": name, "occurrences": places})
        }
        Correction::Speaker { article, quotation, speaker } => json!({
            "schema": 1, "correction": "speaker", "article": article.to_string(), "quotation": quotation, "speaker": speaker
        }),
        Correction::Outlet { article, value } => about("outlet", article, json!(value)),
        Correction::Agency { article, value } => about("agency", article, json!(value)),
        Correction::Published { article, value } => {
            about("published", article, json!(value.map(|date| date.to_string())))
        }
        Correction::Headline { article, value } => about("headline", article, json!(value)),
    }
}

fn read(line: &str) -> Result<Correction, &'static str> {
    const FIELD: &str = "a field is missing or of another kind";
    let row: Value = serde_json::from_str(line).map_err(|_| "this is not JSON")?;
    if row.get("schema").and_then(Value::as_u64) != Some(1) {
        return Err("this is not a correction that this version reads");
    }
    let text = |field: &str| row.get(field).and_then(Value::as_str).map(str::to_owned).ok_or(FIELD);
    let id = |value: Option<&Value>| {
        let hexadecimal = value.and_then(Value::as_str).filter(|id| id.len() == 16);
        hexadecimal
            .and_then(|id| u64::from_str_radix(id, 16).ok())
            .map(ArticleId)
            .ok_or("this is no article's id")
    };
    let small = |value: Option<&Value>| {
        value.and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok()).ok_or(FIELD)
    };
    let optional = |field: &str| match row.get(field) {
        Some(Value::Null) => Ok(None),
        Some(Value::String(value)) => Ok(Some(value.clone())),
        _ => Err(FIELD),
    };
    let article = || id(row.get("article"));
    Ok(match text("correction")?.as_str() {
        "rename" => Correction::Rename { entity: text("entity")?, name: text("name")? },
        "merge" => Correction::Merge { into: text("into")?, other: text("other")? },
        "apart" => Correction::Apart { entity: text("entity")?, other: text("other")? },
        "split" => {
            let places = row.get("occurrences").and_then(Value::as_array).ok_or(FIELD)?;
            let place = |place: &Value| Ok((id(place.get(0))?, small(place.get(1))?));
            let occurrences = places.iter().map(place).collect::<Result<_, &'static str>>()?;
            Correction::Split { entity: text("entity")?, name: text("name")?, occurrences }
        }
        "speaker" => Correction::Speaker {
            article: article()?,
            quotation: small(row.get("quotation"))?,
            speaker: optional("speaker")?,
        },
        "outlet" => Correction::Outlet { article: article()?, value: optional("value")? },
        "agency" => Correction::Agency { article: article()?, value: optional("value")? },
        "headline" => Correction::Headline { article: article()?, value: optional("value")? },
        "published" => Correction::Published {
            article: article()?,
            value: match optional("value")? {
                Some(date) => Some(date.parse().map_err(|_| "this is no date")?),
                None => None,
            },
        },
        _ => return Err("this kind of correction is not known"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn some_correction() -> impl Strategy<Value = Correction> {
        let article = any::<u64>().prop_map(ArticleId);
        let name = any::<String>;
        let value = prop::option::of(any::<String>());
        let date = prop::sample::select(vec![None, Some("2031"), Some("2031-04"), Some("2031-04-05")]);
        prop_oneof![
            (name(), name()).prop_map(|(entity, name)| Correction::Rename { entity, name }),
            (name(), name()).prop_map(|(into, other)| Correction::Merge { into, other }),
            (name(), name()).prop_map(|(entity, other)| Correction::Apart { entity, other }),
            (name(), name(), prop::collection::vec((article.clone(), any::<u32>()), 0..4))
                .prop_map(|(entity, name, occurrences)| Correction::Split { entity, name, occurrences }),
            (article.clone(), any::<u32>(), value.clone()).prop_map(|(article, quotation, speaker)| {
                Correction::Speaker { article, quotation, speaker }
            }),
            (article.clone(), value.clone())
                .prop_map(|(article, value)| Correction::Outlet { article, value }),
            (article.clone(), value.clone())
                .prop_map(|(article, value)| Correction::Agency { article, value }),
            (article.clone(), value).prop_map(|(article, value)| Correction::Headline { article, value }),
            (article, date).prop_map(|(article, date)| Correction::Published {
                article,
                value: date.and_then(|date| date.parse().ok())
            }),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_read(steps in prop::collection::vec(some_correction(), 0..6)) {
            let mut log = Log::default();
            steps.into_iter().for_each(|step| log.push(step));
            prop_assert_eq!(Log::from_lines(&log.to_lines()), (log, Vec::new()));
        }

        #[test]
        fn any_text_is_read(text in any::<String>(), garbled in "\\{\"schema\": ?1,\"correction\":\"(split|speaker|x)\"[^\n]{0,40}\\}") {
            let _ = Log::from_lines(&text);
            let _ = Log::from_lines(&garbled);
        }
    }

    #[test]
    fn lines_that_are_none_are_told() {
        let text = "\u{feff}{\"schema\":1,\"correction\":\"merge\",\"into\":\"tarsa\",\"other\":\"quill\"}\r\n\r\nhello\n\
            {\"schema\":2,\"correction\":\"merge\"}\n{\"schema\":1,\"correction\":\"outlet\",\"article\":\"xyz\",\"value\":null}\n";
        let (log, problems) = Log::from_lines(text);
        assert_eq!(log.steps(), [Correction::Merge { into: "tarsa".to_owned(), other: "quill".to_owned() }]);
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [3, 4, 5]);
        assert_eq!(problems[2].to_string(), "line 5: this is no article's id");
    }
}
