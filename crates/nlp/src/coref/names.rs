//! Names to entities: spellings, short names, acronyms and known names of one article.

use super::entity::{Draft, Found, Named};
use super::gender::{self, Gender};
use super::kinds;
use super::spans::{OFFICES, parted, rejoined, trim};
use super::text::Text;
use crate::names::{Gazetteer, Likeness, PersonName, consonants, fold, one_slip, skeleton};
use crate::{EntityType, MentionKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;
use std::rc::Rc;

/// A name with what is read off it.
pub(super) struct Seen {
    pub range: Range<usize>,
    pub kind: EntityType,
    /// Shared by all places of a name.
    pub folded: Rc<str>,
    pub person: Rc<PersonName>,
    pub gender: Gender,
    /// The office or word of age before it: "senator", "younger"; empty for most.
    pub title: String,
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
    order.sort_by_cached_key(|&at| (std::cmp::Reverse(words_of(&seen, at)), at));
    let mut drafts: Vec<Draft> = Vec::new();
    let mut exact: FxHashMap<(bool, bool, Rc<str>), usize> = FxHashMap::default();
    let mut index = Index::default();
    let mut bearers: Vec<Bearer> = Vec::new();
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
            home(&drafts, &bearers, &candidates, name)
        });
        let number = home.unwrap_or(drafts.len());
        if home.is_none() {
            drafts.push(Draft {
                kind: name.kind,
                name: written.to_owned(),
                person: PersonName::clone(&name.person),
                gender: Gender::Unknown,
                roles: Vec::new(),
                mentions: Vec::new(),
                known: known_id(name),
                guessed: false,
                described: None,
                personal: false,
            });
            index.enter(keys.get(&(name.kind, written)).map_or(&[], Vec::as_slice), number);
            bearers.push(Bearer { titles: Vec::new(), age: age_after(text, name.range.end) });
        }
        if let Some(bearer) =
            bearers.get_mut(number).filter(|b| !name.title.is_empty() && b.titles.len() < TITLES)
        {
            bearer.titles.push(name.title.clone());
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

/// What tells people of one surname apart, besides their names.
struct Bearer {
    /// Offices before their names.
    titles: Vec<String>,
    /// "Leo Marchetti, 70".
    age: Option<u32>,
}

/// Titles that are kept of one bearer.
const TITLES: usize = 4;

/// The age behind a name: ", 70,".
fn age_after(text: Text<'_>, end: usize) -> Option<u32> {
    let age = text.get(end + 1).parse().ok().filter(|_| text.is(end, &[",", "("]));
    age.filter(|age| (1..120).contains(age))
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

pub(super) fn known_id(name: &Seen) -> Option<&'static str> {
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
    let mut known: FxHashMap<&str, (Rc<str>, Rc<PersonName>)> = FxHashMap::default();
    let names = rejoined(text, names);
    let names = parted(text, &names);
    for named in names.iter() {
        let whole = text.range(named.span);
        let mut range = trim(text, whole.clone(), named.kind);
        let mut kind = named.kind;
        // "Carmaker Dorn recalled": what it makes is no part of its name.
        if range.len() > 1 && kinds::is_maker(&text.lower(range.start)) {
            range.start += 1;
            kind = EntityType::Organization;
        }
        if kind == EntityType::Person && range.len() > 1 && text.is(range.end - 1, kinds::NEVER_SURNAMES) {
            kind = EntityType::Organization;
        }
        let written = text.words(&range);
        let new = || (fold(written).into(), PersonName::new(written).into());
        let (folded, person) = known.entry(written).or_insert_with(new).clone();
        // "Communications Director" is an office, "(L)" points into a picture.
        let office = kind == EntityType::Person && text.is(range.end.saturating_sub(1), OFFICES);
        if folded.is_empty() || office || kind == EntityType::Person && folded.chars().count() == 1 {
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
        let title = match range.start.checked_sub(1) {
            Some(before) if kind == EntityType::Person => title_word(&text.lower(before)),
            _ => String::new(),
        };
        seen.push(Seen { person, range, kind, folded, gender, title });
    }
    kinds::settle(text, &mut seen);
    seen
}

/// The word before a name, where it is an office or tells old from young.
fn title_word(lower: &str) -> String {
    let word = lower.trim_end_matches('.');
    let word = match word {
        "sen" => "senator",
        "gov" => "governor",
        "rep" => "representative",
        "cllr" => "councillor",
        word => word,
    };
    let tells = super::offices::is_head(word) || matches!(word, "younger" | "elder" | "older");
    if tells { word.to_owned() } else { String::new() }
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
fn home(drafts: &[Draft], bearers: &[Bearer], candidates: &[usize], name: &Seen) -> Option<usize> {
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
    let tied: Vec<usize> = tied().collect();
    if let Some(number) = by_title(drafts, bearers, &tied, name) {
        return Some(number);
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
    tied.into_iter().min_by_key(|number| (!(called(number) || near(number)), distance(number), *number))
}

/// Who of several people of one surname "Senator Kane" or "the younger Haskin" is, where that tells.
fn by_title(drafts: &[Draft], bearers: &[Bearer], tied: &[usize], name: &Seen) -> Option<usize> {
    if name.title.is_empty() {
        return None;
    }
    let young = match name.title.as_str() {
        "younger" => Some(true),
        "elder" | "older" => Some(false),
        _ => None,
    };
    let Some(young) = young else {
        let mut titled = tied
            .iter()
            .filter(|number| bearers.get(**number).is_some_and(|bearer| bearer.titles.contains(&name.title)));
        return titled.next().copied().filter(|_| titled.next().is_none());
    };
    let generation = |number: &usize| drafts.get(*number).map_or("", |draft| draft.person.generation);
    let age = |number: &usize| bearers.get(*number).and_then(|bearer| bearer.age);
    let [a, b] = *tied else { return None };
    // Of two, one is called junior or senior, or both ages are given.
    let a_is_younger = match (generation(&a), generation(&b), age(&a), age(&b)) {
        ("jr" | "ii" | "iii", "" | "sr", ..) | ("", "sr", ..) => true,
        ("" | "sr", "jr" | "ii" | "iii", ..) | ("sr", "", ..) => false,
        (_, _, Some(x), Some(y)) if x != y => x < y,
        _ => return None,
    };
    Some(if a_is_younger == young { a } else { b })
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
    let firm = l.get(s.len()..).unwrap_or(&[]).iter().all(|w| kinds::FIRM.contains(w));
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
