use super::units::{Unit, units};
use super::{agency, boilerplate, caption, dateline, labels, outlet};
use crate::date;
use crate::draft::{set, set_date, shorten};
use verbatim_article::{Article, Block, BlockKind, Span};

/// What the file around the text already said.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    /// The headline is known from elsewhere: the text's first line is one only if it repeats it.
    pub headline: bool,
    /// The text is the article's body alone: no standfirst is looked for.
    pub body_only: bool,
}

/// Names each paragraph of `article.text` and takes from it what it says about headline,
/// standfirst, byline, agency, dateline and date. Fields that are set already are kept.
pub(crate) fn structure(article: &mut Article, known: Known) {
    let text = std::mem::take(&mut article.text);
    let list = units(&text);
    let mut kinds: Vec<Option<BlockKind>> = vec![None; list.len()];
    let start = head(article, &text, &list, &mut kinds, known);
    tail(article, &text, &list, &mut kinds, start);
    middle(&text, &list, &mut kinds, start);
    article.blocks.clear();
    let mut first_body = true;
    for (unit, kind) in list.iter().zip(&kinds) {
        let kind = kind.unwrap_or(BlockKind::Body);
        if kind == BlockKind::Body && first_body {
            first_body = false;
            if let Some(split) = opening(article, &text, unit.span) {
                article.blocks.extend(split);
                continue;
            }
        }
        article.blocks.push(Block { kind, span: unit.span });
    }
    copyright_line(article, &text);
    article.text = text;
}

/// How many paragraphs the head of an article can fill before its first body paragraph.
const HEAD: usize = 14;

/// Reads the head; returns the place of the first body paragraph.
fn head(
    article: &mut Article,
    text: &str,
    list: &[Unit],
    kinds: &mut [Option<BlockKind>],
    known: Known,
) -> usize {
    let mut headline_at: Option<usize> = None;
    let mut at = 0;
    while let Some(unit) = list.get(at).filter(|_| at < HEAD) {
        let words = unit.span.of(text);
        let next = list.get(at + 1..).unwrap_or_default();
        let Some(slot) = kinds.get_mut(at) else { break };
        let outlet = (headline_at.is_none() && !known.headline && !known.body_only)
            .then(|| masthead(words, text, next))
            .flatten();
        if let Some(name) = outlet {
            let why = "name over the date, above the headline";
            set(&mut article.evidence, &mut article.outlet, "outlet", name, why);
            *slot = Some(BlockKind::Boilerplate);
        } else if let Some(kind) = furniture(article, words) {
            *slot = Some(kind);
        } else if caption::is_caption(words) && !is_last(next) {
            *slot = Some(BlockKind::Caption);
        } else if repeats(article.headline.as_deref(), words) && headline_at.is_none() {
            *slot = Some(BlockKind::Headline);
            headline_at = Some(at);
        } else if headline_at.is_none() && !known.headline && is_headline(words, text, next) {
            let value = words.trim_start_matches('#').trim().trim_matches('*');
            set(&mut article.evidence, &mut article.headline, "headline", value, "first line of the text");
            *slot = Some(BlockKind::Headline);
            headline_at = Some(at);
        } else if headline_at.is_some_and(|h| h + 1 == at || article.standfirst.is_none())
            && !known.body_only
            && article.standfirst.is_none()
            && is_standfirst(words, text, next)
        {
            let value = words.trim_matches(['*', '_', '>', ' ']);
            set(
                &mut article.evidence,
                &mut article.standfirst,
                "standfirst",
                value,
                "line under the headline",
            );
            *slot = Some(BlockKind::Standfirst);
        } else {
            break;
        }
        at += 1;
    }
    at
}

