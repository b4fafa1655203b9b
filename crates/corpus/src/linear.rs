//! Answers by looking at every article in turn. Plain enough to be trusted: the index is tested
//! against it.

use crate::text::{Words, fold, slug};
use crate::{
    ArticleRow, Bucket, CountBy, Facet, FacetCounts, FacetRequest, FacetValue, Filter, Layer, QuoteRow, Rows,
    Snippet, Sort, Tab, Totals, View, ViewRequest,
};
use std::collections::{BTreeMap, BTreeSet};
use verbatim_article::{Article, PartialDate, Span};
use verbatim_nlp::{Document, EntityType, Quotation};

type Value = (String, String);

/// What one article or one quotation is counted under, and where it belongs.
struct Unit<'c> {
    article: usize,
    quotation: Option<(u32, &'c Quotation)>,
    values: BTreeMap<Facet, Vec<Value>>,
    words: bool,
    date: bool,
}

/// One phrase of the search box: the folded words that must follow one another.
fn phrases(text: &str) -> Vec<Vec<String>> {
    let mut phrases = Vec::new();
    for (index, part) in text.split('"').enumerate() {
        let units: Vec<&str> = if index % 2 == 1 { vec![part] } else { part.split_whitespace().collect() };
        for unit in units {
            let words: Vec<String> = Words::new(unit).map(|span| fold(span.of(unit))).collect();
            if !words.is_empty() {
                phrases.push(words);
            }
        }
    }
    phrases
}

/// Where the phrase stands in a text.
fn occurrences(words: &[(Span, String)], phrase: &[String]) -> Vec<Span> {
    words
        .windows(phrase.len().max(1))
        .filter(|window| window.iter().map(|(_, word)| word).eq(phrase.iter()))
        .filter_map(|window| Some(window.first()?.0.cover(window.last()?.0)))
        .collect()
}

fn folded(text: &str) -> Vec<(Span, String)> {
    Words::new(text).map(|span| (span, fold(span.of(text)))).collect()
}

pub(crate) fn hits(text: &str, query: &str) -> Vec<Span> {
    let words = folded(text);
    let mut hits: Vec<Span> = phrases(query).iter().flat_map(|phrase| occurrences(&words, phrase)).collect();
    hits.sort_unstable();
    hits.dedup();
    hits
}

fn matches(text: &str, phrases: &[Vec<String>]) -> bool {
    if phrases.is_empty() {
        return true;
    }
    let words = folded(text);
    phrases.iter().all(|phrase| !occurrences(&words, phrase).is_empty())
}

pub(crate) fn person_value(document: &Document, quotation: &Quotation) -> Option<Value> {
    let entity = document.entities.get(quotation.speaker?.0 as usize)?;
    Some(entity_value(entity.kind, &entity.name))
}

pub(crate) fn entity_value(kind: EntityType, name: &str) -> Value {
    let full = slug(name);
    let key = match kind {
        EntityType::Person => full.rsplit('-').next().unwrap_or(&full).to_owned(),
        _ => full,
    };
    (key, name.to_owned())
}

fn plain(name: &str) -> Value {
    (slug(name), name.to_owned())
}

/// The sentences that a quotation touches.
fn passage(article: &Article, document: &Document, quotation: &Quotation) -> Span {
    let parts = quotation.content.iter().chain(&quotation.cue).chain(&quotation.source);
    let Some(whole) = parts.copied().reduce(Span::cover) else { return Span::default() };
    let whole = document.sentences.iter().filter(|s| s.overlaps(whole)).fold(whole, |all, s| all.cover(*s));
    Span { start: whole.start, end: whole.end.min(article.text.len() as u32) }
}

fn article_values(article: &Article, document: &Document) -> BTreeMap<Facet, Vec<Value>> {
    let mut values: BTreeMap<Facet, Vec<Value>> = BTreeMap::new();
    values.insert(Facet::Outlet, article.outlet.iter().map(|name| plain(name)).collect());
    values.insert(Facet::Agency, article.agency.iter().map(|name| plain(name)).collect());
    values.insert(Facet::Language, vec![(article.language.clone(), article.language.clone())]);
    for entity in &document.entities {
        let facet = match entity.kind {
            EntityType::Person => Facet::Person,
            EntityType::Organization => Facet::Organization,
            EntityType::Location => Facet::Place,
            _ => continue,
        };
        values.entry(facet).or_default().push(entity_value(entity.kind, &entity.name));
    }
    values
}

