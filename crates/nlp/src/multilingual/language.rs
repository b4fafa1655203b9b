use crate::VerbFamily;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;

static TABLE: &str = include_str!("../../data/languages.txt");

/// What `data/languages.txt` says of one language.
#[derive(Debug, Default)]
pub(super) struct Language {
    /// All nouns have capitals.
    pub nouns: bool,
    /// Names are inflected: "Зеленського" is a form of "Зеленський".
    pub cases: bool,
    /// The verb stands last, and the speaker before the quotation.
    pub last: bool,
    /// A sentence needs no subject: "added" is added by whoever spoke.
    pub drops: bool,
    /// Endings follow a name after an apostrophe.
    pub suffix: bool,
    /// A short word before an apostrophe belongs to no name.
    pub elides: bool,
    pub he: FxHashSet<&'static str>,
    pub she: FxHashSet<&'static str>,
    /// Words before a person's name that say nothing of an office.
    pub courtesies: FxHashSet<&'static str>,
    /// "According to", where the one whose words they are comes next.
    pub by: FxHashSet<&'static str>,
    /// Endings of words for offices, which stand before a person's name.
    pub titles: Vec<&'static str>,
    /// Pieces of words that name an organisation.
    pub bodies: Vec<&'static str>,
    /// Prepositions of place.
    pub places: FxHashSet<&'static str>,
    /// Words with a capital that are no name.
    pub never: FxHashSet<&'static str>,
    /// Words that belong to the verb beside them.
    pub auxiliaries: FxHashSet<&'static str>,
    /// Forms of reporting verbs, with the dictionary form.
    pub verbs: FxHashMap<&'static str, (&'static str, VerbFamily)>,
}

impl Language {
    /// What is known of a language; of most nothing but that it is not English.
    pub fn of(code: &str) -> &'static Self {
        static READ: OnceLock<(FxHashMap<&str, Language>, Language)> = OnceLock::new();
        let (known, nothing) = READ.get_or_init(|| (parse(TABLE), Language::default()));
        known.get(code).unwrap_or(nothing)
    }

    /// Whether a word in lower case stands before a person's name: "Hafenkommissarin", "ministre".
    pub fn title(&self, lower: &str) -> bool {
        let bare = lower.trim_end_matches('.');
        self.courtesies.contains(bare) || self.office(bare)
    }

    /// Whether a word in lower case is an office that somebody holds.
    pub fn office(&self, bare: &str) -> bool {
        self.titles.iter().any(|title| {
            // A short one is a word of its own: "M.", "dr".
            if title.chars().count() < 5 || !self.nouns { bare == *title } else { bare.ends_with(title) }
        })
    }

    /// Whether a word in lower case names an organisation: "Wirtschaftsministerium".
    pub fn body(&self, lower: &str) -> bool {
        self.bodies.iter().any(|body| {
            if body.chars().count() < 5 {
                lower == *body
            } else if self.nouns {
                lower.contains(body)
            } else {
                lower.starts_with(body)
            }
        })
    }
}

fn parse(table: &'static str) -> FxHashMap<&'static str, Language> {
    let mut known: FxHashMap<&str, Language> = FxHashMap::default();
    let mut current = "";
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(header) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            let mut words = header.split_whitespace();
            current = words.next().unwrap_or("");
            let language = known.entry(current).or_default();
            for flag in words {
                match flag {
                    "nouns" => language.nouns = true,
                    "cases" => language.cases = true,
                    "last" => language.last = true,
                    "drops" => language.drops = true,
                    "suffix" => language.suffix = true,
                    "elides" => language.elides = true,
                    _ => {}
                }
            }
            continue;
        }
        let Some((key, rest)) = line.split_once(' ') else { continue };
        let language = known.entry(current).or_default();
        let words = rest.split_whitespace();
        match key {
            "he" => language.he.extend(words),
            "she" => language.she.extend(words),
            "mr" => language.courtesies.extend(words),
            "by" => language.by.extend(words),
            "title" => language.titles.extend(words),
            "body" => language.bodies.extend(words),
            "in" => language.places.extend(words),
            "never" => language.never.extend(words),
            "aux" => language.auxiliaries.extend(words),
            name => {
                let Some(family) = VerbFamily::ALL.into_iter().find(|family| family.name() == name) else {
                    continue;
                };
                let Some((lemma, forms)) = rest.split_once(':') else { continue };
                for form in forms.split_whitespace() {
                    language.verbs.insert(form, (lemma, family));
                }
            }
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        let known = parse(TABLE);
        for (code, language) in &known {
            assert!(!language.verbs.is_empty() && !language.never.is_empty(), "{code}");
        }
        let families: Vec<&str> = VerbFamily::ALL.iter().map(|family| family.name()).collect();
        let keys = ["he", "she", "mr", "by", "title", "body", "in", "never", "aux"];
        for line in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '['])) {
            let (key, rest) = line.split_once(' ').unwrap_or((line, ""));
            assert!(keys.contains(&key) || families.contains(&key) && rest.contains(':'), "{line}");
        }
    }

    #[test]
    fn titles_and_bodies_are_known_by_their_pieces() {
        let german = Language::of("de");
        assert!(german.title("hafenkommissarin") && german.title("dr.") && !german.title("kommissariat"));
        assert!(german.body("wirtschaftsministerium") && !german.body("hafen"));
        assert!(Language::of("fr").body("ministère"));
        assert!(!Language::of("xx").body("ministry"));
    }
}
