use super::words::Words;
use crate::{Entity, EntityType, Mention, MentionKind};
use std::ops::Range;

const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "dame",
    "lord",
    "lady",
    "president",
    "minister",
    "senator",
    "sen.",
    "rep.",
    "gen.",
    "general",
    "col.",
    "captain",
    "judge",
    "justice",
    "prof.",
    "professor",
    "gov.",
    "governor",
    "mayor",
    "mr.",
    "mrs.",
    "ms.",
    "dr.",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "chancellor",
    "secretary",
    "spokesman",
    "spokeswoman",
    "commissioner",
    "chairman",
    "chairwoman",
    "chief",
    "officer",
    "deputy",
    "director",
];
const ORGANIZATIONS: &[&str] = &[
    "ministry",
    "party",
    "agency",
    "committee",
    "council",
    "corp",
    "corp.",
    "inc",
    "inc.",
    "company",
    "university",
    "bank",
    "union",
    "association",
    "commission",
    "department",
    "office",
    "court",
    "army",
    "police",
    "group",
    "institute",
    "service",
    "foundation",
    "federation",
    "times",
    "post",
    "news",
    "guardian",
    "journal",
    "campaign",
    "house",
    "league",
    "authority",
    "board",
    "bureau",
    "centre",
    "center",
    "fund",
    "organization",
    "organisation",
    "parliament",
    "senate",
];

/// A name in the source words, entered among the entities when no entity has it yet: what rules
/// can do where no names were recognised. Every later and earlier mention of the same name joins.
pub(crate) fn enter_named_source(words: Words, source: &Range<usize>, entities: &mut Vec<Entity>) {
    let Some(mut name) = longest_name(words, source) else { return };
    while name.len() > 1 && words.is(name.start, TITLES) {
        name.start += 1;
    }
    let Some(span) = words.span(&name) else { return };
    if words.is(name.start, TITLES)
        || entities.iter().any(|e| e.mentions.iter().any(|m| m.span.overlaps(span)))
    {
        return;
    }
    let organization = name.clone().any(|i| words.is(i, ORGANIZATIONS))
        || (name.start > source.start && words.is(name.start - 1, &["the"]))
        || (name.len() == 1
            && words.get(name.start).chars().count() > 1
            && words.get(name.start).chars().all(char::is_uppercase));
    let kind = if organization { EntityType::Organization } else { EntityType::Person };
    let full: Vec<&str> = name.clone().map(|i| words.get(i)).collect();
    let known = entities.iter().position(|e| {
        e.kind == kind
            && (e.name == span.of(words.text)
                || (full.len() == 1 && e.name.ends_with(&format!(" {}", full[0]))))
    });
    match known.and_then(|k| entities.get_mut(k)) {
        Some(entity) => insert(entity, Mention { span, kind: MentionKind::Name }),
        None => {
            let mentions = mentions(words, &full, organization);
            let name = span.of(words.text).to_owned();
            entities.push(Entity { kind, name, roles: Vec::new(), mentions, date: None });
        }
    }
}

/// The longest run of capitalised words: "Lyn Bode", "Ministry of Health", "van der Berg" from its
/// capital on.
fn longest_name(words: Words, source: &Range<usize>) -> Option<Range<usize>> {
    let mut best: Option<Range<usize>> = None;
    let mut index = source.start;
    while index < source.end {
        let starts = words.capital(index)
            && !(words.is(index, super::chunk::DETERMINERS) || words.is(index, super::chunk::PRONOUNS));
        if !starts {
            index += 1;
            continue;
        }
        let mut end = index + 1;
        while end < source.end {
            let joins = words.is(end, &["of", "de", "al", "bin", "van", "der", "von", "-", "."])
                && words.capital(end + 1)
                && end + 1 < source.end;
            if words.capital(end) {
                end += 1;
            } else if joins {
                end += 2;
            } else {
                break;
            }
        }
        // A possessive is not the speaker: "Kiev's envoy".
        if !words.is(end, &["'s", "’s"]) && best.as_ref().is_none_or(|b| b.len() < end - index) {
            best = Some(index..end);
        }
        index = end;
    }
    best
}

fn mentions(words: Words, name: &[&str], organization: bool) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut index = 0;
    let last = name.last().copied().unwrap_or_default();
    while index < words.tokens.len() {
        let whole = name.iter().enumerate().all(|(offset, word)| words.get(index + offset) == *word);
        let length = if whole { name.len() } else { usize::from(!organization && words.get(index) == last) };
        if length > 0
            && let Some(span) = words.span(&(index..index + length))
        {
            found.push(Mention { span, kind: MentionKind::Name });
        }
        index += length.max(1);
    }
    found
}

fn insert(entity: &mut Entity, mention: Mention) {
    let place = entity.mentions.partition_point(|m| m.span < mention.span);
    entity.mentions.insert(place, mention);
}
