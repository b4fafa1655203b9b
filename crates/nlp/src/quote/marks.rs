use verbatim_article::Span;

/// A stretch of text in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// With its marks.
    pub outer: Span,
    /// Without them.
    pub inner: Span,
    /// Which pair of marks.
    pub style: MarkStyle,
    /// Whether a closing mark was found; without one the stretch ends with its paragraph.
    pub closed: bool,
    /// How many quoted stretches it lies in.
    pub depth: u8,
    /// Whether it goes on with the quotation that the paragraph before left open.
    pub continues: bool,
}

/// The family of a pair of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkStyle {
    /// “…”, "…", „…“, ”…”, ''…'', ``…''.
    Double,
    /// «…», ‹…›, and the other way round.
    Guillemet,
    /// ‘…’, '…', ‚…‘.
    Single,
}

/// Finds what stands in quotation marks.
///
/// Each paragraph is read for itself, so that a stray mark cannot spoil another. Within it the
/// marks are paired by a shortest path: reading a mark as opening, closing or stray costs what its
/// glyph and its neighbours make of it, so one odd mark is left over instead of turning all later
/// pairs inside out. A quotation that a paragraph leaves open ends there, and is continued where
/// the next paragraph opens again. The result is ordered by start, outer before inner.
#[must_use]
pub fn quoted_spans(text: &str) -> Vec<Quoted> {
    let mut found = Vec::new();
    let paragraphs = paragraphs(text);
    let mut open = [false; 3];
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let next = paragraphs.get(index + 1).map_or("", |p| p.of(text).trim_start());
        let first = found.len();
        for (number, style) in
            [MarkStyle::Double, MarkStyle::Guillemet, MarkStyle::Single].into_iter().enumerate()
        {
            let marks = marks(text, *paragraph, style);
            let reopens = next.chars().next().is_some_and(|c| opens(c, style));
            open[number] = pair(text, *paragraph, &marks, style, open[number], reopens, &mut found);
        }
        nest(&mut found, first);
    }
    found
}

/// The lines of a text that are not blank, without the white space around them.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let from = start + (line.len() - line.trim_start().len());
            found.push(Span::new(from, from + trimmed.len()));
        }
        start += line.len();
    }
    found
}

