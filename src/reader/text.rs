use super::html::article_html;
use super::layers::classes;
use super::steps::{choose, scroll_to};
use crate::app::store;
use gloo::utils::document;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, Node};

/// The article's own words with the layers over them. Pointing at a part of a quotation, or
/// focusing its note, lights all its parts: words, cue and source.
#[component]
pub fn ArticleText(
    /// Which layers are on.
    layers: RwSignal<[bool; 5]>,
) -> impl IntoView {
    let store = store();
    let node = NodeRef::<html::Div>::new();
    let pointed = RwSignal::new(None::<u32>);
    let markup = Memo::new(move |_| {
        store.reader.with(|reader| reader.as_ref().map(|reader| article_html(reader)).unwrap_or_default())
    });
    let chosen = Memo::new(move |_| store.link.with(|link| link.open.and_then(|open| open.quote)));

    Effect::new(move |before: Option<Option<u64>>| {
        markup.with(|_| ());
        let quote = chosen.get();
        let article = store.reader.with(|reader| reader.as_ref().map(|reader| reader.article.id.0));
        let arrived = before.flatten() != article;
        let hits = store.reader.with(|reader| reader.as_ref().is_some_and(|reader| !reader.hits.is_empty()));
        request_animation_frame(move || {
            light("lit", quote);
            match quote {
                Some(quote) => scroll_to(&format!("q{quote}")),
                None if arrived && hits => scroll_to("h0"),
                None if arrived => {
                    if let Some(column) = document().get_element_by_id("article") {
                        column.set_scroll_top(0);
                    }
                }
                None => {}
            }
        });
        if arrived {
            store.hit.set(None);
        }
        article
    });
    Effect::new(move |_| light("pointed", pointed.get()));
    Effect::new(move |_| {
        let hit = store.hit.get();
        mark_all("now", hit.map(|hit| format!("[data-h~=\"{hit}\"]")));
    });

    let point = move |event: Event| pointed.set(quote_at(&event));
    let choose_here = move |event: Event| {
        // Selecting words to copy is not choosing.
        let selecting = gloo::utils::window()
            .get_selection()
            .ok()
            .flatten()
            .is_some_and(|selection| !selection.is_collapsed());
        if let (Some(quote), false) = (quote_at(&event), selecting) {
            choose(store, Some(quote));
        }
    };
    view! {
        <div
            class=move || classes(layers.get())
            node_ref=node
            data-testid="article-text"
            lang=move || store.reader.with(|r| r.as_ref().map(|r| r.article.language.clone()).filter(|l| l != "und"))
            inner_html=move || markup.get()
            on:mouseover=move |event| point(event.into())
            on:mouseleave=move |_| pointed.set(None)
            on:focusin=move |event| point(event.into())
            on:focusout=move |_| pointed.set(None)
            on:click=move |event| choose_here(event.into())
        />
    }
}

/// The innermost quotation at an event's target: the last one begun.
fn quote_at(event: &Event) -> Option<u32> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let marked = target.closest("[data-q]").ok().flatten()?;
    marked.get_attribute("data-q")?.split(' ').next_back()?.parse().ok()
}

fn light(class: &str, quote: Option<u32>) {
    mark_all(class, quote.map(|quote| format!("[data-q~=\"{quote}\"]")));
}

/// Gives the class to what the selector finds in the article, and to nothing else.
fn mark_all(class: &str, selector: Option<String>) {
    let each = |selector: &str, change: &dyn Fn(&Element)| {
        if let Ok(found) = document().query_selector_all(selector) {
            for at in 0..found.length() {
                if let Some(element) = found.get(at).and_then(|node: Node| node.dyn_into::<Element>().ok()) {
                    change(&element);
                }
            }
        }
    };
    each(&format!(".article .{class}"), &|element| {
        let _ = element.class_list().remove_1(class);
    });
    if let Some(selector) = selector {
        each(&format!(".article {selector}"), &|element| {
            let _ = element.class_list().add_1(class);
        });
    }
}
