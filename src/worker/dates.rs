//! Dates such as 03/02/2031, whose order only the other articles can tell: their articles wait until
//! the reading is over.

use std::collections::BTreeSet;
use verbatim_article::{Article, ArticleId};
use verbatim_ingest::DateContext;

/// Articles with an open date, and what the others tell.
#[derive(Default)]
pub struct OpenDates {
    waiting: Vec<Article>,
    context: DateContext,
    /// Articles that have waited: what the others tell is known, be it nothing.
    decided: BTreeSet<ArticleId>,
}

impl OpenDates {
    /// Keeps an article back when its date is open; the others are given back at once.
    pub fn pass(&mut self, article: Article) -> Option<Article> {
        if self.decided.contains(&article.id) {
            return Some(article);
        }
        if DateContext::is_open(&article) {
            self.waiting.push(article);
            return None;
        }
        self.context.learn(&article);
        Some(article)
    }

    /// The articles that wait, with their dates as far as all articles together tell them.
    pub fn settle(&mut self) -> Vec<Article> {
        let mut waiting = std::mem::take(&mut self.waiting);
        for article in &mut waiting {
            self.context.settle(article);
            self.decided.insert(article.id);
        }
        waiting
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use verbatim_ingest::read;

    fn article(name: &str, date: &str) -> Article {
        let text = format!(
            "Ferry {name} stays in dock\n{date}\n\nThe harbour office said that it would stay.\nThe mayor agreed."
        );
        read(name, text.as_bytes()).articles.remove(0)
    }

    #[test]
    fn an_open_date_waits_for_the_others() {
        let mut dates = OpenDates::default();
        assert!(dates.pass(article("a.txt", "03.02.22")).is_none());
        assert!(dates.pass(article("b.txt", "23.02.22")).is_some());
        let settled = dates.settle();
        assert_eq!(settled.len(), 1);
        assert_eq!(settled[0].published.map(|date| date.to_string()).as_deref(), Some("2022-02-03"));
        assert!(settled[0].text.contains("harbour office"), "nothing but the date changes");
        assert!(dates.settle().is_empty());
        assert!(dates.pass(settled[0].clone()).is_some(), "it waits once");
    }

    #[test]
    fn what_nobody_can_settle_comes_back_as_it_was() {
        let mut dates = OpenDates::default();
        dates.pass(article("a.txt", "03.02.22"));
        let settled = dates.settle();
        assert_eq!(settled[0].published.map(|date| date.to_string()).as_deref(), Some("2022"));
    }
}
