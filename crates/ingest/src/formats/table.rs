//! CSV and TSV: one article a row.
use crate::columns::Columns;
use crate::draft::shorten;
use crate::options::Options;
use crate::problem::Problem;
use crate::roles::{self, Role};
use std::collections::BTreeMap;
use verbatim_article::Article;

/// More columns than this are no table of articles.
const WIDEST: usize = 1000;

/// What separates the cells, when the text is a table.
pub(crate) fn delimiter(name: &str, text: &str) -> Option<u8> {
    let lower = name.to_ascii_lowercase();
    let named = lower.ends_with(".csv") || lower.ends_with(".tsv") || lower.ends_with(".tab");
    let first = text.lines().find(|l| !l.trim().is_empty())?;
    if first.len() > 1 << 16 && !named {
        return None;
    }
    let (count, sign) = [b',', b';', b'\t', b'|']
        .into_iter()
        .map(|d| (outside(first, d), d))
        .max_by_key(|(n, d)| (*n, *d == b',' || *d == b'\t'))?;
    if named {
        return Some(if count == 0 { if lower.ends_with(".csv") { b',' } else { b'\t' } } else { sign });
    }
    if count == 0 {
        return None;
    }
    let names: Vec<String> = Rows::new(first, sign).next()?.cells;
    if names.len() < 2 || names.iter().any(|name| name.len() >= 40) {
        return None;
    }
    let roles = roles::choose(&names, &Default::default());
    (roles.len() >= 2 && (roles.contains_key(&Role::Text) || roles.contains_key(&Role::Headline)))
        .then_some(sign)
}

/// Separators outside quotation marks.
fn outside(line: &str, delimiter: u8) -> usize {
    let mut quoted = false;
    line.bytes()
        .filter(|b| {
            if *b == b'"' {
                quoted = !quoted;
            }
            !quoted && *b == delimiter
        })
        .count()
}

struct Row {
    /// Line on which it begins, from 1.
    line: usize,
    cells: Vec<String>,
    /// A cell goes over several lines.
    tall: bool,
    /// Such a cell has a mark within it that opens another one.
    torn: bool,
    /// A quotation mark is never closed.
    unclosed: bool,
    wide: usize,
}

struct Rows<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    delimiter: u8,
    /// From here on no quotation mark is closed any more.
    hopeless: bool,
}

impl<'t> Rows<'t> {
    fn new(text: &'t str, delimiter: u8) -> Self {
        Self { text, at: 0, line: 1, delimiter, hopeless: false }
    }

    /// The end of a quoted cell that begins at `at`, after its opening mark, and whether
    /// marks that close nothing stand before it.
    fn close(&self, at: usize) -> Option<(usize, bool)> {
        let mut lone = false;
        let bytes = self.text.as_bytes();
        let mut from = at;
        while let Some(found) = bytes.get(from..).and_then(|r| memchr::memchr(b'"', r)) {
            let mark = from + found;
            match bytes.get(mark + 1) {
                Some(b'"') => from = mark + 2,
                None | Some(b'\n') => return Some((mark, lone)),
                Some(next) if *next == self.delimiter => return Some((mark, lone)),
                // Spaces between the mark and the separator.
                Some(b' ') => {
                    let rest = bytes.get(mark + 1..).unwrap_or_default();
                    let spaces = rest.iter().take_while(|b| **b == b' ').count();
                    if rest.get(spaces).is_none_or(|b| *b == self.delimiter || *b == b'\n') {
                        return Some((mark, lone));
                    }
                    lone = true;
                    from = mark + 1 + spaces;
                }
                Some(_) => {
                    lone = true;
                    from = mark + 1;
                }
            }
        }
        None
    }

