use super::class::Class;
use super::context::Contexts;
use super::decide::Decision;
use super::entity::{CorpusEntity, CorpusEntityId, Reason, Suggestion, Variant};
use super::keys::{Keys, slug};
use super::linker::Linker;
use super::name::filed_under;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use verbatim_article::ArticleId;
use verbatim_nlp::names::{Gazetteer, PersonName, fold};
use verbatim_nlp::{EntityIndex, EntityType};

/// Entities over all articles, and which entity of an article is which of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// The entities, ordered by key.
    pub entities: Vec<CorpusEntity>,
    /// Entities that may be one, the likeliest first.
    pub suggestions: Vec<Suggestion>,
    of: HashMap<ArticleId, Vec<Option<CorpusEntityId>>>,
    by_slug: HashMap<String, CorpusEntityId>,
}

/// What becomes one entity.
#[derive(Debug)]
struct Gathered {
    group: u32,
    occurrences: Vec<(ArticleId, EntityIndex)>,
    articles: u32,
}

/// Articles that are looked at, and entities that are described, in one step: some milliseconds.
const ARTICLES: usize = 512;
const ENTITIES: usize = 256;
/// Entities that get their keys in one step.
const KEYS: usize = 2048;

/// [`Links`] in the making, bit by bit. Articles that come meanwhile are left for the next time.
#[derive(Debug, Default)]
pub(super) struct Making {
    gathered: BTreeMap<u32, Gathered>,
    /// The articles that were gathered from.
    articles: Vec<ArticleId>,
    /// Whether all were, and what of them is still to be described.
    waiting: Option<Vec<Gathered>>,
    built: Vec<(CorpusEntity, u32)>,
    /// The keys that are given out, and to how many of the built.
    keys: Option<(Keys, usize)>,
    id_of: Option<HashMap<u32, CorpusEntityId>>,
    of: HashMap<ArticleId, Vec<Option<CorpusEntityId>>>,
    /// How many of the articles stand in `of`.
    placed: usize,
}

impl Making {
    /// Does a step; says whether there is more to do.
    pub fn step(&mut self, linker: &Linker, decision: &Decision) -> bool {
        let Some(waiting) = &mut self.waiting else {
            if !self.gather(linker, decision) {
                self.waiting = Some(std::mem::take(&mut self.gathered).into_values().rev().collect());
            }
            return true;
        };
        if !waiting.is_empty() {
            let some = waiting.split_off(waiting.len().saturating_sub(ENTITIES));
            self.built.extend(some.iter().rev().map(|g| (describe(linker, decision, g), g.group)));
            return true;
        }
        let Some(id_of) = &self.id_of else {
            match &mut self.keys {
                None => {
                    order(decision, &mut self.built);
                    self.keys = Some((Keys::default(), 0));
                }
                Some((keys, next)) if *next < self.built.len() => {
                    for (entity, group) in self.built.iter_mut().skip(*next).take(KEYS) {
                        entity.key = keys.take(&wishes(linker, decision, entity, *group));
                    }
                    *next += KEYS;
                }
                Some(_) => {
                    self.built.sort_by(|(a, _), (b, _)| a.key.cmp(&b.key));
                    let numbered = self.built.iter().enumerate();
                    self.id_of =
                        Some(numbered.map(|(at, (_, group))| (*group, CorpusEntityId(at as u32))).collect());
                }
            }
            return true;
        };
        let some = self.articles.iter().skip(self.placed).take(ARTICLES);
        for article in some {
            let names = linker.articles.get(article).map_or(&[][..], Vec::as_slice);
            let id =
                |name: &Option<u32>| name.and_then(|n| id_of.get(&group_of(decision, *article, n)).copied());
            self.of.insert(*article, names.iter().map(id).collect());
        }
        self.placed += ARTICLES;
        self.placed < self.articles.len()
    }

    /// Gathers the occurrences of some more articles; says whether there were any.
    fn gather(&mut self, linker: &Linker, decision: &Decision) -> bool {
        let from = self.articles.last().map_or(Bound::Unbounded, |last| Bound::Excluded(*last));
        let before = self.articles.len();
        for (&article, names) in linker.articles.range((from, Bound::Unbounded)).take(ARTICLES) {
            self.articles.push(article);
            for (index, name) in names.iter().enumerate() {
                // Names that came since are for the next time.
                let Some(name) = name.filter(|name| decision.groups.knows(*name)) else { continue };
                let group = group_of(decision, article, name);
                let entry = self.gathered.entry(group).or_insert_with(|| Gathered {
                    group,
                    occurrences: Vec::new(),
                    articles: 0,
                });
                if entry.occurrences.last().is_none_or(|(last, _)| *last != article) {
                    entry.articles += 1;
                }
                entry.occurrences.push((article, EntityIndex(index as u32)));
            }
        }
        self.articles.len() > before
    }

