use super::boxes::{Boxes, Run};
use super::dom::{Dom, Id};
use super::signs::Sign;
use std::collections::{BTreeMap, BTreeSet};
use verbatim_article::BlockKind;

/// A paragraph of the article, in the page's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub kind: BlockKind,
    pub text: String,
}

/// Finds the article's paragraphs. `told` is the text that the page's own data gives for it.
///
/// The way to the container follows Readability (Arc90 2009, Mozilla): paragraphs vote for the
/// elements around them. Microdata, speaking names and the page's data come first.
pub(crate) fn pieces(dom: &Dom, boxes: &Boxes, told: Option<&str>, head: Option<Id>) -> Vec<Piece> {
    let Some(roots) = container(dom, boxes, head) else { return Vec::new() };
    let mut chosen: Vec<&Run> = boxes.runs.iter().filter(|r| within(dom, r.element, &roots)).collect();
    if let Some(told) = told {
        chosen = guided(boxes, chosen, told);
    }
    clean(dom, boxes, &with_captions(dom, boxes, chosen, head), head)
}

/// Adds the captions of pictures that stand between the headline and the end of the text but
/// outside its element.
fn with_captions<'r>(dom: &Dom, boxes: &'r Boxes, chosen: Vec<&'r Run>, head: Option<Id>) -> Vec<&'r Run> {
    let (Some(first), Some(last)) = (chosen.first(), chosen.last()) else { return chosen };
    let region = head.unwrap_or(first.element).min(first.element)..=last.element;
    let mut taken = chosen.iter().peekable();
    let mut out: Vec<&Run> = Vec::with_capacity(chosen.len());
    for run in &boxes.runs {
        if taken.peek().is_some_and(|t| std::ptr::eq(**t, run)) {
            taken.next();
            out.push(run);
        } else if region.contains(&run.element)
            && (20..600).contains(&run.text.len())
            && run.link_share() < 0.3
            && in_figcaption(dom, run.element)
        {
            out.push(run);
        }
    }
    out
}

/// Within a `figcaption`, or a named caption of a `figure`.
fn in_figcaption(dom: &Dom, id: Id) -> bool {
    let near: Vec<Id> = std::iter::once(id).chain(dom.ancestors(id).take(5)).collect();
    let linked = dom.ancestors(id).take(8).any(|a| matches!(dom.name(a), "a" | "li" | "aside" | "nav"));
    !linked && near.iter().any(|a| dom.name(*a) == "figcaption")
}

fn within(dom: &Dom, id: Id, roots: &[Id]) -> bool {
    roots.iter().any(|root| {
        let range = dom.descendants(*root);
        id == *root || range.contains(&id)
    })
}

/// The elements whose words are the article.
fn container(dom: &Dom, boxes: &Boxes, head: Option<Id>) -> Option<Vec<Id>> {
    let mut voted = vote(dom, boxes, Dom::ROOT)?;
    // On pages that append further articles, the one with the page's headline is meant.
    let own = head.and_then(|h| dom.ancestors(h).find(|a| dom.name(*a) == "article"));
    if let Some(own) = own
        && boxes.weight(own) >= 400
        && !within(dom, voted, &[own])
        && dom.ancestors(voted).chain([voted]).any(|a| dom.name(a) == "article")
        && !within(dom, own, &[voted])
    {
        voted = vote(dom, boxes, own).unwrap_or(voted);
    }
    let voted = climb(dom, boxes, voted);
    let worth = boxes.weight(voted);
    // Microdata names the text itself.
    let named = |id: Id| {
        dom.attribute(id, "itemprop").is_some_and(|p| p.split_whitespace().any(|p| p == "articleBody"))
    };
    let marked = outermost(dom, boxes, |id| named(id) && !matches!(dom.name(id), "meta" | "link"));
    let told: u32 = marked.iter().map(|id| boxes.weight(*id)).sum();
    if !marked.is_empty() && told >= 200 && u64::from(told) * 10 >= u64::from(worth) * 5 {
        return Some(marked);
    }
    let mut roots = kin(dom, boxes, voted);
    roots.push(voted);
    roots.sort_unstable();
    Some(roots)
}

