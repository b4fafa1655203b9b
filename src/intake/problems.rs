use super::dialog::Dialog;
use crate::app::{Panel, store};
use crate::text::tr;
use leptos::prelude::*;
use verbatim_ingest::Problem;

/// What could not be read, a row for each, in one place and never in the way.
#[component]
pub fn ProblemsPanel() -> impl IntoView {
    let store = store();
    let t = tr();
    let row = |problem: Problem| {
        let place = match (problem.part, problem.line) {
            (_, Some(line)) => format!(":{line}"),
            (Some(part), None) => format!(" #{}", part + 1),
            (None, None) => String::new(),
        };
        let kept = if problem.kept.is_empty() { t.problem_nothing_kept.to_owned() } else { problem.kept };
        view! {
            <tr data-testid="problem">
                <td class="file" dir="auto">{problem.file}{place}</td>
                <td dir="auto">{problem.problem}</td>
                <td>{kept}</td>
            </tr>
        }
    };
    view! {
        <Show when=move || store.panel.get() == Some(Panel::Problems)>
            <Dialog title=t.problems_title>
                <p>{t.problems_intro}</p>
                <div class="scroll" tabindex="0" role="region" aria-label=t.problems_title>
                    <table>
                        <thead>
                            <tr><th scope="col">{t.problem_file}</th><th scope="col">{t.problem_what}</th><th scope="col">{t.problem_kept}</th></tr>
                        </thead>
                        <tbody>{move || store.problems.get().into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </Dialog>
        </Show>
    }
}
