use super::boxes::Boxes;
use super::dates::{self, Found};
use super::dom::{Dom, Id};
use super::markup::Markup;
use super::{body, headline, json_ld, site};
use crate::draft::{Composer, set, set_date, shorten, squeeze};
use crate::text;
use verbatim_article::{Article, Block, BlockKind, Span};

/// What a page gave.
#[derive(Debug)]
pub(crate) struct Page {
    /// The article; without text when the page has none.
    pub article: Article,
}

/// Resolves entities that were escaped twice, and squeezes white space.
pub(crate) fn plain(text: &str) -> String {
    if !text.contains(['&', '<']) {
        return squeeze(text);
    }
    let mut current = text.to_owned();
    if current.contains('&') {
        let dom = Dom::parse(&current.replace('<', "&lt;"));
        current = dom.text(Dom::ROOT);
    }
    if current.contains('<') && current.contains('>') && looks_tagged(&current) {
        let dom = Dom::parse(&current);
        current = dom.text(Dom::ROOT);
    }
    squeeze(&current)
}

/// The same, with the lines of the text kept.
pub(crate) fn plain_lines(text: &str) -> String {
    if looks_tagged(text) || text.contains("&lt;p") {
        let once = if text.contains("&lt;p") { plain(text) } else { text.to_owned() };
        return text_of(&once);
    }
    let lines: Vec<String> = text.lines().map(plain).filter(|l| !l.is_empty()).collect();
    lines.join("\n\n")
}

fn looks_tagged(text: &str) -> bool {
    ["<p", "<br", "<div", "</", "<b>", "<i>", "<em", "<a "].iter().any(|t| text.contains(t))
}

/// All the words of some markup, a paragraph a line; for parts that are an article already.
pub(crate) fn text_of(html: &str) -> String {
    let dom = Dom::parse(html);
    let boxes = Boxes::whole(&dom);
    let lines: Vec<&str> = boxes.runs.iter().map(|r| r.text.as_str()).collect();
    lines.join("\n\n")
}

/// Reads a saved page.
pub(crate) fn read(html: &str) -> Page {
    let dom = Dom::parse(html);
    let boxes = Boxes::new(&dom);
    let markup = Markup::new(&dom);
    let linked = json_ld::linked(&dom);
    let linked = linked.as_ref();
    let mut article = Article::default();
    if let Some((name, why)) = site::outlet(&markup, linked) {
        set(&mut article.evidence, &mut article.outlet, "outlet", &name, &why);
    }
    if let Some(url) =
        markup.url().or_else(|| linked.and_then(|l| l.url.clone())).or_else(|| saved_from(html))
    {
        set(&mut article.evidence, &mut article.url, "url", &url, "address that the page gives");
    }
    let head = headline::headline(&dom, &boxes, &markup, linked, article.outlet.as_deref());
    let head_at = head.as_ref().and_then(|h| h.element);
    if let Some(head) = &head {
        set(&mut article.evidence, &mut article.headline, "headline", &head.text, &head.why);
    }
    match dates::published(&dom, &boxes, &markup, linked, head_at) {
        Some(Found::Machine(date, why)) => {
            article.published = Some(date);
            article.evidence.insert("published".to_owned(), why);
        }
        Some(Found::Words(printed, words, why)) => {
            let why = format!("{why}: '{}'", shorten(&words, 60));
            set_date(&mut article, printed, &words, &why);
        }
        None => {}
    }
    authors(&mut article, &dom, &markup, linked);
    let told = linked.and_then(|l| l.body.as_deref());
    let mut pieces = body::pieces(&dom, &boxes, told, head_at);
    let mut found = prose(&pieces);
    if found < SHORT {
        // Readability's second try: with so little text, a name may have hidden the article.
        let bare = Boxes::without_names(&dom);
        let more = body::pieces(&dom, &bare, told, head_at);
        if prose(&more) > found * 3 / 2 + 100 {
            found = prose(&more);
            pieces = more;
        }
    }
    if found == 0 {
        // A few words, none of them a paragraph: all that is shown and no link.
        let words = boxes.runs.iter().filter(|r| r.links * 2 < r.text.len() && Some(r.element) != head_at);
        let all: Vec<body::Piece> =
            words.map(|r| body::Piece { kind: BlockKind::Body, text: r.text.clone() }).collect();
        found = prose(&all);
        if found > 0 && found < SHORT {
            pieces = all;
        }
    }
    if let Some(told) = told
        && told.len() > 400
        && found * 10 < told.len() * 6
    {
        // The words are in the page's data only: the page would have shown them by script.
        pieces = told
            .lines()
            .filter(|l| !l.trim().is_empty())
            .map(|l| body::Piece { kind: BlockKind::Body, text: squeeze(l) })
            .collect();
        article.evidence.insert("text".to_owned(), "JSON-LD articleBody".to_owned());
    }
    compose(&mut article, &dom, &boxes, &markup, head.as_ref(), pieces);
    Page { article }
}

