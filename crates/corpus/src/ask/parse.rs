use super::scan::{Piece, scan};
use super::tree::{Ask, Form, Phrase, Place, Property, Term};
use crate::text::{Words, fold};
use crate::{DateRange, Facet};
use std::fmt;
use verbatim_article::{PartialDate, Span};
use verbatim_nlp::{QuotationKind, VerbFamily};

/// What was typed, as far as it could be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// What is asked for; the parts that were not understood are left out.
    pub ask: Ask,
    /// The first thing that was not understood.
    pub error: Option<AskError>,
}

/// Something in the search box that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskError {
    /// What is wrong and what to write instead, in a sentence.
    pub message: String,
    /// Byte offset of the character that it is about.
    pub at: u32,
}

impl fmt::Display for AskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at character {}: {}", self.at, self.message)
    }
}

impl std::error::Error for AskError {}

/// Brackets and NOTs inside one another, at most: more is no question that a person asks.
const DEEPEST: u32 = 40;

/// Reads what was typed. Never fails: what is wrong is told, the rest is understood.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    match text.trim().is_empty() {
        // The grammar is not needed before somebody types.
        true => Parsed { ask: Ask::All, error: None },
        false => parse_words(text),
    }
}

#[inline(never)]
fn parse_words(text: &str) -> Parsed {
    let mut parser = Parser { pieces: scan(text), at: 0, depth: 0, error: None };
    let mut ask = parser.any();
    // A closing bracket too many ends `any`; what follows it is still meant.
    while let Some((_, span)) = parser.next() {
        parser.wrong(span.start, "This bracket closes nothing.");
        ask = join(Ask::And, vec![ask, parser.any()]);
    }
    Parsed { ask, error: parser.error }
}

struct Parser<'q> {
    pieces: Vec<(Piece<'q>, Span)>,
    at: usize,
    depth: u32,
    error: Option<AskError>,
}

impl<'q> Parser<'q> {
    fn peek(&self) -> Option<&(Piece<'q>, Span)> {
        self.pieces.get(self.at)
    }

    fn next(&mut self) -> Option<(Piece<'q>, Span)> {
        let piece = self.pieces.get(self.at).cloned();
        self.at += usize::from(piece.is_some());
        piece
    }

    fn wrong(&mut self, at: u32, message: impl Into<String>) {
        if self.error.is_none() {
            self.error = Some(AskError { message: message.into(), at });
        }
    }

    fn any(&mut self) -> Ask {
        let mut options = Vec::new();
        let mut last_or: Option<Span> = None;
        loop {
            let all = self.all();
            let or = match self.peek() {
                Some((Piece::Or, span)) => Some(*span),
                _ => None,
            };
            if let (Ask::All, Some(or)) = (&all, or.or(last_or)) {
                self.wrong(or.start, "OR needs words on both sides.");
            } else {
                options.push(all);
            }
            if or.is_none() {
                break;
            }
            last_or = or;
            self.next();
        }
        join(Ask::Or, options)
    }

    fn all(&mut self) -> Ask {
        let mut parts = Vec::new();
        let mut places = Vec::new();
        loop {
            match self.peek() {
                None | Some((Piece::Or | Piece::Close, _)) => break,
                Some((Piece::And, span)) => {
                    let at = span.start;
                    self.next();
                    let ends = matches!(self.peek(), None | Some((Piece::Or | Piece::Close | Piece::And, _)));
                    if parts.is_empty() && places.is_empty() || ends {
                        self.wrong(at, "AND needs words on both sides.");
                    }
                }
                Some((Piece::Field("in"), span)) => {
                    let at = span.start;
                    self.next();
                    if let Some(place) = self.fixed("in", &Place::ALL, Place::name) {
                        places.push((place, at));
                    }
                }
                Some(_) => parts.extend(self.one()),
            }
        }
        let empty = parts.is_empty();
        let mut ask = join(Ask::And, parts);
        for (place, at) in places {
            if empty {
                self.wrong(at, format!("Say what to look for: in:{} flood", place.name()));
            } else {
                ask = Ask::In(place, Box::new(ask));
            }
        }
        ask
    }

