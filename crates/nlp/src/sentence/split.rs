use super::words::{is_of_time, is_reporting, is_starter};
use crate::token::{Abbreviation, abbreviation, after_clock, is_closing_quote, is_opening_quote};
use std::ops::Range;
use verbatim_article::{Block, Span};

/// No sentence is longer than this many tokens: text without full stops is cut, so that what
/// reads sentences needs bounded memory.
const LONGEST: usize = 400;

/// Groups tokens into sentences. Each range counts tokens; the ranges are in order and tile
/// `0..tokens.len()`.
///
/// A line break ends a sentence (a paragraph, a headline), unless the text is hard-wrapped there:
/// a single break inside a clause, the next line beginning in lower case. The start of a block
/// ends one too.
#[must_use]
pub fn split_sentences(text: &str, tokens: &[Span], blocks: &[Block]) -> Vec<Range<usize>> {
    walk(text, tokens, blocks, |_, _, gap| gap.ends)
}

/// What the rules say of the place before token `next`, in a sentence that began at token `start`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ruled {
    /// Where the sentence begins, a token.
    pub start: usize,
    /// The token after the place.
    pub next: usize,
    /// Whether the sentence ends here.
    pub ends: bool,
    /// A line of hard-wrapped text ends here: its sentence goes on.
    pub wrapped: bool,
}

/// Goes through the paragraphs (what lies between line breaks or blocks, as ranges of tokens) and asks
/// at each place within them whether a sentence ends there.
pub(super) fn walk<'t>(
    text: &'t str,
    tokens: &'t [Span],
    blocks: &[Block],
    mut ends: impl FnMut(&Reader<'t>, &Range<usize>, Ruled) -> bool,
) -> Vec<Range<usize>> {
    let reader = Reader { text, tokens };
    let mut sentences = Vec::with_capacity(tokens.len() / 20 + 1);
    for paragraph in reader.paragraphs(blocks) {
        let (mut start, mut soft_cut) = (paragraph.start, None);
        for next in paragraph.start + 1..paragraph.end {
            let wrapped = has_break(reader.gap(next));
            let ruled = Ruled { start, next, ends: !wrapped && reader.ends_before(start, next), wrapped };
            if ends(&reader, &paragraph, ruled) {
                sentences.push(start..next);
                (start, soft_cut) = (next, None);
                continue;
            }
            if matches!(reader.word(next - 1), ";" | "," | ":") {
                soft_cut = Some(next);
            }
            if next - start >= LONGEST {
                let cut = soft_cut.take().unwrap_or(next);
                sentences.push(start..cut);
                start = cut;
            }
        }
        sentences.push(start..paragraph.end);
    }
    sentences
}

fn has_break(gap: &str) -> bool {
    gap.contains(['\n', '\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}'])
}

pub(super) struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Span],
}

impl<'t> Reader<'t> {
    /// What lies between line breaks or in one block.
    fn paragraphs(&self, blocks: &[Block]) -> Vec<Range<usize>> {
        let mut starts_of_blocks = blocks.iter().map(|b| b.span.start).peekable();
        let (mut paragraphs, mut start) = (Vec::new(), 0);
        for (next, token) in self.tokens.iter().enumerate() {
            let gap = self.gap(next);
            let mut parted = has_break(gap) && !self.is_wrapped(gap, next);
            while starts_of_blocks.peek().is_some_and(|s| *s <= token.start) {
                let border = starts_of_blocks.next().unwrap_or(0);
                parted |=
                    next.checked_sub(1).and_then(|b| self.tokens.get(b)).is_some_and(|b| b.end <= border);
            }
            if parted {
                paragraphs.push(start..next);
                start = next;
            }
        }
        if start < self.tokens.len() {
            paragraphs.push(start..self.tokens.len());
        }
        paragraphs
    }

