use super::backing::Backing;
use super::dates::OpenDates;
use super::engine::Engine;
use super::message::Understood;
use super::pool::{self, Job, News, Pool, Source, Work};
use super::{fetch, fits, keep, port};
use crate::protocol::{
    BUILD, Choice, Event, Kept, ModelState, Noticed, Progress, Request, RequestId, Response, encode,
};
use crate::rest;
use gloo::timers::future::TimeoutFuture;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use verbatim_article::Article;
use verbatim_ingest::Problem;
use verbatim_nlp::Document;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, MessageEvent};

/// Milliseconds of adding between two looks at the questions that came in meanwhile.
const SLICE: f64 = 30.0;

/// Milliseconds between two reports on progress.
const REPORT: f64 = 120.0;

/// Milliseconds in which the page has an answer and draws it; helpers stand back as long.
const DRAWN: u32 = 60;

/// Bytes from which on several helpers are called: below, making them takes longer than reading.
const MUCH: f64 = 300_000.0;

/// Files of a collection beside the page from which on several helpers are called.
const MANY: usize = 60;

/// Articles in one task for a helper.
const PART: usize = 40;

struct State {
    engine: Rc<RefCell<Engine>>,
    /// Grows with every Cancel: what was begun before it stops.
    round: u32,
    /// How sentences are read, as the page was last told.
    model: ModelState,
    progress: Progress,
    reported: f64,
    /// What the helpers understood and what is not yet added.
    waiting: VecDeque<Understood>,
    adding: bool,
    /// Whether what was added is being joined, and the round it belongs to.
    settling: bool,
    settled_round: u32,
    /// Whether the articles are kept on this computer.
    keep: bool,
    /// Saved corpora opened in this reading.
    own_done: u32,
    /// What the helpers had done before this reading, and what is no file.
    done_before: u32,
    dates: OpenDates,
    /// Whether the corpus is being kept, and whether it has changed since that began.
    keeping: bool,
    keep_again: bool,
    /// Name of the saved corpus that is open.
    opened: String,
}

#[derive(Clone)]
struct Shell(Rc<RefCell<State>>, pool::Shared);

/// Listens to the page until the tab is closed.
pub fn start() {
    std::panic::set_hook(Box::new(|info| port::tell(Event::Died { message: info.to_string() })));
    let shell = Shell(
        Rc::new(RefCell::new(State {
            engine: Rc::new(RefCell::new(Engine::new())),
            round: 0,
            model: ModelState::Unknown,
            progress: Progress::default(),
            reported: 0.0,
            waiting: VecDeque::new(),
            adding: false,
            settling: false,
            settled_round: 0,
            keep: false,
            own_done: 0,
            done_before: 0,
            dates: OpenDates::default(),
            keeping: false,
            keep_again: false,
            opened: String::new(),
        })),
        pool::Shared::default(),
    );
    let scope = port::scope();

    port::on_rejection(|message| port::tell(Event::Died { message }));

    let listener = shell.clone();
    let on_message =
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            match port::receive(event.data()) {
                Ok((message, files)) => listener.handle(message.id, message.request, files),
                Err(reason) => port::tell(Event::Died { message: reason }),
            }
        });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();

    port::tell(Event::Ready { build: BUILD.to_owned() });
}

impl Shell {
    fn handle(&self, id: RequestId, request: Request, files: Vec<File>) {
        if let (Request::View(_) | Request::Read { .. }, Some(pool)) = (&request, self.1.borrow().as_ref()) {
            pool.hold(DRAWN);
        }
        let answered = self.engine().borrow_mut().answer(&request);
        if let Some(response) = answered {
            self.tell_trouble();
            if matches!(response, Response::Changed(Ok(_))) {
                self.corrected();
            }
            port::answer(id, response);
            return;
        }
        match request {
            Request::Import { names, choice } => {
                self.import(names.into_iter().zip(files).collect(), &choice);
            }
            Request::Preview { name, choice } => {
                let Some(file) = files.into_iter().next() else {
                    port::answer(id, Response::Preview(Box::default()));
                    return;
                };
                let job = Job { name, source: Source::Given(file), choice: Some(choice) };
                self.give(Work::Preview(id, job), false);
                return;
            }
            Request::Paste { name, text } => match as_file(&name, &text) {
                Ok(file) => self.import(vec![(name, file)], &Choice::default()),
                Err(problem) => port::tell(lost(name, problem)),
            },
            Request::Rest => {
                rest::prefetch();
            }
            Request::Prepare => self.give(Work::Files(Vec::new()), false),
            Request::Sample => {
                let shell = self.clone();
                spawn_local(async move {
                    shell.enqueue_sample().await;
                    port::answer(id, Response::Accepted);
                });
                return;
            }
            Request::Cancel => {
                {
                    let mut state = self.0.borrow_mut();
                    state.progress.cancelled = state.progress.running;
                    state.round += 1;
                }
                self.dismiss();
                self.settle();
                self.report(true);
            }
            Request::Clear => {
                {
                    let mut state = self.0.borrow_mut();
                    state.waiting.clear();
                    state.round += 1;
                    state.engine.borrow_mut().clear();
                    state.dates = OpenDates::default();
                    let version = state.progress.version + 1;
                    state.progress = Progress { version, ..Progress::default() };
                }
                self.dismiss();
                self.report(true);
            }
            Request::Keep { on } => {
                self.0.borrow_mut().keep = on;
                let shell = self.clone();
                spawn_local(async move {
                    if on {
                        shell.keep_now().await;
                    } else {
                        // The texts may lie in what is deleted.
                        let detached = shell.engine().borrow_mut().detach();
                        port::tell(Event::Kept(match detached {
                            Ok(()) => {
                                keep::delete().await;
                                Kept::No
                            }
                            Err(reason) => Kept::Failed { reason },
                        }));
                    }
                });
            }
            Request::Save
            | Request::View(_)
            | Request::Read { .. }
            | Request::Change(_)
            | Request::Find { .. }
            | Request::Corrections
            | Request::Neighbour { .. } => {}
        }
        // Last, so that the page has heard by then that reading goes on.
        port::answer(id, Response::Accepted);
    }