    /// What was made, after the last step.
    pub fn done(self, decision: &Decision, contexts: Contexts) -> Links {
        let entities: Vec<CorpusEntity> = self.built.into_iter().map(|(entity, _)| entity).collect();
        let suggestions = suggestions(decision, contexts, &self.id_of.unwrap_or_default(), &entities);
        let by_slug = by_slug(&entities);
        Links { entities, suggestions, of: self.of, by_slug }
    }
}

/// Puts the entities in the order in which they choose their keys: the most mentioned gets the shortest. Groups have
/// distinct names, so this is a total order.
fn order(decision: &Decision, built: &mut [(CorpusEntity, u32)]) {
    built.sort_by(|(a, ga), (b, gb)| {
        let plain = (Reverse(a.named), &a.name, a.kind).cmp(&(Reverse(b.named), &b.name, b.kind));
        plain.then_with(|| rank_of(decision, *ga).cmp(&rank_of(decision, *gb)))
    });
}

impl Links {
    /// The corpus entity of an entity of an article; `None` for dates, sums and what has no name.
    #[must_use]
    pub fn of(&self, article: ArticleId, entity: EntityIndex) -> Option<CorpusEntityId> {
        self.of.get(&article)?.get(entity.0 as usize).copied().flatten()
    }

    /// An entity by its number.
    #[must_use]
    pub fn entity(&self, id: CorpusEntityId) -> Option<&CorpusEntity> {
        self.entities.get(id.0 as usize)
    }

    /// The entity of a key. A key that was given out when the corpus held other articles is
    /// understood too: any variant's letters find the most mentioned entity of that name.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<CorpusEntityId> {
        let exact = self.entities.binary_search_by(|entity| entity.key.as_str().cmp(key)).ok();
        exact.map(|at| CorpusEntityId(at as u32)).or_else(|| self.by_slug.get(&slug(key)).copied())
    }
}

fn group_of(decision: &Decision, article: ArticleId, name: u32) -> u32 {
    let moved = decision.moved.get(&(article, name)).copied();
    decision.groups.root(moved.unwrap_or(name))
}

fn rank_of(decision: &Decision, group: u32) -> Option<u32> {
    decision.groups.members(group).iter().map(|&n| decision.rank(n)).min()
}

fn describe(linker: &Linker, decision: &Decision, gathered: &Gathered) -> CorpusEntity {
    let mut kinds = [0u32; EntityType::ALL.len()];
    let mut variants: BTreeMap<&str, (u32, Reason)> = BTreeMap::new();
    let mut roles: BTreeMap<&str, u32> = BTreeMap::new();
    let mut members: Vec<u32> = decision.groups.members(gathered.group).to_vec();
    members.sort_unstable_by_key(|&n| decision.rank(n));
    for member in members {
        let Some(name) = linker.names.get(member as usize) else { continue };
        let reason = decision.groups.reason.get(member as usize).copied().unwrap_or(Reason::SameName);
        for (form, count) in &name.forms {
            let why = if reason == Reason::SameName && fold(form) != name.folded {
                Reason::UsedInArticle
            } else {
                reason
            };
            let entry = variants.entry(form).or_insert((0, why));
            entry.0 += count;
            entry.1 = entry.1.min(why);
        }
        for (sum, count) in kinds.iter_mut().zip(name.kinds) {
            *sum += count;
        }
        for (role, count) in &name.roles {
            *roles.entry(role).or_default() += count;
        }
    }
    let kind = EntityType::ALL
        .into_iter()
        .zip(kinds)
        .max_by_key(|&(kind, count)| (count, Reverse(kind)))
        .map_or(EntityType::Misc, |(kind, _)| kind);
    let mut variants: Vec<Variant> = variants
        .into_iter()
        .map(|(text, (count, because))| Variant { text: text.to_owned(), count, because })
        .collect();
    variants.sort_by(|a, b| (Reverse(a.count), &a.text).cmp(&(Reverse(b.count), &b.text)));
    let mut roles: Vec<(String, u32)> = roles.into_iter().map(|(role, n)| (role.to_owned(), n)).collect();
    roles.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    CorpusEntity {
        key: String::new(),
        name: display_name(kind, &variants),
        kind,
        named: variants.iter().map(|v| v.count).sum(),
        variants,
        roles,
        articles: gathered.articles,
        occurrences: gathered.occurrences.clone(),
    }
}

