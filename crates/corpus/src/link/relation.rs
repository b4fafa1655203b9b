//! What two names, looked at alone, have to do with each other.

use super::class::Class;
use super::name::Name;
use super::shape;
use verbatim_nlp::names::{Likeness, one_slip, skeleton};

/// Kinds of likeness, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Relation {
    /// The table of known names has both for one thing.
    Known,
    /// The same letters or romanisation.
    Spelling,
    /// An office of state in other order: "Ministry of Harbours", "Harbour Ministry".
    Order,
    /// Given names left out or cut to initials.
    Shorter,
    /// The short one is the initials of the long one.
    Initials,
    /// A body without "Centre" or "in Drovna" at its end.
    Tail,
    /// The same surname, given names that may be variants.
    Loose,
    /// One letter apart.
    Slip,
    /// They may be one, and only a reader can tell.
    Distant,
}

impl Relation {
    /// All of them in order, for what is saved by number.
    pub const ALL: [Self; 9] = [
        Self::Known,
        Self::Spelling,
        Self::Order,
        Self::Shorter,
        Self::Initials,
        Self::Tail,
        Self::Loose,
        Self::Slip,
        Self::Distant,
    ];
}

/// A pair of names that may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bond {
    pub a: u32,
    pub b: u32,
    pub relation: Relation,
}

/// Compares two names of one class, with nothing else known.
pub(super) fn relation(a: &Name, b: &Name) -> Option<Relation> {
    if a.class != b.class {
        return None;
    }
    if !a.known.is_empty() && !b.known.is_empty() {
        return (a.known == b.known).then_some(Relation::Known);
    }
    match a.class {
        Class::Person => person(a, b),
        Class::Thing => thing(a, b),
        Class::Group => {
            let singular = |n: &Name| skeleton(n.folded.strip_suffix('s').unwrap_or(&n.folded));
            (singular(a) == singular(b)).then_some(Relation::Spelling)
        }
    }
}

fn person(a: &Name, b: &Name) -> Option<Relation> {
    let (x, y) = (a.person(), b.person());
    if x.is_short() != y.is_short() {
        return None;
    }
    match x.likeness(y) {
        Likeness::Same => Some(Relation::Spelling),
        Likeness::Fits => Some(Relation::Shorter),
        Likeness::Loose => Some(Relation::Loose),
        Likeness::Slip => Some(Relation::Slip),
        Likeness::Distant => Some(Relation::Distant),
        // Two women and men of one surname are a letter apart, too.
        Likeness::Different if x.surname == y.surname || (x.family_first && y.family_first) => None,
        Likeness::Short | Likeness::Different => slip(a, b),
    }
}

fn thing(a: &Name, b: &Name) -> Option<Relation> {
    if a.shape.spelling == b.shape.spelling && a.folded.len() > 3 {
        return Some(Relation::Spelling);
    }
    if !a.shape.body.is_empty() && a.shape.body == b.shape.body {
        return Some(Relation::Order);
    }
    let office = &a.shape.office;
    if !office.country.is_empty() && *office == b.shape.office {
        return Some(Relation::Order);
    }
    let abbreviates = |short: &Name, long: &Name| {
        short.is_single() && !long.is_single() && shape::initials(&long.folded).contains(&short.folded)
    };
    if abbreviates(a, b) || abbreviates(b, a) {
        return Some(Relation::Initials);
    }
    let whole = || {
        a.shape.is_whole()
            || b.shape.is_whole()
            || shape::same_ship(&a.folded, &b.folded)
            || shape::same_place(&a.folded, &b.folded)
            || shape::nested(&a.folded, &b.folded)
    };
    if a.shape.tail == b.shape.tail && whole() {
        return Some(Relation::Tail);
    }
    slip(a, b)
}

fn slip(a: &Name, b: &Name) -> Option<Relation> {
    let long = a.folded.len().min(b.folded.len()) >= 5;
    let digits = |n: &Name| n.folded.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
    (long && one_slip(&a.folded, &b.folded) && digits(a) == digits(b)).then_some(Relation::Slip)
}