fn quotation_values(document: &Document, quotation: &Quotation, values: &mut BTreeMap<Facet, Vec<Value>>) {
    let fixed = |name: &str| vec![(name.to_owned(), name.to_owned())];
    values.insert(Facet::Speaker, person_value(document, quotation).into_iter().collect());
    let about = document
        .entities
        .iter()
        .filter(|e| {
            matches!(e.kind, EntityType::Person | EntityType::Organization | EntityType::Location)
                && e.mentions.iter().any(|m| quotation.content.iter().any(|c| c.contains(m.span)))
        })
        .map(|e| entity_value(e.kind, &e.name));
    values.insert(Facet::About, about.collect());
    values.insert(Facet::Verb, if quotation.verb.is_empty() { vec![] } else { vec![plain(&quotation.verb)] });
    values.insert(Facet::VerbFamily, fixed(quotation.family.name()));
    values.insert(Facet::QuoteType, fixed(quotation.kind.name()));
    let stance = match quotation.stance {
        verbatim_nlp::Stance::Speech => "speech",
        verbatim_nlp::Stance::Attitude => "attitude",
    };
    values.insert(Facet::Stance, fixed(stance));
}

fn of_quotation(facet: Facet) -> bool {
    use Facet::{About, QuoteType, Speaker, Stance, Verb, VerbFamily};
    matches!(facet, Speaker | About | Verb | VerbFamily | QuoteType | Stance)
}

fn fits(unit: &Unit<'_>, filters: &[Filter], without: Option<Facet>) -> bool {
    Facet::ALL.into_iter().filter(|facet| Some(*facet) != without).all(|facet| {
        if unit.quotation.is_none() && of_quotation(facet) {
            return true;
        }
        let has = |filter: &Filter| {
            unit.values.get(&facet).is_some_and(|values| values.iter().any(|(key, _)| *key == filter.key))
        };
        let of = || filters.iter().filter(move |filter| filter.facet == facet);
        let wanted = of().all(|f| f.exclude) || of().any(|f| !f.exclude && has(f));
        wanted && !of().any(|f| f.exclude && has(f))
    })
}

fn in_range(article: &Article, request: &ViewRequest) -> bool {
    let Some(range) = request.query.dates else { return true };
    article.published.is_some_and(|date| {
        range.from.is_none_or(|from| date.first_day() >= from.first_day())
            && range.to.is_none_or(|to| date.last_day() <= to.last_day())
    })
}

pub(crate) fn view(corpus: &[(Article, Document)], request: &ViewRequest) -> View {
    let phrases = phrases(&request.query.text);
    let filters = &request.query.filters;
    let (mut articles, mut quotes) = (Vec::new(), Vec::new());
    for (index, (article, document)) in corpus.iter().enumerate() {
        let values = article_values(article, document);
        let date = in_range(article, request);
        for (number, quotation) in document.quotations.iter().enumerate() {
            let mut values = values.clone();
            quotation_values(document, quotation, &mut values);
            let words = matches(passage(article, document, quotation).of(&article.text), &phrases);
            let quotation = Some((number as u32, quotation));
            quotes.push(Unit { article: index, quotation, values, words, date });
        }
        let headline = article.headline.as_deref().unwrap_or("");
        let words = matches(&article.text, &phrases) || matches(headline, &phrases);
        articles.push(Unit { article: index, quotation: None, values, words, date });
    }
    // Articles of a selection; when it says something of quotations, those that have such ones.
    let select = |without: Option<Facet>, dates: bool| -> (Vec<&Unit<'_>>, Vec<&Unit<'_>>) {
        let ok = |unit: &&Unit<'_>| unit.words && (unit.date || !dates) && fits(unit, filters, without);
        let quotes: Vec<&Unit<'_>> = quotes.iter().filter(ok).collect();
        let mut chosen: Vec<&Unit<'_>> = articles.iter().filter(ok).collect();
        if filters.iter().any(|f| of_quotation(f.facet) && Some(f.facet) != without) {
            let with: BTreeSet<usize> = quotes.iter().map(|q| q.article).collect();
            chosen.retain(|unit| with.contains(&unit.article));
        }
        (chosen, quotes)
    };
    let counted = |units: &(Vec<&Unit<'_>>, Vec<&Unit<'_>>), of_quotes: bool| -> Vec<usize> {
        let list = if of_quotes || request.count_by == CountBy::Quotes { &units.1 } else { &units.0 };
        list.iter().map(|unit| unit.article).collect()
    };
    let distinct = |list: &[usize]| -> u32 {
        match request.count_by {
            CountBy::Quotes => list.len() as u32,
            CountBy::Articles | CountBy::Stories => list.iter().collect::<BTreeSet<_>>().len() as u32,
            CountBy::Outlets => {
                let outlets = list.iter().filter_map(|&i| corpus.get(i)?.0.outlet.as_deref());
                outlets.collect::<BTreeSet<_>>().len() as u32
            }
        }
    };
    let facets = request.facets.iter().map(|wanted| {
        let units = select(Some(wanted.facet), true);
        let list = match of_quotation(wanted.facet) || request.count_by == CountBy::Quotes {
            true => &units.1,
            false => &units.0,
        };
        let mut found: BTreeMap<&str, (&str, Vec<usize>)> = BTreeMap::new();
        for unit in list {
            let values: BTreeSet<&Value> = unit.values.get(&wanted.facet).into_iter().flatten().collect();
            for (key, name) in values {
                let entry = found.entry(key).or_insert((name, Vec::new()));
                if name.len() > entry.0.len() {
                    entry.0 = name;
                }
                if entry.1.last() != Some(&unit.article) || request.count_by == CountBy::Quotes {
                    entry.1.push(unit.article);
                }
            }
        }
        facet_counts(wanted, filters, found.into_iter().map(|(k, (n, list))| (k, n, distinct(&list))))
    });
    let facets = facets.collect();
    let (chosen, chosen_quotes) = select(None, true);
    let outlets: BTreeSet<&str> =
        chosen.iter().filter_map(|unit| corpus.get(unit.article)?.0.outlet.as_deref()).collect();
    let (histogram, undated) =
        histogram(corpus, &counted(&select(None, false), false), &chosen, &chosen_quotes, request);
    let rows = rows(corpus, &chosen, &chosen_quotes, request);
    View {
        totals: Totals {
            quotes: chosen_quotes.len() as u32,
            articles: chosen.len() as u32,
            stories: chosen.len() as u32,
            outlets: outlets.len() as u32,
            rows: match request.tab {
                Tab::Quotes => chosen_quotes.len() as u32,
                Tab::Articles => chosen.len() as u32,
                _ => 0,
            },
            all_quotes: quotes.len() as u32,
            all_articles: corpus.len() as u32,
        },
        rows,
        facets,
        histogram,
        undated,
        error: None,
    }
}

