//! Descriptions: "the minister", "Turkey's top diplomat", "the alliance".

use super::entity::{Draft, Found};
use super::gender::{self, Gender};
use super::roles::{Determiner, Phrase, Role, phrase_at};
use super::text::Text;
use crate::names::{Gazetteer, KnownKind, PersonName, fold};
use crate::{EntityType, MentionKind};
use std::ops::Range;

/// Gives each description to the entity that it describes. One that fits nobody becomes an entity
/// without a name, which later descriptions and pronouns can take up.
pub(super) fn resolve(text: Text<'_>, drafts: &mut Vec<Draft>, used: &[Range<usize>]) {
    let mut taken: Vec<Range<usize>> = used.to_vec();
    taken.extend(drafts.iter().flat_map(|draft| draft.mentions.iter().map(|m| m.range.clone())));
    taken.sort_by_key(|range| range.start);
    let mut reach = 0;
    let mut next = 0;
    for token in 0..text.tokens.len() {
        while let Some(range) = taken.get(next).filter(|range| range.start <= token) {
            reach = reach.max(range.end);
            next += 1;
        }
        if token < reach {
            continue;
        }
        if let Some(range) = anaphor(text, token) {
            if let Some(number) = just_named(text, drafts, &range) {
                attach(text, drafts, number, range);
            }
        } else if let Some(phrase) = phrase_at(text, token) {
            person(text, drafts, &phrase);
        } else if let Some((range, number)) = body(text, drafts, token) {
            attach(text, drafts, number, range);
        }
    }
}

/// "The 31-year-old", "the Italian": somebody who was named just before.
fn anaphor(text: Text<'_>, token: usize) -> Option<Range<usize>> {
    if !text.is(token, &["the"]) {
        return None;
    }
    let aged = || {
        let age = text.get(token + 1);
        age.starts_with(|c: char| c.is_ascii_digit()).then_some(())?;
        (token + 1..token + 6).find(|at| text.lower(*at).ends_with("old")).map(|old| token..old + 1)
    };
    // "The British", "the Swiss" may be a people; "the Italian" is one.
    let native = || {
        let word = text.get(token + 1);
        let one =
            word.ends_with("an") && text.capital(token + 1) && Gazetteer::get().adjective(word).is_some();
        one.then_some(token..token + 2)
    };
    let range = aged().or_else(native)?;
    let alone = text.verb(range.end) || text.is(range.end, &[",", ".", "'s", "’s", ";", "and", "also"]);
    alone.then_some(range)
}

/// The one person whom the last sentence that names anybody names, of this sentence and the two before.
fn just_named(text: Text<'_>, drafts: &[Draft], range: &Range<usize>) -> Option<usize> {
    const BACK: usize = 2;
    let here = text.sentence(range.start);
    let named = drafts.iter().enumerate().filter(|(_, draft)| draft.is_person() && !draft.name.is_empty());
    let mut last: Vec<(usize, usize)> = named
        .filter_map(|(number, draft)| {
            Some((text.sentence(draft.last_before(range.start)?.range.start), number))
        })
        .collect();
    last.sort_unstable();
    match last.as_slice() {
        [.., (before, _), (at, _)] if before == at => None,
        [.., (at, number)] if at + BACK >= here => Some(*number),
        _ => None,
    }
}

fn attach(text: Text<'_>, drafts: &mut [Draft], number: usize, range: Range<usize>) {
    if let (Some(span), Some(draft)) = (text.span(&range), drafts.get_mut(number)) {
        draft.insert(Found { range, span, kind: MentionKind::Nominal });
    }
}

