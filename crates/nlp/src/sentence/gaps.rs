//! What speaks for a sentence's end at a place between two words: features of a linear model.

use super::split::{Reader, Ruled, Stop, opens, stop};
use crate::lexeme::{Forms, Lexeme, Shape};
use crate::linear::mix;
use crate::token::Abbreviation;
use std::ops::Range;

/// How far from a place its paragraph is looked at, in tokens.
const SIGHT: usize = 24;

/// How a paragraph is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    tokens: Range<usize>,
    style: u32,
}

impl Paragraph {
    pub(super) fn new(reader: &Reader<'_>, tokens: &Range<usize>, forms: &Forms) -> Self {
        let (mut small, mut words, mut stops) = (0usize, 0usize, 0usize);
        for token in tokens.clone() {
            let Some(form) = forms.at(token) else { continue };
            small += usize::from(form.shape == Shape::Lower);
            words += usize::from(form.shape != Shape::Mark);
            stops += usize::from(form.shape == Shape::Mark && stop(reader.word(token)).is_some());
        }
        let ended = (tokens.end.saturating_sub(3)..tokens.end)
            .any(|t| tokens.contains(&t) && stop(reader.word(t)).is_some());
        let share = (4 * small / words.max(1)) as u32;
        let style =
            u32::from(ended) + 2 * share + 10 * u32::from(stops * 40 > words) + 20 * size(tokens.len());
        Self { tokens: tokens.clone(), style }
    }

    /// Whether it is the paragraph of these tokens.
    pub(super) fn is(&self, tokens: &Range<usize>) -> bool {
        self.tokens == *tokens
    }
}

/// The size of a count: exact up to four, then roughly its logarithm.
fn size(count: usize) -> u32 {
    match count {
        0..=4 => count as u32,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=49 => 9,
        _ => 10,
    }
}

/// A place that may end a sentence, with what stands around it.
pub(super) struct Gap<'g, 't> {
    pub reader: &'g Reader<'t>,
    pub forms: &'g Forms,
    pub paragraph: &'g Paragraph,
    pub ruled: Ruled,
}

impl Gap<'_, '_> {
    /// Whether the model is asked: where the rules end a sentence, and where one may begin without
    /// a full stop before it (anything but a small word after a word).
    pub(super) fn is_open(&self) -> bool {
        if self.ruled.wrapped {
            return false;
        }
        if self.ruled.ends {
            return true;
        }
        // What stands before a name, an example or a day.
        let word = self.reader.word(self.ruled.next - 1);
        if matches!(stop(word), Some(Stop::Abbreviation(Abbreviation::Title | Abbreviation::BeforeNumber, _)))
            || matches!(word, "e.g." | "i.e." | "cf." | "v." | "a.m." | "p.m.")
        {
            return false;
        }
        // A greeting is short.
        if word == "," && self.ruled.next - self.ruled.start > 7 {
            return false;
        }
        let Some(next) = self.forms.at(self.ruled.next) else { return false };
        let Some(last) = self.forms.at(self.ruled.next - 1) else { return false };
        !self.reader.gap(self.ruled.next).is_empty()
            && (next.shape != Shape::Lower || last.shape == Shape::Mark)
            && (next.shape != Shape::Mark
                || !matches!(
                    self.reader.word(self.ruled.next),
                    "," | ";" | "." | "?" | "!" | ")" | "]" | "%" | "''"
                ))
    }

    fn at(&self, place: usize) -> Option<&Lexeme> {
        let inside = self.paragraph.tokens.contains(&place);
        self.forms.at(place).filter(|_| inside)
    }

    fn is_capital(&self, place: usize) -> bool {
        self.at(place).is_some_and(Lexeme::is_capital)
    }

    /// What ends before the place: the kind of its last mark, and whether the rules end a sentence.
    fn mode(&self) -> u32 {
        let word = self.reader.word(self.ruled.next - 1);
        let kind = match stop(word) {
            Some(Stop::Full) => 1,
            Some(Stop::Strong) => 2,
            Some(Stop::Ellipsis) => 3,
            Some(Stop::Ideographic) => 4,
            Some(Stop::Abbreviation(_, true)) => 5,
            Some(Stop::Abbreviation(..)) => 6,
            None => match word {
                "," => 7,
                ":" => 8,
                ";" => 9,
                "-" | "–" | "—" | "--" => 10,
                _ if self.reader.closes(self.ruled.next - 1) => 11,
                _ if self.at(self.ruled.next - 1).is_some_and(|f| f.shape == Shape::Mark) => 12,
                _ => 0,
            },
        };
        kind + 16 * u32::from(self.ruled.ends)
    }

