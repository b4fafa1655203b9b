//! The parts of a person's name, and whether two names can be one person's.

use super::fold::{consonants, fold, one_slip, skeleton};

/// Words before a name that are no part of it.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "baroness",
    "baron",
    "count",
    "countess",
    "president",
    "vice",
    "prime",
    "minister",
    "premier",
    "chancellor",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "archbishop",
    "bishop",
    "cardinal",
    "rev",
    "reverend",
    "father",
    "sister",
    "imam",
    "sheikh",
    "sheik",
    "ayatollah",
    "mullah",
    "rabbi",
    "general",
    "gen",
    "lt",
    "lieutenant",
    "col",
    "colonel",
    "maj",
    "major",
    "capt",
    "captain",
    "sgt",
    "sergeant",
    "cpl",
    "adm",
    "admiral",
    "commander",
    "marshal",
    "officer",
    "detective",
    "inspector",
    "senator",
    "sen",
    "rep",
    "representative",
    "congressman",
    "congresswoman",
    "gov",
    "governor",
    "mayor",
    "judge",
    "justice",
    "attorney",
    "secretary",
    "ambassador",
    "envoy",
    "chairman",
    "chairwoman",
    "chair",
    "ceo",
    "coach",
    "emperor",
    "sultan",
    "emir",
    "former",
    "ex",
    "acting",
    "deputy",
    "foreign",
    "defence",
    "defense",
    "interior",
    "finance",
    "first",
    "hon",
    "saint",
    "st",
    "actor",
    "actress",
    "singer",
    "analyst",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "director",
    "mp",
    "cllr",
    "councillor",
    "councilman",
    "councilwoman",
    "supreme",
    "leader",
    "counterpart",
];

/// Words after a name that are no part of it. Roman numerals stay: they tell popes apart.
const SUFFIXES: &[&str] = &["jr", "sr", "phd", "md", "mp", "mep", "obe", "mbe", "cbe", "qc", "kc", "esq"];

/// Small words inside surnames, left out when names are compared.
const PARTICLES: &[&str] = &[
    "al", "el", "ul", "bin", "ibn", "ben", "bint", "abu", "van", "von", "der", "den", "de", "da", "di", "do",
    "dos", "das", "del", "della", "du", "la", "le", "ter", "ten", "zu", "af", "av", "y", "e", "mac", "st",
];

/// A person's name in parts, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonName {
    /// Everything before the surname, particles left out.
    pub given: Vec<String>,
    /// The last word of the name; for a name of one word, that word.
    pub surname: String,
}

/// How two names stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// They contradict each other.
    Different,
    /// One is a word of the other.
    Short,
    /// One letter apart.
    Slip,
    /// The same surname, and given names that may be spellings of one another.
    Loose,
    /// Initials, left-out middle names.
    Fits,
    /// The same letters or the same romanisation.
    Same,
}

impl PersonName {
    /// Takes a name apart.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let folded = fold(name);
        let mut words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
        while words.len() > 1 && words.first().is_some_and(|w| TITLES.contains(w)) {
            words.remove(0);
        }
        while words.len() > 1 && words.last().is_some_and(|w| SUFFIXES.contains(w)) {
            words.pop();
        }
        // A particle that opens a one- or two-word name may be the name: "Ben Bernanke", "Van Morrison".
        let first_is_name =
            words.len() == 2 && words.first().is_some_and(|w| matches!(*w, "ben" | "van" | "abu"));
        let mut kept: Vec<String> = words
            .iter()
            .enumerate()
            .filter(|&(at, w)| at + 1 == words.len() || (at == 0 && first_is_name) || !PARTICLES.contains(w))
            .map(|(_, w)| (*w).to_owned())
            .collect();
        let surname = kept.pop().unwrap_or_default();
        Self { given: kept, surname }
    }

    /// Whether there is a surname alone.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.given.is_empty()
    }

    /// Compares two names.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        if self.surname.is_empty() || other.surname.is_empty() {
            return Likeness::Different;
        }
        if self == other {
            return Likeness::Same;
        }
        if self.is_short() != other.is_short() {
            let (short, full) = if self.is_short() { (self, other) } else { (other, self) };
            let fits =
                full.given.iter().chain([&full.surname]).any(|w| skeleton(w) == skeleton(&short.surname));
            return if fits { Likeness::Short } else { Likeness::Different };
        }
        let surname = word_likeness(&self.surname, &other.surname);
        if self.is_short() {
            return surname;
        }
        let given = given_likeness(&self.given, &other.given);
        match (surname, given) {
            (Likeness::Same, given) => given,
            (Likeness::Slip, Likeness::Same) => Likeness::Slip,
            (Likeness::Loose, Likeness::Same) => Likeness::Loose,
            _ => Likeness::Different,
        }
    }
}

