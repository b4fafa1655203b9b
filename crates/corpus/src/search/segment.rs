use super::dictionary::Dictionary;
use super::forward::Forward;
use super::varint;

/// No article has so many words. A damaged index may say so; then the place is taken for this one, which is no word's.
pub(crate) const FARTHEST: u32 = 1 << 26;

/// Postings of a range of articles: for every term the articles that have it and where.
///
/// A posting is: twice the distance to the article before it, and the one position; or, when there are
/// more, twice the distance and one, the length of the positions in bytes, and the positions as
/// distances. Whoever needs articles only steps over the positions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Segment {
    /// First article.
    pub first: u32,
    /// Number of articles.
    pub articles: u32,
    /// The terms that occur, ascending.
    pub terms: Vec<u32>,
    /// For each of them where its postings end.
    pub ends: Vec<u32>,
    /// For each of them its number of articles.
    pub frequencies: Vec<u32>,
    /// For each of them its last article, relative to `first`.
    pub lasts: Vec<u32>,
    pub bytes: Vec<u8>,
}

impl Segment {
    /// Postings of some articles; needs 8 bytes a word while it works.
    pub fn build(forward: &Forward, dictionary: &Dictionary, articles: std::ops::Range<u32>) -> Self {
        let mut segment =
            Segment { first: articles.start, articles: articles.end - articles.start, ..Segment::default() };
        let mut words: Vec<u64> = Vec::new();
        let mut starts = Vec::new();
        for article in articles {
            starts.push(words.len() as u32);
            for form in forward.forms(article) {
                words.push(u64::from(dictionary.term(form)) << 32 | words.len() as u64);
            }
        }
        words.sort_unstable();
        let (mut positions, mut scratch) = (Vec::new(), Vec::new());
        for of_term in words.chunk_by(|a, b| a >> 32 == b >> 32) {
            let (mut before, mut frequency, mut rest) = (0, 0, of_term);
            while let Some(&head) = rest.first() {
                let index = head as u32;
                let article = starts.partition_point(|start| *start <= index).saturating_sub(1);
                let start = starts.get(article).copied().unwrap_or(0);
                let end = starts.get(article + 1).copied().unwrap_or(u32::MAX);
                let (here, later) = rest.split_at(rest.partition_point(|word| (*word as u32) < end).max(1));
                positions.clear();
                positions.extend(here.iter().map(|word| *word as u32 - start));
                put_posting(&mut segment.bytes, article as u32 - before, &positions, &mut scratch);
                before = article as u32;
                frequency += 1;
                rest = later;
            }
            segment.terms.push((of_term.first().copied().unwrap_or(0) >> 32) as u32);
            segment.frequencies.push(frequency);
            segment.lasts.push(before);
            segment.ends.push(segment.bytes.len() as u32);
        }
        segment.bytes.shrink_to_fit();
        segment
    }

    /// One segment from several whose articles follow one another.
    pub fn merge(parts: &[Segment]) -> Self {
        let mut merging = Merging::new(parts);
        merging.step(parts, usize::MAX);
        merging.done()
    }

    fn postings(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.bytes.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// The number of articles that have a term.
    pub fn frequency(&self, term: u32) -> u32 {
        self.terms.binary_search(&term).ok().and_then(|at| self.frequencies.get(at)).copied().unwrap_or(0)
    }

    /// Reads the postings of a term.
    pub fn read(&self, term: u32) -> Option<Postings<'_>> {
        let at = self.terms.binary_search(&term).ok()?;
        Some(Postings {
            bytes: self.postings(at),
            at: 0,
            article: self.first,
            limit: self.first + self.articles,
        })
    }

    pub fn memory(&self) -> usize {
        self.bytes.capacity()
            + 4 * (self.terms.capacity()
                + self.ends.capacity()
                + self.frequencies.capacity()
                + self.lasts.capacity())
    }

    /// Whether what was read from a file hangs together; the postings themselves are guarded by
    /// the file's checksums, and reading them cannot go out of bounds.
    pub fn is_sound(&self, first: u32, articles: u32, terms: u32) -> bool {
        let lengths = [self.ends.len(), self.frequencies.len(), self.lasts.len()];
        self.first == first
            && self.articles == articles
            && lengths.iter().all(|length| *length == self.terms.len())
            && self.terms.is_sorted_by(|a, b| a < b)
            && self.terms.last().is_none_or(|last| *last < terms)
            && self.lasts.iter().all(|last| *last < articles)
            && self.ends.is_sorted()
            && self.ends.last().copied().unwrap_or(0) as usize == self.bytes.len()
    }
}

/// Segments that become one bit by bit. Until it is done they are what is searched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Merging {
    merged: Segment,
    /// For each part the place of the next of its terms.
    cursors: Vec<usize>,
}

/// A term costs as much as so many bytes of postings.
const TERM: usize = 64;

impl Merging {
    /// Nothing is copied yet.
    pub fn new(parts: &[Segment]) -> Self {
        let mut merged = Segment { first: parts.first().map_or(0, |p| p.first), ..Segment::default() };
        merged.articles = parts.iter().map(|part| part.articles).sum();
        // Distances become longer where parts meet, by a byte or two.
        let meetings = parts.iter().map(|part| part.terms.len()).sum::<usize>();
        merged.bytes.reserve_exact(parts.iter().map(|part| part.bytes.len()).sum::<usize>() + meetings);
        Self { merged, cursors: vec![0; parts.len()] }
    }