    /// Reads the line at hand without heed to quotation marks.
    fn plain(&mut self, at: usize, line: usize) -> Row {
        let rest = self.text.get(at..).unwrap_or_default();
        let end = rest.find('\n').unwrap_or(rest.len());
        let words = rest.get(..end).unwrap_or_default();
        let cells: Vec<String> = words
            .split(char::from(self.delimiter))
            .take(WIDEST)
            .map(|c| c.trim().trim_matches('"').replace("\"\"", "\""))
            .collect();
        self.at = at + end + 1;
        self.line = line + 1;
        Row { line, wide: cells.len(), cells, tall: false, torn: false, unclosed: true }
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        if self.at >= self.text.len() {
            return None;
        }
        let bytes = self.text.as_bytes();
        let (start, line) = (self.at, self.line);
        let mut row = Row { line, cells: Vec::new(), tall: false, torn: false, unclosed: false, wide: 0 };
        loop {
            let rest = bytes.get(self.at..).unwrap_or_default();
            let spaces = rest.iter().take_while(|b| **b == b' ').count();
            let cell;
            if rest.get(spaces) == Some(&b'"') && !self.hopeless {
                let open = self.at + spaces + 1;
                let Some((end, lone)) = self.close(open) else {
                    self.hopeless = true;
                    return Some(self.plain(start, line));
                };
                let words = self.text.get(open..end).unwrap_or_default();
                let lines = memchr::memchr_iter(b'\n', words.as_bytes()).count();
                row.tall |= lines > 0;
                row.torn |= lines > 0 && lone;
                self.line += lines;
                cell = words.replace("\"\"", "\"");
                self.at = end + 1;
                self.at +=
                    bytes.get(self.at..).unwrap_or_default().iter().take_while(|b| **b == b' ').count();
            } else {
                let end = rest.iter().position(|b| *b == self.delimiter || *b == b'\n').unwrap_or(rest.len());
                cell = self.text.get(self.at..self.at + end).unwrap_or_default().trim().to_owned();
                self.at += end;
            }
            row.wide += 1;
            if row.cells.len() < WIDEST {
                row.cells.push(cell);
            }
            match bytes.get(self.at) {
                Some(b) if *b == self.delimiter => self.at += 1,
                Some(_) => {
                    self.at += 1;
                    self.line += 1;
                    return Some(row);
                }
                None => return Some(row),
            }
        }
    }
}

/// What the first row says about the columns.
struct Heading {
    names: Vec<String>,
    roles: BTreeMap<Role, usize>,
    /// It names columns, and is not an article itself.
    headed: bool,
}

/// Short words without figures over rows that have an article's words: a heading, whatever it says.
fn looks_like_heading(head: &Row, rows: &[Row]) -> bool {
    let short = |cell: &String| {
        let cell = cell.trim();
        !cell.is_empty() && cell.len() < 40 && !cell.contains(|c: char| c.is_ascii_digit())
    };
    head.cells.len() > 1
        && head.cells.iter().all(short)
        && !rows.is_empty()
        && longest(rows, head.cells.len(), &BTreeMap::new()).is_some()
}

fn heading(head: &Row, rows: &[Row], options: &Options) -> Heading {
    let mut names: Vec<String> = head.cells.iter().map(|c| c.trim().to_owned()).collect();
    // What a person chose must not decide whether the first row is a heading.
    let by_name = roles::choose(&names, &BTreeMap::new());
    let told = options.columns.values().any(|column| !column.is_empty() && names.contains(column));
    let headed =
        (told || !by_name.is_empty() || looks_like_heading(head, rows)) && names.iter().all(|n| n.len() < 80);
    if !headed {
        names = (1..=names.len()).map(|n| format!("column {n}")).collect();
    }
    let roles = roles::choose(&names, &options.columns);
    Heading { names, roles, headed }
}

/// Rows that are looked at before a table is read.
const SHOWN: usize = 200;

/// The columns of a table with what they are taken for.
pub(crate) fn columns(text: &str, delimiter: u8, options: &Options) -> Option<Columns> {
    let mut rows = Rows::new(text, delimiter);
    let head = rows.find(|r| r.cells.iter().any(|c| !c.trim().is_empty()))?;
    let filled = |row: &Row| row.cells.iter().any(|c| !c.trim().is_empty());
    let mut body: Vec<Row> = rows.filter(filled).take(SHOWN).collect();
    let Heading { names, mut roles, headed } = heading(&head, &body, options);
    if !headed {
        body.insert(0, head);
    }
    if !roles.contains_key(&Role::Text)
        && !options.columns.contains_key("text")
        && let Some(at) = longest(&body, names.len(), &roles)
    {
        roles.insert(Role::Text, at);
    }
    let fields =
        roles.iter().filter_map(|(role, at)| Some((role.name().to_owned(), names.get(*at)?.clone())));
    let cells = |row: &Row| row.cells.iter().take(names.len()).map(|cell| shorten(cell, 60)).collect();
    let (fields, rows) = (fields.collect(), body.iter().take(3).map(cells).collect());
    Some(Columns { names, fields, rows })
}

