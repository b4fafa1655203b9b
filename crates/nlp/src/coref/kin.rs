//! People described by what they are to one another: "his wife", "her Greek counterpart". What one is tells what the
//! other is.

use super::entity::Draft;
use super::gender::{self, Gender};
use super::roles::{Role, Tie};
use super::text::Text;
use crate::MentionKind;

/// Learns from each tie what its other end is: whose wife somebody is, is a husband; a minister's counterpart is a minister.
pub(super) fn learn(text: Text<'_>, drafts: &mut [Draft], ties: &[Tie]) {
    for tie in ties {
        let whose = gender::of_pronoun(&text.lower(tie.whose)).unwrap_or(Gender::Unknown);
        let Some(owner) = owner(text, drafts, tie, whose) else { continue };
        if tie.head == "counterpart" {
            share_office(drafts, owner, tie.of);
        } else if let (Some(head), Some(draft)) = (inverse(&tie.head, whose), drafts.get_mut(owner)) {
            draft.gender = draft.gender.or(whose);
            let role = Role {
                head: head.to_owned(),
                modifiers: Vec::new(),
                country: None,
                owner: None,
                phrase: head.to_owned(),
            };
            if !draft.roles.iter().any(|known| known.head == role.head) {
                draft.roles.push(role);
            }
        }
    }
}

/// Whoever "his" stands for, where the words around it leave little doubt: "Jon Lind and his wife", "Jon Lind met his
/// counterpart"; at the head of a sentence, the only one named in the sentence before.
fn owner(text: Text<'_>, drafts: &[Draft], tie: &Tie, whose: Gender) -> Option<usize> {
    let sentence = text.sentence_of(tie.whose);
    let named = |from: usize, to: usize| {
        let fits = move |(number, draft): (usize, &Draft)| {
            if number == tie.of || !draft.is_person() || !draft.gender.agrees(whose) {
                return None;
            }
            let last = draft.last_before(to).filter(|m| m.kind == MentionKind::Name)?;
            (last.range.start >= from).then_some((last.range.start, number))
        };
        drafts.iter().enumerate().filter_map(fits)
    };
    let before = tie.whose.checked_sub(1).filter(|at| *at >= sentence.start);
    let beside = before.is_some_and(|at| text.is(at, &["and"])) && tie.whose > sentence.start + 1;
    if beside || tie.head == "counterpart" {
        return named(sentence.start, tie.whose).max().map(|(_, number)| number);
    }
    if before.is_some() {
        return None;
    }
    let last = text.sentence_of(sentence.start.checked_sub(1)?);
    let mut alone = named(last.start, last.end);
    let first = alone.next().map(|(_, number)| number);
    first.filter(|_| alone.next().is_none())
}

/// What somebody is to his or her own wife, son, brother.
fn inverse(head: &str, whose: Gender) -> Option<&'static str> {
    let (he, she) = match head {
        "wife" | "husband" => ("husband", "wife"),
        "son" | "daughter" => ("father", "mother"),
        "father" | "mother" => ("son", "daughter"),
        "brother" | "sister" => ("brother", "sister"),
        _ => return None,
    };
    match whose {
        Gender::Masculine => Some(he),
        Gender::Feminine => Some(she),
        Gender::Unknown => None,
    }
}

/// A counterpart has the other's office, in the country that the words give.
fn share_office(drafts: &mut [Draft], owner: usize, counterpart: usize) {
    let office = drafts
        .get(owner)
        .and_then(|draft| draft.roles.iter().find(|role| role.head != "counterpart").cloned());
    let (Some(mut office), Some(draft)) = (office, drafts.get_mut(counterpart)) else { return };
    office.country =
        draft.roles.iter().filter(|role| role.head == "counterpart").find_map(|role| role.country);
    office.owner = None;
    if !draft.roles.contains(&office) {
        draft.roles.push(office);
    }
}
