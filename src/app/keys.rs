//! Single keys, for those who want them; every one has a button too.

use super::history::{self, Step};
use super::{Mending, Panel, Row, Store};
use crate::protocol::{Change, Request, Response};
use crate::reader::step;
use crate::state::exclude;
use crate::text::tr;
use gloo::events::EventListener;
use gloo::storage::{LocalStorage, Storage};
use gloo::utils::{document, window};
use leptos::prelude::*;
use std::cell::RefCell;
use verbatim_corpus::{Facet, Tab};
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
        return match key.as_str() {
            "z" | "Z" if event.shift_key() => {
                store.change(Change::Redo);
                true
            }
            "z" => undo(store),
            _ => false,
        };
    }
    if type_ahead(store, event) {
        return true;
    }
    if !enabled() {
        return false;
    }
    let judging = store.link.with_untracked(|link| link.tab == Tab::Names && link.open.is_none());
    match key.as_str() {
        "y" if judging => store.judge(Some(true)),
        "n" if judging => store.judge(Some(false)),
        "h" if judging => store.judge(None),
        "m" => return mend(store, store.cursor.get_untracked()),
        "u" => return undo(store),
        "Enter" if typing_nowhere(store) => return mend(store, store.cursor.get_untracked()),
        "ArrowDown" => return step_facet(1),
        "ArrowUp" => return step_facet(-1),
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

/// Undoes what was done last, be it a step to another view or a correction.
fn undo(store: Store) -> bool {
    let did = history::undo();
    if did == Some(history::Did::Corrected) {
        store.change(Change::Undo);
    }
    did.is_some()
}

/// Whether a row of the names has the focus, which has nothing of its own to open.
fn typing_nowhere(store: Store) -> bool {
    let row = format!("row-{}", store.cursor.get_untracked());
    document().active_element().is_some_and(|element| element.id() == row && element.tag_name() == "DIV")
}

/// Opens the panel that puts a row's name or speaker right.
pub fn mend(store: Store, row: u32) -> bool {
    let what = store.rows.with_untracked(|rows| match rows.get(row)? {
        Row::Name(name) => Some(Mending::Name(name.clone())),
        Row::Quote(quote) => Some(Mending::Speaker {
            article: quote.article,
            quotation: quote.number,
            now: quote.speaker.clone(),
        }),
        Row::Article(_) | Row::Context(_) => None,
    });
    let found = what.is_some();
    if let Some(what) = what {
        store.mend(what);
    }
    found
}

/// Without case and accents, by the browser's own tables.
fn fold(text: &str) -> String {
    let parted = String::from(js_sys::JsString::from(text).normalize("NFD"));
    parted.to_lowercase().chars().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).collect()
}

/// Goes to the value above or below within the filters.
fn step_facet(by: i32) -> bool {
    let Some(focused) = document().active_element().filter(|element| element.class_name() == "choose") else {
        return false;
    };
    let Ok(all) = document().query_selector_all(".facets :is(.fold, .choose)") else { return false };
    let values: Vec<HtmlElement> = (0..all.length()).filter_map(|at| all.get(at)?.dyn_into().ok()).collect();
    let at = values.iter().position(|value| focused.is_same_node(Some(value)));
    let next = at.and_then(|at| values.get(at.checked_add_signed(by as isize)?));
    next.is_some_and(|next| next.focus().is_ok())
}

thread_local! {
    /// Letters typed one soon after the other, and when the last was.
    static TYPED: RefCell<(String, f64)> = const { RefCell::new((String::new(), 0.0)) };
}

/// Milliseconds after which letters begin anew.
const PAUSE: f64 = 900.0;

/// Goes to what begins with the letters typed: within the filters to a value, among the results to a
/// row. There a capital begins it, since small letters are keys of their own while those are on.
fn type_ahead(store: Store, event: &KeyboardEvent) -> bool {
    let key = event.key();
    let mut letters = key.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else {
        // Tab, an arrow, Enter: what comes now is no longer the same word.
        if key != "Shift" {
            TYPED.with_borrow_mut(|(typed, _)| typed.clear());
        }
        return false;
    };
    let Some(focused) = document().active_element() else { return false };
    let within = |selector: &str| focused.closest(selector).ok().flatten();
    let facet = within(".facets .facet-body ul");
    let row = within("#rows");
    let now = event.time_stamp();
    let going_on = TYPED.with_borrow(|(typed, last)| !typed.is_empty() && now - last < PAUSE);
    let begins = facet.is_some() || !enabled() || letter.is_uppercase();
    if !letter.is_alphanumeric() || !(begins || going_on) {
        TYPED.with_borrow_mut(|(typed, _)| typed.clear());
        return false;
    }
    if facet.is_none() && row.is_none() {
        return false;
    }
    let typed = TYPED.with_borrow_mut(|(typed, last)| {
        if !going_on {
            typed.clear();
        }
        typed.push(letter);
        *last = now;
        typed.clone()
    });
    match facet {
        Some(list) => {
            let values = list.query_selector_all(".choose").ok();
            let values = values.iter().flat_map(|all| (0..all.length()).filter_map(|at| all.get(at)));
            let values: Vec<HtmlElement> = values.filter_map(|node| node.dyn_into().ok()).collect();
            let wanted = fold(&typed);
            let at = values.iter().position(|value| focused.is_same_node(Some(value))).unwrap_or(0);
            // A single letter goes on to the next that fits; more letters may fit the one at hand.
            let from = at + usize::from(typed.chars().count() == 1);
            let begins = |value: &&HtmlElement| {
                fold(value.text_content().unwrap_or_default().trim()).starts_with(&wanted)
            };
            if let Some(value) = values.iter().cycle().skip(from).take(values.len()).find(begins) {
                let _ = value.focus();
            }
        }
        None => {
            let mut view = store.request_all();
            view.offset = store.cursor.get_untracked() + u32::from(typed.chars().count() == 1);
            store.ask(Request::Find { view: Box::new(view), letters: typed }, move |response| {
                if let Response::Found(Some(row)) = response {
                    go_to_row(store, row);
                }
            });
        }
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
    let promise = window().navigator().clipboard().write_text(&history::address());
    leptos::task::spawn_local(async move {
        if wasm_bindgen_futures::JsFuture::from(promise).await.is_ok() {
            store.spoken.set(tr().copied.to_owned());
        }
    });
}
