use super::class::Class;
use super::shape::{Shape, core, initials};
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
    /// Whether it is one word, apart from a score or a day that was taken in with it.
    single: bool,
    /// The parts of a person's name; empty for everything else.
    person: PersonName,
    /// What wordings of a thing's name share; empty for everything else.
    pub shape: Shape,
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
        let shape = if class == Class::Thing { Shape::of(&folded) } else { Shape::default() };
        let person = if class == Class::Person { PersonName::new(&folded) } else { PersonName::default() };
        Self {
            class,
            single: !core(&folded).contains(' '),
            person,
            shape,
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

    /// Whether articles call it a firm, or write its legal form: its founder may have the same name.
    pub fn is_firm(&self) -> bool {
        let legal = |form: &String| {
            let folded = fold(form);
            strip_company(&folded).len() < folded.len()
        };
        self.class == Class::Thing && (!self.roles.is_empty() || self.forms.keys().any(legal))
    }

    /// Whether it is one word.
    pub fn is_single(&self) -> bool {
        self.single
    }

    /// Whether most mentions take it for a place.
    pub fn is_place(&self) -> bool {
        let of = |kind: EntityType| self.kinds.get(kind as usize).copied().unwrap_or(0);
        self.class == Class::Thing && 2 * of(EntityType::Location) > self.kinds.iter().sum()
    }

    /// The parts of a person's name.
    pub fn person(&self) -> &PersonName {
        &self.person
    }

    /// Letters of the given names: of two names that fit, the fuller one has more.
    pub fn given_letters(&self) -> usize {
        self.person.given.iter().map(String::len).sum()
    }
}

/// The folded name under which an entity of an article is filed.
pub(super) fn filed_under(class: Class, written: &str) -> String {
    let folded = fold(written);
    match class {
        Class::Person => PersonName::bare(core(&folded)),
        Class::Thing => strip_company(&folded).to_owned(),
        Class::Group => folded,
    }
}

/// What the spellings of one name have in common most of the time, looked at alone: a person's surname, the id of what
/// open data know, else the name without its accents and endings.
pub(crate) fn rough(kind: EntityType, written: &str) -> String {
    let Some(class) = Class::of(kind) else { return fold(written) };
    let name = Name::new(class, filed_under(class, written));
    match class {
        Class::Person if !name.person().surname.is_empty() => skeleton(&name.person().surname),
        Class::Thing if !name.known.is_empty() => name.known,
        Class::Thing => name.shape.spelling,
        Class::Person | Class::Group => skeleton(name.folded.strip_suffix('s').unwrap_or(&name.folded)),
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
            keys.extend(name.person().keys());
        }
        Class::Thing => {
            keys.push(format!("s {}", name.shape.spelling));
            keys.push(format!("t {}", name.shape.tail));
            if !name.shape.body.is_empty() {
                keys.push(format!("b {}", name.shape.body));
            }
            let office = &name.shape.office;
            if !office.country.is_empty() {
                keys.push(format!("o {} of {}", office.what, office.country));
            }
            if !name.known.is_empty() {
                keys.push(format!("k {}", name.known));
            }
        }
        Class::Group => {
            let singular = name.folded.strip_suffix('s').unwrap_or(&name.folded);
            keys.push(format!("s {}", skeleton(singular)));
        }
    }
    keys
}

/// Keys under which long and short names meet: those that the name is filed under, and those under which its
/// partners are. Long names of the same first letters are nothing to one another.
pub(super) fn initial_keys(name: &Name) -> (Vec<String>, Vec<String>) {
    let keys = |kind: char, letters: &[String]| letters.iter().map(|l| format!("{kind} {l}")).collect();
    let short = [name.folded.clone()];
    match name.class {
        Class::Thing if !name.is_single() => {
            let letters = initials(&name.folded);
            (keys('l', &letters), keys('i', &letters))
        }
        Class::Thing if (3..=7).contains(&name.folded.len()) => (keys('i', &short), keys('l', &short)),
        _ => (Vec::new(), Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filing() {
        assert_eq!(filed_under(Class::Person, "President Lina van der Meer"), "lina van der meer");
        assert_eq!(filed_under(Class::Person, "Mr. Orlo"), "orlo");
        assert_eq!(filed_under(Class::Thing, "Kelsund Shipping Co. Ltd."), "kelsund shipping");
        assert_eq!(filed_under(Class::Person, "Ana Sorel Saturday"), "ana sorel");
        assert_eq!(filed_under(Class::Person, ""), "");
    }
}
