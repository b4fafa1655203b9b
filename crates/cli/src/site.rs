use crate::{Outcome, files, index, output, parse, single_file};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The page's worker looks for its opening collection here, beside itself.
const COLLECTION: &str = "sample";

/// The collection as a saved corpus, which the page opens without reading the files again.
const SAVED: &str = "corpus.vbt";

#[derive(clap::Args)]
pub struct Arguments {
    /// Files or folders with the articles.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Folder to write the site to, which must be new or empty; or a new file that ends in `.html`: then
    /// the whole site is that one file, which opens by a double click.
    #[arg(long, value_name = "DIR or FILE.html")]
    out: PathBuf,
    /// The built page, as `cargo xtask build` makes it.
    #[arg(long, value_name = "DIR", default_value = "dist")]
    page: PathBuf,
    /// What the collection is called [default: the name of the first path]
    #[arg(long)]
    title: Option<String>,
}

/// What the worker reads first.
#[derive(Serialize)]
struct Index<'a> {
    title: &'a str,
    /// Tells the page that these are somebody's articles and not the sample.
    own: bool,
    files: Vec<&'a str>,
    /// The same, read and understood already.
    saved: &'a str,
}

/// One file of the collection.
struct Entry {
    path: PathBuf,
    /// Path below the collection's folder, `/` between folders.
    name: String,
}

pub fn run(arguments: &Arguments) -> io::Result<Outcome> {
    if arguments.out.extension().is_none_or(|extension| extension != "html") {
        return write(arguments, &arguments.out);
    }
    if arguments.out.exists() {
        let words = format!("{} is there already: name another, or delete it first", arguments.out.display());
        return Err(usage(words));
    }
    let folder = tempfile::tempdir()?;
    let outcome = write(arguments, folder.path())?;
    fs::write(&arguments.out, single_file::pack(folder.path())?)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", arguments.out.display())))?;
    Ok(outcome)
}

/// Writes the site into a folder.
fn write(arguments: &Arguments, out_folder: &Path) -> io::Result<Outcome> {
    let page = page_files(&arguments.page)?;
    let taken = fs::read_dir(out_folder).map(|mut dir| dir.next().is_some());
    if taken.unwrap_or(out_folder.exists()) {
        let words =
            format!("{} is not an empty folder: name another, or delete it first", out_folder.display());
        return Err(usage(words));
    }
    // Everything is listed and read before the first byte is written: the site may lie inside
    // one of the folders that it is made from.
    let (entries, articles, partial) = collection(&arguments.paths);
    if entries.is_empty() {
        return Err(usage("none of these files holds an article".to_owned()));
    }

    for (from, below) in &page {
        copy(from, &out_folder.join(below))?;
    }
    let folder = out_folder.join(COLLECTION);
    for entry in &entries {
        copy(&entry.path, &folder.join(&entry.name))?;
    }
    let title = arguments.title.clone().or_else(|| arguments.paths.first().and_then(|path| root_name(path)));
    let title = title.as_deref().unwrap_or("Articles");
    let published: Vec<files::Found> = entries
        .iter()
        .map(|entry| files::Found { path: folder.join(&entry.name), name: entry.name.clone() })
        .collect();
    index::save_files(&published, &folder.join(SAVED))?;
    let files = entries.iter().map(|entry| entry.name.as_str()).collect();
    let index = Index { title, own: true, files, saved: SAVED };
    fs::write(folder.join("index.json"), serde_json::to_vec_pretty(&index)?)?;
    // Without it GitHub Pages, when it publishes a branch, drops files that begin with `_`.
    fs::write(out_folder.join(".nojekyll"), "")?;

    let mut out = output::stdout();
    writeln!(out, "{}: {articles} articles from {} files", arguments.out.display(), entries.len())?;
    out.flush()?;
    Ok(if partial { Outcome::Partial } else { Outcome::Complete })
}

/// The page's own files, without the collection that it was built with: where each is, and its
/// path below the page's folder.
fn page_files(page: &Path) -> io::Result<Vec<(PathBuf, PathBuf)>> {
    if !page.join("index.html").is_file() {
        return Err(usage(format!(
            "there is no page in {}: run `cargo xtask build` first, or name its folder with --page",
            page.display()
        )));
    }
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(page).sort_by_file_name() {
        let entry = entry.map_err(io::Error::from)?;
        let below = entry.path().strip_prefix(page).unwrap_or(entry.path()).to_path_buf();
        if entry.file_type().is_file() && !below.starts_with(COLLECTION) {
            files.push((entry.into_path(), below));
        }
    }
    Ok(files)
}

