use super::boxes::Boxes;
use super::date_words::{CHANGED, CHANGES, LABELS, NAMES, SCRIPTED};
use super::dom::{Dom, Id};
use super::json_ld::Linked;
use super::markup::Markup;
use super::signs::{Sign, split_names};
use crate::date::{self, Printed};
use verbatim_article::PartialDate;

/// The day of publication and where the page gives it.
pub(crate) enum Found {
    Machine(PartialDate, String),
    Words(Printed, String, String),
}

/// Looks through the page's data, its address and its words, in that order.
pub(crate) fn published(
    dom: &Dom,
    boxes: &Boxes,
    markup: &Markup,
    linked: Option<&Linked>,
    headline: Option<Id>,
) -> Option<Found> {
    let address = markup.url().and_then(|url| date::from_url(&url));
    // Systems that move or touch an article date it anew; its address keeps the first day.
    let first = |found: Found| match (&found, address) {
        (Found::Machine(date, _), Some(first)) if long_before(first, *date) => {
            Found::Machine(first, "the page's address, which is older than the page's data".to_owned())
        }
        _ => found,
    };
    if let Some(linked) = linked
        && let Some(date) = linked.published
        && linked.kind != "WebPage"
    {
        return Some(first(Found::Machine(date, format!("JSON-LD datePublished of {}", linked.kind))));
    }
    if let Some(found) = from_meta(markup, NAMES) {
        return Some(first(found));
    }
    if let Some(date) = linked.and_then(|l| l.published) {
        return Some(Found::Machine(date, "JSON-LD datePublished".to_owned()));
    }
    if let Some(found) = marked(dom, boxes, headline) {
        return Some(found);
    }
    if let Some(date) = address {
        return Some(Found::Machine(date, "the page's address".to_owned()));
    }
    let (spoken, outside) = spoken(dom, boxes, headline).map_or((None, None), |(outside, found)| {
        if outside { (None, Some(found)) } else { (Some(found), None) }
    });
    spoken
        .or_else(|| labelled(dom, boxes, headline))
        .or(outside)
        .or_else(|| from_scripts(dom))
        .or_else(|| {
            let linked = linked?;
            Some(Found::Machine(linked.changed?, format!("JSON-LD dateModified of {}", linked.kind)))
        })
        .or_else(|| from_meta(markup, CHANGED))
}

/// Whether a day lies more than a day before another; time zones explain one.
fn long_before(first: PartialDate, later: PartialDate) -> bool {
    first.day().is_some() && first.last_day() + 1 < later.first_day()
}

/// A date that a script's data names: `"publishDate":"2022-02-03T10:00"`.
fn from_scripts(dom: &Dom) -> Option<Found> {
    let mut best: Option<(usize, Found)> = None;
    for script in dom.elements("script") {
        for part in dom.children(script) {
            let words = dom.words(part);
            for (rank, name) in SCRIPTED.iter().enumerate() {
                if best.as_ref().is_some_and(|(least, _)| *least <= rank) {
                    break;
                }
                let Some(at) = memchr::memmem::find(words.as_bytes(), name.as_bytes()) else { continue };
                let rest = words.get(at + name.len()..).unwrap_or_default();
                let value = rest.trim_start_matches(['"', '\'', '\\', ' ']);
                let Some(value) = value.strip_prefix([':', '=', ',']) else { continue };
                let value = value.trim_start_matches(['"', '\'', '\\', ' ', '(']);
                let end = value.find(['"', '\'', '\\', ',', ';', '<', '}', '\n']).unwrap_or(0);
                let value = value.get(..end.min(60)).unwrap_or_default();
                if let Some(date) = date::from_machine(value).filter(|d| d.day().is_some()) {
                    best = Some((rank, Found::Machine(date, format!("{name} in the page's data"))));
                }
            }
        }
    }
    best.map(|(_, found)| found)
}

