use super::features::{form_features, joint_features, style};
use crate::Pos;
use crate::lexeme::{FormScores, Forms, REACH};
use crate::linear::{LinearModel, Transitions, decode, mix};
use crate::model::{ByteReader, ModelError};
use std::ops::Range;

/// Gives tokens their universal part of speech.
#[derive(Clone, Debug)]
pub struct PosTagger {
    model: LinearModel,
    transitions: Transitions,
    tags: Vec<Pos>,
}

impl PosTagger {
    /// The section of the model file.
    pub const SECTION: &str = "pos";

    /// A tagger with a trained model, whose labels are the names of [`Pos`].
    ///
    /// # Errors
    /// When a label is no part of speech.
    pub fn new(model: LinearModel) -> Result<Self, ModelError> {
        let labels = model.labels();
        let tags = (0..labels.len())
            .map(|l| Pos::ALL.into_iter().find(|p| p.name() == labels.name(l)))
            .collect::<Option<Vec<Pos>>>()
            .ok_or_else(|| ModelError::new("the tagger has an unknown part of speech"))?;
        let transitions = Transitions::new(labels, model.steps());
        Ok(Self { model, transitions, tags })
    }

    /// Reads the section.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn read(section: &[u8]) -> Result<Self, ModelError> {
        Self::new(LinearModel::read(&mut ByteReader::new(section))?)
    }

    /// Tags a text whose sentences tile its tokens: one tag a token. `sums` is kept with the memo that
    /// `forms` came from.
    #[must_use]
    pub fn tag(&self, forms: &Forms, sentences: &[Range<usize>], sums: &mut FormScores) -> Vec<Pos> {
        let width = self.model.width();
        let mut tags = Vec::with_capacity(forms.of_token.len());
        let (mut scores, mut path, mut list) = (Vec::new(), Vec::new(), Vec::new());
        for sentence in sentences {
            let style = style(forms, sentence);
            scores.clear();
            scores.resize(sentence.len() * width, 0);
            for (token, row) in sentence.clone().zip(scores.chunks_exact_mut(width)) {
                list.clear();
                for place in 0..=2 * REACH {
                    let at = (token + place).checked_sub(REACH).filter(|at| sentence.contains(at));
                    match at.and_then(|at| forms.of_token.get(at)).map(|f| *f as usize) {
                        Some(form) => {
                            let kept = forms.kept.get(form).copied().unwrap_or(0);
                            sums.add(&self.model, kept, place, row, |out| {
                                if let Some(lexeme) = forms.lexemes.get(form) {
                                    form_features(lexeme, place, &mut |f| out.push(f));
                                }
                            });
                        }
                        None => list.push(mix(99, place as u32)),
                    }
                }
                joint_features(forms, sentence, token, style, &mut |f| list.push(f));
                self.model.add(&list, row);
            }
            decode(&self.transitions, &scores, &mut path);
            tags.extend(path.iter().map(|l| self.tags.get(usize::from(*l)).copied().unwrap_or(Pos::X)));
        }
        tags
    }
}
