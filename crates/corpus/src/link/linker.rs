use super::class::Class;
use super::decide::{self, Bond};
use super::links::Links;
use super::name::{Name, block_keys, filed_under};
use std::collections::{BTreeMap, HashMap};
use verbatim_article::{Article, ArticleId, Span};
use verbatim_nlp::names::fold;
use verbatim_nlp::{Document, MentionKind};

/// Collects the names of articles and joins what is one.
///
/// Adding an article costs time in proportion to it. [`Self::links`] costs time in proportion to
/// the distinct names and to the list of occurrences that it hands out.
#[derive(Clone, Debug, Default)]
pub struct Linker {
    pub(super) names: Vec<Name>,
    pub(super) number: HashMap<(Class, String), u32>,
    /// Candidates by key; see [`block_keys`].
    blocks: HashMap<String, Vec<u32>>,
    /// Pairs of names that may be one, found when the later of the two came.
    pub(super) bonds: Vec<Bond>,
    /// For each article the name of each of its entities.
    pub(super) articles: BTreeMap<ArticleId, Vec<Option<u32>>>,
    /// Articles of each name; not in order.
    pub(super) seen_in: Vec<Vec<ArticleId>>,
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
            let (Some(class), false) = (class, named.is_empty() || fold(&entity.name).is_empty()) else {
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
                    named.iter().filter_map(|span| bracketed(text, *span)).map(|short| (short, number)),
                );
            }
        }
        for (short, long) in brackets {
            let short = self.name(Class::Thing, short);
            if short != long {
                *self.acronyms.entry((short, long)).or_default() += 1;
            }
        }
        let mut distinct: Vec<u32> = local.iter().copied().flatten().collect();
        distinct.sort_unstable();
        distinct.dedup();
        for number in distinct {
            if let (Some(name), Some(seen)) =
                (self.names.get_mut(number as usize), self.seen_in.get_mut(number as usize))
            {
                name.articles += 1;
                seen.push(id);
            }
        }
        self.articles.insert(id, local);
        true
    }

    /// Joins the names that are one. The same articles give the same answer in any order.
    #[must_use]
    pub fn links(&self) -> Links {
        Links::new(self, &decide::groups(self))
    }

    fn name(&mut self, class: Class, written: &str) -> u32 {
        let folded = filed_under(class, written);
        if let Some(&number) = self.number.get(&(class, folded.clone())) {
            return number;
        }
        let number = self.names.len() as u32;
        let name = Name::new(class, folded.clone());
        let mut partners = Vec::new();
        for key in block_keys(&name) {
            let block = self.blocks.entry(format!("{}{key}", class as u8)).or_default();
            partners.extend_from_slice(block);
            block.push(number);
        }
        partners.sort_unstable();
        partners.dedup();
        for partner in partners {
            if let Some(relation) =
                self.names.get(partner as usize).and_then(|other| decide::relation(other, &name))
            {
                self.bonds.push(Bond { a: partner, b: number, relation });
            }
        }
        self.number.insert((class, folded), number);
        self.names.push(name);
        self.seen_in.push(Vec::new());
        number
    }
}

/// The form under which an entity of an article is filed: a person's fullest name, anything
/// else's most frequent one, so that a chance long form does not take it away.
fn filing_name<'t>(class: Class, fullest: &'t str, named: &[Span], text: &'t str) -> &'t str {
    if class == Class::Person {
        return fullest;
    }
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for span in named {
        *counts.entry(tidy(span.of(text))).or_default() += 1;
    }
    let best = counts.into_iter().max_by_key(|&(form, count)| (count, form.len(), std::cmp::Reverse(form)));
    best.map_or(fullest, |(form, _)| form)
}

/// A written form without what surrounds it: possessive ending, quotation marks, leading article.
fn tidy(written: &str) -> &str {
    let mut form = written.trim();
    for ending in ["'s", "’s", "'S", "’S"] {
        form = form.strip_suffix(ending).unwrap_or(form);
    }
    let form = form.trim_matches(|c: char| {
        matches!(c, '"' | '“' | '”' | '‘' | '’' | '\'' | ',' | ';') || c.is_whitespace()
    });
    form.strip_prefix("the ").or_else(|| form.strip_prefix("The ")).unwrap_or(form)
}

/// The acronym in brackets right after a name, when its letters can come from the name.
fn bracketed(text: &str, span: Span) -> Option<&str> {
    let name = span.of(text);
    if !name.contains(' ') {
        return None;
    }
    let rest = text.get(span.end as usize..)?.strip_prefix(" (")?;
    let short = &rest[..rest.find(')').filter(|&end| (2..=8).contains(&end))?];
    let letters: String =
        short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let shaped = short.chars().filter(|c| c.is_uppercase()).count() >= 2
        && short.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '&'));
    let mut source = fold(name).chars().collect::<Vec<_>>().into_iter();
    let comes_from = letters.chars().next() == fold(name).chars().next()
        && letters.chars().all(|letter| source.any(|c| c == letter));
    (shaped && comes_from).then_some(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_in_brackets() {
        let text =
            "The Drovna Water Board (DWB) met. The Drovna Water Board (pictured) sat. The Board (DWB).";
        assert_eq!(bracketed(text, Span::new(4, 22)), Some("DWB"));
        assert_eq!(bracketed(text, Span::new(38, 56)), None);
        assert_eq!(tidy("the “Mercury”"), "“Mercury");
        assert_eq!(tidy("Kelsund’s"), "Kelsund");
    }
}
