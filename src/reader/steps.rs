use crate::app::history::Step;
use crate::app::{Store, store};
use crate::text::{count, number, tr};
use crate::{app::Icon, state::Open};
use gloo::utils::document;
use leptos::prelude::*;
use verbatim_corpus::Reader;
use web_sys::{ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

/// To the next or previous hit; to the next or previous quote when nothing is searched.
pub fn step(store: Store, by: i32) {
    if hits(store) > 0 { step_hit(store, by) } else { step_quote(store, by) }
}

fn hits(store: Store) -> u32 {
    store.reader.with_untracked(|reader| reader.as_ref().map_or(0, |reader| reader.hits.len() as u32))
}

/// The number after or before `at` among `total`, going round.
fn next(at: Option<u32>, by: i32, total: u32) -> Option<u32> {
    let total = i64::from(total);
    let start = at.map_or(if by > 0 { -1 } else { total }, i64::from);
    (total > 0).then(|| u32::try_from((start + i64::from(by)).rem_euclid(total)).unwrap_or(0))
}

fn step_hit(store: Store, by: i32) {
    if let Some(hit) = next(store.hit.get_untracked(), by, hits(store)) {
        store.hit.set(Some(hit));
        scroll_to(&format!("h{hit}"));
    }
}

fn step_quote(store: Store, by: i32) {
    let quotes =
        store.reader.with_untracked(|reader| reader.as_ref().map_or(0, |r| r.quotations.len() as u32));
    let at = store.link.with_untracked(|link| link.open.and_then(|open| open.quote));
    if let Some(quote) = next(at, by, quotes) {
        choose(store, Some(quote));
    }
}

/// Makes a quotation of the open article the chosen one.
pub fn choose(store: Store, quote: Option<u32>) {
    store.go(Step::Replace, |link| {
        if let Some(open) = link.open {
            link.open = Some(Open { quote, ..open });
        }
    });
}

/// Scrolls an element of the article to the upper third of the column.
pub fn scroll_to(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Center);
        options.set_behavior(ScrollBehavior::Auto);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Buttons that go from hit to hit and from quote to quote.
#[component]
pub fn Steps() -> impl IntoView {
    let store = store();
    let t = tr();
    let have =
        move |what: fn(&Reader) -> usize| store.reader.with(|r| r.as_ref().map_or(0, |r| what(r))) as u32;
    let hits = move || have(|reader| reader.hits.len());
    let quotes = move || have(|reader| reader.quotations.len());
    let position = move |at: Option<u32>, all: u32| {
        at.map_or_else(|| number(all), |at| format!("{}/{}", number(at + 1), number(all)))
    };
    view! {
        <div class="steps">
            <Show when=move || { quotes() > 0 }>
                <span class="stepper" data-testid="quote-steps">
                    <button class="tool" aria-label=t.previous_quote title=t.previous_quote on:click=move |_| step_quote(store, -1)>
                        <Icon name="up"/>
                    </button>
                    <span class="at">{move || {
                        let at = store.link.with(|link| link.open.and_then(|open| open.quote));
                        format!("{} {}", t.tabs[0], position(at, quotes()))
                    }}</span>
                    <button class="tool" aria-label=t.next_quote title=t.next_quote on:click=move |_| step_quote(store, 1)>
                        <Icon name="down"/>
                    </button>
                </span>
            </Show>
            <Show when=move || { hits() > 0 }>
                <span class="stepper hits" data-testid="hit-steps">
                    <button class="tool" aria-label=t.previous_hit title=t.previous_hit on:click=move |_| step_hit(store, -1)>
                        <Icon name="up"/>
                    </button>
                    <span class="at">{move || match store.hit.get() {
                        Some(at) => format!("{}/{}", number(at + 1), count(&t.hits, hits())),
                        None => count(&t.hits, hits()),
                    }}</span>
                    <button class="tool" aria-label=t.next_hit title=t.next_hit on:click=move |_| step_hit(store, 1)>
                        <Icon name="down"/>
                    </button>
                </span>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn steps_go_round() {
        assert_eq!(next(None, 1, 3), Some(0));
        assert_eq!(next(None, -1, 3), Some(2));
        assert_eq!(next(Some(2), 1, 3), Some(0));
        assert_eq!(next(Some(0), -1, 3), Some(2));
        assert_eq!(next(Some(7), 1, 0), None);
    }
}