/// A paper's name, with the date and then a headline below it.
fn masthead<'t>(words: &'t str, text: &str, next: &[Unit]) -> Option<&'t str> {
    let name = outlet::masthead(words)?;
    let (below, rest) = next.split_first()?;
    let line = below.span.of(text);
    let dated = date::whole_line(line, 40).is_some_and(|found| date_line(line, found.span));
    let headed = (0..rest.len().min(3)).any(|i| {
        let (words, next) = (rest.get(i).map(|unit| unit.span.of(text)), rest.get(i + 1..));
        words.zip(next).is_some_and(|(words, next)| is_headline(words, text, next))
    });
    (dated && headed).then_some(name)
}

/// The outlet, when only a copyright line in the page's own words names it.
fn copyright_line(article: &mut Article, text: &str) {
    let lines = article.blocks.iter().rev().filter(|block| block.kind == BlockKind::Boilerplate);
    let found = lines.flat_map(|block| block.span.of(text).lines()).find_map(|line| {
        outlet::copyright(line, article.agency.as_deref())
            .map(|name| (name, format!("line '{}'", shorten(line, 60))))
    });
    if let Some((name, why)) = found {
        set(&mut article.evidence, &mut article.outlet, "outlet", name, &why);
    }
}

fn is_last(next: &[Unit]) -> bool {
    next.is_empty()
}

fn repeats(headline: Option<&str>, words: &str) -> bool {
    let bare =
        |t: &str| t.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    headline.is_some_and(|h| words.len() < 500 && bare(h) == bare(words))
}

/// Takes what a line above the first paragraph says (a date, a byline, a label); whether it was
/// such a line.
pub(crate) fn take_furniture(article: &mut Article, words: &str) -> bool {
    furniture(article, words).is_some()
}

/// Lines of a head that are no words of the article: labels, dates, bylines, buttons.
fn furniture(article: &mut Article, words: &str) -> Option<BlockKind> {
    if boilerplate::is_boilerplate(words) {
        return Some(BlockKind::Boilerplate);
    }
    if words.len() <= 300
        && let Some((label, value)) = labels::label(words)
        && take_label(article, label, value, words)
    {
        return Some(match label {
            labels::Label::Headline => BlockKind::Headline,
            labels::Label::Standfirst => BlockKind::Standfirst,
            _ => BlockKind::Boilerplate,
        });
    }
    if words.len() <= 110
        && let Some(found) = date::whole_line(words, 40)
        && date_line(words, found.span)
    {
        let why = format!("line '{}'", shorten(words, 60));
        set_date(article, found, words, &why);
        // "By Odd Lien, 3 February 2022"
        let before = words.get(..found.span.range().start).unwrap_or_default();
        if let Some(name) = byline(before.trim_end_matches(|c: char| !c.is_alphanumeric())) {
            set(&mut article.evidence, &mut article.byline, "byline", name, &why);
        }
        return Some(BlockKind::Boilerplate);
    }
    if let Some(name) = byline(words) {
        set(
            &mut article.evidence,
            &mut article.byline,
            "byline",
            name,
            &format!("line '{}'", shorten(words, 60)),
        );
        return Some(BlockKind::Boilerplate);
    }
    if words.len() < 40
        && let Some(name) = agency::known(words.trim_matches(|c: char| !c.is_alphanumeric()))
    {
        set(&mut article.evidence, &mut article.agency, "agency", name, &format!("line '{words}'"));
        return Some(BlockKind::Boilerplate);
    }
    None
}

/// Takes a labelled value; says whether the line was a label at all.
pub(super) fn take_label(article: &mut Article, label: labels::Label, value: &str, line: &str) -> bool {
    use labels::Label;
    let why = format!("line '{}'", shorten(line, 60));
    let evidence = &mut article.evidence;
    match label {
        Label::Published => {
            let Some(found) = date::find(value) else { return value.is_empty() };
            set_date(article, found, value, &why);
        }
        Label::Headline => set(evidence, &mut article.headline, "headline", value, &why),
        Label::Standfirst => set(evidence, &mut article.standfirst, "standfirst", value, &why),
        Label::Byline => set(evidence, &mut article.byline, "byline", value, &why),
        Label::Outlet => set(evidence, &mut article.outlet, "outlet", value, &why),
        Label::Agency => set(evidence, &mut article.agency, "agency", value, &why),
        Label::Url => {
            if !value.contains("://") {
                return false;
            }
            set(evidence, &mut article.url, "url", value, &why);
        }
        Label::Language => {
            let code = value.trim().to_lowercase();
            if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) && article.language.is_empty()
            {
                article.language = code;
                evidence.insert("language".to_owned(), why);
            }
        }
        Label::Other => {}
    }
    true
}