/// The other parts of a text that is laid out in several boxes of one name, as "body-1" and
/// "body-2" around an advertisement: siblings of the container or of the box around it.
fn kin(dom: &Dom, boxes: &Boxes, voted: Id) -> Vec<Id> {
    let mut out = Vec::new();
    let mut at = voted;
    for _ in 0..2 {
        let stem = stem(dom, at);
        let Some(above) = dom.parent(at) else { break };
        if !stem.is_empty() && matches!(dom.name(at), "div" | "section") {
            out.extend(dom.children(above).filter(|id| {
                *id != at
                    && dom.name(*id) == dom.name(at)
                    && boxes.weight(*id) >= 100
                    && boxes.link_share(*id) < 0.25
                    && self::stem(dom, *id) == stem
                    && !dom.descendants(*id).any(|d| match dom.name(d) {
                        "h1" => true,
                        "article" => boxes.weight(d) > 200,
                        _ => false,
                    })
            }));
        }
        if !out.is_empty() || boxes.weight(at) * 5 < boxes.weight(above) {
            break;
        }
        at = above;
    }
    out
}

/// The names of an element without their figures; empty for those that each entry of a list has.
fn stem(dom: &Dom, id: Id) -> String {
    let class = dom.attribute(id, "class").unwrap_or("");
    let words = super::signs::split_names(class);
    let listed = words.iter().any(|w| {
        matches!(
            w.as_str(),
            "post"
                | "item"
                | "card"
                | "entry"
                | "teaser"
                | "comment"
                | "hentry"
                | "result"
                | "col"
                | "column"
        )
    });
    if listed { String::new() } else { words.join("-") }
}

/// Elements that fit, without those inside others that fit.
fn outermost(dom: &Dom, boxes: &Boxes, fits: impl Fn(Id) -> bool) -> Vec<Id> {
    let mut out = Vec::new();
    let mut id: Id = 1;
    while (id as usize) < dom.len() {
        if boxes.is_skipped(id) {
            id = dom.after(id);
        } else if !dom.name(id).is_empty() && fits(id) {
            out.push(id);
            id = dom.after(id);
        } else {
            id += 1;
        }
    }
    out
}

/// Every good paragraph votes for the elements around it, less the further out they are.
fn vote(dom: &Dom, boxes: &Boxes, root: Id) -> Option<Id> {
    let mut scores: BTreeMap<Id, f32> = BTreeMap::new();
    for run in
        boxes.runs.iter().filter(|r| r.is_good() && (root == Dom::ROOT || within(dom, r.element, &[root])))
    {
        let commas = run.text.matches([',', '،', '、', '，']).count() as f32;
        let score = 1.0 + commas.min(10.0) + (run.text.len() as f32 / 100.0).min(4.0);
        let leaf = matches!(
            dom.name(run.element),
            "p" | "li" | "blockquote" | "pre" | "td" | "dd" | "h2" | "h3" | "h4" | "figcaption"
        );
        let hosts = (!leaf).then_some(run.element).into_iter().chain(dom.ancestors(run.element));
        for (level, host) in hosts.take(7).enumerate() {
            if matches!(dom.name(host), "body" | "html" | "#root") && level > 1 {
                break;
            }
            let share = match level {
                0 => 1.0,
                1 => 0.6,
                n => 1.0 / (n as f32 * 2.0),
            };
            *scores.entry(host).or_insert(0.0) += score * share;
        }
    }
    let mut best: Option<(f32, Id)> = None;
    for (id, score) in scores {
        let mut score = score * (1.0 - boxes.link_share(id));
        score *= match dom.name(id) {
            "article" => 1.25,
            "main" => 1.1,
            "li" | "ul" | "ol" | "td" | "figure" | "blockquote" | "dl" => 0.7,
            _ => 1.0,
        };
        match boxes.sign(id) {
            Sign::Body => score *= 1.3,
            Sign::Never | Sign::Always => score *= 0.5,
            Sign::Nothing => {}
        }
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, id));
        }
    }
    best.map(|(_, id)| id)
}

