use crate::state::{Open, PAGE};
use std::collections::BTreeMap;
use std::sync::Arc;
use verbatim_corpus::{ArticleRow, ContextRow, NameRow, QuoteRow, Rows};

/// The rows of the current selection that have arrived.
#[derive(Clone, Debug, Default)]
pub struct RowPages {
    /// Rows in all.
    pub total: u32,
    pub(super) pages: BTreeMap<u32, Arc<Rows>>,
}

/// One row of whatever list is shown.
pub enum Row<'a> {
    /// Of the ledger.
    Quote(&'a QuoteRow),
    /// Of the articles.
    Article(&'a ArticleRow),
    /// Of the concordance.
    Context(&'a ContextRow),
    /// Of the names.
    Name(&'a NameRow),
}

impl RowPages {
    /// A row, when it has arrived.
    pub fn get(&self, row: u32) -> Option<Row<'_>> {
        let at = (row % PAGE) as usize;
        match self.pages.get(&(row / PAGE))?.as_ref() {
            Rows::Quotes(rows) => rows.get(at).map(Row::Quote),
            Rows::Articles(rows) => rows.get(at).map(Row::Article),
            Rows::Context(rows) => rows.get(at).map(Row::Context),
            Rows::Names(rows) => rows.get(at).map(Row::Name),
            Rows::SameQuote(_) | Rows::Timeline(_) | Rows::Network(_) | Rows::Table(_) => None,
        }
    }

    /// A page of rows, when it has arrived.
    pub fn page(&self, page: u32) -> Option<Arc<Rows>> {
        self.pages.get(&page).cloned()
    }

    /// The answer's first page; for a plot, all of it.
    pub fn first(&self) -> Option<Arc<Rows>> {
        self.page(0)
    }

    /// What the reader is to open for a row.
    pub fn open(&self, row: u32) -> Option<Open> {
        Some(match self.get(row)? {
            Row::Quote(quote) => Open { article: quote.article, quote: Some(quote.number) },
            Row::Article(article) => Open { article: article.article, quote: None },
            Row::Context(line) => Open { article: line.article, quote: line.quotation },
            Row::Name(_) => return None,
        })
    }
}
