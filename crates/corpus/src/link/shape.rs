//! Shapes of the names of bodies and places: what two wordings of one name have in common.

use super::office::Office;
use verbatim_nlp::names::{Gazetteer, skeleton};

/// What wordings of the name of a body or place share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// See [`spelling`].
    pub spelling: String,
    /// See [`without_tail`].
    pub tail: String,
    /// See [`body`]; empty for names of other things.
    pub body: String,
    /// What office of state it is, and whose.
    pub office: Office,
}

impl Shape {
    pub fn of(folded: &str) -> Self {
        Self {
            spelling: spelling(folded),
            tail: without_tail(folded),
            body: body(folded).unwrap_or_default(),
            office: Office::of(folded),
        }
    }

    /// Whether it is a name without any of what [`without_tail`] takes away.
    pub fn is_whole(&self) -> bool {
        self.spelling == self.tail
    }
}

const DAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Last words that a body's name may have or lack.
pub(super) const TAILS: &[&str] = &[
    "agency",
    "center",
    "centre",
    "clinic",
    "club",
    "company",
    "corporation",
    "department",
    "facility",
    "firm",
    "foundation",
    "group",
    "hospital",
    "institute",
    "office",
    "organisation",
    "organization",
    "rehab",
    "rehabilitation",
    "service",
    "services",
    "team",
    "treatment",
    "unit",
];

/// Words that a body may have before or after what it is for: "Ministry of Harbours", "Harbour Ministry".
pub(super) const BODIES: &[&str] = &[
    "administration",
    "agency",
    "army",
    "authority",
    "board",
    "command",
    "commission",
    "committee",
    "council",
    "court",
    "department",
    "directorate",
    "embassy",
    "government",
    "ministry",
    "navy",
    "office",
    "parliament",
    "police",
    "secretariat",
    "senate",
];

pub(super) const SMALL: &[&str] = &["of", "and", "the", "for", "in", "on", "de", "to"];

/// A name without what recognisers took in with it: the day ("Ana Sorel Saturday") or the score ("Kelsund
/// Rovers 21-13") that follows.
pub(super) fn core(folded: &str) -> &str {
    let number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let mut name = folded;
    loop {
        let Some((head, last)) = name.rsplit_once(' ') else { return name };
        if DAYS.contains(&last) {
            name = head;
            continue;
        }
        match head.rsplit_once(' ') {
            Some((before, score)) if number(last) && number(score) => name = before,
            _ => return name,
        }
    }
}

/// A key that the spellings of one name share: romanisations, British and American endings, the plural of a
/// word among several.
fn spelling(folded: &str) -> String {
    let words = folded.split(' ').count();
    let singular = |word: &str| match word.strip_suffix('s') {
        Some(base) if words > 2 && base.len() > 3 && !base.ends_with(['s', 'u', 'i']) => skeleton(base),
        _ => skeleton(word),
    };
    let joined: Vec<String> = folded.split(' ').map(written_out).map(singular).collect();
    british(&joined.join(" "))
}

/// A word that is shortened in names of bodies.
fn written_out(word: &str) -> &str {
    match word {
        "assn" | "assoc" => "association",
        "dept" => "department",
        "govt" => "government",
        "intl" => "international",
        "natl" => "national",
        "univ" => "university",
        _ => word,
    }
}

/// "-isation" and "-ization", "-our" and "-or", "centre" and "center" are one.
fn british(skeleton: &str) -> String {
    skeleton
        .replace("isation", "ization")
        .replace("isasion", "izasion")
        .replace("defence", "defense")
        .replace("sentre", "senter")
        .replace("centre", "center")
        .replace("labour", "labor")
        .replace("labur", "labor")
        .replace("harbur", "harbor")
}

/// What stands before a ship's own name.
const SHIPS: &[&str] = &[
    "fv", "hmas", "hmcs", "hmnzs", "hms", "hnlms", "ins", "mt", "mts", "mv", "rfa", "rms", "rrs", "rv",
    "sms", "ss", "usat", "usav", "uscgc", "usns", "uss",
];

