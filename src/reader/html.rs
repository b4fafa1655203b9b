//! The article as markup. Thousands of marked stretches are written as one string: that is an order
//! of magnitude faster than making each a component, and the browser escapes nothing by itself, so
//! it is done here.

use crate::markup::Text;
use crate::state::{Mark, segments};
use crate::text::{fill, tr};
use std::collections::BTreeMap;
use std::fmt::Write;
use verbatim_article::{BlockKind, Span};
use verbatim_corpus::Reader;
use verbatim_nlp::{EntityType, MentionKind, QuotationKind};

/// Markup of the article's text: one element a block, one `span` a stretch. A stretch names what it
/// belongs to: `data-q` quotations, `data-e` entities, `data-h` hits, by number.
pub fn article_html(reader: &Reader) -> String {
    let marked = marks(reader);
    let ends = content_ends(reader);
    let mut starts = content_starts(reader);
    let mut hits_seen = 0;
    let text = &reader.article.text;
    let mut out = String::with_capacity(text.len() * 3);
    let mut block = None;
    let mut close = "";
    for segment in segments(Span::new(0, text.len()), &marked) {
        let (here, marks) = match segment.marks.split_first() {
            Some((Mark::Block(number), rest)) => (Some(*number), rest),
            _ => (None, &segment.marks[..]),
        };
        if here != block || close.is_empty() {
            out.push_str(close);
            let kind =
                here.and_then(|number| reader.article.blocks.get(number as usize)).map(|block| block.kind);
            let (tag, class, end) = match kind.unwrap_or(BlockKind::Body) {
                BlockKind::Headline => ("h2", "headline", "</h2>"),
                BlockKind::Standfirst => ("p", "standfirst", "</p>"),
                BlockKind::Dateline => ("p", "dateline", "</p>"),
                BlockKind::Body => ("p", "body", "</p>"),
                BlockKind::Caption => ("p", "caption", "</p>"),
                BlockKind::Boilerplate => ("p", "boilerplate", "</p>"),
            };
            let _ = write!(out, "<{tag} class=\"{class}\" dir=\"auto\">");
            (block, close) = (here, end);
        }
        push_segment(&mut out, reader, marks, segment.span, &mut starts, &mut hits_seen);
        for (_, quote) in ends.range((segment.span.end, 0)..=(segment.span.end, u32::MAX)) {
            push_note(&mut out, reader, *quote);
        }
    }
    out.push_str(close);
    out
}

fn marks(reader: &Reader) -> Vec<(Span, Mark)> {
    let mut out = Vec::new();
    out.extend((0..).zip(&reader.article.blocks).map(|(number, block)| (block.span, Mark::Block(number))));
    for (number, found) in (0..).zip(&reader.quotations) {
        let quotation = &found.quotation;
        out.extend(quotation.content.iter().map(|span| (*span, Mark::Content(number))));
        out.extend(quotation.cue.iter().map(|span| (*span, Mark::Cue(number))));
        out.extend(quotation.source.iter().map(|span| (*span, Mark::Source(number))));
    }
    for (number, entity) in (0..).zip(&reader.entities) {
        let named = entity.mentions.iter().filter(|mention| mention.kind != MentionKind::Pronoun);
        out.extend(named.map(|mention| (mention.span, Mark::Entity(number))));
    }
    if let Some(agency) = reader.article.agency.as_deref().filter(|agency| !agency.is_empty()) {
        for block in reader.article.blocks.iter().filter(|block| block.kind == BlockKind::Dateline) {
            let words = block.span.of(&reader.article.text);
            out.extend(words.match_indices(agency).map(|(at, found)| {
                let start = block.span.start as usize + at;
                (Span::new(start, start + found.len()), Mark::Agency)
            }));
        }
    }
    out.extend((0..).zip(&reader.hits).map(|(number, span)| (*span, Mark::Hit(number))));
    out
}

/// Where each quotation's content begins, to give that stretch its id once.
fn content_starts(reader: &Reader) -> BTreeMap<u32, Vec<u32>> {
    let mut out: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (number, found) in (0..).zip(&reader.quotations) {
        if let Some(first) = found.quotation.content.iter().map(|span| span.start).min() {
            out.entry(first).or_default().push(number);
        }
    }
    out
}

/// (end of the content, quotation): where its note stands.
fn content_ends(reader: &Reader) -> std::collections::BTreeSet<(u32, u32)> {
    let numbered = (0..).zip(&reader.quotations);
    numbered.filter_map(|(n, f)| Some((f.quotation.content.iter().map(|s| s.end).max()?, n))).collect()
}

