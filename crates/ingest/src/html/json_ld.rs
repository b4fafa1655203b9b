use super::dom::Dom;
use super::headline::letters;
use serde_json::Value;
use verbatim_article::PartialDate;

/// What a page's schema.org data says about its article.
#[derive(Debug, Default, Clone)]
pub(crate) struct Linked {
    pub headline: Option<String>,
    /// The node's name, where it has a headline too: some systems put a summary there.
    pub name: Option<String>,
    pub published: Option<PartialDate>,
    /// When it was changed last.
    pub changed: Option<PartialDate>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub body: Option<String>,
    pub url: Option<String>,
    /// The type that the data gives, for the evidence.
    pub kind: String,
}

/// Reads all `application/ld+json` scripts; the node that is most an article wins.
pub(crate) fn linked(dom: &Dom) -> Option<Linked> {
    let mut best: Option<(u32, Linked)> = None;
    let mut publisher = None;
    let title = dom
        .elements("title")
        .map(|title| letters(&dom.children(title).map(|c| dom.words(c)).collect::<String>()))
        .find(|title| !title.is_empty());
    for script in dom.elements("script") {
        let json = dom.attribute(script, "type").is_some_and(|t| t.to_ascii_lowercase().contains("ld+json"));
        if !json {
            continue;
        }
        let source: String = dom.children(script).map(|c| dom.words(c)).collect();
        let Some(value) = parse(&source) else { continue };
        each_node(&value, &mut |node| {
            let rank = rank(node);
            if rank == 0 {
                let organization = types(node)
                    .any(|t| matches!(t, "Organization" | "NewsMediaOrganization" | "WebSite" | "Newspaper"));
                if organization && publisher.is_none() {
                    publisher = node.get("name").and_then(text);
                }
                return;
            }
            let found = read(node);
            let mut rank = rank + u32::from(found.published.is_some()) + u32::from(found.headline.is_some());
            // A page's data have other articles too, in lists and beside the page's own: that has the page's title.
            let own = found.headline.as_deref().or(found.name.as_deref()).map(letters).unwrap_or_default();
            if own.len() >= 12 && title.as_deref().is_some_and(|title| title.contains(&own)) {
                rank += 10;
            }
            if best.as_ref().is_none_or(|(most, _)| rank > *most) {
                best = Some((rank, found));
            }
        });
    }
    let mut linked = best.map(|(_, l)| l)?;
    if linked.publisher.is_none() {
        linked.publisher = publisher;
    }
    Some(linked)
}

/// Scripts are often not quite JSON: comments around them, line breaks within strings, commas
/// too many, entities for quotation marks.
fn parse(source: &str) -> Option<Value> {
    let mut bare = source.trim();
    for (open, close) in
        [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("/*<![CDATA[*/", "/*]]>*/"), ("<![CDATA[", "]]>")]
    {
        bare = bare.strip_prefix(open).unwrap_or(bare).trim();
        bare = bare.strip_suffix(close).unwrap_or(bare).trim();
    }
    let bare = bare.trim_end_matches(';').trim();
    if let Ok(value) = serde_json::from_str(bare) {
        return Some(value);
    }
    let mut fixed = String::with_capacity(bare.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in bare.chars() {
        if c.is_control() {
            fixed.push(' ');
            escaped = false;
            continue;
        }
        if quoted && escaped && !matches!(c, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') {
            fixed.pop();
        }
        if !quoted && matches!(c, '}' | ']') {
            let kept = fixed.trim_end().trim_end_matches(',').len();
            fixed.truncate(kept);
        }
        match c {
            '"' if !escaped => quoted = !quoted,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        fixed.push(c);
    }
    if let Ok(value) = serde_json::from_str(&fixed) {
        return Some(value);
    }
    // Several values one after the other.
    let mut all = Vec::new();
    for value in serde_json::Deserializer::from_str(&fixed).into_iter::<Value>() {
        match value {
            Ok(value) => all.push(value),
            Err(_) => break,
        }
    }
    if all.is_empty() {
        serde_json::from_str(&fixed.replace("&quot;", "\"")).ok()
    } else {
        Some(Value::Array(all))
    }
}

/// Visits every object of the data, graphs and lists included; depth is bounded by the parser.
fn each_node<'v>(value: &'v Value, visit: &mut impl FnMut(&'v Value)) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(list) => open.extend(list.iter().rev()),
            Value::Object(map) => {
                visit(value);
                for key in [
                    "@graph",
                    "mainEntity",
                    "mainEntityOfPage",
                    "itemListElement",
                    "item",
                    "hasPart",
                    "publisher",
                    "@list",
                ] {
                    if let Some(inner @ (Value::Array(_) | Value::Object(_))) = map.get(key) {
                        open.push(inner);
                    }
                }
            }
            _ => {}
        }
    }
}

