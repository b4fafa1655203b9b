//! The owner's end of its helpers.

use super::helper::{FromHelper, NAME, ToHelper, Understood};
use super::order::{Order, Task};
use super::port;
use crate::envelope::Envelope;
use crate::protocol::decode;
use gloo::events::EventListener;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use verbatim_ingest::Problem;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, MessageEvent, Worker, WorkerOptions, WorkerType};

/// Helpers at most: each holds a model, and more hardly read faster from one disk.
const MOST: usize = 4;

/// What the pool tells its owner.
pub enum News {
    /// Articles in the order of their files, and what could not be read.
    Arrived(Vec<Understood>, Vec<Problem>),
    /// Another file is being read.
    Moved,
}

/// Helpers with their tasks; ends them when it is dropped.
pub struct Pool {
    helpers: Vec<Helper>,
    order: Order<Vec<Understood>>,
    files: BTreeMap<u32, (String, File)>,
    tell: Rc<dyn Fn(News)>,
}

struct Helper {
    worker: Worker,
    ready: bool,
    task: Option<(u32, u32)>,
    _listeners: [EventListener; 2],
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// A pool that can be reached from its helpers' messages.
pub type Shared = Rc<RefCell<Option<Pool>>>;

/// Helpers that suit the machine.
fn wanted() -> usize {
    (port::scope().navigator().hardware_concurrency() as usize).clamp(1, MOST)
}

/// Hands files to the pool, which is made when there is none.
pub fn add_files(shared: &Shared, files: Vec<(String, File)>, tell: &Rc<dyn Fn(News)>) {
    {
        let mut pool = shared.borrow_mut();
        let pool = pool.get_or_insert_with(|| Pool {
            helpers: Vec::new(),
            order: Order::new(),
            files: BTreeMap::new(),
            tell: tell.clone(),
        });
        for file in files {
            let number = pool.order.add_file();
            pool.files.insert(number, file);
        }
        while pool.helpers.len() < wanted() {
            let Some(helper) = hire(shared) else { break };
            pool.helpers.push(helper);
        }
        if !pool.helpers.is_empty() {
            return;
        }
    }
    // This browser gives workers no workers of their own.
    let files: Vec<Problem> = shared.borrow_mut().take().map_or_else(Vec::new, |pool| {
        let problem = "This browser could not start a second worker. Try fewer files at once.";
        pool.files.into_values().map(|(file, _)| whole_file(file, problem.to_owned())).collect()
    });
    tell(News::Arrived(Vec::new(), files));
}

fn hire(shared: &Shared) -> Option<Helper> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name(NAME);
    let worker = Worker::new_with_options(&port::scope().location().href(), &options).ok()?;
    let (heard, failed, same, also) = (shared.clone(), shared.clone(), worker.clone(), worker.clone());
    let listeners = [
        EventListener::new(&worker, "message", move |event| {
            if let Some(event) = event.dyn_ref::<MessageEvent>() {
                hear(&heard, &same, event.data());
            }
        }),
        EventListener::new(&worker, "error", move |_| lose(&failed, &also, "the helper could not go on")),
    ];
    Some(Helper { worker, ready: false, task: None, _listeners: listeners })
}

fn hear(shared: &Shared, worker: &Worker, data: JsValue) {
    let message = Envelope::open(data).and_then(|(body, _)| decode::<FromHelper>(&body));
    match message {
        Ok(FromHelper::Ready) => with(shared, |pool| pool.helper(worker, |helper| helper.ready = true)),
        Ok(FromHelper::Read { file, understood, problems, rest }) => {
            with(shared, |pool| {
                pool.helper(worker, |helper| helper.task = None);
                pool.files.remove(&file);
                pool.order.add_parts(file, rest);
            });
            arrive(shared, file, 0, understood, problems);
        }
        Ok(FromHelper::Understood { file, part, understood }) => {
            with(shared, |pool| pool.helper(worker, |helper| helper.task = None));
            arrive(shared, file, part, understood, Vec::new());
        }
        Ok(FromHelper::Died { message }) | Err(message) => lose(shared, worker, &message),
    }
    feed(shared);
}

/// A part is done: what is now in order goes to the owner.
fn arrive(shared: &Shared, file: u32, part: u32, understood: Vec<Understood>, problems: Vec<Problem>) {
    let mut news = None;
    with(shared, |pool| {
        let ready = pool.order.done(file, part, understood).into_iter().flatten().collect();
        news = Some((pool.tell.clone(), ready));
    });
    if let Some((tell, ready)) = news {
        tell(News::Arrived(ready, problems));
    }
}

/// A helper died: its file is named, another helper takes its place.
fn lose(shared: &Shared, worker: &Worker, message: &str) {
    let mut lost = None;
    with(shared, |pool| {
        pool.helper(worker, |helper| lost = helper.task.take());
        pool.helpers.retain(|helper| helper.worker != *worker);
    });
    if let Some(helper) = hire(shared) {
        with(shared, |pool| pool.helpers.push(helper));
    }
    let Some((file, part)) = lost else { return };
    let mut problems = Vec::new();
    with(shared, |pool| {
        if part == 0 {
            pool.order.add_parts(file, Vec::new());
        }
        if let Some((name, _)) = pool.files.remove(&file) {
            problems.push(whole_file(
                name,
                format!("Reading stopped in this file ({message}). It was left out."),
            ));
        }
    });
    arrive(shared, file, part, Vec::new(), problems);
    feed(shared);
}

/// Gives every helper without a task the next one.
fn feed(shared: &Shared) {
    let mut tell = None;
    with(shared, |pool| {
        for at in 0..pool.helpers.len() {
            let idle = pool.helpers[at].ready && pool.helpers[at].task.is_none();
            let Some(task) = idle.then(|| pool.order.take()).flatten() else { continue };
            let (message, files, of) = match task {
                Task::Read(file) => {
                    let Some((name, given)) = pool.files.get(&file).cloned() else { continue };
                    (ToHelper::Read { file, name }, vec![given], (file, 0))
                }
                Task::Understand(file, part, articles) => {
                    (ToHelper::Understand { file, part, articles }, Vec::new(), (file, part))
                }
            };
            if let Ok((value, moved)) = Envelope::pack(&message, &files) {
                let _ = pool.helpers[at].worker.post_message_with_transfer(&value, &moved);
            }
            pool.helpers[at].task = Some(of);
        }
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

    /// Files wholly done.
    pub fn files_done(&self) -> u32 {
        self.order.files_done()
    }

    /// Whether everything is done.
    pub fn is_done(&self) -> bool {
        self.order.is_done()
    }

    /// The first file that is not done.
    pub fn current(&self) -> Option<&str> {
        let reading = self.helpers.iter().filter_map(|helper| helper.task).map(|(file, _)| file).min()?;
        self.files.get(&reading).map(|(name, _)| name.as_str())
    }
}

fn whole_file(file: String, problem: String) -> Problem {
    Problem { file, part: None, line: None, problem, kept: String::new() }
}
