use super::boxes::Boxes;
use super::dom::{Dom, Id};
use super::json_ld::Linked;
use super::markup::Markup;
use super::signs::split_names;

/// The headline, where it comes from, and the element that shows it.
#[derive(Debug)]
pub(crate) struct Headline {
    pub text: String,
    pub why: String,
    pub element: Option<Id>,
    /// The heading's words, where the page shows others.
    pub shown: Option<String>,
}

/// Finds the headline: the page's own data give its words, freed from the site's name, and a
/// heading that agrees with them its place. Where the data only add to the heading (a section, a
/// name), the heading's words count.
pub(crate) fn headline(
    dom: &Dom,
    boxes: &Boxes,
    markup: &Markup,
    linked: Option<&Linked>,
    outlet: Option<&str>,
) -> Option<Headline> {
    let names = super::site::shown(dom);
    let mut told = told(markup, linked, outlet, &names);
    let mut shown = candidates(dom, boxes);
    // The site's own name in large letters is a heading too.
    let named: Vec<String> =
        [markup.title.clone(), markup.first(&["og:title"]).map(|(_, t)| t)].into_iter().flatten().collect();
    shown.retain(|s| !s.is_site(outlet, markup) && !named.iter().any(|t| ends_with_part(t, &s.text)));
    shown.retain(|s| !names.contains(&letters(&s.text)));
    // Data that only name the site say nothing of the article, when a heading does.
    if shown.iter().any(|s| !boxes.is_skipped(s.element))
        && told.iter().all(|t| names.contains(&letters(&t.text)))
    {
        told.clear();
    }
    let mut best: Option<(f32, usize, &Shown)> = None;
    for shown in &shown {
        for (rank, told) in told.iter().enumerate() {
            let likeness = likeness(&shown.text, &told.text) + shown.bonus - rank as f32 * 0.01;
            if best.is_none_or(|(most, _, _)| likeness > most) {
                best = Some((likeness, rank, shown));
            }
        }
    }
    let declared = told.iter().find(|t| !t.is_title);
    if let Some((likeness, rank, shown)) = best
        && likeness >= 0.5
    {
        let agrees = told.get(rank);
        // Where the browser's title is the heading too, readers know the article by that.
        let own = letters(&shown.text);
        let known = told.iter().any(|t| t.is_title && letters(&t.text) == own);
        let by_data = declared
            .filter(|d| !known && !adds_to(&d.text, &shown.text) && are_related(&d.text, &shown.text));
        // A label above the headline often shares its element: the data has the headline alone.
        let tail = agrees.filter(|t| is_tail(&shown.text, &t.text));
        if let Some(told) = by_data.or(tail) {
            return Some(Headline {
                text: told.text.clone(),
                why: format!("{}; the page shows '{}'", told.why, crate::draft::shorten(&shown.text, 60)),
                element: Some(shown.element),
                shown: Some(shown.text.clone()),
            });
        }
        let agrees = agrees.map_or("", |t| t.why.as_str());
        let why = format!("{} that agrees with {agrees}", shown.name);
        return Some(Headline { text: shown.text.clone(), why, element: Some(shown.element), shown: None });
    }
    let main: Vec<&Shown> = shown.iter().filter(|s| s.name == "h1").collect();
    let only = if let [only] = main.as_slice() { Some(*only) } else { None };
    // A single large heading beside running text is the headline, unless the page says another.
    let count = |text: &str| text.split_whitespace().count();
    let title = told.first().map_or(0, |t| if t.is_title { count(&t.text) } else { usize::MAX });
    if let Some(only) =
        only.filter(|o| title < 3.min(count(&o.text) + 1) || (count(&o.text) >= 7 && title < 100))
    {
        let (text, why) = (only.text.clone(), "the only h1".to_owned());
        return Some(Headline { text, why, element: Some(only.element), shown: None });
    }
    if let Some(told) = told.into_iter().next() {
        let shown = only.map(|o| o.text.clone());
        return Some(Headline { text: told.text, why: told.why, element: only.map(|o| o.element), shown });
    }
    let first = main.first().copied().or_else(|| shown.iter().find(|s| !boxes.is_skipped(s.element)))?;
    let why = format!("the first {}", first.name);
    Some(Headline { text: first.text.clone(), why, element: Some(first.element), shown: None })
}

/// A headline that the page's data give.
struct Told {
    text: String,
    why: String,
    /// The page's `<title>`, which is written for browsers.
    is_title: bool,
}

