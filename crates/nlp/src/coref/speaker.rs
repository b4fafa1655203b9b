//! From the source words of a quotation to the entity that speaks.

use super::entity::{Draft, Found};
use super::roles::phrase_at;
use super::text::Text;
use super::words::PREPOSITIONS;
use crate::names::{Gazetteer, KnownKind, PersonName, is_title};
use crate::quote::DAYS;
use crate::{EntityType, MentionKind, Pos};
use std::ops::Range;
use verbatim_article::Span;

/// The speaker that source words stand for. A description that nobody answers to becomes an
/// entity without a name: the article does not say who it is, only what.
pub(super) fn speaker(text: Text<'_>, drafts: &mut Vec<Draft>, source: &[Span]) -> Option<usize> {
    let mut first = source.iter().map(|span| text.range(*span)).find(|range| !range.is_empty())?;
    // "other sites such as the Mercury": the sites speak.
    if let Some(such) = first.clone().skip(1).find(|&at| text.is(at, &["such"]) && text.is(at + 1, &["as"])) {
        first.end = such;
    }
    resolve(text, drafts, &first, 0)
}

fn resolve(text: Text<'_>, drafts: &mut Vec<Draft>, source: &Range<usize>, depth: u8) -> Option<usize> {
    let first = source.clone();
    let core = core(text, source);
    // "A statement issued by the ministry" speaks for the ministry.
    if depth == 0
        && text.is(core.end.saturating_sub(1), MESSAGES)
        && text.is(core.start, &["his", "her", "its", "their"])
    {
        let holds =
            |draft: &Draft| draft.mentions.iter().any(|m| m.range.start == core.start && m.range.len() == 1);
        let owner = drafts.iter().position(holds);
        let owner = owner.or_else(|| {
            text.is(core.start, &["its", "their"])
                .then(|| impersonal(text, drafts, core.start, None))
                .flatten()
        });
        if owner.is_some() {
            return owner;
        }
    }
    if depth == 0
        && let Some(author) = author(text, &core, source)
        && let Some(number) = resolve(text, drafts, &author, 1)
        && (text.is(core.end.saturating_sub(1), MESSAGES)
            || drafts.get(number).is_some_and(|d| d.is_person() || d.kind == EntityType::Organization))
    {
        return Some(number);
    }
    let found = definite(text, drafts, &core)
        .or_else(|| relative(text, drafts, &core))
        .or_else(|| apposed(text, drafts, &core));
    if found.is_some() {
        return found;
    }
    if let Some(number) = titled(text, drafts, &first, &core) {
        return Some(number);
    }
    // "The team's coach, Ana Sorel", "a spokesman for the team, Ana Sorel": the name explains the description.
    let with = text.is(core.end, &["of", "for", "at", "from", "in", "on", "to"]);
    let reach = if with { source.end } else { core.end + 1 };
    if let Some(comma) = (core.end..reach).find(|&at| text.get(at) == ",")
        && let Some(number) = drafts.iter().position(|draft| {
            draft.is_person()
                && draft.mentions.iter().any(|m| {
                    let titled = m.range.start == comma + 2 && is_title(text.get(comma + 1));
                    m.kind == MentionKind::Name && (m.range.start == comma + 1 || titled)
                })
        })
        && !drafts.iter().any(|draft| {
            draft.mentions.iter().any(|m| m.kind == MentionKind::Name && m.range.end == core.end)
        })
        && (core.start..core.end).any(|at| text.head(at))
    {
        return Some(number);
    }
    // A mention that ends where the core ends is its head: "Turkey's top diplomat", "President Sorel".
    let mut best: Option<(bool, u8, std::cmp::Reverse<usize>, usize)> = None;
    for (number, draft) in drafts.iter().enumerate() {
        let from = draft.mentions.partition_point(|m| m.range.end <= core.start);
        for mention in draft.mentions.iter().skip(from).take_while(|m| m.range.start < core.end) {
            let possessor =
                mention.range.end < core.end && text.is(mention.range.end, &["'s", "’s", "'", "’"]);
            let group = draft.kind == EntityType::Group && mention.range.end < core.end;
            if possessor || group || mention.range.end > core.end + 3 {
                continue;
            }
            let sort = match (mention.kind, draft.kind) {
                (MentionKind::Name, EntityType::Person) => 4,
                (MentionKind::Name, EntityType::Date | EntityType::Money) => continue,
                (MentionKind::Name, _) => 2,
                (MentionKind::Nominal, _) => 3,
                (MentionKind::Pronoun, _) => 1,
            };
            let key = (mention.range.end >= core.end, sort, std::cmp::Reverse(mention.range.start), number);
            if best.is_none_or(|b| (key.0, key.1, key.2) > (b.0, b.1, b.2)) {
                best = Some(key);
            }
        }
    }
    let number = match best {
        // Inside the core a name may only modify its head: "Reuters journalists", "NATO officials".
        Some((true, _, _, number)) => number,
        Some((false, 4, _, number)) if !ends_in_noun(text, &core) => number,
        _ if pronoun(text, &core) => return None,
        Some((false, _, _, number)) if !ends_in_noun(text, &core) => number,
        _ => unnamed(text, drafts, together(text, &core, source))?,
    };
    // "A spokesman for the port": shown with what says whose.
    let comma = (core.end..source.end).find(|&at| matches!(text.get(at), "," | "(")).unwrap_or(source.end);
    let whole = core.start..comma.min(core.end + 8);
    if complement(text, core.end, &whole, comma)
        && let Some(draft) = drafts.get_mut(number)
        && draft.name.is_empty()
        && draft.described.is_none()
    {
        draft.described = text.span(&whole);
    }
    Some(number)
}

