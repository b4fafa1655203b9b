//! Trains the linker of quotations on what the tagger really marks: each article's pieces come
//! from a tagger that was trained on other articles.

use crate::neural::Random;
use crate::quotes::{Article, Attribution, covered};
use std::ops::Range;
use verbatim_article::OffsetMap;
use verbatim_nlp::{
    Candidate, LINK_ROWS, LinkFeatures, Linker, Piece, PieceKind, Place, cue_candidates, source_candidates,
};

/// Choices with the right one.
struct Choice {
    candidates: Vec<LinkFeatures>,
    right: usize,
    source: bool,
}

/// Gold attributions as token ranges: source, cue, content.
pub fn gold_ranges(article: &Article) -> Vec<[Vec<Range<usize>>; 3]> {
    let map = OffsetMap::new(&article.gold.text);
    let ranges = |list: &[(u32, u32)]| list.iter().map(|s| covered(&map, &article.tokens, *s)).collect();
    let parts = |a: &Attribution| [ranges(&a.source), ranges(&a.cue), ranges(&a.content)];
    article.gold.attributions.iter().map(parts).collect()
}

fn overlap(a: &Range<usize>, list: &[Range<usize>]) -> usize {
    list.iter().map(|b| a.end.min(b.end).saturating_sub(a.start.max(b.start))).sum()
}

/// The attribution that a piece belongs to: the one that shares most of its tokens, half at least.
fn owner(piece: &Piece, gold: &[[Vec<Range<usize>>; 3]]) -> Option<usize> {
    let shared = |a: &[Vec<Range<usize>>; 3]| overlap(&piece.tokens, &a[piece.kind as usize]);
    let best = (0..gold.len()).max_by_key(|i| (shared(&gold[*i]), std::cmp::Reverse(*i)))?;
    (2 * shared(&gold[best]) >= piece.tokens.len().max(1)).then_some(best)
}

fn choices(article: &Article, pieces: &[Piece], place: &Place<'_>, out: &mut Vec<Choice>) {
    let gold = gold_ranges(article);
    let owners: Vec<Option<usize>> = pieces.iter().map(|p| owner(p, &gold)).collect();
    for (number, piece) in pieces.iter().enumerate() {
        let candidates = match piece.kind {
            PieceKind::Content => cue_candidates(place, pieces, number),
            PieceKind::Cue => source_candidates(place, pieces, number),
            PieceKind::Source => continue,
        };
        // What the tagger made up has no right answer, nor has a link whose other end it missed.
        let Some(mine) = owners[number] else { continue };
        let same = |c: &Candidate| c.piece.is_some_and(|p| owners[p] == Some(mine));
        let wanted = if piece.kind == PieceKind::Content { &gold[mine][1] } else { &gold[mine][0] };
        let right = match candidates.iter().position(same) {
            Some(right) => right,
            None if wanted.is_empty() => 0,
            None => continue,
        };
        let candidates = candidates.into_iter().map(|c| c.features).collect();
        out.push(Choice { candidates, right, source: piece.kind == PieceKind::Cue });
    }
}

/// Trains on articles with the pieces found in them.
pub fn train<'a>(data: impl Iterator<Item = (&'a Article, &'a [Piece], Place<'a>)>, epochs: usize) -> Linker {
    let mut choices_of_all = Vec::new();
    for (article, pieces, place) in data {
        choices(article, pieces, &place, &mut choices_of_all);
    }
    let mut weights = vec![0.0f32; LINK_ROWS];
    let mut average = vec![0.0f32; LINK_ROWS];
    let mut squares = vec![1.0f32; LINK_ROWS];
    let mut random = Random::new(7);
    let mut steps = 0.0f32;
    for _ in 0..epochs {
        random.shuffle(&mut choices_of_all);
        for choice in &choices_of_all {
            let scores: Vec<f32> =
                choice.candidates.iter().map(|c| c.iter().map(|f| weights[*f as usize]).sum()).collect();
            let peak = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let total: f32 = scores.iter().map(|s| (s - peak).exp()).sum();
            for (number, (features, score)) in choice.candidates.iter().zip(&scores).enumerate() {
                let slope = (score - peak).exp() / total - f32::from(u8::from(number == choice.right));
                for feature in &**features {
                    let f = *feature as usize;
                    squares[f] += slope * slope;
                    weights[f] -= 0.15 * slope / squares[f].sqrt() + 1e-5 * weights[f];
                }
            }
        }
        steps += 1.0;
        average.iter_mut().zip(&weights).for_each(|(a, w)| *a += (w - *a) / steps);
    }
    eprintln!("linker: {} choices", choices_of_all.len());
    Linker::new(&average)
}

/// Share of right choices in percent: cue of a content, source of a cue.
pub fn measure<'a>(
    linker: &Linker,
    data: impl Iterator<Item = (&'a Article, &'a [Piece], Place<'a>)>,
) -> [f32; 2] {
    let mut list = Vec::new();
    for (article, pieces, place) in data {
        choices(article, pieces, &place, &mut list);
    }
    let mut counts = [[0usize; 2]; 2];
    for choice in &list {
        let candidates: Vec<Candidate> = choice
            .candidates
            .iter()
            .enumerate()
            .map(|(i, f)| Candidate { piece: Some(i), features: *f })
            .collect();
        let count = &mut counts[usize::from(choice.source)];
        count[0] += usize::from(linker.choose(&candidates).0 == Some(choice.right));
        count[1] += 1;
    }
    counts.map(|[right, all]| 100.0 * right as f32 / all.max(1) as f32)
}
