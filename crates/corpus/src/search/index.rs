use super::dictionary::Dictionary;
use super::forward::{Forward, Spelled};
use super::fuzzy::Within;
use super::hits::{Hits, Widths};
use super::marks::Marks;
use super::segment::{Merging, Segment};
use crate::ask::{Form, Phrase, Place, Term};
use crate::facets::Bits;
use std::ops::Range;
use verbatim_article::Article;

/// The words of all articles, ready to be searched.
///
/// Every article becomes a segment of its own when it is added; sixteen neighbours of a size
/// become one, bit by bit where they are large. So an article can be found at once, and a word costs as many copies as the
/// corpus has digits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Index {
    pub dictionary: Dictionary,
    pub forward: Forward,
    pub segments: Vec<Segment>,
    /// Neighbours that are becoming one.
    merging: Option<(Range<usize>, Merging)>,
}

/// How many segments of a size become one.
const FAN: usize = 16;
/// Segments of together so many bytes become one at once; of larger ones so much is copied at each step: some
/// milliseconds.
const AT_ONCE: usize = 512 << 10;
const STEP: usize = 2 << 20;
/// With every article that is added so much is copied, more than comes in with it.
const WITH_EACH: usize = 128 << 10;

/// The terms that one typed word stands for.
struct TermSet {
    terms: Vec<u32>,
    /// Only this written form.
    form: Option<u32>,
    /// Sum of the terms' numbers of articles.
    frequency: u64,
}

fn level(articles: u32) -> u32 {
    articles.max(1).ilog2() / 4
}

impl Index {
    /// Adds an article.
    pub fn add(&mut self, article: &Article) -> Spelled {
        let spelled = self.forward.add(article, &mut self.dictionary);
        let number = self.forward.len() - 1;
        self.segments.push(Segment::build(&self.forward, &self.dictionary, number..number + 1));
        self.merge_bit(WITH_EACH);
        self.merge_tail();
        self.dictionary.sort_some();
        spelled
    }

    /// An index of one segment, as it lies in a file.
    pub fn saved(dictionary: Dictionary, forward: Forward, segment: Segment) -> Self {
        let segments = if segment.articles == 0 { vec![] } else { vec![segment] };
        Self { dictionary, forward, segments, merging: None }
    }

    /// Makes one of the last segments where there are enough of a size.
    fn merge_tail(&mut self) {
        while let Some(small) = self.segments.last().map(|last| level(last.articles)) {
            let busy = self.merging.as_ref().map_or(0, |(range, _)| range.end);
            let free = self.segments.get(busy..).unwrap_or(&[]);
            let run = free.iter().rev().take_while(|s| level(s.articles) <= small).count();
            if run < FAN {
                return;
            }
            let from = self.segments.len() - run;
            let bytes: usize = free.iter().rev().take(run).map(|s| s.bytes.len()).sum();
            if bytes > AT_ONCE {
                self.begin_merge(from..from + run);
                return;
            }
            let parts = self.segments.split_off(from);
            self.segments.push(Segment::merge(&parts));
        }
    }

    /// Begins to make one of these; when others are becoming one, they come first.
    fn begin_merge(&mut self, range: Range<usize>) {
        if self.merging.is_none() {
            let parts = self.segments.get(range.clone()).unwrap_or(&[]);
            self.merging = Some((range, Merging::new(parts)));
        }
    }

    /// Goes on with the segments that are becoming one, if any.
    fn merge_bit(&mut self, bytes: usize) {
        let Some((range, mut merging)) = self.merging.take() else { return };
        if merging.step(self.segments.get(range.clone()).unwrap_or(&[]), bytes) {
            self.merging = Some((range, merging));
        } else {
            self.segments.splice(range, [merging.done()]);
        }
    }

    /// Does a bit of what is worth its time when an import ends: makes one segment of all of the first `articles`, puts the
    /// dictionary in order and gives back memory. Says whether there is more to do.
    pub fn settle_step(&mut self, articles: u32) -> bool {
        if self.merging.is_some() {
            self.merge_bit(STEP);
            return true;
        }
        let first = self.segments.iter().take_while(|segment| segment.first < articles).count();
        if first > 1 {
            self.begin_merge(0..first);
            return true;
        }
        if self.dictionary.sort_some() {
            return true;
        }
        self.dictionary.settle();
        self.forward.shrink();
        false
    }

