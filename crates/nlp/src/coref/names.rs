//! Names to entities: spellings, short names, acronyms and known names of one article.

use super::entity::{Draft, Found, Named};
use super::gender::{self, Gender};
use super::spans::{OFFICES, parted, trim};
use super::text::Text;
use crate::names::{Gazetteer, KnownKind, Likeness, PersonName, consonants, fold, one_slip, skeleton};
use crate::{EntityType, MentionKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// A name with what is read off it.
struct Seen {
    range: Range<usize>,
    kind: EntityType,
    folded: String,
    person: PersonName,
    gender: Gender,
}

/// Groups the names of an article. `guessed` are names by their capitals alone: they make entities
/// that count only when a pronoun takes them up.
pub(super) fn group(text: Text<'_>, names: &[Named], guessed: &[Named]) -> Vec<Draft> {
    let mut drafts = joined(text, names);
    let known: FxHashSet<String> = drafts.iter().map(|d| fold(&d.name)).collect();
    let opening = |person: &PersonName| person.surname.chars().take(3).collect::<String>();
    let mut full: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (number, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.is_person()) {
        full.entry(opening(&draft.person)).or_default().push(number);
    }
    for mut draft in joined(text, guessed) {
        // "Water said", where one Waters is named in full.
        let near =
            full.get(&opening(&draft.person)).map_or(&[][..], Vec::as_slice).iter().take(SLIPS).copied();
        let mut slips = near.filter(|&n| drafts.get(n).is_some_and(|d| slipped(&d.person, &draft.person)));
        if let (Some(number), None) = (slips.next(), slips.next())
            && let Some(meant) = drafts.get_mut(number)
        {
            draft.mentions.into_iter().for_each(|mention| meant.insert(mention));
        } else if !known.contains(&fold(&draft.name)) {
            draft.guessed = true;
            drafts.push(draft);
        }
    }
    drafts
}

/// People of like surnames that a guessed name is compared with.
const SLIPS: usize = 16;

fn joined(text: Text<'_>, names: &[Named]) -> Vec<Draft> {
    let seen = read(text, names);
    let two = named_together(text, &seen);
    let mut order: Vec<usize> = (0..seen.len()).collect();
    // Full names first, so that short ones find them wherever they stand.
    order.sort_by_key(|&at| (std::cmp::Reverse(words_of(&seen, at)), at));
    let mut drafts: Vec<Draft> = Vec::new();
    let mut exact: FxHashMap<(bool, bool, String), usize> = FxHashMap::default();
    let mut index = Index::default();
    // Names repeat: what they are found by is worked out once.
    let mut keys: FxHashMap<(EntityType, &str), Vec<String>> = FxHashMap::default();
    for at in order {
        let Some(name) = seen.get(at) else { continue };
        let class = (name.kind == EntityType::Person, name.kind == EntityType::Group, name.folded.clone());
        let short = name.kind == EntityType::Person && name.person.is_short();
        let known = exact.get(&class).copied().filter(|_| !short);
        let written = text.words(&name.range);
        let home = known.or_else(|| {
            let keys = keys.entry((name.kind, written)).or_insert_with(|| Index::keys(name));
            let mut candidates = index.candidates(keys);
            candidates.retain(|number| {
                drafts.get(*number).is_none_or(|draft| !two.contains(&pair(&fold(&draft.name), &name.folded)))
            });
            home(&drafts, &candidates, name)
        });
        let number = home.unwrap_or(drafts.len());
        if home.is_none() {
            drafts.push(Draft {
                kind: name.kind,
                name: written.to_owned(),
                person: name.person.clone(),
                gender: Gender::Unknown,
                roles: Vec::new(),
                mentions: Vec::new(),
                known: known_id(name),
                guessed: false,
                described: None,
                personal: false,
            });
            index.enter(keys.get(&(name.kind, written)).map_or(&[], Vec::as_slice), number);
        }
        exact.entry(class).or_insert(number);
        if let (Some(draft), Some(span)) = (drafts.get_mut(number), text.span(&name.range)) {
            draft.gender = draft.gender.or(name.gender);
            draft.insert(Found { range: name.range.clone(), span, kind: MentionKind::Name });
        }
    }
    for draft in &mut drafts {
        draft.gender = draft.gender.or(given_gender(draft));
    }
    drafts
}

/// Full names that stand side by side ("Anna Sorel and Hanna Sorel"): two people, however alike.
fn named_together(text: Text<'_>, seen: &[Seen]) -> FxHashSet<(String, String)> {
    let full = |name: &Seen| name.kind == EntityType::Person && !name.person.is_short();
    let beside = |a: &Seen, b: &Seen| {
        let between = a.range.end..b.range.start;
        between.len() == 1 && text.is(between.start, &["and", "or", "&", ","])
    };
    let pairs = seen.windows(2).filter_map(|names| match names {
        [a, b] if full(a) && full(b) && a.folded != b.folded && beside(a, b) => {
            Some(pair(&a.folded, &b.folded))
        }
        _ => None,
    });
    pairs.collect()
}

fn pair(a: &str, b: &str) -> (String, String) {
    (a.min(b).to_owned(), a.max(b).to_owned())
}

fn words_of(seen: &[Seen], at: usize) -> usize {
    seen.get(at).map_or(0, |name| name.folded.split(' ').count())
}

fn given_gender(draft: &Draft) -> Gender {
    match (draft.is_person(), draft.person.given.first()) {
        (true, Some(given)) => gender::of_given_name(given),
        // A lone name may be a given name or a surname: "Madison"; only a given name tells.
        (true, None) => gender::of_given_name(&draft.person.surname),
        _ => Gender::Unknown,
    }
}

fn known_id(name: &Seen) -> Option<&'static str> {
    let table = Gazetteer::get();
    match name.kind {
        EntityType::Person | EntityType::Date | EntityType::Money => None,
        EntityType::Group => table.adjective(&capitalised(&name.folded)).map(|k| k.id),
        _ => table.named_folded(&name.folded, &name.folded.to_uppercase()).map(|k| k.id),
    }
}