/// Whether what stands behind a description tells who is meant: "officials familiar | with the matter",
/// "people | briefed on the talks", not "a court | in 2001". It is taken whole or not at all.
fn complement(text: Text<'_>, at: usize, whole: &Range<usize>, end: usize) -> bool {
    let time = || {
        let next = text.get(at + 1);
        text.is(at, &["in", "on", "at", "near", "within"])
            && (next.starts_with(|c: char| c.is_ascii_digit())
                || text.is(at + 1, DAYS)
                || text.is(at + 1, &["late", "early", "mid", "last", "next", "recent"]))
    };
    let of = text.is(at, &["of", "for", "at", "from"]);
    let other = text.is(at, COMPLEMENTS) || text.pos(at) == Pos::Verb && !text.capital(at);
    at < end && (of || other && whole.end == end && !time())
}

/// "Police and hospital officials": they speak together.
fn together(text: Text<'_>, core: &Range<usize>, source: &Range<usize>) -> Range<usize> {
    let plain = |at: usize| matches!(text.pos(at), Pos::Noun | Pos::Adj) && !text.capital(at);
    let end = (core.end + 1..source.end).find(|at| !plain(*at)).unwrap_or(source.end);
    let joined = text.is(core.end, &["and"]) && end == source.end && end > core.end + 1;
    if joined && text.pos(end - 1) == Pos::Noun { core.start..end } else { core.clone() }
}

const COMPLEMENTS: &[&str] = &["with", "in", "on", "to", "inside", "near", "behind", "close", "within"];

/// The person at the end of a long title without an article: "Minister of Ports Ana Sorel",
/// "critic and curator Ana Sorel". "A spokesman for Ana Sorel" is somebody else.
fn titled(text: Text<'_>, drafts: &[Draft], source: &Range<usize>, core: &Range<usize>) -> Option<usize> {
    let title = text.is(core.end, &["of", "to", "on", "in", "at", "and", "for"]) && core.end < source.end;
    if !title || text.is(core.start, super::words::DETERMINERS) {
        return None;
    }
    // "President Ana Sorel and her deputy Jon Lind": two people, and the first is named already.
    let named = |draft: &Draft| {
        let from = draft.mentions.partition_point(|m| m.range.end <= core.start);
        let mention = draft.mentions.get(from).filter(|m| m.range.start < core.end);
        draft.is_person() && mention.is_some_and(|m| m.kind == MentionKind::Name)
    };
    if drafts.iter().any(named) {
        return None;
    }
    let comma = (core.end..source.end).find(|&at| text.get(at) == ",").unwrap_or(source.end);
    drafts.iter().position(|draft| {
        draft.is_person()
            && draft.mentions.iter().any(|m| {
                let before = m.range.start.wrapping_sub(1);
                let honour = super::gender::of_word(text.get(before)) != super::gender::Gender::Unknown;
                m.kind == MentionKind::Name
                    && m.range.end == comma
                    && m.range.start > core.end
                    && !text.is(before, &["of", "for", "and", ",", "to", "by"])
                    && (honour || !text.is(core.end, &["for"]))
                    && (core.start..m.range.start).any(|at| text.head(at))
            })
    })
}

