use crate::answer::{self, Groups, Orders, Page, Scene, hit_spans};
use crate::ask::{Parsed, parse};
use crate::correction::{Kept, Log};
use crate::facets::{
    Bases, Bits, Columns, Facets, Fixed, NONE, Names, Part, Printed, Selection, Selector, Stories, Tally,
    list, of_quotations, range,
};
use crate::join::Joiner;
use crate::memo::Counted;
use crate::refresh::Stage;
use crate::search::{Answer, Hits, Index, evaluate};
use crate::store::Store;
use crate::{
    DistinctiveWord, FacetRequest, Query, Reader, ReaderEntity, ReaderQuotation, Rows, Tab, Totals, View,
    ViewRequest, Wanted,
};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use verbatim_article::{Article, ArticleId, Origin};
use verbatim_nlp::Document;

/// All articles with what was understood of them, ready to be asked.
///
/// An article can be found as soon as it is added. What is joined across articles (entities,
/// stories, utterances) is brought up to date by [`Corpus::refresh`]. [`Corpus::add`] does a step of one with each
/// article when the corpus has doubled; call it once more when an import ends, or do its steps.
#[derive(Debug, Default)]
pub struct Corpus {
    pub(crate) store: Store,
    pub(crate) index: Index,
    pub(crate) columns: Columns,
    pub(crate) names: Names,
    pub(crate) stories: Stories,
    pub(crate) groups: Groups,
    pub(crate) numbers: HashMap<ArticleId, u32>,
    /// Where exact duplicates of articles were found.
    pub(crate) origins: BTreeMap<u32, Vec<Origin>>,
    /// How many articles the joined parts know.
    pub(crate) refreshed: u32,
    /// Whether names are to be joined anew although no article came.
    pub(crate) stale: bool,
    /// A refresh that is under way, and how many articles it began with.
    pub(crate) stage: Stage,
    pub(crate) begun: u32,
    /// What joins articles; `None` after opening a saved corpus, until an article is added.
    pub(crate) joiner: Option<Joiner>,
    /// Where that lies in the file that the corpus was opened from.
    pub(crate) joining: crate::file::Joining,
    pub(crate) orders: Orders,
    /// The reader's corrections, and what they stand on: names as analysed, columns of corrected articles.
    pub(crate) log: Log,
    /// Whom the log keeps apart, by name.
    pub(crate) kept: Vec<Kept>,
    pub(crate) analysed: Option<Names>,
    pub(crate) originals: BTreeMap<u32, Printed>,
    /// Where the parts lie in the file that the corpus was opened from.
    pub(crate) parts: Vec<crate::file::Section>,
    pub(crate) fixed: Fixed,
    pub(crate) bases: Bases,
}

impl Corpus {
    /// An empty corpus.
    #[must_use]
    pub fn new() -> Self {
        Self { joiner: Some(Joiner::default()), ..Self::default() }
    }

    /// Adds one article. An article that is there already only gains its further origins; the
    /// answer says whether it was new. To a corpus that was opened without its texts [`Corpus::prepare`] must have given
    /// them: else nothing is joined until it can.
    pub fn add(&mut self, article: Article, document: Document) -> bool {
        if let Some(&known) = self.numbers.get(&article.id) {
            self.origins.entry(known).or_default().extend(article.origins);
            return false;
        }
        let ready = self.joiner.is_some() || self.prepare(|_| Err(String::new())).is_ok();
        if let Some(joiner) = self.joiner.as_mut().filter(|_| ready) {
            joiner.add(&article, &document);
        }
        self.bases = Bases::default();
        let spelled = self.index.add(&article);
        self.columns.add(&article, &document, &spelled);
        self.numbers.insert(article.id, self.columns.articles() - 1);
        self.store.add(article, document);
        self.keep_up();
        true
    }

    /// Whether [`Corpus::prepare`] has to be called before an article is added.
    #[must_use]
    pub fn is_unprepared(&self) -> bool {
        self.joiner.is_none()
    }

