use super::abbreviation::{Abbreviation, abbreviation};
use super::chars::{is_apostrophe, is_blank, is_extender, is_unspaced, is_word};
use super::clitic;
use verbatim_article::Span;

/// Cuts a text into words and marks, in the manner of the English Universal Dependencies: clitics
/// apart (`do|n't`), hyphenated words at the hyphen, abbreviations and acronyms with their full
/// stop, numbers, times and web addresses whole.
///
/// Tokens are in order, do not overlap, are never empty, lie on character boundaries, and cover
/// every character that is not [blank](super::is_blank). Linear time for any text.
#[must_use]
pub fn tokenize(text: &str) -> Vec<Span> {
    let mut scanner =
        Scanner { text, bytes: text.as_bytes(), tokens: Vec::with_capacity(text.len() / 5 + 1) };
    let mut at = 0;
    while at < text.len() {
        at = scanner.step(at);
    }
    scanner.tokens
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    tokens: Vec<Span>,
}

impl Scanner<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        match self.bytes.get(at) {
            None => None,
            Some(&b) if b < 0x80 => Some(b as char),
            Some(_) => self.text.get(at..)?.chars().next(),
        }
    }

    fn push(&mut self, start: usize, end: usize) {
        if start < end {
            self.tokens.push(Span::new(start, end));
        }
    }

    /// Whether the character before `at` belongs to a token that touches it.
    fn touches(&self, at: usize) -> bool {
        self.tokens.last().is_some_and(|t| t.end as usize == at)
    }

    /// Reads one token (or one blank) at `at` and gives the place after it.
    fn step(&mut self, at: usize) -> usize {
        let Some(c) = self.char_at(at) else { return self.text.len() };
        let next = at + c.len_utf8();
        if is_blank(c) {
            return next;
        }
        if is_unspaced(c) {
            let end = self.skip_extenders(next);
            self.push(at, end);
            return end;
        }
        if is_word(c) {
            return self.word(at);
        }
        let end = match c {
            '.' | '!' | '?' | '-' | '*' | '=' | '~' | '+' | '<' | '>' | '|' | '\u{2026}' => self.run(at, c),
            '@' | '#' if self.char_at(next).is_some_and(is_word) && !self.touches(at) => {
                let end = self.plain_word(next);
                self.push(at, end);
                return end;
            }
            '\'' | '`' if self.char_at(next) == Some(c) => next + 1,
            '\'' | '\u{2019}' => self.apostrophe(at, next),
            _ => self.skip_extenders(next),
        };
        self.push(at, end);
        end
    }

    fn skip_extenders(&self, mut at: usize) -> usize {
        while let Some(c) = self.char_at(at) {
            if !is_extender(c) {
                break;
            }
            at += c.len_utf8();
            // A joiner glues the next pictograph to this one.
            if c == '\u{200D}'
                && let Some(joined) = self.char_at(at)
                && !is_blank(joined)
                && !joined.is_ascii()
            {
                at += joined.len_utf8();
            }
        }
        at
    }

    /// A mark repeated: `...`, `--`, `?!`.
    fn run(&self, at: usize, first: char) -> usize {
        let same = |c: char| match first {
            '!' | '?' => matches!(c, '!' | '?'),
            '.' | '\u{2026}' => matches!(c, '.' | '\u{2026}'),
            _ => c == first,
        };
        let mut end = at;
        while let Some(c) = self.char_at(end) {
            if !same(c) {
                break;
            }
            end += c.len_utf8();
        }
        self.skip_extenders(end)
    }

    /// An apostrophe that no word precedes: `'s` after a closing mark, `'90s`, `'em`; else alone.
    fn apostrophe(&self, at: usize, next: usize) -> usize {
        let mut end = next;
        while end < next + 4 && self.bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            end += 1;
        }
        if self.char_at(end).is_some_and(|c| is_word(c) || is_extender(c)) {
            return next;
        }
        let after = self.text.get(next..end).unwrap_or("");
        let digits = after.len() >= 2 && after.bytes().take(2).all(|b| b.is_ascii_digit());
        let decade = digits && (after.len() == 2 || (after.len() == 3 && after.ends_with('s')));
        let clitic = self.touches(at)
            && ["s", "re", "ve", "ll", "d", "m"].iter().any(|c| after.eq_ignore_ascii_case(c));
        let em = !self.touches(at) && ["em", "til"].iter().any(|c| after.eq_ignore_ascii_case(c));
        if decade || clitic || em { end } else { next }
    }

    fn plain_word(&self, mut at: usize) -> usize {
        while let Some(c) = self.char_at(at) {
            if !(is_word(c) || is_extender(c)) || is_unspaced(c) {
                break;
            }
            at += c.len_utf8();
        }
        at
    }

    fn word(&mut self, start: usize) -> usize {
        if !self.touches(start)
            && let Some(end) = self.address(start)
        {
            self.push(start, end);
            return end;
        }
        // Most words are plain ASCII letters between blanks.
        let mut at = start;
        while self.bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            at += 1;
        }
        let mut apostrophe = false;
        if self.bytes.get(at).is_some_and(|&b| b != b' ' && b != b',') {
            (at, apostrophe) = self.rest_of_word(start, at);
        }
        let word = self.text.get(start..at).unwrap_or("");
        let (cuts, count) = clitic::cuts(word, apostrophe);
        let mut from = start;
        for &cut in cuts.iter().take(count) {
            self.push(from, start + cut);
            from = start + cut;
        }
        self.push(from, at);
        at
    }

    /// Goes on from the first character of a word that is no ASCII letter.
    fn rest_of_word(&self, start: usize, mut at: usize) -> (usize, bool) {
        let mut apostrophe = false;
        // Start of the stretch since the last full stop, and whether all stretches were one letter.
        let (mut piece, mut pieces, mut single) = (start, 0u32, true);
        while let Some(c) = self.char_at(at) {
            if is_word(c) || is_extender(c) {
                if is_unspaced(c) {
                    break;
                }
                at += c.len_utf8();
                continue;
            }
            let next = at + c.len_utf8();
            let follow = self.char_at(next);
            let before = self.bytes.get(at.wrapping_sub(1)).copied().unwrap_or(b' ');
            let digits = before.is_ascii_digit() && follow.is_some_and(|f| f.is_ascii_digit());
            match c {
                '.' => {
                    let stretch = self.text.get(piece..at).unwrap_or("");
                    single &= is_one_letter(stretch);
                    let after = follow.filter(|f| is_word(*f));
                    let title = stretch == "Ph" && follow == Some('D');
                    let acronym = after.is_some() && single && self.one_letter_follows(next);
                    if digits || acronym || title || after.is_some() && self.is_domain(next) {
                        at = next;
                        single |= title;
                    } else if self.keeps_stop(stretch, single, pieces, next, follow) {
                        return (next, apostrophe);
                    } else {
                        break;
                    }
                    piece = next;
                    pieces += 1;
                }
                ',' if digits && self.is_thousand(next) => at = next,
                ':' | '/' if digits => at = next,
                '$' if before.is_ascii_uppercase() && at - start <= 3 => return (next, apostrophe),
                '&' if before.is_ascii_uppercase() && follow.is_some_and(|f| f.is_ascii_uppercase()) => {
                    at = next;
                }
                '@' if follow.is_some_and(is_word) => return (self.address_end(next), false),
                _ if is_apostrophe(c) && follow.is_some_and(char::is_alphanumeric) => {
                    apostrophe = true;
                    at = next;
                }
                '-' if at == start + 1
                    && matches!(self.bytes.get(start), Some(b'e' | b'E'))
                    && self.starts(next, "mail") =>
                {
                    at = next;
                }
                _ => break,
            }
        }
        (at, apostrophe)
    }

    fn starts(&self, at: usize, lower: &str) -> bool {
        self.bytes.get(at..at + lower.len()).is_some_and(|b| b.eq_ignore_ascii_case(lower.as_bytes()))
    }

    fn one_letter_follows(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(|c| {
            c.is_alphabetic()
                && self.char_at(at + c.len_utf8()).is_none_or(|n| !is_word(n) && !is_apostrophe(n))
        })
    }

    fn is_thousand(&self, at: usize) -> bool {
        self.bytes.get(at..at + 3).is_some_and(|b| b.iter().all(u8::is_ascii_digit))
            && !self.bytes.get(at + 3).is_some_and(u8::is_ascii_digit)
    }

    fn is_domain(&self, at: usize) -> bool {
        const DOMAINS: &[&str] = &[
            "com", "org", "net", "gov", "edu", "mil", "int", "info", "io", "tv", "co", "uk", "us", "eu",
            "ru", "ua", "de", "fr", "tr", "cn", "au", "ca", "in", "me", "jp", "za", "ng", "ke", "html",
            "htm", "php", "pdf", "doc", "xls", "jpg", "png",
        ];
        let mut end = at;
        while end < at + 6 && self.bytes.get(end).is_some_and(u8::is_ascii_lowercase) {
            end += 1;
        }
        let name = self.text.get(at..end).unwrap_or("");
        DOMAINS.contains(&name) && !self.char_at(end).is_some_and(|c| is_word(c) && c != '_')
    }

    /// Whether the full stop before `next` belongs to the word: acronym, initial, abbreviation.
    fn keeps_stop(
        &self,
        stretch: &str,
        single: bool,
        pieces: u32,
        next: usize,
        follow: Option<char>,
    ) -> bool {
        if follow == Some('.') {
            return false;
        }
        if single {
            // "Strand v. Olin" is a case.
            return pieces > 0 || stretch.starts_with(char::is_uppercase) || stretch == "v";
        }
        match abbreviation(stretch) {
            None => stretch == "D" && pieces > 0,
            Some(Abbreviation::Title | Abbreviation::Other) => true,
            Some(Abbreviation::BeforeNumber) => {
                let mut at = next;
                while self.bytes.get(at) == Some(&b' ') && at < next + 2 {
                    at += 1;
                }
                self.bytes.get(at).is_some_and(u8::is_ascii_digit)
            }
        }
    }

    /// The end of a web address that begins at `start`.
    fn address(&self, start: usize) -> Option<usize> {
        const OPENINGS: &[&str] = &["http://", "https://", "ftp://", "www.", "mailto:"];
        if !matches!(self.bytes.get(start)?.to_ascii_lowercase(), b'h' | b'f' | b'w' | b'm') {
            return None;
        }
        OPENINGS.iter().find(|o| self.starts(start, o)).map(|o| self.address_end(start + o.len()))
    }

    /// Runs to the blank that ends an address and takes closing punctuation off again.
    fn address_end(&self, start: usize) -> usize {
        let (mut at, mut end) = (start, start);
        while let Some(c) = self.char_at(at) {
            if is_blank(c)
                || matches!(c, '<' | '>' | '"' | '\u{201C}' | '\u{201D}' | '\u{00AB}' | '\u{00BB}')
                || is_unspaced(c)
            {
                break;
            }
            at += c.len_utf8();
            if is_word(c) || is_extender(c) || matches!(c, '/' | '=' | '#' | '&') {
                end = at;
            }
        }
        end
    }
}

