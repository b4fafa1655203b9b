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

/// So many terms are put in order at a time: some milliseconds.
const SOME: usize = 2048;

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

    /// Puts some thousands of new terms in their places once so many came; says whether it did.
    pub fn sort_some(&mut self) -> bool {
        let first = self.sorted.len() as u32;
        if self.terms.len() - self.sorted.len() < SOME {
            return false;
        }
        self.sort_in((first..first + SOME as u32).collect());
        true
    }

    /// Puts all terms in order.
    pub fn settle(&mut self) {
        self.sort_in(self.unsorted().collect());
        if self.ranks.len() != self.terms.len() {
            self.ranks = places(&self.sorted);
        }
        self.shrink();
    }

    /// Puts the next terms among those that stand in order.
    fn sort_in(&mut self, mut new: Vec<u32>) {
        let terms = &self.terms;
        new.sort_unstable_by(|a, b| terms.get(*a).cmp(terms.get(*b)));
        // From the last to the first, each to the place that it then keeps.
        let mut end = self.sorted.len();
        let mut to = end + new.len();
        self.sorted.resize(to, 0);
        for term in new.into_iter().rev() {
            let text = terms.get(term);
            let known = self.sorted.get(..end).unwrap_or(&[]);
            let at = known.partition_point(|known| terms.get(*known) < text);
            self.sorted.copy_within(at..end, to - (end - at));
            to -= end - at + 1;
            end = at;
            if let Some(slot) = self.sorted.get_mut(to) {
                *slot = term;
            }
        }
    }

    fn shrink(&mut self) {
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
        // In the order in which they lie in memory; few of them are alike enough to be looked at closely.
        let terms = (0..self.terms.len() as u32).map(|term| (term, self.terms.get(term)));
        terms.filter(|(_, text)| within.may_be(text) && within.check(text)).map(|(term, _)| term).collect()
    }

    /// Terms that have these letters in them, in order.
    pub fn with_part(&self, part: &str) -> Vec<u32> {
        self.terms.containing(part)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary(words: &[&str], sort: bool) -> Dictionary {
        let mut dictionary = Dictionary::default();
        for word in words {
            dictionary.form(word);
        }
        if sort {
            dictionary.settle();
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
        fn parts_are_found(words in proptest::collection::vec("[abé]{0,5}", 1..40), part in "[abé]{1,3}") {
            let refs: Vec<&str> = words.iter().map(String::as_str).collect();
            let dictionary = dictionary(&refs, false);
            let by_looking: Vec<u32> = (0..dictionary.terms.len() as u32)
                .filter(|term| dictionary.terms.get(*term).contains(&part))
                .collect();
            proptest::prop_assert_eq!(dictionary.with_part(&part), by_looking);
        }

        #[test]
        fn terms_come_into_order(chunks in proptest::collection::vec(proptest::collection::vec("[a-d]{0,4}", 1..20), 1..8)) {
            let mut dictionary = Dictionary::default();
            for chunk in &chunks {
                chunk.iter().for_each(|word| {
                    dictionary.form(word);
                });
                let from = dictionary.sorted.len() as u32;
                dictionary.sort_in((from..dictionary.terms.len() as u32).collect());
                let texts: Vec<&str> = dictionary.sorted.iter().map(|term| dictionary.terms.get(*term)).collect();
                proptest::prop_assert_eq!(texts.len(), dictionary.terms.len());
                proptest::prop_assert!(texts.is_sorted_by(|a, b| a < b), "{:?}", texts);
            }
        }

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
