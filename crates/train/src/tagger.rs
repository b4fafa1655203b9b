//! The commands `words` and `quotes`.

use crate::linker;
use crate::neural::{Dropout, Example, Places, Plan, Shape, measure, quantise, train};
use crate::options::Options;
use crate::quotes;
use std::collections::BTreeMap;
use std::error::Error;
use verbatim_nlp::model::{ByteReader, ByteWriter, ModelBuilder};
use verbatim_nlp::neural::{Memo, Tagger, WordTable};
use verbatim_nlp::{Annotator, Piece, pieces, tokenize};

/// Words that get a vector.
const WORDS: usize = 27_500;

/// Makes the word table.
pub fn words(options: &Options) -> Result<(), Box<dyn Error>> {
    let path = options.vectors_file();
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for name in ["quotes/polnear.train.jsonl", "ner/worldwide.train.jsonl"] {
        let text = std::fs::read_to_string(options.data.join(name))?;
        for line in text.lines() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            let text = row["text"].as_str().unwrap_or("");
            for token in tokenize(text) {
                *counts.entry(token.of(text).to_lowercase().replace('’', "'")).or_default() += 1;
            }
        }
    }
    let table = crate::vectors::word_table(&path, &counts, WORDS)?;
    let known: u64 = counts.iter().filter(|(w, _)| table.find(w).is_some()).map(|(_, c)| u64::from(*c)).sum();
    let all: u64 = counts.values().map(|c| u64::from(*c)).sum();
    eprintln!("{} words, {:.1} % of the tokens", table.len(), 100.0 * known as f64 / all as f64);
    std::fs::write(&options.out, table.to_bytes())?;
    Ok(())
}

fn setting(options: &Options, name: &str, otherwise: f32) -> f32 {
    let find = |w: &String| w.strip_prefix(name)?.strip_prefix('=')?.parse().ok();
    options.rest.iter().find_map(find).unwrap_or(otherwise)
}

fn table(options: &Options) -> Result<WordTable, Box<dyn Error>> {
    let path = options.vectors.as_deref().ok_or("this needs --vectors FILE, made by `words`")?;
    Ok(WordTable::from_bytes(&std::fs::read(path)?)?)
}

fn shape(options: &Options, table: &WordTable) -> Shape {
    Shape {
        word: table.width(),
        hidden: setting(options, "hidden", 80.0) as usize,
        layers: setting(options, "layers", 1.0) as usize,
        labels: quotes::LABELS,
    }
}

/// Trains the tagger of quotations. Further words: `hidden=80 layers=1 epochs=10 seed=1 …`.
pub fn quotes(options: &Options) -> Result<(), Box<dyn Error>> {
    let setting = |name: &str, otherwise: f32| setting(options, name, otherwise);
    let table = table(options)?;
    let read = |name: &str| quotes::read(&options.data.join(name), &table);
    let (training, dev) = (read("quotes/polnear.train.jsonl")?, read("quotes/polnear.dev.jsonl")?);
    // With fold=0 or fold=1 every second article is left out, for the linker to be trained on.
    let fold = setting("fold", -1.0);
    let kept = training.iter().enumerate().filter(|(i, _)| (i % 2) as f32 != fold).map(|(_, a)| a);
    let examples: Vec<Example> = kept.flat_map(quotes::Article::examples).collect();
    let held: Vec<Example> = dev.iter().flat_map(quotes::Article::examples).collect();
    let plan = Plan {
        shape: shape(options, &table),
        epochs: setting("epochs", 10.0) as usize,
        batch: setting("batch", 16.0) as usize,
        rate: setting("rate", 0.004),
        decay: setting("decay", 0.01),
        average: setting("average", 0.995),
        dropout: Dropout {
            word: setting("drop_word", 0.06),
            input: setting("drop_input", 0.15),
            output: setting("drop_output", 0.25),
        },
        seed: setting("seed", 1.0) as u64,
    };
    eprintln!("{plan:?}, {} sequences", examples.len());
    train(&plan, &table, &examples, |_, places, weights, line| {
        let figures = measure(places, weights, &table, &held);
        eprintln!("{line}; source, cue, content F1 {figures:.1?}");
        let bytes: Vec<u8> = weights.iter().flat_map(|w| w.to_le_bytes()).collect();
        if let Err(error) = std::fs::write(&options.out, bytes) {
            eprintln!("{error}");
        }
    });
    Ok(())
}

