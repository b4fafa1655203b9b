use super::histogram::Histogram;
use crate::app::history::Step;
use crate::app::store;
use crate::text::{count, tr};
use leptos::prelude::*;
use verbatim_article::PartialDate;
use verbatim_corpus::DateRange;

/// The date histogram with a brush, and the same range typed.
#[component]
pub fn Dates() -> impl IntoView {
    let store = store();
    let t = tr();
    let undated = move || store.counts.with(|view| view.as_ref().map_or(0, |view| view.undated));
    view! {
        <section class="facet dates" data-testid="facet-date">
            <h2 class="plain">{t.dates}</h2>
            <Histogram/>
            <div class="typed">
                <DateField label=t.date_from first=true/>
                <span aria-hidden="true" class="dash">"\u{2013}"</span>
                <DateField label=t.date_to first=false/>
            </div>
            <Show when=move || { undated() > 0 }>
                <p class="undated">
                    <button
                        class="link"
                        aria-pressed=move || store.link.with(|link| only_undated(&link.query.text)).to_string()
                        data-testid="undated"
                        on:click=move |_| store.go(Step::Push, |link| {
                            toggle_undated(&mut link.query.text);
                            link.query.dates = None;
                        })
                    >
                        {move || count(&t.undated, undated())}
                    </button>
                </p>
            </Show>
        </section>
    }
}

/// The search that finds what has no date.
const UNDATED: &str = "is:undated";

fn only_undated(words: &str) -> bool {
    words.split_whitespace().any(|word| word == UNDATED)
}

/// Adds it to the words that are searched, or takes it away.
fn toggle_undated(words: &mut String) {
    let on = only_undated(words);
    let mut kept: Vec<&str> = words.split_whitespace().filter(|word| *word != UNDATED).collect();
    if !on {
        kept.push(UNDATED);
    }
    *words = kept.join(" ");
}

/// One end of the range. A year or a month will do; what is no date is marked and changes nothing.
#[component]
fn DateField(label: &'static str, first: bool) -> impl IntoView {
    let store = store();
    let wrong = RwSignal::new(false);
    let shown = move || {
        let range = store.link.with(|link| link.query.dates).unwrap_or_default();
        let end = if first { range.from } else { range.to };
        end.map(|date| date.to_string()).unwrap_or_default()
    };
    let change = move |event| {
        let text = event_target_value(&event);
        let date = match text.trim() {
            "" => Ok(None),
            text => text.parse::<PartialDate>().map(Some),
        };
        wrong.set(date.is_err());
        let Ok(date) = date else { return };
        store.go(Step::Push, |link| {
            let mut range = link.query.dates.unwrap_or_default();
            if first {
                range.from = date;
            } else {
                range.to = date;
            }
            // The wrong way round is meant the right way round.
            if let (Some(from), Some(to)) = (range.from, range.to)
                && from.first_day() > to.last_day()
            {
                range = DateRange { from: Some(to), to: Some(from) };
            }
            link.query.dates = Some(range);
        });
    };
    view! {
        <input
            type="text"
            class="date"
            inputmode="numeric"
            autocomplete="off"
            aria-label=format!("{label} ({})", tr().date_hint)
            title=tr().date_hint
            placeholder=label
            data-testid=if first { "date-from" } else { "date-to" }
            aria-invalid=move || wrong.get().to_string()
            prop:value=shown
            on:change=change
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undated_is_searched_for_and_no_more() {
        let mut words = "harbour \"the mud\"".to_owned();
        toggle_undated(&mut words);
        assert_eq!(words, "harbour \"the mud\" is:undated");
        assert!(only_undated(&words));
        toggle_undated(&mut words);
        assert_eq!(words, "harbour \"the mud\"");
    }
}
