use super::network::network_plot;
use super::table::table_plot;
use super::timeline::timeline_plot;
use super::twin::{network_twin, timeline_twin};
use crate::app::history::Step;
use crate::app::{RowPages, on_resize, store};
use crate::export::{save_csv, save_png, save_svg};
use crate::facets::facet_title;
use crate::markup::Text;
use crate::state::Link;
use crate::text::tr;
use leptos::html::Div;
use leptos::prelude::*;
use verbatim_corpus::{Facet, Grain, Rows, Tab, Ties};

/// Id of the drawing, for downloads.
pub const DRAWING: &str = "drawing";

/// Narrower than this a drawing is not made, but scrolled.
const NARROWEST: f64 = 280.0;

/// A plot with what it draws, its table twin and its downloads.
#[component]
pub fn PlotTab() -> impl IntoView {
    let store = store();
    let t = tr();
    let as_table = RwSignal::new(false);
    let rows = Memo::new(move |_| store.rows.with(RowPages::first));
    let tab = Memo::new(move |_| store.link.with(|link| link.tab));
    let body = NodeRef::<Div>::new();
    // The room for a drawing; zero until it is known.
    let width = RwSignal::new(0.0);
    let measure = move || {
        let Some(element) = body.try_get_untracked().flatten() else { return };
        let style = gloo::utils::window().get_computed_style(&element).ok().flatten();
        let padding = |side: &str| {
            let said = style.as_ref().and_then(|style| style.get_property_value(side).ok())?;
            said.trim_end_matches("px").parse::<f64>().ok()
        };
        let sides = padding("padding-left").unwrap_or(0.0) + padding("padding-right").unwrap_or(0.0);
        let room = (f64::from(element.client_width()) - sides).max(NARROWEST);
        if width.get_untracked() != room {
            width.set(room);
        }
    };
    Effect::new(move |_| {
        let Some(element) = body.get() else { return };
        // Before the next frame is laid out: asking here would lay the page out twice.
        request_animation_frame(measure);
        on_resize(&element, measure);
    });
    let name = move || match tab.get() {
        Tab::Timeline => "timeline",
        Tab::Network => "network",
        _ => "table",
    };
    view! {
        <div class="plot" data-testid="plot">
            <div class="plot-head">
                {move || match tab.get() {
                    Tab::Timeline => view! {
                        <AxisChoice label=t.plot_rows columns=false/>
                        <GrainChoice/>
                    }.into_any(),
                    Tab::Network => view! { <TiesChoice/> }.into_any(),
                    _ => view! {
                        <AxisChoice label=t.plot_rows columns=false/>
                        <AxisChoice label=t.plot_columns columns=true/>
                    }.into_any(),
                }}
                <span class="plot-tools">
                    <Show when=move || tab.get() != Tab::Table>
                        <button
                            class="tool"
                            data-testid="table-twin"
                            aria-pressed=move || as_table.get().to_string()
                            on:click=move |_| as_table.update(|on| *on = !*on)
                        >
                            {move || if as_table.get() { t.plot_as_picture } else { t.plot_as_table }}
                        </button>
                        <button class="tool" data-testid="save-svg" on:click=move |_| save_svg(DRAWING, name())>"SVG"</button>
                        <button class="tool" data-testid="save-png" on:click=move |_| save_png(DRAWING, name())>"PNG"</button>
                    </Show>
                    <button class="tool" data-testid="save-csv" on:click=move |_| save_csv(store, name())>"CSV"</button>
                </span>
            </div>
            <div
                class="plot-body"
                node_ref=body
                tabindex="0"
                role="region"
                aria-label=move || t.tabs[tab_index(tab.get())]
                inner_html=move || {
                    let rows = rows.get();
                    let as_table = as_table.get();
                    let width = width.get();
                    if width == 0.0 {
                        return String::new();
                    }
                    store.link.with_untracked(|link| drawn(rows.as_deref(), link, as_table, width))
                }
            ></div>
        </div>
    }
}

/// What a tab draws.
fn drawn(rows: Option<&Rows>, link: &Link, as_table: bool, width: f64) -> String {
    match rows {
        Some(Rows::Timeline(timeline)) if !timeline.dates.is_empty() => {
            if as_table {
                timeline_twin(timeline, link)
            } else {
                timeline_plot(timeline, link, width)
            }
        }
        Some(Rows::Network(network)) if !network.nodes.is_empty() => {
            if as_table {
                network_twin(network, link)
            } else {
                network_plot(network, link, width)
            }
        }
        Some(Rows::Table(table)) if !table.rows.is_empty() => table_plot(table, link),
        Some(Rows::Timeline(_) | Rows::Network(_) | Rows::Table(_)) => {
            format!("<p class=\"plot-empty\">{}</p>", Text(tr().plot_empty))
        }
        _ => String::new(),
    }
}

fn tab_index(tab: Tab) -> usize {
    crate::results::TABS.iter().position(|other| *other == tab).unwrap_or(0)
}

#[component]
fn AxisChoice(label: &'static str, columns: bool) -> impl IntoView {
    let store = store();
    let current = move |link: &Link| if columns { link.axes.columns } else { link.axes.rows };
    view! {
        <label class="choice">
            <span>{label}</span>
            <select
                data-testid=if columns { "plot-columns" } else { "plot-rows" }
                on:change=move |event| {
                    if let Some(facet) = Facet::from_name(&event_target_value(&event)) {
                        store.go(Step::Push, |link| if columns { link.axes.columns = facet } else { link.axes.rows = facet });
                    }
                }
            >
                {Facet::ALL.into_iter().map(|facet| view! {
                    <option value=facet.name() selected=move || store.link.with(|link| current(link) == facet)>{facet_title(facet)}</option>
                }).collect_view()}
            </select>
        </label>
    }
}

#[component]
fn GrainChoice() -> impl IntoView {
    let store = store();
    let t = tr();
    let grains = [
        None,
        Some(Grain::Day),
        Some(Grain::Week),
        Some(Grain::Month),
        Some(Grain::Quarter),
        Some(Grain::Year),
    ];
    view! {
        <label class="choice">
            <span>{t.plot_step}</span>
            <select
                data-testid="plot-grain"
                on:change=move |event| {
                    let at = event_target_value(&event).parse::<usize>().unwrap_or(0);
                    store.go(Step::Push, |link| link.grain = grains.get(at).copied().flatten());
                }
            >
                {grains.into_iter().enumerate().map(|(at, grain)| view! {
                    <option value=at.to_string() selected=move || store.link.with(|link| link.grain == grain)>{t.grains[at]}</option>
                }).collect_view()}
            </select>
        </label>
    }
}

#[component]
fn TiesChoice() -> impl IntoView {
    let store = store();
    let t = tr();
    let ties = [Ties::SpeaksAbout, Ties::NamedTogether];
    view! {
        <label class="choice">
            <span>{t.plot_ties}</span>
            <select
                data-testid="plot-ties"
                on:change=move |event| {
                    let at = event_target_value(&event).parse::<usize>().unwrap_or(0);
                    store.go(Step::Push, |link| link.ties = ties.get(at).copied().unwrap_or_default());
                }
            >
                {ties.into_iter().enumerate().map(|(at, one)| view! {
                    <option value=at.to_string() selected=move || store.link.with(|link| link.ties == one)>{t.ties[at]}</option>
                }).collect_view()}
            </select>
        </label>
    }
}
