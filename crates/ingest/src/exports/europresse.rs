use super::record::{Record, is_date};
use crate::html::{Dom, Id};
use verbatim_article::Article;

/// Reads a page of articles saved from Europresse, or `None`.
pub(super) fn read_html(html: &str) -> Option<Vec<Article>> {
    if !html.contains("DocPublicationName") && !html.contains("titreArticle") {
        return None;
    }
    let dom = Dom::parse(html);
    let mut parts: Vec<Id> = dom.elements("article").collect();
    if parts.is_empty() {
        parts.push(Dom::ROOT);
    }
    let articles: Vec<Article> =
        parts.into_iter().filter_map(|part| one(&dom, part)).map(|r| r.article("Europresse")).collect();
    (!articles.is_empty()).then_some(articles)
}

fn has(dom: &Dom, id: Id, class: &str) -> bool {
    dom.attribute(id, "class").is_some_and(|c| c.split_whitespace().any(|c| c == class))
}

fn first(dom: &Dom, part: Id, class: &str) -> Option<Id> {
    dom.descendants(part).find(|id| has(dom, *id, class))
}

fn one(dom: &Dom, part: Id) -> Option<Record> {
    let mut out = Record::default();
    let words = |class: &str| first(dom, part, class).map(|id| dom.text(id)).filter(|t| !t.is_empty());
    out.headline =
        words("rdp__articletitle").or_else(|| words("titreArticleVisu")).or_else(|| words("titreArticle"))?;
    // "Le Courrier, no. 1234" and editions after the name.
    let outlet = words("DocPublicationName").or_else(|| words("rdp__DocPublicationName")).unwrap_or_default();
    out.outlet = clean_outlet(&outlet);
    out.standfirst = words("rdp__subtitle").unwrap_or_default();
    out.byline = words("docAuthors").or_else(|| words("sm-margin-bottomNews")).unwrap_or_default();
    let id = words("publiC-lblNodoc").unwrap_or_default();
    let header = words("DocHeader").unwrap_or_default();
    out.date = match crate::date::find(&header) {
        Some(_) => header,
        None => numbered(&id).unwrap_or(header),
    };
    let body = first(dom, part, "docOcurrContainer").or_else(|| first(dom, part, "DocText"))?;
    out.body = paragraphs(dom, body);
    Some(out)
}

fn clean_outlet(name: &str) -> String {
    let name = name.split(" - ").next().unwrap_or(name);
    let end = name.find(", no.").or_else(|| name.find(" (site web)")).unwrap_or(name.len());
    name.get(..end).unwrap_or(name).trim().to_owned()
}

/// The date in a document's number: `news·20220203·OC·0001`.
fn numbered(id: &str) -> Option<String> {
    let figures = id.split(|c: char| !c.is_ascii_digit()).find(|f| f.len() == 8)?;
    let date = crate::date::from_machine(figures)?;
    Some(date.to_string())
}

fn paragraphs(dom: &Dom, id: Id) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    for at in dom.descendants(id) {
        let name = dom.name(at);
        if name.is_empty() {
            line.push_str(dom.words(at));
        } else if matches!(name, "p" | "div" | "br" | "li" | "h1" | "h2" | "h3" | "h4" | "section") {
            out.push(crate::draft::squeeze(&line));
            out.push(String::new());
            line.clear();
        }
    }
    out.push(crate::draft::squeeze(&line));
    out
}

/// `news·20220203·OC·0001` as a line.
fn is_id(line: &str) -> bool {
    let line = line.trim();
    line.len() < 60
        && (line.starts_with("news·") || line.starts_with("news•") || line.starts_with("news."))
        && line.bytes().filter(u8::is_ascii_digit).count() >= 8
}

/// Reads a download in text form, or `None`.
pub(super) fn read(lines: &[&str]) -> Option<Vec<Article>> {
    let ends: Vec<usize> = lines.iter().enumerate().filter(|(_, l)| is_id(l)).map(|(i, _)| i).collect();
    if ends.is_empty() {
        return None;
    }
    let mut out = Vec::new();
    let mut from = 0;
    for end in ends {
        let part = lines.get(from..end).unwrap_or_default();
        let id = lines.get(end).copied().unwrap_or_default();
        from = end + 1;
        if let Some(record) = text(part, id) {
            out.push(record.article("Europresse"));
        }
    }
    (!out.is_empty()).then_some(out)
}

fn is_notice(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    [
        "© ",
        "tous droits réservés",
        "le présent document",
        "certificat émis",
        "cet article est paru dans",
        "public ©",
        "all rights reserved",
        "this document is protected",
        "certificate issued",
        "page ",
        "documents sauvegardés",
        "sommaire",
        "europresse",
        "note(s)",
        "lois et conventions",
        "this article appeared in",
        "(c) ",
    ]
    .iter()
    .any(|n| lower.starts_with(n))
}

fn text(lines: &[&str], id: &str) -> Option<Record> {
    let mut out = Record::default();
    let groups: Vec<Vec<&str>> = {
        let mut all: Vec<Vec<&str>> = vec![Vec::new()];
        // A notice that was broken at the margin goes on to the next blank line.
        let mut notice = false;
        for line in lines {
            if line.trim().is_empty() {
                all.push(Vec::new());
                notice = false;
            } else if notice || is_notice(line) {
                notice = notice || line.len() >= 60;
            } else if let Some(group) = all.last_mut() {
                group.push(line);
            }
        }
        all.into_iter().filter(|g| !g.is_empty()).collect()
    };
    let dated = |line: &str| {
        is_date(line)
            || (line.len() < 160 && crate::date::find(line).is_some() && !line.ends_with(['.', '»', '"']))
    };
    let head = groups.iter().position(|g| g.iter().any(|l| dated(l)))?;
    let all: Vec<&str> = groups.iter().take(head + 1).flatten().copied().collect();
    let at = all.iter().position(|l| dated(l))?;
    out.date = all.get(at).map_or("", |l| l.trim()).to_owned();
    out.outlet = clean_outlet(
        all.get(..at).and_then(|b| b.iter().find(|l| !l.trim().is_empty())).map_or("", |l| l.trim()),
    );
    let mut rest: Vec<String> = all.get(at + 1..)?.iter().map(|l| l.trim().to_owned()).collect();
    for group in groups.iter().skip(head + 1) {
        rest.push(String::new());
        rest.extend(group.iter().map(|l| l.trim().to_owned()));
    }
    let title = rest.iter().position(|l| !l.is_empty())?;
    out.headline = rest.get(title).cloned().unwrap_or_default();
    out.body = rest.get(title + 1..)?.to_vec();
    // A short line before the text is its author.
    if let Some(author) = out.body.iter().position(|l| !l.is_empty())
        && out.body.get(author).is_some_and(|l| {
            l.split_whitespace().count() <= 6 && l.len() < 60 && !l.ends_with(['.', '?', '!', ':'])
        })
    {
        out.byline = out.body.remove(author);
    }
    if crate::date::find(&out.date).is_none() {
        out.date = numbered(id).unwrap_or_default();
    }
    (!out.is_empty()).then_some(out)
}
