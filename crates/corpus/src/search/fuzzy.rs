/// Checks words against one word, at most so many slips apart: a letter put in, left out, changed,
/// or swapped with its neighbour (optimal string alignment).
///
/// The rows of the table are kept from word to word, so neighbours share the work for what they begin with.
pub(super) struct Within {
    word: Vec<char>,
    slips: u8,
    /// Which letters it has, see [`letters`].
    letters: u64,
    /// The last word's letters.
    last: Vec<char>,
    /// Row after row of the table: row `i` holds the distances from the first `i` letters of the last word.
    rows: Vec<u8>,
    /// The smallest distance of each row.
    least: Vec<u8>,
}

impl Within {
    pub fn new(word: &str, slips: u8) -> Self {
        let word: Vec<char> = word.chars().take(200).collect();
        let far = slips.saturating_add(1);
        let rows = (0..=word.len()).map(|n| (n as u8).min(far)).collect();
        let letters = letters(word.iter().copied());
        Self { word, slips, letters, last: Vec::new(), rows, least: vec![0] }
    }

    /// Whether its length and letters leave it possible that a word is near enough; cheap.
    pub fn may_be(&self, other: &str) -> bool {
        let (wanted, slips) = (self.word.len(), usize::from(self.slips));
        // A word has at most as many letters as bytes, and a slip changes at most two of the letters that there are.
        other.len() + slips >= wanted
            && (other.len() <= wanted + slips || !other.is_ascii())
            && (letters(other.chars()) ^ self.letters).count_ones() <= 2 * u32::from(self.slips)
    }

    /// Whether the word is near enough.
    pub fn check(&mut self, other: &str) -> bool {
        let mut shared = 0;
        let mut rest = other.chars().peekable();
        for known in &self.last {
            if rest.next_if(|c| c == known).is_none() {
                break;
            }
            shared += 1;
        }
        self.last.truncate(shared);
        self.least.truncate(shared + 1);
        self.rows.truncate((shared + 1) * (self.word.len() + 1));
        for c in rest {
            if self.is_dead() {
                return false;
            }
            self.push(c);
        }
        !self.is_dead() && self.rows.last().is_some_and(|distance| *distance <= self.slips)
    }

    /// Whether the newest row leaves no way to go on. A swap reaches over one row, so the two last must be beyond reach.
    fn is_dead(&self) -> bool {
        matches!(self.least.as_slice(), [.., before, newest] if *before > self.slips && *newest > self.slips)
    }

    fn push(&mut self, c: char) {
        let previous = self.last.last().copied();
        self.last.push(c);
        let depth = self.last.len();
        let width = self.word.len() + 1;
        let far = self.slips.saturating_add(1);
        let above = (depth - 1) * width;
        let two_above = above.checked_sub(width);
        let at = |rows: &[u8], place: usize| rows.get(place).copied().unwrap_or(far);
        let mut left = (depth.min(250) as u8).min(far);
        let mut least = left;
        self.rows.push(left);
        for (place, letter) in self.word.iter().enumerate() {
            let mut best = at(&self.rows, above + place) + u8::from(*letter != c);
            best = best.min(at(&self.rows, above + place + 1) + 1).min(left + 1);
            if let (Some(two), Some(swapped)) = (two_above, place.checked_sub(1))
                && previous == Some(*letter)
                && self.word.get(swapped) == Some(&c)
            {
                best = best.min(at(&self.rows, two + swapped) + 1);
            }
            left = best.min(far);
            least = least.min(left);
            self.rows.push(left);
        }
        self.least.push(least);
    }
}

/// A bit for each letter that occurs; some letters share one.
fn letters(word: impl Iterator<Item = char>) -> u64 {
    word.fold(0, |letters, letter| letters | 1 << (letter as u32 % 64))
}

/// The distance by the whole table, to check against.
#[cfg(test)]
pub(super) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = change.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(table[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    table[a.len()][b.len()]
}
