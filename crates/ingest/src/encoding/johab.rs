//! Johab, the Korean encoding of DOS (KS X 1001, annex 3), which browsers do not know: a syllable's two bytes are the
//! numbers of its letters.
use encoding_rs::EUC_KR;

/// Syllables that a third of all Korean text consists of.
const COMMON: &str = "이다는에의을가고지로하기은사시도서리한스라대자인으나를";

/// How many bytes are looked at.
const SAMPLE: usize = 1 << 15;

/// The text, where nearly all pairs of bytes are syllables, and many of them common ones.
pub(crate) fn detect(bytes: &[u8]) -> Option<String> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let text = decode(sample);
    let syllables = text.chars().filter(|c| ('\u{AC00}'..='\u{D7A3}').contains(c)).count();
    let lost = text.chars().filter(|c| *c == '\u{FFFD}').count();
    let common = text.chars().filter(|c| COMMON.contains(*c)).count();
    let korean = syllables >= 8 && lost * 20 <= syllables && common * 6 >= syllables;
    // A text in another encoding has few letters outside ASCII, or few of them beside one another.
    let foreign = text.chars().filter(|c| !c.is_ascii()).count();
    (korean && syllables * 3 >= foreign).then(|| decode(bytes))
}

fn decode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 3 / 2);
    let mut at = 0;
    while let Some(first) = bytes.get(at).copied() {
        at += 1;
        if first.is_ascii() {
            out.push(char::from(first));
            continue;
        }
        let Some(second) = bytes.get(at).copied() else {
            out.push('\u{FFFD}');
            break;
        };
        match letters(first, second).or_else(|| listed(first, second)) {
            Some(c) => {
                out.push(c);
                at += 1;
            }
            None => out.push('\u{FFFD}'),
        }
    }
    out
}

/// A syllable, or one of its letters alone.
fn letters(first: u8, second: u8) -> Option<char> {
    let pair = u32::from(first) << 8 | u32::from(second);
    let (lead, vowel, tail) = (pair >> 10 & 31, pair >> 5 & 31, pair & 31);
    let lead_at = lead.checked_sub(2).filter(|at| *at < 19);
    let vowel_at = match vowel {
        3..=7 => Some(vowel - 3),
        10..=15 => Some(vowel - 5),
        18..=23 => Some(vowel - 7),
        26..=29 => Some(vowel - 9),
        _ => None,
    };
    let tail_at = match tail {
        1..=17 => Some(tail - 1),
        19..=29 => Some(tail - 2),
        _ => None,
    }?;
    match (lead_at, vowel_at, tail_at) {
        (Some(lead), Some(vowel), tail) => char::from_u32(0xAC00 + lead * 588 + vowel * 28 + tail),
        (Some(lead), None, 0) if vowel == 2 => {
            "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ".chars().nth(lead as usize)
        }
        (None, Some(vowel), 0) if lead == 1 => char::from_u32(0x314F + vowel),
        _ => None,
    }
}

/// Signs and Chinese letters, which stand in the order of KS X 1001.
fn listed(first: u8, second: u8) -> Option<char> {
    let row = match first {
        0xD9..=0xDE => 2 * (u32::from(first) - 0xD9),
        0xE0..=0xF9 => (2 * u32::from(first)).checked_sub(0x197)?,
        _ => return None,
    };
    let cell = match second {
        0x31..=0x7E => u32::from(second) - 0x31,
        0x91..=0xFE => u32::from(second) - 0x43,
        _ => return None,
    };
    let (row, cell) = if cell < 94 { (row, cell) } else { (row + 1, cell - 94) };
    let pair = [u8::try_from(row + 0xA1).ok()?, u8::try_from(cell + 0xA1).ok()?];
    let (text, broken) = EUC_KR.decode_without_bom_handling(&pair);
    text.chars().next().filter(|_| !broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_letters_and_signs() {
        // "배는 부두에 머문다, 시장이 말했다 ㄱㅏ─" as Python writes it.
        let bytes = b"\xA4\x81\x93e \xA6\x81\x96\x81\xB5A \xA0\xE1\xA2\x85\x94a, \xAF\xA1\xB8w\xB7\xA1 \xA0i\xD0\x96\x94a \x88A\x84a\xDB\xA1";
        assert_eq!(decode(bytes), "배는 부두에 머문다, 시장이 말했다 ㄱㅏ─");
        assert!(detect(bytes).is_some());
        assert!(detect("Das Café in Köln ist für Gäste über Ostern geöffnet".as_bytes()).is_none());
        assert!(
            detect(b"caf\xe9 \xe0 l'\xe9t\xe9, na\xefve, d\xe9j\xe0 vu, gar\xe7on, \xe9cole, o\xf9")
                .is_none()
        );
    }
}
