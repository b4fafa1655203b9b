//! What the names of classes and ids tell about the parts of a page.

/// Words of a class, id, role or test id, in lower case, split at everything but letters: the
/// name "article__related-links relatedLinks" has the words "article related links related links".
pub(crate) fn split_names(names: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut was_lower = false;
    for c in names.chars() {
        if c.is_ascii_alphabetic() {
            if c.is_ascii_uppercase() && was_lower && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            was_lower = c.is_ascii_lowercase();
            word.push(c.to_ascii_lowercase());
        } else {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            was_lower = false;
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Words that stand in the names of parts that no article has inside: always left out.
#[rustfmt::skip]
const NEVER: &[&str] = &[
    "share",
    "sharing",
    "sharebar",
    "sharetools",
    "sharethis",
    "addthis",
    "addtoany",
    "sharedaddy",
    "sociable",
    "social",
    "socials",
    "socialmedia",
    "newsletter",
    "newsletters",
    "subscribe",
    "subscription",
    "signup",
    "optin",
    "paywall",
    "promo",
    "promos",
    "promobox",
    "promotion",
    "sponsor",
    "sponsored",
    "advert",
    "adverts",
    "advertisement",
    "advertising",
    "ads",
    "adsense",
    "adsbygoogle",
    "adslot",
    "adbox",
    "adunit",
    "adwrapper",
    "outbrain",
    "taboola",
    "revcontent",
    "mgid",
    "zergnet",
    "disqus",
    "comments",
    "comment",
    "commentlist",
    "respond",
    "livefyre",
    "related",
    "relatedposts",
    "relateds",
    "relatedlinks",
    "relatedarticles",
    "relatedcontent",
    "recommended",
    "recommendation",
    "recommendations",
    "recirc",
    "recirculation",
    "readmore",
    "breadcrumb",
    "breadcrumbs",
    "pagination",
    "pager",
    "pagenav",
    "sidebar",
    "sidebars",
    "cookie",
    "cookies",
    "gdpr",
    "consent",
    "popup",
    "modal",
    "lightbox",
    "toolbar",
    "tags",
    "taglist",
    "tagcloud",
    "tagged",
    "keywords",
    "trending",
    "mostread",
    "popular",
    "mostpopular",
    "submenu",
    "navbar",
    "navigation",
    "nav",
    "skiplink",
    "masthead",
    "byline",
    "authorbox",
    "authorbio",
    "bio",
    "authorinfo",
    "contributor",
    "contributors",
    "dateline",
    "timestamp",
    "metadata",
    "postmeta",
    "entrymeta",
    "yarpp",
    "crp",
    "jetpack",
    "teaser",
    "teasers",
    "printonly",
    "noprint",
    "donate",
    "donation",
    "poll",
    "quiz",
    "vote",
    "feedback",
    "screenreader",
    "sr",
    "visuallyhidden",
    "offscreen",
    "copyright",
    "adblock",
    "audioplayer",
    "ticker",
    "carousel",
    "slider",
    "footer",
    "banner",
    "skyscraper",
    "nextprev",
    "prevnext",
    "interstitial",
    "upsell",
    "cta",
    "whatsapp",
    "telegram",
    "facebook",
    "twitter",
    "instagram",
    "linkedin",
    "pinterest",
    "flipboard",
];

/// What readers wrote, in any length.
#[rustfmt::skip]
const READERS: &[&str] = &[
    "comments", "comment", "commentlist", "disqus", "respond", "livefyre", "commentaires", "commentaire", "kommentare", "kommentar", "comentarios", "commenti",
    "yorumlar", "reacties", "forum", "opinie",
];

/// Words of names that speak of a page's plan and not of what a part holds: "layout-with-sidebar".
const PLAN: &[&str] = &[
    "layout", "grid", "page", "main", "body", "default", "single", "has", "with", "without", "no",
    "template", "theme", "full",
];

/// Pairs of words that say the same: "read also", "more stories".
#[rustfmt::skip]
const NEVER_PAIRS: &[(&str, &str)] = &[
    ("read", "also"),
    ("also", "read"),
    ("read", "more"),
    ("read", "next"),
    ("interesting", "articles"),
    ("other", "articles"),
    ("similar", "articles"),
    ("zum", "thema"),
    ("verwandte", "artikel"),
    ("weitere", "artikel"),
    ("auch", "interessant"),
    ("lire", "aussi"),
    ("voir", "aussi"),
    ("leggi", "anche"),
    ("lea", "tambien"),
    ("leer", "mas"),
    ("noticias", "relacionadas"),
    ("leia", "mais"),
    ("leia", "tambem"),
    ("veja", "tambem"),
    ("ilgili", "haber"),
    ("ilgili", "haberler"),
    ("benzer", "haberler"),
    ("czytaj", "takze"),
    ("zobacz", "takze"),
    ("lees", "ook"),
    ("lees", "meer"),
    ("les", "ogsa"),
    ("las", "mer"),
    ("more", "from"),
    ("more", "stories"),
    ("more", "news"),
    ("more", "articles"),
    ("see", "also"),
    ("most", "read"),
    ("most", "popular"),
    ("most", "viewed"),
    ("you", "may"),
    ("author", "bio"),
    ("author", "info"),
    ("author", "box"),
    ("about", "author"),
    // Shown on paper only.
    ("print", "block"),
    ("print", "only"),
    ("visible", "print"),
    ("the", "author"),
    ("author", "description"),
    ("author", "card"),
    ("author", "profile"),
    ("author", "bios"),
    ("author", "meta"),
    ("author", "name"),
    ("author", "details"),
    ("article", "meta"),
    ("post", "meta"),
    ("entry", "meta"),
    ("article", "tags"),
    ("post", "tags"),
    ("story", "tags"),
    ("topic", "list"),
    ("ad", "slot"),
    ("ad", "container"),
    ("ad", "wrapper"),
    ("ad", "unit"),
    ("ad", "break"),
    ("ad", "block"),
    ("ad", "label"),
    ("ad", "box"),
    ("ad", "text"),
    ("ad", "placeholder"),
    ("dfp", "ad"),
    ("google", "ad"),
    ("inline", "ad"),
    ("article", "ad"),
    ("mid", "ad"),
    ("sign", "up"),
    ("mailing", "list"),
    ("follow", "us"),
    ("follow", "on"),
    ("next", "article"),
    ("previous", "article"),
    ("next", "post"),
    ("prev", "post"),
    ("post", "navigation"),
    ("up", "next"),
    ("top", "stories"),
    ("latest", "news"),
    ("latest", "stories"),
    ("link", "list"),
    ("links", "list"),
    ("story", "links"),
    ("in", "other"),
    ("under", "article"),
    ("article", "footer"),
    ("post", "footer"),
    ("entry", "footer"),
    ("story", "footer"),
    ("back", "to"),
    ("fact", "box"),
    ("article", "actions"),
    ("article", "tools"),
    ("story", "tools"),
    ("page", "tools"),
    ("tool", "bar"),
    ("editors", "picks"),
    ("editor", "note"),
    ("skip", "link"),
    ("sr", "only"),
    ("read", "time"),
    ("reading", "time"),
    ("pub", "date"),
    ("publish", "date"),
    ("published", "date"),
    ("post", "date"),
    ("article", "date"),
    ("update", "date"),
    ("date", "published"),
];

/// Words in the names of the element that holds the article.
#[rustfmt::skip]
const BODY_PAIRS: &[(&str, &str)] = &[
    ("article", "body"),
    ("article", "content"),
    ("article", "text"),
    ("article", "copy"),
    ("article", "main"),
    ("article", "paragraphs"),
    ("story", "body"),
    ("story", "content"),
    ("story", "text"),
    ("story", "copy"),
    ("entry", "content"),
    ("entry", "body"),
    ("entry", "text"),
    ("post", "content"),
    ("post", "body"),
    ("post", "text"),
    ("post", "entry"),
    ("news", "content"),
    ("news", "text"),
    ("news", "body"),
    ("news", "detail"),
    ("news", "article"),
    ("body", "content"),
    ("body", "text"),
    ("body", "copy"),
    ("main", "text"),
    ("main", "content"),
    ("content", "body"),
    ("content", "text"),
    ("page", "content"),
    ("text", "body"),
    ("rich", "text"),
    ("single", "content"),
    ("single", "post"),
    ("detail", "text"),
    ("detail", "content"),
    ("detail", "body"),
    ("td", "post"),
    ("blog", "content"),
    ("artikel", "text"),
    ("haber", "metni"),
    ("haber", "detay"),
    ("texto", "noticia"),
    ("cuerpo", "noticia"),
    ("article", "section"),
    ("body", "article"),
    ("field", "body"),
    ("field", "item"),
    ("content", "article"),
    ("wysiwyg", "content"),
    ("full", "text"),
    ("article", "full"),
    ("zn", "body"),
    ("caas", "body"),
];

#[rustfmt::skip]
const BODY_WORDS: &[&str] = &[
    "articlebody",
    "articletext",
    "articlecontent",
    "articlemain",
    "storybody",
    "storytext",
    "storycontent",
    "entrycontent",
    "postcontent",
    "postbody",
    "posttext",
    "newstext",
    "newsbody",
    "newscontent",
    "maincontent",
    "bodytext",
    "bodycopy",
    "contentbody",
    "fulltext",
    "artikeltext",
    "rtejustify",
    "storycontentbody",
    "maintext",
    "textbody",
    "article",
    "story",
    "hentry",
    "prose",
    "wysiwyg",
    "richtext",
    "asset",
    "caas",
];

/// What names say of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Furniture of the page, unless it holds much of the page's text.
    Never,
    /// Furniture of the page however much it holds, unless it has the headline too.
    Always,
    /// The article's text.
    Body,
    Nothing,
}

/// Judges an element by its class, id and the like.
pub(crate) fn sign(names: &str) -> Sign {
    if names.is_empty() || names.len() > 2000 {
        return Sign::Nothing;
    }
    let mut words = split_names(names);
    // A variant of a part ("section--ads") says what stands beside it, not what it is.
    if let Some((_, variant)) = names.split_once("--") {
        let ads = ["ad", "ads", "advert", "share", "social", "sidebar", "skyscraper", "banner", "comments"];
        let named: Vec<String> = split_names(variant);
        words.retain(|w| !(ads.contains(&w.as_str()) && named.contains(w)));
    }
    let pair = |list: &[(&str, &str)]| {
        words.windows(2).any(|w| matches!(w, [a, b] if list.iter().any(|(x, y)| a == x && b == y)))
    };
    let body = pair(BODY_PAIRS);
    if body {
        return Sign::Body;
    }
    let planned = words.iter().any(|w| PLAN.contains(&w.as_str()));
    if !planned && words.iter().any(|w| READERS.contains(&w.as_str())) {
        return Sign::Always;
    }
    if planned
        && words.iter().any(|w| {
            matches!(w.as_str(), "sidebar" | "ads" | "ad" | "skyscraper" | "comments" | "comment" | "banner")
        })
    {
        return Sign::Nothing;
    }
    if words.iter().any(|w| NEVER.contains(&w.as_str())) || pair(NEVER_PAIRS) {
        return Sign::Never;
    }
    if words.iter().any(|w| BODY_WORDS.contains(&w.as_str())) { Sign::Body } else { Sign::Nothing }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_and_judged() {
        assert_eq!(
            split_names("article__related-links relatedLinks"),
            ["article", "related", "links", "related", "links"]
        );
        assert_eq!(sign("share-buttons"), Sign::Never);
        assert_eq!(sign("shareholder-news"), Sign::Nothing);
        assert_eq!(sign("ArticleBody_main"), Sign::Body);
        assert_eq!(sign("entry-content"), Sign::Body);
        assert_eq!(sign("col-md-8"), Sign::Nothing);
        assert_eq!(sign("Report__Section--Ads"), Sign::Nothing);
        assert_eq!(sign("ads--section"), Sign::Never);
    }
}