/// Reads a page that is an article and nothing else, as in a book: all its words count.
pub(crate) fn read_part(html: &str) -> Article {
    let dom = Dom::parse(html);
    let boxes = Boxes::whole(&dom);
    let markup = Markup::new(&dom);
    let mut article = Article::default();
    let heading =
        ["h1", "h2", "h3"].iter().find_map(|n| dom.elements(n).map(|h| dom.text(h)).find(|t| !t.is_empty()));
    if let Some(heading) = heading {
        set(&mut article.evidence, &mut article.headline, "headline", &heading, "first heading");
    } else if let Some(title) = &markup.title {
        set(&mut article.evidence, &mut article.headline, "headline", title, "title of the page");
    }
    let lines: Vec<&str> = boxes.runs.iter().map(|r| r.text.as_str()).collect();
    let mut words = lines.join("\n\n");
    if let Some(headline) = &article.headline
        && !lines.iter().take(6).any(|l| l == headline)
    {
        words = format!("{headline}\n\n{words}");
    }
    article.text = words;
    let known = text::Known { headline: article.headline.is_some(), body_only: true };
    text::structure(&mut article, known);
    article
}

/// Texts shorter than this many bytes are looked for once more.
const SHORT: usize = 500;

fn prose(pieces: &[body::Piece]) -> usize {
    pieces.iter().filter(|p| p.kind == BlockKind::Body).map(|p| p.text.len()).sum()
}

/// The comment that browsers put into pages that they save.
fn saved_from(html: &str) -> Option<String> {
    let head = html.get(..html.len().min(3000)).or_else(|| html.get(..1000))?;
    let at = head.find("saved from url=")?;
    let rest = head.get(at..)?;
    let from = rest.find("http")?;
    let end = rest.get(from..)?.find([' ', '-', '"', '>']).filter(|e| *e > 10)?;
    rest.get(from..from + end).map(str::to_owned)
}

fn authors(article: &mut Article, dom: &Dom, markup: &Markup, linked: Option<&json_ld::Linked>) {
    if let Some(linked) = linked.filter(|l| !l.authors.is_empty()) {
        set(
            &mut article.evidence,
            &mut article.byline,
            "byline",
            &linked.authors.join(", "),
            "JSON-LD author",
        );
    }
    if let Some((name, value)) = markup.first(&[
        "author",
        "parsely-author",
        "sailthru.author",
        "article:author",
        "byl",
        "dc.creator",
        "dcterms.creator",
        "og:article:author",
        "article:author_name",
        "cxenseparse:author",
        "twitter:data1",
    ]) && !value.starts_with("http")
        && !value.starts_with('@')
        && value.len() < 150
    {
        set(&mut article.evidence, &mut article.byline, "byline", &value, &format!("meta {name}"));
    }
    if article.byline.is_none() {
        for id in 1..dom.len() as Id {
            let author = dom.attribute(id, "rel") == Some("author")
                || dom.attribute(id, "itemprop").is_some_and(|p| p == "author" || p == "creator");
            if author && !matches!(dom.name(id), "meta" | "link") {
                let name = dom.text(id);
                if !name.is_empty() && name.len() < 120 {
                    let name = name.strip_prefix("By ").unwrap_or(&name).to_owned();
                    set(&mut article.evidence, &mut article.byline, "byline", &name, "author on the page");
                    break;
                }
            }
        }
    }
    if let Some(name) = article.byline.as_deref().and_then(text::known_agency) {
        set(&mut article.evidence, &mut article.agency, "agency", name, "byline");
    }
}