fn word_likeness(a: &str, b: &str) -> Likeness {
    if a == b || skeleton(a) == skeleton(b) {
        return Likeness::Same;
    }
    let (ca, cb) = (consonants(a), consonants(b));
    if ca == cb && ca.len() >= 4 {
        Likeness::Loose
    } else if a.len().min(b.len()) >= 5 && one_slip(a, b) {
        Likeness::Slip
    } else {
        Likeness::Different
    }
}

/// Given names in order, where initials stand for names and middle names may be left out.
fn given_likeness(a: &[String], b: &[String]) -> Likeness {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let fits_in_order = |same: &dyn Fn(&str, &str) -> bool| {
        let mut rest = many.iter();
        few.iter().all(|w| rest.any(|m| same(w, m)))
    };
    let spelled = |x: &str, y: &str| x == y || (x.len() > 1 && skeleton(x) == skeleton(y));
    if few.len() == many.len() && fits_in_order(&spelled) {
        return Likeness::Same;
    }
    let initial = |x: &str, y: &str| {
        spelled(x, y) || ((x.len() == 1 || y.len() == 1) && x.chars().next() == y.chars().next())
    };
    if fits_in_order(&initial) {
        // Two sets of middle initials that differ have failed above; a lone initial is weak.
        let lone = |names: &[String]| matches!(names, [only] if only.len() == 1);
        let weak = lone(few) || lone(many);
        return if weak { Likeness::Loose } else { Likeness::Fits };
    }
    let (Some(x), Some(y)) = (few.first(), many.first()) else { return Likeness::Fits };
    let (cx, cy) = (consonants(x), consonants(y));
    if few.len() == many.len() && few[1..] == many[1..] && x.len() > 2 && y.len() > 2 {
        if cx == cy && cx.len() >= 2 {
            return Likeness::Loose;
        }
        if x.len().min(y.len()) >= 5 && one_slip(x, y) {
            return Likeness::Slip;
        }
    }
    let rest_fits = fits_in_order(&|w, m| {
        initial(w, m)
            || (w == x && m == y && w.len().min(m.len()) >= 3 && (w.starts_with(m) || m.starts_with(w)))
    });
    if rest_fits { Likeness::Loose } else { Likeness::Different }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> Likeness {
        let (a, b) = (PersonName::new(a), PersonName::new(b));
        assert_eq!(a.likeness(&b), b.likeness(&a));
        a.likeness(&b)
    }

    #[test]
    fn parts() {
        let name = PersonName::new("President Pieter van der Berg Jr.");
        assert_eq!((name.given, name.surname), (vec!["pieter".to_owned()], "berg".to_owned()));
        assert_eq!(PersonName::new("Mr. Orlo").surname, "orlo");
        assert_eq!(PersonName::new("General").surname, "general");
        assert_eq!(PersonName::new("").surname, "");
    }

    #[test]
    fn pairs() {
        assert_eq!(likeness("Ayşe Kılıç", "Ayse Kilic"), Likeness::Same);
        assert_eq!(likeness("Volodymyr Koval", "Volodimir Koval"), Likeness::Same);
        assert_eq!(likeness("Ana Maria Sorel", "Ana Sorel"), Likeness::Fits);
        assert_eq!(likeness("Ana M. Sorel", "Ana Maria Sorel"), Likeness::Fits);
        assert_eq!(likeness("A. Sorel", "Ana Sorel"), Likeness::Loose);
        assert_eq!(likeness("Mohammed Rafi", "Muhammad Rafi"), Likeness::Loose);
        assert_eq!(likeness("Fred Marlowe", "Frederick C. Marlowe"), Likeness::Loose);
        assert_eq!(likeness("Ana Sorel", "Sorel"), Likeness::Short);
        assert_eq!(likeness("Ana Sorel", "Ana"), Likeness::Short);
        assert_eq!(likeness("Ana Sorell", "Ana Sorek"), Likeness::Different);
        assert_eq!(likeness("Ana Marlowe", "Ana Marlove"), Likeness::Same);
        assert_eq!(likeness("Ana Bastian", "Ana Bastien"), Likeness::Loose);
        assert_eq!(likeness("Ana Sorel", "Piet Sorel"), Likeness::Different);
        assert_eq!(likeness("John A. Reed", "John B. Reed"), Likeness::Different);
        assert_eq!(likeness("Bashar al-Kassem", "Bashar Kassem"), Likeness::Same);
    }
}
