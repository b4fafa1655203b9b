use crate::envelope::Envelope;
use crate::protocol::{Event, FromWorker, RequestId, Response, ToWorker, decode};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, File};

/// The worker's global scope.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Bytes of memory that this worker's WebAssembly has.
pub fn memory() -> f64 {
    let memory = wasm_bindgen::memory().dyn_into::<js_sys::WebAssembly::Memory>();
    let buffer = memory.map(|memory| memory.buffer().unchecked_into::<js_sys::ArrayBuffer>());
    buffer.map_or(0.0, |buffer| f64::from(buffer.byte_length()))
}

/// Gigabytes of memory that the machine has, as far as the browser tells.
pub fn machine_memory() -> Option<f64> {
    js_sys::Reflect::get(&scope().navigator(), &"deviceMemory".into()).ok()?.as_f64()
}

/// Hears what a trap inside a future leaves behind: it never reaches the other side's `error` event.
pub fn on_rejection(heard: impl Fn(String) + 'static) {
    let heard = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        let reason = js_sys::Reflect::get(&event, &"reason".into()).unwrap_or_default();
        heard(format!("{reason:?}"));
    });
    let _ = scope().add_event_listener_with_callback("unhandledrejection", heard.as_ref().unchecked_ref());
    heard.forget();
}

/// Sends an event to the page.
pub fn tell(event: Event) {
    send(&FromWorker::Event(event));
}

/// Sends an answer to the page.
pub fn answer(id: RequestId, response: Response) {
    send(&FromWorker::Answer { id, response });
}

fn send(message: &FromWorker) {
    if let Ok((value, moved)) = Envelope::pack(message, &[]) {
        // Fails only when the page is gone.
        let _ = scope().post_message_with_transfer(&value, &moved);
    }
}

/// A request from the page, with its files.
pub fn receive(data: JsValue) -> Result<(ToWorker, Vec<File>), String> {
    let (body, files) = Envelope::open(data)?;
    Ok((decode(&body)?, files))
}
