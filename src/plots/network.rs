use super::frame::{DRAWING, pressed};
use crate::app::history::Step;
use crate::app::store;
use crate::state::toggle;
use crate::text::{count, number, tr};
use leptos::prelude::*;
use verbatim_corpus::{Facet, Network, Node, Ties};
use verbatim_nlp::EntityType;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 560.0;
const MARGIN: f64 = 60.0;

/// Who speaks about whom: places come from the worker, so that the same articles give the same
/// picture. A bent line runs from who speaks to who is spoken about; shapes tell persons from others.
pub fn network_plot(network: &Network) -> impl IntoView + use<> {
    let store = store();
    let t = tr();
    let directed = store.link.with_untracked(|link| link.ties == Ties::SpeaksAbout);
    let most = network.nodes.iter().map(weight).max().unwrap_or(1).max(1);
    let strongest = network.edges.iter().map(|edge| edge.count).max().unwrap_or(1).max(1);
    let place = |node: &Node| {
        (
            MARGIN + f64::from(node.x) / 1000.0 * (WIDTH - 2.0 * MARGIN),
            MARGIN + f64::from(node.y) / 1000.0 * (HEIGHT - 2.0 * MARGIN),
        )
    };
    let radius = move |node: &Node| 4.0 + 14.0 * (f64::from(weight(node)) / f64::from(most)).sqrt();
    // The strongest last, so that they lie on top.
    let edges = network
        .edges
        .iter()
        .rev()
        .filter_map(|edge| {
            let (from, to) = (network.nodes.get(edge.from as usize)?, network.nodes.get(edge.to as usize)?);
            let ((x1, y1), (x2, y2)) = (place(from), place(to));
            let bend = if directed { 0.14 } else { 0.0 };
            let (mx, my) = ((x1 + x2) / 2.0 - (y2 - y1) * bend, (y1 + y2) / 2.0 + (x2 - x1) * bend);
            let width = 0.75 + 4.0 * f64::from(edge.count) / f64::from(strongest);
            let title = format!("{} → {}: {}", from.name, to.name, number(edge.count));
            // The arrow ends at the rim of the node.
            let (dx, dy) = (x2 - mx, y2 - my);
            let far = dx.hypot(dy).max(1.0);
            let rim = radius(to) + if directed { 5.0 } else { 0.0 };
            let (ex, ey) = (x2 - dx / far * rim, y2 - dy / far * rim);
            Some(view! {
                <path
                    class="edge"
                    class:directed=directed
                    d=format!("M{x1:.1} {y1:.1}Q{mx:.1} {my:.1} {ex:.1} {ey:.1}")
                    stroke-width=format!("{width:.2}")
                >
                    <title>{title}</title>
                </path>
            })
        })
        .collect_view();
    let nodes = network.nodes.iter().map(|node| {
        let ((x, y), r) = (place(node), radius(node));
        let key = node.key.clone();
        let facet = if node.speaks > 0 { Facet::Speaker } else { Facet::About };
        let title = format!("{} · {} · {}", node.name, count(&t.speaks, node.speaks), count(&t.named, node.named));
        let square = node.kind != EntityType::Person;
        let shape = if square {
            view! { <rect x=format!("{:.1}", x - r * 0.9) y=format!("{:.1}", y - r * 0.9) width=format!("{:.1}", r * 1.8) height=format!("{:.1}", r * 1.8) rx="2"/> }.into_any()
        } else {
            view! { <circle cx=format!("{x:.1}") cy=format!("{y:.1}") r=format!("{r:.1}")/> }.into_any()
        };
        let label = title.clone();
        let choose = Callback::new(move |()| store.go(Step::Push, |link| toggle(&mut link.query, facet, &key)));
        view! {
            <g
                class="node"
                class:silent=node.speaks == 0
                tabindex="0"
                role="button"
                aria-label=label
                on:click=move |_| choose.run(())
                on:keydown=move |event| if pressed(&event) { choose.run(()) }
            >
                <title>{title}</title>
                {shape}
                <text x=format!("{x:.1}") y=format!("{:.1}", y + r + 12.0)>{node.name.clone()}</text>
            </g>
        }
    }).collect_view();
    view! {
        <svg id=DRAWING class="network" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="group" aria-label=t.network_about>
            <defs>
                <marker id="arrow" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto">
                    <path class="head" d="M0 0.5 8 4 0 7.5Z"/>
                </marker>
            </defs>
            <g>{edges}</g>
            <g>{nodes}</g>
        </svg>
        <p class="plot-note">{if directed { t.network_note } else { t.network_note_together }}</p>
    }
}

fn weight(node: &Node) -> u32 {
    node.speaks.saturating_add(node.named)
}
