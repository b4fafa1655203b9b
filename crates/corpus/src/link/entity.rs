use serde::{Deserialize, Serialize};
use verbatim_article::ArticleId;
use verbatim_nlp::{EntityIndex, EntityType};

/// The number of an entity in [`super::Links::entities`]. It changes when articles are added;
/// [`CorpusEntity::key`] is what links and files use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CorpusEntityId(pub u32);

/// Someone or something over all articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorpusEntity {
    /// Short, lower case, ASCII where possible, for links: `altun`. The most mentioned bearer of a
    /// surname has it alone, others their whole name. See [`super::Links::find`] for old links.
    pub key: String,
    /// The name to show.
    pub name: String,
    /// What most articles take it for.
    pub kind: EntityType,
    /// Its names as written, the most frequent first, each with the reason why it is one of them.
    pub variants: Vec<Variant>,
    /// Titles and descriptions that articles give, with the number of articles; the most frequent first.
    pub roles: Vec<(String, u32)>,
    /// In how many articles it occurs.
    pub articles: u32,
    /// How often it is mentioned by name.
    pub named: u32,
    /// Where it occurs, by article; the spans are in the articles' documents.
    pub occurrences: Vec<(ArticleId, EntityIndex)>,
}

/// One way in which an entity's name is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// As written.
    pub text: String,
    /// How often.
    pub count: u32,
    /// Why it counts as this entity's name.
    pub because: Reason,
}

/// Why two names are taken for one entity's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reason {
    /// It is the name itself: the same letters but for case, accents and punctuation.
    SameName,
    /// Countries, capitals and well-known bodies have these names in open data.
    KnownNames,
    /// An article writes "Long Name (LN)".
    AcronymInText,
    /// The letters of the short name begin the words of the long one, and articles have both.
    Initials,
    /// Two romanisations of one spelling.
    Romanisation,
    /// Given names left out, shortened or cut to initials, and nobody else fits.
    ShorterName,
    /// An article itself uses the short name for the long one.
    UsedInArticle,
    /// Only one bearer of this surname is known.
    OnlyBearer,
    /// Nearly all articles that give a full name mean this bearer.
    UsualBearer,
    /// The articles share other people and bodies.
    SharedContext,
    /// One letter apart, in an article about the same people and places.
    Misspelling,
    /// The reader said so.
    Reader,
    /// The same office of state with its words in another order.
    OtherOrder,
    /// A body without the word at its end that says what it is, or without where it is.
    WithoutTail,
    /// The names alone look alike.
    Likeness,
}

impl Reason {
    /// The reason in words for the reader.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::SameName => "the same name",
            Self::KnownNames => "known names of one thing",
            Self::AcronymInText => "an article gives the short name in brackets",
            Self::Initials => "the initials of the long name",
            Self::Romanisation => "another romanisation",
            Self::ShorterName => "given names shortened or left out",
            Self::UsedInArticle => "an article uses both for one",
            Self::OnlyBearer => "the only bearer of the name",
            Self::UsualBearer => "by far the most frequent bearer of the name",
            Self::SharedContext => "the same people and places around it",
            Self::Misspelling => "one letter apart, in the same context",
            Self::Reader => "decided by the reader",
            Self::OtherOrder => "the same words in another order",
            Self::WithoutTail => "the same name without its last words",
            Self::Likeness => "names that look alike",
        }
    }
}

/// Two entities that may be one: for the reader to decide, never joined silently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The better-known one.
    pub entity: CorpusEntityId,
    /// The one that may be the same.
    pub other: CorpusEntityId,
    /// Why they may be one.
    pub because: Reason,
    /// How likely, in thousandths; an estimate for sorting, not a calibrated chance.
    pub likelihood: u16,
    /// Articles that mention both.
    pub together: u32,
    /// Others that stand around both, the rarest first; at most five.
    pub shared: Vec<CorpusEntityId>,
}