fn push_segment(
    out: &mut String,
    reader: &Reader,
    marks: &[Mark],
    span: Span,
    starts: &mut BTreeMap<u32, Vec<u32>>,
    hits_seen: &mut u32,
) {
    let words = span.of(&reader.article.text);
    let begun = starts.remove(&span.start).unwrap_or_default();
    for quote in &begun {
        let _ = write!(out, "<a id=\"q{quote}\"></a>");
    }
    if marks.is_empty() {
        push_escaped(out, words);
        return;
    }
    let (mut classes, mut quotes, mut entities, mut hits) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let quotation = |number: u32| reader.quotations.get(number as usize).map(|found| &found.quotation);
    for mark in marks {
        match *mark {
            Mark::Content(number) => {
                classes.push("q");
                classes.push(match quotation(number).map(|quotation| quotation.kind) {
                    Some(QuotationKind::Indirect) => "indirect",
                    Some(QuotationKind::Mixed) => "mixed",
                    _ => "direct",
                });
                quotes.push(number);
            }
            Mark::Cue(number) => {
                classes.push("cue");
                quotes.push(number);
            }
            Mark::Source(number) => {
                classes.push("src");
                quotes.push(number);
            }
            Mark::Entity(number) => {
                classes.push("e");
                classes.push(match reader.entities.get(number as usize).map(|entity| entity.kind) {
                    Some(EntityType::Person) => "e-person",
                    Some(EntityType::Organization) => "e-org",
                    Some(EntityType::Location | EntityType::Facility) => "e-place",
                    Some(EntityType::Date) => "e-date",
                    _ => "e-other",
                });
                entities.push(number);
            }
            Mark::Agency => classes.push("agency"),
            Mark::Block(_) => {}
            Mark::Hit(number) => {
                classes.push("hit");
                hits.push(number);
            }
        }
    }
    classes.dedup();
    let tag = if hits.is_empty() { "span" } else { "mark" };
    let _ = write!(out, "<{tag} class=\"{}\"", classes.join(" "));
    if let Some(&hit) = hits.iter().find(|hit| **hit >= *hits_seen) {
        let _ = write!(out, " id=\"h{hit}\"");
        *hits_seen = hit + 1;
    }
    for (name, numbers) in [("q", quotes), ("e", entities), ("h", hits)] {
        if !numbers.is_empty() {
            let list: Vec<String> = numbers.iter().map(u32::to_string).collect();
            let _ = write!(out, " data-{name}=\"{}\"", list.join(" "));
        }
    }
    out.push('>');
    push_escaped(out, words);
    let _ = write!(out, "</{tag}>");
}

/// The note after a quotation: a button for the keyboard and the screen reader. Its figure is drawn
/// by the style sheet, so that copied text stays the article's.
fn push_note(out: &mut String, reader: &Reader, number: u32) {
    let t = tr();
    let speaker = reader.quotations.get(number as usize).and_then(|found| found.speaker.as_deref());
    let label = format!(
        "{}: {}. {}",
        fill(t.quote_note, &(number + 1).to_string()),
        speaker.unwrap_or(t.unknown_speaker),
        t.why
    );
    let _ = write!(
        out,
        "<button type=\"button\" class=\"note\" data-q=\"{number}\" data-n=\"{}\" aria-label=\"",
        number + 1
    );
    push_escaped(out, &label);
    out.push_str("\"></button>");
}

fn push_escaped(out: &mut String, text: &str) {
    let _ = write!(out, "{}", Text(text));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use verbatim_article::{Article, ArticleId, Block};
    use verbatim_corpus::{ReaderEntity, ReaderQuotation};
    use verbatim_nlp::{Evidence, Mention, Quotation, Stance, VerbFamily};

    fn reader(text: &str) -> Reader {
        let article = Article {
            id: ArticleId(1),
            language: "en".to_owned(),
            text: text.to_owned(),
            blocks: vec![Block { kind: BlockKind::Body, span: Span::new(0, text.len()) }],
            ..Article::default()
        };
        Reader {
            article,
            sentences: Vec::new(),
            quotations: Vec::new(),
            entities: Vec::new(),
            hits: Vec::new(),
        }
    }

    fn quotation(content: Vec<Span>) -> ReaderQuotation {
        let quotation = Quotation {
            kind: QuotationKind::Direct,
            content,
            cue: Vec::new(),
            verb: String::new(),
            family: VerbFamily::Neutral,
            source: Vec::new(),
            speaker: None,
            addressee: Vec::new(),
            stance: Stance::Speech,
            confidence: 900,
            evidence: Evidence::default(),
        };
        ReaderQuotation { quotation, speaker: None, speaker_key: None }
    }

    /// What a browser would show: markup taken away, entities resolved.
    fn shown(html: &str) -> String {
        let mut text = String::new();
        let mut inside = false;
        for character in html.chars() {
            match character {
                '<' => inside = true,
                '>' => inside = false,
                _ if !inside => text.push(character),
                _ => {}
            }
        }
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&")
    }

    #[test]
    fn names_inside_quotations_belong_to_both() {
        let mut reader = reader("\"Ask Orla Fenn,\" he said.");
        reader.quotations.push(quotation(vec![Span::new(1, 15)]));
        reader.entities.push(ReaderEntity {
            kind: EntityType::Person,
            name: "Orla Fenn".to_owned(),
            key: "orla-fenn".to_owned(),
            mentions: vec![Mention { span: Span::new(5, 14), kind: MentionKind::Name }],
        });
        let html = article_html(&reader);
        assert!(
            html.contains("<span class=\"q direct e e-person\" data-q=\"0\" data-e=\"0\">Orla Fenn</span>"),
            "{html}"
        );
        assert!(html.contains("data-q=\"0\">,</span><button"), "the note follows the content: {html}");
        assert_eq!(shown(&html), reader.article.text);
    }

    proptest! {
        #[test]
        fn the_text_is_shown_unchanged(
            text in "[a-z<>&\"'é“ \\n]{1,60}",
            spans in prop::collection::vec((0usize..60, 0usize..60), 0..8),
        ) {
            let mut reader = reader(&text);
            let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            for (a, b) in spans {
                let (a, b) = (boundary(a), boundary(b));
                let span = Span::new(a.min(b), a.max(b));
                reader.quotations.push(quotation(vec![span]));
                reader.hits.push(span);
            }
            let shown = shown(&article_html(&reader));
            prop_assert_eq!(shown, text);
        }
    }
}