fn capitalised(folded: &str) -> String {
    let mut letters = folded.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn read(text: Text<'_>, names: &[Named]) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    let mut known: FxHashMap<&str, (String, PersonName)> = FxHashMap::default();
    let names = parted(text, names);
    for named in names.iter() {
        let whole = text.range(named.span);
        let range = trim(text, whole.clone(), named.kind);
        let written = text.words(&range);
        let (folded, person) =
            known.entry(written).or_insert_with(|| (fold(written), PersonName::new(written))).clone();
        // "Communications Director" is an office, "(L)" points into a picture.
        let office = named.kind == EntityType::Person && text.is(range.end.saturating_sub(1), OFFICES);
        if folded.is_empty() || office || named.kind == EntityType::Person && folded.chars().count() == 1 {
            continue;
        }
        let title = whole.start.saturating_sub(3).max(text.sentence_of(whole.start).start)..range.start;
        let gender = title.rev().map(|at| gender::of_word(text.get(at))).find(|g| *g != Gender::Unknown);
        let near = gender::of_word(text.get(range.start.wrapping_sub(1)));
        let gender = if near == Gender::Unknown && whole.start == range.start {
            Gender::Unknown
        } else {
            gender.unwrap_or(near)
        };
        seen.push(Seen { person, range, kind: named.kind, folded, gender });
    }
    one_kind_each(text, &mut seen);
    seen
}

/// A recogniser may see one name in two ways; the article's majority decides. A lone word that is
/// the surname of somebody in the article is that person, unless it is a country or town.
fn one_kind_each(text: Text<'_>, seen: &mut [Seen]) {
    let mut votes: FxHashMap<String, [u32; EntityType::ALL.len()]> = FxHashMap::default();
    for name in seen.iter() {
        if let Some(count) = votes.entry(name.folded.clone()).or_default().get_mut(name.kind as usize) {
            *count += 1;
        }
    }
    let surnames: FxHashSet<String> = seen
        .iter()
        .filter(|name| name.kind == EntityType::Person && !name.person.is_short())
        .flat_map(|name| name.person.given.iter().chain([&name.person.surname]).cloned())
        .collect();
    for name in seen.iter_mut() {
        if let Some(counts) = votes.get(&name.folded) {
            let best = EntityType::ALL
                .into_iter()
                .zip(counts)
                .max_by_key(|&(kind, count)| (*count, kind == name.kind, std::cmp::Reverse(kind)));
            if let Some((kind, _)) = best {
                name.kind = kind;
            }
        }
    }
    // "Andy Sorel" the organisation is a person where Sorel is one; "Skeldhav" the person is the
    // company where "Skeldhav Holdings" is named.
    let lone: FxHashSet<String> = seen
        .iter()
        .filter(|name| name.kind == EntityType::Person && name.person.is_short())
        .map(|name| name.folded.clone())
        .collect();
    let lone: FxHashSet<String> = lone.into_iter().chain(called_by_surname(text, seen)).collect();
    let firms: FxHashSet<String> = seen
        .iter()
        .filter(|name| name.kind == EntityType::Organization)
        .filter_map(|name| {
            let (first, rest) = name.folded.split_once(' ')?;
            rest.split(' ').all(|w| FIRM.contains(&w)).then(|| first.to_owned())
        })
        .collect();
    // A firm that has its founder's name: "Skarholm, which builds ferries", "Skarholm shares".
    let things =
        seen.iter().filter(|name| name.kind == EntityType::Organization && !name.folded.contains(' '));
    let firm_words: FxHashSet<String> =
        things.filter(|name| is_of_a_firm(text, &name.range)).map(|name| name.folded.clone()).collect();
    for name in seen.iter_mut() {
        let words: Vec<&str> = name.folded.split(' ').collect();
        let given = || words.first().is_some_and(|w| gender::is_given_name(w));
        let thing = matches!(name.kind, EntityType::Location | EntityType::Organization | EntityType::Misc);
        let full =
            || matches!(words.len(), 2 | 3) && words.last().is_some_and(|w| lone.contains(*w)) && given();
        if thing && known_id(name).is_none() && (lone.contains(&name.folded) || full()) {
            name.kind = EntityType::Person;
        } else if name.kind == EntityType::Person
            && name.person.is_short()
            && firms.contains(&name.folded)
            && !surnames.contains(&name.folded)
        {
            name.kind = EntityType::Organization;
        }
        let place = Gazetteer::get().named_folded(&name.folded, &name.folded.to_uppercase());
        let on_the_map = place.is_some_and(|known| known.kind != KnownKind::Body);
        let country = place.is_some_and(|known| known.kind == KnownKind::Country);
        let body = place.is_some_and(|known| known.kind == KnownKind::Body);
        let thing = matches!(name.kind, EntityType::Location | EntityType::Organization | EntityType::Misc);
        // "Sorels" are many, "Sorel" is one.
        let one = name.kind == EntityType::Group && !name.folded.ends_with('s') && known_id(name).is_none();
        if (thing || one)
            && place.is_none()
            && surnames.contains(&name.folded)
            && !firm_words.contains(&name.folded)
        {
            name.kind = EntityType::Person;
        } else if name.kind == EntityType::Person && on_the_map && !surnames.contains(&name.folded) {
            name.kind = EntityType::Location;
        } else if name.kind == EntityType::Person && body && !surnames.contains(&name.folded) {
            name.kind = EntityType::Organization;
        } else if country && matches!(name.kind, EntityType::Organization | EntityType::Misc) {
            name.kind = EntityType::Location;
        }
    }
}

/// Last words of names like "Andy Sorel" that stand alone time and again, and seldom as places and firms do: whatever a
/// recogniser takes both for, they are somebody's.
fn called_by_surname(text: Text<'_>, seen: &[Seen]) -> Vec<String> {
    const PLACED: &[&str] =
        &["in", "at", "near", "the", "from", "across", "around", "outside", "inside", "into"];
    let mut alone: FxHashMap<&str, (u32, u32)> = FxHashMap::default();
    for name in seen.iter().filter(|name| !name.folded.contains(' ')) {
        let (times, placed) = alone.entry(&name.folded).or_default();
        *times += 1;
        let before = name.range.start.checked_sub(1);
        let owns = text.is(name.range.end, &["'s", "’s"]);
        let there = !owns && before.is_some_and(|at| text.is(at, PLACED));
        *placed += u32::from(there || is_of_a_firm(text, &name.range));
    }
    let full = seen.iter().filter(|name| {
        matches!(name.kind, EntityType::Organization | EntityType::Location | EntityType::Misc)
            && known_id(name).is_none()
    });
    let last = full.filter_map(|name| {
        let (first, last) = name.folded.split_once(' ')?;
        let called = alone.get(last).is_some_and(|(times, placed)| *times > 2 && 4 * placed < *times);
        (called && last.len() > 3 && gender::is_given_name(first)).then(|| last.to_owned())
    });
    last.collect()
}

/// Whether the words after a name are said of firms and not of people.
fn is_of_a_firm(text: Text<'_>, range: &Range<usize>) -> bool {
    const OF_FIRMS: &[&str] =
        &["shares", "shareholders", "stock", "employees", "subsidiary", "headquarters", "products"];
    let comma = usize::from(text.get(range.end) == ",");
    let possessed = usize::from(text.is(range.end, &["'s", "’s"]));
    text.is(range.end + comma, &["which"]) || text.is(range.end + possessed, OF_FIRMS)
}

/// Entities by the words of their names, so that a name is compared with few of them.
#[derive(Default)]
struct Index(FxHashMap<String, Vec<usize>>);

impl Index {
    fn keys(name: &Seen) -> Vec<String> {
        let mut keys: Vec<String> = name.folded.split(' ').map(skeleton).collect();
        keys.push(format!("c {}", consonants(&name.person.surname)));
        let opening: String = name.person.surname.chars().take(3).collect();
        if name.kind == EntityType::Person && opening.len() >= 3 {
            keys.push(format!("3 {opening}"));
        }
        keys.extend(known_id(name).map(|id| format!("k {id}")));
        let letters: String = name
            .folded
            .split(' ')
            .filter(|w| !matches!(*w, "of" | "and" | "the" | "for" | "in"))
            .filter_map(|w| w.chars().next())
            .collect();
        if letters.len() > 1 {
            keys.push(skeleton(&letters));
        }
        if name.kind == EntityType::Group {
            keys.push(skeleton(name.folded.strip_suffix('s').unwrap_or(&name.folded)));
        }
        keys
    }

    fn enter(&mut self, keys: &[String], number: usize) {
        for key in keys {
            let list = self.0.entry(key.clone()).or_default();
            if list.last() != Some(&number) {
                list.push(number);
            }
        }
    }

    fn candidates(&self, keys: &[String]) -> Vec<usize> {
        let mut out: Vec<usize> = keys.iter().filter_map(|key| self.0.get(key)).flatten().copied().collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// The entity that a name belongs to; the nearest before it when several fit.
fn home(drafts: &[Draft], candidates: &[usize], name: &Seen) -> Option<usize> {
    let fits: Vec<(usize, u8)> =
        candidates.iter().filter_map(|&number| Some((number, fit(drafts.get(number)?, name)?))).collect();
    let best = fits.iter().map(|(_, fit)| *fit).max()?;
    let tied = || fits.iter().filter(|(_, fit)| *fit == best).map(|(number, _)| *number);
    if tied().count() == 1 {
        return tied().next();
    }
    // Full names that fit two people are ambiguous; a surname, like "the ministry", means whoever was named last.
    if name.kind == EntityType::Person && !name.person.is_short() {
        return None;
    }
    let last = |number: &usize| drafts.get(*number).and_then(|d| d.last_before(name.range.start));
    let distance = |number: &usize| last(number).map_or(usize::MAX, |m| name.range.start - m.range.start);
    // Who was called by the short name before keeps it, unless the other was named just now.
    let called = |number: &usize| {
        drafts.get(*number).is_some_and(|d| {
            let mut before = d.mentions.iter().take_while(|m| m.range.start < name.range.start);
            before.any(|m| m.range.len() == name.range.len())
        })
    };
    let near = |number: &usize| distance(number) < NEAR;
    tied().min_by_key(|number| (!(called(number) || near(number)), distance(number), *number))
}

/// Tokens within which a full name still claims a surname that two people share.
const NEAR: usize = 25;

/// How well a name fits an entity; `None` when it does not.
fn fit(draft: &Draft, name: &Seen) -> Option<u8> {
    let person = name.kind == EntityType::Person;
    if person != draft.is_person() || (name.kind == EntityType::Group) != (draft.kind == EntityType::Group) {
        return None;
    }
    if person {
        let given = given_gender(draft);
        if !name.gender.agrees(draft.gender.or(given)) {
            return None;
        }
        return match draft.person.likeness(&name.person) {
            Likeness::Same => Some(5),
            Likeness::Fits => Some(4),
            Likeness::Loose => Some(3),
            Likeness::Slip => Some(2),
            Likeness::Short if skeleton(&draft.person.surname) == skeleton(&name.person.surname) => Some(3),
            Likeness::Short => Some(2),
            Likeness::Different if slipped(&draft.person, &name.person) => Some(1),
            Likeness::Different | Likeness::Distant => None,
        };
    }
    let known = known_id(name);
    if let (Some(a), Some(b)) = (draft.known, known) {
        return (a == b).then_some(5);
    }
    if name.kind == EntityType::Group {
        let singular = |folded: &str| skeleton(folded.strip_suffix('s').unwrap_or(folded));
        return (singular(&fold(&draft.name)) == singular(&name.folded)).then_some(4);
    }
    let long = fold(&draft.name);
    if skeleton(&long) == skeleton(&name.folded) {
        return Some(4);
    }
    let body =
        |kind: EntityType| matches!(kind, EntityType::Organization | EntityType::Facility | EntityType::Misc);
    if known.is_some() || draft.known.is_some() || !body(name.kind) || !body(draft.kind) {
        return None;
    }
    short_of(&name.folded, &long).then_some(2)
}

/// Whether a surname alone is that of a full name but for a slip of the pen.
fn slipped(full: &PersonName, short: &PersonName) -> bool {
    let (a, b) = (&full.surname, &short.surname);
    !full.is_short() && short.is_short() && !full.family_first && a.len().min(b.len()) >= 5 && one_slip(a, b)
}

/// Words that end the names of companies and bodies and may be left out.
const FIRM: &[&str] = &[
    "group",
    "holdings",
    "holding",
    "bank",
    "airlines",
    "airways",
    "motors",
    "news",
    "agency",
    "inc",
    "corp",
    "corporation",
    "ltd",
    "limited",
    "co",
    "company",
    "plc",
    "llc",
    "international",
    "technologies",
    "systems",
    "energy",
    "industries",
    "party",
    "fc",
    "police",
];

/// Whether a name is a short form of a longer one of a body: its last or first words, or its initials.
fn short_of(short: &str, long: &str) -> bool {
    const GENERIC: &[&str] = &[
        "united",
        "national",
        "international",
        "new",
        "north",
        "south",
        "east",
        "west",
        "american",
        "british",
        "royal",
        "first",
        "state",
        "city",
        "house",
        "ministry",
        "department",
        "university",
        "world",
        "general",
    ];
    let (s, l): (Vec<&str>, Vec<&str>) = (short.split(' ').collect(), long.split(' ').collect());
    if s.len() >= l.len() {
        return false;
    }
    let initials: String = l
        .iter()
        .filter(|w| !matches!(**w, "of" | "and" | "the" | "for" | "in"))
        .filter_map(|w| w.chars().next())
        .collect();
    if s.len() == 1 && short.len() >= 2 && initials == short {
        return true;
    }
    let of = l.iter().position(|w| matches!(*w, "of" | "for" | "in"));
    let head = l.get(..of.unwrap_or(l.len())).unwrap_or(&l);
    let generic = s.iter().all(|w| GENERIC.contains(w));
    // "Skeldhav" for "Skeldhav Holdings", but not "Kelsund" for "Kelsund Harbour Festival".
    let firm = l.get(s.len()..).unwrap_or(&[]).iter().all(|w| FIRM.contains(w));
    !generic && (head.ends_with(&s) || l.starts_with(&s) && firm)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_of_bodies() {
        for (short, long, expected) in [
            ("board", "drovna water board", true),
            ("dwb", "drovna water board", true),
            ("kelsund", "kelsund rovers", false),
            ("skeldhav", "skeldhav holdings", true),
            ("rovers", "kelsund rovers of ardin", true),
            ("ardin", "kelsund rovers of ardin", false),
            ("national", "national bank", false),
            ("national bank", "national bank", false),
        ] {
            assert_eq!(short_of(short, long), expected, "{short} / {long}");
        }
    }
}
