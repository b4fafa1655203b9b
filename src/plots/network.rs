use super::frame::DRAWING;
use crate::markup::Text;
use crate::state::{Link, toggle};
use crate::text::{count, number, tr};
use std::fmt::Write;
use verbatim_corpus::{Edge, Facet, Network, Node, Tab, Ties};
use verbatim_nlp::EntityType;

/// Height for a width, and what it is kept between.
const HEIGHT: (f64, f64, f64) = (0.78, 380.0, 640.0);
const MARGIN: f64 = 48.0;
/// How wide a letter of a name is, and how tall a line, about.
const LETTER: f64 = 6.4;
const LINE: f64 = 13.0;
/// Letters from which on a name may be broken.
const LONG: usize = 14;
/// Names that are shown even where they cover a node.
const ALWAYS: usize = 4;

/// The link that opens what a line counts; `None` where no filter says it.
pub fn edge_link(network: &Network, edge: &Edge, link: &Link) -> Option<Link> {
    let (from, to) = (network.nodes.get(edge.from as usize)?, network.nodes.get(edge.to as usize)?);
    let (first, second, tab) = match link.ties {
        Ties::SpeaksAbout => (Facet::Speaker, Facet::About, Tab::Quotes),
        Ties::NamedTogether => (named(from.kind)?, named(to.kind)?, Tab::Articles),
    };
    // Two values of one facet widen a selection: together they are not asked for.
    if first == second {
        return None;
    }
    let mut link = Link { tab, open: None, ..link.clone() };
    for (facet, key) in [(first, &from.key), (second, &to.key)] {
        if !link.query.filters.iter().any(|filter| filter.facet == facet && &filter.key == key) {
            toggle(&mut link.query, facet, key);
        }
    }
    Some(link)
}

fn named(kind: EntityType) -> Option<Facet> {
    match kind {
        EntityType::Person => Some(Facet::Person),
        EntityType::Organization => Some(Facet::Organization),
        EntityType::Location | EntityType::Facility => Some(Facet::Place),
        _ => None,
    }
}

/// Who speaks about whom: places come from the worker, so that the same articles give the same
/// picture in the same width. A bent line runs from who speaks to who is spoken about; shapes tell
/// persons from others. `width` is in pixels: letters keep their size, and where two names would lie
/// over each other only the weightier one's is shown until the other one is pointed at.
pub fn network_plot(network: &Network, link: &Link, width: f64) -> String {
    let t = tr();
    let height = (width * HEIGHT.0).clamp(HEIGHT.1, HEIGHT.2);
    let directed = link.ties == Ties::SpeaksAbout;
    let most = network.nodes.iter().map(weight).max().unwrap_or(1).max(1);
    let strongest = network.edges.iter().map(|edge| edge.count).max().unwrap_or(1).max(1);
    let place = |node: &Node| {
        (
            MARGIN + f64::from(node.x) / 1000.0 * (width - 2.0 * MARGIN).max(1.0),
            MARGIN + f64::from(node.y) / 1000.0 * (height - 2.0 * MARGIN).max(1.0),
        )
    };
    let radius = |node: &Node| 4.0 + 14.0 * (f64::from(weight(node)) / f64::from(most)).sqrt();
    let mut out = format!(
        "<svg id=\"{DRAWING}\" class=\"network\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-label=\"{}\"><defs>\
         <marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"4\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" markerUnits=\"userSpaceOnUse\" orient=\"auto\">\
         <path class=\"head\" d=\"M0 0.5 8 4 0 7.5Z\"/></marker></defs>",
        Text(t.network_about)
    );
    // The strongest last, so that they lie on top.
    for edge in network.edges.iter().rev() {
        let (Some(from), Some(to)) =
            (network.nodes.get(edge.from as usize), network.nodes.get(edge.to as usize))
        else {
            continue;
        };
        let ((x1, y1), (x2, y2)) = (place(from), place(to));
        let bend = if directed { 0.14 } else { 0.0 };
        let (mx, my) = ((x1 + x2) / 2.0 - (y2 - y1) * bend, (y1 + y2) / 2.0 + (x2 - x1) * bend);
        let thick = 0.75 + 4.0 * f64::from(edge.count) / f64::from(strongest);
        // The arrow ends at the rim of the node.
        let (dx, dy) = (x2 - mx, y2 - my);
        let far = dx.hypot(dy).max(1.0);
        let rim = radius(to) + if directed { 5.0 } else { 0.0 };
        let (ex, ey) = (x2 - dx / far * rim, y2 - dy / far * rim);
        let opens =
            edge_link(network, edge, link).map(|link| format!(" data-href=\"#{}\"", Text(&link.fragment())));
        let class = if directed { "edge directed" } else { "edge" };
        let _ = write!(
            out,
            "<path class=\"{class}\"{} d=\"M{x1:.1} {y1:.1}Q{mx:.1} {my:.1} {ex:.1} {ey:.1}\" stroke-width=\"{thick:.2}\"><title>{} → {}: {}</title></path>",
            opens.unwrap_or_default(),
            Text(&from.name),
            Text(&to.name),
            number(edge.count)
        );
    }
    let discs: Vec<Disc> = network
        .nodes
        .iter()
        .map(|node| {
            let (x, y) = place(node);
            Disc { x, y, r: radius(node) }
        })
        .collect();
    let labels = labels(network, &discs, width);
    let mut names = String::new();
    for (node, label) in network.nodes.iter().zip(&labels) {
        let ((x, y), r) = (place(node), radius(node));
        let mut chosen = link.clone();
        toggle(&mut chosen.query, if node.speaks > 0 { Facet::Speaker } else { Facet::About }, &node.key);
        let title =
            format!("{} · {} · {}", node.name, count(&t.speaks, node.speaks), count(&t.named, node.named));
        let class = if node.speaks == 0 { "node silent" } else { "node" };
        let _ = write!(
            out,
            "<a class=\"{class}\" href=\"#{}\" aria-label=\"{1}\"><title>{1}</title>",
            Text(&chosen.fragment()),
            Text(&title)
        );
        let _ = if node.kind == EntityType::Person {
            write!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\"/>")
        } else {
            let side = r * 1.8;
            write!(
                out,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{side:.1}\" height=\"{side:.1}\" rx=\"2\"/>",
                x - r * 0.9,
                y - r * 0.9
            )
        };
        // A name that has no room is shown while its node is pointed at; the others lie over all nodes.
        let written = |out: &mut String, opens: &str| {
            write!(out, "<text{opens}>")?;
            for (line, y) in label.lines.iter().zip(0..) {
                let y = label.y + LINE * f64::from(y);
                write!(out, "<tspan x=\"{:.1}\" y=\"{y:.1}\">{}</tspan>", label.x, Text(line))?;
            }
            out.write_str("</text>")
        };
        let _ = match label.shown {
            true => written(&mut names, &format!(" data-href=\"#{}\"", Text(&chosen.fragment()))),
            false => written(&mut out, ""),
        };
        out.push_str("</a>");
    }
    let _ = write!(
        out,
        "<g class=\"names\" aria-hidden=\"true\">{names}</g></svg><p class=\"plot-note\">{}</p>",
        Text(if directed { t.network_note } else { t.network_note_together })
    );
    out
}

