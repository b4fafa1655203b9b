use super::fragment::{decoded, pairs, push_encoded};
use verbatim_article::{ArticleId, PartialDate};
use verbatim_corpus::{Axes, CountBy, DateRange, Facet, Filter, Grain, Query, Sort, Tab, Ties};

/// Everything that a copied link carries: what is selected, how it is shown, what is open.
///
/// Written as a URL fragment with sorted keys and without defaults, so that the same view always
/// has the same link: `#date=2031-03-01..2031-03-07&q=ferry&speaker=orla-fenn&tab=articles&v=1`.
/// Several values are joined by commas, an excluded one begins with `!`. Unknown keys and values
/// are ignored: an old page opens a newer link as far as it understands it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// What is selected; filters in the order of [`Link::normalise`].
    pub query: Query,
    /// Which list is shown.
    pub tab: Tab,
    /// Its order.
    pub sort: Sort,
    /// What the numbers beside facet values count.
    pub count_by: CountBy,
    /// Step of the timeline and the histogram; `None` picks one that suits.
    pub grain: Option<Grain>,
    /// What the table sets against each other.
    pub axes: Axes,
    /// What ties the names of the network.
    pub ties: Ties,
    /// What the reader shows.
    pub open: Option<Open>,
}

/// The article in the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// Which article.
    pub article: ArticleId,
    /// The quotation that it was opened at.
    pub quote: Option<u32>,
}

const VERSION: &str = "1";

impl Link {
    /// Reads a fragment, with or without its `#`. Never fails: what is not understood is left out.
    #[must_use]
    pub fn parse(fragment: &str) -> Self {
        let mut link = Self::default();
        for (key, value) in pairs(fragment) {
            match key {
                "q" => link.query.text = decoded(value),
                "tab" => link.tab = from_name(&TABS, value),
                "sort" => link.sort = from_name(&SORTS, value),
                "count" => link.count_by = from_name(&COUNTS, value),
                "date" => link.query.dates = parse_dates(value),
                "grain" => {
                    link.grain = GRAINS.iter().find(|(_, name)| *name == value).map(|(grain, _)| *grain);
                }
                "rows" => link.axes.rows = Facet::from_name(value).unwrap_or(Axes::default().rows),
                "columns" => link.axes.columns = Facet::from_name(value).unwrap_or(Axes::default().columns),
                "ties" => link.ties = from_name(&TIES, value),
                "open" => link.open = parse_open(value),
                _ => {
                    if let Some(facet) = Facet::from_name(key) {
                        link.query.filters.extend(value.split(',').filter_map(|v| parse_filter(facet, v)));
                    }
                }
            }
        }
        link.normalise();
        link
    }

    /// The fragment without its `#`; empty for the default view.
    #[must_use]
    pub fn fragment(&self) -> String {
        let mut link = self.clone();
        link.normalise();
        let mut pairs: Vec<(&str, String)> = Vec::new();
        let mut filters = link.query.filters.iter().peekable();
        while let Some(filter) = filters.next() {
            let mut value = String::new();
            push_filter(&mut value, filter);
            while let Some(next) = filters.next_if(|next| next.facet == filter.facet) {
                value.push(',');
                push_filter(&mut value, next);
            }
            pairs.push((filter.facet.name(), value));
        }
        if !link.query.text.is_empty() {
            let mut value = String::new();
            push_encoded(&mut value, &link.query.text, true);
            pairs.push(("q", value));
        }
        if let Some(dates) = link.query.dates {
            pairs.push(("date", dates_value(dates)));
        }
        if let Some(open) = link.open {
            let quote = open.quote.map(|number| format!(".{number}")).unwrap_or_default();
            pairs.push(("open", format!("{}{quote}", open.article)));
        }
        push_name(&mut pairs, "tab", &TABS, link.tab);
        push_name(&mut pairs, "sort", &SORTS, link.sort);
        push_name(&mut pairs, "count", &COUNTS, link.count_by);
        push_name(&mut pairs, "ties", &TIES, link.ties);
        if let Some((_, name)) = GRAINS.iter().find(|(grain, _)| link.grain == Some(*grain)) {
            pairs.push(("grain", (*name).to_owned()));
        }
        if link.axes.rows != Axes::default().rows {
            pairs.push(("rows", link.axes.rows.name().to_owned()));
        }
        if link.axes.columns != Axes::default().columns {
            pairs.push(("columns", link.axes.columns.name().to_owned()));
        }
        if pairs.is_empty() {
            return String::new();
        }
        pairs.push(("v", VERSION.to_owned()));
        pairs.sort_by_key(|pair| pair.0);
        let joined: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
        joined.join("&")
    }