    /// Names the features of the place: [`Self::words`] and [`Self::others`].
    pub(super) fn features(&self, out: &mut dyn FnMut(u32)) {
        self.words(out);
        self.others(out);
    }

    /// What the words around the place are, one by one.
    pub(super) fn words(&self, out: &mut dyn FnMut(u32)) {
        let next = self.ruled.next;
        let mode = 1000 + self.mode();
        out(mode);
        for place in 0..6 {
            // The third is the token after the gap.
            let Some(form) = (next + place).checked_sub(3).and_then(|p| self.at(p)) else {
                out(mix(mode, 50 + place as u32));
                continue;
            };
            let seed = 100 + place as u32;
            let near = matches!(place, 2 | 3);
            let mut put = |feature: u32| {
                if feature != 0 {
                    out(mix(seed, feature));
                    if near {
                        out(mix(mix(seed, mode), feature));
                    }
                }
            };
            put(form.lower);
            put(form.cluster[1]);
            put(form.uses);
            put(40 + form.shape as u32);
            if near {
                put(form.word);
                put(form.pattern);
                put(form.cluster[0]);
                put(form.suffix[1]);
                put(form.suffix[2]);
                put(form.prefix[2]);
                put(mix(41, u32::from(form.lists)));
            }
        }
    }

    /// Words in pairs, and the sentence and paragraph around the place.
    pub(super) fn others(&self, out: &mut dyn FnMut(u32)) {
        let mode = 1000 + self.mode();
        self.pairs(mode, out);
        self.surroundings(mode, out);
    }

    fn pairs(&self, mode: u32, out: &mut dyn FnMut(u32)) {
        let next = self.ruled.next;
        let form = |back: usize| (next + 3).checked_sub(back).and_then(|p| self.at(p));
        let word = |f: Option<&Lexeme>| f.map_or(7, |f| f.lower);
        let shape = |f: Option<&Lexeme>| f.map_or(7, |f| 40 + f.shape as u32);
        let pattern = |f: Option<&Lexeme>| f.map_or(7, |f| f.pattern);
        let group =
            |f: Option<&Lexeme>| f.map_or(7, |f| if f.cluster[1] == 0 { f.suffix[1] } else { f.cluster[1] });
        let uses = |f: Option<&Lexeme>| {
            f.map_or(7, |f| if f.uses == 0 { mix(f.suffix[1], f.shape as u32) } else { f.uses })
        };
        let (a3, a2, a1, b0, b1, b2) = (form(6), form(5), form(4), form(3), form(2), form(1));
        let mut put = |seed: u32, a: u32, b: u32| out(mix(seed, mix(a, b)));
        put(201, word(a1), word(b0));
        put(202, word(a2), word(a1));
        put(203, word(b0), word(b1));
        put(204, group(a1), group(b0));
        put(205, uses(a1), uses(b0));
        put(206, mix(uses(a2), uses(a1)), uses(b0));
        put(207, uses(a1), mix(uses(b0), uses(b1)));
        put(208, mix(shape(a2), shape(a1)), mix(shape(b0), shape(b1)));
        put(209, mix(mix(shape(a3), shape(a2)), shape(a1)), mix(mix(shape(b0), shape(b1)), shape(b2)));
        put(210, pattern(a1), pattern(b0));
        put(211, mix(mode, shape(a1)), word(b0));
        put(212, word(a1), shape(b0));
        put(213, mix(word(a2), shape(a1)), shape(b0));
        put(214, mix(shape(a1), shape(b0)), word(b1));
        put(215, uses(b0), mix(uses(b1), uses(b2)));
        put(216, uses(a1), mix(uses(a2), uses(a3)));
        put(217, pattern(b0), pattern(b1));
    }

