//! Numbers under keys, for joins that grow: what is put in last meets what was there, without a look at the rest.

/// Numbers under keys of 32 bits, as sorted runs of `key << 32 | number`.
///
/// A run is merged with the one before it when that is not four times as long, as in log-structured merge trees
/// (O'Neil and others 1996): eight bytes an entry, and each is moved a few times only.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shelf {
    runs: Vec<Vec<u64>>,
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
        self.runs.push(fresh);
        while let [.., before, last] = self.runs.as_slice()
            && before.len() < 4 * last.len()
            && let (Some(last), Some(before)) = (self.runs.pop(), self.runs.pop())
        {
            self.runs.push(merged(&before, &last, most));
        }
    }

    /// All entries, in no order that matters.
    pub fn entries(&self) -> impl Iterator<Item = u64> + '_ {
        self.runs.iter().flatten().copied()
    }

    /// How many numbers a key has.
    pub fn count(&self, key: u32) -> usize {
        self.runs.iter().map(|run| range(run, 0, key).len()).sum()
    }

    /// Calls `each` for every key that is asked for (in ascending order) with its numbers.
    pub fn each(&self, keys: impl Iterator<Item = u32>, mut each: impl FnMut(u32, &[u32])) {
        let mut places = vec![0; self.runs.len()];
        let mut found = Vec::new();
        for key in keys {
            found.clear();
            for (run, place) in self.runs.iter().zip(&mut places) {
                let here = range(run, *place, key);
                *place = here.end;
                found.extend(run.get(here).unwrap_or(&[]).iter().map(|entry| *entry as u32));
            }
            each(key, &found);
        }
    }

    /// Bytes of memory.
    pub fn memory(&self) -> usize {
        self.runs.iter().map(|run| run.capacity() * 8).sum()
    }
}

/// Where the entries of a key lie in a run, not before `from`: looked for with growing steps, since keys come in order.
fn range(run: &[u64], from: usize, key: u32) -> std::ops::Range<usize> {
    let (first, beyond) = (entry(key, 0), entry(key, u32::MAX));
    let from = from.min(run.len());
    let mut step = 8;
    while run.get(from + step).is_some_and(|entry| *entry < first) {
        step *= 2;
    }
    let low = from + step / 2 * usize::from(step > 8);
    let high = (from + step).min(run.len());
    let start = low + run.get(low..high).unwrap_or(&[]).partition_point(|entry| *entry < first);
    let rest = run.get(start..).unwrap_or(&[]);
    // Most keys have few numbers.
    let few = rest.iter().take(8).take_while(|entry| **entry <= beyond).count();
    let length = if few < 8 { few } else { rest.partition_point(|entry| *entry <= beyond) };
    start..start + length
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
                    fresh.push(entry(key * 7, number));
                    plain.entry(key * 7).or_default().push(number);
                    number += 1;
                }
                fresh.sort_unstable();
                shelf.put(fresh, most);
            }
            let mut seen = Vec::new();
            shelf.each(0..300, |key, found| seen.push((key, found.to_vec())));
            for (key, mut found) in seen {
                let known = plain.get(&key).map_or(&[][..], Vec::as_slice);
                prop_assert_eq!(found.len(), shelf.count(key));
                prop_assert_eq!(found.len() > most, known.len() > most);
                if known.len() <= most {
                    found.sort_unstable();
                    prop_assert_eq!(found, known);
                }
            }
        }
    }
}
