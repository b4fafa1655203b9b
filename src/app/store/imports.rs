use super::{Notice, Panel, Store};
use crate::app::history::Step;
use crate::protocol::{BUILD, Change, Choice, Event, Kept, Noticed, Preview, Progress, Request, Response};
use crate::state::Link;
use leptos::prelude::*;
use verbatim_ingest::Problem;
use web_sys::File;

/// What was handed to the worker, to hand it to the next one should it die.
#[derive(Clone)]
pub(super) enum Import {
    Sample,
    Files(Vec<(String, File)>, Choice),
    Text { name: String, text: String },
}

/// A single file that was looked into and is not read yet.
#[derive(Clone)]
pub struct Previewing {
    /// The file with its path.
    pub file: (String, File),
    /// What is decided so far.
    pub choice: Choice,
    /// What it holds.
    pub preview: Preview,
}

/// Larger files are read at once: looking into them takes as long.
const LARGEST_PREVIEW: f64 = 64e6;

fn can_preview((name, file): &(String, File)) -> bool {
    file.size() < LARGEST_PREVIEW && !name.to_ascii_lowercase().ends_with(".vbt")
}

/// What comes in, and what the worker tells unasked.
impl Store {
    /// Hands files to the worker. The sample makes room for the person's own articles. A single
    /// file is looked into first: when it holds several articles, the person chooses among them.
    pub fn import_files(self, files: Vec<(String, File)>) {
        match files.as_slice() {
            [file] if can_preview(file) => self.look_into(file.clone(), Choice::default()),
            _ => self.take_files(files, Choice::default()),
        }
    }

    /// Files will come soon.
    pub fn prepare(self) {
        self.ask(Request::Prepare, |_| {});
    }

    /// Somebody is about to do something: what the first view does without is fetched, here and in the worker.
    pub fn fetch_the_rest(self) {
        if crate::rest::prefetch() {
            self.ask(Request::Rest, |_| {});
        }
    }

    /// Hands files to the worker as the person decided.
    pub fn take_files(self, files: Vec<(String, File)>, choice: Choice) {
        if !files.is_empty() {
            self.import(Import::Files(files, choice));
        }
    }

    /// Looks into a file; shows what it holds unless that is one article.
    pub fn look_into(self, file: (String, File), choice: Choice) {
        let request = Request::Preview { name: file.0.clone(), choice: choice.clone() };
        let travels = vec![file.1.clone()];
        self.ask_with(request, travels, move |response| {
            let Response::Preview(preview) = response else { return };
            if preview.articles.len() < 2 && preview.columns.is_none() {
                self.take_files(vec![file], choice);
            } else {
                let focused = gloo::utils::document().active_element().map(|element| element.id());
                self.preview.set(Some(Previewing { file, choice, preview: *preview }));
                self.panel.set(Some(Panel::Preview));
                if let Some(id) = focused.filter(|id| id.starts_with("column-")) {
                    request_animation_frame(move || crate::app::focus(&id));
                }
            }
        });
    }

    /// Hands pasted text to the worker.
    pub fn import_text(self, name: String, text: String) {
        self.import(Import::Text { name, text });
    }

    /// Number for the next pasted text.
    pub fn next_paste(self) -> u32 {
        self.inner
            .try_update_value(|inner| {
                inner.pastes += 1;
                inner.pastes
            })
            .unwrap_or(1)
    }

    /// Starts over with the sample.
    pub fn load_sample(self) {
        self.clear();
        self.sample.set(true);
        self.import(Import::Sample);
    }

    fn import(self, import: Import) {
        // The sample makes room for a person's own files; a collection that somebody published is added to.
        let published =
            self.collection.with_untracked(|collection| collection.as_ref().is_some_and(|(_, own)| *own));
        if self.sample.get_untracked() && !matches!(import, Import::Sample) {
            if !published {
                self.clear();
                self.go(Step::Push, |link| *link = Link::default());
            }
            self.sample.set(false);
        }
        self.inner.update_value(|inner| inner.imports.push(import.clone()));
        self.send(import);
    }

