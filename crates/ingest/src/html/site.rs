use super::dom::{Dom, Id};
use super::headline::letters;
use super::json_ld::Linked;
use super::markup::Markup;
use super::signs::split_names;
use crate::text::copyright;

/// The outlet's name and where the page gives it.
pub(crate) fn outlet(markup: &Markup, linked: Option<&Linked>) -> Option<(String, String)> {
    if let Some((name, value)) = markup.first(&["og:site_name"]).filter(|(_, v)| !is_address(v)) {
        return Some((value, format!("meta {name}")));
    }
    if let Some(publisher) = linked.and_then(|l| l.publisher.clone()).filter(|p| !is_address(p)) {
        return Some((publisher, "JSON-LD publisher".to_owned()));
    }
    if let Some((name, value)) = markup.first(&[
        "application-name",
        "article:publisher",
        "dc.publisher",
        "dcterms.publisher",
        "publisher",
        "copyright",
        "apple-mobile-web-app-title",
        "al:ios:app_name",
        "cre",
        "source",
        "citation_journal_title",
        "og:site",
        "twitter:app:name:iphone",
    ]) && !is_address(&value)
        && value.len() < 60
    {
        return Some((value.trim_start_matches(['©', ' ']).to_owned(), format!("meta {name}")));
    }
    let host = markup.url().and_then(|u| host(&u))?;
    Some((host, "address of the page".to_owned()))
}

/// Names that the page itself shows for its site, in letters and figures alone: its logo, links to its first page,
/// its copyright line.
pub(crate) fn shown(dom: &Dom) -> Vec<String> {
    const MOST: usize = 24;
    let mut out: Vec<String> = Vec::new();
    // A page can call all its parts logos.
    let mut left = 100;
    for id in 1..dom.len() as Id {
        let name = dom.name(id);
        let found = if name.is_empty() {
            let words = dom.words(id).trim();
            let signed = words.len() < 200 && (words.contains('©') || words.starts_with("Copyright"));
            signed.then(|| copyright(words)).flatten().map(str::to_owned)
        } else if left > 0 && dom.descendants(id).len() < 200 && is_logo(dom, id, name) {
            left -= 1;
            Some(dom.text(id)).filter(|text| !text.is_empty()).or_else(|| {
                let picture = dom.descendants(id).find(|d| dom.name(*d) == "img");
                picture.and_then(|picture| dom.attribute(picture, "alt")).map(str::to_owned)
            })
        } else {
            None
        };
        // Systems put all kinds of things into what they call a logo: a name is short.
        let found = found.filter(|text| text.split_whitespace().count() <= 5);
        if let Some(found) = found.map(|text| letters(&text)).filter(|text| (3..=60).contains(&text.len()))
            && !out.contains(&found)
        {
            out.push(found);
        }
        if out.len() >= MOST {
            break;
        }
    }
    out
}

fn is_logo(dom: &Dom, id: Id, name: &str) -> bool {
    let first_page = name == "a"
        && dom.attribute(id, "href").is_some_and(|href| matches!(href, "/" | "./" | "/index.html"));
    let class = dom.attribute(id, "class").filter(|class| class.len() < 200);
    first_page
        || matches!(name, "a" | "div" | "span" | "p" | "h1" | "h2" | "img")
            && class.is_some_and(|class| {
                let words = split_names(class);
                words.iter().any(|word| matches!(word.as_str(), "logo" | "brand" | "sitename" | "sitetitle"))
                    || words
                        .windows(2)
                        .any(|pair| matches!(pair, [a, b] if a == "site" && (b == "title" || b == "name")))
            })
}

fn is_address(value: &str) -> bool {
    value.contains("://") || value.starts_with('@') || value.starts_with("www.")
}

/// `www.paper.example` of `https://www.paper.example/a` without "www.".
pub(crate) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    host.contains('.').then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_the_page_shows() {
        let page = "<a href='/'><img alt='The Orvik Courier'></a><div class='site-title'>Courier</div><p class=x>Ferry</p>\
             <footer>© 2022 Orvik Media. All rights reserved.</footer>";
        assert_eq!(shown(&Dom::parse(page)), ["theorvikcourier", "courier", "orvikmedia"]);
    }
}