/// What the page's data give as its headline, the surest first, without the site's name.
fn told(markup: &Markup, linked: Option<&Linked>, outlet: Option<&str>, names: &[String]) -> Vec<Told> {
    const NAMES: &[&[&str]] = &[
        &["dc:title", "dc.title", "dcterms.title", "dcterm:title"],
        &["og:title", "weibo:article:title", "weibo:webpage:title"],
        &["twitter:title"],
        &["parsely-title", "sailthru.title", "headline", "title", "cxenseparse:title", "article:title"],
    ];
    let mut out: Vec<Told> = Vec::new();
    let mut add = |text: &str, why: String, is_title: bool| {
        let mut text = without_site(text, outlet, markup, names);
        if is_title {
            text = without_tail(&text);
        }
        if !text.is_empty() {
            out.push(Told { text, why, is_title });
        }
    };
    if let Some(linked) = linked {
        let like = |text: &str| markup.title.as_deref().map_or(0.0, |t| likeness(text, t));
        let name = linked
            .name
            .as_deref()
            .filter(|n| like(n) > 0.5 && linked.headline.as_deref().is_none_or(|h| like(h) < 0.4));
        if let Some(name) = name {
            add(name, "JSON-LD name".to_owned(), false);
        } else if let Some(text) = linked.headline.as_deref().filter(|t| t.len() < 400) {
            add(text, "JSON-LD headline".to_owned(), false);
        }
    }
    for names in NAMES {
        if let Some((name, text)) = markup.first(names) {
            add(&text, format!("meta {name}"), false);
        }
    }
    if let Some(title) = &markup.title {
        add(title, "the page's title".to_owned(), true);
    }
    mend(&mut out);
    out
}

/// Gives what the data cut short its end, where they have it whole elsewhere.
fn mend(told: &mut [Told]) {
    let all: Vec<(String, String)> = told.iter().map(|t| (letters(&t.text), t.text.clone())).collect();
    for one in told.iter_mut() {
        let cut = one.text.trim_end();
        if !(cut.ends_with('…') || cut.ends_with("...")) {
            continue;
        }
        let own = letters(cut);
        let whole =
            all.iter().find(|(all, _)| own.len() >= 12 && all.len() > own.len() && all.starts_with(&own));
        if let Some((_, whole)) = whole {
            one.text.clone_from(whole);
        }
    }
}

/// A page's title without a last part that looks like the site's name: short, after a dash, and
/// with a capital letter.
fn without_tail(title: &str) -> String {
    if let Some((at, len, _)) = last_joint(title) {
        let (head, tail) = (title.get(..at).unwrap_or("").trim(), title.get(at + len..).unwrap_or("").trim());
        let short = tail.split_whitespace().count() <= 4 && head.split_whitespace().count() >= 4;
        if short && tail.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase()) {
            return head.to_owned();
        }
    }
    title.to_owned()
}

/// Whether the data say the same as a heading, perhaps with something set off before or after it,
/// or cut short.
fn adds_to(data: &str, heading: &str) -> bool {
    let (d, h) = (letters(data), letters(heading));
    if d == h || d.is_empty() {
        return true;
    }
    let cut = data.trim_end();
    if (cut.ends_with('…') || cut.ends_with("...")) && h.starts_with(&d) {
        return true;
    }
    if h.len() < 12 || !d.contains(&h) {
        return false;
    }
    let mut sides: Vec<&str> = Vec::new();
    for (at, len) in joints(data).map(|(at, len, _)| (at, len)).chain(colons(data)) {
        sides.extend([data.get(..at), data.get(at + len..)].into_iter().flatten());
    }
    sides.iter().any(|side| letters(side) == h)
}

fn colons(text: &str) -> impl Iterator<Item = (usize, usize)> {
    [": ", " (", "（"]
        .into_iter()
        .flat_map(|sign| text.match_indices(sign))
        .map(|(at, found)| (at, found.len()))
}

/// Whether two headlines share a word of some length, or some signs where words have no spaces.
fn are_related(a: &str, b: &str) -> bool {
    let words = |t: &str| -> Vec<String> {
        t.split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.chars().count() >= 4)
            .map(str::to_lowercase)
            .collect()
    };
    let (own, other) = (words(a), words(b));
    own.iter().any(|w| other.contains(w)) || {
        let signs: Vec<char> = a.chars().filter(|c| !c.is_ascii() && c.is_alphanumeric()).collect();
        signs.windows(3).any(|w| b.contains(&w.iter().collect::<String>()))
    }
}

