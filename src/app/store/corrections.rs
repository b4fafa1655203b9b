use super::{Panel, Store};
use crate::app::history::{Did, forget, note};
use crate::mend::About;
use crate::protocol::{Change, Changed, Request, Response};
use crate::text::{fill, number, tr};
use leptos::prelude::*;
use std::sync::Arc;
use verbatim_article::ArticleId;
use verbatim_corpus::{Correction, NameRow, Tab};

/// What is being put right in its panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mending {
    /// A name: its spelling, and who it is.
    Name(NameRow),
    /// What was read about an article.
    Article(About),
    /// Who says a quotation.
    Speaker {
        /// The article.
        article: ArticleId,
        /// Number of the quotation in it.
        quotation: u32,
        /// Who is taken for the speaker.
        now: Option<String>,
    },
}

/// What the reader puts right.
impl Store {
    /// Opens the panel for putting something right.
    pub fn mend(self, what: Mending) {
        self.mending.set(Some(what));
        self.panel.set(Some(Panel::Mend));
    }

    /// Makes a correction, or takes one back. What came of it is said.
    pub fn change(self, change: Change) {
        let said = match &change {
            Change::Undo | Change::TakeBack(_) => tr().taken_back,
            Change::Make(_) | Change::Split { .. } | Change::Redo => tr().put_right,
            Change::Replay(_) => tr().replayed,
        };
        let undo = matches!(change, Change::Undo | Change::TakeBack(_));
        self.ask(Request::Change(change), move |response| {
            let Response::Changed(changed) = response else { return };
            match changed {
                Ok(Changed { skipped, log }) => {
                    self.inner.update_value(|inner| inner.log = log);
                    if undo {
                        forget(Did::Corrected);
                    } else {
                        note(Did::Corrected);
                    }
                    self.spoken.set(fill(said, &number(skipped)));
                    self.wrong.set(None);
                    self.corrected.update(|times| *times += 1);
                }
                Err(why) => self.wrong.set(Some(why).filter(|why| !why.is_empty())),
            }
        });
    }

    /// Answers whether the first suggested pair is one. `None` puts it off.
    pub fn judge(self, one: Option<bool>) {
        let at = self.put_off.get_untracked();
        let pair = self.corrections.with_untracked(|corrections| {
            let rows = &corrections.as_ref()?.suggestions;
            rows.get(at % rows.len().max(1)).cloned()
        });
        let Some(pair) = pair else { return };
        match one {
            None => self.put_off.set(at + 1),
            Some(true) => self.change(Change::Make(Correction::Merge { into: pair.key, other: pair.other })),
            Some(false) => {
                self.change(Change::Make(Correction::Apart { entity: pair.key, other: pair.other }));
            }
        }
    }

    /// Whether corrections are on screen.
    pub fn shows_corrections(self) -> bool {
        self.link.with(|link| link.tab == Tab::Names) || self.panel.get() == Some(Panel::History)
    }

    /// Asks for the log and the suggestions whenever they may be seen and may have changed.
    pub(super) fn watch_corrections(self) {
        let wanted = Memo::new(move |_| {
            let corpus = self.progress.with(|progress| (progress.version, progress.running));
            (self.shows_corrections() && !corpus.1).then(|| (corpus.0, self.corrected.get()))
        });
        Effect::new(move |_| {
            if wanted.get().is_some() {
                self.ask(Request::Corrections, move |response| {
                    if let Response::Corrections(corrections) = response {
                        self.called.update_value(|called| {
                            for row in &corrections.suggestions {
                                called.insert(row.key.clone(), row.name.clone());
                                called.insert(row.other.clone(), row.other_name.clone());
                            }
                        });
                        self.corrections.set(Some(Arc::new(*corrections)));
                    }
                });
            }
        });
    }

    /// The name that a key was last seen with.
    pub fn called(self, key: &str) -> String {
        let known = self.called.with_value(|called| called.get(key).cloned());
        known.unwrap_or_else(|| key.replace('-', " "))
    }
}