/// A printed date in the lines that are left out of the text: heads, feet and bylines of posts.
fn labelled(dom: &Dom, boxes: &Boxes, headline: Option<Id>) -> Option<Found> {
    let whole = Boxes::whole(dom);
    let head = headline?;
    let mut best: Option<(u32, Found)> = None;
    let mut before = "";
    for run in &whole.runs {
        let words = std::mem::replace(&mut before, &run.text);
        if run.text.len() > 320 || !run.text.bytes().any(|b| b.is_ascii_digit()) || run.element + 40 < head {
            continue;
        }
        let Some(printed) = first_day(&run.text).filter(of_the_web) else { continue };
        if dom.ancestors(run.element).take(12).any(|a| boxes.sign(a) == Sign::Always) {
            continue;
        }
        if matches!(printed.reading, date::Reading::Sure(d) if d.day().is_none()) {
            continue;
        }
        let near = run.text.get(..printed.span.range().start).unwrap_or_default().to_lowercase();
        let label = |line: &str| LABELS.iter().any(|l| line.contains(l));
        let told =
            label(&near) || (words.len() < 20 && label(&words.to_lowercase()) && near.trim().is_empty());
        let distance = run.element.abs_diff(head);
        let alone = run.text.len() <= printed.span.len() + 24;
        if run.text.contains(['©', '@'])
            || (in_list(dom, run.element) && !told)
            || !(told || (alone && distance <= 120))
        {
            continue;
        }
        let worth = distance + if told { 0 } else { 300 };
        if best.as_ref().is_none_or(|(least, _)| worth < *least) {
            best = Some((worth, Found::Words(printed, run.text.clone(), "words on the page".to_owned())));
        }
    }
    best.map(|(_, found)| found)
}

fn from_meta(markup: &Markup, names: &[&str]) -> Option<Found> {
    names.iter().find_map(|name| {
        let value = markup.spelled(name)?;
        if let Some(date) = date::from_machine(&value) {
            return Some(Found::Machine(date, format!("meta {name}")));
        }
        let printed = date::find(&value)?;
        Some(Found::Words(printed, value, format!("meta {name}")))
    })
}

/// The first date of a line that is not said to be that of a change; that one if there is no other.
fn first_day(line: &str) -> Option<Printed> {
    let mut changed = None;
    let mut from = 0;
    for found in date::find_all(line).take(6) {
        if matches!(found.reading, date::Reading::Yearless { .. }) {
            continue;
        }
        let before = line.get(from..found.span.range().start).unwrap_or_default().to_lowercase();
        from = found.span.range().end;
        if !CHANGES.iter().any(|word| before.contains(word)) {
            return Some(found);
        }
        changed = changed.or(Some(found));
    }
    changed
}

/// Whether the words before an element say that what follows is the day of a change.
fn after_change(dom: &Dom, id: Id) -> bool {
    let Some(parent) = dom.ancestors(id).next() else { return false };
    let before = dom.children(parent).take_while(|child| *child < id).last();
    let words = before.map(|b| if dom.name(b).is_empty() { dom.words(b).to_owned() } else { dom.text(b) });
    words.is_some_and(|words| {
        let words = words.trim().to_lowercase();
        words.len() < 60 && CHANGES.iter().any(|word| words.contains(word))
    })
}

/// Where the article's words begin: the first long line after the headline.
fn text_after(boxes: &Boxes, headline: Option<Id>) -> Option<Id> {
    let head = headline?;
    boxes.runs.iter().find(|run| run.element > head && run.text.len() > 60).map(|run| run.element)
}

