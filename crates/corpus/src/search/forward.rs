use super::dictionary::Dictionary;
use super::varint;
use crate::ask::Place;
use crate::text::Words;
use verbatim_article::{Article, BlockKind, Span};

/// Every article as the numbers of its words in order.
///
/// Word positions count from 0. When headline or standfirst are not part of the article's text,
/// their words come first; `lead` tells how many they are, and they have no span in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Forward {
    pub bytes: Vec<u8>,
    /// Where each article's words end in `bytes`.
    pub ends: Vec<u32>,
    /// Number of words of each article.
    pub words: Vec<u32>,
    /// Stretches of one kind, article by article: kind and first position.
    pub runs: Vec<u8>,
    /// Where each article's stretches end in `runs`.
    pub run_ends: Vec<u32>,
    /// Words outside the text, per article.
    pub leads: Vec<u32>,
    /// Where every 64th word lies, from its article's first byte: words in the middle are found without
    /// reading those before them. Not saved.
    marks: Vec<u32>,
    /// Where each article's marks end.
    mark_ends: Vec<u32>,
}

/// Words between two marks.
const STRIDE: u32 = 64;

/// The words of an article that was just added: `spans[p - lead]` is where word `p` stands.
pub(crate) struct Spelled {
    pub spans: Vec<Span>,
    pub lead: u32,
}

impl Spelled {
    /// The first word that ends after a byte offset.
    pub fn from(&self, byte: u32) -> u32 {
        self.lead + self.spans.partition_point(|span| span.end <= byte) as u32
    }

    /// Positions of the words of a span.
    pub fn words_of(&self, span: Span) -> (u32, u32) {
        let end = self.spans.partition_point(|word| word.start < span.end) as u32 + self.lead;
        let start = self.from(span.start);
        (start, end.max(start))
    }
}

/// Where the words of an article's text stand. The lead is told by [`Forward::lead`].
pub(crate) fn spans(text: &str) -> Vec<Span> {
    Words::new(text).collect()
}

/// What a run's number stands for.
fn place(kind: u8) -> Place {
    Place::ALL.get(kind as usize).copied().unwrap_or(Place::Body)
}

fn place_of(kind: BlockKind) -> Place {
    match kind {
        BlockKind::Headline => Place::Headline,
        BlockKind::Standfirst => Place::Standfirst,
        BlockKind::Dateline | BlockKind::Body => Place::Body,
        BlockKind::Caption => Place::Caption,
        BlockKind::Boilerplate => Place::Boilerplate,
    }
}

impl Forward {
    pub fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Adds the words of one article.
    pub fn add(&mut self, article: &Article, dictionary: &mut Dictionary) -> Spelled {
        let mut position = 0u32;
        let first = self.bytes.len();
        let mark = |marks: &mut Vec<u32>, bytes: &[u8], position: u32| {
            if position > 0 && position.is_multiple_of(STRIDE) {
                marks.push((bytes.len() - first) as u32);
            }
        };
        let run = |runs: &mut Vec<u8>, place: Place, at: u32, last: &mut Option<Place>| {
            if *last != Some(place) {
                runs.push(place as u8);
                varint::put(runs, at);
                *last = Some(place);
            }
        };
        let mut last = None;
        let has = |kind: BlockKind| article.blocks.iter().any(|block| block.kind == kind);
        let outside =
            [(&article.headline, BlockKind::Headline), (&article.standfirst, BlockKind::Standfirst)];
        for (text, kind) in outside {
            let Some(text) = text.as_deref().filter(|_| !has(kind)) else { continue };
            for (index, word) in Words::new(text).enumerate() {
                if index == 0 {
                    run(&mut self.runs, place_of(kind), position, &mut last);
                }
                mark(&mut self.marks, &self.bytes, position);
                varint::put(&mut self.bytes, dictionary.form(word.of(text)));
                position += 1;
            }
        }
        let lead = position;
        let mut spans = Vec::with_capacity(article.text.len() / 6);
        let mut blocks = article.blocks.iter().peekable();
        let mut here = Place::Body;
        for word in Words::new(&article.text) {
            while let Some(block) = blocks.next_if(|block| block.span.start <= word.start) {
                here = place_of(block.kind);
            }
            run(&mut self.runs, here, position, &mut last);
            mark(&mut self.marks, &self.bytes, position);
            varint::put(&mut self.bytes, dictionary.form(word.of(&article.text)));
            spans.push(word);
            position += 1;
        }
        self.ends.push(self.bytes.len() as u32);
        self.words.push(position);
        self.run_ends.push(self.runs.len() as u32);
        self.leads.push(lead);
        self.mark_ends.push(self.marks.len() as u32);
        Spelled { spans, lead }
    }

