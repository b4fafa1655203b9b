use super::pieces::{Piece, PieceKind, Place};
use crate::ModelError;
use crate::model::{ByteReader, ByteWriter};
use crate::neural::exp;
use crate::token::lowered;

/// Size of the linker's table of hashed features.
pub const LINK_ROWS: usize = 1 << 14;

/// Which cue reports a content, which source a cue has: two rankers over hashed features, each a
/// softmax over the candidates and "none".
#[derive(Clone, Debug)]
pub struct Linker {
    weights: Vec<i8>,
    unit: f32,
}

/// One choice that a piece has, with its features (rows of the linker's table).
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Number of the piece; `None` for no piece at all.
    pub piece: Option<usize>,
    /// What speaks for and against it.
    pub features: LinkFeatures,
}

/// Rows of the linker's table. No more than there is room for: a candidate is made for every pair of
/// pieces.
#[derive(Clone, Copy, Debug, Default)]
pub struct LinkFeatures {
    rows: [u32; 24],
    count: usize,
}

impl std::ops::Deref for LinkFeatures {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        self.rows.get(..self.count).unwrap_or(&[])
    }
}

impl Linker {
    /// A linker of these weights, rounded to eight bits.
    #[must_use]
    pub fn new(weights: &[f32]) -> Self {
        let peak = weights.iter().fold(1e-6f32, |m, w| m.max(w.abs()));
        let unit = peak / 127.0;
        Self { weights: weights.iter().map(|w| (w / unit).round() as i8).collect(), unit }
    }

    /// Reads what [`Linker::write`] wrote.
    ///
    /// # Errors
    /// When the bytes end too early.
    pub fn read(reader: &mut ByteReader<'_>) -> Result<Self, ModelError> {
        let unit = reader.f32()?;
        Ok(Self { unit, weights: reader.take(LINK_ROWS)?.iter().map(|b| *b as i8).collect() })
    }

    /// Writes the weights.
    pub fn write(&self, writer: &mut ByteWriter) {
        writer.f32(self.unit);
        writer.put(&self.weights.iter().map(|w| *w as u8).collect::<Vec<u8>>());
    }

    /// The best candidate and its chance among all.
    #[must_use]
    pub fn choose(&self, candidates: &[Candidate]) -> (Option<usize>, f32) {
        let score = |c: &Candidate| {
            let sum: i32 = c
                .features
                .iter()
                .map(|f| i32::from(self.weights.get(*f as usize).copied().unwrap_or(0)))
                .sum();
            sum as f32 * self.unit
        };
        let scores: Vec<f32> = candidates.iter().map(score).collect();
        let mut best = 0;
        for (index, value) in scores.iter().enumerate() {
            if scores.get(best).is_none_or(|b| value > b) {
                best = index;
            }
        }
        let peak = scores.get(best).copied().unwrap_or(0.0);
        let total: f32 = scores.iter().map(|s| exp(s - peak)).sum();
        (candidates.get(best).and_then(|c| c.piece), if total > 0.0 { 1.0 / total } else { 0.0 })
    }
}

/// Collects hashed features.
struct Bag {
    base: u32,
    features: LinkFeatures,
}

impl Bag {
    fn new(base: u32) -> Self {
        Self { base, features: LinkFeatures::default() }
    }

    fn put(&mut self, name: u32, values: &[u32]) {
        let mut hash = 0x811C_9DC5u32 ^ self.base;
        for value in std::iter::once(&name).chain(values) {
            hash = (hash ^ value).wrapping_mul(0x0100_0193);
            hash ^= hash >> 15;
            hash = hash.wrapping_mul(0x85EB_CA6B);
        }
        hash ^= hash >> 13;
        if let Some(place) = self.features.rows.get_mut(self.features.count) {
            *place = hash % LINK_ROWS as u32;
            self.features.count += 1;
        }
    }
}

/// The hash of a word in lower case.
pub(super) fn word_hash(word: &str) -> u32 {
    if !word.is_ascii() {
        return plain_hash(&lowered(word));
    }
    plain_hash(word)
}

fn plain_hash(word: &str) -> u32 {
    word.bytes().fold(0x811C_9DC5, |h, b| (h ^ u32::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0193))
}

