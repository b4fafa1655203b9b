use super::{Lexeme, Lexicon};
use crate::linear::LinearModel;
use std::collections::HashMap;
use verbatim_article::Span;

/// A text's tokens as numbers of distinct word forms: what depends on the form alone is worked
/// out once per form.
#[derive(Clone, Debug)]
pub struct Forms {
    /// The form of each token.
    pub of_token: Vec<u32>,
    /// What is known of each form.
    pub lexemes: Vec<Lexeme>,
}

impl Forms {
    /// Looks up the forms of a text.
    #[must_use]
    pub fn new(text: &str, tokens: &[Span], lexicon: &Lexicon) -> Self {
        let mut known: HashMap<&str, u32> = HashMap::with_capacity(tokens.len() / 3 + 1);
        let mut forms = Self { of_token: Vec::with_capacity(tokens.len()), lexemes: Vec::new() };
        for token in tokens {
            let word = token.of(text);
            let form = *known.entry(word).or_insert_with(|| {
                forms.lexemes.push(Lexeme::new(word, lexicon));
                forms.lexemes.len() as u32 - 1
            });
            forms.of_token.push(form);
        }
        forms
    }

    /// The form of a token; `None` outside the text.
    #[must_use]
    pub fn at(&self, token: usize) -> Option<&Lexeme> {
        self.of_token.get(token).and_then(|f| self.lexemes.get(*f as usize))
    }
}

/// How far around a token its neighbours' forms are looked at.
pub(crate) const REACH: usize = 2;
const PLACES: usize = 2 * REACH + 1;

/// Scores that a form gives to a token at each distance, summed when first asked for.
pub(crate) struct FormScores<'m> {
    model: &'m LinearModel,
    sums: Vec<i16>,
    known: Vec<bool>,
}

impl<'m> FormScores<'m> {
    pub(crate) fn new(model: &'m LinearModel, forms: usize) -> Self {
        let count = model.labels().len();
        Self { model, sums: vec![0; forms * PLACES * count], known: vec![false; forms * PLACES] }
    }

    /// Adds the scores of `form`, `place` tokens after the first that is looked at, to `scores`;
    /// `features` names the features of the form at that place.
    pub(crate) fn add(
        &mut self,
        form: u32,
        place: usize,
        scores: &mut [i32],
        features: impl FnOnce(&mut dyn FnMut(u32)),
    ) {
        let count = self.model.labels().len();
        let cell = form as usize * PLACES + place;
        let Some(sums) = self.sums.get_mut(cell * count..(cell + 1) * count) else { return };
        if let Some(known) = self.known.get_mut(cell)
            && !*known
        {
            *known = true;
            let model = self.model;
            features(&mut |feature| model.add(feature, sums));
        }
        for (score, sum) in scores.iter_mut().zip(sums.iter()) {
            *score += i32::from(*sum);
        }
    }
}
