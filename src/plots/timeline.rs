use super::frame::DRAWING;
use crate::facets::value_name;
use crate::markup::Text;
use crate::state::{Link, toggle};
use crate::text::{count, date, number, tr};
use std::fmt::Write;
use verbatim_article::PartialDate;
use verbatim_corpus::{DateRange, Tab, Timeline};

/// Room for the names on the left, at most, and for the totals on the right.
const LEFT: f64 = 168.0;
const RIGHT: f64 = 40.0;
/// Of a narrow drawing the names take no larger part than this.
const NAMES_SHARE: f64 = 0.34;
/// A bar is no wider, however few there are.
const BAR: f64 = 28.0;
const ROW: f64 = 34.0;
const TOP: f64 = 56.0;
/// How wide a letter of a name is, about.
const LETTER: f64 = 7.0;

/// The link that opens what a bar counts: a value (none for the whole selection) in a step of time.
pub fn bar_link(link: &Link, key: Option<&str>, when: Option<PartialDate>) -> Link {
    let mut link = Link { tab: Tab::Quotes, open: None, ..link.clone() };
    if let Some(when) = when {
        link.query.dates = Some(DateRange { from: Some(when), to: Some(when) });
    }
    if let Some(key) = key {
        let facet = link.axes.rows;
        if !link
            .query
            .filters
            .iter()
            .any(|filter| filter.facet == facet && filter.key == key && !filter.exclude)
        {
            toggle(&mut link.query, facet, key);
        }
    }
    link
}

/// One small drawing for each value under a common one for everything: lines that do not cross can
/// be compared without colours. Every bar, name and total opens what it counts; for the keyboard the
/// same links stand in the table. `width` is in pixels: letters keep their size in any column.
pub fn timeline_plot(timeline: &Timeline, link: &Link, width: f64) -> String {
    let t = tr();
    let left = (width * NAMES_SHARE).min(LEFT);
    let letters = (left / LETTER) as usize;
    let facet = link.axes.rows;
    let steps = timeline.dates.len().max(1) as f64;
    let step = (width - left - RIGHT).max(1.0) / steps;
    let most = timeline.series.iter().flat_map(|series| &series.counts).copied().max().unwrap_or(1).max(1);
    let most_all = timeline.all.iter().copied().max().unwrap_or(1).max(1);
    let height = TOP + ROW * timeline.series.len() as f64 + 24.0;
    let mut out = format!(
        "<svg id=\"{DRAWING}\" class=\"timeline\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-label=\"{}\">",
        Text(t.timeline_about)
    );
    let bars = |out: &mut String,
                counts: &[u32],
                base: f64,
                room: f64,
                most: u32,
                key: Option<&str>,
                name: &str| {
        let gap = if step > 4.0 { 1.0 } else { 0.0 };
        let class = if key.is_some() { "bar" } else { "bar whole" };
        for (at, &value) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let tall = (f64::from(value) / f64::from(most) * room).max(1.5);
            let when = timeline.dates.get(at).copied();
            let _ = write!(
                out,
                "<rect data-href=\"#{}\" class=\"{class}\" x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{tall:.2}\">\
                 <title>{}: {} · {}</title></rect>",
                Text(&bar_link(link, key, when).fragment()),
                left + at as f64 * step,
                base - tall,
                (step - gap).clamp(0.5, BAR),
                Text(name),
                when.map(date).unwrap_or_default(),
                number(value)
            );
        }
    };
    let line = |out: &mut String, base: f64| {
        let _ = write!(
            out,
            "<line class=\"base\" x1=\"{left}\" x2=\"{}\" y1=\"{base}\" y2=\"{base}\"/>",
            width - RIGHT
        );
    };
    let total: u32 = timeline.all.iter().sum();
    let _ =
        write!(out, "<text class=\"name all\" x=\"0\" y=\"{:.1}\">{}</text>", TOP - 4.0, Text(t.plot_all));
    line(&mut out, TOP);
    bars(&mut out, &timeline.all, TOP, TOP - 14.0, most_all, None, t.plot_all);
    let _ =
        write!(out, "<text class=\"total\" x=\"{width}\" y=\"{:.1}\">{}</text>", TOP - 4.0, number(total));
    for (at, series) in timeline.series.iter().enumerate() {
        let base = TOP + ROW * (at + 1) as f64;
        let name = value_name(facet, &series.value.key, &series.value.name);
        let short: String = if name.chars().count() > letters {
            name.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
        } else {
            name.clone()
        };
        let all_of_it = bar_link(link, Some(&series.value.key), None).fragment();
        let _ = write!(
            out,
            "<g class=\"series\"><a href=\"#{0}\"><text class=\"name\" x=\"0\" y=\"{1:.1}\"><title>{2}</title>{3}</text></a>",
            Text(&all_of_it),
            base - 4.0,
            Text(&name),
            Text(&short)
        );
        line(&mut out, base);
        bars(&mut out, &series.counts, base, ROW - 9.0, most, Some(&series.value.key), &name);
        let _ = write!(
            out,
            "<text data-href=\"#{0}\" class=\"total\" x=\"{width}\" y=\"{1:.1}\">{2}</text></g>",
            Text(&all_of_it),
            base - 4.0,
            number(series.value.count)
        );
    }
    let ends =
        [timeline.dates.first(), timeline.dates.last()].map(|end| end.copied().map(date).unwrap_or_default());
    let foot = height - 6.0;
    let _ = write!(
        out,
        "<text class=\"axis\" x=\"{left}\" y=\"{foot}\">{}</text><text class=\"axis end\" x=\"{}\" y=\"{foot}\">{}</text></svg>",
        Text(&ends[0]),
        width - RIGHT,
        Text(&ends[1])
    );
    if timeline.undated > 0 {
        let _ = write!(out, "<p class=\"plot-note\">{}</p>", Text(&count(&t.undated, timeline.undated)));
    }
    out
}
