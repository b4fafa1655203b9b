use crate::{DateRange, Facet};

/// What is asked for, as the query language was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Everything.
    All,
    /// All of these.
    And(Vec<Ask>),
    /// Any of these.
    Or(Vec<Ask>),
    /// What is not this.
    Not(Box<Ask>),
    /// Words that follow one another.
    Words(Phrase),
    /// Phrases of which each stands within so many words of the one before it in the list.
    Near(Vec<Phrase>, u32),
    /// A regular expression over the text.
    Regex(String),
    /// A facet's value, by key or by words of its name.
    Value(Facet, Phrase),
    /// Published in these days.
    Dates(DateRange),
    /// A property of quotation or article.
    Is(Property),
    /// Words are looked for in this part of the article only.
    In(Place, Box<Ask>),
}

/// Words that follow one another; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase(pub Vec<Term>);

/// One word of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The word: as typed for [`Form::Exact`], folded for the others.
    pub text: String,
    /// How it is compared.
    pub form: Form,
}

/// How a word is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Without case and accents.
    Folded,
    /// Letter by letter.
    Exact,
    /// The word begins so.
    Prefix,
    /// At most so many letters put in, left out, changed or swapped with a neighbour.
    Fuzzy(u8),
}

/// A part of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Place {
    Headline,
    Standfirst,
    Body,
    Caption,
    Boilerplate,
    /// Inside the words quoted.
    Quote,
}

impl Place {
    /// All of them.
    pub const ALL: [Place; 6] =
        [Self::Headline, Self::Standfirst, Self::Body, Self::Caption, Self::Boilerplate, Self::Quote];

    /// The name in the query language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Standfirst => "standfirst",
            Self::Body => "body",
            Self::Caption => "caption",
            Self::Boilerplate => "boilerplate",
            Self::Quote => "quote",
        }
    }
}

/// What `is:` asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// A quotation of which the program is not sure.
    LowConfidence,
    /// A quotation without a speaker.
    Anonymous,
    /// An article without a date.
    Undated,
    /// An article with words that are not its own.
    Boilerplate,
}

impl Property {
    /// All of them.
    pub const ALL: [Property; 4] = [Self::LowConfidence, Self::Anonymous, Self::Undated, Self::Boilerplate];

    /// The name in the query language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::LowConfidence => "low-confidence",
            Self::Anonymous => "anonymous",
            Self::Undated => "undated",
            Self::Boilerplate => "boilerplate",
        }
    }
}
