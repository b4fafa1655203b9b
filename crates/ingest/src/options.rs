use std::collections::BTreeMap;

/// What a person can decide about reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// For tables: field name (`headline`, `standfirst`, `text`, `published`, `outlet`, `byline`,
    /// `agency`, `language`, `url`) to the column or key that holds it. An empty
    /// column gives the field up; what is not named here is chosen by the columns' names.
    pub columns: BTreeMap<String, String>,
}
