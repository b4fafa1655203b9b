//! Numbers under keys, for joins that grow: what is put in last meets what was there, without a look at the rest.

/// Numbers under keys of 32 bits, as sorted runs of `key << 32 | number`.
///
/// A run is merged with the one before it when that is not four times as long, as in log-structured merge trees
/// (O'Neil and others 1996): eight bytes an entry, and each is moved a few times only.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shelf {
    runs: Vec<Run>,
}

/// Sorted entries, found by the first bits of their keys, which are as good as random.
#[derive(Clone, Debug, Default)]
struct Run {
    entries: Vec<u64>,
    /// Where the entries of every beginning start, and where the last end.
    starts: Vec<u32>,
    /// By how much a key is shifted to have its beginning.
    shift: u32,
}

impl Run {
    fn new(entries: Vec<u64>) -> Self {
        // Some eight entries have a beginning in common.
        let bits = (entries.len() / 8).max(1).ilog2().min(28);
        let shift = u64::BITS - bits;
        let mut starts = Vec::with_capacity((1 << bits) + 1);
        for (at, entry) in (0u32..).zip(&entries) {
            let beginning = entry.checked_shr(shift).unwrap_or(0) as usize;
            while starts.len() <= beginning {
                starts.push(at);
            }
        }
        starts.resize((1 << bits) + 1, entries.len() as u32);
        Self { entries, starts, shift }
    }

    /// The entries of a key.
    fn of(&self, key: u32) -> &[u64] {
        let (first, beyond) = (entry(key, 0), entry(key, u32::MAX));
        let beginning = first.checked_shr(self.shift).unwrap_or(0) as usize;
        let (Some(&from), Some(&to)) = (self.starts.get(beginning), self.starts.get(beginning + 1)) else {
            return &[];
        };
        let near = self.entries.get(from as usize..to as usize).unwrap_or(&[]);
        let start = match near.len() {
            ..=32 => near.iter().take_while(|entry| **entry < first).count(),
            _ => near.partition_point(|entry| *entry < first),
        };
        let rest = near.get(start..).unwrap_or(&[]);
        let few = rest.iter().take(8).take_while(|entry| **entry <= beyond).count();
        let length = if few < 8 { few } else { rest.partition_point(|entry| *entry <= beyond) };
        rest.get(..length).unwrap_or(&[])
    }
}

/// An entry.
pub(crate) fn entry(key: u32, number: u32) -> u64 {
    u64::from(key) << 32 | u64::from(number)
}

/// The key of an entry.
pub(crate) fn key_of(entry: u64) -> u32 {
    (entry >> 32) as u32
}

impl Shelf {
    /// Puts sorted entries in. Of a key that has more than `most` numbers, `most` and one more are kept: whoever asks
    /// how many there are learns that there are too many.
    pub fn put(&mut self, fresh: Vec<u64>, most: usize) {
        if fresh.is_empty() {
            return;
        }
        let mut fresh = fresh;
        while let Some(before) = self.runs.pop_if(|before| before.entries.len() < 4 * fresh.len()) {
            fresh = merged(&before.entries, &fresh, most);
        }
        self.runs.push(Run::new(fresh));
    }

    /// All entries, in no order that matters.
    pub fn entries(&self) -> impl Iterator<Item = u64> + '_ {
        self.runs.iter().flat_map(|run| &run.entries).copied()
    }

    /// Calls `each` for every key that is asked for with its numbers; quickest when keys come in order.
    pub fn each(&self, keys: impl Iterator<Item = u32>, mut each: impl FnMut(u32, &[u32])) {
        let mut found = Vec::new();
        for key in keys {
            found.clear();
            for run in &self.runs {
                found.extend(run.of(key).iter().map(|entry| *entry as u32));
            }
            each(key, &found);
        }
    }

    /// Bytes of memory.
    pub fn memory(&self) -> usize {
        self.runs.iter().map(|run| run.entries.capacity() * 8 + run.starts.capacity() * 4).sum()
    }
}

fn merged(a: &[u64], b: &[u64], most: usize) -> Vec<u64> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j, mut same) = (0, 0, 0);
    loop {
        let next = match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) if x <= y => *x,
            (Some(x), None) => *x,
            (_, Some(y)) => *y,
            (None, None) => break,
        };
        if a.get(i) == Some(&next) {
            i += 1;
        } else {
            j += 1;
        }
        same = if out.last().is_some_and(|last| key_of(*last) == key_of(next)) { same + 1 } else { 0 };
        if same <= most {
            out.push(next);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Keys that lie apart, as those that are made of words do, and some that do not.
    fn spread(key: u32) -> u32 {
        if key.is_multiple_of(3) { key } else { key.wrapping_mul(0x9e37_79b9) }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn holds_what_was_put_in(
            slices in prop::collection::vec(prop::collection::vec(0u32..40, 0..60), 0..12),
            most in 0usize..30,
        ) {
            let (mut shelf, mut plain) = (Shelf::default(), std::collections::BTreeMap::<u32, Vec<u32>>::new());
            let mut number = 0;
            for slice in slices {
                let mut fresh = Vec::new();
                for key in slice {
                    fresh.push(entry(spread(key), number));
                    plain.entry(spread(key)).or_default().push(number);
                    number += 1;
                }
                fresh.sort_unstable();
                shelf.put(fresh, most);
            }
            let mut seen = Vec::new();
            shelf.each((0..45).map(spread), |key, found| seen.push((key, found.to_vec())));
            for (key, mut found) in seen {
                let known = plain.get(&key).map_or(&[][..], Vec::as_slice);
                prop_assert_eq!(found.len() > most, known.len() > most);
                if known.len() <= most {
                    found.sort_unstable();
                    prop_assert_eq!(found, known);
                }
            }
        }
    }
}
