use serde::{Deserialize, Serialize};
use std::fmt;
use verbatim_article::{ArticleId, PartialDate};

/// One thing that the reader puts right. Entities go by their keys, as in links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Correction {
    /// Show this entity under another name.
    Rename {
        /// The entity.
        entity: String,
        /// Its new name.
        name: String,
    },
    /// Two entities are one; the key of the second leads to the first from now on.
    Merge {
        /// The entity that stays.
        into: String,
        /// The entity that becomes part of it.
        other: String,
    },
    /// Some articles mean somebody else. [`crate::Corpus::split`] makes one from spellings.
    Split {
        /// The entity that was taken for one.
        entity: String,
        /// The name of the other one.
        name: String,
        /// Where the other one is meant: articles with the number of the entity in their documents.
        occurrences: Vec<(ArticleId, u32)>,
    },
    /// Somebody else says a quotation, or nobody that is known.
    Speaker {
        /// The article.
        article: ArticleId,
        /// Number of the quotation in it.
        quotation: u32,
        /// Who says it.
        speaker: Option<String>,
    },
    /// The outlet of an article.
    Outlet {
        /// The article.
        article: ArticleId,
        /// What is right.
        value: Option<String>,
    },
    /// The agency of an article.
    Agency {
        /// The article.
        article: ArticleId,
        /// What is right.
        value: Option<String>,
    },
    /// The date of an article.
    Published {
        /// The article.
        article: ArticleId,
        /// What is right.
        value: Option<PartialDate>,
    },
    /// The headline of an article, as it is shown; its words are searched as they were read.
    Headline {
        /// The article.
        article: ArticleId,
        /// What is right.
        value: Option<String>,
    },
    /// Two entities are not one: they are not suggested again. To agree with a suggestion is [`Self::Merge`].
    Apart {
        /// One entity.
        entity: String,
        /// The other.
        other: String,
    },
}

impl Correction {
    /// The keys of the entities that it is about.
    pub(crate) fn keys(&mut self) -> [Option<&mut String>; 2] {
        match self {
            Self::Rename { entity, .. } | Self::Split { entity, .. } => [Some(entity), None],
            Self::Merge { into: entity, other } | Self::Apart { entity, other } => {
                [Some(entity), Some(other)]
            }
            Self::Speaker { speaker, .. } => [speaker.as_mut(), None],
            Self::Outlet { .. } | Self::Agency { .. } | Self::Published { .. } | Self::Headline { .. } => {
                [None, None]
            }
        }
    }
}

/// Corrections in the order in which they were made. What is undone stays in the log until
/// something else is corrected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    steps: Vec<Correction>,
    done: usize,
}

impl Log {
    /// The corrections that hold.
    #[must_use]
    pub fn steps(&self) -> &[Correction] {
        self.steps.get(..self.done).unwrap_or(&self.steps)
    }

    /// The corrections that hold and, after them, those that were undone.
    pub(crate) fn all(&self) -> &[Correction] {
        &self.steps
    }

    /// Whether nothing is corrected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps().is_empty()
    }

    /// Adds a correction; what was undone is forgotten.
    pub fn push(&mut self, correction: Correction) {
        self.steps.truncate(self.done);
        self.steps.push(correction);
        self.done = self.steps.len();
    }

    /// Takes back the last correction that holds, and tells which it is.
    pub fn undo(&mut self) -> Option<&Correction> {
        self.done = self.done.min(self.steps.len()).checked_sub(1)?;
        self.steps.get(self.done)
    }

    /// Takes one of the corrections that hold out of the log, wherever it stands; what was undone is forgotten.
    pub fn remove(&mut self, number: usize) -> Option<Correction> {
        if number >= self.steps().len() {
            return None;
        }
        self.steps.truncate(self.done);
        let removed = self.steps.remove(number);
        self.done = self.steps.len();
        Some(removed)
    }

    /// Puts another step in the place of one, by its number in [`Self::all`].
    pub(crate) fn replace(&mut self, number: usize, step: Correction) {
        if let Some(slot) = self.steps.get_mut(number) {
            *slot = step;
        }
    }

    /// What [`Self::redo`] would make again.
    #[must_use]
    pub fn undone(&self) -> Option<&Correction> {
        self.steps.get(self.done)
    }

    /// Makes the correction again that was undone last, and tells which it is.
    pub fn redo(&mut self) -> Option<&Correction> {
        let step = self.steps.get(self.done)?;
        self.done += 1;
        Some(step)
    }
}

/// Why a correction cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CorrectionError {
    /// No entity has this key.
    NoSuchEntity(String),
    /// The corpus has no such article, or its part of the saved corpus is not read.
    NoSuchArticle(ArticleId),
    /// The article has no quotation of this number.
    NoSuchQuotation(ArticleId, u32),
    /// An entity cannot become part of itself.
    Same(String),
    /// A name needs a letter or a figure.
    NoName,
    /// None of the places named belongs to the entity.
    NothingToSplit,
}

impl fmt::Display for CorrectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchEntity(key) => write!(f, "nobody and nothing here has the key {key}"),
            Self::NoSuchArticle(id) => write!(f, "there is no article {id} here"),
            Self::NoSuchQuotation(id, number) => write!(f, "article {id} has no quotation number {number}"),
            Self::Same(key) => write!(f, "{key} is one already"),
            Self::NoName => f.write_str("a name needs a letter or a figure"),
            Self::NothingToSplit => f.write_str("none of these names is used for it"),
        }
    }
}

impl std::error::Error for CorrectionError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undone_and_made_again() {
        let rename = |name: &str| Correction::Rename { entity: "tarsa".to_owned(), name: name.to_owned() };
        let mut log = Log::default();
        assert_eq!(log.undo(), None);
        log.push(rename("a"));
        log.push(rename("b"));
        assert_eq!(log.undo(), Some(&rename("b")));
        assert_eq!(log.steps(), [rename("a")]);
        assert_eq!(log.redo(), Some(&rename("b")));
        assert_eq!(log.redo(), None);
        log.undo();
        log.push(rename("c"));
        assert_eq!(log.steps(), [rename("a"), rename("c")]);
        assert_eq!(log.redo(), None);
    }

    #[test]
    fn one_of_several_is_taken_out() {
        let rename = |name: &str| Correction::Rename { entity: "tarsa".to_owned(), name: name.to_owned() };
        let mut log = Log::default();
        ["a", "b", "c"].into_iter().for_each(|name| log.push(rename(name)));
        log.undo();
        assert_eq!(log.undone(), Some(&rename("c")));
        assert_eq!(log.remove(2), None);
        assert_eq!(log.remove(0), Some(rename("a")));
        assert_eq!((log.steps(), log.undone()), (&[rename("b")][..], None));
    }
}
