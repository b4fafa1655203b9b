use crate::date::{self, Numeric, Reading};
use crate::draft::OPEN_DATE;
use std::collections::{BTreeMap, BTreeSet};
use verbatim_article::{Article, ArticleId, PartialDate};

/// What only the articles together can tell: exact duplicates become one article with the
/// origins of all, the first one's place is kept; dates in figures whose order their own file
/// leaves open are settled by the other articles, or stay open.
///
/// Legal to call again as more articles arrive: what is settled stays so.
pub fn resolve(articles: &mut Vec<Article>) {
    merge(articles);
    settle(articles);
}

fn merge(articles: &mut Vec<Article>) {
    let mut places: BTreeMap<ArticleId, usize> = BTreeMap::new();
    let mut kept: Vec<Article> = Vec::with_capacity(articles.len());
    for article in articles.drain(..) {
        let same =
            places.get(&article.id).and_then(|at| kept.get_mut(*at)).filter(|k| k.text == article.text);
        match same {
            Some(first) => first.origins.extend(article.origins),
            None => {
                places.entry(article.id).or_insert(kept.len());
                kept.push(article);
            }
        }
    }
    for article in kept.iter_mut().filter(|a| a.origins.len() > 1) {
        let mut seen = BTreeSet::new();
        article.origins.retain(|origin| seen.insert((origin.file.clone(), origin.part)));
    }
    *articles = kept;
}

/// The order of day and month in a date's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    DayFirst,
    MonthFirst,
}

fn settle(articles: &mut [Article]) {
    if !articles.iter().any(DateContext::is_open) {
        return;
    }
    let mut context = DateContext::default();
    articles.iter().for_each(|article| context.learn(article));
    for article in articles.iter_mut().filter(|a| DateContext::is_open(a)) {
        context.settle(article);
    }
}

/// What articles tell about each other's dates: which of day and month an outlet or a file writes
/// first, and when its articles appeared.
///
/// [`resolve`] needs all articles at once. A program that hands articles on as they come keeps
/// this instead, a few numbers for each outlet and file: it calls [`learn`](Self::learn) with
/// every article, lays those aside for which [`is_open`](Self::is_open) holds, and at the end of
/// an import calls [`settle`](Self::settle) with them. The order of learning changes nothing.
/// Exact duplicates need no context: they have the same [`ArticleId`].
#[derive(Clone, Debug, Default)]
pub struct DateContext {
    /// For each home and separator, how often each order is certain.
    votes: BTreeMap<(String, char), (usize, usize)>,
    /// For each home, the time from its first to its last certain day, and their number.
    spans: BTreeMap<String, (i32, i32, usize)>,
}

impl DateContext {
    /// Whether an article's date is in figures that can be read in more than one way.
    #[must_use]
    pub fn is_open(article: &Article) -> bool {
        article.evidence.contains_key(OPEN_DATE)
    }

    /// Takes an article's own date into account, if it is certain.
    pub fn learn(&mut self, article: &Article) {
        if Self::is_open(article) {
            return;
        }
        if let Some((joint, order)) = article.evidence.get("published").and_then(|why| order(why)) {
            for home in homes(article) {
                let slot = self.votes.entry((home, joint)).or_default();
                match order {
                    Order::DayFirst => slot.0 += 1,
                    Order::MonthFirst => slot.1 += 1,
                }
            }
        }
        if let Some(date) = article.published.filter(|d| d.day().is_some()) {
            let day = date.first_day();
            for home in homes(article) {
                let slot = self.spans.entry(home).or_insert((day, day, 0));
                *slot = (slot.0.min(day), slot.1.max(day), slot.2 + 1);
            }
        }
    }

