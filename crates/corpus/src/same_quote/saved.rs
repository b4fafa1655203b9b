//! What a saved corpus keeps of its quotations, so that more can be compared with them.

use super::group::QuoteRef;
use super::join::SavedJoin;
use super::nodes::Nodes;
use super::quotes::{NOBODY, Quotes, Said};
use serde::{Deserialize, Serialize};
use verbatim_article::ArticleId;

/// [`Quotes`] as they lie in a file. Keys are worked out anew; which pairs are one utterance is not.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct SavedQuotes {
    /// Of every quotation of the articles, one article after the other: 0 when it does not count, else how far back from
    /// the next new node its own lies, and one.
    nodes: Vec<u32>,
    /// Of every node its numbers of words, content words and names.
    lengths: Vec<(u32, u32, u32)>,
    words: Coded,
    content: Coded,
    entities: Coded,
    speakers: Coded,
    join: SavedJoin,
}

/// Numbers, the commonest of which take a byte.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Coded {
    /// The distinct numbers, the commonest first.
    table: Vec<u32>,
    /// Places in the table.
    codes: Vec<u32>,
}

impl Coded {
    fn new(numbers: &[u32]) -> Self {
        let mut sorted = numbers.to_vec();
        radsort::sort(&mut sorted);
        let same = sorted.chunk_by(|a, b| a == b);
        let counted = same.filter_map(|same| Some((std::cmp::Reverse(same.len()), *same.first()?)));
        let mut counted: Vec<_> = counted.collect();
        counted.sort_unstable();
        let table: Vec<u32> = counted.into_iter().map(|(_, number)| number).collect();
        let mut places: Vec<(u32, u32)> = table.iter().copied().zip(0..).collect();
        places.sort_unstable();
        let place = |number: &u32| {
            let at = places.partition_point(|(known, _)| known < number);
            places.get(at).map_or(0, |(_, place)| *place)
        };
        Self { codes: numbers.iter().map(place).collect(), table }
    }

    fn decode(&self) -> Option<Vec<u32>> {
        self.codes.iter().map(|code| self.table.get(*code as usize).copied()).collect()
    }
}

impl Quotes {
    /// The quotations of some articles, each with the number of those it has, which must be all that there are; `None` when
    /// they are not.
    pub(crate) fn saved(&self, articles: impl Iterator<Item = (ArticleId, u32)>) -> Option<SavedQuotes> {
        let mut said = self.said.iter().peekable();
        let (mut nodes, mut next) = (Vec::new(), 0);
        let mut known = 0;
        for (id, quotations) in articles {
            known += 1;
            for number in 0..quotations {
                let here = said.next_if(|said| said.at == QuoteRef { article: id, number });
                nodes.push(here.map_or(0, |said| next - said.node.min(next) + 1));
                next = next.max(here.map_or(0, |said| said.node + 1));
            }
        }
        if known != self.known.len() || said.next().is_some() || next != self.nodes.len() {
            return None;
        }
        let each = 0..self.nodes.len();
        let length = |list: &[u32]| list.len() as u32;
        let lengths = each.clone().map(|node| {
            (
                length(self.nodes.words(node)),
                length(self.nodes.content(node)),
                length(self.nodes.entities(node)),
            )
        });
        let (words, content, entities) = self.nodes.lists();
        let speakers: Vec<u32> = each.clone().map(|node| self.nodes.speaker(node)).collect();
        Some(SavedQuotes {
            nodes,
            lengths: lengths.collect(),
            words: Coded::new(words),
            content: Coded::new(content),
            entities: Coded::new(entities),
            speakers: Coded::new(&speakers),
            join: self.join.saved(),
        })
    }
}

impl SavedQuotes {
    /// Begins to restore [`Quotes`]: of every article that they were saved with [`Restoring::article`] has to be told.
    pub(crate) fn restoring(&self) -> Restoring<'_> {
        Restoring { saved: self, places: self.nodes.iter(), days: Vec::new(), quotes: Quotes::default() }
    }
}

/// [`Quotes`] on their way from a file.
pub(crate) struct Restoring<'s> {
    saved: &'s SavedQuotes,
    places: std::slice::Iter<'s, u32>,
    days: Vec<Option<i32>>,
    quotes: Quotes,
}

impl Restoring<'_> {
    /// The next article: its id, its day, and of each of its quotations the entity that speaks. `None` when it does not fit.
    pub fn article(
        &mut self,
        id: ArticleId,
        day: Option<i32>,
        speakers: impl Iterator<Item = Option<u32>>,
    ) -> Option<()> {
        self.quotes.known.insert(id);
        for (number, speaker) in (0u32..).zip(speakers) {
            let Some(back) = self.places.next()?.checked_sub(1) else { continue };
            let node = (self.days.len() as u32).checked_sub(back)?;
            if back == 0 {
                self.days.push(day);
            }
            let at = QuoteRef { article: id, number };
            self.quotes.said.push(Said { at, speaker: speaker.unwrap_or(NOBODY), node });
        }
        Some(())
    }

    /// The quotations; `None` when they do not fit the articles.
    pub fn done(mut self) -> Option<Quotes> {
        let saved = self.saved;
        let speakers = saved.speakers.decode()?;
        let nodes = self.days.len();
        if self.places.next().is_some() || nodes != saved.lengths.len() || nodes != speakers.len() {
            return None;
        }
        let lists = (saved.words.decode()?, saved.content.decode()?, saved.entities.decode()?);
        self.quotes.nodes = Nodes::restored(lists, &saved.lengths, speakers, self.days)?;
        self.quotes.join.restore(&saved.join, &self.quotes.nodes)?;
        Some(self.quotes)
    }
}