fn person(text: Text<'_>, drafts: &mut Vec<Draft>, phrase: &Phrase) {
    let start = phrase.range.start;
    // "is a teacher", "as chairman": said of somebody, not somebody.
    let predicate = start > 0
        && text.is(start - 1, &["is", "was", "as", "became", "become", "be", "been", "being", "named"]);
    if predicate || phrase.determiner == Determiner::None && phrase.role.country.is_none() {
        return;
    }
    let gender = gender::of_word(&phrase.role.head);
    match described(text, drafts, phrase, gender) {
        Described::One(number) => {
            attach(text, drafts, number, phrase.range.clone());
            return;
        }
        Described::Several => {}
        Described::Nobody => {
            let definite = phrase.determiner == Determiner::Definite
                || phrase.determiner == Determiner::Possessive && phrase.role.country.is_some();
            if let Some(number) =
                Some(&phrase.role).filter(|_| definite).and_then(|role| named_later(drafts, role, start))
            {
                attach(text, drafts, number, phrase.range.clone());
                return;
            }
        }
    }
    // "A marine biologist has warned …" at the head of an article, and then her name.
    let leads = phrase.determiner == Determiner::Indefinite && text.sentence(start) < LEAD;
    if leads
        && let Some(number) = named_later(drafts, &phrase.role, start)
        && drafts.get(number).is_some_and(|d| d.roles.iter().any(|r| fits(&phrase.role, r) >= Some(6)))
    {
        attach(text, drafts, number, phrase.range.clone());
        return;
    }
    let Some(span) = text.span(&phrase.range) else { return };
    drafts.push(Draft {
        kind: EntityType::Person,
        name: String::new(),
        person: PersonName::default(),
        gender,
        roles: vec![phrase.role.clone()],
        mentions: vec![Found { range: phrase.range.clone(), span, kind: MentionKind::Nominal }],
        known: None,
        guessed: false,
        described: None,
        personal: false,
    });
}

/// Whom a description fits among those named before it.
enum Described {
    One(usize),
    /// Several alike, and nothing tells which of them.
    Several,
    Nobody,
}

fn described(text: Text<'_>, drafts: &[Draft], phrase: &Phrase, gender: Gender) -> Described {
    let (start, wanted) = (phrase.range.start, &phrase.role);
    let sentence = text.sentence_of(start);
    let score = |draft: &Draft, role: &Role| match phrase.determiner {
        Determiner::Definite => fits(wanted, role),
        Determiner::Possessive if wanted.country.is_some() => fits(wanted, role),
        // "The union's spokesman": nobody else's.
        Determiner::Possessive => {
            fits(wanted, role).filter(|_| wanted.owner.is_some() && wanted.owner == role.owner)
        }
        Determiner::Pronoun if wanted.head == "counterpart" && wanted.country.is_some() => {
            let office = role.country == wanted.country;
            office.then_some(if role.head == wanted.head { 2 } else { 1 })
        }
        // "His wife" is whoever was called so, unless she is the one who speaks of him: "Karin said his brother".
        Determiner::Pronoun => {
            let here = draft.last_before(start).is_some_and(|m| m.range.start >= sentence.start);
            (ONE.contains(&wanted.head.as_str())
                && wanted.head == role.head
                && role.country.is_none()
                && !draft.name.is_empty()
                && !here)
                .then_some(1)
        }
        Determiner::None if wanted.country.is_some() => fits(wanted, role),
        Determiner::None | Determiner::Indefinite => None,
    };
    let fitting =
        drafts.iter().enumerate().filter(|(_, draft)| draft.is_person() && draft.gender.agrees(gender));
    let scored: Vec<(u8, usize)> = fitting
        .filter_map(|(number, draft)| {
            draft.last_before(start)?;
            Some((draft.roles.iter().filter_map(|role| score(draft, role)).max()?, number))
        })
        .collect();
    let Some(best) = scored.iter().map(|(score, _)| *score).max() else { return Described::Nobody };
    let tied: Vec<usize> =
        scored.iter().filter(|(score, _)| *score == best).map(|(_, number)| *number).collect();
    // "The president", where one is president and the other president of a club.
    let plain = |number: &&usize| {
        let roles = drafts.get(**number).map_or(&[][..], |draft| draft.roles.as_slice());
        roles.iter().any(|role| role.owner.is_none() && fits(wanted, role) == Some(best))
    };
    let mut bare = tied.iter().filter(plain);
    match (bare.next(), bare.next(), tied.as_slice()) {
        (_, _, []) => Described::Nobody,
        (_, _, [only]) => Described::One(*only),
        (Some(only), None, _) if phrase.determiner == Determiner::Definite && wanted.owner.is_none() => {
            Described::One(*only)
        }
        (_, _, several) => in_focus(text, drafts, several, phrase).map_or(Described::Several, Described::One),
    }
}

