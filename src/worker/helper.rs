//! A helper: reads and analyses for the worker that owns the corpus. It keeps nothing.

use super::message::{FromHelper, ToHelper, Understood};
use super::{breath, chosen, fetch, pdf, port};
use crate::envelope::Envelope;
use crate::protocol::{BUILD, Choice, ModelState, Noticed, decode, encode};
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use verbatim_article::Article;
use verbatim_ingest::{Problem, Reading, is_pdf, read_pdf};
use verbatim_nlp::{Annotator, Input};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{File, MessageEvent};

/// Articles in one task: a few tenths of a second.
const PART: usize = 40;

/// Articles of a file's first task: somebody waits for its first rows.
const FIRST: usize = 8;

/// Works until the owner ends it.
pub fn start() {
    std::panic::set_hook(Box::new(|info| send(&FromHelper::Died { message: info.to_string() })));
    port::on_rejection(|message| send(&FromHelper::Died { message }));
    spawn_local(async {
        let model = match fetch::beside_page("models/en.bin").await {
            Ok(bytes) => Annotator::from_model(&bytes).map_err(|error| error.to_string()),
            Err(reason) => Err(reason),
        };
        let (annotator, model) = match model {
            Ok(annotator) => (annotator, ModelState::Trained),
            Err(reason) => (Annotator::rules(), ModelState::RulesOnly { reason }),
        };
        let annotator = Rc::new(annotator);
        let queue = Rc::new(RefCell::new(Queue::default()));
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(task) = Task::begin(event.data()) else { return };
            queue.borrow_mut().waiting.push_back(task);
            if !std::mem::replace(&mut queue.borrow_mut().working, true) {
                let (annotator, queue) = (annotator.clone(), queue.clone());
                spawn_local(async move { work_off(&annotator, &queue).await });
            }
        });
        port::scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        send(&FromHelper::Ready { build: BUILD.to_owned(), model });
    });
}

/// What is still to do, in the order it came: if a task ends this program, it is the first that the owner waits for.
#[derive(Default)]
struct Queue {
    waiting: VecDeque<Task>,
    working: bool,
}

/// A task whose bytes are on their way while another is worked on: a browser takes longer to open a short file than to
/// hand over what is in it.
struct Task {
    what: ToHelper,
    bytes: Option<Promise>,
}

impl Task {
    fn begin(data: JsValue) -> Option<Self> {
        let opened = Envelope::open(data).and_then(|(body, files)| Ok((decode::<ToHelper>(&body)?, files)));
        match opened {
            Ok((ToHelper::Hold(milliseconds), _)) => {
                breath::hold(milliseconds);
                None
            }
            Ok((what, files)) => {
                let bytes = match &what {
                    ToHelper::Read { beside, .. } => Some(begin_fetching(beside.clone(), files)),
                    ToHelper::Preview { .. } => Some(begin_fetching(None, files)),
                    ToHelper::Understand { .. } | ToHelper::Hold(_) => None,
                };
                Some(Self { what, bytes })
            }
            Err(message) => {
                send(&FromHelper::Died { message });
                None
            }
        }
    }
}

/// The file's bytes, or a text that says why there are none: a promise that is broken before somebody waits for it counts
/// as an error that nobody handles.
fn begin_fetching(beside: Option<String>, files: Vec<File>) -> Promise {
    future_to_promise(async move {
        let bytes = match (beside, files.first()) {
            (Some(path), _) => fetch::buffer_beside_page(&path).await,
            (None, Some(given)) => fetch::buffer_of(given).await,
            (None, None) => Err("The browser handed over no file.".to_owned()),
        };
        Ok(bytes.map_or_else(JsValue::from, JsValue::from))
    })
}

async fn fetched(bytes: Option<Promise>) -> Result<Vec<u8>, String> {
    let Some(bytes) = bytes else { return Ok(Vec::new()) };
    let value = JsFuture::from(bytes).await.map_err(|error| format!("{error:?}"))?;
    match value.dyn_ref::<ArrayBuffer>() {
        Some(buffer) => Ok(Uint8Array::new(buffer).to_vec()),
        None => Err(value.as_string().unwrap_or_default()),
    }
}

async fn work_off(annotator: &Annotator, queue: &RefCell<Queue>) {
    loop {
        let next = queue.borrow_mut().waiting.pop_front();
        let Some(task) = next else { break };
        work(annotator, task).await;
    }
    queue.borrow_mut().working = false;
}

async fn work(annotator: &Annotator, task: Task) {
    let bytes = fetched(task.bytes).await;
    match task.what {
        ToHelper::Read { file, name, beside: _, choice } => {
            read_file(annotator, file, name, bytes, choice.as_ref()).await;
        }
        ToHelper::Preview { request, name, choice } => {
            let bytes = bytes.unwrap_or_default();
            let reading = read(&name, &bytes, Some(&choice)).await;
            let preview = chosen::preview(&name, &bytes, reading, &choice);
            send(&FromHelper::Preview { request, preview });
        }
        ToHelper::Understand { file, part, articles } => {
            let articles: Vec<Article> = decode(&articles).unwrap_or_default();
            send(&FromHelper::Understood { file, part, understood: understand(annotator, articles).await });
        }
        ToHelper::Hold(_) => {}
    }
}

async fn read_file(
    annotator: &Annotator,
    file: u32,
    name: String,
    bytes: Result<Vec<u8>, String>,
    choice: Option<&Choice>,
) {
    let (mut articles, noticed) = match bytes {
        Ok(bytes) => {
            let reading = chosen::wanted(read(&name, &bytes, choice).await, choice);
            (reading.articles, Noticed { problems: reading.problems, notes: reading.notes })
        }
        Err(problem) => {
            let problem = Problem { file: name, part: None, line: None, problem, kept: String::new() };
            (Vec::new(), Noticed::problems(vec![problem]))
        }
    };
    let rest = articles.split_off(articles.len().min(FIRST));
    let rest = rest.chunks(PART).filter_map(|part| encode(&part.to_vec()).ok()).collect();
    let understood = understand(annotator, articles).await;
    send(&FromHelper::Read { file, understood, noticed, rest });
}

/// A file's articles and problems; the text of PDF files comes from a program of its own.
async fn read(name: &str, bytes: &[u8], choice: Option<&Choice>) -> Reading {
    if is_pdf(bytes) {
        return read_pdf(name, pdf::text(bytes).await);
    }
    let mut reading = chosen::read(name, bytes, choice);
    let mut found = Vec::new();
    for mut pdf in std::mem::take(&mut reading.pdfs) {
        let words = pdf::text(&std::mem::take(&mut pdf.bytes)).await;
        found.push((pdf, words));
    }
    reading.put(found);
    reading
}

async fn understand(annotator: &Annotator, articles: Vec<Article>) -> Vec<Understood> {
    let mut understood = Vec::with_capacity(articles.len());
    for article in articles {
        breath::breathe().await;
        let input = Input {
            text: &article.text,
            blocks: &article.blocks,
            published: article.published,
            language: &article.language,
        };
        let mut document = annotator.annotate(input);
        // The corpus does not keep them; without them half as much crosses over.
        document.tokens = Vec::new();
        understood.push((article, document));
    }
    understood
}

fn send(message: &FromHelper) {
    if let Ok((value, moved)) = Envelope::pack(message, &[]) {
        let _ = port::scope().post_message_with_transfer(&value, &moved);
    }
}
