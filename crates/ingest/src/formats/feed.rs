//! RSS 0.9 to 2.0 and Atom: every entry is an article.
use crate::draft::{Composer, set, set_date};
use crate::html::{plain, plain_lines};
use crate::xml::{Id, Xml};
use crate::{date, text};
use verbatim_article::{Article, BlockKind};

/// The entries of a feed.
pub(crate) fn read(xml: &Xml) -> Vec<Article> {
    let channel = xml.find(Xml::ROOT, "channel").or_else(|| xml.find(Xml::ROOT, "feed")).unwrap_or(Xml::ROOT);
    let outlet = xml.child_text(channel, "title").map(|t| plain(&t)).unwrap_or_default();
    let language =
        xml.child_text(channel, "language").or_else(|| xml.attribute(channel, "lang").map(str::to_owned));
    xml.descendants(Xml::ROOT)
        .filter(|id| matches!(xml.name(*id), "item" | "entry"))
        .map(|id| entry(xml, id, &outlet, language.as_deref()))
        .collect()
}

fn entry(xml: &Xml, id: Id, outlet: &str, language: Option<&str>) -> Article {
    let mut article = Article::default();
    let get = |name: &str| {
        let child = xml.child(id, name)?;
        let words = packed(xml, child).or_else(|| xml.child_text(id, name))?;
        Some(plain(&words)).filter(|t| !t.is_empty())
    };
    let evidence = &mut article.evidence;
    if let Some(title) = get("title") {
        set(evidence, &mut article.headline, "headline", &title, "feed: title of the entry");
    }
    let source = xml
        .child(id, "source")
        .and_then(|s| xml.child_text(s, "title").or_else(|| Some(xml.text(s))))
        .map(|t| plain(&t))
        .filter(|t| !t.is_empty() && !t.starts_with("http"));
    if let Some(source) = source {
        set(evidence, &mut article.outlet, "outlet", &source, "feed: source of the entry");
    }
    set(evidence, &mut article.outlet, "outlet", outlet, "feed: its title");
    let author = xml
        .children(id)
        .filter(|c| matches!(xml.name(*c), "creator" | "author"))
        .find_map(|c| xml.child_text(c, "name").or_else(|| Some(xml.text(c)).filter(|t| !t.is_empty())));
    if let Some(author) = author {
        set(evidence, &mut article.byline, "byline", &plain(&author), "feed: author of the entry");
    }
    if let Some(url) = link(xml, id) {
        set(evidence, &mut article.url, "url", &url, "feed: link of the entry");
    }
    if let Some(code) = language.and_then(code) {
        article.language = code;
        article.evidence.insert("language".to_owned(), "feed: its language".to_owned());
    }
    for name in ["pubDate", "published", "date", "issued", "created", "updated", "modified", "pubdate"] {
        let Some(written) = get(name) else { continue };
        let why = format!("feed: {name}");
        if let Some(date) = date::from_machine(&written) {
            article.published = Some(date);
            article.evidence.insert("published".to_owned(), why);
        } else if let Some(found) = date::find(&written) {
            set_date(&mut article, found, &written, &why);
        }
        if article.published.is_some() {
            break;
        }
    }
    body(&mut article, &content(xml, id));
    article
}

fn code(language: &str) -> Option<String> {
    let code = language.trim().split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())).then_some(code)
}

fn link(xml: &Xml, id: Id) -> Option<String> {
    let links: Vec<Id> = xml.children(id).filter(|c| xml.name(*c) == "link").collect();
    let alternate = links.iter().find(|l| {
        xml.attribute(**l, "href").is_some() && matches!(xml.attribute(**l, "rel"), None | Some("alternate"))
    });
    alternate
        .or_else(|| links.iter().find(|l| xml.attribute(**l, "href").is_some()))
        .and_then(|l| xml.attribute(*l, "href").map(str::to_owned))
        .or_else(|| links.iter().map(|l| xml.text(*l)).find(|t| t.starts_with("http")))
        .or_else(|| xml.child_text(id, "guid").filter(|g| g.starts_with("http")))
}

/// Words that a feed has packed as base64 (RFC 4287, 4.1.3.3; Atom 0.3: `mode`).
fn packed(xml: &Xml, id: Id) -> Option<String> {
    let kind = xml.attribute(id, "type").unwrap_or("").to_ascii_lowercase();
    let plain =
        !kind.contains('/') || kind.starts_with("text/") || kind.contains("xml") || kind.contains("html");
    let told = xml.attribute(id, "mode").is_some_and(|mode| mode.eq_ignore_ascii_case("base64"));
    if plain && !told {
        return None;
    }
    let bytes = mail_parser::decoders::base64::base64_decode(xml.text(id).as_bytes())?;
    Some(crate::encoding::decode(&bytes, None).text).filter(|words| !words.trim().is_empty())
}

