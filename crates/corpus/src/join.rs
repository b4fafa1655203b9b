use crate::facets::{Columns, Stories};
use crate::link::Linker;
use crate::same_quote::Quotes;
use std::collections::HashMap;
use verbatim_article::{Article, ArticleId};
use verbatim_nlp::Document;

/// What brings together the articles' parts: names, near-duplicates, utterances.
/// Quotations and articles are compared with those before them now and then while articles come.
#[derive(Debug, Default)]
pub(crate) struct Joiner {
    pub links: Linker,
    pub quotes: Quotes,
    pub stories: crate::story::Stories,
}

impl Joiner {
    pub fn add(&mut self, article: &Article, document: &Document) {
        self.links.add(article, document);
        self.quotes.add(article, document);
        self.stories.add(article);
        self.keep_up();
    }

    /// Number of articles.
    pub fn len(&self) -> u32 {
        self.links.len() as u32
    }

    /// The stories with keys for links. A story goes by the id of its smallest article: it keeps its key
    /// as long as it keeps that article.
    pub fn stories(&mut self, columns: &Columns, numbers: &HashMap<ArticleId, u32>) -> Stories {
        let mut stories = Vec::new();
        for story in self.stories.stories().into_iter().filter(|story| story.articles.len() > 1) {
            let articles: Vec<u32> =
                story.articles.iter().filter_map(|id| numbers.get(id).copied()).collect();
            let Some(first) = story.articles.iter().min() else { continue };
            stories.push((first.to_string(), first.to_string(), articles));
        }
        Stories::new(columns, stories)
    }

    /// Bytes of memory.
    pub fn memory(&self) -> usize {
        self.links.memory() + self.quotes.memory() + self.stories.memory()
    }
}
