use super::bitset::Bits;
use super::values::{NONE, Named};
use crate::Facet;
use crate::search::{FARTHEST, Spelled};
use serde::{Deserialize, Serialize};
use verbatim_article::{Article, ArticleId, BlockKind, PartialDate, Span};
use verbatim_nlp::{Document, EntityType, Quotation, QuotationKind, VerbFamily};

/// Lists of numbers, one list a row, laid end to end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lists {
    pub ends: Vec<u32>,
    pub values: Vec<u32>,
}

impl Lists {
    pub fn close(&mut self) {
        self.ends.push(self.values.len() as u32);
    }

    #[inline]
    pub fn of(&self, row: u32) -> &[u32] {
        let (start, end) = range(&self.ends, row);
        self.values.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// The values of some neighbouring rows.
    #[inline]
    pub fn of_rows(&self, start: u32, end: u32) -> &[u32] {
        let from = start.checked_sub(1).map_or(0, |before| range(&self.ends, before).1);
        let to = end.checked_sub(1).map_or(0, |last| range(&self.ends, last).1);
        self.values.get(from as usize..to as usize).unwrap_or(&[])
    }

    fn memory(&self) -> usize {
        4 * (self.ends.capacity() + self.values.capacity())
    }

    pub fn is_sound(&self, rows: usize) -> bool {
        self.ends.len() == rows
            && self.ends.is_sorted()
            && self.ends.last().copied().unwrap_or(0) as usize == self.values.len()
    }
}

/// `[start, end)` of a row in a list of ends.
#[inline]
pub(crate) fn range(ends: &[u32], row: u32) -> (u32, u32) {
    let row = row as usize;
    let start = row.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    (start, ends.get(row).copied().unwrap_or(start))
}

/// What articles and quotations are filtered, counted and sorted by: one number a row.
///
/// Quotations are numbered through the corpus in the order of the articles, and so are the
/// *slots*: the entities of each article as its document lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Columns {
    // Articles.
    pub ids: Vec<ArticleId>,
    pub published: Vec<Option<PartialDate>>,
    pub outlet: Vec<u32>,
    pub agency: Vec<u32>,
    pub language: Vec<u32>,
    pub boilerplate: Vec<bool>,
    pub quote_ends: Vec<u32>,
    pub slot_ends: Vec<u32>,
    // Quotations.
    pub article_of: Vec<u32>,
    /// Words of the sentences that it touches.
    pub passage_start: Vec<u32>,
    pub passage_end: Vec<u32>,
    /// Words of its content, as first and end positions in turn.
    pub content: Lists,
    pub verb: Vec<u32>,
    pub family: Vec<u8>,
    pub kind: Vec<u8>,
    pub stance: Vec<u8>,
    pub confidence: Vec<u16>,
    pub speaker_slot: Vec<u32>,
    /// Slots named in the content.
    pub about_slots: Lists,
    /// Names of the values.
    pub named: Named,
    #[serde(skip)]
    pub sets: Sets,
    /// Slots that are named only as somebody who speaks ("Ankara said"), nowhere as a place; in order. A section of their
    /// own in the file.
    #[serde(skip)]
    pub voices: Vec<u32>,
}

/// The quotations that have each value of the columns that have few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sets {
    pub family: Vec<Bits>,
    pub kind: Vec<Bits>,
    pub stance: Vec<Bits>,
}

impl Sets {
    fn of(family: &[u8], kind: &[u8], stance: &[u8]) -> Self {
        let sets = |column: &[u8], values: usize| {
            let set = |value: usize| Bits::of(column.iter().map(|of_row| usize::from(*of_row) == value));
            (0..values).map(set).collect()
        };
        Self {
            family: sets(family, VerbFamily::ALL.len()),
            kind: sets(kind, KINDS.len()),
            stance: sets(stance, 2),
        }
    }

    fn push(&mut self, family: u8, kind: u8, stance: u8) {
        if self.family.is_empty() {
            *self = Self::of(&[], &[], &[]);
        }
        for (sets, value) in [(&mut self.family, family), (&mut self.kind, kind), (&mut self.stance, stance)]
        {
            (0u8..).zip(sets).for_each(|(of_set, set)| set.push(of_set == value));
        }
    }

    fn memory(&self) -> usize {
        let sets = self.family.iter().chain(&self.kind).chain(&self.stance);
        sets.map(Bits::memory).sum()
    }
}

/// Where and when an article was printed, as its columns have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    pub outlet: u32,
    pub agency: u32,
    pub published: Option<PartialDate>,
}

/// Below this a quotation counts as uncertain, in thousandths.
pub(crate) const LOW_CONFIDENCE: u16 = 500;

impl Columns {
    pub fn articles(&self) -> u32 {
        self.ids.len() as u32
    }

    pub fn quotes(&self) -> u32 {
        self.kind.len() as u32
    }

    /// Quotations of an article.
    #[inline]
    pub fn quotes_of(&self, article: u32) -> (u32, u32) {
        range(&self.quote_ends, article)
    }

