use super::hits::{Hits, MANY};
use super::index::Index;
use super::marks::Marks;
use crate::ask::Place;
use crate::facets::{Bits, Columns, NONE};

/// How well articles fit the words, one number each; higher is better.
///
/// BM25 (Robertson and Zaragoza 2009) with fields: a word in the headline counts as three, in the
/// standfirst as two. Words of the question that stand close together in the text score more, as in
/// Tao and Zhai, "An exploration of proximity measures in information retrieval" (SIGIR 2007).
pub(crate) struct Scores(Vec<f32>);

const K1: f32 = 1.2;
const B: f32 = 0.75;

impl Scores {
    #[inline]
    pub fn get(&self, number: u32) -> f32 {
        self.0.get(number as usize).copied().unwrap_or(0.0)
    }

    fn add(&mut self, number: u32, score: f32) {
        if let Some(sum) = self.0.get_mut(number as usize) {
            *sum += score;
        }
    }

    /// Scores of the selected articles.
    pub fn of_articles(index: &Index, leaves: &[Hits], selected: &Bits) -> Self {
        let forward = &index.forward;
        let mut scores = Scores(vec![0.0; forward.len() as usize]);
        let words: u64 = forward.words.iter().map(|words| u64::from(*words)).sum();
        let average = (words as f32 / forward.len().max(1) as f32).max(1.0);
        for leaf in leaves {
            let idf = idf(forward.len(), leaf.articles.len() as u32);
            for (at, &article) in leaf.articles.iter().enumerate() {
                if !selected.has(article) {
                    continue;
                }
                let (_, starts) = leaf.starts_at(at);
                let mut frequency = starts.len() as f32;
                for (place, start, end) in forward.places(article) {
                    let more = match place {
                        Place::Headline => 2.0,
                        Place::Standfirst => 1.0,
                        _ => continue,
                    };
                    let from = starts.partition_point(|s| *s < start);
                    let to = starts.partition_point(|s| *s < end);
                    frequency += more * to.saturating_sub(from) as f32;
                }
                scores.add(article, idf * saturated(frequency, forward.length(article) as f32 / average));
            }
        }
        for pair in leaves.windows(2) {
            if let [a, b] = pair {
                let weight = idf(forward.len(), a.articles.len() as u32)
                    .min(idf(forward.len(), b.articles.len() as u32));
                closest(a, b, selected, |article, distance| {
                    scores.add(article, weight * 2.0 / (1.0 + distance as f32));
                });
            }
        }
        scores
    }
}

/// Tells selected quotations to `each`, in their order, with how well the sentences around them fit the words. It answers
/// with a floor: from then on quotations that surely score less are left out. So most of a common word's need no more than
/// a bound, as in Turtle and Flood, "Query evaluation: strategies and optimizations" (1995).
pub(crate) fn score_quotes(
    index: &Index,
    columns: &Columns,
    leaves: &[Hits],
    selected: &Bits,
    mut each: impl FnMut(u32, f32) -> f32,
) {
    let all = index.forward.len();
    let weights: Vec<f32> = leaves.iter().map(|leaf| idf(all, leaf.articles.len() as u32)).collect();
    let column = |column: &[u32], quote: u32| column.get(quote as usize).copied().unwrap_or(0);
    let length = |quote| {
        column(&columns.passage_end, quote).saturating_sub(column(&columns.passage_start, quote)) as f32
    };
    let score = |quote| score_of(columns, leaves, &weights, quote);
    let mut floor = 0.0;
    if let ([leaf], [weight]) = (leaves, &*weights)
        && !leaf.in_quotes.is_empty()
    {
        // The bound below, multiplied out: a division takes longer than all the rest.
        selected.for_each(|quote| {
            let count = leaf.in_quotes.get(quote as usize).copied().unwrap_or(0);
            let most = if count == MANY { MOST } else { f32::from(count) * 2.0 };
            let bound = most * (K1 + 1.0) * weight * SLACK;
            if bound >= floor * (most + K1 * (1.0 - B) + K1 * B / LENGTH * length(quote)) {
                floor = each(quote, score(quote));
            }
        });
        return;
    }
    // Of words whose places were not counted before: those of the article at hand.
    let mut marks: Vec<Marks> = leaves.iter().map(|_| Marks::default()).collect();
    let uncounted = leaves.iter().any(|leaf| leaf.in_quotes.is_empty());
    let mut open = NONE;
    selected.for_each(|quote| {
        if uncounted && column(&columns.article_of, quote) != open {
            open = column(&columns.article_of, quote);
            for (marks, leaf) in marks.iter_mut().zip(leaves).filter(|(_, leaf)| leaf.in_quotes.is_empty()) {
                marks.take(leaf.starts_of(open));
            }
        }
        let (mut bound, mut before) = (0.0, 0.0f32);
        for ((leaf, marks), weight) in leaves.iter().zip(&marks).zip(&weights) {
            let most = match leaf.in_quotes.get(quote as usize) {
                Some(&MANY) => MOST,
                Some(count) => f32::from(*count) * 2.0,
                None => {
                    let from = column(&columns.passage_start, quote);
                    marks.count(from, column(&columns.passage_end, quote)) as f32 * 2.0
                }
            };
            // Twice at most: around what is said, and in it. And no two words are closer than side by side.
            let weight = if most > 0.0 { *weight } else { 0.0 };
            bound += weight * saturated(most, length(quote) / LENGTH) + before.min(weight) * 2.0;
            before = weight;
        }
        if bound * SLACK >= floor {
            floor = each(quote, score(quote));
        }
    });
}

