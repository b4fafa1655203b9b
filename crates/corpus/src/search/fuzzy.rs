/// Checks words against one word, at most so many slips apart: a letter put in, left out, changed,
/// or swapped with its neighbour (optimal string alignment).
///
/// The rows of the table are kept from word to word, so words that come in the order of their
/// letters share the work for what they begin with.
pub(super) struct Within {
    word: Vec<char>,
    slips: u8,
    /// The last word's letters with the byte that each ends at.
    last: Vec<(char, usize)>,
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
        Self { word, slips, last: Vec::new(), rows, least: vec![0] }
    }

    /// Whether the lengths alone tell that a word is too far off; cheap.
    pub fn is_too_long_or_short(&self, other: &str) -> bool {
        let (wanted, slips) = (self.word.len(), usize::from(self.slips));
        // A word has at most as many letters as bytes.
        other.len() + slips < wanted || other.len() > wanted + slips && other.is_ascii()
    }

    /// Whether the word is near enough; `Err(n)` when no word is that begins with the first `n`
    /// bytes of this one.
    pub fn check(&mut self, other: &str) -> Result<bool, usize> {
        let mut shared = 0;
        let mut letters = other.char_indices().peekable();
        for (known, _) in &self.last {
            if letters.next_if(|(_, c)| c == known).is_none() {
                break;
            }
            shared += 1;
        }
        self.last.truncate(shared);
        self.least.truncate(shared + 1);
        self.rows.truncate((shared + 1) * (self.word.len() + 1));
        if let Some(dead) = self.dead() {
            return Err(dead);
        }
        for (at, c) in letters {
            self.push(c, at + c.len_utf8());
            if let Some(dead) = self.dead() {
                return Err(dead);
            }
        }
        Ok(self.rows.last().is_some_and(|distance| *distance <= self.slips))
    }

    /// When the newest row leaves no way to go on, the length of what was read. A swap reaches over
    /// one row, so the two last must be beyond reach.
    fn dead(&self) -> Option<usize> {
        match self.least.as_slice() {
            [.., before, newest] if *before > self.slips && *newest > self.slips => {
                self.last.last().map(|(_, end)| *end)
            }
            _ => None,
        }
    }

    fn push(&mut self, c: char, end: usize) {
        let previous = self.last.last().map(|(letter, _)| *letter);
        self.last.push((c, end));
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
