//! A text as a set of numbers that copies share.

use crate::text::{Words, fold};

/// Words of a shingle.
const SHINGLE: usize = 5;
/// Shingles of which the smallest is kept (winnowing; Schleimer, Wilkerson, Aiken 2003): any run
/// of `SHINGLE + WINDOW - 1` words that two texts share leaves a mark in both.
const WINDOW: usize = 6;
/// Rows of the MinHash sketch; see [`bands`].
const ROWS: usize = 64;
/// Bands of a text with marks.
pub(super) const BANDS: usize = ROWS / 2;

/// Hashes kept of a text's shingles, sorted, each once.
pub(super) fn fingerprint(text: &str) -> Vec<u32> {
    let words: Vec<u64> = Words::new(text).map(|word| folded(word.of(text))).collect();
    of_words(&words)
}

/// The same of the [`hash`]es of a text's folded words.
pub(super) fn of_words(words: &[u64]) -> Vec<u32> {
    let shingles: Vec<u32> = words
        .windows(SHINGLE)
        .map(|run| (mix(run.iter().fold(0, |h: u64, &w| h.rotate_left(9) ^ mix(w))) >> 32) as u32)
        .collect();
    let mut kept: Vec<u32> = if shingles.len() <= WINDOW {
        shingles
    } else {
        shingles.windows(WINDOW).filter_map(|window| window.iter().min().copied()).collect()
    };
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// Keys under which texts that may be copies meet: 32 bands of two MinHash rows (Broder 1997).
/// Two texts that share three tenths of their marks meet with a chance of 95 in 100.
pub(super) fn bands(marks: &[u32]) -> Vec<u32> {
    if marks.is_empty() {
        return Vec::new();
    }
    let mut rows = [u64::MAX; ROWS];
    for &mark in marks {
        for (seed, row) in rows.iter_mut().enumerate() {
            *row = (*row).min(mix(u64::from(mark) ^ ((seed as u64 + 1) << 33)));
        }
    }
    rows.chunks_exact(2)
        .enumerate()
        .map(|(band, pair)| (mix(pair[0] ^ pair[1].rotate_left(17) ^ band as u64) >> 32) as u32)
        .collect()
}

/// How many marks two sorted sets share.
pub(super) fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        i += usize::from(x <= y);
        j += usize::from(y <= x);
        count += usize::from(x == y);
    }
    count
}

/// The number of a word that is not folded yet.
fn folded(word: &str) -> u64 {
    match word.is_ascii() {
        true => number(word.bytes().map(|byte| byte.to_ascii_lowercase())),
        false => hash(&fold(word)),
    }
}

/// The number of a folded word: FNV-1a, 64 bits.
pub(super) fn hash(word: &str) -> u64 {
    number(word.bytes())
}

fn number(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The finaliser of SplitMix64.
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> String {
        (from..to).map(|n| format!("word{n} ")).collect()
    }

    #[test]
    fn copies_share_marks() {
        let whole = fingerprint(&text(0, 300));
        let part = fingerprint(&text(50, 250));
        assert!(shared(&whole, &part) * 10 >= part.len() * 9);
        assert_eq!(shared(&whole, &fingerprint(&text(400, 600))), 0);
        assert!(bands(&whole).iter().any(|band| bands(&part).contains(band)));
        assert!(fingerprint("").is_empty() && bands(&[]).is_empty());
        assert_eq!(fingerprint("Åse said so on the day"), fingerprint("ase SAID: so, on the day!"));
    }
}
