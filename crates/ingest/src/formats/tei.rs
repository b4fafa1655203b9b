//! TEI P4 and P5: a text, or a corpus of texts.
use crate::date;
use crate::draft::{set, set_date};
use crate::xml::{Id, Xml};
use verbatim_article::Article;

pub(crate) fn read(xml: &Xml) -> Vec<Article> {
    let texts: Vec<Id> =
        xml.descendants(Xml::ROOT).filter(|id| matches!(xml.name(*id), "TEI" | "TEI.2")).collect();
    texts.into_iter().map(|id| one(xml, id)).collect()
}

fn one(xml: &Xml, id: Id) -> Article {
    let mut article = Article::default();
    let evidence = &mut article.evidence;
    let header = xml.child(id, "teiHeader").or_else(|| xml.find(id, "teiHeader")).unwrap_or(id);
    let source = xml.find(header, "sourceDesc");
    let title = xml.find(header, "titleStmt").and_then(|s| xml.child_text(s, "title"));
    if let Some(title) = title {
        set(evidence, &mut article.headline, "headline", &title, "TEI: titleStmt/title");
    }
    if let Some(author) = xml
        .find(header, "titleStmt")
        .and_then(|s| xml.child_text(s, "author"))
        .or_else(|| source.and_then(|s| xml.find(s, "author")).map(|a| xml.text(a)))
    {
        set(evidence, &mut article.byline, "byline", &author, "TEI: author");
    }
    let outlet = source.and_then(|s| {
        let journal =
            xml.all(s, "title").find(|t| matches!(xml.attribute(*t, "level"), Some("j" | "m" | "s")));
        journal.map(|t| xml.text(t))
    });
    let outlet = outlet.or_else(|| {
        source
            .and_then(|s| xml.find(s, "publisher"))
            .or_else(|| xml.find(header, "publisher"))
            .map(|p| xml.text(p))
    });
    if let Some(outlet) = outlet {
        set(evidence, &mut article.outlet, "outlet", &outlet, "TEI: source");
    }
    let dates =
        source.into_iter().chain(xml.find(header, "publicationStmt")).flat_map(|s| xml.all(s, "date"));
    for found in dates {
        let written = xml.attribute(found, "when").map_or_else(|| xml.text(found), str::to_owned);
        if let Some(day) = date::from_machine(&written) {
            article.published = Some(day);
            article.evidence.insert("published".to_owned(), "TEI: date".to_owned());
        } else if let Some(printed) = date::find(&written) {
            set_date(&mut article, printed, &written, "TEI: date");
        }
        if article.published.is_some() {
            break;
        }
    }
    let body = xml.child(id, "text").and_then(|t| xml.find(t, "body").or(Some(t)));
    let block = |n: &str| {
        matches!(
            n,
            "p" | "head"
                | "l"
                | "lg"
                | "ab"
                | "item"
                | "div"
                | "div1"
                | "div2"
                | "quote"
                | "byline"
                | "dateline"
                | "row"
                | "u"
                | "sp"
                | "figure"
                | "figDesc"
        )
    };
    let lines = body
        .map(|b| xml.paragraphs(b, block, |n| matches!(n, "fw" | "note" | "del" | "orig" | "sic")))
        .unwrap_or_default();
    super::feed::body(&mut article, &lines.join("\n"));
    article
}
