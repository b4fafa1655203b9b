use crate::app::history::Step;
use crate::app::store;
use crate::state::{Link, Open, PAGE, Piece, word_diff};
use crate::text::{count, date, tr};
use leptos::prelude::*;
use verbatim_corpus::{Rendering, Rows, SameQuoteRow};

/// Utterances that several outlets render, each wording compared with the earliest.
#[component]
pub fn SameQuoteList() -> impl IntoView {
    let store = store();
    let t = tr();
    let shown = RwSignal::new(1u32);
    let total = Memo::new(move |_| store.rows.with(|rows| rows.total));
    Effect::new(move |_| {
        store.rows.track();
        store.need_pages(0..shown.get());
    });
    let groups = move || {
        store.rows.with(|rows| {
            (0..shown.get())
                .filter_map(|page| rows.page(page))
                .flat_map(|rows| match rows.as_ref() {
                    Rows::SameQuote(rows) => rows.clone(),
                    _ => Vec::new(),
                })
                .collect::<Vec<_>>()
        })
    };
    view! {
        <div class="same" data-testid="same-quotes" tabindex="0" role="region" aria-label=t.tabs[2]>
            <For each=groups key=|group| (group.group, group.renderings.len()) children=|group| view! { <Group group/> }/>
            <Show when=move || { shown.get() * PAGE < total.get() }>
                <button class="tool" on:click=move |_| shown.update(|shown| *shown += 1)>{t.more}</button>
            </Show>
        </div>
    }
}

#[component]
fn Group(group: SameQuoteRow) -> impl IntoView {
    let t = tr();
    let speaker = group.speaker.clone().unwrap_or_else(|| t.unknown_speaker.to_owned());
    let mut outlets: Vec<_> =
        group.renderings.iter().filter_map(|rendering| rendering.outlet.as_deref()).collect();
    outlets.sort_unstable();
    outlets.dedup();
    let outlets = u32::try_from(outlets.len()).unwrap_or(u32::MAX);
    let wordings = count(&t.wordings, u32::try_from(group.renderings.len()).unwrap_or(u32::MAX));
    let first = group.renderings.first().map(|rendering| rendering.text.clone()).unwrap_or_default();
    let lines = group
        .renderings
        .into_iter()
        .enumerate()
        .map(|(at, rendering)| {
            let base = (at > 0).then(|| first.clone());
            view! { <Wording rendering base/> }
        })
        .collect_view();
    view! {
        <section class="group" data-testid="same-quote">
            <h3><span dir="auto">{speaker}</span><span class="tag">{wordings}" · "{count(&t.outlets, outlets)}</span></h3>
            <ol>{lines}</ol>
        </section>
    }
}

/// One wording: words that the earliest has not are underlined, words of it that are missing stand
/// struck through.
#[component]
fn Wording(rendering: Rendering, base: Option<String>) -> impl IntoView {
    let store = store();
    let t = tr();
    let target = Open { article: rendering.article, quote: Some(rendering.number) };
    let opened = move || store.link.with(|link| link.open == Some(target));
    let words = match base {
        None => rendering.text.clone().into_any(),
        Some(base) => {
            let mut pieces = Vec::new();
            for piece in word_diff(&base, &rendering.text) {
                pieces.push(match piece {
                    Piece::Same(text) => text.into_any(),
                    Piece::Added(text) => view! { <ins>{text}</ins> }.into_any(),
                    Piece::Missing(text) => view! { <del>{text}</del> }.into_any(),
                });
                pieces.push(" ".into_any());
            }
            pieces.collect_view().into_any()
        }
    };
    let outlet = rendering.outlet.unwrap_or_else(|| t.no_outlet.to_owned());
    let when = rendering.published.map_or_else(|| t.undated_row.to_owned(), date);
    view! {
        <li class:unselected=!rendering.selected>
            <a
                class="wording"
                class:open=opened
                data-testid="wording"
                href=move || format!("#{}", Link { open: Some(target), ..store.link.get() }.fragment())
                on:click=move |event| {
                    if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                        event.prevent_default();
                        store.go(Step::Push, |link| link.open = Some(target));
                    }
                }
            >
                <span class="where"><span class="outlet" dir="auto">{outlet}</span><span class="when">{when}</span></span>
                <span class="words" dir="auto">{words}</span>
                <span class="how">{rendering.verb}" · "{t.kinds[rendering.kind as usize]}</span>
            </a>
        </li>
    }
}