/// The source up to its first preposition, comma or relative clause; its article left out.
fn core(text: Text<'_>, source: &Range<usize>) -> Range<usize> {
    let stop = |at: usize| {
        at > source.start
            && !(text.get(at) == "-" && text.glued(at))
            && (text.is(at, PREPOSITIONS)
                || text.is(
                    at,
                    &[",", "who", "which", "that", "(", "—", "–", "-", "and", "whose", "when", "told"],
                ))
    };
    let mut end = (source.start..source.end).find(|&at| stop(at)).unwrap_or(source.end);
    // "A statement issued by": the participle belongs to what follows.
    while (end > source.start + 2
        || end == source.start + 2 && matches!(text.pos(source.start), Pos::Noun | Pos::Propn))
        && end < source.end
        && text.pos(end - 1) == Pos::Verb
        && !text.capital(end - 1)
    {
        end -= 1;
    }
    source.start..end
}

/// "Ana Sorel, who said": whoever stands before the relative pronoun.
fn relative(text: Text<'_>, drafts: &[Draft], core: &Range<usize>) -> Option<usize> {
    if core.len() != 1 || !text.is(core.start, &["who", "which", "that"]) {
        return None;
    }
    let comma = core.start.checked_sub(1).filter(|at| text.get(*at) == ",");
    let end = comma.unwrap_or(core.start);
    let person = text.is(core.start, &["who"]);
    let before = drafts.iter().enumerate().filter_map(|(number, draft)| {
        let last = draft.last_before(end)?;
        // "Ana Sorel, the harbour commissioner, who said": the apposition stands between.
        let near =
            last.range.end == end || comma.is_some() && text.sentence(last.range.start) == text.sentence(end);
        let fits =
            if person { draft.is_person() || draft.kind == EntityType::Group } else { !draft.is_person() };
        (near && fits && end - last.range.end < 8).then_some((last.range.end, number))
    });
    before.max().map(|(_, number)| number)
}

/// "The contractor, Skarholm, said": the name explains the description.
fn apposed(text: Text<'_>, drafts: &[Draft], core: &Range<usize>) -> Option<usize> {
    // "The contractor", "the mayor's deputy", "Sorel's predecessor"
    let owned = (core.start..core.end.saturating_sub(1)).any(|at| text.is(at, &["'s", "’s"]));
    let described = (owned || text.is(core.start, super::words::DETERMINERS))
        && text.get(core.end.checked_sub(1)?).chars().next().is_some_and(char::is_lowercase);
    if text.get(core.end) != "," || !described {
        return None;
    }
    drafts.iter().position(|draft| {
        let from = draft.mentions.partition_point(|m| m.range.start <= core.end);
        draft.mentions.get(from).is_some_and(|m| {
            m.kind == MentionKind::Name
                && m.range.start == core.end + 1
                && (text.is(m.range.end, &["said"])
                    || !text.get(m.range.end).chars().any(char::is_alphanumeric))
        }) && !matches!(draft.kind, EntityType::Group | EntityType::Date | EntityType::Money)
    })
}

/// What is written or posted in somebody's name.
const MESSAGES: &[&str] = &[
    "statement",
    "letter",
    "message",
    "post",
    "tweet",
    "email",
    "memo",
    "note",
    "release",
    "notice",
    "communique",
    "communiqué",
];

