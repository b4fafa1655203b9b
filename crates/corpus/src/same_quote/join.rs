//! Which quotations render one utterance: found once, when the later of the two comes.

use super::keys::{When, probe, probes, runs};
use super::nodes::Nodes;
use super::score::{Verdict, verdict};
use crate::shelf::{Shelf, entry, key_of};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Quotations under one key that are compared with one another; more means that the key says nothing.
pub(super) const CROWD: usize = 400;

/// Pairs of quotations that may be one utterance.
///
/// Two meet when they share a key of a run of words, or two keys of words that their speaker uses; a key that a crowd has
/// does not count. So pairs depend on what was added and not on when, but for those that met under a key which became a
/// crowd's later: [`Self::settle`] looks at these again.
#[derive(Clone, Debug, Default)]
pub(super) struct Join {
    runs: Shelf,
    probes: Shelf,
    /// Pairs: two numbers of 30 bits and the verdict.
    edges: Vec<u64>,
    /// Nodes that had a key which is a crowd's now.
    doubtful: Vec<u32>,
    /// The keys that are crowds'.
    crowded_runs: FxHashSet<u32>,
    crowded_probes: FxHashSet<u32>,
    /// A settling under way, and whether another was begun.
    settling: Option<Box<Settling>>,
    unsettled: bool,
    joined: u32,
}

/// Nodes that fit an edge.
const MOST: u32 = 1 << 30;

impl Join {
    /// How many nodes were compared with all before them.
    pub fn joined(&self) -> u32 {
        self.joined
    }

