use crate::lexeme::Forms;
use crate::linear::{LabelSet, mix};
use std::ops::Range;

/// What each capitalised form of an article was taken for when the article was read the first
/// time (compare Krishnan and Manning 2006). Empty during that first reading.
#[derive(Clone, Debug, Default)]
pub struct NameMemory {
    /// For each form, the features that it gives.
    of_form: Vec<[u32; 2]>,
}

impl NameMemory {
    /// Remembers the labels of a first reading, one a token.
    #[must_use]
    pub fn new(forms: &Forms, labels: &LabelSet, path: &[u16]) -> Self {
        let count = labels.len();
        let mut kinds: Vec<&str> = (0..count).map(|l| labels.parts(l).1).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let kind_of: Vec<usize> =
            (0..count).map(|l| kinds.binary_search(&labels.parts(l).1).unwrap_or(0)).collect();
        let mut votes = vec![0u32; forms.lexemes.len() * kinds.len()];
        for (form, label) in forms.of_token.iter().zip(path) {
            let kind = kind_of.get(usize::from(*label)).copied().unwrap_or(0);
            if let Some(vote) = votes.get_mut(*form as usize * kinds.len() + kind) {
                *vote += 1;
            }
        }
        let of_form = forms
            .lexemes
            .iter()
            .zip(votes.chunks_exact(kinds.len().max(1)))
            .map(|(form, votes)| {
                if !form.is_capital() {
                    return [0; 2];
                }
                let all: u32 = votes.iter().sum();
                let (mut best, mut most) = (0, 0);
                for (kind, vote) in votes.iter().enumerate() {
                    if *vote > most {
                        (best, most) = (kind as u32, *vote);
                    }
                }
                let share = if most == all { 0 } else { 1 + u32::from(most * 4 < all * 3) };
                [mix(401, best), mix(402, mix(mix(best, share), all.min(4)))]
            })
            .collect();
        Self { of_form }
    }

    /// Whether some word of a sentence, or beside it, was taken for something.
    pub(super) fn speaks_in(&self, forms: &Forms, sentence: &Range<usize>) -> bool {
        let near = sentence.start.saturating_sub(1)..(sentence.end + 1).min(forms.of_token.len());
        let tokens = forms.of_token.get(near).unwrap_or(&[]);
        tokens.iter().any(|f| self.of_form.get(*f as usize).is_some_and(|f| *f != [0; 2]))
    }

    pub(super) fn features(&self, forms: &Forms, token: usize, out: &mut impl FnMut(u32)) {
        for (seed, at) in [(410, Some(token)), (411, token.checked_sub(1)), (412, Some(token + 1))] {
            let of_form = at.and_then(|a| forms.of_token.get(a)).and_then(|f| self.of_form.get(*f as usize));
            for feature in of_form.into_iter().flatten().filter(|f| **f != 0) {
                out(mix(seed, *feature));
            }
        }
    }
}
