use crate::draft::finish;
use crate::sniff::{self, Binary, Textual};
use crate::{Problem, encoding, html, text};
use verbatim_article::Article;

/// What a file held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The articles, in the order of the file.
    pub articles: Vec<Article>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// The largest file that is read, in bytes. Callers need not load a larger one.
pub const MAX_BYTES: usize = 512 << 20;

/// Reads one file. What it is, is told by its content; the name only helps where that leaves a
/// choice.
#[must_use]
pub fn read(name: &str, bytes: &[u8]) -> Reading {
    let mut reading = Reading::default();
    if bytes.len() > MAX_BYTES {
        let size = bytes.len() >> 20;
        let problem =
            format!("The file has {size} MB; files of up to {} MB are read. Split it.", MAX_BYTES >> 20);
        reading.problems.push(Problem::lost(name, problem));
        return reading;
    }
    match sniff::binary(bytes) {
        Some(Binary::Other(what)) => {
            reading.problems.push(Problem::lost(name, format!("The file is {what}, and not text.")));
        }
        Some(_) => {}
        None => read_text(name, bytes, &mut reading),
    }
    reading
}

fn read_text(name: &str, bytes: &[u8], reading: &mut Reading) {
    let decoded = encoding::decode(bytes, encoding::declared(bytes));
    if decoded.text.trim().is_empty() {
        reading.problems.push(Problem::lost(name, "The file is empty."));
        return;
    }
    for notice in &decoded.notices {
        let mut problem = Problem::kept(name, notice.problem.clone(), notice.kept.clone());
        problem.line = notice.line.and_then(|l| u32::try_from(l).ok());
        reading.problems.push(problem);
    }
    let articles = match sniff::textual(name, &decoded.text) {
        Textual::Html => vec![html::read(&decoded.text).article],
        _ => text::articles(&decoded.text),
    };
    for (part, mut article) in articles.into_iter().enumerate() {
        if let Some(evidence) = &decoded.evidence {
            article.evidence.insert("encoding".to_owned(), evidence.clone());
        }
        reading.articles.push(finish(article, name, part as u32));
    }
}
