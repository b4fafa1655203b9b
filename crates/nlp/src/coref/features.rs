//! What speaks for a candidate antecedent of "he" or "she".

use super::entity::{Draft, Found};
use super::gender::Gender;
use super::text::Text;
use super::words::{AFTER_OBJECT, CLAUSE, PREPOSITIONS};
use crate::quote::Trait;
use crate::token::one_of;
use crate::{EntityType, MentionKind, Pos};

/// Place of a noun phrase in its clause, as far as the words beside it tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Subject,
    Object,
    Oblique,
    Possessor,
    Other,
}

/// The fields with the number of their values; a feature is a field's value together with the
/// pronoun's place. The order is that of the weights: append, never insert.
const FIELDS: &[(&str, usize)] = &[
    ("sentences-back", 6),
    ("rank", 5),
    ("place", 15),
    ("first-in-sentence", 6),
    ("gender", 2),
    ("last-mention", 3),
    ("count", 5),
    ("most-mentioned", 2),
    ("first-in-text", 2),
    ("sort", 4),
    ("tokens-back", 6),
    ("bound", 2),
    ("quotation", 5),
    ("last-speaker", 2),
    ("chain", 3),
    ("parallel", 6),
    ("clauses", 4),
    ("recent-mentions", 4),
    ("previous-subject", 2),
    ("alone", 2),
    ("type", 8),
    ("placed", 2),
    ("preposition", 12),
    ("nearest-subject", 3),
    ("ahead", 4),
    ("conjoined", 3),
    ("bracket", 2),
    ("rank-place", 15),
    ("count-place", 15),
    ("source", 3),
    ("coordinate", 3),
    ("kin", 2),
];

/// Number of features.
pub const FEATURES: usize = {
    let mut sum = 0;
    let mut at = 0;
    while at < FIELDS.len() {
        sum += FIELDS[at].1;
        at += 1;
    }
    sum * 4
};

/// The name of a feature: field, value and pronoun.
#[must_use]
pub fn feature_name(feature: u16) -> String {
    let mut rest = feature as usize / 4;
    for (name, values) in FIELDS {
        if rest < *values {
            let pronoun = ["subject", "possessive", "object", "reflexive"][feature as usize % 4];
            return format!("{name}={rest} {pronoun}");
        }
        rest -= values;
    }
    String::new()
}

/// A pronoun of the third person singular that stands for a person.
#[derive(Clone, Debug)]
pub(super) struct Pronoun {
    pub token: usize,
    pub gender: Gender,
    /// 0 subject, 1 possessive, 2 object, 3 reflexive.
    pub form: usize,
    /// The quotation in whose content it stands.
    pub quoted: Option<usize>,
    /// The quotation whose source it is.
    pub source_of: Option<usize>,
}

/// Reads the form of a pronoun at a token.
pub(super) fn form(text: Text<'_>, token: usize) -> usize {
    match text.lower(token).as_ref() {
        "he" | "she" => 0,
        "his" | "hers" => 1,
        "him" => 2,
        "himself" | "herself" => 3,
        // "her": a determiner before a noun phrase, else an object.
        _ => {
            let noun = match text.pos(token + 1) {
                Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num => true,
                Pos::X => {
                    let next = text.lower(token + 1);
                    next.chars().next().is_some_and(char::is_alphabetic)
                        && !AFTER_OBJECT.contains(&next.as_ref())
                }
                _ => false,
            };
            if noun { 1 } else { 2 }
        }
    }
}

/// The place of a mention.
pub(super) fn place(text: Text<'_>, mention: &Found) -> Place {
    if mention.kind == MentionKind::Pronoun {
        return match form(text, mention.range.start) {
            0 => Place::Subject,
            1 => Place::Possessor,
            _ if text.is(mention.range.start.wrapping_sub(1), PREPOSITIONS) => Place::Oblique,
            _ => Place::Object,
        };
    }
    let sentence = text.sentence_of(mention.range.start);
    let end = mention.range.end;
    if text.is(end, &["'s", "’s", "'", "’"]) {
        return Place::Possessor;
    }
    let mut start = mention.range.start;
    // Step over the title or description before a name.
    let mut steps = 0;
    while start > sentence.start && steps < 6 {
        let word = text.lower(start - 1);
        let part = text.head(start - 1)
            || one_of(&word, super::words::DETERMINERS)
            || matches!(text.pos(start - 1), Pos::Adj | Pos::Propn | Pos::Noun | Pos::Det)
            || text.capital(start - 1) && start - 1 > sentence.start;
        if !part {
            break;
        }
        start -= 1;
        steps += 1;
    }
    if start > sentence.start {
        let before = text.lower(start - 1);
        if PREPOSITIONS.contains(&before.as_ref()) && before != "as" && before != "since" {
            return Place::Oblique;
        }
    }
    // Step over an apposition or an adverb to the verb.
    let mut next = end;
    if text.get(next) == "," {
        let close = (next + 1..sentence.end.min(next + 14)).find(|&at| text.get(at) == ",");
        if let Some(close) = close.filter(|&at| text.verb(at + 1) || text.pos(at + 1) == Pos::Adv) {
            next = close + 1;
        }
    }
    if text.pos(next) == Pos::Adv || text.is(next, &["also", "then", "later", "never", "only", "who"]) {
        next += 1;
    }
    if next < sentence.end && text.verb(next) {
        return Place::Subject;
    }
    if start > sentence.start && text.verb(start - 1) {
        return Place::Object;
    }
    if start == sentence.start { Place::Subject } else { Place::Other }
}

