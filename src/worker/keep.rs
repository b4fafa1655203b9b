//! Articles kept on this computer: in the browser's private file system (OPFS), or where that cannot be
//! written to, in IndexedDB.
//!
//! In OPFS two files take turns. Each has a mark beside it that is written last and says how long the file is and which
//! of the two is newer; a tab that is killed while saving leaves the older file with its mark. In IndexedDB the file is
//! one value, and its transaction is whole or never was.

use super::backing::Backing;
use super::engine::Engine;
use super::keep_database as database;
use super::port::scope;
use js_sys::Uint8Array;
use std::cell::RefCell;
use verbatim_corpus::file::Written;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions,
    FileSystemReadWriteOptions, FileSystemSyncAccessHandle, StorageEstimate,
};

const FILES: [&str; 2] = ["kept-0.vbt", "kept-1.vbt"];
const MARKS: [&str; 2] = ["kept-0.mark", "kept-1.mark"];

/// What a mark begins with.
const MAGIC: &[u8; 8] = b"verbatim";

async fn folder() -> Result<FileSystemDirectoryHandle, JsValue> {
    JsFuture::from(scope().navigator().storage().get_directory()).await?.dyn_into()
}

async fn handle(
    folder: &FileSystemDirectoryHandle,
    name: &str,
    create: bool,
) -> Result<FileSystemFileHandle, JsValue> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(create);
    JsFuture::from(folder.get_file_handle_with_options(name, &options)).await?.dyn_into()
}

async fn blob(folder: &FileSystemDirectoryHandle, name: &str) -> Result<Blob, JsValue> {
    JsFuture::from(handle(folder, name, false).await?.get_file()).await?.dyn_into()
}

async fn remove(folder: &FileSystemDirectoryHandle, name: &str) {
    let _ = JsFuture::from(folder.remove_entry(name)).await;
}

/// Number and length that a whole mark tells.
fn mark(bytes: &[u8]) -> Option<(u64, u64)> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let number = |at: usize| rest.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes);
    let (turn, length, check) = (number(0)?, number(8)?, number(16)?);
    (rest.len() == 24 && check == !(turn ^ length.rotate_left(32))).then_some((turn, length))
}

fn mark_of(turn: u64, length: u64) -> Vec<u8> {
    let check = !(turn ^ length.rotate_left(32));
    [MAGIC.as_slice(), &turn.to_le_bytes(), &length.to_le_bytes(), &check.to_le_bytes()].concat()
}

/// The files that are whole, with their turns, the newest first.
async fn whole(folder: &FileSystemDirectoryHandle) -> Vec<(u64, usize, Blob)> {
    let mut found = Vec::new();
    for (slot, (file, beside)) in FILES.into_iter().zip(MARKS).enumerate() {
        let Ok(beside) = blob(folder, beside).await else { continue };
        let Ok(buffer) = JsFuture::from(beside.array_buffer()).await else { continue };
        let Some((turn, length)) = mark(&Uint8Array::new(&buffer).to_vec()) else { continue };
        if let Ok(file) = blob(folder, file).await
            && file.size() as u64 == length
        {
            found.push((turn, slot, file));
        }
    }
    found.sort_by_key(|(turn, ..)| std::cmp::Reverse(*turn));
    found
}

/// What is kept, the newest first: when that cannot be opened, the one before can.
pub async fn load() -> Vec<Backing> {
    let mut kept = Vec::new();
    if let Ok(folder) = folder().await {
        kept.extend(whole(&folder).await.into_iter().map(|(.., file)| Backing(file)));
    }
    if let Ok(Some(blob)) = database::load().await {
        kept.push(Backing(blob));
    }
    kept
}

fn reason(error: &JsValue) -> String {
    let named = js_sys::Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    if named.as_deref() == Some("QuotaExceededError") {
        return "The browser has no room left for this page. Delete something it keeps, or save a corpus file instead."
            .to_owned();
    }
    let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    message.or_else(|| error.as_string()).unwrap_or_else(|| "The browser refused.".to_owned())
}

/// Bytes that the browser still grants this page, where it tells.
async fn room() -> Option<f64> {
    let estimate = JsFuture::from(scope().navigator().storage().estimate().ok()?).await.ok()?;
    let estimate: StorageEstimate = estimate.unchecked_into();
    Some(estimate.get_quota()? - estimate.get_usage()?)
}

