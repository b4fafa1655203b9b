use super::dom::{Dom, Id, is_block};
use super::signs::{Sign, sign};

/// A stretch of words between two line breaks of the page.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// The block element that it lies in.
    pub element: Id,
    /// Its words, white space squeezed.
    pub text: String,
    /// Bytes of the words that are links.
    pub links: usize,
}

impl Run {
    /// Share of the words that are links.
    pub(crate) fn link_share(&self) -> f32 {
        if self.text.is_empty() { 0.0 } else { self.links as f32 / self.text.len() as f32 }
    }

    /// A paragraph that reads like running text.
    pub(crate) fn is_good(&self) -> bool {
        self.text.len() >= 25 && self.links * 2 < self.text.len()
    }
}

/// The visible words of a page, and how much running text lies under each element.
#[derive(Debug)]
pub(crate) struct Boxes {
    pub runs: Vec<Run>,
    /// For each node: whether it is furniture or within some.
    pub skipped: Vec<bool>,
    /// For each node: bytes of good runs under it.
    pub weight: Vec<u32>,
    /// For each node: bytes of all runs under it.
    pub total: Vec<u32>,
    /// For each node: bytes of links under it.
    pub links: Vec<u32>,
    /// For each element: what its names say.
    pub signs: Vec<Sign>,
}

fn get<T: Copy + Default>(list: &[T], id: Id) -> T {
    list.get(id as usize).copied().unwrap_or_default()
}

impl Boxes {
    pub(crate) fn new(dom: &Dom) -> Self {
        Self::by(dom, true)
    }

    /// The same, but names of classes and ids make no furniture: for pages where they mislead.
    pub(crate) fn without_names(dom: &Dom) -> Self {
        Self::by(dom, false)
    }

    fn by(dom: &Dom, names: bool) -> Self {
        let hard = flags(dom, |id| is_hard(dom, id));
        let runs = runs(dom, &hard);
        let weight = sum(dom, &runs, |r| if r.is_good() { r.text.len() } else { 0 });
        let all = get(&weight, Dom::ROOT);
        let signs: Vec<Sign> = (0..dom.len() as Id).map(|id| element_sign(dom, id)).collect();
        let headed = heads(dom);
        let quoting = embedded(dom);
        let skipped = flags(dom, |id| {
            let share = |most: u64| u64::from(get(&weight, id)) * 100 < u64::from(all) * most;
            get(&hard, id)
                || match furniture(dom, id, &signs) {
                    Sign::Always => !get(&headed, id) || share(20),
                    Sign::Never => {
                        // No paper prints its article in an aside, however long that is.
                        share(if dom.name(id) == "aside" { 75 } else { 35 })
                            && !get(&quoting, id)
                            && (names || matches!(dom.name(id), "aside" | "form"))
                    }
                    Sign::Body | Sign::Nothing => false,
                }
        });
        let runs: Vec<Run> = runs.into_iter().filter(|r| !get(&skipped, r.element)).collect();
        let weight = sum(dom, &runs, |r| if r.is_good() { r.text.len() } else { 0 });
        let total = sum(dom, &runs, |r| r.text.len());
        let links = sum(dom, &runs, |r| r.links);
        Self { runs, skipped, weight, total, links, signs }
    }

    /// The words of markup that is an article already: nothing but scripts is left out.
    pub(crate) fn whole(dom: &Dom) -> Self {
        let hard = flags(dom, |id| matches!(dom.name(id), "script" | "style" | "template" | "svg" | "head"));
        let runs = runs(dom, &hard);
        let none = Vec::new();
        Self {
            runs,
            skipped: hard,
            weight: none.clone(),
            total: none.clone(),
            links: none,
            signs: Vec::new(),
        }
    }

    pub(crate) fn weight(&self, id: Id) -> u32 {
        get(&self.weight, id)
    }

    pub(crate) fn total(&self, id: Id) -> u32 {
        get(&self.total, id)
    }

    pub(crate) fn is_skipped(&self, id: Id) -> bool {
        get(&self.skipped, id)
    }

    pub(crate) fn sign(&self, id: Id) -> Sign {
        self.signs.get(id as usize).copied().unwrap_or(Sign::Nothing)
    }

    pub(crate) fn link_share(&self, id: Id) -> f32 {
        let total = self.total(id);
        if total == 0 { 0.0 } else { get(&self.links, id) as f32 / total as f32 }
    }
}

/// Marks nodes and everything under them.
fn flags(dom: &Dom, mark: impl Fn(Id) -> bool) -> Vec<bool> {
    let mut out: Vec<bool> = Vec::with_capacity(dom.len());
    for id in 0..dom.len() as Id {
        let above = dom.parent(id).is_some_and(|p| get(&out, p));
        out.push(above || mark(id));
    }
    out
}

