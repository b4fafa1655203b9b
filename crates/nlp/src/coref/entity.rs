use super::gender::Gender;
use super::roles::Role;
use crate::names::PersonName;
use crate::{EntityType, MentionKind};
use std::ops::Range;
use verbatim_article::Span;

/// A name as a recogniser found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its place in the text.
    pub span: Span,
    /// What kind of thing bears it.
    pub kind: EntityType,
}

/// A mention while entities are being put together.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Tokens.
    pub range: Range<usize>,
    pub span: Span,
    pub kind: MentionKind,
}

/// An entity while it is being put together.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub kind: EntityType,
    /// The fullest name so far; empty when it has none.
    pub name: String,
    pub person: PersonName,
    pub gender: Gender,
    pub roles: Vec<Role>,
    /// In order of the text.
    pub mentions: Vec<Found>,
    /// The number of the entry in the table of known names.
    pub known: Option<&'static str>,
    /// Named by its capitals alone.
    pub guessed: bool,
    /// Whether its mentions can be a person's, though it was not recognised as one.
    pub personal: bool,
    /// The whole description of somebody without a name: "a spokesman for the port".
    pub described: Option<Span>,
}

impl Draft {
    pub fn is_person(&self) -> bool {
        self.kind == EntityType::Person
    }

    /// Whether "he" or "she" can mean it: a person, or what a recogniser may have taken a surname
    /// for. How likely that is the ranker's weights say.
    pub fn can_be_person(&self) -> bool {
        if self.is_person() {
            return true;
        }
        let words = self.name.split(' ').count();
        let first = self.name.split(' ').next().unwrap_or("");
        let given = || super::gender::of_given_name(first) != Gender::Unknown;
        let particle = || {
            matches!(first, "De" | "de" | "Van" | "van" | "Von" | "von" | "Al" | "El" | "Di" | "La" | "Le")
        };
        let sort = match self.kind {
            // "Facebook", "Skarholm": a firm is often one word.
            EntityType::Organization | EntityType::Product => given() || particle(),
            EntityType::Location | EntityType::Misc => given() || self.personal && (words == 1 || particle()),
            EntityType::Group => self.personal && words == 1 && !self.name.ends_with('s'),
            _ => false,
        };
        sort && !self.guessed && self.known.is_none() && first.chars().any(char::is_lowercase)
    }

    /// Puts a mention in its place.
    pub fn insert(&mut self, mention: Found) {
        let at = self.mentions.partition_point(|m| m.range.start < mention.range.start);
        let there = self.mentions.get(at).is_some_and(|m| m.range.start == mention.range.start)
            || at
                .checked_sub(1)
                .and_then(|b| self.mentions.get(b))
                .is_some_and(|m| m.range.end > mention.range.start);
        if !there {
            self.mentions.insert(at, mention);
        }
    }

    /// The last mention that ends before a token.
    pub fn last_before(&self, token: usize) -> Option<&Found> {
        let at = self.mentions.partition_point(|m| m.range.end <= token);
        at.checked_sub(1).and_then(|at| self.mentions.get(at))
    }
}
