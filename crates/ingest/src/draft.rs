use crate::date::{Printed, Reading};
use crate::language;
use std::collections::BTreeMap;
use verbatim_article::{Article, ArticleId, Block, BlockKind, Origin, PartialDate, Span};
use xxhash_rust::xxh3::xxh3_64;

/// The evidence's key for a date in figures whose order the file does not tell; the value is the
/// figures as written. `resolve` takes it away when the corpus decides.
pub(crate) const OPEN_DATE: &str = "published-as-written";

/// One line of words: runs of white space become one space.
pub(crate) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c == '\u{AD}').filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The first `most` characters of some words, for evidence.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    let text = squeeze(text);
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// Sets a field that is still empty to some words, and says where they come from.
pub(crate) fn set(
    evidence: &mut BTreeMap<String, String>,
    field: &mut Option<String>,
    name: &str,
    value: &str,
    why: &str,
) {
    if field.is_none() {
        let value = squeeze(value);
        if !value.is_empty() {
            *field = Some(value);
            evidence.insert(name.to_owned(), why.to_owned());
        }
    }
}

/// Sets the publication date, if none is known yet, from a printed one; an open one leaves its
/// year and its figures for `resolve`.
pub(crate) fn set_date(article: &mut Article, found: Printed, text: &str, why: &str) {
    if article.published.is_some() {
        return;
    }
    match found.reading {
        Reading::Sure(date) => {
            article.published = Some(date);
            article.evidence.insert("published".to_owned(), why.to_owned());
        }
        Reading::Open(numeric) => {
            let choices = numeric.choices();
            let year = choices.first().map(|d| d.year());
            let same = choices.iter().all(|d| Some(d.year()) == year);
            article.published = year.filter(|_| same).and_then(PartialDate::y);
            let list: Vec<String> = choices.iter().map(ToString::to_string).collect();
            let written = squeeze(found.span.of(text));
            article
                .evidence
                .insert("published".to_owned(), format!("{why}: '{written}' can be {}", list.join(" or ")));
            article.evidence.insert(OPEN_DATE.to_owned(), written);
        }
        Reading::Yearless { .. } => {}
    }
}

/// Text put together piece by piece, each with its kind, a blank line between pieces.
#[derive(Debug, Default)]
pub(crate) struct Composer {
    pub text: String,
    pub blocks: Vec<Block>,
}

impl Composer {
    /// Adds a piece; white space around it is left out, an empty one adds nothing.
    pub(crate) fn push(&mut self, kind: BlockKind, piece: &str) {
        let piece = piece.trim();
        if piece.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(piece);
        self.blocks.push(Block { kind, span: Span::new(start, self.text.len()) });
    }
}

/// Makes the blocks tile the text: in order, without gaps or overlaps, neighbours of boilerplate
/// kept apart. Stretches that no block names are body.
pub(crate) fn tile(text: &str, blocks: &mut Vec<Block>) {
    let len = text.len();
    blocks.retain(|b| {
        b.span.range().end <= len
            && !b.span.is_empty()
            && text.is_char_boundary(b.span.range().start)
            && text.is_char_boundary(b.span.range().end)
    });
    blocks.sort_by_key(|b| (b.span.start, b.span.end));
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut end = 0usize;
    for block in blocks.iter() {
        let range = block.span.range();
        if range.start < end {
            continue;
        }
        fill(text, end, range.start, &mut out);
        let start = if out.is_empty() { 0 } else { range.start };
        out.push(Block { kind: block.kind, span: Span::new(start, range.end) });
        end = range.end;
    }
    fill(text, end, len, &mut out);
    if out.is_empty() && len > 0 {
        out.push(Block { kind: BlockKind::Body, span: Span::new(0, len) });
    }
    *blocks = out;
}

/// Covers the stretch from `start` to `end`: its words are body, its leading white space belongs
/// to the block before it.
fn fill(text: &str, start: usize, end: usize, out: &mut Vec<Block>) {
    let gap = text.get(start..end).unwrap_or_default();
    let words = gap.trim_start();
    let begin = if out.is_empty() { start } else { end - words.len() };
    if let Some(last) = out.last_mut() {
        last.span.end = begin as u32;
    }
    if !words.is_empty() {
        out.push(Block { kind: BlockKind::Body, span: Span::new(begin, end) });
    }
}

