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
    let mut labels: Vec<Label> = network
        .nodes
        .iter()
        .map(|node| {
            let ((x, y), half) = (place(node), node.name.chars().count() as f64 * LETTER / 2.0);
            let inside = if half * 2.0 < width { x.clamp(half, width - half) } else { width / 2.0 };
            Label { x: inside, y: y + radius(node) + 12.0, half, shown: true }
        })
        .collect();
    make_room(&mut labels, network);
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
            write!(out, "<text{opens} x=\"{:.1}\" y=\"{:.1}\">{}</text>", label.x, label.y, Text(&node.name))
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

/// Where a name is written: the middle of its base line, and half of its width.
struct Label {
    x: f64,
    y: f64,
    half: f64,
    shown: bool,
}

impl Label {
    fn over(&self, other: &Label) -> bool {
        (self.x - other.x).abs() < self.half + other.half && (self.y - other.y).abs() < LINE
    }
}

/// Hides the names that would lie over a weightier one's.
fn make_room(labels: &mut [Label], network: &Network) {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(network.nodes.get(*at).map_or(0, weight)));
    for (rank, &at) in order.iter().enumerate() {
        labels[at].shown =
            !order[..rank].iter().any(|&other| labels[other].shown && labels[other].over(&labels[at]));
    }
}

fn weight(node: &Node) -> u32 {
    node.speaks.saturating_add(node.named)
}