    /// The articles that some quotations stand in.
    pub fn articles_with(&self, quotes: &Bits) -> Bits {
        if quotes.count() < self.articles() {
            let mut with = Bits::none(self.articles());
            quotes.for_each(|quote| with.set(self.article_of.get(quote as usize).copied().unwrap_or(NONE)));
            return with;
        }
        let mut start = 0;
        Bits::of(self.quote_ends.iter().map(|end| quotes.any_in(std::mem::replace(&mut start, *end), *end)))
    }

    /// Adds one article.
    pub fn add(&mut self, article: &Article, document: &Document, spelled: &Spelled) {
        let number = self.articles();
        let first_slot = self.slot_ends.last().copied().unwrap_or(0);
        self.ids.push(article.id);
        self.published.push(article.published);
        self.outlet.push(article.outlet.as_deref().map_or(NONE, |name| self.named.outlets.intern(name)));
        self.agency.push(article.agency.as_deref().map_or(NONE, |name| self.named.agencies.intern(name)));
        self.language.push(self.named.languages.intern(&article.language));
        self.boilerplate.push(article.blocks.iter().any(|b| b.kind == BlockKind::Boilerplate));
        self.slot_ends.push(first_slot + document.entities.len() as u32);
        self.voices
            .extend(verbatim_nlp::voices(&article.text, document).iter().map(|slot| first_slot + slot.0));
        // Mentions in the order of the text, to find those inside a content quickly.
        let mut mentions: Vec<(Span, u32)> = Vec::new();
        for (slot, entity) in document.entities.iter().enumerate() {
            mentions.extend(entity.mentions.iter().map(|mention| (mention.span, slot as u32)));
        }
        mentions.sort_unstable();
        for quotation in &document.quotations {
            let passage = passage(&article.text, &document.sentences, quotation);
            let (start, end) = spelled.words_of(passage);
            self.article_of.push(number);
            self.passage_start.push(start);
            self.passage_end.push(end);
            for piece in &quotation.content {
                let (start, end) = spelled.words_of(*piece);
                self.content.values.extend([start, end]);
            }
            self.content.close();
            self.verb.push(self.named.verbs.intern(&quotation.verb));
            self.sets.push(quotation.family as u8, quotation.kind as u8, quotation.stance as u8);
            self.family.push(quotation.family as u8);
            self.kind.push(quotation.kind as u8);
            self.stance.push(quotation.stance as u8);
            self.confidence.push(quotation.confidence);
            let speaker = quotation.speaker.filter(|s| (s.0 as usize) < document.entities.len());
            self.speaker_slot.push(speaker.map_or(NONE, |speaker| first_slot + speaker.0));
            let before = self.about_slots.values.len();
            for piece in &quotation.content {
                let from = mentions.partition_point(|(span, _)| span.start < piece.start);
                let inside = mentions.iter().skip(from).take_while(|(span, _)| span.start < piece.end);
                let inside = inside.filter(|(span, _)| span.end <= piece.end);
                self.about_slots.values.extend(inside.map(|(_, slot)| first_slot + slot));
            }
            sort_tail(&mut self.about_slots.values, before);
            self.about_slots.close();
        }
        self.quote_ends.push(self.kind.len() as u32);
    }

    /// What an article's columns say of where and when it was printed.
    pub fn printed(&self, article: u32) -> Printed {
        let at = article as usize;
        Printed {
            outlet: self.outlet.get(at).copied().unwrap_or(NONE),
            agency: self.agency.get(at).copied().unwrap_or(NONE),
            published: self.published.get(at).copied().flatten(),
        }
    }

    pub fn set_printed(&mut self, article: u32, printed: Printed) {
        let at = article as usize;
        if let (Some(outlet), Some(agency), Some(published)) =
            (self.outlet.get_mut(at), self.agency.get_mut(at), self.published.get_mut(at))
        {
            (*outlet, *agency, *published) = (printed.outlet, printed.agency, printed.published);
        }
    }

    /// Puts the names of values in order; they may have come in any.
    pub fn rank(&mut self) {
        let named = &mut self.named;
        for values in [&mut named.outlets, &mut named.agencies, &mut named.languages, &mut named.verbs] {
            values.rank();
        }
    }

    pub fn memory(&self) -> usize {
        let n = &self.named;
        let values: usize =
            [&n.outlets, &n.agencies, &n.languages, &n.verbs].iter().map(|values| values.memory()).sum();
        let wide = [
            &self.outlet,
            &self.agency,
            &self.language,
            &self.quote_ends,
            &self.slot_ends,
            &self.article_of,
            &self.passage_start,
            &self.passage_end,
            &self.verb,
            &self.speaker_slot,
        ];
        let narrow = [&self.family, &self.kind, &self.stance];
        values
            + wide.iter().map(|column| column.capacity() * 4).sum::<usize>()
            + narrow.iter().map(|column| column.capacity()).sum::<usize>()
            + self.ids.capacity() * 8
            + self.published.capacity() * size_of::<Option<PartialDate>>()
            + self.boilerplate.capacity()
            + self.confidence.capacity() * 2
            + self.content.memory()
            + self.about_slots.memory()
            + self.sets.memory()
            + self.voices.capacity() * 4
    }

