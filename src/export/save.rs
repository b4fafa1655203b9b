use crate::app::Store;
use crate::protocol::{Request, Response};
use crate::state::Sheet;
use gloo::utils::document;
use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Has the browser save some bytes under a name.
pub fn save_blob(name: &str, blob: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else { return };
    let anchor =
        document().create_element("a").ok().and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(anchor) = anchor {
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
    }
    let _ = Url::revoke_object_url(&address);
}

/// Has the browser save a text under a name.
pub fn save_text(name: &str, kind: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    if let Ok(blob) = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options) {
        save_blob(name, &blob);
    }
}

/// Saves the corpus as a file that this page and the command open again.
pub fn save_corpus(store: Store) {
    store.ask(Request::Save, move |response| {
        let Response::Saved(Ok(bytes)) = response else { return };
        let bytes = js_sys::Uint8Array::from(bytes.as_slice());
        if let Ok(blob) = Blob::new_with_u8_array_sequence(&Array::of1(&bytes)) {
            save_blob("articles.vbt", &blob);
        }
    });
}

/// Saves all rows of the current tab, not only those on screen.
pub fn save_csv(store: Store, name: &'static str) {
    let request = store.request_all();
    store.ask(Request::View(Box::new(request)), move |response| {
        if let Response::View(view) = response {
            save_text(
                &format!("verbatim-{name}.csv"),
                "text/csv;charset=utf-8",
                &Sheet::new(&view.rows).csv(),
            );
        }
    });
}
