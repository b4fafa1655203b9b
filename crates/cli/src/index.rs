//! `verbatim index`: articles to what is one across them.

use crate::{Outcome, annotate, dumps, files, json, parse};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufWriter, Write};
use std::path::{Path, PathBuf};
use verbatim_article::{Article, ArticleId};
use verbatim_corpus::Corpus;
use verbatim_corpus::file::SaveError;
use verbatim_corpus::link::Linker;
use verbatim_corpus::same_quote::Quotes;
use verbatim_corpus::story::Stories;
use verbatim_nlp::{Annotator, Document, Input};

#[derive(clap::Args)]
pub struct Arguments {
    /// Files or folders; without any, articles as `parse` writes them on standard input.
    paths: Vec<PathBuf>,
    /// Write the corpus here; `verbatim query` and the page open it.
    #[arg(short, long, value_name = "FILE.vbt")]
    output: Option<PathBuf>,
    /// Join these saved corpora instead of reading articles; what comes out is what indexing all of
    /// their articles at once gives.
    #[arg(long, value_name = "PART.vbt", num_args = 1.., conflicts_with = "paths")]
    merge: Vec<PathBuf>,
    /// Write the entities here, one a line.
    #[arg(long, value_name = "FILE")]
    dump_entities: Option<PathBuf>,
    /// Write the stories of two or more articles here, one a line.
    #[arg(long, value_name = "FILE")]
    dump_stories: Option<PathBuf>,
    /// Write the groups of quotations that render one utterance here, one a line.
    #[arg(long, value_name = "FILE")]
    dump_quotes: Option<PathBuf>,
    /// Write the pairs of entities that may be one here, one a line.
    #[arg(long, value_name = "FILE")]
    dump_suggestions: Option<PathBuf>,
    #[command(flatten)]
    with: annotate::With,
}

/// Articles with their annotations, and the ids that they came with.
pub struct Articles {
    pub rows: HashMap<ArticleId, (String, Article, Document)>,
    order: Vec<ArticleId>,
    partial: bool,
}

pub fn run(arguments: &Arguments) -> io::Result<Outcome> {
    let dumps = [
        &arguments.dump_entities,
        &arguments.dump_stories,
        &arguments.dump_quotes,
        &arguments.dump_suggestions,
    ];
    let dumped = dumps.iter().any(|dump| dump.is_some());
    let mut articles = if arguments.merge.is_empty() {
        let (annotator, skipped) = arguments.with.annotator()?;
        let (given, partial) =
            if arguments.paths.is_empty() { from_stdin()? } else { from_files(&arguments.paths) };
        let partial = partial || skipped;
        if let (false, Some(path)) = (dumped, &arguments.output) {
            write(path, &understood(&annotator, given))?;
            return Ok(if partial { Outcome::Partial } else { Outcome::Complete });
        }
        annotate_all(&annotator, given, partial)
    } else {
        from_parts(&arguments.merge)?
    };
    if dumped {
        dump_joined(arguments, &articles)?;
    }
    let partial = articles.partial;
    if let Some(path) = &arguments.output {
        write(path, &joined(&mut articles))?;
    }
    Ok(if partial { Outcome::Partial } else { Outcome::Complete })
}

fn dump_joined(arguments: &Arguments, articles: &Articles) -> io::Result<()> {
    let (mut linker, mut quotes, mut stories) = (Linker::new(), Quotes::new(), Stories::new());
    for id in &articles.order {
        if let Some((_, article, document)) = articles.rows.get(id) {
            linker.add(article, document);
            quotes.add(article, document);
            stories.add(article);
        }
    }
    let links = linker.links();
    if let Some(path) = &arguments.dump_entities {
        dumps::write(path, |out| dumps::entities(out, articles, &links))?;
    }
    if let Some(path) = &arguments.dump_stories {
        dumps::write(path, |out| dumps::stories(out, articles, &mut stories))?;
    }
    if let Some(path) = &arguments.dump_quotes {
        dumps::write(path, |out| dumps::quotes(out, articles, &mut quotes, &links))?;
    }
    if let Some(path) = &arguments.dump_suggestions {
        dumps::write(path, |out| dumps::suggestions(out, &links))?;
    }
    Ok(())
}

/// Articles and documents of saved corpora, by id.
fn from_parts(paths: &[PathBuf]) -> io::Result<Articles> {
    let mut articles = Articles { rows: HashMap::new(), order: Vec::new(), partial: false };
    for path in paths {
        let told = |reason: String| {
            io::Error::new(io::ErrorKind::InvalidInput, format!("{}: {reason}", path.display()))
        };
        let bytes = std::fs::read(path).map_err(|error| told(error.to_string()))?;
        let corpus = Corpus::open(&bytes).map_err(|damage| told(damage.to_string()))?;
        for id in corpus.ids() {
            let Some((article, document)) = corpus.article(*id) else {
                return Err(told("the file is cut short".to_owned()));
            };
            match articles.rows.get_mut(id) {
                Some((_, known, _)) => {
                    known.origins.extend(article.origins);
                    known.origins.sort();
                    known.origins.dedup();
                }
                None => {
                    articles.rows.insert(*id, (id.to_string(), article, document));
                    articles.order.push(*id);
                }
            }
        }
    }
    articles.order.sort();
    Ok(articles)
}

