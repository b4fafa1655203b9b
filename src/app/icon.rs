use leptos::prelude::*;

/// A line drawing of 16 units; the words beside it or the button's label say what it means.
#[component]
pub fn Icon(
    /// Which one.
    name: &'static str,
) -> impl IntoView {
    let path = match name {
        "search" => "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14",
        "close" => "m4 4 8 8m0-8-8 8",
        "plus" => "M8 3v10M3 8h10",
        "minus" => "M3.5 8h9",
        "theme" => "M8 2v12M8 2a6 6 0 1 1 0 12 6 6 0 0 1 0-12Zm0 2.5a3.5 3.5 0 0 1 0 7",
        "help" => "M6 6.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4M8 11.9v.1M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z",
        "up" => "m4 10 4-4 4 4",
        "down" => "m4 6 4 4 4-4",
        "left" => "m10 4-4 4 4 4",
        "right" => "m6 4 4 4-4 4",
        "check" => "m3 8.5 3.2 3L13 4.5",
        "link" => {
            "M6.7 9.3a2.6 2.6 0 0 0 3.8.2l2-2a2.6 2.6 0 0 0-3.7-3.7l-.9.9m1.4 2a2.6 2.6 0 0 0-3.8-.2l-2 2a2.6 2.6 0 0 0 3.7 3.7l.9-.9"
        }
        "filters" => "M2 4h12M4.5 8h7M7 12h2",
        "note" => "M3.5 2.5h9v11h-9zM6 6h4M6 8.5h4M6 11h2",
        "warn" => "M8 2.5 14.5 13.5h-13ZM8 7v3m0 1.7v.1",
        _ => "",
    };
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d=path fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/>
        </svg>
    }
}
