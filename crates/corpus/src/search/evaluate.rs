use super::forward;
use super::hits::{Hits, MANY, Widths};
use super::index::Index;
use super::marks::Marks;
use super::regex;
use crate::ask::{Ask, Place, Property};
use crate::facets::{Bits, Facets, LOW_CONFIDENCE, NONE, Selection, Worded, in_range, of_quotations};

/// Reads the texts of articles; some may not be at hand.
pub(crate) trait Texts {
    /// The text of an article, `None` when it has to be fetched first.
    fn text(&self, article: u32) -> Option<&str>;
}

/// What the words typed choose, and where they stand.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub worded: Worded,
    /// Places of each word and phrase that is asked for and not excluded, in the order of the question.
    pub leaves: Vec<Hits>,
    /// Articles whose text was not at hand.
    pub missing: Vec<u32>,
}

/// Answers a question over all articles, or over those of `scope`.
pub(crate) fn evaluate(
    index: &Index,
    facets: Facets<'_>,
    texts: &dyn Texts,
    ask: &Ask,
    scope: Option<&Bits>,
) -> Answer {
    let mut evaluator = Evaluator { index, facets, texts, leaves: Vec::new(), missing: Vec::new(), next: 0 };
    let reach = Reach { articles: scope, quotes: None };
    let selection = evaluator.ask(ask, reach, None, true);
    let of_quotes = asks_of_quotes(ask);
    evaluator.leaves.sort_by_key(|(order, _)| *order);
    evaluator.missing.sort_unstable();
    evaluator.missing.dedup();
    Answer {
        worded: Worded { selection, of_quotes },
        leaves: evaluator.leaves.into_iter().map(|(_, hits)| hits).collect(),
        missing: evaluator.missing,
    }
}

/// Whether the question says something of quotations rather than of articles.
fn asks_of_quotes(ask: &Ask) -> bool {
    match ask {
        Ask::And(parts) | Ask::Or(parts) => parts.iter().any(asks_of_quotes),
        Ask::Not(part) | Ask::In(_, part) => asks_of_quotes(part),
        Ask::Value(facet, _) => of_quotations(*facet),
        Ask::Is(property) => matches!(property, Property::LowConfidence | Property::Anonymous),
        Ask::All | Ask::Words(_) | Ask::Near(..) | Ask::Regex(_) | Ask::Dates(_) => false,
    }
}

/// What can still matter: of everything else the answer may say anything.
#[derive(Clone, Copy)]
struct Reach<'r> {
    articles: Option<&'r Bits>,
    quotes: Option<&'r Bits>,
}

struct Evaluator<'c> {
    index: &'c Index,
    facets: Facets<'c>,
    texts: &'c dyn Texts,
    leaves: Vec<(u32, Hits)>,
    missing: Vec<u32>,
    next: u32,
}