/// Reads, understands and saves these files with the built-in model; problems are left out, since whoever
/// lists the files has told them.
pub fn save_files(files: &[files::Found], path: &Path) -> io::Result<()> {
    let annotator = annotate::annotator(None)?;
    let mut read = Vec::new();
    for file in files {
        read.extend(parse::read(file)?.articles);
    }
    verbatim_ingest::resolve(&mut read);
    let named = read.into_iter().map(|article| (article.id.to_string(), article)).collect();
    write(path, &understood(&annotator, named))
}

/// Articles that are understood before the next ones are.
const SLICE: usize = 1024;

/// A corpus of articles, understood a slice at a time: annotations take much more memory than what the corpus keeps.
fn understood(annotator: &Annotator, mut given: Vec<(String, Article)>) -> Corpus {
    // What is written does not depend on the order in which files were found.
    given.sort_by_key(|(_, article)| article.id);
    given.dedup_by_key(|(_, article)| article.id);
    let mut corpus = Corpus::new();
    let mut given = given.into_iter();
    loop {
        let slice: Vec<(String, Article)> = given.by_ref().take(SLICE).collect();
        if slice.is_empty() {
            break;
        }
        let documents = annotate_slice(annotator, &slice);
        for ((_, article), document) in slice.into_iter().zip(documents) {
            corpus.add(article, document);
        }
    }
    corpus.refresh();
    corpus
}

/// A corpus of articles that are understood.
fn joined(articles: &mut Articles) -> Corpus {
    let mut corpus = Corpus::new();
    articles.order.sort();
    for id in &articles.order {
        if let Some((_, article, document)) = articles.rows.remove(id) {
            corpus.add(article, document);
        }
    }
    corpus.refresh();
    corpus
}

/// Writes the corpus beside the file that is to be, then puts it in its place: whoever reads meanwhile
/// sees the old one, and a full disk loses nothing.
fn write(path: &Path, corpus: &Corpus) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = (|| {
        let mut out = BufWriter::new(File::create(&beside)?);
        corpus.save(|piece| out.write_all(piece)).map_err(|error| match error {
            SaveError::Write(error) => error,
            other => io::Error::other(other.to_string()),
        })?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        std::fs::rename(&beside, path)
    })();
    if written.is_err() {
        // The unfinished file is of no use; the reason why it is one is what matters.
        std::fs::remove_file(&beside).ok();
    }
    written.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

fn from_files(paths: &[PathBuf]) -> (Vec<(String, Article)>, bool) {
    let mut out = Vec::new();
    let (found, failed) = files::find(paths);
    let mut partial = !failed.is_empty();
    for (path, error) in failed {
        eprintln!("{}: {error}", files::name(&path));
    }
    for file in found {
        match parse::read(&file) {
            Ok(reading) => {
                for problem in &reading.problems {
                    partial = true;
                    eprintln!("{}: {}", problem.file, problem.problem);
                }
                out.extend(reading.articles);
            }
            Err(error) => {
                partial = true;
                eprintln!("{}: {error}", file.name);
            }
        }
    }
    verbatim_ingest::resolve(&mut out);
    (out.into_iter().map(|article| (article.id.to_string(), article)).collect(), partial)
}

fn from_stdin() -> io::Result<(Vec<(String, Article)>, bool)> {
    let mut out = Vec::new();
    let mut partial = false;
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    let mut number = 0u64;
    while input.read_until(b'\n', &mut line)? > 0 {
        number += 1;
        if !line.trim_ascii().is_empty() {
            match json::read_article(&line) {
                Ok(article) => out.push(article),
                Err(error) => {
                    partial = true;
                    eprintln!("standard input:{number}: {error}");
                }
            }
        }
        line.clear();
    }
    Ok((out, partial))
}

/// The annotations of some articles, made by as many threads as there are processors.
fn annotate_slice(annotator: &Annotator, given: &[(String, Article)]) -> Vec<Document> {
    let jobs = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = given.len().div_ceil(jobs).max(1);
    let mut documents: Vec<Document> = Vec::with_capacity(given.len());
    std::thread::scope(|scope| {
        let work = |chunk: &[(String, Article)]| -> Vec<Document> {
            let one = |(_, a): &(String, Article)| {
                let mut document = annotator.annotate(Input {
                    text: &a.text,
                    blocks: &a.blocks,
                    published: a.published,
                    language: &a.language,
                });
                // Nothing that is joined or written needs them.
                document.tokens = Vec::new();
                document
            };
            chunk.iter().map(one).collect()
        };
        let running: Vec<_> = given.chunks(share).map(|chunk| scope.spawn(move || work(chunk))).collect();
        for thread in running {
            documents.extend(thread.join().unwrap_or_default());
        }
    });
    documents
}

fn annotate_all(annotator: &Annotator, given: Vec<(String, Article)>, partial: bool) -> Articles {
    let documents = annotate_slice(annotator, &given);
    let mut articles = Articles { rows: HashMap::new(), order: Vec::new(), partial };
    for ((id, article), document) in given.into_iter().zip(documents) {
        let number = article.id;
        if let std::collections::hash_map::Entry::Vacant(place) = articles.rows.entry(number) {
            place.insert((id, article, document));
            articles.order.push(number);
        }
    }
    // What is written does not depend on the order in which files were found.
    let mut order = std::mem::take(&mut articles.order);
    order.sort_by(|a, b| articles.id(*a).cmp(articles.id(*b)));
    articles.order = order;
    articles
}

impl Articles {
    /// The id that an article came with.
    pub fn id(&self, article: ArticleId) -> &str {
        self.rows.get(&article).map_or("", |row| row.0.as_str())
    }
}
