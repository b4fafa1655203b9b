use crate::ask::{Form, Phrase};
use crate::text::{Words, fold, slug};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// No value.
pub(crate) const NONE: u32 = u32::MAX;

/// The values of one facet: numbers in columns, keys in links, names on screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Values {
    pub keys: Vec<String>,
    pub names: Vec<String>,
    /// Names without case and accents, to search in.
    pub folded: Vec<String>,
    /// Place of each value in the order of names; values that came since have none.
    ranks: Vec<u32>,
    #[serde(skip)]
    numbers: HashMap<String, u32>,
}

impl Values {
    pub fn fixed(names: impl Iterator<Item = &'static str>) -> Self {
        let mut values = Self::default();
        for name in names {
            values.push(name.to_owned(), name.to_owned());
        }
        values.rank();
        values
    }

    pub fn len(&self) -> u32 {
        self.keys.len() as u32
    }

    pub fn push(&mut self, key: String, name: String) -> u32 {
        let number = self.len();
        self.folded.push(fold(&name));
        self.numbers.insert(key.clone(), number);
        self.keys.push(key);
        self.names.push(name);
        number
    }

    /// The number of a name that is its own key: an outlet, a verb. Names that differ in case,
    /// accents and marks only are one value, shown as it was first written in the order of letters.
    pub fn intern(&mut self, name: &str) -> u32 {
        let mut key = slug(name);
        if key.is_empty() {
            key = name.trim().to_owned();
        }
        if key.is_empty() {
            return NONE;
        }
        match self.numbers.get(&key) {
            Some(&number) => {
                // Not the first that came: the order of files must not show.
                if let Some(known) = self.names.get_mut(number as usize)
                    && known.as_str() > name
                {
                    name.clone_into(known);
                }
                number
            }
            None => self.push(key, name.to_owned()),
        }
    }

    /// A new value of a name, under a key that no other has.
    pub fn push_named(&mut self, name: &str) -> u32 {
        let wish = slug(name);
        let mut key = wish.clone();
        let mut number = 1;
        while self.numbers.contains_key(&key) {
            number += 1;
            key = format!("{wish}-{number}");
        }
        self.push(key, name.to_owned())
    }

    /// Shows a value under another name; it is still found by the old one.
    pub fn rename(&mut self, number: u32, name: &str) {
        let at = number as usize;
        if let (Some(shown), Some(folded)) = (self.names.get_mut(at), self.folded.get_mut(at)) {
            name.clone_into(shown);
            *folded = format!("{}\n{folded}", fold(name));
        }
    }

    /// Finds one value by the key and the spellings of another, too.
    pub fn absorb(&mut self, into: u32, from: u32) {
        let spellings = self.folded.get_mut(from as usize).map(std::mem::take).unwrap_or_default();
        if let Some(folded) = self.folded.get_mut(into as usize) {
            folded.push('\n');
            folded.push_str(&spellings);
        }
        for number in self.numbers.values_mut().filter(|number| **number == from) {
            *number = into;
        }
    }

    pub fn find(&self, key: &str) -> Option<u32> {
        self.numbers.get(key).copied()
    }

    /// The value that an old or hand-made link means: the first of which a whole spelling is made
    /// of the key's words.
    pub fn by_words_of(&self, key: &str) -> Option<u32> {
        let words: Vec<String> = Words::new(key).map(|word| fold(word.of(key))).collect();
        let first = words.first()?;
        let means = |spelling: &str| {
            Words::new(spelling).map(|word| word.of(spelling)).eq(words.iter().map(String::as_str))
        };
        let fits = |folded: &String| folded.contains(first.as_str()) && folded.lines().any(means);
        self.folded.iter().position(fits).map(|at| at as u32)
    }

    /// The values of which a spelling has the phrase, by whole words.
    pub fn matching(&self, phrase: &Phrase) -> Vec<u32> {
        let wanted: Vec<Option<&str>> = phrase
            .0
            .iter()
            .map(|term| matches!(term.form, Form::Folded | Form::Prefix).then_some(term.text.as_str()))
            .collect();
        let fits = |number: &u32| {
            let Some(folded) = self.folded.get(*number as usize) else { return false };
            let key = self.key(*number);
            if !wanted.iter().flatten().all(|word| folded.contains(word) || key.contains(word)) {
                return false;
            }
            let spelling = |line: &str| {
                let words: Vec<&str> = Words::new(line).map(|word| word.of(line)).collect();
                words.windows(phrase.0.len().max(1)).any(|window| {
                    window.iter().zip(&phrase.0).all(|(word, term)| match term.form {
                        Form::Folded | Form::Exact => *word == fold(&term.text),
                        Form::Prefix => word.starts_with(&term.text),
                        Form::Fuzzy(slips) => crate::search::alike(&term.text, word, slips),
                    })
                })
            };
            folded.lines().any(spelling) || spelling(key)
        };
        (0..self.len()).filter(fits).collect()
    }

    pub fn key(&self, number: u32) -> &str {
        self.keys.get(number as usize).map_or("", String::as_str)
    }

    pub fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", String::as_str)
    }

    /// Place in the order of names; the same for all that are not ranked yet.
    #[inline]
    pub fn rank_of(&self, number: u32) -> u32 {
        self.ranks.get(number as usize).copied().unwrap_or(NONE)
    }

    /// Puts the values in the order of their names.
    pub fn rank(&mut self) {
        let mut order: Vec<u32> = (0..self.len()).collect();
        let place = |n: &u32| {
            let at = *n as usize;
            (self.folded.get(at), self.names.get(at), self.keys.get(at))
        };
        order.sort_by(|a, b| place(a).cmp(&place(b)));
        self.ranks = vec![0; order.len()];
        for (rank, number) in order.iter().enumerate() {
            if let Some(slot) = self.ranks.get_mut(*number as usize) {
                *slot = rank as u32;
            }
        }
    }

    /// Makes usable what was read from a file; false when it cannot be.
    pub fn revive(&mut self) -> bool {
        self.numbers = self.keys.iter().cloned().zip(0..).collect();
        self.names.len() == self.keys.len() && self.folded.len() == self.keys.len()
    }

    pub fn memory(&self) -> usize {
        let strings = [&self.keys, &self.names, &self.folded];
        let text: usize = strings.iter().flat_map(|list| list.iter()).map(|s| s.capacity() + 24).sum();
        text + self.ranks.capacity() * 4 + self.keys.iter().map(|key| key.len() + 40).sum::<usize>()
    }
}

/// The values of the facets that stand in the articles as words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Named {
    pub outlets: Values,
    pub agencies: Values,
    pub languages: Values,
    pub verbs: Values,
}