/// What stands besides the date in a line of its own: weekdays, times, labels, a place.
fn date_line(words: &str, span: Span) -> bool {
    let rest = format!(
        "{} {}",
        words.get(..span.range().start).unwrap_or_default(),
        words.get(span.range().end..).unwrap_or_default()
    );
    let lower = rest.to_lowercase();
    let mut foreign = 0;
    for word in lower.split(|c: char| !c.is_alphabetic()).filter(|w| w.chars().count() > 1) {
        const TIME: &[&str] = &[
            "date",
            "published",
            "updated",
            "posted",
            "on",
            "at",
            "am",
            "pm",
            "gmt",
            "utc",
            "est",
            "edt",
            "cet",
            "bst",
            "ist",
            "pst",
            "pdt",
            "msk",
            "last",
            "first",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "mon",
            "tue",
            "wed",
            "thu",
            "fri",
            "sat",
            "sun",
            "publication",
            "modified",
            "created",
            "time",
            "uhr",
            "le",
            "à",
            "um",
            "saat",
            "tarih",
            "et",
            "pazartesi",
            "salı",
            "çarşamba",
            "perşembe",
            "cuma",
            "cumartesi",
            "pazar",
            "montag",
            "dienstag",
            "mittwoch",
            "donnerstag",
            "freitag",
            "samstag",
            "sonntag",
            "lundi",
            "mardi",
            "mercredi",
            "jeudi",
            "vendredi",
            "samedi",
            "dimanche",
            "publié",
            "mis",
            "jour",
            "stand",
            "issue",
            "edition",
            "ago",
            "tues",
            "thur",
            "thurs",
            "st",
            "nd",
            "rd",
            "th",
            "by",
            "trt",
            "tsi",
            "hours",
            "hrs",
            "local",
        ];
        if !TIME.contains(&word) {
            foreign += 1;
        }
    }
    foreign <= 2 && !words.ends_with(['.', '!', '?']) || foreign == 0
}

/// `By Jane Doe`, `By JANE DOE in Orvik`, `Jane Doe, Reuters`; not `By noon the ferry sailed.`
fn byline(words: &str) -> Option<&str> {
    if words.len() > 140 {
        return None;
    }
    let words = words.trim_matches(['*', '_', ' ']);
    let lead = words.get(..3).filter(|l| l.eq_ignore_ascii_case("by ")).map(|_| 3);
    let name = words.get(lead?..)?.trim();
    let mut count = 0;
    for word in name.split_whitespace() {
        count += 1;
        let first = word.chars().next()?;
        let small = matches!(
            word,
            "and"
                | "in"
                | "for"
                | "of"
                | "the"
                | "de"
                | "van"
                | "von"
                | "bin"
                | "al"
                | "at"
                | "&"
                | "|"
                | "-"
                | "–"
                | "from"
        );
        if !first.is_uppercase() && !small {
            return None;
        }
    }
    let sentence = name.ends_with('.') && count > 4;
    (count > 0 && count <= 16 && !sentence).then_some(name)
}

/// Ends like a sentence of running text.
fn ends_sentence(words: &str) -> bool {
    let bare = words.trim_end_matches(['"', '”', '’', '\'', ')', '»', '*', '_', ' ']);
    bare.ends_with(['.', '!', '?', '…', ':', ';', '。']) && !bare.ends_with("...")
}