/// 0, 1, 2, 3-4, 5-8, 9-16, 17-32 …
fn bucket(count: usize) -> u32 {
    match count {
        0..=2 => count as u32,
        _ => 33 - (count as u32 - 1).leading_zeros(),
    }
}

/// How far a candidate may be, in pieces of its kind, before and after.
const BEFORE: usize = 4;
const AFTER: usize = 3;

/// The cues that a content may belong to.
#[must_use]
pub fn cue_candidates(place: &Place<'_>, pieces: &[Piece], content: usize) -> Vec<Candidate> {
    candidates(place, pieces, content, PieceKind::Cue, 1)
}

/// The sources that a cue may have.
#[must_use]
pub fn source_candidates(place: &Place<'_>, pieces: &[Piece], cue: usize) -> Vec<Candidate> {
    candidates(place, pieces, cue, PieceKind::Source, 2)
}

fn candidates(
    place: &Place<'_>,
    pieces: &[Piece],
    from: usize,
    wanted: PieceKind,
    base: u32,
) -> Vec<Candidate> {
    let Some(anchor) = pieces.get(from) else { return Vec::new() };
    let of_kind = |range: &mut dyn Iterator<Item = usize>, most: usize| -> Vec<usize> {
        range.filter(|i| pieces.get(*i).is_some_and(|p| p.kind == wanted)).take(most).collect()
    };
    let before = of_kind(&mut (0..from).rev().take(24), BEFORE);
    let after = of_kind(&mut (from + 1..pieces.len()).take(24), AFTER);
    let mut found = vec![none(place, pieces, from, base)];
    for (rank, other) in before
        .iter()
        .enumerate()
        .map(|(r, o)| (r as u32, *o))
        .chain(after.iter().enumerate().map(|(r, o)| (r as u32 + 8, *o)))
    {
        let Some(piece) = pieces.get(other) else { continue };
        found.push(Candidate {
            piece: Some(other),
            features: pair(place, pieces, (from, anchor), (other, piece), rank, base),
        });
    }
    found
}

/// What speaks for a piece that belongs to nothing.
fn none(place: &Place<'_>, pieces: &[Piece], from: usize, base: u32) -> Candidate {
    let mut bag = Bag::new(base);
    bag.put(100, &[]);
    if let Some(piece) = pieces.get(from) {
        let words = place.words;
        let head = words.hash(piece.tokens.end.saturating_sub(1));
        let first = words.hash(piece.tokens.start);
        bag.put(101, &[u32::from(place.quoted(piece.tokens.start)), bucket(piece.tokens.len())]);
        if base == 2 {
            bag.put(102, &[head]);
            bag.put(103, &[first, bucket(piece.tokens.len())]);
        }
        let kind = |i: Option<usize>| i.and_then(|i| pieces.get(i)).map_or(9, |p| p.kind as u32);
        bag.put(105, &[kind(from.checked_sub(1)), kind(Some(from + 1))]);
    }
    Candidate { piece: None, features: bag.features }
}

