use crate::{Reader, View, ViewRequest};
use verbatim_article::{Article, ArticleId};
use verbatim_nlp::Document;

/// All articles with what was understood of them, ready to be asked.
#[derive(Debug, Default)]
pub struct Corpus {
    articles: Vec<(Article, Document)>,
}

impl Corpus {
    /// An empty corpus.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one article. An article that is there already only gains its further origins; the
    /// answer says whether it was new.
    pub fn add(&mut self, article: Article, document: Document) -> bool {
        if let Some((known, _)) = self.articles.iter_mut().find(|(known, _)| known.id == article.id) {
            known.origins.extend(article.origins);
            return false;
        }
        self.articles.push((article, document));
        true
    }

    /// Number of articles.
    #[must_use]
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether there is no article.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// Answers a question.
    #[must_use]
    pub fn view(&self, _request: &ViewRequest) -> View {
        View::default()
    }

    /// One article for the reader, with the hits of the words searched for.
    #[must_use]
    pub fn reader(&self, _id: ArticleId, _words: &str) -> Option<Reader> {
        None
    }
}
