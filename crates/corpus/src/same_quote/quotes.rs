use super::group::{QuoteGroup, QuoteRef, group};
use super::stem::{is_function, stem};
use crate::link::Links;
use crate::text::{Words, fold};
use std::collections::BTreeMap;
use verbatim_article::{Article, ArticleId};
use verbatim_nlp::{Document, EntityIndex, MentionKind, Stance};

/// A word or an entity of a quotation, as a number made from its letters.
pub(super) type Term = u64;

/// One quotation, reduced to what likeness is judged by.
#[derive(Clone, Debug)]
pub(super) struct Quote {
    pub at: QuoteRef,
    pub speaker: Option<EntityIndex>,
    /// Day of publication, days since 1970.
    pub day: Option<i32>,
    /// Every word in order, folded.
    pub words: Vec<Term>,
    /// Stems of the words that carry meaning, names left out; sorted.
    pub content: Vec<Term>,
    /// Entities named in it.
    pub entities: Vec<EntityIndex>,
}

/// Collects the quotations of articles; finds those that render one utterance.
///
/// Adding costs time in proportion to the article. [`Self::groups`] depends only on what was
/// added and on who is who; the order of the articles does not matter.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    articles: BTreeMap<ArticleId, Vec<Quote>>,
}

impl Quotes {
    /// Nothing added yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an article's quotations; an article that is there already changes nothing.
    pub fn add(&mut self, article: &Article, document: &Document) {
        let day = article.published.map(verbatim_article::PartialDate::first_day);
        self.add_text(article.id, &article.text, day, document);
    }

    /// [`Self::add`] for a text without an article around it; `day` counts from 1970-01-01.
    pub fn add_text(&mut self, id: ArticleId, text: &str, day: Option<i32>, document: &Document) {
        if self.articles.contains_key(&id) {
            return;
        }
        let mut names: Vec<(verbatim_article::Span, EntityIndex)> = Vec::new();
        for (index, entity) in document.entities.iter().enumerate() {
            let spans = entity.mentions.iter().filter(|m| m.kind == MentionKind::Name);
            names.extend(spans.map(|m| (m.span, EntityIndex(index as u32))));
        }
        names.sort_unstable();
        let read = |(number, quotation): (usize, &verbatim_nlp::Quotation)| {
            let mut quote = Quote {
                at: QuoteRef { article: id, number: number as u32 },
                speaker: quotation.speaker,
                day,
                words: Vec::new(),
                content: Vec::new(),
                entities: Vec::new(),
            };
            for piece in &quotation.content {
                for word in Words::new(piece.of(text)) {
                    let folded = fold(word.of(piece.of(text)));
                    quote.words.push(term(&folded));
                    let at = piece.start + word.start;
                    let before = names.partition_point(|(span, _)| span.start <= at);
                    let named =
                        before.checked_sub(1).and_then(|n| names.get(n)).filter(|(span, _)| at < span.end);
                    match named {
                        Some(&(_, entity)) => quote.entities.push(entity),
                        None if is_function(&folded) => {}
                        None => quote.content.push(term(&stem(&folded))),
                    }
                }
            }
            quote.content.sort_unstable();
            quote.entities.sort_unstable();
            quote.entities.dedup();
            (quotation.stance == Stance::Speech && quote.words.len() >= 4).then_some(quote)
        };
        let quotes = document.quotations.iter().enumerate().filter_map(read).collect();
        self.articles.insert(id, quotes);
    }

    /// Groups of two or more quotations from at least two articles, ordered by their first member.
    #[must_use]
    pub fn groups(&self, links: &Links) -> Vec<QuoteGroup> {
        let quotes: Vec<&Quote> = self.articles.values().flatten().collect();
        group(&quotes, links)
    }
}

/// FNV-1a, 64 bits: the same number on every machine.
pub(super) fn term(word: &str) -> Term {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
