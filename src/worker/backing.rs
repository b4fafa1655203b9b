//! A saved corpus that lies in a file of the reader's or in the browser's own storage.

use super::engine::Source;
use js_sys::Uint8Array;
use std::ops::Range;
use web_sys::{Blob, FileReaderSync};

/// A file that is read by ranges. Workers may wait for a file: no question is answered meanwhile, but a range is a few
/// milliseconds.
pub struct Backing(pub Blob);

impl Source for Backing {
    fn length(&self) -> u64 {
        self.0.size() as u64
    }

    fn read(&self, range: Range<u64>) -> Result<Vec<u8>, String> {
        let gone = |_| "The browser can no longer read this file. Has it been moved or changed?".to_owned();
        let piece = self.0.slice_with_f64_and_f64(range.start as f64, range.end as f64).map_err(gone)?;
        let reader = FileReaderSync::new().map_err(gone)?;
        let buffer = reader.read_as_array_buffer(&piece).map_err(gone)?;
        let bytes = Uint8Array::new(&buffer).to_vec();
        match bytes.len() as u64 == range.end - range.start {
            true => Ok(bytes),
            false => Err("The file is shorter than it was.".to_owned()),
        }
    }
}
