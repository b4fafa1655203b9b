/// A set of small numbers, one bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
    len: u32,
}

impl Bits {
    pub fn none(len: u32) -> Self {
        Self { words: vec![0; (len as usize).div_ceil(64)], len }
    }

    pub fn all(len: u32) -> Self {
        let mut bits = Self { words: vec![u64::MAX; (len as usize).div_ceil(64)], len };
        bits.trim();
        bits
    }

    /// A row for each answer, in order.
    pub fn of(mut rows: impl ExactSizeIterator<Item = bool>) -> Self {
        let len = rows.len() as u32;
        let mut words = Vec::with_capacity((len as usize).div_ceil(64));
        while rows.len() > 0 {
            let taken = rows.by_ref().take(64).enumerate();
            words.push(taken.fold(0, |word, (bit, has)| word | u64::from(has) << bit));
        }
        Self { words, len }
    }

    /// Makes it longer: further numbers are all in it, or none of them.
    pub fn extend(&mut self, len: u32, has: bool) {
        let from = self.len;
        self.words.resize((len.max(from) as usize).div_ceil(64), 0);
        self.len = len.max(from);
        if has {
            self.set_range(from, len);
        }
    }

    /// Adds a number at the end.
    pub fn push(&mut self, has: bool) {
        if self.len.is_multiple_of(64) {
            self.words.push(0);
        }
        self.len += 1;
        if has {
            self.set(self.len - 1);
        }
    }

    /// Whether all numbers are in the set.
    pub fn is_full(&self) -> bool {
        self.count() == self.len
    }

    pub fn memory(&self) -> usize {
        self.words.capacity() * 8
    }

    fn trim(&mut self) {
        let used = self.len % 64;
        if let (Some(last), true) = (self.words.last_mut(), used != 0) {
            *last &= (1 << used) - 1;
        }
    }

    pub fn len(&self) -> u32 {
        self.len
    }

