//! Bringing up to date what is joined across articles, step by step.

use crate::Corpus;
use crate::answer::Groups;
use crate::facets::{Bases, Naming};
use crate::link::{Linking, Links};
use crate::same_quote::Grouping;

/// What comes next.
#[derive(Debug, Default)]
pub(crate) enum Stage {
    /// Nothing is under way.
    #[default]
    Rest,
    /// The index is packed.
    Index,
    /// Quotations and articles are compared with those before them.
    Compare,
    /// Pairs of quotations are looked at again that met under what has become a crowd's key.
    Settle,
    /// Names are joined.
    Link(Box<Linking>),
    /// Utterances are grouped by who is who.
    Utterances(Box<(Links, Grouping)>),
    /// Columns are made of the joined names.
    Names(Box<(Links, Groups, Naming)>),
    Stories,
    Order,
}

/// Quotations, and articles, that are compared in one step.
const QUOTES: u32 = 1024;
const ARTICLES: u32 = 128;

impl Corpus {
    /// Joins names, stories and utterances over all articles added so far, and packs the index. Costs time in
    /// proportion to the corpus: worth it at the end of an import, and [`Corpus::add`] does it bit by bit during one.
    pub fn refresh(&mut self) {
        self.begin_refresh();
        while self.refresh_step() {}
    }

    /// Begins [`Corpus::refresh`] without doing any of it.
    pub fn begin_refresh(&mut self) {
        self.stage = Stage::Index;
        self.begun = self.columns.articles();
    }

    /// Does a bit of a refresh that was begun; says whether there is more to do. In between the corpus can be asked, and
    /// added to: what came since is joined by the next refresh.
    pub fn refresh_step(&mut self) -> bool {
        self.bases = Bases::default();
        let kept = match self.stage {
            Stage::Settle => self.apart(),
            _ => Vec::new(),
        };
        self.stage = match std::mem::take(&mut self.stage) {
            Stage::Rest => Stage::Rest,
            Stage::Index if self.index.settle_step(self.begun) => Stage::Index,
            Stage::Index => {
                self.columns.rank();
                match self.joiner {
                    Some(_) => Stage::Compare,
                    None => Stage::Order,
                }
            }
            Stage::Compare => match &mut self.joiner {
                Some(joiner) => match joiner.step() {
                    true => Stage::Compare,
                    false => {
                        joiner.quotes.begin_to_settle();
                        Stage::Settle
                    }
                },
                None => Stage::Order,
            },
            Stage::Settle => match &mut self.joiner {
                Some(joiner) => match joiner.quotes.settle_step() {
                    true => Stage::Settle,
                    false => Stage::Link(Box::new(Linking::keeping(kept))),
                },
                None => Stage::Order,
            },
            Stage::Link(mut linking) => match &self.joiner {
                Some(joiner) => match linking.step(&joiner.links) {
                    Some(links) => Stage::Utterances(Box::new((links, Grouping::default()))),
                    None => Stage::Link(linking),
                },
                None => Stage::Order,
            },
            Stage::Utterances(mut grouping) => match &self.joiner {
                Some(joiner) if grouping.1.step(&joiner.quotes, &grouping.0) => Stage::Utterances(grouping),
                _ => {
                    let (links, grouping) = *grouping;
                    let groups = Groups::new(&self.columns, &self.numbers, &grouping.done());
                    Stage::Names(Box::new((links, groups, Naming::default())))
                }
            },
            Stage::Names(mut joined) => {
                if joined.2.step(&self.columns, &joined.0) {
                    Stage::Names(joined)
                } else {
                    let (links, groups, naming) = *joined;
                    let names = naming.done(&links);
                    self.follow(&names);
                    (self.names, self.groups) = (names, groups);
                    self.analysed = None;
                    if !self.log.is_empty() {
                        self.replay();
                    }
                    Stage::Stories
                }
            }
            Stage::Stories => {
                if let Some(joiner) = &mut self.joiner {
                    self.stories = joiner.stories(&self.columns, &self.numbers);
                }
                Stage::Order
            }
            Stage::Order => {
                self.order();
                // Without what joins them, articles that came since are still to be joined.
                if self.joiner.is_some() {
                    self.refreshed = self.begun;
                    self.stale = false;
                }
                Stage::Rest
            }
        };
        !matches!(self.stage, Stage::Rest)
    }

    /// Whether all articles are joined.
    #[must_use]
    pub fn is_refreshed(&self) -> bool {
        matches!(self.stage, Stage::Rest) && !self.stale && self.refreshed == self.columns.articles()
    }

    /// Keeps what is joined not too far behind what was added.
    pub(crate) fn keep_up(&mut self) {
        let articles = self.columns.articles();
        if self.joiner.is_none() {
            return;
        }
        if articles <= 32 {
            self.refresh();
        } else if !matches!(self.stage, Stage::Rest) {
            self.refresh_step();
        } else if articles >= self.refreshed.saturating_mul(2) {
            // The index is packed when the import ends.
            self.columns.rank();
            self.begun = articles;
            self.stage = Stage::Compare;
        }
    }
}

impl crate::join::Joiner {
    /// Compares some of what was added with what came before it; says whether there is more.
    pub fn step(&mut self) -> bool {
        if self.quotes.waiting() > 0 {
            self.quotes.join(QUOTES);
        } else if self.stories.waiting() > 0 {
            self.stories.join(ARTICLES);
        }
        self.quotes.waiting() > 0 || self.stories.waiting() > 0
    }

    /// Compares what was added when enough of it waits.
    pub fn keep_up(&mut self) {
        if self.quotes.waiting() >= QUOTES || self.stories.waiting() >= ARTICLES {
            self.step();
        }
    }
}
