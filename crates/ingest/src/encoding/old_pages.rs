//! Texts of old machines in Latin script: the first PCs' code pages and the Macintosh's.
//!
//! Detectors made for the web do not know them. In the wrong encoding letters turn into signs and capitals in the
//! middle of words; in the right one hardly any is there.
use crate::language;
use encoding_rs::MACINTOSH;

/// The upper halves of code pages that browsers do not know.
#[rustfmt::skip]
const PAGES: &[(&str, &str)] = &[
    ("IBM850", "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}"),
    ("IBM852", "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{AD}˝˛ˇ˘§÷¸°¨˙űŘř■\u{A0}"),
    ("IBM857", "ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ�ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ�×ÚÛÙìÿ¯´\u{AD}±�¾¶§÷¸°¨·¹³²■\u{A0}"),
    ("IBM775", "ĆüéāäģåćłēŖŗīŹÄÅÉæÆōöĢ¢ŚśÖÜø£Ø×¤ĀĪóŻżź”¦©®¬½¼Ł«»░▒▓│┤ĄČĘĖ╣║╗╝ĮŠ┐└┴┬├─┼ŲŪ╚╔╩╦╠═╬Žąčęėįšųūž┘┌█▄▌▐▀ÓßŌŃõÕµńĶķĻļņĒŅ’\u{AD}±“¾¶§÷„°∙·¹³²■\u{A0}"),
    ("x-mac-ce", "ÄĀāÉĄÖÜáąČäčĆćéŹźĎíďĒēĖóėôöõúĚěü†°Ę£§•¶ß®©™ę¨≠ģĮįĪ≤≥īĶ∂∑łĻļĽľĹĺŅņŃ¬√ńŇ∆«»…\u{A0}ňŐÕőŌ–—“”‘’÷◊ōŔŕŘ‹›řŖŗŠ‚„šŚśÁŤťÍŽžŪÓÔūŮÚůŰűŲųÝýķŻŁżĢˇ"),
    ("x-mac-turkish", "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸĞğİıŞş‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙ\u{F8A0}ˆ˜¯˘˙˚¸˝˛ˇ"),
    ("x-mac-icelandic", "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûüÝ°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€ÐðÞþý·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"),
];

/// How many bytes are looked at.
const SAMPLE: usize = 1 << 15;

/// The encoding's name and the text, where the guess is clearly worse than one of these.
pub(crate) fn instead(bytes: &[u8], guess: &str) -> Option<(&'static str, String)> {
    let guessed = Look::at(guess);
    // A few signs in words come with any text: misprints, formulas, names.
    if guessed.odd < 3 || guessed.odd * 8 < guessed.foreign {
        return None;
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let mut best: Option<(Look, usize)> = None;
    for at in 0..=PAGES.len() {
        let look = Look::at(&decode(sample, at).1);
        if best.as_ref().is_none_or(|(least, _)| look.is_better(least)) {
            best = Some((look, at));
        }
    }
    let (look, at) = best?;
    let clear = look.odd * 6 <= guessed.odd && look.known >= guessed.known;
    clear.then(|| decode(bytes, at))
}

/// Reads bytes in one of the pages; the one past them is the Macintosh's own.
fn decode(bytes: &[u8], page: usize) -> (&'static str, String) {
    let Some((name, upper)) = PAGES.get(page) else {
        return (MACINTOSH.name(), MACINTOSH.decode_without_bom_handling(bytes).0.into_owned());
    };
    let upper: Vec<char> = upper.chars().collect();
    let read = |byte: &u8| match byte.checked_sub(0x80) {
        None => char::from(*byte),
        Some(at) => upper.get(usize::from(at)).copied().unwrap_or('\u{FFFD}'),
    };
    (name, bytes.iter().map(read).collect())
}

/// What a text looks like.
#[derive(Default)]
struct Look {
    /// Characters outside ASCII.
    foreign: usize,
    /// Those among them that stand where no such character does.
    odd: usize,
    /// Small words of a language that have such letters: "für", "się".
    known: usize,
}

impl Look {
    fn at(text: &str) -> Self {
        let mut look = Self::default();
        let end = (0..=text.len().min(SAMPLE)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        let text = text.get(..end).unwrap_or_default();
        let mut before = ' ';
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            if !c.is_ascii() {
                look.foreign += 1;
                look.odd += usize::from(is_odd(before, c, chars.peek().copied().unwrap_or(' ')));
            }
            before = c;
        }
        let words = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty() && !w.is_ascii());
        look.known = words.filter(|word| language::knows(&word.to_lowercase())).count();
        look
    }

    fn is_better(&self, other: &Self) -> bool {
        let (own, others) = (self.known + 3 * other.odd, other.known + 3 * self.odd);
        own > others
    }
}