    /// Compares the next nodes, at most so many, with all before them.
    pub fn step(&mut self, nodes: &Nodes, most: u32) {
        let (first, end) = (self.joined, nodes.len().min(MOST).min(self.joined.saturating_add(most)));
        if first >= end {
            self.joined = nodes.len();
            return;
        }
        self.joined = end;
        let mut met = Vec::new();
        self.meet_by_runs(nodes, first..end, &mut met);
        let mut twice = Vec::new();
        self.meet_by_probes(nodes, first..end, &mut twice);
        radsort::sort(&mut twice);
        met.extend(
            twice.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).filter_map(|same| same.first()),
        );
        radsort::sort(&mut met);
        met.dedup();
        for pair in met {
            let (late, early) = ((pair >> 32) as u32, pair as u32);
            // Reprints of one wording are one without an edge between each two of them.
            if nodes.are_same(late, early) {
                continue;
            }
            let found = verdict(nodes, late, early);
            if found.is_any() {
                self.edges.push(edge(early, late, found));
            }
        }
    }

    fn meet_by_runs(&mut self, nodes: &Nodes, fresh: Range<u32>, met: &mut Vec<u64>) {
        let entries = by_runs(nodes, fresh.clone());
        put(
            &mut self.runs,
            entries,
            fresh.start,
            &mut self.doubtful,
            &mut self.crowded_runs,
            |late, early| {
                met.push(entry(late, early));
            },
        );
    }

    fn meet_by_probes(&mut self, nodes: &Nodes, fresh: Range<u32>, met: &mut Vec<u64>) {
        let (entries, all) = by_probes(nodes, fresh.clone());
        put(&mut self.probes, entries, fresh.start, &mut self.doubtful, &mut self.crowded_probes, |_, _| {});
        let mut asked = Vec::new();
        for (node, term) in all {
            let speaker = nodes.speaker(node);
            for (theirs, own) in When::of(nodes.day(node)).meets() {
                if !self.crowded_probes.contains(&probe(speaker, term, own)) {
                    asked.push(entry(probe(speaker, term, theirs), node));
                }
            }
        }
        radsort::sort(&mut asked);
        pairs(&self.probes, &asked, &self.crowded_probes, |late, early| met.push(entry(late, early)));
    }

    /// Drops pairs whose keys are all crowds' by now. Everything must be joined.
    pub fn settle(&mut self, nodes: &Nodes) {
        while !self.doubtful.is_empty() || self.settling.is_some() {
            self.begin_to_settle();
            while self.settle_step(nodes) {}
        }
    }

    /// Begins [`Self::settle`] with what is doubtful now; what becomes so in between is for the next time.
    pub fn begin_to_settle(&mut self) {
        self.unsettled = !self.doubtful.is_empty();
    }

    /// Does a bit of a settling that was begun; says whether there is more to do.
    pub fn settle_step(&mut self, nodes: &Nodes) -> bool {
        let Some(mut settling) = self.settling.take() else {
            if !std::mem::take(&mut self.unsettled) {
                return false;
            }
            let mut doubtful = vec![false; nodes.len() as usize];
            for node in std::mem::take(&mut self.doubtful) {
                if let Some(slot) = doubtful.get_mut(node as usize) {
                    *slot = true;
                }
            }
            let live = Live::new(nodes.len());
            self.settling = Some(Box::new(Settling { doubtful, live, next: 0, kept: 0 }));
            return true;
        };
        let end = self.edges.len().min(settling.next + EDGES);
        let is = |node: u32| settling.doubtful.get(node as usize).is_some_and(|doubtful| *doubtful);
        for at in settling.next..end {
            let Some(&edge) = self.edges.get(at) else { break };
            let (a, b, _) = parts(edge);
            // What came since met under keys that were no crowds' when this began.
            let new = b as usize >= settling.doubtful.len();
            if new || !(is(a) || is(b)) || self.meets(nodes, &mut settling.live, a, b) {
                if let Some(slot) = self.edges.get_mut(settling.kept) {
                    *slot = edge;
                }
                settling.kept += 1;
            }
        }
        settling.next = end;
        if end < self.edges.len() {
            self.settling = Some(settling);
            return true;
        }
        self.edges.truncate(settling.kept);
        self.unsettled
    }

    /// The pairs: those of a settling under way that were looked at and stay, and the others.
    fn edges(&self) -> impl Iterator<Item = &u64> {
        let (kept, next) = self.settling.as_ref().map_or((0, 0), |settling| (settling.kept, settling.next));
        self.edges.iter().take(kept).chain(self.edges.iter().skip(next))
    }

    /// Whether two nodes meet.
    fn meets(&self, nodes: &Nodes, live: &mut Live, a: u32, b: u32) -> bool {
        let (a_runs, b_runs) = (live.runs(self, nodes, a), live.runs(self, nodes, b));
        if share(live.list(a_runs), live.list(b_runs), 1) {
            return true;
        }
        let (x, y) = (When::of(nodes.day(a)), When::of(nodes.day(b)));
        // The keys under which one is put and the other looks.
        let under = |(theirs, _): &(When, When)| y.puts().iter().any(|put| put(y) == *theirs);
        let Some((theirs, own)) = x.meets().into_iter().find(under) else { return false };
        let speaker = nodes.speaker(a);
        if speaker == 0 || speaker != nodes.speaker(b) {
            return false;
        }
        let (a_probes, b_probes) = (live.probes(nodes, a), live.probes(nodes, b));
        let mut shared = 0;
        both(live.list(a_probes), live.list(b_probes), |term| {
            let is_live = |when: When| !self.crowded_probes.contains(&probe(speaker, term, when));
            shared += u32::from(is_live(theirs) && is_live(own));
            shared < 2
        });
        shared > 1
    }

    /// What is saved of it.
    pub fn saved(&self) -> SavedJoin {
        let mut last = 0;
        let edges = self.edges().map(|edge| {
            let (early, late, verdict) = parts(*edge);
            let further = late.wrapping_sub(std::mem::replace(&mut last, late));
            (further, late.wrapping_sub(early), verdict.bits() as u8)
        });
        let sorted = |keys: &FxHashSet<u32>| {
            let mut keys: Vec<u32> = keys.iter().copied().collect();
            keys.sort_unstable();
            keys
        };
        let mut doubtful = self.doubtful.clone();
        if let Some(settling) = &self.settling {
            let of_it = (0u32..).zip(&settling.doubtful).filter(|(_, doubtful)| **doubtful);
            doubtful.extend(of_it.map(|(node, _)| node));
        }
        SavedJoin {
            edges: edges.collect(),
            doubtful,
            crowded: (sorted(&self.crowded_runs), sorted(&self.crowded_probes)),
            joined: self.joined,
        }
    }

    /// Takes over what was saved of these nodes; `None` when it does not fit them.
    pub fn restore(&mut self, saved: &SavedJoin, nodes: &Nodes) -> Option<()> {
        self.joined = saved.joined;
        if saved.joined > nodes.len().min(MOST) {
            return None;
        }
        let mut late = 0u32;
        self.edges.reserve_exact(saved.edges.len());
        for &(further, back, verdict) in &saved.edges {
            late = late.wrapping_add(further);
            let early = late.checked_sub(back).filter(|early| *early < late && late < saved.joined)?;
            self.edges.push(edge(early, late, Verdict::from_bits(u64::from(verdict))));
        }
        self.doubtful.clone_from(&saved.doubtful);
        // In slices: what lies on the shelf at last is half of what a key would have at once.
        self.crowded_runs = saved.crowded.0.iter().copied().collect();
        self.crowded_probes = saved.crowded.1.iter().copied().collect();
        for first in (0..saved.joined).step_by(SLICE as usize) {
            let slice = first..saved.joined.min(first.saturating_add(SLICE));
            self.runs.put(by_runs(nodes, slice.clone()), CROWD);
            self.probes.put(by_probes(nodes, slice).0, CROWD);
        }
        Some(())
    }

    /// Calls `each` with some pairs that may be one utterance.
    pub fn each_from(&self, from: usize, most: usize, mut each: impl FnMut(u32, u32, Verdict)) {
        for edge in self.edges().skip(from).take(most) {
            let (a, b, verdict) = parts(*edge);
            each(a, b, verdict);
        }
    }

    /// Bytes of memory.
    pub fn memory(&self) -> usize {
        self.runs.memory()
            + self.probes.memory()
            + self.edges.capacity() * 8
            + self.doubtful.capacity() * 4
            + (self.crowded_runs.capacity() + self.crowded_probes.capacity()) * 5
    }
}

