//! The joining of names, step by step: each step looks at some of them.

use super::context::Contexts;
use super::decide::{self, Decision};
use super::linker::Linker;
use super::links::{Links, Making};
use super::relation::Bond;
use super::{office, short};
use serde::{Deserialize, Serialize};
use verbatim_nlp::EntityType;

/// Pairs of names that are looked at in one step.
const PAIRS: usize = 4000;

/// [`Linker::links`] under way. Names that come meanwhile are left for the next time.
#[derive(Debug, Default)]
pub(crate) struct Linking {
    stage: Stage,
    apart: Vec<Apart>,
}

/// Names of two entities that are not to become one, each with its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Apart {
    pub names: [(EntityType, Vec<String>); 2],
}

#[derive(Debug, Default)]
enum Stage {
    #[default]
    Begin,
    Certain(Decision, Vec<Bond>),
    Supported(Box<Supported>),
    Short(Decision, Contexts),
    Bodies(Decision, Contexts),
    Links(Decision, Contexts, Box<Making>),
}

#[derive(Debug)]
struct Supported {
    decision: Decision,
    bonds: Vec<Bond>,
    torn: Vec<bool>,
    contexts: Contexts,
    next: usize,
}

impl Linking {
    /// [`Linker::links`] that joins no two groups of which these names say that they are apart.
    pub fn keeping(apart: Vec<Apart>) -> Self {
        Self { stage: Stage::Begin, apart }
    }

    /// Does a step; the answer comes with the last one.
    pub fn step(&mut self, linker: &Linker) -> Option<Links> {
        self.stage = match std::mem::take(&mut self.stage) {
            Stage::Begin => {
                let mut decision = Decision::new(&linker.names);
                for apart in &self.apart {
                    let [mut a, mut b] =
                        apart.names.each_ref().map(|(kind, written)| linker.numbers(*kind, written));
                    let both: Vec<u32> = a.iter().copied().filter(|number| b.contains(number)).collect();
                    a.retain(|number| !both.contains(number));
                    b.retain(|number| !both.contains(number));
                    decision.groups.keep_apart(&a, &b);
                }
                let bonds = decide::ordered(linker, &decision);
                Stage::Certain(decision, bonds)
            }
            Stage::Certain(mut decision, bonds) => {
                decide::certain(linker, &bonds, &mut decision);
                decide::acronyms(linker, &mut decision);
                let (torn, contexts) = (decide::torn(&linker.names, &bonds), Contexts::new(linker));
                Stage::Supported(Box::new(Supported { decision, bonds, torn, contexts, next: 0 }))
            }
            Stage::Supported(mut at) => {
                let end = at.bonds.len().min(at.next + PAIRS);
                let bonds = at.bonds.get(at.next..end).unwrap_or(&[]);
                decide::supported(linker, bonds, &at.torn, &mut at.contexts, &mut at.decision);
                at.next = end;
                if end < at.bonds.len() {
                    Stage::Supported(at)
                } else {
                    let Supported { mut decision, contexts, .. } = *at;
                    decide::across_classes(linker, &mut decision);
                    decide::used_together(linker, &mut decision);
                    Stage::Short(decision, contexts)
                }
            }
            Stage::Short(mut decision, mut contexts) => {
                short::resolve(linker, &mut contexts, &mut decision);
                Stage::Bodies(decision, contexts)
            }
            Stage::Bodies(mut decision, mut contexts) => {
                short::surnames_of_bodies(linker, &mut contexts, &mut decision);
                office::resolve(linker, &contexts, &mut decision);
                Stage::Links(decision, contexts, Box::default())
            }
            Stage::Links(decision, contexts, mut making) => {
                if !making.step(linker, &decision) {
                    return Some(making.done(&decision, contexts));
                }
                Stage::Links(decision, contexts, making)
            }
        };
        None
    }
}
