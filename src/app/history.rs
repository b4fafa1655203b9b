//! The browser's address and history. Each entry remembers where the lists stood and what had the
//! focus, so that Back returns to the same place and not only to the same selection.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use leptos::prelude::request_animation_frame;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

/// Whether a change gets an entry of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Yes: Back undoes it.
    Push,
    /// No: it is still being made.
    Replace,
}

/// Where an entry was left.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Place {
    /// Scrolled positions by element id.
    scrolled: Vec<(String, f64)>,
    focus: String,
}

/// How long after the last letter typed the address follows, in milliseconds: browsers write it
/// slowly, and Safari allows 100 writes in 30 s.
const CALM: u32 = 120;

/// Elements whose scrolling is remembered.
const SCROLLERS: [&str; 3] = ["facets", "rows", "article"];

/// What a person did last, for undoing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// Another view was gone to.
    Went,
    /// Something was put right.
    Corrected,
}

/// An address that is still to be written.
struct Late {
    address: String,
    written: Box<dyn FnOnce()>,
    _timer: Timeout,
}

thread_local! {
    /// What can be undone without leaving the page, the last at the end.
    static DONE: RefCell<Vec<Did>> = const { RefCell::new(Vec::new()) };
    static LATE: RefCell<Option<Late>> = const { RefCell::new(None) };
}

/// Notes something that can be undone.
pub fn note(did: Did) {
    DONE.with_borrow_mut(|done| done.push(did));
}

/// Forgets the last thing of a kind.
pub fn forget(did: Did) {
    DONE.with_borrow_mut(|done| {
        if let Some(at) = done.iter().rposition(|other| *other == did) {
            done.remove(at);
        }
    });
}

/// What was done last. A view is gone back from here; a correction is for the caller to undo.
pub fn undo() -> Option<Did> {
    let last = DONE.with_borrow(|done| done.last().copied());
    if last == Some(Did::Went)
        && let Ok(history) = window().history()
    {
        let _ = history.back();
    }
    last
}

/// The address's fragment, as it stands.
pub fn fragment() -> String {
    catch_up();
    window().location().hash().unwrap_or_default()
}

/// The whole address, as it stands.
pub fn address() -> String {
    catch_up();
    window().location().href().unwrap_or_default()
}

/// Writes the fragment; `written` is called when the address has it. What replaces an entry waits
/// until no more has come for a moment.
pub fn write(step: Step, fragment: &str, written: impl FnOnce() + 'static) {
    let location = window().location();
    let path = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    let address = if fragment.is_empty() { path } else { format!("{path}#{fragment}") };
    match step {
        Step::Push => {
            catch_up();
            remember();
            note(Did::Went);
            if let Ok(history) = window().history() {
                let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address));
            }
            written();
        }
        Step::Replace => {
            let late = Late { address, written: Box::new(written), _timer: Timeout::new(CALM, catch_up) };
            LATE.with_borrow_mut(|slot| *slot = Some(late));
        }
    }
}

/// Writes what is still to be written.
fn catch_up() {
    let Some(late) = LATE.with_borrow_mut(Option::take) else { return };
    if let Ok(history) = window().history() {
        let state = history.state().unwrap_or(JsValue::NULL);
        // Fails when a script writes too often; the next write catches up.
        let _ = history.replace_state_with_url(&state, "", Some(&late.address));
    }
    (late.written)();
}

/// Notes where the current entry is being left.
fn remember() {
    let scrolled = SCROLLERS
        .into_iter()
        .filter_map(|id| Some((id.to_owned(), f64::from(document().get_element_by_id(id)?.scroll_top()))))
        .collect();
    let focus = document().active_element().map(|element| element.id()).unwrap_or_default();
    let place = serde_wasm_bindgen::to_value(&Place { scrolled, focus });
    if let (Ok(place), Ok(history)) = (place, window().history()) {
        let _ = history.replace_state(&place, "");
    }
}

/// Calls `moved` on Back, on Forward and when the fragment is edited by hand; then returns to the
/// place where that entry was left.
pub fn listen(moved: impl Fn() + 'static) {
    EventListener::new(&window(), "pagehide", |_| catch_up()).forget();
    EventListener::new(&window(), "popstate", move |_| {
        // It was of the entry that has just been left.
        if let Some(late) = LATE.with_borrow_mut(Option::take) {
            (late.written)();
        }
        forget(Did::Went);
        moved();
        let state = window().history().and_then(|history| history.state()).unwrap_or(JsValue::NULL);
        if let Ok(place) = serde_wasm_bindgen::from_value::<Place>(state) {
            restore(place, 30);
        }
    })
    .forget();
}

/// Scrolls and focuses as soon as the rows are back; gives up after some frames.
fn restore(place: Place, frames: u32) {
    request_animation_frame(move || {
        let mut missing = false;
        for (id, top) in &place.scrolled {
            if let Some(element) = document().get_element_by_id(id) {
                element.set_scroll_top(*top as i32);
                missing |= (f64::from(element.scroll_top()) - top).abs() > 2.0;
            }
        }
        let focus = (!place.focus.is_empty()).then(|| document().get_element_by_id(&place.focus)).flatten();
        match focus.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            Some(element) => {
                let _ = element.focus();
            }
            None => missing |= !place.focus.is_empty(),
        }
        if missing && frames > 0 {
            restore(place, frames - 1);
        }
    });
}