/// Reads a tagger's weights as `quotes` leaves them.
fn weights(path: &str, places: &Places) -> Result<Vec<f32>, Box<dyn Error>> {
    let bytes = std::fs::read(path)?;
    let weights: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
    if weights.len() == places.total { Ok(weights) } else { Err(format!("{path}: other sizes").into()) }
}

/// The pieces that a tagger marks in an article.
fn predict(tagger: &Tagger, table: &WordTable, article: &quotes::Article, memo: &mut Memo) -> Vec<Piece> {
    let n = tagger.crf().labels;
    let mut labels = vec![0u8; article.tokens.len()];
    let mut chances = vec![0.0f32; article.tokens.len() * n];
    for stretch in &article.stretches {
        let emissions = tagger.emissions(&[&stretch.inputs], table, memo);
        let (best, marginals) = (tagger.crf().best(&emissions), tagger.crf().marginals(&emissions));
        for (place, token) in stretch.tokens.iter().enumerate() {
            if let Some(token) = token {
                labels[*token] = best[place];
                chances[token * n..(token + 1) * n].copy_from_slice(&marginals[place * n..(place + 1) * n]);
            }
        }
    }
    pieces(&labels, &chances)
}

/// Trains the linker and puts the sections `words` and `quotes` into the model. Further words:
/// `main=FILE fold0=FILE fold1=FILE`, weights left by `quotes`, and the sizes of the folds'
/// taggers as `fold_hidden=64`.
pub fn link(options: &Options, builder: &mut ModelBuilder) -> Result<(), Box<dyn Error>> {
    let file = |name: &str| {
        options
            .rest
            .iter()
            .find_map(|w| w.strip_prefix(name)?.strip_prefix('='))
            .ok_or(format!("link needs {name}=FILE"))
    };
    let table = table(options)?;
    let tagger_of = |name: &str, shape: Shape| -> Result<(Tagger, Vec<u8>), Box<dyn Error>> {
        let places = shape.places();
        let bytes = quantise(&places, &weights(file(name)?, &places)?);
        Ok((Tagger::read(&mut ByteReader::new(&bytes))?, bytes))
    };
    let main = shape(options, &table);
    let fold = Shape { hidden: setting(options, "fold_hidden", main.hidden as f32) as usize, ..main };
    // With a second fold the linker sees all articles, with one the half that it was not trained on.
    let folds = [Some(tagger_of("fold0", fold)?.0), tagger_of("fold1", fold).ok().map(|f| f.0)];
    let (tagger, bytes) = tagger_of("main", main)?;
    let read = |name: &str| quotes::read(&options.data.join(name), &table);
    let (training, dev) = (read("quotes/polnear.train.jsonl")?, read("quotes/polnear.dev.jsonl")?);
    let mut memo = [Memo::default(), Memo::default(), Memo::default()];
    let mut found: Vec<(&quotes::Article, Vec<Piece>)> = Vec::new();
    for (i, article) in training.iter().enumerate() {
        if let Some(fold) = &folds[i % 2] {
            found.push((article, predict(fold, &table, article, &mut memo[i % 2])));
        }
        // The gold pieces as well: in them no link's end is missing.
        found.push((article, pieces(&article.labels, &[])));
    }
    let held: Vec<Vec<Piece>> = dev.iter().map(|a| predict(&tagger, &table, a, &mut memo[2])).collect();
    let epochs = setting(options, "epochs", 8.0) as usize;
    let linker = linker::train(found.iter().map(|(a, p)| (*a, p.as_slice(), a.place())), epochs);
    let figures = linker::measure(&linker, dev.iter().zip(&held).map(|(a, p)| (a, p.as_slice(), a.place())));
    eprintln!("dev: right cue of a content, right source of a cue: {figures:.1?} %");
    let mut out = ByteWriter::new();
    out.put(&bytes);
    linker.write(&mut out);
    builder.set("words", table.to_bytes());
    builder.set("quotes", out.finish());
    Ok(())
}

/// Fits the confidence on the development articles and puts it into the model.
pub fn calibrate(options: &Options, builder: &mut ModelBuilder) -> Result<(), Box<dyn Error>> {
    let annotator = Annotator::from_model(&builder.write())?;
    let dev = quotes::read(&options.data.join("quotes/polnear.dev.jsonl"), &WordTable::default())?;
    let (weights, error) = crate::calibrate::calibrate(&annotator, &dev);
    eprintln!("{weights:.2?}; expected calibration error {error:.3}");
    let mut out = ByteWriter::new();
    weights.iter().for_each(|w| out.f32(*w));
    builder.set("confidence", out.finish());
    Ok(())
}
