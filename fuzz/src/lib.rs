//! What must hold of every result, whatever the bytes were. The targets find the bytes.

use verbatim_article::{Article, Span};
use verbatim_ingest::Reading;
use verbatim_nlp::Document;

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