/// What somebody works out or lays down, and then speaks for him.
const PAPERS: &[&str] = &[
    "report",
    "study",
    "survey",
    "poll",
    "document",
    "paper",
    "review",
    "analysis",
    "investigation",
    "article",
    "filing",
    "lawsuit",
    "complaint",
    "briefing",
];

/// Who speaks in a statement, letter or message: the words after "by" or "from".
fn author(text: Text<'_>, core: &Range<usize>, source: &Range<usize>) -> Option<Range<usize>> {
    let last = core.end.checked_sub(1)?;
    if !text.is(last, MESSAGES) && !text.is(last, PAPERS) {
        return None;
    }
    // "A letter seen by the Mercury" is not the Mercury's.
    const MADE: &[&str] = &[
        "issued",
        "released",
        "published",
        "written",
        "compiled",
        "prepared",
        "produced",
        "made",
        "conducted",
        "sent",
        "signed",
        "posted",
        "drafted",
        "drawn",
        "up",
        "carried",
        "out",
        "put",
        "shared",
        "late",
        "on",
        "earlier",
        "given",
        "distributed",
        "circulated",
        "jointly",
        "commissioned",
        "filed",
        "submitted",
        ",",
    ];
    let by = |at: &usize| text.is(*at, &["by", "from"]);
    let link = (core.end..source.end.min(core.end + 4)).find(by)?;
    if !(core.end..link).all(|at| text.is(at, MADE) || text.capital(at)) {
        return None;
    }
    (link + 1 < source.end).then_some(link + 1..source.end)
}

/// "The city", "the country", "the study": the place or paper that the article has named.
fn definite(text: Text<'_>, drafts: &[Draft], core: &Range<usize>) -> Option<usize> {
    if core.len() != 2 || !text.is(core.start, &["the", "this"]) {
        return None;
    }
    let noun = text.lower(core.start + 1);
    let before = |draft: &Draft| draft.last_before(core.start).map(|m| m.range.start);
    let country = |draft: &Draft| {
        draft.known.and_then(|id| Gazetteer::get().by_id(id)).is_some_and(|k| k.kind == KnownKind::Country)
    };
    let place = match noun.as_ref() {
        "country" | "nation" | "republic" | "kingdom" => Some(true),
        "city" | "town" | "village" | "municipality" => Some(false),
        _ => None,
    };
    if let Some(wanted) = place {
        let fits = |draft: &&(usize, &Draft)| {
            draft.1.kind == EntityType::Location && !draft.1.name.is_empty() && country(draft.1) == wanted
        };
        let earlier = |draft: &Draft| draft.mentions.partition_point(|m| m.range.end <= core.start);
        let numbered: Vec<(usize, &Draft)> = drafts.iter().enumerate().collect();
        let found = numbered.iter().filter(fits).filter(|(_, d)| earlier(d) > 0);
        return found
            .max_by_key(|(number, d)| (earlier(d), std::cmp::Reverse(*number)))
            .map(|(number, _)| *number);
    }
    const NAMED: &[&str] =
        &["study", "survey", "report", "poll", "paper", "review", "inquiry", "bill", "act", "index"];
    if !NAMED.contains(&noun.as_ref()) {
        return None;
    }
    let named = drafts.iter().enumerate().filter(|(_, draft)| {
        let last = draft.name.rsplit(' ').next().unwrap_or("");
        !draft.is_person()
            && draft.name.contains(' ')
            && (last.eq_ignore_ascii_case(&noun)
                || noun == "report" && NAMED.iter().any(|p| last.eq_ignore_ascii_case(p)))
    });
    named.filter_map(|(number, draft)| Some((before(draft)?, number))).max().map(|(_, number)| number)
}

fn ends_in_noun(text: Text<'_>, core: &Range<usize>) -> bool {
    let last = text.get(core.end.saturating_sub(1));
    last.chars().next().is_some_and(char::is_lowercase) && core.len() > 1
}

