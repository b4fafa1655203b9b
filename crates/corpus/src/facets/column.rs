use super::bitset::Bits;
use super::columns::{Columns, Lists, facet_of};
use super::count::Bases;
use super::names::Names;
use super::stories::Stories;
use super::values::{NONE, Values};
use crate::Facet;
use verbatim_nlp::EntityType;

/// One facet as a column: its values row by row.
pub(crate) enum Column<'c> {
    QuoteOne(&'c [u32]),
    /// One of few values; the quotations of each as a set.
    QuoteSmall(&'c [u8], &'c [Bits]),
    QuoteMany(&'c Lists),
    ArticleOne(&'c [u32]),
    /// Only entities of one facet count.
    ArticleMany(&'c Lists, &'c [EntityType], Facet),
}

/// All columns, and the names of their values.
#[derive(Clone, Copy)]
pub(crate) struct Facets<'c> {
    pub columns: &'c Columns,
    pub names: &'c Names,
    pub stories: &'c Stories,
    pub fixed: &'c Fixed,
    pub bases: &'c Bases,
}

/// Values that are the same for every corpus.
#[derive(Clone, Debug)]
pub(crate) struct Fixed {
    pub families: Values,
    pub kinds: Values,
    pub stances: Values,
}

impl Default for Fixed {
    fn default() -> Self {
        Self {
            families: Values::fixed(
                verbatim_nlp::VerbFamily::ALL.into_iter().map(verbatim_nlp::VerbFamily::name),
            ),
            kinds: Values::fixed(super::columns::KINDS.into_iter().map(verbatim_nlp::QuotationKind::name)),
            stances: Values::fixed(["speech", "attitude"].into_iter()),
        }
    }
}

impl<'c> Facets<'c> {
    pub fn column(&self, facet: Facet) -> Column<'c> {
        let (columns, names) = (self.columns, self.names);
        match facet {
            Facet::Speaker => Column::QuoteOne(&names.speaker),
            Facet::About => Column::QuoteMany(&names.about),
            Facet::Person | Facet::Organization | Facet::Place => {
                Column::ArticleMany(&names.counted, &names.kinds, facet)
            }
            Facet::Outlet => Column::ArticleOne(&columns.outlet),
            Facet::Agency => Column::ArticleOne(&columns.agency),
            Facet::Verb => Column::QuoteOne(&columns.verb),
            Facet::VerbFamily => Column::QuoteSmall(&columns.family, &columns.sets.family),
            Facet::QuoteType => Column::QuoteSmall(&columns.kind, &columns.sets.kind),
            Facet::Stance => Column::QuoteSmall(&columns.stance, &columns.sets.stance),
            Facet::Language => Column::ArticleOne(&columns.language),
            Facet::Story => Column::ArticleOne(&self.stories.of),
        }
    }

    pub fn values(&self, facet: Facet) -> &'c Values {
        match facet {
            Facet::Speaker | Facet::About | Facet::Person | Facet::Organization | Facet::Place => {
                &self.names.values
            }
            Facet::Outlet => &self.columns.named.outlets,
            Facet::Agency => &self.columns.named.agencies,
            Facet::Verb => &self.columns.named.verbs,
            Facet::VerbFamily => &self.fixed.families,
            Facet::QuoteType => &self.fixed.kinds,
            Facet::Stance => &self.fixed.stances,
            Facet::Language => &self.columns.named.languages,
            Facet::Story => &self.stories.values,
        }
    }
}

impl Column<'_> {
    /// Whether its rows are quotations; else they are articles.
    pub fn of_quotes(&self) -> bool {
        matches!(self, Self::QuoteOne(_) | Self::QuoteSmall(..) | Self::QuoteMany(_))
    }

    /// Calls `each` with every value of a row.
    #[inline]
    pub fn each(&self, row: u32, mut each: impl FnMut(u32)) {
        match self {
            Self::QuoteOne(column) | Self::ArticleOne(column) => {
                if let Some(&value) = column.get(row as usize)
                    && value != NONE
                {
                    each(value);
                }
            }
            Self::QuoteSmall(column, _) => {
                if let Some(&value) = column.get(row as usize) {
                    each(u32::from(value));
                }
            }
            Self::QuoteMany(lists) => lists.of(row).iter().for_each(|value| each(*value)),
            Self::ArticleMany(lists, kinds, facet) => {
                for value in lists.of(row) {
                    if kinds.get(*value as usize).is_some_and(|kind| facet_of(*kind) == Some(*facet)) {
                        each(*value);
                    }
                }
            }
        }
    }
}
