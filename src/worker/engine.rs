use crate::protocol::{Request, Response};
use verbatim_article::{Article, ArticleId};
use verbatim_corpus::{Corpus, Facet, Filter, Query, Rows, Sort, ViewRequest};
use verbatim_ingest::{Reading, read};
use verbatim_nlp::{Annotator, Document, Input};

/// What the worker does, without the browser.
pub struct Engine {
    corpus: Corpus,
    annotator: Annotator,
}

impl Engine {
    /// An empty corpus, read by rules until a model is there.
    pub fn new() -> Self {
        Self { corpus: Corpus::new(), annotator: Annotator::rules() }
    }

    /// Reads with this from now on.
    pub fn set_annotator(&mut self, annotator: Annotator) {
        self.annotator = annotator;
    }

    /// A file's articles and problems. Touches nothing: what is read is not yet in the corpus.
    pub fn read(&self, name: &str, bytes: &[u8]) -> Reading {
        read(name, bytes)
    }

    /// What can be understood of an article.
    pub fn annotate(&self, article: &Article) -> Document {
        self.annotator.annotate(Input {
            text: &article.text,
            blocks: &article.blocks,
            published: article.published,
        })
    }

    /// Adds an article; says whether it was new.
    pub fn add(&mut self, article: Article, document: Document) -> bool {
        self.corpus.add(article, document)
    }

    /// Joins names, stories and statements over everything read: for the end of a reading.
    pub fn settle(&mut self) {
        self.corpus.refresh();
    }

    /// Opens a saved corpus in the place of what is there.
    pub fn open(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.corpus = Corpus::open(bytes).map_err(|damage| damage.to_string())?;
        Ok(())
    }

    /// The corpus as a file.
    pub fn save(&self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let written = self.corpus.save(|piece| {
            bytes.extend_from_slice(piece);
            Ok::<(), std::convert::Infallible>(())
        });
        written.map(|()| bytes).map_err(|error| error.to_string())
    }

    /// Drops every article.
    pub fn clear(&mut self) {
        self.corpus = Corpus::new();
    }

    /// Articles in the corpus.
    pub fn len(&self) -> u32 {
        u32::try_from(self.corpus.len()).unwrap_or(u32::MAX)
    }

    /// The answer to a question; `None` when the request is not one.
    pub fn answer(&mut self, request: &Request) -> Option<Response> {
        match request {
            Request::View(view) => Some(Response::View(Box::new(self.corpus.view(view)))),
            Request::Read { article, words } => {
                Some(Response::Reader(self.corpus.reader(*article, words).map(Box::new)))
            }
            Request::Neighbour { speaker, of, forward } => {
                Some(Response::Neighbour(self.neighbour(speaker, *of, *forward)))
            }
            Request::Save => Some(Response::Saved(self.save())),
            Request::Keep { .. }
            | Request::Import { .. }
            | Request::Paste { .. }
            | Request::Sample
            | Request::Cancel
            | Request::Clear => None,
        }
    }

    fn neighbour(&self, speaker: &str, of: (ArticleId, u32), forward: bool) -> Option<(ArticleId, u32)> {
        let filter = Filter { facet: Facet::Speaker, key: speaker.to_owned(), exclude: false };
        let request = ViewRequest {
            query: Query { filters: vec![filter], ..Query::default() },
            sort: Sort::Oldest,
            limit: u32::MAX,
            ..ViewRequest::default()
        };
        let Rows::Quotes(rows) = self.corpus.view(&request).rows else { return None };
        let at = rows.iter().position(|row| (row.article, row.number) == of)?;
        let next = if forward { at.checked_add(1) } else { at.checked_sub(1) };
        rows.get(next?).map(|row| (row.article, row.number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use verbatim_corpus::Tab;

    const TEXT: &str = "Harbour council delays ferry vote\n\nThe vote was put off again on Tuesday.\n\n\
        \u{201c}We need another month,\u{201d} Mayor Orla Fenn said.\n";

    #[test]
    fn a_file_can_be_asked_about() {
        let mut engine = Engine::new();
        let reading = engine.read("post/ferry.txt", TEXT.as_bytes());
        assert!(reading.problems.is_empty() && reading.articles.len() == 1);
        let article = reading.articles[0].clone();
        let id = article.id;
        let document = engine.annotate(&article);
        assert!(engine.add(article.clone(), document.clone()));
        assert!(!engine.add(article, document), "the same article twice");
        assert_eq!(engine.len(), 1);

        let request = ViewRequest {
            query: Query { text: "another month".to_owned(), ..Query::default() },
            tab: Tab::Articles,
            limit: 10,
            ..ViewRequest::default()
        };
        let Some(Response::View(view)) = engine.answer(&Request::View(Box::new(request))) else {
            panic!("no view")
        };
        assert_eq!(view.totals.all_articles, 1);
        let Rows::Articles(rows) = view.rows else { panic!("other rows") };
        assert_eq!(rows.iter().map(|row| row.article).collect::<Vec<_>>(), [id]);

        let words = Request::Read { article: id, words: "month".to_owned() };
        let Some(Response::Reader(Some(reader))) = engine.answer(&words) else { panic!("no article") };
        assert_eq!(reader.hits.len(), 1);

        engine.settle();
        let saved = engine.save().unwrap();
        engine.clear();
        assert_eq!(engine.len(), 0);
        assert!(engine.open(&saved[..saved.len() / 2]).is_err(), "half a file");
        engine.open(&saved).unwrap();
        assert!(matches!(engine.answer(&words), Some(Response::Reader(Some(_)))), "kept and reopened");
        engine.clear();
        assert_eq!(engine.answer(&words), Some(Response::Reader(None)));
    }
}
