use super::grammar::{Expression, may_begin, month, read};
use super::resolve::resolve;
use crate::coref::Named;
use crate::quote::{Trait, Words};
use crate::{Entity, EntityType, Mention, MentionKind};
use std::collections::BTreeMap;
use std::ops::Range;
use verbatim_article::{PartialDate, Span};

/// Words before a bare year or month which show that it is one.
const LEADS: &[&str] = &[
    "in", "since", "by", "until", "till", "from", "of", "during", "before", "after", "early", "late", "mid",
    "around", "between", "and", "to", "through", "last", "next", "this", "for", "on",
];
/// Tokens that an expression is looked for in: "Thursday, 3rd of February, 2022" has seven.
const LONGEST: usize = 10;
/// Words that make a sentence speak of what is to come.
const AHEAD: &[&str] =
    &["will", "'ll", "’ll", "wo", "shall", "scheduled", "planned", "plans", "due", "expected", "upcoming"];

/// The dates of an article: those that the name tagger found (`names`, of which it is given only
/// dates), and those that the grammar finds elsewhere, outside other names (`taken`). One entity
/// per wording and day.
pub(crate) fn date_entities(
    words: Words<'_>,
    sentences: &[Range<usize>],
    names: &[Named],
    published: Option<PartialDate>,
) -> Vec<Entity> {
    let Words { text, tokens, .. } = words;
    let mut found: Vec<(Span, Option<PartialDate>)> = Vec::new();
    let mut names = names.iter().peekable();
    for sentence in sentences {
        let place = |at: usize| tokens.get(at).copied().unwrap_or_default();
        let few = |range: Range<usize>| -> Vec<&str> { range.map(|at| words.get(at)).collect() };
        let mut ahead = false;
        let mut at = sentence.start;
        while at < sentence.end {
            ahead |= words.is(at, AHEAD) && AHEAD.contains(&words.get(at));
            let here = place(at);
            while names.peek().is_some_and(|n| n.span.end <= here.start) {
                names.next();
            }
            let name = names.peek().filter(|n| n.span.overlaps(here));
            let end_of_name =
                name.map(|n| (at..sentence.end).take_while(|i| place(*i).start < n.span.end).count());
            if let (Some(name), Some(length)) = (name, end_of_name) {
                let length = length.max(1);
                if name.kind == EntityType::Date {
                    let inner = few(at..(at + length).min(sentence.end));
                    let parsed = (0..inner.len()).find_map(|i| read(inner.get(i..)?));
                    found.push((name.span, parsed.and_then(|(_, e)| resolve(e, published, ahead))));
                }
                at += length;
                continue;
            }
            if !words.has(at, Trait::Date, may_begin) {
                at += 1;
                continue;
            }
            let before = if at > sentence.start { words.get(at - 1) } else { "" };
            match read(&few(at..sentence.end.min(at + LONGEST))) {
                Some((length, expression)) if stands_alone(expression, length, before) => {
                    // Nothing of it may belong to a name that begins inside it.
                    let span = here.cover(place(at + length - 1));
                    if names.peek().is_none_or(|n| !n.span.overlaps(span)) {
                        found.push((span, resolve(expression, published, ahead)));
                    }
                    at += length;
                }
                _ => at += 1,
            }
        }
    }
    group(text, &found)
}

/// Whether an expression is a date for sure, or only after a word that says so.
fn stands_alone(expression: Expression, length: usize, before: &str) -> bool {
    match expression {
        Expression::Year(_) => {
            LEADS.contains(&before.to_lowercase().as_str()) || month(&before.to_lowercase()).is_some()
        }
        Expression::Month { year: None, .. } if length == 1 => {
            LEADS.contains(&before.to_lowercase().as_str())
        }
        _ => true,
    }
}

