use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A node's place in the tree's list.
pub(crate) type Id = u32;

const NONE: Id = Id::MAX;

/// Deeper elements are laid beside each other.
const DEEPEST: usize = 300;

/// More nodes than this are left out.
const MOST: usize = 4_000_000;

/// After so many broken places the rest is given up.
const FAULTS: usize = 200;

#[derive(Debug)]
struct Node {
    /// Local name; empty for a text.
    name: String,
    text: String,
    attributes: Vec<(String, String)>,
    parent: Id,
    first: Id,
    last: Id,
    next: Id,
}

/// An XML file as a flat tree. Entities of the file's own are not expanded, so they cannot
/// explode; broken places are skipped and counted.
#[derive(Debug)]
pub(crate) struct Xml {
    nodes: Vec<Node>,
    /// Lines of the first broken place, if any.
    pub fault: Option<usize>,
}

fn local(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    // What a feed says about a picture is not what it says about the entry.
    if matches!(name.as_ref(), "media:title" | "media:content" | "image:title") {
        return name.into_owned();
    }
    name.rsplit(':').next().unwrap_or(&name).to_owned()
}

impl Xml {
    pub(crate) const ROOT: Id = 0;

    /// Parses as much as there is.
    pub(crate) fn parse(source: &str) -> Self {
        let mut xml = Self { nodes: Vec::new(), fault: None };
        xml.push(String::from("#root"), String::new(), Vec::new(), NONE);
        let mut open: Vec<Id> = vec![Self::ROOT];
        let mut base = 0usize;
        let mut faults = 0;
        'source: while let Some(rest) = source.get(base..) {
            let mut reader = Reader::from_str(rest);
            let config = reader.config_mut();
            config.check_end_names = false;
            config.allow_unmatched_ends = true;
            config.allow_dangling_amp = true;
            loop {
                match reader.read_event() {
                    Ok(Event::Eof) => break 'source,
                    Ok(event) => xml.event(event, &mut open),
                    Err(_) => {
                        faults += 1;
                        let at = base + usize::try_from(reader.error_position()).unwrap_or(0);
                        if xml.fault.is_none() {
                            let before = source.as_bytes().get(..at).unwrap_or_default();
                            xml.fault = Some(memchr::memchr_iter(b'\n', before).count() + 1);
                        }
                        if faults > FAULTS {
                            break 'source;
                        }
                        // Goes on after the bracket that could not be read.
                        let next = at.max(base) + 1;
                        let Some(skip) = source.as_bytes().get(next..).and_then(|r| memchr::memchr(b'<', r))
                        else {
                            break 'source;
                        };
                        base = next + skip;
                        continue 'source;
                    }
                }
                if xml.nodes.len() >= MOST {
                    break 'source;
                }
            }
        }
        // The file breaks off: its root was never closed.
        if xml.fault.is_none() && open.len() > 1 {
            xml.fault = Some(memchr::memchr_iter(b'\n', source.trim_end().as_bytes()).count() + 1);
        }
        xml
    }

    fn event(&mut self, event: Event<'_>, open: &mut Vec<Id>) {
        let top = open.last().copied().unwrap_or(Self::ROOT);
        match event {
            Event::Start(tag) => {
                let id = self.element(&tag, top);
                if open.len() < DEEPEST {
                    open.push(id);
                }
            }
            Event::Empty(tag) => {
                self.element(&tag, top);
            }
            Event::End(tag) => {
                let name = local(tag.name().as_ref());
                if let Some(at) = open.iter().rposition(|id| self.name(*id) == name)
                    && at > 0
                {
                    open.truncate(at);
                }
            }
            Event::Text(text) => self.words(&String::from_utf8_lossy(&text), top),
            Event::CData(text) => self.words(&String::from_utf8_lossy(&text), top),
            Event::GeneralRef(name) => {
                let words = match name.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    _ => named(&String::from_utf8_lossy(&name)),
                };
                self.words(&words, top);
            }
            _ => {}
        }
    }

    fn element(&mut self, tag: &BytesStart<'_>, parent: Id) -> Id {
        let mut attributes = Vec::new();
        for attribute in tag.attributes().with_checks(false).flatten().take(64) {
            let value = String::from_utf8_lossy(&attribute.value).into_owned();
            let value = if value.contains('&') { crate::html::plain(&value) } else { value };
            attributes.push((local(attribute.key.as_ref()), value));
        }
        self.push(local(tag.name().as_ref()), String::new(), attributes, parent)
    }

    fn words(&mut self, words: &str, parent: Id) {
        if words.is_empty() {
            return;
        }
        // Text around references arrives in pieces.
        let last = self.nodes.get(parent as usize).map_or(NONE, |p| p.last);
        if let Some(node) = self.nodes.get_mut(last as usize).filter(|n| n.name.is_empty()) {
            node.text.push_str(words);
        } else {
            self.push(String::new(), words.to_owned(), Vec::new(), parent);
        }
    }

    fn push(&mut self, name: String, text: String, attributes: Vec<(String, String)>, parent: Id) -> Id {
        let id = self.nodes.len() as Id;
        self.nodes.push(Node { name, text, attributes, parent, first: NONE, last: NONE, next: NONE });
        let before = self.nodes.get_mut(parent as usize).map(|p| {
            let last = p.last;
            p.last = id;
            if p.first == NONE {
                p.first = id;
            }
            last
        });
        if let Some(before) = before.and_then(|b| self.nodes.get_mut(b as usize)) {
            before.next = id;
        }
        id
    }

    fn node(&self, id: Id) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    /// An element's name without its prefix; empty for a text.
    pub(crate) fn name(&self, id: Id) -> &str {
        self.node(id).map_or("", |n| n.name.as_str())
    }

    /// The words of a text node.
    pub(crate) fn words_of(&self, id: Id) -> &str {
        self.node(id).map_or("", |n| n.text.as_str())
    }

    pub(crate) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        self.node(id)?.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
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

    /// The first child of a name.
    pub(crate) fn child(&self, id: Id, name: &str) -> Option<Id> {
        self.children(id).find(|c| self.name(*c) == name)
    }

    /// All descendants in document order.
    pub(crate) fn descendants(&self, id: Id) -> std::ops::Range<Id> {
        let start = id.saturating_add(1);
        let mut at = id;
        let end = loop {
            match self.node(at) {
                None => break self.nodes.len() as Id,
                Some(node) if node.next != NONE => break node.next,
                Some(node) if node.parent == NONE => break self.nodes.len() as Id,
                Some(node) => at = node.parent,
            }
        };
        start..end.max(start)
    }

    /// Descendants of a name, in document order.
    pub(crate) fn all<'x>(&'x self, id: Id, name: &'x str) -> impl Iterator<Item = Id> + 'x {
        self.descendants(id).filter(move |d| self.name(*d) == name)
    }

    /// The first descendant of a name.
    pub(crate) fn find(&self, id: Id, name: &str) -> Option<Id> {
        self.descendants(id).find(|d| self.name(*d) == name)
    }

    /// The words of an element and everything in it, as they stand.
    pub(crate) fn raw(&self, id: Id) -> String {
        self.descendants(id).map(|d| self.words_of(d)).collect()
    }

    /// The same in one line.
    pub(crate) fn text(&self, id: Id) -> String {
        crate::draft::squeeze(&self.raw(id))
    }

    /// The words of the first child of a name, if it has any.
    pub(crate) fn child_text(&self, id: Id, name: &str) -> Option<String> {
        self.children(id).filter(|c| self.name(*c) == name).map(|c| self.text(c)).find(|t| !t.is_empty())
    }

    /// The words of an element, a paragraph a line: elements that `is_block` accepts break lines.
    pub(crate) fn paragraphs(
        &self,
        id: Id,
        is_block: impl Fn(&str) -> bool,
        skip: impl Fn(&str) -> bool,
    ) -> Vec<String> {
        let mut out = Vec::new();
        let mut line = String::new();
        let close = |line: &mut String, out: &mut Vec<String>| {
            let words = crate::draft::squeeze(line);
            line.clear();
            if !words.is_empty() {
                out.push(words);
            }
        };
        let mut home = id;
        let range = self.descendants(id);
        let mut at = range.start;
        while at < range.end {
            let name = self.name(at);
            if !name.is_empty() && skip(name) {
                at = self.descendants(at).end;
                continue;
            }
            if name.is_empty() {
                let own = self.block_of(at, id, &is_block);
                if own != home {
                    close(&mut line, &mut out);
                    home = own;
                }
                line.push_str(self.words_of(at));
            } else if is_block(name) {
                close(&mut line, &mut out);
                home = at;
            }
            at += 1;
        }
        close(&mut line, &mut out);
        out
    }

    fn block_of(&self, id: Id, root: Id, is_block: &impl Fn(&str) -> bool) -> Id {
        let mut at = id;
        while let Some(parent) = self.parent(at) {
            if parent == root || is_block(self.name(parent)) {
                return parent;
            }
            at = parent;
        }
        root
    }
}

