use regex_lite::{Regex, RegexBuilder};

/// Compiles what stands between strokes: case does not matter, `^` and `$` are ends of lines.
///
/// # Errors
/// What is wrong with the expression, in a few words.
pub(crate) fn compile(pattern: &str) -> Result<Regex, String> {
    let regex = RegexBuilder::new(pattern)
        .case_insensitive(true)
        .multi_line(true)
        .size_limit(1 << 20)
        .nest_limit(40)
        .build()
        .map_err(|error| error.to_string().lines().last().unwrap_or("it cannot be read").to_owned())?;
    match regex.is_match("") {
        true => Err("it fits nothing at all, so it fits everywhere".to_owned()),
        false => Ok(regex),
    }
}

/// Letters and figures that must stand in every match, three or more together, lower case: to look only
/// at articles that have them. None when that cannot be told.
pub(super) fn required(pattern: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut chars = pattern.chars().peekable();
    let mut close = |part: &mut String| {
        if part.len() >= 3 {
            parts.push(std::mem::take(part));
        }
        part.clear();
    };
    while let Some(c) = chars.next() {
        match c {
            // Alternatives at the top, and flags: nothing is certain.
            '|' => return Vec::new(),
            '(' => {
                if chars.peek() == Some(&'?') {
                    return Vec::new();
                }
                close(&mut part);
                let mut depth = 1;
                while depth > 0 {
                    match chars.next() {
                        None => return Vec::new(),
                        Some('\\') => drop(chars.next()),
                        Some('[') => skip_class(&mut chars),
                        Some('(') => depth += 1,
                        Some(')') => depth -= 1,
                        _ => {}
                    }
                }
            }
            '[' => {
                close(&mut part);
                skip_class(&mut chars);
            }
            '\\' => {
                close(&mut part);
                if matches!(chars.next(), Some('x' | 'u' | 'U' | 'p' | 'P' | 'Q')) {
                    return Vec::new();
                }
            }
            '?' | '*' | '{' => {
                part.pop();
                close(&mut part);
                if c == '{' {
                    chars.by_ref().find(|c| *c == '}');
                }
            }
            _ if c.is_ascii_alphanumeric() => part.push(c.to_ascii_lowercase()),
            _ => close(&mut part),
        }
    }
    close(&mut part);
    parts
}

/// What some word must fit wherever the whole expression fits, where every match lies inside one word: ASCII letters and
/// figures, classes of them, groups, alternatives and counts; edges are left out. So the words of the index are tried, of
/// which there are few, and not all texts. None for every other expression.
pub(super) fn of_words(pattern: &str) -> Option<Regex> {
    let mut made = String::new();
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        let mut edge = false;
        match c {
            '(' if chars.next_if_eq(&'?').is_some() => {
                chars.next_if_eq(&':')?;
                made.push_str("(?:");
            }
            '(' | ')' | '|' | '?' | '*' | '+' => made.push(c),
            '{' | '[' => {
                let (inside, end): (fn(&char) -> bool, char) = match c {
                    '{' => (|c| c.is_ascii_digit() || *c == ',', '}'),
                    _ => (|c| c.is_ascii_alphanumeric() || *c == '-', ']'),
                };
                made.push(c);
                while let Some(c) = chars.next_if(inside) {
                    made.push(c);
                }
                made.push(chars.next_if_eq(&end)?);
            }
            '\\' if chars.next_if_eq(&'d').is_some() => made.push_str("[0-9]"),
            '\\' => {
                chars.next_if_eq(&'b')?;
                edge = true;
            }
            '^' | '$' => edge = true,
            _ if c.is_ascii_alphanumeric() => made.push(c),
            _ => return None,
        }
        // An edge that is counted.
        if edge && matches!(chars.peek(), Some('?' | '*' | '+' | '{')) {
            return None;
        }
    }
    RegexBuilder::new(&made).case_insensitive(true).size_limit(1 << 20).nest_limit(40).build().ok()
}

fn skip_class(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    let mut first = true;
    let mut depth = 1;
    while let Some(c) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '^' if first => continue,
            ']' if !first => {
                depth -= 1;
                if depth == 0 {
                    return;
                }
            }
            '[' => depth += 1,
            _ => {}
        }
        first = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_must_be_there() {
        for (pattern, parts) in [
            ("flood(ed|ing) of", &["flood"][..]),
            (r"\bRiver\s+Board\b", &["river", "board"]),
            ("dams? hold", &["dam", "hold"]),
            ("damn?", &["dam"]),
            ("flood|dam", &[]),
            ("(?x)flood", &[]),
            ("[a-z]+dam[]|x]", &["dam"]),
            ("a{2}bcd+e", &["bcd"]),
            ("(a(b)c|[)])flood", &["flood"]),
            (r"\x41bcd", &[]),
        ] {
            assert_eq!(required(pattern), parts, "{pattern}");
        }
    }

    #[test]
    fn what_lies_in_one_word() {
        for (pattern, words) in [
            ("flo[aeiou]+d", &["flooded", "floaod"][..]),
            (r"\bFlood(ed|ing)?$", &["flooded", "prefloods"]),
            (r"(?:19|20)\d{2}", &["2031", "a1999"]),
        ] {
            let regex = of_words(pattern).expect(pattern);
            assert!(words.iter().all(|word| regex.is_match(word)), "{pattern}");
            assert!(!regex.is_match("dam"), "{pattern}");
        }
        for pattern in ["flood of", "fl.d", r"fl\w+", "[^a]b", "(?x)a", r"\b?a", "café", "a-b"] {
            assert!(of_words(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn errors_are_told() {
        for pattern in ["(", "[", "a{", "x*", ""] {
            assert!(compile(pattern).is_err(), "{pattern}");
        }
        assert!(compile("flood.{0,20}dam").is_ok());
    }
}