fn pair(
    place: &Place<'_>,
    pieces: &[Piece],
    (from, anchor): (usize, &Piece),
    (to, other): (usize, &Piece),
    rank: u32,
    base: u32,
) -> LinkFeatures {
    let words = place.words;
    let mut bag = Bag::new(base);
    let forward = to > from;
    let side = u32::from(forward);
    let (left, right) = if forward { (anchor, other) } else { (other, anchor) };
    let gap = right.tokens.start.saturating_sub(left.tokens.end);
    // The kinds of the pieces between, nearest the anchor first.
    let mut between = 1u32;
    let count = from.abs_diff(to).saturating_sub(1);
    for step in 1..=count.min(4) {
        let index = if forward { from + step } else { from - step };
        between = between * 4 + pieces.get(index).map_or(3, |p| p.kind as u32);
    }
    between = between * 2 + u32::from(count > 4);
    let (last, next) = (left.tokens.end.saturating_sub(1), right.tokens.start);
    let sentences = place.sentence(next).wrapping_sub(place.sentence(last)).min(3);
    let paragraphs = place.paragraph(next).wrapping_sub(place.paragraph(last)).min(3);
    let cue = if base == 1 { other } else { anchor };
    let head = words.hash(cue.tokens.end.saturating_sub(1));
    let first = words.hash(cue.tokens.start);
    let quoted = u32::from(place.quoted(if base == 1 { anchor.tokens.start } else { cue.tokens.start }));
    let between_them = left.tokens.end..right.tokens.start.min(left.tokens.end + 60);
    bag.put(1, &[side, rank]);
    bag.put(2, &[side, between]);
    bag.put(3, &[side, between, sentences, paragraphs]);
    bag.put(4, &[side, bucket(gap)]);
    bag.put(5, &[side, sentences, paragraphs, quoted]);
    bag.put(6, &[side, head]);
    bag.put(7, &[side, head, between]);
    bag.put(8, &[side, first, u32::from(cue.tokens.len() > 1)]);
    bag.put(9, &[side, rank, quoted, paragraphs]);
    bag.put(10, &[side, bucket(gap), between]);
    bag.put(11, &[side, bucket(place.marks(&between_them)), sentences]);
    // The words that stand between close pieces, or at the edges of the gap.
    let edge = |i: usize| if gap == 0 { 0 } else { words.hash(i) };
    bag.put(12, &[side, edge(left.tokens.end)]);
    bag.put(13, &[side, edge(right.tokens.start.saturating_sub(1))]);
    bag.put(14, &[side, edge(left.tokens.end), edge(right.tokens.start.saturating_sub(1)), bucket(gap)]);
    let suffix: u32 = {
        let word = words.lower(cue.tokens.end.saturating_sub(1));
        plain_hash(word.get(word.len().saturating_sub(3)..).unwrap_or(""))
    };
    bag.put(15, &[side, suffix, between]);
    // What the other piece has beside it: a cue that already stands by its content.
    let kind = |i: Option<usize>| i.and_then(|i| pieces.get(i)).map_or(9, |p| p.kind as u32);
    let beyond = if forward { kind(Some(to + 1)) } else { kind(to.checked_sub(1)) };
    let behind = if forward { kind(from.checked_sub(1)) } else { kind(Some(from + 1)) };
    bag.put(16, &[side, between, beyond]);
    bag.put(17, &[side, between, behind]);
    bag.put(18, &[side, beyond, behind, sentences]);
    if base == 2 {
        let single = other.tokens.len() == 1;
        let name = if words.capital(other.tokens.start) { 1 } else { 0 };
        let pronoun = u32::from(single && words.pronoun(other.tokens.start));
        bag.put(19, &[side, pronoun, name, sentences]);
        bag.put(20, &[side, pronoun, suffix]);
        bag.put(21, &[side, u32::from(place.quoted(other.tokens.start)), quoted]);
    } else {
        let closes = words.get(anchor.tokens.end.saturating_sub(1));
        bag.put(19, &[side, plain_hash(closes), sentences]);
        bag.put(20, &[side, words.hash(anchor.tokens.start), bucket(gap)]);
        bag.put(21, &[side, u32::from(words.capital(anchor.tokens.start)), bucket(gap), quoted]);
    }
    bag.features
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{split_sentences, tokenize};

    #[test]
    fn candidates_on_both_sides_and_none() {
        let text = "She said so. He denied it.";
        let tokens = tokenize(text);
        let sentences = split_sentences(text, &tokens, &[]);
        let place = Place::new(text, &tokens, &sentences, &vec![0; tokens.len()]);
        let piece = |kind, start: usize| Piece { kind, tokens: start..start + 1, chance: 0.9 };
        let pieces = [
            piece(PieceKind::Source, 0),
            piece(PieceKind::Cue, 1),
            piece(PieceKind::Content, 2),
            piece(PieceKind::Source, 4),
            piece(PieceKind::Cue, 5),
        ];
        let found = cue_candidates(&place, &pieces, 2);
        assert_eq!(found.iter().map(|c| c.piece).collect::<Vec<_>>(), [None, Some(1), Some(4)]);
        let mut weights = vec![0.0; LINK_ROWS];
        for feature in &*found[2].features {
            weights[*feature as usize] += 1.0;
        }
        let linker = Linker::new(&weights);
        assert_eq!(linker.choose(&found).0, Some(4));
        let mut writer = ByteWriter::new();
        linker.write(&mut writer);
        let bytes = writer.finish();
        let again = Linker::read(&mut ByteReader::new(&bytes)).unwrap();
        assert_eq!(again.choose(&found), linker.choose(&found));
        assert!(source_candidates(&place, &pieces, 9).is_empty());
    }
}
