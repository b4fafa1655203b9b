//! Which quotations render one utterance: found once, when the later of the two comes.

use super::keys::{When, probe, probes, runs};
use super::nodes::Nodes;
use super::score::{Verdict, verdict};
use crate::shelf::{Shelf, entry, key_of};
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
            let found = verdict(nodes, late, early);
            if found.is_any() && nodes.before(late) != Some(early) {
                self.edges.push(edge(early, late, found));
            }
        }
    }

    fn meet_by_runs(&mut self, nodes: &Nodes, fresh: Range<u32>, met: &mut Vec<u64>) {
        let entries = by_runs(nodes, fresh.clone());
        let crowded = put(&mut self.runs, entries.clone(), fresh.start, &mut self.doubtful);
        pairs(&self.runs, &entries, &crowded, |late, early| met.push(entry(late, early)));
    }

    fn meet_by_probes(&mut self, nodes: &Nodes, fresh: Range<u32>, met: &mut Vec<u64>) {
        let (entries, all) = by_probes(nodes, fresh.clone());
        let crowded = put(&mut self.probes, entries, fresh.start, &mut self.doubtful);
        let mut asked = Vec::new();
        for (node, term) in all {
            let speaker = nodes.speaker(node);
            for (theirs, own) in When::of(nodes.day(node)).meets() {
                if crowded.binary_search(&probe(speaker, term, own)).is_err() {
                    asked.push(entry(probe(speaker, term, theirs), node));
                }
            }
        }
        radsort::sort(&mut asked);
        pairs(&self.probes, &asked, &[], |late, early| met.push(entry(late, early)));
    }

    /// Drops pairs whose keys are all crowds' by now. Everything must be joined.
    pub fn settle(&mut self, nodes: &Nodes) {
        if self.doubtful.is_empty() {
            return;
        }
        let mut doubtful = vec![false; nodes.len() as usize];
        for node in std::mem::take(&mut self.doubtful) {
            if let Some(slot) = doubtful.get_mut(node as usize) {
                *slot = true;
            }
        }
        let is = |node: u32| doubtful.get(node as usize).is_some_and(|doubtful| *doubtful);
        let mut edges = std::mem::take(&mut self.edges);
        edges.retain(|edge| {
            let (a, b, _) = parts(*edge);
            !(is(a) || is(b)) || self.meets(nodes, a, b)
        });
        self.edges = edges;
    }

    /// Whether two nodes meet.
    fn meets(&self, nodes: &Nodes, a: u32, b: u32) -> bool {
        let live = |shelf: &Shelf, key: u32| shelf.count(key) <= CROWD;
        let theirs = runs(nodes.words(b));
        if runs(nodes.words(a)).iter().any(|key| theirs.binary_search(key).is_ok() && live(&self.runs, *key))
        {
            return true;
        }
        let speaker = nodes.speaker(a);
        let (x, y) = (When::of(nodes.day(a)), When::of(nodes.day(b)));
        // The keys under which one is put and the other looks.
        let under = |(theirs, _): &(When, When)| y.puts().iter().any(|put| put(y) == *theirs);
        let Some((theirs, own)) = x.meets().into_iter().find(under) else { return false };
        let theirs_too = probes(nodes, b);
        let shared = |term: &&u32| {
            theirs_too.binary_search(term).is_ok()
                && [theirs, own].iter().all(|when| live(&self.probes, probe(speaker, **term, *when)))
        };
        speaker == nodes.speaker(b) && probes(nodes, a).iter().filter(shared).count() > 1
    }

    /// What is saved of it.
    pub fn saved(&self) -> SavedJoin {
        let mut last = 0;
        let edges = self.edges.iter().map(|edge| {
            let (early, late, verdict) = parts(*edge);
            let further = late.wrapping_sub(std::mem::replace(&mut last, late));
            (further, late.wrapping_sub(early), verdict.bits() as u8)
        });
        SavedJoin { edges: edges.collect(), doubtful: self.doubtful.clone(), joined: self.joined }
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
        for first in (0..saved.joined).step_by(SLICE as usize) {
            let slice = first..saved.joined.min(first.saturating_add(SLICE));
            self.runs.put(by_runs(nodes, slice.clone()), CROWD);
            self.probes.put(by_probes(nodes, slice).0, CROWD);
        }
        Some(())
    }

    /// Calls `each` with every pair that may be one utterance.
    pub fn each(&self, mut each: impl FnMut(u32, u32, Verdict)) {
        for edge in &self.edges {
            let (a, b, verdict) = parts(*edge);
            each(a, b, verdict);
        }
    }

    /// Bytes of memory.
    pub fn memory(&self) -> usize {
        self.runs.memory() + self.probes.memory() + self.edges.capacity() * 8 + self.doubtful.capacity() * 4
    }
}

/// [`Join`] as it lies in a file: of every pair how far its later node is from that of the pair before, how far its
/// earlier one from that, and the verdict.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct SavedJoin {
    edges: Vec<(u32, u32, u8)>,
    doubtful: Vec<u32>,
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

/// Puts sorted entries on a shelf; which of their keys are crowds' now. Older nodes under keys that were none before are
/// `doubtful`.
fn put(shelf: &mut Shelf, entries: Vec<u64>, first: u32, doubtful: &mut Vec<u32>) -> Vec<u32> {
    let mut counts: Vec<(u32, usize)> = Vec::new();
    for same in entries.chunk_by(|a, b| key_of(*a) == key_of(*b)) {
        counts.extend(same.first().map(|entry| (key_of(*entry), same.len())));
    }
    let mut crowded = Vec::new();
    let mut counted = counts.iter();
    shelf.each(counts.iter().map(|(key, _)| *key), |key, old| {
        let new = counted.next().map_or(0, |(_, new)| *new);
        if old.len() + new > CROWD {
            crowded.push(key);
            if old.len() <= CROWD {
                doubtful.extend(old.iter().filter(|node| **node < first));
            }
        }
    });
    shelf.put(entries, CROWD);
    crowded
}

/// Calls `each(late, early)` for the nodes of sorted entries with those before them under the same key; keys of crowds
/// are passed over.
fn pairs(shelf: &Shelf, asked: &[u64], crowded: &[u32], mut each: impl FnMut(u32, u32)) {
    let mut groups = asked.chunk_by(|a, b| key_of(*a) == key_of(*b));
    let keys = asked.chunk_by(|a, b| key_of(*a) == key_of(*b)).filter_map(|same| same.first());
    shelf.each(keys.map(|entry| key_of(*entry)), |key, there| {
        let group = groups.next().unwrap_or(&[]);
        if there.len() <= CROWD && crowded.binary_search(&key).is_err() {
            for late in group.iter().map(|entry| *entry as u32) {
                there.iter().filter(|early| **early < late).for_each(|early| each(late, *early));
            }
        }
    });
}