    #[inline]
    pub fn has(&self, number: u32) -> bool {
        self.words.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    #[inline]
    pub fn set(&mut self, number: u32) {
        if number < self.len
            && let Some(word) = self.words.get_mut(number as usize / 64)
        {
            *word |= 1 << (number % 64);
        }
    }

    /// Puts in `[start, end)`.
    pub fn set_range(&mut self, start: u32, end: u32) {
        let end = end.min(self.len);
        let mut at = start;
        while at < end {
            let (upto, mask) = within_word(at, end);
            if let Some(word) = self.words.get_mut(at as usize / 64) {
                *word |= mask;
            }
            at = upto;
        }
    }

    pub fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// How many numbers are in both.
    pub fn count_common(&self, other: &Bits) -> u32 {
        self.words.iter().zip(&other.words).map(|(a, b)| (a & b).count_ones()).sum()
    }

    pub fn and(&mut self, other: &Bits) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Takes out what the other has.
    pub fn without(&mut self, other: &Bits) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    pub fn or(&mut self, other: &Bits) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    pub fn not(&mut self) {
        for word in &mut self.words {
            *word = !*word;
        }
        self.trim();
    }

    /// Whether any of `[start, end)` is in the set.
    pub fn any_in(&self, start: u32, end: u32) -> bool {
        let end = end.min(self.len);
        let mut at = start;
        while at < end {
            let (upto, mask) = within_word(at, end);
            if self.words.get(at as usize / 64).is_some_and(|word| word & mask != 0) {
                return true;
            }
            at = upto;
        }
        false
    }

    /// How many of `[start, end)` are in the set.
    #[inline]
    pub fn count_in(&self, start: u32, end: u32) -> u32 {
        let end = end.min(self.len);
        let mut at = start;
        let mut count = 0;
        while at < end {
            let (upto, mask) = within_word(at, end);
            count += self.words.get(at as usize / 64).map_or(0, |word| (word & mask).count_ones());
            at = upto;
        }
        count
    }

    /// Calls `each` for every number of `[start, end)`.
    #[inline]
    pub fn for_each_in(&self, start: u32, end: u32, mut each: impl FnMut(u32)) {
        let end = end.min(self.len);
        let mut at = start;
        while at < end {
            let (upto, mask) = within_word(at, end);
            let mut rest = self.words.get(at as usize / 64).map_or(0, |word| word & mask);
            let base = at / 64 * 64;
            while rest != 0 {
                each(base + rest.trailing_zeros());
                rest &= rest - 1;
            }
            at = upto;
        }
    }

    /// Calls `each` with what a column has in the rows of the set.
    #[inline]
    pub fn for_each_of<'v, T>(&self, column: &'v [T], mut each: impl FnMut(&'v T)) {
        for (&word, values) in self.words.iter().zip(column.chunks(64)) {
            if word == u64::MAX {
                values.iter().for_each(&mut each);
                continue;
            }
            let mut rest = word;
            while rest != 0 {
                values.get(rest.trailing_zeros() as usize).into_iter().for_each(&mut each);
                rest &= rest - 1;
            }
        }
    }

    /// Calls `each(start, end)` for stretches that are in the set; they cover it, in order.
    #[inline]
    pub fn for_each_range(&self, mut each: impl FnMut(u32, u32)) {
        for (base, &word) in (0u32..).step_by(64).zip(&self.words) {
            let mut rest = word;
            while rest != 0 {
                let start = rest.trailing_zeros();
                let length = (rest >> start).trailing_ones();
                each(base + start, base + start + length);
                rest = match start + length {
                    64.. => 0,
                    end => rest >> end << end,
                };
            }
        }
    }

    /// The numbers in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(index, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros();
                    rest &= rest - 1;
                    index as u32 * 64 + bit
                })
            })
        })
    }

    /// Calls `each` for every number; faster than [`Self::iter`] in inner loops.
    #[inline]
    pub fn for_each(&self, mut each: impl FnMut(u32)) {
        for (index, &word) in self.words.iter().enumerate() {
            let base = index as u32 * 64;
            let mut rest = word;
            if rest == u64::MAX {
                for bit in 0..64 {
                    each(base + bit);
                }
                continue;
            }
            while rest != 0 {
                each(base + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
    }
}

/// The part of `[at, end)` that lies in the word of `at`: where it ends, and its bits.
#[inline]
fn within_word(at: u32, end: u32) -> (u32, u64) {
    let upto = (at / 64 * 64 + 64).min(end);
    let width = upto - at;
    (upto, if width == 64 { u64::MAX } else { ((1u64 << width) - 1) << (at % 64) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    proptest::proptest! {
        #[test]
        fn behaves_like_a_set(len in 1u32..300, numbers: Vec<u16>, start in 0u32..300, end in 0u32..300) {
            let set: BTreeSet<u32> = numbers.iter().map(|n| u32::from(*n) % len).collect();
            let mut bits = Bits::none(len);
            set.iter().for_each(|n| bits.set(*n));
            proptest::prop_assert!(bits.iter().eq(set.iter().copied()));
            let mut seen = Vec::new();
            bits.for_each(|n| seen.push(n));
            proptest::prop_assert!(seen.iter().eq(set.iter()));
            let in_range = set.iter().filter(|n| (start..end).contains(n)).count() as u32;
            proptest::prop_assert_eq!(bits.count_in(start, end), in_range);
            proptest::prop_assert_eq!(bits.any_in(start, end), in_range > 0);
            let mut inside = Vec::new();
            bits.for_each_in(start, end, |n| inside.push(n));
            proptest::prop_assert!(inside.iter().eq(set.iter().filter(|n| (start..end).contains(n))));
            let mut other = bits.clone();
            other.not();
            proptest::prop_assert_eq!(other.count() + bits.count(), len);
            let mut less = bits.clone();
            less.without(&Bits::all(len));
            proptest::prop_assert_eq!(less.count(), 0);
            let mut range = Bits::none(len);
            range.set_range(start, end);
            proptest::prop_assert_eq!(range.count(), end.min(len).saturating_sub(start));
            proptest::prop_assert_eq!(bits.count_common(&range), in_range);
            proptest::prop_assert_eq!(bits.is_full(), set.len() == len as usize);
            let has: Vec<bool> = (0..len).map(|n| set.contains(&n)).collect();
            proptest::prop_assert_eq!(&Bits::of(has.iter().copied()), &bits);
            let mut pushed = Bits::default();
            has.iter().for_each(|has| pushed.push(*has));
            proptest::prop_assert_eq!(&pushed, &bits);
            let column: Vec<u32> = (0..len).collect();
            let mut of = Vec::new();
            bits.for_each_of(&column, |n| of.push(*n));
            proptest::prop_assert_eq!(&of, &seen);
            let mut ranges = Vec::new();
            bits.for_each_range(|start, end| ranges.extend(start..end));
            proptest::prop_assert_eq!(&ranges, &seen);
            let mut longer = bits.clone();
            longer.extend(end, true);
            proptest::prop_assert_eq!(longer.count(), bits.count() + end.saturating_sub(len));
            longer.extend(end + 70, false);
            proptest::prop_assert_eq!(longer.count(), bits.count() + end.saturating_sub(len));
        }
    }
}
