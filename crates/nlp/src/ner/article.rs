use crate::Pos;
use crate::lexeme::{Forms, Lexeme, Lexicon, NameList, Shape};
use crate::linear::mix;
use rustc_hash::FxHashMap;
use std::ops::Range;
use verbatim_article::Span;

/// The longest name looked up in the lists, in tokens.
const LONGEST_PHRASE: usize = 5;
/// How many other places of a word are looked at.
const PLACES: usize = 10;

/// An article as the name tagger looks at it.
#[derive(Clone, Debug)]
pub struct ArticleView<'a> {
    pub(super) forms: &'a Forms,
    pub(super) pos: &'a [Pos],
    /// For each token, bits for the lists that hold a phrase it is in, by place in the phrase:
    /// begins it, is inside.
    pub(super) phrases: Vec<[u16; 2]>,
    /// For each form, features of all its places in the article.
    pub(super) places: Vec<Vec<u32>>,
    /// For each sentence, whether most of its words begin with a capital (a headline).
    pub(super) titled: Vec<bool>,
}

impl<'a> ArticleView<'a> {
    /// Looks over an article whose sentences tile its tokens.
    #[must_use]
    pub fn new(
        text: &str,
        tokens: &[Span],
        sentences: &[Range<usize>],
        forms: &'a Forms,
        pos: &'a [Pos],
        lexicon: &Lexicon,
    ) -> Self {
        let titled: Vec<bool> = sentences.iter().map(|s| is_titled(forms, s)).collect();
        Self {
            forms,
            pos,
            phrases: phrases(text, tokens, forms, lexicon),
            places: places(forms, sentences, &titled),
            titled,
        }
    }
}

fn is_titled(forms: &Forms, sentence: &Range<usize>) -> bool {
    let (mut capital, mut lower) = (0, 0);
    for form in sentence.clone().filter_map(|t| forms.at(t)) {
        capital += usize::from(form.is_capital());
        lower += usize::from(form.shape == Shape::Lower);
    }
    capital > 3 && capital > lower
}

/// Longest matches of names of several words, left to right.
fn phrases(text: &str, tokens: &[Span], forms: &Forms, lexicon: &Lexicon) -> Vec<[u16; 2]> {
    let mut found = vec![[0u16; 2]; tokens.len()];
    let mut phrase = String::new();
    for start in 0..tokens.len() {
        if !forms.at(start).is_some_and(Lexeme::is_capital) {
            continue;
        }
        phrase.clear();
        for (length, token) in tokens.iter().skip(start).take(LONGEST_PHRASE).enumerate() {
            let word = token.of(text);
            if word.len() > 40 {
                break;
            }
            if length > 0 {
                phrase.push(' ');
            }
            phrase.extend(word.chars().flat_map(char::to_lowercase));
            let lists = if length > 0 { lexicon.phrase(&phrase) } else { 0 };
            if lists != 0 {
                for (offset, cell) in found.iter_mut().skip(start).take(length + 1).enumerate() {
                    if let Some(bits) = cell.get_mut(usize::from(offset > 0)) {
                        *bits |= lists;
                    }
                }
            }
        }
    }
    found
}

/// What the places of each capitalised form in the article show together (context aggregation,
/// Chieu and Ng 2003): its neighbours, the run of capitals around it, whether it is ever written
/// small.
fn places(forms: &Forms, sentences: &[Range<usize>], titled: &[bool]) -> Vec<Vec<u32>> {
    let mut lower = FxHashMap::default();
    let mut inside = FxHashMap::default();
    for (sentence, titled) in sentences.iter().zip(titled) {
        for token in sentence.clone() {
            let Some(form) = forms.at(token) else { continue };
            if form.shape == Shape::Lower {
                *lower.entry(form.lower).or_insert(0u32) += 1;
            } else if form.is_capital() && !titled && token > sentence.start {
                *inside.entry(form.lower).or_insert(0u32) += 1;
            }
        }
    }
    let mut seen = vec![0usize; forms.lexemes.len()];
    let mut out: Vec<Vec<u32>> = vec![Vec::new(); forms.lexemes.len()];
    for (sentence, titled) in sentences.iter().zip(titled) {
        if *titled {
            continue;
        }
        let mut token = sentence.start;
        while token < sentence.end {
            if !forms.at(token).is_some_and(Lexeme::is_capital) {
                token += 1;
                continue;
            }
            let start = token;
            while token < sentence.end && forms.at(token).is_some_and(Lexeme::is_capital) {
                token += 1;
            }
            describe_run(forms, sentence, start..token, &mut seen, &mut out);
        }
    }
    for (form, features) in forms.lexemes.iter().zip(&mut out) {
        if form.is_capital() {
            let count = |map: &FxHashMap<u32, u32>| map.get(&form.lower).copied().unwrap_or(0).min(3);
            features.push(mix(305, count(&lower) * 4 + count(&inside)));
        }
        features.sort_unstable();
        features.dedup();
    }
    out
}

fn describe_run(
    forms: &Forms,
    sentence: &Range<usize>,
    run: Range<usize>,
    seen: &mut [usize],
    out: &mut [Vec<u32>],
) {
    let near = |at: Option<usize>| at.filter(|a| sentence.contains(a)).and_then(|a| forms.at(a));
    let name = |form: Option<&Lexeme>| form.map_or(7, |f| f.lower);
    let group = |form: Option<&Lexeme>| form.map_or(7, |f| f.cluster[1]);
    let (before, after) = (near(run.start.checked_sub(1)), near(Some(run.end)));
    let (first, last) = (near(Some(run.start)), near(run.end.checked_sub(1)));
    let given = first.is_some_and(|f| f.lists & NameList::Given.bit() != 0);
    for token in run.clone() {
        let Some(&form) = forms.of_token.get(token) else { continue };
        let (Some(times), Some(features)) = (seen.get_mut(form as usize), out.get_mut(form as usize)) else {
            continue;
        };
        if *times >= PLACES {
            continue;
        }
        *times += 1;
        let place = u32::from(token == run.start) + 2 * u32::from(token + 1 == run.end);
        features.push(mix(310 + place, name(before)));
        features.push(mix(320 + place, name(after)));
        features.push(mix(330 + place, group(before)));
        features.push(mix(340 + place, group(after)));
        if run.len() > 1 {
            features.push(mix(350 + place, name(first)));
            features.push(mix(360 + place, name(last)));
            features.push(mix(370 + place, group(last)));
            features.push(mix(380 + place, u32::from(given)));
        }
    }
}