    /// How long the sentence is so far and how it began, runs of capitals on both sides, what comes next.
    fn surroundings(&self, mode: u32, out: &mut dyn FnMut(u32)) {
        let Ruled { start, next, .. } = self.ruled;
        let tokens = &self.paragraph.tokens;
        let shape = |p: usize| self.at(p).map_or(7, |f| 40 + f.shape as u32);
        let word = |p: usize| self.at(p).map_or(7, |f| f.lower);
        let around = mix(mode, mix(shape(next - 1), shape(next)));
        let length = size(next - start);
        let (mut small, mut open, mut capitals) = (0, 0u32, 0usize);
        for place in (start..next).rev().take(SIGHT) {
            match self.at(place).map(|f| f.shape) {
                Some(Shape::Lower) => small += 1,
                Some(Shape::Mark) if opens(self.reader.word(place)) => open |= 1,
                Some(Shape::Mark) if self.reader.closes(place) => open |= 2,
                _ => capitals += usize::from(self.is_capital(place)),
            }
        }
        let before = (start..next).rev().take(8).take_while(|p| self.is_capital(*p)).count();
        let after = (next..tokens.end).take(8).take_while(|p| self.is_capital(*p)).count();
        let left = size(tokens.end - next);
        let ahead = (next..tokens.end).take(SIGHT).position(|p| {
            self.at(p).is_some_and(|f| f.shape == Shape::Mark) && stop(self.reader.word(p)).is_some()
        });
        let ahead = ahead.map_or(20, size);
        let first = word(start);
        let begun = (next - before).checked_sub(1).filter(|p| *p >= start).map_or(7, word);
        let mut put = |seed: u32, a: u32, b: u32| out(mix(seed, mix(a, b)));
        put(301, around, length);
        put(302, around, 20 + size(small));
        put(303, around, mix(left, ahead));
        put(304, around, self.paragraph.style);
        put(305, mode, mix(length, left));
        put(306, around, first);
        put(307, first, length);
        put(308, mix(mode, size(before)), size(after));
        put(309, around, mix(size(before), begun));
        put(310, around, mix(size(after), shape(next + after)));
        put(311, around, mix(size(after), word(next + after)));
        put(312, around, open);
        put(313, mix(mode, word(next)), length);
        put(314, mix(mode, word(next - 1)), length);
        put(315, around, size(next - tokens.start));
        put(316, mix(mode, size(capitals)), size(small));
        put(317, mix(mode, word(next)), self.paragraph.style);
        put(318, mix(size(before), size(after)), mix(shape(next + after), length));
        put(319, around, mix(u32::from(start == tokens.start), length));
        // Lists repeat how their items begin; what ended the sentence before tells of letters' heads and feet.
        let kind = |p: usize| if tokens.contains(&p) { 60 + self.kind(p) } else { 59 };
        let same = |part: fn(&Lexeme) -> u32| {
            self.at(start).zip(self.at(next)).map_or(0, |(a, b)| u32::from(part(a) == part(b)))
        };
        let alike = same(|f| f.lower) + 2 * same(|f| f.pattern) + 4 * u32::from(kind(start) == kind(next));
        let (k1, k0) = (kind(next - 1), kind(next));
        let k2 = if next >= 2 { kind(next - 2) } else { 59 };
        let ended = start.checked_sub(1).map_or(7, word);
        let ended_kind = start.checked_sub(1).map_or(59, kind);
        put(401, mix(mode, k1), k0);
        put(402, mix(k2, k1), mix(k0, kind(next + 1)));
        put(403, mix(alike, k0), mix(mode, length));
        put(404, mix(kind(start), length), mix(k1, k0));
        put(405, mix(k1, k0), length);
        put(406, ended, mix(length, around));
        put(407, mix(ended_kind, around), mix(length, size(after)));
        put(408, k0, mix(word(next + 1), mode));
        put(409, k1, word(next));
        put(410, word(next - 1), mix(k0, length));
        put(411, mix(k1, k0), mix(left, self.paragraph.style));
        put(412, mix(word(start), around), kind(start));
    }

    /// What a token is as writing goes: an address, a date, a row of dashes.
    fn kind(&self, place: usize) -> u32 {
        let word = self.reader.word(place);
        let bytes = word.as_bytes();
        let count = |test: fn(&u8) -> bool| bytes.iter().filter(|b| test(b)).count();
        let digits = count(u8::is_ascii_digit);
        let Some(form) = self.at(place) else { return 0 };
        if form.shape == Shape::Mark {
            return match word {
                "(" | "[" | "<" => 1,
                ")" | "]" | ">" => 2,
                "," => 3,
                ":" => 4,
                "-" | "–" | "—" | "--" => 5,
                "*" | "•" | "·" | "+" | "#" | "~" | "o" => 6,
                _ if stop(word).is_some() => 7,
                _ if bytes.len() > 2 && bytes.iter().all(|b| Some(b) == bytes.first()) => 8,
                _ if bytes.len() > 1 && bytes.iter().any(|b| matches!(b, b':' | b';' | b'=')) => 9,
                _ if bytes.len() > 2 => 10,
                _ => 11,
            };
        }
        if word.contains('@') {
            return 12;
        }
        if word.contains("://") || word.starts_with("www.") {
            return 13;
        }
        if digits > 0 {
            return match (count(|b| *b == b'/'), count(|b| *b == b':'), count(|b| *b == b'-')) {
                (2, 0, 0) => 14,
                (0, 1 | 2, 0) => 15,
                _ if digits >= 7 => 16,
                _ if digits == bytes.len() => 17 + (digits == 4) as u32,
                _ => 19,
            };
        }
        if bytes.len() > 4 && word.contains('.') {
            return 20;
        }
        21 + form.shape as u32
    }
}
