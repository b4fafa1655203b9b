//! Places that speak: "Ankara said" means those who govern there, "in Ankara" the town. Of the metonymies of place names
//! (Markert and Nissim 2007) this is the commonest in the news, "place for people", as far as it speaks.

use crate::{Document, Entity, EntityIndex, EntityType, MentionKind};
use verbatim_article::Span;

/// The entities that an article names only as somebody who speaks or is spoken to, nowhere as a place: their numbers in
/// the document, in order. Persons and groups, who are never places, are not among them.
#[must_use]
pub fn voices(text: &str, document: &Document) -> Vec<EntityIndex> {
    // Where a name can stand for those who speak: the sources of each speaker, and whom something was said to.
    let mut spoken: Vec<(Span, Option<EntityIndex>)> = Vec::new();
    for quotation in &document.quotations {
        spoken.extend(quotation.source.iter().map(|span| (*span, quotation.speaker)));
        spoken.extend(quotation.addressee.iter().map(|span| (*span, None)));
    }
    spoken.sort_unstable_by_key(|(span, speaker)| (span.start, span.end, *speaker));
    spoken.dedup();
    let speaks = |number: EntityIndex, name: Span| {
        let before = spoken.partition_point(|(span, _)| span.start <= name.start);
        // A source is seldom longer than a few words: those that begin shortly before the name.
        let near = spoken.get(before.saturating_sub(NEAR)..before).unwrap_or(&[]);
        near.iter().any(|(span, speaker)| {
            let inside = span.start <= name.start && name.end <= span.end;
            let led = Span { start: span.start, end: name.start.max(span.start) }.of(text);
            inside
                && match speaker {
                    Some(speaker) => *speaker == number && !ends_in(led, PLACED),
                    None => article_only(led),
                }
        })
    };
    let voice = |number: EntityIndex, entity: &Entity| {
        let mut names = entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Name).peekable();
        names.peek().is_some() && names.all(|name| speaks(number, name.span) || says(text, name.span))
    };
    let can_be_place = |entity: &Entity| {
        use EntityType::{Date, Group, Money, Person};
        !matches!(entity.kind, Person | Group | Date | Money)
    };
    let entities = (0u32..).map(EntityIndex).zip(&document.entities);
    entities
        .filter(|(number, entity)| can_be_place(entity) && voice(*number, entity))
        .map(|(n, _)| n)
        .collect()
}

/// Sources that are looked at for one name.
const NEAR: usize = 8;

/// After these a name is where somebody is, though it stands in a source: "the ministry in Ankara".
const PLACED: &[&str] = &["in", "at", "near", "from", "of", "outside", "across", "around", "inside"];

