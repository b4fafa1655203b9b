//! Articles in other languages than English: whose a quotation is, where its marks and the verb
//! beside it say so, and the names that are sure to be names. The trained model knows English
//! alone; what it would make of another language is not shown.
//!
//! What is known of each language stands in `data/languages.txt`.

mod attribution;
mod language;
mod names;
mod people;
mod stretch;

use crate::{Document, Token};
use language::Language;
use std::ops::Range;
use verbatim_article::{Block, Span};

/// Whether an article in this language (a BCP 47 code) is read here, not by the English model.
/// A text whose language could not be told is taken for English.
pub(crate) fn is_other(code: &str) -> bool {
    !matches!(primary(code), "" | "en" | "und")
}

/// The language without region and script: `pt` of `pt-BR`.
fn primary(code: &str) -> &str {
    code.split(['-', '_']).next().unwrap_or("")
}

/// Reads an article in another language.
pub(crate) fn read(
    code: &str,
    text: &str,
    tokens: &[Span],
    sentences: &[Range<usize>],
    blocks: &[Block],
) -> Document {
    let language = Language::of(primary(code));
    let words = Words { text, tokens, language };
    let named = names::find(words, sentences);
    let mut people = people::group(words, &named);
    let quotations = attribution::find(words, sentences, blocks, &named, &mut people);
    Document {
        entities: people.into_entities(),
        quotations,
        sentences: sentences
            .iter()
            .filter_map(|s| {
                let (first, last) = (tokens.get(s.start)?, tokens.get(s.end.checked_sub(1)?)?);
                Some(Span { start: first.start, end: last.end })
            })
            .collect(),
        tokens: tokens.iter().map(|&span| Token { span, pos: crate::Pos::X }).collect(),
    }
}

/// A text, its tokens and what is known of its language.
#[derive(Clone, Copy)]
struct Words<'a> {
    text: &'a str,
    tokens: &'a [Span],
    language: &'a Language,
}

impl<'a> Words<'a> {
    /// The token's characters; empty past the end.
    fn get(self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |span| span.of(self.text))
    }

    /// Where the part of a token stands that a name consists of: without "l'" before it, or 'ın behind.
    fn core(self, at: usize) -> Span {
        let Some(&span) = self.tokens.get(at) else { return Span { start: 0, end: 0 } };
        let word = span.of(self.text);
        let Some(mark) = word.find(['\'', '’']) else { return span };
        let after = mark + word.get(mark..).and_then(|w| w.chars().next()).map_or(0, char::len_utf8);
        if self.language.suffix && mark > 0 {
            return Span { end: span.start + mark as u32, ..span };
        }
        if self.language.elides && mark <= 2 && after < word.len() {
            return Span { start: span.start + after as u32, ..span };
        }
        span
    }

    fn word(self, at: usize) -> &'a str {
        self.core(at).of(self.text)
    }

    fn lower(self, at: usize) -> String {
        self.word(at).to_lowercase()
    }

    fn capital(self, at: usize) -> bool {
        self.word(at).chars().next().is_some_and(char::is_uppercase)
    }

    fn letters(self, at: usize) -> bool {
        self.get(at).chars().any(char::is_alphabetic)
    }

    /// Whether nothing but blanks of one line stands between a token and the one before.
    fn beside(self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|b| self.tokens.get(b)) else { return false };
        let Some(here) = self.tokens.get(at) else { return false };
        let gap = self.text.get(before.end as usize..here.start as usize).unwrap_or("\n");
        !gap.contains(['\n', '\r'])
    }

    fn span(self, range: &Range<usize>) -> Option<Span> {
        let last =
            range.end.checked_sub(1).filter(|last| *last >= range.start && *last < self.tokens.len())?;
        Some(Span { start: self.core(range.start).start, end: self.core(last).end })
    }

    /// The first token that begins at or behind a byte.
    fn at(self, byte: u32) -> usize {
        self.tokens.partition_point(|token| token.start < byte)
    }
}
