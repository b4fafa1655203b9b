//! `verbatim query`: a saved corpus and words in the language of the search box, to rows.

use crate::{Outcome, output};
use clap::ValueEnum;
use serde_json::{Map, Value, json};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use verbatim_article::OffsetMap;
use verbatim_corpus::file::{HEADER, index_length};
use verbatim_corpus::{Corpus, Query, Rows, Sort, Tab, ViewRequest};

#[derive(clap::Args)]
pub struct Arguments {
    /// The corpus that `index` wrote.
    corpus: PathBuf,
    /// What to look for, as in the search box; everything when it is left out.
    #[arg(default_value = "", allow_hyphen_values = true)]
    query: String,
    /// What to list.
    #[arg(long, value_enum, default_value_t = List::Quotes)]
    list: List,
    /// How to write it.
    #[arg(long, value_enum, default_value_t = Format::Ndjson)]
    format: Format,
    /// In which order.
    #[arg(long, value_enum, default_value_t = Order::Best)]
    sort: Order,
    /// At most so many rows.
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// Only tell how much was found: quotations, articles, stories and outlets.
    #[arg(long)]
    count: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum List {
    Quotes,
    Articles,
    /// People, bodies and places.
    Entities,
    /// Every hit with the words around it.
    Lines,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Ndjson,
    Csv,
}

#[derive(Clone, Copy, ValueEnum)]
enum Order {
    Best,
    Newest,
    Oldest,
    Outlet,
    Confidence,
    /// Lines by the words before the hit.
    Left,
    /// Lines by the hit and the words after it.
    Right,
}

pub fn run(arguments: &Arguments) -> io::Result<Outcome> {
    let mut saved = Saved::open(&arguments.corpus)?;
    let mut request = ViewRequest {
        query: Query { text: arguments.query.clone(), ..Query::default() },
        tab: match arguments.list {
            List::Quotes => Tab::Quotes,
            List::Articles => Tab::Articles,
            List::Entities => Tab::Names,
            List::Lines => Tab::Context,
        },
        sort: match arguments.sort {
            Order::Best => Sort::Best,
            Order::Newest => Sort::Newest,
            Order::Oldest => Sort::Oldest,
            Order::Outlet => Sort::Outlet,
            Order::Confidence => Sort::Confidence,
            Order::Left => Sort::Left,
            Order::Right => Sort::Right,
        },
        ..ViewRequest::default()
    };
    let first = saved.corpus.view(&request);
    if let Some((message, at)) = first.error {
        return Err(usage(format!("{message}\n{}", pointed(&arguments.query, at as usize))));
    }
    let mut out = output::stdout();
    if arguments.count {
        let totals = saved.view(&request)?.totals;
        let row = json!({"schema": 1, "quotations": totals.quotes, "articles": totals.articles, "stories": totals.stories, "outlets": totals.outlets});
        output::write_line(&mut out, &row)?;
        out.flush()?;
        return Ok(Outcome::Complete);
    }
    let mut writer = Writer { format: arguments.format, out, headed: false };
    let all = arguments.limit.unwrap_or(u32::MAX);
    while request.offset < all {
        // Pages grow: the first rows come at once, and many rows need few questions.
        request.limit = (request.offset.max(100) * 2).min(20_000).min(all - request.offset);
        let view = saved.view(&request)?;
        let rows = saved.rows(&view.rows);
        let count = rows.len() as u32;
        rows.into_iter().try_for_each(|row| writer.write(row))?;
        request.offset += request.limit;
        if count == 0 || request.offset >= view.totals.rows {
            break;
        }
    }
    writer.out.flush()?;
    Ok(Outcome::Complete)
}

/// What was typed around a byte of it, with an arrow below that points there.
fn pointed(typed: &str, at: usize) -> String {
    const AROUND: usize = 36;
    let before: Vec<char> = typed.get(..at).unwrap_or(typed).chars().collect();
    let after: Vec<char> = typed.get(at..).unwrap_or("").chars().collect();
    let from = before.len().saturating_sub(AROUND);
    let to = after.len().min(AROUND);
    // A line end or a tab would move the arrow away from its place.
    let visible = |c: &char| if c.is_control() { ' ' } else { *c };
    let (start, end) = (if from > 0 { "…" } else { "" }, if to < after.len() { "…" } else { "" });
    let (left, right) = (before.get(from..).unwrap_or(&[]), after.get(..to).unwrap_or(&[]));
    let line: String = left.iter().chain(right).map(visible).collect();
    let arrow = " ".repeat(start.chars().count() + left.len());
    format!("  {start}{line}{end}\n  {arrow}^")
}

fn usage(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

/// A corpus in a file, of which the texts are read when they are needed.
struct Saved {
    corpus: Corpus,
    file: File,
    name: String,
}

impl Saved {
    fn open(path: &Path) -> io::Result<Self> {
        let name = path.display().to_string();
        let told = |error: io::Error| io::Error::new(error.kind(), format!("{name}: {error}"));
        let damaged = |damage| usage(format!("{name}: {damage}"));
        let mut file = File::open(path).map_err(told)?;
        let mut bytes = Vec::new();
        (&mut file).take(HEADER as u64).read_to_end(&mut bytes).map_err(told)?;
        let length = index_length(&bytes).map_err(damaged)?;
        (&mut file).take(length.saturating_sub(HEADER as u64)).read_to_end(&mut bytes).map_err(told)?;
        let corpus = Corpus::open(&bytes).map_err(damaged)?;
        Ok(Self { corpus, file, name })
    }

    fn view(&mut self, request: &ViewRequest) -> io::Result<verbatim_corpus::View> {
        loop {
            let view = self.corpus.view(request);
            if view.missing.is_empty() {
                return Ok(view);
            }
            // What was read and is still missed cannot be understood.
            if let Some(part) = view.missing.iter().find(|part| self.corpus.has_part(**part)) {
                return Err(usage(format!(
                    "{}: the texts in its part {part} contradict one another",
                    self.name
                )));
            }
            for part in &view.missing {
                self.read(*part)?;
            }
        }
    }

    fn read(&mut self, part: u32) -> io::Result<()> {
        let Some(range) = self.corpus.part_range(part) else { return Ok(()) };
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(range.start))?;
        (&mut self.file).take(range.end - range.start).read_to_end(&mut bytes)?;
        self.corpus.supply(part, &bytes).map_err(|damage| usage(format!("{}: {damage}", self.name)))
    }

    /// Rows as flat objects: a list or a span in them becomes text in CSV.
    fn rows(&self, rows: &Rows) -> Vec<Map<String, Value>> {
        let objects: Vec<Value> = match rows {
            Rows::Quotes(rows) => rows.iter().filter_map(|row| self.quotation(row)).collect(),
            Rows::Articles(rows) => rows
                .iter()
                .map(|row| {
                    json!({
                        "schema": 1, "id": row.article.to_string(), "headline": row.headline,
                        "outlet": row.outlet, "agency": row.agency,
                        "published": row.published.map(|date| date.to_string()),
                        "language": row.language, "words": row.words, "quotations": row.quotes,
                        "speakers": row.speakers, "snippet": row.snippet.text,
                    })
                })
                .collect(),
            Rows::Names(rows) => rows
                .iter()
                .map(|row| {
                    let variants: Vec<&str> = row.variants.iter().map(|(name, _)| name.as_str()).collect();
                    json!({
                        "schema": 1, "key": row.key, "name": row.name, "type": row.kind.name(),
                        "variants": variants, "articles": row.articles, "speaks": row.speaks,
                        "named": row.named,
                    })
                })
                .collect(),
            Rows::Context(rows) => rows
                .iter()
                .map(|row| {
                    let text = self.corpus.article(row.article).map(|(article, _)| article.text);
                    let map = OffsetMap::new(text.as_deref().unwrap_or(""));
                    json!({
                        "schema": 1, "id": row.article.to_string(),
                        "span": [map.code_points(row.span.start), map.code_points(row.span.end)],
                        "left": row.left, "hit": row.hit, "right": row.right,
                        "quotation": row.quotation, "speaker": row.speaker, "outlet": row.outlet,
                        "published": row.published.map(|date| date.to_string()), "headline": row.headline,
                    })
                })
                .collect(),
            _ => Vec::new(),
        };
        let object = |value| match value {
            Value::Object(object) => Some(object),
            _ => None,
        };
        objects.into_iter().filter_map(object).collect()
    }

    fn quotation(&self, row: &verbatim_corpus::QuoteRow) -> Option<Value> {
        let (article, document) = self.corpus.article(row.article)?;
        let quotation = document.quotations.get(row.number as usize)?;
        let map = OffsetMap::new(&article.text);
        let points = |span: &verbatim_article::Span| [map.code_points(span.start), map.code_points(span.end)];
        let text: Vec<&str> = quotation.content.iter().map(|span| span.of(&article.text)).collect();
        Some(json!({
            "schema": 1, "id": row.article.to_string(), "number": row.number,
            "speaker": row.speaker, "speaker_key": row.speaker_key, "source": row.source,
            "verb": row.verb, "verbfamily": row.family.name(), "type": row.kind.name(),
            "confidence": f64::from(row.confidence) / 1000.0, "text": text.join(" … "),
            "content": quotation.content.iter().map(points).collect::<Vec<_>>(),
            "outlet": row.outlet, "published": row.published.map(|date| date.to_string()),
            "headline": row.headline,
        }))
    }
}

struct Writer<W> {
    format: Format,
    out: W,
    headed: bool,
}

impl<W: Write> Writer<W> {
    fn write(&mut self, row: Map<String, Value>) -> io::Result<()> {
        match self.format {
            Format::Ndjson => output::write_line(&mut self.out, &row),
            Format::Csv => {
                if !self.headed {
                    self.record(row.keys().map(String::as_str))?;
                    self.headed = true;
                }
                let cells: Vec<String> = row.values().map(cell).collect();
                self.record(cells.iter().map(String::as_str))
            }
        }
    }

