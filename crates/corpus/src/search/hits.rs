/// Where something stands: articles in ascending order, and in each the places in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hits {
    pub articles: Vec<u32>,
    /// For each article where its places end in `starts`.
    pub ends: Vec<u32>,
    /// First word of each place.
    pub starts: Vec<u32>,
    pub widths: Widths,
    /// For each quotation of the corpus how many places begin in its sentences, [`MANY`] for so many and more. Empty
    /// where not all quotations were looked at.
    pub in_quotes: Vec<u8>,
}

/// The most that is counted in a quotation.
pub(crate) const MANY: u8 = u8::MAX;

/// How many words each place has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Widths {
    All(u32),
    Each(Vec<u32>),
}

impl Default for Widths {
    fn default() -> Self {
        Self::All(1)
    }
}

impl Hits {
    pub fn close(&mut self, article: u32) {
        self.articles.push(article);
        self.ends.push(self.starts.len() as u32);
    }

    /// The places of the article that stands at `at` in the list.
    #[inline]
    pub fn starts_at(&self, at: usize) -> (usize, &[u32]) {
        let first = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0) as usize;
        let end = self.ends.get(at).copied().unwrap_or(first as u32) as usize;
        (first, self.starts.get(first..end).unwrap_or(&[]))
    }

    /// The places of an article.
    pub fn starts_of(&self, article: u32) -> &[u32] {
        self.articles.binary_search(&article).map_or(&[], |at| self.starts_at(at).1)
    }

    #[inline]
    pub fn width(&self, index: usize) -> u32 {
        match &self.widths {
            Widths::All(width) => *width,
            Widths::Each(widths) => widths.get(index).copied().unwrap_or(1),
        }
    }

    /// `(first word, end)` of every place of the article at `at`.
    pub fn places_at(&self, at: usize) -> impl Iterator<Item = (u32, u32)> + '_ {
        let (first, starts) = self.starts_at(at);
        starts.iter().zip(first..).map(|(start, index)| (*start, start + self.width(index)))
    }

    /// The same without places in some articles, of which `drop` tells.
    pub fn without(mut self, some: impl Fn(u32) -> bool, drop: impl Fn(u32, u32) -> bool) -> Hits {
        let mut dropped: Vec<usize> = Vec::new();
        for (at, &article) in self.articles.iter().enumerate().filter(|(_, article)| some(**article)) {
            let (first, starts) = self.starts_at(at);
            let here = starts.iter().zip(first..).filter(|(start, _)| drop(article, **start));
            dropped.extend(here.map(|(_, index)| index));
        }
        if dropped.is_empty() {
            return self;
        }
        fn thin<T>(list: &mut Vec<T>, dropped: &[usize]) {
            let (mut at, mut next) = (0, dropped.iter().peekable());
            list.retain(|_| {
                let goes = next.next_if(|index| **index == at).is_some();
                at += 1;
                !goes
            });
        }
        thin(&mut self.starts, &dropped);
        if let Widths::Each(widths) = &mut self.widths {
            thin(widths, &dropped);
        }
        let (mut articles, mut ends, mut gone, mut before) = (Vec::new(), Vec::new(), 0, 0);
        for (article, end) in self.articles.iter().zip(&self.ends) {
            while dropped.get(gone as usize).is_some_and(|index| *index < *end as usize) {
                gone += 1;
            }
            if end - gone > before {
                before = end - gone;
                articles.push(*article);
                ends.push(before);
            }
        }
        (self.articles, self.ends) = (articles, ends);
        self
    }

    /// The same without the places that `keep` turns down.
    pub fn filter(&self, mut keep: impl FnMut(u32, u32, u32) -> bool) -> Hits {
        let mut kept = Hits { widths: Widths::All(1), ..Hits::default() };
        let mut widths = Vec::new();
        for (at, &article) in self.articles.iter().enumerate() {
            let before = kept.starts.len();
            for (start, end) in self.places_at(at) {
                if keep(article, start, end) {
                    kept.starts.push(start);
                    if matches!(self.widths, Widths::Each(_)) {
                        widths.push(end - start);
                    }
                }
            }
            if kept.starts.len() > before {
                kept.close(article);
            }
        }
        kept.widths = match &self.widths {
            Widths::All(width) => Widths::All(*width),
            Widths::Each(_) => Widths::Each(widths),
        };
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_is_taken_out_is_not_kept(
            places in proptest::collection::btree_set((0u32..12, 0u32..40), 0..80),
            each in proptest::bool::ANY,
            modulus in 1u32..5,
        ) {
            let mut hits = Hits::default();
            let mut widths = Vec::new();
            for article in 0..12 {
                let before = hits.starts.len();
                for (_, start) in places.iter().filter(|place| place.0 == article) {
                    hits.starts.push(*start);
                    widths.push(start % 3 + 1);
                }
                if hits.starts.len() > before {
                    hits.close(article);
                }
            }
            hits.widths = if each { Widths::Each(widths) } else { Widths::All(2) };
            let some = |article: u32| article.is_multiple_of(2);
            let drop = |article: u32, start: u32| (article + start).is_multiple_of(modulus);
            let kept = hits.filter(|article, start, _| !(some(article) && drop(article, start)));
            proptest::prop_assert_eq!(hits.without(some, drop), kept);
        }
    }
}
