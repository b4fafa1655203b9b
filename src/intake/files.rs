//! Files with their paths, from a drop, a file picker or a folder picker.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry,
    FileSystemFileEntry,
};

/// A file and the path that problems and origins name it by.
pub type Named = (String, File);

/// What was picked; from a folder picker with the folder's path.
pub fn picked(list: &FileList) -> Vec<Named> {
    let files = (0..list.length()).filter_map(|at| list.get(at));
    let mut named: Vec<Named> = files
        .map(|file| {
            let path =
                js_sys::Reflect::get(&file, &"webkitRelativePath".into()).ok().and_then(|p| p.as_string());
            (path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name()), file)
        })
        .filter(|(name, _)| is_wanted(name))
        .collect();
    named.sort_by(|a, b| a.0.cmp(&b.0));
    named
}

/// What was dropped: entries must be taken before the event is over, their contents come later.
pub fn dropped(transfer: &DataTransfer) -> impl Future<Output = Vec<Named>> + use<> {
    let items = transfer.items();
    let entries: Vec<FileSystemEntry> = (0..items.length())
        .filter_map(|at| items.get(at))
        .filter_map(|item| item.webkit_get_as_entry().ok().flatten())
        .collect();
    let plain = if entries.is_empty() { transfer.files().map(|list| picked(&list)) } else { None };
    async move {
        let mut named = plain.unwrap_or_default();
        let mut waiting = entries;
        while let Some(entry) = waiting.pop() {
            if entry.is_directory() {
                waiting.extend(entries_of(entry.unchecked_into()).await);
            } else if let Some(file) = file_of(entry.clone().unchecked_into()).await {
                named.push((entry.full_path().trim_start_matches('/').to_owned(), file));
            }
        }
        named.retain(|(name, _)| is_wanted(name));
        named.sort_by(|a, b| a.0.cmp(&b.0));
        named
    }
}

/// Not what systems leave in folders unasked.
fn is_wanted(path: &str) -> bool {
    !path.split('/').any(|part| {
        part.starts_with('.') || part == "__MACOSX" || part == "Thumbs.db" || part == "desktop.ini"
    })
}

async fn entries_of(folder: FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader: FileSystemDirectoryReader = folder.create_reader();
    let mut all = Vec::new();
    // A reader hands out a hundred at a time, and nothing when it is through.
    loop {
        let promise = Promise::new(&mut |resolve, reject| {
            let _ = reader
                .read_entries_with_callback_and_callback(&resolve.unchecked_into(), &reject.unchecked_into());
        });
        let Ok(found) = JsFuture::from(promise).await else { break };
        let found: Array = found.unchecked_into();
        if found.length() == 0 {
            break;
        }
        all.extend(found.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
    all
}

async fn file_of(entry: FileSystemFileEntry) -> Option<File> {
    let promise = Promise::new(&mut |resolve, reject| {
        entry.file_with_callback_and_callback(&resolve.unchecked_into(), &reject.unchecked_into());
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::is_wanted;

    #[test]
    fn systems_own_files_are_left_out() {
        assert!(is_wanted("2031/harbour post/ferry.txt"));
        for path in [".DS_Store", "a/.git/config", "__MACOSX/ferry.txt", "a/Thumbs.db"] {
            assert!(!is_wanted(path), "{path}");
        }
    }
}