    /// One part of a conjunction with what is near it; `None` when it was not understood.
    fn one(&mut self) -> Option<Ask> {
        let (piece, span) = self.next()?;
        if self.depth >= DEEPEST {
            self.wrong(span.start, "Too many brackets inside one another.");
            return None;
        }
        self.depth += 1;
        let ask = self.unary(piece, span);
        self.depth -= 1;
        self.near(ask)
    }

    fn unary(&mut self, piece: Piece<'q>, span: Span) -> Option<Ask> {
        match piece {
            Piece::Not => {
                if matches!(self.peek(), None | Some((Piece::Or | Piece::Close | Piece::And, _))) {
                    self.wrong(span.start, "NOT and - need a word after them.");
                    return None;
                }
                Some(Ask::Not(Box::new(self.one()?)))
            }
            Piece::Open => {
                let inner = self.any();
                match self.peek() {
                    Some((Piece::Close, _)) => {
                        self.next();
                    }
                    _ => self.wrong(span.start, "This bracket is not closed."),
                }
                if inner == Ask::All {
                    self.wrong(span.start, "There is nothing in these brackets.");
                    return None;
                }
                Some(inner)
            }
            Piece::Exactly => match self.next() {
                Some((Piece::Word(word), at)) => self.phrase(word, at, true).map(Ask::Words),
                Some((Piece::Quoted(words, closed), at)) => {
                    self.quoted(words, closed, at, true).map(Ask::Words)
                }
                other => {
                    self.at -= usize::from(other.is_some());
                    self.wrong(span.start, "= needs a word right after it: =Board");
                    None
                }
            },
            Piece::Quoted(words, closed) => self.quoted(words, closed, span, false).map(Ask::Words),
            Piece::Word(word) => self.phrase(word, span, false).map(Ask::Words),
            Piece::Regex(pattern, closed) => self.regex(pattern, closed, span),
            Piece::Field(name) => self.field(name, span),
            Piece::Near(_) => {
                self.wrong(span.start, "near/5 needs a word before it and one after it.");
                None
            }
            Piece::Or | Piece::And | Piece::Close => None,
        }
    }

    fn near(&mut self, first: Option<Ask>) -> Option<Ask> {
        let Some((Piece::Near(figures), span)) = self.peek().cloned() else { return first };
        self.next();
        let number = span.start + 5;
        let distance = figures.parse::<u32>().ok().filter(|n| (1..=100).contains(n));
        if distance.is_none() {
            self.wrong(number, "near/ needs a number from 1 to 100: near/5");
        }
        let second = match self.next() {
            Some((piece @ (Piece::Word(_) | Piece::Quoted(..) | Piece::Exactly), at)) => {
                self.unary(piece, at)
            }
            other => {
                self.at -= usize::from(other.is_some());
                None
            }
        };
        let (Some(Ask::Words(left)), Some(Ask::Words(right))) = (&first, &second) else {
            self.wrong(span.start, "near/5 stands between two words or phrases.");
            return first;
        };
        let mut all = vec![left.clone(), right.clone()];
        // a near/3 b near/3 c: each within reach of the one before it.
        while let Some((Piece::Near(again), at)) = self.peek().cloned() {
            if again != figures {
                self.wrong(at.start, "Use one distance for all, or brackets.");
            }
            self.next();
            match self.next() {
                Some((piece @ (Piece::Word(_) | Piece::Quoted(..) | Piece::Exactly), span)) => {
                    if let Some(Ask::Words(phrase)) = self.unary(piece, span) {
                        all.push(phrase);
                    }
                }
                other => {
                    self.at -= usize::from(other.is_some());
                    self.wrong(at.start, "near/5 stands between two words or phrases.");
                }
            }
        }
        Some(Ask::Near(all, distance.unwrap_or(5)))
    }

