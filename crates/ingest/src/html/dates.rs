use super::boxes::Boxes;
use super::dom::{Dom, Id};
use super::json_ld::Linked;
use super::markup::Markup;
use super::signs::{Sign, split_names};
use crate::date::{self, Printed};
use verbatim_article::PartialDate;

/// Names under which pages give their day of publication, the surest first.
const NAMES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "og:published_time",
    "og:article:published",
    "og:pubdate",
    "rnews:datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "cxenseparse:recs:articlepublishtime",
    "bt:pubdate",
    "bt:publishdate",
    "publication_date",
    "publish-date",
    "publish_date",
    "published-date",
    "published_date",
    "publishdate",
    "pubdate",
    "pub_date",
    "publicationdate",
    "publication-date",
    "article_date_original",
    "originalpublicationdate",
    "original_publication_date",
    "article.published",
    "article:publication_date",
    "article:post_date",
    "published",
    "published_at",
    "published_time",
    "publishedat",
    "published_time_telegram",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.created",
    "dcterms.issued",
    "dc.date.published",
    "dcterms.date",
    "dcterms.available",
    "dc.date",
    "dc.created",
    "dcsext.articlefirstpublished",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "prism.publicationdate",
    "shareaholic:article_published_time",
    "vr:published_time",
    "nyt.pdate",
    "pdate",
    "ptime",
    "displaydate",
    "display_date",
    "timestamp",
    "article.created",
    "article-publish-date",
    "article_publish_date",
    "rbpubdate",
    "gentime",
    "doc_date",
    "docdate",
    "created",
    "creation_date",
    "datecreated",
    "article:created",
    "artpubdate",
    "weibo:article:create_at",
    "date_published",
    "release_date",
    "releasedate",
    "og:release_date",
    "og:regdate",
    "video:release_date",
    "startdate",
    "date",
    "dateline",
    "last-publish-date",
    "eomportal-lastupdate",
];

/// Names of the last change: better than nothing.
const CHANGED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article:modified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "lastmodified",
    "date_modified",
    "revised",
    "modified_date",
    "last_updated",
    "lastupdate",
    "utime",
];

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
    spoken(boxes, headline)
        .or_else(|| labelled(dom, boxes, headline))
        .or_else(|| from_scripts(dom))
        .or_else(|| from_meta(markup, CHANGED))
}

/// Whether a day lies more than a day before another; time zones explain one.
fn long_before(first: PartialDate, later: PartialDate) -> bool {
    first.day().is_some() && first.last_day() + 1 < later.first_day()
}

/// Names of the day of publication in the data that scripts hold.
const SCRIPTED: &[&str] = &[
    "datePublished",
    "publishedAt",
    "published_at",
    "publishDate",
    "publish_date",
    "publishedDate",
    "published_date",
    "publicationDate",
    "publication_date",
    "firstPublished",
    "pubDate",
    "pubdate",
    "articlePublishDate",
    "dateCreated",
];

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

/// Words that say that a date is the day of publication.
const LABELS: &[&str] = &[
    "published",
    "posted",
    "publié",
    "paru le",
    "mis en ligne",
    "veröffentlicht",
    "erstellt",
    "datum",
    "artikel wurde am",
    "publicado",
    "pubblicato",
    "fecha",
    "yayın",
    "tarih",
    "опубликован",
    "gepubliceerd",
    "geplaatst",
    "date:",
    "written by",
    "von ",
    "by ",
    "par ",
    "por ",
    "am ",
    "vom ",
];

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
        let Some(printed) = date::find(&run.text).filter(of_the_web) else { continue };
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
        let (_, value) = markup.first(&[name])?;
        if let Some(date) = date::from_machine(&value) {
            return Some(Found::Machine(date, format!("meta {name}")));
        }
        let printed = date::find(&value)?;
        Some(Found::Words(printed, value, format!("meta {name}")))
    })
}

/// Elements that are marked up as dates, the likeliest one: `<time>`, microdata, speaking names.
fn marked(dom: &Dom, boxes: &Boxes, headline: Option<Id>) -> Option<Found> {
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
                let text = dom.text(id);
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
                let printed = date::find(&text)?;
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

/// Whether a printed date can be that of a page: the story may tell of older days.
fn of_the_web(printed: &Printed) -> bool {
    printed.reading.settled().is_none_or(|d| d.year() >= 1990)
}

/// A printed date near the headline, else in the page's short lines.
fn spoken(boxes: &Boxes, headline: Option<Id>) -> Option<Found> {
    let head = headline.unwrap_or(Dom::ROOT);
    let mut best: Option<(u32, Found)> = None;
    for run in &boxes.runs {
        // "(18.01.2018) The ferry …" opens a report with its day.
        let opens = run.text.starts_with('(');
        if (run.text.len() > 140 && !opens) || !run.text.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let Some(printed) = date::find(&run.text).filter(of_the_web) else { continue };
        let opens = opens
            && printed.span.range().start == 1
            && run.text.get(printed.span.range().end..).is_some_and(|rest| rest.starts_with(')'));
        let lower = run.text.to_lowercase();
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
        // A date within a sentence is the story's, not the page's.
        let within = run.text.len() > printed.span.len() + 60
            || run.text.ends_with('.') && run.text.len() > printed.span.len() + 25;
        // So is one after many words, unless these are its label.
        let before = run.text.get(..printed.span.range().start).unwrap_or_default();
        let told = LABELS.iter().any(|l| lower.contains(l));
        if (within || (!told && before.split_whitespace().count() > 6)) && !opens {
            continue;
        }
        if best.as_ref().is_none_or(|(least, _)| distance < *least) {
            best = Some((distance, Found::Words(printed, run.text.clone(), "words on the page".to_owned())));
        }
    }
    best.map(|(_, found)| found)
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
    fn data_in_scripts_come_last() {
        let page = format!(
            "<script>window.page={{\"id\":7,\"publishDate\":\"2022-02-03T10:00:00Z\"}}</script><h1>Ferry</h1>{TEXT}"
        );
        assert_eq!(day(&page).as_deref(), Some("2022-02-03"));
    }
}
