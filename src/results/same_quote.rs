use crate::app::{on_resize, store};
use crate::markup::{Text, push};
use crate::state::{Heights, Link, Open, PAGE, Piece, word_diff};
use crate::text::{count, date, tr};
use gloo::utils::document;
use leptos::html;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write;
use verbatim_corpus::{Rendering, Rows, SameQuoteRow};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Height of a statement that has not been drawn yet, in pixels.
const GUESS: f64 = 220.0;

/// Statements drawn above and below what is seen.
const MORE: u32 = 3;

/// Utterances that several outlets render, each wording compared with the earliest. Only those on
/// screen exist; their heights differ, and are measured when they are drawn.
#[component]
pub fn SameQuoteList() -> impl IntoView {
    let store = store();
    let node = NodeRef::<html::Div>::new();
    let (scroll, height) = (RwSignal::new(0.0), RwSignal::new(900.0));
    let total = Memo::new(move |_| store.rows.with(|rows| rows.total));
    let heights = RwSignal::new(Heights::default());
    let selection = Memo::new(move |_| store.link.with(|link| (link.query.clone(), link.tab)));
    Effect::new(move |_| {
        selection.with(|_| ());
        heights.set(Heights::new(total.get(), GUESS));
        store.cursor.set(0);
        if let Some(element) = node.get_untracked() {
            element.set_scroll_top(0);
        }
    });
    let seen = Memo::new(move |_| {
        let (from, to) = (scroll.get(), scroll.get() + height.get());
        heights.with(|heights| heights.seen(from, to, MORE))
    });
    Effect::new(move |_| {
        store.rows.track();
        let rows = seen.get();
        store.need_pages(rows.start / PAGE..rows.end.div_ceil(PAGE));
    });
    let measure = move || {
        let Some(element) = node.try_get_untracked().flatten() else { return };
        height.set(f64::from(element.client_height()));
        let Ok(drawn) = element.query_selector_all("[data-row]") else { return };
        let mut changes = Vec::new();
        for at in 0..drawn.length() {
            let group = drawn.get(at).and_then(|node| node.dyn_into::<HtmlElement>().ok());
            let row = group.as_ref().and_then(|group| group.get_attribute("data-row")?.parse::<u32>().ok());
            if let (Some(group), Some(row)) = (group, row) {
                let tall = f64::from(group.offset_height());
                if (heights.with_untracked(|heights| heights.height(row)) - tall).abs() > 0.5 {
                    changes.push((row, tall));
                }
            }
        }
        if changes.is_empty() {
            return;
        }
        // What is measured above must not push away what is being read.
        let top = f64::from(element.scroll_top());
        let mut moved = 0.0;
        heights.update(|heights| {
            for (row, tall) in changes {
                let above = heights.top(row) + heights.height(row) <= top;
                let change = heights.set(row, tall);
                moved += if above { change } else { 0.0 };
            }
        });
        if moved != 0.0 {
            element.set_scroll_top((top + moved) as i32);
        }
    };
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        on_resize(&element, measure);
    });
    let opened = Memo::new(move |_| store.link.with(|link| link.open));
    Effect::new(move |_| {
        seen.get();
        store.rows.track();
        let open = opened.get();
        request_animation_frame(move || {
            measure();
            mark_open(open);
        });
    });
    Effect::new(move |_| {
        let row = store.cursor.get();
        let Some(element) = node.get_untracked() else { return };
        let (top, tall) = heights.with_untracked(|heights| (heights.top(row), heights.height(row)));
        let (from, to) =
            (f64::from(element.scroll_top()), f64::from(element.scroll_top() + element.client_height()));
        if top < from || top + tall.min(to - from) > to {
            element.set_scroll_top(top as i32);
        }
    });
    let group = move |row: u32| {
        let markup = Memo::new(move |_| {
            let page = store.rows.with(|rows| rows.page(row / PAGE));
            let found = match page.as_deref() {
                Some(Rows::SameQuote(rows)) => rows.get((row % PAGE) as usize),
                _ => None,
            };
            let waiting = || format!("<p class=\"row-waiting\">{}</p>", tr().loading);
            found.map_or_else(waiting, |found| store.link.with_untracked(|link| group_markup(found, link)))
        });
        view! {
            <li
                class="group"
                id=format!("row-{row}")
                data-row=row
                data-testid="same-quote"
                tabindex=move || if store.cursor.get() == row { "0" } else { "-1" }
                style:transform=move || format!("translateY({}px)", heights.with(|heights| heights.top(row)))
                aria-posinset=(row + 1).to_string()
                aria-setsize=move || total.get().to_string()
                inner_html=move || markup.get()
            ></li>
        }
        .into_any()
    };
    view! {
        <div
            class="same"
            id="rows"
            data-testid="same-quotes"
            node_ref=node
            on:scroll=move |_| {
                if let Some(element) = node.get_untracked() {
                    scroll.set(f64::from(element.scroll_top()));
                }
            }
        >
            <ol aria-label=tr().tabs[2] style:height=move || format!("{}px", heights.with(Heights::all))>
                <For each=move || seen.get() key=|row| *row children=group/>
            </ol>
        </div>
    }
}

