use super::entity::Reason;
use std::collections::HashMap;

/// Names joined into groups, with the reason of each join.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    parent: Vec<u32>,
    /// Why each name was joined to its group; `SameName` for the one that began it.
    pub reason: Vec<Reason>,
    members: Vec<Vec<u32>>,
    /// For each group that must not meet another: in which pairs, and on which side.
    sides: HashMap<u32, Vec<(u32, bool)>>,
    pairs: u32,
}

impl Groups {
    pub fn new(count: usize) -> Self {
        Self {
            parent: (0..count as u32).collect(),
            reason: vec![Reason::SameName; count],
            members: (0..count as u32).map(|n| vec![n]).collect(),
            sides: HashMap::new(),
            pairs: 0,
        }
    }

    /// Whether a name was there when the groups were begun.
    pub fn knows(&self, name: u32) -> bool {
        (name as usize) < self.parent.len()
    }

    /// The number that stands for a name's group.
    pub fn root(&self, name: u32) -> u32 {
        self.parent.get(name as usize).copied().unwrap_or(name)
    }

    /// The names of a group.
    pub fn members(&self, name: u32) -> &[u32] {
        self.members.get(self.root(name) as usize).map_or(&[], Vec::as_slice)
    }

    /// Keeps the groups of some names apart from those of others, from now on.
    pub fn keep_apart(&mut self, some: &[u32], others: &[u32]) {
        for (names, side) in [(some, false), (others, true)] {
            for name in names {
                let root = self.root(*name);
                self.sides.entry(root).or_default().push((self.pairs, side));
            }
        }
        self.pairs += 1;
    }

    /// Whether two groups must not become one.
    pub fn are_apart(&self, a: u32, b: u32) -> bool {
        if self.sides.is_empty() {
            return false;
        }
        let of = |name: u32| self.sides.get(&self.root(name)).map_or(&[][..], Vec::as_slice);
        of(a).iter().any(|(pair, side)| of(b).contains(&(*pair, !side)))
    }

    /// Joins the group of `small` to that of `big`; the names of the smaller get the reason. Those that are kept apart
    /// stay so.
    pub fn join(&mut self, big: u32, small: u32, reason: Reason) {
        let (big, small) = (self.root(big), self.root(small));
        if big == small || self.are_apart(big, small) {
            return;
        }
        if let Some(sides) = self.sides.remove(&small) {
            self.sides.entry(big).or_default().extend(sides);
        }
        let moved = self.members.get_mut(small as usize).map(std::mem::take).unwrap_or_default();
        for &name in &moved {
            if let (Some(parent), Some(why)) =
                (self.parent.get_mut(name as usize), self.reason.get_mut(name as usize))
            {
                *parent = big;
                if *why == Reason::SameName {
                    *why = reason;
                }
            }
        }
        if let Some(members) = self.members.get_mut(big as usize) {
            members.extend(moved);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins() {
        let mut groups = Groups::new(4);
        groups.join(0, 1, Reason::Initials);
        groups.join(2, 0, Reason::KnownNames);
        assert_eq!(groups.root(1), groups.root(2));
        assert_eq!(groups.reason, [Reason::KnownNames, Reason::Initials, Reason::SameName, Reason::SameName]);
        assert_eq!((groups.members(0).len(), groups.members(3).len()), (3, 1));
    }

    #[test]
    fn what_is_kept_apart() {
        let mut groups = Groups::new(5);
        groups.keep_apart(&[0], &[1]);
        groups.join(0, 2, Reason::Initials);
        groups.join(1, 3, Reason::Initials);
        groups.join(2, 3, Reason::Initials);
        assert_ne!(groups.root(0), groups.root(1));
        groups.join(4, 0, Reason::Initials);
        groups.join(1, 4, Reason::Initials);
        assert_eq!((groups.root(4), groups.root(1) == groups.root(3)), (groups.root(2), true));
        assert_ne!(groups.root(4), groups.root(1));
    }
}