/// Words of sentences of usual length.
const LENGTH: f32 = 40.0;
/// More than what can be counted.
const MOST: f32 = 1e9;
/// Rounded numbers may be off by some of their last digits.
const SLACK: f32 = 1.0001;

fn score_of(columns: &Columns, leaves: &[Hits], weights: &[f32], quote: u32) -> f32 {
    let column = |column: &[u32]| column.get(quote as usize).copied().unwrap_or(0);
    let article = column(&columns.article_of);
    let (from, to) = (column(&columns.passage_start), column(&columns.passage_end));
    let length = to.saturating_sub(from) as f32 / LENGTH;
    fn places(leaf: &Hits, article: u32, (from, to): (u32, u32)) -> &[u32] {
        within(leaf.starts_of(article), from, to)
    }
    let mut score = 0.0;
    for (leaf, weight) in leaves.iter().zip(weights) {
        let places = places(leaf, article, (from, to));
        let mut frequency = places.len();
        if frequency > 0 {
            // What is said counts more than how it is introduced.
            for piece in columns.content.of(quote).chunks_exact(2) {
                if let [start, end] = piece {
                    frequency += places.iter().filter(|place| (*start..*end).contains(*place)).count();
                }
            }
            score += weight * saturated(frequency as f32, length);
        }
    }
    for (pair, weight) in leaves.windows(2).zip(weights.windows(2)) {
        if let ([a, b], [left, right]) = (pair, weight)
            && let Some(distance) = gap(places(a, article, (from, to)), places(b, article, (from, to)))
        {
            score += left.min(*right) * 2.0 / (1.0 + distance as f32);
        }
    }
    score
}

#[inline]
fn saturated(frequency: f32, length: f32) -> f32 {
    frequency * (K1 + 1.0) / (frequency + K1 * (1.0 - B + B * length))
}

fn idf(all: u32, with: u32) -> f32 {
    ln((2.0 * f64::from(all) + 2.0) / (2.0 * f64::from(with) + 1.0)).max(0.05) as f32
}

/// The smallest number of words between places of both, for every selected article that has both.
fn closest(a: &Hits, b: &Hits, selected: &Bits, mut each: impl FnMut(u32, u32)) {
    both(a, b, |article, left, right| {
        if selected.has(article)
            && let Some(best) = gap(left, right)
        {
            each(article, best);
        }
    });
}

fn within(starts: &[u32], from: u32, to: u32) -> &[u32] {
    let first = starts.partition_point(|start| *start < from);
    let rest = starts.get(first..).unwrap_or(&[]);
    rest.get(..rest.partition_point(|start| *start < to)).unwrap_or(&[])
}

/// Calls `each` with the places in both lists of every article that stands in both.
fn both(a: &Hits, b: &Hits, mut each: impl FnMut(u32, &[u32], &[u32])) {
    let mut j = 0;
    for (i, &article) in a.articles.iter().enumerate() {
        while b.articles.get(j).is_some_and(|other| *other < article) {
            j += 1;
        }
        if b.articles.get(j) == Some(&article) {
            each(article, a.starts_at(i).1, b.starts_at(j).1);
        }
    }
}

/// The smallest number of words between two lists of places, both in order.
fn gap(left: &[u32], right: &[u32]) -> Option<u32> {
    let mut at = 0;
    let mut best: Option<u32> = None;
    for start in left {
        while right.get(at).is_some_and(|other| other < start) {
            at += 1;
        }
        let after = right.get(at).map(|other| other - start);
        let before = at.checked_sub(1).and_then(|at| right.get(at)).map(|other| start - other);
        best = [best, after, before].into_iter().flatten().min();
    }
    best.map(|best| best.saturating_sub(1))
}

/// Natural logarithm from the four basic operations alone: the library's may differ in the last
/// bit between machines, and with it the order of results.
pub(crate) fn ln(x: f64) -> f64 {
    if x <= 0.0 || !x.is_finite() {
        return 0.0;
    }
    let bits = x.to_bits();
    let exponent = (bits >> 52 & 0x7FF) as i32 - 1023;
    let mantissa = f64::from_bits(bits & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000);
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let square = s * s;
    let mut sum = 0.0;
    for odd in (0..12).rev() {
        sum = sum * square + 1.0 / f64::from(2 * odd + 1);
    }
    2.0 * s * sum + f64::from(exponent) * std::f64::consts::LN_2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithm_is_right() {
        for x in [1e-9, 0.1, 0.5, 1.0, 1.5, 2.0, 3.0, 10.0, 12345.678, 1e12] {
            assert!((ln(x) - x.ln()).abs() < 1e-9, "{x}");
        }
    }
}