/// Elements under the headline that hold the summary.
fn standfirst(dom: &Dom, boxes: &Boxes, markup: &Markup, head: Option<Id>) -> Option<String> {
    let head = head?;
    let told = markup
        .first(&["og:description", "description", "twitter:description"])
        .map(|(_, v)| headline::letters(&v));
    for id in head..(head + 400).min(dom.len() as Id) {
        let name = dom.name(id);
        if !matches!(name, "p" | "h2" | "h3" | "h4" | "div" | "span" | "section")
            || dom.descendants(head).contains(&id)
        {
            continue;
        }
        let named = dom.attribute(id, "class").is_some_and(|c| {
            super::signs::split_names(c).iter().any(|w| {
                matches!(
                    w.as_str(),
                    "standfirst"
                        | "subtitle"
                        | "subheadline"
                        | "subhead"
                        | "deck"
                        | "dek"
                        | "subheading"
                        | "strapline"
                        | "lede"
                        | "spot"
                        | "chapeau"
                        | "vorspann"
                        | "teaser"
                        | "abstract"
                        | "sapo"
                        | "bajada"
                        | "entradilla"
                )
            })
        }) || dom
            .attribute(id, "itemprop")
            .is_some_and(|p| p == "description" || p == "alternativeHeadline");
        if !named && !matches!(name, "p" | "h2") {
            continue;
        }
        let words = dom.text(id);
        // A sentence in the header that has the headline too.
        let headed = name == "p"
            && words.len() > 60
            && words.ends_with(['.', '!', '?', '…'])
            && dom
                .ancestors(id)
                .take(3)
                .any(|a| dom.name(a) == "header" && dom.descendants(a).contains(&head));
        let letters = headline::letters(&words);
        let agrees = told.as_ref().is_some_and(|t| *t == letters);
        if (named || agrees || headed)
            && words.len() > 25
            && words.len() < 500
            && boxes.runs.iter().all(|r| r.element != id || r.links * 2 < r.text.len())
        {
            // A first paragraph that the description repeats is still a first paragraph.
            if !named && !headed && name == "p" {
                return None;
            }
            return Some(words);
        }
    }
    None
}

fn compose(
    article: &mut Article,
    dom: &Dom,
    boxes: &Boxes,
    markup: &Markup,
    head: Option<&headline::Headline>,
    pieces: Vec<body::Piece>,
) {
    let mut out = Composer::default();
    if let Some(headline) = &article.headline {
        out.push(BlockKind::Headline, headline);
    }
    let shown = head.and_then(|h| h.shown.as_deref()).map(|s| (s, headline::letters(s)));
    let headline = article.headline.as_deref().map(headline::letters);
    if let Some((words, letters)) = &shown
        && headline.as_ref() != Some(letters)
    {
        out.push(BlockKind::Headline, words);
    }
    if let Some(summary) = standfirst(dom, boxes, markup, head.and_then(|h| h.element)) {
        set(
            &mut article.evidence,
            &mut article.standfirst,
            "standfirst",
            &summary,
            "summary under the headline",
        );
        if !pieces.iter().any(|p| p.text == summary) {
            out.push(BlockKind::Standfirst, &summary);
        }
    }
    let mut first = true;
    for piece in pieces {
        let mut kind = piece.kind;
        let letters = headline::letters(&piece.text);
        if headline.as_ref() == Some(&letters) || shown.as_ref().is_some_and(|(_, s)| *s == letters) {
            continue;
        }
        if article.standfirst.as_deref() == Some(piece.text.as_str()) && first {
            kind = BlockKind::Standfirst;
        }
        if kind == BlockKind::Body && first {
            if furniture(article, &piece.text) {
                kind = BlockKind::Boilerplate;
            } else if text::is_caption(&piece.text) {
                kind = BlockKind::Caption;
            } else {
                first = false;
                opening(article, &mut out, &piece.text);
                continue;
            }
        }
        out.push(kind, &piece.text);
    }
    article.text = out.text;
    article.blocks = out.blocks;
}

/// Bylines and dates that stand above the first paragraph within the text's element.
fn furniture(article: &mut Article, words: &str) -> bool {
    text::take_furniture(article, words)
}

/// The first paragraph with its dateline, if it has one.
fn opening(article: &mut Article, out: &mut Composer, paragraph: &str) {
    let Some(found) = text::find_dateline(paragraph) else {
        out.push(BlockKind::Body, paragraph);
        return;
    };
    let why = format!("opening words '{}'", found.span.of(paragraph).trim());
    if let Some(name) = &found.agency {
        set(&mut article.evidence, &mut article.agency, "agency", name, &why);
    }
    out.push(BlockKind::Body, paragraph);
    let Some(last) = out.blocks.pop() else { return };
    let start = last.span.range().start;
    let middle = start + found.span.len();
    if middle < last.span.range().end {
        out.blocks.push(Block { kind: BlockKind::Dateline, span: Span::new(start, middle) });
        out.blocks.push(Block { kind: BlockKind::Body, span: Span::new(middle, last.span.range().end) });
    } else {
        out.blocks.push(last);
    }
    if found.dateline.place.is_some() || found.dateline.date.is_some() {
        article.dateline = Some(found.dateline);
        article.evidence.insert("dateline".to_owned(), why);
    }
}