fn opens(c: char, style: MarkStyle) -> bool {
    match style {
        MarkStyle::Double => matches!(c, '“' | '"' | '„' | '‟' | '”' | '`'),
        MarkStyle::Guillemet => matches!(c, '«' | '»' | '‹' | '›'),
        MarkStyle::Single => matches!(c, '‘' | '\'' | '‚' | '‛'),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Glyph {
    Left,
    Right,
    Straight,
    Low,
}

struct Mark {
    span: Span,
    glyph: Glyph,
    open: f32,
    close: f32,
    stray: f32,
}

fn marks(text: &str, paragraph: Span, style: MarkStyle) -> Vec<Mark> {
    let mut found = Vec::new();
    let words = paragraph.of(text);
    let base = paragraph.start as usize;
    // Bytes that a mark of this family may begin with; nearly all others are passed over.
    let may_begin = |b: &u8| match style {
        MarkStyle::Double => !b.is_ascii() || matches!(b, b'"' | b'\'' | b'`'),
        MarkStyle::Guillemet => !b.is_ascii(),
        MarkStyle::Single => !b.is_ascii() || *b == b'\'',
    };
    let mut at = 0;
    while let Some(step) = words.as_bytes().get(at..).and_then(|rest| rest.iter().position(may_begin)) {
        at += step;
        let rest = words.get(at..).unwrap_or("");
        let Some(c) = rest.chars().next() else {
            at += 1;
            continue;
        };
        let Some((glyph, length)) = glyph(rest, c, style) else {
            // A doubled single mark is a double one: pass over both halves.
            let doubled = style == MarkStyle::Single && rest.chars().nth(1) == Some(c);
            at += if doubled { 2 * c.len_utf8() } else { c.len_utf8() };
            continue;
        };
        let before = words.get(..at).unwrap_or("");
        let after = words.get(at + length..).unwrap_or("");
        if let Some((open, close, stray)) = costs(glyph, style, before, after) {
            found.push(Mark { span: Span::new(base + at, base + at + length), glyph, open, close, stray });
        }
        at += length;
    }
    found
}

fn glyph(rest: &str, c: char, style: MarkStyle) -> Option<(Glyph, usize)> {
    let twice = |pair: &str| rest.starts_with(pair).then_some(pair.len());
    match (style, c) {
        (MarkStyle::Double, '“') => Some((Glyph::Left, c.len_utf8())),
        (MarkStyle::Double, '”') => Some((Glyph::Right, c.len_utf8())),
        (MarkStyle::Double, '„' | '‟') => Some((Glyph::Low, c.len_utf8())),
        (MarkStyle::Double, '"' | '＂' | '″') => Some((Glyph::Straight, c.len_utf8())),
        (MarkStyle::Double, '\'') => twice("''").map(|n| (Glyph::Straight, n)),
        (MarkStyle::Double, '`') => twice("``").map(|n| (Glyph::Left, n)),
        (MarkStyle::Double, '‘') => twice("‘‘").map(|n| (Glyph::Left, n)),
        (MarkStyle::Double, '’') => twice("’’").map(|n| (Glyph::Right, n)),
        (MarkStyle::Guillemet, '«' | '‹') => Some((Glyph::Left, c.len_utf8())),
        (MarkStyle::Guillemet, '»' | '›') => Some((Glyph::Right, c.len_utf8())),
        // Doubled singles belong to the doubles.
        (MarkStyle::Single, '\'') => Some((Glyph::Straight, c.len_utf8())).filter(|_| twice("''").is_none()),
        (MarkStyle::Single, '‘' | '‛') => {
            Some((Glyph::Left, c.len_utf8())).filter(|_| twice("‘‘").is_none())
        }
        (MarkStyle::Single, '’') => Some((Glyph::Right, c.len_utf8())).filter(|_| twice("’’").is_none()),
        (MarkStyle::Single, '‚') => Some((Glyph::Low, c.len_utf8())),
        _ => None,
    }
}

/// Cost of reading a mark as opening, closing, stray; `None` for an apostrophe inside a word.
fn costs(glyph: Glyph, style: MarkStyle, before: &str, after: &str) -> Option<(f32, f32, f32)> {
    let (last, next) = (before.chars().next_back(), after.chars().next());
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let wordy = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let starts = space(last) || last.is_some_and(|c| "([{-–—/:“”\"‘’'«".contains(c));
    let ends = space(next) || next.is_some_and(|c| !c.is_alphanumeric() && c != '$' && c != '£');
    let shape = match (starts && !space(next), ends && !space(last)) {
        (true, false) => (0.0, 3.0),
        (false, true) => (3.0, 0.0),
        (true, true) => (0.4, 0.4),
        (false, false) => (1.2, 1.0),
    };
    let digit = last.is_some_and(|c| c.is_ascii_digit());
    if style == MarkStyle::Single {
        if wordy(last) && wordy(next) {
            return None;
        }
        let elided = elision(after);
        let stop = last.is_some_and(|c| ".,!?…;:”\"".contains(c));
        let possessive = last.is_some_and(|c| matches!(c, 's' | 'S' | 'z' | 'x' | 'n'));
        return Some(match glyph {
            Glyph::Left => (if elided { 1.5 } else { 0.0 }, 5.0, if elided { 0.3 } else { 1.5 }),
            Glyph::Low if wordy(next) && starts => (0.0, 5.0, 1.5),
            Glyph::Low => (4.0, 5.0, 0.0),
            Glyph::Right if wordy(next) => (2.0, 3.0, 0.2),
            Glyph::Straight if starts && wordy(next) || starts && !space(next) && !stop => {
                if elided {
                    (1.5, 4.0, 0.2)
                } else {
                    (0.2, 4.0, 1.0)
                }
            }
            _ if stop => (4.0, 0.0, 1.5),
            _ if possessive => (4.0, 1.0, 0.4),
            _ if digit => (4.0, 0.9, 0.2),
            _ => (4.0, 0.3, 0.9),
        });
    }
    if style == MarkStyle::Guillemet {
        // «…» and »…« are both in use: the neighbours decide.
        let right = if glyph == Glyph::Right { 0.6 } else { 0.0 };
        // Set as in French, with blanks inside, they are always « … ».
        let shape = match glyph {
            Glyph::Left if space(last) && space(next) => (0.0, 3.0),
            Glyph::Right if space(last) && !wordy(next) => (3.0, 0.0),
            _ => shape,
        };
        return Some((shape.0 + right, shape.1 + 0.6 - right, 2.0));
    }
    Some(match glyph {
        Glyph::Left => (0.0, 4.0, 2.0),
        Glyph::Right => (if shape.0 < 1.0 { 2.5 } else { 5.0 }, 0.0, 2.0),
        Glyph::Low => (0.0, 5.0, 2.0),
        // 6'2" and 19" are measures.
        Glyph::Straight => (shape.0, shape.1, if digit { 0.8 } else { 2.0 }),
    })
}

/// Whether an apostrophe before these words stands for left-out letters: 'em, 'tis, '90s.
fn elision(after: &str) -> bool {
    let word: String =
        after.chars().take_while(|c| c.is_alphanumeric()).take(6).flat_map(char::to_lowercase).collect();
    let years = word.strip_suffix('s').unwrap_or(&word);
    (years.len() == 2 && years.bytes().all(|b| b.is_ascii_digit()))
        || matches!(
            word.as_str(),
            "em" | "tis"
                | "twas"
                | "til"
                | "till"
                | "cause"
                | "n"
                | "bout"
                | "round"
                | "neath"
                | "cos"
                | "ere"
        )
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reading {
    Stray,
    Open,
    Close,
    /// Ends the stretch that is open without its mark, and opens another.
    Reopen,
}

const GLYPHS: [Glyph; 4] = [Glyph::Left, Glyph::Right, Glyph::Straight, Glyph::Low];
/// Outside; inside one of four; inside one of four in one of four.
const STATES: usize = 21;

fn opened(state: usize) -> Option<Glyph> {
    match state {
        0 => None,
        1..=4 => GLYPHS.get(state - 1).copied(),
        _ => GLYPHS.get((state - 5) % 4).copied(),
    }
}

fn open_state(state: usize, glyph: Glyph) -> usize {
    let number = GLYPHS.iter().position(|g| *g == glyph).unwrap_or(0);
    if state == 0 { 1 + number } else { 5 + (state - 1) * 4 + number }
}

fn close_state(state: usize) -> usize {
    if state < 5 { 0 } else { 1 + (state - 5) / 4 }
}

fn closing_cost(mark: &Mark, open: Glyph) -> f32 {
    match (open, mark.glyph) {
        (Glyph::Low, Glyph::Left) => 0.0,
        (Glyph::Left, Glyph::Straight) | (Glyph::Straight, Glyph::Right) => mark.close + 0.5,
        _ => mark.close,
    }
}

/// Pairs the marks of one family in one paragraph; returns whether it ends open. `inside`: the
/// paragraph before ended open; `reopens`: the next one begins with an opening mark.
fn pair(
    text: &str,
    paragraph: Span,
    marks: &[Mark],
    style: MarkStyle,
    inside: bool,
    reopens: bool,
    found: &mut Vec<Quoted>,
) -> bool {
    if marks.is_empty() {
        return false;
    }
    let mut costs = [f32::INFINITY; STATES];
    costs[0] = 0.0;
    let begins = marks[0].span.start == paragraph.start;
    if inside && !begins {
        // Reopening was forgotten: the quotation goes on from the paragraph's first word.
        costs[1] = 1.0;
    }
    let mut back: Vec<[(u8, Reading); STATES]> = Vec::with_capacity(marks.len());
    for mark in marks {
        let mut next = [f32::INFINITY; STATES];
        let mut from = [(0u8, Reading::Stray); STATES];
        for (state, &cost) in costs.iter().enumerate() {
            if !cost.is_finite() {
                continue;
            }
            let mut step = |to: usize, extra: f32, reading: Reading| {
                if cost + extra < next[to] {
                    next[to] = cost + extra;
                    from[to] = (state as u8, reading);
                }
            };
            step(state, mark.stray, Reading::Stray);
            let open = opened(state);
            let nesting = match open {
                None => Some(0.0),
                Some(_) if state > 4 || style == MarkStyle::Single => None,
                Some(Glyph::Straight) if mark.glyph == Glyph::Straight => Some(3.0),
                Some(outer) if outer == mark.glyph => Some(1.2),
                Some(_) => Some(0.5),
            };
            if let Some(extra) = nesting {
                step(open_state(state, mark.glyph), mark.open + extra, Reading::Open);
            }
            if let Some(open) = open {
                step(close_state(state), closing_cost(mark, open), Reading::Close);
                if state < 5 && style != MarkStyle::Single {
                    step(open_state(0, mark.glyph), mark.open + 1.8, Reading::Reopen);
                }
            }
        }
        back.push(from);
        costs = next;
    }
    let unclosed = match (style, reopens) {
        (MarkStyle::Single, false) => 2.5,
        (_, false) => 1.5,
        (_, true) => 0.3,
    };
    let (mut state, mut best) = (0, f32::INFINITY);
    for (number, cost) in costs.iter().enumerate() {
        let depth = if number == 0 {
            0.0
        } else if number < 5 {
            1.0
        } else {
            2.0
        };
        if cost + depth * unclosed < best {
            best = cost + depth * unclosed;
            state = number;
        }
    }
    let ends_open = state != 0;
    let mut readings = Vec::with_capacity(marks.len());
    for from in back.iter().rev() {
        let (previous, reading) = from[state];
        readings.push(reading);
        state = usize::from(previous);
    }
    readings.reverse();
    emit(text, paragraph, marks, &readings, style, (state != 0, inside && begins), found);
    ends_open
}

fn emit(
    text: &str,
    paragraph: Span,
    marks: &[Mark],
    readings: &[Reading],
    style: MarkStyle,
    (implicit, reopened): (bool, bool),
    found: &mut Vec<Quoted>,
) {
    let mut stack: Vec<(Span, bool)> = Vec::new();
    if implicit {
        stack.push((Span { start: paragraph.start, end: paragraph.start }, true));
    }
    let mut put = |(open, continues): (Span, bool), close: Option<Span>, limit: u32| {
        let inner = Span { start: open.end, end: close.map_or(limit, |c| c.start) };
        let outer = Span { start: open.start, end: close.map_or(limit, |c| c.end) };
        if !inner.of(text).trim().is_empty() {
            found.push(Quoted { outer, inner, style, closed: close.is_some(), depth: 0, continues });
        }
    };
    for (mark, reading) in marks.iter().zip(readings) {
        match reading {
            Reading::Stray => {}
            Reading::Open => stack.push((mark.span, reopened && mark.span.start == paragraph.start)),
            Reading::Close => {
                if let Some(open) = stack.pop() {
                    put(open, Some(mark.span), paragraph.end);
                }
            }
            Reading::Reopen => {
                if let Some(open) = stack.pop() {
                    put(open, None, mark.span.start);
                }
                stack.push((mark.span, false));
            }
        }
    }
    while let Some(open) = stack.pop() {
        put(open, None, paragraph.end);
    }
}

/// Orders the stretches of one paragraph, drops singles and guillemets that cross another pair,
/// and counts how deep each lies.
fn nest(found: &mut Vec<Quoted>, first: usize) {
    let mut new: Vec<Quoted> = found.split_off(first);
    new.sort_by_key(|q| (q.outer.start, std::cmp::Reverse(q.outer.end), q.style));
    let crosses = |a: &Quoted, b: &Quoted| {
        a.outer.overlaps(b.outer) && !a.outer.contains(b.outer) && !b.outer.contains(a.outer)
    };
    let mut stack: Vec<Quoted> = Vec::new();
    for mut quoted in new {
        while stack.last().is_some_and(|q| q.outer.end <= quoted.outer.start) {
            stack.pop();
        }
        if let Some(top) = stack.last().copied()
            && crosses(&top, &quoted)
        {
            // The weaker family gives way; the stack holds what was kept.
            if quoted.style >= top.style {
                continue;
            }
            stack.pop();
            if let Some(place) = found.iter().rposition(|q| *q == top) {
                found.remove(place);
            }
        }
        quoted.depth = stack.len().min(250) as u8;
        found.push(quoted);
        stack.push(quoted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Vec<&str> {
        quoted_spans(text).iter().map(|q| q.inner.of(text)).collect()
    }

    #[test]
    fn every_typography() {
        for text in [
            "He said “no way out” twice.",
            "He said \"no way out\" twice.",
            "He said «no way out» twice.",
            "He said »no way out« twice.",
            "He said „no way out“ twice.",
            "He said „no way out” twice.",
            "He said ”no way out” twice.",
            "He said ‘no way out’ twice.",
            "He said 'no way out' twice.",
            "He said ''no way out'' twice.",
            "He said ``no way out'' twice.",
            "He said “no way out\" twice.",
            "He said \"no way out” twice.",
        ] {
            assert_eq!(inner(text), ["no way out"], "{text}");
        }
    }

    #[test]
    fn apostrophes_are_no_marks() {
        for text in [
            "They shouldn't and they won’t.",
            "The players' union and the workers’ council met.",
            "Rock 'n' roll of the '90s and the ‘80s, for ’em.",
            "A screen of 19\" is 5' long.",
        ] {
            assert!(inner(text).is_empty(), "{text} {:?}", inner(text));
        }
        let text = "'The players' hall isn't ours,' she said.";
        assert_eq!(inner(text), ["The players' hall isn't ours,"]);
        let text = "‘It’s the teachers’ turn,’ said Orla, ‘not ours.’";
        assert_eq!(inner(text), ["It’s the teachers’ turn,", "not ours."]);
    }

    #[test]
    fn nested_marks() {
        let text = "“She told me ‘never again’ and left,” he said.";
        assert_eq!(inner(text), ["She told me ‘never again’ and left,", "never again"]);
        let text = "\"The question was: “Who pays?” Nobody knew.\"";
        assert_eq!(inner(text), ["The question was: “Who pays?” Nobody knew.", "Who pays?"]);
        assert_eq!(quoted_spans(text)[1].depth, 1);
        let text = "‘He called it “mad” and went,’ she said.";
        assert_eq!(inner(text), ["He called it “mad” and went,", "mad"]);
    }

    #[test]
    fn a_stray_mark_spoils_nothing_else() {
        let text = "The sign\" fell. \"We ran,\" she said. \"We hid,\" he said.";
        assert_eq!(inner(text), ["We ran,", "We hid,"]);
        let text = "“We ran, she said.\n“We hid,” he said.\nThe end” came. “So,” he said.";
        assert_eq!(inner(text), ["We ran, she said.", "We hid,", "So,"]);
        let text = "“We ran. “We hid,” he said.";
        assert_eq!(inner(text), ["We ran. ", "We hid,"]);
    }

    #[test]
    fn reopened_in_every_paragraph() {
        let text = "“One.\n\n“Two.\n\n“Three,” he said. “Four.”";
        let found = quoted_spans(text);
        let flags: Vec<_> = found.iter().map(|q| (q.inner.of(text), q.closed, q.continues)).collect();
        assert_eq!(
            flags,
            [("One.", false, false), ("Two.", false, true), ("Three,", true, true), ("Four.", true, false)]
        );
    }

    #[test]
    fn measures_inside_a_quotation() {
        let text = "\"The shelf is 6'2\" wide,\" he said.";
        assert_eq!(inner(text), ["The shelf is 6'2\" wide,"]);
    }

    #[test]
    fn any_text_is_read() {
        for text in ["", "\"", "''", "“”", "\n\n", "”“", "'", "‘‘‘", "\"\"\"\"", "«»»«"] {
            let _ = quoted_spans(text);
        }
    }
}
