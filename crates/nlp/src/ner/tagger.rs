use super::features::{at_place, form_features, joint_features, own_features};
use super::{ArticleView, NameMemory};
use crate::EntityType;
use crate::lexeme::{FormScores, REACH};
use crate::linear::{LinearModel, Transitions, decode, mix};
use crate::model::{ByteReader, ModelError};
use std::ops::Range;

/// A name that was found: its tokens and what kind of thing it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedSpan {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: EntityType,
}

/// Finds names and tells what they name.
#[derive(Clone, Debug)]
pub struct NerTagger {
    model: LinearModel,
    transitions: Transitions,
    kinds: Vec<Option<EntityType>>,
}

impl NerTagger {
    /// The section of the model file.
    pub const SECTION: &str = "ner";

    /// A tagger with a trained model, whose labels are `O` and BILOU prefixes with the names of
    /// [`EntityType`].
    ///
    /// # Errors
    /// When a label names no type.
    pub fn new(model: LinearModel) -> Result<Self, ModelError> {
        let labels = model.labels();
        let mut kinds = Vec::new();
        for label in 0..labels.len() {
            let (prefix, name) = labels.parts(label);
            let kind = EntityType::ALL.into_iter().find(|k| k.name() == name);
            if kind.is_none() && prefix != 'O' {
                return Err(ModelError::new("the name tagger has an unknown type"));
            }
            kinds.push(kind);
        }
        let transitions = Transitions::new(labels, model.steps());
        Ok(Self { model, transitions, kinds })
    }

    /// Reads the section.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn read(section: &[u8]) -> Result<Self, ModelError> {
        Self::new(LinearModel::read(&mut ByteReader::new(section))?)
    }

    /// Finds the names of an article, in order.
    #[must_use]
    pub fn find(&self, view: &ArticleView<'_>, sentences: &[Range<usize>]) -> Vec<NamedSpan> {
        let memory = self.first_reading(view, sentences);
        self.spans(&self.labels(view, &memory, sentences))
    }

    /// What a first reading took each name for.
    #[must_use]
    pub fn first_reading(&self, view: &ArticleView<'_>, sentences: &[Range<usize>]) -> NameMemory {
        let path = self.labels(view, &NameMemory::default(), sentences);
        NameMemory::new(view.forms, self.model.labels(), &path)
    }

    /// The best label of every token.
    fn labels(&self, view: &ArticleView<'_>, memory: &NameMemory, sentences: &[Range<usize>]) -> Vec<u16> {
        let count = self.model.labels().len();
        let forms = view.forms;
        let mut memo = FormScores::new(&self.model, forms.lexemes.len());
        let mut labels = Vec::with_capacity(forms.of_token.len());
        let (mut scores, mut path) = (Vec::new(), Vec::new());
        for (number, sentence) in sentences.iter().enumerate() {
            scores.clear();
            scores.resize(sentence.len() * count, 0);
            for (token, row) in sentence.clone().zip(scores.chunks_exact_mut(count)) {
                for place in 0..=2 * REACH {
                    match at_place(token, place, sentence).and_then(|at| forms.of_token.get(at)) {
                        Some(&form) if place == REACH => {
                            memo.add(form, place, row, |out| own_features(view, form, out));
                        }
                        Some(&form) => memo.add(form, place, row, |out| {
                            if let Some(lexeme) = forms.lexemes.get(form as usize) {
                                form_features(lexeme, place, out);
                            }
                        }),
                        None => self.model.add(mix(99, place as u32), row),
                    }
                }
                joint_features(view, memory, number, sentence, token, &mut |f| self.model.add(f, row));
            }
            decode(&self.transitions, &scores, &mut path);
            labels.extend_from_slice(&path);
        }
        labels
    }

    fn spans(&self, labels: &[u16]) -> Vec<NamedSpan> {
        let mut spans: Vec<NamedSpan> = Vec::new();
        let mut open: Option<usize> = None;
        for (token, label) in labels.iter().enumerate() {
            let label = usize::from(*label);
            let (prefix, _) = self.model.labels().parts(label);
            let Some(kind) = self.kinds.get(label).copied().flatten() else { continue };
            match prefix {
                'B' => open = Some(token),
                'L' => {
                    let start = open.take().unwrap_or(token);
                    spans.push(NamedSpan { tokens: start..token + 1, kind });
                }
                'U' => spans.push(NamedSpan { tokens: token..token + 1, kind }),
                _ => {}
            }
        }
        spans
    }
}
