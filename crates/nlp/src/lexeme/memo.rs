use super::uses::{Survivors, Uses};
use super::{Forms, Lexeme, Lexicon};
use crate::linear::{Ahead, LinearModel, TOGETHER, mix};
use prefetch_index::prefetch_index;
use rustc_hash::FxHashMap;
use std::ops::Range;
use verbatim_article::Span;

/// Word forms looked up before, kept from article to article: most words of an article were in the
/// last one. What it holds never changes a result.
#[derive(Clone, Debug, Default)]
pub struct FormMemo {
    numbers: FxHashMap<Box<str>, u32>,
    lexemes: Vec<Lexeme>,
    uses: Uses,
    /// While an article is looked up: the number that each form has in it, plus one.
    local: Vec<u32>,
}

impl FormMemo {
    /// How many forms it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lexemes.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lexemes.is_empty()
    }

    /// Forgets the forms that were seldom asked for, and numbers the others anew: what is kept by their
    /// numbers must follow. Nothing is kept where that would be more than `most` forms.
    pub(crate) fn forget_rare(&mut self, most: usize) -> Survivors {
        let survivors = self.uses.survivors(most);
        self.numbers.retain(|_, number| survivors.new_number(*number).map(|new| *number = new).is_some());
        survivors.compact(&mut self.lexemes, 1);
        self.local.truncate(survivors.len());
        survivors
    }

    /// Looks up the forms of a text.
    #[must_use]
    pub fn forms(&mut self, text: &str, tokens: &[Span], lexicon: &Lexicon) -> Forms {
        let mut forms =
            Forms { of_token: Vec::with_capacity(tokens.len()), lexemes: Vec::new(), kept: Vec::new() };
        for token in tokens {
            let word = token.of(text);
            let kept = match self.numbers.get(word) {
                Some(kept) => *kept,
                None => {
                    let kept = self.lexemes.len() as u32;
                    self.lexemes.push(Lexeme::new(word, lexicon));
                    self.uses.push();
                    self.local.push(0);
                    self.numbers.insert(word.into(), kept);
                    kept
                }
            };
            self.uses.count(kept);
            let Some(local) = self.local.get_mut(kept as usize) else { continue };
            if *local == 0 {
                forms.lexemes.extend(self.lexemes.get(kept as usize).copied());
                forms.kept.push(kept);
                *local = forms.kept.len() as u32;
            }
            forms.of_token.push(*local - 1);
        }
        for kept in &forms.kept {
            if let Some(local) = self.local.get_mut(*kept as usize) {
                *local = 0;
            }
        }
        forms
    }
}

/// How far around a token its neighbours' forms are looked at.
pub(crate) const REACH: usize = 2;
const PLACES: usize = 2 * REACH + 1;

/// Scores that a form gives to a token at each distance, summed when first asked for. Kept as long
/// as the [`FormMemo`] that numbers the forms.
#[derive(Clone, Debug, Default)]
pub struct FormScores {
    sums: Vec<i16>,
    known: Vec<bool>,
}

impl FormScores {
    /// Follows a [`FormMemo`] that has forgotten some of its forms.
    pub(crate) fn keep(&mut self, survivors: &Survivors) {
        let width = self.sums.len() / self.known.len().max(1);
        survivors.move_up(&mut self.sums, PLACES * width);
        let end = survivors.move_up(&mut self.known, PLACES);
        self.known.get_mut(end..).unwrap_or(&mut []).fill(false);
    }

    /// Adds to a token's scores what the forms around it give, in its sentence; puts to `ahead` that
    /// there is none. `features` names the features of a form at its place, counted from the first
    /// token that is looked at.
    pub(crate) fn add_around(
        &mut self,
        model: &LinearModel,
        (forms, sentence, token): (&Forms, &Range<usize>, usize),
        scores: &mut [i16],
        ahead: &mut Ahead,
        features: impl Fn(&Lexeme, usize, &mut dyn FnMut(u32)),
    ) {
        self.fetch(model, forms, token + REACH + TOGETHER);
        for place in 0..PLACES {
            let at = (token + place).checked_sub(REACH).filter(|at| sentence.contains(at));
            let Some(form) = at.and_then(|at| forms.of_token.get(at)).map(|f| *f as usize) else {
                ahead.put(model, mix(99, place as u32));
                continue;
            };
            let kept = forms.kept.get(form).copied().unwrap_or(0) as usize;
            let width = model.width();
            let cell = kept * PLACES + place;
            if cell >= self.known.len() {
                let forms = (kept + 1).next_power_of_two();
                self.known.resize(forms * PLACES, false);
                self.sums.resize(forms * PLACES * width, 0);
            }
            let Some(sums) = self.sums.get_mut(cell * width..(cell + 1) * width) else { continue };
            if let Some(known) = self.known.get_mut(cell)
                && !*known
            {
                *known = true;
                sums.fill(0);
                let mut list = Vec::with_capacity(32);
                if let Some(lexeme) = forms.lexemes.get(form) {
                    features(lexeme, place, &mut |f| list.push(f));
                }
                model.add(&list, sums);
            }
            // Eight at a time, as a token's scores are filled up to.
            let sums = sums.as_chunks::<8>().0;
            for (at, scores) in scores.as_chunks_mut::<8>().0.iter_mut().enumerate() {
                let Some(sums) = sums.get(at) else { break };
                let mut made = *scores;
                for i in 0..8 {
                    made[i] = made[i].wrapping_add(sums[i]);
                }
                *scores = made;
            }
        }
    }

    /// Has the sums of a token's form fetched.
    fn fetch(&self, model: &LinearModel, forms: &Forms, token: usize) {
        let Some(kept) = forms.of_token.get(token).and_then(|form| forms.kept.get(*form as usize)) else {
            return;
        };
        let size = PLACES * model.width();
        for line in (0..size).step_by(LINE) {
            prefetch_index(&self.sums, *kept as usize * size + line);
        }
    }
}

/// Numbers of sixteen bits that are fetched at once.
const LINE: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize;

    #[test]
    fn a_second_article_shares_the_forms() {
        let lexicon = Lexicon::default();
        let mut memo = FormMemo::default();
        for (text, of_token, kept, held) in [
            ("ferry and ferry", vec![0, 1, 0], vec![0, 1], 2),
            ("old and new ferry", vec![0, 1, 2, 3], vec![2, 1, 3, 0], 4),
        ] {
            let tokens = tokenize(text);
            let forms = memo.forms(text, &tokens, &lexicon);
            assert_eq!((&forms.of_token, &forms.kept), (&of_token, &kept));
            let alone = Forms::new(text, &tokens, &lexicon);
            assert_eq!(forms.of_token, alone.of_token);
            assert!(forms.lexemes.iter().zip(&alone.lexemes).all(|(a, b)| a.word == b.word));
            assert_eq!(memo.len(), held);
        }
    }
}