/// Goes outwards while that brings more running text and little else.
fn climb(dom: &Dom, boxes: &Boxes, from: Id) -> Id {
    let mut at = from;
    let mut steps = 0;
    for above in dom.ancestors(from) {
        if matches!(dom.name(above), "html" | "#root") {
            break;
        }
        steps += 1;
        if steps > 8 {
            break;
        }
        let (own, more) = (boxes.weight(at), boxes.weight(above));
        let (own_total, more_total) = (boxes.total(at), boxes.total(above));
        let gain = more.saturating_sub(own);
        let gain_total = more_total.saturating_sub(own_total);
        if gain == 0 {
            continue;
        }
        // What is added must be running text itself, and enough of it to matter.
        let dense = u64::from(gain) * 10 >= u64::from(gain_total) * 7;
        let matters = u64::from(gain) * 12 >= u64::from(own);
        if dense && matters && added_like(dom, boxes, at, above) {
            at = above;
        }
    }
    at
}

/// Whether the paragraphs that a wider element adds stand beside the narrower one as parts of
/// one text, and not in a list of teasers: they have few headings and links among them.
fn added_like(dom: &Dom, boxes: &Boxes, inner: Id, outer: Id) -> bool {
    let in_article = std::iter::once(inner)
        .chain(dom.ancestors(inner))
        .take_while(|a| *a != outer)
        .any(|a| dom.name(a) == "article");
    if in_article {
        // Another article has a heading of its own, as a link or of the first order: some systems
        // call every paragraph an article.
        let headed = |id: Id| {
            dom.descendants(id).take(400).any(|d| match dom.name(d) {
                "h1" => true,
                "h2" | "h3" | "h4" => dom.descendants(d).any(|a| dom.name(a) == "a"),
                _ => false,
            })
        };
        let other = |id: &Id| {
            dom.name(*id) == "article"
                && boxes.weight(*id) > 200
                && !within(dom, inner, &[*id])
                && !within(dom, *id, &[inner])
                && headed(*id)
        };
        if dom.descendants(outer).any(|id| other(&id)) {
            return false;
        }
    }
    let (mut prose, mut teasers) = (0usize, 0usize);
    for run in
        boxes.runs.iter().filter(|r| within(dom, r.element, &[outer]) && !within(dom, r.element, &[inner]))
    {
        let name = dom.name(run.element);
        let heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "li");
        if run.links * 2 > run.text.len() || name == "h1" || (heading && run.links > 0) {
            teasers += 1;
        } else if run.text.len() >= 80 {
            prose += 1;
        }
    }
    prose > teasers * 2
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Lets the page's own text choose among the runs. The data may be cut short: then the runs
/// after its end stay.
fn guided<'r>(boxes: &'r Boxes, chosen: Vec<&'r Run>, told: &str) -> Vec<&'r Run> {
    let told = letters(told);
    if told.len() < 300 || told.len() > 1 << 20 || boxes.runs.len() > 20_000 {
        return chosen;
    }
    let hit = |run: &Run| {
        let own = letters(&run.text);
        own.len() >= 12 && told.contains(&own)
    };
    let found: BTreeSet<usize> =
        boxes.runs.iter().enumerate().filter(|(_, r)| hit(r)).map(|(i, _)| i).collect();
    let covered: usize =
        found.iter().filter_map(|i| boxes.runs.get(*i)).map(|r| letters(&r.text).len()).sum();
    if covered * 10 < told.len() * 8 {
        return chosen;
    }
    let (Some(first), Some(last)) = (found.first().copied(), found.last().copied()) else { return chosen };
    let after: usize = chosen
        .iter()
        .filter(|r| r.is_good() && r.text.len() > 80)
        .filter(|r| boxes.runs.get(last).is_some_and(|l| r.element > l.element))
        .map(|r| r.text.len())
        .sum();
    // The data is a beginning only.
    if after * 3 > covered {
        return chosen;
    }
    let mut out = Vec::new();
    for (i, run) in boxes.runs.iter().enumerate().skip(first).take(last - first + 1) {
        // Captions between paragraphs are not in the data but belong to the page's article.
        let short = letters(&run.text).len() < 12
            && told.contains(&letters(&run.text))
            && chosen.iter().any(|c| c.element == run.element);
        if found.contains(&i) || short {
            out.push(run);
        }
    }
    out
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', '»', ']', '*'])
        .ends_with(['.', '!', '?', '…', ':', ';', '。', '؟', '।'])
}

