/// Whether a character separates tokens and belongs to none: white space, control characters and
/// the zero-width characters that only mark a place (zero-width space, word joiner, byte order
/// mark, direction marks).
#[must_use]
pub fn is_blank(c: char) -> bool {
    if c.is_ascii() {
        return c <= ' ' || c == '\u{7f}';
    }
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether a character only modifies the one before it: combining marks, joiners, variation
/// selectors, skin tones, soft hyphens.
pub(super) fn is_extender(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05BD}'
        | '\u{05BF}' | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}'
        | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}'
        | '\u{0900}'..='\u{0903}' | '\u{093A}'..='\u{094F}' | '\u{0951}'..='\u{0957}'
        | '\u{0962}' | '\u{0963}' | '\u{0981}'..='\u{0983}' | '\u{09BC}'..='\u{09CD}'
        | '\u{0A01}'..='\u{0A03}' | '\u{0A3C}'..='\u{0A4D}' | '\u{0B01}'..='\u{0B03}'
        | '\u{0B3C}'..='\u{0B57}' | '\u{0BBE}'..='\u{0BCD}' | '\u{0C3E}'..='\u{0C56}'
        | '\u{0CBC}'..='\u{0CD6}' | '\u{0D3E}'..='\u{0D4D}' | '\u{0E31}' | '\u{0E34}'..='\u{0E3A}'
        | '\u{0E47}'..='\u{0E4E}' | '\u{102B}'..='\u{103E}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{200C}' | '\u{200D}' | '\u{20D0}'..='\u{20F0}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}' | '\u{1F3FB}'..='\u{1F3FF}'
        | '\u{E0020}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Scripts written without spaces, where a token is one character.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// A letter, digit or underscore.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The apostrophes that writers use inside words.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02BC}' | '`' | '\u{FF07}')
}

/// Marks that only ever open a quotation.
#[must_use]
pub fn is_opening_quote(c: char) -> bool {
    matches!(
        c,
        '\u{201C}' | '\u{2018}' | '\u{201E}' | '\u{201A}' | '\u{00AB}' | '\u{2039}' | '\u{300C}' | '\u{300E}'
    )
}

/// Marks that only ever close a quotation (`’` also serves as apostrophe).
#[must_use]
pub fn is_closing_quote(c: char) -> bool {
    matches!(c, '\u{201D}' | '\u{2019}' | '\u{00BB}' | '\u{203A}' | '\u{300D}' | '\u{300F}')
}
