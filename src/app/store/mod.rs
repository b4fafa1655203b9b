//! Everything the page knows, and the ways to change it.

mod asking;
mod corrections;
mod imports;
mod rows;

use super::client::Client;
use super::history::{self, Step};
use crate::protocol::{Corrections, Kept, ModelState, Noticed, Progress, Request, Response};
use crate::state::{Link, Open, Pace, is_narrowed};
use crate::text::{Language, language};
pub use corrections::Mending;
use imports::Import;
pub use imports::Previewing;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use verbatim_corpus::{Facet, FacetCounts, Reader, View};

pub use rows::{Row, RowPages};

/// Facet values shown before "more" is asked for.
pub const FEW: u32 = 6;

/// Everything the page knows, as signals that components read. Copied freely.
#[derive(Clone, Copy)]
pub struct Store {
    /// What the link carries.
    pub link: RwSignal<Link>,
    /// The last answer: totals, and what is wrong with the question (its rows are in `rows`).
    pub view: RwSignal<Option<Arc<View>>>,
    /// The last facets and histogram; they come after the rows.
    pub counts: RwSignal<Option<Arc<View>>>,
    /// The values of each facet in the order of [`Facet::ALL`]. They follow [`Self::counts`] a few in a frame.
    lists: [RwSignal<Option<FacetCounts>>; Facet::ALL.len()],
    /// Rows that have arrived.
    pub rows: RwSignal<RowPages>,
    /// Tells when rows that cannot be seen follow [`Self::rows`]: those in sight are painted first.
    pub out_of_sight: Trigger,
    /// The row that the keys act on.
    pub cursor: RwSignal<u32>,
    /// The article in the reader.
    pub reader: RwSignal<Option<Arc<Reader>>>,
    /// The searched word in the reader that was stepped to.
    pub hit: RwSignal<Option<u32>>,
    /// How each facet is shown.
    pub facets: RwSignal<BTreeMap<Facet, FacetShown>>,
    /// How far reading is.
    pub progress: RwSignal<Progress>,
    /// What was noticed while reading.
    pub noticed: RwSignal<Noticed>,
    /// Whether the trained model is in use.
    pub model: RwSignal<ModelState>,
    /// What the person must be told; none of it goes away by itself.
    pub notice: RwSignal<Option<Notice>>,
    /// The panel or sheet that is open.
    pub panel: RwSignal<Option<Panel>>,
    /// Whether the articles that the page came with are in the corpus.
    pub sample: RwSignal<bool>,
    /// Title of those articles, and whether they are somebody's own and not the sample.
    pub collection: RwSignal<Option<(String, bool)>>,
    /// The file that is looked into.
    pub preview: RwSignal<Option<Previewing>, LocalStorage>,
    /// Whether files are held over the window.
    pub dragging: RwSignal<bool>,
    /// The interface's language; a change draws the page anew.
    pub language: RwSignal<Language>,
    /// Whether the link has just changed.
    changing: RwSignal<bool>,
    /// Whether the articles are kept on this computer.
    pub kept: RwSignal<Kept>,
    /// Requests without an answer yet.
    pending: RwSignal<u32>,
    /// The log of corrections, and what may be put right.
    pub corrections: RwSignal<Option<Arc<Corrections>>>,
    /// How often something was put right.
    pub corrected: RwSignal<u32>,
    /// How many suggestions were put off.
    pub put_off: RwSignal<usize>,
    /// What is being put right.
    pub mending: RwSignal<Option<Mending>>,
    /// Why the last correction was not made.
    pub wrong: RwSignal<Option<String>>,
    /// Names by their keys, as last seen.
    called: StoredValue<BTreeMap<String, String>>,
    /// What was just done, for the eye and for the polite live region.
    pub spoken: RwSignal<String>,
    /// How much is found now, for a live region of its own: a count must not wipe out what was done.
    pub counted: RwSignal<String>,
    /// Counts how often the results followed the corpus.
    followed: RwSignal<u32>,
    inner: StoredValue<Inner, LocalStorage>,
}