    /// Brings what can be written in several ways into one: filters sorted by facet and key, each
    /// once (the later word on a value counts), no empty date range.
    pub fn normalise(&mut self) {
        let filters = &mut self.query.filters;
        filters.retain(|filter| !filter.key.is_empty());
        filters.reverse();
        filters.sort_by(|a, b| (a.facet, &a.key).cmp(&(b.facet, &b.key)));
        filters.dedup_by(|later, earlier| later.facet == earlier.facet && later.key == earlier.key);
        if self.query.dates == Some(DateRange::default()) {
            self.query.dates = None;
        }
    }
}

/// A tab's name in links.
#[must_use]
pub fn tab_name(tab: Tab) -> &'static str {
    TABS.iter().find(|(named, _)| *named == tab).map_or("", |(_, name)| *name)
}

/// Names in links; the default comes first and is left out.
const TABS: [(Tab, &str); 8] = [
    (Tab::Quotes, "quotes"),
    (Tab::Articles, "articles"),
    (Tab::SameQuote, "same"),
    (Tab::Names, "names"),
    (Tab::Context, "context"),
    (Tab::Timeline, "timeline"),
    (Tab::Network, "network"),
    (Tab::Table, "table"),
];
const TIES: [(Ties, &str); 2] = [(Ties::SpeaksAbout, "about"), (Ties::NamedTogether, "together")];
const GRAINS: [(Grain, &str); 5] = [
    (Grain::Day, "day"),
    (Grain::Week, "week"),
    (Grain::Month, "month"),
    (Grain::Quarter, "quarter"),
    (Grain::Year, "year"),
];
const SORTS: [(Sort, &str); 7] = [
    (Sort::Best, "best"),
    (Sort::Newest, "newest"),
    (Sort::Oldest, "oldest"),
    (Sort::Outlet, "outlet"),
    (Sort::Confidence, "confidence"),
    (Sort::Left, "left"),
    (Sort::Right, "right"),
];
const COUNTS: [(CountBy, &str); 4] = [
    (CountBy::Quotes, "quotes"),
    (CountBy::Articles, "articles"),
    (CountBy::Stories, "stories"),
    (CountBy::Outlets, "outlets"),
];

fn from_name<T: Copy + Default>(names: &[(T, &str)], wanted: &str) -> T {
    names.iter().find(|(_, name)| *name == wanted).map_or_else(T::default, |(value, _)| *value)
}

