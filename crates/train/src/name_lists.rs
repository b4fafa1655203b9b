//! The lists of names in the lexicon: countries, demonyms, capitals and given names. Lists of
//! towns and family names were tried and did not measure.

use crate::options::Options;
use crate::word_uses;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use verbatim_nlp::lexeme::NameList;
use verbatim_nlp::tokenize;

/// Names in lower case, words set apart as the tokenizer cuts them, with the bits of their lists.
pub fn read(options: &Options) -> Result<BTreeMap<String, u16>, Box<dyn Error>> {
    let mut lists = Lists::default();
    lists.factbook(&options.data.join("gazetteer/factbook.jsonl"))?;
    for file in ["male.txt", "female.txt"] {
        let names = std::fs::read_to_string(options.data.join("gazetteer/nltk-names").join(file))?;
        names.lines().for_each(|n| lists.add(n, NameList::Given));
    }
    if !options.open {
        word_uses::add(options, &mut lists.names)?;
    }
    Ok(lists.names)
}

#[derive(Default)]
struct Lists {
    names: BTreeMap<String, u16>,
}

impl Lists {
    fn add(&mut self, name: &str, list: NameList) {
        let words = tokenize(name);
        let joined = words.iter().map(|w| w.of(name)).collect::<Vec<_>>().join(" ").to_lowercase();
        let plain = joined.chars().all(|c| c.is_alphabetic() || " '-.’".contains(c));
        if joined.chars().count() > 2 && words.len() <= 5 && plain {
            *self.names.entry(joined).or_default() |= list.bit();
        }
    }

    fn factbook(&mut self, path: &Path) -> Result<(), Box<dyn Error>> {
        for line in std::fs::read_to_string(path)?.lines() {
            let country: serde_json::Value = serde_json::from_str(line)?;
            let field = |name: &str| country.get(name).map(strings).unwrap_or_default();
            for key in ["name", "long", "local_short", "former", "abbreviation"] {
                field(key).iter().for_each(|n| self.add(n, NameList::Country));
            }
            for name in ["demonym_noun", "demonym_adjective"].into_iter().flat_map(field) {
                self.add(&name, NameList::Demonym);
                self.add(&format!("{name}s"), NameList::Demonym);
            }
            field("capital").iter().for_each(|n| self.add(n, NameList::Town));
        }
        Ok(())
    }
}

/// The names in a field: a text, or a list of texts, with alternatives after commas and semicolons.
fn strings(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::String(text) => text
            .split([';', ',', '/'])
            .map(|part| part.split('(').next().unwrap_or("").trim().to_owned())
            .collect(),
        serde_json::Value::Array(list) => list.iter().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}
