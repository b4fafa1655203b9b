use crate::EntityType;

/// Head words of laws and treaties.
const LAWS: [&str; 24] = [
    "accord",
    "accords",
    "act",
    "agreement",
    "agreements",
    "amendment",
    "bill",
    "charter",
    "code",
    "constitution",
    "convention",
    "conventions",
    "decree",
    "directive",
    "law",
    "laws",
    "ordinance",
    "pact",
    "protocol",
    "protocols",
    "regulation",
    "resolution",
    "statute",
    "treaty",
];
/// Head words of events.
const EVENTS: [&str; 30] = [
    "anniversary",
    "awards",
    "biennale",
    "championship",
    "championships",
    "christmas",
    "conference",
    "congress",
    "crisis",
    "cup",
    "day",
    "easter",
    "election",
    "elections",
    "expo",
    "fair",
    "festival",
    "forum",
    "games",
    "marathon",
    "olympics",
    "ramadan",
    "referendum",
    "regatta",
    "revolution",
    "summit",
    "tournament",
    "uprising",
    "war",
    "wars",
];
/// Words that begin the name of an event.
const STORMS: [&str; 6] = ["cyclone", "hurricane", "operation", "storm", "typhoon", "eid"];
/// Head words of what is built.
const BUILT: [&str; 16] = [
    "airport",
    "arena",
    "barracks",
    "bridge",
    "cathedral",
    "dam",
    "highway",
    "lighthouse",
    "motorway",
    "palace",
    "prison",
    "railway",
    "stadium",
    "terminal",
    "tower",
    "tunnel",
];

/// A finer kind by the head of a name: the tagger's data call laws, events and weapons alike, and places
/// whatever stands somewhere. What it took for a person, an organisation or a group stays that.
#[must_use]
pub fn finer_kind(kind: EntityType, name: &str) -> EntityType {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let head = head(&words);
    let is = |list: &[&str]| list.contains(&head);
    match kind {
        EntityType::Location if words.len() > 1 && is(&BUILT) => EntityType::Facility,
        EntityType::Misc if is(&LAWS) => EntityType::Law,
        EntityType::Misc if is(&EVENTS) => EntityType::Event,
        EntityType::Misc
            if words.len() > 1 && words.first().is_some_and(|w| STORMS.contains(&w.as_str())) =>
        {
            EntityType::Event
        }
        EntityType::Misc if name.split_whitespace().any(is_designation) => EntityType::Product,
        _ => kind,
    }
}

/// The word that a name is about: the last before "of", or else the last that is no number.
fn head(words: &[String]) -> &str {
    let of = words.iter().position(|w| matches!(w.as_str(), "of" | "on" | "for" | "against"));
    let words = words.get(..of.filter(|at| *at > 0).unwrap_or(words.len())).unwrap_or(&[]);
    let number = |w: &str| {
        w.chars().all(|c| c.is_ascii_digit() || "-–/.".contains(c)) || w.chars().all(|c| "ivx".contains(c))
    };
    words.iter().rev().find(|w| !number(w)).map_or("", String::as_str)
}

/// Whether a word names a pattern of machine: one to three letters, a hyphen, digits, as in "B-52".
fn is_designation(word: &str) -> bool {
    let Some((letters, digits)) = word.split_once('-') else { return false };
    let digits = digits.trim_end_matches(char::is_alphabetic);
    (1..=3).contains(&letters.len())
        && letters.starts_with(|c: char| c.is_ascii_uppercase())
        && letters.chars().all(|c| c.is_ascii_alphabetic())
        && !letters.eq_ignore_ascii_case("cop")
        && (1..=4).contains(&digits.len())
        && digits.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_their_heads() {
        for (kind, name, wanted) in [
            (EntityType::Misc, "Treaty of Orva", EntityType::Law),
            (EntityType::Misc, "Harbour Dues Act 1988", EntityType::Law),
            (EntityType::Misc, "Resolution 3104", EntityType::Law),
            (EntityType::Misc, "Ferry Owners Cup 2021", EntityType::Event),
            (EntityType::Misc, "Second Strait War", EntityType::Event),
            (EntityType::Misc, "War of the Lighthouses", EntityType::Event),
            (EntityType::Misc, "Strait War II", EntityType::Event),
            (EntityType::Misc, "Hurricane Odile", EntityType::Event),
            (EntityType::Misc, "KV-91", EntityType::Product),
            (EntityType::Misc, "The Ferryman’s Diary", EntityType::Misc),
            (EntityType::Misc, "COP-31", EntityType::Misc),
            (EntityType::Location, "Harrow Bridge", EntityType::Facility),
            (EntityType::Location, "Bridge", EntityType::Location),
            (EntityType::Organization, "Orva Games", EntityType::Organization),
            (EntityType::Person, "Ana Law", EntityType::Person),
        ] {
            assert_eq!(finer_kind(kind, name), wanted, "{name}");
        }
        for odd in ["", "of", "-", "é-1", "1-"] {
            assert_eq!(finer_kind(EntityType::Misc, odd), EntityType::Misc, "{odd}");
        }
    }
}
