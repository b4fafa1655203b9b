use super::banner::Banners;
use super::masthead::Masthead;
use super::{Panel, Store, history, keys, links, store, theme};
use crate::facets::FacetColumn;
use crate::intake::{DropZone, ImportPanel, PreviewPanel, ProblemsPanel, ProgressBar, listen_for_files};
use crate::mend::{HistoryPanel, MendPanel};
use crate::reader::ReaderColumn;
use crate::results::{HelpPanel, ResultsColumn};
use crate::text::{preferred_language, set_language, tr};
use gloo::events::EventListener;
use leptos::prelude::*;
use verbatim_corpus::Tab;

/// Draws the page into the document's body.
pub fn mount() {
    std::panic::set_hook(Box::new(|info| leptos::logging::error!("{info}")));
    theme::start();
    set_language(preferred_language());
    if let Some(waiting) = gloo::utils::document().get_element_by_id("waiting") {
        waiting.remove();
    }
    leptos::mount::mount_to_body(App);
}

/// The page: starts the worker, listens to the window, draws the frame.
#[component]
fn App() -> impl IntoView {
    let store = Store::start();
    provide_context(store);
    history::listen(move || store.follow());
    keys::listen(store);
    links::listen(store);
    // Whoever waits for the page reads it here: the browser tests do.
    Effect::new(move |_| {
        let state = store.state();
        let tell = move || {
            let _ = gloo::utils::document_element().set_attribute("data-state", state);
        };
        if state != "idle" {
            tell();
            return;
        }
        // Idle is said when it has been drawn, and if it still is.
        request_animation_frame(move || {
            request_animation_frame(move || {
                if store.state_now() == "idle" {
                    tell();
                }
            });
        });
    });
    listen_for_files(store);
    fetch_the_rest(store);
    view! {
        {move || {
            set_language(store.language.get());
            view! { <Frame/> }
        }}
    }
}

/// Fetches what the first view does without as soon as somebody is about to do something.
fn fetch_the_rest(store: Store) {
    let window = gloo::utils::window();
    for sign in ["pointermove", "pointerdown", "keydown", "touchstart", "wheel", "dragenter"] {
        EventListener::once(&window, sign, move |_| store.fetch_the_rest()).forget();
    }
}

/// How long what was done stays on screen, in milliseconds.
const TOAST: u64 = 6_000;

/// What was just done ("Link copied"), seen and heard, then gone.
#[component]
fn Toast() -> impl IntoView {
    let spoken = store().spoken;
    // Two of the same in a row: only the later one's time counts.
    let times = StoredValue::new(0_u32);
    Effect::new(move |_| {
        if spoken.with(String::is_empty) {
            return;
        }
        times.update_value(|times| *times += 1);
        let this = times.get_value();
        set_timeout(
            move || {
                if times.try_get_value() == Some(this) {
                    spoken.set(String::new());
                }
            },
            std::time::Duration::from_millis(TOAST),
        );
    });
    view! {
        <p class="toast" role="status" aria-live="polite" data-testid="spoken">{move || spoken.get()}</p>
    }
}

/// Masthead and three columns; panels lie over them.
#[component]
pub fn Frame() -> impl IntoView {
    let store = store();
    let t = tr();
    let open = move || store.link.with(|link| link.open.is_some());
    let facets = move || store.panel.get() == Some(Panel::Facets);
    // A drawing takes the reader's room while nothing is read.
    let plotting = move || {
        store
            .link
            .with(|link| link.open.is_none() && matches!(link.tab, Tab::Timeline | Tab::Network | Tab::Table))
    };
    view! {
        <a class="skip" href="#results-panel" on:click=move |event| {
            event.prevent_default();
            super::keys::focus(&format!("row-{}", store.cursor.get_untracked()));
        }>{t.skip_to_results}</a>
        <div class="frame" class:reading=open class:filtering=facets class:plotting=plotting>
            <Masthead/>
            <Banners/>
            <ProgressBar/>
            <main class="columns">
                <h1 class="unseen">{t.tagline}</h1>
                <FacetColumn/>
                <ResultsColumn/>
                <ReaderColumn/>
            </main>
        </div>
        <p class="unseen" role="status" aria-live="polite" data-testid="counted">{move || store.counted.get()}</p>
        <Toast/>
        <ImportPanel/>
        <PreviewPanel/>
        <ProblemsPanel/>
        <MendPanel/>
        <HistoryPanel/>
        <HelpPanel/>
        <DropZone/>
    }
}
