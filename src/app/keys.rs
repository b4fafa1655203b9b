//! Single keys, for those who want them; every one has a button too.

use super::history::{self, Step};
use super::{Panel, Row, Store};
use crate::reader::step;
use crate::state::exclude;
use crate::text::tr;
use gloo::events::EventListener;
use gloo::storage::{LocalStorage, Storage};
use gloo::utils::{document, window};
use leptos::prelude::*;
use verbatim_corpus::Facet;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

const KEY: &str = "verbatim.keys";

/// Whether single-letter keys do anything (WCAG 2.1.4: they can be switched off).
pub fn enabled() -> bool {
    LocalStorage::get::<bool>(KEY).unwrap_or(true)
}

/// Switches them.
pub fn enable(on: bool) {
    let _ = LocalStorage::set(KEY, on);
}

/// Puts the focus on an element.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
    }
}

/// Listens to the window.
pub fn listen(store: Store) {
    EventListener::new_with_options(
        &window(),
        "keydown",
        gloo::events::EventListenerOptions::enable_prevent_default(),
        move |event| {
            if let Some(event) = event.dyn_ref::<KeyboardEvent>()
                && press(store, event)
            {
                event.prevent_default();
            }
        },
    )
    .forget();
}

fn typing() -> bool {
    document().active_element().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            && !matches!(element.get_attribute("type").as_deref(), Some("checkbox" | "button" | "radio"))
    })
}

/// What a key does; whether it did anything.
fn press(store: Store, event: &KeyboardEvent) -> bool {
    let key = event.key();
    if key == "Escape" {
        return escape(store);
    }
    if typing() || event.alt_key() || store.panel.get_untracked().is_some_and(|panel| panel != Panel::Facets)
    {
        return false;
    }
    if event.ctrl_key() || event.meta_key() {
        return key == "z" && history::undo();
    }
    if !enabled() {
        return false;
    }
    match key.as_str() {
        "/" => focus("search"),
        "j" => move_cursor(store, 1),
        "k" => move_cursor(store, -1),
        "n" => step(store, 1),
        "p" => step(store, -1),
        "x" => exclude_speaker(store),
        "c" => copy_link(store),
        "?" => store.panel.set(Some(Panel::Help)),
        _ => return false,
    }
    true
}

fn escape(store: Store) -> bool {
    if store.panel.get_untracked().is_some() {
        store.panel.set(None);
    } else if document().active_element().is_some_and(|element| element.id() == "search") {
        focus(&format!("row-{}", store.cursor.get_untracked()));
    } else if store.link.with_untracked(|link| link.open.is_some()) {
        store.go(Step::Push, |link| link.open = None);
        focus(&format!("row-{}", store.cursor.get_untracked()));
    } else {
        return false;
    }
    true
}

/// Moves to another row; the list scrolls and the row takes the focus.
pub fn move_cursor(store: Store, by: i32) {
    let total = store.rows.with_untracked(|rows| rows.total);
    let next = i64::from(store.cursor.get_untracked()) + i64::from(by);
    let next = next.clamp(0, i64::from(total.saturating_sub(1)));
    go_to_row(store, u32::try_from(next).unwrap_or(0));
}

/// Makes a row the current one.
pub fn go_to_row(store: Store, row: u32) {
    store.cursor.set(row);
    focus_row(row, 12);
}

/// The row may have to be scrolled to and to arrive first.
fn focus_row(row: u32, frames: u32) {
    request_animation_frame(move || {
        if document().get_element_by_id(&format!("row-{row}")).is_some() {
            focus(&format!("row-{row}"));
        } else if frames > 0 {
            focus_row(row, frames - 1);
        }
    });
}

fn exclude_speaker(store: Store) {
    let key = store.rows.with_untracked(|rows| match rows.get(store.cursor.get_untracked()) {
        Some(Row::Quote(quote)) => quote.speaker_key.clone(),
        _ => None,
    });
    if let Some(key) = key {
        store.go(Step::Push, |link| exclude(&mut link.query, Facet::Speaker, &key));
    }
}

/// Copies the address, which holds the whole view.
pub fn copy_link(store: Store) {
    let address = window().location().href().unwrap_or_default();
    let promise = window().navigator().clipboard().write_text(&address);
    leptos::task::spawn_local(async move {
        if wasm_bindgen_futures::JsFuture::from(promise).await.is_ok() {
            store.spoken.set(tr().copied.to_owned());
        }
    });
}
