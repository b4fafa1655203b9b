//! A small corpus of our own invention, marked by hand.
#![allow(dead_code)]

use std::convert::Infallible;
use verbatim_article::{Article, ArticleId, Block, BlockKind, Span};
use verbatim_corpus::Corpus;
use verbatim_nlp::{
    Document, Entity, EntityIndex, EntityType, Evidence, Mention, MentionKind, Quotation, QuotationKind,
    Stance, VerbFamily,
};

/// Reads a marked text: `[person|Name]` is a mention of an entity, `{Name|say|words}` a
/// quotation of `words` by the entity of that name.
pub fn document(marked: &str) -> (String, Document) {
    let mut text = String::new();
    let mut document = Document::default();
    let mut names: Vec<String> = Vec::new();
    let mut speakers: Vec<String> = Vec::new();
    let mut open: Option<(String, String, usize)> = None;
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        if let Some(inner) = rest.strip_prefix('[') {
            let (body, tail) = inner.split_once(']').unwrap();
            let (kind, name) = body.split_once('|').unwrap();
            let kind = match kind {
                "person" => EntityType::Person,
                "org" => EntityType::Organization,
                _ => EntityType::Location,
            };
            let start = text.len();
            text.push_str(name);
            let mention = Mention { span: Span::new(start, text.len()), kind: MentionKind::Name };
            match names.iter().position(|known| known == name) {
                Some(at) => document.entities[at].mentions.push(mention),
                None => {
                    names.push(name.to_owned());
                    document.entities.push(Entity {
                        kind,
                        name: name.to_owned(),
                        roles: Vec::new(),
                        mentions: vec![mention],
                        date: None,
                    });
                }
            }
            rest = tail;
            continue;
        }
        if let Some(inner) = rest.strip_prefix('{') {
            let (speaker, inner) = inner.split_once('|').unwrap();
            let (verb, inner) = inner.split_once('|').unwrap();
            open = Some((speaker.to_owned(), verb.to_owned(), text.len()));
            rest = inner;
            continue;
        }
        if c == '}' {
            let (speaker, verb, start) = open.take().unwrap();
            let family = match verb.as_str() {
                "deny" => VerbFamily::Deny,
                "warn" => VerbFamily::Warn,
                "" => VerbFamily::Other,
                _ => VerbFamily::Neutral,
            };
            let quoted = text[..start].ends_with('“');
            speakers.push(speaker);
            document.quotations.push(Quotation {
                kind: if quoted { QuotationKind::Direct } else { QuotationKind::Indirect },
                content: vec![Span::new(start, text.len())],
                cue: Vec::new(),
                verb,
                family,
                source: Vec::new(),
                speaker: None,
                addressee: Vec::new(),
                stance: Stance::Speech,
                confidence: if quoted { 950 } else { 400 },
                evidence: Evidence::default(),
            });
            rest = &rest[1..];
            continue;
        }
        text.push(c);
        rest = &rest[c.len_utf8()..];
    }
    for (quotation, speaker) in document.quotations.iter_mut().zip(&speakers) {
        quotation.speaker = names.iter().position(|name| name == speaker).map(|at| EntityIndex(at as u32));
    }
    let mut start = 0;
    for (at, _) in text.match_indices(['.', '\n']) {
        if at + 1 > start {
            document.sentences.push(Span::new(start, at + 1));
        }
        start = at + 1;
        while text[start..].starts_with(['”', ' ', '\n']) {
            start += text[start..].chars().next().unwrap().len_utf8();
        }
    }
    (text, document)
}

pub fn article(id: u64, outlet: &str, date: &str, headline: &str, marked: &str) -> (Article, Document) {
    let (text, document) = document(&format!("{headline}\n{marked}"));
    let head = headline.len() as u32 + 1;
    let all = text.len() as u32;
    let article = Article {
        id: ArticleId(id),
        outlet: (!outlet.is_empty()).then(|| outlet.to_owned()),
        agency: (id.is_multiple_of(2)).then(|| "NORDA".to_owned()),
        headline: Some(headline.to_owned()),
        published: date.parse().ok(),
        language: "en".to_owned(),
        blocks: vec![
            Block { kind: BlockKind::Headline, span: Span { start: 0, end: head } },
            Block { kind: BlockKind::Body, span: Span { start: head, end: all } },
        ],
        text,
        ..Article::default()
    };
    (article, document)
}

pub fn sample() -> Vec<(Article, Document)> {
    vec![
        article(
            1,
            "Harbour Post",
            "2031-03-02",
            "Tarsa denies leak at Drovna dam",
            "[person|Ilva Tarşa] spoke in [place|Drovna]. “{Ilva Tarşa|deny|The dam has never leaked a drop}”, [person|Ilva Tarşa] said. \
             [org|River Board] engineers looked at the wall on Sunday.",
        ),
        article(
            2,
            "Harbour Post",
            "2031-03-05",
            "Board warns of spring flood",
            "[person|Bero Quill] of the [org|River Board] warned that {Bero Quill|warn|the wall might not hold a second flood}. \
             “{Ilva Tarşa|say|We hold the river, and the river board knows it}”, [person|Ilva Tarşa] told reporters.",
        ),
        article(
            3,
            "Morning Ledger",
            "2031-04",
            "Who pays for Drovna?",
            "Nobody in [place|Drovna] knows who pays. “{|say|Not us}”, one man shouted.",
        ),
        article(4, "", "", "Notes", "The river rose again."),
    ]
}

pub fn corpus() -> Corpus {
    let mut corpus = Corpus::new();
    for (article, document) in sample() {
        corpus.add(article, document);
    }
    corpus
}

/// The corpus as the bytes of a saved file.
pub fn saved(corpus: &Corpus) -> Vec<u8> {
    let mut bytes = Vec::new();
    corpus
        .save(|piece| {
            bytes.extend_from_slice(piece);
            Ok::<(), Infallible>(())
        })
        .unwrap();
    bytes
}