    fn quoted(&mut self, words: &'q str, closed: bool, span: Span, exact: bool) -> Option<Phrase> {
        if !closed {
            self.wrong(span.start, "This quotation mark is not closed.");
        }
        let mut terms = Vec::new();
        for piece in words.split_whitespace() {
            let (stem, star) = match piece.strip_suffix('*') {
                Some(stem) if !exact => (stem, true),
                _ => (piece, false),
            };
            let before = terms.len();
            push_words(stem, exact, &mut terms);
            if let (true, Some(last)) = (star && terms.len() > before, terms.last_mut()) {
                last.form = Form::Prefix;
            }
        }
        if terms.is_empty() {
            if closed {
                self.wrong(span.start, "There is no word between these quotation marks.");
            }
            return None;
        }
        Some(Phrase(terms))
    }

    fn phrase(&mut self, word: &'q str, span: Span, exact: bool) -> Option<Phrase> {
        let (stem, form) = if exact { (word, Form::Exact) } else { self.suffix(word, span)? };
        let mut terms = Vec::new();
        push_words(stem, exact, &mut terms);
        match terms.last_mut() {
            None if matches!(word, "-" | "−" | "–") => {
                self.wrong(span.start, "Put - right before the word, without a space: -dam");
                None
            }
            None => {
                self.wrong(span.start, "There is no letter or figure in this.");
                None
            }
            Some(last) => {
                last.form = match form {
                    // One slip in a short word, two in a longer one: a shorter word is near too many others.
                    Form::Fuzzy(0) => Form::Fuzzy(if last.text.chars().count() < 6 { 1 } else { 2 }),
                    other => other,
                };
                Some(Phrase(terms))
            }
        }
    }

    /// The word without `*`, `~` or `~2`; `Fuzzy(0)` when it does not say how many.
    fn suffix(&mut self, word: &'q str, span: Span) -> Option<(&'q str, Form)> {
        if let Some(stem) = word.strip_suffix('*') {
            if fold(stem).chars().filter(|c| c.is_alphanumeric()).count() == 0 {
                self.wrong(span.start, "Put at least one letter before the star: flood*");
                return None;
            }
            return Some((stem, Form::Prefix));
        }
        let Some((stem, slips)) = word.rsplit_once('~') else { return Some((word, Form::Folded)) };
        match slips {
            "" => Some((stem, Form::Fuzzy(0))),
            "1" => Some((stem, Form::Fuzzy(1))),
            "2" => Some((stem, Form::Fuzzy(2))),
            _ => {
                self.wrong(span.start + stem.len() as u32, "After ~ stands nothing, 1 or 2: enginer~2");
                None
            }
        }
    }

    fn regex(&mut self, pattern: &'q str, closed: bool, span: Span) -> Option<Ask> {
        if !closed {
            self.wrong(span.start, "This / is not closed by another one.");
            return None;
        }
        if pattern.is_empty() {
            self.wrong(span.start, "There is nothing between these strokes.");
            return None;
        }
        match crate::search::compile(pattern) {
            Ok(_) => Some(Ask::Regex(pattern.to_owned())),
            Err(reason) => {
                self.wrong(span.start + 1, format!("This is not a regular expression: {reason}."));
                None
            }
        }
    }

    fn field(&mut self, name: &'q str, span: Span) -> Option<Ask> {
        let lower = name.to_ascii_lowercase();
        match lower.as_str() {
            "date" => return self.dates(span),
            "is" => return self.fixed("is", &Property::ALL, Property::name).map(Ask::Is),
            "type" => {
                let kinds = [QuotationKind::Direct, QuotationKind::Indirect, QuotationKind::Mixed];
                return self
                    .fixed("type", &kinds, QuotationKind::name)
                    .map(|k| value(Facet::QuoteType, k.name()));
            }
            "verbfamily" => {
                let family = self.fixed("verbfamily", &VerbFamily::ALL, VerbFamily::name)?;
                return Some(value(Facet::VerbFamily, family.name()));
            }
            "stance" => {
                let stance = self.fixed("stance", &["speech", "attitude"], |name| name)?;
                return Some(value(Facet::Stance, stance));
            }
            _ => {}
        }
        let Some(facet) = Facet::from_name(&lower) else {
            let names: Vec<&str> =
                Facet::ALL.into_iter().map(Facet::name).chain(["date", "is", "in"]).collect();
            let meant = names.iter().find(|known| crate::search::alike(&lower, known, 2));
            let hint = match meant {
                Some(meant) if lower.len() > 2 => format!("Did you mean {meant}:?"),
                _ => format!(
                    "There are {}. To look for the words as they stand, put them in quotation marks.",
                    names.join(", ")
                ),
            };
            self.wrong(span.start, format!("There is no field {name}:. {hint}"));
            self.operand(span);
            return None;
        };
        match self.operand(span) {
            Some((Piece::Word(word), at)) => Some(Ask::Value(facet, self.phrase(word, at, false)?)),
            Some((Piece::Quoted(words, closed), at)) => {
                Some(Ask::Value(facet, self.quoted(words, closed, at, false)?))
            }
            _ => {
                self.wrong(span.end, format!("{lower}: needs a value right after it."));
                None
            }
        }
    }

