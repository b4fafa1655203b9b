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
        let here = document().active_element();
        if at_end(&dialog, !event.shift_key()).is_none_or(|end| end.is_same_node(here.as_deref())) {
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

/// The first or last in a panel that can have the focus. A panel may list thousands of articles: only those at its ends are asked.
fn at_end(panel: &Element, last: bool) -> Option<HtmlElement> {
    const KINDS: &str =
        ":is(a[href], button, input, select, textarea, summary, [tabindex=\"0\"]):not(:disabled)";
    let all = panel.query_selector_all(KINDS).ok()?;
    let count = all.length();
    let mut found = (0..count).filter_map(|at| {
        let at = if last { count - 1 - at } else { at };
        all.get(at)?.dyn_into::<HtmlElement>().ok()
    });
    // What is not drawn cannot have it.
    found.find(|element| element.offset_parent().is_some())
}

fn focus_at_end(panel: &Element, last: bool) {
    if let Some(element) = at_end(panel, last) {
        let _ = element.focus();
    }
}
