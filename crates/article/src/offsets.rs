/// Converts byte offsets of one text to code points (files that leave, see the contract) and to
/// UTF-16 units (the DOM), and back.
///
/// Checkpoints every 256 bytes keep it at about 3 % of the text's size; a lookup scans at most
/// one stretch. Pure ASCII texts need no table at all.
#[derive(Clone, Debug)]
pub struct OffsetMap<'t> {
    text: &'t str,
    /// For each stretch: (code points, UTF-16 units) before it. Empty for ASCII.
    marks: Vec<(u32, u32)>,
}

const STRETCH: usize = 256;

impl<'t> OffsetMap<'t> {
    /// Reads the text once.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let (mut points, mut units) = (0u32, 0u32);
            for (index, &byte) in text.as_bytes().iter().enumerate() {
                if index % STRETCH == 0 {
                    marks.push((points, units));
                }
                let (p, u) = weight(byte);
                points += p;
                units += u;
            }
        }
        Self { text, marks }
    }

    fn counts(&self, byte: u32) -> (u32, u32) {
        let byte = (byte as usize).min(self.text.len());
        if self.marks.is_empty() {
            return (byte as u32, byte as u32);
        }
        let stretch = (byte / STRETCH).min(self.marks.len() - 1);
        let (mut points, mut units) = self.marks[stretch];
        for &b in &self.text.as_bytes()[stretch * STRETCH..byte] {
            let (p, u) = weight(b);
            points += p;
            units += u;
        }
        (points, units)
    }

    /// Code points before a byte offset.
    #[must_use]
    pub fn code_points(&self, byte: u32) -> u32 {
        self.counts(byte).0
    }

    /// UTF-16 units before a byte offset.
    #[must_use]
    pub fn utf16(&self, byte: u32) -> u32 {
        self.counts(byte).1
    }

    /// The byte offset of a code point; the text's length when there are fewer.
    #[must_use]
    pub fn byte_of_code_point(&self, point: u32) -> u32 {
        if self.marks.is_empty() {
            return point.min(self.text.len() as u32);
        }
        let stretch = self.marks.partition_point(|m| m.0 <= point).saturating_sub(1);
        let mut seen = self.marks[stretch].0;
        for (index, &byte) in self.text.as_bytes().iter().enumerate().skip(stretch * STRETCH) {
            let (p, _) = weight(byte);
            if p == 1 {
                if seen == point {
                    return index as u32;
                }
                seen += 1;
            }
        }
        self.text.len() as u32
    }
}

/// (code points, UTF-16 units) that a byte begins: continuation bytes begin none.
fn weight(byte: u8) -> (u32, u32) {
    match byte {
        0x80..=0xBF => (0, 0),
        0xF0..=0xFF => (1, 2),
        _ => (1, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_counting() {
        let text = "Çavuşoğlu “said” 👍🏽 e\u{301} مرحبا ".repeat(40);
        for text in [text.as_str(), "plain ascii", ""] {
            let map = OffsetMap::new(text);
            for (points, (byte, _)) in text.char_indices().chain([(text.len(), ' ')]).enumerate() {
                assert_eq!(map.code_points(byte as u32) as usize, points);
                assert_eq!(map.utf16(byte as u32) as usize, text[..byte].encode_utf16().count());
                assert_eq!(map.byte_of_code_point(points as u32) as usize, byte);
            }
        }
    }
}
