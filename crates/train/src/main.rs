//! Makes `models/en.bin` from gold data, one section at a time.
//!
//! `cargo run --release -p verbatim-train -- COMMAND` from the repository's root; `all` makes
//! everything. The same data and seed give the same file.

mod calibrate;
mod crf;
mod data;
mod given_names;
mod known_names;
mod lexicon;
mod linker;
mod mistakes;
mod name_lists;
mod ner;
mod neural;
mod options;
mod pos;
mod pronouns;
mod quotes;
mod score;
mod sentence_ends;
mod tagger;
mod vectors;
mod word_uses;

use options::Options;
use std::error::Error;
use std::process::ExitCode;
use verbatim_nlp::SentenceEnds;
use verbatim_nlp::lexeme::Lexicon;
use verbatim_nlp::model::{ByteReader, ByteWriter, ModelBuilder, ModelFile};
use verbatim_nlp::ner::NerTagger;
use verbatim_nlp::pos::PosTagger;

const USAGE: &str = "usage: verbatim-train COMMAND [--data DIR] [--lexical DIR] [--out FILE] [--open]
  all        trains every section and writes the scoreboard
  given-names  makes crates/nlp/data/given-names.txt from gazetteer/nltk-names
  lexicon    word clusters and lists of names, first of all
  lists      the lists of names again, the clusters kept
  pos        parts of speech
  ner        names
  sentences  where sentences end
  show-sentences FILE…  what it gets wrong in CoNLL-U files, and where it and the rules differ in news (--set tune=1
             when training: figures on documents left out)
  known-names  makes crates/nlp/data/known-names.tsv from gazetteer/factbook.jsonl
  pronouns   makes crates/nlp/data/pronoun-weights.tsv from coref/ and quotes/gum-news
  score      writes tests/scoreboards/language.md
  mistakes   shows what the part-of-speech tagger gets wrong on ewt.dev
  words      the word table, from --vectors
  quotes     the tagger of quotations
  calibrate    the confidence of quotations, with the model at --out
  link       the linker, from the taggers of two halves; puts the model together
  --data     where the gold data lies (default ../shared/data)
  --lexical  where the lexical packages lie unpacked (default ../lexical)
  --out      the model file, whose other sections are kept (default models/en.bin)
  --vectors  word vectors as JSON (default: those under --lexical), or the table that `words` made of them
  --open     train on openly licensed data only";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match Options::read(&words).ok_or_else(|| USAGE.into()).and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    match options.command.as_str() {
        "given-names" => given_names(options),
        "all" => all(options),
        "lexicon" => update(options, |model| {
            let mut out = ByteWriter::new();
            lexicon::make(options)?.write(&mut out);
            model.set(Lexicon::SECTION, out.finish());
            Ok(())
        }),
        "score" => {
            std::fs::create_dir_all("tests/scoreboards")?;
            // What is written by hand below the table stays.
            let path = "tests/scoreboards/language.md";
            let old = std::fs::read_to_string(path).unwrap_or_default();
            let rest = old.split_once("|\n\n").map_or(String::new(), |(_, rest)| format!("\n{rest}"));
            std::fs::write(path, score::table(options)? + &rest)?;
            Ok(())
        }
        "lists" => update(options, |model| {
            let mut out = ByteWriter::new();
            read_lexicon(model)?.with_names(&name_lists::read(options)?).write(&mut out);
            model.set(Lexicon::SECTION, out.finish());
            Ok(())
        }),
        "pos" => update(options, |model| {
            let lexicon = read_lexicon(model)?;
            let (tagger, section) = pos::make(options, &lexicon)?;
            let dev = data::read_conllu(&options.data.join("pos/ewt.dev.conllu"))?;
            eprintln!("ewt.dev {:.2}", 100.0 * pos::accuracy(&tagger, &dev, &lexicon));
            model.set(PosTagger::SECTION, section);
            Ok(())
        }),
        "ner" => update(options, |model| {
            let lexicon = read_lexicon(model)?;
            let pos = PosTagger::read(section(model, PosTagger::SECTION)?)?;
            let (tagger, section) = ner::make(options, &lexicon, &pos)?;
            let (p, r, f) = ner::score(options, "ner/worldwide.dev.jsonl", &lexicon, &pos, &tagger)?;
            eprintln!("worldwide.dev P {p:.2} R {r:.2} F {f:.2}");
            model.set(NerTagger::SECTION, section);
            Ok(())
        }),
        "mistakes" => {
            let bytes = std::fs::read(&options.out)?;
            let model = ModelBuilder::from_file(&ModelFile::read(&bytes)?);
            let tagger = PosTagger::read(section(&model, PosTagger::SECTION)?)?;
            eprint!("{}", mistakes::parts_of_speech(options, &read_lexicon(&model)?, &tagger)?);
            Ok(())
        }
        "sentences" => update(options, |model| {
            let section = sentence_ends::make(options, &read_lexicon(model)?)?;
            model.set(SentenceEnds::SECTION, section);
            Ok(())
        }),
        "show-sentences" => {
            let bytes = std::fs::read(&options.out)?;
            let model = ModelBuilder::from_file(&ModelFile::read(&bytes)?);
            let ends = SentenceEnds::read(section(&model, SentenceEnds::SECTION)?)?;
            sentence_ends::show(options, &read_lexicon(&model)?, &ends)
        }
        "known-names" => known_names(options),
        "pronouns" => pronouns(options),
        "words" => tagger::words(options),
        "quotes" => tagger::quotes(options),
        "calibrate" => update(options, |builder| tagger::calibrate(options, builder)),
        "link" => update(options, |builder| tagger::link(options, builder)),
        _ => Err(USAGE.into()),
    }
}