/// Leaves out the buttons and link lists within the container, and names what stays.
fn clean(dom: &Dom, boxes: &Boxes, chosen: &[&Run], head: Option<Id>) -> Vec<Piece> {
    let prose: usize = chosen.iter().filter(|r| dom.name(r.element) == "p").map(|r| r.text.len()).sum();
    let all: usize = chosen.iter().map(|r| r.text.len()).sum();
    let in_paragraphs = prose * 10 >= all * 7;
    let mut out: Vec<Piece> = Vec::new();
    let mut seen: BTreeMap<&str, Option<Id>> = BTreeMap::new();
    for run in chosen {
        let name = dom.name(run.element);
        let kind =
            if is_caption(dom, run.element, run.text.len()) { BlockKind::Caption } else { BlockKind::Body };
        let heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        let linked = run.link_share();
        if kind == BlockKind::Body {
            let list = dom
                .ancestors(run.element)
                .take(3)
                .find(|a| matches!(dom.name(*a), "ul" | "ol" | "table" | "tbody"))
                .map_or(0.0, |l| boxes.link_share(l));
            let dropped = match name {
                "p" => linked > 0.8 && (run.text.len() < 160 || linked > 0.95) && !ends_sentence(&run.text),
                "li" | "td" | "th" | "dd" | "dt" | "tr" => {
                    (linked > 0.5 && list > 0.5) || (linked > 0.9 && list > 0.2)
                }
                // A heading of the text may be a link; one in a list of articles has its like around it.
                "pre" => linked > 0.5,
                _ if heading => linked > 0.8 && !stands_in_text(dom, boxes, run.element),
                _ => linked > 0.5 || (in_paragraphs && run.text.len() < 90 && !ends_sentence(&run.text)),
            };
            // Some systems have first headings within the text too.
            let headline = name == "h1" && head.is_none_or(|h| h >= run.element);
            if dropped || headline {
                continue;
            }
        }
        let boilerplate = kind == BlockKind::Body && crate::text::is_boilerplate(&run.text);
        let kind = if boilerplate { BlockKind::Boilerplate } else { kind };
        // The same words in another box are a picture's text, a pull quote or a print version.
        let above = dom.parent(run.element);
        if run.text.len() > 30 && *seen.entry(&run.text).or_insert(above) != above {
            continue;
        }
        out.push(Piece { kind, text: run.text.clone() });
    }
    trim_tail(dom, chosen, &mut out);
    out
}

/// Whether paragraphs follow an element directly, and the box that holds them is no list of links.
fn stands_in_text(dom: &Dom, boxes: &Boxes, id: Id) -> bool {
    let Some(above) = dom.parent(id) else { return false };
    let mut next = dom.children(above).skip_while(|c| *c != id).skip(1).filter(|c| !dom.name(*c).is_empty());
    let text = |f: Id| dom.name(f) == "p" && boxes.weight(f) >= 80;
    boxes.link_share(above) < 0.3 && next.by_ref().take(3).any(text)
}

