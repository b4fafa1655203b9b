use serde::{Deserialize, Serialize};
use verbatim_article::{PartialDate, Span};

/// What was understood of one article. Every part is a span into the article's text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Sentences, in order, not overlapping.
    pub sentences: Vec<Span>,
    /// Tokens, in order, not overlapping; empty when they were not asked for.
    pub tokens: Vec<Token>,
    /// Who and what is named, one entry per entity of the article.
    pub entities: Vec<Entity>,
    /// Who said what, ordered by where the content begins.
    pub quotations: Vec<Quotation>,
}

/// A word or mark with its part of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its universal part of speech.
    pub pos: Pos,
}

/// The universal parts of speech (Universal Dependencies 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)]
#[repr(u8)]
pub enum Pos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

impl Pos {
    /// All of them, in the order of their numbers.
    pub const ALL: [Pos; 17] = [
        Pos::Adj,
        Pos::Adp,
        Pos::Adv,
        Pos::Aux,
        Pos::Cconj,
        Pos::Det,
        Pos::Intj,
        Pos::Noun,
        Pos::Num,
        Pos::Part,
        Pos::Pron,
        Pos::Propn,
        Pos::Punct,
        Pos::Sconj,
        Pos::Sym,
        Pos::Verb,
        Pos::X,
    ];

    /// The tag as Universal Dependencies write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Pos::Adj => "ADJ",
            Pos::Adp => "ADP",
            Pos::Adv => "ADV",
            Pos::Aux => "AUX",
            Pos::Cconj => "CCONJ",
            Pos::Det => "DET",
            Pos::Intj => "INTJ",
            Pos::Noun => "NOUN",
            Pos::Num => "NUM",
            Pos::Part => "PART",
            Pos::Pron => "PRON",
            Pos::Propn => "PROPN",
            Pos::Punct => "PUNCT",
            Pos::Sconj => "SCONJ",
            Pos::Sym => "SYM",
            Pos::Verb => "VERB",
            Pos::X => "X",
        }
    }
}

/// The number of an entity in its document's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntityIndex(pub u32);

/// What kind of thing an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EntityType {
    /// A person.
    Person,
    /// A company, party, army, agency, alliance, outlet.
    Organization,
    /// A place: country, town, river, region.
    Location,
    /// Nationalities, faiths, political groups.
    Group,
    /// A date or span of time.
    Date,
    /// A product, weapon or vehicle.
    Product,
    /// A law or treaty.
    Law,
    /// A named event.
    Event,
    /// A building, airport, bridge.
    Facility,
    /// A sum of money.
    Money,
    /// Anything else that is named.
    Misc,
}

impl EntityType {
    /// All of them.
    pub const ALL: [EntityType; 11] = [
        Self::Person,
        Self::Organization,
        Self::Location,
        Self::Group,
        Self::Date,
        Self::Product,
        Self::Law,
        Self::Event,
        Self::Facility,
        Self::Money,
        Self::Misc,
    ];

    /// The type's name in files that leave.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Location => "location",
            Self::Group => "group",
            Self::Date => "date",
            Self::Product => "product",
            Self::Law => "law",
            Self::Event => "event",
            Self::Facility => "facility",
            Self::Money => "money",
            Self::Misc => "misc",
        }
    }
}

/// Someone or something that an article mentions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// What kind of thing it is.
    pub kind: EntityType,
    /// The fullest name that the article gives, as written there.
    pub name: String,
    /// Job titles and descriptions learned from the article: `Communications Director`.
    pub roles: Vec<String>,
    /// Every mention, in order; at least one.
    pub mentions: Vec<Mention>,
    /// For dates: the day that is meant, resolved against the article's date.
    pub date: Option<PartialDate>,
}

/// How an entity is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MentionKind {
    /// By a name.
    Name,
    /// By a description: "the minister".
    Nominal,
    /// By a pronoun.
    Pronoun,
}

impl MentionKind {
    /// The kind's name in files that leave.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Nominal => "nominal",
            Self::Pronoun => "pronoun",
        }
    }
}

/// One mention of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Mention {
    /// The words.
    pub span: Span,
    /// How it is mentioned.
    pub kind: MentionKind,
}

/// Whether the content stands in quotation marks: wholly, partly or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum QuotationKind {
    /// In quotation marks as a whole.
    Direct,
    /// Reported in the writer's words.
    Indirect,
    /// Reported, with some of the words in quotation marks.
    Mixed,
}

impl QuotationKind {
    /// The kind's name in files that leave.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// Said or written, as against only believed, meant or planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stance {
    /// Said or written.
    Speech,
    /// Believed, meant, planned, felt: "is expected to".
    Attitude,
}

/// What a reporting verb does with the words that it reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum VerbFamily {
    Neutral,
    Claim,
    Deny,
    Concede,
    Warn,
    Promise,
    Demand,
    Accuse,
    Praise,
    Ask,
    Argue,
    Announce,
    Agree,
    Criticise,
    Believe,
    Other,
}

impl VerbFamily {
    /// All of them.
    pub const ALL: [VerbFamily; 16] = [
        Self::Neutral,
        Self::Claim,
        Self::Deny,
        Self::Concede,
        Self::Warn,
        Self::Promise,
        Self::Demand,
        Self::Accuse,
        Self::Praise,
        Self::Ask,
        Self::Argue,
        Self::Announce,
        Self::Agree,
        Self::Criticise,
        Self::Believe,
        Self::Other,
    ];

    /// The family's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Claim => "claim",
            Self::Deny => "deny",
            Self::Concede => "concede",
            Self::Warn => "warn",
            Self::Promise => "promise",
            Self::Demand => "demand",
            Self::Accuse => "accuse",
            Self::Praise => "praise",
            Self::Ask => "ask",
            Self::Argue => "argue",
            Self::Announce => "announce",
            Self::Agree => "agree",
            Self::Criticise => "criticise",
            Self::Believe => "believe",
            Self::Other => "other",
        }
    }
}

/// A quotation: a content, the cue that reports it and the source that it comes from (the terms
/// of PARC 3.0 and PolNeAR).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quotation {
    /// Direct, indirect or mixed.
    pub kind: QuotationKind,
    /// What was said, in one or more pieces, without the quotation marks.
    pub content: Vec<Span>,
    /// The words that report it: "said", "according to".
    pub cue: Vec<Span>,
    /// Lemma of the reporting verb or noun: `say`; empty when there is no cue.
    pub verb: String,
    /// What that verb does.
    pub family: VerbFamily,
    /// The words that name the source: "he", "the minister", "Altun".
    pub source: Vec<Span>,
    /// Whom the source words stand for; `None` when the text does not say.
    pub speaker: Option<EntityIndex>,
    /// To whom it was said, or on what occasion: "told Bloomberg".
    pub addressee: Vec<Span>,
    /// Speech or attitude.
    pub stance: Stance,
    /// Calibrated chance that the quotation and its speaker are right, in thousandths.
    pub confidence: u16,
    /// Why it was found.
    pub evidence: Evidence,
}

/// Why a quotation was found: the rule or model that proposed it, and what spoke for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Name of the rule or model.
    pub rule: String,
    /// What spoke for the source and the speaker, in words for the reader.
    pub because: Vec<String>,
}
