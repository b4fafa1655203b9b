//! Trains and scores the part-of-speech tagger.

use crate::crf::{Example, Settings, train};
use crate::data::{Tagged, read_conllu};
use crate::options::Options;
use std::error::Error;
use verbatim_nlp::Pos;
use verbatim_nlp::lexeme::{FormScores, Forms, Lexicon};
use verbatim_nlp::linear::LabelSet;
use verbatim_nlp::pos::{PosTagger, style, token_features};

/// Trains on EWT and GUM.
pub fn make(options: &Options, lexicon: &Lexicon) -> Result<(PosTagger, Vec<u8>), Box<dyn Error>> {
    let mut sentences = read_conllu(&options.data.join("pos/ewt.train.conllu"))?;
    sentences.extend(read_conllu(&options.data.join("pos/gum-by.train.conllu"))?);
    let labels = LabelSet::new(Pos::ALL.iter().map(|p| p.name().to_owned()).collect());
    let examples: Vec<Example> = sentences.iter().map(|s| example(s, lexicon, &labels)).collect();
    let settings =
        Settings { averaged: 3, prune: 0.15, refits: 4, unit: 0.08, ..Settings::default() }.changed(options);
    let model = train(&labels, &examples, settings)?;
    let mut out = verbatim_nlp::model::ByteWriter::new();
    model.write(&mut out);
    Ok((PosTagger::new(model)?, out.finish()))
}

fn example(sentence: &Tagged, lexicon: &Lexicon, labels: &LabelSet) -> Example {
    let forms = Forms::new(&sentence.text, &sentence.tokens, lexicon);
    let mut example = Example::default();
    let whole = 0..sentence.tokens.len();
    let style = style(&forms, &whole);
    for (token, tag) in sentence.tags.iter().enumerate() {
        token_features(&forms, &whole, token, style, &mut |f| example.feature(f));
        example.end_token(labels.index(tag).unwrap_or(labels.len() - 1) as u16);
    }
    example
}

/// Share of the gold tokens that get the right tag.
pub fn accuracy(tagger: &PosTagger, sentences: &[Tagged], lexicon: &Lexicon) -> f64 {
    let (mut right, mut all) = (0usize, 0usize);
    for sentence in sentences {
        let forms = Forms::new(&sentence.text, &sentence.tokens, lexicon);
        let tags =
            tagger.tag(&forms, std::slice::from_ref(&(0..sentence.tokens.len())), &mut FormScores::default());
        right += tags.iter().zip(&sentence.tags).filter(|(a, b)| a.name() == b.as_str()).count();
        all += sentence.tags.len();
    }
    right as f64 / all.max(1) as f64
}
