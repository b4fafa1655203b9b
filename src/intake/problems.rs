use super::dialog::Dialog;
use crate::app::{Panel, store};
use crate::export::save_text;
use crate::state::Sheet;
use crate::text::{count, tr};
use leptos::prelude::*;
use verbatim_ingest::Problem;

/// Rows on screen; a list of all of them can be saved.
const MOST: usize = 300;

/// What could not be read, a row for each, in one place and never in the way; under it what was
/// decided or mended on the way.
#[component]
pub fn ProblemsPanel() -> impl IntoView {
    let store = store();
    let t = tr();
    let problems = move || store.noticed.with(|all| all.problems.clone());
    let notes = move || store.noticed.with(|all| all.notes.clone());
    let some_problems = move || store.noticed.with(|all| !all.problems.is_empty());
    let some_notes = move || store.noticed.with(|all| !all.notes.is_empty());
    let save = move |_| {
        let sheet = store.noticed.with(|all| Sheet::noticed(&all.problems, &all.notes));
        save_text("verbatim-reading.csv", "text/csv;charset=utf-8", &sheet.csv());
    };
    view! {
        <Show when=move || store.panel.get() == Some(Panel::Problems)>
            <Dialog title=t.reading_title>
                <Show when=some_problems>
                    <h3>{t.problems_title}</h3>
                    <p>{t.problems_intro}</p>
                    <Rows rows=problems label=t.problems_title kind="problem"/>
                </Show>
                <Show when=some_notes>
                    <h3>{t.notes_title}</h3>
                    <p>{t.notes_intro}</p>
                    <Rows rows=notes label=t.notes_title kind="note"/>
                </Show>
                <div class="panel-foot">
                    <button class="tool" data-testid="save-problems" on:click=save>{t.save_list}</button>
                </div>
            </Dialog>
        </Show>
    }
}

#[component]
fn Rows(
    /// The rows, all of them.
    rows: impl Fn() -> Vec<Problem> + Copy + Send + Sync + 'static,
    /// What they are.
    label: &'static str,
    /// The same for tests.
    kind: &'static str,
) -> impl IntoView {
    let t = tr();
    let row = move |problem: Problem| {
        let kept = match (problem.kept.is_empty(), kind) {
            (true, "problem") => t.problem_nothing_kept.to_owned(),
            _ => problem.kept.clone(),
        };
        view! {
            <tr data-testid=kind>
                <td class="file" dir="auto">{place(&problem)}</td>
                <td dir="auto">{problem.problem}</td>
                <td>{kept}</td>
            </tr>
        }
    };
    let more = move || u32::try_from(rows().len().saturating_sub(MOST)).unwrap_or(u32::MAX);
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=label>
            <table>
                <thead>
                    <tr><th scope="col">{t.problem_file}</th><th scope="col">{t.problem_what}</th><th scope="col">{t.problem_kept}</th></tr>
                </thead>
                <tbody>{move || rows().into_iter().take(MOST).map(row).collect_view()}</tbody>
            </table>
            <Show when=move || { more() > 0 }>
                <p class="more">{move || count(&t.rows_more, more())}</p>
            </Show>
        </div>
    }
}

/// The file, and where in it.
fn place(problem: &Problem) -> String {
    match (problem.part, problem.line) {
        (_, Some(line)) => format!("{}:{line}", problem.file),
        (Some(part), None) => format!("{} #{}", problem.file, part + 1),
        (None, None) => problem.file.clone(),
    }
}
