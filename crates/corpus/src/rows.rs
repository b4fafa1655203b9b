use crate::link::Reason;
use crate::{FacetValue, Grain};
use serde::{Deserialize, Serialize};
use verbatim_article::{ArticleId, PartialDate, Span};
use verbatim_nlp::{EntityType, QuotationKind};

/// One line of a concordance: a hit with the words before and after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextRow {
    /// The article.
    pub article: ArticleId,
    /// Where the hit stands in the article's text.
    pub span: Span,
    /// The words before it, on one line.
    pub left: String,
    /// The words found.
    pub hit: String,
    /// The words after it, on one line.
    pub right: String,
    /// The quotation that the hit stands in, by its number in the article.
    pub quotation: Option<u32>,
    /// Who says it, when it stands in a quotation with a speaker.
    pub speaker: Option<String>,
    /// Key of that speaker.
    pub speaker_key: Option<String>,
    /// Where it was printed.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<PartialDate>,
    /// The article's headline.
    pub headline: String,
}

/// The selection over time, one line for each of the most frequent values of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// Length of one step.
    pub grain: Grain,
    /// The steps in order, without gaps from the first to the last that is selected.
    pub dates: Vec<PartialDate>,
    /// Everything selected, one number a step.
    pub all: Vec<u32>,
    /// The values of the facet, the most frequent first.
    pub series: Vec<Series>,
    /// How many have no date, or a date less precise than a step.
    pub undated: u32,
}

/// One line of a [`Timeline`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// The facet value, counted over the selection.
    pub value: FacetValue,
    /// One number for each of [`Timeline::dates`].
    pub counts: Vec<u32>,
}

/// Who speaks about whom (directed), or who is named together (undirected, `from < to`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// The most frequent, at most as many as rows were asked for.
    pub nodes: Vec<Node>,
    /// Between them, the most frequent first.
    pub edges: Vec<Edge>,
}

/// Someone or something in a [`Network`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Key in the speaker and about facets.
    pub key: String,
    /// What is shown.
    pub name: String,
    /// What kind of thing it is.
    pub kind: EntityType,
    /// Quotations that it says.
    pub speaks: u32,
    /// Quotations that name it (named together: articles that name it).
    pub named: u32,
    /// Where to draw it: from 0 to 1000.
    pub x: u16,
    /// Where to draw it: from 0 to 1000.
    pub y: u16,
}

/// A tie in a [`Network`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// Number of the node that speaks.
    pub from: u32,
    /// Number of the node that is spoken about.
    pub to: u32,
    /// How many quotations (named together: how many articles).
    pub count: u32,
}

/// Two facets against each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Values of the first facet, the most frequent first.
    pub rows: Vec<FacetValue>,
    /// Values of the second facet, the most frequent first.
    pub columns: Vec<FacetValue>,
    /// Numbers row by row: cell (r, c) is `cells[r * columns.len() + c]`.
    pub cells: Vec<u32>,
}

/// One entity of the corpus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameRow {
    /// Key in the facets.
    pub key: String,
    /// What is shown.
    pub name: String,
    /// What kind of thing it is.
    pub kind: EntityType,
    /// Every spelling with how often it is used, the most frequent first.
    pub variants: Vec<(String, u32)>,
    /// Why each spelling is one of the entity's, in the same order; [`Reason::text`] says it in words.
    pub reasons: Vec<Reason>,
    /// Selected articles that mention it.
    pub articles: u32,
    /// Selected quotations that it says.
    pub speaks: u32,
    /// Selected quotations that name it.
    pub named: u32,
}

/// Two entities that may be one, for the reader to judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestionRow {
    /// Key of the better-known one.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What kind of thing it is.
    pub kind: EntityType,
    /// Articles that mention it.
    pub articles: u32,
    /// Key of the one that may be the same.
    pub other: String,
    /// Its name.
    pub other_name: String,
    /// Articles that mention it.
    pub other_articles: u32,
    /// Why they may be one.
    pub because: Reason,
    /// How likely, in thousandths; an estimate for sorting.
    pub likelihood: u16,
    /// Articles that mention both.
    pub together: u32,
    /// Names of others that stand around both, the rarest first; at most five.
    pub shared: Vec<String>,
}

/// One utterance with all its renderings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameQuoteRow {
    /// Number of the group.
    pub group: u32,
    /// Who says it.
    pub speaker: Option<String>,
    /// Key of that speaker.
    pub speaker_key: Option<String>,
    /// Its renderings, the earliest first.
    pub renderings: Vec<Rendering>,
}

/// One rendering of an utterance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendering {
    /// The article.
    pub article: ArticleId,
    /// Number of the quotation in its article.
    pub number: u32,
    /// The words quoted.
    pub text: String,
    /// Direct, indirect or mixed.
    pub kind: QuotationKind,
    /// Lemma of the reporting verb.
    pub verb: String,
    /// The speaker as this article has it.
    pub speaker: Option<String>,
    /// Where it was printed.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<PartialDate>,
    /// Whether this quotation is itself in the selection.
    pub selected: bool,
}

/// A word that one selection uses more than another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DistinctiveWord {
    /// The word, folded.
    pub word: String,
    /// How often the first selection uses it.
    pub first: u32,
    /// How often the second does.
    pub second: u32,
    /// Hundredths of a standard deviation; positive when it marks the first selection.
    pub z: i32,
}
