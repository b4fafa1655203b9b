//! One file in IndexedDB.

use super::port::scope;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, IdbDatabase, IdbOpenDbRequest, IdbRequest, IdbTransactionMode};

const NAME: &str = "verbatim";
const STORE: &str = "kept";
const KEY: &str = "corpus";

/// Waits for one of two events of something.
async fn until(target: &JsValue, done: &str, failed: &[&str]) -> Result<(), JsValue> {
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        let _ = js_sys::Reflect::set(target, &format!("on{done}").into(), &resolve);
        for failure in failed {
            let _ = js_sys::Reflect::set(target, &format!("on{failure}").into(), &reject);
        }
    });
    JsFuture::from(promise).await.map(drop).map_err(|_| {
        let error = js_sys::Reflect::get(target, &"error".into());
        error.unwrap_or_else(|_| JsValue::from_str("The browser refused."))
    })
}

async fn result(request: &IdbRequest) -> Result<JsValue, JsValue> {
    until(request, "success", &["error", "blocked"]).await?;
    request.result()
}

/// The database; unless `make`, only when there is one.
async fn database(make: bool) -> Result<IdbDatabase, JsValue> {
    let factory = scope().indexed_db()?.ok_or(JsValue::from_str("This browser has no database."))?;
    let request: IdbOpenDbRequest = factory.open_with_u32(NAME, 1)?;
    let upgraded = request.clone();
    let upgrade = Closure::once_into_js(move || {
        if !make {
            let _ = upgraded.transaction().map(|transaction| transaction.abort());
        } else if let Ok(made) = upgraded.result() {
            let _ = made.unchecked_into::<IdbDatabase>().create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    result(&request).await?.dyn_into()
}

/// What is kept.
pub async fn load() -> Result<Option<Blob>, JsValue> {
    let database = database(false).await?;
    let store = database.transaction_with_str(STORE)?.object_store(STORE)?;
    let found = result(&store.get(&KEY.into())?).await;
    database.close();
    Ok(found?.dyn_into().ok())
}

/// Keeps a file in the place of the one before.
pub async fn save(file: &Blob) -> Result<(), JsValue> {
    let database = database(true).await?;
    let transaction = database.transaction_with_str_and_mode(STORE, IdbTransactionMode::Readwrite)?;
    transaction.object_store(STORE)?.put_with_key(file, &KEY.into())?;
    let done = until(&transaction, "complete", &["error", "abort"]).await;
    database.close();
    done
}

/// Forgets it.
pub async fn delete() {
    if let Ok(Some(factory)) = scope().indexed_db()
        && let Ok(request) = factory.delete_database(NAME)
    {
        let _ = result(&request).await;
    }
}
