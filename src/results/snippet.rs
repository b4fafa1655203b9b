use crate::state::{Mark, Segment, segments};
use leptos::prelude::*;
use verbatim_article::Span;
use verbatim_corpus::{Layer, Snippet};

/// A marked stretch of text: words of the quotation stand out, the sentence around them steps back.
pub fn snippet_view(snippet: &Snippet) -> impl IntoView + use<> {
    let marked: Vec<(Span, Mark)> = snippet
        .marks
        .iter()
        .map(|&(span, layer)| {
            let mark = match layer {
                Layer::Content => Mark::Content(0),
                Layer::Cue => Mark::Cue(0),
                Layer::Source => Mark::Source(0),
                Layer::Hit => Mark::Hit(0),
                Layer::Entity => Mark::Entity(0),
            };
            (span, mark)
        })
        .collect();
    let whole = Span::new(0, snippet.text.len());
    segments(whole, &marked)
        .into_iter()
        .map(|segment| {
            let text = segment.span.of(&snippet.text).to_owned();
            let class = classes(&segment);
            if segment.marks.iter().any(|mark| matches!(mark, Mark::Hit(_))) {
                view! { <mark class=class>{text}</mark> }.into_any()
            } else if class.is_empty() {
                text.into_any()
            } else {
                view! { <span class=class>{text}</span> }.into_any()
            }
        })
        .collect_view()
}

fn classes(segment: &Segment) -> String {
    let names = segment.marks.iter().map(|mark| match mark {
        Mark::Content(_) => "content",
        Mark::Cue(_) => "cue",
        Mark::Source(_) => "source",
        Mark::Entity(_) => "entity",
        Mark::Agency | Mark::Block(_) => "",
        Mark::Hit(_) => "hit",
    });
    names.collect::<Vec<_>>().join(" ")
}
