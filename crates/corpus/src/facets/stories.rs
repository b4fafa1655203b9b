use super::columns::Columns;
use super::values::{NONE, Values};
use serde::{Deserialize, Serialize};

/// Which articles are one story, and the orders that distinct stories and outlets are counted in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stories {
    /// Stories of several articles; an article alone is a story without a value.
    pub values: Values,
    /// The story of each article; [`NONE`] for one alone.
    pub of: Vec<u32>,
    /// Articles grouped by story.
    pub by_story: Vec<u32>,
    /// Articles grouped by outlet, those without one left out.
    pub by_outlet: Vec<u32>,
}

impl Stories {
    /// `stories` lists the articles of each story of two or more with its key and name.
    pub fn new(columns: &Columns, stories: Vec<(String, String, Vec<u32>)>) -> Self {
        let mut made = Self { of: vec![NONE; columns.articles() as usize], ..Self::default() };
        for (key, name, articles) in stories {
            let number = made.values.push(key, name);
            for article in articles {
                if let Some(of) = made.of.get_mut(article as usize) {
                    *of = number;
                }
            }
        }
        made.values.rank();
        made.by_story = (0..columns.articles()).collect();
        made.by_story.sort_by_key(|article| (made.of.get(*article as usize).copied(), *article));
        made.order_outlets(columns);
        made
    }

    pub fn order_outlets(&mut self, columns: &Columns) {
        let outlet = |article: &u32| columns.outlet.get(*article as usize).copied().unwrap_or(NONE);
        self.by_outlet = (0..columns.articles()).filter(|article| outlet(article) != NONE).collect();
        self.by_outlet.sort_by_key(|article| (outlet(article), *article));
    }

    /// The articles of stories of several, those of a story one after the other, each with its story.
    pub fn of_several(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let story = |article: &u32| self.of.get(*article as usize).copied().unwrap_or(NONE);
        self.by_story
            .iter()
            .map(move |article| (*article, story(article)))
            .take_while(|(_, story)| *story != NONE)
    }

    /// A number that articles of one story share and no others have.
    #[inline]
    pub fn group(&self, article: u32) -> u32 {
        match self.of.get(article as usize) {
            Some(&story) if story != NONE => story,
            _ => self.values.len() + article,
        }
    }

    pub fn memory(&self) -> usize {
        self.values.memory() + 4 * (self.of.capacity() + self.by_story.capacity() + self.by_outlet.capacity())
    }

    pub fn revive(&mut self, columns: &Columns) -> bool {
        let articles = columns.articles();
        let stories = self.values.len();
        self.values.revive()
            && self.of.len() <= articles as usize
            && self.of.iter().all(|story| *story == NONE || *story < stories)
            && self.by_story.iter().chain(&self.by_outlet).all(|article| *article < articles)
    }
}
