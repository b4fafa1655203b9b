//! `verbatim-train pronouns`: GAP (Webster et al. 2018) and GUM to the weights of the ranker that
//! gives "he" and "she" their antecedents.
//!
//! A candidate's chance is the softmax of its summed weights. Where a pronoun has several right
//! candidates (or, in GAP, everything but two wrong ones), the chance of the set is raised.

use serde::Deserialize;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use verbatim_article::{OffsetMap, Span};
use verbatim_nlp::coref::{FEATURES, PronounExample, feature_name};
use verbatim_nlp::{Annotator, names::fold};

const EPOCHS: usize = 40;
const STEP: f64 = 0.15;
/// Pull towards zero, per example and epoch.
const SHRINK: f64 = 2e-5;

/// A pronoun with its candidates' features; the right ones are marked.
struct Case {
    candidates: Vec<(Vec<u16>, bool)>,
    /// Fold of the cross-validation; the same for all pronouns of a text.
    fold: usize,
    /// Whether the answer is known to be one candidate (else: anything but two wrong ones).
    known: bool,
}

/// The table of weights and a report of the cross-validation.
pub fn train(annotator: &Annotator, data: &Path) -> Result<(String, String), Box<dyn Error>> {
    let mut cases = Vec::new();
    for name in ["development", "validation"] {
        gap(annotator, &std::fs::read_to_string(data.join(format!("coref/gap.{name}.tsv")))?, &mut cases);
    }
    let from_gap = cases.len();
    gum(annotator, &std::fs::read_to_string(data.join("quotes/gum-news.train.jsonl"))?, &mut cases)?;
    let mut report = format!("{from_gap} pronouns of GAP, {} of GUM\n", cases.len() - from_gap);
    const FOLDS: usize = 5;
    let (mut right, mut total) = (0, 0);
    for held in 0..FOLDS {
        let training: Vec<&Case> = cases.iter().filter(|case| case.fold % FOLDS != held).collect();
        let weights = fit(&training);
        for case in cases.iter().filter(|case| case.fold % FOLDS == held && case.known) {
            total += 1;
            right += usize::from(picks_right(&weights, case));
        }
    }
    let _ = writeln!(report, "cross-validated: {right} of {total} known antecedents picked");
    let weights = fit(&cases.iter().collect::<Vec<_>>());
    let mut table = String::from("# feature, weight in thousandths; made by `verbatim-train pronouns`\n");
    for (feature, weight) in weights.iter().enumerate() {
        let rounded = (weight * 1000.0).round() as i32;
        if rounded != 0 {
            let _ = writeln!(table, "{}\t{rounded}", feature_name(feature as u16));
        }
    }
    Ok((table, report))
}

fn fit(cases: &[&Case]) -> Vec<f64> {
    let mut weights = vec![0.0; FEATURES];
    let mut squares = vec![1e-6; FEATURES];
    let mut order: Vec<usize> = (0..cases.len()).collect();
    let mut random: u64 = 0x2545_f491_4f6c_dd1d;
    for _ in 0..EPOCHS {
        for at in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(at, (random % (at as u64 + 1)) as usize);
        }
        for &at in &order {
            update(cases[at], &mut weights, &mut squares);
        }
    }
    weights
}

fn chances(weights: &[f64], case: &Case) -> Vec<f64> {
    let scores: Vec<f64> =
        case.candidates.iter().map(|(list, _)| list.iter().map(|&f| weights[f as usize]).sum()).collect();
    let top = scores.iter().copied().fold(f64::MIN, f64::max);
    let raised: Vec<f64> = scores.iter().map(|score| (score - top).exp()).collect();
    let sum: f64 = raised.iter().sum();
    raised.iter().map(|chance| chance / sum).collect()
}