/// What somebody has one of, as a rule: "his friend" may be anybody.
const ONE: &[&str] = &[
    "wife",
    "husband",
    "widow",
    "girlfriend",
    "boyfriend",
    "father",
    "mother",
    "son",
    "daughter",
    "brother",
    "sister",
    "grandfather",
    "grandmother",
    "lawyer",
    "attorney",
    "solicitor",
    "coach",
    "deputy",
    "boss",
    "spokesman",
    "spokeswoman",
    "spokesperson",
];

/// Who of several is meant by a description that fits them all: the only one that the last sentence to name any of them
/// names, or whose country alone it names. Two foreign ministers of one sentence are not told apart by "the foreign minister".
fn in_focus(text: Text<'_>, drafts: &[Draft], tied: &[usize], phrase: &Phrase) -> Option<usize> {
    let start = phrase.range.start;
    let last = |number: &usize| {
        let mention = drafts.get(*number)?.last_before(start)?;
        Some((text.sentence(mention.range.start), *number))
    };
    let mut seen: Vec<(usize, usize)> = tied.iter().filter_map(last).collect();
    seen.sort_unstable();
    let (sentence, latest) = *seen.last()?;
    let alone = seen.iter().filter(|(at, _)| *at == sentence).count() == 1;
    // "Ankara was pleased. The foreign minister said": whose country was named since.
    let of_country = |number: &usize| {
        let country = drafts
            .get(*number)?
            .roles
            .iter()
            .filter(|role| role.head == phrase.role.head)
            .find_map(|r| r.country)?;
        drafts
            .iter()
            .filter(|draft| !draft.is_person() && country_of(draft) == Some(country))
            .filter_map(|draft| {
                let mention = draft.last_before(start)?;
                Some(text.sentence(mention.range.start))
            })
            .max()
    };
    let mut named: Vec<(usize, usize)> = tied
        .iter()
        .filter_map(|number| Some((of_country(number)?, *number)))
        .filter(|(at, _)| *at > sentence)
        .collect();
    named.sort_unstable();
    match named.as_slice() {
        [.., (a, _), (b, _)] if a == b => None,
        [.., (_, number)] => Some(*number),
        [] => alone.then_some(latest),
    }
}

/// The country that an entity is, or is the capital of.
fn country_of(draft: &Draft) -> Option<&'static str> {
    let known = draft.known.and_then(|id| Gazetteer::get().by_id(id))?;
    match known.kind {
        KnownKind::Country => Some(known.id),
        _ => Some(known.country).filter(|country| !country.is_empty()),
    }
}

/// A description that opens an article before the name does: "The harbour commissioner resigned on
/// Monday. Ana Sorel, …". Only where the role is one named person's in the whole article.
pub(super) fn named_later(drafts: &[Draft], role: &Role, token: usize) -> Option<usize> {
    let gender = gender::of_word(&role.head);
    let mut fitting = drafts.iter().enumerate().filter(|(_, draft)| {
        draft.is_person()
            && !draft.name.is_empty()
            && draft.gender.agrees(gender)
            && draft.roles.iter().filter_map(|r| fits(role, r)).max().is_some_and(|score| score >= 3)
    });
    let (number, draft) = fitting.next()?;
    let alone = fitting.next().is_none();
    let named = draft.mentions.iter().find(|m| m.kind == MentionKind::Name).map(|m| m.range.start)?;
    (alone && named > token).then_some(number)
}

/// Sentences of headline and lead, in which somebody may be described before the name comes.
const LEAD: usize = 4;