/// The files that hold articles, how many articles these are, and whether anything was left out
/// or could not be read whole.
fn collection(paths: &[PathBuf]) -> (Vec<Entry>, usize, bool) {
    let (mut entries, mut articles, mut partial) = (Vec::new(), 0, false);
    let mut taken = BTreeSet::from(["index.json".to_owned(), SAVED.to_owned()]);
    for root in paths {
        let (found, failed) = files::find(std::slice::from_ref(root));
        for (path, error) in failed {
            partial = true;
            eprintln!("{}: {error}", path.display());
        }
        for file in found {
            let read = match parse::read(&file) {
                Ok(read) => read,
                Err(error) => {
                    partial = true;
                    eprintln!("{}: {error}", file.name);
                    continue;
                }
            };
            for problem in &read.problems {
                partial = true;
                eprintln!("{}: {}", problem.file, problem.problem);
            }
            if !read.articles.is_empty() {
                articles += read.articles.len();
                let name = unused(below(root, &file.path, paths.len() > 1), &mut taken);
                entries.push(Entry { path: file.path, name });
            }
        }
    }
    (entries, articles, partial)
}

/// A file's path as the site shows it: below the folder that was named, so that nobody publishes
/// where their home folder is. Of several folders, each keeps its own name in front.
fn below(root: &Path, file: &Path, several: bool) -> String {
    let inside = file.strip_prefix(root).unwrap_or(file);
    let path = if inside.as_os_str().is_empty() {
        file.file_name().map(PathBuf::from).unwrap_or_default()
    } else if several {
        root_name(root).map_or_else(|| inside.to_path_buf(), |name| Path::new(&name).join(inside))
    } else {
        inside.to_path_buf()
    };
    // What would end or change an address; a browser escapes everything else by itself.
    files::name(&path).replace(|c: char| matches!(c, '#' | '?' | '%' | '\\') || c.is_control(), "_")
}

/// The last part of a path, also of `.` and `../..`.
fn root_name(path: &Path) -> Option<String> {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    name(path).or_else(|| fs::canonicalize(path).ok().and_then(|path| name(&path)))
}

/// The name, or the first of `name-2.txt`, `name-3.txt` … that is free. Letters' case does not
/// make a difference, since on some file systems it does not.
fn unused(name: String, taken: &mut BTreeSet<String>) -> String {
    let mut candidate = name.clone();
    let mut number = 1;
    while !taken.insert(candidate.to_lowercase()) {
        number += 1;
        let (stem, extension) = match name.rsplit_once('.') {
            Some((stem, extension)) if !extension.contains('/') => (stem, format!(".{extension}")),
            _ => (name.as_str(), String::new()),
        };
        candidate = format!("{stem}-{number}{extension}");
    }
    candidate
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).map(drop).map_err(|error| {
        io::Error::new(error.kind(), format!("{} to {}: {error}", from.display(), to.display()))
    })
}

fn usage(words: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_below_what_was_named() {
        let under = |root: &str, file: &str, several| below(Path::new(root), Path::new(file), several);
        assert_eq!(under("/home/mara/press", "/home/mara/press/may/a.txt", false), "may/a.txt");
        assert_eq!(under("/home/mara/press", "/home/mara/press/may/a.txt", true), "press/may/a.txt");
        assert_eq!(under("/home/mara/a.txt", "/home/mara/a.txt", true), "a.txt");
        assert_eq!(under("x", "x/100% #1?.txt", false), "100_ _1_.txt");
    }

    #[test]
    fn a_taken_name_is_numbered() {
        let mut taken = BTreeSet::new();
        let names = ["a.txt", "A.txt", "a.txt", "b/c", "b/c", "v1.2/d", "v1.2/d"];
        let names: Vec<String> = names.iter().map(|name| unused((*name).to_owned(), &mut taken)).collect();
        assert_eq!(names, ["a.txt", "A-2.txt", "a-3.txt", "b/c", "b/c-2", "v1.2/d", "v1.2/d-2"]);
    }
}
