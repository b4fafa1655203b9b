use crate::app::{Panel, store};
use crate::text::{count, fill, number, percent, tr};
use leptos::prelude::*;
use verbatim_corpus::SuggestionRow;

/// Above the names: two that may be one, for the reader to judge, and the way to what was put right.
#[component]
pub fn Judge() -> impl IntoView {
    let store = store();
    let t = tr();
    let pair = Memo::new(move |_| {
        let at = store.put_off.get();
        store.corrections.with(|corrections| {
            let rows = &corrections.as_ref()?.suggestions;
            rows.get(at % rows.len().max(1)).cloned()
        })
    });
    let left = move || store.corrections.with(|c| c.as_ref().map_or(0, |c| c.suggested));
    let steps = move || store.corrections.with(|c| c.as_ref().map_or(0, |c| c.steps.len() as u32));
    let answer = move |key: &'static str, label: &'static str, one: Option<bool>| {
        view! {
            <button class="tool" data-testid=format!("judge-{key}") on:click=move |_| store.judge(one)>
                {label}
                <kbd>{key}</kbd>
            </button>
        }
        .into_any()
    };
    view! {
        <section class="judge" aria-label=t.judge data-testid="judge">
            <div class="pair-text" aria-live="polite">
                {move || match pair.get() {
                    Some(row) => asked(&row).into_any(),
                    None => view! { <p class="nothing">{t.judge_none}</p> }.into_any(),
                }}
            </div>
            <div class="answers">
                <Show when=move || pair.with(Option::is_some)>
                    {answer("y", t.judge_yes, Some(true))}
                    {answer("n", t.judge_no, Some(false))}
                    {answer("h", t.judge_later, None)}
                    <span class="left-over">{move || count(&t.judge_left, left())}</span>
                </Show>
                <button class="link" data-testid="open-history" on:click=move |_| store.panel.set(Some(Panel::History))>
                    {move || fill(t.history_open, &number(steps()))}
                </button>
            </div>
        </section>
    }
}

/// The question with what speaks for it.
fn asked(row: &SuggestionRow) -> impl IntoView + use<> {
    let t = tr();
    let mut evidence = vec![t.reasons[row.because as usize].to_owned(), percent(row.likelihood)];
    if row.together > 0 {
        evidence.push(count(&t.judge_together, row.together));
    }
    if !row.shared.is_empty() {
        evidence.push(fill(t.judge_shared, &row.shared.join(", ")));
    }
    let articles = |number| count(&t.articles, number);
    view! {
        <p class="question">
            <b dir="auto">{row.name.clone()}</b>
            <span class="few">{articles(row.articles)}</span>
            <span class="equals">{t.judge_same}</span>
            <b dir="auto">{row.other_name.clone()}</b>
            <span class="few">{articles(row.other_articles)}</span>
        </p>
        <p class="evidence" dir="auto">{evidence.join(" · ")}</p>
    }
}
