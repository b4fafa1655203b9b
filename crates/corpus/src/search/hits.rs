/// Where something stands: articles in ascending order, and in each the places in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hits {
    pub articles: Vec<u32>,
    /// For each article where its places end in `starts`.
    pub ends: Vec<u32>,
    /// First word of each place.
    pub starts: Vec<u32>,
    pub widths: Widths,
}

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
