//! Which of the things kept in a memo are worth keeping: those that were asked for again.

/// How often each entry of a memo was asked for, lately.
#[derive(Clone, Debug, Default)]
pub(crate) struct Uses {
    counts: Vec<u16>,
}

/// The entries that are kept, with their new numbers: in their old order, without gaps.
#[derive(Debug, Default)]
pub(crate) struct Survivors {
    /// The old number of each.
    old: Vec<u32>,
}

impl Uses {
    /// Takes up a new entry.
    pub fn push(&mut self) {
        self.counts.push(0);
    }

    /// An entry was asked for.
    pub fn count(&mut self, number: u32) {
        if let Some(count) = self.counts.get_mut(number as usize) {
            *count = count.saturating_add(1);
        }
    }

    /// Forgets the entries that were asked for once at most since they came or were halved last, and
    /// halves the counts of the others; all, where more than `most` would be left.
    pub fn survivors(&mut self, most: usize) -> Survivors {
        let asked = self.counts.iter().zip(0u32..).filter(|(count, _)| **count > 1);
        let mut old: Vec<u32> = asked.map(|(_, number)| number).collect();
        if old.len() > most {
            old.clear();
        }
        let survivors = Survivors { old };
        survivors.compact(&mut self.counts, 1);
        self.counts.iter_mut().for_each(|count| *count /= 2);
        survivors
    }
}

impl Survivors {
    /// How many they are.
    pub fn len(&self) -> usize {
        self.old.len()
    }

    /// The number that an entry has from now on; `None` when it is forgotten.
    pub fn new_number(&self, old: u32) -> Option<u32> {
        self.old.binary_search(&old).ok().map(|new| new as u32)
    }

    /// Leaves in a table the rows of the survivors, `width` cells each. The table may end before them.
    pub fn compact<T: Copy>(&self, table: &mut Vec<T>, width: usize) {
        let end = self.move_up(table, width);
        table.truncate(end);
    }

    /// Moves the rows of the survivors to a table's front; where they end.
    pub fn move_up<T: Copy>(&self, table: &mut [T], width: usize) -> usize {
        let mut end = 0;
        for (new, old) in self.old.iter().enumerate() {
            let (to, from) = (new * width, *old as usize * width);
            if from + width > table.len() {
                break;
            }
            // Towards the front only, so that none is written over before it has moved.
            table.copy_within(from..from + width, to);
            end = to + width;
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_again_stays() {
        let mut uses = Uses::default();
        for (number, times) in [3, 1, 0, 2, 9].into_iter().enumerate() {
            uses.push();
            (0..times).for_each(|_| uses.count(number as u32));
        }
        let survivors = uses.survivors(3);
        assert_eq!([0, 1, 2, 3, 4].map(|n| survivors.new_number(n)), [Some(0), None, None, Some(1), Some(2)]);
        let mut table: Vec<usize> = (0..10).collect();
        survivors.compact(&mut table, 2);
        assert_eq!(table, [0, 1, 6, 7, 8, 9]);
        let mut short: Vec<usize> = (0..4).collect();
        survivors.compact(&mut short, 1);
        assert_eq!(short, [0, 3]);
        // Halved: two of them were not asked for since.
        assert_eq!(uses.survivors(3).old, [2]);
        uses.count(0);
        assert_eq!(uses.survivors(0).len(), 0);
    }
}