/// Keeps the corpus in the place of the one before; the answer is its length in bytes. Texts are read from there
/// afterwards.
pub async fn save(engine: &RefCell<Engine>) -> Result<u64, String> {
    let needed = engine.borrow().file_size();
    if let Some(room) = room().await
        && room < needed as f64
    {
        return Err(format!(
            "These articles need about {} MB, and the browser has {} MB left for this page. Save a corpus file instead.",
            needed / 1_000_000 + 1,
            (room / 1e6).max(0.0) as u64,
        ));
    }
    let (written, backing, old) = match in_files(engine).await {
        Ok(done) => done,
        Err(problem) => {
            let (written, backing) = in_database(engine).await.map_err(|_| problem)?;
            (written, backing, None)
        }
    };
    let length = written.length;
    engine.borrow_mut().rest_on(written, Box::new(backing));
    // Only now nobody reads the old file any more.
    if let Some((folder, slot)) = old {
        remove(&folder, MARKS[slot]).await;
        remove(&folder, FILES[slot]).await;
        database::delete().await;
    }
    Ok(length)
}

/// A folder and which of its two files is out of date.
type Old = Option<(FileSystemDirectoryHandle, usize)>;

async fn in_files(engine: &RefCell<Engine>) -> Result<(Written, Backing, Old), String> {
    let told = |error: JsValue| reason(&error);
    let folder = folder().await.map_err(told)?;
    let before = whole(&folder).await;
    let newest = before.first().map(|(turn, slot, _)| (*turn, *slot));
    let (turn, slot) = newest.map_or((1, 0), |(turn, slot)| (turn + 1, 1 - slot));
    remove(&folder, MARKS[slot]).await;
    let file = open(&folder, FILES[slot]).await.map_err(told)?;
    let mut at = 0;
    let written = engine.borrow().write(|piece| write(&file, &mut at, piece).map_err(told));
    let flushed = file.flush().map_err(told);
    file.close();
    let written = match flushed.and(written) {
        Ok(written) => written,
        Err(problem) => {
            remove(&folder, FILES[slot]).await;
            return Err(problem);
        }
    };
    let beside = open(&folder, MARKS[slot]).await.map_err(told)?;
    let marked = write(&beside, &mut 0, &mark_of(turn, written.length)).and_then(|()| beside.flush());
    beside.close();
    marked.map_err(told)?;
    let backing = Backing(blob(&folder, FILES[slot]).await.map_err(told)?);
    Ok((written, backing, Some((folder, 1 - slot))))
}

/// A file that is empty, for writing.
async fn open(folder: &FileSystemDirectoryHandle, name: &str) -> Result<FileSystemSyncAccessHandle, JsValue> {
    let access = JsFuture::from(handle(folder, name, true).await?.create_sync_access_handle()).await?;
    let access: FileSystemSyncAccessHandle = access.dyn_into()?;
    access.truncate_with_u32(0)?;
    Ok(access)
}

fn write(file: &FileSystemSyncAccessHandle, at: &mut u64, piece: &[u8]) -> Result<(), JsValue> {
    let options = FileSystemReadWriteOptions::new();
    options.set_at(*at as f64);
    let written = file.write_with_u8_array_and_options(piece, &options)?;
    *at += piece.len() as u64;
    match written as usize == piece.len() {
        true => Ok(()),
        false => Err(JsValue::from_str("The disk is full.")),
    }
}

async fn in_database(engine: &RefCell<Engine>) -> Result<(Written, Backing), String> {
    let pieces = js_sys::Array::new();
    let written = engine.borrow().write(|piece| {
        pieces.push(&Uint8Array::from(piece));
        Ok(())
    })?;
    let whole = Blob::new_with_u8_array_sequence(&pieces).map_err(|error| reason(&error))?;
    database::save(&whole).await.map_err(|error| reason(&error))?;
    let kept = database::load().await.map_err(|error| reason(&error))?;
    Ok((written, Backing(kept.unwrap_or(whole))))
}

/// Forgets what is kept.
pub async fn delete() {
    database::delete().await;
    let Ok(folder) = folder().await else { return };
    for name in MARKS.into_iter().chain(FILES) {
        remove(&folder, name).await;
    }
}

#[cfg(test)]
mod tests {
    use super::{mark, mark_of};

    #[test]
    fn half_a_mark_is_none() {
        let whole = mark_of(7, 123_456_789_012);
        assert_eq!(mark(&whole), Some((7, 123_456_789_012)));
        for length in 0..whole.len() {
            assert_eq!(mark(&whole[..length]), None);
        }
        for bit in 0..whole.len() * 8 {
            let mut changed = whole.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(mark(&changed), None, "bit {bit}");
        }
    }
}