struct Shown {
    text: String,
    name: &'static str,
    element: Id,
    bonus: f32,
}

impl Shown {
    fn is_site(&self, outlet: Option<&str>, markup: &Markup) -> bool {
        let own = letters(&self.text);
        let host = markup.url().and_then(|u| super::site::host(&u)).map(|h| letters(&h));
        outlet.is_some_and(|o| letters(o) == own) || host.is_some_and(|h| own.len() > 3 && h.contains(&own))
    }
}

/// Headings of the page that can be its headline.
fn candidates(dom: &Dom, boxes: &Boxes) -> Vec<Shown> {
    let mut out = Vec::new();
    for id in 0..dom.len() as Id {
        let name = dom.name(id);
        let titled = match name {
            "h1" => true,
            "h2" | "h3" | "div" | "span" | "p" | "header" => {
                name == "h2"
                    || dom
                        .attribute(id, "itemprop")
                        .is_some_and(|p| p.split_whitespace().any(|p| p == "headline" || p == "name"))
                    || dom.attribute(id, "class").is_some_and(|c| c.len() < 300 && named_title(c))
            }
            _ => false,
        };
        if !titled || out.len() > 200 {
            continue;
        }
        let text = shown_text(dom, id);
        if text.is_empty() || text.len() > 400 {
            continue;
        }
        let mut bonus = if name == "h1" { 0.08 } else { 0.0 };
        if dom.attribute(id, "itemprop").is_some_and(|p| p.contains("headline")) {
            bonus += 0.05;
        }
        if boxes.is_skipped(id) {
            bonus -= 0.1;
        }
        out.push(Shown { text, name, element: id, bonus });
    }
    out
}

/// A heading's words without labels that stand in it as elements of their own.
fn shown_text(dom: &Dom, id: Id) -> String {
    let mut out = String::new();
    let mut at = id + 1;
    let end = dom.after(id);
    while at < end {
        let name = dom.name(at);
        let hidden = matches!(name, "script" | "style" | "svg" | "button" | "template" | "small")
            || dom.attribute(at, "class").is_some_and(|c| {
                split_names(c).iter().any(|w| {
                    matches!(
                        w.as_str(),
                        "hidden"
                            | "kicker"
                            | "label"
                            | "badge"
                            | "visuallyhidden"
                            | "sr"
                            | "share"
                            | "icon"
                            | "subtitle"
                            | "subheadline"
                            | "subheading"
                            | "subhead"
                            | "standfirst"
                            | "deck"
                            | "dek"
                    )
                })
            });
        if hidden {
            at = dom.after(at);
            continue;
        }
        if name.is_empty() {
            out.push_str(dom.words(at));
        } else if super::dom::is_block(name) || name == "br" {
            out.push(' ');
        }
        at += 1;
    }
    super::page::plain(&out)
}

fn named_title(class: &str) -> bool {
    let words = split_names(class);
    words.windows(2).any(|w| {
        matches!(w, [a, b] if matches!((a.as_str(), b.as_str()),
            ("article" | "story" | "post" | "entry" | "news" | "page" | "content" | "main", "title" | "headline" | "heading" | "header") | ("head", "line")))
    }) || words.iter().any(|w| matches!(w.as_str(), "headline" | "articletitle" | "posttitle" | "entrytitle" | "newstitle" | "articleheadline" | "pagetitle"))
}

pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether `text` is the end of `shown`, after a label of a few words.
fn is_tail(shown: &str, text: &str) -> bool {
    let (long, short) = (letters(shown), letters(text));
    text.split_whitespace().count() >= 4
        && long.len() > short.len()
        && long.ends_with(&short)
        && (long.len() - short.len()) * 2 < short.len()
        && !shown.trim_end_matches(|c: char| !c.is_alphanumeric()).contains(": ")
}

