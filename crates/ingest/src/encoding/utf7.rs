//! UTF-7 (RFC 2152), in which old mail programs wrote what is not ASCII as base64 between `+` and `-`.

/// The text, when all of it is UTF-7 and no stretch is damaged.
pub(crate) fn decode(bytes: &[u8]) -> Option<String> {
    read(bytes).map(|(text, _)| text)
}

/// The text of a file that says nothing about its encoding: it must have several stretches, all sound, and
/// none that only spell ASCII or private characters.
pub(crate) fn detect(bytes: &[u8]) -> Option<String> {
    memchr::memchr(b'+', bytes)?;
    let (text, stretches) = read(bytes)?;
    (stretches >= 3).then_some(text)
}

fn read(bytes: &[u8]) -> Option<(String, usize)> {
    let mut out = String::with_capacity(bytes.len());
    let (mut at, mut stretches) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        if !byte.is_ascii() {
            return None;
        }
        if *byte != b'+' {
            out.push(char::from(*byte));
            continue;
        }
        if bytes.get(at) == Some(&b'-') {
            out.push('+');
            at += 1;
            continue;
        }
        let (mut units, mut held, mut bits) = (Vec::new(), 0u32, 0);
        while let Some(value) = bytes.get(at).and_then(|b| value(*b)) {
            held = held << 6 | value;
            bits += 6;
            if bits >= 16 {
                bits -= 16;
                units.push((held >> bits) as u16);
                held &= (1 << bits) - 1;
            }
            at += 1;
        }
        // What is left over is less than a sign, and zeros.
        if units.is_empty() || held != 0 || bits >= 6 {
            return None;
        }
        for c in char::decode_utf16(units) {
            out.push(c.ok().filter(|c| !c.is_control() || c.is_whitespace())?);
        }
        stretches += usize::from(out.chars().next_back().is_some_and(|c| !c.is_ascii()));
        at += usize::from(bytes.get(at) == Some(&b'-'));
    }
    Some((out, stretches))
}

fn value(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_between_plus_and_minus() {
        assert_eq!(decode(b"K+APY-pr+APw a+AOcBMQ-ld+ATE: 1 +- 1").unwrap(), "Köprü açıldı: 1 + 1");
        assert_eq!(decode(b"+2D3cBA-!").unwrap(), "\u{1F404}!");
        for broken in ["2 + 2 is 4", "+A", "+AOcx-", "caf\u{e9}"] {
            assert_eq!(decode(broken.as_bytes()), None, "{broken}");
        }
        assert!(detect(b"K+APY-pr+APw a+AOcBMQ-ld+ATE").is_some());
        assert!(detect(b"Call +47 or +46; the code is +AOcBMQ-.").is_none());
    }
}
