/// Whether a paragraph stands under a picture: it names its photographer or agency, or says that
/// it is a file photograph.
pub(crate) fn is_caption(unit: &str) -> bool {
    let unit = unit.trim();
    if unit.len() > 900 {
        return false;
    }
    opens_as_photo(unit) || credit_in_brackets(unit) || credit_at_end(unit)
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

fn opens_as_photo(unit: &str) -> bool {
    let first = unit.bytes().find(|b| !matches!(b, b'(' | b'[' | b'/' | b'*' | b'_'));
    // What each of the openings below begins with.
    if !first.is_some_and(|b| {
        matches!(b.to_ascii_lowercase(), b'f' | b'p' | b'i' | b'a' | b'h' | b'c' | b'b' | b'g')
    }) {
        return false;
    }
    let head = lower(unit.get(..24).unwrap_or_else(|| {
        let end = (0..=unit.len().min(24)).rev().find(|i| unit.is_char_boundary(*i)).unwrap_or(0);
        unit.get(..end).unwrap_or_default()
    }));
    let head = head.trim_start_matches(['(', '[', '/', '*', '_']);
    [
        "file photo",
        "file -",
        "file –",
        "file —",
        "file:",
        "photo:",
        "photo by",
        "photo credit",
        "photograph:",
        "photograph by",
        "picture:",
        "image:",
        "image credit",
        "image source",
        "illustration:",
        "file image",
        "archive photo",
        "file picture",
        "handout photo",
        "caption:",
        "photo/",
        "foto:",
        "bild:",
        "credit:",
        "courtesy photo",
        "archivbild",
        "getty images",
        "photo courtesy",
    ]
    .iter()
    .any(|opening| head.starts_with(opening))
}

/// `… in Kiev. (EPA Photo)`, `(AP Photo/J. Doe)`, `[File: Reuters]`, `(Photo: AA)`.
fn credit_in_brackets(unit: &str) -> bool {
    let end = unit.trim_end_matches(['.', ' ', '*', '_']);
    let (inner, open) = if let Some(inner) = end.strip_suffix(')') {
        (inner, '(')
    } else if let Some(inner) = end.strip_suffix(']') {
        (inner, '[')
    } else {
        return false;
    };
    let Some(at) = inner.rfind(open) else { return false };
    let credit = inner.get(at + 1..).unwrap_or_default();
    let said = unit.get(..at).unwrap_or_default();
    if credit.len() > 90 || said.contains(['“', '”', '"']) {
        return false;
    }
    let words = lower(credit);
    let photo = [
        "photo", "file", "image", "picture", "foto", "courtesy", "handout", "getty", "credit", "via ap",
        "pool",
    ];
    if photo.iter().any(|w| words.contains(w)) {
        return true;
    }
    // "(Reuters)" and "(AA/AP)" alone under a picture: a short unit that is one sentence.
    let agencies = credit.split(['/', ',', '|']).all(|name| super::known_agency(name.trim()).is_some());
    agencies && unit.len() < 300 && sentences(said) <= 1
}

/// `… in Kiev. Photo: AA`, `… REUTERS/Jane Doe`, `… / AFP`, `© Agency`, `Credit: X`.
fn credit_at_end(unit: &str) -> bool {
    if unit.len() > 500 {
        return false;
    }
    let plain = unit.as_bytes().last_chunk::<61>().is_some_and(|tail| tail.is_ascii());
    let tail_start =
        if plain { unit.len() - 61 } else { unit.char_indices().rev().nth(60).map_or(0, |(i, _)| i) };
    let tail = unit.get(tail_start..).unwrap_or_default();
    if !may_credit(tail.as_bytes()) {
        return false;
    }
    let words = lower(tail);
    if [
        "photo:",
        "photo by ",
        "picture:",
        "credit:",
        "photograph:",
        "image credit",
        "foto:",
        "image:",
        "ap photo",
        "getty images",
    ]
    .iter()
    .any(|mark| words.contains(mark))
    {
        return sentences(unit) <= 4;
    }
    if ["REUTERS/", "AFP/", "AP/", "EPA/", "AA/", "Reuters/", "TASS/", "EPA-EFE"]
        .iter()
        .any(|mark| tail.contains(mark))
    {
        return sentences(unit) <= 4;
    }
    match tail.rsplit_once(" / ").or_else(|| tail.rsplit_once('©')).or_else(|| tail.rsplit_once(" | ")) {
        Some((_, credit)) => super::known_agency(credit.trim_end_matches('.')).is_some(),
        None => false,
    }
}

/// Whether one of the signs and words of a credit is there: a quick look before the many careful ones.
fn may_credit(tail: &[u8]) -> bool {
    // 0xC2 begins "©".
    tail.iter().any(|b| matches!(b, b':' | b'/' | b'|' | 0xC2))
        || tail.windows(4).any(|four| {
            let lower = <[u8; 4]>::try_from(four).map(|four| four.map(|b| b.to_ascii_lowercase()));
            matches!(lower.as_ref(), Ok(b"phot" | b"cred" | b"gett" | b"epa-"))
        })
}

/// Sentence ends followed by a capital; initials and abbreviations are not told apart.
fn sentences(text: &str) -> usize {
    let mut count = 0;
    let mut chars = text.trim_end().chars().peekable();
    let mut letters = 0usize;
    while let Some(c) = chars.next() {
        if matches!(c, '.' | '!' | '?') && letters > 3 && chars.peek().is_none_or(|c| c.is_whitespace()) {
            count += 1;
        }
        letters = if c.is_alphabetic() { letters + 1 } else { 0 };
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_tell_captions() {
        for caption in [
            "Mayor Ida Kvam (L) and harbour master Tor Lind (R) in Orvik, Feb. 3, 2022. (EPA Photo)",
            "The ferry in dock. (AP Photo/Jon Berg)",
            "File photo of the ferry in Orvik",
            "The ferry leaves Orvik on Monday. REUTERS/Jon Berg",
            "The ferry in dock [File: Jon Berg/Reuters]",
            "The ferry at night. Photo: Jon Berg",
            "The ferry at night / AFP",
        ] {
            assert!(is_caption(caption), "{caption}");
        }
        for body in [
            "The ferry will not sail, the mayor said (she had earlier promised that it would).",
            "“It sails,” she told the agency (Reuters).",
            "He asked to file the papers.",
            "A photo of the ferry was sold for 300 crowns, he said. The buyer was not named. She left. It went on.",
        ] {
            assert!(!is_caption(body), "{body}");
        }
    }
}