/// Where a node is, and how large.
struct Disc {
    x: f64,
    y: f64,
    r: f64,
}

/// Where a name is written, on one line or two: the middle of the first base line, and half of the width.
#[derive(Clone, Debug)]
struct Label<'n> {
    x: f64,
    y: f64,
    half: f64,
    lines: Vec<&'n str>,
    shown: bool,
}

impl<'n> Label<'n> {
    fn new(lines: &[&'n str], x: f64, y: f64, width: f64) -> Self {
        let half = half_width(lines);
        let inside = if half * 2.0 < width { x.clamp(half, width - half) } else { width / 2.0 };
        Self { x: inside, y, half, lines: lines.to_vec(), shown: true }
    }

    fn top(&self) -> f64 {
        self.y - LINE * 0.75
    }

    fn bottom(&self) -> f64 {
        self.y + LINE * (self.lines.len() as f64 - 0.75)
    }

    fn over(&self, other: &Label<'_>) -> bool {
        (self.x - other.x).abs() < self.half + other.half
            && self.top() < other.bottom()
            && other.top() < self.bottom()
    }

    fn on(&self, disc: &Disc) -> bool {
        (self.x - disc.x).abs() < self.half + disc.r
            && self.top() < disc.y + disc.r
            && disc.y - disc.r < self.bottom()
    }
}

fn half_width(lines: &[&str]) -> f64 {
    lines.iter().map(|line| line.chars().count()).max().unwrap_or(0) as f64 * LETTER / 2.0
}

/// A long name on two lines of about one length.
fn halves(name: &str) -> Option<[&str; 2]> {
    let long = name.chars().count() > LONG;
    let blanks = name.match_indices(' ').filter(|_| long);
    let (at, _) = blanks.min_by_key(|(at, _)| (name.len() / 2).abs_diff(*at))?;
    Some([name.get(..at)?, name.get(at + 1..)?])
}

/// Places the names, the weightiest first: below its node, or above or beside it where that covers fewer other nodes, a long
/// one on two lines. A name that would lie over another one's, or over another node, is hidden.
fn labels<'n>(network: &'n Network, discs: &[Disc], width: f64) -> Vec<Label<'n>> {
    let mut order: Vec<(usize, (&'n Node, &Disc))> = network.nodes.iter().zip(discs).enumerate().collect();
    order.sort_by_key(|(_, (node, _))| std::cmp::Reverse(weight(node)));
    let mut placed: Vec<(usize, Label<'n>)> = Vec::new();
    for (at, (node, disc)) in order {
        let whole = vec![node.name.as_str()];
        let broken = halves(&node.name).map(|lines| lines.to_vec());
        let mut best: Option<(usize, Label<'n>)> = None;
        for lines in [Some(whole.clone()), broken].into_iter().flatten() {
            let (half, extra) = (half_width(&lines), LINE * (lines.len() as f64 - 1.0));
            let (below, above) = (disc.y + disc.r + 12.0, disc.y - disc.r - 5.0 - extra);
            let (beside, far) = (disc.y + 4.0 - extra / 2.0, disc.r + half + 5.0);
            for (x, y) in [(disc.x, below), (disc.x, above), (disc.x + far, beside), (disc.x - far, beside)] {
                let label = Label::new(&lines, x, y, width);
                // Pushed in from the edge it may lie over its own node, too.
                let own = usize::from(label.on(disc));
                let covered = discs.iter().filter(|disc| label.on(disc)).count();
                let free = placed.iter().all(|(_, other)| !other.shown || !other.over(&label));
                // Whose name it is would not be seen among others' nodes; the weightiest are named all the same.
                if free
                    && (covered == own || placed.len() < ALWAYS)
                    && best.as_ref().is_none_or(|(fewest, _)| covered < *fewest)
                {
                    best = Some((covered, label));
                }
            }
        }
        let hidden = || Label { shown: false, ..Label::new(&whole, disc.x, disc.y + disc.r + 12.0, width) };
        placed.push((at, best.map_or_else(hidden, |(_, label)| label)));
    }
    placed.sort_by_key(|(at, _)| *at);
    placed.into_iter().map(|(_, label)| label).collect()
}

fn weight(node: &Node) -> u32 {
    node.speaks.saturating_add(node.named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn node(name: &str, weight: u32) -> Node {
        let name = name.to_owned();
        Node { key: name.clone(), name, kind: EntityType::Person, speaks: weight, named: 0, x: 0, y: 0 }
    }

    fn network(nodes: Vec<Node>) -> Network {
        Network { nodes, ..Network::default() }
    }

    #[test]
    fn a_name_with_room_is_below_its_node_on_one_line() {
        let network = network(vec![node("Ministry of Maritime Affairs", 3), node("KNC", 1)]);
        let discs = [Disc { x: 300.0, y: 100.0, r: 10.0 }, Disc { x: 600.0, y: 300.0, r: 5.0 }];
        let labels = labels(&network, &discs, 900.0);
        assert_eq!(labels[0].lines, ["Ministry of Maritime Affairs"]);
        assert!((labels[0].x - 300.0).abs() < 0.1 && labels[0].y > 110.0);
    }

    #[test]
    fn where_it_would_cover_others_it_is_broken_or_elsewhere() {
        let network = network(vec![node("Ministry of Maritime Affairs", 3), node("KNC", 1), node("SPB", 1)]);
        let disc = |x, y| Disc { x, y, r: 8.0 };
        // Beside it on either side, and over it.
        let discs = [disc(180.0, 200.0), disc(120.0, 214.0), disc(180.0, 180.0)];
        let labels = labels(&network, &discs, 360.0);
        assert_eq!(labels[0].lines, ["Ministry of", "Maritime Affairs"]);
        assert!(!discs.iter().any(|disc| labels[0].on(disc)));
    }

    proptest! {
        #[test]
        fn names_that_are_shown_lie_over_no_other_and_within_the_drawing(
            made in prop::collection::vec(("[A-Za-zÄş]{1,9}( [A-Za-z]{1,9}){0,3}", 0f64..340.0, 0f64..400.0, 0u32..9), 1..25),
        ) {
            let network = network(made.iter().map(|(name, _, _, weight)| node(name, *weight)).collect());
            let discs: Vec<Disc> = made.iter().map(|(_, x, y, _)| Disc { x: *x, y: *y, r: 6.0 }).collect();
            let labels = labels(&network, &discs, 340.0);
            prop_assert_eq!(labels.len(), made.len());
            let shown: Vec<&Label<'_>> = labels.iter().filter(|label| label.shown).collect();
            prop_assert!(!shown.is_empty());
            for (at, label) in shown.iter().enumerate() {
                prop_assert!(shown[..at].iter().all(|other| !other.over(label)));
                prop_assert!(label.x >= label.half && label.x + label.half <= 340.0);
            }
            let covers = |label: &Label<'_>, at: usize| discs.iter().enumerate().any(|(other, disc)| other != at && label.on(disc));
            let covering = labels.iter().enumerate().filter(|(at, label)| label.shown && covers(label, *at));
            prop_assert!(covering.count() <= ALWAYS);
            for (label, node) in labels.iter().zip(&network.nodes) {
                prop_assert_eq!(label.lines.join(" "), node.name.as_str());
            }
        }
    }
}