fn facet_counts<'v>(
    wanted: &FacetRequest,
    filters: &[Filter],
    found: impl Iterator<Item = (&'v str, &'v str, u32)>,
) -> FacetCounts {
    let search = fold(&wanted.search);
    let chosen =
        |key: &str| filters.iter().find(|f| f.facet == wanted.facet && f.key == key).map(|f| f.exclude);
    let mut values: Vec<FacetValue> = found
        .filter(|(_, name, _)| fold(name).contains(&search))
        .map(|(key, name, count)| FacetValue {
            key: key.to_owned(),
            name: name.to_owned(),
            count,
            chosen: chosen(key),
        })
        .collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    let total = values.len() as u32;
    values.truncate(wanted.limit as usize);
    FacetCounts { facet: wanted.facet, values, total }
}

fn histogram(
    corpus: &[(Article, Document)],
    all: &[usize],
    chosen: &[&Unit<'_>],
    quotes: &[&Unit<'_>],
    request: &ViewRequest,
) -> (Vec<Bucket>, u32) {
    let date = |index: usize| corpus.get(index).and_then(|(article, _)| article.published);
    let days = all.iter().filter_map(|&i| date(i));
    let width = match (days.clone().map(PartialDate::first_day).min(), days.map(PartialDate::last_day).max())
    {
        (Some(first), Some(last)) => last - first,
        _ => 0,
    };
    let bucket = |date: PartialDate| match width {
        ..=120 => Some(date),
        121..=3660 => PartialDate::ym(date.year(), date.month()?).or(Some(date)),
        _ => PartialDate::y(date.year()),
    };
    let mut buckets: BTreeMap<PartialDate, Bucket> = BTreeMap::new();
    let mut undated = 0;
    for &index in all {
        match date(index) {
            None => undated += 1,
            Some(date) => {
                let at = bucket(date).unwrap_or(date);
                buckets.entry(at).or_insert(Bucket { date: at, all: 0, selected: 0 }).all += 1;
            }
        }
    }
    let selected = if request.count_by == CountBy::Quotes { quotes } else { chosen };
    for unit in selected {
        if let Some(date) = date(unit.article)
            && let Some(bar) = buckets.get_mut(&bucket(date).unwrap_or(date))
        {
            bar.selected += 1;
        }
    }
    (buckets.into_values().collect(), undated)
}

fn rows(
    corpus: &[(Article, Document)],
    chosen: &[&Unit<'_>],
    quotes: &[&Unit<'_>],
    request: &ViewRequest,
) -> Rows {
    let list = if request.tab == Tab::Quotes { quotes } else { chosen };
    let mut list: Vec<(&Unit<'_>, &Article, &Document)> =
        list.iter().filter_map(|unit| corpus.get(unit.article).map(|(a, d)| (*unit, a, d))).collect();
    let number = |unit: &Unit<'_>| unit.quotation.map_or(0, |(n, _)| n);
    list.sort_by(|(ua, a, _), (ub, b, _)| {
        let order = match request.sort {
            Sort::Best | Sort::Newest | Sort::Left | Sort::Right => b.published.cmp(&a.published),
            Sort::Oldest => {
                a.published.is_none().cmp(&b.published.is_none()).then(a.published.cmp(&b.published))
            }
            Sort::Outlet => a.outlet.is_none().cmp(&b.outlet.is_none()).then_with(|| a.outlet.cmp(&b.outlet)),
            Sort::Confidence => {
                let confidence = |unit: &Unit<'_>| unit.quotation.map_or(0, |(_, q)| q.confidence);
                confidence(ub).cmp(&confidence(ua))
            }
        };
        order.then_with(|| a.id.cmp(&b.id)).then_with(|| number(ua).cmp(&number(ub)))
    });
    let page = list.into_iter().skip(request.offset as usize).take(request.limit as usize);
    match request.tab {
        Tab::Quotes => Rows::Quotes(
            page.filter_map(|(unit, a, d)| Some(quote_row(a, d, unit.quotation?, &request.query.text)))
                .collect(),
        ),
        Tab::Articles => {
            Rows::Articles(page.map(|(_, a, d)| article_row(a, d, &request.query.text)).collect())
        }
        _ => Rows::default(),
    }
}

fn quote_row(
    article: &Article,
    document: &Document,
    (number, q): (u32, &Quotation),
    words: &str,
) -> QuoteRow {
    let passage = passage(article, document, q);
    let text = passage.of(&article.text).trim_end().to_owned();
    let mut marks = Vec::new();
    let mut mark = |spans: &[Span], layer: Layer| {
        for span in spans.iter().filter(|span| passage.contains(**span)) {
            let (start, end) = (span.start - passage.start, span.end - passage.start);
            marks.push((Span { start, end: end.min(text.len() as u32) }, layer));
        }
    };
    mark(&q.content, Layer::Content);
    mark(&q.cue, Layer::Cue);
    mark(&q.source, Layer::Source);
    let lit = hits(&text, words);
    marks.extend(lit.into_iter().map(|span| (span, Layer::Hit)));
    marks.sort_unstable();
    let speaker = person_value(document, q);
    let source: Vec<&str> = q.source.iter().map(|span| span.of(&article.text)).collect();
    let source = source.join(" ");
    QuoteRow {
        article: article.id,
        number,
        source: if speaker.as_ref().is_some_and(|(_, name)| *name == source) {
            String::new()
        } else {
            source
        },
        speaker: speaker.as_ref().map(|(_, name)| name.clone()),
        speaker_key: speaker.map(|(key, _)| key),
        verb: q.verb.clone(),
        family: q.family,
        kind: q.kind,
        stance: q.stance,
        confidence: q.confidence,
        snippet: Snippet { text, marks },
        outlet: article.outlet.clone(),
        published: article.published,
        headline: article.headline.clone().unwrap_or_default(),
    }
}

fn article_row(article: &Article, document: &Document, words: &str) -> ArticleRow {
    let text = &article.text;
    let hits = hits(text, words);
    let body = article.blocks.iter().find(|b| b.kind == verbatim_article::BlockKind::Body);
    let anchor = hits.first().map_or(body.map_or(0, |b| b.span.start), |hit| hit.start);
    let start = document.sentences.iter().rev().find(|s| s.start <= anchor).map_or(anchor, |s| s.start);
    let mut end = document
        .sentences
        .iter()
        .filter(|s| s.start >= start)
        .take(2)
        .map(|s| s.end)
        .max()
        .unwrap_or(text.len() as u32)
        .min(start + 400);
    while !text.is_char_boundary(end as usize) {
        end -= 1;
    }
    let span = Span { start, end };
    let marks = hits.iter().filter(|hit| span.contains(**hit));
    let marks = marks.map(|h| (Span { start: h.start - start, end: h.end - start }, Layer::Hit)).collect();
    let mut speakers: Vec<String> = Vec::new();
    for (_, name) in document.quotations.iter().filter_map(|q| person_value(document, q)) {
        if speakers.len() < 3 && !speakers.contains(&name) {
            speakers.push(name);
        }
    }
    ArticleRow {
        article: article.id,
        headline: article.headline.clone().unwrap_or_default(),
        outlet: article.outlet.clone(),
        agency: article.agency.clone(),
        published: article.published,
        language: article.language.clone(),
        snippet: Snippet { text: span.of(text).to_owned(), marks },
        quotes: document.quotations.len() as u32,
        words: Words::new(text).count() as u32,
        speakers,
    }
}
