use super::port::scope;
use js_sys::{Array, ArrayBuffer, JSON, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response};

/// Bytes of a file that lies beside the page; `Err` says what went wrong.
pub async fn beside_page(path: &str) -> Result<Vec<u8>, String> {
    let buffer = buffer_beside_page(path).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// The same, still outside this program's memory.
pub async fn buffer_beside_page(path: &str) -> Result<ArrayBuffer, String> {
    let reason = |error: JsValue| {
        error.dyn_ref::<js_sys::Error>().map_or_else(|| "no answer".to_owned(), |e| String::from(e.message()))
    };
    let response = JsFuture::from(scope().fetch_with_str(path)).await.map_err(reason)?;
    let response: Response = response.dyn_into().map_err(|_| "no answer".to_owned())?;
    if !response.ok() {
        return Err(format!("{path}: answer {}", response.status()));
    }
    let buffer = JsFuture::from(response.array_buffer().map_err(reason)?).await.map_err(reason)?;
    Ok(buffer.unchecked_into())
}

/// What lies in `sample/` beside the page: the sample, or somebody's own articles in a site made by
/// `verbatim site`.
pub struct Collection {
    /// What it is called.
    pub title: String,
    /// Whether these are somebody's own articles.
    pub own: bool,
    /// Their files, in order.
    pub files: Vec<String>,
    /// The same, read and understood already: a saved corpus.
    pub saved: Option<String>,
}

/// Reads the collection's index.
pub async fn collection() -> Result<Collection, String> {
    let bytes = beside_page("sample/index.json").await?;
    let index = JSON::parse(&String::from_utf8_lossy(&bytes))
        .map_err(|_| "sample/index.json cannot be read".to_owned())?;
    let field = |name: &str| js_sys::Reflect::get(&index, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let files = field("files");
    let files = files.dyn_ref::<Array>().ok_or_else(|| "sample/index.json lists no files".to_owned())?;
    Ok(Collection {
        title: field("title").as_string().unwrap_or_default(),
        own: field("own").is_truthy(),
        saved: field("saved").as_string(),
        files: files.iter().filter_map(|file| file.as_string()).collect(),
    })
}

/// Bytes of a file that the reader gave, still outside this program's memory.
pub async fn buffer_of(file: &Blob) -> Result<ArrayBuffer, String> {
    let buffer = JsFuture::from(file.array_buffer())
        .await
        .map_err(|_| "The browser could not read this file. Is it still there?".to_owned())?;
    Ok(buffer.unchecked_into())
}