    /// Makes ready what joins articles, after a saved corpus was opened, so that more can be added: from what was saved of
    /// it, or, where that is missing, damaged or another program's, from the articles themselves. `read` gives the bytes of a
    /// range of the file; a part that it reads is let go of again.
    ///
    /// # Errors
    /// Those of `read`, and a part that is not what was saved. The corpus stays as it was.
    pub fn prepare(
        &mut self,
        mut read: impl FnMut(Range<u64>) -> Result<Vec<u8>, String>,
    ) -> Result<(), String> {
        if self.joiner.is_some() {
            return Ok(());
        }
        let mut joiner = self.restored(&mut read).unwrap_or_default();
        // Articles are joined as they were read, whatever the reader put right.
        let corrected = std::mem::take(&mut self.store.corrected);
        let rest = self.join_rest(&mut joiner, read);
        self.store.corrected = corrected;
        rest?;
        self.joiner = Some(joiner);
        self.joining.forget();
        Ok(())
    }

    /// Joins the articles that a joiner does not have.
    fn join_rest(
        &mut self,
        joiner: &mut Joiner,
        mut read: impl FnMut(Range<u64>) -> Result<Vec<u8>, String>,
    ) -> Result<(), String> {
        let mut lent: Option<u32> = None;
        for article in joiner.len()..self.columns.articles() {
            let part = self.store.part_of(article).unwrap_or(NONE);
            if !self.has_part(part) {
                if let Some(done) = lent.replace(part) {
                    self.release(done);
                }
                let bytes = read(self.part_range(part).unwrap_or(0..0))?;
                self.supply(part, &bytes).map_err(|damage| damage.to_string())?;
            }
            let (article, document) =
                self.store.get(article).ok_or_else(|| format!("article {article} cannot be read"))?;
            joiner.add(&article, &document);
        }
        if let Some(done) = lent {
            self.release(done);
        }
        Ok(())
    }

    /// Puts the articles in the orders that rows are shown in.
    pub(crate) fn order(&mut self) {
        self.bases = Bases::default();
        self.stories.order_outlets(&self.columns);
        self.orders.update(&self.columns);
        self.orders.weigh(&self.columns, &self.names);
    }

    /// Puts articles that came since the last [`Corpus::refresh`] into the orders that rows are shown in; without
    /// it [`Corpus::view`] does that each time.
    pub fn catch_up(&mut self) {
        if self.orders.newest.len() != self.len() {
            self.order();
        }
    }

