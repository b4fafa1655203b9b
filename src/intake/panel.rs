use super::dialog::Dialog;
use super::files::picked;
use crate::app::{Panel, Store, store};
use crate::export::save_corpus;
use crate::protocol::Kept;
use crate::text::{fill, number, tr};
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// Files, a folder, or pasted text.
#[component]
pub fn ImportPanel() -> impl IntoView {
    let store = store();
    let t = tr();
    Effect::new(move |_| {
        if store.panel.get() == Some(Panel::Import) {
            store.prepare();
        }
    });
    view! {
        <Show when=move || store.panel.get() == Some(Panel::Import)>
            <Dialog title=t.import>
                <p class="privacy">{t.import_privacy}</p>
                <div class="drop-here">
                    <p class="lead">{t.import_drop}</p>
                    <div class="pick">
                        <Picker label=t.choose_files folder=false/>
                        <Picker label=t.choose_folder folder=true/>
                    </div>
                    <p class="kinds">{t.import_kinds}</p>
                </div>
                <Paste/>
                <Show when=move || !store.sample.get()>
                    <div class="keep">
                        <label class="switch">
                            <input
                                type="checkbox"
                                data-testid="keep"
                                prop:checked=move || matches!(store.kept.get(), Kept::Yes { .. } | Kept::Reopened)
                                on:change=move |event| store.keep(event_target_checked(&event))
                            />
                            {t.keep}
                        </label>
                        <p class="kinds" data-testid="kept">{move || match store.kept.get() {
                            Kept::No => t.keep_about.to_owned(),
                            Kept::Reopened => t.keep_reopened.to_owned(),
                            Kept::Yes { bytes } => fill(t.kept_bytes, &number(bytes.div_ceil(1024))),
                            Kept::Failed { reason } => fill(t.keep_failed, &reason),
                        }}</p>
                        <p class="kinds" data-testid="memory">{move || fill(t.memory, &number(store.progress.with(|progress| progress.memory)))}</p>
                        <button class="link" data-testid="save-corpus" on:click=move |_| save_corpus(store)>{t.save_corpus}</button>
                    </div>
                    <button
                        class="link"
                        data-testid="load-sample"
                        on:click=move |_| {
                            store.panel.set(None);
                            store.load_sample();
                        }
                    >
                        {t.load_sample}
                    </button>
                </Show>
            </Dialog>
        </Show>
    }
}

/// A button that is the label of a hidden file input.
#[component]
fn Picker(label: &'static str, folder: bool) -> impl IntoView {
    let store = store();
    let input = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let input: &HtmlInputElement = &input;
        if let Some(list) = input.files() {
            store.panel.set(None);
            store.import_files(picked(&list));
        }
        input.set_value("");
    };
    // Not an attribute that HTML's own list knows.
    Effect::new(move |_| {
        if let Some(input) = input.get().filter(|_| folder) {
            let _ = input.set_attribute("webkitdirectory", "");
        }
    });
    view! {
        <label class="tool main">
            {label}
            <input
                type="file"
                class="unseen"
                multiple
                node_ref=input
                data-testid=if folder { "pick-folder" } else { "pick-files" }
                on:change=chosen
            />
        </label>
    }
}

#[component]
fn Paste() -> impl IntoView {
    let store = store();
    let t = tr();
    let text = RwSignal::new(String::new());
    view! {
        <label class="paste">
            <span>{t.paste_label}</span>
            <textarea
                rows="6"
                placeholder=t.paste_hint
                data-testid="paste"
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
        </label>
        <button
            class="tool"
            data-testid="paste-add"
            disabled=move || text.with(|text| text.trim().is_empty())
            on:click=move |_| {
                add_pasted(store, None, Some(text.get_untracked()));
                text.set(String::new());
                store.panel.set(None);
            }
        >
            {t.paste_add}
        </button>
    }
}

/// Pasted words as a file with a name. Markup is kept when it is a page's, for the reader of pages
/// finds more in it; markup around a few copied words says less than the words do.
pub fn add_pasted(store: Store, html: Option<String>, plain: Option<String>) {
    let plain = plain.unwrap_or_default();
    let html = html.filter(|html| html.contains("<article") || html.contains("<h1"));
    let is_page = plain.trim_start().starts_with("<!") || plain.trim_start().starts_with("<html");
    let (text, extension) = match html {
        Some(html) => (html, "html"),
        None if is_page => (plain, "html"),
        None => (plain, "txt"),
    };
    if text.trim().is_empty() {
        return;
    }
    let number_of = store.next_paste();
    let name = format!("{}.{extension}", fill(tr().pasted_name, &number(number_of)));
    store.import_text(name, text);
}