/// How many words that open a clause stand before each token, and before the end.
pub(super) struct Clauses(Vec<u32>);

impl Clauses {
    pub fn new(text: Text<'_>) -> Self {
        let mut before = 0;
        let counts = (0..=text.tokens.len()).map(|at| {
            let here = before;
            before += u32::from(text.has(at, Trait::Clause, |word| one_of(word, CLAUSE)));
            here
        });
        Self(counts.collect())
    }

    /// How many stand from one token to before another.
    fn between(&self, start: usize, end: usize) -> usize {
        let before = |at: usize| self.0.get(at).or(self.0.last()).copied().unwrap_or(0);
        before(end).saturating_sub(before(start)) as usize
    }
}

/// What is the same for all candidates of one pronoun.
pub(super) struct Scene<'a> {
    pub text: Text<'a>,
    pub clauses: &'a Clauses,
    pub pronoun: &'a Pronoun,
    pub sentence: usize,
    /// Most mentions that a candidate has before the pronoun.
    pub most: usize,
    /// First named person of the text.
    pub first: Option<usize>,
    /// Number of candidates.
    pub candidates: usize,
    /// Speaker of the quotation that the pronoun stands in, and of the last one before it.
    pub speaker: Option<usize>,
    pub last_speaker: Option<usize>,
    /// Persons that begin the pronoun's sentence and the one before, as (sentence, entity).
    pub openers: [(usize, Option<usize>); 2],
    /// The candidate that is the subject nearest before the pronoun.
    pub subject: Option<usize>,
}

const KIN: &[&str] = &[
    "mother",
    "father",
    "sister",
    "brother",
    "son",
    "daughter",
    "wife",
    "husband",
    "friend",
    "girlfriend",
    "boyfriend",
    "parents",
    "grandmother",
    "grandfather",
    "uncle",
    "aunt",
    "cousin",
    "mentor",
    "partner",
    "assistant",
    "boss",
    "teacher",
    "niece",
    "nephew",
    "best",
    "younger",
    "older",
    "elder",
];

/// Which preposition stands before a noun phrase in oblique place: 0 for none.
fn preposition(text: Text<'_>, mention: &Found) -> usize {
    const LIST: &[&str] = &["by", "with", "of", "for", "to", "in", "as", "from", "on", "against"];
    let sentence = text.sentence_of(mention.range.start);
    let from = mention.range.start.saturating_sub(6).max(sentence.start);
    for at in (from..mention.range.start).rev() {
        let word = text.lower(at);
        if let Some(number) = LIST.iter().position(|p| word == *p) {
            return number + 1;
        }
        if one_of(&word, PREPOSITIONS) {
            return LIST.len() + 1;
        }
        if text.verb(at) || matches!(word.as_ref(), "," | ";" | ":") {
            return 0;
        }
    }
    0
}

/// 1 after another name and "and" or a comma, 2 before "and" and another name.
fn conjoined(text: Text<'_>, mention: &Found) -> usize {
    let (start, end) = (mention.range.start, mention.range.end);
    if start > 1 && text.is(start - 1, &["and", "or", "&"]) && text.capital(start - 2) {
        1
    } else if text.is(end, &["and", "or", "&"]) && text.capital(end + 1) {
        2
    } else {
        0
    }
}

/// How a name that follows its pronoun stands: 0 it does not follow, 2 a subject after an opening
/// phrase that the pronoun stands in ("In her youth Ana …"), 3 nothing else came before, 1 else.
fn ahead(scene: &Scene<'_>, last: &Found, place: Place, rank: usize) -> usize {
    let token = scene.pronoun.token;
    if last.range.start <= token {
        return 0;
    }
    let text = scene.text;
    let opening = text.sentence_of(token).start;
    let opens =
        text.is(opening, PREPOSITIONS) || text.is(opening, CLAUSE) || text.lower(opening).ends_with("ing");
    let comma = (token..last.range.start).any(|at| text.get(at) == ",");
    if place == Place::Subject && opens && (comma || last.range.start - token < 8) {
        2
    } else if rank == 0 {
        3
    } else {
        1
    }
}

