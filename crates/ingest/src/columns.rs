//! What a table's columns are taken for, for a person who wants to see it before it is read.

use crate::formats::table;
use crate::options::Options;
use crate::sniff::{self, Textual};
use crate::{MAX_BYTES, encoding};
use std::collections::BTreeMap;

/// Fields of an article that a column can hold, as [`Options::columns`] names them.
pub const FIELDS: [&str; 9] =
    ["headline", "text", "published", "outlet", "byline", "standfirst", "agency", "language", "url"];

/// The columns of a table, and which of them is taken for which field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Their names, in order; made up where the table has no heading.
    pub names: Vec<String>,
    /// Field to column, for the fields that were found.
    pub fields: BTreeMap<String, String>,
    /// The cells of the first rows, shortened.
    pub rows: Vec<Vec<String>>,
}

/// The columns of a file, when it is a table of comma-separated or tab-separated values. Total, like [`crate::read`].
#[must_use]
pub fn columns(name: &str, bytes: &[u8], options: &Options) -> Option<Columns> {
    if bytes.len() > MAX_BYTES || sniff::binary(bytes).is_some() {
        return None;
    }
    let decoded = encoding::decode(bytes, encoding::declared(bytes));
    if decoded.noise {
        return None;
    }
    match sniff::textual(name, &decoded.text) {
        Textual::Table(delimiter) => table::columns(&decoded.text, delimiter, options),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_told_and_can_be_changed() {
        let table = "Kop;Blatt;Tag;Words\nFerry stays;Courier;2031-02-03;It stays in dock until the harbour office has found somebody who mends its second engine.\n;Post;2031-02-04;It is full, and so is the quay, where two hundred people waited until the evening.\n";
        let found = columns("a.csv", table.as_bytes(), &Options::default()).unwrap();
        assert_eq!(found.names, ["Kop", "Blatt", "Tag", "Words"]);
        assert_eq!(found.rows.len(), 2);
        assert_eq!(found.rows[0][0], "Ferry stays");
        let told = [("headline", "Kop"), ("text", "Words"), ("outlet", "Blatt")];
        let columns_told = told.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let options = Options { columns: columns_told };
        let found = columns("a.csv", table.as_bytes(), &options).unwrap();
        assert_eq!(found.fields.get("headline").map(String::as_str), Some("Kop"));
        assert_eq!(found.fields.get("text").map(String::as_str), Some("Words"));
        let read = crate::read_with("a.csv", table.as_bytes(), &options).articles;
        assert_eq!(read[0].headline.as_deref(), Some("Ferry stays"));
        assert_eq!(read[1].outlet.as_deref(), Some("Post"));
    }

    #[test]
    fn a_field_can_be_given_up() {
        let table = "title,text\nFerry,It stays.\n";
        let options = Options { columns: [("headline".to_owned(), String::new())].into() };
        let found = columns("a.csv", table.as_bytes(), &options).unwrap();
        assert!(!found.fields.contains_key("headline") && found.fields.contains_key("text"));
    }

    #[test]
    fn what_is_no_table_has_no_columns() {
        assert_eq!(columns("a.txt", b"Ferry stays in dock\n\nIt does.", &Options::default()), None);
        assert_eq!(columns("a.csv", b"PK\x03\x04", &Options::default()), None);
        assert_eq!(columns("a.csv", b"", &Options::default()), None);
    }
}