/// Whether an element belongs to other articles or to readers' letters.
fn of_others(dom: &Dom, id: Id, headline: Option<Id>, text: Option<Id>) -> bool {
    let around: Vec<Id> = headline.map(|head| dom.ancestors(head).collect()).unwrap_or_default();
    // "Comment" can be the paper's own opinion: above the text it is.
    let letters = text.is_some_and(|text| id > text);
    dom.ancestors(id).take(10).filter(|a| !around.contains(a)).any(|a| {
        class_words(dom, a).iter().any(|word| {
            let others = [
                "related",
                "relateds",
                "recommended",
                "recommendations",
                "recirc",
                "trending",
                "mostread",
                "popular",
                "latest",
                "teaser",
                "teasers",
            ];
            let readers = ["comment", "comments", "commentlist", "disqus", "respond"];
            others.contains(&word.as_str()) || letters && readers.contains(&word.as_str())
        })
    })
}

/// Whether an element stands above the article that holds the headline: the day's own date, a ticker.
fn is_outside(dom: &Dom, id: Id, headline: Option<Id>) -> bool {
    let Some(head) = headline.filter(|head| id < *head) else { return false };
    let home = dom.ancestors(head).find(|a| matches!(dom.name(*a), "article" | "main"));
    home.is_some_and(|home| id < home)
}

/// Elements that are marked up as dates, the likeliest one: `<time>`, microdata, speaking names.
fn marked(dom: &Dom, boxes: &Boxes, headline: Option<Id>) -> Option<Found> {
    let text = text_after(boxes, headline);
    let mut best: Option<(i32, Found)> = None;
    for id in 1..dom.len() as Id {
        let name = dom.name(id);
        if name.is_empty() || matches!(name, "meta" | "script" | "style" | "html" | "body") {
            continue;
        }
        let property = dom.attribute(id, "itemprop").or_else(|| dom.attribute(id, "property")).unwrap_or("");
        let published = property.split_whitespace().any(|p| {
            p.ends_with("datePublished") || p.ends_with("dateCreated") || p == "dc:date" || p == "dc:created"
        });
        let words = class_words(dom, id);
        let dated = words.iter().any(|w| {
            matches!(
                w.as_str(),
                "date"
                    | "published"
                    | "publish"
                    | "pubdate"
                    | "pub"
                    | "posted"
                    | "time"
                    | "timestamp"
                    | "dateline"
                    | "datetime"
                    | "dtreviewed"
                    | "created"
                    | "datum"
                    | "fecha"
                    | "tarih"
                    | "publication"
            )
        });
        if !(name == "time"
            || published
            || (dated
                && matches!(
                    name,
                    "span"
                        | "div"
                        | "p"
                        | "abbr"
                        | "li"
                        | "small"
                        | "td"
                        | "em"
                        | "i"
                        | "strong"
                        | "b"
                        | "a"
                        | "cite"
                        | "h5"
                        | "h6"
                        | "h4"
                        | "dd"
                        | "section"
                        | "header"
                        | "footer"
                        | "other"
                        | "font"
                        | "ul"
                )))
        {
            continue;
        }
        if words.iter().any(|w| {
            matches!(w.as_str(), "comment" | "comments" | "event" | "copyright" | "edition" | "today")
        }) {
            continue;
        }
        let changed = property.contains("odified")
            || words.iter().any(|w| {
                matches!(w.as_str(), "updated" | "modified" | "update" | "updatedtime" | "lastupdate")
            });
        let mut score = 0;
        if published {
            score += 60;
        }
        if name == "time" {
            score += 25;
        }
        if dom.attribute(id, "pubdate").is_some()
            || words.iter().any(|w| matches!(w.as_str(), "published" | "pubdate" | "publish" | "publication"))
        {
            score += 20;
        }
        if changed {
            score -= 25;
        }
        // A list of other articles has dates too: near the headline counts.
        if let Some(head) = headline {
            let distance = id.abs_diff(head);
            score += match distance {
                0..=60 => 30,
                61..=200 => 15,
                _ => -10,
            };
        }
        if boxes.is_skipped(id) && in_list(dom, id) {
            score -= 30;
        }
        if is_outside(dom, id, headline) {
            score -= 15;
        }
        if !changed && after_change(dom, id) {
            score -= 25;
        }
        if of_others(dom, id, headline, text) {
            continue;
        }
        let found = dom
            .attribute(id, "datetime")
            .or_else(|| dom.attribute(id, "content"))
            .or_else(|| dom.attribute(id, "title").filter(|_| name == "abbr" || name == "time"))
            .and_then(date::from_machine)
            .filter(|d| d.day().is_some())
            .map(|d| match said(dom, id) {
                // What readers see is the day of publication; the attribute can be that of a change.
                Some(first) if long_before(first, d) => {
                    Found::Machine(first, format!("words of the {}", label(name, property, &words)))
                }
                _ => Found::Machine(d, label(name, property, &words)),
            })
            .or_else(|| {
                let text = western(&dom.text(id)).into_owned();
                if text.len() > 160 {
                    return None;
                }
                let lower = text.to_lowercase();
                if lower.starts_with("updated")
                    || lower.starts_with("last updated")
                    || lower.starts_with("modified")
                {
                    score -= 20;
                }
                let printed = first_day(&text)?;
                Some(Found::Words(printed, text, label(name, property, &words)))
            });
        let Some(found) = found else { continue };
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, found));
        }
    }
    best.filter(|(score, _)| *score >= 0).map(|(_, found)| found)
}

