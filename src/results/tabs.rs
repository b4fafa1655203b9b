use crate::app::history::Step;
use crate::app::store;
use crate::state::tab_name;
use crate::text::tr;
use leptos::prelude::*;
use verbatim_corpus::{Sort, Tab};
use web_sys::{KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

/// The tabs in their order on screen.
pub const TABS: [Tab; 8] = [
    Tab::Quotes,
    Tab::Articles,
    Tab::SameQuote,
    Tab::Names,
    Tab::Context,
    Tab::Timeline,
    Tab::Network,
    Tab::Table,
];
const SORTS: [Sort; 7] =
    [Sort::Best, Sort::Newest, Sort::Oldest, Sort::Outlet, Sort::Confidence, Sort::Left, Sort::Right];

/// Whether an order means anything in a tab.
fn sorts(tab: Tab, sort: Sort) -> bool {
    match tab {
        Tab::Quotes => !matches!(sort, Sort::Left | Sort::Right),
        Tab::Articles => !matches!(sort, Sort::Left | Sort::Right | Sort::Confidence),
        Tab::Context => sort != Sort::Confidence,
        _ => false,
    }
}

/// The tabs over one selection; arrow keys move between them.
#[component]
pub fn Tabs() -> impl IntoView {
    let store = store();
    let t = tr();
    let current = Memo::new(move |_| store.link.with(|link| link.tab));
    let press = move |event: KeyboardEvent| {
        let at = TABS.iter().position(|tab| *tab == store.link.with_untracked(|link| link.tab)).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" => (at + 1) % TABS.len(),
            "ArrowLeft" => (at + TABS.len() - 1) % TABS.len(),
            "Home" => 0,
            "End" => TABS.len() - 1,
            _ => return,
        };
        event.prevent_default();
        store.go(Step::Push, |link| link.tab = TABS[next]);
        crate::app::focus(&format!("tab-{}", tab_name(TABS[next])));
    };
    // In a narrow window the row of tabs scrolls: the chosen one is in sight.
    Effect::new(move |_| {
        let id = format!("tab-{}", tab_name(current.get()));
        request_animation_frame(move || {
            if let Some(tab) = gloo::utils::document().get_element_by_id(&id) {
                let options = ScrollIntoViewOptions::new();
                options.set_inline(ScrollLogicalPosition::Center);
                options.set_block(ScrollLogicalPosition::Nearest);
                tab.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    });
    view! {
        <div class="tabs" role="tablist" aria-label=t.tabs_label on:keydown=press>
            {TABS.into_iter().enumerate().map(|(at, tab)| view! {
                <button
                    role="tab"
                    id=format!("tab-{}", tab_name(tab))
                    data-testid=format!("tab-{}", tab_name(tab))
                    aria-controls="results-panel"
                    aria-selected=move || (current.get() == tab).to_string()
                    tabindex=move || if current.get() == tab { "0" } else { "-1" }
                    on:click=move |_| store.go(Step::Push, |link| link.tab = tab)
                >
                    {t.tabs[at]}
                </button>
            }).collect_view()}
        </div>
    }
}

/// The order of the rows.
#[component]
pub fn SortChoice() -> impl IntoView {
    let store = store();
    let t = tr();
    let current = Memo::new(move |_| store.link.with(|link| (link.tab, link.sort)));
    view! {
        <label class="sort" hidden=move || !sorts(current.get().0, Sort::Newest)>
            <span class="unseen">{t.sort_by}</span>
            <select
                data-testid="sort"
                on:change=move |event| {
                    let at = event_target_value(&event).parse::<usize>().unwrap_or(0);
                    store.go(Step::Push, |link| link.sort = SORTS.get(at).copied().unwrap_or_default());
                }
            >
                {SORTS.into_iter().enumerate().map(|(at, sort)| view! {
                    <option
                        value=at.to_string()
                        hidden=move || !sorts(current.get().0, sort)
                        selected=move || current.get().1 == sort
                    >
                        {t.sorts[at]}
                    </option>
                }).collect_view()}
            </select>
        </label>
    }
}
