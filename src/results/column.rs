use super::chips::Chips;
use super::empty::Empty;
use super::list::RowList;
use super::same_quote::SameQuoteList;
use super::tabs::{SortChoice, Tabs};
use crate::app::{Icon, Panel, store};
use crate::export::save_csv;
use crate::mend::Judge;
use crate::plots::PlotTab;
use crate::text::{count, fill, number, tr};
use leptos::prelude::*;
use verbatim_corpus::Tab;

/// How a tab's rows are drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    List,
    Same,
    Plot,
}

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
                    store.counted.set(text);
                }
            },
            std::time::Duration::from_millis(900),
        );
    });
    let kind = Memo::new(move |_| match store.link.with(|link| link.tab) {
        Tab::Quotes | Tab::Articles | Tab::Names | Tab::Context => Kind::List,
        Tab::SameQuote => Kind::Same,
        Tab::Timeline | Tab::Network | Tab::Table => Kind::Plot,
    });
    let empty = move || {
        kind.get() != Kind::Plot
            && store.view.with(Option::is_some)
            && store.rows.with(|rows| rows.total == 0)
    };
    let chosen =
        move || store.link.with(|link| link.query.filters.len() + usize::from(link.query.dates.is_some()));
    let filters_label = move || match chosen() {
        0 => t.filters.to_owned(),
        some => format!("{} ({})", t.filters, number(some as u32)),
    };
    view! {
        <section class="column results" aria-label=t.tabs_label>
            <div class="results-head">
                <div class="line">
                    <button
                        class="tool narrow-only"
                        aria-label=filters_label
                        data-testid="open-filters"
                        on:click=move |_| store.panel.set(Some(Panel::Facets))
                    >
                        <Icon name="filters"/>
                        {move || (chosen() > 0).then(|| view! { <b>{number(chosen() as u32)}</b> })}
                    </button>
                    <Tabs/>
                </div>
                <Chips/>
                <div class="line small">
                    <p class="summary" data-testid="summary">{move || summary.get()}</p>
                    <SortChoice/>
                    <Show when=move || kind.get() != Kind::Plot>
                        <button class="link" data-testid="save-rows" title=t.save_rows on:click=move |_| save_csv(store, "rows")>"CSV"</button>
                    </Show>
                    <button class="link" data-testid="copy-link" on:click=move |_| crate::app::copy_link(store)>
                        <Icon name="link"/>
                        {t.copy_link}
                    </button>
                </div>
            </div>
            <div class="results-panel" id="results-panel" role="tabpanel" aria-label=t.tabs_label>
                <Show when=move || store.link.with(|link| link.tab == Tab::Names)><Judge/></Show>
                {move || match kind.get() {
                    Kind::List => view! { <RowList/> }.into_any(),
                    Kind::Same => view! { <SameQuoteList/> }.into_any(),
                    Kind::Plot => view! { <PlotTab/> }.into_any(),
                }}
                <Show when=empty><Empty/></Show>
            </div>
        </section>
    }
}
