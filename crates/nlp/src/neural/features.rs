use super::layout::{SHAPE_ROWS, SUFFIX_ROWS, WHOLE_ROWS};
use super::table::WordTable;

/// What the tagger knows of a word form, wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FormFeatures {
    /// Row of the word table plus one; 0 for a word that it has not.
    pub word: u32,
    /// Hashed last three letters.
    pub suffix: u16,
    /// Hashed lower-case form.
    pub whole: u16,
    /// Hashed shape: `Xxxx`, `dd`, `XX`.
    pub shape: u16,
}

/// One token as the tagger sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct TokenInput {
    /// The word form.
    pub form: FormFeatures,
    /// A small category that depends on the place: for quotations inside or outside of marks.
    /// Below [`super::STATES`].
    pub state: u8,
}

/// The features of a word form. The empty form stands for a paragraph's start.
#[must_use]
pub fn form_features(word: &str, table: &WordTable) -> FormFeatures {
    let mut lower = String::with_capacity(word.len());
    let mut shape = 0x811C_9DC5u32;
    let (mut last, mut run) = (' ', 0);
    for c in word.chars() {
        let class = match c {
            c if c.is_ascii_digit() || c.is_numeric() => 'd',
            c if c.is_lowercase() => 'x',
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'a',
            '’' => '\'',
            c => c,
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 3 {
            shape = mix(shape, class as u32);
        }
        match c {
            '’' => lower.push('\''),
            '“' | '”' | '„' | '«' | '»' => lower.push('"'),
            '‘' => lower.push('`'),
            '—' | '–' => lower.push('-'),
            c => lower.extend(c.to_lowercase()),
        }
    }
    let suffix = lower.chars().rev().take(3).fold(0x9E37_79B9u32, |hash, c| mix(hash, c as u32));
    let whole = lower.chars().fold(0x1234_5671u32, |hash, c| mix(hash, c as u32));
    FormFeatures {
        word: table.find(&lower).map_or(0, |row| row + 1),
        suffix: (finish(suffix) % SUFFIX_ROWS as u32) as u16,
        whole: (finish(whole) % WHOLE_ROWS as u32) as u16,
        shape: (finish(shape) % SHAPE_ROWS as u32) as u16,
    }
}

/// One step of FNV-1a.
fn mix(hash: u32, value: u32) -> u32 {
    (hash ^ value).wrapping_mul(0x0100_0193)
}

/// The finishing steps of MurmurHash3: every bit of the input reaches the low bits.
fn finish(mut hash: u32) -> u32 {
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85EB_CA6B);
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(0xC2B2_AE35);
    hash ^ (hash >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_share_what_they_share() {
        let table = WordTable::default();
        let [a, b, c] = ["Said", "said", "paid"].map(|w| form_features(w, &table));
        assert_eq!((a.whole, a.suffix), (b.whole, b.suffix));
        assert_ne!(a.shape, b.shape);
        assert_eq!((b.suffix, b.shape), (c.suffix, c.shape));
        assert_ne!(b.whole, c.whole);
        assert_eq!(form_features("don’t", &table).whole, form_features("don't", &table).whole);
    }
}