impl Evaluator<'_> {
    fn everything(&self) -> Selection {
        let columns = self.facets.columns;
        Selection { articles: Bits::all(columns.articles()), quotes: Bits::all(columns.quotes()) }
    }

    fn nothing(&self) -> Selection {
        let columns = self.facets.columns;
        Selection { articles: Bits::none(columns.articles()), quotes: Bits::none(columns.quotes()) }
    }

    /// `asked` is false below a NOT.
    fn ask(&mut self, ask: &Ask, reach: Reach<'_>, place: Option<Place>, asked: bool) -> Selection {
        match ask {
            Ask::All => self.everything(),
            some => self.some(some, reach, place, asked),
        }
    }

    /// A function of its own: a first view asks for everything.
    #[inline(never)]
    fn some(&mut self, ask: &Ask, reach: Reach<'_>, place: Option<Place>, asked: bool) -> Selection {
        match ask {
            Ask::All => self.everything(),
            Ask::And(parts) => self.all(parts, reach, place, asked),
            Ask::Or(parts) => {
                let mut found = self.nothing();
                for part in parts {
                    let next = self.ask(part, reach, place, asked);
                    found.articles.or(&next.articles);
                    found.quotes.or(&next.quotes);
                }
                found
            }
            Ask::Not(part) => {
                let mut found = self.ask(part, reach, place, !asked);
                found.articles.not();
                found.quotes.not();
                found
            }
            Ask::In(place, part) => self.ask(part, reach, Some(*place), asked),
            Ask::Words(phrase) => {
                let hits = self.index.phrase(phrase, reach.articles);
                self.leaf(hits, reach, place, asked)
            }
            Ask::Near(phrases, distance) => {
                let hits = self.index.near(phrases, *distance, reach.articles);
                self.leaf(hits, reach, place, asked)
            }
            Ask::Regex(pattern) => {
                let hits = self.regex(pattern, reach.articles);
                self.leaf(hits, reach, place, asked)
            }
            Ask::Value(facet, phrase) => {
                let values = self.facets.values(*facet);
                let mut wanted = Bits::none(values.len());
                values.matching(phrase).into_iter().for_each(|value| wanted.set(value));
                let column = self.facets.column(*facet);
                if column.of_quotes() {
                    self.quotes_that(|quote| {
                        let mut has = false;
                        column.each(quote, |value| has |= wanted.has(value));
                        has
                    })
                } else {
                    self.articles_that(|article| {
                        let mut has = false;
                        column.each(article, |value| has |= wanted.has(value));
                        has
                    })
                }
            }
            Ask::Dates(range) => {
                let allowed = in_range(self.facets, *range);
                self.articles_that(|article| allowed.has(article))
            }
            Ask::Is(property) => {
                let (columns, names) = (self.facets.columns, self.facets.names);
                match property {
                    Property::LowConfidence => self.quotes_that(|quote| {
                        columns.confidence.get(quote as usize).is_some_and(|c| *c < LOW_CONFIDENCE)
                    }),
                    Property::Anonymous => self.quotes_that(|quote| names.speaker(quote) == NONE),
                    Property::Undated => {
                        self.articles_that(|a| columns.published.get(a as usize).is_some_and(Option::is_none))
                    }
                    Property::Boilerplate => {
                        self.articles_that(|a| columns.boilerplate.get(a as usize) == Some(&true))
                    }
                }
            }
        }
    }

    fn all(&mut self, parts: &[Ask], reach: Reach<'_>, place: Option<Place>, asked: bool) -> Selection {
        // What is cheap or rare first: it spares the rest from looking everywhere.
        let cost = |part: &Ask| match part {
            Ask::Words(phrase) => 1 + self.index.estimate(phrase),
            Ask::Near(phrases, _) => {
                1 + phrases.iter().map(|phrase| self.index.estimate(phrase)).min().unwrap_or(0)
            }
            Ask::Value(..) | Ask::Dates(_) | Ask::Is(_) | Ask::All => 0,
            Ask::Regex(_) => u64::MAX,
            Ask::And(_) | Ask::Or(_) | Ask::Not(_) | Ask::In(..) => u64::MAX - 1,
        };
        let mut order: Vec<(u64, usize)> = parts.iter().map(cost).zip(0..).collect();
        order.sort_unstable();
        // Leaves keep the order in which they were typed.
        let first = self.next;
        let mut at: Vec<u32> = Vec::with_capacity(parts.len());
        let mut next = first;
        for part in parts {
            at.push(next);
            next += leaves(part);
        }
        let mut found = self.everything();
        let mut still: Option<Bits> = None;
        for (_, number) in order {
            let Some(part) = parts.get(number) else { continue };
            self.next = at.get(number).copied().unwrap_or(first);
            let narrowed = match &still {
                Some(still) => Reach { articles: Some(still), quotes: Some(&found.quotes) },
                None => reach,
            };
            let selection = self.ask(part, narrowed, place, asked);
            found.articles.and(&selection.articles);
            found.quotes.and(&selection.quotes);
            if let (None, Some(quotes)) = (&still, reach.quotes) {
                found.quotes.and(quotes);
            }
            // A quotation can fulfil a NOT that its article does not.
            let mut left = self.facets.columns.articles_with(&found.quotes);
            left.or(&found.articles);
            if let Some(scope) = reach.articles {
                left.and(scope);
            }
            still = Some(left);
        }
        self.next = next;
        found
    }

    fn quotes_that(&self, holds: impl Fn(u32) -> bool) -> Selection {
        let columns = self.facets.columns;
        let quotes = Bits::of((0..columns.quotes() as usize).map(|quote| holds(quote as u32)));
        Selection { articles: columns.articles_with(&quotes), quotes }
    }

    fn articles_that(&self, mut holds: impl FnMut(u32) -> bool) -> Selection {
        let mut found = self.nothing();
        let columns = self.facets.columns;
        for article in (0..columns.articles()).filter(|article| holds(*article)) {
            found.articles.set(article);
            let (start, end) = columns.quotes_of(article);
            found.quotes.set_range(start, end);
        }
        found
    }

    /// The articles and quotations in which something stands.
    fn leaf(&mut self, hits: Hits, reach: Reach<'_>, place: Option<Place>, asked: bool) -> Selection {
        let mut hits = self.in_place(hits, place);
        let mut found = self.nothing();
        let columns = self.facets.columns;
        let mut marks = Marks::default();
        // Counted once, for the order of the rows as well.
        let counted = asked && reach.quotes.is_none();
        let mut in_quotes = vec![0; if counted { columns.quotes() as usize } else { 0 }];
        for (at, &article) in hits.articles.iter().enumerate() {
            found.articles.set(article);
            let (first, end) = columns.quotes_of(article);
            let (index, starts) = hits.starts_at(at);
            let passage = |quote: u32| {
                let of = |column: &[u32]| column.get(quote as usize).copied().unwrap_or(0);
                (of(&columns.passage_start), of(&columns.passage_end))
            };
            let mut set = |quote: u32, stands: bool| {
                if stands {
                    found.quotes.set(quote);
                }
            };
            let of_width = match hits.widths {
                Widths::All(width) => Some(width),
                Widths::Each(_) => None,
            };
            let rows = first as usize..end as usize;
            let ends = || columns.passage_end.get(rows.clone());
            let passages = columns.passage_start.get(rows.clone()).zip(ends());
            match (of_width, starts) {
                (Some(width), _) if counted => {
                    let Some(((froms, tos), counts)) = passages.zip(in_quotes.get_mut(rows.clone())) else {
                        continue;
                    };
                    let last = |to: u32| to.saturating_add(1).saturating_sub(width);
                    let one = if let [start] = starts { Some(*start) } else { None };
                    if one.is_none() {
                        marks.take(starts);
                    }
                    for ((quote, count), (&from, &to)) in (first..).zip(counts).zip(froms.iter().zip(tos)) {
                        *count = match one {
                            Some(start) => u8::from(from <= start && start < to),
                            None => u8::try_from(marks.count(from, to)).unwrap_or(MANY),
                        };
                        let whole = || match one {
                            Some(start) => start < last(to),
                            None => marks.any(from, last(to)),
                        };
                        set(quote, *count > 0 && (width == 1 || whole()));
                    }
                }
                (Some(width), [start]) => each_in(reach.quotes, first, end, |quote| {
                    let (from, to) = passage(quote);
                    set(quote, from <= *start && start.saturating_add(width) <= to);
                }),
                (Some(width), _) => {
                    marks.take(starts);
                    each_in(reach.quotes, first, end, |quote| {
                        let (from, to) = passage(quote);
                        set(quote, marks.any(from, to.saturating_add(1).saturating_sub(width)));
                    });
                }
                (None, _) => each_in(reach.quotes, first, end, |quote| {
                    let (from, to) = passage(quote);
                    let inside = (index..).zip(starts).skip_while(|(_, start)| **start < from);
                    let mut inside = inside.take_while(|(_, start)| **start < to);
                    set(quote, inside.any(|(at, start)| start.saturating_add(hits.width(at)) <= to));
                }),
            }
        }
        if asked {
            if matches!(hits.widths, Widths::All(_)) {
                hits.in_quotes = in_quotes;
            }
            self.leaves.push((self.next, hits));
        }
        self.next += 1;
        found
    }

    /// Only what stands in one part of the article; without one, what is not boilerplate.
    fn in_place(&self, hits: Hits, place: Option<Place>) -> Hits {
        let columns = self.facets.columns;
        match place {
            None => {
                let boilerplate = |article: &u32| columns.boilerplate.get(*article as usize) == Some(&true);
                hits.without(
                    |article| boilerplate(&article),
                    |article, start| self.index.place(article, start) == Place::Boilerplate,
                )
            }
            Some(Place::Quote) => hits.filter(|article, start, end| {
                let (first, last) = columns.quotes_of(article);
                (first..last).any(|quote| {
                    let pieces = columns.content.of(quote).chunks_exact(2);
                    pieces
                        .into_iter()
                        .any(|piece| matches!(piece, [from, to] if *from <= start && end <= *to))
                })
            }),
            Some(place) => hits.filter(|article, start, _| self.index.place(article, start) == place),
        }
    }

    fn regex(&mut self, pattern: &str, scope: Option<&Bits>) -> Hits {
        let mut hits = Hits { widths: Widths::Each(Vec::new()), ..Hits::default() };
        let Ok(regex) = regex::compile(pattern) else { return hits };
        let mut candidates = scope.cloned().unwrap_or_else(|| Bits::all(self.index.forward.len()));
        let parts = regex::required(pattern);
        match regex::of_words(pattern) {
            Some(word) => candidates.and(&self.index.articles_with_word(&parts, |term| word.is_match(term))),
            None => parts.iter().for_each(|part| candidates.and(&self.index.articles_with_part(part))),
        }
        let mut widths = Vec::new();
        for article in candidates.iter() {
            let Some(text) = self.texts.text(article) else {
                self.missing.push(article);
                continue;
            };
            let mut matches = regex.find_iter(text).filter(|m| !m.is_empty()).peekable();
            if matches.peek().is_none() {
                continue;
            }
            let spelled =
                forward::Spelled { spans: forward::spans(text), lead: self.index.forward.lead(article) };
            let all = self.index.forward.length(article);
            let before = hits.starts.len();
            for found in matches {
                let (start, end) = spelled.words_of((found.start()..found.end()).into());
                if start < all {
                    hits.starts.push(start);
                    widths.push(end.saturating_sub(start).max(1));
                }
            }
            if hits.starts.len() > before {
                hits.close(article);
            }
        }
        hits.widths = Widths::Each(widths);
        hits
    }
}

/// Calls `each` for `[first, end)`, or for those of them that are in a set.
#[inline]
fn each_in(among: Option<&Bits>, first: u32, end: u32, each: impl FnMut(u32)) {
    match among {
        Some(among) => among.for_each_in(first, end, each),
        None => (first..end).for_each(each),
    }
}

/// How many words and phrases a question has.
fn leaves(ask: &Ask) -> u32 {
    match ask {
        Ask::And(parts) | Ask::Or(parts) => parts.iter().map(leaves).sum(),
        Ask::Not(part) | Ask::In(_, part) => leaves(part),
        Ask::Words(_) | Ask::Near(..) | Ask::Regex(_) => 1,
        Ask::All | Ask::Value(..) | Ask::Dates(_) | Ask::Is(_) => 0,
    }
}
