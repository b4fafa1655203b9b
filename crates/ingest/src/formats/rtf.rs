//! Rich Text Format: its words, a paragraph a line.
use encoding_rs::{Encoding, WINDOWS_1252};

/// More groups within groups than this are no document.
const DEEPEST: usize = 2000;

#[derive(Clone, Copy)]
struct State {
    /// Characters after `\uN` that stand for it in old readers.
    fallback: u32,
    encoding: &'static Encoding,
    skip: bool,
}

/// Words of parts that are not the document's text.
const DESTINATIONS: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "fldinst",
    "themedata",
    "colorschememapping",
    "latentstyles",
    "datastore",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "pgptbl",
    "revtbl",
    "bkmkstart",
    "bkmkend",
    "nonshppict",
    "shpinst",
    "filetbl",
    "annotation",
    "atnid",
    "atnauthor",
    "ftnsep",
    "ftnsepc",
    "wgrffmtfilter",
    "mmathPr",
    "listtext",
    "pntext",
    "template",
    "userprops",
    "docvar",
    "private",
    "sp",
    "xe",
    "tc",
    "deleted",
];

/// The text of a document and whether it ended before its time.
pub(crate) fn text(bytes: &[u8]) -> (String, bool) {
    let mut reader = Reader {
        out: String::new(),
        pending: Vec::new(),
        fonts: Vec::new(),
        stack: Vec::new(),
        state: State { fallback: 1, encoding: WINDOWS_1252, skip: false },
        base: WINDOWS_1252,
        swallow: 0,
        deep: 0,
        font: 0,
        in_fonts: None,
    };
    reader.run(bytes);
    reader.flush();
    let whole = reader.stack.is_empty() && reader.deep == 0;
    (reader.out, !whole)
}

