use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as Place, Tokenizer};

/// A node's place in the tree's list.
pub(crate) type Id = u32;

/// No node.
const NONE: Id = Id::MAX;

/// Deeper elements are laid beside each other: no page that people read needs more.
const DEEPEST: usize = 400;

/// More nodes than this are left out; the page's article is long past by then.
const MOST: usize = 4_000_000;

/// One element or piece of text.
#[derive(Debug)]
struct Node {
    /// Empty for a text.
    name: &'static str,
    parent: Id,
    first: Id,
    last: Id,
    next: Id,
    /// Text: range in `Dom::text`. Element: range in `Dom::attributes`.
    from: u32,
    to: u32,
}

/// A page as a flat tree in document order. Nothing here recurses.
#[derive(Debug)]
pub(crate) struct Dom {
    nodes: Vec<Node>,
    attributes: Vec<(String, String)>,
    text: String,
}

const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "keygen", "frame",
];

/// Names that the readers ask for; every other element is called "other".
const NAMES: &[&str] = &[
    "a",
    "abbr",
    "address",
    "amp-img",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "keygen",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "menu",
    "meta",
    "nav",
    "nobr",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

fn intern(name: &[u8]) -> &'static str {
    NAMES
        .binary_search_by(|known| known.as_bytes().cmp(name))
        .ok()
        .and_then(|i| NAMES.get(i))
        .map_or("other", |n| *n)
}

/// Elements whose start ends an open paragraph.
fn ends_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "table"
            | "ul"
            | "li"
            | "dd"
            | "dt"
    )
}

/// Elements that break the line: words before and after them belong to different paragraphs.
pub(crate) fn is_block(name: &str) -> bool {
    ends_paragraph(name)
        || matches!(
            name,
            "body"
                | "html"
                | "tr"
                | "td"
                | "th"
                | "tbody"
                | "thead"
                | "tfoot"
                | "caption"
                | "legend"
                | "option"
                | "summary"
                | "iframe"
                | "video"
                | "audio"
                | "form"
                | "noscript"
        )
}

impl Dom {
    /// Parses a page. Any text gives a tree.
    pub(crate) fn parse(html: &str) -> Self {
        let mut builder = Builder::new(html.len());
        {
            let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Place<()>| -> Option<()> {
                builder.event(event);
                None
            });
            emitter.naively_switch_states(true);
            let mut tokenizer = Tokenizer::new_with_emitter(html, emitter);
            for step in &mut tokenizer {
                if step.is_err() {
                    break;
                }
            }
        }
        builder.dom
    }

    /// The root, of which everything is a descendant.
    pub(crate) const ROOT: Id = 0;

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn node(&self, id: Id) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    /// An element's name in lower case; empty for a text.
    pub(crate) fn name(&self, id: Id) -> &'static str {
        self.node(id).map_or("", |n| n.name)
    }

    /// The words of a text node.
    pub(crate) fn words(&self, id: Id) -> &str {
        match self.node(id) {
            Some(n) if n.name.is_empty() => self.text.get(n.from as usize..n.to as usize).unwrap_or(""),
            _ => "",
        }
    }

    pub(crate) fn parent(&self, id: Id) -> Option<Id> {
        self.node(id).map(|n| n.parent).filter(|p| *p != NONE)
    }

    pub(crate) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let mut at = self.node(id).map_or(NONE, |n| n.first);
        std::iter::from_fn(move || {
            let now = at;
            at = self.node(now)?.next;
            Some(now)
        })
    }

    /// The node after all descendants of this one, in document order.
    pub(crate) fn after(&self, id: Id) -> Id {
        let mut at = id;
        loop {
            let Some(node) = self.node(at) else { return self.nodes.len() as Id };
            if node.next != NONE {
                return node.next;
            }
            if node.parent == NONE {
                return self.nodes.len() as Id;
            }
            at = node.parent;
        }
    }

    /// All descendants in document order, as a range of ids.
    pub(crate) fn descendants(&self, id: Id) -> std::ops::Range<Id> {
        let start = id.saturating_add(1);
        start..self.after(id).max(start)
    }

    /// The elements from the parent of `id` up to the root.
    pub(crate) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let mut at = id;
        std::iter::from_fn(move || {
            at = self.parent(at)?;
            Some(at)
        })
    }

    /// An attribute's value.
    pub(crate) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        let node = self.node(id).filter(|n| !n.name.is_empty())?;
        let all = self.attributes.get(node.from as usize..node.to as usize)?;
        all.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// All elements of a name, in document order.
    pub(crate) fn elements<'d>(&'d self, name: &'d str) -> impl Iterator<Item = Id> + 'd {
        (0..self.nodes.len() as Id).filter(move |id| self.name(*id) == name)
    }

    /// The words of a node and its descendants with white space squeezed, scripts left out.
    pub(crate) fn text(&self, id: Id) -> String {
        let mut out = String::new();
        self.append_words(id, &mut out);
        for at in self.descendants(id) {
            self.append_words(at, &mut out);
        }
        crate::draft::squeeze(&out)
    }

    fn append_words(&self, id: Id, out: &mut String) {
        if !self.name(id).is_empty() {
            if is_block(self.name(id)) || self.name(id) == "br" {
                out.push(' ');
            }
            return;
        }
        let parent = self.parent(id).map_or("", |p| self.name(p));
        if !matches!(parent, "script" | "style" | "template") {
            out.push_str(self.words(id));
        }
    }
}

