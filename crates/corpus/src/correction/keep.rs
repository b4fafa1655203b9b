//! The reader's decisions while articles come: they hold for whom they were made, and what was kept apart is not joined.

use super::Correction;
use crate::Corpus;
use crate::facets::{NONE, Names};
use crate::link::Apart;
use crate::refresh::Stage;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Occurrences that are remembered for an entity: its new number is that of most of them.
const ANCHORS: usize = 64;

/// A correction with what its entities were when it was made. Keys alone would not do: they go to those who are worth
/// them most, and two entities may have one for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    step: Correction,
    /// Occurrences of the entities of its keys.
    slots: [Vec<u32>; 2],
    /// What must not be joined.
    apart: Option<Apart>,
}

impl Corpus {
    /// What the next joining of names must not join.
    pub(crate) fn apart(&self) -> Vec<Apart> {
        let holding = self.kept.iter().take(self.log.steps().len());
        holding.filter_map(|kept| kept.apart.clone()).collect()
    }

    /// Joins names anew when what must not be joined is something else than `before`: two that were kept apart become one
    /// at once if they would have been, and two again when the reader keeps them apart after all. A corpus that was opened
    /// and not [prepared](Corpus::prepare) is only marked as to be refreshed.
    pub(crate) fn rejoin(&mut self, before: &[Apart]) {
        if self.apart() == before {
            return;
        }
        self.stale = true;
        if self.joiner.is_some() {
            self.stage = Stage::Compare;
            self.begun = self.columns.articles();
            while self.refresh_step() {}
        }
    }

    /// Notes whom the steps of the log are about; `names` are as analysed. What is noted already stays, so that names that
    /// come later are free.
    pub(crate) fn note_kept(&mut self, names: &Names) {
        let known = std::mem::take(&mut self.kept);
        // What was undone is remembered, too: it may be made again.
        for (at, step) in self.log.all().iter().enumerate() {
            let same = |kept: &&Kept| kept.step == *step;
            let old = known.get(at).filter(same).or_else(|| known.iter().find(same));
            self.kept.push(old.cloned().unwrap_or_else(|| keep(step, names)));
        }
    }

    /// Lets the log speak of whom it spoke before, when the names were joined anew; `joined` has the new ones.
    pub(crate) fn follow(&mut self, joined: &Names) {
        for (at, kept) in self.kept.iter_mut().enumerate() {
            for (key, slots) in kept.step.keys().into_iter().zip(&kept.slots) {
                let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
                for slot in slots {
                    *counts
                        .entry(joined.of_slot.get(*slot as usize).copied().unwrap_or(NONE))
                        .or_default() += 1;
                }
                counts.remove(&NONE);
                let most = counts.into_iter().max_by_key(|(entity, count)| (*count, Reverse(*entity)));
                if let (Some(key), Some((entity, _))) = (key, most) {
                    joined.values.key(entity).clone_into(key);
                }
            }
            self.log.replace(at, kept.step.clone());
        }
    }
}

fn keep(step: &Correction, names: &Names) -> Kept {
    let mut step = step.clone();
    let entities = step.keys().map(|key| key.and_then(|key| names.values.find(key)));
    let slots = entities.map(|entity| {
        let of = (0u32..).zip(&names.of_slot).filter(|(_, of)| Some(**of) == entity);
        of.map(|(slot, _)| slot).take(ANCHORS).collect()
    });
    let apart = match (&step, entities) {
        (Correction::Apart { .. }, [Some(a), Some(b)]) => Some(apart_names(names, a, b)),
        _ => None,
    };
    Kept { step, slots, apart }
}

/// The spellings of two entities; surnames without a given name only where there is nothing fuller.
fn apart_names(names: &Names, a: u32, b: u32) -> Apart {
    let written = |entity: u32| -> Vec<String> {
        let all = names.variants.get(entity as usize).map_or(&[][..], Vec::as_slice);
        let all = || all.iter().map(|(text, _)| text.clone());
        let full: Vec<String> = all().filter(|text| text.contains(' ')).collect();
        if full.is_empty() { all().collect() } else { full }
    };
    Apart { names: [(names.kind(a), written(a)), (names.kind(b), written(b))] }
}
