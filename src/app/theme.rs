//! Light or dark: the system's choice until the person makes one, which this browser remembers.

use gloo::storage::{LocalStorage, Storage};
use gloo::utils::{document_element, window};

const KEY: &str = "verbatim.theme";

fn system_is_dark() -> bool {
    window().match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|query| query.matches())
}

fn is_dark() -> bool {
    match document_element().get_attribute("data-theme") {
        Some(theme) => theme == "dark",
        None => system_is_dark(),
    }
}

fn set(theme: &str) {
    let _ = document_element().set_attribute("data-theme", theme);
}

/// Takes up the remembered choice.
pub fn start() {
    if let Ok(theme) = LocalStorage::get::<String>(KEY) {
        set(&theme);
    }
}

/// Changes to the other theme; choosing the system's own forgets the choice.
pub fn toggle() {
    let dark = !is_dark();
    let theme = if dark { "dark" } else { "light" };
    set(theme);
    if dark == system_is_dark() {
        LocalStorage::delete(KEY);
    } else {
        // Private windows may refuse; then the choice lasts as long as the page.
        let _ = LocalStorage::set(KEY, theme);
    }
}