struct Builder {
    dom: Dom,
    /// Open elements, the innermost last.
    open: Vec<Id>,
    pending: Option<(&'static str, u32)>,
}

impl Builder {
    fn new(size: usize) -> Self {
        let root = Node { name: "#root", parent: NONE, first: NONE, last: NONE, next: NONE, from: 0, to: 0 };
        let dom = Dom { nodes: vec![root], attributes: Vec::new(), text: String::with_capacity(size / 2) };
        Self { dom, open: vec![Dom::ROOT], pending: None }
    }

    fn event(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.pending = Some((intern(name), self.dom.attributes.len() as u32));
            }
            CallbackEvent::AttributeName { name } if self.pending.is_some() => {
                self.dom.attributes.push((String::from_utf8_lossy(name).into_owned(), String::new()));
            }
            CallbackEvent::AttributeValue { value } => {
                if let (Some(_), Some(last)) = (self.pending, self.dom.attributes.last_mut()) {
                    last.1 = String::from_utf8_lossy(value).into_owned();
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some((name, from)) = self.pending.take() {
                    self.start(name, from, self_closing);
                }
            }
            CallbackEvent::EndTag { name } => {
                self.pending = None;
                self.end(intern(name));
            }
            CallbackEvent::String { value } => self.words(value),
            _ => {}
        }
    }

