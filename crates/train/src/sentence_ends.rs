//! Trains where sentences end: a logistic regression over hashed features, with AdaGrad (Duchi et al.
//! 2011) and feature dropout, on the paragraphs of EWT and GUM. News, of which nobody marked the
//! sentences, is taken as the rules read it, so that the model leaves it alone.

use crate::data::{Tagged, read_conllu};
use crate::neural::Random;
use crate::options::Options;
use std::collections::BTreeSet;
use std::error::Error;
use verbatim_nlp::lexeme::{Forms, Lexicon};
use verbatim_nlp::linear::quantise;
use verbatim_nlp::{SentenceEnds, tokenize, walk_places};

/// A text and the ends of its sentences, in bytes; without them they are where the rules see them.
struct Text {
    text: String,
    ends: Option<BTreeSet<usize>>,
    weight: f32,
}

/// One place: its features, whether a sentence ends there, how much it counts.
struct Case {
    features: Vec<u32>,
    end: bool,
    weight: f32,
}

/// Puts sentences together to paragraphs; true where a document begins.
fn paragraphs(sentences: &[Tagged], weight: f32) -> Vec<(bool, Text)> {
    let mut all: Vec<(bool, Text)> = Vec::new();
    for sentence in sentences {
        if sentence.new_paragraph || all.is_empty() {
            let text = Text { text: String::new(), ends: Some(BTreeSet::new()), weight };
            all.push((sentence.new_document, text));
        }
        let Some((_, Text { text, ends: Some(ends), .. })) = all.last_mut() else { continue };
        if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(&sentence.text);
        ends.extend(sentence.tokens.last().map(|t| start + t.end as usize));
    }
    all
}

/// Paragraphs of a document that follow one another, joined as if the line breaks between them were lost:
/// so heads of letters, greetings, titles and signatures run into the text.
fn joined(paragraphs: &[(bool, Text)], count: usize, weight: f32) -> Vec<(bool, Text)> {
    let mut all: Vec<(bool, Text)> = Vec::new();
    let mut room = 0;
    for (begins, Text { text, ends, .. }) in paragraphs {
        if *begins || room == 0 {
            all.push((*begins, Text { text: String::new(), ends: Some(BTreeSet::new()), weight }));
            room = count;
        }
        room -= 1;
        let Some((_, Text { text: whole, ends: Some(known), .. })) = all.last_mut() else { continue };
        if !whole.is_empty() && !whole.ends_with(' ') {
            whole.push(' ');
        }
        known.extend(ends.iter().flatten().map(|end| whole.len() + end));
        whole.push_str(text);
    }
    all
}

fn news(options: &Options, file: &str, weight: f32) -> Result<Vec<Text>, Box<dyn Error>> {
    let lines = std::fs::read_to_string(options.data.join(file))?;
    let mut texts = Vec::new();
    for line in lines.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let text = row["text"].as_str().unwrap_or("").to_owned();
        texts.push(Text { text, ends: None, weight });
    }
    Ok(texts)
}

fn cases(texts: &[Text], lexicon: &Lexicon, mask: u32) -> Vec<Case> {
    let mut cases = Vec::new();
    for Text { text, ends, weight } in texts {
        let tokens = tokenize(text);
        let forms = Forms::new(text, &tokens, lexicon);
        walk_places(text, &tokens, &[], &forms, |place| {
            let at = tokens[place.next - 1].end as usize;
            let end = ends.as_ref().map_or(place.ruled, |ends| ends.contains(&at));
            let mut features = Vec::new();
            place.features(&mut |f| features.push(f & mask));
            cases.push(Case { features, end, weight: *weight });
            end
        });
    }
    cases
}