    /// Settles an open date, and says whether it could.
    pub fn settle(&self, article: &mut Article) -> bool {
        let Some(written) = article.evidence.get(OPEN_DATE).cloned() else { return false };
        let Some(Reading::Open(numeric)) = date::find(&written).map(|p| p.reading) else { return false };
        let found = own_day(article, numeric)
            .or_else(|| habit(article, &written, numeric, &self.votes))
            .or_else(|| by_language(article, numeric))
            .or_else(|| in_time(article, numeric, &self.spans));
        match found {
            Some(found) => {
                put(article, &written, found);
                true
            }
            None => false,
        }
    }
}

/// Settles an open date by what the article alone tells: its dateline, its language.
pub(crate) fn settle_alone(article: &mut Article) {
    let Some(written) = article.evidence.get(OPEN_DATE).cloned() else { return };
    let Some(Reading::Open(numeric)) = date::find(&written).map(|p| p.reading) else { return };
    if let Some(found) = own_day(article, numeric).or_else(|| by_language(article, numeric)) {
        put(article, &written, found);
    }
}

fn put(article: &mut Article, written: &str, (date, why): (PartialDate, String)) {
    article.published = Some(date);
    article.evidence.insert("published".to_owned(), format!("'{written}': {why}"));
    article.evidence.remove(OPEN_DATE);
}

fn pick(numeric: Numeric, order: Order) -> Option<PartialDate> {
    match order {
        Order::DayFirst => numeric.day_first,
        Order::MonthFirst => numeric.month_first,
    }
}

/// The dateline's day and month decide.
fn own_day(article: &Article, numeric: Numeric) -> Option<(PartialDate, String)> {
    let day = article.dateline.as_ref()?.date.as_deref()?;
    let fits = |d: &PartialDate| d.to_string().ends_with(day);
    let mut fitting = numeric.choices().into_iter().filter(fits);
    let only = fitting.next()?;
    fitting.next().is_none().then(|| (only, format!("the dateline has {day}")))
}

/// Where an article comes from, for what is usual there.
fn homes(article: &Article) -> Vec<String> {
    let mut out: Vec<String> = article.outlet.iter().map(|o| format!("outlet {o}")).collect();
    out.extend(article.origins.iter().map(|o| format!("file {}", o.file)));
    out.push("all".to_owned());
    out
}

/// The separator of a date in figures and, when one figure is past twelve, its order.
fn order(text: &str) -> Option<(char, Order)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = |from: usize| {
            bytes.get(from..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count()
        };
        let first = run(at);
        if first == 0 {
            at += 1;
            continue;
        }
        let joint = bytes.get(at + first).copied().unwrap_or(0);
        let second = run(at + first + 1);
        let third = run(at + first + second + 2);
        let parted =
            matches!(joint, b'.' | b'/' | b'-') && bytes.get(at + first + 1 + second) == Some(&joint);
        if parted && (1..=2).contains(&first) && (1..=2).contains(&second) && matches!(third, 2 | 4) {
            let number =
                |from: usize, len: usize| text.get(from..from + len).and_then(|t| t.parse::<u32>().ok());
            let (a, b) = (number(at, first)?, number(at + first + 1, second)?);
            return match (a > 12, b > 12) {
                (true, false) => Some((char::from(joint), Order::DayFirst)),
                (false, true) => Some((char::from(joint), Order::MonthFirst)),
                _ => None,
            };
        }
        at += first;
    }
    None
}

fn habit(
    article: &Article,
    written: &str,
    numeric: Numeric,
    votes: &BTreeMap<(String, char), (usize, usize)>,
) -> Option<(PartialDate, String)> {
    let joint = written.chars().find(|c| matches!(c, '.' | '/' | '-'))?;
    for home in homes(article) {
        let Some((day, month)) = votes.get(&(home, joint)) else { continue };
        let (order, name) = match (day, month) {
            (1.., 0) => (Order::DayFirst, "the day"),
            (0, 1..) => (Order::MonthFirst, "the month"),
            _ => continue,
        };
        return Some((pick(numeric, order)?, format!("other articles write {name} first")));
    }
    None
}