    /// The corpus is another one now: views of it are out of date, and what is kept too.
    fn corrected(&self) {
        let keep = {
            let mut state = self.0.borrow_mut();
            state.progress.version += 1;
            state.keep
        };
        self.report(true);
        if keep {
            let shell = self.clone();
            spawn_local(async move { shell.keep_now().await });
        }
    }

    fn engine(&self) -> Rc<RefCell<Engine>> {
        self.0.borrow().engine.clone()
    }

    /// Tells what went wrong with the file that the corpus was opened from.
    fn tell_trouble(&self) {
        let trouble = self.engine().borrow_mut().trouble();
        if let Some(problem) = trouble {
            port::tell(lost(self.0.borrow().opened.clone(), problem));
        }
    }

    /// Saves what is there to this computer. A save that is under way is waited for and done once more.
    async fn keep_now(&self) {
        {
            let mut state = self.0.borrow_mut();
            state.keep_again = true;
            if std::mem::replace(&mut state.keeping, true) {
                return;
            }
        }
        while std::mem::take(&mut self.0.borrow_mut().keep_again) {
            let engine = self.engine();
            engine.borrow_mut().settle();
            let kept = match keep::save(&engine).await {
                Ok(bytes) => Kept::Yes { bytes: u32::try_from(bytes).unwrap_or(u32::MAX) },
                Err(reason) => Kept::Failed { reason },
            };
            // Meanwhile the reader may have had it deleted.
            let wanted = self.0.borrow().keep;
            if wanted {
                port::tell(Event::Kept(kept));
            } else if engine.borrow_mut().detach().is_ok() {
                keep::delete().await;
            }
        }
        self.0.borrow_mut().keeping = false;
    }

    /// Opens what was kept on this computer; says whether there was anything.
    async fn reopen(&self) -> bool {
        let mut failed = None;
        for backing in keep::load().await {
            let opened = self.engine().borrow_mut().open(Box::new(backing));
            match opened {
                Ok(()) => {
                    let articles = self.engine().borrow().len();
                    {
                        let mut state = self.0.borrow_mut();
                        state.keep = true;
                        state.progress.version += 1;
                        state.progress.corpus = articles;
                    }
                    port::tell(Event::Kept(Kept::Reopened));
                    self.report(true);
                    return true;
                }
                Err(reason) => failed = failed.or(Some(reason)),
            }
        }
        if let Some(reason) = failed {
            port::tell(Event::Kept(Kept::Failed { reason }));
            self.report(true);
        }
        false
    }

    /// What the page opens with: what was kept, else what lies beside the page.
    async fn enqueue_sample(&self) {
        let round = self.0.borrow().round;
        if self.engine().borrow().len() == 0 && !self.0.borrow().keep && self.reopen().await {
            return;
        }
        match fetch::collection().await {
            Ok(_) if self.0.borrow().round != round => {}
            Ok(collection) => {
                port::tell(Event::Collection { title: collection.title, own: collection.own });
                if let Some(saved) = collection.saved {
                    let bytes = fetch::beside_page(&format!("sample/{saved}")).await;
                    if self.0.borrow().round != round {
                        return;
                    }
                    let opened = bytes.and_then(|bytes| self.engine().borrow_mut().open(Box::new(bytes)));
                    if opened.is_ok() {
                        let articles = self.engine().borrow().len();
                        {
                            let mut state = self.0.borrow_mut();
                            state.opened = saved;
                            state.progress.sample = true;
                            state.progress.version += 1;
                            state.progress.corpus = articles;
                        }
                        self.report(true);
                        return;
                    }
                    // Made for another build: the articles themselves are there as well.
                }
                let beside = |name: String| {
                    let path = format!("sample/{name}");
                    Job { name, source: Source::Beside(path), choice: None }
                };
                let jobs: Vec<Job> = collection.files.into_iter().map(beside).collect();
                self.begin(count(jobs.len()), true);
                let much = jobs.len() > MANY;
                self.give(Work::Files(jobs), much);
                self.report(true);
            }
            Err(problem) => {
                let file = "sample/index.json".to_owned();
                port::tell(lost(file, problem));
                self.report(true);
            }
        }
    }