/// Pairs that are looked at again in one step.
const EDGES: usize = 1 << 13;

/// A settling under way.
#[derive(Clone, Debug)]
struct Settling {
    doubtful: Vec<bool>,
    live: Live,
    /// The next pair to look at, and how many of those before it stay.
    next: usize,
    kept: usize,
}

/// Keys of nodes that were asked for, each worked out once.
#[derive(Clone, Debug)]
struct Live {
    keys: Vec<u32>,
    /// Where the keys of a node lie: those of runs that are no crowd's, and its rare words.
    runs: Vec<(u32, u32)>,
    probes: Vec<(u32, u32)>,
}

/// Nothing is known of a node yet.
const ASK: (u32, u32) = (u32::MAX, 0);

impl Live {
    fn new(nodes: u32) -> Self {
        Self { keys: Vec::new(), runs: vec![ASK; nodes as usize], probes: vec![ASK; nodes as usize] }
    }

    fn list(&self, place: (u32, u32)) -> &[u32] {
        self.keys.get(place.0 as usize..place.1 as usize).unwrap_or(&[])
    }

    fn runs(&mut self, join: &Join, nodes: &Nodes, node: u32) -> (u32, u32) {
        let Some(slot) = self.runs.get_mut(node as usize) else { return (0, 0) };
        if *slot == ASK {
            let from = self.keys.len() as u32;
            let keys = runs(nodes.words(node));
            self.keys.extend(keys.into_iter().filter(|key| !join.crowded_runs.contains(key)));
            *slot = (from, self.keys.len() as u32);
        }
        *slot
    }

    fn probes(&mut self, nodes: &Nodes, node: u32) -> (u32, u32) {
        let Some(slot) = self.probes.get_mut(node as usize) else { return (0, 0) };
        if *slot == ASK {
            let from = self.keys.len() as u32;
            self.keys.extend(probes(nodes, node));
            *slot = (from, self.keys.len() as u32);
        }
        *slot
    }
}

/// Calls `each` with what two sorted lists share, until it has had enough.
fn both(a: &[u32], b: &[u32], mut each: impl FnMut(u32) -> bool) {
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x == y && !each(*x) {
            return;
        }
        (i, j) = (i + usize::from(x <= y), j + usize::from(y <= x));
    }
}

