use crate::app::history::Step;
use crate::app::{Icon, store};
use crate::facets::{facet_title, value_name};
use crate::state::{clear_all, remove};
use crate::text::{date, fill, tr};
use leptos::prelude::*;
use verbatim_corpus::DateRange;

/// What is selected, each thing removable.
#[component]
pub fn Chips() -> impl IntoView {
    let store = store();
    let t = tr();
    let filters = move || store.link.with(|link| link.query.filters.clone());
    let dates = move || store.link.with(|link| link.query.dates);
    let text =
        move || store.link.with(|link| Some(link.query.text.clone()).filter(|text| !text.trim().is_empty()));
    view! {
        <Show when=move || store.is_narrowed()>
            <ul class="chips" aria-label=t.chips data-testid="chips">
                {move || text().map(|text| {
                    let what = format!("\u{201c}{}\u{201d}", text.trim());
                    chip(t.search, what, false, move || store.go(Step::Push, |link| link.query.text.clear()))
                })}
                {move || dates().map(|dates| {
                    chip(t.dates, range_text(dates), false, move || store.go(Step::Push, |link| link.query.dates = None))
                })}
                {move || filters().into_iter().map(|filter| {
                    let name = value_name(filter.facet, &filter.key, &store.name_of(filter.facet, &filter.key));
                    chip(facet_title(filter.facet), name, filter.exclude, move || {
                        store.go(Step::Push, |link| remove(&mut link.query, filter.facet, &filter.key));
                    })
                }).collect_view()}
                <li>
                    <button
                        class="link"
                        data-testid="clear-all"
                        on:click=move |_| store.go(Step::Push, |link| clear_all(&mut link.query))
                    >
                        {t.clear_all}
                    </button>
                </li>
            </ul>
        </Show>
    }
}

fn chip(title: &'static str, name: String, excluded: bool, removed: impl Fn() + 'static) -> impl IntoView {
    let t = tr();
    view! {
        <li class="chip" class:excluded=excluded data-testid="chip">
            <span class="what">{title}{excluded.then(|| format!(" {}", t.chip_not))}</span>
            <span class="name" dir="auto">{name.clone()}</span>
            <button aria-label=fill(t.chip_remove, &name) title=fill(t.chip_remove, &name) on:click=move |_| removed()>
                <Icon name="close"/>
            </button>
        </li>
    }
}

fn range_text(dates: DateRange) -> String {
    let end = |end: Option<_>| end.map(date).unwrap_or_default();
    if dates.from == dates.to {
        end(dates.from)
    } else {
        format!("{} \u{2013} {}", end(dates.from), end(dates.to))
    }
}