fn pronoun(text: Text<'_>, core: &Range<usize>) -> bool {
    core.len() == 1
        && text.is(
            core.start,
            &[
                "he", "she", "they", "it", "we", "i", "you", "who", "which", "that", "one", "many", "some",
                "this",
            ],
        )
}

fn unnamed(text: Text<'_>, drafts: &mut Vec<Draft>, mut core: Range<usize>) -> Option<usize> {
    while core.len() > 1 && text.is(core.start, &["\"", "“", "'", ","]) {
        core.start += 1;
    }
    let last = core.end.checked_sub(1)?;
    let span = text.span(&core)?;
    if !span.of(text.text).chars().any(char::is_alphabetic) {
        return None;
    }
    let folded = |range: &Range<usize>| {
        let words = text.words(range).to_lowercase();
        ["the ", "a ", "an "].iter().find_map(|d| words.strip_prefix(d)).unwrap_or(&words).to_owned()
    };
    let same = folded(&core);
    let known = drafts.iter().position(|draft| {
        draft.name.is_empty()
            && draft.mentions.iter().any(|m| m.kind == MentionKind::Nominal && folded(&m.range) == same)
    });
    let mention = Found { range: core.clone(), span, kind: MentionKind::Nominal };
    if let Some(number) = known {
        if let Some(draft) = drafts.get_mut(number) {
            draft.insert(mention);
        }
        return Some(number);
    }
    let role = phrase_at(text, last).map(|phrase| phrase.role);
    // A headline's "minister says": the only minister of the article.
    if let Some(number) = role
        .as_ref()
        .filter(|_| !text.is(core.start, &["a", "an", "another", "one"]))
        .and_then(|role| super::nominal::named_later(drafts, role, core.start))
    {
        if let Some(draft) = drafts.get_mut(number) {
            draft.insert(mention);
        }
        return Some(number);
    }
    let plural =
        text.lower(last).ends_with('s') && super::offices::is_head(text.lower(last).trim_end_matches('s'));
    let kind = match (&role, plural) {
        (Some(_), _) => EntityType::Person,
        (None, true) => EntityType::Group,
        (None, false) => body_kind(&text.lower(last)),
    };
    drafts.push(Draft {
        kind,
        name: String::new(),
        person: PersonName::default(),
        gender: super::gender::of_word(text.get(last)),
        roles: role.into_iter().collect(),
        mentions: vec![mention],
        known: None,
        guessed: false,
        described: None,
        personal: false,
    });
    Some(drafts.len() - 1)
}

fn body_kind(lower: &str) -> EntityType {
    match lower {
        "police" | "government" | "ministry" | "company" | "agency" | "court" | "army" | "military"
        | "statement" | "report" | "study" | "newspaper" | "paper" | "office" | "department" | "party"
        | "team" | "council" | "committee" | "university" | "organisation" | "organization" | "group"
        | "bank" | "commission" => EntityType::Organization,
        "man" | "woman" | "person" | "mother" | "father" => EntityType::Person,
        "people" | "authorities" | "residents" | "men" | "women" | "others" | "officials" => {
            EntityType::Group
        }
        _ => EntityType::Misc,
    }
}

/// "It" and "they" as a source: the last body or group that spoke or opened a sentence nearby.
pub(super) fn impersonal(
    text: Text<'_>,
    drafts: &[Draft],
    token: usize,
    last_speaker: Option<usize>,
) -> Option<usize> {
    let plural = text.is(token, &["they"]);
    let fits = |draft: &Draft| match draft.kind {
        EntityType::Organization => true,
        EntityType::Group => plural,
        EntityType::Location => !plural,
        _ => plural && draft.name.is_empty(),
    };
    if let Some(number) = last_speaker
        && drafts.get(number).is_some_and(fits)
    {
        return Some(number);
    }
    let sentence = text.sentence(token);
    let near =
        drafts.iter().enumerate().filter(|(_, draft)| fits(draft) && draft.kind != EntityType::Location);
    near.filter_map(|(number, draft)| {
        let last = draft.last_before(token)?;
        (text.sentence(last.range.start) + 1 >= sentence).then_some((last.range.start, number))
    })
    .max()
    .map(|(_, number)| number)
}
