//! A plot's numbers as a table, each a link to what it counts.

use super::network::edge_link;
use super::timeline::bar_link;
use crate::facets::value_name;
use crate::markup::Text;
use crate::state::Link;
use crate::text::{date, number, tr};
use std::fmt::Write;
use verbatim_corpus::{Network, Timeline};

fn head(out: &mut String, names: &[String]) {
    out.push_str("<table class=\"twin\"><thead><tr>");
    for name in names {
        let _ = write!(out, "<th scope=\"col\" dir=\"auto\">{}</th>", Text(name));
    }
    out.push_str("</tr></thead><tbody>");
}

fn cell(out: &mut String, value: u32, link: Option<Link>) {
    let _ = match link.filter(|_| value > 0) {
        Some(link) => {
            write!(out, "<td class=\"n\"><a href=\"#{}\">{}</a></td>", Text(&link.fragment()), number(value))
        }
        None => write!(out, "<td class=\"n\">{}</td>", number(value)),
    };
}

/// A line a step of time, a column a value.
pub fn timeline_twin(timeline: &Timeline, link: &Link) -> String {
    let t = tr();
    let facet = link.axes.rows;
    let mut out = String::new();
    let series = timeline.series.iter().map(|s| value_name(facet, &s.value.key, &s.value.name));
    let names: Vec<String> = [t.dates.to_owned(), t.plot_all.to_owned()].into_iter().chain(series).collect();
    head(&mut out, &names);
    for (at, when) in timeline.dates.iter().enumerate() {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", Text(&date(*when)));
        cell(&mut out, timeline.all.get(at).copied().unwrap_or(0), Some(bar_link(link, None, Some(*when))));
        for series in &timeline.series {
            let value = series.counts.get(at).copied().unwrap_or(0);
            cell(&mut out, value, Some(bar_link(link, Some(&series.value.key), Some(*when))));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
    out
}

/// A line a tie.
pub fn network_twin(network: &Network, link: &Link) -> String {
    let t = tr();
    let mut out = String::new();
    head(&mut out, &[t.twin_from.to_owned(), t.twin_to.to_owned(), t.count_by.to_owned()]);
    for edge in &network.edges {
        let name = |at: u32| network.nodes.get(at as usize).map_or("", |node| node.name.as_str());
        let _ = write!(
            out,
            "<tr><td dir=\"auto\">{}</td><td dir=\"auto\">{}</td>",
            Text(name(edge.from)),
            Text(name(edge.to))
        );
        cell(&mut out, edge.count, edge_link(network, edge, link));
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
    out
}
