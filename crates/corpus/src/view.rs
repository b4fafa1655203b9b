use crate::{ContextRow, Facet, NameRow, Network, SameQuoteRow, Table, Timeline};
use serde::{Deserialize, Serialize};
use verbatim_article::{Article, ArticleId, PartialDate, Span};
use verbatim_nlp::{EntityType, QuotationKind, Stance, VerbFamily};

/// The answer to a [`crate::ViewRequest`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// How much is selected.
    pub totals: Totals,
    /// The rows asked for.
    pub rows: Rows,
    /// The facets asked for, each counted without its own selection.
    pub facets: Vec<FacetCounts>,
    /// Articles (or whatever is counted) by time, without the date selection; in order.
    pub histogram: Vec<Bucket>,
    /// How many have no date.
    pub undated: u32,
    /// What is wrong with the words typed: message and byte offset.
    pub error: Option<(String, u32)>,
    /// Parts of a saved corpus that are not read yet and that rows are missing for: read them, give them
    /// to [`crate::Corpus::supply`] and ask again.
    pub missing: Vec<u32>,
}

/// Numbers of the selection, and of the whole corpus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Totals {
    pub quotes: u32,
    pub articles: u32,
    pub stories: u32,
    pub outlets: u32,
    /// Rows that the tab has, of which `rows` is a part.
    pub rows: u32,
    pub all_quotes: u32,
    pub all_articles: u32,
}

/// Rows of one tab.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Rows {
    Quotes(Vec<QuoteRow>),
    Articles(Vec<ArticleRow>),
    Context(Vec<ContextRow>),
    Timeline(Timeline),
    Network(Network),
    Table(Table),
    Names(Vec<NameRow>),
    SameQuote(Vec<SameQuoteRow>),
}

impl Default for Rows {
    fn default() -> Self {
        Self::Quotes(Vec::new())
    }
}

/// A stretch of text with parts of it marked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    /// The words.
    pub text: String,
    /// Parts to light, as byte offsets into `text`, and what each is.
    pub marks: Vec<(Span, Layer)>,
}

/// What a marked part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Layer {
    Content,
    Cue,
    Source,
    Hit,
    Entity,
}

/// One line of the ledger of quotations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuoteRow {
    /// The article.
    pub article: ArticleId,
    /// Number of the quotation in its article.
    pub number: u32,
    /// Name of the speaker; `None` when the text does not say.
    pub speaker: Option<String>,
    /// Key of the speaker in the speaker facet.
    pub speaker_key: Option<String>,
    /// The source words where they differ from the name: "he".
    pub source: String,
    /// Lemma of the reporting verb.
    pub verb: String,
    /// Its family.
    pub family: VerbFamily,
    /// Direct, indirect or mixed.
    pub kind: QuotationKind,
    /// Speech or attitude.
    pub stance: Stance,
    /// Calibrated confidence, thousandths.
    pub confidence: u16,
    /// The sentence around the content, marked.
    pub snippet: Snippet,
    /// Where it was printed.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<PartialDate>,
    /// The article's headline.
    pub headline: String,
}

/// One line of the list of articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ArticleRow {
    pub article: ArticleId,
    pub headline: String,
    pub outlet: Option<String>,
    pub agency: Option<String>,
    pub published: Option<PartialDate>,
    pub language: String,
    /// Its first sentences, or the best hit, marked.
    pub snippet: Snippet,
    pub quotes: u32,
    pub words: u32,
    /// Names of up to three of its speakers.
    pub speakers: Vec<String>,
}

/// One facet, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCounts {
    /// Which facet.
    pub facet: Facet,
    /// Most frequent first, then by name.
    pub values: Vec<FacetValue>,
    /// How many values there are in all that fit the search.
    pub total: u32,
}

/// One value of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// Stable key for links: short, lower case, ASCII where possible: `altun`.
    pub key: String,
    /// What is shown.
    pub name: String,
    /// How many.
    pub count: u32,
    /// Whether it is chosen (`Some(false)`) or excluded (`Some(true)`).
    pub chosen: Option<bool>,
}

/// One bar of the date histogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// The day, month or year that it stands for.
    pub date: PartialDate,
    /// How many in all.
    pub all: u32,
    /// How many are selected.
    pub selected: u32,
}

/// Everything that the reader shows of one article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reader {
    /// The article as read.
    pub article: Article,
    /// Its sentences.
    pub sentences: Vec<Span>,
    /// Its quotations with their speakers named.
    pub quotations: Vec<ReaderQuotation>,
    /// Its entities.
    pub entities: Vec<ReaderEntity>,
    /// Where the searched words stand.
    pub hits: Vec<Span>,
}

/// A quotation as the reader shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ReaderQuotation {
    pub quotation: verbatim_nlp::Quotation,
    pub speaker: Option<String>,
    pub speaker_key: Option<String>,
}

/// An entity as the reader shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ReaderEntity {
    pub kind: EntityType,
    /// The name over the whole corpus.
    pub name: String,
    pub key: String,
    pub mentions: Vec<verbatim_nlp::Mention>,
}
