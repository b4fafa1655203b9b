//! The owner's end of its helpers.

use super::message::{FromHelper, ToHelper, Understood};
use super::order::{Order, Task};
use super::port;
use crate::envelope::Envelope;
use crate::protocol::{BUILD, Choice, ModelState, Noticed, Preview, RequestId, decode};
use gloo::events::EventListener;
use gloo::timers::future::TimeoutFuture;
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use verbatim_ingest::Problem;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, MessageEvent, Worker, WorkerOptions, WorkerType};

/// Helpers at most: each holds a model, and more hardly read faster from one disk.
const MOST: usize = 4;

/// Milliseconds in which the page draws what the first helper brought, and the browser makes its program fast.
const ALONE: u32 = 800;

/// Short files given to a helper at once: the next ones are opened while it understands the first.
const AHEAD: usize = 6;

/// Bytes of files given to a helper at once, unless one file alone is longer: some tenths of a second of work.
const AHEAD_BYTES: f64 = 128_000.0;

/// The helpers' script, as the build names it.
const SCRIPT: &str = "reading_loader.js";

/// What the pool tells its owner.
pub enum News {
    /// Articles in the order of their files, and what could not be read.
    Arrived(Vec<Understood>, Noticed),
    /// Another file is being read.
    Moved,
    /// How sentences are read.
    Model(ModelState),
    /// What a file holds that was to be looked into.
    Preview(RequestId, Preview),
}

/// Something to read: its name, and where its bytes are.
pub struct Job {
    /// The name that problems and origins are shown under.
    pub name: String,
    /// Its bytes.
    pub source: Source,
    /// What the reader decided about it.
    pub choice: Option<Choice>,
}

/// Where bytes are.
pub enum Source {
    /// In a file that the reader gave.
    Given(File),
    /// Beside the page, under this path.
    Beside(String),
}

/// Helpers with their tasks; ends them when it is dropped.
pub struct Pool {
    helpers: Vec<Helper>,
    order: Order<Vec<Understood>>,
    jobs: BTreeMap<u32, Job>,
    /// Files to be looked into before anything else: somebody waits for it.
    previews: VecDeque<(RequestId, Job)>,
    /// So many helpers are to work. Those after the first are hired when it has brought something and that is drawn:
    /// starting takes from it what somebody waits for.
    wanted: usize,
    /// Whether others are about to be hired.
    calling: bool,
    tell: Rc<dyn Fn(News)>,
}

struct Helper {
    worker: Worker,
    ready: bool,
    /// What it was given, in the order in which it does it.
    tasks: VecDeque<Given>,
    preview: Option<RequestId>,
    _listeners: [EventListener; 2],
}

/// A part of a file that a helper has.
#[derive(Clone, Copy)]
struct Given {
    file: u32,
    part: u32,
    /// Its length, infinite where it is not known or is work for long.
    bytes: f64,
}

impl Helper {
    /// Whether it can be given so much more.
    fn has_room(&self, bytes: f64) -> bool {
        let given: f64 = self.tasks.iter().map(|task| task.bytes).sum();
        self.tasks.is_empty() || (self.tasks.len() < AHEAD && given + bytes <= AHEAD_BYTES)
    }

    fn post(&self, message: &ToHelper, files: &[File]) {
        if let Ok((value, moved)) = Envelope::pack(message, files) {
            let _ = self.worker.post_message_with_transfer(&value, &moved);
        }
    }