/// Features of one candidate. `rank` counts candidates mentioned more recently; `inside` says
/// whether its last mention stands in a quotation's content, and in which.
pub(super) fn features(
    scene: &Scene<'_>,
    number: usize,
    draft: &Draft,
    last: &Found,
    rank: usize,
    inside: Option<usize>,
    out: &mut Vec<u16>,
) {
    let text = scene.text;
    let token = scene.pronoun.token;
    let after = last.range.start > token;
    let back = scene.sentence.saturating_sub(text.sentence(last.range.start));
    let near = back.min(2);
    let place = place(text, last);
    let before = draft.mentions.partition_point(|m| m.range.end <= token);
    let apart = token.saturating_sub(last.range.end);
    let clauses = scene.clauses.between(last.range.end, token);
    let opener =
        scene.openers.iter().any(|&(sentence, who)| who == Some(number) && sentence + back == scene.sentence);
    let previous =
        scene.openers.iter().any(|&(sentence, who)| who == Some(number) && sentence + 1 == scene.sentence);
    let recent = draft
        .mentions
        .get(..before)
        .unwrap_or(&[])
        .iter()
        .rev()
        .take_while(|m| text.sentence(m.range.start) + 2 >= scene.sentence)
        .count();
    let pronoun_place = match scene.pronoun.form {
        0 => Place::Subject,
        1 => Place::Possessor,
        _ => Place::Object,
    };
    let bound = !after && back == 0 && clauses == 0 && scene.pronoun.form == 2 && place == Place::Subject;
    let values = [
        if after { 5 } else { back.min(4) },
        rank.min(4),
        place as usize * 3 + near,
        usize::from(opener) * 3 + near,
        usize::from(draft.gender == scene.pronoun.gender),
        match last.kind {
            MentionKind::Name => 0,
            MentionKind::Nominal => 1,
            MentionKind::Pronoun => 2,
        },
        match before {
            0 | 1 => 0,
            2 => 1,
            3 | 4 => 2,
            5..=8 => 3,
            _ => 4,
        },
        usize::from(before >= scene.most && before > 1),
        usize::from(scene.first == Some(number)),
        match (draft.is_person() && !draft.guessed, draft.name.is_empty(), draft.person.is_short()) {
            (false, ..) => 3,
            (_, true, _) => 2,
            (_, _, true) => 1,
            _ => 0,
        },
        if back > 0 || after {
            0
        } else {
            match apart {
                0..=2 => 1,
                3..=5 => 2,
                6..=10 => 3,
                11..=20 => 4,
                _ => 5,
            }
        },
        usize::from(bound),
        match (scene.pronoun.quoted, inside) {
            (None, None) => 0,
            (None, Some(_)) => 1,
            (Some(_), _) if scene.speaker == Some(number) => 2,
            (Some(a), Some(b)) if a == b => 3,
            (Some(_), _) => 4,
        },
        usize::from(scene.last_speaker == Some(number)),
        match (last.kind == MentionKind::Pronoun, back) {
            (false, _) => 0,
            (true, 0) => 1,
            (true, _) => 2,
        },
        usize::from(place == pronoun_place) * 3 + near,
        if back > 0 || after { 0 } else { 1 + clauses.min(2) },
        recent.min(3),
        usize::from(previous),
        usize::from(scene.candidates == 1),
        match (draft.kind, draft.name.is_empty(), draft.guessed) {
            (EntityType::Person, true, _) => 7,
            (EntityType::Person, _, false) => 0,
            (EntityType::Person, ..) => 1,
            (EntityType::Location, ..) => 2,
            (EntityType::Organization, ..) => 3,
            (EntityType::Misc | EntityType::Product, ..) => 4,
            (EntityType::Group, ..) => 5,
            _ => 6,
        },
        usize::from(
            !draft.is_person() && text.is(last.range.start.wrapping_sub(1), &["in", "at", "near", "the"]),
        ),
        if place == Place::Oblique { preposition(text, last) } else { 0 },
        if scene.subject == Some(number) { 1 + back.min(1) } else { 0 },
        ahead(scene, last, place, rank),
        conjoined(text, last),
        usize::from(text.get(last.range.end) == ")" || text.get(last.range.start.wrapping_sub(1)) == "("),
        rank.min(2) * 5 + place as usize,
        match before {
            0 | 1 => 0,
            2 | 3 => 1,
            _ => 2,
        } * 5
            + place as usize,
        match scene.pronoun.source_of {
            None => 0,
            Some(_) if scene.last_speaker == Some(number) => 2,
            Some(_) => 1,
        },
        if back == 0 && !after && text.is(token.wrapping_sub(1), &["and", "but", "then", "or"]) {
            1 + usize::from(place == Place::Subject)
        } else {
            0
        },
        usize::from(place == Place::Possessor && text.is(last.range.end + 1, KIN)),
    ];
    let mut base = 0;
    for ((_, size), value) in FIELDS.iter().zip(values) {
        out.push(((base + value.min(size - 1)) * 4 + scene.pronoun.form.min(3)) as u16);
        base += size;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_name() {
        assert_eq!(feature_name(0), "sentences-back=0 subject");
        assert_eq!(feature_name(FEATURES as u16 - 1), "kin=1 reflexive");
        assert_eq!(feature_name(FEATURES as u16), "");
    }
}
