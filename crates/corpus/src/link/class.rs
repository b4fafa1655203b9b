use verbatim_nlp::EntityType;

/// What names are compared within: a person's name is never joined with a town's.
///
/// Places, organisations and events share a class, because recognisers often take one for the
/// other ("the White House").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Class {
    Person,
    Thing,
    Group,
}

impl Class {
    /// The class of a kind of entity; dates and sums are not linked.
    pub fn of(kind: EntityType) -> Option<Self> {
        match kind {
            EntityType::Person => Some(Self::Person),
            EntityType::Group => Some(Self::Group),
            EntityType::Date | EntityType::Money => None,
            _ => Some(Self::Thing),
        }
    }
}
