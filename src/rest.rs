//! The part of a program that its first view does without. The build takes it out of the module (`xtask/src/split`), and
//! leaves stubs there that call [`need_rest`].

use js_sys::WebAssembly::{Instance, Module, compile};
use js_sys::{JsString, Object, Promise, Reflect, Uint8Array};
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

thread_local! {
    static STATE: Cell<State> = const { Cell::new(State::Away) };
    static TOLD: Cell<bool> = const { Cell::new(false) };
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Away,
    Coming,
    There,
}

const TROUBLE: &str =
    "A part of this page could not be loaded. Look whether there is a network, then reload the page.";

/// The rest's file: what is exported for it bears its name. None where the program is whole.
fn file() -> Option<JsString> {
    let exported = Object::keys(wasm_bindgen::exports().unchecked_ref::<Object>());
    exported
        .iter()
        .filter_map(|name| name.dyn_into::<JsString>().ok())
        .find(|name| name.ends_with(".wasm", name.length() as i32))
}

/// Fetches and compiles the rest before something needs it, without waiting for it; whether that began.
pub fn prefetch() -> bool {
    let Some(file) = file().filter(|file| STATE.get() == State::Away && packed(file).is_none()) else {
        return false;
    };
    STATE.set(State::Coming);
    spawn_local(async move {
        let put = match compiled(&file).await {
            // It may have been needed meanwhile.
            Some(module) => STATE.get() == State::There || put(&module),
            None => false,
        };
        if !put {
            STATE.set(State::Away);
        }
    });
    true
}

#[wasm_bindgen]
extern "C" {
    /// The global function, in pages and in workers.
    fn fetch(address: &JsString) -> Promise;
}

async fn compiled(file: &JsString) -> Option<Module> {
    let response = JsFuture::from(fetch(file)).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let bytes = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    // Beside the page, not in one of its tasks.
    JsFuture::from(compile(&bytes)).await.ok()?.dyn_into().ok()
}

/// Fetches the rest and waits for it: something needs it now. A request that blocks is the only way to wait in the middle
/// of a call; it is rare, since [`prefetch`] comes before.
#[wasm_bindgen]
pub fn need_rest() {
    if STATE.get() == State::There {
        return;
    }
    let bytes = file().and_then(|file| packed(&file).or_else(|| requested(&file)));
    let module = bytes.and_then(|bytes| Module::new(&bytes).ok());
    if !module.is_some_and(|module| put(&module)) {
        // Once: more and more would fail.
        if !TOLD.replace(true)
            && let Ok(alert) = Reflect::get(&js_sys::global(), &"alert".into())
            && let Some(alert) = alert.dyn_ref::<js_sys::Function>()
        {
            let _ = alert.call1(&JsValue::NULL, &TROUBLE.into());
        }
        wasm_bindgen::throw_str(TROUBLE);
    }
}

/// The bytes where a page of one file has unpacked them (`single_file.js`).
fn packed(file: &JsString) -> Option<JsValue> {
    let rest = Reflect::get(&js_sys::global(), &"rest".into()).ok()?;
    let program = file.split("_").get(0);
    let bytes = Reflect::get(&rest, &program).ok()?;
    bytes.is_instance_of::<js_sys::ArrayBuffer>().then_some(bytes)
}

fn requested(file: &JsString) -> Option<JsValue> {
    let request = web_sys::XmlHttpRequest::new().ok()?;
    request.open_with_async("GET", &String::from(file), false).ok()?;
    // A page may not ask for bytes while it waits, but for a text of which every character is a byte.
    request.override_mime_type("text/plain; charset=x-user-defined").ok()?;
    request.send().ok()?;
    if request.status().ok()? != 200 {
        return None;
    }
    let text = request.response_text().ok()??;
    let bytes: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    Some(Uint8Array::from(bytes.as_slice()).into())
}

/// Puts the rest in its place: it fills the table that the stubs call through.
fn put(module: &Module) -> bool {
    let imports = Object::new();
    let given = Reflect::set(&imports, &"first".into(), &wasm_bindgen::exports());
    let put = given.and_then(|_| Instance::new(module, &imports)).is_ok();
    if put {
        STATE.set(State::There);
    }
    put
}
