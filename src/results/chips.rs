use crate::app::history::Step;
use crate::app::{Icon, store};
use crate::facets::{facet_title, value_name};
use crate::state::{clear_all, remove};
use crate::text::{date, fill, tr};
use leptos::prelude::*;
use verbatim_corpus::{DateRange, Filter};

/// What is selected, each thing removable.
#[component]
pub fn Chips() -> impl IntoView {
    let store = store();
    let t = tr();
    // A chip stays as it is while something else changes, and its own words follow.
    let filters = Memo::new(move |_| store.link.with(|link| link.query.filters.clone()));
    let dates = Memo::new(move |_| store.link.with(|link| link.query.dates));
    let text = Memo::new(move |_| store.link.with(|link| link.query.text.trim().to_owned()));
    let quoted = move || format!("\u{201c}{}\u{201d}", text.get());
    let range = move || dates.get().map(range_text).unwrap_or_default();
    view! {
        <Show when=move || store.is_narrowed()>
            <ul class="chips" aria-label=t.chips data-testid="chips">
                <Show when=move || !text.with(String::is_empty)>
                    {chip(t.search, quoted, false, move || store.go(Step::Push, |link| link.query.text.clear()))}
                </Show>
                <Show when=move || dates.with(Option::is_some)>
                    {chip(t.dates, range, false, move || store.go(Step::Push, |link| link.query.dates = None))}
                </Show>
                <For each=move || filters.get() key=|filter| filter.clone() children=move |filter| {
                    let Filter { facet, key, exclude } = filter;
                    let kept = key.clone();
                    let name = move || value_name(facet, &kept, &store.name_of(facet, &kept));
                    chip(facet_title(facet), name, exclude, move || {
                        store.go(Step::Push, |link| remove(&mut link.query, facet, &key));
                    })
                }/>
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

fn chip(
    title: &'static str,
    name: impl Fn() -> String + Send + Sync + 'static,
    excluded: bool,
    removed: impl Fn() + 'static,
) -> impl IntoView {
    let t = tr();
    let name = Memo::new(move |_| name());
    let remove = move || fill(t.chip_remove, &name.get());
    view! {
        <li class="chip" class:excluded=excluded data-testid="chip">
            <span class="what">{title}{excluded.then(|| format!(" {}", t.chip_not))}</span>
            <span class="name" dir="auto">{move || name.get()}</span>
            <button aria-label=remove title=remove on:click=move |_| removed()>
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
