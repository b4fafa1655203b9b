use super::ModelError;

/// Reads numbers and arrays of a section, in the order in which a [`ByteWriter`] wrote them.
/// Every read is checked: a damaged section gives an error, never a panic.
#[derive(Clone, Debug)]
pub struct ByteReader<'b> {
    bytes: &'b [u8],
}

impl<'b> ByteReader<'b> {
    /// Reads from the start of `bytes`.
    #[must_use]
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    /// How many bytes are left.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.bytes.len()
    }

    /// The next `count` bytes.
    ///
    /// # Errors
    /// When fewer are left.
    pub fn take(&mut self, count: usize) -> Result<&'b [u8], ModelError> {
        match self.bytes.split_at_checked(count) {
            Some((head, tail)) => {
                self.bytes = tail;
                Ok(head)
            }
            None => Err(ModelError::new("a section of the model ends too early")),
        }
    }

    /// One byte.
    ///
    /// # Errors
    /// At the end.
    pub fn u8(&mut self) -> Result<u8, ModelError> {
        self.take(1).map(|b| b.first().copied().unwrap_or(0))
    }

    /// Four bytes, little end first.
    ///
    /// # Errors
    /// At the end.
    pub fn u32(&mut self) -> Result<u32, ModelError> {
        let mut out = [0; 4];
        out.copy_from_slice(self.take(4)?);
        Ok(u32::from_le_bytes(out))
    }

    /// A float, little end first.
    ///
    /// # Errors
    /// At the end, or when it is not finite.
    pub fn f32(&mut self) -> Result<f32, ModelError> {
        let value = f32::from_bits(self.u32()?);
        if value.is_finite() {
            Ok(value)
        } else {
            Err(ModelError::new("a weight of the model is not a number"))
        }
    }

    /// An unsigned number of 7 bits a byte (LEB128), at most 32 bits.
    ///
    /// # Errors
    /// At the end, or when it is too long.
    pub fn varint(&mut self) -> Result<u32, ModelError> {
        let mut value = 0u64;
        for shift in (0..35).step_by(7) {
            let byte = self.u8()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return u32::try_from(value)
                    .map_err(|_| ModelError::new("a number of the model is too large"));
            }
        }
        Err(ModelError::new("a number of the model is too long"))
    }

    /// Text with its length before it.
    ///
    /// # Errors
    /// At the end, or when it is not UTF-8.
    pub fn text(&mut self) -> Result<&'b str, ModelError> {
        let length = self.varint()? as usize;
        std::str::from_utf8(self.take(length)?)
            .map_err(|_| ModelError::new("a word of the model is not UTF-8"))
    }
}

/// Writes numbers and arrays of a section.
#[derive(Clone, Debug, Default)]
pub struct ByteWriter {
    bytes: Vec<u8>,
}

impl ByteWriter {
    /// An empty section.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Bytes as they are.
    pub fn put(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// One byte.
    pub fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    /// Four bytes, little end first.
    pub fn u32(&mut self, value: u32) {
        self.put(&value.to_le_bytes());
    }

    /// A float, little end first.
    pub fn f32(&mut self, value: f32) {
        self.u32(value.to_bits());
    }

    /// An unsigned number of 7 bits a byte (LEB128).
    pub fn varint(&mut self, mut value: u32) {
        while value >= 0x80 {
            self.u8(value as u8 | 0x80);
            value >>= 7;
        }
        self.u8(value as u8);
    }

    /// Text with its length before it.
    pub fn text(&mut self, text: &str) {
        self.varint(text.len() as u32);
        self.put(text.as_bytes());
    }

    /// What was written.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}