/// Takes headings without text after them off the end.
fn trim_tail(dom: &Dom, chosen: &[&Run], out: &mut Vec<Piece>) {
    while let Some(last) = out.last() {
        let heading = chosen
            .iter()
            .rfind(|r| r.text == last.text)
            .is_some_and(|r| matches!(dom.name(r.element), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"));
        if !heading {
            break;
        }
        out.pop();
    }
}

/// Nobody writes more under a picture, in bytes, unless the markup calls it a caption.
const LONGEST_CAPTION: usize = 420;

fn is_caption(dom: &Dom, id: Id, len: usize) -> bool {
    // The name can be that of the one element that holds all the words: `<div><img><span class=caption>`.
    let small = dom.descendants(id).len() <= 40;
    let held = dom
        .children(id)
        .filter(|_| small)
        .filter(|child| !dom.text(*child).is_empty())
        .take(2)
        .collect::<Vec<_>>();
    let inner = if let [only] = held.as_slice() { Some(*only) } else { None };
    inner.into_iter().chain([id]).chain(dom.ancestors(id).take(5)).any(|a| {
        matches!(dom.name(a), "figcaption" | "figure")
            // "single-column-big-photo" can be a part of the text with a picture in it.
            || (len <= LONGEST_CAPTION
                && !matches!(dom.name(a), "" | "body" | "html" | "article" | "main")
                && dom.attribute(a, "class").is_some_and(|c| {
                    super::signs::split_names(c).iter().any(|w| {
                        matches!(
                            w.as_str(),
                            "caption"
                                | "figcaption"
                                | "credit"
                                | "wp-caption"
                                | "imagecaption"
                                | "photocredit"
                                | "photo"
                                | "cutline"
                        )
                    })
                }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<String> {
        let dom = Dom::parse(html);
        let boxes = Boxes::new(&dom);
        pieces(&dom, &boxes, None, None)
            .into_iter()
            .map(|p| format!("{}: {}", p.kind.name(), p.text))
            .collect()
    }

    const P1: &str =
        "The harbour master said on Monday that the ferry, which is twenty years old, would not sail.";
    const P2: &str =
        "“We wait for the inspectors,” she said, adding that they were expected by Thursday at noon.";
    const P3: &str =
        "The mayor, who came to the quay in the afternoon, promised that nobody would be left waiting.";

    #[test]
    fn the_article_among_furniture() {
        let html = format!(
            "<body><div class=nav><ul><li><a href=a>Home</a><li><a href=b>News</a></ul></div><div id=main><h1>Ferry</h1>\
             <div class=x><p>{P1}</p><div class=share-bar>Share on all networks, please do it now</div><p>{P2}</p>\
             <figure><img><figcaption>The quay, on Monday</figcaption></figure><p>{P3}</p></div></div>\
             <div class=sidebar><p>{P1} {P2}</p></div></body>"
        );
        assert_eq!(
            read(&html),
            [
                format!("body: {P1}"),
                format!("body: {P2}"),
                "caption: The quay, on Monday".to_owned(),
                format!("body: {P3}")
            ]
        );
    }

    #[test]
    fn parts_of_one_name_belong_together() {
        let long = format!("{P1} {P2} {P3}");
        let aside = "<div class=list><h3><a href=q>Other news</a></h3><h3><a href=q>More news</a></h3></div>";
        let html = format!(
            "<article><h1>Ferry</h1><div class='around'><figure><img><figcaption>The quay of Orvik, on Monday</figcaption></figure></div>\
             <div class='text text-1'><p>{P1}</p><p>{P2}</p></div>{aside}{aside}{aside}<div class='text text-2'><p>{P3}</p><p>{long}</p></div></article>"
        );
        assert_eq!(
            read(&html),
            [
                "caption: The quay of Orvik, on Monday".to_owned(),
                format!("body: {P1}"),
                format!("body: {P2}"),
                format!("body: {P3}"),
                format!("body: {long}"),
            ]
        );
    }

    #[test]
    fn what_looks_like_furniture_and_is_text() {
        let html = format!(
            "<article><p>{P1}</p><h2><a href='#dock'>In the dock</a></h2><p>{P2}</p><div class='twitter-embed'>\
             <blockquote class='twitter-tweet'><p>The ferry stays where it is until Thursday, at the least.</p></blockquote></div>\
             <p>{P3}</p><div class='pull'><p>{P1}</p></div></article>"
        );
        let found = read(&html);
        assert_eq!(found.get(1).map(String::as_str), Some("body: In the dock"));
        assert!(found.iter().any(|l| l.contains("until Thursday, at the least")));
        assert_eq!(found.iter().filter(|l| l.contains(P1)).count(), 1);
    }

    #[test]
    fn a_text_in_several_sections() {
        let html = format!(
            "<article><section class=a><p>{P1}</p><p>{P2}</p></section><section class=b><p>{P3}</p><p>{P1} Again.</p></section></article>\
             <div class=list><h3><a href=q>Other news of the day</a></h3><p>A short teaser of other news.</p></div>"
        );
        assert_eq!(read(&html).len(), 4);
    }
}
