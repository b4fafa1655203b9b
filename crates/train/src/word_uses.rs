//! How words are used in the Groningen Meaning Bank's million tokens of news: which parts of speech a
//! word takes there. Its tags are a machine's, corrected in part, so they serve as a dictionary and not
//! as examples. (A dictionary of the kinds of names that a word is in was tried and did not measure.)

use crate::options::Options;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;

/// Words seen fewer times are left out.
const LEAST: u32 = 3;
/// A use with a smaller share is left out.
const SHARE: f32 = 0.08;
/// Classes have numbers of eight bits; 0 is none.
const CLASSES: usize = 255;

#[derive(Deserialize)]
struct Line {
    text: String,
    /// Begin, end, part of speech, name.
    tokens: Vec<(usize, usize, Option<String>, String)>,
}

#[derive(Default)]
struct Uses {
    count: u32,
    tags: BTreeMap<String, u32>,
}

/// Adds the class of the parts of speech that each word takes to `lists`, in the upper eight bits.
pub fn add(options: &Options, lists: &mut BTreeMap<String, u16>) -> Result<(), Box<dyn Error>> {
    let mut words: BTreeMap<String, Uses> = BTreeMap::new();
    for line in std::fs::read_to_string(options.data.join("ner/gmb.jsonl"))?.lines() {
        let line: Line = serde_json::from_str(line)?;
        let letters: Vec<char> = line.text.chars().collect();
        for (start, end, tag, _) in line.tokens {
            let word: String = letters.get(start..end).unwrap_or(&[]).iter().collect();
            let uses = words.entry(word.to_lowercase()).or_default();
            uses.count += 1;
            *uses.tags.entry(tag.unwrap_or_default()).or_default() += 1;
        }
    }
    words.retain(|word, uses| uses.count >= LEAST && word.chars().any(char::is_alphabetic));
    let mut sizes: BTreeMap<Vec<String>, u32> = BTreeMap::new();
    for uses in words.values() {
        for length in 1..=3 {
            *sizes.entry(class(uses, length)).or_default() += 1;
        }
    }
    let mut order: Vec<(Vec<String>, u32)> = sizes.into_iter().collect();
    order.sort_by_key(|(tags, count)| (tags.len() > 1, std::cmp::Reverse(*count)));
    let numbers: BTreeMap<Vec<String>, u16> =
        order.into_iter().take(CLASSES).enumerate().map(|(n, (tags, _))| (tags, n as u16 + 1)).collect();
    for (word, uses) in words {
        let number = (1..=3).rev().find_map(|length| numbers.get(&class(&uses, length)));
        *lists.entry(word).or_default() |= number.copied().unwrap_or(0) << 8;
    }
    Ok(())
}

/// A word's most frequent parts of speech, at most so many.
fn class(uses: &Uses, length: usize) -> Vec<String> {
    let mut tags: Vec<(&String, &u32)> =
        uses.tags.iter().filter(|(_, c)| **c as f32 >= SHARE * uses.count as f32).collect();
    tags.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    tags.into_iter().take(length).map(|(tag, _)| tag.clone()).collect()
}
