//! Which column or key of a table holds which field of an article.
use crate::draft::{set, set_date, shorten};
use crate::html::plain_lines;
use crate::{date, text};
use std::collections::BTreeMap;
use verbatim_article::Article;

/// A field of an article that a table can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Headline,
    Standfirst,
    Text,
    Published,
    Outlet,
    Byline,
    Agency,
    Language,
    Url,
}

const ROLES: &[(Role, &str, &[&str])] = &[
    (
        Role::Text,
        "text",
        &[
            "text",
            "body",
            "fulltext",
            "articletext",
            "articlebody",
            "bodytext",
            "maintext",
            "content",
            "article",
            "story",
            "storytext",
            "cleantext",
            "plaintext",
            "rawtext",
            "articlecontent",
            "newstext",
            "contenttext",
            "paragraphs",
            "texte",
            "texto",
            "testo",
            "inhalt",
            "metin",
            "icerik",
            "transcript",
            "message",
            "bodyhtml",
            "contenthtml",
            "html",
            "contentencoded",
            "textcontent",
            "doc",
            "document",
        ],
    ),
    (
        Role::Headline,
        "headline",
        &[
            "headline",
            "title",
            "articletitle",
            "headlinemain",
            "webtitle",
            "heading",
            "head",
            "newstitle",
            "titel",
            "titre",
            "titulo",
            "titolo",
            "baslik",
            "subject",
            "name",
            "webheadline",
            "printheadline",
        ],
    ),
    (
        Role::Standfirst,
        "standfirst",
        &[
            "standfirst",
            "subtitle",
            "subheadline",
            "summary",
            "description",
            "abstract",
            "lead",
            "leadparagraph",
            "trailtext",
            "snippet",
            "excerpt",
            "deck",
            "teaser",
            "spot",
        ],
    ),
    (
        Role::Published,
        "published",
        &[
            "published",
            "publishedat",
            "publicationdate",
            "publisheddate",
            "publishdate",
            "pubdate",
            "datepublished",
            "date",
            "webpublicationdate",
            "publishedon",
            "publishtime",
            "publishedtime",
            "datetime",
            "articledate",
            "datum",
            "fecha",
            "tarih",
            "day",
            "createdat",
            "created",
            "timestamp",
            "time",
            "seendate",
            "issuedate",
            "dateissued",
            "firstpublished",
        ],
    ),
    (
        Role::Outlet,
        "outlet",
        &[
            "outlet",
            "source",
            "publication",
            "publisher",
            "newspaper",
            "sourcename",
            "medianame",
            "media",
            "mediaoutlet",
            "sitename",
            "site",
            "journal",
            "website",
            "domain",
            "paper",
            "channel",
            "publicationtitle",
            "publicationname",
            "provider",
            "quelle",
            "kaynak",
            "newssource",
            "hostname",
        ],
    ),
    (
        Role::Byline,
        "byline",
        &[
            "byline",
            "author",
            "authors",
            "bylineoriginal",
            "writer",
            "creator",
            "journalist",
            "authorname",
            "autor",
            "auteur",
            "yazar",
        ],
    ),
    (Role::Agency, "agency", &["agency", "newsagency", "wire", "wireservice"]),
    (Role::Language, "language", &["language", "lang", "languagecode"]),
    (
        Role::Url,
        "url",
        &[
            "url",
            "link",
            "weburl",
            "articleurl",
            "sourceurl",
            "permalink",
            "canonicalurl",
            "uri",
            "shareurl",
            "href",
        ],
    ),
];

impl Role {
    pub(crate) fn name(self) -> &'static str {
        ROLES.iter().find(|(r, _, _)| *r == self).map_or("", |(_, n, _)| *n)
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        ROLES.iter().find(|(_, n, _)| *n == name).map(|(r, _, _)| *r)
    }
}

