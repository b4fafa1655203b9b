use super::backing::Backing;
use super::dates::OpenDates;
use super::engine::Engine;
use super::helper::Understood;
use super::pool::{self, News, Pool};
use super::{fetch, fits, keep, port};
use crate::protocol::{BUILD, Choice, Event, Kept, ModelState, Progress, Request, RequestId, Response};
use gloo::timers::future::TimeoutFuture;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use verbatim_article::Article;
use verbatim_ingest::Problem;
use verbatim_nlp::{Annotator, Document};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, MessageEvent};

/// Milliseconds of reading between two looks at the questions that came in meanwhile.
const SLICE: f64 = 30.0;

/// Milliseconds between two reports on progress.
const REPORT: f64 = 120.0;

/// Bytes from which on helpers are called: below, making them takes longer than reading.
const POOL_FROM: f64 = 300_000.0;

enum Source {
    Given(File, Choice),
    Pasted(String),
    Sample,
}

impl Source {
    fn choice(&self) -> Option<&Choice> {
        match self {
            Self::Given(_, choice) => Some(choice),
            Self::Pasted(_) | Self::Sample => None,
        }
    }
}

struct Job {
    name: String,
    source: Source,
}

struct State {
    engine: Rc<RefCell<Engine>>,
    jobs: VecDeque<Job>,
    /// Grows with every Cancel: what was begun before it stops.
    round: u32,
    /// Whether the model has been looked for; articles wait for it, questions do not.
    model_known: bool,
    reading: bool,
    progress: Progress,
    reported: f64,
    /// What the helpers understood and what is not yet added.
    waiting: VecDeque<Understood>,
    adding: bool,
    /// Whether the articles are kept on this computer.
    keep: bool,
    /// Files that this worker itself has read in this reading.
    own_done: u32,
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
            jobs: VecDeque::new(),
            round: 0,
            model_known: false,
            reading: false,
            progress: Progress::default(),
            reported: 0.0,
            waiting: VecDeque::new(),
            adding: false,
            keep: false,
            own_done: 0,
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
    spawn_local(async move { shell.load_model().await });
}

impl Shell {
    async fn load_model(&self) {
        let model = match fetch::beside_page("models/en.bin").await {
            Ok(bytes) => Annotator::from_model(&bytes).map_err(|error| error.to_string()),
            Err(reason) => Err(reason),
        };
        let state = match model {
            Ok(annotator) => {
                self.engine().borrow_mut().set_annotator(annotator);
                ModelState::Trained
            }
            Err(reason) => ModelState::RulesOnly { reason },
        };
        self.0.borrow_mut().model_known = true;
        port::tell(Event::Model(state));
        self.read_on();
    }