/// The day that an element's words call the day of publication.
fn said(dom: &Dom, id: Id) -> Option<PartialDate> {
    let text = dom.text(id);
    let lower = text.to_lowercase();
    let told = text.len() < 100
        && ["publi", "posted", "veröff", "erstellt", "pubbl", "yayın", "опубл"]
            .iter()
            .any(|l| lower.starts_with(l));
    let date = date::find(&text).filter(|_| told)?.reading.settled()?;
    date.day().is_some().then_some(date)
}

fn class_words(dom: &Dom, id: Id) -> Vec<String> {
    let class = dom.attribute(id, "class").unwrap_or("");
    let own = dom.attribute(id, "id").unwrap_or("");
    if class.len() + own.len() > 400 || (class.is_empty() && own.is_empty()) {
        return Vec::new();
    }
    split_names(&format!("{class} {own}"))
}

fn in_list(dom: &Dom, id: Id) -> bool {
    dom.ancestors(id).take(6).any(|a| matches!(dom.name(a), "li" | "aside" | "footer"))
}

fn label(name: &str, property: &str, words: &[String]) -> String {
    if !property.is_empty() {
        format!("{property} on the page")
    } else if name == "time" {
        "time element".to_owned()
    } else {
        format!("words named '{}'", words.iter().take(3).map(String::as_str).collect::<Vec<_>>().join("-"))
    }
}

/// A line with the Arabic and the Persian figures as others write them.
fn western(line: &str) -> std::borrow::Cow<'_, str> {
    let figure = |c: char| match c {
        '\u{660}'..='\u{669}' => char::from_digit(u32::from(c) - 0x660, 10),
        '\u{6F0}'..='\u{6F9}' => char::from_digit(u32::from(c) - 0x6F0, 10),
        _ => None,
    };
    if line.is_ascii() || !line.chars().any(|c| figure(c).is_some()) {
        return line.into();
    }
    line.chars().map(|c| figure(c).unwrap_or(c)).collect::<String>().into()
}

/// Whether a printed date can be that of a page: the story may tell of older days.
fn of_the_web(printed: &Printed) -> bool {
    printed.reading.settled().is_none_or(|d| d.year() >= 1990)
}