/// How well a description fits a role that somebody has; `None` when it does not.
fn fits(description: &Role, role: &Role) -> Option<u8> {
    if let (Some(a), Some(b)) = (description.country, role.country)
        && a != b
    {
        return None;
    }
    // "The head of the bank" is not the head of the school.
    let owner = description.owner.is_some() && description.owner == role.owner;
    let country = u8::from(description.country.is_some() && description.country == role.country || owner);
    // "The Orlo Steel chief executive" is the chief executive of Orlo Steel.
    let owned =
        role.owner.as_ref().and_then(|owner| description.modifiers.iter().position(|word| word == owner));
    let modifiers = description
        .modifiers
        .iter()
        .skip(owned.map_or(0, |at| at + 1))
        .all(|word| vague(word) || role.modifiers.contains(word) || role.head == *word);
    let former =
        |r: &Role| r.modifiers.iter().any(|w| matches!(w.as_str(), "former" | "ex" | "deputy" | "vice"));
    if description.head == role.head
        && modifiers
        && (former(description) == former(role) || !former(description))
    {
        // "The minister" is the deputy minister only where there is no minister.
        return Some(if former(description) == former(role) { 6 + country } else { 2 + country });
    }
    if spokes(&description.head) && spokes(&role.head) {
        return Some(5 + country);
    }
    // A wider word may stand for a role only when nothing in it says otherwise.
    let wider = covers(&description.head, role);
    let plain = description.modifiers.iter().all(|word| vague(word) || role.modifiers.contains(word));
    (wider && plain).then_some(3 + country)
}

fn vague(word: &str) -> bool {
    matches!(
        word,
        "top"
            | "senior"
            | "chief"
            | "veteran"
            | "longtime"
            | "leading"
            | "then"
            | "new"
            | "outgoing"
            | "current"
    )
}

fn spokes(head: &str) -> bool {
    matches!(head, "spokesman" | "spokeswoman" | "spokesperson")
}

fn covers(wide: &str, role: &Role) -> bool {
    let head = role.head.as_str();
    let has = |word: &str| role.modifiers.iter().any(|m| m == word);
    match wide {
        "head" | "boss" | "chief" => {
            matches!(
                head,
                "director"
                    | "executive"
                    | "ceo"
                    | "chairman"
                    | "chairwoman"
                    | "chair"
                    | "president"
                    | "manager"
                    | "commissioner"
                    | "superintendent"
                    | "premier"
                    | "chief"
                    | "head"
                    | "boss"
                    | "editor"
                    | "principal"
            ) || head == "minister" && has("prime")
        }
        "diplomat" => {
            matches!(head, "ambassador" | "envoy" | "consul" | "diplomat")
                || (head == "minister" || spokes(head)) && has("foreign")
        }
        "envoy" => matches!(head, "ambassador" | "consul" | "diplomat"),
        "premier" => head == "minister" && has("prime"),
        "leader" => {
            matches!(
                head,
                "president"
                    | "premier"
                    | "chancellor"
                    | "king"
                    | "queen"
                    | "head"
                    | "chairman"
                    | "emir"
                    | "sultan"
                    | "pope"
                    | "chief"
                    | "ayatollah"
            ) || head == "minister" && has("prime")
        }
        "official" => matches!(
            head,
            "minister"
                | "director"
                | "secretary"
                | "commissioner"
                | "adviser"
                | "advisor"
                | "aide"
                | "governor"
                | "undersecretary"
                | "officer"
                | "chief"
                | "head"
                | "spokesman"
                | "spokeswoman"
                | "spokesperson"
                | "coordinator"
                | "envoy"
                | "ambassador"
                | "official"
        ),
        "politician" => matches!(
            head,
            "minister"
                | "president"
                | "senator"
                | "mp"
                | "congressman"
                | "congresswoman"
                | "governor"
                | "mayor"
                | "councillor"
                | "leader"
                | "candidate"
                | "lawmaker"
                | "chancellor"
        ),
        "lawmaker" | "legislator" => {
            matches!(head, "senator" | "mp" | "congressman" | "congresswoman" | "representative" | "lawmaker")
        }
        "player" => {
            matches!(head, "striker" | "midfielder" | "defender" | "goalkeeper" | "forward" | "quarterback")
        }
        "executive" => matches!(head, "ceo" | "chairman" | "director" | "president" | "founder"),
        "officer" => {
            matches!(head, "sergeant" | "lieutenant" | "captain" | "inspector" | "detective" | "colonel")
        }
        "prosecutor" | "lawyer" => matches!(head, "attorney" | "solicitor" | "lawyer"),
        _ => false,
    }
}