    fn handle(&self, id: RequestId, request: Request, files: Vec<File>) {
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
                let bytes: f64 = files.iter().map(|file| file.size()).sum();
                let jobs = names.into_iter().zip(files);
                let saved = |(name, _): (String, File)| is_saved(&name);
                let jobs: Vec<_> = jobs.collect();
                let read = jobs.iter().filter(|(name, _)| !is_saved(name));
                let read = read.map(|(name, file)| (name.as_str(), file.size()));
                if let Some(problem) =
                    fits::problem(read, port::memory(), fits::limit(port::machine_memory()))
                {
                    let several = if jobs.len() > 1 { " …" } else { "" };
                    let first = jobs.first().map(|(name, _)| format!("{name}{several}")).unwrap_or_default();
                    port::tell(Event::Problems(vec![whole_file(first, problem)]));
                    self.report(true);
                } else if bytes > POOL_FROM && choice == Choice::default() && !jobs.iter().cloned().any(saved)
                {
                    self.begin(u32::try_from(jobs.len()).unwrap_or(0), false);
                    let shell = self.clone();
                    let tell: Rc<dyn Fn(News)> = Rc::new(move |news| shell.hear(news));
                    pool::add_files(&self.1, jobs, &tell);
                    self.report(true);
                } else {
                    let job = |(name, file)| Job { name, source: Source::Given(file, choice.clone()) };
                    self.enqueue(jobs.into_iter().map(job).collect(), false);
                }
            }
            Request::Preview { name, choice } => {
                let shell = self.clone();
                spawn_local(async move {
                    let bytes = match files.first() {
                        Some(file) => fetch::bytes_of(file).await.unwrap_or_default(),
                        None => Vec::new(),
                    };
                    let preview = shell.engine().borrow().preview(&name, &bytes, &choice);
                    port::answer(id, Response::Preview(Box::new(preview)));
                });
                return;
            }
            Request::Paste { name, text } => {
                self.enqueue(vec![Job { name, source: Source::Pasted(text) }], false);
            }
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
                    state.jobs.clear();
                    state.round += 1;
                    state.progress.running = state.reading;
                    state.add_open();
                    state.engine.borrow_mut().settle();
                }
                self.1.take();
                self.report(true);
            }
            Request::Clear => {
                {
                    let mut state = self.0.borrow_mut();
                    state.jobs.clear();
                    state.waiting.clear();
                    state.round += 1;
                    state.engine.borrow_mut().clear();
                    state.dates = OpenDates::default();
                    let version = state.progress.version + 1;
                    state.progress = Progress { version, ..Progress::default() };
                }
                self.1.take();
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
            port::tell(Event::Problems(vec![whole_file(self.0.borrow().opened.clone(), problem)]));
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
                let names = collection.files;
                self.enqueue(
                    names.into_iter().map(|name| Job { name, source: Source::Sample }).collect(),
                    true,
                );
            }
            Err(problem) => {
                let file = "sample/index.json".to_owned();
                port::tell(Event::Problems(vec![whole_file(file, problem)]));
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

    fn enqueue(&self, jobs: Vec<Job>, sample: bool) {
        self.begin(u32::try_from(jobs.len()).unwrap_or(0), sample);
        self.0.borrow_mut().jobs.extend(jobs);
        self.report(true);
        self.read_on();
    }

    /// Starts reading unless it is under way.
    fn read_on(&self) {
        {
            let mut state = self.0.borrow_mut();
            if state.reading || !state.model_known {
                return;
            }
            state.reading = true;
        }
        let shell = self.clone();
        spawn_local(async move { shell.read_all().await });
    }

    async fn read_all(&self) {
        loop {
            let next = {
                let mut state = self.0.borrow_mut();
                let job = state.jobs.pop_front();
                if let Some(job) = &job {
                    state.progress.current.clone_from(&job.name);
                } else {
                    state.reading = false;
                    state.progress.current.clear();
                }
                job.map(|job| (job, state.round))
            };
            let Some((job, round)) = next else { break };
            self.report(false);
            self.read_job(job, round).await;
        }
        self.settle();
        self.report(true);
    }

    /// What the helpers tell.
    fn hear(&self, news: News) {
        if let News::Arrived(articles, problems) = news {
            if !problems.is_empty() {
                port::tell(Event::Problems(problems));
            }
            self.0.borrow_mut().waiting.extend(articles);
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
            self.1.take();
            self.settle();
        }
        self.report(done);
    }

    /// How far the helpers are.
    fn note_pool(&self) {
        let pool = self.1.borrow();
        let Some(pool) = pool.as_ref() else { return };
        let mut state = self.0.borrow_mut();
        state.progress.files_done = state.own_done + pool.files_done();
        if let Some(current) = pool.current() {
            state.progress.current = current.to_owned();
        }
    }

    /// Reading is over when neither this worker nor a helper reads.
    fn settle(&self) {
        let helped = self.1.borrow().is_some();
        let mut state = self.0.borrow_mut();
        if !state.reading && !helped && state.progress.running {
            state.add_open();
            state.engine.borrow_mut().settle();
            state.progress.version += 1;
            state.progress.running = false;
            state.progress.current.clear();
            if state.keep && !state.progress.sample {
                let shell = self.clone();
                spawn_local(async move { shell.keep_now().await });
            }
        }
    }

    async fn read_job(&self, job: Job, round: u32) {
        if let (Source::Given(file, _), true) = (&job.source, is_saved(&job.name)) {
            self.open_saved(&job.name, file);
            return;
        }
        let bytes = match &job.source {
            Source::Given(file, _) => fetch::bytes_of(file).await,
            Source::Pasted(text) => Ok(text.as_bytes().to_vec()),
            Source::Sample => fetch::beside_page(&format!("sample/{}", job.name)).await,
        };
        let stopped = || self.0.borrow().round != round;
        if stopped() {
            return;
        }
        let (articles, problems) = match bytes {
            Ok(bytes) => {
                let reading = self.engine().borrow().read(&job.name, &bytes, job.source.choice());
                (reading.articles, reading.problems)
            }
            Err(problem) => (Vec::new(), vec![whole_file(job.name, problem)]),
        };
        if !problems.is_empty() {
            port::tell(Event::Problems(problems));
        }
        let mut since = now();
        for article in articles {
            self.understand(article);
            if now() - since > SLICE {
                self.report(false);
                TimeoutFuture::new(0).await;
                since = now();
                if stopped() {
                    return;
                }
            }
        }
        let mut state = self.0.borrow_mut();
        state.own_done += 1;
        state.progress.files_done += 1;
    }

    /// Opens a saved corpus: its index is read now, its texts when they are shown.
    fn open_saved(&self, name: &str, file: &File) {
        let backing = Backing(file.clone().unchecked_into());
        let engine = self.engine();
        let opened = engine.borrow_mut().open(Box::new(backing));
        if let Err(problem) = opened {
            port::tell(Event::Problems(vec![whole_file(name.to_owned(), problem)]));
        }
        let mut state = self.0.borrow_mut();
        state.opened = name.to_owned();
        state.own_done += 1;
        state.progress.files_done += 1;
        state.progress.version += 1;
        state.progress.corpus = engine.borrow().len();
        state.progress.articles = state.progress.corpus;
    }

    fn understand(&self, article: Article) {
        let Some(article) = self.0.borrow_mut().dates.pass(article) else { return };
        let engine = self.engine();
        let document = engine.borrow().annotate(&article);
        self.0.borrow_mut().add(article, document);
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
    /// Adds the articles that waited for their dates. Understood only now: what "on Tuesday" means
    /// depends on them.
    fn add_open(&mut self) {
        for article in self.dates.settle() {
            let document = self.engine.borrow().annotate(&article);
            self.add(article, document);
        }
    }

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

/// Whether a file is a saved corpus.
fn is_saved(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".vbt")
}

fn whole_file(file: String, problem: String) -> Problem {
    Problem { file, part: None, line: None, problem, kept: String::new() }
}

fn now() -> f64 {
    port::scope().performance().map_or(0.0, |clock| clock.now())
}