/// Every stage in the order in which one needs the other. There is no openly licensed corpus of
/// quotations: with `--open` their tagger is left out, and the scoreboard, which is the other model's.
fn all(options: &Options) -> Result<(), Box<dyn Error>> {
    let work = std::path::Path::new("target/train");
    std::fs::create_dir_all(work)?;
    let step = |command: &str, vectors: &str, out: Option<&str>, rest: &[String]| {
        eprintln!("{command} {}", rest.join(" "));
        run(&Options {
            command: command.to_owned(),
            vectors: Some(if vectors.is_empty() { options.vectors_file() } else { work.join(vectors) }),
            out: out.map_or(options.out.clone(), |file| work.join(file)),
            rest: rest.to_vec(),
            ..options.clone()
        })
    };
    for command in ["lexicon", "sentences", "pos", "ner"] {
        step(command, "", None, &[])?;
    }
    if !options.open {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let weights = |name: &str| format!("{name}={}", work.join(name).display());
        step("words", "", Some("words"), &[])?;
        step("quotes", "words", Some("main"), &words("epochs=12"))?;
        step("quotes", "words", Some("fold0"), &words("epochs=5 fold=0 drop_output=0.35"))?;
        step("link", "words", None, &[weights("main"), weights("fold0")])?;
        step("calibrate", "", None, &[])?;
        step("score", "", None, &[])?;
    }
    Ok(())
}

fn section<'m>(model: &'m ModelBuilder, name: &str) -> Result<&'m [u8], String> {
    model.section(name).ok_or_else(|| format!("the model has no section {name} yet: make it first"))
}

fn read_lexicon(model: &ModelBuilder) -> Result<Lexicon, Box<dyn Error>> {
    Ok(Lexicon::read(&mut ByteReader::new(section(model, Lexicon::SECTION)?))?)
}

/// Opens the model file (or starts one), lets `change` replace sections, and writes it back.
fn update(
    options: &Options,
    change: impl FnOnce(&mut ModelBuilder) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut builder = match std::fs::read(&options.out) {
        Ok(bytes) => ModelBuilder::from_file(&ModelFile::read(&bytes)?),
        Err(_) => ModelBuilder::new(),
    };
    change(&mut builder)?;
    if let Some(folder) = options.out.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&options.out, builder.write())?;
    Ok(())
}

/// The table of countries, capitals and bodies; `names.extra.tsv` beside it is written by hand.
fn known_names(options: &Options) -> Result<(), Box<dyn Error>> {
    let folder = std::path::Path::new("crates/nlp/data");
    let factbook = std::fs::read_to_string(options.data.join("gazetteer/factbook.jsonl"))?;
    let extra = std::fs::read_to_string(folder.join("names.extra.tsv"))?;
    std::fs::write(folder.join("known-names.tsv"), known_names::build(&factbook, &extra)?)?;
    Ok(())
}

/// Given names by gender; `given-names.extra.txt` is written by hand.
fn given_names(options: &Options) -> Result<(), Box<dyn Error>> {
    let read = std::fs::read_to_string::<std::path::PathBuf>;
    let folder = std::path::Path::new("crates/nlp/data");
    let lists = options.data.join("gazetteer/nltk-names");
    let (male, female) = (read(lists.join("male.txt"))?, read(lists.join("female.txt"))?);
    let list = given_names::build(&male, &female, &read(folder.join("given-names.extra.txt"))?);
    std::fs::write(folder.join("given-names.txt"), list)?;
    Ok(())
}

/// Weights of the pronoun ranker. They decide what earlier pronouns add, so building and running
/// twice settles them.
fn pronouns(options: &Options) -> Result<(), Box<dyn Error>> {
    let annotator = match std::fs::read(&options.out) {
        Ok(bytes) if !bytes.is_empty() => verbatim_nlp::Annotator::from_model(&bytes)?,
        _ => verbatim_nlp::Annotator::rules(),
    };
    let (table, report) = pronouns::train(&annotator, &options.data)?;
    eprint!("{report}");
    std::fs::write("crates/nlp/data/pronoun-weights.tsv", table)?;
    Ok(())
}