/// Most languages put the day first; English does both.
fn by_language(article: &Article, numeric: Numeric) -> Option<(PartialDate, String)> {
    let day_first = matches!(
        article.language.as_str(),
        "tr" | "de"
            | "fr"
            | "es"
            | "it"
            | "pt"
            | "nl"
            | "ru"
            | "uk"
            | "pl"
            | "cs"
            | "sk"
            | "ro"
            | "bg"
            | "el"
            | "da"
            | "nb"
            | "fi"
            | "az"
            | "ar"
            | "he"
            | "hr"
            | "sr"
            | "sl"
            | "ca"
            | "et"
            | "lv"
            | "id"
            | "vi"
    );
    day_first.then_some(())?;
    Some((numeric.day_first?, "the language puts the day first".to_owned()))
}

/// One choice lies in the time of the other articles, and the others far outside.
fn in_time(
    article: &Article,
    numeric: Numeric,
    spans: &BTreeMap<String, (i32, i32, usize)>,
) -> Option<(PartialDate, String)> {
    for home in homes(article) {
        let Some((first, last, count)) = spans.get(&home) else { continue };
        if *count < 2 {
            continue;
        }
        let within: Vec<PartialDate> = numeric
            .choices()
            .into_iter()
            .filter(|d| (first - 3..=last + 3).contains(&d.first_day()))
            .collect();
        if let [only] = within.as_slice() {
            return Some((*only, "the only choice within the time of the other articles".to_owned()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn articles(texts: &[(&str, &str)]) -> Vec<Article> {
        texts.iter().flat_map(|(name, text)| read(name, text.as_bytes()).articles).collect()
    }

    fn text(date: &str) -> String {
        format!(
            "Ferry stays in dock\n{date}\n\nThe harbour office said that the ferry would stay in dock. It did not say how long.\nThe mayor agreed."
        )
    }

    #[test]
    fn duplicates_keep_both_origins() {
        let same = text("3 February 2022");
        let mut all = articles(&[("a.txt", &same), ("b/a.txt", &same), ("c.txt", &text("4 February 2022"))]);
        resolve(&mut all);
        let again = all.first().cloned();
        all.extend(again);
        resolve(&mut all);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].origins.iter().map(|o| o.file.as_str()).collect::<Vec<_>>(), ["a.txt", "b/a.txt"]);
    }

    #[test]
    fn a_context_does_what_resolve_does() {
        let texts =
            [("a.txt", text("03.02.22")), ("b.txt", text("23.02.22")), ("c.txt", text("9 February 2022"))];
        let mut all: Vec<Article> = texts.iter().flat_map(|(n, t)| read(n, t.as_bytes()).articles).collect();
        let mut context = DateContext::default();
        all.iter().rev().for_each(|article| context.learn(article));
        let mut open = all[0].clone();
        assert!(DateContext::is_open(&open) && context.settle(&mut open) && !DateContext::is_open(&open));
        resolve(&mut all);
        assert_eq!(open, all[0]);
    }

    #[test]
    fn open_dates_are_settled_by_habit_or_time_or_not_at_all() {
        let open = text("03.02.22");
        let mut alone = articles(&[("a.txt", &open)]);
        resolve(&mut alone);
        assert_eq!(alone[0].published.map(|d| d.to_string()).as_deref(), Some("2022"), "the year is sure");
        assert!(alone[0].evidence["published"].contains("2022-02-03 or 2022-03-02"));
        let mut habit = articles(&[("a.txt", &open), ("b.txt", &text("23.02.22"))]);
        resolve(&mut habit);
        assert_eq!(habit[0].published.unwrap().to_string(), "2022-02-03");
        let mut time = articles(&[
            ("a.txt", &open),
            ("b.txt", &text("2 February 2022")),
            ("c.txt", &text("9 February 2022")),
        ]);
        resolve(&mut time);
        assert_eq!(time[0].published.unwrap().to_string(), "2022-02-03");
        resolve(&mut time);
        assert!(time[0].evidence["published"].contains("within the time"));
    }
}
