//! What must hold of every result, whatever the bytes were. The targets find the bytes.

use std::path::Path;
use verbatim_article::{Article, Span};
use verbatim_corpus::{Axes, Corpus, CountBy, Facet, FacetRequest, Query, Tab, ViewRequest};
use verbatim_ingest::Reading;
use verbatim_nlp::{Annotator, Document, Input};

/// Names that files are read under: the first byte of an input chooses one, since a name may say
/// what the content does not.
const NAMES: &[&str] = &[
    "a.txt", "a.md", "a.html", "a.csv", "a.tsv", "a.json", "a.ndjson", "a.xml", "a.eml", "a.mbox", "a.docx",
    "a.rtf", "a.odt", "a.epub", "a.pdf", "a.zip", "a", "2025-03-03 a b.TXT",
];

/// A file's name and its bytes.
pub fn file(input: &[u8]) -> Option<(&'static str, &[u8])> {
    let (first, bytes) = input.split_first()?;
    Some((NAMES.get(usize::from(*first) % NAMES.len())?, bytes))
}

/// Every article holds together, and a file that gives nothing says why.
pub fn check_reading(reading: &Reading) {
    assert!(!reading.articles.is_empty() || !reading.problems.is_empty(), "a file was lost without a word");
    for article in &reading.articles {
        check_article(article);
    }
    for problem in &reading.problems {
        assert!(!problem.problem.is_empty(), "a problem says what is wrong");
    }
}

/// The blocks tile the text, at boundaries of characters.
pub fn check_article(article: &Article) {
    let mut at = 0;
    for block in &article.blocks {
        assert_eq!(block.span.start, at, "blocks tile the text");
        check_span(&article.text, block.span);
        at = block.span.end;
    }
    assert_eq!(at as usize, article.text.len(), "blocks tile the text");
    assert!(!article.origins.is_empty(), "an article comes from somewhere");
}

/// All spans lie in the text and all numbers in their lists; what has an order is in order.
pub fn check_document(text: &str, document: &Document) {
    for spans in [
        document.sentences.clone(),
        document.tokens.iter().map(|token| token.span).collect::<Vec<_>>(),
    ] {
        let mut at = 0;
        for span in spans {
            check_span(text, span);
            assert!(span.start >= at, "in order, not overlapping");
            at = span.end;
        }
    }
    for entity in &document.entities {
        assert!(!entity.mentions.is_empty(), "an entity is mentioned");
        entity.mentions.iter().for_each(|mention| check_span(text, mention.span));
    }
    let mut at = 0;
    for quotation in &document.quotations {
        let start = quotation.content.first().expect("a quotation has a content").start;
        assert!(start >= at, "quotations are in the order of their contents");
        at = start;
        for list in [&quotation.content, &quotation.cue, &quotation.source, &quotation.addressee] {
            list.iter().for_each(|&span| check_span(text, span));
        }
        let speaker = quotation.speaker.map_or(0, |speaker| speaker.0 as usize);
        assert!(quotation.speaker.is_none() || speaker < document.entities.len());
        assert!(quotation.confidence <= 1000);
    }
}

fn check_span(text: &str, span: Span) {
    assert!(span.start <= span.end);
    assert!(text.get(span.range()).is_some(), "{span:?} lies on boundaries of characters in the text");
}

/// The sample as a corpus, read by rule alone.
///
/// # Panics
/// When the sample is not beside the crates.
pub fn sample() -> Corpus {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the sample").filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let annotator = Annotator::rules();
    let mut corpus = Corpus::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|e| e == "txt" || e == "html")) {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for article in verbatim_ingest::read(&name, &std::fs::read(file).expect("a file")).articles {
            let input = Input { text: &article.text, blocks: &article.blocks, published: article.published };
            let document = annotator.annotate(input);
            corpus.add(article, document);
        }
    }
    corpus.refresh();
    corpus
}

/// Asks everything that the page can ask of one query, and opens what it finds.
pub fn ask_everything(corpus: &Corpus, text: &str) {
    use Tab::{Articles, Context, Names, Network, Quotes, SameQuote, Table, Timeline};
    for tab in [Quotes, Articles, Context, Timeline, Network, Table, Names, SameQuote] {
        let request = ViewRequest {
            query: Query { text: text.to_owned(), ..Query::default() },
            tab,
            limit: 20,
            count_by: if tab == Quotes { CountBy::Outlets } else { CountBy::Stories },
            facets: Facet::ALL
                .map(|facet| FacetRequest { facet, search: String::new(), offset: 0, limit: 5 })
                .to_vec(),
            axes: Axes { rows: Facet::Verb, columns: Facet::Outlet },
            ..ViewRequest::default()
        };
        drop(corpus.view(&request));
    }
    for &id in corpus.ids() {
        if let Some(reader) = corpus.reader(id, text) {
            let text = &reader.article.text;
            reader.sentences.iter().chain(&reader.hits).for_each(|&span| check_span(text, span));
        }
    }
}
