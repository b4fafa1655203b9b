use verbatim_article::Span;

/// The token after a time of day that stands alone at the beginning of a line, as live reports set it: "09:12 The
/// square …", "9.40am – Ferries …". `None` where no line begins so.
pub(crate) fn after_clock(text: &str, tokens: &[Span], start: usize) -> Option<usize> {
    const ZONES: &[&str] = &[
        "am", "pm", "a.m.", "p.m.", "gmt", "utc", "bst", "cet", "cest", "eet", "est", "edt", "et", "pt",
        "pst",
    ];
    const SIGNS: &[&str] = &["-", "–", "—", "|", "•", "·", ":"];
    let word = |at: usize| tokens.get(at).map_or("", |token| token.of(text));
    let gap = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before)).map_or(0, |t| t.end as usize);
        tokens.get(at).and_then(|token| text.get(before..token.start as usize)).unwrap_or("")
    };
    if start > 0 && !gap(start).contains('\n') {
        return None;
    }
    let first = word(start);
    let (hour, rest) = first.split_at_checked(first.find([':', '.'])?)?;
    let (minute, glued) = rest.get(1..)?.split_at_checked(2)?;
    let below = |digits: &str, end: u8| {
        digits.bytes().all(|b| b.is_ascii_digit()) && digits.parse::<u8>().is_ok_and(|number| number < end)
    };
    let half = |word: &str| matches!(word.to_ascii_lowercase().as_str(), "am" | "pm" | "a.m." | "p.m.");
    let mut next = start + 1;
    // "10.50" may be a price: with a stop it is a time before noon or after.
    let told = rest.starts_with(':') || half(glued) || half(word(next));
    if !told || !below(hour, 25) || !below(minute, 60) || !(glued.is_empty() || half(glued)) {
        return None;
    }
    while ZONES.contains(&word(next).to_ascii_lowercase().as_str()) {
        next += 1;
    }
    if SIGNS.contains(&word(next)) {
        next += 1;
    }
    let begins =
        word(next).starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '«' | '‘' | '„'));
    (begins && !(start + 1..=next).any(|at| gap(at).contains('\n'))).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize;

    fn rest(line: &str) -> Option<String> {
        let text = format!("Live\n{line}");
        let tokens = tokenize(&text);
        let after = after_clock(&text, &tokens, 1)?;
        Some(tokens.get(after)?.of(&text).to_owned())
    }

    #[test]
    fn times_of_day_that_begin_lines() {
        for line in [
            "09:12 The square is wet.",
            "9:12 The square",
            "11.04am The square",
            "11.04 pm – The square",
            "23:10 CET: The square",
        ] {
            assert_eq!(rest(line).as_deref(), Some("The"), "{line}");
        }
        assert_eq!(rest("10:05 “We wait.”").as_deref(), Some("“"));
        for line in [
            "10.50 The",
            "25:10 The",
            "9:75 The",
            "09:12 was late",
            "09:12\nThe",
            "3:1 The",
            ":12 The",
            "09:12",
        ] {
            assert_eq!(rest(line), None, "{line}");
        }
        assert_eq!(after_clock("at 09:12 The", &tokenize("at 09:12 The"), 1), None);
    }
}