/// The fullest text that the entry has, a paragraph a line.
fn content(xml: &Xml, id: Id) -> String {
    let mut best = String::new();
    for child in xml.children(id) {
        if !matches!(
            xml.name(child),
            "encoded"
                | "content"
                | "description"
                | "summary"
                | "body"
                | "fulltext"
                | "full-text"
                | "fullitem"
                | "tagline"
                | "abstract"
        ) {
            continue;
        }
        let tagged = xml.children(child).any(|c| !xml.name(c).is_empty());
        let found = if let Some(words) = packed(xml, child) {
            plain_lines(&words)
        } else if tagged {
            let block = |n: &str| {
                matches!(
                    n,
                    "p" | "div"
                        | "br"
                        | "li"
                        | "h1"
                        | "h2"
                        | "h3"
                        | "h4"
                        | "blockquote"
                        | "figcaption"
                        | "tr"
                )
            };
            xml.paragraphs(child, block, |n| matches!(n, "script" | "style")).join("\n\n")
        } else {
            plain_lines(&xml.raw(child))
        };
        if found.len() > best.len() {
            best = found;
        }
    }
    best
}

/// Headline and text into one, with the paragraphs named.
pub(crate) fn body(article: &mut Article, words: &str) {
    let mut out = Composer::default();
    if let Some(headline) = &article.headline {
        out.push(BlockKind::Headline, headline);
    }
    if let Some(standfirst) = &article.standfirst {
        out.push(BlockKind::Standfirst, standfirst);
    }
    for line in words.lines() {
        out.push(BlockKind::Body, line);
    }
    article.text = out.text;
    let known = text::Known { headline: article.headline.is_some(), body_only: true };
    text::structure(article, known);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_a_title_of_its_own() {
        let rss = "<rss xmlns:media='m'><channel><item><media:title>On the quay</media:title><title>Ferry</title>\
            <fullitem>&lt;p&gt;It stays.&lt;/p&gt;</fullitem></item></channel></rss>";
        let found = read(&Xml::parse(rss));
        assert_eq!(found[0].headline.as_deref(), Some("Ferry"));
        assert_eq!(found[0].text, "Ferry\n\nIt stays.");
    }

    #[test]
    fn packed_words() {
        let atom = "<feed><entry><title mode='base64' type='text/html'>PGI+RmVycnk8L2I+IHN0YXlz</title>\
            <content type='application/octet-stream'>SXQgc3RheXMu</content></entry></feed>";
        let found = read(&Xml::parse(atom));
        assert_eq!(found[0].text, "Ferry stays\n\nIt stays.");
    }

    #[test]
    fn rss_and_atom() {
        let rss = "<rss><channel><title>Courier &amp; Post</title><item><title><![CDATA[Ferry &amp; dock]]></title><link>https://a.example/1</link>\
            <pubDate>Thu, 03 Feb 2022 10:00:00 GMT</pubDate><description>&lt;p&gt;It stays.&lt;/p&gt;&lt;p&gt;For long.&lt;/p&gt;</description></item>\
            <item><title>Second</title></item></channel></rss>";
        let found = read(&Xml::parse(rss));
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].headline.as_deref(), Some("Ferry & dock"));
        assert_eq!(found[0].outlet.as_deref(), Some("Courier & Post"));
        assert_eq!(found[0].published.unwrap().to_string(), "2022-02-03");
        assert_eq!(found[0].text, "Ferry & dock\n\nIt stays.\n\nFor long.");
        assert_eq!(found[0].url.as_deref(), Some("https://a.example/1"));
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Courier</title><entry><title type='html'>Ferry</title><link rel='self' href='x'/>\
            <link href='https://a.example/2'/><published>2022-02-03T01:00:00Z</published><author><name>Ida Kvam</name></author>\
            <content type='xhtml'><div><p>One.</p><p>Two.</p></div></content></entry></feed>";
        let found = read(&Xml::parse(atom));
        assert_eq!(found[0].byline.as_deref(), Some("Ida Kvam"));
        assert_eq!(found[0].url.as_deref(), Some("https://a.example/2"));
        assert_eq!(found[0].text, "Ferry\n\nOne.\n\nTwo.");
    }
}