/// A printed date near the headline, else in the page's short lines; whether it stands outside the article.
fn spoken(dom: &Dom, boxes: &Boxes, headline: Option<Id>) -> Option<(bool, Found)> {
    let head = headline.unwrap_or(Dom::ROOT);
    let text = text_after(boxes, headline);
    let mut best: Option<(u32, bool, Found)> = None;
    for run in &boxes.runs {
        // "(18.01.2018) The ferry …" opens a report with its day.
        let opens = run.text.starts_with('(');
        let line = if run.text.len() > 140 {
            std::borrow::Cow::Borrowed(run.text.as_str())
        } else {
            western(&run.text)
        };
        if (line.len() > 140 && !opens) || !line.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let Some(printed) = first_day(&line).filter(of_the_web) else { continue };
        let opens = opens
            && printed.span.range().start == 1
            && line.get(printed.span.range().end..).is_some_and(|rest| rest.starts_with(')'));
        let lower = line.to_lowercase();
        if of_others(dom, run.element, headline, text) {
            continue;
        }
        if lower.contains('@') || lower.contains("welcome") || lower.contains("willkommen") {
            continue;
        }
        if lower.contains('©') || lower.contains("copyright") || lower.contains("all rights") {
            continue;
        }
        let exact = !matches!(printed.reading, date::Reading::Sure(d) if d.day().is_none());
        if !exact {
            continue;
        }
        let mut distance = run.element.abs_diff(head);
        if run.element < head {
            distance *= 3;
        }
        let outside = is_outside(dom, run.element, headline);
        if outside {
            distance += 200;
        }
        // A date within a sentence is the story's, not the page's.
        let within = line.len() > printed.span.len() + 60
            || line.ends_with('.') && line.len() > printed.span.len() + 25;
        // So is one after many words, unless these are its label.
        let before = line.get(..printed.span.range().start).unwrap_or_default();
        let told = LABELS.iter().any(|l| lower.contains(l));
        if (within || (!told && before.split_whitespace().count() > 6)) && !opens {
            continue;
        }
        if best.as_ref().is_none_or(|(least, ..)| distance < *least) {
            let found = Found::Words(printed, line.clone().into_owned(), "words on the page".to_owned());
            best = Some((distance, outside, found));
        }
    }
    best.map(|(_, outside, found)| (outside, found))
}

#[cfg(test)]
mod tests {
    fn day(html: &str) -> Option<String> {
        crate::html::read(html).article.published.map(|d| d.to_string())
    }

    const TEXT: &str =
        "<p>The harbour master said on Monday that the ferry, which is twenty years old, would not sail.</p>";

    #[test]
    fn the_address_keeps_the_first_day() {
        let page = |address: &str| {
            format!(
                "<link rel=canonical href='https://courier.example/{address}/ferry'>\
                 <meta property='article:published_time' content='2022-06-01T10:00'><h1>Ferry</h1>{TEXT}"
            )
        };
        assert_eq!(day(&page("2022/02/03")).as_deref(), Some("2022-02-03"));
        assert_eq!(day(&page("2022/05/31")).as_deref(), Some("2022-06-01"));
        assert_eq!(day(&page("news")).as_deref(), Some("2022-06-01"));
    }

    #[test]
    fn dates_in_the_foot_of_a_post() {
        let post = |foot: &str| format!("<h1>Ferry</h1>{TEXT}{TEXT}<div class='post-footer'>{foot}</div>");
        assert_eq!(
            day(&post("Posted by Ida on 3 February 2022 | 2 opinions")).as_deref(),
            Some("2022-02-03")
        );
        assert_eq!(day(&post("© 3 February 2022 Courier")), None);
    }

    #[test]
    fn words_of_publication_beat_the_day_of_a_change() {
        let time =
            |words: &str| format!("<h1>Ferry</h1><time datetime='2022-06-01T10:00'>{words}</time>{TEXT}");
        assert_eq!(day(&time("Published 3 February 2022")).as_deref(), Some("2022-02-03"));
        assert_eq!(day(&time("1 June 2022")).as_deref(), Some("2022-06-01"));
    }

