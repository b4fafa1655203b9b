use super::article_row::article_row;
use super::context_row::context_row;
use super::name_row::name_row;
use super::quote_row::quote_row;
use crate::app::{Row, go_to_row, mend, move_cursor, on_resize, store};
use crate::state::{Link, Open, Short, Window};
use crate::text::tr;
use leptos::html;
use leptos::prelude::*;
use verbatim_corpus::Tab;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent};

/// The rows, of which only those on screen exist. The height of a row is the style sheet's
/// (`--row` of the list), so that a narrow window may have taller ones.
#[component]
pub fn RowList() -> impl IntoView {
    let store = store();
    let node = NodeRef::<html::Div>::new();
    let (scroll, height, row_height) = (RwSignal::new(0.0), RwSignal::new(900.0), RwSignal::new(104.0));
    let total = Memo::new(move |_| store.rows.with(|rows| rows.total));
    let window = Memo::new(move |_| Window {
        scroll: scroll.get(),
        height: height.get(),
        row: row_height.get(),
        total: total.get(),
    });
    let tab = Memo::new(move |_| store.link.with(|link| link.tab));
    let visible = Memo::new(move |_| window.get().rows());
    let opened = Memo::new(move |_| store.link.with(|link| link.open));

    let measure = move || {
        let Some(element) = node.try_get_untracked().flatten() else { return };
        height.set(f64::from(element.client_height()));
        let style = gloo::utils::window().get_computed_style(&element).ok().flatten();
        let row = style.and_then(|style| style.get_property_value("--row").ok());
        if let Some(pixels) = row.and_then(|row| row.trim().trim_end_matches("px").parse::<u32>().ok()) {
            row_height.set(f64::from(pixels.max(24)));
        }
    };
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        // Before the next frame is laid out: asking here would lay the page out twice.
        request_animation_frame(measure);
        on_resize(&element, measure);
    });
    Effect::new(move |_| {
        tab.with(|_| ());
        request_animation_frame(measure);
    });
    Effect::new(move |_| {
        store.rows.track();
        store.need_pages(window.get().pages());
    });
    // Another selection begins at its top; going back is put right by the history afterwards.
    let selection = Memo::new(move |_| store.link.with(|link| (link.query.clone(), link.tab, link.sort)));
    Effect::new(move |before: Option<()>| {
        selection.with(|_| ());
        if before.is_some() {
            if store.cursor.get_untracked() != 0 {
                store.cursor.set(0);
            }
            // Asked of what was seen last: asking the element would lay the page out at every letter typed.
            if let Some(element) = node.get_untracked().filter(|_| scroll.get_untracked() > 0.0) {
                element.set_scroll_top(0);
            }
        }
    });
    Effect::new(move |_| {
        let row = store.cursor.get();
        if let (Some(top), Some(element)) = (window.get_untracked().scroll_to(row), node.get_untracked()) {
            element.set_scroll_top(top as i32);
        }
    });
    // The one button that rows have.
    let correct = move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest("button.correct").ok().flatten());
        let row = button.and_then(|button| button.closest("[data-row]").ok().flatten());
        if let Some(row) = row.and_then(|row| row.get_attribute("data-row")?.parse().ok()) {
            store.cursor.set(row);
            mend(store, row);
        }
    };
    let press = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let page = ((height.get_untracked() / row_height.get_untracked()) as i32).max(1);
        match event.key().as_str() {
            "ArrowDown" => move_cursor(store, 1),
            "ArrowUp" => move_cursor(store, -1),
            "PageDown" => move_cursor(store, page),
            "PageUp" => move_cursor(store, -page),
            "Home" => go_to_row(store, 0),
            "End" => go_to_row(store, total.get_untracked().saturating_sub(1)),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div
            class="rows"
            class:article-rows=move || tab.get() == Tab::Articles
            class:name-rows=move || tab.get() == Tab::Names
            class:context-rows=move || tab.get() == Tab::Context
            id="rows"
            data-testid="rows"
            node_ref=node
            on:scroll=move |_| {
                if let Some(element) = node.get_untracked() {
                    scroll.set(f64::from(element.scroll_top()));
                }
            }
            on:keydown=press
            on:click=correct
        >
            <ol style:height=move || format!("{}px", Short(f64::from(total.get()) * row_height.get())) aria-label=tr().tabs_label>
                <For
                    each=move || visible.get()
                    key=|row| *row
                    children=move |row| view! { <ListRow row total window row_height tab opened/> }
                />
            </ol>
        </div>
    }
}

#[component]
fn ListRow(
    row: u32,
    total: Memo<u32>,
    window: Memo<Window>,
    row_height: RwSignal<f64>,
    tab: Memo<Tab>,
    opened: Memo<Option<Open>>,
) -> impl IntoView {
    let store = store();
    let seen = Memo::new(move |_| window.with(|window| window.seen().contains(&row)));
    // Whoever types waits for the rows in sight alone.
    let arrived = move || if seen.get() { store.rows.track() } else { store.out_of_sight.track() };
    let target = Memo::new(move |_| {
        arrived();
        store.rows.with_untracked(|rows| rows.open(row))
    });
    let opened = Memo::new(move |_| target.get().is_some_and(|target| opened.get() == Some(target)));
    // By the tab, not by the row: one that has not arrived yet keeps its element, and so the focus.
    let names = Memo::new(move |_| tab.get() == Tab::Names);
    // Every change of the link but of what is open brings other rows: so it is written once for both.
    let address = move || {
        arrived();
        let link = store.link.get_untracked();
        format!("#{}", Link { open: target.get(), ..link }.fragment())
    };
    let drawn = StoredValue::new(false);
    let markup = move || {
        arrived();
        if !drawn.get_value() && !seen.get_untracked() && store.is_painting() {
            return waiting();
        }
        drawn.set_value(true);
        store.rows.with_untracked(|rows| match rows.get(row) {
            Some(Row::Quote(quote)) => quote_row(quote),
            Some(Row::Article(article)) => article_row(article),
            Some(Row::Context(line)) => context_row(line),
            Some(Row::Name(name)) => store.link.with_untracked(|link| name_row(name, link)),
            None => waiting(),
        })
    };
    let id = format!("row-{row}");
    let tabindex = move || if store.cursor.get() == row { "0" } else { "-1" };
    view! {
        <li
            style:transform=move || format!("translateY({}px)", Short(f64::from(row) * row_height.get()))
            aria-posinset=(row + 1).to_string()
            aria-setsize=move || total.get().to_string()
        >
            {move || if names.get() {
                view! { <div class="row" id=id.clone() data-testid="row" data-row=row tabindex=tabindex inner_html=markup></div> }.into_any()
            } else {
                view! {
                    <a
                        class="row"
                        class:open=move || opened.get()
                        id=id.clone()
                        data-testid="row"
                        data-row=row
                        href=address
                        aria-current=move || opened.get().then_some("true")
                        tabindex=tabindex
                        inner_html=markup
                    ></a>
                }.into_any()
            }}
        </li>
    }
}

fn waiting() -> String {
    format!("<span class=\"row-waiting\">{}</span>", tr().loading)
}