    pub(super) fn word(&self, index: usize) -> &'t str {
        self.tokens.get(index).map_or("", |t| t.of(self.text))
    }

    pub(super) fn gap(&self, next: usize) -> &'t str {
        match (self.tokens.get(next.wrapping_sub(1)), self.tokens.get(next)) {
            (Some(a), Some(b)) => self.text.get(a.end as usize..b.start as usize).unwrap_or(""),
            _ => "",
        }
    }

    /// Whether a sentence that began at token `start` ends before token `next`.
    fn ends_before(&self, start: usize, next: usize) -> bool {
        let gap = self.gap(next);
        if next - start <= 4 && after_clock(self.text, self.tokens, start) == Some(next) {
            return true;
        }
        // Over closing quotation marks and brackets back to what may be the last word.
        let mut last = next - 1;
        let mut quoted = false;
        while last > start && next - last < 4 && self.closes(last) {
            quoted |= is_quote(self.word(last));
            last -= 1;
        }
        let word = self.word(last);
        let Some(stop) = stop(word) else { return false };
        let first = self.word(next);
        if self.closes(next) && gap.is_empty() {
            return false;
        }
        let opened = if opens(first) { self.word(next + 1) } else { first };
        let lower = opened.chars().next().is_some_and(char::is_lowercase);
        let spaced = !gap.is_empty();
        match stop {
            Stop::Full => {
                if self.is_list_number(start, last) {
                    return false;
                }
                if lower {
                    return spaced && last + 1 == next && self.is_written_small(start, last);
                }
                (spaced || starts_upper(opened)) && !matches!(first, "," | ";" | ":" | ")" | "]" | "%")
            }
            Stop::Ideographic => !matches!(first, "」" | "』"),
            Stop::Strong => {
                if lower {
                    return spaced && last + 1 == next && self.is_written_small(start, last);
                }
                if !spaced && !starts_upper(opened) || matches!(first, "," | ";" | ":" | "-" | "–" | "—")
                {
                    return false;
                }
                !(quoted && self.is_reported(next))
            }
            Stop::Ellipsis => spaced && starts_upper(opened) && last > start,
            Stop::Abbreviation(kind, initial) => {
                if quoted && spaced && starts_upper(opened) {
                    return true;
                }
                match kind {
                    Abbreviation::Title => false,
                    _ if !spaced || lower => false,
                    // A day, a month or a zone may follow a time of day; other capitals begin anew.
                    _ if matches!(word, "a.m." | "p.m.") => starts_upper(opened) && !is_of_time(opened),
                    _ if word == "v." => false,
                    _ if initial => is_starter(opened) && last > start && !starts_upper(self.word(last - 1)),
                    _ => is_starter(opened) || (opens(first) && starts_upper(opened)),
                }
            }
        }
    }

    /// Whether a mark closes something: it touches what stands before it.
    pub(super) fn closes(&self, index: usize) -> bool {
        let word = self.word(index);
        match word {
            ")" | "]" | "}" | "''" => true,
            "\"" | "'" => self.gap(index).is_empty() && index > 0,
            _ => word.chars().next().is_some_and(is_closing_quote) && word.chars().count() == 1,
        }
    }

    fn is_wrapped(&self, gap: &str, next: usize) -> bool {
        let breaks = gap.bytes().filter(|b| *b == b'\n').count();
        let before = self.word(next - 1);
        breaks == 1
            && stop(before).is_none()
            && !self.closes(next - 1)
            && self.word(next).chars().next().is_some_and(char::is_lowercase)
    }

    /// Whether a stop ends a sentence although the next word is written small, as in the web's casual
    /// prose ("it sank. they left"): not after a short word in capitals, which may be an abbreviation
    /// or part of a name ("Svcs. of", "Yahoo! said"), nor after one that needs a number.
    fn is_written_small(&self, start: usize, stop: usize) -> bool {
        let Some(before) = stop.checked_sub(1).filter(|b| *b >= start) else { return false };
        let word = self.word(before);
        let letters = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '\'' | '’'));
        letters
            && abbreviation(word).is_none()
            && (!starts_upper(word) || (self.word(stop) == "." && word.chars().count() > 6))
    }

    /// `3.` at the head of a line.
    fn is_list_number(&self, start: usize, stop: usize) -> bool {
        stop == start + 1 && {
            let word = self.word(start);
            word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit())
        }
    }

    /// `"Where?" Ann Bell asked.`: a reporting verb follows within a name's length.
    fn is_reported(&self, next: usize) -> bool {
        for index in next..next + 6 {
            let word = self.word(index);
            if stop(word).is_some_and(|s| !matches!(s, Stop::Abbreviation(..)))
                || word.is_empty()
                || is_quote(word)
            {
                return false;
            }
            if is_reporting(word) {
                return true;
            }
        }
        false
    }
}

pub(super) enum Stop {
    Full,
    Strong,
    Ellipsis,
    Ideographic,
    /// An abbreviation's own full stop; true for a lone initial.
    Abbreviation(Abbreviation, bool),
}