/// For a person the most frequent form with a given name, for everything else the most frequent.
fn display_name(kind: EntityType, variants: &[Variant]) -> String {
    let full = |v: &&Variant| !PersonName::new(&filed_under(Class::Person, &v.text)).is_short();
    let best = match kind {
        EntityType::Person => variants.iter().find(full).or(variants.first()),
        _ => variants.first(),
    };
    best.map_or(String::new(), |v| v.text.clone())
}

fn wishes(linker: &Linker, decision: &Decision, entity: &CorpusEntity, group: u32) -> Vec<String> {
    let whole = slug(&entity.name);
    let known = decision
        .groups
        .members(group)
        .iter()
        .filter_map(|&n| linker.names.get(n as usize).map(|name| name.known.as_str()))
        .find(|known| !known.is_empty());
    let mut wishes = Vec::new();
    if let Some(known) = known.and_then(|id| Gazetteer::get().by_id(id)) {
        wishes.push(known.id.to_owned());
    } else if entity.kind == EntityType::Person {
        wishes.push(PersonName::new(&filed_under(Class::Person, &entity.name)).surname);
    }
    wishes.push(whole.clone());
    wishes.push(format!("{whole}-{}", entity.kind.name()));
    wishes
}

/// Suggestions beyond these are not worth a reader's time, and each costs a look at its context.
const SUGGESTIONS: usize = 2000;

fn suggestions(
    decision: &Decision,
    mut contexts: Contexts,
    id_of: &HashMap<u32, CorpusEntityId>,
    entities: &[CorpusEntity],
) -> Vec<Suggestion> {
    let mut best: BTreeMap<(CorpusEntityId, CorpusEntityId), (u16, Reason)> = BTreeMap::new();
    for &(a, b, because, likelihood) in &decision.suggestions {
        let id = |name: u32| id_of.get(&decision.groups.root(name)).copied();
        let (Some(a), Some(b)) = (id(a), id(b)) else { continue };
        if a == b {
            continue;
        }
        let weight = |id: CorpusEntityId| (entities.get(id.0 as usize).map(|e| e.named), Reverse(id));
        let pair = if weight(a) >= weight(b) { (a, b) } else { (b, a) };
        let entry = best.entry(pair).or_insert((likelihood, because));
        *entry = (*entry).max((likelihood, because));
    }
    let articles = |id: CorpusEntityId| entities.get(id.0 as usize).map_or(0, |entity| entity.articles);
    let mut rows: Vec<_> = best.into_iter().collect();
    rows.sort_by_key(|&((entity, other), (likelihood, _))| {
        (Reverse(likelihood), Reverse(articles(other)), entity, other)
    });
    rows.truncate(SUGGESTIONS);
    let group_of: HashMap<CorpusEntityId, u32> = id_of.iter().map(|(group, id)| (*id, *group)).collect();
    let mut row = |((entity, other), (likelihood, because)): (_, (u16, Reason))| {
        let (a, b) = (group_of.get(&entity).copied()?, group_of.get(&other).copied()?);
        let around = contexts.shared_groups(a, b, &decision.groups);
        let mut shared: Vec<CorpusEntityId> =
            around.iter().filter_map(|group| id_of.get(group).copied()).collect();
        shared.sort_by_key(|id| (articles(*id), *id));
        shared.truncate(5);
        let together = contexts.together_groups(a, b, &decision.groups) as u32;
        Some(Suggestion { entity, other, because, likelihood, together, shared })
    };
    rows.into_iter().filter_map(&mut row).collect()
}

fn by_slug(entities: &[CorpusEntity]) -> HashMap<String, CorpusEntityId> {
    let mut out: HashMap<String, (u32, CorpusEntityId)> = HashMap::new();
    for (at, entity) in entities.iter().enumerate() {
        let id = CorpusEntityId(at as u32);
        for variant in &entity.variants {
            let entry = out.entry(slug(&variant.text)).or_insert((entity.named, id));
            if (entity.named, Reverse(id)) > (entry.0, Reverse(entry.1)) {
                *entry = (entity.named, id);
            }
        }
    }
    out.into_iter().map(|(slug, (_, id))| (slug, id)).collect()
}