    fn resolve(&self, term: &Term) -> TermSet {
        let dictionary = &self.dictionary;
        let mut form = None;
        let terms = match term.form {
            Form::Folded => dictionary.terms.find(&term.text).into_iter().collect(),
            Form::Exact => {
                form = dictionary.forms.find(&term.text);
                form.map(|form| dictionary.term(form)).into_iter().collect()
            }
            Form::Prefix => dictionary.with_prefix(&term.text),
            Form::Fuzzy(slips) => dictionary.near(&term.text, slips),
        };
        self.term_set(terms, form)
    }

    fn term_set(&self, terms: Vec<u32>, form: Option<u32>) -> TermSet {
        let of = |term: &u32| self.segments.iter().map(|s| u64::from(s.frequency(*term))).sum::<u64>();
        TermSet { frequency: terms.iter().map(of).sum(), terms, form }
    }

    /// An upper bound for the number of articles that have a phrase; cheap.
    pub fn estimate(&self, phrase: &Phrase) -> u64 {
        phrase.0.iter().map(|term| self.resolve(term).frequency).min().unwrap_or(0)
    }

    /// Articles that have a term with these letters in it.
    pub fn articles_with_part(&self, part: &str) -> Bits {
        self.articles_with_terms(self.dictionary.with_part(part))
    }

    /// Articles with a term that has all these parts and fits.
    pub fn articles_with_word(&self, parts: &[String], fits: impl Fn(&str) -> bool) -> Bits {
        let mut terms = match parts.iter().max_by_key(|part| part.len()) {
            Some(part) => self.dictionary.with_part(part),
            None => (0..self.dictionary.terms.len() as u32).collect(),
        };
        terms.retain(|term| fits(self.dictionary.terms.get(*term)));
        self.articles_with_terms(terms)
    }

    fn articles_with_terms(&self, terms: Vec<u32>) -> Bits {
        let hits = self.read(&self.term_set(terms, None), None);
        let mut found = Bits::none(self.forward.len());
        hits.articles.iter().for_each(|article| found.set(*article));
        found
    }

    fn read(&self, set: &TermSet, scope: Option<&Bits>) -> Hits {
        let wanted = |article: u32| scope.is_none_or(|scope| scope.has(article));
        let mut hits = Hits::default();
        match set.terms.as_slice() {
            [] => {}
            [term] => {
                for segment in &self.segments {
                    let Some(mut postings) = segment.read(*term) else { continue };
                    while let Some(article) = postings.next(wanted, &mut hits.starts) {
                        if wanted(article) {
                            hits.close(article);
                        }
                    }
                }
            }
            // So many hits that reading every article in its order is quicker than sorting them.
            many if set.frequency > self.forward.bytes.len() as u64 / 8 => {
                let mut wanted_terms = Bits::none(self.dictionary.terms.len() as u32);
                many.iter().for_each(|term| wanted_terms.set(*term));
                for article in (0..self.forward.len()).filter(|article| wanted(*article)) {
                    let before = hits.starts.len();
                    for (form, position) in self.forward.forms(article).zip(0..) {
                        if wanted_terms.has(self.dictionary.term(form)) {
                            hits.starts.push(position);
                        }
                    }
                    if hits.starts.len() > before {
                        hits.close(article);
                    }
                }
            }
            many => self.read_many(many, wanted, &mut hits),
        }
        match set.form {
            Some(form) => self.only_form(&hits, form),
            None => hits,
        }
    }