/// Whether two sorted lists share at least so many.
fn share(a: &[u32], b: &[u32], least: u32) -> bool {
    let mut shared = 0;
    both(a, b, |_| {
        shared += 1;
        shared < least
    });
    shared >= least
}

/// [`Join`] as it lies in a file: of every pair how far its later node is from that of the pair before, how far its
/// earlier one from that, and the verdict.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct SavedJoin {
    edges: Vec<(u32, u32, u8)>,
    doubtful: Vec<u32>,
    crowded: (Vec<u32>, Vec<u32>),
    joined: u32,
}

/// Nodes whose keys are put on the shelves at once when they come from a file.
const SLICE: u32 = 1 << 16;

/// The keys of runs of words of some nodes, sorted.
fn by_runs(nodes: &Nodes, fresh: Range<u32>) -> Vec<u64> {
    let mut entries: Vec<u64> = Vec::new();
    for node in fresh {
        entries.extend(runs(nodes.words(node)).into_iter().map(|key| entry(key, node)));
    }
    radsort::sort(&mut entries);
    entries
}

/// The keys of rare words of some nodes, sorted, and these words by node.
fn by_probes(nodes: &Nodes, fresh: Range<u32>) -> (Vec<u64>, Vec<(u32, u32)>) {
    let (mut entries, mut all) = (Vec::new(), Vec::new());
    for node in fresh {
        let (speaker, when) = (nodes.speaker(node), When::of(nodes.day(node)));
        for term in probes(nodes, node) {
            entries.extend(when.puts().iter().map(|put| entry(probe(speaker, term, put(when)), node)));
            all.push((node, term));
        }
    }
    radsort::sort(&mut entries);
    (entries, all)
}

fn edge(a: u32, b: u32, verdict: Verdict) -> u64 {
    u64::from(a) << 33 | u64::from(b) << 3 | verdict.bits()
}

fn parts(edge: u64) -> (u32, u32, Verdict) {
    ((edge >> 33) as u32, (edge >> 3) as u32 & (MOST - 1), Verdict::from_bits(edge))
}

/// Puts sorted entries on a shelf, and notes which keys become crowds'. Older nodes under keys that were none before are
/// `doubtful`. Calls `each(late, early)` for the fresh nodes with those before them under the same key, but for crowds'.
fn put(
    shelf: &mut Shelf,
    entries: Vec<u64>,
    first: u32,
    doubtful: &mut Vec<u32>,
    crowded: &mut FxHashSet<u32>,
    mut each: impl FnMut(u32, u32),
) {
    let keys = || entries.chunk_by(|a, b| key_of(*a) == key_of(*b));
    let mut groups = keys();
    shelf.each(keys().filter_map(|same| same.first()).map(|entry| key_of(*entry)), |key, old| {
        let new = groups.next().unwrap_or(&[]);
        if old.len() + new.len() > CROWD {
            if crowded.insert(key) {
                doubtful.extend(old.iter().filter(|node| **node < first));
            }
            return;
        }
        for (at, late) in new.iter().enumerate() {
            let late = *late as u32;
            old.iter().for_each(|early| each(late, *early));
            new.iter().take(at).for_each(|early| each(late, *early as u32));
        }
    });
    shelf.put(entries, CROWD);
}

/// Calls `each(late, early)` for the nodes of sorted entries with those before them under the same key; keys of crowds
/// are passed over.
fn pairs(shelf: &Shelf, asked: &[u64], crowded: &FxHashSet<u32>, mut each: impl FnMut(u32, u32)) {
    let mut groups = asked.chunk_by(|a, b| key_of(*a) == key_of(*b));
    let keys = asked.chunk_by(|a, b| key_of(*a) == key_of(*b)).filter_map(|same| same.first());
    shelf.each(keys.map(|entry| key_of(*entry)), |key, there| {
        let group = groups.next().unwrap_or(&[]);
        if there.len() <= CROWD && !crowded.contains(&key) {
            for late in group.iter().map(|entry| *entry as u32) {
                there.iter().filter(|early| **early < late).for_each(|early| each(late, *early));
            }
        }
    });
}
