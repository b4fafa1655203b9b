use super::blocks::{self, Blocks};
use super::bracket::{Bracketed, bracketed};
use super::class::Class;
use super::linking::Linking;
use super::links::Links;
use super::name::{Name, block_keys, filed_under, initial_keys};
use super::relation::{Bond, relation};
use super::written::{filing_name, tidy};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use verbatim_article::{Article, ArticleId, Span};
use verbatim_nlp::names::fold;
use verbatim_nlp::{Document, EntityType, MentionKind};

/// Collects the names of articles and joins what is one.
///
/// Adding an article costs time in proportion to it. [`Self::links`] costs time in proportion to
/// the distinct names and to the list of occurrences that it hands out.
#[derive(Clone, Debug, Default)]
pub struct Linker {
    pub(super) names: Vec<Name>,
    pub(super) number: FxHashMap<(Class, String), u32>,
    /// The names of written forms, by class: most forms come again and again.
    written: FxHashMap<String, [Option<u32>; 3]>,
    /// Candidates by key; see [`block_keys`].
    blocks: Blocks,
    /// Pairs of names that may be one, found when the later of the two came.
    pub(super) bonds: Vec<Bond>,
    /// For each article the name of each of its entities.
    pub(super) articles: BTreeMap<ArticleId, Vec<Option<u32>>>,
    /// (short, long) as in "Long Name (LN)" → number of articles; both are numbers of names.
    pub(super) acronyms: BTreeMap<(u32, u32), u32>,
}

impl Linker {
    /// Nothing added yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of articles.
    #[must_use]
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether nothing was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// Adds one article; an article that is there already changes nothing, and the answer is false.
    pub fn add(&mut self, article: &Article, document: &Document) -> bool {
        self.add_text(article.id, &article.text, document)
    }

    /// [`Self::add`] for a text without an article around it.
    pub fn add_text(&mut self, id: ArticleId, text: &str, document: &Document) -> bool {
        if self.articles.contains_key(&id) {
            return false;
        }
        let mut local = Vec::with_capacity(document.entities.len());
        let mut brackets = Vec::new();
        for entity in &document.entities {
            let named: Vec<Span> =
                entity.mentions.iter().filter(|m| m.kind == MentionKind::Name).map(|m| m.span).collect();
            let class = Class::of(entity.kind);
            let (Some(class), false) = (class, named.is_empty() || is_empty(&entity.name)) else {
                local.push(None);
                continue;
            };
            let number = self.name(class, filing_name(class, &entity.name, &named, text));
            local.push(Some(number));
            if let Some(name) = self.names.get_mut(number as usize) {
                for span in &named {
                    let written = tidy(span.of(text));
                    if !written.is_empty() {
                        *name.forms.entry(written.to_owned()).or_default() += 1;
                    }
                }
                if let Some(count) = name.kinds.get_mut(entity.kind as usize) {
                    *count += named.len() as u32;
                }
                for role in &entity.roles {
                    *name.roles.entry(role.clone()).or_default() += 1;
                }
            }
            if class == Class::Thing {
                brackets.extend(
                    named.iter().filter_map(|span| bracketed(text, *span)).map(|found| (found, number)),
                );
            }
        }
        for (found, number) in brackets {
            let (short, long) = match found {
                Bracketed::Short(short) => (self.name(Class::Thing, short), number),
                Bracketed::Long(long) => (number, self.name(Class::Thing, long)),
            };
            if short != long {
                *self.acronyms.entry((short, long)).or_default() += 1;
            }
        }
        self.note_articles(&mut local.iter().copied().flatten().collect());
        self.articles.insert(id, local);
        true
    }

    /// Counts an article for each of its names.
    pub(super) fn note_articles(&mut self, names: &mut Vec<u32>) {
        names.sort_unstable();
        names.dedup();
        for number in names {
            if let Some(name) = self.names.get_mut(*number as usize) {
                name.articles += 1;
            }
        }
    }

    /// Joins the names that are one. The same articles give the same answer in any order.
    #[must_use]
    pub fn links(&self) -> Links {
        let mut linking = Linking::default();
        loop {
            if let Some(links) = linking.step(self) {
                return links;
            }
        }
    }

    /// The numbers of written names, as far as articles are filed under them.
    pub(super) fn numbers(&self, kind: EntityType, written: &[String]) -> Vec<u32> {
        let Some(class) = Class::of(kind) else { return Vec::new() };
        let number = |name: &String| self.number.get(&(class, filed_under(class, tidy(name)))).copied();
        written.iter().filter_map(number).collect()
    }

    /// Bytes of memory, about.
    pub(crate) fn memory(&self) -> usize {
        let text = |text: &String| text.capacity() + size_of::<String>();
        let name = |name: &Name| {
            let counted = name.forms.keys().chain(name.roles.keys()).map(|form| text(form) + 8);
            size_of::<Name>() + 2 * name.folded.capacity() + counted.sum::<usize>()
        };
        self.names.iter().map(name).sum::<usize>()
            + self.number.keys().map(|(_, folded)| text(folded) + 12).sum::<usize>()
            + self.written.keys().map(|written| text(written) + 28).sum::<usize>()
            + self.blocks.memory()
            + self.bonds.capacity() * size_of::<Bond>()
            + self.articles.values().map(|names| names.capacity() * 8 + 40).sum::<usize>()
    }

    fn name(&mut self, class: Class, written: &str) -> u32 {
        if let Some(Some(number)) = self.written.get(written).and_then(|of| of.get(class as usize)) {
            return *number;
        }
        let number = self.number_of(class, written);
        let of = self.written.entry(written.to_owned()).or_default();
        if let Some(slot) = of.get_mut(class as usize) {
            *slot = Some(number);
        }
        number
    }

    fn number_of(&mut self, class: Class, written: &str) -> u32 {
        let folded = filed_under(class, written);
        if let Some(&number) = self.number.get(&(class, folded.clone())) {
            return number;
        }
        let number = self.names.len() as u32;
        let name = Name::new(class, folded.clone());
        let mut partners = self.shelve(&name, number);
        partners.sort_unstable();
        partners.dedup();
        for partner in partners {
            if let Some(relation) = self.names.get(partner as usize).and_then(|other| relation(other, &name))
            {
                self.bonds.push(Bond { a: partner, b: number, relation });
            }
        }
        self.number.insert((class, folded), number);
        self.names.push(name);
        number
    }

    /// Puts a name under its keys; the answer is who was there before, some more than once.
    pub(super) fn shelve(&mut self, name: &Name, number: u32) -> Vec<u32> {
        let class = name.class as u8;
        let of = |key: &str| {
            let (kind, letters) = key.split_once(' ').unwrap_or((key, ""));
            blocks::number(class, kind.chars().next().unwrap_or(' '), letters.bytes())
        };
        let (own, sought) = initial_keys(name);
        let shared: Vec<u64> =
            block_keys(name).iter().map(|key| of(key)).chain(blocks::slips(class, &name.folded)).collect();
        let mut partners = Vec::new();
        for key in shared.iter().copied().chain(sought.iter().map(|key| of(key))) {
            self.blocks.get(key, &mut partners);
        }
        for key in shared.into_iter().chain(own.iter().map(|key| of(key))) {
            self.blocks.put(key, number);
        }
        partners
    }
}

/// Whether a name has nothing to be filed under.
fn is_empty(name: &str) -> bool {
    (name.len() < 8 && fold(name).is_empty()) || !name.contains(char::is_alphanumeric)
}
