use super::{ArticleView, NameMemory};
use crate::lexeme::{Lexeme, NameList, REACH};
use crate::linear::mix;
use std::ops::Range;

/// Names the features of a form that stands `place` tokens after the first token looked at
/// (`REACH` is the token itself).
pub(super) fn form_features(form: &Lexeme, place: usize, out: &mut dyn FnMut(u32)) {
    let seed = 100 + place as u32;
    let mut put = |feature: u32| {
        if feature != 0 {
            out(mix(seed, feature));
        }
    };
    let shape = 40 + form.shape as u32;
    put(form.lower);
    put(form.cluster[0]);
    put(form.cluster[1]);
    put(shape);
    match place.abs_diff(REACH) {
        0 => {
            put(form.word);
            form.prefix.iter().chain(&form.suffix).for_each(|f| put(*f));
            put(form.pattern);
            put(mix(shape, form.cluster[0]));
            put(mix(shape, form.cluster[1]));
            lists(form, &mut put);
        }
        1 => {
            put(form.suffix[2]);
            put(mix(shape, form.cluster[0]));
            lists(form, &mut put);
        }
        _ => {}
    }
}

fn lists(form: &Lexeme, put: &mut impl FnMut(u32)) {
    for list in NameList::ALL {
        if form.lists & list.bit() != 0 {
            put(mix(42, mix(u32::from(list.bit()), form.shape as u32)));
        }
    }
}

/// Names the features of a token that join several forms, or come from the article.
pub(super) fn joint_features(
    view: &ArticleView<'_>,
    number: usize,
    sentence: &Range<usize>,
    token: usize,
    out: &mut impl FnMut(u32),
) {
    let forms = view.forms;
    let inside = |at: Option<usize>| at.filter(|a| sentence.contains(a)).and_then(|a| forms.at(a));
    let Some(here) = forms.at(token) else { return };
    let (before, after) = (inside(token.checked_sub(1)), inside(Some(token + 1)));
    let word = |form: Option<&Lexeme>| form.map_or(7, |f| f.lower);
    let group = |form: Option<&Lexeme>| form.map_or(7, |f| f.cluster[1]);
    let kind = |form: Option<&Lexeme>| form.map_or(7, |f| f.cluster[0]);
    let shape = |form: Option<&Lexeme>| form.map_or(7, |f| 40 + f.shape as u32);
    let titled = u32::from(view.titled.get(number).copied().unwrap_or(false));
    out(mix(201, mix(word(before), here.lower)));
    out(mix(202, mix(here.lower, word(after))));
    out(mix(203, mix(mix(shape(before), shape(Some(here))), shape(after))));
    out(mix(204, mix(group(before), shape(Some(here)))));
    out(mix(205, mix(group(after), shape(Some(here)))));
    out(mix(206, mix(mix(kind(before), kind(Some(here))), kind(after))));
    out(mix(207, mix(word(before), word(after))));
    out(mix(208, mix(titled, mix(u32::from(token == sentence.start), here.pattern))));
    out(mix(209, mix(group(before), group(Some(here)))));
    out(mix(210, mix(group(Some(here)), group(after))));
    out(mix(213, mix(word(inside(token.checked_sub(2))), word(before))));
    out(mix(214, mix(word(after), word(inside(Some(token + 2))))));
    let pos = |at: Option<usize>| {
        at.filter(|a| sentence.contains(a)).and_then(|a| view.pos.get(a)).map_or(99, |p| *p as u32)
    };
    let (p0, p1, p2) = (pos(token.checked_sub(1)), pos(Some(token)), pos(Some(token + 1)));
    out(mix(220, p1));
    out(mix(221, mix(p0, p1)));
    out(mix(222, mix(p1, p2)));
    out(mix(223, mix(p1, shape(Some(here)))));
    if let Some([starts, inner]) = view.phrases.get(token) {
        for list in NameList::ALL {
            if starts & list.bit() != 0 {
                out(mix(230, u32::from(list.bit())));
            }
            if inner & list.bit() != 0 {
                out(mix(231, u32::from(list.bit())));
            }
        }
    }
}

/// Names all features of a token: the same that the tagger sums, for training. `number` counts
/// sentences.
pub fn token_features(
    view: &ArticleView<'_>,
    memory: &NameMemory,
    number: usize,
    sentence: &Range<usize>,
    token: usize,
    out: &mut impl FnMut(u32),
) {
    for place in 0..=2 * REACH {
        match at_place(token, place, sentence).and_then(|at| view.forms.at(at)) {
            Some(form) => form_features(form, place, out),
            None => out(mix(99, place as u32)),
        }
    }
    let form = view.forms.of_token.get(token).and_then(|f| view.places.get(*f as usize));
    form.into_iter().flatten().for_each(|f| out(*f));
    joint_features(view, number, sentence, token, out);
    memory.features(view.forms, token, out);
}

pub(super) fn at_place(token: usize, place: usize, sentence: &Range<usize>) -> Option<usize> {
    (token + place).checked_sub(REACH).filter(|at| sentence.contains(at))
}
