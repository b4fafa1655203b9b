use super::snippet::push_snippet;
use crate::markup::push;
use crate::text::{date, percent, tr};
use std::fmt::Write;
use verbatim_corpus::{Layer, QuoteRow};
use verbatim_nlp::QuotationKind;

/// Below this the row says that it is uncertain; thousandths.
const SURE: u16 = 600;

/// Letters of a cue that fit beside a name.
const CUE: usize = 24;

/// A cue without the colon or comma before what is quoted.
pub fn bare_cue(words: &str) -> &str {
    words.trim_end_matches([':', ',', ';', '\u{2014}', '\u{2013}', ' '])
}

/// The words that report the quotation as they stand in the article; the verb where they are many or
/// stand elsewhere.
fn cue(row: &QuoteRow) -> String {
    let marks = row.snippet.marks.iter().filter(|(_, layer)| *layer == Layer::Cue);
    let words: Vec<&str> = marks.map(|(span, _)| bare_cue(span.of(&row.snippet.text))).collect();
    let words = words.join(" … ");
    if words.is_empty() || words.chars().count() > CUE { row.verb.clone() } else { words }
}

/// One line of the ledger: who, with which verb, in which words; where and when.
pub fn quote_row(row: &QuoteRow) -> String {
    let t = tr();
    let mut out = String::from("<span class=\"row-head\">");
    match &row.speaker {
        Some(speaker) => push(&mut out, "span", "speaker", speaker),
        None => push(&mut out, "span", "speaker unnamed", t.unknown_speaker),
    }
    push(&mut out, "span", "verb", &cue(row));
    // Only what the name does not say already: "the minister", "he".
    let surname = row.speaker.as_deref().and_then(|name| name.split_whitespace().next_back());
    if !row.source.is_empty() && surname.is_none_or(|surname| !row.source.contains(surname)) {
        push(&mut out, "span", "said-as", &format!("\u{201c}{}\u{201d}", row.source));
    }
    match row.kind {
        QuotationKind::Direct => {}
        QuotationKind::Indirect => push(&mut out, "span", "tag", t.kinds[1]),
        QuotationKind::Mixed => push(&mut out, "span", "tag", t.kinds[2]),
    }
    if row.confidence < SURE {
        let sure = percent(row.confidence);
        let _ = write!(out, "<span class=\"tag unsure\" title=\"{sure}\">{}</span>", t.uncertain);
    }
    out.push_str("</span>");
    push_snippet(&mut out, "row-words", &row.snippet);
    out.push_str("<span class=\"row-foot\">");
    push(&mut out, "span", "outlet", row.outlet.as_deref().unwrap_or(t.no_outlet));
    push(&mut out, "span", "when", &row.published.map_or_else(|| t.undated_row.to_owned(), date));
    match row.headline.as_str() {
        "" => push(&mut out, "span", "headline missing", t.no_headline),
        headline => push(&mut out, "span", "headline", headline),
    }
    out.push_str("</span>");
    out
}

#[cfg(test)]
mod tests {
    use super::bare_cue;

    #[test]
    fn a_cue_ends_with_its_word() {
        assert_eq!(bare_cue("said:"), "said");
        assert_eq!(bare_cue("said — "), "said");
        assert_eq!(bare_cue("according to"), "according to");
        assert_eq!(bare_cue(":"), "");
    }
}
