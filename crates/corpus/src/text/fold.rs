use unicode_normalization::char::decompose_canonical;

/// Appends the folded form of one character: lower case, without accents, with the letters that
/// have no decomposition spelt out (`ł` → `l`, `ß` → `ss`, `æ` → `ae`, dotless `ı` → `i`).
pub(crate) fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    for lower in c.to_lowercase() {
        decompose_canonical(lower, |part| {
            if is_accent(part) {
                return;
            }
            match spelt_out(part) {
                Some(text) => out.push_str(text),
                None => out.push(part),
            }
        });
    }
}

/// Marks that change how a letter looks and not which it is. The vowel signs of Indian scripts are
/// letters in all but name and stay.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}'..='\u{5C2}'
        | '\u{5C4}'..='\u{5C5}' | '\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Letters whose stroke, ring or ligature Unicode does not decompose.
fn spelt_out(c: char) -> Option<&'static str> {
    Some(match c {
        'ı' | 'ɨ' => "i",
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ŧ' => "t",
        'þ' => "th",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ə' => "e",
        'ŋ' => "n",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ς' => "σ",
        _ => return None,
    })
}

/// A text without case and accents: `Erdoğan` → `erdogan`.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut out);
    }
    out
}

/// A name as it stands in a link: folded, words joined by `-`. Empty only when the name has no
/// letter and no figure.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in super::Words::new(name) {
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(&fold(word.of(name)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_are_folded() {
        for (text, folded) in [
            ("Erdoğan", "erdogan"),
            ("İSTANBUL", "istanbul"),
            ("Diyarbakır", "diyarbakir"),
            ("Wałęsa", "walesa"),
            ("Ørsted", "orsted"),
            ("Đoković", "dokovic"),
            ("Straße", "strasse"),
            ("STRASSE", "strasse"),
            ("Æther œuvre", "aether oeuvre"),
            ("e\u{301}te\u{301}", "ete"),
            ("Çavuşoğlu", "cavusoglu"),
            ("Киïв", "киiв"),
            ("ΛΌΓΟΣ λόγος", "λογοσ λογοσ"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in ('\0'..='\u{FFFF}').chain(['\u{1D400}', '\u{10400}']) {
            let once = fold(&c.to_string());
            assert_eq!(fold(&once), once, "{c:?}");
        }
    }

    #[test]
    fn slugs_are_readable() {
        assert_eq!(slug("Mevlüt Çavuşoğlu"), "mevlut-cavusoglu");
        assert_eq!(slug("  The St. Olaf's Post "), "the-st-olaf-s-post");
        assert_eq!(slug("—"), "");
    }
}
