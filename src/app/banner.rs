use super::{Notice, Panel, store};
use crate::protocol::ModelState;
use crate::text::{fill, tr};
use leptos::prelude::*;

/// Lines under the masthead: the sample, and what the person must be told.
#[component]
pub fn Banners() -> impl IntoView {
    let store = store();
    let t = tr();
    let hidden = RwSignal::new(false);
    let own = move || store.collection.with(|c| c.as_ref().is_some_and(|(_, own)| *own));
    let sample = move || store.sample.get() && !own() && !hidden.get();
    let model = move || match store.model.get() {
        ModelState::RulesOnly { reason } => Some(fill(t.rules_only, &reason)),
        ModelState::Unknown | ModelState::Trained => None,
    };
    let notice = move || {
        store.notice.get().map(|notice| match notice {
            Notice::Restarted(why) => (fill(t.restarted, &why), false),
            Notice::Broken(why) => (fill(t.broken, &why), true),
            Notice::OtherBuild => (t.other_build.to_owned(), true),
        })
    };
    let reload = move |_| {
        let _ = gloo::utils::window().location().reload();
    };
    view! {
        <section class="banners" aria-label=t.notices>
            <Show when=sample>
                <div class="banner sample" role="note" data-testid="sample-banner">
                    <p>{t.sample_banner}</p>
                    <button class="link" on:click=move |_| store.panel.set(Some(Panel::Import))>{t.sample_own}</button>
                    <button class="link" on:click=move |_| hidden.set(true)>{t.dismiss}</button>
                </div>
            </Show>
            {move || model().map(|text| view! {
                <div class="banner warn" role="status" data-testid="model-notice"><p>{text}</p></div>
            })}
            {move || notice().map(|(text, must_reload)| view! {
                <div class="banner warn" role="alert" data-testid="notice">
                    <p>{text}</p>
                    {if must_reload {
                        view! { <button class="link" on:click=reload>{t.reload}</button> }.into_any()
                    } else {
                        view! { <button class="link" on:click=move |_| store.notice.set(None)>{t.dismiss}</button> }.into_any()
                    }}
                </div>
            })}
        </section>
    }
}
