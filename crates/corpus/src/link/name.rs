use super::class::Class;
use std::collections::BTreeMap;
use verbatim_nlp::EntityType;
use verbatim_nlp::names::{Gazetteer, PersonName, fold, skeleton};

/// Everything that is known of one folded name over all articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub class: Class,
    /// The fullest name that articles give, folded; titles stripped for persons.
    pub folded: String,
    /// Articles that have it.
    pub articles: u32,
    /// Written forms with their counts: the fullest name and the short forms used beside it.
    pub forms: BTreeMap<String, u32>,
    /// Mentions by kind, in the order of [`EntityType::ALL`].
    pub kinds: [u32; EntityType::ALL.len()],
    /// Roles with the number of articles.
    pub roles: BTreeMap<String, u32>,
    /// The id in the table of known names; empty when it has none.
    pub known: String,
}

impl Name {
    pub fn new(class: Class, folded: String) -> Self {
        let known = match class {
            Class::Thing => {
                // What a recogniser calls a name is one, however it is spelled: "Nato", "NATO".
                Gazetteer::get()
                    .named_folded(&folded, &folded.to_uppercase())
                    .map_or(String::new(), |k| k.id.to_owned())
            }
            _ => String::new(),
        };
        Self {
            class,
            folded,
            articles: 0,
            forms: BTreeMap::new(),
            kinds: [0; EntityType::ALL.len()],
            roles: BTreeMap::new(),
            known,
        }
    }

    /// How often it was written.
    pub fn count(&self) -> u32 {
        self.forms.values().sum()
    }

    /// Whether most mentions take it for an organisation.
    pub fn is_body(&self) -> bool {
        let of = |kind: EntityType| self.kinds.get(kind as usize).copied().unwrap_or(0);
        self.class == Class::Thing && 2 * of(EntityType::Organization) > self.kinds.iter().sum()
    }

    /// Whether it is one word.
    pub fn is_single(&self) -> bool {
        !self.folded.contains(' ')
    }

    /// The parts of a person's name.
    pub fn person(&self) -> PersonName {
        PersonName::new(&self.folded)
    }
}

/// The folded name under which an entity of an article is filed.
pub(super) fn filed_under(class: Class, written: &str) -> String {
    let folded = fold(written);
    match class {
        Class::Person => {
            let name = PersonName::new(&folded);
            // Particles are kept where they stand; only titles and suffixes go.
            let first = name.given.first().unwrap_or(&name.surname);
            let words: Vec<&str> = folded.split(' ').collect();
            let begin = words.iter().position(|w| w == first).unwrap_or(0);
            let end = words.iter().rposition(|w| *w == name.surname).map_or(words.len(), |at| at + 1);
            words.get(begin..end.max(begin)).map_or(folded.clone(), |kept| kept.join(" "))
        }
        Class::Thing => strip_company(&folded).to_owned(),
        Class::Group => folded,
    }
}

/// Legal forms after a company's name.
const COMPANY: &[&str] = &[
    "inc",
    "ltd",
    "llc",
    "plc",
    "corp",
    "corporation",
    "co",
    "company",
    "gmbh",
    "ag",
    "sa",
    "nv",
    "spa",
    "limited",
];

fn strip_company(folded: &str) -> &str {
    let mut name = folded;
    while let Some((head, last)) = name.rsplit_once(' ') {
        if !COMPANY.contains(&last) {
            break;
        }
        name = head;
    }
    name
}

/// Keys under which a name's possible partners are found; equal keys make candidates.
pub(super) fn block_keys(name: &Name) -> Vec<String> {
    let mut keys = Vec::new();
    match name.class {
        Class::Person => {
            let parts = name.person();
            keys.push(format!("s {}", skeleton(&parts.surname)));
            let consonants = verbatim_nlp::names::consonants(&parts.surname);
            if consonants.len() >= 4 && !parts.is_short() {
                keys.push(format!("c {consonants}"));
            }
        }
        Class::Thing => {
            keys.push(format!("s {}", british(&skeleton(&name.folded))));
            if !name.known.is_empty() {
                keys.push(format!("k {}", name.known));
            }
            if let Some(initials) = initials(&name.folded) {
                keys.push(format!("i {initials}"));
            } else if name.is_single() && (2..=6).contains(&name.folded.len()) {
                keys.push(format!("i {}", name.folded));
            }
        }
        Class::Group => {
            let singular = name.folded.strip_suffix('s').unwrap_or(&name.folded);
            keys.push(format!("s {}", skeleton(singular)));
        }
    }
    // One slip leaves the first or the second half of a name whole.
    if name.folded.len() >= 5 && name.folded.is_ascii() {
        let length = name.folded.len();
        for half in [(length - 1) / 2, length / 2] {
            keys.push(format!("< {}", &name.folded[..half]));
            keys.push(format!("> {}", &name.folded[length - half..]));
        }
        keys.dedup();
    }
    keys
}

/// "-isation" and "-ization", "-our" and "-or", "centre" and "center" are one.
pub(super) fn british(skeleton: &str) -> String {
    skeleton
        .replace("isation", "ization")
        .replace("isasion", "izasion")
        .replace("defence", "defense")
        .replace("centre", "center")
        .replace("labour", "labor")
        .replace("labur", "labor")
}

/// First letters of the words of a long name, small words left out: `nato`.
pub(super) fn initials(folded: &str) -> Option<String> {
    let words: Vec<&str> = folded
        .split(' ')
        .filter(|w| !matches!(*w, "of" | "and" | "the" | "for" | "in" | "on" | "de"))
        .collect();
    if words.len() < 2 {
        return None;
    }
    let letters: String = words.iter().filter_map(|w| w.chars().next()).collect();
    (2..=6).contains(&letters.len()).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filing() {
        assert_eq!(filed_under(Class::Person, "President Lina van der Meer"), "lina van der meer");
        assert_eq!(filed_under(Class::Person, "Mr. Orlo"), "orlo");
        assert_eq!(filed_under(Class::Thing, "Kelsund Shipping Co. Ltd."), "kelsund shipping");
        assert_eq!(filed_under(Class::Person, ""), "");
    }

    #[test]
    fn first_letters() {
        assert_eq!(initials("north sea treaty organisation").as_deref(), Some("nsto"));
        assert_eq!(initials("bank of kelsund").as_deref(), Some("bk"));
        assert_eq!(initials("kelsund"), None);
    }
}