/// "The alliance", "the ministry", "the company": the last body before it that can be called so.
fn body(text: Text<'_>, drafts: &[Draft], token: usize) -> Option<(Range<usize>, usize)> {
    const BODIES: &[&str] = &[
        "alliance",
        "agency",
        "army",
        "association",
        "authority",
        "bank",
        "bloc",
        "board",
        "broadcaster",
        "bureau",
        "centre",
        "center",
        "club",
        "college",
        "commission",
        "committee",
        "company",
        "corporation",
        "council",
        "court",
        "department",
        "federation",
        "firm",
        "foundation",
        "fund",
        "group",
        "hospital",
        "institute",
        "league",
        "ministry",
        "movement",
        "museum",
        "newspaper",
        "office",
        "organisation",
        "organization",
        "paper",
        "parliament",
        "party",
        "school",
        "senate",
        "service",
        "society",
        "studio",
        "team",
        "union",
        "university",
        "watchdog",
    ];
    if !text.is(token.wrapping_sub(1), &["the"]) || text.capital(token) || !text.is(token, BODIES) {
        return None;
    }
    let word = text.lower(token);
    // "the company's" and "the party of …" still mean it; "the company car" does not.
    if text.pos(token + 1) == crate::Pos::Noun {
        return None;
    }
    let range = token - 1..token + 1;
    let candidates = drafts.iter().enumerate().filter(|(_, draft)| {
        matches!(draft.kind, EntityType::Organization | EntityType::Facility) && !draft.name.is_empty()
    });
    candidates
        .filter_map(|(number, draft)| {
            let last = draft.last_before(range.start)?;
            let near = text.sentence(range.start).saturating_sub(text.sentence(last.range.start)) <= 4;
            let named = fold(&draft.name).split(' ').any(|w| word == w || same_sort(w, &word));
            let called = match word.as_ref() {
                "alliance" => draft.known == Some("nato"),
                "bloc" => matches!(draft.known, Some("eu" | "asean" | "african-union")),
                "organisation" | "organization" => draft.known.is_some(),
                "company" | "firm" => company(&draft.name) && near,
                _ => false,
            };
            (named && near || called).then_some((named, last.range.start, number))
        })
        .max()
        .map(|(_, _, number)| (range, number))
}

fn same_sort(in_name: &str, word: &str) -> bool {
    matches!(
        (in_name, word),
        ("organisation" | "organization", "organisation" | "organization")
            | ("centre" | "center", "centre" | "center")
            | (
                "times"
                    | "post"
                    | "herald"
                    | "tribune"
                    | "gazette"
                    | "guardian"
                    | "mercury"
                    | "ledger"
                    | "bulletin"
                    | "chronicle"
                    | "observer"
                    | "mail"
                    | "courier"
                    | "standard"
                    | "journal"
                    | "telegraph"
                    | "echo",
                "newspaper" | "paper"
            )
            | ("fc" | "united" | "rovers" | "city", "club" | "team")
    )
}

fn company(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or("").trim_end_matches('.');
    matches!(
        last,
        "Inc"
            | "Corp"
            | "Ltd"
            | "Co"
            | "Group"
            | "Holdings"
            | "Motors"
            | "Airlines"
            | "Bank"
            | "Company"
            | "Plc"
            | "AG"
    ) || !name.contains(' ') && !name.chars().all(char::is_uppercase)
}

/// The gender that an unnamed person's description gives.
pub(super) fn gender_of(draft: &Draft) -> Gender {
    draft
        .roles
        .iter()
        .map(|role| gender::of_word(&role.head))
        .find(|g| *g != Gender::Unknown)
        .unwrap_or(draft.gender)
}
