//! The Cyrillic code pages of DOS and the old Macintosh, which the detector of browsers leaves out.
//!
//! All Cyrillic code pages put letters on the same bytes in a different order, so a text that is
//! read in the wrong one has rare letters in place of common ones, and capitals within words.
use encoding_rs::X_MAC_CYRILLIC;

/// The upper half of IBM code page 855.
const IBM855: &str = "\
    ђЂѓЃёЁєЄѕЅіІїЇјЈљЉњЊћЋќЌўЎџЏюЮъЪаАбБцЦдДеЕфФгГ«»░▒▓│┤хХиИ╣║╗╝йЙ┐└┴┬├─┼кК╚╔╩╦╠═╬¤\
    лЛмМнНоОп┘┌█▄Пя▀ЯрРсСтТуУжЖвВьЬ№\u{AD}ыЫзЗшШэЭщЩчЧ§■\u{A0}";

/// Russian letters, the commonest first; the neighbours' languages differ little.
const COMMON: &str = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё";

/// How many bytes are looked at.
const SAMPLE: usize = 1 << 16;

/// Reads a text in one of these code pages when its letters are far likelier there than in
/// `guess`, the text as the detector's choice gives it: (name, text).
pub(crate) fn instead(bytes: &[u8], guess: &str) -> Option<(&'static str, String)> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let high = sample.iter().filter(|b| **b >= 0x80).count();
    let letters = sample.iter().filter(|b| b.is_ascii_alphabetic()).count();
    if high < 8 || high * 5 < letters {
        return None;
    }
    let end = (0..=guess.len().min(SAMPLE * 2)).rev().find(|at| guess.is_char_boundary(*at))?;
    let known = likeness(guess.get(..end)?);
    let mac = X_MAC_CYRILLIC.decode_without_bom_handling(sample).0;
    let (mac, dos) = (likeness(&mac), likeness(&dos(sample)));
    // A wrong order of the letters scores far below, a right one beside the detector's choice.
    if mac.max(dos) < 0.45 || mac.max(dos) < known + 0.04 {
        None
    } else if mac >= dos {
        Some(("x-mac-cyrillic", X_MAC_CYRILLIC.decode_without_bom_handling(bytes).0.into_owned()))
    } else {
        Some(("IBM855", self::dos(bytes)))
    }
}

fn dos(bytes: &[u8]) -> String {
    let upper: Vec<char> = IBM855.chars().collect();
    let read = |b: &u8| {
        if b.is_ascii() {
            char::from(*b)
        } else {
            upper.get(usize::from(*b) - 0x80).copied().unwrap_or('\u{FFFD}')
        }
    };
    bytes.iter().map(read).collect()
}

/// How much the characters outside ASCII read like Russian, from below 0 to about 1: common
/// letters count for it, rare ones and capitals within words against it.
fn likeness(text: &str) -> f32 {
    let (mut sum, mut count) = (0.0f32, 0u32);
    let mut before = ' ';
    for c in text.chars() {
        if !c.is_ascii() {
            count += 1;
            let small = c.to_lowercase().next().unwrap_or(c);
            let rank = COMMON.chars().position(|k| k == small);
            sum += match rank {
                // Capitals inside words, Latin letters beside Cyrillic ones.
                _ if c.is_uppercase() && before.is_lowercase() => -1.0,
                Some(_) if before.is_ascii_alphabetic() => -0.5,
                Some(rank) => 1.0 - rank as f32 / 24.0,
                None if c.is_alphabetic() => -1.0,
                None if matches!(c, '«' | '»' | '—' | '–' | '№' | '\u{A0}' | '“' | '”' | '…') => {
                    0.3
                }
                None => -0.7,
            };
        }
        before = c;
    }
    if count == 0 { -1.0 } else { sum / count as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Министр сообщил, что переговоры о поставках зерна продолжатся в четверг. \
        По его словам, «стороны согласовали почти все вопросы». Москва, Одесса, Рига.";

    #[test]
    fn the_table_is_complete() {
        assert_eq!(IBM855.chars().count(), 128);
    }

    #[test]
    fn old_code_pages_are_told_apart() {
        let (mac, _, lossy) = encoding_rs::X_MAC_CYRILLIC.encode(TEXT);
        assert!(!lossy);
        let upper: Vec<char> = IBM855.chars().collect();
        let dos: Vec<u8> = TEXT
            .chars()
            .filter_map(|c| match upper.iter().position(|u| *u == c) {
                Some(at) => u8::try_from(at + 0x80).ok(),
                None => u8::try_from(u32::from(c)).ok(),
            })
            .collect();
        for (bytes, name) in [(mac.to_vec(), "x-mac-cyrillic"), (dos, "IBM855")] {
            let decoded = crate::encoding::decode(&bytes, None);
            assert_eq!(decoded.text, TEXT, "{name}");
            assert!(decoded.evidence.is_some_and(|e| e.starts_with(name)));
        }
    }

    #[test]
    fn what_the_detector_knows_stays() {
        let text = TEXT.replace(['«', '»'], "\"");
        for label in ["windows-1251", "koi8-r", "ibm866", "iso-8859-5"] {
            let (bytes, _, _) = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().encode(&text);
            assert_eq!(crate::encoding::decode(&bytes, None).text, text, "{label}");
        }
        let french = "Le café d’Été à Besançon, fermé dès août, coûte très cher à l’hôtel.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(french);
        assert_eq!(crate::encoding::decode(&bytes, None).text, french);
    }
}