fn push_name<T: Copy + Default + PartialEq>(
    pairs: &mut Vec<(&'static str, String)>,
    key: &'static str,
    names: &[(T, &'static str)],
    value: T,
) {
    if value != T::default()
        && let Some((_, name)) = names.iter().find(|(named, _)| *named == value)
    {
        pairs.push((key, (*name).to_owned()));
    }
}

fn push_filter(out: &mut String, filter: &Filter) {
    if filter.exclude {
        out.push('!');
    }
    push_encoded(out, &filter.key, false);
}

fn parse_filter(facet: Facet, value: &str) -> Option<Filter> {
    let (exclude, key) = value.strip_prefix('!').map_or((false, value), |rest| (true, rest));
    let key = decoded(key);
    (!key.is_empty()).then_some(Filter { facet, key, exclude })
}

fn dates_value(dates: DateRange) -> String {
    let end = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
    if dates.from == dates.to { end(dates.from) } else { format!("{}..{}", end(dates.from), end(dates.to)) }
}

fn parse_dates(value: &str) -> Option<DateRange> {
    let range = match value.split_once("..") {
        Some((from, to)) => DateRange { from: from.parse().ok(), to: to.parse().ok() },
        None => {
            let date = value.parse().ok();
            DateRange { from: date, to: date }
        }
    };
    (range != DateRange::default()).then_some(range)
}

fn parse_open(value: &str) -> Option<Open> {
    let (id, quote) = value.split_once('.').map_or((value, None), |(id, quote)| (id, quote.parse().ok()));
    let fits = id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let article = fits.then(|| u64::from_str_radix(id, 16).ok()).flatten().map(ArticleId)?;
    Some(Open { article, quote })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn readable_sorted_and_without_defaults() {
        let mut link = Link::default();
        assert_eq!(link.fragment(), "");
        link.query.text = "ferry terminal".to_owned();
        for (facet, key, exclude) in [
            (Facet::Speaker, "orla-fenn", false),
            (Facet::Outlet, "harbour post", true),
            (Facet::Speaker, "a,b", true),
        ] {
            link.query.filters.push(Filter { facet, key: key.to_owned(), exclude });
        }
        link.query.dates = Some(DateRange { from: "2031-03".parse().ok(), to: "2031-03".parse().ok() });
        link.open = Some(Open { article: ArticleId(0xab), quote: Some(3) });
        assert_eq!(
            link.fragment(),
            "date=2031-03&open=00000000000000ab.3&outlet=!harbour+post&q=ferry+terminal\
             &speaker=!a%2Cb,orla-fenn&v=1"
        );
    }

    #[test]
    fn unknown_things_are_ignored() {
        let link = Link::parse("#v=9&tab=holograms&colour=red&date=soon&open=xyz&speaker=,,&sort=oldest");
        assert_eq!(link, Link { sort: Sort::Oldest, ..Link::default() });
        let open_ended = Link::parse("date=2031-03-01..");
        assert_eq!(open_ended.query.dates.and_then(|dates| dates.to), None);
        assert_eq!(open_ended.fragment(), "date=2031-03-01..&v=1");
    }

    #[test]
    fn the_later_word_on_a_value_counts() {
        let link = Link::parse("speaker=a,!a,b,a,!b");
        let found: Vec<_> = link.query.filters.iter().map(|f| (f.key.as_str(), f.exclude)).collect();
        assert_eq!(found, [("a", false), ("b", true)]);
    }

    fn any_link() -> impl Strategy<Value = Link> {
        let date = prop::option::of((1i32..9999, 0u32..13, 0u32..29).prop_map(|(y, m, d)| {
            PartialDate::ymd(y, m, d).or(PartialDate::ym(y, m)).or(PartialDate::y(y)).unwrap()
        }));
        let filter = (0..Facet::ALL.len(), ".{0,12}", any::<bool>())
            .prop_map(|(facet, key, exclude)| Filter { facet: Facet::ALL[facet], key, exclude });
        let open = (any::<u64>(), prop::option::of(any::<u32>()))
            .prop_map(|(id, quote)| Open { article: ArticleId(id), quote });
        (
            ".{0,30}",
            prop::collection::vec(filter, 0..6),
            prop::option::of((date.clone(), date)),
            0..TABS.len(),
            0..SORTS.len(),
            0..COUNTS.len(),
            prop::option::of(open),
            (0..=GRAINS.len(), 0..Facet::ALL.len(), 0..Facet::ALL.len(), 0..TIES.len()),
        )
            .prop_map(
                |(text, filters, dates, tab, sort, count, open, (grain, rows, columns, ties))| Link {
                    query: Query { text, filters, dates: dates.map(|(from, to)| DateRange { from, to }) },
                    tab: TABS[tab].0,
                    sort: SORTS[sort].0,
                    count_by: COUNTS[count].0,
                    grain: GRAINS.get(grain).map(|(grain, _)| *grain),
                    axes: Axes { rows: Facet::ALL[rows], columns: Facet::ALL[columns] },
                    ties: TIES[ties].0,
                    open,
                },
            )
    }

    proptest! {
        #[test]
        fn any_state_comes_back(mut link in any_link()) {
            let fragment = link.fragment();
            link.normalise();
            prop_assert_eq!(Link::parse(&fragment), link);
        }

        #[test]
        fn any_fragment_is_read_and_settles(fragment in "(#?[a-z]{1,8}=[^&]{0,20}&?|.{0,40}){0,6}") {
            let once = Link::parse(&fragment);
            prop_assert_eq!(Link::parse(&once.fragment()), once);
        }
    }
}