/// Whether a character cannot stand between two others in running text.
fn is_odd(before: char, c: char, after: char) -> bool {
    if matches!(c, '\u{80}'..='\u{9F}' | '\u{2500}'..='\u{25FF}' | '\u{FFFD}') {
        return true;
    }
    let (left, right) = (before.is_alphabetic(), after.is_alphabetic());
    let letter = c.is_alphabetic()
        && !matches!(c, 'ª' | 'º' | 'ƒ' | 'µ' | 'ˆ' | '˜' | 'π' | 'Ω' | '\u{FB00}'..='\u{FB06}');
    if letter {
        return c.is_uppercase() && before.is_lowercase();
    }
    match (left, right) {
        (true, true) => !matches!(c, '’' | '\'' | '·' | '\u{AD}' | '\u{A0}' | '–' | '—' | '‑' | '…'),
        (true, false) => !matches!(
            c,
            '’' | '‘'
                | '”'
                | '“'
                | '»'
                | '«'
                | '›'
                | '…'
                | '–'
                | '—'
                | '™'
                | '®'
                | '°'
                | '\u{A0}'
                | 'º'
                | 'ª'
                | '²'
                | '³'
        ),
        (false, true) => !matches!(
            c,
            '«' | '»'
                | '„'
                | '“'
                | '”'
                | '‘'
                | '’'
                | '‚'
                | '‹'
                | '¿'
                | '¡'
                | '–'
                | '—'
                | '•'
                | '©'
                | '§'
                | '·'
                | '\u{A0}'
                | '…'
        ),
        (false, false) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1252;

    const TEXTS: &[(&str, &str)] = &[
        ("IBM850", "Für die Fähre müssen die Fahrgäste über die Brücke gehen, erklärte der Bürgermeister."),
        ("IBM850", "Le ferry a été arrêté, a déclaré le maire; la réparation coûtera très cher à la région."),
        (
            "IBM852",
            "Burmistrz powiedział, że prom już się nie zatrzyma; są też inne łodzie, ale będą później.",
        ),
        ("IBM857", "Başkan, gemi için henüz karar verilmediğini ve köprünün açık olduğunu söyledi."),
        (
            "macintosh",
            "Für die Fähre müssen die Fahrgäste über die Brücke gehen, erklärte der Bürgermeister.",
        ),
        (
            "x-mac-ce",
            "Burmistrz powiedział, że prom już się nie zatrzyma; są też inne łodzie, ale będą później.",
        ),
    ];

    fn encode(page: &str, text: &str) -> Vec<u8> {
        let bytes: Vec<u8> = (0x80..=0xFF).collect();
        let at = PAGES.iter().position(|(name, _)| *name == page).unwrap_or(PAGES.len());
        let upper: Vec<char> = decode(&bytes, at).1.chars().collect();
        text.chars()
            .map(|c| {
                if c.is_ascii() { c as u8 } else { 0x80 + upper.iter().position(|u| *u == c).unwrap() as u8 }
            })
            .collect()
    }

    #[test]
    fn old_machines() {
        for (page, text) in TEXTS {
            let bytes = encode(page, text);
            let guess = WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned();
            let (_, found) = instead(&bytes, &guess).unwrap_or_default();
            assert_eq!(found, *text, "{page}");
        }
    }

    #[test]
    fn sound_text_stays() {
        for (_, text) in TEXTS {
            assert!(instead(&encode("IBM850", "a"), text).is_none());
        }
        let signs = "“We – and nobody else – wait,” she said… It’s 5 °C, §2 says; ¿qué? «Оно» Ελλάδα";
        assert!(instead(b"a", signs).is_none());
    }
}