    /// The hits of several terms, put in order by counting.
    fn read_many(&self, terms: &[u32], wanted: impl Fn(u32) -> bool, hits: &mut Hits) {
        let (mut places, mut positions): (Vec<(u32, u32)>, Vec<u32>) = (Vec::new(), Vec::new());
        for segment in &self.segments {
            for term in terms {
                let Some(mut postings) = segment.read(*term) else { continue };
                while let Some(article) = postings.next(&wanted, &mut positions) {
                    places.extend(positions.drain(..).map(|position| (article, position)));
                }
            }
        }
        if places.len() < self.forward.len() as usize / 8 {
            places.sort_unstable();
            for of_article in places.chunk_by(|a, b| a.0 == b.0) {
                hits.starts.extend(of_article.iter().map(|(_, position)| *position));
                hits.close(of_article.first().map_or(0, |(article, _)| *article));
            }
            return;
        }
        let mut at = vec![0u32; self.forward.len() as usize];
        for (article, _) in &places {
            if let Some(count) = at.get_mut(*article as usize) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for (article, slot) in (0u32..).zip(&mut at) {
            let count = std::mem::replace(slot, sum);
            sum += count;
            if count > 0 {
                hits.articles.push(article);
                hits.ends.push(sum);
            }
        }
        hits.starts = vec![0; sum as usize];
        for (article, position) in places {
            let Some(slot) = at.get_mut(article as usize) else { continue };
            if let Some(place) = hits.starts.get_mut(*slot as usize) {
                *place = position;
            }
            *slot += 1;
        }
        let mut start = 0;
        for end in &hits.ends {
            if let Some(of_article) = hits.starts.get_mut(start..*end as usize) {
                of_article.sort_unstable();
            }
            start = *end as usize;
        }
    }

    /// Those places where the word is written exactly so.
    fn only_form(&self, hits: &Hits, form: u32) -> Hits {
        let mut forms: (u32, Vec<u32>) = (u32::MAX, Vec::new());
        hits.filter(|article, start, _| {
            if forms.0 != article {
                forms = (article, self.forward.forms(article).collect());
            }
            forms.1.get(start as usize) == Some(&form)
        })
    }

    /// Where a phrase stands, in these articles or in all.
    pub fn phrase(&self, phrase: &Phrase, scope: Option<&Bits>) -> Hits {
        let mut sets: Vec<(u32, TermSet)> =
            (0u32..).zip(phrase.0.iter().map(|term| self.resolve(term))).collect();
        if let [(_, one)] = sets.as_slice() {
            return self.read(one, scope);
        }
        sets.sort_by_key(|(_, set)| set.frequency);
        let mut found: Option<Hits> = None;
        for (offset, set) in &sets {
            let next = match &found {
                None => {
                    let first = self.read(set, scope);
                    found = Some(if *offset == 0 { first } else { shifted(&first, *offset) });
                    continue;
                }
                Some(found) => {
                    let mut inside = Bits::none(self.forward.len());
                    found.articles.iter().for_each(|article| inside.set(*article));
                    meet(found, &self.read(set, Some(&inside)), *offset)
                }
            };
            found = Some(next);
        }
        let mut found = found.unwrap_or_default();
        found.widths = Widths::All(phrase.0.len() as u32);
        // A phrase does not run from the headline into the text.
        let mut places: (u32, Vec<u32>) = (u32::MAX, Vec::new());
        found.filter(|article, start, end| {
            if places.0 != article {
                places.0 = article;
                places.1.clear();
                places.1.extend(self.forward.places(article).map(|(_, first, _)| first));
            }
            !places.1.iter().any(|first| (start + 1..end).contains(first))
        })
    }

    /// Where phrases stand within so many words of one another, each of the one before it.
    pub fn near(&self, phrases: &[Phrase], distance: u32, scope: Option<&Bits>) -> Hits {
        let mut phrases = phrases.iter();
        let Some(first) = phrases.next() else { return Hits::default() };
        let mut found = self.phrase(first, scope);
        for phrase in phrases {
            let mut inside = Bits::none(self.forward.len());
            found.articles.iter().for_each(|article| inside.set(*article));
            found = close_by(&found, &self.phrase(phrase, Some(&inside)), distance);
        }
        found
    }

    /// The part of the article that a word stands in.
    pub fn place(&self, article: u32, word: u32) -> Place {
        let mut places = self.forward.places(article);
        places.find(|(_, start, end)| (*start..*end).contains(&word)).map_or(Place::Body, |(place, ..)| place)
    }

    pub fn memory(&self) -> usize {
        self.dictionary.memory()
            + self.forward.memory()
            + self.segments.iter().map(Segment::memory).sum::<usize>()
            + self.merging.as_ref().map_or(0, |(_, merging)| merging.memory())
    }
}

/// Whether two words are at most so many slips apart.
pub(crate) fn alike(word: &str, other: &str, slips: u8) -> bool {
    Within::new(word, slips).check(other)
}

/// Places of a phrase from those of its word number `offset`.
fn shifted(hits: &Hits, offset: u32) -> Hits {
    let mut moved = hits.filter(|_, start, _| start >= offset);
    moved.starts.iter_mut().for_each(|start| *start -= offset);
    moved
}

/// Calls `each` with the places in both lists of every article that stands in both.
fn both<'h>(a: &'h Hits, b: &'h Hits, mut each: impl FnMut(u32, usize, usize)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(&left), Some(&right)) = (a.articles.get(i), b.articles.get(j)) {
        match left.cmp(&right) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                each(left, i, j);
                i += 1;
                j += 1;
            }
        }
    }
}

