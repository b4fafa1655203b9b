use crate::{Outcome, json, output};
use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use verbatim_nlp::Annotator;

/// The model that this program was built with.
static MODEL: &[u8] = include_bytes!("../../../models/en.bin");

/// Lines read, shared out over the cores and written in order before the next are read.
const BATCH: usize = 256;

#[derive(clap::Args)]
pub struct Arguments {
    /// Write the tokens with their parts of speech as well.
    #[arg(long)]
    tokens: bool,
    #[command(flatten)]
    with: With,
    /// Work on so many lines at once; all cores when it is not given.
    #[arg(long, value_name = "N")]
    jobs: Option<std::num::NonZero<usize>>,
}

/// What articles are understood with.
#[derive(clap::Args)]
pub struct With {
    /// Use this model instead of the built-in one.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Words that report, read after the built-in list: sections and lemmas in the form of crates/nlp/data/cues.txt.
    #[arg(long, value_name = "FILE")]
    verbs: Option<PathBuf>,
}

impl With {
    /// The annotator, and whether some line of the reader's own list was not understood; what, goes to
    /// standard error.
    ///
    /// # Errors
    /// When a file cannot be read or is no model.
    pub fn annotator(&self) -> io::Result<(Annotator, bool)> {
        let mut annotator = annotator(self.model.as_ref())?;
        let Some(path) = &self.verbs else { return Ok((annotator, false)) };
        let named = |e: io::Error| io::Error::new(e.kind(), format!("{}: {e}", path.display()));
        let list = std::fs::read_to_string(path).map_err(named)?;
        let skipped = annotator.extend_cues(&list);
        for (line, text) in &skipped {
            eprintln!("verbatim: {}:{line}: not understood: {text}", path.display());
        }
        Ok((annotator, !skipped.is_empty()))
    }
}

pub fn run(arguments: &Arguments) -> io::Result<Outcome> {
    let (annotator, mut partial) = arguments.with.annotator()?;
    let jobs = match arguments.jobs {
        Some(jobs) => jobs.get(),
        None => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
    };
    let mut input = io::stdin().lock();
    let mut out = output::stdout();
    loop {
        let lines = batch(&mut input)?;
        if lines.is_empty() {
            break;
        }
        let mut done: Vec<(Vec<u8>, bool)> = vec![Default::default(); lines.len()];
        let share = lines.len().div_ceil(jobs).max(1);
        std::thread::scope(|scope| {
            for (lines, done) in lines.chunks(share).zip(done.chunks_mut(share)) {
                let annotator = &annotator;
                scope.spawn(move || {
                    for (line, done) in lines.iter().zip(done) {
                        *done = json::annotate_line(annotator, line, arguments.tokens);
                    }
                });
            }
        });
        for (bytes, good) in done {
            partial |= !good;
            out.write_all(&bytes)?;
        }
        out.flush()?;
    }
    Ok(if partial { Outcome::Partial } else { Outcome::Complete })
}

/// The built-in model's annotator, or that of another model file.
pub fn annotator(model: Option<&PathBuf>) -> io::Result<Annotator> {
    let read;
    let bytes = match model {
        Some(path) => {
            read = std::fs::read(path)
                .map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", path.display())))?;
            read.as_slice()
        }
        None if MODEL.is_empty() => return Ok(Annotator::rules()),
        None => MODEL,
    };
    Annotator::from_model(bytes).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e.to_string()))
}

/// The next lines that are not blank, as bytes: a line that is not UTF-8 is one line's error.
fn batch(input: &mut impl BufRead) -> io::Result<Vec<Vec<u8>>> {
    let mut lines = Vec::new();
    while lines.len() < BATCH {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if !line.trim_ascii().is_empty() {
            lines.push(line);
        }
    }
    Ok(lines)
}
