use crate::markup::Text;
use crate::state::{Mark, Segment, segments};
use std::fmt::Write;
use verbatim_article::Span;
use verbatim_corpus::{Layer, Snippet};

/// Appends a marked stretch of text: words of the quotation stand out, the sentence around them
/// steps back.
pub fn push_snippet(out: &mut String, class: &str, snippet: &Snippet) {
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
    let _ = write!(out, "<span class=\"{class}\" dir=\"auto\">");
    for segment in segments(whole, &marked) {
        let text = Text(segment.span.of(&snippet.text));
        let class = classes(&segment);
        let hit = segment.marks.iter().any(|mark| matches!(mark, Mark::Hit(_)));
        let _ = match (hit, class.is_empty()) {
            (true, _) => write!(out, "<mark class=\"{class}\">{text}</mark>"),
            (false, true) => write!(out, "{text}"),
            (false, false) => write!(out, "<span class=\"{class}\">{text}</span>"),
        };
    }
    out.push_str("</span>");
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
