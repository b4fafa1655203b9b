use crate::text::{date, tr};
use leptos::prelude::*;
use verbatim_corpus::ContextRow;

/// One line of the concordance: the hit in the middle, its words left and right.
pub fn context_row(row: &ContextRow) -> impl IntoView + use<> {
    let t = tr();
    let parts = [
        row.speaker.clone(),
        row.outlet.clone(),
        Some(row.published.map_or_else(|| t.undated_row.to_owned(), date)),
    ];
    let source: Vec<String> = parts.into_iter().flatten().collect();
    view! {
        <span class="kwic">
            // Cut at its far end: the words next to the hit are what matters.
            <span class="left"><bdi>{row.left.clone()}</bdi></span>
            <mark class="hit">{row.hit.clone()}</mark>
            <span class="right"><bdi>{row.right.clone()}</bdi></span>
        </span>
        <span class="row-foot" dir="auto">{source.join(" · ")}</span>
    }
}
