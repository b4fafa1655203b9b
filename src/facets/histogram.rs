use crate::app::history::Step;
use crate::app::store;
use crate::state::{Bar, Bars, Short};
use crate::text::{date, number, tr};
use leptos::prelude::*;
use std::fmt::Write;
use verbatim_corpus::DateRange;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

/// Units of the drawing; it is stretched to the column's width.
const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 56.0;

/// Bars by time; dragging over them chooses a range. The typed dates beside it do the same for the
/// keyboard, so the drawing itself is a picture with a description.
#[component]
pub fn Histogram() -> impl IntoView {
    let store = store();
    let bars = Memo::new(move |_| {
        store.counts.with(|view| Bars::new(view.as_ref().map_or(&[][..], |view| &view.histogram), 120))
    });
    let brush = RwSignal::new(None::<(usize, usize)>);
    let hovered = RwSignal::new(None::<usize>);

    let at = move |event: &PointerEvent| -> Option<usize> {
        let target = event.current_target()?.dyn_into::<Element>().ok()?;
        let bounds = target.get_bounding_client_rect();
        let count = bars.with_untracked(|bars| bars.bars().len());
        let share = (f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0);
        (count > 0).then(|| ((share.clamp(0.0, 0.999_999) * count as f64) as usize).min(count - 1))
    };
    let choose = move |step: Step, range: Option<DateRange>| {
        store.go(step, |link| link.query.dates = range);
    };
    let down = move |event: PointerEvent| {
        if event.button() == 0
            && let Some(bar) = at(&event)
        {
            event.prevent_default();
            if let Some(target) = event.current_target().and_then(|t| t.dyn_into::<Element>().ok()) {
                let _ = target.set_pointer_capture(event.pointer_id());
            }
            brush.set(Some((bar, bar)));
        }
    };
    let moved = move |event: PointerEvent| {
        let bar = at(&event);
        hovered.set(bar);
        if let (Some((from, _)), Some(bar)) = (brush.get_untracked(), bar) {
            brush.set(Some((from, bar)));
        }
    };
    let up = move |event: PointerEvent| {
        if let Some((from, to)) = brush.get_untracked() {
            let to = at(&event).unwrap_or(to);
            let chosen = bars.with_untracked(|bars| bars.range(from, to));
            // A second click on the one chosen bar gives it up.
            let current = store.link.with_untracked(|link| link.query.dates);
            choose(Step::Push, if from == to && chosen == current { None } else { chosen });
        }
        brush.set(None);
    };

    let covered = move || {
        let range = store.link.with(|link| link.query.dates);
        bars.with(|bars| match brush.get() {
            Some((from, to)) => Some((from.min(to), from.max(to))),
            None => range.and_then(|range| bars.covered(range)),
        })
    };
    let said = move || {
        bars.with(|bars| {
            let (first, last) = (bars.bars().first()?, bars.bars().last()?);
            Some(match hovered.get().and_then(|at| bars.bars().get(at)) {
                Some(bar) => (date(bar.date), number(bar.selected)),
                None if first.date == last.date => (date(first.date), String::new()),
                None => (date(first.date), date(last.date)),
            })
        })
    };
    // One path for all bars of a kind: they are drawn again with every answer.
    let path = move |count: fn(&Bar) -> u32| {
        bars.with(|bars| {
            let step = WIDTH / bars.bars().len().max(1) as f64;
            let gap = if step > 4.0 { 1.0 } else { 0.0 };
            let scale = (HEIGHT - 2.0) / f64::from(bars.highest().max(1));
            let width = (step - gap).min(24.0);
            let mut path = String::new();
            for (at, bar) in bars.bars().iter().enumerate().filter(|(_, bar)| count(bar) > 0) {
                let height = (f64::from(count(bar)) * scale).max(1.5);
                let x = at as f64 * step + (step - gap - width) / 2.0;
                let (height, width) = (Short(height), Short(width));
                let _ = write!(path, "M{} {}v-{height}h{width}v{height}z", Short(x), Short(HEIGHT));
            }
            path
        })
    };
    let shade = move || {
        let (from, to) = covered()?;
        let count = bars.with(|bars| bars.bars().len()).max(1) as f64;
        let (left, right) = (from as f64 / count * WIDTH, (to + 1) as f64 / count * WIDTH);
        Some(view! {
            <rect class="brush" x=Short(left).to_string() y="0" width=Short(right - left).to_string() height=Short(HEIGHT).to_string()/>
        })
    };
    view! {
        <div class="histogram" class:no-bars=move || bars.with(|bars| bars.bars().is_empty())>
            <svg
                viewBox=format!("0 0 {} {}", Short(WIDTH), Short(HEIGHT))
                preserveAspectRatio="none"
                role="img"
                aria-label=tr().histogram
                data-testid="histogram"
                on:pointerdown=down
                on:pointermove=moved
                on:pointerup=up
                on:pointercancel=move |_| brush.set(None)
                on:pointerleave=move |_| hovered.set(None)
            >
                {shade}
                <path class="all" d=move || path(|bar| bar.all)/>
                <path class="selected" d=move || path(|bar| bar.selected)/>
                <line class="base" x1="0" x2=Short(WIDTH).to_string() y1=Short(HEIGHT).to_string() y2=Short(HEIGHT).to_string()/>
            </svg>
            <p class="scale" aria-hidden="true">
                {move || said().map(|(left, right)| view! { <span>{left}</span><span>{right}</span> })}
            </p>
        </div>
    }
}