/// What kinds of ships there are, in words: "frigate Petrel", "Indian Naval Ship Petrel".
const VESSELS: &[&str] = &[
    "boat",
    "carrier",
    "cruiser",
    "cutter",
    "destroyer",
    "ferry",
    "freighter",
    "frigate",
    "ship",
    "submarine",
    "tanker",
    "trawler",
    "tug",
    "vessel",
    "warship",
    "yacht",
];

/// A ship's name, and what stands before it.
fn ship(folded: &str) -> Option<(&str, &str)> {
    let (first, name) = folded.split_once(' ')?;
    if SHIPS.contains(&first) && name.len() > 3 {
        return Some((first, name));
    }
    let (kind, name) = VESSELS.iter().find_map(|kind| {
        let at = folded.find(&format!("{kind} "))?;
        if folded.get(..at).is_some_and(|before| !before.is_empty() && !before.ends_with(' ')) {
            return None;
        }
        Some((folded.get(..at + kind.len())?, folded.get(at + kind.len() + 1..)?))
    })?;
    (name.len() > 3 && name.split(' ').count() <= 2).then_some((kind, name))
}

/// Whether two names of ships can be one ship's by what stands before them: "INS" is "Indian Naval Ship", and "HMS"
/// is no "USS". A kind of ship in words fits every letters.
pub(super) fn same_ship(a: &str, b: &str) -> bool {
    let (Some((x, _)), Some((y, _))) = (ship(a), ship(b)) else { return false };
    let letters = |words: &str| words.split(' ').filter_map(|word| word.chars().next()).collect::<String>();
    let kind = |words: &str| !words.contains(' ') && VESSELS.contains(&words);
    x == y || letters(x) == y || letters(y) == x || kind(x) != kind(y)
}

/// Whether two names say where a body is, and one says it more fully: "Selmar Clinic in Ardin", "… in Ardin, Drovna".
pub(super) fn same_place(a: &str, b: &str) -> bool {
    let (Some((_, a)), Some((_, b))) = (a.split_once(" in "), b.split_once(" in ")) else { return false };
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (begins, ends) = (long.strip_prefix(short), long.strip_suffix(short));
    begins.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        || ends.is_some_and(|rest| rest.ends_with(' '))
}

/// Whether one name has all words of the other in their order, with others in between: "Selmar Treatment Centre", "Selmar
/// Centre".
pub(super) fn nested(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut words = long.split(' ');
    short.split(' ').all(|word| words.any(|other| other == word))
}

/// A body's name without where it is ("in Drovna") and without words like "Centre" at its end; two words
/// are left at least.
fn without_tail(folded: &str) -> String {
    if let Some((_, name)) = ship(folded) {
        return spelling(name);
    }
    let mut name = folded;
    if let Some((head, _)) = folded.split_once(" in ")
        && head.contains(' ')
    {
        name = head;
    }
    while let Some((head, last)) = name.rsplit_once(' ') {
        if !TAILS.contains(&last) || !head.contains(' ') {
            break;
        }
        name = head;
    }
    spelling(name)
}

/// The words of an office of state whatever their order, countries by their ids: the same for "Turkish Foreign
/// Ministry" and "Foreign Ministry of Türkiye". `None` for every other name.
fn body(folded: &str) -> Option<String> {
    let words: Vec<&str> = folded.split(' ').filter(|word| !SMALL.contains(word)).collect();
    if !(2..=6).contains(&words.len()) || !words.iter().any(|word| BODIES.contains(word)) {
        return None;
    }
    let table = Gazetteer::get();
    let mut keys: Vec<String> = words
        .iter()
        .map(|word| {
            let mut capital = word.chars();
            let written: String =
                capital.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(capital).collect();
            let known = table.adjective(&written).or_else(|| table.named_folded(word, &written));
            known.map_or_else(|| word_key(word), |known| format!("={}", known.id))
        })
        .collect();
    // What the ministry is for, and "affairs" of that, are one.
    if keys.len() > 2 {
        keys.retain(|key| key != "afair");
    }
    keys.sort_unstable();
    keys.dedup();
    (keys.len() > 1).then(|| keys.join(" "))
}

