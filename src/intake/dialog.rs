use crate::app::{Icon, store};
use crate::text::tr;
use gloo::utils::document;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, MouseEvent};

/// A panel over the page. The browser keeps the focus inside and gives it back.
#[component]
pub fn Dialog(
    /// Its heading.
    title: &'static str,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let store = store();
    let node = NodeRef::<html::Dialog>::new();
    // What had the focus gets it back, however the dialog goes.
    let before = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let before = StoredValue::new_local(before);
    on_cleanup(move || {
        let before = before.try_get_value().flatten();
        let row = format!("row-{}", store.cursor.get_untracked());
        request_animation_frame(move || {
            let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
            match before.filter(|element| element.is_connected() && element.tag_name() != "BODY") {
                Some(element) if lost => {
                    let _ = element.focus();
                }
                None if lost => crate::app::focus(&row),
                _ => {}
            }
        });
    });
    Effect::new(move |_| {
        if let Some(dialog) = node.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    // A click on the dialog itself, and on nothing in it, is a click beside it.
    let beside = move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<HtmlDialogElement>().ok());
        if target.is_some() {
            store.panel.set(None);
        }
    };
    view! {
        <dialog node_ref=node class="panel" aria-label=title on:close=move |_| store.panel.set(None) on:click=beside>
            <div class="panel-inside">
                <div class="panel-head">
                    <h2>{title}</h2>
                    <button class="tool" aria-label=tr().close title=tr().close data-testid="close-panel" on:click=move |_| store.panel.set(None)>
                        <Icon name="close"/>
                    </button>
                </div>
                {children()}
            </div>
        </dialog>
    }
}