/// The rows of a table as articles.
pub(crate) fn read(
    file: &str,
    text: &str,
    delimiter: u8,
    options: &Options,
    problems: &mut Vec<Problem>,
    notes: &mut Vec<Problem>,
) -> Vec<Article> {
    let mut rows = Rows::new(text, delimiter);
    let Some(head) = rows.find(|r| r.cells.iter().any(|c| !c.trim().is_empty())) else { return Vec::new() };
    if head.wide > WIDEST {
        problems.push(
            Problem::kept(
                file,
                format!("The table has {} columns.", head.wide),
                format!("The first {WIDEST} columns."),
            )
            .at_line(head.line),
        );
    }
    let ahead: Vec<Row> =
        Rows { text, at: rows.at, line: rows.line, delimiter, hopeless: false }.take(20).collect();
    let Heading { names, mut roles, headed } = heading(&head, &ahead, options);
    let first = (!headed).then_some(head);
    let width = names.len();
    let mut body: Vec<Row> = Vec::new();
    let mut odd = 0usize;
    if let Some(first) = first {
        body.push(first);
    }
    loop {
        let (at, line) = (rows.at, rows.line);
        let Some(mut row) = rows.next() else { break };
        if row.cells.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        // A mark that is not closed runs on to the next one that is: the row's width tells.
        if (row.wide != width && row.tall) || row.torn {
            let (next_at, next_line) = (rows.at, rows.line);
            let alone = rows.plain(at, line);
            if alone.wide == width {
                row = alone;
            } else {
                rows.at = next_at;
                rows.line = next_line;
            }
        }
        if row.unclosed {
            problems.push(
                Problem::kept(file, "A quotation mark is opened and not closed.", "The line as it stands.")
                    .at_line(row.line),
            );
        } else if row.wide != width {
            odd += 1;
            if odd <= 20 {
                let problem = format!("The row has {} cells and not {width}.", row.wide);
                problems.push(Problem::kept(file, problem, "The cells in their order.").at_line(row.line));
            }
        }
        body.push(row);
    }
    if odd > 20 {
        problems.push(Problem::kept(
            file,
            format!("{} more rows have another number of cells.", odd - 20),
            "The cells in their order.",
        ));
    }
    if !roles.contains_key(&Role::Text)
        && !options.columns.contains_key("text")
        && let Some(at) = longest(&body, width, &roles)
    {
        roles.insert(Role::Text, at);
    }
    let list: Vec<String> = roles
        .iter()
        .filter_map(|(role, at)| Some(format!("{} = '{}'", role.name(), names.get(*at)?)))
        .collect();
    if !list.is_empty() {
        notes.push(Problem::kept(
            file,
            format!("Columns: {}.", list.join(", ")),
            "The columns can be chosen by hand.",
        ));
    }
    let mut out = Vec::new();
    for row in &body {
        match roles::article(&roles, &names, |at| row.cells.get(at).cloned().unwrap_or_default()) {
            Some(mut article) => {
                article.evidence.insert("row".to_owned(), format!("line {}", row.line));
                out.push(article);
            }
            None => {
                problems.push(Problem::lost(file, "The row has no headline and no text.").at_line(row.line));
            }
        }
    }
    out
}

/// The column with the longest cells, if they are long enough to be articles.
fn longest(rows: &[Row], width: usize, roles: &BTreeMap<Role, usize>) -> Option<usize> {
    let mut sums = vec![0usize; width];
    for row in rows.iter().take(200) {
        for (sum, cell) in sums.iter_mut().zip(&row.cells) {
            *sum += cell.len();
        }
    }
    let count = rows.len().clamp(1, 200);
    let (at, sum) = sums
        .iter()
        .enumerate()
        .filter(|(at, _)| !roles.values().any(|taken| taken == at))
        .max_by_key(|(_, s)| **s)?;
    (sum / count >= 60).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> (Vec<Article>, Vec<Problem>) {
        let (mut problems, mut notes) = (Vec::new(), Vec::new());
        let delimiter = delimiter("a.csv", text).unwrap();
        let found = read("a.csv", text, delimiter, &Options::default(), &mut problems, &mut notes);
        assert_eq!(notes.len(), 1);
        (found, problems)
    }

    #[test]
    fn columns_by_name_and_quotes() {
        let (found, problems) = run(
            "Date;Source;Title;Body\n2022-02-03;Courier;Ferry;\"It stays; \"\"long\"\".\nSo it is.\"\n2022-02-04;Post;Dock;It is full.\n",
        );
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].outlet.as_deref(), Some("Courier"));
        assert_eq!(found[0].text, "Ferry\n\nIt stays; \"long\".\n\nSo it is.");
        assert_eq!(found[1].published.unwrap().to_string(), "2022-02-04");
    }

    #[test]
    fn unclosed_quotes_lose_no_row() {
        let (found, problems) = run("title,text\nA,\"never closed\nB,\"closed\"\nC,plain\n");
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].line, Some(2));
        let (found, problems) = run("title,text\nA,\"never closed\nB,x\nC,plain\n");
        assert_eq!((found.len(), problems.len()), (3, 1));
    }

    #[test]
    fn too_many_columns() {
        let wide = format!("title,{}\nA{}\n", "x,".repeat(200_000), ",y".repeat(200_000));
        let (found, problems) = run(&wide);
        assert_eq!(found.len(), 1);
        assert!(!problems.is_empty());
    }
}
