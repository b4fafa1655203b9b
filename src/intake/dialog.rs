use crate::app::{Icon, store};
use crate::text::tr;
use gloo::events::EventListener;
use gloo::utils::document;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, Node};

/// A panel over the page; the focus stays inside, and goes back to what had it. Not the browser's own modal dialog: that
/// makes everything else inert, for which a full page is styled and laid out anew.
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
        let Some(dialog) = node.get() else { return };
        focus_at_end(&dialog, false);
        // From the browser's own bars the focus comes back to the page, which lies behind.
        let inside = EventListener::new(&document(), "focusin", move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            if !dialog.contains(target.as_ref()) {
                focus_at_end(&dialog, false);
            }
        });
        let inside = StoredValue::new_local(inside);
        on_cleanup(move || inside.dispose());
    });
    let around = move |event: KeyboardEvent| {
        let Some(dialog) = node.get_untracked().filter(|_| event.key() == "Tab") else { return };
        let all = focusable(&dialog);
        let end = if event.shift_key() { all.first() } else { all.last() };
        if end.is_none_or(|end| {
            document().active_element().is_some_and(|element| end.is_same_node(Some(&element)))
        }) {
            event.prevent_default();
            focus_at_end(&dialog, event.shift_key());
        }
    };
    let close = move |_| store.panel.set(None);
    view! {
        <div class="behind" on:click=close></div>
        <dialog open node_ref=node class="panel" aria-modal="true" aria-label=title on:keydown=around>
            <div class="panel-inside">
                <div class="panel-head">
                    <h2>{title}</h2>
                    <button class="tool" aria-label=tr().close title=tr().close data-testid="close-panel" on:click=close>
                        <Icon name="close"/>
                    </button>
                </div>
                {children()}
            </div>
        </dialog>
    }
}

/// What in a panel can have the focus, in order.
fn focusable(panel: &Element) -> Vec<HtmlElement> {
    const KINDS: &str =
        ":is(a[href], button, input, select, textarea, summary, [tabindex=\"0\"]):not(:disabled)";
    let Ok(found) = panel.query_selector_all(KINDS) else { return Vec::new() };
    let all = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<HtmlElement>().ok());
    // What is not drawn cannot have it.
    all.filter(|element| element.offset_parent().is_some()).collect()
}

fn focus_at_end(panel: &Element, last: bool) {
    let all = focusable(panel);
    if let Some(element) = if last { all.last() } else { all.first() } {
        let _ = element.focus();
    }
}