/// How alike two headlines are, from 0 to 1: shared words over the larger number of words.
fn likeness(a: &str, b: &str) -> f32 {
    let (la, lb) = (letters(a), letters(b));
    if la.is_empty() || lb.is_empty() {
        return 0.0;
    }
    if la == lb {
        return 1.0;
    }
    let (short, long) = if la.len() < lb.len() { (&la, &lb) } else { (&lb, &la) };
    if short.len() > 14 && long.contains(short.as_str()) {
        return 0.6 + 0.3 * short.len() as f32 / long.len() as f32;
    }
    let words = |t: &str| -> Vec<String> {
        t.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let (wa, wb) = (words(a), words(b));
    let shared = wa.iter().filter(|w| wb.contains(w)).count();
    let most = wa.len().max(wb.len());
    if most < 3 { 0.0 } else { shared as f32 / most as f32 * 0.9 }
}

/// A title without the site's name before or after it: "Ferry stays in dock | The Orvik Courier".
fn without_site(title: &str, outlet: Option<&str>, markup: &Markup, names: &[String]) -> String {
    let title = title.trim();
    let host = markup.url().and_then(|u| super::site::host(&u));
    let is_site = |part: &str| {
        // "The Orvik Courier, 3 February 2022"
        let dated = crate::date::find(part).map(|found| found.span.range());
        let (before, after) = dated
            .map_or((part, ""), |at| (part.get(..at.start).unwrap_or(""), part.get(at.end..).unwrap_or("")));
        let own = letters(before) + &letters(after);
        if own.is_empty() || names.contains(&own) {
            return true;
        }
        if outlet.is_some_and(|o| {
            let o = letters(o);
            !o.is_empty()
                && (o == own || (own.len() > 3 && own.len() < 40 && (o.contains(&own) || own.contains(&o))))
        }) {
            return true;
        }
        host.as_deref().is_some_and(|h| {
            let h: String = letters(h);
            let own = own.strip_prefix("the").unwrap_or(&own);
            own.len() > 2 && (h.contains(own) || own.contains(h.as_str()))
        })
    };
    let mut text = title.to_owned();
    let mut named = false;
    while let Some((at, len, _)) = first_joint(&text) {
        let (head, tail) = (text.get(..at).unwrap_or("").trim(), text.get(at + len..).unwrap_or("").trim());
        let before = is_site(head) || named && is_section(head);
        if tail.is_empty() || !before || tail.split_whitespace().count() < 3 {
            break;
        }
        named = true;
        text = tail.to_owned();
    }
    // Bars and arrows never belong to a headline; dashes do, unless the site's name follows, or its section and then
    // the name.
    named = false;
    while let Some((at, len, strong)) = last_joint(&text) {
        let (head, tail) = (text.get(..at).unwrap_or("").trim(), text.get(at + len..).unwrap_or("").trim());
        let short = tail.split_whitespace().count() <= 5
            && head.split_whitespace().count() > tail.split_whitespace().count();
        let is_name = is_site(tail);
        if head.is_empty() || !(is_name || (strong && short) || (named && short && is_section(tail))) {
            break;
        }
        named |= is_name;
        text = head.to_owned();
    }
    text.trim().to_owned()
}

/// Sections of papers, which stand between headline and name in titles.
fn is_section(part: &str) -> bool {
    const SECTIONS: &[&str] = &[
        "news",
        "politics",
        "world",
        "worldnews",
        "sport",
        "sports",
        "business",
        "opinion",
        "culture",
        "local",
        "localnews",
        "national",
        "international",
        "economy",
        "tech",
        "technology",
        "science",
        "health",
        "entertainment",
        "lifestyle",
        "travel",
        "article",
        "story",
        "latestnews",
        "breakingnews",
        "europe",
        "politik",
        "wirtschaft",
        "kultur",
        "nachrichten",
        "politique",
        "monde",
        "économie",
        "société",
        "política",
        "economía",
        "mundo",
        "deportes",
        "politica",
        "economia",
        "mondo",
        "cronaca",
        "nieuws",
        "gündem",
        "dünya",
        "ekonomi",
        "spor",
        "siyaset",
        "haberler",
    ];
    SECTIONS.contains(&letters(part).as_str())
}

/// Whether a part of a title, set off at its end or its beginning, is these words, and the rest
/// is longer: then they name the site.
fn ends_with_part(title: &str, words: &str) -> bool {
    let own = letters(words);
    let parts = |at: usize, len: usize| [title.get(..at), title.get(at + len..)];
    let sides = last_joint(title).map(|(at, len, _)| parts(at, len));
    let Some([Some(head), Some(tail)]) = sides else { return false };
    let (h, t) = (letters(head), letters(tail));
    (t == own && h.len() > t.len()) || (h == own && t.len() > h.len() * 2)
}

fn joints(text: &str) -> impl Iterator<Item = (usize, usize, bool)> {
    const JOINTS: &[(&str, bool)] = &[
        (" | ", true),
        (" - ", false),
        (" – ", false),
        (" — ", false),
        (" :: ", true),
        (" » ", true),
        (" › ", true),
        (" « ", true),
        (" / ", false),
        (" · ", true),
        (" • ", true),
        (" ~ ", true),
        (" -- ", false),
        (" \\ ", true),
        (" : ", false),
        (" > ", true),
        (" < ", true),
        ("|", true),
    ];
    text.char_indices().filter_map(move |(at, _)| {
        let rest = text.get(at..)?;
        JOINTS.iter().find(|(j, _)| rest.starts_with(j)).map(|(j, strong)| (at, j.len(), *strong))
    })
}

fn last_joint(text: &str) -> Option<(usize, usize, bool)> {
    joints(text).filter(|(at, _, _)| *at > 0).last()
}

fn first_joint(text: &str) -> Option<(usize, usize, bool)> {
    joints(text).next().or_else(|| text.find(": ").map(|at| (at, 2, false)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> String {
        let dom = Dom::parse(html);
        let boxes = Boxes::new(&dom);
        let markup = Markup::new(&dom);
        let outlet = super::super::site::outlet(&markup, None).map(|o| o.0);
        headline(&dom, &boxes, &markup, None, outlet.as_deref()).map_or("-".to_owned(), |h| h.text)
    }

    #[test]
    fn headings_titles_and_site_names() {
        for (html, want) in [
            (
                "<title>Ferry stays in dock | The Orvik Courier</title><h1>Ferry stays in dock</h1>",
                "Ferry stays in dock",
            ),
            (
                "<title>Ferry stays in dock | The Orvik Courier</title><h1>The Orvik Courier</h1>",
                "Ferry stays in dock",
            ),
            (
                "<title>Ferry - a story of one winter - Courier</title><meta property=og:site_name content=Courier>",
                "Ferry - a story of one winter",
            ),
            (
                "<meta property='og:title' content='Ferry stays &amp;amp; waits'><h1>Orvik</h1><h2>Ferry stays &amp; waits</h2>",
                "Ferry stays & waits",
            ),
            ("<h1>Ferry stays in dock</h1>", "Ferry stays in dock"),
            // Only the page's foot or logo tells the site's name.
            (
                "<title>The Orvik Courier | World | Ferry stays in dock</title><p>Ferry</p><footer>© 2022 The Orvik Courier</footer>",
                "Ferry stays in dock",
            ),
            (
                "<title>The Orvik Courier</title><h1><a href='/'>The Orvik Courier</a></h1><h2>Ferry stays in dock</h2>",
                "Ferry stays in dock",
            ),
            (
                "<title>Ferry stays in dock | Courier, 3 February 2022</title><a href='/'>Courier</a>",
                "Ferry stays in dock",
            ),
            (
                "<title>Ferry stays in dock until summer</title><meta property='og:title' content='Ferry stays in do…'>",
                "Ferry stays in dock until summer",
            ),
            (
                "<title>Ferry stays in dock</title><h1>Ferry stays in dock<span class='subtitle'>A second ship?</span></h1>",
                "Ferry stays in dock",
            ),
            (
                "<title>Ferry - a story - News - The Orvik Courier</title><a href='/'>The Orvik Courier</a>",
                "Ferry - a story",
            ),
            (
                "<title>Ferry stays in dock - orvikcourier.example</title><link rel=canonical href=https://www.orvikcourier.example/a>",
                "Ferry stays in dock",
            ),
            // The data name the article otherwise than the page does.
            (
                "<title>Why ferries wait</title><meta property=og:title content='The long wait of the Hafnar ferry'><h1>Ferry stays in dock</h1>",
                "The long wait of the Hafnar ferry",
            ),
            // They only add to the heading, or nothing else agrees with them.
            (
                "<title>Orvik: news</title><meta property=og:title content='Ferry stays in dock | Ida Kvam'><h1>Ferry stays in dock</h1>",
                "Ferry stays in dock",
            ),
            (
                "<title>Ferry stays in dock</title><meta property=og:title content='Latest news of Orvik'><h1>Ferry stays in dock</h1>",
                "Ferry stays in dock",
            ),
            ("<p>no heading</p>", "-"),
        ] {
            assert_eq!(read(html), want, "{html}");
        }
    }
}
