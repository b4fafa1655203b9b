//! Quotations reduced to what likeness is judged by.

use super::keys::mix;
use super::weights::weight;
use rustc_hash::FxHashMap;

/// One quotation as it comes.
#[derive(Clone, Debug, Default)]
pub(super) struct Reduced {
    /// Every word in order, folded, as a number.
    pub words: Vec<u32>,
    /// Stems of the words that carry meaning, names left out; sorted, with repetitions.
    pub content: Vec<u32>,
    /// Names in it; sorted, each once.
    pub entities: Vec<u32>,
    /// What the spellings of the speaker's name have in common; 0 without a speaker.
    pub speaker: u32,
    /// Day of publication, days since 1970.
    pub day: Option<i32>,
}

/// Words of a quotation that is one utterance wherever it stands word for word, and words of it that carry meaning.
const SURE: (usize, usize) = (8, 3);

impl Reduced {
    /// Whether it is one utterance with every quotation that has it word for word, whoever is said to speak.
    fn is_sure(&self) -> bool {
        is_sure(self.words.len(), self.content.len())
    }
}

/// Whether quotations of so many words are one utterance when one is a run of the other.
pub(super) fn is_sure(words: usize, content: usize) -> bool {
    words >= SURE.0 && content >= SURE.1
}

/// All distinct quotations, laid end to end. Reprints of a quotation with the same speaker on the same day are one node.
#[derive(Clone, Debug, Default)]
pub(super) struct Nodes {
    words: Vec<u32>,
    content: Vec<u32>,
    entities: Vec<u32>,
    /// Where each node's words, content and entities end.
    ends: Vec<[u32; 3]>,
    /// What each node's content and entities tell, in bits.
    told: Vec<u32>,
    /// Which words each node may have: a bit for each of its words (a Bloom filter of one hash).
    marks: Vec<u64>,
    speaker: Vec<u32>,
    day: Vec<Option<i32>>,
    /// The node of the same words that came before: they are one utterance.
    before: Vec<u32>,
    /// The first node of the same words.
    first: Vec<u32>,
    /// Words of a sure quotation → the last node that has them.
    last: FxHashMap<u64, u32>,
    /// Everything of a sure quotation whose words several nodes have → its node.
    exact: FxHashMap<u64, u32>,
}

const NONE: u32 = u32::MAX;

fn hash(words: &[u32]) -> u64 {
    words.iter().fold(0, |hash: u64, &word| mix(hash ^ u64::from(word)))
}

/// The number of everything that two quotations of one node share.
fn exactly(words: u64, (content, entities): (&[u32], &[u32]), speaker: u32, day: Option<i32>) -> u64 {
    let day = day.map_or(1 << 40, |day| u64::from(day.cast_unsigned()));
    let lists = hash(content).rotate_left(1) ^ hash(entities).rotate_left(2);
    mix(mix(words ^ u64::from(speaker)) ^ day) ^ lists
}

fn told(content: &[u32], entities: &[u32]) -> u32 {
    content.iter().chain(entities).map(|term| weight(*term)).sum()
}

fn marks(words: &[u32]) -> u64 {
    words.iter().fold(0, |marks, word| marks | 1 << (word.wrapping_mul(0x9e37_79b9) >> 26))
}

impl Nodes {
    pub fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    /// The node of a quotation.
    pub fn add(&mut self, quote: &Reduced) -> u32 {
        let node = self.len();
        let (mut before, mut of_words) = (NONE, None);
        if quote.is_sure() {
            let hash = hash(&quote.words);
            let known = self.last.get(&hash).copied().unwrap_or(NONE);
            if self.words(known) == quote.words {
                // What is reprinted day by day is in many nodes: they are not looked through.
                let lists = (quote.content.as_slice(), quote.entities.as_slice());
                let exact = self.exact.get(&exactly(hash, lists, quote.speaker, quote.day)).copied();
                if let Some(same) =
                    [Some(known), exact].into_iter().flatten().find(|node| self.is(*node, quote))
                {
                    return same;
                }
                before = known;
            }
            self.last.insert(hash, node);
            of_words = Some(hash);
        }
        self.words.extend_from_slice(&quote.words);
        self.content.extend_from_slice(&quote.content);
        self.entities.extend_from_slice(&quote.entities);
        self.ends.push([self.words.len() as u32, self.content.len() as u32, self.entities.len() as u32]);
        self.told.push(told(&quote.content, &quote.entities));
        self.marks.push(marks(&quote.words));
        self.speaker.push(quote.speaker);
        self.day.push(quote.day);
        self.before.push(before);
        self.first.push(self.first.get(before as usize).copied().unwrap_or(node));
        if let Some(hash) = of_words {
            self.enter(hash, before, node);
        }
        node
    }