fn group(text: &str, found: &[(Span, Option<PartialDate>)]) -> Vec<Entity> {
    let mut entities: Vec<Entity> = Vec::new();
    let mut known: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
    for &(span, date) in found {
        let name = span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let mention = Mention { span, kind: MentionKind::Name };
        let key = (name.to_lowercase(), date.map(|d| d.to_string()));
        let index = *known.entry(key).or_insert(entities.len());
        match entities.get_mut(index) {
            Some(entity) => entity.mentions.push(mention),
            None => {
                let (kind, roles) = (EntityType::Date, Vec::new());
                entities.push(Entity { kind, name, roles, mentions: vec![mention], date });
            }
        }
    }
    entities
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{split_sentences, tokenize};

    /// Every date of a text as `words = day`, written on Thursday, 3 February 2022.
    fn dates(text: &str) -> Vec<String> {
        let tokens = tokenize(text);
        let sentences = split_sentences(text, &tokens, &[]);
        let words = Words { text, tokens: &tokens, pos: &[], traits: &[] };
        let all = date_entities(words, &sentences, &[], "2022-02-03".parse().ok());
        all.iter().map(|e| format!("{} = {}", e.name, e.date.map_or("?".into(), |d| d.to_string()))).collect()
    }

    #[test]
    fn whole_dates() {
        assert_eq!(dates("The port closed on 3 February 2021."), ["3 February 2021 = 2021-02-03"]);
        assert_eq!(dates("On March 3, 2021, it reopened."), ["March 3, 2021 = 2021-03-03"]);
        assert_eq!(dates("It was the 1st of May 1999."), ["1st of May 1999 = 1999-05-01"]);
        assert_eq!(dates("Logged 2021-12-31 at noon."), ["2021-12-31 = 2021-12-31"]);
        assert_eq!(dates("On Thursday, Feb. 3, they met."), ["Thursday, Feb. 3 = 2022-02-03"]);
    }

    #[test]
    fn parts_take_the_nearest_year() {
        assert_eq!(dates("It sank on Dec. 30."), ["Dec. 30 = 2021-12-30"]);
        assert_eq!(dates("It sails on Feb. 20."), ["Feb. 20 = 2022-02-20"]);
        assert_eq!(dates("A leap day, Feb. 29, it was."), ["Feb. 29 = 2020-02-29"]);
        assert_eq!(dates("It began in November."), ["November = 2021-11"]);
        assert_eq!(dates("It began in June 2019 and ended in 2020."), ["June 2019 = 2019-06", "2020 = 2020"]);
    }

    #[test]
    fn weekdays() {
        assert_eq!(dates("She spoke on Tuesday."), ["Tuesday = 2022-02-01"]);
        assert_eq!(dates("She spoke on Thursday."), ["Thursday = 2022-02-03"]);
        assert_eq!(dates("They will meet on Tuesday."), ["Tuesday = 2022-02-08"]);
        assert_eq!(dates("They met last Thursday."), ["last Thursday = 2022-01-27"]);
        assert_eq!(dates("They meet next Monday."), ["next Monday = 2022-02-07"]);
    }

    #[test]
    fn relative() {
        assert_eq!(dates("He left yesterday."), ["yesterday = 2022-02-02"]);
        assert_eq!(dates("Prices rose last month."), ["last month = 2022-01"]);
        assert_eq!(
            dates("It closed two years ago, or 40 days ago."),
            ["two years ago = 2020", "40 days ago = 2021-12-25"]
        );
        assert_eq!(dates("It ends next year."), ["next year = 2023"]);
    }

    #[test]
    fn other_words() {
        for text in [
            "You may go. They march on.",
            "He paid 2022 crowns.",
            "The 3 men left. May it last.",
            "Turn this night around.",
        ] {
            assert!(dates(text).is_empty(), "{text}");
        }
        let tokens = tokenize("on Thursday");
        let words = Words { text: "on Thursday", tokens: &tokens, pos: &[], traits: &[] };
        let unknown = date_entities(words, std::slice::from_ref(&(0..2)), &[], None);
        assert_eq!(unknown[0].date, None);
    }
}
