use verbatim_corpus::{Rows, Snippet};
use verbatim_ingest::Problem;
use verbatim_nlp::EntityType;

/// Rows as a table of words: what is downloaded as CSV and shown as a plot's twin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Headings, stable names in English: other programs read them.
    pub head: Vec<String>,
    /// Cells, row by row, as many as there are headings.
    pub rows: Vec<Vec<String>>,
}

impl Sheet {
    /// The sheet for a tab's rows.
    #[must_use]
    pub fn new(rows: &Rows) -> Self {
        let (head, rows): (Vec<String>, Vec<Vec<String>>) = match rows {
            Rows::Quotes(rows) => (
                names(&[
                    "speaker",
                    "verb",
                    "verb_family",
                    "type",
                    "stance",
                    "quote",
                    "sentence",
                    "outlet",
                    "published",
                    "headline",
                    "confidence",
                    "article",
                    "number",
                ]),
                rows.iter()
                    .map(|row| {
                        vec![
                            text(row.speaker.as_deref()),
                            row.verb.clone(),
                            row.family.name().to_owned(),
                            row.kind.name().to_owned(),
                            if row.stance == verbatim_nlp::Stance::Speech { "speech" } else { "attitude" }
                                .to_owned(),
                            content(&row.snippet),
                            row.snippet.text.clone(),
                            text(row.outlet.as_deref()),
                            date(row.published),
                            row.headline.clone(),
                            format!("{:.3}", f64::from(row.confidence) / 1000.0),
                            row.article.to_string(),
                            row.number.to_string(),
                        ]
                    })
                    .collect(),
            ),
            Rows::Articles(rows) => (
                names(&[
                    "headline",
                    "outlet",
                    "agency",
                    "published",
                    "language",
                    "quotes",
                    "words",
                    "speakers",
                    "article",
                ]),
                rows.iter()
                    .map(|row| {
                        vec![
                            row.headline.clone(),
                            text(row.outlet.as_deref()),
                            text(row.agency.as_deref()),
                            date(row.published),
                            row.language.clone(),
                            row.quotes.to_string(),
                            row.words.to_string(),
                            row.speakers.join("; "),
                            row.article.to_string(),
                        ]
                    })
                    .collect(),
            ),
            Rows::Context(rows) => (
                names(&["left", "hit", "right", "speaker", "outlet", "published", "headline", "article"]),
                rows.iter()
                    .map(|row| {
                        vec![
                            row.left.clone(),
                            row.hit.clone(),
                            row.right.clone(),
                            text(row.speaker.as_deref()),
                            text(row.outlet.as_deref()),
                            date(row.published),
                            row.headline.clone(),
                            row.article.to_string(),
                        ]
                    })
                    .collect(),
            ),
            Rows::Names(rows) => (
                names(&["name", "type", "variants", "articles", "speaks", "named", "key"]),
                rows.iter()
                    .map(|row| {
                        let variants: Vec<String> =
                            row.variants.iter().map(|(name, count)| format!("{name} ({count})")).collect();
                        vec![
                            row.name.clone(),
                            EntityType::name(row.kind).to_owned(),
                            variants.join("; "),
                            row.articles.to_string(),
                            row.speaks.to_string(),
                            row.named.to_string(),
                            row.key.clone(),
                        ]
                    })
                    .collect(),
            ),
            Rows::SameQuote(rows) => (
                names(&[
                    "group",
                    "speaker",
                    "quote",
                    "type",
                    "verb",
                    "outlet",
                    "published",
                    "article",
                    "number",
                ]),
                rows.iter()
                    .flat_map(|row| row.renderings.iter().map(move |rendering| (row, rendering)))
                    .map(|(row, rendering)| {
                        vec![
                            row.group.to_string(),
                            text(rendering.speaker.as_deref().or(row.speaker.as_deref())),
                            rendering.text.clone(),
                            rendering.kind.name().to_owned(),
                            rendering.verb.clone(),
                            text(rendering.outlet.as_deref()),
                            date(rendering.published),
                            rendering.article.to_string(),
                            rendering.number.to_string(),
                        ]
                    })
                    .collect(),
            ),
            Rows::Timeline(timeline) => {
                let mut head = names(&["date", "all"]);
                head.extend(timeline.series.iter().map(|series| series.value.name.clone()));
                let line = |at: usize| {
                    let counts = timeline.series.iter().map(|series| count(&series.counts, at));
                    let first = timeline.dates.get(at).map(ToString::to_string).unwrap_or_default();
                    [first, count(&timeline.all, at)].into_iter().chain(counts).collect()
                };
                (head, (0..timeline.dates.len()).map(line).collect())
            }
            Rows::Network(network) => {
                let name = |at: u32| {
                    network.nodes.get(at as usize).map(|node| node.name.clone()).unwrap_or_default()
                };
                let rows = network
                    .edges
                    .iter()
                    .map(|edge| vec![name(edge.from), name(edge.to), edge.count.to_string()]);
                (names(&["from", "to", "count"]), rows.collect())
            }
            Rows::Table(table) => {
                let mut head = names(&[""]);
                head.extend(table.columns.iter().map(|value| value.name.clone()));
                let width = table.columns.len();
                let line = |(at, value): (usize, &verbatim_corpus::FacetValue)| {
                    let cells = (0..width).map(|column| count(&table.cells, at * width + column));
                    std::iter::once(value.name.clone()).chain(cells).collect()
                };
                (head, table.rows.iter().enumerate().map(line).collect())
            }
        };
        Self { head, rows }
    }

