use crate::markup::{Text, push};
use crate::text::{date, tr};
use std::fmt::Write;
use verbatim_corpus::ContextRow;

/// One line of the concordance: the hit in the middle, its words left and right.
pub fn context_row(row: &ContextRow) -> String {
    let t = tr();
    let parts = [
        row.speaker.clone(),
        row.outlet.clone(),
        Some(row.published.map_or_else(|| t.undated_row.to_owned(), date)),
    ];
    let source: Vec<String> = parts.into_iter().flatten().collect();
    let mut out = String::new();
    // A space, but not before a full stop or after an opening mark.
    let before =
        if row.left.ends_with(['(', '[', '“', '‘', '«', '„', '-', '/']) { "" } else { "\u{a0}" };
    let closing = [',', '.', ';', ':', '!', '?', ')', ']', '”', '’', '\'', '»', '…', '-', '/'];
    let after = if row.right.starts_with(closing) { "" } else { "\u{a0}" };
    // Cut at its far end: the words next to the hit are what matters.
    let _ = write!(
        out,
        "<span class=\"kwic\"><span class=\"left\"><bdi>{}{before}</bdi></span><mark class=\"hit\">{}</mark>\
         <span class=\"right\"><bdi>{after}{}</bdi></span></span>",
        Text(&row.left),
        Text(&row.hit),
        Text(&row.right)
    );
    push(&mut out, "span", "row-foot", &source.join(" · "));
    out
}
