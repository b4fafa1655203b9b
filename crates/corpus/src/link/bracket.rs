//! Acronyms that an article explains in brackets.

use super::shape::initials;
use verbatim_article::Span;
use verbatim_nlp::names::fold;

/// What stands in the brackets after a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracketed<'t> {
    /// "Drovna Water Board (DWB)".
    Short(&'t str),
    /// "DWB (Drovna Water Board)".
    Long(&'t str),
}

/// The other name of a body in the brackets right after one, when the letters of the short one can come from
/// the long one.
pub(super) fn bracketed(text: &str, span: Span) -> Option<Bracketed<'_>> {
    let name = span.of(text);
    let inside = text.get(span.end as usize..)?.strip_prefix(" (")?;
    let inside = inside.get(..inside.find(')').filter(|&end| (2..=90).contains(&end))?)?;
    if name.contains(' ') {
        (inside.len() <= 8 && is_acronym(inside) && comes_from(inside, name))
            .then_some(Bracketed::Short(inside))
    } else {
        let letters = fold(name);
        let words =
            inside.split(' ').filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count();
        (is_acronym(name) && words >= 2 && initials(&fold(inside)).contains(&letters))
            .then_some(Bracketed::Long(inside))
    }
}

fn is_acronym(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() >= 2
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '&'))
}

fn comes_from(short: &str, long: &str) -> bool {
    let letters: String =
        short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let long = fold(long);
    let mut source = long.chars();
    letters.chars().next() == long.chars().next() && letters.chars().all(|letter| source.any(|c| c == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_in_brackets() {
        let of = |name: &str, rest: &str| {
            let text = format!("{name} {rest}");
            bracketed(&text, Span::new(0, name.len())).map(|found| format!("{found:?}"))
        };
        assert_eq!(of("Drovna Water Board", "(DWB) met."), Some("Short(\"DWB\")".to_owned()));
        assert_eq!(of("DWB", "(Drovna Water Board) met."), Some("Long(\"Drovna Water Board\")".to_owned()));
        for (name, rest) in [
            ("Drovna Water Board", "(pictured)"),
            ("Board", "(DWB)"),
            ("DWB", "(in Selmar)"),
            ("DWB", "(Water"),
            ("DWB", ""),
        ] {
            assert_eq!(of(name, rest), None, "{name} {rest}");
        }
    }
}
