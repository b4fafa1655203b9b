use crate::app::history::Step;
use crate::app::{Icon, store};
use crate::text::{fill, tr};
use leptos::prelude::*;

/// The search box. The address follows while typing; the answer too.
#[component]
pub fn SearchBox() -> impl IntoView {
    let store = store();
    let t = tr();
    let text = move || store.link.with(|link| link.query.text.clone());
    let wrong = move || store.view.with(|view| view.as_ref().and_then(|view| view.error.clone()));
    view! {
        <search class="search">
            <Icon name="search"/>
            <input
                id="search"
                type="search"
                data-testid="search"
                aria-label=t.search
                placeholder=t.search_hint
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-invalid=move || wrong().is_some().to_string()
                aria-describedby="search-wrong"
                prop:value=text
                on:input=move |event| {
                    let typed = event_target_value(&event);
                    store.go(Step::Replace, |link| link.query.text = typed);
                }
            />
            <Show when=move || !text().is_empty()>
                <button
                    class="tool"
                    aria-label=t.search_clear
                    on:click=move |_| {
                        store.go(Step::Push, |link| link.query.text.clear());
                        crate::app::focus("search");
                    }
                >
                    <Icon name="close"/>
                </button>
            </Show>
            <p id="search-wrong" class="wrong" hidden=move || wrong().is_none() data-testid="search-error">
                {move || wrong().map(|(message, _)| fill(t.search_wrong, &message))}
            </p>
        </search>
    }
}
