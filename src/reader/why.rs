use super::steps::choose;
use crate::app::history::Step;
use crate::app::{Icon, Mending, store};
use crate::protocol::{Request, Response};
use crate::results::bare_cue;
use crate::state::{Link, Open};
use crate::text::{fill, percent, tr};
use leptos::prelude::*;
use verbatim_article::Span;
use verbatim_corpus::{Facet, Filter, ReaderQuotation};

/// Why the chosen quotation is one: who, with which words, how it was found, how sure that is; and
/// the way to the same speaker's other quotes.
#[component]
pub fn WhyCard() -> impl IntoView {
    let store = store();
    let chosen = Memo::new(move |_| {
        let open = store.link.with(|link| link.open)?;
        store.reader.with(|reader| {
            let reader = reader.as_ref().filter(|reader| reader.article.id == open.article)?;
            let found = reader.quotations.get(open.quote? as usize)?.clone();
            let parts = |spans: &[Span], shown: fn(&str) -> &str| {
                let parts: Vec<&str> =
                    spans.iter().map(|span| shown(span.of(&reader.article.text))).collect();
                parts.join(" … ")
            };
            let words = |spans: &[Span]| parts(spans, |words| words);
            let quotation = &found.quotation;
            Some(Why {
                cue: parts(&quotation.cue, bare_cue),
                source: words(&quotation.source),
                addressee: words(&quotation.addressee),
                open,
                found,
            })
        })
    });
    view! { {move || chosen.get().map(|why| view! { <Card why/> })} }
}

#[derive(Clone, PartialEq)]
struct Why {
    open: Open,
    cue: String,
    source: String,
    addressee: String,
    found: ReaderQuotation,
}

#[component]
fn Card(why: Why) -> impl IntoView {
    let store = store();
    let t = tr();
    let quotation = why.found.quotation;
    let kind = t.kinds[quotation.kind as usize];
    let family = t.families[quotation.family as usize];
    let stance = t.stances[quotation.stance as usize];
    let speaker = why.found.speaker.clone();
    let named = speaker.clone();
    let line = |label: &'static str, words: String| {
        (!words.is_empty()).then(|| view! { <dt>{label}</dt><dd dir="auto">{words}</dd> })
    };
    let cue = if quotation.verb.is_empty() { why.cue } else { format!("{} ({family})", why.cue) };
    let because = quotation.evidence.because.clone();
    let confidence = f32::from(quotation.confidence.min(1000)) / 10.0;
    view! {
        <aside class="why" aria-label=t.why data-testid="why">
            <div class="why-head">
                <p class="who" dir="auto">{speaker.clone().unwrap_or_else(|| t.unknown_speaker.to_owned())}</p>
                <p class="what">{kind}" · "{stance}</p>
                <button class="tool" aria-label=t.close title=t.close on:click=move |_| choose(store, None)><Icon name="close"/></button>
            </div>
            <dl>
                {line(t.why_source, why.source)}
                {line(t.why_cue, cue)}
                {line(t.why_to, why.addressee)}
                {line(t.why_rule, quotation.evidence.rule.clone())}
            </dl>
            {(!because.is_empty()).then(|| view! {
                <ul class="because">{because.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}</ul>
            })}
            <button
                class="link wrong-speaker"
                data-testid="wrong-speaker"
                on:click=move |_| store.mend(Mending::Speaker {
                    article: why.open.article,
                    quotation: why.open.quote.unwrap_or(0),
                    now: named.clone(),
                })
            >
                {t.wrong_speaker}
            </button>
            <p class="sure" data-testid="confidence">
                <span class="meter" aria-hidden="true"><span style:width=format!("{confidence:.0}%")></span></span>
                {fill(t.why_confidence, &percent(quotation.confidence))}
            </p>
            {why.found.speaker_key.map(|key| {
                let name = speaker.unwrap_or_default();
                let filter = Filter { facet: Facet::Speaker, key: key.clone(), exclude: false };
                let neighbour = move |key: String, forward: bool| move |_| {
                    let request = Request::Neighbour { speaker: key.clone(), of: (why.open.article, why.open.quote.unwrap_or(0)), forward };
                    store.ask(request, move |response| {
                        if let Response::Neighbour(Some((article, quote))) = response {
                            store.open(Open { article, quote: Some(quote) });
                        }
                    });
                };
                view! {
                    <div class="by-speaker">
                        <button
                            class="link"
                            data-testid="all-by-speaker"
                            on:click=move |_| {
                                let filter = filter.clone();
                                store.go(Step::Push, |link| {
                                    let mut all = Link { open: link.open, ..Link::default() };
                                    all.query.filters.push(filter);
                                    *link = all;
                                });
                            }
                        >
                            {fill(t.all_by_speaker, &name)}
                        </button>
                        <span class="stepper">
                            <button class="tool" aria-label=t.previous_by title=t.previous_by on:click=neighbour(key.clone(), false)><Icon name="left"/></button>
                            <button class="tool" aria-label=t.next_by title=t.next_by data-testid="next-by-speaker" on:click=neighbour(key, true)><Icon name="right"/></button>
                        </span>
                    </div>
                }
            })}
        </aside>
    }
}
