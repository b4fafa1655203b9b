use super::features::{form_features, joint_features};
use super::{ArticleView, NameMemory};
use crate::EntityType;
use crate::lexeme::FormScores;
use crate::linear::{Ahead, LinearModel, TOGETHER, Transitions, decode};
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

    /// Finds the names of an article, in order. `sums` is kept with the memo that the article's forms
    /// came from.
    #[must_use]
    pub fn find(
        &self,
        view: &ArticleView<'_>,
        sentences: &[Range<usize>],
        sums: &mut FormScores,
    ) -> Vec<NamedSpan> {
        let width = self.model.width();
        let tokens = view.forms.of_token.len();
        let mut scorer = Scorer::new(&self.model, view, sums);
        // What the first reading sums serves for the second, which only adds to it.
        let mut held = vec![0i16; if tokens <= HELD { tokens * width } else { 0 }];
        let mut labels = self.first_labels(&mut scorer, sentences, &mut held);
        let memory = NameMemory::new(view.forms, self.model.labels(), &labels);
        let (mut spare, mut path, mut list) = (Vec::new(), Vec::new(), Vec::new());
        for (number, sentence) in sentences.iter().enumerate() {
            if !memory.speaks_in(view.forms, sentence) {
                continue;
            }
            let rows = match held.get_mut(sentence.start * width..sentence.end * width) {
                Some(rows) => rows,
                None => scorer.rows(number, sentence, &mut spare),
            };
            for (token, row) in sentence.clone().zip(rows.chunks_exact_mut(width)) {
                list.clear();
                memory.features(view.forms, token, &mut |f| list.push(f));
                self.model.add(&list, row);
            }
            decode(&self.transitions, rows, &mut path);
            if let Some(places) = labels.get_mut(sentence.clone()) {
                places.iter_mut().zip(&path).for_each(|(place, label)| *place = *label);
            }
        }
        self.spans(&labels)
    }

    /// What a first reading took each name for.
    #[must_use]
    pub fn first_reading(&self, view: &ArticleView<'_>, sentences: &[Range<usize>]) -> NameMemory {
        let mut sums = FormScores::default();
        let path = self.first_labels(&mut Scorer::new(&self.model, view, &mut sums), sentences, &mut []);
        NameMemory::new(view.forms, self.model.labels(), &path)
    }

    /// The best label of every token in a first reading. Leaves each token's scores in `held`, when
    /// there is room.
    fn first_labels(
        &self,
        scorer: &mut Scorer<'_>,
        sentences: &[Range<usize>],
        held: &mut [i16],
    ) -> Vec<u16> {
        let width = self.model.width();
        let mut labels = Vec::with_capacity(scorer.view.forms.of_token.len());
        let (mut spare, mut path) = (Vec::new(), Vec::new());
        for (number, sentence) in sentences.iter().enumerate() {
            let rows = match held.get_mut(sentence.start * width..sentence.end * width) {
                Some(rows) => {
                    scorer.score(number, sentence, rows);
                    rows
                }
                None => scorer.rows(number, sentence, &mut spare),
            };
            decode(&self.transitions, rows, &mut path);
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

/// Tokens whose scores are held between the two readings: about ten megabytes. Longer texts are
/// scored twice.
const HELD: usize = 1 << 17;

/// Sums the scores of an article's tokens.
struct Scorer<'a> {
    model: &'a LinearModel,
    view: &'a ArticleView<'a>,
    sums: &'a mut FormScores,
    /// Scores by what an article shows of a form, and where a form's begin.
    places: Vec<i16>,
    place_of: Vec<Option<usize>>,
    ahead: Ahead,
}

impl<'a> Scorer<'a> {
    fn new(model: &'a LinearModel, view: &'a ArticleView<'a>, sums: &'a mut FormScores) -> Self {
        let (mut places, mut place_of) = (Vec::new(), Vec::with_capacity(view.places.len()));
        for features in &view.places {
            if features.is_empty() {
                place_of.push(None);
                continue;
            }
            let start = places.len();
            places.resize(start + model.width(), 0);
            model.add(features, places.get_mut(start..).unwrap_or(&mut []));
            place_of.push(Some(start));
        }
        Self { model, view, sums, places, place_of, ahead: Ahead::default() }
    }

    /// The scores of a sentence, in `spare`.
    fn rows<'s>(&mut self, number: usize, sentence: &Range<usize>, spare: &'s mut Vec<i16>) -> &'s mut [i16] {
        spare.clear();
        spare.resize(sentence.len() * self.model.width(), 0);
        self.score(number, sentence, spare);
        spare
    }

    /// Adds the scores of a sentence to `rows`.
    fn score(&mut self, number: usize, sentence: &Range<usize>, rows: &mut [i16]) {
        let (model, forms) = (self.model, self.view.forms);
        let width = model.width();
        let starts = sentence.clone().step_by(TOGETHER);
        for (start, rows) in starts.zip(rows.chunks_mut(TOGETHER * width)) {
            for (token, row) in (start..sentence.end).zip(rows.chunks_exact_mut(width)) {
                self.sums.add_around(model, (forms, sentence, token), row, &mut self.ahead, form_features);
                let form = forms.of_token.get(token).map(|f| *f as usize);
                if let Some(start) = form.and_then(|form| self.place_of.get(form).copied().flatten())
                    && let Some(sums) = self.places.get(start..start + width)
                {
                    row.iter_mut().zip(sums).for_each(|(score, sum)| *score = score.wrapping_add(*sum));
                }
                joint_features(self.view, number, sentence, token, &mut |f| self.ahead.put(model, f));
                self.ahead.find(model);
            }
            self.ahead.add(model, rows);
        }
    }
}
