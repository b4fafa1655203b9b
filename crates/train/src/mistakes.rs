//! What the part-of-speech tagger gets wrong on development data: read it before changing features.

use crate::data::read_conllu;
use crate::options::Options;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;
use verbatim_nlp::lexeme::{FormScores, Forms, Lexicon};
use verbatim_nlp::pos::PosTagger;

/// Mistakes shown with the words around them.
const SHOWN: usize = 150;

/// The most frequent confusions, the share of mistakes at words that training had not, and a sample of
/// mistakes from the whole file.
pub fn parts_of_speech(
    options: &Options,
    lexicon: &Lexicon,
    tagger: &PosTagger,
) -> Result<String, Box<dyn Error>> {
    let read = |name: &str| read_conllu(&options.data.join(format!("pos/{name}.conllu")));
    let train = read("ewt.train")?;
    let known: BTreeSet<String> = train
        .iter()
        .flat_map(|s| s.tokens.iter().map(|t| t.of(&s.text).to_lowercase()).collect::<Vec<_>>())
        .collect();
    let (mut confusions, mut lines) = (BTreeMap::<(String, String), usize>::new(), Vec::new());
    let (mut tokens, mut new, mut new_wrong) = (0, 0, 0);
    for sentence in read("ewt.dev")? {
        let forms = Forms::new(&sentence.text, &sentence.tokens, lexicon);
        let whole = 0..sentence.tokens.len();
        let tags = tagger.tag(&forms, std::slice::from_ref(&whole), &mut FormScores::default());
        for (at, (found, gold)) in tags.iter().zip(&sentence.tags).enumerate() {
            let word = |at: usize| sentence.tokens.get(at).map_or("", |t| t.of(&sentence.text));
            let is_new = !known.contains(&word(at).to_lowercase());
            tokens += 1;
            new += usize::from(is_new);
            if found.name() == gold {
                continue;
            }
            new_wrong += usize::from(is_new);
            *confusions.entry((gold.clone(), found.name().to_owned())).or_default() += 1;
            let before: Vec<&str> = (at.saturating_sub(5)..at).map(word).collect();
            let after: Vec<&str> = (at + 1..at + 5).map(word).collect();
            let mark = if is_new { "*" } else { "" };
            lines.push(format!(
                "{gold} as {}: {} [{}{mark}] {}",
                found.name(),
                before.join(" "),
                word(at),
                after.join(" ")
            ));
        }
    }
    let mut out = format!(
        "{} mistakes in {tokens} tokens; {new_wrong} of them at the {new} tokens whose word training had not (marked *)\n",
        lines.len()
    );
    let mut sorted: Vec<_> = confusions.into_iter().collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for ((gold, found), count) in sorted.iter().take(30) {
        writeln!(out, "{count:5} {gold} as {found}")?;
    }
    for line in lines.iter().step_by((lines.len() / SHOWN).max(1)) {
        writeln!(out, "{line}")?;
    }
    Ok(out)
}