fn ends_in(words: &str, list: &[&str]) -> bool {
    let last = words.rsplit(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
    last.is_some_and(|last| list.iter().any(|word| word.eq_ignore_ascii_case(last)))
}

fn article_only(words: &str) -> bool {
    let words = words.trim();
    words.is_empty() || words.eq_ignore_ascii_case("the")
}

/// Whether the words after a name are a verb of speech whose subject it is: "Ankara has repeatedly denied".
fn says(text: &str, name: Span) -> bool {
    let led = text.get(..name.start as usize).unwrap_or("").trim_end();
    let led = led.strip_suffix("the").or_else(|| led.strip_suffix("The")).unwrap_or(led);
    // "The mayor of Drovna said", "police in Drovna said": somebody else is the subject.
    let tail = led.char_indices().rev().nth(12).map_or(led, |(at, _)| led.get(at..).unwrap_or(led));
    // After a comma "and" joins clauses, else names: "police in Kelsund and Drovna".
    let joined =
        [" and", " or"].iter().any(|word| led.strip_suffix(word).is_some_and(|rest| !rest.ends_with(',')));
    if joined || led.ends_with(char::is_alphanumeric) && ends_in(tail, NOT_SUBJECT) {
        return false;
    }
    let after = text.get(name.end as usize..).unwrap_or("");
    if !after.starts_with(' ') {
        return false;
    }
    let mut words = after.split_whitespace().take(4);
    let verb = words.find(|word| !BETWEEN.contains(word));
    verb.is_some_and(|verb| SAYS.contains(&verb.trim_end_matches(|c: char| !c.is_alphanumeric())))
}

/// Words between a subject and its verb.
const BETWEEN: &[&str] = &[
    "has",
    "had",
    "have",
    "also",
    "again",
    "repeatedly",
    "later",
    "earlier",
    "long",
    "always",
    "officially",
    "now",
];

/// Before the name of a place that is no subject.
const NOT_SUBJECT: &[&str] = &[
    "in", "at", "near", "from", "of", "outside", "across", "around", "inside", "to", "for", "with",
    "against", "over", "through", "by", "into",
];

/// Verbs of speech that governments are subjects of, where no quotation was found.
const SAYS: &[&str] = &[
    "said",
    "says",
    "denied",
    "denies",
    "rejected",
    "rejects",
    "accused",
    "accuses",
    "insisted",
    "insists",
    "warned",
    "warns",
    "claimed",
    "claims",
    "announced",
    "announces",
    "demanded",
    "demands",
    "condemned",
    "condemns",
    "confirmed",
    "confirms",
    "urged",
    "urges",
    "vowed",
    "vows",
    "threatened",
    "threatens",
    "protested",
    "protests",
    "denounced",
    "denounces",
    "declared",
    "declares",
    "stressed",
    "argued",
    "argues",
    "dismissed",
    "dismisses",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Evidence, Mention, Quotation, QuotationKind, Stance, VerbFamily};

    /// A text in which `Drovna` is one place; `source` and `addressee` are words of a quotation.
    fn found(text: &str, source: &str, addressee: &str, speaks: bool) -> bool {
        let place = |word: &str| text.find(word).map(|at| Span::new(at, at + word.len()));
        let mentions = text
            .match_indices("Drovna")
            .map(|(at, word)| Mention { span: Span::new(at, at + word.len()), kind: MentionKind::Name });
        let entity = Entity {
            kind: EntityType::Location,
            name: "Drovna".to_owned(),
            roles: Vec::new(),
            mentions: mentions.collect(),
            date: None,
        };
        let quotation = Quotation {
            kind: QuotationKind::Indirect,
            content: Vec::new(),
            cue: Vec::new(),
            verb: "say".to_owned(),
            family: VerbFamily::Neutral,
            source: Some(source).filter(|s| !s.is_empty()).and_then(place).into_iter().collect(),
            speaker: speaks.then_some(EntityIndex(0)),
            addressee: Some(addressee).filter(|s| !s.is_empty()).and_then(place).into_iter().collect(),
            stance: Stance::Speech,
            confidence: 900,
            evidence: Evidence::default(),
        };
        let document =
            Document { entities: vec![entity], quotations: vec![quotation], ..Document::default() };
        voices(text, &document) == [EntityIndex(0)]
    }

    #[test]
    fn what_only_speaks_is_no_place() {
        for (text, source, addressee, speaks, expected) in [
            ("Drovna said the bridge was safe.", "Drovna", "", true, true),
            ("The bridge is safe, according to Drovna.", "Drovna", "", true, true),
            ("The mayor told Drovna to wait.", "", "Drovna", false, true),
            ("The mayor told reporters in Drovna to wait.", "", "reporters in Drovna", false, false),
            ("Drovna said the bridge was safe. Trains to Drovna ran late.", "Drovna", "", true, false),
            ("The council in Drovna said no.", "The council in Drovna", "", true, false),
            ("Officials in Drovna said no.", "Officials in Drovna", "", false, false),
            ("The talks failed, and Drovna has repeatedly denied it.", "", "", false, true),
            ("Drovna rejected the offer.", "", "", false, true),
            ("The head of Drovna rejected the offer.", "", "", false, false),
            ("Drovna lies on the river.", "", "", false, false),
            ("Drovna", "", "", false, false),
        ] {
            assert_eq!(found(text, source, addressee, speaks), expected, "{text}");
        }
    }
}
