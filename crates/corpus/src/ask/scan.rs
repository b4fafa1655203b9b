use verbatim_article::Span;

/// A piece of what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'q> {
    Open,
    Close,
    Or,
    And,
    Not,
    /// `near/5`: the figures after the stroke.
    Near(&'q str),
    /// `=`
    Exactly,
    /// `speaker:` without the colon.
    Field(&'q str),
    /// What stands between quotation marks, and whether the closing one is there.
    Quoted(&'q str, bool),
    /// What stands between strokes, and whether the closing one is there.
    Regex(&'q str, bool),
    Word(&'q str),
}

/// Cuts what was typed into pieces, each with its place.
pub(super) fn scan(text: &str) -> Vec<(Piece<'_>, Span)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    // Whether a word may follow here: `-`, `=` and `/` are operators only at its beginning.
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or("");
        let (piece, length) = match c {
            _ if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            '(' => (Piece::Open, 1),
            ')' => (Piece::Close, 1),
            '-' | '−' if rest.chars().nth(1).is_some_and(|next| !next.is_whitespace()) => {
                (Piece::Not, c.len_utf8())
            }
            '=' => (Piece::Exactly, 1),
            '"' | '“' | '”' | '„' => quoted(rest, c.len_utf8()),
            '/' => regex(rest),
            _ => word(rest),
        };
        pieces.push((piece, Span::new(at, at + length)));
        at += length;
    }
    pieces
}

fn quoted(rest: &str, open: usize) -> (Piece<'_>, usize) {
    let inner = rest.get(open..).unwrap_or("");
    match inner.find(['"', '“', '”']) {
        Some(end) => {
            let close = inner.get(end..).and_then(|tail| tail.chars().next()).map_or(1, char::len_utf8);
            (Piece::Quoted(&inner[..end], true), open + end + close)
        }
        None => (Piece::Quoted(inner, false), rest.len()),
    }
}

fn regex(rest: &str) -> (Piece<'_>, usize) {
    let mut escaped = false;
    for (index, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            b'/' if !escaped => return (Piece::Regex(&rest[1..index], true), index + 1),
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    (Piece::Regex(rest.get(1..).unwrap_or(""), false), rest.len())
}

fn word(rest: &str) -> (Piece<'_>, usize) {
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”' | '„'))
        .unwrap_or(rest.len());
    let word = &rest[..end];
    if let Some((name, _)) = word.split_once(':')
        && !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphabetic())
    {
        return (Piece::Field(name), name.len() + 1);
    }
    let piece = match word {
        "OR" | "|" => Piece::Or,
        "AND" | "&" => Piece::And,
        "NOT" => Piece::Not,
        _ => match word.get(..5) {
            Some(head) if head.eq_ignore_ascii_case("near/") => Piece::Near(&word[5..]),
            _ => Piece::Word(word),
        },
    };
    (piece, end)
}
