use super::{Icon, Panel, store, theme};
use crate::results::SearchBox;
use crate::text::{Language, count, remember_language, tr};
use leptos::prelude::*;

/// The line at the top: name, search, what is loaded, tools.
#[component]
pub fn Masthead() -> impl IntoView {
    let store = store();
    let t = tr();
    let loaded = move || {
        store.view.with(|view| {
            let totals = view.as_ref().map(|view| view.totals)?;
            (totals.all_articles > 0).then(|| {
                format!(
                    "{} · {}",
                    count(&t.articles, totals.all_articles),
                    count(&t.quotes, totals.all_quotes)
                )
            })
        })
    };
    let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let problems = move || number(store.noticed.with(|all| all.problems.len()));
    let notes = move || number(store.noticed.with(|all| all.notes.len()));
    view! {
        <header class="masthead">
            <a
                class="wordmark"
                href="#"
                title=t.tagline
            >
                <span aria-hidden="true" class="mark">"\u{201c}"</span>
                "Verbatim"
            </a>
            <SearchBox/>
            <p class="loaded" data-testid="corpus-size">{loaded}</p>
            <div class="tools">
                <Show when=move || { problems() + notes() > 0 }>
                    <button
                        class="tool"
                        class:warn=move || { problems() > 0 }
                        data-testid="open-problems"
                        on:click=move |_| store.panel.set(Some(Panel::Problems))
                    >
                        {move || { let name = if problems() > 0 { "warn" } else { "note" }; view! { <Icon name=name/> } }}
                        <span>{move || match problems() {
                            0 => count(&t.notes, notes()),
                            some => count(&t.problems, some),
                        }}</span>
                    </button>
                </Show>
                <button class="tool main" data-testid="open-import" on:click=move |_| store.panel.set(Some(Panel::Import))>
                    <Icon name="plus"/>
                    <span>{t.add}</span>
                </button>
                <button class="tool" title=t.theme aria-label=t.theme data-testid="theme" on:click=move |_| theme::toggle()>
                    <Icon name="theme"/>
                </button>
                <select
                    class="language"
                    aria-label=t.language
                    title=t.language
                    data-testid="language"
                    on:change=move |event| {
                        if let Some(language) = Language::from_code(&event_target_value(&event)) {
                            remember_language(language);
                            store.language.set(language);
                        }
                    }
                >
                    {Language::ALL.into_iter().map(|language| view! {
                        <option value=language.code() selected=language == store.language.get_untracked()>{language.own_name()}</option>
                    }).collect_view()}
                </select>
                <button
                    class="tool"
                    title=t.help
                    aria-label=t.help
                    data-testid="open-help"
                    on:click=move |_| store.panel.set(Some(Panel::Help))
                >
                    <Icon name="help"/>
                </button>
            </div>
        </header>
    }
}
