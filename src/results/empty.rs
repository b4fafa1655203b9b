use crate::app::history::Step;
use crate::app::{Panel, store};
use crate::state::clear_all;
use crate::text::tr;
use leptos::prelude::*;
use verbatim_corpus::Tab;

/// No rows: says why and what to do.
#[component]
pub fn Empty() -> impl IntoView {
    let store = store();
    let t = tr();
    let reading = move || store.progress.with(|progress| progress.running);
    let nothing =
        move || store.view.with(|view| view.as_ref().is_none_or(|view| view.totals.all_articles == 0));
    view! {
        <div class="empty" data-testid="empty">
            {move || if reading() {
                view! { <p class="lead">{t.loading}"…"</p> }.into_any()
            } else if nothing() {
                view! {
                    <p class="lead">{t.no_articles}</p>
                    <p>{t.no_articles_hint}</p>
                    <button class="tool main" on:click=move |_| store.panel.set(Some(Panel::Import))>{t.add}</button>
                }.into_any()
            } else if store.link.with(|link| link.tab == Tab::Context && link.query.text.trim().is_empty()) {
                view! { <p class="lead">{t.context_empty}</p><p>{t.context_empty_hint}</p> }.into_any()
            } else if store.link.with(|link| link.tab == Tab::SameQuote) {
                view! { <p class="lead">{t.same_empty}</p><p>{t.same_empty_hint}</p> }.into_any()
            } else {
                view! {
                    <p class="lead">{t.none_found}</p>
                    <p>{t.none_found_hint}</p>
                    <button class="tool" on:click=move |_| store.go(Step::Push, |link| clear_all(&mut link.query))>{t.clear_all}</button>
                }.into_any()
            }}
        </div>
    }
}
