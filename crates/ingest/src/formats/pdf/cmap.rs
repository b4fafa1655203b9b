//! A font's own table from codes to letters (`ToUnicode`), as ISO 32000 describes it in 9.10.3.
use std::collections::BTreeMap;

/// More codes than this are no font's.
const MOST: usize = 1 << 17;

#[derive(Debug, PartialEq)]
enum Token<'t> {
    /// `<0041>`: its bytes.
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'t [u8]),
}

/// The letters of each code.
pub(super) fn letters(table: &[u8]) -> BTreeMap<u32, String> {
    let mut out = BTreeMap::new();
    let mut tokens = Tokens { bytes: table };
    while let Some(token) = tokens.next() {
        match token {
            Token::Word(b"beginbfchar") => {
                while let Some(Token::Hex(code)) = tokens.next() {
                    if let Some(Token::Hex(letters)) = tokens.next() {
                        out.insert(value(&code), spelled(&letters));
                    }
                    if out.len() > MOST {
                        return out;
                    }
                }
            }
            Token::Word(b"beginbfrange") => {
                while let Some(Token::Hex(first)) = tokens.next() {
                    let (Some(Token::Hex(last)), Some(third)) = (tokens.next(), tokens.next()) else { break };
                    range(&mut out, value(&first), value(&last), third, &mut tokens);
                    if out.len() > MOST {
                        return out;
                    }
                }
            }
            _ => {}
        }
    }
    out
}

fn range(out: &mut BTreeMap<u32, String>, first: u32, last: u32, third: Token<'_>, tokens: &mut Tokens<'_>) {
    let last = last.min(first.saturating_add(0xFFFF));
    match third {
        Token::Hex(letters) => {
            let (head, low) = letters.split_at(letters.len().saturating_sub(2));
            let low = value(low);
            for code in first..=last {
                let mut letters = head.to_vec();
                letters.extend(((low + (code - first)) as u16).to_be_bytes());
                out.insert(code, spelled(&letters));
            }
        }
        Token::Open => {
            let mut code = first;
            while let Some(Token::Hex(letters)) = tokens.next() {
                if code <= last {
                    out.insert(code, spelled(&letters));
                }
                code = code.saturating_add(1);
            }
        }
        _ => {}
    }
}

fn value(bytes: &[u8]) -> u32 {
    bytes.iter().rev().take(4).rev().fold(0, |value, byte| (value << 8) | u32::from(*byte))
}

fn spelled(bytes: &[u8]) -> String {
    match bytes {
        [byte] => char::from(*byte).to_string(),
        bytes => encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

struct Tokens<'t> {
    bytes: &'t [u8],
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            let (first, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            match first {
                b'<' if rest.first() == Some(&b'<') => self.bytes = rest.get(1..)?,
                b'<' => {
                    let end = memchr::memchr(b'>', rest)?;
                    let digits: Vec<u8> = rest
                        .get(..end)?
                        .iter()
                        .filter_map(|b| char::from(*b).to_digit(16))
                        .map(|d| d as u8)
                        .collect();
                    self.bytes = rest.get(end + 1..)?;
                    let byte = |pair: &[u8]| pair.iter().fold(0u8, |byte, digit| (byte << 4) | digit);
                    return Some(Token::Hex(digits.chunks(2).map(byte).collect()));
                }
                b'[' => return Some(Token::Open),
                b']' => return Some(Token::Close),
                b'%' => self.bytes = memchr::memchr2(b'\n', b'\r', rest).and_then(|e| rest.get(e..))?,
                b if b.is_ascii_alphanumeric() || *b == b'/' => {
                    let more = rest.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
                    let word = rest.get(..more)?;
                    self.bytes = rest.get(more..)?;
                    // The first byte is part of the word; names and numbers are told by nobody here.
                    let known: &'static [&'static [u8]] = &[b"beginbfchar", b"beginbfrange"];
                    let whole = known.iter().find(|k| k.split_first() == Some((first, word)));
                    return Some(Token::Word(whole.copied().unwrap_or(b"")));
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_codes_ranges_and_lists() {
        let table = letters(
            b"1 begincodespacerange <0000><FFFF> endcodespacerange 2 beginbfchar\n<0003> <0020> <0004><00660069>\nendbfchar 2 beginbfrange <0010> <0012> <0041>\n<0020> <0021> [<0062> <00630064>] endbfrange",
        );
        let got = |code| table.get(&code).map(String::as_str);
        assert_eq!([got(3), got(4), got(0x12), got(0x21)], [Some(" "), Some("fi"), Some("C"), Some("cd")]);
        assert_eq!(got(0x13), None);
    }

    #[test]
    fn damaged_tables_end() {
        assert!(letters(b"beginbfrange <00> <FFFFFFFF> <0041> beginbfchar <00").len() <= MOST + 1);
        assert!(letters(b"beginbfchar <01 [ ] <<").is_empty());
    }
}