fn open_name(open: Open) -> String {
    format!("{}.{}", open.article, open.quote.unwrap_or_default())
}

/// The wording that the reader shows stands out.
fn mark_open(open: Option<Open>) {
    let wanted = open.map(open_name);
    let Ok(all) = document().query_selector_all(".wording") else { return };
    for at in 0..all.length() {
        if let Some(wording) = all.get(at).and_then(|node| node.dyn_into::<Element>().ok()) {
            let _ =
                wording.class_list().toggle_with_force("open", wording.get_attribute("data-open") == wanted);
        }
    }
}

fn group_markup(group: &SameQuoteRow, link: &Link) -> String {
    let t = tr();
    let outlets: BTreeSet<&str> = group.renderings.iter().filter_map(|r| r.outlet.as_deref()).collect();
    let tag = format!(
        "{} · {}",
        count(&t.wordings, group.renderings.len() as u32),
        count(&t.outlets, outlets.len() as u32)
    );
    let mut out = String::from("<h3>");
    push(&mut out, "span", "", group.speaker.as_deref().unwrap_or(t.unknown_speaker));
    push(&mut out, "span", "tag", &tag);
    out.push_str("</h3><ol>");
    let first = group.renderings.first().map_or("", |rendering| rendering.text.as_str());
    for (at, rendering) in group.renderings.iter().enumerate() {
        push_wording(&mut out, rendering, (at > 0).then_some(first), link);
    }
    out.push_str("</ol>");
    out
}

/// One wording: words that the earliest has not are underlined, words of it that are missing stand
/// struck through.
fn push_wording(out: &mut String, rendering: &Rendering, base: Option<&str>, link: &Link) {
    let t = tr();
    let open = Open { article: rendering.article, quote: Some(rendering.number) };
    let address = Link { open: Some(open), ..link.clone() }.fragment();
    let class = if rendering.selected { "" } else { " class=\"unselected\"" };
    let _ = write!(
        out,
        "<li{class}><a class=\"wording\" data-testid=\"wording\" data-open=\"{}\" href=\"#{}\"><span class=\"where\">",
        open_name(open),
        Text(&address)
    );
    push(out, "span", "outlet", rendering.outlet.as_deref().unwrap_or(t.no_outlet));
    push(out, "span", "when", &rendering.published.map_or_else(|| t.undated_row.to_owned(), date));
    out.push_str("</span><span class=\"words\" dir=\"auto\">");
    match base {
        None => {
            let _ = write!(out, "{}", Text(&rendering.text));
        }
        Some(base) => {
            for piece in word_diff(base, &rendering.text) {
                let _ = match &piece {
                    Piece::Same(text) => write!(out, "{} ", Text(text)),
                    Piece::Added(text) => write!(out, "<ins>{}</ins> ", Text(text)),
                    Piece::Missing(text) => write!(out, "<del>{}</del> ", Text(text)),
                };
            }
        }
    }
    out.push_str("</span>");
    let how = if rendering.verb.is_empty() {
        t.kinds[rendering.kind as usize].to_owned()
    } else {
        format!("{} · {}", rendering.verb, t.kinds[rendering.kind as usize])
    };
    push(out, "span", "how", &how);
    out.push_str("</a></li>");
}