/// Completes an article: tiles its blocks, tells its language, gives it its id and its origin.
pub(crate) fn finish(mut article: Article, file: &str, part: u32) -> Article {
    // Escapes in JSON, RTF and mail can spell control characters. They are one byte each, so a
    // space in their place moves nothing.
    if has_any(article.text.as_bytes(), is_control) {
        article.text =
            article.text.chars().map(|c| if c.is_ascii() && is_control(c as u8) { ' ' } else { c }).collect();
    }
    tile(&article.text, &mut article.blocks);
    join_many(&mut article.blocks);
    if article.language.is_empty() {
        article.language = detect(&article).to_owned();
        if article.language != "und" {
            article.evidence.insert("language".to_owned(), "its words".to_owned());
        }
    }
    crate::resolve::settle_alone(&mut article);
    article.id = content_id(&article);
    article.origins = vec![Origin { file: file.to_owned(), part }];
    article
}

/// More blocks than this are no article's paragraphs but the rows of a table or a list.
const MOST_BLOCKS: usize = 20_000;

/// Joins neighbours of one kind when there are more blocks than anybody can look at: each costs
/// many times the words that it holds.
fn join_many(blocks: &mut Vec<Block>) {
    if blocks.len() > MOST_BLOCKS {
        blocks.dedup_by(|next, kept| {
            let same = next.kind == kept.kind;
            if same {
                kept.span.end = next.span.end;
            }
            same
        });
    }
}

/// Whether any byte is of a kind: whole stretches are looked at without a branch for each byte,
/// which the compiler makes wide.
pub(crate) fn has_any(bytes: &[u8], of: impl Fn(u8) -> bool) -> bool {
    bytes.chunks(1024).any(|chunk| chunk.iter().fold(false, |any, byte| any | of(*byte)))
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\n' | b'\t')) || byte == 0x7F
}

/// The language of the article's body, not of the page around it.
fn detect(article: &Article) -> &'static str {
    let mut sample = String::new();
    for block in &article.blocks {
        if matches!(block.kind, BlockKind::Body | BlockKind::Headline | BlockKind::Standfirst) {
            sample.push_str(block.span.of(&article.text));
            sample.push('\n');
            if sample.len() > 6000 {
                break;
            }
        }
    }
    language::detect(if sample.is_empty() { &article.text } else { &sample })
}

/// The id: a hash of what the article says and who published it when. Two copies of one article
/// share it whatever their files are called; two outlets with the same words do not.
fn content_id(article: &Article) -> ArticleId {
    let published = article.published.map(|d| d.to_string());
    let fields = [
        article.headline.as_deref().unwrap_or(""),
        article.outlet.as_deref().unwrap_or(""),
        published.as_deref().unwrap_or(""),
        article.url.as_deref().unwrap_or(""),
    ];
    let mut bytes = Vec::with_capacity(article.text.len() + 200);
    bytes.extend_from_slice(article.text.as_bytes());
    for field in fields {
        bytes.push(0);
        bytes.extend_from_slice(field.as_bytes());
    }
    ArticleId(xxh3_64(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_a_million_lines_is_few_blocks() {
        let text = "a b\n".repeat(30_000);
        let article = crate::read("a.txt", text.as_bytes()).articles.remove(0);
        assert!(article.blocks.len() < 10);
        assert_eq!(article.blocks.last().map(|b| b.span.range().end), Some(article.text.len()));
    }

    #[test]
    fn tiles_have_no_gaps() {
        let text = "Head\n\nBody one.\n\nShare\n";
        let mut blocks = vec![
            Block { kind: BlockKind::Boilerplate, span: Span::new(17, 22) },
            Block { kind: BlockKind::Headline, span: Span::new(0, 4) },
            Block { kind: BlockKind::Caption, span: Span::new(2, 9) },
        ];
        tile(text, &mut blocks);
        let list: Vec<_> = blocks.iter().map(|b| (b.kind.name(), b.span.of(text))).collect();
        assert_eq!(list, [("headline", "Head\n\n"), ("body", "Body one.\n\n"), ("boilerplate", "Share\n")]);
    }
}