fn is_headline(words: &str, text: &str, next: &[Unit]) -> bool {
    let count = words.split_whitespace().count();
    if next.is_empty() || words.len() > 260 || count > 32 {
        return false;
    }
    if words.starts_with("# ") {
        return true;
    }
    if words.starts_with(['-', '•', '*', '(', '[']) || dateline::find(words).is_some() {
        return false;
    }
    let marked =
        words.ends_with(['?', '!']) || words.ends_with(['’', '”', '"', '\'']) || words.ends_with('…');
    if words.ends_with('.') && !words.ends_with("...") && !short_form(words) {
        return false;
    }
    if ends_sentence(words) && !marked && !short_form(words) {
        return false;
    }
    // Something longer must follow that is told in sentences.
    next.iter().take(8).any(|u| {
        let later = u.span.of(text);
        later.len() > words.len() / 2 && (ends_sentence(later) || later.len() > 200)
    })
}

/// "U.S.", "Inc.", "No.": a full stop that ends no sentence.
fn short_form(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or_default();
    let inner = last.trim_end_matches('.');
    inner.contains('.') || matches!(inner, "Inc" | "Ltd" | "Co" | "Corp" | "Jr" | "Sr" | "St")
}

fn is_standfirst(words: &str, text: &str, next: &[Unit]) -> bool {
    let count = words.split_whitespace().count();
    if next.is_empty() || words.len() > 420 || !(4..=65).contains(&count) {
        return false;
    }
    if dateline::find(words).is_some() {
        return false;
    }
    if ends_sentence(words) && !short_form(words) {
        return false;
    }
    next.iter().take(4).any(|u| {
        let later = u.span.of(text);
        ends_sentence(later) && later.len() > words.len() / 2
    })
}

/// Marks what follows the last body paragraph: buttons, credits, headlines of other articles.
fn tail(article: &mut Article, text: &str, list: &[Unit], kinds: &mut [Option<BlockKind>], start: usize) {
    let body: Vec<&Unit> = list.get(start..).unwrap_or_default().iter().collect();
    let sentences = body.iter().filter(|u| ends_sentence(u.span.of(text))).count();
    // Texts without full stops (lists, verse, tables) have no telling tail.
    let told = sentences >= 2 && sentences * 3 >= body.len();
    for at in (start..list.len()).rev() {
        let (Some(unit), Some(slot)) = (list.get(at), kinds.get_mut(at)) else { break };
        let words = unit.span.of(text);
        let count = words.split_whitespace().count();
        if boilerplate::is_boilerplate(words) {
            if let Some(name) = reporting_agency(words) {
                set(
                    &mut article.evidence,
                    &mut article.agency,
                    "agency",
                    name,
                    &format!("line '{}'", shorten(words, 60)),
                );
            }
            *slot = Some(BlockKind::Boilerplate);
        } else if let Some((labels::Label::Outlet, value)) = labels::label(words)
            && credit(words).is_none()
            && let Some(name) = outlet::masthead(value)
        {
            let why = format!("last line '{}'", shorten(words, 60));
            set(&mut article.evidence, &mut article.outlet, "outlet", name, &why);
            *slot = Some(BlockKind::Boilerplate);
        } else if let Some(name) = credit(words) {
            set(
                &mut article.evidence,
                &mut article.agency,
                "agency",
                name,
                &format!("last line '{}'", shorten(words, 60)),
            );
            *slot = Some(BlockKind::Boilerplate);
        } else if caption::is_caption(words) && at > start {
            *slot = Some(BlockKind::Caption);
        } else if told
            && at > start
            && words.len() <= 160
            && count <= 25
            && !ends_sentence(words)
            && !words.starts_with(['“', '"', '«', '-', '•', '–'])
        {
            *slot = Some(BlockKind::Boilerplate);
        } else {
            break;
        }
    }
}