    /// One line after RFC 4180.
    fn record<'c>(&mut self, cells: impl Iterator<Item = &'c str>) -> io::Result<()> {
        for (index, cell) in cells.enumerate() {
            if index > 0 {
                self.out.write_all(b",")?;
            }
            if cell.contains(['"', ',', '\n', '\r']) {
                write!(self.out, "\"{}\"", cell.replace('"', "\"\""))?;
            } else {
                self.out.write_all(cell.as_bytes())?;
            }
        }
        self.out.write_all(b"\r\n")
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut writer = Writer { format: Format::Csv, out: Vec::new(), headed: false };
        let row = json!({"a": "x, \"y\"", "b": null, "c": ["p", "q"], "d": [[1, 2]], "e": 0.5});
        let Value::Object(row) = row else { panic!("an object was made") };
        writer.write(row).unwrap();
        assert_eq!(
            String::from_utf8(writer.out).unwrap(),
            "a,b,c,d,e\r\n\"x, \"\"y\"\"\",,p; q,\"[[1,2]]\",0.5\r\n"
        );
    }

    #[test]
    fn the_arrow_stands_below_what_is_wrong() {
        assert_eq!(pointed("dam (river", 4), "  dam (river\n      ^");
        assert_eq!(pointed("é (x", 3), "  é (x\n    ^");
        assert_eq!(pointed("dam\nAND", 4), "  dam AND\n      ^");
        let long = format!("{} OR", "dam ".repeat(1000));
        let shown = pointed(&long, long.len() - 2);
        assert!(shown.lines().all(|line| line.chars().count() < 80), "{shown}");
        let column = |line: &str, c: char| line.chars().position(|known| known == c);
        let (line, arrow) = shown.split_once('\n').unwrap();
        assert_eq!(column(line, 'O'), column(arrow, '^'));
    }
}
