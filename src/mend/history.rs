use crate::app::{Panel, Store, store};
use crate::export::save_text;
use crate::intake::Dialog;
use crate::protocol::Change;
use crate::text::{date, fill, tr};
use leptos::prelude::*;
use verbatim_corpus::Correction;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

/// What was put right, the last first: each step can be taken back; all of it can be saved and made again on
/// another computer.
#[component]
pub fn HistoryPanel() -> impl IntoView {
    let store = store();
    view! {
        <Show when=move || store.panel.get() == Some(Panel::History)>{panel(store).into_any()}</Show>
    }
}

fn panel(store: Store) -> impl IntoView {
    let t = tr();
    let steps = move || store.corrections.with(|c| c.as_ref().map(|c| c.steps.clone()).unwrap_or_default());
    let none = move || steps().is_empty();
    let undone = move || store.corrections.with(|c| c.as_ref().and_then(|c| c.undone.clone()));
    let rows = move || {
        let numbered: Vec<(u32, Correction)> = (0..).zip(steps()).collect();
        let row = |(number, step): (u32, Correction)| {
            view! {
                <li data-testid="step">
                    <span dir="auto">{words(store, &step)}</span>
                    <button class="link" on:click=move |_| store.change(Change::TakeBack(number))>{t.take_back}</button>
                </li>
            }
            .into_any()
        };
        numbered.into_iter().rev().map(row).collect_view()
    };
    let save = move |_| {
        let lines =
            store.corrections.with_untracked(|c| c.as_ref().map(|c| c.lines.clone()).unwrap_or_default());
        save_text("verbatim-corrections.ndjson", "application/x-ndjson", &lines);
    };
    let replay = move |event: web_sys::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let file = input.as_ref().and_then(|input| input.files()?.get(0));
        if let Some(input) = input {
            input.set_value("");
        }
        let Some(file) = file else { return };
        leptos::task::spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
            store.change(Change::Replay(text.unwrap_or_default()));
        });
    };
    view! {
        <Dialog title=t.history>
            <p class="privacy">{t.history_about}</p>
            <div class="pick">
                <button class="tool" data-testid="undo" disabled=none on:click=move |_| store.change(Change::Undo)>{t.undo}</button>
                <button class="tool" data-testid="redo" disabled=move || undone().is_none() on:click=move |_| store.change(Change::Redo)>{t.redo}</button>
                <button class="tool" data-testid="save-log" disabled=none on:click=save>{t.history_save}</button>
                <label class="tool">
                    {t.history_replay}
                    <input type="file" class="unseen" accept=".ndjson,.jsonl,.txt" data-testid="replay" on:change=replay/>
                </label>
            </div>
            <Show when=none><p class="nothing">{t.history_empty}</p></Show>
            <ol class="steps-done" data-testid="history">{rows}</ol>
            <p class="said" role="status">{move || store.wrong.get().unwrap_or_else(|| store.spoken.get())}</p>
        </Dialog>
    }
}

/// A step in words.
fn words(store: Store, step: &Correction) -> String {
    let t = tr();
    let two = |template: &str, first: &str, second: &str| fill(&fill(template, first), second);
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| t.column_none.to_owned());
    match step {
        Correction::Rename { entity, name } => two(t.step_rename, &store.called(entity), name),
        Correction::Merge { into, other } => two(t.step_merge, &store.called(other), &store.called(into)),
        Correction::Apart { entity, other } => two(t.step_apart, &store.called(entity), &store.called(other)),
        Correction::Split { entity, name, .. } => two(t.step_split, name, &store.called(entity)),
        Correction::Speaker { speaker, .. } => {
            let speaker =
                speaker.as_deref().map_or_else(|| t.unknown_speaker.to_owned(), |key| store.called(key));
            two("{}: {}", t.facets[0], &speaker)
        }
        Correction::Outlet { value: right, .. } => two("{}: {}", t.fields[0], &value(right)),
        Correction::Agency { value: right, .. } => two("{}: {}", t.fields[1], &value(right)),
        Correction::Published { value: right, .. } => two("{}: {}", t.fields[3], &value(&right.map(date))),
        Correction::Headline { value: right, .. } => two("{}: {}", t.columns[0], &value(right)),
    }
}
