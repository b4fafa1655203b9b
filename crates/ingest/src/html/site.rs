use super::json_ld::Linked;
use super::markup::Markup;

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