    fn top(&self) -> &'static str {
        self.open.last().map_or("", |id| self.dom.name(*id))
    }

    fn append(&mut self, name: &'static str, from: u32, to: u32) -> Option<Id> {
        let id = self.dom.nodes.len();
        if id >= MOST {
            return None;
        }
        let id = id as Id;
        let parent = self.open.last().copied().unwrap_or(Dom::ROOT);
        self.dom.nodes.push(Node { name, parent, first: NONE, last: NONE, next: NONE, from, to });
        let last = self.dom.nodes.get_mut(parent as usize).map(|p| {
            let last = p.last;
            p.last = id;
            if p.first == NONE {
                p.first = id;
            }
            last
        });
        if let Some(before) = last.and_then(|l| self.dom.nodes.get_mut(l as usize)) {
            before.next = id;
        }
        Some(id)
    }

    fn start(&mut self, name: &'static str, from: u32, self_closing: bool) {
        let to = self.dom.attributes.len() as u32;
        if ends_paragraph(name) {
            self.close_before(
                "p",
                &["button", "table", "td", "th", "caption", "object", "li", "div", "section", "article"],
            );
        }
        match name {
            "li" => self.close_before("li", &["ul", "ol", "menu", "dir"]),
            "dd" | "dt" => {
                self.close_before("dd", &["dl"]);
                self.close_before("dt", &["dl"]);
            }
            "option" => self.close_before("option", &["select"]),
            "tr" => {
                self.close_before("tr", &["table"]);
            }
            "td" | "th" => {
                self.close_before("td", &["tr", "table"]);
                self.close_before("th", &["tr", "table"]);
            }
            "tbody" | "thead" | "tfoot" => {
                for row in ["tbody", "thead", "tfoot"] {
                    self.close_before(row, &["table"]);
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                if matches!(self.top(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
                    self.open.pop();
                }
            }
            "a" => self.close_before("a", &["table", "td", "div", "li", "p", "article", "section"]),
            "body" => self.close_before("head", &[]),
            _ => {}
        }
        let Some(id) = self.append(name, from, to) else { return };
        let empty = VOID.contains(&name) || (self_closing && matches!(name, "other" | "svg" | "script"));
        if !empty && self.open.len() < DEEPEST {
            self.open.push(id);
        }
    }

    /// Closes the innermost open element of a name unless one of `fences` is further in.
    fn close_before(&mut self, name: &str, fences: &[&str]) {
        for (at, id) in self.open.iter().enumerate().rev() {
            let open = self.dom.name(*id);
            if open == name {
                self.open.truncate(at.max(1));
                return;
            }
            if fences.contains(&open) {
                return;
            }
        }
    }

    fn end(&mut self, name: &'static str) {
        if VOID.contains(&name) {
            if name == "br" {
                self.append("br", 0, 0);
            }
            return;
        }
        let inline =
            !is_block(name) && !matches!(name, "table" | "other" | "script" | "style" | "head" | "title");
        for (at, id) in self.open.iter().enumerate().rev() {
            let open = self.dom.name(*id);
            if open == name {
                self.open.truncate(at.max(1));
                return;
            }
            let fence = match name {
                "table" | "body" | "html" => false,
                "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" => open == "table",
                _ => matches!(open, "td" | "th" | "table" | "body") || (inline && is_block(open)),
            };
            if fence {
                return;
            }
        }
    }

    fn words(&mut self, value: &[u8]) {
        let from = self.dom.text.len() as u32;
        self.dom.text.push_str(&String::from_utf8_lossy(value));
        let to = self.dom.text.len() as u32;
        self.append("", from, to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(html: &str) -> String {
        let dom = Dom::parse(html);
        let mut out = String::new();
        for id in dom.descendants(Dom::ROOT) {
            let depth = dom.ancestors(id).count();
            let name = dom.name(id);
            let label = if name.is_empty() { dom.words(id) } else { name };
            out.push_str(&format!("{depth}{label} "));
        }
        out.trim_end().to_owned()
    }

    #[test]
    fn names_are_sorted() {
        assert!(NAMES.is_sorted());
    }

    #[test]
    fn end_tags_may_be_missing() {
        assert_eq!(outline("<p>a<p>b<div>c</div>"), "1p 2a 1p 2b 1div 2c");
        assert_eq!(outline("<ul><li>a<li>b</ul>c"), "1ul 2li 3a 2li 3b 1c");
        assert_eq!(outline("<table><tr><td>a<td>b<tr><td>c</table>"), "1table 2tr 3td 4a 3td 4b 2tr 3td 4c");
        assert_eq!(outline("<b>a<p>c</b>d</p>"), "1b 2a 2p 3c 3d");
        assert_eq!(outline("<p>a<br>b<img>c</p>"), "1p 2a 2br 2b 2img 2c");
        assert_eq!(outline("a &amp; b"), "1a & b");
    }

    #[test]
    fn attributes_and_scripts() {
        let dom = Dom::parse("<a HREF='x&amp;y' class=z>t</a><script>if (a<b) {}</script>");
        let link = dom.elements("a").next().unwrap();
        assert_eq!(dom.attribute(link, "href"), Some("x&y"));
        assert_eq!(dom.text(Dom::ROOT), "t");
    }

    #[test]
    fn ten_thousand_nested_tags() {
        let html = format!("{}deep{}", "<div>".repeat(10_000), "</div>".repeat(10_000));
        let dom = Dom::parse(&html);
        assert_eq!(dom.text(Dom::ROOT), "deep");
        assert!(dom.ancestors(dom.len() as Id - 1).count() <= DEEPEST);
    }
}