struct Inner {
    client: Option<Client>,
    asking: bool,
    ask_again: bool,
    /// Number of the last page request's selection: answers to an older one are dropped.
    selection: u32,
    /// Whether rows have come that are not painted yet.
    painting: bool,
    /// What is done when they are.
    after_paint: Option<Box<dyn FnOnce()>>,
    /// Facets that are drawn in the next frames.
    undrawn: VecDeque<FacetCounts>,
    /// Whether a frame for them is asked for.
    drawing: bool,
    pages_asked: BTreeSet<u32>,
    /// Names of facet values seen so far, for chips: a chosen value may be far down its list.
    names: BTreeMap<(Facet, String), String>,
    imports: Vec<Import>,
    pastes: u32,
    /// Whether the time of the first row has been marked.
    marked: bool,
    deaths: u32,
    /// When the results follow what is read.
    pace: Pace,
    /// The log of corrections as the worker told it last.
    log: String,
    /// Whether it is to be made again once everything is read.
    replay: bool,
}

/// How one facet is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetShown {
    /// Whether it is unfolded.
    pub open: bool,
    /// What is searched inside it.
    pub search: String,
    /// How many values.
    pub limit: u32,
}

/// What the person must be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The worker died and another has taken over.
    Restarted(String),
    /// It died too often.
    Broken(String),
    /// Page and worker are of different builds.
    OtherBuild,
}

/// Panels and sheets; one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// Files, folder, paste.
    Import,
    /// What a single file holds.
    Preview,
    /// What could not be read.
    Problems,
    /// Keys and help.
    Help,
    /// A name or a speaker.
    Mend,
    /// What was put right.
    History,
    /// The facets, in a narrow window.
    Facets,
}

/// The store, from any component.
pub fn store() -> Store {
    expect_context()
}

impl Store {
    /// Starts the worker and loads the sample.
    pub fn start() -> Self {
        let store = Self {
            link: RwSignal::new(Link::parse(&history::fragment())),
            view: RwSignal::new(None),
            counts: RwSignal::new(None),
            lists: Facet::ALL.map(|_| RwSignal::new(None)),
            rows: RwSignal::new(RowPages::default()),
            out_of_sight: Trigger::new(),
            cursor: RwSignal::new(0),
            reader: RwSignal::new(None),
            hit: RwSignal::new(None),
            facets: RwSignal::new(shown_at_first()),
            progress: RwSignal::new(Progress::default()),
            noticed: RwSignal::new(Noticed::default()),
            model: RwSignal::new(ModelState::Unknown),
            notice: RwSignal::new(None),
            panel: RwSignal::new(None),
            sample: RwSignal::new(true),
            collection: RwSignal::new(None),
            preview: RwSignal::new_local(None),
            dragging: RwSignal::new(false),
            language: RwSignal::new(language()),
            changing: RwSignal::new(false),
            kept: RwSignal::new(Kept::No),
            pending: RwSignal::new(0),
            corrections: RwSignal::new(None),
            corrected: RwSignal::new(0),
            put_off: RwSignal::new(0),
            mending: RwSignal::new(None),
            wrong: RwSignal::new(None),
            called: StoredValue::new(BTreeMap::new()),
            spoken: RwSignal::new(String::new()),
            counted: RwSignal::new(String::new()),
            followed: RwSignal::new(0),
            inner: StoredValue::new_local(Inner {
                client: None,
                asking: false,
                ask_again: false,
                selection: 0,
                painting: false,
                after_paint: None,
                undrawn: VecDeque::new(),
                drawing: false,
                pages_asked: BTreeSet::new(),
                names: BTreeMap::new(),
                imports: vec![Import::Sample],
                pastes: 0,
                marked: false,
                deaths: 0,
                pace: Pace::default(),
                log: String::new(),
                replay: false,
            }),
        };
        let client = Client::start(move |event| store.hear(event));
        store.inner.update_value(|inner| inner.client = Some(client));
        store.send(Import::Sample);
        store.watch();
        store.watch_corrections();
        store
    }

