//! Keys of entities in links: short, lower case, one a piece.

use std::collections::HashMap;
use verbatim_nlp::names::fold;

/// A name as part of a link: `recep-tayyip-erdogan`.
pub(super) fn slug(name: &str) -> String {
    fold(name).replace(' ', "-")
}

/// Hands out each key once.
#[derive(Debug, Default)]
pub(super) struct Keys {
    taken: HashMap<String, ()>,
}

impl Keys {
    /// The first of the wishes that is free, else the last with a number.
    pub fn take(&mut self, wishes: &[String]) -> String {
        for wish in wishes.iter().filter(|wish| !wish.is_empty()) {
            if self.taken.insert(wish.clone(), ()).is_none() {
                return wish.clone();
            }
        }
        let base = wishes.last().filter(|wish| !wish.is_empty()).map_or("unnamed", String::as_str);
        let mut number = 2u32;
        loop {
            let key = format!("{base}-{number}");
            if self.taken.insert(key.clone(), ()).is_none() {
                return key;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_once() {
        let mut keys = Keys::default();
        let wish = |words: &[&str]| words.iter().map(|w| slug(w)).collect::<Vec<_>>();
        assert_eq!(keys.take(&wish(&["Sorel", "Ana Sorel"])), "sorel");
        assert_eq!(keys.take(&wish(&["Sorel", "Piet Sorel"])), "piet-sorel");
        assert_eq!(keys.take(&wish(&["Sorel", "Piet Sorel"])), "piet-sorel-2");
        assert_eq!(keys.take(&wish(&["!"])), "unnamed-2");
    }
}
