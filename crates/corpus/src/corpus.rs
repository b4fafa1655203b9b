use crate::{Reader, ReaderEntity, ReaderQuotation, View, ViewRequest, linear};
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
    pub fn view(&self, request: &ViewRequest) -> View {
        linear::view(&self.articles, request)
    }

    /// One article for the reader, with the hits of the words searched for.
    #[must_use]
    pub fn reader(&self, id: ArticleId, words: &str) -> Option<Reader> {
        let (article, document) = self.articles.iter().find(|(article, _)| article.id == id)?;
        let quotations = document.quotations.iter().map(|quotation| {
            let (speaker_key, speaker) = linear::person_value(document, quotation).unzip();
            ReaderQuotation { quotation: quotation.clone(), speaker, speaker_key }
        });
        let entities = document.entities.iter().map(|entity| {
            let (key, name) = linear::entity_value(entity.kind, &entity.name);
            ReaderEntity { kind: entity.kind, name, key, mentions: entity.mentions.clone() }
        });
        Some(Reader {
            article: article.clone(),
            sentences: document.sentences.clone(),
            quotations: quotations.collect(),
            entities: entities.collect(),
            hits: linear::hits(&article.text, words),
        })
    }
}
