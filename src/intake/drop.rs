use super::files::dropped;
use crate::app::{Store, store};
use crate::text::tr;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::window;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, Event};

/// The whole window takes what is dropped or pasted.
#[component]
pub fn DropZone() -> impl IntoView {
    let store = store();
    view! {
        <div class="drop" class:over=move || store.dragging.get() aria-hidden="true" data-testid="drop">
            <p>{tr().drop_here}</p>
        </div>
    }
}

/// Listens to the window.
pub fn listen_for_files(store: Store) {
    let over = store.dragging;
    let on = |name: &'static str, heard: Box<dyn Fn(&Event)>| {
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&window(), name, options, move |event| heard(event)).forget();
    };
    let carries_files = |event: &Event| {
        let transfer = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
        transfer.is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0))
    };
    on(
        "dragover",
        Box::new(move |event| {
            if carries_files(event) {
                event.prevent_default();
                if !over.get_untracked() {
                    over.set(true);
                    store.prepare();
                }
            }
        }),
    );
    on(
        "dragleave",
        Box::new(move |event| {
            // Left for good only when there is nothing else entered.
            if event.dyn_ref::<DragEvent>().is_some_and(|event| event.related_target().is_none()) {
                over.set(false);
            }
        }),
    );
    on(
        "drop",
        Box::new(move |event| {
            if !carries_files(event) {
                return;
            }
            event.prevent_default();
            over.set(false);
            if let Some(transfer) = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer) {
                let files = dropped(&transfer);
                leptos::task::spawn_local(async move {
                    store.panel.set(None);
                    store.import_files(files.await);
                });
            }
        }),
    );
    on(
        "paste",
        Box::new(move |event| {
            let typing = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
                .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA"));
            let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
            let Some(data) = data.filter(|_| !typing) else { return };
            let files = data.files().filter(|files| files.length() > 0);
            if let Some(files) = files {
                store.import_files(super::files::picked(&files));
            } else {
                super::panel::add_pasted(
                    store,
                    data.get_data("text/html").ok(),
                    data.get_data("text/plain").ok(),
                );
            }
        }),
    );
}
