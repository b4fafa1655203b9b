//! What a saved corpus keeps of the linker, so that articles can be added without a look at those that are there.

use super::class::Class;
use super::linker::Linker;
use super::name::Name;
use super::relation::{Bond, Relation};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use verbatim_article::ArticleId;
use verbatim_nlp::EntityType;

/// [`Linker`] as it lies in a file. What names share is worked out anew; whether two may be one is not.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct SavedNames {
    names: Vec<SavedName>,
    /// Of every entity of the articles, one article after the other, its name's number and one; 0 without a name.
    slots: Vec<u32>,
    /// Pairs of names: the later, the earlier, and their relation.
    bonds: Vec<(u32, u32, u8)>,
    acronyms: BTreeMap<(u32, u32), u32>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct SavedName {
    class: u8,
    folded: String,
    forms: BTreeMap<String, u32>,
    kinds: [u32; EntityType::ALL.len()],
    roles: BTreeMap<String, u32>,
}

const CLASSES: [Class; 3] = [Class::Person, Class::Thing, Class::Group];

impl Linker {
    /// The names of some articles, which must be all that there are; `None` when they are not.
    pub(crate) fn saved(&self, ids: &[ArticleId]) -> Option<SavedNames> {
        if ids.len() != self.articles.len() {
            return None;
        }
        let mut slots = Vec::new();
        for id in ids {
            slots.extend(self.articles.get(id)?.iter().map(|name| name.map_or(0, |name| name + 1)));
        }
        let names = self.names.iter().map(|name| SavedName {
            class: name.class as u8,
            folded: name.folded.clone(),
            forms: name.forms.clone(),
            kinds: name.kinds,
            roles: name.roles.clone(),
        });
        let bonds = self.bonds.iter().map(|bond| (bond.b, bond.a, bond.relation as u8));
        Some(SavedNames {
            names: names.collect(),
            slots,
            bonds: bonds.collect(),
            acronyms: self.acronyms.clone(),
        })
    }

    /// The linker that was saved with these articles, each with where its entities end; `None` when it does not fit them.
    pub(crate) fn restored(saved: SavedNames, ids: &[ArticleId], ends: &[u32]) -> Option<Self> {
        let mut linker = Self::default();
        let count = saved.names.len() as u32;
        for (number, row) in (0u32..).zip(saved.names) {
            let class = *CLASSES.get(row.class as usize)?;
            let mut name = Name::new(class, row.folded.clone());
            (name.forms, name.kinds, name.roles) = (row.forms, row.kinds, row.roles);
            linker.shelve(&name, number);
            if linker.number.insert((class, row.folded), number).is_some() {
                return None;
            }
            linker.names.push(name);
        }
        for (b, a, relation) in saved.bonds {
            let relation = *Relation::ALL.get(relation as usize)?;
            if a >= b || b >= count {
                return None;
            }
            linker.bonds.push(Bond { a, b, relation });
        }
        if saved.acronyms.keys().any(|&(short, long)| short.max(long) >= count || short == long) {
            return None;
        }
        linker.acronyms = saved.acronyms;
        let mut start = 0;
        let mut distinct = Vec::new();
        for (id, end) in ids.iter().zip(ends) {
            let slots = saved.slots.get(start..*end as usize)?;
            if slots.iter().any(|slot| *slot > count) {
                return None;
            }
            let local: Vec<Option<u32>> = slots.iter().map(|slot| slot.checked_sub(1)).collect();
            distinct.clear();
            distinct.extend(local.iter().copied().flatten());
            linker.note_articles(&mut distinct);
            linker.articles.insert(*id, local);
            start = *end as usize;
        }
        (start == saved.slots.len() && linker.articles.len() == ids.len() && ids.len() == ends.len())
            .then_some(linker)
    }
}
