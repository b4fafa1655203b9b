use crate::lexeme::{Forms, Lexeme, REACH, Shape};
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
    put(form.lower);
    put(form.cluster[1]);
    put(form.uses);
    match place.abs_diff(REACH) {
        0 => {
            put(form.word);
            form.prefix.iter().chain(&form.suffix).for_each(|f| put(*f));
            put(form.pattern);
            put(form.cluster[0]);
            put(40 + form.shape as u32);
            put(mix(41, u32::from(form.lists)));
        }
        1 => {
            put(form.suffix[1]);
            put(form.suffix[2]);
            put(form.cluster[0]);
            put(40 + form.shape as u32);
        }
        _ => put(40 + form.shape as u32),
    }
}

/// Names the features of a token that join several forms.
pub(super) fn joint_features(
    forms: &Forms,
    sentence: &Range<usize>,
    token: usize,
    style: u32,
    out: &mut impl FnMut(u32),
) {
    let inside = |at: Option<usize>| at.filter(|a| sentence.contains(a)).and_then(|a| forms.at(a));
    let Some(here) = forms.at(token) else { return };
    let before = inside(token.checked_sub(1));
    let after = inside(Some(token + 1));
    let word = |form: Option<&Lexeme>| form.map_or(7, |f| f.lower);
    let group = |form: Option<&Lexeme>| {
        form.map_or(7, |f| if f.cluster[1] == 0 { f.suffix[1] } else { f.cluster[1] })
    };
    let shape = |form: Option<&Lexeme>| form.map_or(7, |f| 40 + f.shape as u32);
    out(mix(201, mix(word(before), here.lower)));
    out(mix(202, mix(here.lower, word(after))));
    out(mix(203, mix(word(before), word(after))));
    out(mix(204, mix(group(before), group(Some(here)))));
    out(mix(205, mix(group(Some(here)), group(after))));
    out(mix(206, mix(mix(group(before), group(Some(here))), group(after))));
    out(mix(207, mix(word(before), here.suffix[2])));
    out(mix(208, mix(here.suffix[2], word(after))));
    out(mix(209, mix(mix(shape(before), shape(Some(here))), shape(after))));
    out(mix(210, mix(group(before), group(after))));
    let use_of = |form: Option<&Lexeme>| {
        form.map_or(7, |f| if f.uses == 0 { mix(f.suffix[2], f.shape as u32) } else { f.uses })
    };
    let before_that = inside(token.checked_sub(2));
    let (u0, u1, u2) = (use_of(before), use_of(Some(here)), use_of(after));
    out(mix(213, mix(u0, u1)));
    out(mix(214, mix(u1, u2)));
    out(mix(215, mix(mix(u0, u1), u2)));
    out(mix(216, mix(mix(use_of(before_that), u0), u1)));
    out(mix(217, mix(mix(u1, u2), use_of(inside(Some(token + 2))))));
    out(mix(218, mix(word(before), u1)));
    out(mix(219, mix(u1, word(after))));
    out(mix(220, mix(u0, here.lower)));
    out(mix(221, mix(here.lower, u2)));
    out(mix(222, mix(style, mix(u1, here.shape as u32))));
    out(mix(211, mix(word(before_that), word(before))));
    let after_that = inside(Some(token + 2));
    out(mix(212, mix(word(after), word(after_that))));
}

/// How a sentence is written: whether most of its words are in capitals, or begin with one (a
/// headline), or none is.
#[must_use]
pub fn style(forms: &Forms, sentence: &Range<usize>) -> u32 {
    let (mut capital, mut upper, mut lower) = (0u32, 0u32, 0u32);
    for form in sentence.clone().filter_map(|t| forms.at(t)) {
        capital += u32::from(form.is_capital());
        upper += u32::from(form.shape == Shape::Upper);
        lower += u32::from(form.shape == Shape::Lower);
    }
    u32::from(capital > lower)
        + u32::from(upper > lower)
        + 3 * u32::from(capital == 0)
        + 4 * u32::from(lower == 0)
}

/// Names all features of a token: the same that the tagger sums, for training. `style` is the
/// sentence's [`style`].
pub fn token_features(
    forms: &Forms,
    sentence: &Range<usize>,
    token: usize,
    style: u32,
    out: &mut impl FnMut(u32),
) {
    for place in 0..=2 * REACH {
        match (token + place)
            .checked_sub(REACH)
            .filter(|at| sentence.contains(at))
            .and_then(|at| forms.at(at))
        {
            Some(form) => form_features(form, place, out),
            None => out(mix(99, place as u32)),
        }
    }
    joint_features(forms, sentence, token, style, out);
}
