use super::entity::Reason;

/// Names joined into groups, with the reason of each join.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    parent: Vec<u32>,
    /// Why each name was joined to its group; `SameName` for the one that began it.
    pub reason: Vec<Reason>,
    members: Vec<Vec<u32>>,
}

impl Groups {
    pub fn new(count: usize) -> Self {
        Self {
            parent: (0..count as u32).collect(),
            reason: vec![Reason::SameName; count],
            members: (0..count as u32).map(|n| vec![n]).collect(),
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

    /// Joins the group of `small` to that of `big`; the names of the smaller get the reason.
    pub fn join(&mut self, big: u32, small: u32, reason: Reason) {
        let (big, small) = (self.root(big), self.root(small));
        if big == small {
            return;
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
}
