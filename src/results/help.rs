use crate::app::{Panel, enable_keys, keys_enabled, store};
use crate::intake::Dialog;
use crate::text::tr;
use leptos::prelude::*;

/// Help: how to read the page, and the keys.
#[component]
pub fn HelpPanel() -> impl IntoView {
    let store = store();
    let t = tr();
    view! {
        <Show when=move || store.panel.get() == Some(Panel::Help)>
            <Dialog title=t.help_title>
                <dl class="guide">
                    {t.guide_points.iter().map(|(name, text)| view! { <dt>{*name}</dt><dd>{*text}</dd> }).collect_view()}
                </dl>
                <h3>{t.help_keys}</h3>
                <dl class="keys">
                    {t.keys.iter().map(|(keys, text)| view! {
                        <dt>{keys.split(' ').map(|key| view! { <kbd>{key}</kbd> }).collect_view()}</dt>
                        <dd>{*text}</dd>
                    }).collect_view()}
                </dl>
                <label class="switch">
                    <input type="checkbox" prop:checked=keys_enabled() on:change=move |event| enable_keys(event_target_checked(&event))/>
                    {t.help_keys_switch}
                </label>
                <p class="privacy">{t.privacy}</p>
            </Dialog>
        </Show>
    }
}