    /// The sheet of what was noticed while reading files.
    #[must_use]
    pub fn noticed(problems: &[Problem], notes: &[Problem]) -> Self {
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let row = |kind: &str, row: &Problem| {
            vec![
                kind.to_owned(),
                row.file.clone(),
                number(row.part.map(|part| part + 1)),
                number(row.line),
                row.problem.clone(),
                row.kept.clone(),
            ]
        };
        let problems = problems.iter().map(|problem| row("problem", problem));
        let notes = notes.iter().map(|note| row("note", note));
        Self {
            head: names(&["kind", "file", "part", "line", "what", "kept"]),
            rows: problems.chain(notes).collect(),
        }
    }

    /// CSV after RFC 4180, with a byte order mark so that spreadsheets take it for UTF-8. Cells that
    /// a spreadsheet would compute are kept from it by an apostrophe.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut out = String::from("\u{feff}");
        for row in std::iter::once(&self.head).chain(&self.rows) {
            for (at, cell) in row.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                push_cell(&mut out, cell);
            }
            out.push_str("\r\n");
        }
        out
    }
}

fn push_cell(out: &mut String, cell: &str) {
    let computed = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if cell.contains(['"', ',', '\n', '\r']) || computed {
        out.push('"');
        if computed {
            out.push('\'');
        }
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(cell);
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn text(value: Option<&str>) -> String {
    value.unwrap_or_default().to_owned()
}

fn date(value: Option<verbatim_article::PartialDate>) -> String {
    value.map(|date| date.to_string()).unwrap_or_default()
}

fn count(counts: &[u32], at: usize) -> String {
    counts.get(at).copied().unwrap_or(0).to_string()
}

/// The quoted words of a snippet.
fn content(snippet: &Snippet) -> String {
    let pieces = snippet.marks.iter().filter(|(_, layer)| *layer == verbatim_corpus::Layer::Content);
    pieces.map(|(span, _)| span.of(&snippet.text)).collect::<Vec<_>>().join(" … ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use verbatim_corpus::{FacetValue, Table};

    #[test]
    fn cells_survive_a_spreadsheet() {
        let sheet = Sheet {
            head: names(&["a", "b"]),
            rows: vec![
                vec!["says \"no\",\nthen".to_owned(), "=1+1".to_owned()],
                vec!["-3".to_owned(), "- x".to_owned()],
            ],
        };
        assert_eq!(sheet.csv(), "\u{feff}a,b\r\n\"says \"\"no\"\",\nthen\",\"'=1+1\"\r\n-3,\"'- x\"\r\n");
    }

    #[test]
    fn a_table_is_a_row_for_each_value() {
        let value =
            |name: &str| FacetValue { key: name.to_owned(), name: name.to_owned(), count: 0, chosen: None };
        let table =
            Table { rows: vec![value("r")], columns: vec![value("c"), value("d")], cells: vec![1, 2] };
        let sheet = Sheet::new(&Rows::Table(table));
        assert_eq!(sheet.head, ["", "c", "d"]);
        assert_eq!(sheet.rows, [["r", "1", "2"]]);
    }
}