    fn part<'a>(bytes: &'a [u8], ends: &[u32], article: u32) -> &'a [u8] {
        let article = article as usize;
        let start = article.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
        let end = ends.get(article).copied().unwrap_or(start);
        bytes.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// The forms of an article's words in order.
    pub fn forms(&self, article: u32) -> impl Iterator<Item = u32> + '_ {
        let bytes = Self::part(&self.bytes, &self.ends, article);
        let mut at = 0;
        std::iter::from_fn(move || (at < bytes.len()).then(|| varint::get(bytes, &mut at)))
    }

    /// Reads single words, quickest in the order of articles and positions.
    pub fn reader(&self) -> Reader<'_> {
        Reader { forward: self, article: u32::MAX, bytes: &[], at: 0, position: 0 }
    }

    /// The last mark at or before a word: where it lies, from the article's first byte, and the word that it is at.
    fn mark_before(&self, article: u32, position: u32) -> (usize, u32) {
        let (first, end) = crate::facets::range(&self.mark_ends, article);
        let mark = (position / STRIDE).checked_sub(1).map(|mark| first + mark).filter(|mark| *mark < end);
        mark.and_then(|mark| self.marks.get(mark as usize))
            .map_or((0, 0), |at| (*at as usize, position / STRIDE * STRIDE))
    }

    /// The same as [`Reader::form`] for many words at once, appended to `forms`: so the memory of one need not wait for
    /// that of the one before it.
    pub fn forms_at(&self, words: &[(u32, Option<u32>)], forms: &mut Vec<Option<u32>>) {
        let place = |&(article, position): &(u32, Option<u32>)| {
            let position = position.filter(|position| *position < self.length(article))?;
            let (at, marked) = self.mark_before(article, position);
            Some((article, at, position - marked))
        };
        let places: Vec<Option<(u32, usize, u32)>> = words.iter().map(place).collect();
        forms.extend(places.into_iter().map(|place| {
            let (article, at, further) = place?;
            let bytes = Self::part(&self.bytes, &self.ends, article);
            let mut at = varint::skip(bytes, at, further);
            (at < bytes.len()).then(|| varint::get(bytes, &mut at))
        }));
    }

    /// Made of what a saved corpus holds.
    pub fn saved(
        (ends, words, run_ends, leads): (Vec<u32>, Vec<u32>, Vec<u32>, Vec<u32>),
        bytes: Vec<u8>,
        runs: Vec<u8>,
    ) -> Self {
        let mut forward =
            Self { bytes, ends, words, runs, run_ends, leads, marks: Vec::new(), mark_ends: Vec::new() };
        for article in 0..forward.len() {
            let bytes = Self::part(&forward.bytes, &forward.ends, article);
            let mut position = 0u32;
            for (at, byte) in (1u32..).zip(bytes) {
                // A word's last byte has no eighth bit.
                if *byte < 0x80 {
                    position += 1;
                    if position.is_multiple_of(STRIDE) && (at as usize) < bytes.len() {
                        forward.marks.push(at);
                    }
                }
            }
            forward.mark_ends.push(forward.marks.len() as u32);
        }
        forward.shrink();
        forward
    }

    /// Gives back memory that is not needed unless more is added.
    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.runs.shrink_to_fit();
        let lists = [&mut self.ends, &mut self.words, &mut self.run_ends, &mut self.leads];
        lists.into_iter().chain([&mut self.marks, &mut self.mark_ends]).for_each(Vec::shrink_to_fit);
    }

    /// Stretches of one kind with their positions `[start, end)`.
    pub fn places(&self, article: u32) -> impl Iterator<Item = (Place, u32, u32)> + '_ {
        let runs = Self::part(&self.runs, &self.run_ends, article);
        let all = self.words.get(article as usize).copied().unwrap_or(0);
        let mut at = 0;
        std::iter::from_fn(move || {
            let kind = *runs.get(at)?;
            at += 1;
            let start = varint::get(runs, &mut at);
            let end = match at < runs.len() {
                true => varint::get(runs, &mut (at + 1)),
                false => all,
            };
            Some((place(kind), start, end))
        })
    }

    /// Words that stand outside the text.
    pub fn lead(&self, article: u32) -> u32 {
        self.leads.get(article as usize).copied().unwrap_or(0)
    }

    /// Number of words of an article.
    pub fn length(&self, article: u32) -> u32 {
        self.words.get(article as usize).copied().unwrap_or(0)
    }

    /// Whether what was read from a file hangs together.
    pub fn is_sound(&self, articles: u32) -> bool {
        let rows = articles as usize;
        let lengths = [self.ends.len(), self.words.len(), self.run_ends.len(), self.leads.len()];
        // A word takes a byte at least.
        let fits = |article: u32, words: u32| {
            let (start, end) = crate::facets::range(&self.ends, article);
            words <= end.saturating_sub(start)
        };
        lengths.iter().all(|length| *length == rows)
            && self.ends.is_sorted()
            && (0..articles).zip(&self.words).all(|(article, words)| fits(article, *words))
            && self.ends.last().copied().unwrap_or(0) as usize == self.bytes.len()
            && self.run_ends.is_sorted()
            && self.run_ends.last().copied().unwrap_or(0) as usize == self.runs.len()
    }

    pub fn memory(&self) -> usize {
        self.bytes.capacity()
            + self.runs.capacity()
            + 4 * (self.ends.capacity()
                + self.words.capacity()
                + self.run_ends.capacity()
                + self.leads.capacity()
                + self.marks.capacity()
                + self.mark_ends.capacity())
    }
}