/// Places of `a` whose word number `offset` is one of `b`.
fn meet(a: &Hits, b: &Hits, offset: u32) -> Hits {
    let mut met = Hits::default();
    let mut marks = Marks::default();
    both(a, b, |article, i, j| {
        let before = met.starts.len();
        let (starts, words) = (a.starts_at(i).1, b.starts_at(j).1);
        let wanted = |start: &u32| start.saturating_add(offset);
        match words {
            [word] => met.starts.extend(starts.iter().filter(|start| wanted(start) == *word)),
            _ => {
                marks.take(words);
                met.starts.extend(starts.iter().filter(|start| marks.has(wanted(start))));
            }
        }
        if met.starts.len() > before {
            met.close(article);
        }
    });
    met
}

fn close_by(a: &Hits, b: &Hits, distance: u32) -> Hits {
    let mut met = Hits::default();
    let mut widths = Vec::new();
    let mut spans: Vec<(u32, u32)> = Vec::new();
    both(a, b, |article, i, j| {
        spans.clear();
        for (start, end) in a.places_at(i) {
            for (first, last) in b.places_at(j) {
                if first > end.saturating_add(distance) {
                    break;
                }
                // The distance of neighbours is 1.
                let apart = match first >= end {
                    true => first - end + 1,
                    false if start >= last => start - last + 1,
                    false => continue,
                };
                if apart <= distance {
                    spans.push((start.min(first), end.max(last)));
                }
            }
        }
        spans.sort_unstable();
        spans.dedup();
        for (start, end) in &spans {
            met.starts.push(*start);
            widths.push(end - start);
        }
        if !spans.is_empty() {
            met.close(article);
        }
    });
    met.widths = Widths::Each(widths);
    met
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::{Ask, parse};
    use verbatim_article::Article;

    proptest::proptest! {
        #[test]
        fn what_is_becoming_one_can_be_searched_and_added_to(
            texts in proptest::collection::vec("([a-d]{1,2} ){0,6}", 1..90),
            begins in proptest::collection::vec(0usize..90, 0..4),
            settles in 0usize..90,
        ) {
            let (mut index, mut plain) = (Index::default(), Index::default());
            for (number, text) in texts.iter().enumerate() {
                let article = Article { text: text.clone(), ..Article::default() };
                index.add(&article);
                plain.add(&article);
                if begins.contains(&number) {
                    index.begin_merge(0..index.segments.len());
                }
                if number >= settles {
                    index.settle_step(settles as u32);
                } else {
                    index.merge_bit(100);
                }
                for typed in ["a", "\"a b\"", "c*", "a~"] {
                    let Ask::Words(phrase) = parse(typed).ask else { panic!("words were typed") };
                    proptest::prop_assert_eq!(index.phrase(&phrase, None), plain.phrase(&phrase, None));
                }
            }
            let mut steps = 0;
            while index.settle_step(texts.len() as u32) {
                steps += 1;
                proptest::prop_assert!(steps < 1000);
            }
            proptest::prop_assert!(index.segments.len() <= 1);
            let whole = Segment::build(&index.forward, &index.dictionary, 0..texts.len() as u32);
            proptest::prop_assert_eq!(index.segments.first(), Some(&whole));
        }
    }
}
