//! What is known of a person's gender before any pronoun: titles, given names, words like "actress".

use crate::names::fold;
use crate::token::{WordSet, lowered};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Grammatical gender of a person as far as the words tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Gender {
    /// Nothing tells.
    #[default]
    Unknown,
    /// Taken up by "he".
    Masculine,
    /// Taken up by "she".
    Feminine,
}

impl Gender {
    /// Whether the two do not contradict each other.
    pub fn agrees(self, other: Self) -> bool {
        self == Self::Unknown || other == Self::Unknown || self == other
    }

    /// The known one of two.
    pub fn or(self, other: Self) -> Self {
        if self == Self::Unknown { other } else { self }
    }
}

const MASCULINE: &[&str] = &[
    "mr",
    "sir",
    "lord",
    "king",
    "prince",
    "baron",
    "duke",
    "emperor",
    "father",
    "brother",
    "son",
    "husband",
    "uncle",
    "nephew",
    "grandfather",
    "grandson",
    "actor",
    "chairman",
    "spokesman",
    "businessman",
    "congressman",
    "policeman",
    "fisherman",
    "councilman",
    "salesman",
    "clergyman",
    "gentleman",
    "man",
    "boy",
    "boyfriend",
    "fiance",
    "widower",
    "monk",
    "priest",
    "pope",
    "imam",
    "sheikh",
    "ayatollah",
    "rabbi",
    "waiter",
    "host",
    "stepfather",
    "stepson",
    "half-brother",
    "cardinal",
    "bishop",
    "archbishop",
    "sultan",
    "emir",
    "count",
    "earl",
    "viscount",
    "señor",
    "monsieur",
    "congressman-elect",
    "guy",
    "dad",
    "grandpa",
    "groom",
    "bachelor",
    "count",
    "marquess",
    "friar",
    "knight",
];

const FEMININE: &[&str] = &[
    "mrs",
    "ms",
    "miss",
    "madam",
    "dame",
    "lady",
    "queen",
    "princess",
    "baroness",
    "duchess",
    "empress",
    "mother",
    "sister",
    "daughter",
    "wife",
    "aunt",
    "niece",
    "grandmother",
    "granddaughter",
    "actress",
    "chairwoman",
    "spokeswoman",
    "businesswoman",
    "congresswoman",
    "policewoman",
    "councilwoman",
    "woman",
    "girl",
    "girlfriend",
    "fiancee",
    "widow",
    "nun",
    "waitress",
    "hostess",
    "stepmother",
    "stepdaughter",
    "half-sister",
    "countess",
    "heroine",
    "ballerina",
    "soprano",
    "señora",
    "madame",
    "mademoiselle",
    "mom",
    "mum",
    "grandma",
    "bride",
    "goddess",
    "headmistress",
    "mistress",
    "priestess",
    "midwife",
    "abbess",
    "marchioness",
    "viscountess",
    "housewife",
    "maid",
];

/// The gender that a title or description gives: `Mrs`, `actress`.
pub(crate) fn of_word(word: &str) -> Gender {
    static HIS: WordSet = WordSet::new(MASCULINE);
    static HERS: WordSet = WordSet::new(FEMININE);
    let lower = lowered(word.trim_end_matches('.'));
    if HIS.holds(&lower) {
        Gender::Masculine
    } else if HERS.holds(&lower) {
        Gender::Feminine
    } else {
        Gender::Unknown
    }
}

static NAMES: &str = include_str!("../../data/given-names.txt");

/// Given names with the gender of most who bear them; unknown for those of both.
fn given_names() -> &'static FxHashMap<&'static str, Gender> {
    static READ: OnceLock<FxHashMap<&'static str, Gender>> = OnceLock::new();
    READ.get_or_init(|| {
        let mut table = FxHashMap::default();
        for line in NAMES.lines() {
            let gender = match line.get(..2) {
                Some("m ") => Gender::Masculine,
                Some("f ") => Gender::Feminine,
                Some("x ") => Gender::Unknown,
                _ => continue,
            };
            table.extend(line[2..].split(' ').map(|name| (name, gender)));
        }
        table
    })
}

/// The gender of most people with a given name; unknown when it is rare or borne by both.
pub(crate) fn of_given_name(name: &str) -> Gender {
    let folded = fold(name);
    let first = folded.split(' ').next().unwrap_or("");
    let table = given_names();
    table.get(folded.as_str()).or_else(|| table.get(first)).copied().unwrap_or_default()
}

/// Whether a name is known as a given name, of whatever gender.
pub(crate) fn is_given_name(name: &str) -> bool {
    given_names().contains_key(fold(name).as_str())
}

/// The pronouns that tell one.
pub(super) const PRONOUNS: &[&str] = &["he", "him", "his", "himself", "she", "her", "hers", "herself"];

/// The gender of the people that a pronoun stands for, when it is a pronoun of the third person.
pub(crate) fn of_pronoun(lower: &str) -> Option<Gender> {
    match lower {
        "he" | "him" | "his" | "himself" => Some(Gender::Masculine),
        "she" | "her" | "hers" | "herself" => Some(Gender::Feminine),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_names() {
        assert_eq!(of_word("Mrs."), Gender::Feminine);
        assert_eq!(of_word("King"), Gender::Masculine);
        assert_eq!(of_word("minister"), Gender::Unknown);
        assert_eq!(of_given_name("Anna"), Gender::Feminine);
        assert_eq!(of_given_name("Serkan"), Gender::Masculine);
        assert_eq!(of_given_name("Robin"), Gender::Unknown);
        assert_eq!(of_given_name(""), Gender::Unknown);
    }
}
