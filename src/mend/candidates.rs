use crate::app::store;
use crate::markup::Text;
use crate::protocol::{Request, Response};
use crate::text::{fill, number, tr};
use leptos::prelude::*;
use std::fmt::Write;
use verbatim_corpus::{Facet, FacetRequest, ViewRequest, Wanted};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Names offered at once.
const OFFERED: u32 = 8;

/// A box to find a name in, and the names that fit; choosing one calls `chosen` with its key and name.
#[component]
pub fn Candidates(
    /// What the box is for.
    label: &'static str,
    /// Keys that are not offered.
    without: String,
    /// What to do with the choice.
    chosen: Callback<(String, String)>,
) -> impl IntoView {
    let store = store();
    let t = tr();
    let found = RwSignal::new(Vec::<(String, String, u32)>::new());
    let find = Callback::new(move |text: String| {
        let facets = [Facet::Person, Facet::Organization, Facet::Place];
        let facet = |facet| FacetRequest { facet, search: text.clone(), offset: 0, limit: OFFERED };
        let request = ViewRequest {
            facets: facets.map(facet).to_vec(),
            wanted: Wanted::Counts,
            ..ViewRequest::default()
        };
        let without = without.clone();
        store.ask(Request::View(Box::new(request)), move |response| {
            let Response::View(view) = response else { return };
            let values = view.facets.into_iter().flat_map(|counts| counts.values);
            let mut all: Vec<_> = values.map(|value| (value.key, value.name, value.count)).collect();
            all.retain(|(key, ..)| *key != without && !key.is_empty());
            all.sort_by(|a, b| (b.2, &a.0).cmp(&(a.2, &b.0)));
            all.dedup_by(|a, b| a.0 == b.0);
            all.truncate(OFFERED as usize);
            found.set(all);
        });
    });
    find.run(String::new());
    let list = move || {
        let mut out = String::new();
        for (key, name, count) in found.get() {
            let _ = write!(
                out,
                "<li><button class=\"choose\" data-key=\"{}\" data-name=\"{}\"><span class=\"name\" dir=\"auto\">{}</span><span class=\"number\">{}</span></button></li>",
                Text(&key),
                Text(&name),
                Text(&name),
                number(count)
            );
        }
        if out.is_empty() {
            let _ = write!(out, "<li class=\"nothing\">{}</li>", Text(t.nothing_here));
        }
        out
    };
    let press = move |event: web_sys::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest("[data-key]").ok().flatten());
        if let Some(button) = button {
            let value = |name: &str| button.get_attribute(name).unwrap_or_default();
            chosen.run((value("data-key"), value("data-name")));
        }
    };
    view! {
        <input
            type="search"
            id="candidate-search"
            data-testid="candidate-search"
            aria-label=label
            placeholder=fill(t.facet_search, &t.tabs[3].to_lowercase())
            autocomplete="off"
            on:input=move |event| find.run(event_target_value(&event))
        />
        <ul class="candidates" data-testid="candidates" aria-label=label inner_html=list on:click=press></ul>
    }
}
