//! The joining of names, step by step: each step looks at some of them.

use super::context::Contexts;
use super::decide::{self, Decision};
use super::linker::Linker;
use super::links::{Links, Making};
use super::office;
use super::relation::Bond;
use super::short::{Bodies, Shorts};
use serde::{Deserialize, Serialize};
use verbatim_nlp::EntityType;

/// Pairs of names that are looked at in one step.
const PAIRS: usize = 1000;

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
    Order(Decision),
    Certain(Decision, Vec<Bond>),
    Torn(Decision, Vec<Bond>),
    Around(Box<Supported>),
    Supported(Box<Supported>),
    Classes(Decision, Contexts),
    Together(Decision, Contexts),
    Short(Decision, Contexts, Option<Shorts>),
    Bodies(Decision, Contexts, Option<Bodies>),
    Offices(Decision, Contexts),
    Links(Decision, Contexts, Box<Making>),
    Suggestions(Decision, Contexts, Box<Making>),
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
                Stage::Order(decision)
            }
            Stage::Order(decision) => {
                let bonds = decide::ordered(linker, &decision);
                Stage::Certain(decision, bonds)
            }
            Stage::Certain(mut decision, bonds) => {
                decide::certain(linker, &bonds, &mut decision);
                decide::acronyms(linker, &mut decision);
                Stage::Torn(decision, bonds)
            }
            Stage::Torn(decision, bonds) => {
                let torn = decide::torn(&linker.names, &bonds);
                let contexts = Contexts::of(linker);
                Stage::Around(Box::new(Supported { decision, bonds, torn, contexts, next: 0 }))
            }
            Stage::Around(mut at) => match at.contexts.look(linker) {
                true => Stage::Around(at),
                false => Stage::Supported(at),
            },
            Stage::Supported(mut at) => {
                let end = at.bonds.len().min(at.next + PAIRS);
                let bonds = at.bonds.get(at.next..end).unwrap_or(&[]);
                decide::supported(linker, bonds, &at.torn, &mut at.contexts, &mut at.decision);
                at.next = end;
                if end < at.bonds.len() {
                    Stage::Supported(at)
                } else {
                    let Supported { decision, contexts, .. } = *at;
                    Stage::Classes(decision, contexts)
                }
            }
            Stage::Classes(mut decision, contexts) => {
                decide::across_classes(linker, &mut decision);
                Stage::Together(decision, contexts)
            }
            Stage::Together(mut decision, contexts) => {
                decide::used_together(linker, &mut decision);
                Stage::Short(decision, contexts, None)
            }
            Stage::Short(decision, contexts, None) => {
                let shorts = Shorts::new(linker, &decision);
                Stage::Short(decision, contexts, Some(shorts))
            }
            Stage::Short(mut decision, mut contexts, Some(mut shorts)) => {
                match shorts.step(linker, &mut contexts, &mut decision) {
                    true => Stage::Short(decision, contexts, Some(shorts)),
                    false => Stage::Bodies(decision, contexts, None),
                }
            }
            Stage::Bodies(decision, contexts, None) => {
                let bodies = Bodies::new(linker, &decision);
                Stage::Bodies(decision, contexts, Some(bodies))
            }
            Stage::Bodies(mut decision, mut contexts, Some(mut bodies)) => {
                match bodies.step(linker, &mut contexts, &mut decision) {
                    true => Stage::Bodies(decision, contexts, Some(bodies)),
                    false => Stage::Offices(decision, contexts),
                }
            }
            Stage::Offices(mut decision, contexts) => {
                office::resolve(linker, &contexts, &mut decision);
                Stage::Links(decision, contexts, Box::default())
            }
            Stage::Links(decision, contexts, mut making) => match making.step(linker, &decision) {
                true => Stage::Links(decision, contexts, making),
                false => Stage::Suggestions(decision, contexts, making),
            },
            Stage::Suggestions(decision, contexts, making) => return Some(making.done(&decision, contexts)),
        };
        None
    }
}
