use crate::app::history::Step;
use crate::app::store;
use crate::state::Link;
use crate::text::{count, number, tr};
use leptos::prelude::*;
use verbatim_corpus::{Facet, Filter, NameRow, Tab};
use verbatim_nlp::EntityType;

/// One entity: its spellings with how often each is used, and what it does in the selection. Every
/// number opens what it counts.
pub fn name_row(row: &NameRow) -> impl IntoView + use<> {
    let t = tr();
    let kind = EntityType::ALL.iter().position(|kind| *kind == row.kind).map_or("", |at| t.entity_types[at]);
    let other: Vec<String> = row
        .variants
        .iter()
        .filter(|(name, _)| *name != row.name)
        .map(|(name, uses)| format!("{name}\u{a0}({})", number(*uses)))
        .collect();
    let facet = match row.kind {
        EntityType::Person => Some(Facet::Person),
        EntityType::Organization => Some(Facet::Organization),
        EntityType::Location | EntityType::Facility => Some(Facet::Place),
        _ => None,
    };
    let key = row.key.clone();
    let opens = move |facet: Facet, tab: Tab, text: String, testid: &'static str| {
        let store = store();
        let filter = Filter { facet, key: key.clone(), exclude: false };
        let go = move |link: &mut Link| {
            link.query.filters.retain(|other| other.facet != filter.facet || other.key != filter.key);
            link.query.filters.push(filter.clone());
            link.tab = tab;
        };
        let change = go.clone();
        view! {
            <a
                class="link"
                data-testid=testid
                href=move || {
                    let mut link = store.link.get();
                    go(&mut link);
                    format!("#{}", link.fragment())
                }
                on:click=move |event| {
                    if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                        event.prevent_default();
                        let change = change.clone();
                        store.go(Step::Push, change);
                    }
                }
            >
                {text}
            </a>
        }
    };
    let articles = count(&t.articles, row.articles);
    view! {
        <span class="row-head">
            <span class="speaker" dir="auto">{row.name.clone()}</span>
            <span class="tag">{kind}</span>
        </span>
        <span class="variants" dir="auto">
            {if other.is_empty() { t.one_spelling.to_owned() } else { other.join(", ") }}
        </span>
        <span class="row-foot links">
            {match facet {
                Some(facet) => opens(facet, Tab::Articles, articles, "name-articles").into_any(),
                None => view! { <span>{articles}</span> }.into_any(),
            }}
            {(row.speaks > 0).then(|| opens(Facet::Speaker, Tab::Quotes, count(&t.speaks, row.speaks), "name-speaks"))}
            {(row.named > 0).then(|| opens(Facet::About, Tab::Quotes, count(&t.named, row.named), "name-named"))}
        </span>
    }
}
