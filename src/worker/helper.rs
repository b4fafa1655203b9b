//! A helper: a second worker of the same script that reads and analyses for the one that owns the
//! corpus. It keeps nothing.

use super::{fetch, port};
use crate::envelope::Envelope;
use crate::protocol::{decode, encode};
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use verbatim_article::Article;
use verbatim_ingest::{Problem, read};
use verbatim_nlp::{Annotator, Document, Input};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, MessageEvent};

/// The name that tells a worker that it is a helper.
pub const NAME: &str = "helper";

/// Articles in one task: a few tenths of a second.
const PART: usize = 40;

/// An article and what was understood of it.
pub type Understood = (Article, Document);

/// What a helper is asked for.
#[derive(Serialize, Deserialize)]
pub enum ToHelper {
    /// Read the file that travels with the message.
    Read {
        /// Its number.
        file: u32,
        /// Its path.
        name: String,
    },
    /// Understand articles of a file: a part that [`FromHelper::Read`] left over.
    Understand {
        /// The file's number.
        file: u32,
        /// The part's number.
        part: u32,
        /// Encoded articles.
        articles: Vec<u8>,
    },
}

/// What a helper answers.
#[derive(Serialize, Deserialize)]
pub enum FromHelper {
    /// It can work.
    Ready,
    /// A file was read and its first articles understood.
    Read {
        /// The file's number.
        file: u32,
        /// Its first articles.
        understood: Vec<Understood>,
        /// What could not be read.
        problems: Vec<Problem>,
        /// The other articles, encoded, in parts that any helper can take.
        rest: Vec<Vec<u8>>,
    },
    /// A part was understood.
    Understood {
        /// The file's number.
        file: u32,
        /// The part's number.
        part: u32,
        /// Its articles.
        understood: Vec<Understood>,
    },
    /// The helper cannot go on.
    Died {
        /// Why.
        message: String,
    },
}

/// Works until the owner ends it.
pub fn start() {
    std::panic::set_hook(Box::new(|info| send(&FromHelper::Died { message: info.to_string() })));
    port::on_rejection(|message| send(&FromHelper::Died { message }));
    spawn_local(async {
        let annotator = match fetch::beside_page("models/en.bin").await {
            Ok(bytes) => Annotator::from_model(&bytes).unwrap_or_else(|_| Annotator::rules()),
            Err(_) => Annotator::rules(),
        };
        let annotator = Rc::new(annotator);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let annotator = annotator.clone();
            spawn_local(async move { work(&annotator, event.data()).await });
        });
        port::scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        send(&FromHelper::Ready);
    });
}

async fn work(annotator: &Annotator, data: JsValue) {
    let task = Envelope::open(data).and_then(|(body, files)| Ok((decode::<ToHelper>(&body)?, files)));
    match task {
        Ok((ToHelper::Read { file, name }, files)) => read_file(annotator, file, name, files.first()).await,
        Ok((ToHelper::Understand { file, part, articles }, _)) => {
            let articles: Vec<Article> = decode(&articles).unwrap_or_default();
            send(&FromHelper::Understood { file, part, understood: understand(annotator, articles) });
        }
        Err(message) => send(&FromHelper::Died { message }),
    }
}

async fn read_file(annotator: &Annotator, file: u32, name: String, given: Option<&File>) {
    let bytes = match given {
        Some(given) => fetch::bytes_of(given).await,
        None => Err("The browser handed over no file.".to_owned()),
    };
    let (mut articles, problems) = match bytes {
        Ok(bytes) => {
            let reading = read(&name, &bytes);
            (reading.articles, reading.problems)
        }
        Err(problem) => {
            (Vec::new(), vec![Problem { file: name, part: None, line: None, problem, kept: String::new() }])
        }
    };
    let rest = articles.split_off(articles.len().min(PART));
    let rest = rest.chunks(PART).filter_map(|part| encode(&part.to_vec()).ok()).collect();
    send(&FromHelper::Read { file, understood: understand(annotator, articles), problems, rest });
}

fn understand(annotator: &Annotator, articles: Vec<Article>) -> Vec<Understood> {
    let annotate = |article: Article| {
        let input = Input { text: &article.text, blocks: &article.blocks, published: article.published };
        let mut document = annotator.annotate(input);
        // The corpus does not keep them; without them half as much crosses over.
        document.tokens = Vec::new();
        (article, document)
    };
    articles.into_iter().map(annotate).collect()
}

fn send(message: &FromHelper) {
    if let Ok((value, moved)) = Envelope::pack(message, &[]) {
        let _ = port::scope().post_message_with_transfer(&value, &moved);
    }
}