struct Reader {
    out: String,
    /// Bytes in the current encoding that are not yet text.
    pending: Vec<u8>,
    fonts: Vec<(i32, &'static Encoding)>,
    stack: Vec<State>,
    state: State,
    base: &'static Encoding,
    swallow: u32,
    deep: usize,
    font: i32,
    /// Depth at which the font table began.
    in_fonts: Option<usize>,
}

impl Reader {
    fn run(&mut self, bytes: &[u8]) {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    if self.stack.len() >= DEEPEST {
                        self.deep += 1;
                    } else {
                        self.stack.push(self.state);
                    }
                }
                b'}' => {
                    self.flush();
                    if self.deep > 0 {
                        self.deep -= 1;
                    } else if let Some(state) = self.stack.pop() {
                        self.state = state;
                        if self.in_fonts.is_some_and(|d| self.stack.len() < d) {
                            self.in_fonts = None;
                        }
                    }
                }
                b'\\' => at = self.control(bytes, at),
                b'\r' | b'\n' | 0 => {}
                _ => self.byte(byte),
            }
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.swallow > 0 {
            self.swallow -= 1;
        } else if !self.state.skip {
            self.pending.push(byte);
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let (words, _) = self.state.encoding.decode_without_bom_handling(&self.pending);
            self.out.push_str(&words);
            self.pending.clear();
        }
    }

    fn word(&mut self, words: &str) {
        self.flush();
        if !self.state.skip {
            self.out.push_str(words);
        }
    }

    /// Reads what follows a backslash; returns where the text goes on.
    fn control(&mut self, bytes: &[u8], at: usize) -> usize {
        let Some(&first) = bytes.get(at) else { return at };
        if !first.is_ascii_alphabetic() {
            match first {
                b'\'' => {
                    let hex = bytes
                        .get(at + 1..at + 3)
                        .and_then(|h| std::str::from_utf8(h).ok())
                        .and_then(|h| u8::from_str_radix(h, 16).ok());
                    if let Some(byte) = hex {
                        self.byte(byte);
                    }
                    return (at + 3).min(bytes.len());
                }
                b'~' => self.word("\u{A0}"),
                b'_' => self.word("-"),
                b'\\' | b'{' | b'}' => self.byte(first),
                b'*' => {
                    self.flush();
                    self.state.skip = true;
                }
                b'\r' | b'\n' => self.word("\n"),
                _ => {}
            }
            return at + 1;
        }
        let letters = bytes
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take_while(|b| b.is_ascii_alphabetic())
            .count()
            .min(32);
        let name = bytes.get(at..at + letters).and_then(|n| std::str::from_utf8(n).ok()).unwrap_or("");
        let mut next = at + letters;
        let start = next;
        if bytes.get(next) == Some(&b'-') {
            next += 1;
        }
        while bytes.get(next).is_some_and(u8::is_ascii_digit) && next - start < 11 {
            next += 1;
        }
        let number = bytes
            .get(start..next)
            .and_then(|n| std::str::from_utf8(n).ok())
            .and_then(|n| n.parse::<i32>().ok());
        if bytes.get(next) == Some(&b' ') {
            next += 1;
        }
        self.command(name, number);
        if name == "bin" {
            // Raw bytes, braces among them: the number says how many.
            next = next.saturating_add(usize::try_from(number.unwrap_or(0)).unwrap_or(0)).min(bytes.len());
        }
        next
    }

    fn command(&mut self, name: &str, number: Option<i32>) {
        if DESTINATIONS.contains(&name) {
            self.flush();
            if name == "fonttbl" {
                self.in_fonts = Some(self.stack.len());
            }
            self.state.skip = true;
            return;
        }
        match name {
            "par" | "line" | "row" | "sect" | "lbr" => self.word("\n"),
            "page" => self.word("\n\u{C}\n"),
            "tab" | "cell" | "nestcell" => self.word("\t"),
            "emdash" => self.word("—"),
            "endash" => self.word("–"),
            "lquote" => self.word("‘"),
            "rquote" => self.word("’"),
            "ldblquote" => self.word("“"),
            "rdblquote" => self.word("”"),
            "bullet" => self.word("•"),
            "emspace" | "enspace" | "qmspace" => self.word(" "),
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => self.state.fallback = u32::try_from(number.unwrap_or(1)).unwrap_or(1).min(8),
            "ansicpg" => {
                if let Some(encoding) = number.and_then(codepage) {
                    self.flush();
                    self.base = encoding;
                    self.state.encoding = encoding;
                }
            }
            "f" => {
                let font = number.unwrap_or(0);
                self.font = font;
                if self.in_fonts.is_none() {
                    self.flush();
                    self.state.encoding =
                        self.fonts.iter().find(|(f, _)| *f == font).map_or(self.base, |(_, e)| *e);
                }
            }
            "fcharset" => {
                if let Some(encoding) = number.and_then(charset)
                    && self.fonts.len() < 2000
                {
                    self.fonts.push((self.font, encoding));
                }
            }
            "plain" => {
                self.flush();
                self.state.encoding = self.base;
            }
            "upr" | "ud" => {}
            _ => {}
        }
    }

    fn unicode(&mut self, number: i32) {
        self.flush();
        let unit = if number < 0 { (number + 65_536) as u32 } else { number as u32 };
        if !self.state.skip {
            // Characters beyond the first plane come as two numbers.
            match char::from_u32(unit) {
                Some(c) => self.out.push(c),
                None if (0xDC00..0xE000).contains(&unit) => {
                    if let Some(high) = self.out.pop().filter(|c| ('\u{F0000}'..='\u{F03FF}').contains(c)) {
                        let pair = 0x10000 + ((u32::from(high) - 0xF0000) << 10) + (unit - 0xDC00);
                        self.out.push(char::from_u32(pair).unwrap_or('\u{FFFD}'));
                    }
                }
                // The first half waits in a private place for its second.
                None => self.out.push(char::from_u32(0xF0000 + (unit & 0x3FF)).unwrap_or('\u{FFFD}')),
            }
        }
        self.swallow = self.state.fallback;
    }
}

fn codepage(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        1250..=1258 => format!("windows-{number}"),
        874 => "windows-874".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        866 => "ibm866".to_owned(),
        10000 => "macintosh".to_owned(),
        65001 => "utf-8".to_owned(),
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}

fn charset(number: i32) -> Option<&'static Encoding> {
    codepage(match number {
        0 => return None,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_documents() {
        let source = br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Cyr;}}{\*\generator x;}\f0 Caf\'e9 \u8220?Yes\u8221? \f1\'c4\'e0\f0\par {\b Bold} next\line{\pict\bin3 }}}}\emdash end}";
        let (text, broken) = text(source);
        assert_eq!(text, "Café “Yes” Да\nBold next\n—end");
        assert!(!broken);
        assert!(super::text(b"{\\rtf1 {\\b cut").1);
        assert!(super::text(&b"{".repeat(100_000)).1);
    }
}
