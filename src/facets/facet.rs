use super::names::{facet_title, value_name};
use crate::app::history::Step;
use crate::app::{FEW, Icon, store};
use crate::state::{Short, exclude, toggle};
use crate::text::{fill, number, tr};
use leptos::prelude::*;
use verbatim_corpus::{Facet, FacetCounts, FacetValue};

/// Values added by one "more".
const MORE: u32 = 24;

/// One facet: its heading folds it, its values are chosen and excluded.
#[component]
pub fn FacetList(
    /// Which facet.
    facet: Facet,
) -> impl IntoView {
    let store = store();
    let t = tr();
    let open = move || store.facets.with(|facets| facets.get(&facet).is_some_and(|shown| shown.open));
    let limit = move || store.facets.with(|facets| facets.get(&facet).map_or(FEW, |shown| shown.limit));
    let counts = store.list(facet);
    let shown = Memo::new(move |_| counts.with(|counts| counts.as_ref().map_or(0, |c| c.values.len())));
    let most = Memo::new(move |_| {
        let most = counts.with(|counts| counts.as_ref()?.values.iter().map(|value| value.count).max());
        most.unwrap_or(0).max(1)
    });
    let total = move || counts.with(|counts| counts.as_ref().map_or(0, |c| c.total));
    let searching =
        move || store.facets.with(|facets| facets.get(&facet).is_some_and(|s| !s.search.is_empty()));
    let chosen =
        move || store.link.with(|link| link.query.filters.iter().filter(|f| f.facet == facet).count());
    let title = facet_title(facet);
    let body = format!("facet-{}", facet.name());
    view! {
        <section class="facet" data-testid=format!("facet-{}", facet.name())>
            <h2>
                <button
                    class="fold"
                    id=format!("fold-{}", facet.name())
                    aria-expanded=move || open().to_string()
                    aria-controls=body.clone()
                    on:click=move |_| store.show_facet(facet, |shown| shown.open = !shown.open)
                >
                    <Icon name="down"/>
                    <span class="title">{title}</span>
                    <Show when=move || { chosen() > 0 }><span class="chosen-count">{move || number(chosen() as u32)}</span></Show>
                    <Show when=move || { open() && total() > 0 }><span class="total">{move || number(total())}</span></Show>
                </button>
            </h2>
            <div id=body class="facet-body" hidden=move || !open()>
                <Show when=move || { open() && (total() > FEW || searching()) }>
                    <input
                        type="search"
                        class="facet-search"
                        placeholder=fill(t.facet_search, &title.to_lowercase())
                        aria-label=fill(t.facet_search, &title.to_lowercase())
                        autocomplete="off"
                        prop:value=move || store.facets.with(|f| f.get(&facet).map(|s| s.search.clone()).unwrap_or_default())
                        on:input=move |event| {
                            let text = event_target_value(&event);
                            store.show_facet(facet, |shown| shown.search = text);
                        }
                    />
                </Show>
                <ul>
                    // By the place in the list: an answer changes words and figures, and makes no element.
                    <For each=move || 0..shown.get() key=|at| *at children=move |at| view! { <Value facet at counts most/> }/>
                </ul>
                <Show when=move || { open() && counts.with(Option::is_some) && total() == 0 }>
                    <p class="nothing">{t.nothing_here}</p>
                </Show>
                <div class="facet-more">
                    <Show when=move || { open() && limit() < total() }>
                        <button class="link" on:click=move |_| store.show_facet(facet, |s| s.limit += MORE)>{t.more}</button>
                    </Show>
                    <Show when=move || { open() && limit() > FEW }>
                        <button class="link" on:click=move |_| store.show_facet(facet, |s| s.limit = FEW)>{t.fewer}</button>
                    </Show>
                </div>
            </div>
        </section>
    }
}

#[component]
fn Value(facet: Facet, at: usize, counts: RwSignal<Option<FacetCounts>>, most: Memo<u32>) -> impl IntoView {
    let store = store();
    let t = tr();
    // A place that goes keeps its value until it is gone.
    let value = Memo::new(move |before: Option<&FacetValue>| {
        let now = counts.with(|counts| counts.as_ref()?.values.get(at).cloned());
        now.or_else(|| before.cloned()).unwrap_or_default()
    });
    let key = Memo::new(move |_| value.with(|value| value.key.clone()));
    let name = Memo::new(move |_| value.with(|value| value_name(facet, &value.key, &value.name)));
    let chosen = Memo::new(move |_| value.with(|value| value.chosen));
    let count = Memo::new(move |_| value.with(|value| value.count));
    let share = move || format!("{}%", Short(f64::from(count.get()) / f64::from(most.get()) * 100.0));
    let state = move || match chosen.get() {
        None => "value",
        Some(false) => "value chosen",
        Some(true) => "value excluded",
    };
    view! {
        <li class=state data-testid="facet-value" data-key=move || key.get()>
            <button
                class="choose"
                id=move || key.with(|key| format!("value-{}-{key}", facet.name()))
                aria-pressed=move || (chosen.get() == Some(false)).to_string()
                on:click=move |_| store.go(Step::Push, |link| key.with_untracked(|key| toggle(&mut link.query, facet, key)))
            >
                <span class="tick"><Icon name="check"/></span>
                <span class="name" dir="auto">{move || name.get()}</span>
                <span class="number">{move || number(count.get())}</span>
                <span class="share" aria-hidden="true" style:width=share></span>
            </button>
            <button
                class="exclude"
                title=move || name.with(|name| fill(t.exclude, name))
                aria-label=move || name.with(|name| fill(t.exclude, name))
                aria-pressed=move || (chosen.get() == Some(true)).to_string()
                on:click=move |_| store.go(Step::Push, |link| key.with_untracked(|key| exclude(&mut link.query, facet, key)))
            >
                <Icon name="minus"/>
            </button>
        </li>
    }
}
