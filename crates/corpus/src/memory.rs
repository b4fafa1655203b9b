use crate::Corpus;
use serde::{Deserialize, Serialize};

/// Bytes of memory that a corpus holds, by what they are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// The articles' own text, counted by its length.
    pub text: u64,
    /// Articles and documents as they are kept, text included.
    pub articles: u64,
    /// Dictionary, words of the articles in order, postings.
    pub index: u64,
    /// Columns of articles and quotations, names and stories.
    pub columns: u64,
    /// What is kept to join further articles with these; nothing after opening a saved corpus.
    pub joining: u64,
}

impl Memory {
    /// All of it; `text` lies in `articles`.
    #[must_use]
    pub fn total(self) -> u64 {
        self.articles + self.index + self.columns + self.joining
    }
}

impl Corpus {
    /// How much memory the corpus holds.
    #[must_use]
    pub fn memory(&self) -> Memory {
        let columns = self.columns.memory()
            + self.names.memory()
            + self.stories.memory()
            + self.groups.memory()
            + self.orders.memory()
            + self.numbers.capacity() * 13;
        Memory {
            text: self.store.text_bytes(),
            articles: self.store.memory() as u64,
            index: self.index.memory() as u64,
            columns: columns as u64,
            joining: self.joiner.as_ref().map_or(0, |joiner| joiner.memory() as u64),
        }
    }
}
