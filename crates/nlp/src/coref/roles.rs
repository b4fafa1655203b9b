//! Roles: titles before names, appositions after and before them.

use super::entity::Draft;
use super::offices::{MODIFIERS, is_head};
use super::text::Text;
use crate::names::{Gazetteer, is_title};
use crate::token::one_of;
use std::ops::Range;

/// A title or description of a person: "Turkish foreign minister" → head `minister`,
/// modifier `foreign`, country `turkey`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Role {
    pub head: String,
    pub modifiers: Vec<String>,
    pub country: Option<&'static str>,
    /// Whose, where that is no country: `board` of "the water board's director" and "a director of the board".
    pub owner: Option<String>,
    /// As written, without determiner and country.
    pub phrase: String,
}

/// A description found at some tokens: determiner, modifiers and head.
pub(super) struct Phrase {
    /// With its determiner or possessor.
    pub range: Range<usize>,
    pub role: Role,
    /// "the", "a", a possessive, or nothing.
    pub determiner: Determiner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Determiner {
    None,
    Definite,
    Indefinite,
    /// "Turkey's", "the company's".
    Possessive,
    /// "His", "their".
    Pronoun,
}

/// The description whose head is a token, if the token heads one. A head before another head
/// ("minister spokesman") modifies it.
pub(super) fn phrase_at(text: Text<'_>, head: usize) -> Option<Phrase> {
    if text.get(head) == "PM" {
        return prime_minister(text, head);
    }
    if !text.head(head) {
        return None;
    }
    let lower = text.lower(head);
    if lower == "prime" || lower == "general" && text.head(head + 1) {
        return None;
    }
    let sentence = text.sentence_of(head);
    if head + 1 < sentence.end && text.head(head + 1) && lower != "star" {
        return None;
    }
    let table = Gazetteer::get();
    let mut start = head;
    let mut country = None;
    let mut owner = None;
    let mut modifiers = Vec::new();
    let mut role_start = head;
    let mut determiner = Determiner::None;
    while start > sentence.start && head - start < 8 {
        let before = start - 1;
        let word = text.lower(before);
        // "co-founder", "vice-chair", "editor-in-chief": the parts are one word.
        if word == "-" && text.glued(before) && before > sentence.start {
            modifiers.push(text.lower(before - 1).to_string());
            start = before - 1;
            role_start = start;
            continue;
        }
        if let Some(known) = table.adjective(text.get(before)) {
            country = country.or(Some(known.id));
        } else if matches!(word.as_ref(), "'s" | "’s" | "s'" | "'" | "’") && before > sentence.start {
            country = country.or(table.named(text.get(before - 1)).map(|k| k.id));
            determiner = Determiner::Possessive;
            owner = Some(text.lower(before - 1).to_string()).filter(|_| country.is_none());
            start = before - 1;
            // The possessor's own words: "the drovna water board's director".
            while start > sentence.start && text.capital(start) && text.capital(start - 1) {
                start -= 1;
            }
            if start > sentence.start && text.is(start - 1, &["the"]) {
                start -= 1;
            }
            break;
        } else if matches!(word.as_ref(), "the" | "this" | "that") {
            determiner = Determiner::Definite;
            start = before;
            break;
        } else if matches!(word.as_ref(), "a" | "an" | "another" | "one") {
            determiner = Determiner::Indefinite;
            start = before;
            break;
        } else if matches!(word.as_ref(), "his" | "her" | "their" | "its" | "my" | "our" | "your") {
            determiner = Determiner::Pronoun;
            start = before;
            break;
        } else if one_of(&word, MODIFIERS)
            || text.head(before)
            || (text.capital(before) && (before > sentence.start || text.capital(before + 1)))
        {
            modifiers.push(word.to_string());
            role_start = before;
        } else if word.ends_with("-based") || word.contains('-') && word.len() > 4 && !text.verb(before) {
            modifiers.push(word.to_string());
        } else if let Some(known) = table.named(text.get(before)).filter(|_| text.capital(before)) {
            country = country.or(Some(known.id));
        } else if matches!(text.pos(before), crate::Pos::Noun | crate::Pos::Adj)
            && text.pos(head) == crate::Pos::Noun
        {
            // "harbour commissioner", "marine biologist"
            modifiers.push(word.to_string());
            role_start = before;
        } else {
            break;
        }
        start = before;
    }
    let mut end = head + 1;
    // "the president of Turkey", "the head of the agency"
    if country.is_none() && text.is(end, &["of", "for"]) {
        let at = if text.is(end + 1, &["the"]) { end + 2 } else { end + 1 };
        if let Some(known) = table.named(text.get(at)).filter(|_| text.capital(at)) {
            country = Some(known.id);
            end = at + 1;
        } else {
            owner = owner.or_else(|| owner_after(text, at, sentence.end));
        }
    }
    modifiers.reverse();
    let phrase = text.words(&(role_start..head + 1)).to_owned();
    let role = Role { head: lower.to_string(), modifiers, country, owner, phrase };
    Some(Phrase { range: start..end, role, determiner })
}

/// The last word of what somebody is of or for: "a spokeswoman for the harbour **union**".
fn owner_after(text: Text<'_>, from: usize, limit: usize) -> Option<String> {
    let names = |at: &usize| {
        text.capital(*at) || matches!(text.pos(*at), crate::Pos::Noun | crate::Pos::Propn | crate::Pos::Adj)
    };
    let last = (from..limit.min(from + OWNER)).take_while(names).last()?;
    Some(text.lower(last).to_string())
}

/// Words that an owner's name may have.
const OWNER: usize = 5;

/// "The PM", "Norway's PM"; not the hour.
fn prime_minister(text: Text<'_>, head: usize) -> Option<Phrase> {
    let before = head.checked_sub(1)?;
    let table = Gazetteer::get();
    let (start, country, determiner) = if text.is(before, &["the"]) {
        (before, None, Determiner::Definite)
    } else if let Some(known) = table.adjective(text.get(before)) {
        let the = before.checked_sub(1).filter(|at| text.is(*at, &["the"]));
        (the.unwrap_or(before), Some(known.id), the.map_or(Determiner::None, |_| Determiner::Definite))
    } else if text.is(before, &["'s", "’s"]) {
        let owner = before.checked_sub(1)?;
        (owner, Some(table.named(text.get(owner))?.id), Determiner::Possessive)
    } else {
        return None;
    };
    let role = Role {
        head: "minister".to_owned(),
        modifiers: vec!["prime".to_owned()],
        country,
        owner: None,
        phrase: "PM".to_owned(),
    };
    Some(Phrase { range: start..head + 1, role, determiner })
}

/// Learns the roles of named people from the words around their names. Returns the tokens used, so
/// that they are not taken for descriptions of somebody else.
pub(super) fn learn(text: Text<'_>, drafts: &mut [Draft]) -> Vec<Range<usize>> {
    let mut used = Vec::new();
    let mut ties = Vec::new();
    for (number, draft) in drafts.iter_mut().enumerate().filter(|(_, draft)| draft.is_person()) {
        for mention in draft.mentions.clone() {
            let sentence = text.sentence_of(mention.range.start);
            let mut take = |phrase: Phrase, draft: &mut Draft| {
                used.push(phrase.range.clone());
                draft.gender = draft.gender.or(super::gender::of_word(&phrase.role.head));
                if phrase.determiner == Determiner::Pronoun || phrase.role.head == "counterpart" {
                    ties.push(Tie { whose: phrase.range.start, of: number, head: phrase.role.head.clone() });
                }
                if !draft.roles.contains(&phrase.role) {
                    draft.roles.push(phrase.role);
                }
            };
            let start = mention.range.start;
            // "Foreign Minister Kemal Aydar of Turkey"
            let from = text.is(mention.range.end, &["of"]).then(|| text.get(mention.range.end + 1));
            let from = from.and_then(|country| Gazetteer::get().named(country)).map(|known| known.id);
            if start > sentence.start
                && let Some(mut phrase) = phrase_at(text, start - 1).filter(|p| p.range.end <= start)
            {
                phrase.role.country = phrase.role.country.or(from);
                take(phrase, draft);
            } else if let Some(mut role) = plural(text, start, sentence.start) {
                role.country = role.country.or(from);
                if !draft.roles.contains(&role) {
                    draft.roles.push(role);
                }
            } else if let Some(phrase) = titled(text, start, sentence.start) {
                take(phrase, draft);
            } else if let Some(phrase) = apposed(text, &mention.range, sentence.start) {
                take(phrase, draft);
            } else if let Some(role) = start.checked_sub(1).and_then(|at| abbreviated(text, at))
                && !draft.roles.contains(&role)
            {
                draft.roles.push(role);
            }
            if let Some(phrase) = after(text, mention.range.end, sentence.end) {
                take(phrase, draft);
            }
            if let Some(role) = heads(text, mention.range.end, sentence.end)
                && !draft.roles.contains(&role)
            {
                draft.roles.push(role);
            }
        }
    }
    super::kin::learn(text, drafts, &ties);
    firms(text, drafts);
    used
}

/// Says of organisations that they are firms, where the words around their names do: their founders have the same names.
fn firms(text: Text<'_>, drafts: &mut [Draft]) {
    for draft in drafts.iter_mut().filter(|draft| draft.kind == crate::EntityType::Organization) {
        let names = draft.mentions.iter().filter(|mention| mention.kind == crate::MentionKind::Name);
        if let Some(noun) = names.filter_map(|mention| super::kinds::firm_noun(text, &mention.range)).next() {
            draft.roles.push(Role {
                head: noun.clone(),
                modifiers: Vec::new(),
                country: None,
                owner: None,
                phrase: noun,
            });
        }
    }
}

/// Somebody described by what he is to somebody else: "his wife, Karin Lind", "her Greek counterpart, Petros Vallas".
pub(super) struct Tie {
    /// The first token of the description: "his".
    pub whose: usize,
    /// Number of the draft that is described.
    pub of: usize,
    pub head: String,
}

/// What all of a list are: "foreign ministers Kemal Aydar of Turkey, Petros Vallas of Greece and Ivan Stoev".
fn plural(text: Text<'_>, name: usize, floor: usize) -> Option<Role> {
    let reach = floor.max(name.saturating_sub(LIST));
    let at = (reach..name).rev().find(|&at| {
        !text.capital(at) && !text.is(at, &[",", "and", "of", "the"]) || singular(text, at).is_some()
    })?;
    let head = singular(text, at)?;
    let first =
        (reach..at).rev().take_while(|&before| one_of(&text.lower(before), MODIFIERS)).last().unwrap_or(at);
    let modifiers: Vec<String> = (first..at).map(|before| text.lower(before).to_string()).collect();
    let country = first
        .checked_sub(1)
        .and_then(|before| Gazetteer::get().adjective(text.get(before)))
        .map(|known| known.id);
    let phrase = format!("{}{head}", modifiers.iter().map(|word| format!("{word} ")).collect::<String>());
    Some(Role { head, modifiers, country, owner: None, phrase })
}

/// What one of many is: "ministers" → `minister`.
fn singular(text: Text<'_>, at: usize) -> Option<String> {
    let word = text.lower(at);
    let head = word.strip_suffix('s').filter(|head| is_head(head) && !is_head(&word))?;
    Some(head.to_owned())
}

/// Tokens of a list of names behind what they all are.
const LIST: usize = 16;

/// "Dr. Ana Sorel" is a doctor, "Sen. Ana Sorel" a senator.
fn abbreviated(text: Text<'_>, at: usize) -> Option<Role> {
    let word = text.lower(at);
    let head = match word.trim_end_matches('.') {
        "dr" => "doctor",
        "prof" => "professor",
        "sen" => "senator",
        "gov" => "governor",
        "rep" => "representative",
        "gen" => "general",
        "col" => "colonel",
        "capt" => "captain",
        "lt" => "lieutenant",
        "sgt" => "sergeant",
        "insp" => "inspector",
        "cllr" => "councillor",
        "rev" => "reverend",
        _ => return None,
    };
    let phrase = text.get(at).to_owned();
    Some(Role { head: head.to_owned(), modifiers: Vec::new(), country: None, owner: None, phrase })
}

/// "Ines Calder, who heads the water board": its head.
fn heads(text: Text<'_>, end: usize, limit: usize) -> Option<Role> {
    let who = end + usize::from(text.is(end, &[","]));
    if !text.is(who, &["who"]) || who + 1 >= limit {
        return None;
    }
    let head = match text.lower(who + 1).as_ref() {
        "heads" | "headed" | "runs" | "leads" | "led" => "head",
        "chairs" | "chaired" => "chair",
        "directs" | "directed" => "director",
        "coaches" | "coached" => "coach",
        "edits" | "edited" => "editor",
        "manages" | "managed" => "manager",
        "founded" => "founder",
        "owns" => "owner",
        _ => return None,
    };
    let from = who + 2 + usize::from(text.is(who + 2, &["the", "a", "an", "its", "his", "her", "their"]));
    let owner = owner_after(text, from, limit)?;
    let phrase = format!("{head} of the {owner}");
    Some(Role { head: head.to_owned(), modifiers: Vec::new(), country: None, owner: Some(owner), phrase })
}

/// The office before a name: "Minister of Maritime Affairs Ana Sorel", "Commissioner of the Harbour".
fn titled(text: Text<'_>, name: usize, floor: usize) -> Option<Phrase> {
    let reach = floor.max(name.saturating_sub(8));
    let mut of = None;
    for at in (reach..name).rev() {
        let joins = text.is(at, &["of", "for", "the", "and", "&"]);
        if text.is(at, &["of", "for"]) {
            of = Some(at);
        }
        if !joins && !text.capital(at) && text.pos(at) != crate::Pos::Noun {
            break;
        }
        if of.is_some_and(|of| of == at + 1) && text.capital(at) {
            return phrase_at(text, at);
        }
    }
    None
}

/// The description that a name stands beside: "the minister, Ana Sorel, said", "the head of the dockers'
/// union, Ana Sorel, denied". What follows the name tells it from the next of a list.
fn apposed(text: Text<'_>, name: &Range<usize>, floor: usize) -> Option<Phrase> {
    // "The coordinator, Dr. Amal Teyn,"
    let titled = name.start > floor && is_title(text.get(name.start - 1));
    let begin = name.start - usize::from(titled);
    let last = begin.checked_sub(2).filter(|last| *last >= floor && text.get(last + 1) == ",")?;
    let closed = text.is(name.end, &[",", ".", "(", "—", "–", "of", "who"]) || text.verb(name.end);
    // "Ana Sorel, and Jon Lind" is a list; ", Ana Sorel, and the mayor, Jon Lind" are two with their offices.
    let listed = text.is(name.end, &[","])
        && text.is(name.end + 1, &["and", "or", "&"])
        && !text.is(name.end + 2, &["the", "a", "an", "his", "her", "its", "their"]);
    if !closed || listed {
        return None;
    }
    let described = |head: usize| {
        phrase_at(text, head)
            .filter(|phrase| phrase.determiner != Determiner::None || head == floor || text.capital(head))
    };
    if let Some(phrase) = described(last) {
        return Some(phrase).filter(|phrase| phrase.determiner != Determiner::None);
    }
    for head in (floor.max(name.start.saturating_sub(COMPLEMENT))..last).rev() {
        if text.is(head, &[",", ";", ":", "(", ")", "\"", "“", "”"]) || text.verb(head) {
            return None;
        }
        if text.is(head + 1, &["of", "for", "at", "in", "on", "to"])
            && let Some(phrase) = described(head)
        {
            return Some(phrase);
        }
    }
    None
}

/// Tokens that a description with what it is of, for or at may have before a name.
const COMPLEMENT: usize = 14;

/// The apposition after a name: ", Turkiye's Communications Director,".
fn after(text: Text<'_>, end: usize, limit: usize) -> Option<Phrase> {
    if !text.is(end, &[",", "(", "—", "–"]) {
        // "is the director of"
        if !(text.is(end, &["is", "was", "became"]) && text.is(end + 1, &["the", "a", "an"])) {
            return None;
        }
    }
    let from = end + 1;
    for head in from..limit.min(from + 9) {
        let word = text.lower(head);
        if let Some(phrase) = phrase_at(text, head) {
            let begins = phrase.range.start == from
                || phrase.range.start == from + 1 && text.is(from, &["now", "then", "also"]);
            return begins.then_some(phrase);
        }
        if matches!(
            word.as_ref(),
            "," | "." | "and" | "who" | "which" | "said" | "told" | ")" | ";" | "\"" | "“"
        ) {
            return None;
        }
        // A longer apposition: "head of the agency" has its head first.
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::CorefInput;
    use super::*;
    use crate::Pos;
    use crate::token::tokenize;

    fn with<R>(words: &str, run: impl FnOnce(Text<'_>) -> R) -> R {
        let tokens = tokenize(words);
        let pos = vec![Pos::X; tokens.len()];
        let sentences = vec![std::ops::Range { start: 0, end: tokens.len() }];
        run(Text::new(&CorefInput {
            text: words,
            tokens: &tokens,
            pos: &pos,
            traits: &[],
            sentences: &sentences,
            names: &[],
        }))
    }

    fn role(words: &str, head: &str) -> Option<(String, Option<&'static str>, String)> {
        with(words, |text| {
            let at = (0..text.tokens.len()).find(|&i| text.get(i) == head)?;
            let phrase = phrase_at(text, at)?;
            Some((phrase.role.phrase.clone(), phrase.role.country, text.words(&phrase.range).to_owned()))
        })
    }

    #[test]
    fn phrases() {
        assert_eq!(
            role("Then the Turkish foreign minister left", "minister"),
            Some(("foreign minister".into(), Some("turkey"), "the Turkish foreign minister".into()))
        );
        assert_eq!(
            role("He met Turkiye's Communications Director", "Director"),
            Some((
                "Communications Director".into(),
                Some("turkey"),
                "Turkiye's Communications Director".into()
            ))
        );
        assert_eq!(
            role("a president of Ukraine spoke", "president"),
            Some(("president".into(), Some("ukraine"), "a president of Ukraine".into()))
        );
        assert_eq!(role("the prime minister", "prime"), None);
        assert_eq!(role("the tall house", "house"), None);
    }
}
