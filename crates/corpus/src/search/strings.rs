use serde::{Deserialize, Serialize};

/// Distinct strings, numbered in the order in which they came. The strings lie in one piece of
/// memory; a hash table of numbers finds them again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Strings {
    text: String,
    /// Where each string ends.
    ends: Vec<u32>,
    /// Open addressing, a power of two long; number + 1, 0 for a free place.
    #[serde(skip)]
    places: Vec<u32>,
}

fn hash(text: &str) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64 ^ text.len() as u64;
    let mut chunks = text.as_bytes().chunks_exact(8);
    for chunk in &mut chunks {
        let word = chunk.iter().rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
        hash = (hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    }
    let word = chunks.remainder().iter().rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
    hash = (hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (hash ^ hash >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 20
}

impl Strings {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string of a number; empty when there is none.
    #[inline]
    pub fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = match number.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(0),
            None => 0,
        };
        let end = self.ends.get(number).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// The number of a string.
    pub fn find(&self, text: &str) -> Option<u32> {
        let mask = self.places.len().checked_sub(1)?;
        let mut place = hash(text) as usize & mask;
        loop {
            match *self.places.get(place)? {
                0 => return None,
                number if self.get(number - 1) == text => return Some(number - 1),
                _ => place = (place + 1) & mask,
            }
        }
    }

    /// The strings that have these letters in them, in the order of their numbers; all of them when there are none.
    pub fn containing(&self, part: &str) -> Vec<u32> {
        if part.is_empty() {
            return (0..self.ends.len() as u32).collect();
        }
        let mut found: Vec<u32> = Vec::new();
        // One search through all of them: many strings are short, and beginning a search takes time.
        let mut at = 0;
        while let Some(place) = self.text.get(at..).and_then(|rest| rest.find(part)).map(|place| at + place) {
            let number = self.ends.partition_point(|end| *end as usize <= place);
            let Some(&end) = self.ends.get(number) else { break };
            if place + part.len() <= end as usize {
                found.push(number as u32);
                at = end as usize;
            } else {
                // It reaches over the border of two strings.
                at = place
                    + self.text.get(place..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            }
        }
        found
    }

    /// The number of a string, which is added when it is new; says whether it was.
    pub fn add(&mut self, text: &str) -> (u32, bool) {
        if self.ends.len() * 4 >= self.places.len() * 3 {
            self.grow();
        }
        let mask = self.places.len() - 1;
        let mut place = hash(text) as usize & mask;
        loop {
            match self.places.get(place).copied().unwrap_or(0) {
                0 => break,
                number if self.get(number - 1) == text => return (number - 1, false),
                _ => place = (place + 1) & mask,
            }
        }
        let number = self.ends.len() as u32;
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        if let Some(free) = self.places.get_mut(place) {
            *free = number + 1;
        }
        (number, true)
    }

    /// Makes the hash table anew, after reading the strings from a file.
    pub fn grow(&mut self) {
        let size = (self.ends.len() * 2).next_power_of_two().max(64);
        let mut places = vec![0u32; size];
        for number in 0..self.ends.len() as u32 {
            let mut place = hash(self.get(number)) as usize & (size - 1);
            while places.get(place).is_some_and(|taken| *taken != 0) {
                place = (place + 1) & (size - 1);
            }
            if let Some(free) = places.get_mut(place) {
                *free = number + 1;
            }
        }
        self.places = places;
    }

    /// Gives back memory that is not needed unless more is added.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Whether what was read from a file can be used: ends in order and on character boundaries.
    pub fn is_sound(&self) -> bool {
        self.ends.is_sorted()
            && self.ends.last().copied().unwrap_or(0) as usize == self.text.len()
            && self.ends.iter().all(|end| self.text.is_char_boundary(*end as usize))
    }

    pub fn memory(&self) -> usize {
        self.text.capacity() + 4 * (self.ends.capacity() + self.places.capacity())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn numbers_are_stable(words: Vec<String>) {
            let mut strings = Strings::default();
            let numbers: Vec<u32> = words.iter().map(|word| strings.add(word).0).collect();
            for (word, number) in words.iter().zip(&numbers) {
                proptest::prop_assert_eq!(strings.get(*number), word);
                proptest::prop_assert_eq!(strings.find(word), Some(*number));
                proptest::prop_assert!(!strings.add(word).1);
            }
            proptest::prop_assert!(strings.is_sound());
        }
    }
}
