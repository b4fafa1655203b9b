//! A file as the person wants it: looked into first, then without what is not wanted of it.

use crate::protocol::{Choice, Preview, PreviewColumns, Previewed};
use verbatim_ingest::{Options, Reading, columns, read_apart};

/// A file's articles and problems; the PDF files in it are still to be read.
pub fn read(name: &str, bytes: &[u8], choice: Option<&Choice>) -> Reading {
    read_apart(name, bytes, &choice.map(options).unwrap_or_default())
}

/// What of it is wanted.
pub fn wanted(mut reading: Reading, choice: Option<&Choice>) -> Reading {
    if let Some(choice) = choice.filter(|choice| !choice.without.is_empty()) {
        let numbered = (0u32..).zip(std::mem::take(&mut reading.articles));
        let wanted = numbered.filter(|(number, _)| !choice.without.contains(number));
        reading.articles = wanted.map(|(_, article)| article).collect();
    }
    reading
}

/// What a file holds, before it is decided what of it is taken.
pub fn preview(name: &str, bytes: &[u8], reading: Reading, choice: &Choice) -> Preview {
    let columns = columns(name, bytes, &options(choice));
    Preview {
        articles: reading.articles.into_iter().map(Previewed::new).collect(),
        problems: u32::try_from(reading.problems.len()).unwrap_or(u32::MAX),
        columns: columns.map(|found| PreviewColumns {
            names: found.names,
            fields: found.fields,
            rows: found.rows,
        }),
    }
}

fn options(choice: &Choice) -> Options {
    Options { columns: choice.columns.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_seen_before_it_is_read() {
        let table = "Kop;Words\nFerry stays;The ferry stays in dock until somebody mends its second engine.\n\
            Ferry leaves;The ferry has left, and the two hundred people who waited for it with it.\n";
        let columns = [("headline".to_owned(), "Kop".to_owned())].into();
        let mut choice = Choice { columns, ..Choice::default() };
        let looked = read("a.csv", table.as_bytes(), Some(&choice));
        let seen = preview("a.csv", table.as_bytes(), looked, &choice);
        assert_eq!(seen.articles.len(), 2);
        assert_eq!(seen.articles[1].headline.as_deref(), Some("Ferry leaves"));
        assert_eq!(seen.columns.map(|columns| columns.names.len()), Some(2));
        choice.without.insert(0);
        let taken = wanted(read("a.csv", table.as_bytes(), Some(&choice)), Some(&choice)).articles;
        assert_eq!(taken.iter().filter_map(|a| a.headline.as_deref()).collect::<Vec<_>>(), ["Ferry leaves"]);
    }
}
