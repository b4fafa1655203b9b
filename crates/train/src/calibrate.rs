//! Fits the confidence of quotations on the development articles: a logistic regression on what
//! speaks for each, right being what `quotes.py` calls right (content Jaccard of 0.5, source).

use crate::quotes::{Article, Attribution};
use std::collections::BTreeSet;
use verbatim_article::{OffsetMap, Span};
use verbatim_nlp::{Annotator, CONFIDENCE_FEATURES, ConfidenceFeatures, Quotation};

/// One quotation found: what speaks for it, whether it is right, and its article.
struct Judged {
    features: ConfidenceFeatures,
    right: bool,
    article: usize,
}

/// Where the words of some spans begin.
fn words(text: &str, spans: impl Iterator<Item = (usize, usize)>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for (start, end) in spans {
        let mut inside = false;
        for (at, c) in text.get(start..end).unwrap_or("").char_indices() {
            let word = c.is_alphanumeric() || c == '_';
            if word && !inside {
                found.insert(start + at);
            }
            inside = word;
        }
    }
    found
}

fn judge(article: &Article, found: &[Quotation]) -> Vec<bool> {
    let text = &article.gold.text;
    let map = OffsetMap::new(text);
    let byte = |s: &(u32, u32)| (map.byte_of_code_point(s.0) as usize, map.byte_of_code_point(s.1) as usize);
    let gold: Vec<&Attribution> =
        article.gold.attributions.iter().filter(|a| !a.content.is_empty()).collect();
    let wanted: Vec<BTreeSet<usize>> = gold.iter().map(|a| words(text, a.content.iter().map(byte))).collect();
    let span = |s: &Span| (s.start as usize, s.end as usize);
    let given: Vec<BTreeSet<usize>> = found.iter().map(|q| words(text, q.content.iter().map(span))).collect();
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, w) in wanted.iter().enumerate() {
        for (j, g) in given.iter().enumerate() {
            let both = w.intersection(g).count();
            let all = w.len() + g.len() - both;
            if 2 * both >= all && both > 0 {
                pairs.push((both as f64 / all as f64, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut taken, mut right) = (BTreeSet::new(), vec![false; found.len()]);
    let mut used = BTreeSet::new();
    for (_, i, j) in pairs {
        if used.contains(&j) || !taken.insert(i) {
            continue;
        }
        used.insert(j);
        let source = words(text, gold[i].source.iter().map(byte));
        let shown = words(text, found[j].source.iter().map(span));
        right[j] = if source.is_empty() { shown.is_empty() } else { !source.is_disjoint(&shown) };
    }
    right
}

fn chance(weights: &ConfidenceFeatures, features: &ConfidenceFeatures) -> f32 {
    let sum: f32 = weights.iter().zip(features).map(|(w, f)| w * f).sum();
    1.0 / (1.0 + (-sum).exp())
}

fn fit<'a>(rows: impl Iterator<Item = &'a Judged> + Clone) -> ConfidenceFeatures {
    let mut weights = [0.0f32; CONFIDENCE_FEATURES];
    let count = rows.clone().count().max(1) as f32;
    for _ in 0..4000 {
        let mut gradient = [0.0f32; CONFIDENCE_FEATURES];
        for row in rows.clone() {
            let slope = chance(&weights, &row.features) - f32::from(u8::from(row.right));
            gradient.iter_mut().zip(&row.features).for_each(|(g, f)| *g += slope * f / count);
        }
        for (w, g) in weights.iter_mut().zip(gradient) {
            *w -= 0.8 * (g + 0.001 * *w);
        }
    }
    weights
}

/// Expected calibration error over ten bins of confidence.
fn error<'a>(rows: impl Iterator<Item = (&'a Judged, f32)>) -> f32 {
    let mut bins = [(0.0f32, 0.0f32, 0.0f32); 10];
    for (row, chance) in rows {
        let bin = &mut bins[((chance * 10.0) as usize).min(9)];
        *bin = (bin.0 + 1.0, bin.1 + chance, bin.2 + f32::from(u8::from(row.right)));
    }
    let all: f32 = bins.iter().map(|b| b.0).sum();
    bins.iter().map(|(_, sure, right)| (sure - right).abs()).sum::<f32>() / all.max(1.0)
}

/// The weights of the confidence, and its expected calibration error on articles left out of the
/// fit (five parts).
pub fn calibrate(annotator: &Annotator, articles: &[Article]) -> (ConfidenceFeatures, f32) {
    let mut rows = Vec::new();
    for (number, article) in articles.iter().enumerate() {
        let (found, features): (Vec<Quotation>, Vec<ConfidenceFeatures>) =
            annotator.confidence_examples(&article.gold.text).into_iter().unzip();
        let right = judge(article, &found);
        rows.extend(features.into_iter().zip(right).map(|(features, right)| Judged {
            features,
            right,
            article: number,
        }));
    }
    let mut held = Vec::new();
    for part in 0..5 {
        let weights = fit(rows.iter().filter(|r| r.article % 5 != part));
        held.extend(
            rows.iter().filter(|r| r.article % 5 == part).map(|r| (r, chance(&weights, &r.features))),
        );
    }
    (fit(rows.iter()), error(held.into_iter()))
}