fn update(case: &Case, weights: &mut [f64], squares: &mut [f64]) {
    let chances = chances(weights, case);
    let good: f64 =
        chances.iter().zip(&case.candidates).filter(|(_, (_, right))| *right).map(|(c, _)| c).sum();
    for (chance, (list, right)) in chances.iter().zip(&case.candidates) {
        let wanted = if *right { chance / good.max(1e-9) } else { 0.0 };
        let slope = wanted - chance;
        for &feature in list {
            let at = feature as usize;
            let slope = slope - SHRINK * weights[at];
            squares[at] += slope * slope;
            weights[at] += STEP * slope / squares[at].sqrt().max(1.0);
        }
    }
}

fn picks_right(weights: &[f64], case: &Case) -> bool {
    let chances = chances(weights, case);
    let best = (0..chances.len()).max_by(|&a, &b| chances[a].total_cmp(&chances[b]));
    best.is_some_and(|at| case.candidates[at].1)
}

fn push(
    cases: &mut Vec<Case>,
    example: &PronounExample,
    fold: usize,
    known: bool,
    right: impl Fn(&[Span]) -> bool,
) {
    let candidates: Vec<(Vec<u16>, bool)> =
        example.candidates.iter().map(|(spans, list)| (list.clone(), right(spans))).collect();
    if candidates.iter().any(|(_, right)| *right) && candidates.iter().any(|(_, right)| !right) {
        cases.push(Case { candidates, fold, known });
    }
}

fn gap(annotator: &Annotator, table: &str, cases: &mut Vec<Case>) {
    for (row, line) in table.lines().skip(1).enumerate() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, text, pronoun, at, a, a_at, a_is, b, b_at, b_is, ..] = fields.as_slice() else { continue };
        let map = OffsetMap::new(text);
        let span = |at: &str, words: &str| {
            let start = map.byte_of_code_point(at.parse().unwrap_or(0));
            Span { start, end: start + words.len() as u32 }
        };
        let (pronoun, first, second) = (span(at, pronoun), span(a_at, a), span(b_at, b));
        let Some(example) = annotator.pronoun_examples(text).into_iter().find(|e| e.span == pronoun) else {
            continue;
        };
        let is = |spans: &[Span], name: Span| {
            spans.iter().any(|s| s.overlaps(name) || fold(s.of(text)) == fold(name.of(text)))
        };
        match (a_is.eq_ignore_ascii_case("true"), b_is.eq_ignore_ascii_case("true")) {
            (true, false) => push(cases, &example, row, true, |spans| is(spans, first)),
            (false, true) => push(cases, &example, row, true, |spans| is(spans, second)),
            (false, false) => {
                push(cases, &example, row, false, |spans| !is(spans, first) && !is(spans, second));
            }
            (true, true) => {}
        }
    }
}

#[derive(Deserialize)]
struct GumDocument {
    text: String,
    entities: Vec<GumEntity>,
}

#[derive(Deserialize)]
struct GumEntity {
    mentions: Vec<(u32, u32, String, (u32, u32))>,
}

fn gum(annotator: &Annotator, lines: &str, cases: &mut Vec<Case>) -> Result<(), Box<dyn Error>> {
    for (row, line) in lines.lines().enumerate() {
        let document: GumDocument = serde_json::from_str(line)?;
        let map = OffsetMap::new(&document.text);
        let byte = |a: u32, b: u32| Span { start: map.byte_of_code_point(a), end: map.byte_of_code_point(b) };
        for example in annotator.pronoun_examples(&document.text) {
            let holds = |entity: &&GumEntity| entity.mentions.iter().any(|m| byte(m.0, m.1) == example.span);
            let Some(entity) = document.entities.iter().find(holds) else { continue };
            let heads: Vec<Span> =
                entity.mentions.iter().filter(|m| m.2 != "pronoun").map(|m| byte(m.3.0, m.3.1)).collect();
            push(cases, &example, row, true, |spans| {
                spans.iter().any(|s| heads.iter().any(|h| s.overlaps(*h)))
            });
        }
    }
    Ok(())
}
