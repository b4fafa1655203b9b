use super::chips::Chips;
use super::empty::Empty;
use super::list::RowList;
use super::tabs::{SortChoice, Tabs};
use crate::app::{Icon, Panel, store};
use crate::text::{count, fill, number, tr};
use leptos::prelude::*;

/// Tabs, chips, the count, and the rows.
#[component]
pub fn ResultsColumn() -> impl IntoView {
    let store = store();
    let t = tr();
    let summary = Memo::new(move |_| {
        store.view.with(|view| {
            let totals = view.as_ref()?.totals;
            let quotes = count(&t.quotes, totals.quotes);
            let articles = fill(t.in_articles, &count(&t.articles, totals.articles));
            let outlets = (totals.outlets > 0).then(|| format!(" · {}", count(&t.outlets, totals.outlets)));
            Some(format!("{quotes} {articles}{}", outlets.unwrap_or_default()))
        })
    });
    // Said only when it has settled: not at every letter typed, not at every article read.
    Effect::new(move |_| {
        let Some(text) = summary.get() else { return };
        set_timeout(
            move || {
                if summary.try_get_untracked().flatten().as_deref() == Some(text.as_str()) {
                    store.spoken.set(text);
                }
            },
            std::time::Duration::from_millis(900),
        );
    });
    let empty = move || store.view.with(|view| view.is_some()) && store.rows.with(|rows| rows.total == 0);
    let chosen =
        move || store.link.with(|link| link.query.filters.len() + usize::from(link.query.dates.is_some()));
    view! {
        <section class="column results" aria-label=t.tabs_label>
            <div class="results-head">
                <div class="line">
                    <button
                        class="tool narrow-only"
                        data-testid="open-filters"
                        on:click=move |_| store.panel.set(Some(Panel::Facets))
                    >
                        <Icon name="filters"/>
                        <span>{t.filters}{move || (chosen() > 0).then(|| format!(" ({})", number(chosen() as u32)))}</span>
                    </button>
                    <Tabs/>
                    <SortChoice/>
                </div>
                <Chips/>
                <div class="line small">
                    <p class="summary" data-testid="summary">{move || summary.get()}</p>
                    <button class="link" data-testid="copy-link" on:click=move |_| crate::app::copy_link(store)>
                        <Icon name="link"/>
                        {t.copy_link}
                    </button>
                </div>
            </div>
            <div class="results-panel" id="results-panel" role="tabpanel" aria-label=t.tabs_label>
                <RowList/>
                <Show when=empty><Empty/></Show>
            </div>
        </section>
    }
}
