use super::article::article;
use super::candidates::Candidates;
use crate::app::{Mending, Panel, Store, store};
use crate::intake::Dialog;
use crate::protocol::Change;
use crate::text::{number, tr};
use leptos::prelude::*;
use std::collections::BTreeSet;
use verbatim_article::ArticleId;
use verbatim_corpus::{Correction, NameRow};

/// Where a name is renamed, joined with another or separated, where a quotation gets another speaker, and an
/// article another outlet or date.
#[component]
pub fn MendPanel() -> impl IntoView {
    let store = store();
    view! {
        <Show when=move || store.panel.get() == Some(Panel::Mend)>
            {move || store.mending.get().map(|what| match what {
                Mending::Name(row) => name(row).into_any(),
                Mending::Article(about) => article(about).into_any(),
                Mending::Speaker { article, quotation, now } => speaker(article, quotation, now).into_any(),
            })}
        </Show>
    }
}

/// Makes the change and closes the panel.
fn make(store: Store, change: Change) {
    store.change(change);
    store.panel.set(None);
}

fn name(row: NameRow) -> impl IntoView {
    let store = store();
    let t = tr();
    let (key, other) = (row.key.clone(), row.key.clone());
    let new_name = RwSignal::new(row.name.clone());
    let unchanged = row.name.clone();
    let rename = move |_| {
        make(store, Change::Make(Correction::Rename { entity: key.clone(), name: new_name.get_untracked() }));
    };
    let merge = Callback::new(move |(with, _): (String, String)| {
        make(store, Change::Make(Correction::Merge { into: other.clone(), other: with }));
    });
    let split = (row.variants.len() > 1).then(|| separate(&row).into_any());
    view! {
        <Dialog title=t.mend_title>
            <p class="lead" dir="auto">{row.name.clone()}</p>
            <section class="mend">
                <h3>{t.mend_rename}</h3>
                <div class="pair">
                    <input
                        type="text"
                        data-testid="rename"
                        aria-label=t.mend_rename
                        prop:value=move || new_name.get()
                        on:input=move |event| new_name.set(event_target_value(&event))
                    />
                    <button
                        class="tool"
                        data-testid="rename-do"
                        disabled=move || new_name.with(|name| name.trim().is_empty() || *name == unchanged)
                        on:click=rename
                    >
                        {t.mend_rename_do}
                    </button>
                </div>
            </section>
            <section class="mend">
                <h3>{t.mend_merge}</h3>
                <Candidates label=t.mend_merge without=row.key.clone() chosen=merge/>
            </section>
            {split}
        </Dialog>
    }
}

/// Spellings that are somebody else's.
fn separate(row: &NameRow) -> impl IntoView + use<> {
    let store = store();
    let t = tr();
    let key = row.key.clone();
    let chosen = RwSignal::new(BTreeSet::<String>::new());
    let all = row.variants.len();
    let boxes = row
        .variants
        .iter()
        .map(|(spelling, uses)| {
            let (name, uses) = (spelling.clone(), number(*uses));
            view! {
                <label class="switch">
                    <input
                        type="checkbox"
                        on:change=move |event| {
                            let on = event_target_checked(&event);
                            chosen.update(|chosen| {
                                if on { chosen.insert(name.clone()); } else { chosen.remove(&name); }
                            });
                        }
                    />
                    <span dir="auto">{spelling.clone()}</span>
                    <span class="number">{uses}</span>
                </label>
            }
            .into_any()
        })
        .collect_view();
    let split = move |_| {
        let spellings: Vec<String> = chosen.get_untracked().into_iter().collect();
        // The longest spelling says most of who it is.
        let name = spellings.iter().max_by_key(|name| name.chars().count()).cloned().unwrap_or_default();
        make(store, Change::Split { entity: key.clone(), spellings, name });
    };
    view! {
        <section class="mend">
            <h3>{t.mend_split}</h3>
            <div class="spellings" data-testid="spellings">{boxes}</div>
            <button
                class="tool"
                data-testid="split-do"
                disabled=move || chosen.with(|chosen| chosen.is_empty() || chosen.len() == all)
                on:click=split
            >
                {t.mend_split_do}
            </button>
        </section>
    }
}

fn speaker(article: ArticleId, quotation: u32, now: Option<String>) -> impl IntoView {
    let store = store();
    let t = tr();
    let put = move |speaker: Option<String>| {
        make(store, Change::Make(Correction::Speaker { article, quotation, speaker }));
    };
    let chosen = Callback::new(move |(key, _): (String, String)| put(Some(key)));
    view! {
        <Dialog title=t.mend_speaker>
            <p class="lead" dir="auto">{now.unwrap_or_else(|| t.unknown_speaker.to_owned())}</p>
            <section class="mend">
                <h3>{t.mend_speaker_is}</h3>
                <Candidates label=t.mend_speaker_is without=String::new() chosen/>
            </section>
            <button class="tool" data-testid="no-speaker" on:click=move |_| put(None)>{t.mend_no_speaker}</button>
        </Dialog>
    }
}
