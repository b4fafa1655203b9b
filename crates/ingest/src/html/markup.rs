use super::dom::Dom;
use super::page::plain;
use std::collections::BTreeMap;

/// The page's `<meta>` values by lower-case name, property or itemprop; the first one counts.
#[derive(Debug, Default)]
pub(crate) struct Markup {
    values: BTreeMap<String, String>,
    /// The same by the letters and figures of the name alone: sites write it with all kinds of signs.
    spelled: BTreeMap<String, String>,
    pub canonical: Option<String>,
    pub title: Option<String>,
}

impl Markup {
    pub(crate) fn new(dom: &Dom) -> Self {
        let mut out = Self::default();
        for meta in dom.elements("meta") {
            let Some(content) = dom.attribute(meta, "content").or_else(|| dom.attribute(meta, "value"))
            else {
                continue;
            };
            if content.trim().is_empty() {
                continue;
            }
            for key in ["property", "name", "itemprop", "http-equiv"] {
                if let Some(names) = dom.attribute(meta, key) {
                    for name in names.split_whitespace().take(4) {
                        out.values.entry(name.to_ascii_lowercase()).or_insert_with(|| content.to_owned());
                    }
                    if names.contains(' ') {
                        out.values.entry(names.to_ascii_lowercase()).or_insert_with(|| content.to_owned());
                    }
                }
            }
        }
        for (name, value) in &out.values {
            let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
            out.spelled.entry(bare).or_insert_with(|| value.clone());
        }
        for link in dom.elements("link") {
            let rel = dom.attribute(link, "rel").unwrap_or("");
            if rel.eq_ignore_ascii_case("canonical") && out.canonical.is_none() {
                out.canonical =
                    dom.attribute(link, "href").filter(|h| h.starts_with("http")).map(str::to_owned);
            }
        }
        out.title = dom
            .elements("title")
            .map(|t| plain(&dom.children(t).map(|c| dom.words(c)).collect::<String>()))
            .find(|t| !t.is_empty());
        out
    }

    /// The first of some names that the page has: (name, value), entities resolved once more.
    pub(crate) fn first<'n>(&self, names: &[&'n str]) -> Option<(&'n str, String)> {
        names.iter().find_map(|name| {
            let value = plain(self.values.get(*name)?);
            (!value.is_empty()).then_some((*name, value))
        })
    }

    /// The value of a name, given in its letters and figures alone.
    pub(crate) fn spelled(&self, name: &str) -> Option<String> {
        let value = plain(self.spelled.get(name)?);
        (!value.is_empty()).then_some(value)
    }

    /// The page's own address.
    pub(crate) fn url(&self) -> Option<String> {
        let web = |u: &String| u.starts_with("http://") || u.starts_with("https://");
        self.canonical.clone().or_else(|| {
            self.first(&["og:url", "twitter:url", "parsely-link", "dc.identifier", "url"])
                .map(|(_, u)| u)
                .filter(web)
        })
    }
}
