//! `verbatim`: the stages of Verbatim as a command. Formats and exit codes are a contract:
//! offsets in what it writes count Unicode code points, spans are half-open, NDJSON is one
//! object a line. Exit 0: all well; 1: some input was not; 2: usage.

mod annotate;
mod dumps;
mod files;
mod index;
mod json;
mod output;
mod parse;
mod query;
mod single_file;
mod site;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Who said what, in every outlet: news articles to attributed quotations.
#[derive(Parser)]
#[command(name = "verbatim", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Files or folders to articles, one a line.
    Parse(parse::Arguments),
    /// Articles on standard input to annotations on standard output.
    Annotate(annotate::Arguments),
    /// Articles to a corpus: who is who, which story is which, which quotations are one.
    Index(index::Arguments),
    /// A saved corpus and words as in the search box, to quotations, articles, names or lines.
    Query(query::Arguments),
    /// A finished web site: the built page with these articles in it.
    Site(site::Arguments),
}

/// How a command ended, when it could be run at all.
enum Outcome {
    /// Everything was read.
    Complete,
    /// Some files, parts or lines were not.
    Partial,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Command::Parse(a) => parse::run(&a),
        Command::Annotate(a) => annotate::run(&a),
        Command::Index(a) => index::run(&a),
        Command::Query(a) => query::run(&a),
        Command::Site(a) => site::run(&a),
    };
    match done {
        Ok(Outcome::Complete) => ExitCode::SUCCESS,
        Ok(Outcome::Partial) => ExitCode::from(1),
        // Whoever reads us has seen enough (`| head`): that is not an error.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("verbatim: {error}");
            ExitCode::from(2)
        }
    }
}