    /// Number of articles.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.articles() as usize
    }

    /// Whether there is no article.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn facets(&self) -> Facets<'_> {
        Facets {
            columns: &self.columns,
            names: &self.names,
            stories: &self.stories,
            fixed: &self.fixed,
            bases: &self.bases,
        }
    }

    fn answer(&self, parsed: &Parsed, scope: Option<&Bits>) -> Answer {
        evaluate(&self.index, self.facets(), &self.store, &parsed.ask, scope)
    }

    /// The articles and quotations that a question chooses.
    pub(crate) fn select(&self, query: &Query) -> (Selection, bool) {
        let answer = self.answer(&parse(&query.text), None);
        let of_quotes = answer.worded.of_quotes || query.filters.iter().any(|f| of_quotations(f.facet));
        (Selector::new(self.facets(), answer.worded, query).select(None), of_quotes)
    }

    /// Answers a question.
    #[must_use]
    pub fn view(&self, request: &ViewRequest) -> View {
        let parsed = parse(&request.query.text);
        let answer = self.bases.1.answer(&request.query.text, || self.answer(&parsed, None));
        let facets = self.facets();
        let of_quotes =
            answer.worded.of_quotes || request.query.filters.iter().any(|filter| of_quotations(filter.facet));
        let selector = Selector::new(facets, answer.worded.clone(), &request.query);
        let by = request.count_by;
        let chosen = Tally::new(facets, selector.select(None), by);
        let fresh;
        let orders = if self.orders.newest.len() == self.len() {
            &self.orders
        } else {
            fresh = Orders::new(&self.columns);
            &fresh
        };
        let scene = Scene {
            facets,
            index: &self.index,
            store: &self.store,
            groups: &self.groups,
            orders,
            leaves: &answer.leaves,
            tally: &chosen,
            of_quotes,
            request,
        };
        let counted = (request.wanted != Wanted::Rows).then(|| {
            self.bases.1.counted(request, answer.missing.is_empty(), || {
                let count = |wanted: &FacetRequest| {
                    let own = Part::Facet(wanted.facet);
                    match selector.has(own) {
                        true => {
                            let other = Tally::new(facets, selector.select(Some(own)), by);
                            list(facets, &other.counts(wanted.facet), wanted, &request.query.filters)
                        }
                        false => list(facets, &chosen.counts(wanted.facet), wanted, &request.query.filters),
                    }
                };
                let without_dates = selector
                    .has(Part::Dates)
                    .then(|| Tally::new(facets, selector.select(Some(Part::Dates)), by));
                let (histogram, undated) = answer::histogram(&scene, without_dates.as_ref());
                Counted { facets: request.facets.iter().map(count).collect(), histogram, undated }
            })
        });
        let Counted { facets: counted, histogram, undated } =
            counted.map(|counted| counted.as_ref().clone()).unwrap_or_default();
        let mut missing = answer.missing.clone();
        let (rows, total) = match request.wanted {
            Wanted::Counts => (Rows::Quotes(Vec::new()), 0),
            Wanted::Everything | Wanted::Rows => rows(&scene, &mut missing),
        };
        View {
            totals: self.totals(&chosen.selection, total),
            rows,
            facets: counted,
            histogram,
            undated,
            error: parsed.error.map(|error| (error.message, error.at)),
            missing: self.parts_of(&missing),
        }
    }

    fn totals(&self, chosen: &Selection, rows: u32) -> Totals {
        // An article that shares its story with no other is a story.
        let mut stories = chosen.articles.count();
        let mut last = NONE;
        for (_, story) in self.stories.of_several().filter(|(article, _)| chosen.articles.has(*article)) {
            stories -= u32::from(story == last);
            last = story;
        }
        let mut outlets = Bits::none(self.columns.named.outlets.len());
        chosen.articles.for_each(|article| {
            outlets.set(self.columns.outlet.get(article as usize).copied().unwrap_or(NONE));
        });
        Totals {
            quotes: chosen.quotes.count(),
            articles: chosen.articles.count(),
            stories,
            outlets: outlets.count(),
            rows,
            all_quotes: self.columns.quotes(),
            all_articles: self.columns.articles(),
        }
    }

    /// The parts of the store that articles lie in.
    fn parts_of(&self, articles: &[u32]) -> Vec<u32> {
        let mut parts: Vec<u32> = articles.iter().filter_map(|a| self.store.part_of(*a)).collect();
        parts.sort_unstable();
        parts.dedup();
        parts
    }

    /// An article with its document, with all the places where it was found. `None` when there is
    /// no such article, or its part of a saved corpus is not read yet.
    #[must_use]
    pub fn article(&self, id: ArticleId) -> Option<(Article, Document)> {
        let number = *self.numbers.get(&id)?;
        let (mut article, document) = self.store.get(number)?;
        for origin in self.origins.get(&number).into_iter().flatten() {
            if !article.origins.contains(origin) {
                article.origins.push(origin.clone());
            }
        }
        Some((article, document))
    }

    /// The ids of all articles in the order in which they were added.
    #[must_use]
    pub fn ids(&self) -> &[ArticleId] {
        &self.columns.ids
    }

    /// The part of a saved corpus that must be read before an article can be.
    #[must_use]
    pub fn part_of(&self, id: ArticleId) -> Option<u32> {
        self.store.part_of(*self.numbers.get(&id)?)
    }

    /// The quotation before or after one, among all by one speaker (a key of that facet), the oldest first; `None` at
    /// either end.
    #[must_use]
    pub fn neighbour(
        &self,
        speaker: &str,
        (article, number): (ArticleId, u32),
        forward: bool,
    ) -> Option<(ArticleId, u32)> {
        let entity = self.names.values.find(speaker)?;
        let here = *self.numbers.get(&article)?;
        let (first, end) = self.columns.quotes_of(here);
        let quote = first.checked_add(number).filter(|quote| *quote < end)?;
        let says = |quote: &u32| self.names.speaker(*quote) == entity;
        let place = self.orders.oldest.iter().position(|known| *known == here)?;
        let found = if forward {
            let later = self.orders.oldest.iter().skip(place + 1).flat_map(|article| {
                let (first, end) = self.columns.quotes_of(*article);
                first..end
            });
            (quote + 1..end).chain(later).find(says)
        } else {
            let earlier = self.orders.oldest.iter().take(place).rev().flat_map(|article| {
                let (first, end) = self.columns.quotes_of(*article);
                (first..end).rev()
            });
            (first..quote).rev().chain(earlier).find(says)
        }?;
        let of = *self.columns.article_of.get(found as usize)?;
        Some((*self.columns.ids.get(of as usize)?, found - self.columns.quotes_of(of).0))
    }

    /// One article for the reader, with the hits of the words searched for.
    #[must_use]
    pub fn reader(&self, id: ArticleId, words: &str) -> Option<Reader> {
        let number = *self.numbers.get(&id)?;
        let (article, document) = self.article(id)?;
        let hits = match words.trim() {
            "" => Vec::new(),
            words => {
                let mut only = Bits::none(self.columns.articles());
                only.set(number);
                let leaves: Vec<Hits> = self.answer(&parse(words), Some(&only)).leaves;
                hit_spans(&self.index, &leaves, number, &article.text, u32::MAX)
            }
        };
        let (first_slot, _) = range(&self.columns.slot_ends, number);
        let values = &self.names.values;
        let entity = |slot: u32| self.names.of_slot.get(slot as usize).copied().filter(|e| *e != NONE);
        let entities = document.entities.iter().zip(first_slot..).map(|(local, slot)| {
            let joined = entity(slot);
            ReaderEntity {
                kind: local.kind,
                name: joined.map_or(local.name.clone(), |entity| values.name(entity).to_owned()),
                key: joined.map_or(String::new(), |entity| values.key(entity).to_owned()),
                mentions: local.mentions.clone(),
            }
        });
        let entities: Vec<ReaderEntity> = entities.collect();
        let (first_quote, _) = self.columns.quotes_of(number);
        let quotations = document.quotations.iter().zip(first_quote..).map(|(quotation, quote)| {
            // The joined speaker, which the reader may have put right; the article's own where nothing is joined.
            let joined = Some(self.names.speaker(quote)).filter(|entity| *entity != NONE);
            let own = quotation.speaker.and_then(|speaker| entities.get(speaker.0 as usize));
            let own = own.filter(|entity| entity.key.is_empty());
            ReaderQuotation {
                quotation: quotation.clone(),
                speaker: joined.map_or(own.map(|e| e.name.clone()), |e| Some(values.name(e).to_owned())),
                speaker_key: joined.map(|entity| values.key(entity).to_owned()),
            }
        });
        let quotations = quotations.collect();
        Some(Reader { article, sentences: document.sentences, quotations, entities, hits })
    }

    /// Words that the first selection uses more than the second, at the beginning, and the other way
    /// round, at the end; at most `limit`. Words of quotations are compared when either question says something of
    /// quotations, else those of whole articles.
    #[must_use]
    pub fn distinctive(&self, first: &Query, second: &Query, limit: usize) -> Vec<DistinctiveWord> {
        let ((first, a), (second, b)) = (self.select(first), self.select(second));
        crate::search::distinctive(&self.index, &self.columns, &first, &second, a || b, limit)
    }
}

fn rows(scene: &Scene<'_>, missing: &mut Vec<u32>) -> (Rows, u32) {
    fn take<T>(page: Page<T>, missing: &mut Vec<u32>, make: impl FnOnce(T) -> Rows) -> (Rows, u32) {
        missing.extend(page.missing);
        (make(page.rows), page.total)
    }
    // The other tabs' functions stay functions, so that the first view can do without them.
    match scene.request.tab {
        Tab::Quotes => take(answer::quotes(scene), missing, Rows::Quotes),
        Tab::Articles => take(answer::articles(scene), missing, Rows::Articles),
        Tab::Context => take(answer::context(scene), missing, Rows::Context),
        Tab::Timeline => take(answer::timeline(scene), missing, Rows::Timeline),
        Tab::Network => take(answer::network(scene), missing, Rows::Network),
        Tab::Table => take(answer::table(scene), missing, Rows::Table),
        Tab::Names => take(answer::names(scene), missing, Rows::Names),
        Tab::SameQuote => take(answer::same_quote(scene), missing, Rows::SameQuote),
    }
}