pub(super) fn stop(word: &str) -> Option<Stop> {
    match word.chars().next_back()? {
        '.' if word == "." => Some(Stop::Full),
        '.' if word.bytes().all(|b| b == b'.') => Some(Stop::Ellipsis),
        '.' => {
            let stem = &word[..word.len() - 1];
            let kind = abbreviation(stem).unwrap_or(Abbreviation::Other);
            Some(Stop::Abbreviation(kind, stem.chars().count() == 1))
        }
        '\u{2026}' => Some(Stop::Ellipsis),
        '!' | '?' if word.bytes().all(|b| matches!(b, b'!' | b'?')) => Some(Stop::Strong),
        '\u{061F}' | '\u{0964}' | '\u{06D4}' => Some(Stop::Full),
        '\u{3002}' | '\u{FF01}' | '\u{FF1F}' => Some(Stop::Ideographic),
        _ => None,
    }
}

fn is_quote(word: &str) -> bool {
    matches!(word, "\"" | "'" | "''" | "``" | "`")
        || word.chars().next().is_some_and(|c| is_opening_quote(c) || is_closing_quote(c))
            && word.chars().count() == 1
}

pub(super) fn opens(word: &str) -> bool {
    matches!(word, "\"" | "'" | "``" | "(" | "[" | "''" | "`")
        || word.chars().next().is_some_and(is_opening_quote)
}

fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;

    fn sentences(text: &str) -> Vec<&str> {
        let tokens = tokenize(text);
        split_sentences(text, &tokens, &[])
            .into_iter()
            .map(|r| &text[tokens[r.start].start as usize..tokens[r.end - 1].end as usize])
            .collect()
    }

    /// Each case is written with ` | ` where a sentence ends.
    fn check(case: &str) {
        let text = case.replace(" | ", " ").replace("\\n", "\n");
        let wanted: Vec<String> = case.split(" | ").map(|s| s.replace("\\n", "\n")).collect();
        assert_eq!(sentences(&text), wanted, "{text}");
    }

    #[test]
    fn plain() {
        check("The ferry sank. | Nobody was hurt! | Why did it sink? | We do not know.");
        check("Prices rose 3.5 percent. | In 2019. | It fell to $4.20 a litre.");
    }

    #[test]
    fn titles_initials_and_places() {
        check("Mr. Olin met Gen. Tarn in St. Petersburg. | They left.");
        check("J. K. Harrow wrote it. | Sen. Mara T. Quill read it.");
        check("She lives in the U.S. Senate building. | He came to the U.S. | The visit was short.");
        check("It opened at 9 a.m. on Feb. 3 at Harrow Inc. in Dover. | It closed at 5 p.m. | The end.");
        check("He chose plan B. | The rest waited.");
    }

    #[test]
    fn quotations() {
        check("\"So what?\" said Orla. | \"Nothing,\" he said.");
        check("“Is it far?” Orla Finch asked. | “No.” | She left.");
        check("“We will go. | We will not stay.” | The crowd cheered.");
        check("He said: “Stop!” | Then he ran.");
        check("\"It is over.\" | \"It is not!\"");
        check("(It was late.) | They slept.");
    }

    #[test]
    fn small_letters() {
        check("it was late. | they left. | who knew? | nobody did! | ok.");
        check("Yahoo! said so. | The Harrow Svcs. of Dover agreed.");
        check("“Is it?” he asked. | He chose no. 5 and page no. of the book.");
        check("She wrote (why?) in red. | He did not.");
    }

    #[test]
    fn lines() {
        assert_eq!(
            sentences("Storm hits Dover\nTwo ferries sank.\n\nThe mayor spoke"),
            ["Storm hits Dover", "Two ferries sank.", "The mayor spoke"]
        );
        assert_eq!(sentences("The ferry that\nsank was old."), ["The ferry that\nsank was old."]);
        check("1. Mix the flour. | 2. Wait.");
    }

    #[test]
    fn ellipsis_and_missing_space() {
        check("Well... maybe not. | Well... | Maybe.");
        assert_eq!(sentences("It ended.The rest is known."), ["It ended.", "The rest is known."]);
    }

    #[test]
    fn bounded() {
        let text = "word ".repeat(5000);
        let tokens = tokenize(&text);
        let all = split_sentences(&text, &tokens, &[]);
        assert!(all.iter().all(|r| r.len() <= LONGEST));
        assert_eq!(all.iter().map(ExactSizeIterator::len).sum::<usize>(), 5000);
    }
}
