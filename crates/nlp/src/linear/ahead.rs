use super::LinearModel;

/// Rows of a model that some tokens' features lead to, found and asked for a few tokens before they
/// are added.
#[derive(Debug, Default)]
pub(crate) struct Ahead {
    features: Vec<u32>,
    rows: Vec<u32>,
    /// Where each token's rows end.
    ends: Vec<usize>,
}

/// Tokens whose rows are looked up before the first of them are added: so much stays in the nearest
/// cache.
pub(crate) const TOGETHER: usize = 4;

impl Ahead {
    /// Takes a feature of the next token.
    pub fn put(&mut self, model: &LinearModel, feature: u32) {
        model.ask(feature);
        self.features.push(feature);
    }

    /// Looks up the features that were put, which are all of the token's.
    pub fn find(&mut self, model: &LinearModel) {
        model.find(&self.features, &mut self.rows);
        self.features.clear();
        self.ends.push(self.rows.len());
    }

    /// Adds what was looked up to the scores of the tokens, one after another, and forgets it.
    pub fn add(&mut self, model: &LinearModel, scores: &mut [i16]) {
        let mut start = 0;
        for (end, scores) in self.ends.iter().zip(scores.chunks_exact_mut(model.width())) {
            model.add_rows(self.rows.get(start..*end).unwrap_or(&[]), scores);
            start = *end;
        }
        self.rows.clear();
        self.ends.clear();
    }
}
