//! Links within the page. Rows, names and plots are plain `<a href="#…">`: they open in a new tab, can be
//! copied and need no code of their own; here the one listener that follows them. What
//! stands in a picture and has its like in the table beside it names its view as `data-href`.

use super::Store;
use super::history::Step;
use crate::state::Link;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// Follows clicked links whose address is a view of this page.
pub fn listen(store: Store) {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&document(), "click", options, move |event| {
        let Some(event) = event.dyn_ref::<MouseEvent>().filter(|event| !event.default_prevented()) else {
            return;
        };
        // New tab, new window and download stay the browser's.
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0 {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let anchor =
            target.and_then(|target| target.closest("a[href^='#']:not(.skip), [data-href]").ok().flatten());
        let address =
            |anchor: &Element| anchor.get_attribute("href").or_else(|| anchor.get_attribute("data-href"));
        let Some((anchor, address)) = anchor.and_then(|anchor| Some((anchor.clone(), address(&anchor)?)))
        else {
            return;
        };
        event.prevent_default();
        if let Some(row) = anchor.get_attribute("data-row").and_then(|row| row.parse().ok()) {
            super::go_to_row(store, row);
        }
        store.go(Step::Push, |link| *link = Link::parse(&address));
    })
    .forget();
}
