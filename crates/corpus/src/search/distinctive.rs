use super::index::Index;
use super::score::ln;
use crate::DistinctiveWord;
use crate::facets::{Columns, Selection};

/// Words that one selection uses more than another, the most distinctive of the first at the
/// beginning and of the second at the end.
///
/// Log-odds ratio with an informative Dirichlet prior: Monroe, Colaresi and Quinn, "Fightin'
/// Words" (Political Analysis 2008). The prior is the whole corpus, weighted as 500 words, so
/// that a rare word must be much more frequent to count. `in_quotes` compares the words quoted,
/// else whole articles.
pub(crate) fn distinctive(
    index: &Index,
    columns: &Columns,
    first: &Selection,
    second: &Selection,
    in_quotes: bool,
    limit: usize,
) -> Vec<DistinctiveWord> {
    let terms = index.dictionary.terms.len();
    let mut all = vec![0u32; terms];
    for article in 0..index.forward.len() {
        for form in index.forward.forms(article) {
            if let Some(count) = all.get_mut(index.dictionary.term(form) as usize) {
                *count += 1;
            }
        }
    }
    let a = count(index, columns, first, in_quotes, terms);
    let b = count(index, columns, second, in_quotes, terms);
    let sum = |counts: &[u32]| counts.iter().map(|n| f64::from(*n)).sum::<f64>();
    let (n_all, n_a, n_b) = (sum(&all).max(1.0), sum(&a), sum(&b));
    let prior_sum = 500.0;
    let mut words = Vec::new();
    for (term, ((&x, &y), &c)) in a.iter().zip(&b).zip(&all).enumerate() {
        if x + y < 2 {
            continue;
        }
        let prior = prior_sum * f64::from(c) / n_all;
        let (x1, y1) = (f64::from(x) + prior, f64::from(y) + prior);
        let odds = |count: f64, n: f64| ln(count / (n + prior_sum - count).max(1e-9));
        let delta = odds(x1, n_a) - odds(y1, n_b);
        let z = (delta / (1.0 / x1 + 1.0 / y1).sqrt() * 100.0).round() as i32;
        words.push((z, term as u32, x, y));
    }
    words.sort_unstable_by(|l, r| {
        r.0.cmp(&l.0).then_with(|| index.dictionary.terms.get(l.1).cmp(index.dictionary.terms.get(r.1)))
    });
    let half = limit / 2;
    if words.len() > limit {
        let tail = words.split_off(words.len() - half);
        words.truncate(limit - half);
        words.extend(tail);
    }
    let word = |(z, term, first, second): (i32, u32, u32, u32)| DistinctiveWord {
        word: index.dictionary.terms.get(term).to_owned(),
        first,
        second,
        z,
    };
    words.into_iter().map(word).collect()
}

fn count(index: &Index, columns: &Columns, chosen: &Selection, in_quotes: bool, terms: usize) -> Vec<u32> {
    let mut counts = vec![0u32; terms];
    let mut add = |form: u32| {
        if let Some(count) = counts.get_mut(index.dictionary.term(form) as usize) {
            *count += 1;
        }
    };
    if !in_quotes {
        chosen.articles.for_each(|article| index.forward.forms(article).for_each(&mut add));
        return counts;
    }
    for article in 0..columns.articles() {
        let (first, end) = columns.quotes_of(article);
        if !chosen.quotes.any_in(first, end) {
            continue;
        }
        let forms: Vec<u32> = index.forward.forms(article).collect();
        for quote in (first..end).filter(|quote| chosen.quotes.has(*quote)) {
            for piece in columns.content.of(quote).chunks_exact(2) {
                if let [from, to] = piece {
                    let said = forms.get(*from as usize..(*to as usize).min(forms.len())).unwrap_or(&[]);
                    said.iter().copied().for_each(&mut add);
                }
            }
        }
    }
    counts
}
