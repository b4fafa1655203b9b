use super::claims::{DENIED, word_term};
use super::group::{QuoteGroup, QuoteRef, groups};
use super::join::Join;
use super::nodes::{Nodes, Reduced};
use super::stem::{is_function, stem};
use super::weights::{name_term, stem_term};
use crate::link::{Links, rough};
use crate::text::{Words, fold};
use rustc_hash::FxHashMap;
use std::collections::HashSet;
use verbatim_article::{Article, ArticleId, Span};
use verbatim_nlp::{Document, Entity, EntityType, MentionKind, Quotation, QuotationKind, Stance, VerbFamily};

/// One quotation that counts.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub at: QuoteRef,
    /// The entity of its article that speaks, [`NOBODY`] without one.
    pub speaker: u32,
    pub node: u32,
}

/// Words that are remembered; when there are more, it begins anew.
const WORDS: usize = 1 << 15;

/// No entity.
pub(super) const NOBODY: u32 = u32::MAX;

/// Collects the quotations of articles; finds those that render one utterance.
///
/// Adding costs time in proportion to the article. Quotations are compared with those before them by [`Self::join`], in
/// slices as small as one likes; [`Self::groups`] costs time in proportion to the quotations. The answer depends only on
/// what was added and on who is who, not on the order of the articles or on the slices.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    pub(super) known: HashSet<ArticleId>,
    pub(super) said: Vec<Said>,
    pub(super) nodes: Nodes,
    pub(super) join: Join,
    /// Terms of names by kind and letters: most names come again and again.
    names: FxHashMap<u64, u32>,
    /// The same of words: the term in the list of words, and that of its stem if it carries meaning.
    words: FxHashMap<u64, (u32, Option<u32>)>,
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
        if !self.known.insert(id) {
            return;
        }
        let mut names: Vec<(Span, u32)> = Vec::new();
        for (index, entity) in document.entities.iter().enumerate() {
            let spans = entity.mentions.iter().filter(|m| m.kind == MentionKind::Name);
            names.extend(spans.map(|m| (m.span, index as u32)));
        }
        names.sort_unstable();
        for (number, quotation) in document.quotations.iter().enumerate() {
            let mut quote = self.reduce(text, &names, quotation, document);
            if quotation.stance != Stance::Speech || quote.words.len() < 4 {
                continue;
            }
            quote.day = day;
            self.said.push(Said {
                at: QuoteRef { article: id, number: number as u32 },
                speaker: quotation.speaker.map_or(NOBODY, |speaker| speaker.0),
                node: self.nodes.add(&quote),
            });
        }
    }

    fn reduce(
        &mut self,
        text: &str,
        names: &[(Span, u32)],
        quotation: &Quotation,
        document: &Document,
    ) -> Reduced {
        let mut quote = Reduced::default();
        // What is denied in the writer's words is the other's claim; "no" in the speaker's own is among them.
        if quotation.family == VerbFamily::Deny && quotation.kind == QuotationKind::Indirect {
            quote.words.push(DENIED);
        }
        let entity = |number: u32| document.entities.get(number as usize);
        for piece in &quotation.content {
            for word in Words::new(piece.of(text)) {
                let (in_order, content) = self.word(word.of(piece.of(text)));
                quote.words.push(in_order);
                let at = piece.start + word.start;
                let before = names.partition_point(|(span, _)| span.start <= at);
                let named =
                    before.checked_sub(1).and_then(|n| names.get(n)).filter(|(span, _)| at < span.end);
                match named {
                    Some(&(_, number)) => quote.entities.extend(entity(number).map(|e| self.name(e))),
                    None => quote.content.extend(content),
                }
            }
        }
        quote.content.sort_unstable();
        quote.entities.sort_unstable();
        quote.entities.dedup();
        let speaker = quotation.speaker.and_then(|speaker| entity(speaker.0));
        let named = |entity: &&Entity| entity.mentions.iter().any(|m| m.kind == MentionKind::Name);
        quote.speaker = speaker.filter(named).map_or(0, |entity| self.name(entity));
        quote
    }

    /// The terms of a word.
    fn word(&mut self, word: &str) -> (u32, Option<u32>) {
        let letters = long_term(word);
        if let Some(known) = self.words.get(&letters) {
            return *known;
        }
        let folded = fold(word);
        let terms = (word_term(&folded), (!is_function(&folded)).then(|| stem_term(&stem(&folded))));
        if self.words.len() >= WORDS {
            self.words.clear();
        }
        self.words.insert(letters, terms);
        terms
    }

    /// The term of what the spellings of a name have in common.
    fn name(&mut self, entity: &Entity) -> u32 {
        let kind = |kind: EntityType| kind as u64 + 1;
        let letters = long_term(&entity.name) ^ kind(entity.kind).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        *self.names.entry(letters).or_insert_with(|| name_term(&rough(entity.kind, &entity.name)))
    }

    /// Compares the next quotations, at most so many, with those before them; says whether there are more. A thousand take
    /// some milliseconds.
    pub fn join(&mut self, most: u32) -> bool {
        self.join.step(&self.nodes, most);
        self.waiting() > 0
    }

    /// Quotations that were not compared yet.
    #[must_use]
    pub fn waiting(&self) -> u32 {
        self.nodes.len() - self.join.joined()
    }

    /// Begins to drop pairs that met under what has become a crowd's key.
    pub(crate) fn begin_to_settle(&mut self) {
        self.join.begin_to_settle();
    }

    /// Does a bit of that; says whether there is more to do.
    pub(crate) fn settle_step(&mut self) -> bool {
        self.join.settle_step(&self.nodes)
    }

    /// Groups of two or more quotations from at least two articles, ordered by their lowest article. Compares what was
    /// not compared yet.
    #[must_use]
    pub fn groups(&mut self, links: &Links) -> Vec<QuoteGroup> {
        while self.join(4096) {}
        self.join.settle(&self.nodes);
        groups(self, links)
    }

    /// Bytes of memory.
    pub(crate) fn memory(&self) -> usize {
        self.nodes.memory()
            + self.join.memory()
            + self.said.capacity() * size_of::<Said>()
            + self.known.capacity() * 9
            + self.names.capacity() * 17
            + self.words.capacity() * 21
    }
}

/// FNV-1a, 64 bits: the same number on every machine.
fn long_term(word: &str) -> u64 {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The same in 32 bits.
pub(super) fn term(word: &str) -> u32 {
    let long = long_term(word);
    (long >> 32) as u32 ^ long as u32
}
