use super::snippet::snippet_view;
use crate::text::{count, date, tr};
use leptos::prelude::*;
use verbatim_corpus::ArticleRow;

/// One line of the list of articles.
pub fn article_row(row: &ArticleRow) -> impl IntoView + use<> {
    let t = tr();
    let outlet = row.outlet.clone().unwrap_or_else(|| t.no_outlet.to_owned());
    view! {
        <span class="row-title" dir="auto">{row.headline.clone()}</span>
        <span class="row-words plain" dir="auto">{snippet_view(&row.snippet)}</span>
        <span class="row-foot">
            <span class="outlet" dir="auto">{outlet}</span>
            {row.agency.clone().map(|agency| view! { <span class="agency">{agency}</span> })}
            <span class="when">{row.published.map_or_else(|| t.undated_row.to_owned(), date)}</span>
            <span class="quotes">{count(&t.quotes, row.quotes)}</span>
            <span class="headline" dir="auto">{row.speakers.join(", ")}</span>
        </span>
    }
}
