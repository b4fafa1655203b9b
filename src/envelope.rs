//! A message as it crosses between page and worker: the encoded body, and the files beside it.

use crate::protocol::encode;
use js_sys::{Array, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

#[derive(Serialize, Deserialize)]
pub struct Envelope {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    body: Uint8Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    files: Array,
}

impl Envelope {
    /// Packs a message: the value to post, and what is moved to the other side instead of copied.
    pub fn pack<T: Serialize>(message: &T, files: &[File]) -> Result<(JsValue, Array), String> {
        let body = Uint8Array::from(encode(message)?.as_slice());
        let moved = Array::of1(&body.buffer());
        let files = files.iter().collect();
        let value = serde_wasm_bindgen::to_value(&Self { body, files }).map_err(|error| error.to_string())?;
        Ok((value, moved))
    }

    /// Unpacks what arrived: the body's bytes and the files.
    pub fn open(data: JsValue) -> Result<(Vec<u8>, Vec<File>), String> {
        let envelope: Self = serde_wasm_bindgen::from_value(data).map_err(|error| error.to_string())?;
        let files = envelope.files.iter().filter_map(|file| file.dyn_into().ok()).collect();
        Ok((envelope.body.to_vec(), files))
    }
}