    pub(super) fn send(self, import: Import) {
        match import {
            Import::Sample => self.ask(Request::Sample, |_| {}),
            Import::Files(files, choice) => {
                let (names, files) = files.into_iter().unzip();
                self.ask_with(Request::Import { names, choice }, files, |_| {});
            }
            Import::Text { name, text } => self.ask(Request::Paste { name, text }, |_| {}),
        }
    }

    /// Drops every article.
    pub fn clear(self) {
        self.inner.update_value(|inner| {
            inner.imports.clear();
            inner.log.clear();
        });
        self.noticed.set(Noticed::default());
        self.ask(Request::Clear, |_| {});
    }

    /// Keeps the articles on this computer from now on, or forgets what is kept.
    pub fn keep(self, on: bool) {
        self.ask(Request::Keep { on }, |_| {});
    }

    /// Stops reading; what is done stays.
    pub fn cancel(self) {
        self.ask(Request::Cancel, |_| {});
    }

    pub(super) fn hear(self, event: Event) {
        match event {
            Event::Ready { build } => {
                if build != BUILD {
                    self.notice.set(Some(Notice::OtherBuild));
                }
                self.refresh();
            }
            Event::Collection { title, own } => self.collection.set(Some((title, own))),
            Event::Kept(kept) => {
                if kept == Kept::Reopened {
                    self.sample.set(false);
                    self.inner.update_value(|inner| inner.imports.clear());
                }
                self.kept.set(kept);
            }
            Event::Model(model) => self.model.set(model),
            Event::Progress(progress) => {
                let done = !progress.running && progress.version > 0;
                let now = gloo::utils::window().performance().map_or(0.0, |clock| clock.now());
                let (running, version) = (progress.running, progress.version);
                self.progress.set(progress);
                let follows = self.inner.try_update_value(|inner| inner.pace.follows(now, running, version));
                if follows == Some(true) {
                    self.followed.update(|times| *times += 1);
                }
                if done {
                    self.correct_again();
                }
            }
            Event::Noticed(noticed) => self.noticed.update(|all| {
                all.problems.extend(noticed.problems);
                all.notes.extend(noticed.notes);
            }),
            Event::Died { message } => self.revive(message),
        }
    }

    /// Makes the corrections of a worker that died again, once its articles are read.
    fn correct_again(self) {
        let log = self.inner.try_update_value(|inner| {
            let replay = std::mem::take(&mut inner.replay);
            replay.then(|| inner.log.clone())
        });
        if let Some(log) = log.flatten() {
            self.change(Change::Replay(log));
        }
    }

    /// Another worker takes over: everything is handed to it again but the file at which the last
    /// one died.
    fn revive(self, message: String) {
        leptos::logging::warn!("The worker stopped: {message}");
        let culprit = self.progress.with_untracked(|progress| progress.current.clone());
        let deaths = self.inner.try_update_value(|inner| {
            inner.deaths += 1;
            inner.replay = !inner.log.is_empty();
            inner.asking = false;
            inner.ask_again = false;
            inner.after_paint = None;
            for import in &mut inner.imports {
                if let Import::Files(files, _) = import {
                    files.retain(|(name, _)| *name != culprit);
                }
            }
            inner.deaths
        });
        if !culprit.is_empty() {
            let problem = Problem {
                file: culprit,
                part: None,
                line: None,
                problem: format!("Reading stopped in this file ({message}). It was left out."),
                kept: String::new(),
            };
            self.noticed.update(|all| all.problems.push(problem));
        }
        if deaths.is_none_or(|deaths| deaths > 5) {
            self.notice.set(Some(Notice::Broken(message)));
            return;
        }
        self.notice.set(Some(Notice::Restarted(message)));
        self.progress.set(Progress::default());
        let Some(client) = self.client() else { return };
        self.pending.set(0);
        client.restart();
        for import in self.inner.with_value(|inner| inner.imports.clone()) {
            self.send(import);
        }
    }
}
