//! Between two articles a helper hears what it is told, and stands back while somebody waits for an answer: on a machine
//! of few processors the page would draw it four times as slowly beside helpers that read.

use super::port;
use gloo::timers::future::TimeoutFuture;
use js_sys::Promise;
use std::cell::Cell;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

thread_local! {
    static UNTIL: Cell<f64> = const { Cell::new(0.0) };
    static LAST: Cell<f64> = const { Cell::new(0.0) };
    static CHANNEL: Option<MessageChannel> = MessageChannel::new().ok();
}

/// Milliseconds without listening.
const DEAF: f64 = 4.0;

/// Work is to rest for so many milliseconds from now.
pub fn hold(milliseconds: u32) {
    UNTIL.set(now() + f64::from(milliseconds));
}

/// Lets in what has been told meanwhile, and waits as long as that says.
pub async fn breathe() {
    if now() - LAST.get() < DEAF {
        return;
    }
    // A timer of no time at all would take four milliseconds.
    if let Some(channel) = CHANNEL.with(Clone::clone) {
        let heard = Promise::new(&mut |resolve, _| {
            channel.port1().set_onmessage(Some(&resolve));
            let _ = channel.port2().post_message(&JsValue::NULL);
        });
        let _ = JsFuture::from(heard).await;
    }
    loop {
        let left = UNTIL.get() - now();
        if left <= 0.0 {
            break;
        }
        TimeoutFuture::new(left.ceil() as u32).await;
    }
    LAST.set(now());
}

fn now() -> f64 {
    port::scope().performance().map_or(0.0, |clock| clock.now())
}
