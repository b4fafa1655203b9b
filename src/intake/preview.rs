use super::dialog::Dialog;
use crate::app::{Panel, Previewing, store};
use crate::markup::{Text, push};
use crate::protocol::{Preview, PreviewColumns};
use crate::text::{count, date, fill, number, tr};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write;
use verbatim_ingest::FIELDS;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// Articles of a file that are listed one by one; of the others there is only the number.
const LISTED: usize = 400;

/// What a single file holds, before it is read: which column is which, and which articles are wanted.
#[component]
pub fn PreviewPanel() -> impl IntoView {
    let store = store();
    view! {
        <Show when=move || store.panel.get() == Some(Panel::Preview)>
            {move || store.preview.get().map(|previewing| panel(previewing).into_any())}
        </Show>
    }
}

fn panel(previewing: Previewing) -> impl IntoView {
    let store = store();
    let t = tr();
    let Previewing { file, choice, preview } = previewing;
    let total = preview.articles.len() as u32;
    let without = RwSignal::new(choice.without.clone());
    let wanted = move || total - without.with(BTreeSet::len) as u32;
    let list = list(&preview);
    let (name, taken, columns) = (file.0.clone(), file.clone(), choice.columns.clone());
    let take = move |_| {
        let choice = crate::protocol::Choice { columns: columns.clone(), without: without.get_untracked() };
        store.panel.set(None);
        store.preview.set(None);
        store.take_files(vec![taken.clone()], choice);
    };
    let ticked = move |event: web_sys::Event| {
        let box_ = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some((tick, at)) = box_.and_then(|tick| Some((tick.checked(), tick.value().parse().ok()?)))
        else {
            return;
        };
        without.update(|without| {
            if tick {
                without.remove(&at);
            } else {
                without.insert(at);
            }
        });
    };
    let all = move |event| {
        let every = event_target_checked(&event);
        without.set(if every { BTreeSet::new() } else { (0..total).collect() });
        tick_all(every);
    };
    let columns = preview.columns.clone().map(|found| mapping(found, file, choice.columns).into_any());
    view! {
        <Dialog title=t.preview_title>
            <p class="file" dir="auto">{name}</p>
            {columns}
            <fieldset class="preview">
                <legend>{fill(t.preview_holds, &count(&t.articles, total))}</legend>
                {(preview.problems > 0).then(|| view! { <p class="warning">{count(&t.problems, preview.problems)}</p> }.into_any())}
                <label class="switch">
                    <input type="checkbox" prop:checked=move || wanted() == total data-testid="preview-all" on:change=all/>
                    {t.preview_all}
                </label>
                <ol id="preview-list" class="scroll" data-testid="preview" tabindex="0" inner_html=list on:change=ticked></ol>
            </fieldset>
            <div class="panel-foot">
                <button class="tool main" data-testid="preview-take" disabled=move || wanted() == 0 on:click=take>
                    {move || fill(t.preview_take, &count(&t.articles, wanted()))}
                </button>
                <button class="tool" on:click=move |_| store.panel.set(None)>{t.cancel}</button>
            </div>
        </Dialog>
    }
}

fn tick_all(on: bool) {
    let Ok(boxes) = gloo::utils::document().query_selector_all("#preview-list input") else { return };
    for at in 0..boxes.length() {
        if let Some(tick) = boxes.get(at).and_then(|node| node.dyn_into::<HtmlInputElement>().ok()) {
            tick.set_checked(on);
        }
    }
}

fn list(preview: &Preview) -> String {
    let t = tr();
    let mut out = String::new();
    for (at, article) in preview.articles.iter().take(LISTED).enumerate() {
        let _ =
            write!(out, "<li><label><input type=\"checkbox\" checked value=\"{at}\"><span class=\"about\">");
        match &article.headline {
            Some(headline) => push(&mut out, "b", "headline", headline),
            None => push(&mut out, "i", "headline", &format!("{}…", article.begins)),
        }
        let parts =
            [article.outlet.clone(), article.published.map(date), Some(count(&t.words, article.words))];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        push(&mut out, "span", "foot", &parts.join(" · "));
        if article.headline.is_some() {
            push(&mut out, "span", "foot", &format!("{}…", article.begins));
        }
        out.push_str("</span></label></li>");
    }
    if let Some(more) = preview.articles.len().checked_sub(LISTED).filter(|more| *more > 0) {
        let _ = write!(out, "<li class=\"more\">{}</li>", Text(&fill(t.preview_more, &number(more as u32))));
    }
    out
}

/// A choice of column for each field of an article.
fn mapping(
    found: PreviewColumns,
    file: (String, web_sys::File),
    chosen: std::collections::BTreeMap<String, String>,
) -> impl IntoView {
    let store = store();
    let t = tr();
    let example = |column: &str| -> String {
        let Some(at) = found.names.iter().position(|name| name == column) else { return String::new() };
        found
            .rows
            .iter()
            .find_map(|row| row.get(at).filter(|cell| !cell.is_empty()))
            .cloned()
            .unwrap_or_default()
    };
    let mut out = String::new();
    for (at, field) in FIELDS.iter().enumerate() {
        let now = found.fields.get(*field).map_or("", String::as_str);
        let _ = write!(
            out,
            "<label><span>{}</span><select id=\"column-{field}\" name=\"{field}\" data-testid=\"column-{field}\"><option value=\"\">{}</option>",
            Text(t.columns[at]),
            Text(t.column_none)
        );
        for name in &found.names {
            let selected = if name == now { " selected" } else { "" };
            let _ = write!(out, "<option value=\"{0}\"{selected}>{0}</option>", Text(name));
        }
        let _ = write!(
            out,
            "</select><span class=\"example\" dir=\"auto\">{}</span></label>",
            Text(&example(now))
        );
    }
    let change = move |event: web_sys::Event| {
        let select = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok());
        let Some(select) = select else { return };
        let mut columns = chosen.clone();
        columns.insert(select.name(), select.value());
        store.look_into(file.clone(), crate::protocol::Choice { columns, ..Default::default() });
    };
    view! {
        <fieldset class="mapping" data-testid="mapping">
            <legend>{t.preview_columns}</legend>
            <div class="grid" inner_html=out on:change=change></div>
        </fieldset>
    }
}
