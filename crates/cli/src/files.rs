use std::io;
use std::path::{Path, PathBuf};

/// A file to read, with the name that it gets in the output.
pub struct Found {
    pub path: PathBuf,
    /// The path as given, `/` between folders.
    pub name: String,
}

/// All files under some paths, in a stable order: as given, and by name inside a folder. Hidden
/// files (`.DS_Store`) are passed over unless they are named themselves.
///
/// A path that is not there, or a folder that may not be read, is told as (path, reason).
pub fn find(paths: &[PathBuf]) -> (Vec<Found>, Vec<(PathBuf, io::Error)>) {
    let (mut found, mut failed) = (Vec::new(), Vec::new());
    for root in paths {
        let walk =
            walkdir::WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter().filter_entry(
                |entry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.'),
            );
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => found.push(Found { name: name(entry.path()), path: entry.into_path() }),
                Err(error) => {
                    let path = error.path().unwrap_or(root).to_path_buf();
                    failed.push((
                        path,
                        error.into_io_error().unwrap_or_else(|| io::Error::other("a link leads in a circle")),
                    ));
                }
            }
        }
    }
    (found, failed)
}

/// A path as it is written in output.
pub fn name(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
        .replace("//", "/")
}