/// Adds up a measure of the runs for every element that they lie in.
fn sum(dom: &Dom, runs: &[Run], measure: impl Fn(&Run) -> usize) -> Vec<u32> {
    let mut out = vec![0u32; dom.len()];
    for run in runs {
        if let Some(slot) = out.get_mut(run.element as usize) {
            *slot = slot.saturating_add(measure(run) as u32);
        }
    }
    // Parents come before their children.
    for id in (1..dom.len() as Id).rev() {
        let own = get(&out, id);
        if let Some(slot) = dom.parent(id).and_then(|p| out.get_mut(p as usize)) {
            *slot = slot.saturating_add(own);
        }
    }
    out
}

/// Nothing in these is ever shown as text of an article.
fn is_hard(dom: &Dom, id: Id) -> bool {
    let name = dom.name(id);
    if matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "button"
            | "select"
            | "iframe"
            | "textarea"
            | "input"
            | "canvas"
            | "object"
            | "head"
            | "video"
            | "audio"
            | "dialog"
            | "nav"
            | "option"
            | "map"
            | "noframes"
    ) {
        return true;
    }
    if name.is_empty() {
        return false;
    }
    if matches!(
        dom.attribute(id, "role"),
        Some(
            "navigation"
                | "search"
                | "menu"
                | "menubar"
                | "banner"
                | "dialog"
                | "alertdialog"
                | "contentinfo"
                | "toolbar"
                | "tablist"
        )
    ) {
        return true;
    }
    if matches!(name, "body" | "html" | "main" | "article") {
        return false;
    }
    dom.attribute(id, "aria-hidden") == Some("true") && !matches!(name, "p" | "div" | "section")
        || dom.attribute(id, "hidden").is_some()
        || dom.attribute(id, "style").is_some_and(|s| {
            let s: String = s.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
            s.contains("display:none") || s.contains("visibility:hidden")
        })
}

/// How surely an element is furniture.
fn furniture(dom: &Dom, id: Id, signs: &[Sign]) -> Sign {
    match dom.name(id) {
        "" | "body" | "html" | "h1" => Sign::Nothing,
        "footer" => Sign::Always,
        "aside" => Sign::Never,
        "form" | "menu" => Sign::Never,
        _ => match signs.get(id as usize) {
            Some(Sign::Always) => Sign::Always,
            Some(Sign::Never) => Sign::Never,
            _ if dom.attribute(id, "role") == Some("complementary") => Sign::Never,
            _ => Sign::Nothing,
        },
    }
}

/// Marks posts of other services that an article quotes, and the boxes around them alone.
fn embedded(dom: &Dom) -> Vec<bool> {
    let mut out = vec![false; dom.len()];
    for quote in dom.elements("blockquote") {
        let posted = dom.attribute(quote, "class").is_some_and(|c| {
            [
                "twitter-tweet",
                "twitter-video",
                "instagram-media",
                "tiktok-embed",
                "bluesky-embed",
                "mastodon-embed",
            ]
            .iter()
            .any(|n| c.contains(n))
        });
        for id in std::iter::once(quote).chain(dom.ancestors(quote).take(if posted { 3 } else { 0 })) {
            let alone = dom.descendants(id).len() <= dom.descendants(quote).len() + 12;
            if let Some(slot) = out.get_mut(id as usize).filter(|_| alone) {
                *slot = true;
            }
        }
    }
    out
}

/// Marks the elements that hold a first heading.
fn heads(dom: &Dom) -> Vec<bool> {
    let mut out = vec![false; dom.len()];
    for h1 in dom.elements("h1") {
        for id in std::iter::once(h1).chain(dom.ancestors(h1)) {
            match out.get_mut(id as usize) {
                Some(seen) if !*seen => *seen = true,
                _ => break,
            }
        }
    }
    out
}