fn types(node: &Value) -> impl Iterator<Item = &str> {
    let list: Vec<&str> = match node.get("@type") {
        Some(Value::String(t)) => vec![t.as_str()],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    list.into_iter().map(|t| t.rsplit(['/', ':']).next().unwrap_or(t))
}

/// How much a node is the page's article; 0 when it is none.
fn rank(node: &Value) -> u32 {
    types(node)
        .map(|t| match t {
            "NewsArticle"
            | "ReportageNewsArticle"
            | "AnalysisNewsArticle"
            | "OpinionNewsArticle"
            | "LiveBlogPosting"
            | "BackgroundNewsArticle"
            | "ReviewNewsArticle"
            | "AskPublicNewsArticle" => 40,
            "Article"
            | "BlogPosting"
            | "Report"
            | "AdvertiserContentArticle"
            | "SatiricalArticle"
            | "ScholarlyArticle"
            | "TechArticle" => 35,
            "SocialMediaPosting" | "Posting" | "CreativeWork" | "Review" | "Recipe" | "MedicalWebPage" => 20,
            "VideoObject" | "PodcastEpisode" => 8,
            "WebPage" | "ItemPage" | "AboutPage" | "QAPage" | "FAQPage" => 6,
            _ => 0,
        })
        .max()
        .unwrap_or(0)
}

fn text(value: &Value) -> Option<String> {
    let found = match value {
        Value::String(s) => s.clone(),
        Value::Array(list) => return list.iter().find_map(text),
        Value::Object(map) => return map.get("name").or_else(|| map.get("@value")).and_then(text),
        _ => return None,
    };
    let clean = super::page::plain(&found);
    (!clean.is_empty()).then_some(clean)
}

fn authors(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Array(list) => list.iter().take(20).for_each(|v| authors(v, out)),
        _ => {
            if let Some(name) = text(value).filter(|n| !n.starts_with("http") && n.len() < 200)
                && !out.contains(&name)
            {
                out.push(name);
            }
        }
    }
}

fn date(value: Option<&Value>) -> Option<PartialDate> {
    match value? {
        Value::String(s) => crate::date::from_machine(s),
        Value::Number(n) => crate::date::from_machine(&n.to_string()),
        Value::Array(list) => date(list.first()),
        Value::Object(map) => match map.get("@value") {
            Some(Value::String(s)) => crate::date::from_machine(s),
            _ => None,
        },
        _ => None,
    }
}

fn read(node: &Value) -> Linked {
    let get = |key: &str| node.get(key).and_then(text);
    let mut names = Vec::new();
    if let Some(author) = node.get("author").or_else(|| node.get("creator")) {
        authors(author, &mut names);
    }
    let page = types(node).any(|t| matches!(t, "WebPage" | "ItemPage" | "VideoObject"));
    Linked {
        headline: get("headline").or_else(|| if page { None } else { get("name") }),
        name: get("headline").and_then(|h| get("name").filter(|n| *n != h)),
        published: date(node.get("datePublished"))
            .or_else(|| date(node.get("dateCreated")))
            .or_else(|| date(node.get("uploadDate"))),
        changed: date(node.get("dateModified")).filter(|_| !page),
        authors: names,
        publisher: node.get("publisher").and_then(text),
        body: node.get("articleBody").and_then(|v| match v {
            Value::String(s) => Some(super::page::plain_lines(s)),
            _ => None,
        }),
        url: node.get("url").and_then(|v| v.as_str()).filter(|u| u.starts_with("http")).map(str::to_owned),
        kind: types(node).next().unwrap_or("Article").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Option<Linked> {
        linked(&Dom::parse(&format!("<script type='application/ld+json'>{json}</script>")))
    }

    #[test]
    fn graphs_lists_and_damage() {
        let found = of(r#"{"@graph":[{"@type":"WebSite","name":"The Orvik Courier"},{"@type":["Thing","NewsArticle"],
            "headline":"Ferry &amp; dock","datePublished":"2022-02-03T10:00:00Z","author":[{"name":"Ida Kvam"}]}]}"#)
            .unwrap();
        assert_eq!(found.headline.as_deref(), Some("Ferry & dock"));
        assert_eq!(found.published.unwrap().to_string(), "2022-02-03");
        assert_eq!(found.authors, ["Ida Kvam"]);
        assert_eq!(found.publisher.as_deref(), Some("The Orvik Courier"));
        let damaged =
            "<!-- [{\"@type\":\"NewsArticle\",\"headline\":\"A\nB\",\"datePublished\":\"2022-02-03\",},] -->";
        assert_eq!(of(damaged).unwrap().headline.as_deref(), Some("A B"));
        assert!(of("{broken").is_none());
        assert!(of(&"[".repeat(100_000)).is_none());
    }
}