fn is_one_letter(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.all(is_extender)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        tokenize(text).into_iter().map(|t| t.of(text)).collect()
    }

    /// Each case is the text with `|` where a token ends without a blank.
    fn check(case: &str) {
        let text = case.replace('|', "");
        let wanted: Vec<&str> = case.split(['|', ' ']).collect();
        assert_eq!(words(&text), wanted, "{text}");
    }

    #[test]
    fn marks_and_clitics() {
        check("She did|n't go|, he |said|.".replace(" |", " ").as_str());
        check("“|I ca|n’t|,|” Orla|’s aunt said|.");
        check("the workers|' strike|; rock |'|n|' roll".replace(" |", " ").as_str());
        check("the '90s and the 1990|'s");
        check("\"|Gazette|\"|'s editor");
        check("``|Yes|'' he said --| |no".replace("| |", " ").as_str());
    }

    #[test]
    fn abbreviations_and_acronyms() {
        check("Mr. J. K. Harrow of the U.S. Senate|, Ph.D.|, left at 5 p.m. today|.");
        check("U.S.|-|led talks and U.S.|'s role");
        check("No. 5 said no|. Yes|.");
        check("Harrow Inc.|, e.g. on Feb. 3");
        check("AT&T paid US$|5 and $|3.50 or 10|%");
    }

    #[test]
    fn numbers_dates_addresses() {
        check("1,000,000 people at 10:30 on 3/2/2022|, 3.5 each|, 2021|,|2022");
        check("see https://example.org/a?b=c,d.| Then".replace(".| ", "|. ").as_str());
        check("ask ann@example.org or @ann_b about #storm|.");
        check("from example.com|, e-mail it|; a well|-|known S|-|400");
        check("It ended|.|The rest");
    }

    #[test]
    fn other_scripts() {
        assert_eq!(words("東京は"), ["東", "京", "は"]);
        assert_eq!(words("👍🏽👨‍👩‍👧 ok"), ["👍🏽", "👨‍👩‍👧", "ok"]);
        assert_eq!(words("مرحبا بالعالم،"), ["مرحبا", "بالعالم", "،"]);
        assert_eq!(words("e\u{301}te\u{301}\u{200B}x \u{FEFF}y"), ["e\u{301}te\u{301}", "x", "y"]);
        assert!(words(" \t\n\u{0}\u{200B}").is_empty());
    }

    /// What every caller relies on.
    fn assert_sound(text: &str) {
        let mut end = 0;

        for t in tokenize(text) {
            assert!(t.start < t.end && t.start as usize >= end, "{text:?}");
            assert!(
                text.is_char_boundary(t.start as usize) && text.is_char_boundary(t.end as usize),
                "{text:?}"
            );
            assert!(text[end..t.start as usize].chars().all(is_blank), "{text:?}");
            end = t.end as usize;
        }
        assert!(text[end..].chars().all(is_blank), "{text:?}");
    }

    proptest! {
        #[test]
        fn sound_on_anything(text in "\\PC{0,80}") {
            assert_sound(&text);
        }

        #[test]
        fn sound_on_english_marks(text in "[a-cA-D1-3 .,'’\"“”:/@#&$\\-\n\u{200D}\u{301}东👍]{0,60}") {
            assert_sound(&text);
        }
    }

    #[test]
    fn linear_on_one_long_line() {
        // Twice the text must not take much more than twice the time; far apart sizes, so that a
        // busy machine does not decide.
        for piece in
            ["a", ".", "'", "a.", "a'", "1,", "\u{301}", "@", "a@", "-", "“", "http://", "东", "a\u{200D}👍"]
        {
            let time = |bytes: usize| {
                let text = piece.repeat(bytes / piece.len());
                let start = std::time::Instant::now();
                assert!(!tokenize(&text).is_empty());
                start.elapsed().as_secs_f64()
            };
            let linear = || time(3_200_000) < time(100_000).max(0.002) * 32.0 * 8.0;
            assert!((0..3).any(|_| linear()), "{piece:?}");
        }
    }
}
