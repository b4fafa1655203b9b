use crate::app::history::Step;
use crate::app::{Panel, store};
use crate::state::clear_all;
use crate::text::tr;
use leptos::prelude::*;
use verbatim_corpus::Tab;

/// Why there are no rows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    Reading,
    NoArticles,
    NoWords,
    NoGroups,
    NothingFound,
}

/// No rows: says why and what to do.
#[component]
pub fn Empty() -> impl IntoView {
    let store = store();
    let t = tr();
    let why = Memo::new(move |_| {
        let nothing = store.view.with(|view| view.as_ref().is_none_or(|view| view.totals.all_articles == 0));
        let (tab, words) = store.link.with(|link| (link.tab, !link.query.text.trim().is_empty()));
        match tab {
            _ if store.progress.with(|progress| progress.running) => Why::Reading,
            _ if nothing => Why::NoArticles,
            Tab::Context if !words => Why::NoWords,
            Tab::SameQuote => Why::NoGroups,
            _ => Why::NothingFound,
        }
    });
    view! {
        <div class="empty" data-testid="empty">
            {move || match why.get() {
                Why::Reading => view! { <p class="lead">{t.loading}"…"</p> }.into_any(),
                Why::NoArticles => view! {
                    <p class="lead">{t.no_articles}</p>
                    <p>{t.no_articles_hint}</p>
                    <button class="tool main" on:click=move |_| store.panel.set(Some(Panel::Import))>{t.add}</button>
                }.into_any(),
                Why::NoWords => view! { <p class="lead">{t.context_empty}</p><p>{t.context_empty_hint}</p> }.into_any(),
                Why::NoGroups => view! { <p class="lead">{t.same_empty}</p><p>{t.same_empty_hint}</p> }.into_any(),
                Why::NothingFound => view! {
                    <p class="lead">{t.none_found}</p>
                    <p>{t.none_found_hint}</p>
                    <button class="tool" on:click=move |_| store.go(Step::Push, |link| clear_all(&mut link.query))>{t.clear_all}</button>
                }.into_any(),
            }}
        </div>
    }
}