    /// More files are to be read.
    fn begin(&self, files: u32, sample: bool) {
        let mut state = self.0.borrow_mut();
        if !state.progress.running {
            let Progress { version, corpus, .. } = state.progress;
            state.progress = Progress { running: true, sample, version, corpus, ..Progress::default() };
            state.own_done = 0;
        }
        state.progress.sample &= sample;
        state.progress.files += files;
    }

    /// Reads files of the reader's: saved corpora are opened here, all else goes to the helpers.
    fn import(&self, files: Vec<(String, File)>, choice: &Choice) {
        let read = files.iter().filter(|(name, _)| !is_saved(name));
        let read = read.map(|(name, file)| (name.as_str(), file.size()));
        if let Some(problem) = fits::problem(read, port::memory(), fits::limit(port::machine_memory())) {
            let several = if files.len() > 1 { " …" } else { "" };
            let first = files.first().map(|(name, _)| format!("{name}{several}")).unwrap_or_default();
            port::tell(lost(first, problem));
            self.report(true);
            return;
        }
        let (saved, other): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| is_saved(name));
        let bytes: f64 = other.iter().map(|(_, file)| file.size()).sum();
        self.begin(count(saved.len() + other.len()), false);
        self.report(true);
        for (name, file) in &saved {
            self.open_saved(name, file);
        }
        if other.is_empty() {
            self.settle();
        } else {
            let choice = (*choice != Choice::default()).then_some(choice);
            let job = |(name, file)| Job { name, source: Source::Given(file), choice: choice.cloned() };
            self.give(Work::Files(other.into_iter().map(job).collect()), bytes > MUCH);
        }
        self.report(true);
    }

    /// Gives the helpers something to do; makes one ready when there is nothing yet.
    fn give(&self, work: Work, much: bool) {
        let shell = self.clone();
        let tell: Rc<dyn Fn(News)> = Rc::new(move |news| shell.hear(news));
        pool::add(&self.1, work, much, &tell);
    }

    /// Ends helpers in the middle of what they do; idle ones stay for what comes.
    fn dismiss(&self) {
        let busy = self.1.borrow().as_ref().is_some_and(|pool| !pool.is_done());
        let ended = if busy { self.1.take() } else { None };
        if let Some(pool) = ended {
            self.0.borrow_mut().done_before = 0;
            pool.give_up_previews();
        }
    }

    /// What the helpers tell.
    fn hear(&self, news: News) {
        match news {
            News::Arrived(articles, noticed) => {
                if !noticed.is_empty() {
                    port::tell(Event::Noticed(noticed));
                }
                self.0.borrow_mut().waiting.extend(articles);
            }
            News::Moved => {}
            News::Model(model) => {
                let new = self.0.borrow().model != model;
                if new {
                    self.0.borrow_mut().model = model.clone();
                    port::tell(Event::Model(model));
                }
            }
            News::Preview(request, preview) => {
                port::answer(request, Response::Preview(Box::new(preview)));
            }
        }
        let begin = !std::mem::replace(&mut self.0.borrow_mut().adding, true);
        if begin {
            let shell = self.clone();
            spawn_local(async move { shell.add_all().await });
        }
    }

    /// Adds what the helpers understood, a slice at a time: questions are answered in between.
    async fn add_all(&self) {
        let mut since = now();
        loop {
            let next = self.0.borrow_mut().waiting.pop_front();
            let Some((article, document)) = next else { break };
            let passed = self.0.borrow_mut().dates.pass(article);
            if let Some(article) = passed {
                self.0.borrow_mut().add(article, document);
            }
            if now() - since > SLICE {
                self.note_pool();
                self.report(false);
                TimeoutFuture::new(0).await;
                since = now();
            }
        }
        self.0.borrow_mut().adding = false;
        self.note_pool();
        let done = self.1.borrow().as_ref().is_none_or(Pool::is_done);
        if done {
            if let Some(pool) = self.1.borrow_mut().as_mut() {
                pool.rest();
                self.0.borrow_mut().done_before = pool.files_done();
            }
            self.settle();
        }
        self.report(done);
    }

    /// How far the helpers are.
    fn note_pool(&self) {
        let pool = self.1.borrow();
        let Some(pool) = pool.as_ref() else { return };
        let mut state = self.0.borrow_mut();
        let read = pool.files_done().saturating_sub(state.done_before);
        state.progress.files_done = (state.own_done + read).min(state.progress.files);
        state.progress.share = pool.share();
        if let Some(current) = pool.current() {
            state.progress.current = current.to_owned();
        }
    }

    /// Reading is over when no helper reads and no article waits for its date.
    fn settle(&self) {
        let helped = self.1.borrow().as_ref().is_some_and(|pool| !pool.is_done());
        if helped || !self.0.borrow().progress.running {
            return;
        }
        // Understood only now: what "on Tuesday" means depends on the date.
        let open = self.0.borrow_mut().dates.settle();
        if !open.is_empty() {
            let parts: Vec<_> = open.chunks(PART).filter_map(|part| encode(&part.to_vec()).ok()).collect();
            self.0.borrow_mut().done_before += count(parts.len());
            self.give(Work::Read(parts), false);
            return;
        }
        self.engine().borrow_mut().begin_to_settle();
        let begun = {
            let mut state = self.0.borrow_mut();
            state.settled_round = state.round;
            std::mem::replace(&mut state.settling, true)
        };
        if !begun {
            let shell = self.clone();
            spawn_local(async move { shell.join_all().await });
        }
    }

    /// Joins what was added, a slice at a time: questions are answered in between. Reading is over then, unless more
    /// came meanwhile or everything was dropped.
    async fn join_all(&self) {
        let engine = self.engine();
        let mut since = now();
        while engine.borrow_mut().settle_step() {
            if now() - since > SLICE {
                self.report(false);
                TimeoutFuture::new(0).await;
                since = now();
            }
        }
        let helped = self.1.borrow().as_ref().is_some_and(|pool| !pool.is_done());
        let keep = {
            let mut state = self.0.borrow_mut();
            state.settling = false;
            if helped || state.adding || state.round != state.settled_round || !state.progress.running {
                return;
            }
            state.progress.version += 1;
            state.progress.running = false;
            state.progress.current.clear();
            state.keep && !state.progress.sample
        };
        self.report(true);
        if keep {
            self.keep_now().await;
        }
    }

    /// Opens a saved corpus: its index is read now, its texts when they are shown.
    fn open_saved(&self, name: &str, file: &File) {
        let backing = Backing(file.clone().unchecked_into());
        let engine = self.engine();
        let opened = engine.borrow_mut().open(Box::new(backing));
        if let Err(problem) = opened {
            port::tell(lost(name.to_owned(), problem));
        }
        let mut state = self.0.borrow_mut();
        state.opened = name.to_owned();
        state.own_done += 1;
        state.progress.files_done += 1;
        state.progress.version += 1;
        state.progress.corpus = engine.borrow().len();
        state.progress.articles = state.progress.corpus;
    }

    /// Tells the page how far things are; not too often unless it must be now. The first articles
    /// are told at once: they can be read while the rest is coming.
    fn report(&self, must: bool) {
        let progress = {
            let mut state = self.0.borrow_mut();
            let first = state.progress.articles > 0 && state.reported == 0.0;
            if !must && !first && now() - state.reported < REPORT {
                return;
            }
            state.reported = now();
            state.progress.memory = (port::memory() / 1e6) as u32;
            state.progress.clone()
        };
        self.tell_trouble();
        port::tell(Event::Progress(progress));
    }
}

impl State {
    fn add(&mut self, article: Article, document: Document) {
        let new = self.engine.borrow_mut().add(article, document);
        if new {
            self.progress.articles += 1;
        } else {
            self.progress.duplicates += 1;
        }
        self.progress.version += 1;
        let articles = self.engine.borrow().len();
        self.progress.corpus = articles;
    }
}

/// Pasted text as a file, which helpers read.
fn as_file(name: &str, text: &str) -> Result<File, String> {
    let parts = js_sys::Array::of1(&text.into());
    File::new_with_str_sequence(&parts, name)
        .map_err(|_| "The browser could not take the pasted text. Save it as a file.".to_owned())
}

fn count(files: usize) -> u32 {
    u32::try_from(files).unwrap_or(u32::MAX)
}

/// Whether a file is a saved corpus.
fn is_saved(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".vbt")
}

/// Nothing of a file could be taken.
fn lost(file: String, problem: String) -> Event {
    let problem = Problem { file, part: None, line: None, problem, kept: String::new() };
    Event::Noticed(Noticed::problems(vec![problem]))
}

fn now() -> f64 {
    port::scope().performance().map_or(0.0, |clock| clock.now())
}
