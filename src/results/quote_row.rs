use super::snippet::snippet_view;
use crate::text::{date, percent, tr};
use leptos::prelude::*;
use verbatim_corpus::QuoteRow;
use verbatim_nlp::QuotationKind;

/// Below this the row says that it is uncertain; thousandths.
const SURE: u16 = 600;

/// One line of the ledger: who, with which verb, in which words; where and when.
pub fn quote_row(row: &QuoteRow) -> impl IntoView + use<> {
    let t = tr();
    let named = row.speaker.is_some();
    let speaker = row.speaker.clone().unwrap_or_else(|| t.unknown_speaker.to_owned());
    // Only what the name does not say already: "the minister", "he".
    let surname = row.speaker.as_deref().and_then(|name| name.split_whitespace().next_back());
    let says_more = !row.source.is_empty() && surname.is_none_or(|surname| !row.source.contains(surname));
    let said = says_more.then(|| format!("\u{201c}{}\u{201d}", row.source));
    let kind = match row.kind {
        QuotationKind::Direct => None,
        QuotationKind::Indirect => Some(t.kinds[1]),
        QuotationKind::Mixed => Some(t.kinds[2]),
    };
    let uncertain = row.confidence < SURE;
    view! {
        <span class="row-head">
            <span class="speaker" class:unnamed=!named dir="auto">{speaker}</span>
            {(!row.verb.is_empty()).then(|| view! { <span class="verb">{row.verb.clone()}</span> })}
            {said.map(|said| view! { <span class="said-as" dir="auto">{said}</span> })}
            {kind.map(|kind| view! { <span class="tag">{kind}</span> })}
            {uncertain.then(|| view! { <span class="tag unsure" title=percent(row.confidence)>{t.uncertain}</span> })}
        </span>
        <span class="row-words" dir="auto">{snippet_view(&row.snippet)}</span>
        <span class="row-foot">
            <span class="outlet" dir="auto">{row.outlet.clone().unwrap_or_else(|| t.no_outlet.to_owned())}</span>
            <span class="when">{row.published.map_or_else(|| t.undated_row.to_owned(), date)}</span>
            <span class="headline" dir="auto">{row.headline.clone()}</span>
        </span>
    }
}
