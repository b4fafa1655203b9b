//! Who and what names have around them.

use super::group::Groups;
use super::linker::Linker;
use std::collections::{BTreeSet, HashMap};
use verbatim_article::ArticleId;

/// Articles looked at for one name: enough to tell bearers apart, and bounded.
const ARTICLES: usize = 200;

/// Names that occur in more than this share of all articles tell nothing (one in so many).
const COMMON: usize = 8;

/// Looks up what names have around them; remembers the articles in order.
pub(super) struct Contexts<'a> {
    linker: &'a Linker,
    articles: HashMap<u32, Vec<ArticleId>>,
}

impl<'a> Contexts<'a> {
    pub fn new(linker: &'a Linker) -> Self {
        Self { linker, articles: HashMap::new() }
    }

    fn articles(&mut self, name: u32) -> &[ArticleId] {
        self.articles.entry(name).or_insert_with(|| {
            let mut list = self.linker.seen_in.get(name as usize).cloned().unwrap_or_default();
            list.sort_unstable();
            list
        })
    }

    /// In how many articles two names stand together; counted up to some hundreds.
    pub fn together(&mut self, a: u32, b: u32) -> usize {
        let first: Vec<ArticleId> = self.articles(a).to_vec();
        let second = self.articles(b);
        let (few, many) =
            if first.len() <= second.len() { (first.as_slice(), second) } else { (second, first.as_slice()) };
        few.iter().take(4 * ARTICLES).filter(|id| many.binary_search(id).is_ok()).count()
    }

    /// In how many articles two groups stand together, among those that [`Self::around`] looks at.
    pub fn together_groups(&mut self, a: u32, b: u32, groups: &Groups) -> usize {
        let (first, second) = (self.articles_of(a, groups), self.articles_of(b, groups));
        first.iter().filter(|id| second.binary_search(id).is_ok()).count()
    }

    /// The first articles of a group, in order.
    fn articles_of(&mut self, name: u32, groups: &Groups) -> Vec<ArticleId> {
        let mut articles: Vec<ArticleId> = Vec::new();
        let members: Vec<u32> = groups.members(name).to_vec();
        for member in members {
            let of = self.articles(member);
            articles.extend(of.iter().take(ARTICLES));
        }
        articles.sort_unstable();
        articles.dedup();
        articles.truncate(ARTICLES);
        articles
    }

    /// How many other entities stand in articles of both groups. Entities that are in most
    /// articles of the corpus are left out.
    pub fn shared(&mut self, a: u32, b: u32, groups: &Groups) -> usize {
        let (a, b) = (groups.root(a), groups.root(b));
        let mut around = self.around(a, groups);
        let other = self.around(b, groups);
        around.retain(|n| *n != a && *n != b && other.contains(n));
        around.len()
    }

    /// The groups that stand in the articles of a group.
    pub fn around(&mut self, name: u32, groups: &Groups) -> BTreeSet<u32> {
        let mut around = BTreeSet::new();
        for id in &self.articles_of(name, groups) {
            around.extend(self.in_article(*id, groups));
        }
        around
    }

    /// The groups that stand in one article, common ones left out.
    pub fn in_article(&self, id: ArticleId, groups: &Groups) -> BTreeSet<u32> {
        let all = self.linker.articles.len();
        let names = self.linker.articles.get(&id).map_or(&[][..], Vec::as_slice);
        names
            .iter()
            .flatten()
            .filter(|&&name| {
                let seen = self.linker.seen_in.get(name as usize).map_or(0, Vec::len);
                all < 4 * COMMON || seen * COMMON <= all
            })
            .map(|&name| groups.root(name))
            .collect()
    }
}