    /// Notes a node whose words another had before it, and that one.
    fn enter(&mut self, words: u64, before: u32, node: u32) {
        if before != NONE {
            let exact = |of: u32| {
                exactly(words, (self.content(of), self.entities(of)), self.speaker(of), self.day(of))
            };
            let (first, own) = (exact(before), exact(node));
            self.exact.entry(first).or_insert(before);
            self.exact.insert(own, node);
        }
    }

    /// The nodes whose words, content and names lie end to end in `lists`, each of so many; `None` when the lists do not fit.
    pub fn restored(
        lists: (Vec<u32>, Vec<u32>, Vec<u32>),
        lengths: &[(u32, u32, u32)],
        speaker: Vec<u32>,
        day: Vec<Option<i32>>,
    ) -> Option<Self> {
        let (words, content, entities) = lists;
        let mut nodes = Self { words, content, entities, speaker, day, ..Self::default() };
        let mut ends = [0u32; 3];
        for &(words, content, entities) in lengths {
            for (end, length) in ends.iter_mut().zip([words, content, entities]) {
                *end = end.checked_add(length)?;
            }
            nodes.ends.push(ends);
        }
        if [nodes.words.len(), nodes.content.len(), nodes.entities.len()] != ends.map(|end| end as usize) {
            return None;
        }
        for node in 0..nodes.len() {
            let words = nodes.words(node);
            let mut before = NONE;
            if is_sure(words.len(), nodes.content(node).len()) {
                let hash = hash(words);
                let known = nodes.last.get(&hash).copied().unwrap_or(NONE);
                if nodes.words(known) == words {
                    before = known;
                }
                nodes.last.insert(hash, node);
                nodes.enter(hash, before, node);
            }
            nodes.before.push(before);
            nodes.first.push(nodes.first.get(before as usize).copied().unwrap_or(node));
            let told = told(nodes.content(node), nodes.entities(node));
            nodes.told.push(told);
            let marks = marks(nodes.words(node));
            nodes.marks.push(marks);
        }
        Some(nodes)
    }

    /// Words, content and names of all nodes, end to end.
    pub fn lists(&self) -> (&[u32], &[u32], &[u32]) {
        (&self.words, &self.content, &self.entities)
    }

    fn is(&self, node: u32, quote: &Reduced) -> bool {
        self.day(node) == quote.day
            && self.speaker(node) == quote.speaker
            && self.words(node) == quote.words
            && self.content(node) == quote.content
            && self.entities(node) == quote.entities
    }

    fn part<'n>(&self, list: &'n [u32], node: u32, which: usize) -> &'n [u32] {
        let end = |node: usize| self.ends.get(node).and_then(|ends| ends.get(which)).copied();
        let start = (node as usize).checked_sub(1).and_then(end).unwrap_or(0);
        let end = end(node as usize).unwrap_or(start);
        list.get(start as usize..end as usize).unwrap_or(&[])
    }

    pub fn words(&self, node: u32) -> &[u32] {
        self.part(&self.words, node, 0)
    }

    pub fn content(&self, node: u32) -> &[u32] {
        self.part(&self.content, node, 1)
    }

    pub fn entities(&self, node: u32) -> &[u32] {
        self.part(&self.entities, node, 2)
    }

    /// What content and entities tell, in bits.
    pub fn told(&self, node: u32) -> u32 {
        self.told.get(node as usize).copied().unwrap_or(0)
    }

    /// Whether the words of one of two nodes may all be among those of the other. Of nearly all pairs of which they are not,
    /// this says so without a look at the words.
    pub fn may_contain(&self, a: u32, b: u32) -> bool {
        let marks = |node: u32| self.marks.get(node as usize).copied().unwrap_or(0);
        let (a, b) = (marks(a), marks(b));
        a & b == a || a & b == b
    }

    pub fn speaker(&self, node: u32) -> u32 {
        self.speaker.get(node as usize).copied().unwrap_or(0)
    }

    pub fn day(&self, node: u32) -> Option<i32> {
        self.day.get(node as usize).copied().flatten()
    }

    /// A node that is the same utterance, word for word.
    pub fn before(&self, node: u32) -> Option<u32> {
        self.before.get(node as usize).copied().filter(|before| *before != NONE)
    }

    /// Whether two nodes are known to be the same utterance, word for word.
    pub fn are_same(&self, a: u32, b: u32) -> bool {
        let first = |node: u32| self.first.get(node as usize);
        first(a) == first(b)
    }

    pub fn memory(&self) -> usize {
        let lists = [
            &self.words,
            &self.content,
            &self.entities,
            &self.told,
            &self.speaker,
            &self.before,
            &self.first,
        ];
        lists.iter().map(|list| list.capacity() * 4).sum::<usize>()
            + self.ends.capacity() * 12
            + self.marks.capacity() * 8
            + self.day.capacity() * 8
            + (self.last.capacity() + self.exact.capacity()) * 13
    }
}