    fn done(&mut self, file: u32, part: u32) {
        self.tasks.retain(|task| (task.file, task.part) != (file, part));
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// A pool that can be reached from its helpers' messages.
pub type Shared = Rc<RefCell<Option<Pool>>>;

/// Helpers for this much to read, on this machine.
fn wanted(much: bool) -> usize {
    if much { (port::scope().navigator().hardware_concurrency() as usize).clamp(1, MOST) } else { 1 }
}

/// What a pool can be given.
pub enum Work {
    /// Files to read. Without any a helper is made ready for what is to come.
    Files(Vec<Job>),
    /// Articles that are read already, encoded, to understand.
    Read(Vec<Vec<u8>>),
    /// A file to look into.
    Preview(RequestId, Job),
}

/// Hands over work. `much`: enough for several helpers.
pub fn add(shared: &Shared, work: Work, much: bool, tell: &Rc<dyn Fn(News)>) {
    {
        let mut pool = shared.borrow_mut();
        let pool = pool.get_or_insert_with(|| Pool {
            helpers: Vec::new(),
            order: Order::new(),
            jobs: BTreeMap::new(),
            previews: VecDeque::new(),
            wanted: 1,
            calling: false,
            tell: tell.clone(),
        });
        match work {
            Work::Files(jobs) => {
                for job in jobs {
                    let number = pool.order.add_file();
                    pool.jobs.insert(number, job);
                }
            }
            Work::Read(parts) => parts.into_iter().for_each(|articles| pool.order.add_read(articles)),
            Work::Preview(request, job) => pool.previews.push_back((request, job)),
        }
        pool.wanted = pool.wanted.max(wanted(much));
        if pool.helpers.is_empty()
            && let Some(helper) = hire(shared)
        {
            pool.helpers.push(helper);
        }
    }
    if shared.borrow().as_ref().is_some_and(|pool| !pool.helpers.is_empty()) {
        feed(shared);
        return;
    }
    shut(shared, "This browser gives a worker no helpers, so nothing can be read. Update the browser.");
}

fn hire(shared: &Shared) -> Option<Helper> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(SCRIPT, &options).ok()?;
    let (heard, failed, same, also) = (shared.clone(), shared.clone(), worker.clone(), worker.clone());
    let listeners = [
        EventListener::new(&worker, "message", move |event| {
            if let Some(event) = event.dyn_ref::<MessageEvent>() {
                hear(&heard, &same, event.data());
            }
        }),
        EventListener::new(&worker, "error", move |_| lose(&failed, &also, "the helper could not go on")),
    ];
    Some(Helper { worker, ready: false, tasks: VecDeque::new(), preview: None, _listeners: listeners })
}

fn hear(shared: &Shared, worker: &Worker, data: JsValue) {
    let message = Envelope::open(data).and_then(|(body, _)| decode::<FromHelper>(&body));
    match message {
        Ok(FromHelper::Ready { build, .. }) if build != BUILD => {
            shut(shared, "The page was updated meanwhile. Reload it, then add this file again.");
            return;
        }
        Ok(FromHelper::Ready { model, .. }) => {
            let mut tell = None;
            with(shared, |pool| {
                pool.helper(worker, |helper| helper.ready = true);
                tell = Some(pool.tell.clone());
            });
            if let Some(tell) = tell {
                tell(News::Model(model));
            }
        }
        Ok(FromHelper::Read { file, understood, noticed, rest }) => {
            with(shared, |pool| {
                pool.helper(worker, |helper| helper.done(file, 0));
                pool.jobs.remove(&file);
                pool.order.add_parts(file, rest);
            });
            arrive(shared, file, 0, understood, noticed);
        }
        Ok(FromHelper::Understood { file, part, understood }) => {
            with(shared, |pool| pool.helper(worker, |helper| helper.done(file, part)));
            arrive(shared, file, part, understood, Noticed::default());
        }
        Ok(FromHelper::Preview { request, preview }) => {
            let mut tell = None;
            with(shared, |pool| {
                pool.helper(worker, |helper| helper.preview = None);
                tell = Some(pool.tell.clone());
            });
            if let Some(tell) = tell {
                tell(News::Preview(request, preview));
            }
        }
        Ok(FromHelper::Died { message }) | Err(message) => lose(shared, worker, &message),
    }
    feed(shared);
}

/// A part is done: what is now in order goes to the owner.
fn arrive(shared: &Shared, file: u32, part: u32, understood: Vec<Understood>, noticed: Noticed) {
    let mut news = None;
    with(shared, |pool| {
        let ready = pool.order.done(file, part, understood).into_iter().flatten().collect();
        news = Some((pool.tell.clone(), ready));
    });
    if let Some((tell, ready)) = news {
        tell(News::Arrived(ready, noticed));
    }
    with(shared, |pool| {
        if pool.helpers.len() < pool.wanted && !std::mem::replace(&mut pool.calling, true) {
            let shared = shared.clone();
            spawn_local(async move {
                TimeoutFuture::new(ALONE).await;
                with(&shared, |pool| {
                    pool.calling = false;
                    while pool.helpers.len() < pool.wanted {
                        let Some(helper) = hire(&shared) else { break };
                        pool.helpers.push(helper);
                    }
                });
            });
        }
    });
}

/// Nothing more can be read, and another helper would not do better: everything left is named.
fn shut(shared: &Shared, problem: &str) {
    let Some(pool) = shared.borrow_mut().take() else { return };
    let problems = pool.jobs.values().map(|job| whole_file(job.name.clone(), problem.to_owned())).collect();
    pool.give_up_previews();
    (pool.tell)(News::Arrived(Vec::new(), Noticed::problems(problems)));
}

/// A helper died: its file is named, another helper takes its place.
fn lose(shared: &Shared, worker: &Worker, message: &str) {
    let (mut lost, mut was_ready, mut alone, mut preview, mut tell) = (None, false, false, None, None);
    with(shared, |pool| {
        let mut untouched = VecDeque::new();
        pool.helper(worker, |helper| {
            untouched = std::mem::take(&mut helper.tasks);
            (was_ready, preview) = (helper.ready, helper.preview.take());
        });
        // It died of the first; it had not begun with the others, which are all files.
        lost = untouched.pop_front();
        untouched.iter().rev().for_each(|task| pool.order.put_back(task.file));
        pool.helpers.retain(|helper| helper.worker != *worker);
        alone = pool.helpers.is_empty();
        // One that could not even start would be called again with every part that arrives.
        if !was_ready {
            pool.wanted = pool.helpers.len().max(1);
        }
        tell = preview.map(|request| (request, pool.tell.clone()));
    });
    if let Some((request, tell)) = tell {
        tell(News::Preview(request, Preview::default()));
    }
    if was_ready {
        if let Some(helper) = hire(shared) {
            with(shared, |pool| pool.helpers.push(helper));
        }
    } else if alone {
        shut(
            shared,
            "What reads files could not be loaded. Reload the page with a network, then add this file again.",
        );
        return;
    }
    let Some(Given { file, part, .. }) = lost else {
        feed(shared);
        return;
    };
    let mut problems = Vec::new();
    with(shared, |pool| {
        if part == 0 {
            pool.order.add_parts(file, Vec::new());
        }
        if let Some(job) = pool.jobs.remove(&file) {
            problems.push(whole_file(
                job.name,
                format!("Reading stopped in this file ({message}). It was left out."),
            ));
        }
    });
    arrive(shared, file, part, Vec::new(), Noticed::problems(problems));
    feed(shared);
}

/// Gives every helper what it has room for.
fn feed(shared: &Shared) {
    let mut tell = None;
    with(shared, |pool| {
        for at in 0..pool.helpers.len() {
            pool.look_into(at);
        }
        // One for each in turn: a file waits for no helper while another has nothing to do.
        while (0..pool.helpers.len()).filter(|at| pool.give(*at)).count() > 0 {}
        tell = Some(pool.tell.clone());
    });
    if let Some(tell) = tell {
        tell(News::Moved);
    }
}

fn with(shared: &Shared, change: impl FnOnce(&mut Pool)) {
    if let Some(pool) = shared.borrow_mut().as_mut() {
        change(pool);
    }
}

impl Pool {
    fn helper(&mut self, worker: &Worker, change: impl FnOnce(&mut Helper)) {
        if let Some(helper) = self.helpers.iter_mut().find(|helper| helper.worker == *worker) {
            change(helper);
        }
    }

