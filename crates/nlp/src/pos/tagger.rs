use super::features::{form_features, joint_features, style};
use crate::Pos;
use crate::lexeme::{FormScores, Forms};
use crate::linear::{Ahead, LinearModel, TOGETHER, Transitions, decode};
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
        let model = &self.model;
        let width = model.width();
        let mut tags = Vec::with_capacity(forms.of_token.len());
        let (mut scores, mut path) = (Vec::new(), Vec::new());
        let mut ahead = Ahead::default();
        for sentence in sentences {
            let style = style(forms, sentence);
            scores.clear();
            scores.resize(sentence.len() * width, 0);
            let starts = sentence.clone().step_by(TOGETHER);
            for (start, rows) in starts.zip(scores.chunks_mut(TOGETHER * width)) {
                for (token, row) in (start..sentence.end).zip(rows.chunks_exact_mut(width)) {
                    sums.add_around(model, (forms, sentence, token), row, &mut ahead, form_features);
                    joint_features(forms, sentence, token, style, &mut |f| ahead.put(model, f));
                    ahead.find(model);
                }
                ahead.add(model, rows);
            }
            decode(&self.transitions, &scores, &mut path);
            tags.extend(path.iter().map(|l| self.tags.get(usize::from(*l)).copied().unwrap_or(Pos::X)));
        }
        tags
    }
}
