use super::fingerprint::{bands, fingerprint, shared};
use crate::text::fold;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use verbatim_article::{Article, ArticleId, BlockKind};

/// Articles that print one text, wholly or in part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// The articles, the likely origin first, then by day (unknown last) and id.
    pub articles: Vec<ArticleId>,
    /// Where the text probably comes from; `None` when nothing tells.
    pub origin: Option<ArticleId>,
    /// What tells.
    pub because: Option<OriginEvidence>,
}

/// Why an article counts as a story's origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OriginEvidence {
    /// The others credit this agency, and this is its own article.
    Agency(String),
    /// It was published before all others.
    Earliest,
    /// Published on one day, and it is the only one that has all that the others have.
    Fullest,
}

#[derive(Clone, Debug)]
struct Print {
    marks: Vec<u32>,
    day: Option<i32>,
    outlet: Option<String>,
    agency: Option<String>,
}

/// Collects articles and groups near-duplicates.
///
/// Adding compares an article only with those that share a MinHash band. The result depends on
/// the set of articles alone: the groups are the connected parts of a relation between pairs.
#[derive(Clone, Debug, Default)]
pub struct Stories {
    prints: BTreeMap<ArticleId, Print>,
    parent: HashMap<ArticleId, ArticleId>,
    buckets: HashMap<u64, Vec<ArticleId>>,
}

/// Share of the shorter text's marks that the longer must have, in hundredths.
const CONTAINED: usize = 50;
/// Fewer shared marks than this are a common phrase.
const LEAST: usize = 6;

impl Stories {
    /// Nothing added yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an article; one that is there already changes nothing.
    pub fn add(&mut self, article: &Article) {
        if self.prints.contains_key(&article.id) {
            return;
        }
        let body: String = article
            .blocks
            .iter()
            .filter(|block| !matches!(block.kind, BlockKind::Boilerplate | BlockKind::Caption))
            .map(|block| block.span.of(&article.text))
            .collect();
        let marks = fingerprint(if article.blocks.is_empty() { &article.text } else { &body });
        let id = article.id;
        self.parent.insert(id, id);
        for band in bands(&marks) {
            let bucket = self.buckets.entry(band).or_default();
            for &other in bucket.iter() {
                let (mine, theirs) = (find(&self.parent, id), find(&self.parent, other));
                if mine == theirs {
                    continue;
                }
                let copies = self.prints.get(&other).is_some_and(|print| alike(&print.marks, &marks));
                if copies {
                    self.parent.insert(mine.max(theirs), mine.min(theirs));
                }
            }
            bucket.push(id);
        }
        let print = Print {
            marks,
            day: article.published.map(verbatim_article::PartialDate::first_day),
            outlet: article.outlet.as_deref().map(fold),
            agency: article.agency.clone(),
        };
        self.prints.insert(id, print);
    }

    /// The stories, articles that stand alone among them, ordered by their lowest article id.
    #[must_use]
    pub fn stories(&self) -> Vec<Story> {
        let mut groups: BTreeMap<ArticleId, Vec<ArticleId>> = BTreeMap::new();
        for &id in self.prints.keys() {
            groups.entry(find(&self.parent, id)).or_default().push(id);
        }
        groups.into_values().map(|articles| self.story(articles)).collect()
    }

    fn story(&self, mut articles: Vec<ArticleId>) -> Story {
        if articles.len() == 1 {
            return Story { origin: articles.first().copied(), articles, because: None };
        }
        let day = |id: &ArticleId| self.prints.get(id).and_then(|print| print.day);
        articles.sort_by_key(|id| (day(id).is_none(), day(id), *id));
        let found = self
            .agency_origin(&articles)
            .or_else(|| self.earliest(&articles))
            .or_else(|| self.fullest(&articles));
        let (origin, because) = found.unzip();
        articles.sort_by_key(|id| (Some(*id) != origin, day(id).is_none(), day(id), *id));
        Story { articles, origin, because }
    }

    /// The one article that the credited agency published itself.
    fn agency_origin(&self, articles: &[ArticleId]) -> Option<(ArticleId, OriginEvidence)> {
        let prints = || articles.iter().filter_map(|id| Some((*id, self.prints.get(id)?)));
        let mut agencies: Vec<&String> = prints().filter_map(|(_, print)| print.agency.as_ref()).collect();
        agencies.sort();
        agencies.dedup();
        let [agency] = agencies.as_slice() else { return None };
        let name = fold(agency);
        let own: Vec<ArticleId> = prints()
            .filter(|(_, print)| print.outlet.as_ref().is_some_and(|o| *o == name))
            .map(|(id, _)| id)
            .collect();
        match own.as_slice() {
            [origin] => Some((*origin, OriginEvidence::Agency((*agency).clone()))),
            _ => None,
        }
    }

    fn earliest(&self, articles: &[ArticleId]) -> Option<(ArticleId, OriginEvidence)> {
        let days: Option<Vec<i32>> = articles.iter().map(|id| self.prints.get(id)?.day).collect();
        match days?.as_slice() {
            [first, second, ..] if first < second => Some((*articles.first()?, OriginEvidence::Earliest)),
            _ => None,
        }
    }

    fn fullest(&self, articles: &[ArticleId]) -> Option<(ArticleId, OriginEvidence)> {
        let marks = |id: &ArticleId| self.prints.get(id).map_or(&[][..], |print| print.marks.as_slice());
        let origin = articles.iter().max_by_key(|id| (marks(id).len(), std::cmp::Reverse(**id)))?;
        let mut others = articles.iter().filter(|id| *id != origin);
        others
            .all(|id| {
                marks(id).len() < marks(origin).len()
                    && shared(marks(id), marks(origin)) * 10 >= marks(id).len() * 9
            })
            .then_some((*origin, OriginEvidence::Fullest))
    }
}

fn find(parent: &HashMap<ArticleId, ArticleId>, mut id: ArticleId) -> ArticleId {
    while let Some(&up) = parent.get(&id) {
        if up == id {
            break;
        }
        id = up;
    }
    id
}

fn alike(a: &[u32], b: &[u32]) -> bool {
    let common = shared(a, b);
    common >= LEAST && common * 100 >= a.len().min(b.len()) * CONTAINED
}