/// Reads single words of articles.
pub(crate) struct Reader<'f> {
    forward: &'f Forward,
    article: u32,
    bytes: &'f [u8],
    at: usize,
    position: u32,
}

impl Reader<'_> {
    /// The form of the word at a position.
    pub fn form(&mut self, article: u32, position: u32) -> Option<u32> {
        let forward = self.forward;
        if position >= forward.length(article) {
            return None;
        }
        if self.article != article {
            self.article = article;
            self.bytes = Forward::part(&forward.bytes, &forward.ends, article);
            (self.at, self.position) = (0, 0);
        }
        if position < self.position || position - self.position >= STRIDE {
            (self.at, self.position) = forward.mark_before(article, position);
        }
        self.at = varint::skip(self.bytes, self.at, position - self.position);
        self.position = position;
        let at = self.at;
        let form = (at < self.bytes.len()).then(|| varint::get(self.bytes, &mut self.at));
        self.position += u32::from(form.is_some());
        form
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn single_words_are_those_of_the_whole(
            lengths in proptest::collection::vec(0usize..300, 1..5),
            asked in proptest::collection::vec((0u32..5, 0u32..310), 1..60),
        ) {
            let (mut forward, mut dictionary) = (Forward::default(), Dictionary::default());
            for (number, length) in (1usize..).zip(&lengths) {
                // Enough different words for numbers of one and two bytes.
                let text: Vec<String> = (0..*length).map(|at| format!("w{}", at * number % 211)).collect();
                let article = Article { text: text.join(" "), ..blank() };
                forward.add(&article, &mut dictionary);
            }
            let f = &forward;
            let again = Forward::saved(
                (f.ends.clone(), f.words.clone(), f.run_ends.clone(), f.leads.clone()),
                f.bytes.clone(),
                f.runs.clone(),
            );
            proptest::prop_assert_eq!(&again, &forward);
            let mut reader = forward.reader();
            let words: Vec<(u32, Option<u32>)> = asked.iter().map(|(article, at)| (*article, Some(*at))).collect();
            let mut together = Vec::new();
            forward.forms_at(&words, &mut together);
            let singly: Vec<Option<u32>> = asked.iter().map(|(article, at)| reader.form(*article, *at)).collect();
            proptest::prop_assert_eq!(together, singly);
            for (article, position) in asked {
                let expected = forward.forms(article).nth(position as usize);
                proptest::prop_assert_eq!(reader.form(article, position), expected);
            }
        }
    }

    fn blank() -> Article {
        Article::default()
    }
}
