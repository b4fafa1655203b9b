use crate::draft::finish;
use crate::{Problem, encoding, text};
use verbatim_article::Article;

/// What a file held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The articles, in the order of the file.
    pub articles: Vec<Article>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Reads one file.
#[must_use]
pub fn read(name: &str, bytes: &[u8]) -> Reading {
    let mut reading = Reading::default();
    let decoded = encoding::decode(bytes, None);
    for notice in &decoded.notices {
        let mut problem = Problem::kept(name, notice.problem.clone(), notice.kept.clone());
        problem.line = notice.line.and_then(|l| u32::try_from(l).ok());
        reading.problems.push(problem);
    }
    if decoded.text.trim().is_empty() {
        reading.problems.push(Problem::lost(name, "The file is empty."));
        return reading;
    }
    for (part, mut article) in text::articles(&decoded.text).into_iter().enumerate() {
        if let Some(evidence) = &decoded.evidence {
            article.evidence.insert("encoding".to_owned(), evidence.clone());
        }
        reading.articles.push(finish(article, name, part as u32));
    }
    reading
}
