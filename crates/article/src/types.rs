use crate::{PartialDate, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A stable name for an article: the same bytes give the same id on every machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ArticleId(pub u64);

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Where an article was found: the file, and its place among the articles of that file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Origin {
    /// Path of the file as given, `/` between folders; a file inside an archive follows the
    /// archive's name: `download.zip/page 3.html`.
    pub file: String,
    /// Position in the file, from 0.
    pub part: u32,
}

/// What a stretch of an article's text is. Nothing is deleted: boilerplate is named, not cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum BlockKind {
    /// The headline.
    Headline,
    /// The summary line under the headline.
    Standfirst,
    /// Place, date and agency that open the first paragraph: `ANKARA, February 3. /TASS/.`
    Dateline,
    /// A paragraph of the article.
    Body,
    /// Words under a picture, with its credit.
    Caption,
    /// Words of the page and not of the article: "Share", "Advertisement", "Read more:".
    Boilerplate,
}

impl BlockKind {
    /// The kind's name in files that leave.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Standfirst => "standfirst",
            Self::Dateline => "dateline",
            Self::Body => "body",
            Self::Caption => "caption",
            Self::Boilerplate => "boilerplate",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Headline, Self::Standfirst, Self::Dateline, Self::Body, Self::Caption, Self::Boilerplate]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// A stretch of the text with its kind. Blocks are in order, do not overlap, and tile the text:
/// each begins where the one before it ends (white space belongs to the block before it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Block {
    /// What the stretch is.
    pub kind: BlockKind,
    /// Where it lies.
    pub span: Span,
}

/// Place and date before an agency's first sentence.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dateline {
    /// The place as written: `ANKARA`.
    pub place: Option<String>,
    /// The date as far as the line tells it: `02-03`, or `2022-02-03` with a year.
    pub date: Option<String>,
}

/// One article as it was read. Every extracted field is named in `evidence` with the words or
/// the markup that it was taken from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Stable id, made from the article's content.
    pub id: ArticleId,
    /// Where it was found; more than one when exact duplicates were dropped.
    pub origins: Vec<Origin>,
    /// The paper, site or channel that published it.
    pub outlet: Option<String>,
    /// The news agency credited: `TASS`, `AP`.
    pub agency: Option<String>,
    /// Who wrote it, as printed.
    pub byline: Option<String>,
    /// The headline.
    pub headline: Option<String>,
    /// The summary line under the headline.
    pub standfirst: Option<String>,
    /// Place and date that open the first paragraph.
    pub dateline: Option<Dateline>,
    /// When it was published, as far as that is known.
    pub published: Option<PartialDate>,
    /// BCP 47 code of the main language: `en`; `und` when it could not be told.
    pub language: String,
    /// The page that it was saved from, when the file tells.
    pub url: Option<String>,
    /// The text as shown to a reader, headline included when the file had it in its text.
    pub text: String,
    /// What each stretch of the text is; they tile it.
    pub blocks: Vec<Block>,
    /// Field name to the reason for its value: `published` → `first line 'date 2022-02-03'`.
    pub evidence: BTreeMap<String, String>,
}