    #[test]
    fn the_day_of_a_change_comes_after_all_others() {
        let line = |words: &str| format!("<h1>Ferry</h1><p>{words}</p>{TEXT}{TEXT}");
        assert_eq!(
            day(&line("Updated: 5 February 2022 Published: 3 February 2022")).as_deref(),
            Some("2022-02-03")
        );
        assert_eq!(
            day(&line("Publié le 3 février 2022, mis à jour le 5 février 2022")).as_deref(),
            Some("2022-02-03")
        );
        assert_eq!(day(&line("Updated 5 February 2022")).as_deref(), Some("2022-02-05"));
        let times = "Updated <time datetime='2022-02-05'>5 Feb</time> Published <time datetime='2022-02-03'>3 Feb</time>";
        assert_eq!(day(&line(times)).as_deref(), Some("2022-02-03"));
        let changed = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"dateModified\":\"2022-02-05\"}</script>";
        assert_eq!(day(&format!("{changed}{}", line("3 February 2022"))).as_deref(), Some("2022-02-03"));
        assert_eq!(day(&format!("{changed}{}", line("Nobody knows."))).as_deref(), Some("2022-02-05"));
    }

    #[test]
    fn dates_above_the_article_come_after_its_own() {
        let page = |above: &str, own: &str| {
            format!(
                "<div>{above}</div><article><h1>Ferry</h1><div class='byline'>By Ida Kvam | {own}</div>{TEXT}{TEXT}</article>"
            )
        };
        assert_eq!(
            day(&page("Saturday, 12 February 2022", "3 February 2022")).as_deref(),
            Some("2022-02-03")
        );
        let time = |day: &str| format!("<time datetime='{day}'>now</time>");
        assert_eq!(day(&page(&time("2022-02-12"), &time("2022-02-03"))).as_deref(), Some("2022-02-03"));
        assert_eq!(day(&page("3 February 2022", "Orvik")).as_deref(), Some("2022-02-03"));
    }

    #[test]
    fn other_articles_in_the_data_do_not_count() {
        let one = |head: &str, day: &str| {
            format!("{{\"@type\":\"NewsArticle\",\"headline\":\"{head}\",\"datePublished\":\"{day}\"}}")
        };
        let list = [one("Bridge opens to lorries", "2022-02-09"), one("Ferry stays in dock", "2022-02-03")];
        let page = format!(
            "<title>Ferry stays in dock | Courier</title><script type='application/ld+json'>[{}]</script><h1>Ferry stays in dock</h1>{TEXT}",
            list.join(",")
        );
        assert_eq!(day(&page).as_deref(), Some("2022-02-03"));
    }

    #[test]
    fn figures_of_other_scripts() {
        let page = |line: &str| format!("<h1>Ferry</h1>{line}{TEXT}{TEXT}");
        assert_eq!(day(&page("<p>٣ فبراير ٢٠٢٢</p>")).as_deref(), Some("2022-02-03"));
        assert_eq!(day(&page("<span class=date>۲۰۲۲/۰۲/۰۳</span>")).as_deref(), Some("2022-02-03"));
        assert_eq!(day(&page("<p>Ngày 3 tháng 2 năm 2022</p>")).as_deref(), Some("2022-02-03"));
        assert_eq!(day(&page("<p>3 Tháng Hai, 2022</p>")).as_deref(), Some("2022-02-03"));
    }

    #[test]
    fn dates_of_others_do_not_count() {
        let page = format!(
            "<h1>Ferry</h1><ul class='related'><li><time datetime='2022-03-01'>1 March</time> Bridge</li></ul><p>3 February 2022</p>{TEXT}{TEXT}\
             <div id='comments'><time datetime='2022-02-09'>9 Feb</time> I agree.</div>"
        );
        assert_eq!(day(&page).as_deref(), Some("2022-02-03"));
    }

    #[test]
    fn data_in_scripts_come_last() {
        let page = format!(
            "<script>window.page={{\"id\":7,\"publishDate\":\"2022-02-03T10:00:00Z\"}}</script><h1>Ferry</h1>{TEXT}"
        );
        assert_eq!(day(&page).as_deref(), Some("2022-02-03"));
    }
}
