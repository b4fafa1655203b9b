use crate::text::tr;
use gloo::storage::{LocalStorage, Storage};
use leptos::prelude::*;

const KEY: &str = "verbatim.layers";

/// What can be drawn over the article, by the class that shows it.
pub const LAYERS: [&str; 5] = ["quotes", "names", "agency", "furniture", "hits"];

/// Which layers are on; this browser remembers.
pub fn remembered() -> [bool; 5] {
    LocalStorage::get(KEY).unwrap_or([true; 5])
}

/// The article's class for a set of layers.
pub fn classes(on: [bool; 5]) -> String {
    let names = LAYERS.iter().zip(on).filter(|(_, on)| *on).map(|(name, _)| format!(" show-{name}"));
    format!("article{}", names.collect::<String>())
}

/// Switches for the layers.
#[component]
pub fn LayerSwitches(
    /// Which are on.
    layers: RwSignal<[bool; 5]>,
) -> impl IntoView {
    let t = tr();
    view! {
        <div class="layers" role="group" aria-label=t.layers data-testid="layers">
            {LAYERS.into_iter().enumerate().map(|(at, name)| view! {
                <button
                    class=format!("layer {name}")
                    data-testid=format!("layer-{name}")
                    aria-pressed=move || layers.get()[at].to_string()
                    on:click=move |_| {
                        layers.update(|layers| layers[at] = !layers[at]);
                        let _ = LocalStorage::set(KEY, layers.get_untracked());
                    }
                >
                    {t.layer_names[at]}
                </button>
            }).collect_view()}
        </div>
    }
}
