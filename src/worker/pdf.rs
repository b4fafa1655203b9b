//! The text of PDF files. What knows their format is as heavy as much else together, so it is a
//! program of its own, which a helper starts when the first PDF comes.

use super::port;
use crate::protocol::{decode, encode};
use gloo::events::EventListener;
use js_sys::{Array, Promise, Uint8Array};
use std::cell::RefCell;
use verbatim_ingest::PdfText;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, MessageEvent, MessagePort, Worker, WorkerOptions, WorkerType};

const SCRIPT: &str = "pdf_loader.js";

/// Why there is no text when the program does not come.
const NOT_LOADED: &str = "The part of this page that reads PDF files could not be loaded. Reload the page, or save the text as a file and add that.";

thread_local! {
    static PROGRAM: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// The text layer of a PDF.
pub async fn text(bytes: &[u8]) -> PdfText {
    let known = PROGRAM.with_borrow(Clone::clone);
    let program = match known {
        Some(program) => program,
        None => {
            let Ok(program) = started().await else { return PdfText::Unread(NOT_LOADED.to_owned()) };
            PROGRAM.set(Some(program.clone()));
            program
        }
    };
    let answer = JsFuture::from(asked(&program, bytes)).await;
    let found = answer.ok().and_then(|answer| decode(&Uint8Array::new(&answer).to_vec()).ok());
    found.unwrap_or_else(|| {
        // It died of this file; the next one gets another.
        program.terminate();
        PROGRAM.set(None);
        PdfText::Broken
    })
}

/// The program, once it listens.
async fn started() -> Result<Worker, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let program = Worker::new_with_options(SCRIPT, &options)?;
    let listening = Promise::new(&mut |ready, failed| {
        once(&program, "message", move |_| drop(ready.call0(&JsValue::NULL)));
        once(&program, "error", move |_| drop(failed.call0(&JsValue::NULL)));
    });
    JsFuture::from(listening).await?;
    Ok(program)
}

/// Hands a file over; what is answered, on a port of its own.
fn asked(program: &Worker, bytes: &[u8]) -> Promise {
    Promise::new(&mut |answered, failed| {
        let send = || {
            let channel = MessageChannel::new()?;
            let file = Uint8Array::from(bytes);
            let moved = Array::of2(&file.buffer(), &channel.port2());
            let answer = channel.port1();
            once(&answer, "message", move |event| {
                let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
                drop(answered.call1(&JsValue::NULL, &data.unwrap_or_default()));
            });
            answer.start();
            program.post_message_with_transfer(&Array::of2(&file, &channel.port2()), &moved)
        };
        let died = failed.clone();
        once(program, "error", move |_| drop(died.call0(&JsValue::NULL)));
        if send().is_err() {
            drop(failed.call0(&JsValue::NULL));
        }
    })
}

/// Hears an event for as long as the target lives, and does its work the first time.
fn once(target: &web_sys::EventTarget, event: &'static str, work: impl FnOnce(&web_sys::Event) + 'static) {
    EventListener::once(target, event, work).forget();
}

/// Takes the text out of PDF files until the helper ends it.
pub fn start() {
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let parts = Array::from(&event.data());
        let found = verbatim_ingest::pdf_text(&Uint8Array::new(&parts.get(0)).to_vec());
        if let (Ok(found), Ok(port)) = (encode(&found), parts.get(1).dyn_into::<MessagePort>()) {
            let found = Uint8Array::from(found.as_slice());
            let _ = port.post_message_with_transferable(&found, &Array::of1(&found.buffer()));
        }
    });
    port::scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let _ = port::scope().post_message(&JsValue::TRUE);
}
