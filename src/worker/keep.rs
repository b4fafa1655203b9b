//! Articles kept on this computer, in the browser's private file system (OPFS). Two files take
//! turns, and a third names the one that counts: a tab that is killed while saving leaves the old
//! one untouched.

use super::port::scope;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions, FileSystemSyncAccessHandle,
};

const POINTER: &str = "kept";
const SLOTS: [&str; 2] = ["kept-0.vbt", "kept-1.vbt"];

async fn folder() -> Result<FileSystemDirectoryHandle, JsValue> {
    JsFuture::from(scope().navigator().storage().get_directory()).await?.dyn_into()
}

async fn file(
    folder: &FileSystemDirectoryHandle,
    name: &str,
    create: bool,
) -> Result<FileSystemFileHandle, JsValue> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(create);
    JsFuture::from(folder.get_file_handle_with_options(name, &options)).await?.dyn_into()
}

async fn read(folder: &FileSystemDirectoryHandle, name: &str) -> Result<Vec<u8>, JsValue> {
    let handle = file(folder, name, false).await?;
    let blob: web_sys::Blob = JsFuture::from(handle.get_file()).await?.dyn_into()?;
    let buffer = JsFuture::from(blob.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

async fn write(folder: &FileSystemDirectoryHandle, name: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let handle = file(folder, name, true).await?;
    let access: FileSystemSyncAccessHandle =
        JsFuture::from(handle.create_sync_access_handle()).await?.dyn_into()?;
    let written =
        access
            .truncate_with_u32(0)
            .and_then(|()| access.write_with_u8_array(bytes))
            .and_then(|written| {
                if written as usize == bytes.len() { Ok(()) } else { Err(JsValue::from_str("disk full")) }
            })
            .and_then(|()| access.flush());
    access.close();
    written
}

async fn current(folder: &FileSystemDirectoryHandle) -> Option<usize> {
    match read(folder, POINTER).await.ok()?.first()? {
        b'0' => Some(0),
        b'1' => Some(1),
        _ => None,
    }
}

/// What is kept, if anything.
pub async fn load() -> Option<Vec<u8>> {
    let folder = folder().await.ok()?;
    let slot = current(&folder).await?;
    read(&folder, SLOTS[slot]).await.ok()
}

/// Keeps a corpus in the place of the one before.
pub async fn save(bytes: &[u8]) -> Result<(), String> {
    let reason = |error: JsValue| {
        let quota = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
        quota.or_else(|| error.as_string()).unwrap_or_else(|| "the browser refused".to_owned())
    };
    let folder = folder().await.map_err(reason)?;
    let old = current(&folder).await;
    let slot = old.map_or(0, |slot| 1 - slot);
    write(&folder, SLOTS[slot], bytes).await.map_err(reason)?;
    write(&folder, POINTER, &[b'0' + slot as u8]).await.map_err(reason)?;
    if let Some(old) = old {
        let _ = JsFuture::from(folder.remove_entry(SLOTS[old])).await;
    }
    Ok(())
}

/// Forgets what is kept.
pub async fn delete() {
    let Ok(folder) = folder().await else { return };
    for name in [POINTER, SLOTS[0], SLOTS[1]] {
        let _ = JsFuture::from(folder.remove_entry(name)).await;
    }
}