fn chance(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

/// The weights are the mean of so many runs, each with other features left out.
const SEEDS: u64 = 3;

/// Weights of the features that were seen often enough; small ones are left out, and the rest trained on.
fn fit(cases: &[Case], options: &Options, size: usize) -> Vec<f32> {
    let mut seen = vec![0u32; size];
    cases.iter().flat_map(|c| &c.features).for_each(|f| seen[*f as usize] += 1);
    let often = options.setting("seen", 2.0) as u32;
    let mut kept: Vec<bool> = seen.iter().map(|count| *count >= often).collect();
    let weights = fit_kept(cases, options, &kept, SEEDS + 1);
    let prune = options.setting("prune", 0.22);
    if prune <= 0.0 {
        return weights;
    }
    kept.iter_mut().zip(&weights).for_each(|(k, w)| *k &= w.abs() >= prune);
    let mut mean = vec![0.0f32; size];
    for seed in 1..=SEEDS {
        let weights = fit_kept(cases, options, &kept, seed);
        mean.iter_mut().zip(weights).for_each(|(m, w)| *m += w / SEEDS as f32);
    }
    mean
}

/// Weights of the features that are kept, the mean of those after each of the last epochs.
fn fit_kept(cases: &[Case], options: &Options, held: &[bool], seed: u64) -> Vec<f32> {
    let size = held.len();
    let epochs = options.setting("epochs", 14.0) as usize;
    let (rate, drop) = (options.setting("rate", 0.1), options.setting("dropout", 0.3));
    let decay = options.setting("decay", 2e-6);
    let mut random = Random::new(seed);
    let (mut weights, mut squares) = (vec![0.0f32; size], vec![1e-3f32; size]);
    let (mut mean, averaged) = (vec![0.0f32; size], 4);
    let mut order: Vec<usize> = (0..cases.len()).collect();
    let mut kept: Vec<u32> = Vec::new();
    for epoch in 0..epochs {
        random.shuffle(&mut order);
        for case in order.iter().map(|i| &cases[*i]) {
            kept.clear();
            kept.extend(case.features.iter().copied().filter(|f| held[*f as usize] && random.unit() >= drop));
            let sum: f32 = kept.iter().map(|f: &u32| weights[*f as usize]).sum();
            let slope = case.weight * (chance(sum / (1.0 - drop)) - f32::from(u8::from(case.end)));
            for feature in kept.iter().map(|f| *f as usize) {
                let slope = slope + decay * weights[feature];
                squares[feature] += slope * slope;
                weights[feature] -= rate * slope / squares[feature].sqrt();
            }
        }
        if epoch + averaged >= epochs {
            mean.iter_mut().zip(&weights).for_each(|(m, w)| *m += w / averaged as f32);
        }
    }
    mean
}

/// Ends found: right, found and wanted; and places of news where the model is not of the rules' mind.
pub fn count(
    texts: impl Iterator<Item = (String, BTreeSet<usize>)>,
    model: &SentenceEnds,
    lexicon: &Lexicon,
) -> [usize; 3] {
    let mut counts = [0; 3];
    for (text, gold) in texts {
        let tokens = tokenize(&text);
        let forms = Forms::new(&text, &tokens, lexicon);
        let found: BTreeSet<usize> =
            model.split(&text, &tokens, &[], &forms).iter().map(|s| tokens[s.end - 1].end as usize).collect();
        counts[0] += found.intersection(&gold).count();
        counts[1] += found.len();
        counts[2] += gold.len();
    }
    counts
}

/// Places of news where the model sees an end and the rules none, and the other way round.
fn differences(texts: &[Text], model: &SentenceEnds, lexicon: &Lexicon, show: bool) -> [usize; 2] {
    let mut counts = [0; 2];
    for Text { text, .. } in texts {
        let tokens = tokenize(text);
        let forms = Forms::new(text, &tokens, lexicon);
        let ends = |all: Vec<std::ops::Range<usize>>| all.into_iter().map(|s| s.end).collect::<BTreeSet<_>>();
        let rules = ends(verbatim_nlp::split_sentences(text, &tokens, &[]));
        let found = ends(model.split(text, &tokens, &[], &forms));
        for end in rules.symmetric_difference(&found) {
            counts[usize::from(rules.contains(end))] += 1;
            if show {
                let what = if rules.contains(end) { "JOINED" } else { "SPLIT" };
                let from = tokens[end.saturating_sub(14)].start as usize;
                let middle = tokens[end - 1].end as usize;
                let to = tokens[(end + 10).min(tokens.len() - 1)].end as usize;
                let line = format!("{what} {} || {}", &text[from..middle], &text[middle..to]);
                eprintln!("{}", line.replace('\n', "⏎"));
            }
        }
    }
    counts
}

/// Trains the model and gives its section.
pub fn make(options: &Options, lexicon: &Lexicon) -> Result<Vec<u8>, Box<dyn Error>> {
    let bits = options.setting("bits", 20.0) as u32;
    let size = 1usize << bits;
    let weight = options.setting("news", 0.3);
    let mut gold = paragraphs(&read_conllu(&options.data.join("pos/ewt.train.conllu"))?, 1.0);
    gold.extend(paragraphs(&read_conllu(&options.data.join("pos/gum-by.train.conllu"))?, 1.0));
    let (several, share) = (options.setting("several", 2.0) as usize, options.setting("share", 0.5));
    let runs = joined(&gold, several, share);
    let mut silver = Vec::new();
    if !options.open {
        silver.extend(news(options, "quotes/polnear.train.jsonl", weight)?);
        silver.extend(news(options, "ner/worldwide.train.jsonl", weight)?);
    }
    let (mut train, mut held, mut document) = (Vec::new(), Vec::new(), 0);
    for (begins, text) in gold {
        document += usize::from(begins);
        if document % 8 == 0 { held.push(text) } else { train.push(text) }
    }
    let (mut held_runs, mut document) = (Vec::new(), 0);
    for (begins, text) in runs.into_iter().filter(|_| share > 0.0) {
        document += usize::from(begins);
        if document % 8 == 0 { held_runs.push(text) } else { train.push(text) }
    }
    let (held_news, train_news): (Vec<_>, Vec<_>) = {
        let mut parts = (Vec::new(), Vec::new());
        for (number, text) in silver.into_iter().enumerate() {
            if number % 8 == 0 { parts.0.push(text) } else { parts.1.push(text) }
        }
        parts
    };
    train.extend(train_news);
    let mask = size as u32 - 1;
    let mut all = cases(&train, lexicon, mask);
    eprintln!("{} places, {} features", all.len(), all.iter().map(|c| c.features.len()).sum::<usize>());
    let unit = options.setting("unit", 0.04);
    let model = |weights: &[f32], quiet: f32, ended: f32| {
        let whole = [quiet, ended].map(|t| (t / unit) as i32);
        SentenceEnds::new(weights.iter().map(|w| quantise(*w, unit)).collect(), whole)
    };
    let (quiet, ended) = (options.setting("quiet", 1.22), options.setting("ended", -1.02));
    if options.setting("tune", 0.0) > 0.0 {
        let weights = fit(&all, options, size);
        let full = weights.iter().filter(|w| quantise(**w, unit) != 0).count();
        eprintln!("{full} weights");
        for quiet in [-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0] {
            for ended in [-3.0, -1.5, -1.0, -0.5, 0.0] {
                if quiet != 1.0 && ended != -1.0 {
                    continue;
                }
                let model = model(&weights, quiet, ended)?;
                let part = |letters: bool| {
                    let texts = held.iter().filter(move |t| letters || t.weight < 1.0);
                    texts.filter_map(|t| Some((t.text.clone(), t.ends.clone()?)))
                };
                let figures = figures(count(part(true), &model, lexicon));
                let [split, joined] = differences(&held_news, &model, lexicon, false);
                eprintln!(
                    "quiet {quiet} ended {ended}: held {figures}; news: {split} split, {joined} joined"
                );
            }
        }
    }
    all.extend(cases(&held, lexicon, mask));
    all.extend(cases(&held_runs, lexicon, mask));
    all.extend(cases(&held_news, lexicon, mask));
    let weights = fit(&all, options, size);
    let model = model(&weights, quiet, ended)?;
    Ok(model.write())
}

/// Precision, recall and their mean in per cent.
fn figures([right, found, gold]: [usize; 3]) -> String {
    let (p, r) = (right as f64 / found.max(1) as f64, right as f64 / gold.max(1) as f64);
    format!("P {:.2} R {:.2} F {:.2}", 100.0 * p, 100.0 * r, 200.0 * p * r / (p + r).max(1e-9))
}

/// Shows what the model does to a file of news, and the mistakes on a development file.
pub fn show(options: &Options, lexicon: &Lexicon, model: &SentenceEnds) -> Result<(), Box<dyn Error>> {
    for file in options.rest.iter().filter(|f| f.ends_with("jsonl")) {
        let counts = differences(&news(options, file, 1.0)?, model, lexicon, true);
        eprintln!("{file}: {} split, {} joined", counts[0], counts[1]);
    }
    for file in options.rest.iter().filter(|f| f.ends_with("conllu")) {
        let texts = paragraphs(&read_conllu(&options.data.join(file))?, 1.0);
        let pairs = texts.into_iter().filter_map(|(_, t)| Some((t.text, t.ends?)));
        let texts: Vec<_> = pairs.collect();
        for (text, gold) in &texts {
            let tokens = tokenize(text);
            let forms = Forms::new(text, &tokens, lexicon);
            let found: BTreeSet<usize> = model
                .split(text, &tokens, &[], &forms)
                .iter()
                .map(|s| tokens[s.end - 1].end as usize)
                .collect();
            for end in gold.symmetric_difference(&found) {
                let what = if gold.contains(end) { "MISSED" } else { "FALSE" };
                let from =
                    (0..=end.saturating_sub(70)).rev().find(|a| text.is_char_boundary(*a)).unwrap_or(0);
                let to = (end + 50..text.len()).find(|a| text.is_char_boundary(*a)).unwrap_or(text.len());
                eprintln!("{what} {} || {}", &text[from..*end], &text[*end..to]);
            }
        }
        eprintln!("{file}: {}", figures(count(texts.into_iter(), model, lexicon)));
    }
    Ok(())
}