/// HTML's names, which feeds use without declaring them; an unknown one stays as written.
fn named(name: &str) -> String {
    let written = format!("&{name};");
    let shown = crate::html::plain(&written);
    match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => " ".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        _ => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_with_entities_and_faults() {
        let xml = Xml::parse("<a:r><b x='1 &amp; 2'>c &amp; d &nbsp;&#233;<![CDATA[<p>]]></b><br/></a:r>");
        let b = xml.find(Xml::ROOT, "b").unwrap();
        assert_eq!(xml.attribute(b, "x"), Some("1 & 2"));
        assert_eq!(xml.text(b), "c & d é<p>");
        let broken = Xml::parse("<r><i>one & two</i><i <broken></i><i>three</i>");
        let items: Vec<String> = broken.all(Xml::ROOT, "i").map(|i| broken.text(i)).collect();
        assert!(items.contains(&"one & two".to_owned()) && items.contains(&"three".to_owned()), "{items:?}");
    }

    #[test]
    fn bombs_stay_small() {
        let bomb = "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><r>&b;&b;</r>";
        assert_eq!(Xml::parse(bomb).text(Xml::ROOT), "&b;&b;");
        let deep = "<a>".repeat(10_000);
        assert!(Xml::parse(&deep).nodes.len() > 9_000);
    }
}