    /// The word or phrase that stands right after a field's colon.
    fn operand(&mut self, field: Span) -> Option<(Piece<'q>, Span)> {
        let (piece, span) = self.peek()?.clone();
        if span.start != field.end {
            return None;
        }
        match piece {
            Piece::Word(_) | Piece::Quoted(..) => self.next(),
            // AND, OR and NOT right after a colon are values like others.
            _ => None,
        }
    }

    fn fixed<T: Copy>(&mut self, field: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Option<T> {
        let field_span = self.pieces.get(self.at.wrapping_sub(1)).map_or(Span::default(), |(_, span)| *span);
        let found = self.operand(field_span);
        let typed = match &found {
            Some((Piece::Word(word) | Piece::Quoted(word, _), _)) => word.trim().to_ascii_lowercase(),
            _ => String::new(),
        };
        let value = all.iter().copied().find(|value| name(*value) == typed);
        if value.is_none() {
            let names: Vec<&str> = all.iter().map(|value| name(*value)).collect();
            let at = found.map_or(field_span.end, |(_, span)| span.start);
            self.wrong(at, format!("After {field}: stands one of {}.", names.join(", ")));
        }
        value
    }

    fn dates(&mut self, field: Span) -> Option<Ask> {
        let Some((Piece::Word(word) | Piece::Quoted(word, _), span)) = self.operand(field) else {
            self.wrong(field.end, "After date: stands a date like 2031-02-03, 2031-02, or 2031-02..2031-05.");
            return None;
        };
        let mut end = |text: &str, at: u32| -> Option<Option<PartialDate>> {
            if text.is_empty() {
                return Some(None);
            }
            match text.parse() {
                Ok(date) => Some(Some(date)),
                Err(error) => {
                    self.wrong(at, format!("{error}."));
                    None
                }
            }
        };
        let (from, to) = match word.split_once("..") {
            Some((from, to)) => {
                let second = span.start + from.len() as u32 + 2;
                (end(from, span.start)?, end(to, second)?)
            }
            None => {
                let day = end(word, span.start)?;
                (day, day)
            }
        };
        if let (Some(from), Some(to)) = (from, to)
            && from.first_day() > to.last_day()
        {
            self.wrong(span.start, "The first date is after the last one.");
            return None;
        }
        if from.is_none() && to.is_none() {
            self.wrong(span.start, "Give at least one date: 2031-02.. or ..2031-05");
            return None;
        }
        Some(Ask::Dates(DateRange { from, to }))
    }
}

fn value(facet: Facet, name: &str) -> Ask {
    Ask::Value(facet, Phrase(vec![Term { text: name.to_owned(), form: Form::Folded }]))
}

fn push_words(text: &str, exact: bool, terms: &mut Vec<Term>) {
    for word in Words::new(text) {
        let written = word.of(text);
        let folded = fold(written);
        if !folded.is_empty() {
            terms.push(match exact {
                true => Term { text: written.to_owned(), form: Form::Exact },
                false => Term { text: folded, form: Form::Folded },
            });
        }
    }
}

fn join(make: fn(Vec<Ask>) -> Ask, mut parts: Vec<Ask>) -> Ask {
    if parts.len() > 1 {
        parts.retain(|part| *part != Ask::All);
    }
    match parts.len() {
        0 => Ask::All,
        1 => parts.remove(0),
        _ => make(parts),
    }
}
