//! Names by what they share, so that each is compared with few others.

use rustc_hash::FxHashMap;

/// Lists of names under keys; a key is a number made of its letters, and two keys of one number only cost a
/// comparison. Most keys have one name, which is kept without a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    first: FxHashMap<u64, u32>,
    more: FxHashMap<u64, Vec<u32>>,
}

impl Blocks {
    /// Puts a name under a key.
    pub fn put(&mut self, key: u64, name: u32) {
        let first = *self.first.entry(key).or_insert(name);
        if first != name {
            let more = self.more.entry(key).or_default();
            if more.last() != Some(&name) {
                more.push(name);
            }
        }
    }

    /// Bytes of memory.
    pub fn memory(&self) -> usize {
        let lists = self.more.values().map(|names| names.capacity() * 4).sum::<usize>();
        self.first.capacity() * 13 + self.more.capacity() * 33 + lists
    }

    /// The names under a key, onto a list.
    pub fn get(&self, key: u64, out: &mut Vec<u32>) {
        out.extend(self.first.get(&key));
        out.extend(self.more.get(&key).into_iter().flatten());
    }
}

/// The number of a key: FNV-1a, 64 bits, over the class of names and the letters.
pub(super) fn number(class: u8, kind: char, letters: impl Iterator<Item = u8>) -> u64 {
    [class, kind as u8].into_iter().chain(letters).fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Keys of which two words share one when a slip makes one the other: a word without each of its letters (Garbe's
/// symmetric deletion), a long one its halves.
pub(super) fn slips(class: u8, word: &str) -> Vec<u64> {
    const SHORT: usize = 12;
    let length = word.len();
    if length < 5 || !word.is_ascii() {
        return Vec::new();
    }
    let (bytes, mut out) = (word.as_bytes(), Vec::new());
    let part = |kind: char, range: std::ops::Range<usize>| {
        number(class, kind, bytes.get(range).unwrap_or(&[]).iter().copied())
    };
    if length <= SHORT {
        out.push(part('-', 0..length));
        for left_out in 0..length {
            let rest = bytes.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, byte)| *byte);
            out.push(number(class, '-', rest));
        }
    }
    // A word of twelve letters may meet one of thirteen.
    if length >= SHORT {
        for half in [(length - 1) / 2, length / 2, length.div_ceil(2)] {
            out.push(part('<', 0..half));
            out.push(part('>', length - half..length));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use verbatim_nlp::names::one_slip;

    #[test]
    fn lists() {
        let mut blocks = Blocks::default();
        for (key, name) in [(1, 4), (1, 4), (1, 6), (2, 6), (1, 6)] {
            blocks.put(key, name);
        }
        let of = |key: u64| {
            let mut out = Vec::new();
            blocks.get(key, &mut out);
            out
        };
        assert_eq!((of(1), of(2), of(3)), (vec![4, 6], vec![6], vec![]));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_slip_keeps_a_key(word in "[a-d]{5,17}", at in 0usize..17, how in 0u8..4, letter in "[a-d]") {
            let mut letters: Vec<char> = word.chars().collect();
            let at = at % letters.len();
            let letter = letter.chars().next().unwrap_or('a');
            match how {
                0 => letters.insert(at, letter),
                1 if letters.len() > 5 => { letters.remove(at); }
                2 if at + 1 < letters.len() => letters.swap(at, at + 1),
                _ => letters[at] = letter,
            }
            let other: String = letters.into_iter().collect();
            prop_assume!(one_slip(&word, &other));
            let (a, b) = (slips(1, &word), slips(1, &other));
            prop_assert!(a.iter().any(|key| b.contains(key)), "{} {}", word, other);
        }
    }
}
