use super::dates::Dates;
use super::facet::FacetList;
use crate::app::history::Step;
use crate::app::{Icon, store};
use crate::text::tr;
use leptos::prelude::*;
use verbatim_corpus::{CountBy, Facet};

const COUNTS: [CountBy; 4] = [CountBy::Quotes, CountBy::Articles, CountBy::Stories, CountBy::Outlets];

/// So many articles fill the facets.
const WORTH_CHOOSING: u32 = 60;

/// Dates and facets; a sheet in a narrow window.
#[component]
pub fn FacetColumn() -> impl IntoView {
    let store = store();
    let t = tr();
    // The facets come with their values, and while many articles are read not before the lists are
    // about full: otherwise each list pushes down those below it as it grows.
    let filled = Memo::new(move |_| {
        let read = store.counts.with(|view| view.as_ref().map_or(0, |view| view.totals.all_articles));
        let running = store.progress.with(|progress| progress.running);
        read >= if running { WORTH_CHOOSING } else { 1 }
    });
    view! {
        <section class="column facets" id="facets" aria-label=t.filters data-testid="facets" tabindex="-1">
            <div class="sheet-head">
                <h2>{t.filters}</h2>
                <button class="tool" aria-label=t.close on:click=move |_| store.panel.set(None)><Icon name="close"/></button>
            </div>
            <Dates/>
            <div class="count-by">
                <label for="count-by">{t.count_by}</label>
                <select
                    id="count-by"
                    data-testid="count-by"
                    on:change=move |event| {
                        let chosen = event_target_value(&event).parse::<usize>().unwrap_or(0);
                        let chosen = COUNTS.get(chosen).copied().unwrap_or_default();
                        store.go(Step::Push, |link| link.count_by = chosen);
                    }
                >
                    {COUNTS.into_iter().enumerate().map(|(at, count)| view! {
                        <option value=at.to_string() selected=move || store.link.with(|link| link.count_by == count)>
                            {t.counts[at]}
                        </option>
                    }).collect_view()}
                </select>
            </div>
            <Show when=move || filled.get()>
                {Facet::ALL.into_iter().map(|facet| view! { <FacetList facet/> }).collect_view()}
            </Show>
        </section>
    }
}
