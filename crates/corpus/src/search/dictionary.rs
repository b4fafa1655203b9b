use super::fuzzy::Within;
use super::strings::Strings;
use crate::text::fold;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The words of the corpus: as written (forms) and folded (terms).
///
/// Articles are kept as numbers of forms; postings are filed under numbers of terms. Numbers are
/// given in the order in which the words come, so frequent words have small ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Dictionary {
    pub forms: Strings,
    pub terms: Strings,
    /// The term of each form.
    pub term_of: Vec<u32>,
    /// Terms in the order of their letters; those that came later stand in no order after it.
    sorted: Vec<u32>,
    /// Place of every term in that order, when all stand in it.
    #[serde(skip)]
    ranks: Vec<u32>,
}

impl Dictionary {
    /// The number of a written word, new or known.
    pub fn form(&mut self, written: &str) -> u32 {
        let (form, new) = self.forms.add(written);
        if new {
            let (term, _) = self.terms.add(&fold(written));
            self.term_of.push(term);
        }
        form
    }

    #[inline]
    pub fn term(&self, form: u32) -> u32 {
        self.term_of.get(form as usize).copied().unwrap_or(0)
    }

    /// Puts the terms in order, once enough new ones came that looking through them costs time.
    pub fn sort(&mut self, now: bool) {
        let new = self.terms.len() - self.sorted.len();
        if new == 0 || !now && new < 2048.max(self.sorted.len() / 4) {
            return;
        }
        self.sorted.extend(self.sorted.len() as u32..self.terms.len() as u32);
        let terms = &self.terms;
        // Runs that are in order already cost little: the standard sort finds them.
        self.sorted.sort_by(|a, b| terms.get(*a).cmp(terms.get(*b)));
        self.ranks = places(&self.sorted);
    }

    /// Gives back memory that is not needed unless more is added.
    pub fn shrink(&mut self) {
        self.forms.shrink();
        self.terms.shrink();
        self.term_of.shrink_to_fit();
        self.sorted.shrink_to_fit();
    }

    fn unsorted(&self) -> std::ops::Range<u32> {
        self.sorted.len() as u32..self.terms.len() as u32
    }

    /// Terms that begin so, in no order that matters.
    pub fn with_prefix(&self, prefix: &str) -> Vec<u32> {
        let start = self.sorted.partition_point(|term| self.terms.get(*term) < prefix);
        let sorted = self.sorted.get(start..).unwrap_or(&[]).iter().copied();
        let mut found: Vec<u32> =
            sorted.take_while(|term| self.terms.get(*term).starts_with(prefix)).collect();
        found.extend(self.unsorted().filter(|term| self.terms.get(*term).starts_with(prefix)));
        found
    }

    /// Terms at most so many slips away.
    pub fn near(&self, word: &str, slips: u8) -> Vec<u32> {
        let mut within = Within::new(word, slips);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(&term) = self.sorted.get(at) {
            let text = self.terms.get(term);
            if within.is_too_long_or_short(text) {
                at += 1;
                continue;
            }
            match within.check(text) {
                Ok(true) => found.push(term),
                Ok(false) => {}
                Err(dead) => {
                    // Whatever begins like this is too far off.
                    let rest = self.sorted.get(at..).unwrap_or(&[]);
                    at +=
                        gallop(rest, |t| self.terms.get(t).as_bytes().starts_with(&text.as_bytes()[..dead]));
                    continue;
                }
            }
            at += 1;
        }
        found.extend(self.unsorted().filter(|term| within.check(self.terms.get(*term)) == Ok(true)));
        found
    }

    /// Place of every term in the order of their letters.
    pub fn ranks(&self) -> Cow<'_, [u32]> {
        if self.ranks.len() == self.terms.len() {
            return Cow::Borrowed(&self.ranks);
        }
        let mut order = self.sorted.clone();
        order.extend(self.unsorted());
        order.sort_by(|a, b| self.terms.get(*a).cmp(self.terms.get(*b)));
        Cow::Owned(places(&order))
    }

    /// Makes usable what was read from a file; false when it cannot be.
    pub fn revive(&mut self) -> bool {
        let terms = self.terms.len() as u32;
        let sound = self.forms.is_sound()
            && self.terms.is_sound()
            && self.term_of.len() == self.forms.len()
            && self.term_of.iter().all(|term| *term < terms)
            && self.sorted.len() <= terms as usize
            && self.sorted.iter().all(|term| *term < terms);
        if sound {
            self.forms.grow();
            self.terms.grow();
            self.ranks = places(&self.sorted);
        }
        sound
    }

    pub fn memory(&self) -> usize {
        self.forms.memory()
            + self.terms.memory()
            + 4 * (self.term_of.capacity() + self.sorted.capacity() + self.ranks.capacity())
    }
}

/// The place of each number in an order.
fn places(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, number) in (0u32..).zip(order) {
        if let Some(slot) = places.get_mut(*number as usize) {
            *slot = place;
        }
    }
    places
}

/// How many at the beginning fulfil `holds`, which holds for a first part and for no later one.
fn gallop(terms: &[u32], holds: impl Fn(u32) -> bool) -> usize {
    let mut step = 1;
    while terms.get(step).is_some_and(|term| holds(*term)) {
        step *= 2;
    }
    let (from, to) = (step / 2, step.min(terms.len()));
    let counted = from + terms.get(from..to).unwrap_or(&[]).partition_point(|term| holds(*term));
    counted.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary(words: &[&str], sort: bool) -> Dictionary {
        let mut dictionary = Dictionary::default();
        for word in words {
            dictionary.form(word);
        }
        if sort {
            dictionary.sort(true);
        }
        dictionary
    }

    #[test]
    fn prefixes_and_slips_with_and_without_order() {
        for sort in [true, false] {
            let words =
                ["Turma", "turmoil", "TURMA", "tarn", "turban", "engineer", "engineers", "enigneer", "x"];
            let dictionary = dictionary(&words, sort);
            let names = |mut terms: Vec<u32>| {
                terms.sort_unstable();
                terms.into_iter().map(|t| dictionary.terms.get(t).to_owned()).collect::<Vec<_>>()
            };
            assert_eq!(names(dictionary.with_prefix("tur")), ["turma", "turmoil", "turban"]);
            assert_eq!(names(dictionary.near("engineer", 1)), ["engineer", "engineers", "enigneer"]);
            assert_eq!(names(dictionary.near("turma", 1)), ["turma"]);
            assert_eq!(names(dictionary.near("tarban", 1)), ["turban"]);
            let ranks = dictionary.ranks();
            assert_eq!(ranks[dictionary.terms.find("x").unwrap() as usize], 7);
        }
    }

    proptest::proptest! {
        #[test]
        fn slips_agree_with_counting(words in proptest::collection::vec("[a-c]{0,6}", 1..40), typed in "[a-c]{1,6}", slips in 0u8..3) {
            let refs: Vec<&str> = words.iter().map(String::as_str).collect();
            let dictionary = dictionary(&refs, true);
            let mut found = dictionary.near(&typed, slips);
            found.sort_unstable();
            let by_counting: Vec<u32> = (0..dictionary.terms.len() as u32)
                .filter(|t| super::super::fuzzy::distance(&typed, dictionary.terms.get(*t)) <= usize::from(slips))
                .collect();
            proptest::prop_assert_eq!(found, by_counting);
        }
    }
}
