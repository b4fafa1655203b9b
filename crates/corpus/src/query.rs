use serde::{Deserialize, Serialize};
use verbatim_article::PartialDate;

/// What the reader selects: words, facet values and dates. Everything in it can stand in a link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// What was typed in the search box, in the query language.
    pub text: String,
    /// Chosen facet values: OR within a facet, AND across facets.
    pub filters: Vec<Filter>,
    /// Only articles of these days.
    pub dates: Option<DateRange>,
}

/// One chosen facet value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filter {
    /// Which facet.
    pub facet: Facet,
    /// The value's stable key (see [`crate::FacetValue::key`]).
    pub key: String,
    /// Leave these out instead.
    pub exclude: bool,
}

/// Days from first to last, both included; an open end is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateRange {
    /// First date.
    pub from: Option<PartialDate>,
    /// Last date.
    pub to: Option<PartialDate>,
}

/// What the corpus can be divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Facet {
    Speaker,
    About,
    Person,
    Organization,
    Place,
    Outlet,
    Agency,
    Verb,
    VerbFamily,
    QuoteType,
    Stance,
    Language,
    Story,
}

impl Facet {
    /// All of them, in the order in which the page shows them.
    pub const ALL: [Facet; 13] = [
        Self::Speaker,
        Self::About,
        Self::Person,
        Self::Organization,
        Self::Place,
        Self::Outlet,
        Self::Agency,
        Self::VerbFamily,
        Self::Verb,
        Self::QuoteType,
        Self::Stance,
        Self::Language,
        Self::Story,
    ];

    /// The facet's name in links and in the query language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::About => "about",
            Self::Person => "person",
            Self::Organization => "org",
            Self::Place => "place",
            Self::Outlet => "outlet",
            Self::Agency => "agency",
            Self::Verb => "verb",
            Self::VerbFamily => "verbfamily",
            Self::QuoteType => "type",
            Self::Stance => "stance",
            Self::Language => "lang",
            Self::Story => "story",
        }
    }

    /// The facet of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }
}

/// What the numbers beside facet values count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum CountBy {
    #[default]
    Quotes,
    Articles,
    Stories,
    Outlets,
}

/// Which list is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Tab {
    #[default]
    Quotes,
    Articles,
    /// Every hit with the words around it (a concordance).
    Context,
    /// The selection over time, by the values of [`Axes::rows`].
    Timeline,
    /// Who speaks about whom, or who is named together.
    Network,
    /// [`Axes::rows`] against [`Axes::columns`].
    Table,
    /// The entities of the selection.
    Names,
    /// Utterances that several quotations render.
    SameQuote,
}

/// The order of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Sort {
    /// Best match first when there are words to match. Else the newest first; of quotations, the words of known speakers
    /// that are sure before those that are not.
    #[default]
    Best,
    Newest,
    Oldest,
    Outlet,
    Confidence,
    /// Concordance: by the words before the hit, the nearest first.
    Left,
    /// Concordance: by the hit, then by the words after it.
    Right,
}

/// Length of one step of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Grain {
    #[default]
    Day,
    /// Monday to Sunday; stands as its Monday.
    Week,
    Month,
    /// Stands as its first month.
    Quarter,
    Year,
}

/// What a table sets against each other, and what the timeline draws one line for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Axes {
    pub rows: Facet,
    pub columns: Facet,
}

impl Default for Axes {
    fn default() -> Self {
        Self { rows: Facet::Speaker, columns: Facet::Outlet }
    }
}

/// What ties two names in a network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Ties {
    /// One says a quotation that names the other.
    #[default]
    SpeaksAbout,
    /// Both are named in one article.
    NamedTogether,
}

/// A facet to be counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetRequest {
    /// Which facet.
    pub facet: Facet,
    /// Only values whose names contain this (case and accents folded).
    pub search: String,
    /// Values that are left out at the beginning: those of the pages before.
    pub offset: u32,
    /// At most this many values, the most frequent first. What is chosen is always on the first page.
    pub limit: u32,
}

/// Which part of an answer is wanted. Who reads waits for the rows: they are there sooner alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Wanted {
    /// All of it.
    #[default]
    Everything,
    /// Totals and rows: no facets, no histogram.
    Rows,
    /// Facets and histogram: no rows.
    Counts,
}

/// One question to the corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewRequest {
    /// The selection.
    pub query: Query,
    /// Which rows.
    pub tab: Tab,
    /// Their order.
    pub sort: Sort,
    /// First row wanted.
    pub offset: u32,
    /// How many rows.
    pub limit: u32,
    /// What facet numbers count.
    pub count_by: CountBy,
    /// Facets to count.
    pub facets: Vec<FacetRequest>,
    /// Step of the histogram and the timeline; `None` picks one that suits the dates.
    pub grain: Option<Grain>,
    /// Facets of the table and the timeline.
    pub axes: Axes,
    /// What the network draws.
    pub ties: Ties,
    /// Which part of the answer.
    pub wanted: Wanted,
}
