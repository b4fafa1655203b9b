use super::direct::Draft;
use super::lexicon::{Cue, CueClass};
use super::words::Words;
use crate::model::{ByteReader, ModelFile};
use crate::neural::exp;
use crate::{ModelError, QuotationKind, Stance};

/// How many things speak for or against a quotation.
pub const CONFIDENCE_FEATURES: usize = 24;

/// What speaks for or against a quotation: the first is always 1.
pub type ConfidenceFeatures = [f32; CONFIDENCE_FEATURES];

/// Turns what speaks for a quotation into the chance that it and its source are right: a logistic
/// regression, fitted on the development articles.
#[derive(Clone, Debug)]
pub(crate) struct Calibration {
    weights: ConfidenceFeatures,
}

impl Calibration {
    /// The section `confidence` of a model; `None` when it has none.
    ///
    /// # Errors
    /// When it ends too early.
    pub fn read(file: &ModelFile<'_>) -> Result<Option<Self>, ModelError> {
        let Some(section) = file.section("confidence") else { return Ok(None) };
        let mut reader = ByteReader::new(section);
        let mut weights = [0.0; CONFIDENCE_FEATURES];
        // An older model knows fewer of them.
        for weight in weights.iter_mut().take(section.len() / 4) {
            *weight = reader.f32()?;
        }
        Ok(Some(Self { weights }))
    }

    /// In thousandths.
    pub fn confidence(&self, features: &ConfidenceFeatures) -> u16 {
        let sum: f32 = self.weights.iter().zip(features).map(|(w, f)| w * f).sum();
        thousandths(1.0 / (1.0 + exp(-sum)))
    }
}

fn thousandths(chance: f32) -> u16 {
    (chance.clamp(0.0, 1.0) * 1000.0 + 0.5) as u16
}

/// The features of a draft.
pub(crate) fn features(
    words: Words,
    draft: &Draft,
    kind: QuotationKind,
    stance: Stance,
    verb: Option<&Cue>,
) -> ConfidenceFeatures {
    let scores = &draft.scores;
    // Between -1 and 1, steep near certainty.
    let sure = |chance: f32| {
        let chance = chance.clamp(0.02, 0.98);
        crate::neural::ln(chance / (1.0 - chance)) / 4.0
    };
    let flag = |is: bool| f32::from(u8::from(is));
    let by_rule = scores.content <= 0.0;
    let tagged = |chance: f32| if by_rule { 0.0 } else { sure(chance) };
    let letters: usize = draft.content.iter().map(|c| c.of(words.text).split_whitespace().count()).sum();
    let pronoun = draft.source.as_ref().is_some_and(|s| s.len() == 1 && words.pronoun(s.start));
    [
        1.0,
        tagged(scores.content),
        tagged(scores.cue),
        if draft.source.is_some() { tagged(scores.source) } else { 0.0 },
        tagged(scores.link),
        tagged(scores.source_link),
        flag(kind == QuotationKind::Direct),
        flag(kind == QuotationKind::Mixed),
        flag(draft.source.is_none()),
        flag(draft.cue.is_none()),
        flag(by_rule),
        flag(by_rule && draft.source.is_some()),
        flag(stance == Stance::Attitude),
        flag(letters <= 3),
        flag(draft.content.len() > 1),
        flag(pronoun),
        flag(draft.kind == Some(QuotationKind::Direct)),
        flag(draft.kind == Some(QuotationKind::Indirect)),
        flag(by_rule && draft.kind.is_none() && kind == QuotationKind::Indirect),
        flag(draft.rule == super::tagged::BESIDE),
        flag(!by_rule && draft.cue.is_some() && verb.is_none()),
        flag(verb.is_some_and(|c| c.class != CueClass::Verb)),
        tagged(scores.content.min(scores.cue).min(scores.link)),
        flag(letters > 30),
    ]
}

/// What a rule's word is worth where no model is loaded, in thousandths.
pub(crate) fn by_rule(draft: &Draft, kind: QuotationKind) -> u16 {
    match (kind, draft.source.is_some()) {
        (QuotationKind::Direct, true) => 850,
        (_, true) => 600,
        (_, false) => 450,
    }
}
