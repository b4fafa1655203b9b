use crate::envelope::Envelope;
use crate::protocol::{BUILD, Event, FromWorker, Request, RequestId, Response, ToWorker, decode};
use gloo::events::EventListener;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, File, MessageEvent, Worker, WorkerOptions, WorkerType};

type Answered = Box<dyn FnOnce(Response)>;

/// The page's end of the worker: asks, and passes on what the worker tells.
#[derive(Clone)]
pub struct Client(Rc<RefCell<Inner>>);

struct Inner {
    worker: Option<Worker>,
    listeners: Vec<EventListener>,
    /// Messages posted before the worker is up would be lost.
    ready: bool,
    outbox: Vec<(ToWorker, Vec<File>)>,
    waiting: HashMap<RequestId, Answered>,
    next: u32,
    on_event: Rc<dyn Fn(Event)>,
}

impl Client {
    /// Starts the worker; `on_event` hears what it tells unasked.
    pub fn start(on_event: impl Fn(Event) + 'static) -> Self {
        let client = Self(Rc::new(RefCell::new(Inner {
            worker: None,
            listeners: Vec::new(),
            ready: false,
            outbox: Vec::new(),
            waiting: HashMap::new(),
            next: 0,
            on_event: Rc::new(on_event),
        })));
        client.restart();
        client
    }

    /// Ends the worker, if there is one, and starts another. Requests without an answer are dropped.
    pub fn restart(&self) {
        let worker = {
            let mut inner = self.0.borrow_mut();
            inner.listeners.clear();
            if let Some(old) = inner.worker.take() {
                old.terminate();
            }
            inner.ready = false;
            inner.outbox.clear();
            inner.waiting.clear();
            new_worker()
        };
        let Ok(worker) = worker else {
            self.tell(Event::Died { message: "this browser starts no module workers".to_owned() });
            return;
        };
        let (heard, failed) = (self.clone(), self.clone());
        let listeners = vec![
            EventListener::new(&worker, "message", move |event| {
                if let Some(event) = event.dyn_ref::<MessageEvent>() {
                    heard.receive(event.data());
                }
            }),
            EventListener::new(&worker, "error", move |event| {
                let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).unwrap_or_default();
                failed.tell(Event::Died { message });
            }),
        ];
        let mut inner = self.0.borrow_mut();
        inner.worker = Some(worker);
        inner.listeners = listeners;
    }

    /// Asks; `answered` hears the answer, unless the worker dies first.
    pub fn ask(&self, request: Request, files: Vec<File>, answered: impl FnOnce(Response) + 'static) {
        let mut inner = self.0.borrow_mut();
        inner.next += 1;
        let message = ToWorker { id: RequestId(inner.next), request };
        inner.waiting.insert(message.id, Box::new(answered));
        if inner.ready {
            inner.post(&message, &files);
        } else {
            inner.outbox.push((message, files));
        }
    }

    fn receive(&self, data: JsValue) {
        let message = Envelope::open(data).and_then(|(body, _)| decode::<FromWorker>(&body));
        match message {
            Ok(FromWorker::Answer { id, response }) => {
                let answered = self.0.borrow_mut().waiting.remove(&id);
                if let Some(answered) = answered {
                    answered(response);
                }
            }
            Ok(FromWorker::Event(Event::Ready { build })) if build == BUILD => {
                {
                    let mut inner = self.0.borrow_mut();
                    inner.ready = true;
                    for (message, files) in std::mem::take(&mut inner.outbox) {
                        inner.post(&message, &files);
                    }
                }
                self.tell(Event::Ready { build });
            }
            Ok(FromWorker::Event(event)) => self.tell(event),
            Err(_) => self.tell(Event::Ready { build: String::new() }),
        }
    }

    fn tell(&self, event: Event) {
        // The handler may ask again: no borrow may be held meanwhile.
        let on_event = self.0.borrow().on_event.clone();
        on_event(event);
    }
}

impl Inner {
    fn post(&self, message: &ToWorker, files: &[File]) {
        if let (Some(worker), Ok((value, moved))) = (&self.worker, Envelope::pack(message, files)) {
            let _ = worker.post_message_with_transfer(&value, &moved);
        }
    }
}

/// The worker's script lies beside the page, wherever that is served from.
fn new_worker() -> Result<Worker, JsValue> {
    let base = gloo::utils::document().base_uri()?.unwrap_or_default();
    let script = web_sys::Url::new_with_base("./worker_loader.js", &base)?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&script.href(), &options)
}
