use super::client::Client;
use super::history::{self, Step};
use crate::protocol::{BUILD, Event, Kept, ModelState, Progress, Request, Response};
use crate::state::{Link, Open, PAGE, is_narrowed};
use crate::text::{Language, language};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use verbatim_corpus::{
    ArticleRow, ContextRow, Facet, FacetRequest, NameRow, QuoteRow, Reader, Rows, Tab, View, ViewRequest,
};
use verbatim_ingest::Problem;
use web_sys::File;

/// Facet values shown before "more" is asked for.
pub const FEW: u32 = 6;

/// Values that a plot draws at most.
const PLOT_ROWS: u32 = 24;

/// Everything the page knows, as signals that components read. Copied freely.
#[derive(Clone, Copy)]
pub struct Store {
    /// What the link carries.
    pub link: RwSignal<Link>,
    /// The last answer: totals, facets, histogram (its rows are in `rows`).
    pub view: RwSignal<Option<Arc<View>>>,
    /// Rows that have arrived.
    pub rows: RwSignal<RowPages>,
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
    /// What could not be read.
    pub problems: RwSignal<Vec<Problem>>,
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
    /// For the polite live region.
    pub spoken: RwSignal<String>,
    inner: StoredValue<Inner, LocalStorage>,
}

struct Inner {
    client: Option<Client>,
    asking: bool,
    ask_again: bool,
    /// Number of the last page request's selection: answers to an older one are dropped.
    selection: u32,
    pages_asked: BTreeSet<u32>,
    /// Names of facet values seen so far, for chips: a chosen value may be far down its list.
    names: BTreeMap<(Facet, String), String>,
    imports: Vec<Import>,
    pastes: u32,
    /// Whether the time of the first row has been marked.
    marked: bool,
    deaths: u32,
}

/// What was handed to the worker, to hand it to the next one should it die.
#[derive(Clone)]
enum Import {
    Sample,
    Files(Vec<(String, File)>),
    Text { name: String, text: String },
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
    /// What could not be read.
    Problems,
    /// Keys and help.
    Help,
    /// The facets, in a narrow window.
    Facets,
}

/// The rows of the current selection that have arrived.
#[derive(Clone, Debug, Default)]
pub struct RowPages {
    /// Rows in all.
    pub total: u32,
    pages: BTreeMap<u32, Arc<Rows>>,
}