/// The role that a name speaks of, and how surely: less is surer.
fn role_of(name: &str) -> Option<(Role, usize)> {
    let plain =
        |n: &str| n.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let full = plain(name);
    let last = name.rsplit('.').next().map(plain).unwrap_or_default();
    let parent = name.rsplit('.').nth(1).map(plain).unwrap_or_default();
    for (role, _, names) in ROLES {
        if let Some(rank) = names.iter().position(|n| *n == full) {
            return Some((*role, rank));
        }
    }
    // "source.name", "author.name", "headline.main"
    if matches!(last.as_str(), "name" | "main" | "title" | "rendered" | "text" | "value")
        && !parent.is_empty()
    {
        for (role, _, names) in ROLES {
            if let Some(rank) = names.iter().position(|n| *n == parent) {
                return Some((*role, rank + 40));
            }
        }
    }
    if name.contains('.') {
        for (role, _, names) in ROLES {
            if let Some(rank) = names.iter().position(|n| *n == last) {
                return Some((*role, rank + 60));
            }
        }
    }
    None
}

/// Chooses a column for every role; `told` overrides by name.
pub(crate) fn choose(names: &[String], told: &BTreeMap<String, String>) -> BTreeMap<Role, usize> {
    let mut best: BTreeMap<Role, (usize, usize)> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        if let Some((role, rank)) = role_of(name)
            && best.get(&role).is_none_or(|(least, _)| rank < *least)
        {
            best.insert(role, (rank, at));
        }
    }
    let mut out: BTreeMap<Role, usize> = best.into_iter().map(|(role, (_, at))| (role, at)).collect();
    for (role, column) in told {
        // No column at all: the field is given up.
        if let (Some(role), true) = (Role::from_name(role), column.is_empty()) {
            out.remove(&role);
        }
        if let (Some(role), Some(at)) = (Role::from_name(role), names.iter().position(|n| n == column)) {
            out.retain(|_, taken| *taken != at);
            out.insert(role, at);
        }
    }
    out
}

/// An article from a row's cells; `None` when the row has no words to read.
pub(crate) fn article(
    roles: &BTreeMap<Role, usize>,
    names: &[String],
    cell: impl Fn(usize) -> String,
) -> Option<Article> {
    let mut article = Article::default();
    let get = |role: Role| {
        let at = *roles.get(&role)?;
        let words = cell(at);
        let empty = words.trim().is_empty()
            || matches!(words.trim(), "nan" | "NaN" | "null" | "None" | "NULL" | "NA" | "N/A");
        (!empty).then(|| (words, format!("column '{}'", names.get(at).map_or("", String::as_str))))
    };
    let body = get(Role::Text).map(|(t, _)| plain_lines(&t)).unwrap_or_default();
    for (role, slot) in [
        (Role::Headline, &mut article.headline),
        (Role::Standfirst, &mut article.standfirst),
        (Role::Byline, &mut article.byline),
        (Role::Outlet, &mut article.outlet),
        (Role::Url, &mut article.url),
    ] {
        if let Some((words, why)) = get(role) {
            set(&mut article.evidence, slot, role.name(), &crate::html::plain(&words), &why);
        }
    }
    if body.is_empty() && article.headline.is_none() && article.standfirst.is_none() {
        return None;
    }
    // A summary that only repeats how the text begins is none.
    if let Some(standfirst) = &article.standfirst {
        let head: String = standfirst.chars().take(40).collect();
        if !body.is_empty() && body.trim_start().starts_with(head.trim_end_matches(['.', '…', ' '])) {
            article.standfirst = None;
            article.evidence.remove("standfirst");
        }
    }
    if let Some((words, why)) = get(Role::Agency) {
        let name = text::known_agency(&words).map_or(words.clone(), str::to_owned);
        set(&mut article.evidence, &mut article.agency, "agency", &name, &why);
    }
    if let Some((words, why)) = get(Role::Language) {
        let code = words.trim().split(['-', '_']).next().unwrap_or("").to_lowercase();
        if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) {
            article.language = code;
            article.evidence.insert("language".to_owned(), why);
        }
    }
    if let Some((words, why)) = get(Role::Published) {
        let why = format!("{why}: '{}'", shorten(&words, 40));
        if let Some(date) = date::from_machine(&words) {
            article.published = Some(date);
            article.evidence.insert("published".to_owned(), why);
        } else if let Some(found) = date::find(&words) {
            set_date(&mut article, found, &words, &why);
        }
    }
    let headed = article.headline.is_some();
    if headed {
        crate::formats::feed::body(&mut article, &body);
    } else {
        article.text = body.trim().to_owned();
        text::structure(&mut article, text::Known::default());
    }
    Some(article)
}
