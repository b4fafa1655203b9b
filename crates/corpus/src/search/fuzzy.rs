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
    /// Row `i` holds the distances from the first `i` letters of the last word.
    rows: Vec<Vec<u8>>,
}

impl Within {
    pub fn new(word: &str, slips: u8) -> Self {
        let word: Vec<char> = word.chars().take(200).collect();
        let first = (0..=word.len()).map(|n| n as u8).collect();
        Self { word, slips, last: Vec::new(), rows: vec![first] }
    }

    /// Whether the word is near enough; `Err(n)` when no word is that begins with the first `n`
    /// bytes of this one.
    pub fn check(&mut self, other: &str) -> Result<bool, usize> {
        let mut shared = 0;
        let mut letters = other.char_indices();
        for (known, _) in &self.last {
            match letters.clone().next() {
                Some((_, c)) if c == *known => {
                    letters.next();
                    shared += 1;
                }
                _ => break,
            }
        }
        self.last.truncate(shared);
        self.rows.truncate(shared + 1);
        if let Some(dead) = self.dead() {
            return Err(dead);
        }
        for (at, c) in letters {
            self.push(c, at + c.len_utf8());
            if let Some(dead) = self.dead() {
                return Err(dead);
            }
        }
        Ok(self.rows.last().and_then(|row| row.last()).is_some_and(|distance| *distance <= self.slips))
    }

    /// When the newest row leaves no way to go on, the length of what was read.
    fn dead(&self) -> Option<usize> {
        let row = self.rows.last()?;
        let before = self.rows.len().checked_sub(2).and_then(|at| self.rows.get(at));
        let alive = |row: &Vec<u8>| row.iter().any(|distance| *distance <= self.slips);
        // A swap reaches over one row, so both must be beyond reach.
        if alive(row) || before.is_none_or(alive) {
            return None;
        }
        self.last.last().map(|(_, end)| *end)
    }

    fn push(&mut self, c: char, end: usize) {
        let previous_letter = self.last.last().map(|(letter, _)| *letter);
        self.last.push((c, end));
        let depth = self.last.len();
        let far = self.slips.saturating_add(1);
        let above = self.rows.last().map_or(&[][..], Vec::as_slice);
        let before = depth.checked_sub(2).and_then(|at| self.rows.get(at));
        let mut row = Vec::with_capacity(self.word.len() + 1);
        row.push((depth.min(250) as u8).min(far));
        for (at, letter) in self.word.iter().enumerate() {
            let get = |row: &[u8], at: usize| row.get(at).copied().unwrap_or(far);
            let mut best = get(above, at) + u8::from(*letter != c);
            best = best.min(get(above, at + 1) + 1).min(get(&row, at) + 1);
            if let (Some(previous), Some(two), Some(swapped)) = (previous_letter, before, at.checked_sub(1))
                && self.word.get(swapped) == Some(&c)
                && *letter == previous
            {
                best = best.min(get(two, swapped) + 1);
            }
            row.push(best.min(far));
        }
        self.rows.push(row);
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