/// One row of whatever list is shown.
pub enum Row<'a> {
    /// Of the ledger.
    Quote(&'a QuoteRow),
    /// Of the articles.
    Article(&'a ArticleRow),
    /// Of the concordance.
    Context(&'a ContextRow),
    /// Of the names.
    Name(&'a NameRow),
}

impl RowPages {
    /// A row, when it has arrived.
    pub fn get(&self, row: u32) -> Option<Row<'_>> {
        let at = (row % PAGE) as usize;
        match self.pages.get(&(row / PAGE))?.as_ref() {
            Rows::Quotes(rows) => rows.get(at).map(Row::Quote),
            Rows::Articles(rows) => rows.get(at).map(Row::Article),
            Rows::Context(rows) => rows.get(at).map(Row::Context),
            Rows::Names(rows) => rows.get(at).map(Row::Name),
            Rows::SameQuote(_) | Rows::Timeline(_) | Rows::Network(_) | Rows::Table(_) => None,
        }
    }

    /// A page of rows, when it has arrived.
    pub fn page(&self, page: u32) -> Option<Arc<Rows>> {
        self.pages.get(&page).cloned()
    }

    /// The answer's first page; for a plot, all of it.
    pub fn first(&self) -> Option<Arc<Rows>> {
        self.page(0)
    }

    /// What the reader is to open for a row.
    pub fn open(&self, row: u32) -> Option<Open> {
        Some(match self.get(row)? {
            Row::Quote(quote) => Open { article: quote.article, quote: Some(quote.number) },
            Row::Article(article) => Open { article: article.article, quote: None },
            Row::Context(line) => Open { article: line.article, quote: line.quotation },
            Row::Name(_) => return None,
        })
    }
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
            rows: RwSignal::new(RowPages::default()),
            cursor: RwSignal::new(0),
            reader: RwSignal::new(None),
            hit: RwSignal::new(None),
            facets: RwSignal::new(shown_at_first()),
            progress: RwSignal::new(Progress::default()),
            problems: RwSignal::new(Vec::new()),
            model: RwSignal::new(ModelState::Unknown),
            notice: RwSignal::new(None),
            panel: RwSignal::new(None),
            sample: RwSignal::new(true),
            collection: RwSignal::new(None),
            dragging: RwSignal::new(false),
            language: RwSignal::new(language()),
            changing: RwSignal::new(false),
            kept: RwSignal::new(Kept::No),
            pending: RwSignal::new(0),
            spoken: RwSignal::new(String::new()),
            inner: StoredValue::new_local(Inner {
                client: None,
                asking: false,
                ask_again: false,
                selection: 0,
                pages_asked: BTreeSet::new(),
                names: BTreeMap::new(),
                imports: vec![Import::Sample],
                pastes: 0,
                marked: false,
                deaths: 0,
            }),
        };
        let client = Client::start(move |event| store.hear(event));
        store.inner.update_value(|inner| inner.client = Some(client));
        store.send(Import::Sample);
        store.watch();
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
            self.facets.track();
            self.progress.with(|progress| progress.version);
            if before.is_some() || self.inner.with_value(|inner| inner.client.is_some()) {
                self.refresh();
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
            history::write(step, &link.fragment());
            self.set_link(link);
        }
    }

    fn set_link(self, link: Link) {
        self.changing.set(true);
        self.link.set(link);
        request_animation_frame(move || self.changing.set(false));
    }

    /// Takes over the link that the browser went to: Back, Forward, or typed by hand.
    pub fn follow(self) {
        let link = Link::parse(&history::fragment());
        if link != self.link.get_untracked() {
            self.set_link(link);
        }
    }

    /// Opens an article.
    pub fn open(self, open: Open) {
        self.go(Step::Push, |link| link.open = Some(open));
    }

    /// Asks for the current selection, now or as soon as the last answer is in.
    pub fn refresh(self) {
        let busy = self.inner.try_update_value(|inner| {
            let busy = inner.asking;
            inner.ask_again = busy;
            inner.asking = true;
            busy
        });
        if busy != Some(false) {
            return;
        }
        let request = self.request(0, self.facet_requests());
        self.ask(Request::View(Box::new(request)), move |response| {
            let again = self.inner.try_update_value(|inner| {
                inner.asking = false;
                inner.selection += 1;
                inner.pages_asked.clear();
                inner.ask_again
            });
            if let Response::View(view) = response {
                self.show(*view);
            }
            if again == Some(true) {
                self.refresh();
            }
        });
    }

    fn show(self, mut view: View) {
        let rows = std::mem::take(&mut view.rows);
        let total = view.totals.rows;
        self.rows.set(RowPages { total, pages: [(0, Arc::new(rows))].into() });
        if self.cursor.get_untracked() >= total {
            self.cursor.set(0);
        }
        self.inner.update_value(|inner| {
            for counts in &view.facets {
                for value in &counts.values {
                    inner.names.insert((counts.facet, value.key.clone()), value.name.clone());
                }
            }
        });
        keep_focus();
        if total > 0
            && self.inner.try_update_value(|inner| std::mem::replace(&mut inner.marked, true)) == Some(false)
        {
            // What the budget for the first view is measured by.
            request_animation_frame(|| {
                if let Some(clock) = gloo::utils::window().performance() {
                    let _ = clock.mark("first-row");
                }
            });
        }
        self.view.set(Some(Arc::new(view)));
    }

    /// The name of a facet's value as last seen; its key when it was never seen.
    pub fn name_of(self, facet: Facet, key: &str) -> String {
        self.view.track();
        self.inner
            .with_value(|inner| inner.names.get(&(facet, key.to_owned())).cloned())
            .unwrap_or_else(|| key.to_owned())
    }

    /// Sees to it that these pages of rows arrive.
    pub fn need_pages(self, pages: std::ops::Range<u32>) {
        for page in pages {
            let have = self.rows.with_untracked(|rows| rows.pages.contains_key(&page));
            let asked = self.inner.try_update_value(|inner| !inner.pages_asked.insert(page)).unwrap_or(true);
            if have || asked || page == 0 {
                continue;
            }
            let selection = self.inner.with_value(|inner| inner.selection);
            let request = self.request(page * PAGE, Vec::new());
            self.ask(Request::View(Box::new(request)), move |response| {
                let current = self.inner.with_value(|inner| inner.selection == selection);
                if let (Response::View(view), true) = (response, current) {
                    self.rows.update(|rows| {
                        rows.pages.insert(page, Arc::new(view.rows));
                        // Far pages are forgotten, so that a long scroll does not fill the memory.
                        while rows.pages.len() > 40 {
                            let far = rows.pages.keys().copied().max_by_key(|other| other.abs_diff(page));
                            if let Some(far) = far.filter(|far| *far != 0) {
                                rows.pages.remove(&far);
                                self.inner.update_value(|inner| {
                                    inner.pages_asked.remove(&far);
                                });
                            } else {
                                break;
                            }
                        }
                    });
                }
            });
        }
    }

    fn request(self, offset: u32, facets: Vec<FacetRequest>) -> ViewRequest {
        let link = self.link.get_untracked();
        ViewRequest {
            query: link.query,
            tab: link.tab,
            sort: link.sort,
            offset,
            limit: if self.is_plot() { PLOT_ROWS } else { PAGE },
            count_by: link.count_by,
            facets,
            grain: link.grain,
            axes: link.axes,
            ties: link.ties,
        }
    }

    /// The current tab's rows, all of them.
    pub fn request_all(self) -> ViewRequest {
        let limit = if self.is_plot() { PLOT_ROWS } else { u32::MAX };
        ViewRequest { limit, ..self.request(0, Vec::new()) }
    }

    fn is_plot(self) -> bool {
        self.link.with_untracked(|link| matches!(link.tab, Tab::Timeline | Tab::Network | Tab::Table))
    }

    fn facet_requests(self) -> Vec<FacetRequest> {
        self.facets.with_untracked(|facets| {
            let shown = facets.iter().filter(|(_, shown)| shown.open);
            shown
                .map(|(&facet, shown)| FacetRequest {
                    facet,
                    search: shown.search.clone(),
                    limit: shown.limit,
                })
                .collect()
        })
    }

    /// Changes how a facet is shown.
    pub fn show_facet(self, facet: Facet, change: impl FnOnce(&mut FacetShown)) {
        self.facets.update(|facets| {
            if let Some(shown) = facets.get_mut(&facet) {
                change(shown);
            }
        });
    }

    /// Asks the worker anything.
    pub fn ask(self, request: Request, answered: impl FnOnce(Response) + 'static) {
        self.ask_with(request, Vec::new(), answered);
    }

    fn ask_with(self, request: Request, files: Vec<File>, answered: impl FnOnce(Response) + 'static) {
        let Some(client) = self.client() else { return };
        self.pending.update(|pending| *pending += 1);
        client.ask(request, files, move |response| {
            answered(response);
            self.pending.update(|pending| *pending = pending.saturating_sub(1));
        });
    }

    fn client(self) -> Option<Client> {
        self.inner.try_with_value(|inner| inner.client.clone()).flatten()
    }

    /// Hands files to the worker. The sample makes room for the person's own articles.
    pub fn import_files(self, files: Vec<(String, File)>) {
        if !files.is_empty() {
            self.import(Import::Files(files));
        }
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
        if self.sample.get_untracked() && !matches!(import, Import::Sample) {
            self.clear();
            self.sample.set(false);
            self.go(Step::Push, |link| *link = Link::default());
        }
        self.inner.update_value(|inner| inner.imports.push(import.clone()));
        self.send(import);
    }

    fn send(self, import: Import) {
        match import {
            Import::Sample => self.ask(Request::Sample, |_| {}),
            Import::Files(files) => {
                let (names, files) = files.into_iter().unzip();
                self.ask_with(Request::Import { names }, files, |_| {});
            }
            Import::Text { name, text } => self.ask(Request::Paste { name, text }, |_| {}),
        }
    }

    /// Drops every article.
    pub fn clear(self) {
        self.inner.update_value(|inner| inner.imports.clear());
        self.problems.set(Vec::new());
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

    /// Whether anything is selected.
    pub fn is_narrowed(self) -> bool {
        self.link.with(|link| is_narrowed(&link.query))
    }

    fn hear(self, event: Event) {
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
            Event::Progress(progress) => self.progress.set(progress),
            Event::Problems(problems) => self.problems.update(|all| all.extend(problems)),
            Event::Died { message } => self.revive(message),
        }
    }

    /// Another worker takes over: everything is handed to it again but the file at which the last
    /// one died.
    fn revive(self, message: String) {
        leptos::logging::warn!("The worker stopped: {message}");
        let culprit = self.progress.with_untracked(|progress| progress.current.clone());
        let deaths = self.inner.try_update_value(|inner| {
            inner.deaths += 1;
            inner.asking = false;
            inner.ask_again = false;
            for import in &mut inner.imports {
                if let Import::Files(files) = import {
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
            self.problems.update(|all| all.push(problem));
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

/// What is drawn anew loses the focus: it is given back to the element of the same id.
fn keep_focus() {
    let Some(id) =
        gloo::utils::document().active_element().map(|element| element.id()).filter(|id| !id.is_empty())
    else {
        return;
    };
    request_animation_frame(move || {
        let lost =
            gloo::utils::document().active_element().is_none_or(|element| element.tag_name() == "BODY");
        if lost {
            super::focus(&id);
        }
    });
}

fn shown_at_first() -> BTreeMap<Facet, FacetShown> {
    let open = [Facet::Speaker, Facet::Outlet, Facet::VerbFamily, Facet::QuoteType, Facet::Agency];
    Facet::ALL
        .into_iter()
        .map(|facet| (facet, FacetShown { open: open.contains(&facet), search: String::new(), limit: FEW }))
        .collect()
}
