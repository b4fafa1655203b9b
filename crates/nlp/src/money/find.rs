use super::amount::{Amount, amount, belongs};
use crate::coref::Named;
use crate::quote::{Trait, Words};
use crate::{Entity, EntityType, Mention, MentionKind};
use std::collections::BTreeMap;
use std::ops::Range;
use verbatim_article::Span;

/// Tokens of a wording at most: "two hundred million Turkish lira", "half a million US dollars".
const LONGEST: usize = 8;

/// The sums of money in an article: those that the grammar reads, outside other names, one entity per sum; and what else
/// the name tagger took for money ("millions of dollars"), one per wording. `names` are in order.
pub(crate) fn money_entities(words: Words<'_>, sentences: &[Range<usize>], names: &[Named]) -> Vec<Entity> {
    let Words { text, tokens, .. } = words;
    let mut entities: Vec<Entity> = Vec::new();
    let mut known: BTreeMap<Result<Amount, String>, usize> = BTreeMap::new();
    let mut put = |span: Span, sum: Option<Amount>| {
        let name = span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let mention = Mention { span, kind: MentionKind::Name };
        let key = sum.ok_or_else(|| name.to_lowercase());
        let index = *known.entry(key).or_insert(entities.len());
        match entities.get_mut(index) {
            Some(entity) => entity.mentions.push(mention),
            None => {
                let (kind, roles) = (EntityType::Money, Vec::new());
                entities.push(Entity { kind, name, roles, mentions: vec![mention], date: None });
            }
        }
    };
    let mut tagged = names.iter().filter(|n| n.kind == EntityType::Money).peekable();
    let mut names = names.iter().filter(|n| n.kind != EntityType::Money).peekable();
    for sentence in sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let opens = words.has(at, Trait::Sum, may_begin);
            let Some((end, sum)) = opens.then(|| read(text, tokens, at, sentence.end)).flatten() else {
                at += 1;
                continue;
            };
            let (Some(first), Some(last)) = (tokens.get(at), tokens.get(end - 1)) else { break };
            let span = first.cover(*last);
            while names.next_if(|n| n.span.end <= span.start).is_some() {}
            at = end;
            // A book's title may hold a sum; a nationality or a date before "lira" is taken for a name of its own.
            let inside = |n: &&Named| n.span.contains(span) && n.span.len() > span.len();
            if names.peek().is_some_and(inside) {
                continue;
            }
            while let Some(before) = tagged.next_if(|n| n.span.end <= span.start) {
                put(before.span, None);
            }
            while tagged.next_if(|n| n.span.overlaps(span)).is_some() {}
            put(span, Some(sum));
        }
    }
    tagged.for_each(|name| put(name.span, None));
    entities
}

/// Whether a sum can begin with a word.
pub(crate) fn may_begin(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit() || c == '$' || (c > '\u{7f}' && !c.is_alphanumeric()))
        || word.len() <= 7 && may_count(word)
}

/// The longest sum that begins at a token, and the token behind it.
fn read(text: &str, tokens: &[Span], start: usize, limit: usize) -> Option<(usize, Amount)> {
    let further = |at: &usize| tokens.get(*at).is_some_and(|t| belongs(t.of(text)));
    let end =
        (start + 1..limit.min(start + LONGEST)).take_while(further).last().map_or(start + 1, |at| at + 1);
    (start + 1..=end).rev().find_map(|end| {
        let last = tokens.get(end - 1)?;
        let wording = tokens.get(start)?.cover(*last).of(text);
        if wording.contains('\n') {
            return None;
        }
        Some((end, amount(wording)?))
    })
}

/// Words that can begin a sum: numbers in letters, a currency's code or its sign with a letter.
fn may_count(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "a", "half", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve",
        "fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    let code = word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase());
    let sign = word.contains('$') || matches!(word, "US" | "A" | "C" | "R" | "S" | "HK" | "NZ");
    code || sign || crate::token::one_of(word, WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{split_sentences, tokenize};

    fn sums(text: &str) -> Vec<String> {
        let tokens = tokenize(text);
        let sentences = split_sentences(text, &tokens, &[]);
        let words = Words { text, tokens: &tokens, pos: &[], traits: &[] };
        let all = money_entities(words, &sentences, &[]);
        let shown = |e: &Entity| {
            let sum = amount(&e.name).unwrap();
            format!("{} × {} = {} {}", e.name, e.mentions.len(), sum.value, sum.currency)
        };
        all.iter().map(shown).collect()
    }

    #[test]
    fn in_sentences() {
        assert_eq!(
            sums("The $1.5 billion yard cost $1.5bn more than the €20m that Holt paid, or £5 a head."),
            ["$1.5 billion × 2 = 1500000000 USD", "€20m × 1 = 20000000 EUR", "£5 × 1 = 5 GBP"]
        );
        assert_eq!(
            sums("A 2bn-euro deal for 300 million Turkish lira and five thousand dollars."),
            [
                "2bn-euro × 1 = 2000000000 EUR",
                "300 million Turkish lira × 1 = 300000000 TRY",
                "five thousand dollars × 1 = 5000 USD"
            ]
        );
        assert_eq!(
            sums("It cost US$40 or 12,000 crowns."),
            ["US$40 × 1 = 40 USD", "12,000 crowns × 1 = 12000 crown"]
        );
        assert!(sums("Five people won 20 million votes in 2022; a cat weighs five pounds.").is_empty());
    }
}