    fn watch(self) {
        let selected = Memo::new(move |_| {
            let link = self.link.get();
            Link { open: None, ..link }
        });
        Effect::new(move |before: Option<()>| {
            // A memo that is only tracked is never computed, and so never changes.
            selected.with(|_| ());
            self.followed.track();
            if before.is_some() || self.inner.with_value(|inner| inner.client.is_some()) {
                self.refresh();
            }
        });
        Effect::new(move |before: Option<()>| {
            self.facets.track();
            if before.is_some() {
                self.recount();
            }
        });
        let opened = Memo::new(move |_| {
            let words = self.link.with(|link| link.query.text.clone());
            (self.link.with(|link| link.open.map(|open| open.article)), words)
        });
        // The article of a copied link may come later than the link.
        let corpus = Memo::new(move |_| self.progress.with(|progress| progress.corpus));
        Effect::new(move |_| {
            let (article, words) = opened.get();
            let here = self.reader.with_untracked(|reader| reader.as_ref().map(|reader| reader.article.id));
            self.corrected.track();
            if here.is_none() || here != article {
                corpus.with(|_| ());
            }
            let Some(article) = article else {
                self.reader.set(None);
                return;
            };
            self.ask(Request::Read { article, words }, move |response| {
                let wanted = self.link.with_untracked(|link| link.open.map(|open| open.article));
                if let (Response::Reader(reader), true) = (response, wanted == Some(article)) {
                    self.reader.set(reader.map(|reader| Arc::new(*reader)));
                }
            });
        });
    }

    /// What the page is about, for whoever waits for it: `reading`, `asking`, `idle`.
    pub fn state(self) -> &'static str {
        if self.progress.with(|progress| progress.running) {
            "reading"
        } else if self.pending.get() > 0 || self.changing.get() {
            "asking"
        } else {
            "idle"
        }
    }

    /// The same, for asking later.
    pub fn state_now(self) -> &'static str {
        untrack(move || self.state())
    }

    /// Changes the link. [`Step::Push`] for a decision, [`Step::Replace`] while it is being made.
    pub fn go(self, step: Step, change: impl FnOnce(&mut Link)) {
        let mut link = self.link.get_untracked();
        change(&mut link);
        link.normalise();
        if link != self.link.get_untracked() {
            self.changing.set(true);
            history::write(step, &link.fragment(), move || self.settle());
            self.link.set(link);
        }
    }

    /// The link stands; what follows from it is drawn with the next frame.
    fn settle(self) {
        request_animation_frame(move || self.changing.set(false));
    }

    /// Takes over the link that the browser went to: Back, Forward, or typed by hand.
    pub fn follow(self) {
        let link = Link::parse(&history::fragment());
        if link != self.link.get_untracked() {
            self.changing.set(true);
            self.link.set(link);
            self.settle();
        }
    }

    /// Opens an article.
    pub fn open(self, open: Open) {
        self.go(Step::Push, |link| link.open = Some(open));
    }

    /// Changes how a facet is shown.
    pub fn show_facet(self, facet: Facet, change: impl FnOnce(&mut FacetShown)) {
        self.facets.update(|facets| {
            if let Some(shown) = facets.get_mut(&facet) {
                change(shown);
            }
        });
    }

    /// Whether anything is selected.
    pub fn is_narrowed(self) -> bool {
        self.link.with(|link| is_narrowed(&link.query))
    }
}

fn shown_at_first() -> BTreeMap<Facet, FacetShown> {
    let open = [Facet::Speaker, Facet::Outlet, Facet::VerbFamily, Facet::QuoteType, Facet::Agency];
    Facet::ALL
        .into_iter()
        .map(|facet| (facet, FacetShown { open: open.contains(&facet), search: String::new(), limit: FEW }))
        .collect()
}
