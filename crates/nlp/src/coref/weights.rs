use super::features::{FEATURES, feature_name};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Weights of the features, in thousandths; learned by `verbatim-train pronouns`.
#[derive(Debug)]
pub(super) struct Weights(Vec<i32>);

static TABLE: &str = include_str!("../../data/pronoun-weights.tsv");

impl Weights {
    pub fn get() -> &'static Self {
        static READ: OnceLock<Weights> = OnceLock::new();
        READ.get_or_init(|| Self::parse(TABLE))
    }

    fn parse(table: &str) -> Self {
        let rows: FxHashMap<&str, i32> = table
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(name, weight)| Some((name, weight.parse().ok()?)))
            .collect();
        Self(
            (0..FEATURES as u16)
                .map(|at| rows.get(feature_name(at).as_str()).copied().unwrap_or(0))
                .collect(),
        )
    }

    /// The sum over some features.
    pub fn score(&self, features: &[u16]) -> i64 {
        features.iter().filter_map(|&at| self.0.get(at as usize)).map(|&w| i64::from(w)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_by_name() {
        let weights = Weights::parse("# note\nrank=0 subject\t1500\nunknown\t7\n");
        assert_eq!(weights.score(&[24, 0]), 1500);
        assert!(Weights::get().0.iter().any(|&w| w != 0));
    }
}
