//! Connected parts of a relation: union-find, in which the lowest number stands for its part.

/// The number that stands for the part of a number.
pub(crate) fn find(parent: &mut [u32], mut number: u32) -> u32 {
    while let Some(&up) = parent.get(number as usize) {
        if up == number {
            break;
        }
        let above = parent.get(up as usize).copied().unwrap_or(up);
        // Paths are halved on the way.
        if let Some(slot) = parent.get_mut(number as usize) {
            *slot = above;
        }
        number = above;
    }
    number
}

/// Makes the parts of two numbers one.
pub(crate) fn unite(parent: &mut [u32], a: u32, b: u32) {
    let (a, b) = (find(parent, a), find(parent, b));
    if let Some(slot) = parent.get_mut(a.max(b) as usize) {
        *slot = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_go_by_their_lowest_number() {
        let mut parent: Vec<u32> = (0..8).collect();
        for (a, b) in [(6, 7), (2, 6), (7, 3), (4, 5)] {
            unite(&mut parent, a, b);
        }
        let roots: Vec<u32> = (0..8).map(|number| find(&mut parent, number)).collect();
        assert_eq!(roots, [0, 1, 2, 2, 4, 4, 2, 2]);
        assert_eq!(find(&mut parent, 9), 9);
    }
}
