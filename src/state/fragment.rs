//! Key and value pairs in a URL fragment, kept readable: letters, figures and `-._~:/,*"` stand as
//! they are, a space is `+`, everything else is percent-encoded UTF-8.

/// Appends a value, encoded; `,` too where it is not a separator.
pub fn push_encoded(out: &mut String, value: &str, keep_commas: bool) {
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' | b'/' | b'*' => {
                out.push(byte as char);
            }
            b',' if keep_commas => out.push(','),
            b' ' => out.push('+'),
            _ => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(HEX[usize::from(byte >> 4)] as char);
                out.push(HEX[usize::from(byte & 15)] as char);
            }
        }
    }
}

/// A value, decoded; broken escapes stand as they are, broken UTF-8 becomes U+FFFD.
pub fn decoded(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escape = (byte == b'%').then(|| Some((hex(*bytes.get(at + 1)?)?, hex(*bytes.get(at + 2)?)?)));
        match escape.flatten() {
            Some((high, low)) => {
                out.push(high << 4 | low);
                at += 3;
            }
            None => {
                out.push(if byte == b'+' { b' ' } else { byte });
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn hex(byte: u8) -> Option<u8> {
    (byte as char).to_digit(16).map(|digit| digit as u8)
}

/// The pairs of a fragment, undecoded; `#` before them is allowed.
pub fn pairs(fragment: &str) -> impl Iterator<Item = (&str, &str)> {
    fragment.trim_start_matches('#').split('&').filter_map(|pair| pair.split_once('='))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn readable() {
        let mut out = String::new();
        push_encoded(&mut out, "gas near/5 \"Çelik\" 50%", true);
        assert_eq!(out, "gas+near/5+%22%C3%87elik%22+50%25");
    }

    #[test]
    fn broken_escapes_stand() {
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%zz%4"), "%zz%4");
        assert_eq!(decoded("%ff"), "\u{fffd}");
    }

    proptest! {
        #[test]
        fn any_value_comes_back(value in ".*", keep in any::<bool>()) {
            let mut out = String::new();
            push_encoded(&mut out, &value, keep);
            prop_assert!(out.is_ascii() && !out.contains(['&', '=', '#', ' ']));
            prop_assert_eq!(decoded(&out), value);
        }
    }
}
