//! A helper: reads and analyses for the worker that owns the corpus. It keeps nothing.

use super::message::{FromHelper, ToHelper, Understood};
use super::{chosen, fetch, pdf, port};
use crate::envelope::Envelope;
use crate::protocol::{BUILD, Choice, ModelState, Noticed, decode, encode};
use std::rc::Rc;
use verbatim_article::Article;
use verbatim_ingest::{Problem, Reading, is_pdf, read_pdf};
use verbatim_nlp::{Annotator, Input};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

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
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let annotator = annotator.clone();
            spawn_local(async move { work(&annotator, event.data()).await });
        });
        port::scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        send(&FromHelper::Ready { build: BUILD.to_owned(), model });
    });
}

async fn work(annotator: &Annotator, data: JsValue) {
    let task = Envelope::open(data).and_then(|(body, files)| Ok((decode::<ToHelper>(&body)?, files)));
    match task {
        Ok((ToHelper::Read { file, name, beside, choice }, files)) => {
            let bytes = match (beside, files.first()) {
                (Some(path), _) => fetch::beside_page(&path).await,
                (None, Some(given)) => fetch::bytes_of(given).await,
                (None, None) => Err("The browser handed over no file.".to_owned()),
            };
            read_file(annotator, file, name, bytes, choice.as_ref()).await;
        }
        Ok((ToHelper::Preview { request, name, choice }, files)) => {
            let bytes = match files.first() {
                Some(given) => fetch::bytes_of(given).await.unwrap_or_default(),
                None => Vec::new(),
            };
            let reading = read(&name, &bytes, Some(&choice)).await;
            let preview = chosen::preview(&name, &bytes, reading, &choice);
            send(&FromHelper::Preview { request, preview });
        }
        Ok((ToHelper::Understand { file, part, articles }, _)) => {
            let articles: Vec<Article> = decode(&articles).unwrap_or_default();
            send(&FromHelper::Understood { file, part, understood: understand(annotator, articles) });
        }
        Err(message) => send(&FromHelper::Died { message }),
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
    send(&FromHelper::Read { file, understood: understand(annotator, articles), noticed, rest });
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

fn understand(annotator: &Annotator, articles: Vec<Article>) -> Vec<Understood> {
    let annotate = |article: Article| {
        let input = Input {
            text: &article.text,
            blocks: &article.blocks,
            published: article.published,
            language: &article.language,
        };
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
