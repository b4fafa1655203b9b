/// Appends a number, seven bits a byte, the lowest first.
pub(crate) fn put(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads the number at `at` and moves past it. Past the end, and for a number that is too long,
/// the answer is 0 or cut: damaged bytes give wrong numbers, never a panic.
#[inline]
pub(crate) fn get(bytes: &[u8], at: &mut usize) -> u32 {
    let Some(&first) = bytes.get(*at) else { return 0 };
    *at += 1;
    if first < 0x80 {
        return u32::from(first);
    }
    let mut value = u32::from(first & 0x7F);
    let mut shift = 7;
    while let Some(&byte) = bytes.get(*at) {
        *at += 1;
        value |= u32::from(byte & 0x7F).checked_shl(shift).unwrap_or(0);
        if byte < 0x80 {
            break;
        }
        shift += 7;
    }
    value
}

/// Where so many numbers after `at` end, eight bytes at a time: the last byte of each has no eighth bit.
#[inline]
pub(crate) fn skip(bytes: &[u8], mut at: usize, mut count: u32) -> usize {
    const LAST: u64 = 0x8080_8080_8080_8080;
    while count > 0 {
        let Some(eight) = bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()) else { break };
        let mut ends = !u64::from_le_bytes(eight) & LAST;
        // As many as there are bits: their sum in the highest byte.
        let here = ((ends >> 7).wrapping_mul(0x0101_0101_0101_0101) >> 56) as u32;
        if here < count {
            count -= here;
            at += 8;
            continue;
        }
        (1..count).for_each(|_| ends &= ends - 1);
        return at + ends.trailing_zeros() as usize / 8 + 1;
    }
    while count > 0 {
        let Some(byte) = bytes.get(at) else { break };
        count -= u32::from(*byte < 0x80);
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn round_trip(values: Vec<u32>) {
            let mut bytes = Vec::new();
            for &value in &values {
                put(&mut bytes, value);
            }
            let mut at = 0;
            for value in values {
                proptest::prop_assert_eq!(get(&bytes, &mut at), value);
            }
            proptest::prop_assert_eq!(at, bytes.len());
        }

        #[test]
        fn what_is_skipped_is_what_would_be_read(values: Vec<u32>, count in 0usize..200) {
            let (mut bytes, mut ends) = (Vec::new(), vec![0]);
            for &value in &values {
                put(&mut bytes, value);
                ends.push(bytes.len());
            }
            let count = count % ends.len();
            proptest::prop_assert_eq!(skip(&bytes, 0, count as u32), ends[count]);
            proptest::prop_assert_eq!(skip(&bytes, 0, 1000), bytes.len());
        }

        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            let mut at = 0;
            while at < bytes.len() {
                let before = at;
                get(&bytes, &mut at);
                proptest::prop_assert!(at > before);
            }
        }
    }
}
