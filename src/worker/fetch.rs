use super::port::scope;
use js_sys::{Array, JSON, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response};

/// Bytes of a file that lies beside the page; `Err` says what went wrong.
pub async fn beside_page(path: &str) -> Result<Vec<u8>, String> {
    let reason = |error: JsValue| {
        error.dyn_ref::<js_sys::Error>().map_or_else(|| "no answer".to_owned(), |e| String::from(e.message()))
    };
    let response = JsFuture::from(scope().fetch_with_str(path)).await.map_err(reason)?;
    let response: Response = response.dyn_into().map_err(|_| "no answer".to_owned())?;
    if !response.ok() {
        return Err(format!("{path}: answer {}", response.status()));
    }
    let buffer = JsFuture::from(response.array_buffer().map_err(reason)?).await.map_err(reason)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// The list of the sample's files: a JSON array of paths, or of objects with a `file`.
pub async fn sample_files() -> Result<Vec<String>, String> {
    let bytes = beside_page("sample/index.json").await?;
    let text = String::from_utf8_lossy(&bytes);
    let list = JSON::parse(&text).map_err(|_| "sample/index.json is not JSON".to_owned())?;
    let list = if Array::is_array(&list) {
        list
    } else {
        js_sys::Reflect::get(&list, &"files".into()).unwrap_or(JsValue::NULL)
    };
    let name = |entry: JsValue| {
        entry.as_string().or_else(|| js_sys::Reflect::get(&entry, &"file".into()).ok()?.as_string())
    };
    Ok(list.dyn_ref::<Array>().map(|list| list.iter().filter_map(name).collect()).unwrap_or_default())
}

/// Bytes of a file that the reader gave.
pub async fn bytes_of(file: &Blob) -> Result<Vec<u8>, String> {
    let buffer = JsFuture::from(file.array_buffer())
        .await
        .map_err(|_| "The browser could not read this file. Is it still there?".to_owned())?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
