use crate::{Outcome, files, json, output};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use verbatim_ingest::Problem;

/// Larger files are named as problems and not read: spans are 32-bit, and a page of news is not
/// a gigabyte long.
const MAX_FILE: u64 = 1 << 30;

#[derive(clap::Args)]
pub struct Arguments {
    /// Files or folders.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Write what could not be read here, one object a line.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

pub fn run(arguments: &Arguments) -> io::Result<Outcome> {
    let mut out = output::stdout();
    let mut report =
        arguments.report.as_ref().map(|path| File::create(path).map(BufWriter::new)).transpose()?;
    let mut partial = false;
    let mut tell = |problem: &Problem| -> io::Result<()> {
        partial = true;
        let place = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
        eprintln!("{}{place}: {}", problem.file, problem.problem);
        match &mut report {
            Some(report) => output::write_line(report, problem),
            None => Ok(()),
        }
    };
    let (found, failed) = files::find(&arguments.paths);
    for (path, error) in failed {
        tell(&unread(files::name(&path), &error.to_string()))?;
    }
    let mut notes = Vec::new();
    // Kept until all are read: duplicates and ambiguous dates are settled by the others.
    let mut articles = Vec::new();
    for file in found {
        match read(&file) {
            Ok(reading) => {
                for problem in &reading.problems {
                    tell(problem)?;
                }
                notes.extend(reading.notes);
                articles.extend(reading.articles);
            }
            Err(error) => tell(&unread(file.name, &error.to_string()))?,
        }
    }
    verbatim_ingest::resolve(&mut articles);
    for article in &articles {
        output::write_line(&mut out, &json::article(article))?;
    }
    out.flush()?;
    for note in &notes {
        let place = note.line.map(|line| format!(":{line}")).unwrap_or_default();
        eprintln!("{}{place}: note: {}", note.file, note.problem);
    }
    if let Some(mut report) = report {
        for note in &notes {
            output::write_line(&mut report, &Note { problem: note, note: true })?;
        }
        report.flush()?;
    }
    Ok(if partial { Outcome::Partial } else { Outcome::Complete })
}

/// A row of the report about something that was decided or mended and lost nothing; it does not
/// change how the program exits.
#[derive(serde::Serialize)]
struct Note<'p> {
    #[serde(flatten)]
    problem: &'p Problem,
    note: bool,
}

/// Reads one file from disk.
pub fn read(file: &files::Found) -> io::Result<verbatim_ingest::Reading> {
    let size = std::fs::metadata(&file.path)?.len();
    if size > MAX_FILE {
        let words =
            format!("The file has {} MB; files over 1,024 MB are not read. Split it first.", size >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, words));
    }
    Ok(verbatim_ingest::read(&file.name, &std::fs::read(&file.path)?))
}

fn unread(file: String, reason: &str) -> Problem {
    Problem { file, part: None, line: None, problem: reason.to_owned(), kept: String::new() }
}