fn element_sign(dom: &Dom, id: Id) -> Sign {
    if matches!(
        dom.name(id),
        "" | "html" | "body" | "a" | "b" | "i" | "em" | "strong" | "img" | "br" | "script" | "meta" | "link"
    ) {
        return Sign::Nothing;
    }
    if dom.attribute(id, "itemprop").is_some_and(|p| p.split_whitespace().any(|p| p == "articleBody")) {
        return Sign::Body;
    }
    if dom.attribute(id, "itemprop").is_some_and(|p| p == "author") {
        return Sign::Never;
    }
    let class = dom.attribute(id, "class").unwrap_or("");
    let own = dom.attribute(id, "id").unwrap_or("");
    let test = dom.attribute(id, "data-testid").or_else(|| dom.attribute(id, "data-component")).unwrap_or("");
    if class.is_empty() && own.is_empty() && test.is_empty() {
        return Sign::Nothing;
    }
    // One name at a time, so that no pair is made of two.
    let mut found = Sign::Nothing;
    for name in class.split_whitespace().chain(own.split_whitespace()).chain(test.split_whitespace()) {
        // What a post is filed under says nothing of what it is on the page.
        if ["category-", "tag-", "post_tag-", "has-", "no-", "with-", "section-", "is-"]
            .iter()
            .any(|p| name.starts_with(p))
        {
            continue;
        }
        match sign(name) {
            Sign::Body => return Sign::Body,
            Sign::Always => found = Sign::Always,
            Sign::Never if found == Sign::Nothing => found = Sign::Never,
            Sign::Never => {}
            Sign::Nothing => {}
        }
    }
    found
}

/// Collects the words between line breaks, outside what `skip` marks.
fn runs(dom: &Dom, skip: &[bool]) -> Vec<Run> {
    let mut out = Vec::new();
    let mut open = Open::default();
    let mut block = Dom::ROOT;
    let mut line_break = false;
    let mut id: Id = 1;
    while (id as usize) < dom.len() {
        if get(skip, id) {
            // Words before and after a hidden part belong to one paragraph if it is inline.
            if is_block(dom.name(id)) {
                open.close(block, &mut out);
            }
            id = dom.after(id);
            continue;
        }
        let name = dom.name(id);
        if name.is_empty() {
            let home = home(dom, id);
            if home != block {
                open.close(block, &mut out);
                block = home;
            }
            let words = dom.words(id);
            if !words.trim().is_empty() {
                line_break = false;
            }
            open.add(words, in_link(dom, id, home));
        } else if name == "br" {
            // Two line breaks part paragraphs, one does not.
            if line_break {
                open.close(block, &mut out);
            }
            open.add("\n", false);
            line_break = true;
        } else if is_block(name) || name == "hr" {
            open.close(block, &mut out);
            block = id;
            line_break = false;
        }
        id += 1;
    }
    open.close(block, &mut out);
    out
}

#[derive(Default)]
struct Open {
    text: String,
    links: usize,
    space: bool,
}

impl Open {
    fn add(&mut self, words: &str, link: bool) {
        let before = self.text.len();
        for c in words.chars() {
            if c.is_whitespace() {
                self.space = true;
            } else if c != '\u{AD}' && c != '\u{200B}' && c != '\u{FEFF}' {
                if self.space && !self.text.is_empty() {
                    self.text.push(' ');
                }
                self.space = false;
                self.text.push(c);
            }
        }
        if link {
            self.links += self.text.len() - before;
        }
    }

    fn close(&mut self, element: Id, out: &mut Vec<Run>) {
        if !self.text.is_empty() {
            out.push(Run { element, text: std::mem::take(&mut self.text), links: self.links });
        }
        self.links = 0;
        self.space = false;
    }
}

/// Whether an anchor leads to another page: headings often are links to themselves.
fn leads_away(dom: &Dom, a: Id) -> bool {
    dom.attribute(a, "href").map(str::trim).is_some_and(|h| {
        !h.is_empty()
            && !h.starts_with('#')
            && !h.get(..11).is_some_and(|s| s.eq_ignore_ascii_case("javascript:"))
    })
}

/// The nearest block around a node.
fn home(dom: &Dom, id: Id) -> Id {
    dom.ancestors(id).find(|a| is_block(dom.name(*a))).unwrap_or(Dom::ROOT)
}

fn in_link(dom: &Dom, id: Id, home: Id) -> bool {
    // A link may also enclose whole blocks (cards), then it lies above the home.
    let mut above = 0;
    for a in dom.ancestors(id) {
        if dom.name(a) == "a" && leads_away(dom, a) {
            return true;
        }
        if above > 0 {
            above += 1;
        }
        if a == home {
            above = 1;
        }
        if above > 4 {
            break;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_between_breaks() {
        let dom = Dom::parse(
            "<p>One <b>two</b> <a href=x>three</a></p>four<br>five<br><br>six<div>seven<nav>no</nav></div>",
        );
        let boxes = Boxes::new(&dom);
        let list: Vec<(&str, usize)> = boxes.runs.iter().map(|r| (r.text.as_str(), r.links)).collect();
        assert_eq!(list, [("One two three", 6), ("four five", 0), ("six", 0), ("seven", 0)]);
    }
}