    /// Copies about so many bytes of the parts, the same each time; says whether there is more.
    pub fn step(&mut self, parts: &[Segment], bytes: usize) -> bool {
        let merged = &mut self.merged;
        let mut spent = 0;
        while spent < bytes {
            let heads = parts.iter().zip(&self.cursors).filter_map(|(part, at)| part.terms.get(*at));
            let Some(term) = heads.min().copied() else { return false };
            let before = merged.bytes.len();
            let (mut last, mut frequency) = (0, 0);
            for (part, at) in parts.iter().zip(&mut self.cursors) {
                if part.terms.get(*at) != Some(&term) {
                    continue;
                }
                let bytes = part.postings(*at);
                let shift = part.first - merged.first;
                // Only the first posting tells its distance from something outside.
                let mut rest = 0;
                let first = varint::get(bytes, &mut rest).saturating_add(2 * shift);
                varint::put(&mut merged.bytes, first.saturating_sub(2 * last));
                merged.bytes.extend_from_slice(bytes.get(rest..).unwrap_or(&[]));
                last = part.lasts.get(*at).copied().unwrap_or(0) + shift;
                frequency += part.frequencies.get(*at).copied().unwrap_or(0);
                *at += 1;
            }
            merged.terms.push(term);
            merged.frequencies.push(frequency);
            merged.lasts.push(last);
            merged.ends.push(merged.bytes.len() as u32);
            spent = spent.saturating_add(merged.bytes.len() - before + TERM);
        }
        true
    }

    /// The one segment, after the last step.
    pub fn done(mut self) -> Segment {
        let merged = &mut self.merged;
        merged.bytes.shrink_to_fit();
        for list in [&mut merged.terms, &mut merged.frequencies, &mut merged.lasts, &mut merged.ends] {
            list.shrink_to_fit();
        }
        self.merged
    }

    pub fn memory(&self) -> usize {
        self.merged.memory()
    }
}

fn put_posting(out: &mut Vec<u8>, distance: u32, positions: &[u32], scratch: &mut Vec<u8>) {
    if let [position] = positions {
        varint::put(out, 2 * distance);
        varint::put(out, *position);
        return;
    }
    varint::put(out, 2 * distance + 1);
    scratch.clear();
    let mut before = 0;
    for &position in positions {
        varint::put(scratch, position - before);
        before = position;
    }
    varint::put(out, scratch.len() as u32);
    out.extend_from_slice(scratch);
}

/// Steps through the postings of one term, article by article.
pub(crate) struct Postings<'s> {
    bytes: &'s [u8],
    at: usize,
    article: u32,
    limit: u32,
}

impl Postings<'_> {
    /// The next article; its positions are appended to `positions` when they are `wanted`.
    #[inline]
    pub fn next(&mut self, wanted: impl Fn(u32) -> bool, positions: &mut Vec<u32>) -> Option<u32> {
        if self.at >= self.bytes.len() {
            return None;
        }
        let head = varint::get(self.bytes, &mut self.at);
        self.article = self.article.saturating_add(head / 2);
        if self.article >= self.limit {
            return None;
        }
        if head.is_multiple_of(2) {
            let position = varint::get(self.bytes, &mut self.at);
            if wanted(self.article) {
                positions.push(position.min(FARTHEST));
            }
            return Some(self.article);
        }
        let length = varint::get(self.bytes, &mut self.at) as usize;
        let end = self.at.saturating_add(length).min(self.bytes.len());
        if wanted(self.article) {
            let mut position = 0u32;
            let distances = self.bytes.get(self.at..end).unwrap_or(&[]);
            // Mostly all of them are of one byte.
            if distances.is_ascii() {
                positions.extend(distances.iter().map(|distance| {
                    position = position.saturating_add(u32::from(*distance)).min(FARTHEST);
                    position
                }));
                self.at = end;
            }
            while self.at < end {
                position = position.saturating_add(varint::get(self.bytes, &mut self.at)).min(FARTHEST);
                positions.push(position);
            }
        }
        self.at = end;
        Some(self.article)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use verbatim_article::Article;

    proptest::proptest! {
        #[test]
        fn merging_bit_by_bit_gives_what_building_at_once_gives(
            texts in proptest::collection::vec("([a-f]{1,2} ){0,12}", 1..60),
            cuts in proptest::collection::vec(1usize..20, 1..8),
            bytes in 1usize..300,
        ) {
            let (mut forward, mut dictionary) = (Forward::default(), Dictionary::default());
            for text in &texts {
                forward.add(&Article { text: text.clone(), ..Article::default() }, &mut dictionary);
            }
            let all = forward.len();
            let mut parts = Vec::new();
            let mut from = 0;
            for length in cuts.iter().cycle() {
                let to = all.min(from + *length as u32);
                parts.push(Segment::build(&forward, &dictionary, from..to));
                from = to;
                if from == all {
                    break;
                }
            }
            let mut merging = Merging::new(&parts);
            let mut steps = 0;
            while merging.step(&parts, bytes) {
                steps += 1;
                proptest::prop_assert!(steps < 10_000);
            }
            proptest::prop_assert_eq!(merging.done(), Segment::build(&forward, &dictionary, 0..all));
        }
    }
}