/// `AP`, `— Reuters`, `(TASS)`, `Source: AA` as a line of its own.
fn credit(words: &str) -> Option<&'static str> {
    if words.len() > 60 {
        return None;
    }
    let lower = words.to_lowercase();
    let name = ["source:", "sources:", "credit:", "via:", "agency:"]
        .iter()
        .find_map(|l| lower.starts_with(l).then(|| words.get(l.len()..)).flatten())
        .unwrap_or(words);
    agency::known(name.trim_matches(|c: char| !c.is_alphanumeric()))
}

fn reporting_agency(words: &str) -> Option<&'static str> {
    words
        .to_lowercase()
        .contains("(reporting by")
        .then_some("Reuters")
        .filter(|_| words.to_lowercase().contains("editing by"))
}

/// Marks buttons and captions between body paragraphs, and the lines of a list of links after
/// its heading.
fn middle(text: &str, list: &[Unit], kinds: &mut [Option<BlockKind>], start: usize) {
    let mut links = false;
    for at in start..list.len() {
        let (Some(unit), Some(slot)) = (list.get(at), kinds.get_mut(at)) else { break };
        if slot.is_some() {
            continue;
        }
        let words = unit.span.of(text);
        if boilerplate::is_boilerplate(words) {
            *slot = Some(BlockKind::Boilerplate);
            links = opens_links(words);
        } else if caption::is_caption(words) && at > start {
            *slot = Some(BlockKind::Caption);
        } else if links && words.len() < 160 && !ends_sentence(words) {
            *slot = Some(BlockKind::Boilerplate);
        } else {
            links = false;
        }
    }
}

fn opens_links(words: &str) -> bool {
    let lower = words.to_lowercase();
    [
        "read more",
        "related",
        "read also",
        "also read",
        "see also",
        "more on",
        "recommended",
        "you m",
        "most read",
        "more from",
    ]
    .iter()
    .any(|o| lower.starts_with(o))
        && words.len() < 40
}

/// The first body paragraph's own opening: a date label, then a dateline.
fn opening(article: &mut Article, text: &str, span: Span) -> Option<[Block; 2]> {
    let words = span.of(text);
    let (kind, len) = if let Some(len) = leading_date(article, words) {
        (BlockKind::Boilerplate, len)
    } else {
        let found = dateline::find(words)?;
        let why = format!("opening words '{}'", found.span.of(words).trim());
        if let Some(name) = &found.agency {
            set(&mut article.evidence, &mut article.agency, "agency", name, &why);
        }
        if (found.dateline.place.is_some() || found.dateline.date.is_some()) && article.dateline.is_none() {
            article.dateline = Some(found.dateline);
            article.evidence.insert("dateline".to_owned(), why);
        }
        (BlockKind::Dateline, found.span.len())
    };
    let middle = span.range().start + len;
    if middle >= span.range().end {
        return None;
    }
    Some([
        Block { kind, span: Span::new(span.range().start, middle) },
        Block { kind: BlockKind::Body, span: Span::new(middle, span.range().end) },
    ])
}

/// `date 2022-02-03 As a key…`: a date label that stands on the first paragraph's own line.
fn leading_date(article: &mut Article, words: &str) -> Option<usize> {
    let head_end = (0..=words.len().min(60)).rev().find(|i| words.is_char_boundary(*i))?;
    let head = words.get(..head_end)?;
    let found = date::find(head)?;
    let range = found.span.range();
    let before = head.get(..range.start)?.trim().trim_end_matches(':').to_lowercase();
    let labelled = matches!(
        before.as_str(),
        "date"
            | "published"
            | "publication date"
            | "posted"
            | "posted on"
            | "published on"
            | "tarih"
            | "datum"
    );
    if !labelled {
        return None;
    }
    let label = squeeze_label(head.get(..range.end)?);
    set_date(article, found, head, &format!("first line '{label}'"));
    let rest = words.get(range.end..)?;
    Some(range.end + (rest.len() - rest.trim_start_matches([' ', '\t', '.', ':', '|', '-', '–', '—']).len()))
}

fn squeeze_label(text: &str) -> String {
    crate::draft::squeeze(text)
}