    /// Makes usable what was read from a file; false when its parts do not fit one another.
    pub fn revive(&mut self) -> bool {
        let n = &mut self.named;
        for values in [&mut n.outlets, &mut n.agencies, &mut n.languages, &mut n.verbs] {
            if !values.revive() {
                return false;
            }
        }
        self.sets = Sets::of(&self.family, &self.kind, &self.stance);
        let (articles, quotes) = (self.ids.len(), self.kind.len());
        let slots = self.slot_ends.last().copied().unwrap_or(0);
        let fits = |column: &[u32], rows: usize, below: u32| {
            column.len() == rows && column.iter().all(|value| *value == NONE || *value < below)
        };
        self.published.len() == articles
            && self.boilerplate.len() == articles
            && fits(&self.outlet, articles, n.outlets.len())
            && fits(&self.agency, articles, n.agencies.len())
            && fits(&self.language, articles, n.languages.len())
            && self.quote_ends.len() == articles
            && self.quote_ends.is_sorted()
            && self.quote_ends.last().copied().unwrap_or(0) as usize == quotes
            && self.slot_ends.len() == articles
            && self.slot_ends.is_sorted()
            && fits(&self.article_of, quotes, articles as u32)
            && !self.article_of.contains(&NONE)
            && self.passage_start.len() == quotes
            && self.passage_end.len() == quotes
            && self.passage_start.iter().zip(&self.passage_end).all(|(start, end)| is_stretch(*start, *end))
            && self.content.is_sound(quotes)
            && self.content.ends.iter().all(|end| end.is_multiple_of(2))
            && self.content.values.chunks_exact(2).all(|piece| matches!(piece, [a, b] if is_stretch(*a, *b)))
            && fits(&self.verb, quotes, n.verbs.len())
            && self.family.len() == quotes
            && self.family.iter().all(|f| (*f as usize) < VerbFamily::ALL.len())
            && self.kind.iter().all(|kind| *kind < 3)
            && self.stance.len() == quotes
            && self.stance.iter().all(|stance| *stance < 2)
            && self.confidence.len() == quotes
            && fits(&self.speaker_slot, quotes, slots)
            && self.about_slots.is_sound(quotes)
            && self.about_slots.values.iter().all(|slot| *slot < slots)
            && self.voices.is_sorted_by(|a, b| a < b)
            && self.voices.last().is_none_or(|last| *last < slots)
    }
}

/// Whether these can be the first word and the end of a stretch of an article.
fn is_stretch(start: u32, end: u32) -> bool {
    start <= end && end <= FARTHEST
}

/// Sorts what was appended and drops what is there twice.
pub(crate) fn sort_tail(values: &mut Vec<u32>, from: usize) {
    let Some(tail) = values.get_mut(from..) else { return };
    tail.sort_unstable();
    let mut kept = from;
    for at in from..values.len() {
        let value = values.get(at).copied().unwrap_or(NONE);
        if kept == from || values.get(kept - 1) != Some(&value) {
            if let Some(slot) = values.get_mut(kept) {
                *slot = value;
            }
            kept += 1;
        }
    }
    values.truncate(kept);
}

/// The sentences that a quotation touches.
pub(crate) fn passage(text: &str, sentences: &[Span], quotation: &Quotation) -> Span {
    let parts = quotation.content.iter().chain(&quotation.cue).chain(&quotation.source);
    let Some(whole) = parts.copied().reduce(Span::cover) else { return Span::default() };
    let first = sentences.partition_point(|sentence| sentence.end <= whole.start);
    let touched = sentences.iter().skip(first).take_while(|sentence| sentence.start < whole.end);
    let whole = touched.fold(whole, |all, sentence| all.cover(*sentence));
    Span { start: whole.start, end: whole.end.min(text.len() as u32) }
}

/// Whether a facet says something of quotations rather than of articles.
pub(crate) fn of_quotations(facet: Facet) -> bool {
    use Facet::{About, QuoteType, Speaker, Stance as S, Verb, VerbFamily as F};
    matches!(facet, Speaker | About | Verb | F | QuoteType | S)
}

/// Names of the quotation types in the order of their numbers.
pub(crate) const KINDS: [QuotationKind; 3] =
    [QuotationKind::Direct, QuotationKind::Indirect, QuotationKind::Mixed];

/// Whether entities of this kind stand in the person, organisation or place facet.
pub(crate) fn facet_of(kind: EntityType) -> Option<Facet> {
    match kind {
        EntityType::Person => Some(Facet::Person),
        EntityType::Organization => Some(Facet::Organization),
        EntityType::Location | EntityType::Facility => Some(Facet::Place),
        _ => None,
    }
}
