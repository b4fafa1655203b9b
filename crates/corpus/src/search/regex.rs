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
    fn errors_are_told() {
        for pattern in ["(", "[", "a{", "x*", ""] {
            assert!(compile(pattern).is_err(), "{pattern}");
        }
        assert!(compile("flood.{0,20}dam").is_ok());
    }
}