    /// Gives a helper that could begin soon a file to look into.
    fn look_into(&mut self, at: usize) {
        let Some(helper) = self.helpers.get_mut(at) else { return };
        if !helper.ready || helper.preview.is_some() || !helper.has_room(0.0) {
            return;
        }
        let Some((request, job)) = self.previews.pop_front() else { return };
        let Source::Given(given) = job.source else { return };
        let choice = job.choice.unwrap_or_default();
        helper.post(&ToHelper::Preview { request, name: job.name, choice }, &[given]);
        helper.preview = Some(request);
    }

    /// Gives a helper the next task if it has room for it; whether it had.
    fn give(&mut self, at: usize) -> bool {
        let next = self.order.next_file();
        let bytes =
            next.and_then(|file| self.jobs.get(&file)).map_or(f64::INFINITY, |job| match &job.source {
                Source::Given(given) => given.size(),
                Source::Beside(_) => f64::INFINITY,
            });
        let Some(helper) = self.helpers.get_mut(at) else { return false };
        if !helper.ready || helper.preview.is_some() || !helper.has_room(bytes) {
            return false;
        }
        match self.order.take() {
            None => return false,
            Some(Task::Read(file)) => {
                let Some(job) = self.jobs.get(&file) else { return true };
                let (beside, files) = match &job.source {
                    Source::Given(given) => (None, vec![given.clone()]),
                    Source::Beside(path) => (Some(path.clone()), Vec::new()),
                };
                let (name, choice) = (job.name.clone(), job.choice.clone());
                helper.post(&ToHelper::Read { file, name, beside, choice }, &files);
                helper.tasks.push_back(Given { file, part: 0, bytes });
            }
            Some(Task::Understand(file, part, articles)) => {
                helper.post(&ToHelper::Understand { file, part, articles }, &[]);
                helper.tasks.push_back(Given { file, part, bytes: f64::INFINITY });
            }
        }
        true
    }