/// A word of an office's name whatever its spelling and number.
pub(super) fn word_key(word: &str) -> String {
    let singular = word.strip_suffix('s').filter(|base| base.len() > 3 && !base.ends_with('s'));
    british(&skeleton(singular.unwrap_or(word)))
}

/// First letters of the words of a long name: `nato`; with small words, and with the article, when that makes
/// other letters.
pub(super) fn initials(folded: &str) -> Vec<String> {
    let letters = |words: &mut dyn Iterator<Item = &str>| -> String {
        words.filter_map(|word| word.chars().next()).collect()
    };
    let plain = letters(&mut folded.split(' ').filter(|word| !SMALL.contains(word)));
    let mut out = vec![format!("t{plain}"), letters(&mut folded.split(' ')), plain];
    // "UN High Commissioner for Refugees": UNHCR.
    if let Some((first @ ("un" | "us" | "uk" | "eu"), rest)) = folded.split_once(' ') {
        out.push(first.to_owned() + &letters(&mut rest.split(' ').filter(|word| !SMALL.contains(word))));
    }
    out.retain(|letters| (3..=7).contains(&letters.len()));
    out.sort_unstable();
    out.dedup();
    if folded.contains(' ') { out } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cores() {
        assert_eq!(core("kelsund rovers 21 13"), "kelsund rovers");
        assert_eq!(core("ana sorel saturday"), "ana sorel");
        for whole in ["boeing 737", "friday", "21 13", "ardin 2", ""] {
            assert_eq!(core(whole), whole);
        }
    }

    #[test]
    fn tails_and_places() {
        let same = |a: &str, b: &str| without_tail(a) == without_tail(b);
        assert!(
            same("selmar health centre", "selmar health")
                && same("selmar health clinic in ardin", "selmar health")
        );
        assert!(!same("selmar clinic", "selmar hospital"));
        assert_eq!(spelling("house of harbours and tides"), spelling("houses of harbour and tide"));
    }

    #[test]
    fn where_a_body_is() {
        let of = |a: &str, b: &str| same_place(a, b) && same_place(b, a);
        assert!(of("tide unit in ardin", "tide unit in ardin drovna"));
        assert!(of("tide hall in drovna", "tide hall in ardin drovna"));
        assert!(!of("tide unit in ardin", "tide unit in ardino") && !of("tide unit in ardin", "tide unit"));
        assert!(!of("tide unit in ardin", "tide unit in selmar"));
    }

    #[test]
    fn words_between() {
        assert!(nested("orlo treatment centre", "orlo centre") && nested("orlo", "orlo centre"));
        assert!(!nested("orlo hospital", "orlo foundation") && !nested("centre orlo", "orlo old centre"));
    }

    #[test]
    fn ships() {
        assert_eq!(without_tail("mv northern gull"), without_tail("northern gull"));
        assert_eq!(without_tail("hms petrel"), spelling("petrel"));
        assert_eq!(without_tail("selmarian naval ship petrel"), spelling("petrel"));
        assert_ne!(without_tail("harbour petrel"), spelling("petrel"));
        assert!(same_ship("ins petrel", "indian naval ship petrel"));
        assert!(same_ship("frigate petrel", "hms petrel") && !same_ship("hms petrel", "uss petrel"));
        for other in ["township hall", "flagship store", "leadership council", "ship"] {
            assert_eq!(ship(other), None, "{other}");
        }
    }

    #[test]
    fn offices_in_any_order() {
        for (a, b) in [
            ("ministry of maritime affairs", "maritime ministry"),
            ("turkish foreign ministry", "foreign ministry of turkiye"),
            ("ministry of foreign affairs", "foreign ministry"),
            ("department of health", "health department"),
        ] {
            assert_eq!(body(a), body(b), "{a}, {b}");
        }
        assert_ne!(body("turkish foreign ministry"), body("foreign ministry of greece"));
        assert_eq!(body("university of kelsund"), None);
        assert_eq!(body("ministry"), None);
    }

    #[test]
    fn first_letters() {
        assert!(initials("north sea treaty organisation").contains(&"nsto".to_owned()));
        assert!(initials("bank of kelsund").contains(&"bok".to_owned()));
        assert!(initials("kelsund").is_empty());
    }
}
