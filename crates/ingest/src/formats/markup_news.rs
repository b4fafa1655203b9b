//! NITF, NewsML 1 and NewsML-G2, the formats of news agencies.
use crate::date;
use crate::draft::{set, set_date};
use crate::text;
use crate::xml::{Id, Xml};
use verbatim_article::{Article, Dateline};

/// The items of a file: each `nitf`, `newsItem` or `NewsItem` that has words.
pub(crate) fn read(xml: &Xml) -> Vec<Article> {
    let name = |id: Id| xml.name(id);
    let mut items: Vec<Id> =
        xml.descendants(Xml::ROOT).filter(|id| matches!(name(*id), "newsItem" | "NewsItem")).collect();
    if items.is_empty() {
        items = xml.descendants(Xml::ROOT).filter(|id| matches!(name(*id), "nitf" | "newsitem")).collect();
    }
    items.into_iter().map(|id| one(xml, id)).filter(|a| !a.text.is_empty()).collect()
}

fn first(xml: &Xml, id: Id, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| xml.all(id, name).map(|f| xml.text(f)).find(|t| !t.is_empty()))
}

fn one(xml: &Xml, id: Id) -> Article {
    let mut article = Article::default();
    let evidence = &mut article.evidence;
    for (field, slot, names) in [
        ("headline", &mut article.headline, &["hl1", "headline", "HeadLine", "title"][..]),
        ("standfirst", &mut article.standfirst, &["hl2", "SubHeadLine", "abstract"]),
        ("byline", &mut article.byline, &["byline", "by", "ByLine"]),
        ("outlet", &mut article.outlet, &["distributor", "infoSource", "CopyrightHolder"]),
    ] {
        if let Some(words) = first(xml, id, names) {
            set(evidence, slot, field, &words, &format!("news markup: {}", names.first().unwrap_or(&"")));
        }
    }
    if let Some(name) =
        article.byline.as_deref().and_then(|b| b.strip_prefix("By ").or_else(|| b.strip_prefix("by ")))
    {
        article.byline = Some(name.to_owned());
    }
    for (element, attribute) in
        [("pubdata", "name"), ("provider", "literal"), ("doc.copyright", "holder"), ("provider", "qcode")]
    {
        if let Some(value) = xml.all(id, element).find_map(|e| xml.attribute(e, attribute)) {
            let value = value.rsplit(':').next().unwrap_or(value);
            set(evidence, &mut article.outlet, "outlet", value, &format!("news markup: {element}"));
        }
    }
    let provider = xml.find(id, "provider").and_then(|p| xml.find(p, "name")).map(|n| xml.text(n));
    if let Some(name) = provider {
        set(evidence, &mut article.outlet, "outlet", &name, "news markup: provider");
    }
    for credit in [
        first(xml, id, &["creditline", "CreditLine", "distributor"]),
        article.outlet.clone(),
        article.byline.clone(),
    ]
    .into_iter()
    .flatten()
    {
        if let Some(name) = text::known_agency(&credit) {
            set(&mut article.evidence, &mut article.agency, "agency", name, "news markup: credit");
        }
    }
    when(xml, id, &mut article);
    place(xml, id, &mut article);
    if let Some(code) =
        xml.all(id, "language").find_map(|l| xml.attribute(l, "tag")).or_else(|| xml.attribute(id, "lang"))
    {
        let code = code.split('-').next().unwrap_or(code).to_lowercase();
        if code.len() == 2 {
            article.language = code;
            article.evidence.insert("language".to_owned(), "news markup: language".to_owned());
        }
    }
    let body = [
        "body.content",
        "body-content",
        "inlineXML",
        "DataContent",
        "inlineData",
        "body",
        "contentSet",
        "content",
        "text",
    ]
    .iter()
    .find_map(|n| xml.find(id, n));
    let block = |n: &str| {
        matches!(
            n,
            "p" | "hl2"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "li"
                | "block"
                | "media-caption"
                | "br"
                | "div"
                | "blockquote"
                | "tr"
                | "para"
                | "hl1"
        )
    };
    let skip = |n: &str| {
        matches!(
            n,
            "media-producer"
                | "head"
                | "body.head"
                | "body.end"
                | "hedline"
                | "script"
                | "style"
                | "media-metadata"
                | "title"
        )
    };
    let lines = body.map(|b| xml.paragraphs(b, block, skip)).unwrap_or_default();
    super::feed::body(&mut article, &lines.join("\n"));
    article
}

fn when(xml: &Xml, id: Id, article: &mut Article) {
    let attribute = |element: &str, name: &str| {
        xml.all(id, element).find_map(|e| xml.attribute(e, name)).map(str::to_owned)
    };
    let found = attribute("date.release", "norm")
        .or_else(|| attribute("date.issue", "norm"))
        .or_else(|| attribute("pubdata", "date.publication"))
        .or_else(|| {
            first(
                xml,
                id,
                &[
                    "contentCreated",
                    "versionCreated",
                    "firstCreated",
                    "ThisRevisionCreated",
                    "FirstCreated",
                    "DateAndTime",
                    "DateId",
                ],
            )
        })
        .or_else(|| attribute("story.date", "norm"))
        .or_else(|| first(xml, id, &["story.date"]));
    let Some(written) = found else { return };
    if let Some(day) = date::from_machine(&written) {
        article.published = Some(day);
        article.evidence.insert("published".to_owned(), format!("news markup: '{written}'"));
    } else if let Some(printed) = date::find(&written) {
        set_date(article, printed, &written, "news markup: date");
    }
}

fn place(xml: &Xml, id: Id, article: &mut Article) {
    let Some(line) = ["dateline", "DateLine"].iter().find_map(|n| xml.find(id, n)) else { return };
    let words = match xml.find(line, "location") {
        Some(place) => xml.text(place),
        None => xml.text(line),
    };
    let day = xml.find(line, "story.date").and_then(|d| {
        xml.attribute(d, "norm").and_then(date::from_machine).or_else(|| date::from_machine(&xml.text(d)))
    });
    let found = date::find_all(&words).next();
    let place = found.map_or(words.as_str(), |f| words.get(..f.span.range().start).unwrap_or_default());
    let place = place
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '–' | '—' | '(' | ')'));
    if place.is_empty() && day.is_none() {
        return;
    }
    article.dateline = Some(Dateline {
        place: (!place.is_empty()).then(|| place.to_owned()),
        date: day.map(|d| d.to_string()),
    });
    article.evidence.insert("dateline".to_owned(), "news markup: dateline".to_owned());
}
