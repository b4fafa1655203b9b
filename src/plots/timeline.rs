use super::frame::{DRAWING, pressed};
use crate::app::history::Step;
use crate::app::store;
use crate::facets::value_name;
use crate::state::toggle;
use crate::text::{count, date, number, tr};
use leptos::prelude::*;
use verbatim_corpus::{DateRange, Timeline};

const WIDTH: f64 = 640.0;
/// Room for the names on the left and for the totals on the right.
const LEFT: f64 = 168.0;
const RIGHT: f64 = 40.0;
const ROW: f64 = 34.0;
const TOP: f64 = 56.0;

/// One small drawing for each value under a common one for everything: lines that do not cross can
/// be compared without colours. A bar chooses its time, a name its value.
pub fn timeline_plot(timeline: &Timeline) -> impl IntoView + use<> {
    let store = store();
    let t = tr();
    let facet = store.link.with_untracked(|link| link.axes.rows);
    let steps = timeline.dates.len().max(1) as f64;
    let step = (WIDTH - LEFT - RIGHT) / steps;
    let most = timeline.series.iter().flat_map(|series| &series.counts).copied().max().unwrap_or(1).max(1);
    let most_all = timeline.all.iter().copied().max().unwrap_or(1).max(1);
    let height = TOP + ROW * timeline.series.len() as f64 + 24.0;
    let dates = timeline.dates.clone();
    let bars = move |counts: &[u32], base: f64, room: f64, most: u32, class: &'static str, name: &str| {
        let gap = if step > 4.0 { 1.0 } else { 0.0 };
        counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
            .map(|(at, &value)| {
                let tall = (f64::from(value) / f64::from(most) * room).max(1.5);
                let when = dates.get(at).copied();
                let title = format!("{name}: {} · {}", when.map(date).unwrap_or_default(), number(value));
                view! {
                    <rect
                        class=class
                        x=format!("{:.2}", LEFT + at as f64 * step)
                        y=format!("{:.2}", base - tall)
                        width=format!("{:.2}", (step - gap).clamp(0.5, 28.0))
                        height=format!("{tall:.2}")
                        on:click=move |_| store.go(Step::Push, |link| link.query.dates = when.map(|when| DateRange { from: Some(when), to: Some(when) }))
                    >
                        <title>{title}</title>
                    </rect>
                }
            })
            .collect_view()
    };
    let rows = timeline.series.iter().enumerate().map(|(at, series)| {
        let base = TOP + ROW * (at + 1) as f64;
        let name = value_name(facet, &series.value.key, &series.value.name);
        let key = series.value.key.clone();
        let short: String = if name.chars().count() > 24 { name.chars().take(23).chain(['…']).collect() } else { name.clone() };
        let choose = Callback::new(move |()| store.go(Step::Push, |link| toggle(&mut link.query, facet, &key)));
        view! {
            <g class="series">
                <text
                    class="name"
                    x="0"
                    y=format!("{:.1}", base - 4.0)
                    tabindex="0"
                    role="button"
                    on:click=move |_| choose.run(())
                    on:keydown=move |event| if pressed(&event) { choose.run(()) }
                >
                    <title>{name.clone()}</title>
                    {short}
                </text>
                <line class="base" x1=LEFT.to_string() x2=(WIDTH - RIGHT).to_string() y1=base.to_string() y2=base.to_string()/>
                {bars(&series.counts, base, ROW - 9.0, most, "bar", &name)}
                <text class="total" x=WIDTH.to_string() y=format!("{:.1}", base - 4.0)>{number(series.value.count)}</text>
            </g>
        }
    }).collect_view();
    let first = timeline.dates.first().copied().map(date).unwrap_or_default();
    let last = timeline.dates.last().copied().map(date).unwrap_or_default();
    let foot = height - 6.0;
    let all = bars(&timeline.all, TOP, TOP - 14.0, most_all, "bar whole", t.plot_all);
    let total: u32 = timeline.all.iter().sum();
    let undated = timeline.undated;
    view! {
        <svg id=DRAWING class="timeline" viewBox=format!("0 0 {WIDTH} {height}") role="group" aria-label=t.timeline_about>
            <text class="name all" x="0" y=format!("{:.1}", TOP - 4.0)>{t.plot_all}</text>
            <line class="base" x1=LEFT.to_string() x2=(WIDTH - RIGHT).to_string() y1=TOP.to_string() y2=TOP.to_string()/>
            {all}
            <text class="total" x=WIDTH.to_string() y=format!("{:.1}", TOP - 4.0)>{number(total)}</text>
            {rows}
            <text class="axis" x=LEFT.to_string() y=foot.to_string()>{first}</text>
            <text class="axis end" x=(WIDTH - RIGHT).to_string() y=foot.to_string()>{last}</text>
        </svg>
        {(undated > 0).then(|| view! { <p class="plot-note">{count(&t.undated, undated)}</p> })}
    }
}
