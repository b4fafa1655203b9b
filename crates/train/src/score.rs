//! The scoreboard of the language core: what the model in `models/en.bin` reaches on development
//! data, as a table in Markdown.

use crate::data::{Tagged, read_conllu};
use crate::options::Options;
use crate::{ner, pos, sentence_ends};
use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write;
use verbatim_nlp::lexeme::Lexicon;
use verbatim_nlp::model::{ByteReader, ModelFile};
use verbatim_nlp::ner::NerTagger;
use verbatim_nlp::pos::PosTagger;
use verbatim_nlp::{SentenceEnds, tokenize};

/// Scores the model and gives the table.
pub fn table(options: &Options) -> Result<String, Box<dyn Error>> {
    let bytes = std::fs::read(&options.out)?;
    let file = ModelFile::read(&bytes)?;
    let section = |name: &str| file.section(name).ok_or_else(|| format!("the model has no section {name}"));
    let lexicon = Lexicon::read(&mut ByteReader::new(section(Lexicon::SECTION)?))?;
    let tagger = PosTagger::read(section(PosTagger::SECTION)?)?;
    let names = NerTagger::read(section(NerTagger::SECTION)?)?;
    let ends = SentenceEnds::read(section(SentenceEnds::SECTION)?)?;
    let mut out = String::from(
        "# Language core, development data\n\nMade by `cargo run --release -p verbatim-train -- score`.\n\n",
    );
    out.push_str("| what | data | figure |\n|---|---|---|\n");
    for part in ["ewt", "gum-by"] {
        let dev = read_conllu(&options.data.join(format!("pos/{part}.dev.conllu")))?;
        let share = 100.0 * pos::accuracy(&tagger, &dev, &lexicon);
        writeln!(out, "| parts of speech, gold tokens, accuracy | {part}.dev | {share:.2} |")?;
        let (p, r, f) = boundaries(&dev, &ends, &lexicon);
        writeln!(out, "| sentence ends from raw text, P / R / F1 | {part}.dev | {p:.1} / {r:.1} / {f:.1} |")?;
        let (p, r, f) = tokens(&dev);
        writeln!(out, "| tokens from raw text, P / R / F1 | {part}.dev | {p:.1} / {r:.1} / {f:.1} |")?;
    }
    let (p, r, f) = ner::score(options, "ner/worldwide.dev.jsonl", &lexicon, &tagger, &names)?;
    writeln!(
        out,
        "| people, organisations, places from raw text, tagger alone, strict P / R / F1 | worldwide.dev | {p:.1} / {r:.1} / {f:.1} |"
    )?;
    for (name, body) in file.sections() {
        writeln!(out, "| size of section {name}, bytes, uncompressed | models/en.bin | {} |", body.len())?;
    }
    Ok(out)
}

/// A text, where its sentences end, and its tokens.
pub type Paragraph = (String, BTreeSet<usize>, BTreeSet<(usize, usize)>);

/// Puts sentences together to paragraphs, and gives each paragraph's text with where its
/// sentences and tokens lie.
fn paragraphs(sentences: &[Tagged]) -> Vec<Paragraph> {
    let mut all: Vec<Paragraph> = Vec::new();
    for sentence in sentences {
        if sentence.new_paragraph || all.is_empty() {
            all.push(Default::default());
        }
        let Some((text, ends, tokens)) = all.last_mut() else { continue };
        if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(&sentence.text);
        tokens.extend(sentence.tokens.iter().map(|t| (start + t.start as usize, start + t.end as usize)));
        ends.extend(sentence.tokens.last().map(|t| start + t.end as usize));
    }
    all
}

fn boundaries(sentences: &[Tagged], ends: &SentenceEnds, lexicon: &Lexicon) -> (f64, f64, f64) {
    let texts = paragraphs(sentences).into_iter().map(|(text, gold, _)| (text, gold));
    figures(sentence_ends::count(texts, ends, lexicon))
}

fn tokens(sentences: &[Tagged]) -> (f64, f64, f64) {
    let mut counts = [0usize; 3];
    for (text, _, gold) in paragraphs(sentences) {
        let found: BTreeSet<(usize, usize)> =
            tokenize(&text).iter().map(|t| (t.start as usize, t.end as usize)).collect();
        add(&mut counts, found.intersection(&gold).count(), found.len(), gold.len());
    }
    figures(counts)
}

fn add(counts: &mut [usize; 3], right: usize, found: usize, gold: usize) {
    for (count, more) in counts.iter_mut().zip([right, found, gold]) {
        *count += more;
    }
}

fn figures([right, found, gold]: [usize; 3]) -> (f64, f64, f64) {
    let (p, r) = (right as f64 / found.max(1) as f64, right as f64 / gold.max(1) as f64);
    (100.0 * p, 100.0 * r, 200.0 * p * r / (p + r).max(1e-9))
}
