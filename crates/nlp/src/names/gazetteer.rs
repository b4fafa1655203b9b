use super::fold::fold;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// What a known name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KnownKind {
    /// A country or territory.
    Country,
    /// A capital, or a city with an old or foreign name.
    City,
    /// An international body, agency or armed group.
    Body,
}

/// Something whose names are known beforehand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Short, stable, readable: `turkey`, `kyiv`, `nato`.
    pub id: &'static str,
    /// Country, city or body.
    pub kind: KnownKind,
    /// The name to show when a text gives no reason for another.
    pub name: &'static str,
    /// For a city: the id of its country; empty when unknown.
    pub country: &'static str,
}

/// Countries with their long, local and former names, demonyms and capitals, cities with old and
/// new names, well-known bodies with their acronyms (World Factbook, CC0, and a list of our own).
#[derive(Debug)]
pub struct Gazetteer {
    known: Vec<Known>,
    /// Folded name → (number in `known`, whether only capitals spell it).
    names: FxHashMap<String, (u32, bool)>,
    adjectives: FxHashMap<String, u32>,
}

static TABLE: &str = include_str!("../../data/known-names.tsv");

impl Gazetteer {
    /// The table, read at its first use.
    pub fn get() -> &'static Self {
        static READ: OnceLock<Gazetteer> = OnceLock::new();
        READ.get_or_init(|| Self::parse(TABLE))
    }

    fn parse(table: &'static str) -> Self {
        let mut out =
            Self { known: Vec::new(), names: FxHashMap::default(), adjectives: FxHashMap::default() };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let mut next = || fields.next().unwrap_or("");
            let (id, kind, name, names, adjectives, country) =
                (next(), next(), next(), next(), next(), next());
            let kind = match kind {
                "country" => KnownKind::Country,
                "city" => KnownKind::City,
                _ => KnownKind::Body,
            };
            let number = out.known.len() as u32;
            out.known.push(Known { id, kind, name, country });
            for alias in names.split(';').chain([name]).filter(|alias| !alias.is_empty()) {
                let capitals = alias.chars().count() <= 5 && !alias.chars().any(char::is_lowercase);
                // A country keeps a name that a city or body also has.
                let rank = |kind: KnownKind| kind as u8;
                let place = out.names.entry(fold(alias)).or_insert((number, capitals));
                let holder = out.known.get(place.0 as usize).map_or(u8::MAX, |k| rank(k.kind));
                if rank(kind) < holder {
                    *place = (number, capitals);
                }
            }
            for adjective in adjectives.split(';').filter(|adjective| adjective.len() > 1) {
                out.adjectives.entry(fold(adjective)).or_insert(number);
            }
        }
        out
    }

    /// What a name as written in a text stands for. Acronyms count only in capitals: `WHO`, not `who`.
    #[must_use]
    pub fn named(&self, written: &str) -> Option<&Known> {
        self.named_folded(&fold(written), written)
    }

    /// [`Self::named`] for a name that is folded already.
    #[must_use]
    pub fn named_folded(&self, folded: &str, written: &str) -> Option<&Known> {
        let &(number, capitals) = self.names.get(folded)?;
        let bare = written.trim_start_matches("the ").trim_end_matches(['s', '\'', '’']);
        if capitals && bare.chars().any(char::is_lowercase) {
            return None;
        }
        self.known.get(number as usize)
    }

    /// The country of an adjective or demonym: `Turkish`, `Turks`.
    #[must_use]
    pub fn adjective(&self, written: &str) -> Option<&Known> {
        if !written.chars().next().is_some_and(char::is_uppercase) {
            return None;
        }
        self.known.get(*self.adjectives.get(&fold(written))? as usize)
    }

    /// The entry of an id.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&Known> {
        let at = self.known.binary_search_by(|known| known.id.cmp(id)).ok()?;
        self.known.get(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> Option<&'static str> {
        Gazetteer::get().named(name).map(|known| known.id)
    }

    #[test]
    fn names_and_acronyms() {
        for (name, expected) in [
            ("Türkiye", "turkey"),
            ("Turkiye's", "turkey"),
            ("Russian Federation", "russia"),
            ("Kiev", "kyiv"),
            ("the US", "united-states"),
            ("U.S.", "united-states"),
            ("Swaziland", "eswatini"),
            ("North Atlantic Treaty Organisation", "nato"),
        ] {
            assert_eq!(id(name), Some(expected), "{name}");
        }
        assert_eq!(id("us"), None);
        assert_eq!(id("who"), None);
        assert_eq!(id("Nowhereland"), None);
    }

    #[test]
    fn demonyms_and_capitals() {
        let table = Gazetteer::get();
        assert_eq!(table.adjective("Turkish").map(|k| k.id), Some("turkey"));
        assert_eq!(table.adjective("Ukrainians").map(|k| k.id), Some("ukraine"));
        assert_eq!(table.adjective("polish"), None);
        assert_eq!(table.by_id("kyiv").map(|k| k.country), Some("ukraine"));
        assert_eq!(table.by_id("ankara").map(|k| k.country), Some("turkey"));
    }
}