    /// Has the helpers stand back for a while.
    pub fn hold(&self, milliseconds: u32) {
        for helper in self.helpers.iter().filter(|helper| !helper.tasks.is_empty()) {
            helper.post(&ToHelper::Hold(milliseconds), &[]);
        }
    }

    /// Files wholly done.
    pub fn files_done(&self) -> u32 {
        self.order.files_done()
    }

    /// How much is done of the first file that is not wholly, in thousandths.
    pub fn share(&self) -> u16 {
        self.order.share()
    }

    /// Whether everything is done.
    pub fn is_done(&self) -> bool {
        self.order.is_done()
    }

    /// The first file that is not done.
    pub fn current(&self) -> Option<&str> {
        let reading = self.helpers.iter().flat_map(|helper| &helper.tasks).map(|task| task.file).min()?;
        self.jobs.get(&reading).map(|job| job.name.as_str())
    }

    /// Nobody will look into the files that were to be looked into: they are taken as they are.
    pub fn give_up_previews(&self) {
        let begun = self.helpers.iter().filter_map(|helper| helper.preview);
        for request in begun.chain(self.previews.iter().map(|(request, _)| *request)) {
            (self.tell)(News::Preview(request, Preview::default()));
        }
    }

    /// Sends all helpers but one home. The one has the model at hand when more is to be read.
    pub fn rest(&mut self) {
        if self.helpers.iter().all(|helper| helper.preview.is_none()) {
            self.helpers.truncate(1);
            self.wanted = 1;
        }
    }
}

fn whole_file(file: String, problem: String) -> Problem {
    Problem { file, part: None, line: None, problem, kept: String::new() }
}
